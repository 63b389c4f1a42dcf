"""
What a layered network is: its layers, its loss, and the order in which its parameters lie in one flat vector.

The vector holds one block per layer: a matrix with a row per unit, which is the unit's weights and, last, its bias.
A bias is then the weight of an input that is always 1, one product serves both, and an optimizer sees nothing but a
vector. Learned slopes (``a1``, of PReLU layers) follow their layer's block.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.array import Array
from ..engine.operation import Op
from .initializers import Initializer
from .losses import LOSSES, Loss

Parameters = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Layer:
    """
    One layer: ``a = activation(z)``, ``z = x W^T + b``.

    Attributes:
        inputs: Width of what comes in.
        units: Width of what goes out.
        op: The activation, an op of the engine.
        attrs: Its settings, defaults left out.
        bias: Whether there is a bias.
    """

    inputs: int
    units: int
    op: Op
    attrs: Mapping[str, Any]
    bias: bool

    @property
    def width(self) -> int:
        """Columns of the layer's block: its inputs, and one for the bias."""
        return self.inputs + self.bias

    @property
    def learned(self) -> bool:
        """Whether the activation has a parameter of its own, one number per unit (PReLU)."""
        return len(self.op.operands) == 2

    @property
    def size(self) -> int:
        """How many parameters the layer has."""
        return self.units * (self.width + self.learned)


@dataclass(frozen=True, slots=True)
class Spec:
    """
    A network.

    Attributes:
        inputs: Numbers of one example.
        layers: From the first to the last.
        loss: Name of the loss, a key of `LOSSES`.
        reduction: ``"mean"`` or ``"sum"`` over examples.
        initializer: Where training starts.
    """

    inputs: int
    layers: tuple[Layer, ...]
    loss: str
    reduction: str
    initializer: Initializer

    @property
    def outputs(self) -> int:
        """Numbers of one prediction."""
        return self.layers[-1].units

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return sum(layer.size for layer in self.layers)

    @property
    def rule(self) -> Loss:
        """The loss's row of the table."""
        return LOSSES[self.loss]

    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Shape of every parameter, by name: W1, b1, a1, W2, ..."""
        return {name: shape for name, shape, _ in self._places()}

    def views(self, flat: Array) -> Parameters:
        """The parameters as views into *flat*, by name: what is written to one is written to the other."""
        found: Parameters = {}
        for name, shape, place in self._places():
            begin, columns, column = place
            block = flat[begin : begin + shape[0] * columns].reshape(shape[0], columns)
            found[name] = block[:, :column] if name[0] == "W" else block[:, column]
        return found

    def blocks(self, flat: Array) -> list[Array]:
        """Each layer's matrix of weights and bias, shape (units, width), as a view into *flat*."""
        found, begin = [], 0
        for layer in self.layers:
            end = begin + layer.units * layer.width
            found.append(flat[begin:end].reshape(layer.units, layer.width))
            begin += layer.size
        return found

    def join(self, parameters: Mapping[str, Array]) -> Array:
        """*parameters* as one new flat vector."""
        flat = np.empty(self.size)
        for name, view in self.views(flat).items():
            view[...] = parameters[name]
        return flat

    def _places(self) -> Iterator[tuple[str, tuple[int, ...], tuple[int, int, int]]]:
        """Name, shape, and (where its block begins, columns of the block, the column it ends before or is)."""
        begin = 0
        for k, layer in enumerate(self.layers, 1):
            yield f"W{k}", (layer.units, layer.inputs), (begin, layer.width, layer.inputs)
            if layer.bias:
                yield f"b{k}", (layer.units,), (begin, layer.width, layer.inputs)
            begin += layer.units * layer.width
            if layer.learned:
                yield f"a{k}", (layer.units,), (begin, 1, 0)
                begin += layer.units


def start(spec: Spec) -> Parameters:
    """The parameters that training starts from; the same for the same seed, on every machine."""
    flat = np.zeros(spec.size)
    views = spec.views(flat)
    draw = spec.initializer.draws()
    for name, view in views.items():
        view[...] = draw(name, view.shape, spec.layers[int(name[1:]) - 1].inputs)
    return views


def entries(spec: Spec, rows: int) -> int:
    """How many numbers both passes over *rows* examples make: five per unit and example, two per parameter."""
    return rows * (spec.inputs + 5 * sum(layer.units for layer in spec.layers)) + 2 * spec.size
