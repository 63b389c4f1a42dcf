"""
One graph, evaluated again and again with other numbers: a slider that is dragged, a descent, a search.

A plan keeps the lowered program and asks for nothing but numbers: no names, no trace, only values and gradients. Where
a float raises, or the graph needs arrays, it falls back on `evaluate` and answers the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .graph import Graph, Value
from .kernels import CONSTANTS
from .kernels import forward as run_rows
from .limits import DEFAULT_LIMITS, Limits
from .lowering import Program, gather, program_of
from .passes import choose_output, evaluate

_CONSTANTS = list(CONSTANTS)


class Plan:
    """
    A graph made fast for one output.

    Args:
        graph: Any graph; its own values do not matter, but for constants.
        output: Id of the node to differentiate; default as in `choose_output`.
        limits: Checked where arrays are needed.

    Attributes:
        leaves: Ids of the inputs and parameters, in the order in which `run` takes their values.
        output: Slot of the output.
    """

    def __init__(self, graph: Graph, output: str | None = None, limits: Limits = DEFAULT_LIMITS) -> None:
        self.graph, self.limits = graph, limits
        self.output = choose_output(graph, output)
        free = [s for s, kind in enumerate(graph.kinds) if kind == "input" or kind == "parameter"]
        self.leaves = tuple([graph.ids[slot] for slot in free])
        self._program = program_of(graph)
        if self._program is not None:
            self._prepare(self._program, [graph.position[slot] for slot in free])

    def _prepare(self, program: Program, cells: list[int]) -> None:
        """What every run starts from: constants in their cells, and the edges on the output's path, last one first."""
        start: list[Any] = list(self.graph.values)
        if program.by_cell is not None:
            start = list(program.by_cell(start))
        self._start = start
        self._cells = cells
        self._in_front = cells == list(range(len(cells)))
        self._back = program.flowing(self.graph.position[self.output])
        self._zeros = [0.0] * program.size
        self._pick = gather(cells)

    def run(self, values: Sequence[Value]) -> tuple[Value, Sequence[Value]]:
        """
        Evaluate once.

        Args:
            values: For each of `leaves`, a float (or an array where the graph takes one).

        Returns:
            The output's value, and the gradient for each of `leaves`.

        Raises:
            EngineError: As `evaluate`, where the output is no scalar or a constant has no value.
        """
        program = self._program
        if program is not None:
            if self._in_front:
                cells = [*values, *self._start[len(values) :]]
            else:
                cells = self._start[:]
                for cell, value in zip(self._cells, values, strict=True):
                    cells[cell] = value
            first, second = self._zeros[:], self._zeros[:]
            try:
                run_rows(program.rows, cells, first, second)
            except (
                ArithmeticError,
                ValueError,
                TypeError,
            ):  # TypeError: arrays, or a constant without a value
                return self._evaluate(values)
            output = self.graph.position[self.output]
            value = cells[output]
            if type(value) is float:
                gradients = self._zeros[:]
                gradients[output] = 1.0
                cells += first
                cells += second
                cells += _CONSTANTS
                for source, target, place in self._back:
                    gradients[source] += gradients[target] * cells[place]
                return value, self._pick(gradients)
        return self._evaluate(values)

    def _evaluate(self, values: Sequence[Value]) -> tuple[Value, Sequence[Value]]:
        graph = self.graph.with_values(dict(zip(self.leaves, values, strict=True)), self.limits)
        run = evaluate(graph, graph.ids[self.output], limits=self.limits)
        value = run.values[self.output]
        assert value is not None
        return value, tuple(run.leaf_gradients().values())
