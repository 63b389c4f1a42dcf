"""
Activations of layers: every activation of the engine, and softmax.

`Curve` is one of them as training needs it: values and slopes of a whole layer in as few calls of numpy as will do. The
common ones are written out; the others run the engine's own formulas. At the far ends, where 1 - a has no digits left,
the engine's slopes are the more exact ones: `passes.evaluate_network`, which shows numbers, uses those throughout.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..engine.array import Array
from ..engine.operation import Op
from ..engine.ops import REGISTRY
from .spec import Layer

ACTIVATIONS: dict[str, Op] = {
    name: op for name, op in REGISTRY.items() if op.category == "activation" or name == "softmax"
}
Apply = Callable[[Array, Array], None]  # z, and where the result goes
Back = Callable[
    [Array, Array, Array, Array], None
]  # delta (dL/da in, dL/dz out), z, a, room for a layer's numbers
# numpy reads an array of no dimensions twice as fast as a number.
_ONE, _NOTHING = np.array(1.0), np.array(0.0)


@dataclass(frozen=True, slots=True)
class Curve:
    """Values and slopes of one layer, in place; arrays have a row per unit and a column per example."""

    apply: Apply
    back: Back


def _identity(z: Array, out: Array) -> None:
    out[...] = z


def _identity_back(delta: Array, z: Array, a: Array, room: Array) -> None:
    pass


def _sigmoid(z: Array, out: Array) -> None:
    np.negative(z, out)
    np.exp(out, out)
    np.add(out, _ONE, out)
    np.reciprocal(out, out)


def _sigmoid_back(delta: Array, z: Array, a: Array, room: Array) -> None:
    np.multiply(a, a, room)
    np.subtract(a, room, room)
    np.multiply(delta, room, delta)


def _tanh(z: Array, out: Array) -> None:
    np.tanh(z, out)


def _tanh_back(delta: Array, z: Array, a: Array, room: Array) -> None:
    np.multiply(a, a, room)
    np.subtract(_ONE, room, room)
    np.multiply(delta, room, delta)


def _relu(z: Array, out: Array) -> None:
    np.maximum(z, _NOTHING, out=out)


def _relu_back(delta: Array, z: Array, a: Array, room: Array) -> None:
    np.multiply(delta, np.greater(z, _NOTHING), delta)


_WRITTEN = {
    "identity": Curve(_identity, _identity_back),
    "sigmoid": Curve(_sigmoid, _sigmoid_back),
    "tanh": Curve(_tanh, _tanh_back),
    "relu": Curve(_relu, _relu_back),
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

    def back(delta: Array, z: Array, a: Array, room: Array) -> None:
        delta[...] = op.pull_back(delta.T, operands(z), a.T, attrs, 0).T

    return Curve(apply, back)


def slope_gradient(layer: Layer, delta: Array, z: Array, a: Array, slopes: Array) -> Array:
    """The gradient towards a PReLU layer's learned slopes, from dL/da before it became dL/dz; shape (units,)."""
    return layer.op.pull_back(delta.T, [z.T, slopes], a.T, layer.attrs, 1)
