"""
Which vectors are written as rows.

numpy's vectors are neither rows nor columns; on paper they must be one of them, or the line is false: a column added to
a matrix, as it would be read, is not what numpy computes. A vector is a row where it meets the rows of a matrix (added,
or entry by entry) and on the left of a matrix product, and so is what such a product makes of it; it is a column
everywhere else, as in W x + b.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..engine.passes import Run
from .tensors import shape_of

MATRIX_PRODUCT = "@"


class Rows:
    """
    The orientation of the vectors of one run.

    Args:
        run: The run; a scalar one has no vectors.
    """

    def __init__(self, run: Run) -> None:
        self.run, self.graph = run, run.graph
        self._wanted: list[bool] = [False] * len(run.graph)
        if not run.scalar:
            self._ranks = [-1 if value is None else len(shape_of(value)) for value in run.values]
            self._made()
            self._used()

    def is_row(self, slot: int) -> bool:
        """Whether the vector at *slot*, seen by itself, is a row."""
        return self._wanted[slot]

    def at(self, slot: int) -> list[bool]:
        """For the operands of the op at *slot* and its output, which are vectors written as rows there."""
        sources, ranks = self.graph.inputs[slot], self._ranks
        return [
            ranks[source] == 1 and wants for source, wants in zip(sources, self._uses(slot), strict=True)
        ] + [ranks[slot] == 1 and self._wanted[slot]]

    def _uses(self, slot: int) -> Sequence[bool]:
        """Whether the op takes each operand, were it a vector, for a row."""
        op, sources = self.graph.ops[slot], self.graph.inputs[slot]
        assert op is not None  # leaves use nothing
        if op.infix is not None and op.infix[0] == MATRIX_PRODUCT:
            return (True, False)
        if op.elementwise:
            return [self._ranks[slot] > 1 or self._wanted[slot]] * len(sources)
        return [self._wanted[source] for source in sources]

    def _made(self) -> None:
        """Products of a row are rows, and so is what is computed from them entry by entry."""
        for slot, op in enumerate(self.graph.ops):
            if op is None or self._ranks[slot] != 1:
                continue
            sources = self.graph.inputs[slot]
            if op.infix is not None and op.infix[0] == MATRIX_PRODUCT:
                self._wanted[slot] = self._ranks[sources[0]] == 1
            elif op.elementwise:
                self._wanted[slot] = any(self._wanted[source] for source in sources)

    def _used(self) -> None:
        """A leaf is a row where all its uses are."""
        uses: dict[int, bool] = {}
        for slot in range(len(self.graph) - 1, -1, -1):
            op = self.graph.ops[slot]
            if op is None:
                self._wanted[slot] = self._ranks[slot] == 1 and uses.get(slot, False)
            elif self._ranks[slot] >= 0 and (op.elementwise or op.infix is not None):
                for source, wants in zip(self.graph.inputs[slot], self._uses(slot), strict=True):
                    uses[source] = wants and uses.get(source, True)
