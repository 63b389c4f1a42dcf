"""
What labels say: the numbers of every wire and node of a run, in TeX, and how large they will be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...engine.passes import Run
from ...explain.tensors import shape_of
from ..tex import number_tex
from .measures import BRACKET_PAD, COLUMN_GAP, FIGURE_HEIGHT, NUMBER, ROW_HEIGHT, SIZES, width
from .shown import Edge, Shown, size_of

_FIGURES = SIZES[NUMBER] * FIGURE_HEIGHT


@dataclass(frozen=True, slots=True)
class Block:
    """Something to be placed: its TeX, its size, and whether it is an array."""

    tex: str
    width: float
    height: float
    tensor: bool = False


def block_of(value: Any) -> Block:
    """A float or an array as it stands beside a wire; a large array by its shape."""
    if isinstance(value, float):
        tex = number_tex(value)
        return Block(tex, width(tex), _FIGURES)
    size = size_of(value)
    if size is None:
        tex = r"$\times$".join(map(str, shape_of(value)))
        return Block(f"[{tex}]", width(f"[{tex}]"), _FIGURES)
    rows = [[number_tex(float(entry)) for entry in row] for row in value.reshape(size).tolist()]
    columns = [max(width(row[k]) for row in rows) for k in range(size[1])]
    body = r"\\".join(" & ".join(row) for row in rows)
    across = sum(columns) + (size[1] - 1) * COLUMN_GAP + 2 * BRACKET_PAD
    return Block(rf"\tensor{{{'r' * size[1]}}}{{{body}}}", across, size[0] * ROW_HEIGHT + 5, tensor=True)


class Numbers:
    """The run, read by what is drawn."""

    def __init__(self, run: Run, shown: Shown) -> None:
        self.run, self.shown = run, shown
        self.out: dict[str, list[Edge]] = {}
        for edge in shown.edges:
            self.out.setdefault(edge.source, []).append(edge)

    def value(self, edge: Edge) -> Any:
        """What runs along a wire."""
        return self.run.values[edge.origin]

    def gradient(self, edge: Edge) -> Any:
        """What comes back along it, or None."""
        if edge.number is None:
            return None if self.run.gradients[self.run.output] is None else self.run.seed
        return None if edge.fixed else self.run.downstream[edge.number]

    def sum(self, name: str) -> Any:
        """The gradient of a drawn node: of what leaves it."""
        return self.run.gradients[self.sum_slot(name)]

    def sum_slot(self, name: str) -> int:
        """Slot of the node whose gradient a drawn node has."""
        edges = self.out.get(name)
        return edges[0].origin if edges else self.shown.nodes[name].slot

    def fans(self, name: str) -> bool:
        """Whether its gradient is the sum of several."""
        return sum(not edge.fixed for edge in self.out.get(name, ())) > 1

    def chip(self, edge: Edge) -> str | None:
        """What the chip of a wire says of the local gradient: a factor, or what kind of product it is."""
        if edge.number is None or edge.fixed or self.shown.nodes[edge.target].kind == "group":
            return None
        local = self.run.local[edge.number]
        if isinstance(local, float):
            return rf"$\times${number_tex(local)}"
        if local is None:
            return None
        if isinstance(local, np.ndarray):
            flat = set(local.ravel().tolist())
            return (
                rf"$\times${number_tex(flat.pop())}"
                if len(flat) == 1
                else rf"$\odot$ {shape_tex(shape_of(local))}"
            )
        return self._product(edge)

    def _product(self, edge: Edge) -> str:
        """For a product of matrices the other operand, transposed; for others the Jacobian and its size."""
        graph = self.run.graph
        target = self.shown.nodes[edge.target].slot
        sources, op = graph.inputs[target], graph.ops[target]
        other = sources[1 - edge.index] if len(sources) == 2 else -1
        name = self.shown.nodes.get(self.shown.owner[other]) if other >= 0 else None
        if op is not None and op.name == "matmul" and name is not None and name.name:
            letter = name.name.strip("$")
            return rf"$\cdot\,{letter}^{{\top}}$" if edge.index == 0 else rf"${letter}^{{\top}}\cdot$"
        rows, columns = (_size(self.run.values[slot]) for slot in (target, edge.origin))
        return rf"$J$ {rows}$\times${columns}"


def shape_tex(shape: Sequence[int]) -> str:
    """Write a shape: ``2`` times ``3``."""
    return r"$\times$".join(map(str, shape))


def _size(value: Any) -> int:
    return 1 if isinstance(value, float) else int(value.size)
