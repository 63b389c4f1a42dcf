"""
How derivatives are written: total ones with d, local ones with ∂, contributions with a bar.

dJ/dx is the gradient that backpropagation computes, through everything between x and J; ∂q/∂x is the partial of one
op, everything else held still. What arrives along one of several edges is neither: it is the part of dJ/dx that goes
through one consumer, and is marked with that consumer at a bar.
"""

from __future__ import annotations

from ..engine.formula_tex import PLAIN, Style
from ..engine.graph import Graph
from ..engine.passes import Run
from .figures import Figures
from .naming import OPEN_PORT, Called, name_nodes
from .tensors import shape_of

RULE = r", \quad "
"""Stands between an edge's product and the rule of its local gradient; pages that show them apart split here."""
_SEED_NAMES = ("g", "s", "u", "g_0")


def styles_of(run: Run) -> list[Style] | None:
    """How the line of each op of *run* is written, by slot; None where all are written plainly."""
    graph = run.graph
    spells_exp = "e" in graph.slot or "e" in graph.labels
    if run.scalar:
        return [Style(None, spells_exp)] * len(graph) if spells_exp else None
    shapes = [None if value is None else shape_of(value) for value in run.values]
    styles = []
    for sources in graph.inputs:
        found = [shapes[source] if source >= 0 else None for source in sources]
        known = any(found) and None not in found
        styles.append(Style(tuple(found) if known else None, spells_exp))  # type: ignore[arg-type]  # none is None
    return styles


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
        self.styles = styles_of(run)
        self.called: list[Called] = name_nodes(run.graph, self.styles)
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

    def style(self, slot: int) -> Style:
        """How the line of the op at *slot* is written."""
        return PLAIN if self.styles is None else self.styles[slot]

    def operands(self, slot: int) -> list[Called]:
        """What the operands of the op at *slot* are called, open ports included."""
        return [self.called[i] if i >= 0 else OPEN_PORT for i in self.graph.inputs[slot]]

    def total(self, slot: int) -> str:
        """Write the gradient of the output with respect to a node."""
        found = self._totals[slot]
        if found is None:
            found = self._totals[slot] = f"{self.head}{self.called[slot].over}}}"
        return found
