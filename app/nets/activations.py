"""
Activations of layers: every activation of the engine, and softmax.

`Curve` is one of them as training needs it: the calls of numpy that make the values of a layer, and those that take a
gradient back through it. They are bound to their buffers once and then made a million times. The common ones are
written out; the others run the engine's own formulas. At the far ends, where 1 - a has no digits left, the engine's
slopes are the more exact ones: `passes.evaluate_network`, which shows numbers, uses those throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from ..engine.array import Array
from ..engine.operation import Op
from ..engine.ops import REGISTRY
from .spec import Layer

ACTIVATIONS: dict[str, Op] = {
    name: op for name, op in REGISTRY.items() if op.category == "activation" or name == "softmax"
}
Call = tuple[Callable[..., object], tuple[Any, ...]]
# numpy reads an array of no dimensions twice as fast as a number.
_ONE, _NOTHING = np.array(1.0), np.array(0.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """
    Values and slopes of a layer, in place; arrays have a row per unit and a column per example.

    Attributes:
        apply: From z and a to the calls that write a.
        slope: From a and room for as many numbers to the calls that write the slopes there: for curves whose slope is a
            function of a alone, so that neighbouring layers are done in one go. Empty for ``identity``.
        back: From delta (dL/da before, dL/dz after), z and a to the calls that take it through any other curve.
    """

    apply: Callable[[Array, Array], list[Call]]
    slope: Callable[[Array, Array], list[Call]] | None
    back: Callable[[Array, Array, Array], list[Call]] | None = None


def _sigmoid(z: Array, out: Array) -> list[Call]:
    return [
        (np.negative, (z, out)),
        (np.exp, (out, out)),
        (np.add, (out, _ONE, out)),
        (np.reciprocal, (out, out)),
    ]


_WRITTEN = {
    "identity": Curve(lambda z, out: [], lambda a, room: []),  # z and a are one array
    "sigmoid": Curve(_sigmoid, lambda a, room: [(np.multiply, (a, a, room)), (np.subtract, (a, room, room))]),
    "tanh": Curve(
        lambda z, out: [(np.tanh, (z, out))],
        lambda a, room: [(np.multiply, (a, a, room)), (np.subtract, (_ONE, room, room))],
    ),
    "relu": Curve(
        lambda z, out: [(partial(np.maximum, out=out), (z, _NOTHING))],
        lambda a, room: [(np.greater, (a, _NOTHING, room))],
    ),
}


def curve_of(layer: Layer, slopes: Array | None = None) -> Curve:
    """
    The curve of *layer*.

    Args:
        slopes: The learned slopes of a PReLU layer, a view that training writes to; shape (units,).
    """
    if layer.op.name in _WRITTEN:
        return _WRITTEN[layer.op.name]
    op, attrs = layer.op, layer.attrs

    def operands(z: Array) -> list[Array]:
        return [z.T] if slopes is None else [z.T, slopes]

    def apply(z: Array, out: Array) -> None:
        out[...] = op.forward(operands(z), attrs).T

    def back(delta: Array, z: Array, a: Array) -> None:
        delta[...] = op.pull_back(delta.T, operands(z), a.T, attrs, 0).T

    return Curve(lambda z, out: [(apply, (z, out))], None, lambda delta, z, a: [(back, (delta, z, a))])


def slope_gradient(layer: Layer, delta: Array, z: Array, a: Array, slopes: Array, into: Array) -> None:
    """Write the gradient towards a PReLU layer's learned slopes, from dL/da before it became dL/dz; shape (units,)."""
    into[...] = layer.op.pull_back(delta.T, [z.T, slopes], a.T, layer.attrs, 1)
