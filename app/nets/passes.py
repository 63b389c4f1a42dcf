"""
One forward and one backward pass of a network over a batch, with every number on the way.

This is what is shown, so it computes with the engine's own activations and keeps everything; training has a form of
its own (`training.py`) that keeps nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..engine.array import Array
from .spec import Spec


@dataclass(frozen=True, slots=True)
class LayerPass:
    """
    What one layer did.

    Attributes:
        z, a: Before and after the activation; shape (m, units).
        slope: The activation's derivative at each z, likewise; None where a unit's a takes other units' z, too.
        da, delta: Gradients of the total loss with respect to a and z, likewise; None without targets.
        dW, db, dslopes: Gradients of the parameters; None where there is no such parameter, or no target.
    """

    z: Array
    a: Array
    slope: Array | None
    da: Array | None = None
    delta: Array | None = None
    dW: Array | None = None
    db: Array | None = None
    dslopes: Array | None = None


@dataclass(frozen=True, slots=True)
class NetworkPass:
    """
    Both passes.

    Attributes:
        layers: From the first to the last.
        total: The loss; None without targets.
        per_example: Of each example; None without targets.
    """

    layers: list[LayerPass]
    total: float | None = None
    per_example: Array | None = None

    @property
    def output(self) -> Array:
        """The prediction, shape (m, k)."""
        return self.layers[-1].a


def evaluate_network(
    spec: Spec, parameters: Mapping[str, Array], x: Array, y: Array | None = None
) -> NetworkPass:
    """
    Run *x* through the network and, where there are targets, the gradient back.

    Args:
        spec: The network.
        parameters: By name, in the shapes of ``spec.shapes()``.
        x: Examples, shape (m, inputs).
        y: Targets, shape (m, outputs), classes one-hot; see `data.targets`.
    """
    with np.errstate(all="ignore"):  # numbers that overflow are results
        forward = _forward(spec, parameters, x)
        if y is None:
            return NetworkPass(forward)
        output = forward[-1].a
        upstream = spec.rule.gradient(output, y, spec.reduction)
        per_example = spec.rule.per_example(output, y)
        total = float(np.sum(per_example))
        total = total if spec.rule.sums(spec.reduction) else total / len(y)
        return NetworkPass(_backward(spec, parameters, x, forward, upstream), total, per_example)


def _layer(spec: Spec, parameters: Mapping[str, Array], k: int, x: Array) -> tuple[list[Array], Array]:
    """What layer *k* puts into its activation, z first, and what comes out."""
    layer = spec.layers[k - 1]
    z = x @ parameters[f"W{k}"].T
    if layer.bias:
        z = z + parameters[f"b{k}"]
    operands = [z, parameters[f"a{k}"]] if layer.learned else [z]
    return operands, layer.op.forward(operands, layer.attrs)


def _forward(spec: Spec, parameters: Mapping[str, Array], x: Array) -> list[LayerPass]:
    done = []
    for k, layer in enumerate(spec.layers, 1):
        operands, x = _layer(spec, parameters, k, x)
        slope = layer.op.partials(operands, x, layer.attrs, 0) if layer.op.elementwise else None
        done.append(LayerPass(operands[0], x, slope))
    return done


def _backward(
    spec: Spec, parameters: Mapping[str, Array], x: Array, forward: list[LayerPass], upstream: Array
) -> list[LayerPass]:
    done: list[LayerPass] = []
    for k in range(len(spec.layers), 0, -1):
        layer, z, a, slope = spec.layers[k - 1], forward[k - 1].z, forward[k - 1].a, forward[k - 1].slope
        operands = [z, parameters[f"a{k}"]] if layer.learned else [z]
        # The slope is the op's own local gradient, so a product with it is what `pull_back` would give.
        delta = (
            upstream * slope
            if slope is not None
            else layer.op.pull_back(upstream, operands, a, layer.attrs, 0)
        )
        slopes = layer.op.pull_back(upstream, operands, a, layer.attrs, 1) if layer.learned else None
        before = forward[k - 2].a if k > 1 else x
        bias = np.sum(delta, axis=0) if layer.bias else None
        done.append(LayerPass(z, a, slope, upstream, delta, delta.T @ before, bias, slopes))
        upstream = delta @ parameters[f"W{k}"]
    return done[::-1]
