"""
How derivatives are written: total ones with d, local ones with ∂, contributions with a bar.

dJ/dx is the gradient that backpropagation computes, through everything between x and J; ∂q/∂x is the partial of one
op, everything else held still. What arrives along one of several edges is neither: it is the part of dJ/dx that goes
through one consumer, and is marked with that consumer at a bar.
"""

from __future__ import annotations

from ..engine.graph import Graph
from ..engine.passes import Run
from .figures import Figures
from .naming import OPEN_PORT, Called, name_nodes
from .tensors import shape_of

RULE = r", \quad "
"""Stands between an edge's product and the rule of its local gradient; pages that show them apart split here."""
_SEED_NAMES = ("g", "s", "u", "g_0")


class Notation:
    """
    Names and derivatives of one run.

    Attributes:
        called: What each node is called, by slot.
        figures: Numbers already written.
        head: The gradient of the output as far as the name of what it is taken with respect to.
        seed_name: LaTeX of the seed where it is an array, else None.
    """

    def __init__(self, run: Run) -> None:
        self.graph: Graph = run.graph
        self.called: list[Called] = name_nodes(run.graph)
        self.figures = Figures()
        self.seed_name: str | None = None
        self.head = rf"\frac{{d{self._differentiated(run)}}}{{d"
        self._totals: list[str | None] = [None] * len(run.graph)

    def _differentiated(self, run: Run) -> str:
        """What is differentiated: the output, or what the seed makes a scalar of it."""
        output = self.called[run.output]
        if run.seed is None or (isinstance(run.seed, float) and run.seed == 1.0):
            return output.over
        if shape_of(run.seed):
            self.seed_name = next((name for name in _SEED_NAMES if name not in self.graph.slot), r"\gamma")
            return rf"({self.seed_name} \cdot {output.tex})"
        return rf"({self.figures.of(run.seed).tex} \cdot {output.tex})"

    def operands(self, slot: int) -> list[Called]:
        """What the operands of the op at *slot* are called, open ports included."""
        return [self.called[i] if i >= 0 else OPEN_PORT for i in self.graph.inputs[slot]]

    def total(self, slot: int) -> str:
        """Write the gradient of the output with respect to a node."""
        found = self._totals[slot]
        if found is None:
            found = self._totals[slot] = f"{self.head}{self.called[slot].over}}}"
        return found
