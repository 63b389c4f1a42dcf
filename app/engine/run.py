"""
What passes return: `Forward` with every node's value, `Run` with everything a trace tells.

Columns are lists, by slot for nodes and by edge number for edges (`Graph.edge_start`). A scalar is a plain
Python float everywhere, anything else an array; None says "not known" (partial graphs) or "no gradient flows
here" (constants).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .array import Array, Shape
from .formula_tex import Style
from .graph import Attrs, Graph, Value
from .op import Op


class Jacobian:
    """
    The local gradient of an op that is not elementwise, of shape ``out.shape + operand.shape``.

    The passes never need it (they pull back through the op), so it is written out when somebody looks.
    """

    __slots__ = ("_attrs", "_index", "_op", "_operands", "_out", "_value")

    def __init__(self, op: Op, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> None:
        self._op, self._operands, self._out, self._attrs, self._index = op, operands, out, attrs, index
        self._value: Array | None = None

    @property
    def value(self) -> Array:
        """The matrix of partials."""
        if self._value is None:
            with np.errstate(all="ignore"):
                self._value = self._op.jacobian(self._operands, self._out, self._attrs, self._index)
        return self._value


class Operator:
    """A local gradient too large to write out, named instead: ``W^{\\top}``."""

    __slots__ = ("_attrs", "_index", "_op", "_style")

    def __init__(self, op: Op, attrs: Attrs, index: int, shapes: Sequence[Shape]) -> None:
        self._op, self._attrs, self._index, self._style = op, attrs, index, Style(tuple(shapes))

    def formula_with(self, names: Sequence[str]) -> str:
        """LaTeX, with *names* put in for the operands."""
        return self._op.operator_tex(self._attrs, self._index, names, self._style)


Local = float | Array | Jacobian | Operator

# Why a node has no value: the slot where something is missing, and the open port there (None for a leaf).
Missing = tuple[int, int | None]


@dataclass(slots=True)
class Forward:
    """
    The result of a forward pass: every node's value is stored.

    Attributes:
        graph: The graph that was evaluated.
        values: By slot; None where something is missing.
        arrays: By slot, the same as arrays; None on the float path.
        floats: On the float path only: values, computed local gradients and constants in one row (`lowering.py`).
        missing: By slot of a node without a value, the places where something is missing, at most 8.
    """

    graph: Graph
    values: list[Value | None]
    arrays: list[Array | None] | None = None
    floats: list[Any] | None = None
    missing: dict[int, list[Missing]] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """
    The result of a forward and a backward pass.

    Attributes:
        graph: The graph; slots are in forward order.
        output: Slot of the node that was differentiated.
        seed: The gradient that entered there; None where the output has no value.
        values: By slot.
        gradients: By slot; zeros off every path to the output, None for fixed nodes and nodes without a value.
        upstream: By edge, the gradient that reached its target; None where the target is fixed or has none.
        local: By edge; None towards a fixed node. For an elementwise op in the output's shape.
        downstream: By edge, in the source's shape; None towards a fixed node.
        on_path: By slot, whether the output depends on it (fixed nodes too).
        summed_axes: By edge, the axes that broadcasting added or stretched, where there are any.
        missing: As in `Forward`.
        scalar: Whether the float path ran.
    """

    graph: Graph
    output: int
    seed: Value | None
    values: list[Value | None]
    gradients: list[Value | None]
    upstream: list[Value | None]
    local: list[Local | None]
    downstream: list[Value | None]
    on_path: Sequence[bool]
    summed_axes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    missing: dict[int, list[Missing]] = field(default_factory=dict)
    scalar: bool = False

    def value_of(self, name: str) -> Value | None:
        """Return the value of the node *name*."""
        return self.values[self.graph.slot_of(name)]

    def gradient_of(self, name: str) -> Value | None:
        """Return the gradient of the output with respect to the node *name*."""
        return self.gradients[self.graph.slot_of(name)]

    def leaf_gradients(self) -> dict[str, Value]:
        """Return the gradients of all inputs and parameters by id; none where the output has no value."""
        if self.seed is None:
            return {}
        return {
            name: gradient
            for name, kind, gradient in zip(self.graph.ids, self.graph.kinds, self.gradients, strict=True)
            if gradient is not None and (kind == "input" or kind == "parameter")
        }
