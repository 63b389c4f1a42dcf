"""
The gradient of one batch, as fast as numpy goes: what training does a million times.

Parameters lie in one flat vector (`spec.py`), a layer's bias behind its weights, so that a product with rows that end
in a 1 adds it. Buffers are made once per size of batch, and every product is written into its place; they have a row
per unit, so that the row of ones stands behind a layer's numbers and each layer's lie together. With them the calls of
numpy are set down once, in order: a pass is a loop over that list, and only what touches the batch itself is not in it.
A sigmoid under ``bce`` and a softmax under ``cce`` are taken with their loss: prediction minus target, which stays
finite where the two apart would make infinity times nothing.

The two older rules put something else in the gradient's place, for the last layer only; all layers before it stay as
they are, as Rosenblatt's did. ``perceptron`` takes the thresholded output minus the target, ``adaline`` z minus it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..engine.array import Array
from .activations import Call, Curve, curve_of, slope_gradient
from .spec import Layer, Spec

Mask = npt.NDArray[np.bool_]
TOGETHER = {("sigmoid", "bce"), ("softmax", "cce")}
OLDER = ("perceptron", "adaline")


class Batch(NamedTuple):
    """Rows as a pass wants them: *wide* (m, width), the same across, and the targets across, (outputs, m)."""

    wide: Array
    across: Array
    target: Array


def batch_of(wide: Array, y: Array) -> Batch:
    """The batch of rows that `Stepper.widen` has made, and their targets; views."""
    return Batch(wide, wide.T, y.T)


@dataclass(slots=True)
class _Step:
    """One layer of one size of batch: its views into the vectors, and its buffers, with m columns each."""

    layer: Layer
    curve: Curve
    block: Array  # (units, width), its weights and bias
    gradient: Array  # (units, width), a view into the gradient
    slopes: Array | None
    slope_gradient: Array | None
    first: int  # row of the shared array that ahead begins at
    ahead: Array  # (units, m), or one row of ones more where the next layer has a bias
    a: Array  # (units, m), a view into it
    z: Array  # (units, m); a itself where they are the same
    behind: Array  # of ahead's shape; the row of ones has a gradient, too, which nobody reads
    delta: Array  # (units, m), a view into it


@dataclass(slots=True)
class _Bench:
    """Everything for one size of batch: steps, and the calls between what touches the batch."""

    steps: list[_Step]
    forward: list[Call]
    back: list[Call]
    scale: Array  # of the loss of m examples, no dimensions


class Stepper:
    """
    Losses and gradients of a network whose parameters change under it.

    Args:
        spec: The network.
        flat: Its parameters; written to by whoever updates them.
        older: ``"perceptron"``, ``"adaline"`` or None.
        low: The lower of the two targets of a perceptron, 0 or -1.
        learns: False for one that only predicts, and needs no room for the way back.
    """

    def __init__(
        self, spec: Spec, flat: Array, older: str | None = None, low: float = 0.0, *, learns: bool = True
    ) -> None:
        self.spec = spec
        self.flat = flat
        self.gradient = np.zeros(spec.size)
        self._older, self._low, self._learns = older, low, learns
        self._together = (spec.layers[-1].op.name, spec.loss) in TOGETHER
        self._factor = 1.0 if self._together else spec.rule.factor
        self._by_rows: dict[int, _Bench] = {}

    def widen(self, x: Array) -> Array:
        """*x* as the first layer wants it: with a column of ones for the bias, where it has one."""
        if not self.spec.layers[0].bias:
            return np.ascontiguousarray(x)
        return np.concatenate([x, np.ones((len(x), 1))], axis=1)

    def predict(self, wide: Array) -> Array:
        """The output for rows that `widen` has made, (m, outputs); valid until the next call with as many rows."""
        bench = self._bench(len(wide))
        first = bench.steps[0]
        first.block.dot(wide.T, first.z)
        for call, operands in bench.forward:
            call(*operands)
        return bench.steps[-1].a.T

    def pull(self, batch: Batch) -> None:
        """Run one batch forward and back; the gradient of its loss is then in `gradient`."""
        wide, across, target = batch
        bench = self._by_rows.get(len(wide)) or self._bench(len(wide))
        first, last = bench.steps[0], bench.steps[-1]
        first.block.dot(across, first.z)
        for call, operands in bench.forward:
            call(*operands)
        if self._older is not None:
            self._old_rule(bench, across, target)
            return
        if self._factor is not None:
            np.subtract(last.a, target, last.delta)
            np.multiply(last.delta, bench.scale, last.delta)
        elif self.spec.rule.target == "class":  # it looks along each example's classes
            np.multiply(self.spec.rule.slopes(last.a.T, target.T).T, bench.scale, last.delta)
        else:
            np.multiply(self.spec.rule.slopes(last.a, target), bench.scale, last.delta)
        for call, operands in bench.back:
            call(*operands)
        first.delta.dot(wide, first.gradient)

    def curves(self, rows: int) -> list[tuple[Array, Array]]:
        """z and a of every layer, (m, units), as the last pass over as many *rows* left them."""
        return [(step.z.T, step.a.T) for step in self._bench(rows).steps]

    def _old_rule(self, bench: _Bench, across: Array, target: Array) -> None:
        last = bench.steps[-1]
        ahead = across if len(bench.steps) == 1 else bench.steps[-2].ahead
        told = last.z if self._older == "adaline" else np.where(last.z >= 0, 1.0, self._low)
        np.subtract(told, target, last.delta)
        if self.spec.reduction == "mean":
            last.delta /= target.shape[1]
        last.delta.dot(ahead.T, last.gradient)

    def _bench(self, rows: int) -> _Bench:
        found = self._by_rows.get(rows)
        if found is None:
            steps, shared = self._make(rows)
            scale = self.spec.rule.scale((rows, self.spec.outputs), self.spec.reduction) * (
                self._factor or 1.0
            )
            back = _backward(steps, shared, self._together) if self._learns else []
            found = self._by_rows[rows] = _Bench(steps, _forward(steps), back, np.array(scale))
        return found

    def _make(self, rows: int) -> tuple[list[_Step], Array]:
        """The steps, and the array that all layers' activations lie in, one below the other."""
        views, places = self.spec.views(self.flat), self.spec.views(self.gradient)
        blocks, gradients = self.spec.blocks(self.flat), self.spec.blocks(self.gradient)
        layers = self.spec.layers
        wider = [layer.bias for layer in layers[1:]] + [False]
        shared = np.ones((sum(layer.units for layer in layers) + sum(wider), rows))
        made, begin = [], 0
        for k, (layer, more) in enumerate(zip(layers, wider, strict=True), 1):
            ahead, block = shared[begin : begin + layer.units + more], blocks[k - 1]
            a, behind = ahead[: layer.units], np.empty(ahead.shape if self._learns else (0, 0))
            made.append(
                _Step(
                    layer=layer,
                    curve=curve_of(layer, views.get(f"a{k}")),
                    block=block,
                    gradient=gradients[k - 1],
                    slopes=views.get(f"a{k}"),
                    slope_gradient=places.get(f"a{k}"),
                    first=begin,
                    ahead=ahead,
                    a=a,
                    z=a if layer.op.name == "identity" else np.empty((layer.units, rows)),
                    behind=behind,
                    delta=behind[: layer.units],
                )
            )
            begin += len(ahead)
        return made, shared


def _forward(steps: list[_Step]) -> list[Call]:
    """All but the first product."""
    calls = steps[0].curve.apply(steps[0].z, steps[0].a)
    for before, step in pairwise(steps):
        calls.append((step.block.dot, (before.ahead, step.z)))
        calls += step.curve.apply(step.z, step.a)
    return calls


def _backward(steps: list[_Step], shared: Array, together: bool) -> list[Call]:
    """From the last delta, dL/da or with its loss dL/dz, to all but the first layer's gradient."""
    slopes, calls = _slopes(steps[:-1] if together else steps, shared)
    for k in range(len(steps) - 1, -1, -1):
        step = steps[k]
        if step.slopes is not None and step.slope_gradient is not None:
            operands = (step.layer, step.delta, step.z, step.a, step.slopes, step.slope_gradient)
            calls.append((slope_gradient, operands))
        if k in slopes:
            calls.append((np.multiply, (step.delta, slopes[k], step.delta)))
        elif step.curve.back is not None and not (together and k == len(steps) - 1):
            calls += step.curve.back(step.delta, step.z, step.a)
        if k:
            before = steps[k - 1]
            calls.append((step.delta.dot, (before.ahead.T, step.gradient)))
            calls.append((step.block.T.dot, (step.delta, before.behind)))
    return calls


def _slopes(steps: list[_Step], shared: Array) -> tuple[dict[int, Array], list[Call]]:
    """Where each layer's slopes will lie, and the calls that write them, neighbours of one kind in one go."""
    places: dict[int, Array] = {}
    calls: list[Call] = []
    for name, run in groupby(range(len(steps)), lambda k: steps[k].layer.op.name):
        if steps[(numbers := list(run))[0]].curve.slope is None or name == "identity":
            continue
        first, last = steps[numbers[0]], steps[numbers[-1]]
        a = shared[first.first : last.first + last.layer.units]
        room: Array = np.empty(a.shape, dtype=np.bool_ if name == "relu" else np.float64)
        assert first.curve.slope is not None  # asked above
        calls += first.curve.slope(a, room)
        for k in numbers:
            begin = steps[k].first - first.first
            places[k] = room[begin : begin + steps[k].layer.units]
    return places, calls


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
