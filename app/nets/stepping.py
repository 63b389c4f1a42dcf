"""
The gradient of one batch, as fast as numpy goes: what training does a million times.

Parameters lie in one flat vector (`spec.py`), a layer's bias behind its weights, so that a product with rows that end
in a 1 adds it. Buffers are made once per size of batch, and every product is written into its place; they have a row
per unit, so that the row of ones stands behind a layer's numbers and each layer's lie together. A sigmoid under
``bce`` and a softmax under ``cce`` are taken with their loss: prediction minus target, which stays finite where the two
apart would make infinity times nothing.

The two older rules put something else in the gradient's place, for the last layer only; all layers before it stay as
they are, as Rosenblatt's did. ``perceptron`` takes the thresholded output minus the target, ``adaline`` z minus it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..engine.array import Array
from .activations import Curve, curve_of, slope_gradient
from .spec import Layer, Spec

Mask = npt.NDArray[np.bool_]
TOGETHER = {("sigmoid", "bce"), ("softmax", "cce")}
OLDER = ("perceptron", "adaline")


@dataclass(slots=True)
class _Step:
    """One layer of one size of batch: its views into the vectors, and its buffers, with m columns each."""

    layer: Layer
    curve: Curve
    block: Array  # (units, width), its weights and bias
    transposed: Array  # (inputs, units), the weights, a view into it
    gradient: Array  # (units, width), a view into the gradient
    slopes: Array | None
    slope_gradient: Array | None
    z: Array  # (units, m)
    ahead: Array  # (units, m), or one row of ones more where the next layer has a bias
    a: Array  # (units, m), a view into it
    delta: Array  # (units, m)
    room: Array  # (units, m)
    scale: Array  # of the loss of m examples, no dimensions


class Stepper:
    """
    Losses and gradients of a network whose parameters change under it.

    Args:
        spec: The network.
        flat: Its parameters; written to by whoever updates them.
        older: ``"perceptron"``, ``"adaline"`` or None.
        low: The lower of the two targets of a perceptron, 0 or -1.
    """

    def __init__(self, spec: Spec, flat: Array, older: str | None = None, low: float = 0.0) -> None:
        self.spec = spec
        self.flat = flat
        self.gradient = np.zeros(spec.size)
        self._older, self._low = older, low
        self._together = (spec.layers[-1].op.name, spec.loss) in TOGETHER
        self._by_rows: dict[int, list[_Step]] = {}

    def widen(self, x: Array) -> Array:
        """*x* as the first layer wants it: with a column of ones for the bias, where it has one."""
        if not self.spec.layers[0].bias:
            return np.ascontiguousarray(x)
        return np.concatenate([x, np.ones((len(x), 1))], axis=1)

    def predict(self, wide: Array) -> Array:
        """The output for rows that `widen` has made, (m, outputs); valid until the next call with as many rows."""
        before = wide.T
        for step in self._steps(len(wide)):
            np.dot(step.block, before, step.z)
            step.curve.apply(step.z, step.a)
            before = step.ahead
        return step.a.T

    def pull(self, wide: Array, y: Array) -> None:
        """Run one batch forward and back; the gradient of its loss is then in `gradient`."""
        steps = self._steps(len(wide))
        prediction = self.predict(wide)
        last = steps[-1]
        if self._older is not None:
            self._old_rule(wide.T if len(steps) == 1 else steps[-2].ahead, last, y)
            return
        if self._together:
            np.subtract(last.a, y.T, last.delta)
            np.multiply(last.delta, last.scale, last.delta)
        elif self.spec.rule.target == "class":  # it looks along each example's classes
            np.multiply(self.spec.rule.slopes(prediction, y).T, last.scale, last.delta)
        else:
            np.multiply(self.spec.rule.slopes(last.a, y.T), last.scale, last.delta)
        self._back(steps, wide.T)

    def curves(self, rows: int) -> list[tuple[Array, Array]]:
        """z and a of every layer, (m, units), as the last pass over as many *rows* left them."""
        return [(step.z.T, step.a.T) for step in self._steps(rows)]

    def _back(self, steps: list[_Step], first: Array) -> None:
        """From the last delta, dL/da or with its loss dL/dz, to the gradient of every layer."""
        flat_slope = self._together
        for k in range(len(steps) - 1, -1, -1):
            step = steps[k]
            if step.slopes is not None and step.slope_gradient is not None:
                step.slope_gradient[...] = slope_gradient(step.layer, step.delta, step.z, step.a, step.slopes)
            if not flat_slope:
                step.curve.back(step.delta, step.z, step.a, step.room)
            flat_slope = False
            if k:
                before = steps[k - 1]
                np.dot(step.delta, before.ahead.T, step.gradient)
                np.dot(step.transposed, step.delta, before.delta)
            else:
                np.dot(step.delta, first.T, step.gradient)

    def _old_rule(self, ahead: Array, last: _Step, y: Array) -> None:
        if self._older == "adaline":
            np.subtract(last.z, y.T, last.delta)
        else:
            np.subtract(np.where(last.z >= 0, 1.0, self._low), y.T, last.delta)
        if self.spec.reduction == "mean":
            last.delta /= len(y)
        np.dot(last.delta, ahead.T, last.gradient)

    def _steps(self, rows: int) -> list[_Step]:
        found = self._by_rows.get(rows)
        if found is None:
            found = self._by_rows[rows] = self._make(rows)
        return found

    def _make(self, rows: int) -> list[_Step]:
        views, places = self.spec.views(self.flat), self.spec.views(self.gradient)
        blocks, gradients = self.spec.blocks(self.flat), self.spec.blocks(self.gradient)
        follows = [layer.bias for layer in self.spec.layers[1:]] + [False]
        made = []
        for k, (layer, wider) in enumerate(zip(self.spec.layers, follows, strict=True), 1):
            ahead = np.ones((layer.units + wider, rows))
            block = blocks[k - 1]
            z, delta, room = np.empty((3, layer.units, rows))
            made.append(
                _Step(
                    layer=layer,
                    curve=curve_of(layer, views.get(f"a{k}")),
                    block=block,
                    transposed=block[:, : layer.inputs].T,
                    gradient=gradients[k - 1],
                    slopes=views.get(f"a{k}"),
                    slope_gradient=places.get(f"a{k}"),
                    z=z,
                    ahead=ahead,
                    a=ahead[: layer.units],
                    delta=delta,
                    room=room,
                    scale=np.array(self.spec.rule.scale((rows, layer.units), self.spec.reduction)),
                )
            )
        return made


Adjust = Callable[[Array, Array], None]  # gradient, parameters; changes the gradient in place


def adjustments(
    spec: Spec, l1: float, l2: float, clip_norm: float | None, frozen: Mask | None
) -> list[Adjust]:
    """
    What is done to a gradient before the update, in order: decay of the weights, freezing, clipping.

    Args:
        l1, l2: What sign(W) and W are multiplied by and added; biases and slopes stay out of it.
        clip_norm: The longest gradient, all parameters together; None for any.
        frozen: True where a parameter stays; None where none does.
    """
    mask = np.zeros(spec.size)
    for name, view in spec.views(mask).items():
        view[...] = name[0] == "W"
    found: list[Adjust] = []

    def decay(gradient: Array, flat: Array) -> None:
        if l2:
            gradient += l2 * mask * flat
        if l1:
            gradient += l1 * mask * np.sign(flat)

    def hold(gradient: Array, flat: Array) -> None:
        gradient[frozen] = 0.0

    def clip(gradient: Array, flat: Array) -> None:
        norm = np.sqrt(np.dot(gradient, gradient))
        if clip_norm is not None and norm > clip_norm:
            gradient *= clip_norm / norm

    if l1 or l2:
        found.append(decay)
    if frozen is not None:
        found.append(hold)
    if clip_norm is not None:
        found.append(clip)
    return found
