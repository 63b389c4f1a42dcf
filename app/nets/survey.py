"""
How a network stands while it is trained, layer by layer, in a few numbers each: what is drawn of a live run.

Gradients are taken as training takes them, a sigmoid under ``bce`` and a softmax under ``cce`` together with their
loss, so they stay finite where training does. They are those of the loss alone: no decay, no clipping, nothing held;
and under the two older rules too, which go by something else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.array import Array
from .spec import Layer, Spec
from .stepping import Stepper, batch_of
from .trouble import blocked

ROWS = 500
"""Most training rows that a survey looks at, the first of them: enough for a picture, whatever the size of the data."""
BINS = 20


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many numbers lie in each of `BINS` bins, as wide as each other, from *low* to *high*."""

    low: float
    high: float
    counts: list[int]


@dataclass(frozen=True, slots=True)
class LayerReport:
    """
    How one layer stands.

    Attributes:
        gradient: Euclidean norm of dJ/dW over the rows looked at.
        weight: Euclidean norm of W.
        dead: Units whose slope is 0 at each of these rows; 0 under softmax, as below.
        saturated: Units whose slope is under `trouble.FADED` in size at each, and not 0 at each.
        weights: Of the entries of W.
    """

    gradient: float
    weight: float
    dead: int
    saturated: int
    weights: Histogram

    def told(self) -> dict[str, Any]:
        """As the stream tells it; ten times as fast as `dataclasses.asdict`, which copies each number."""
        own = {name: getattr(self, name) for name in ("gradient", "weight", "dead", "saturated")}
        weights = self.weights
        return own | {"weights": {"low": weights.low, "high": weights.high, "counts": weights.counts}}


def survey(spec: Spec, flat: Array, x: Array, y: Array) -> list[LayerReport]:
    """
    A report of every layer.

    Args:
        flat: The parameters.
        x, y: Training rows, of which the first `ROWS` are looked at.
    """
    stepper = Stepper(spec, flat)
    with np.errstate(all="ignore"):  # numbers that overflow are results
        stepper.pull(batch_of(stepper.widen(x[:ROWS]), y[:ROWS]))
        views, gradients = spec.views(flat), spec.views(stepper.gradient)
        reports = []
        for k, (layer, (z, a)) in enumerate(zip(spec.layers, stepper.curves(len(x[:ROWS])), strict=True), 1):
            weights = views[f"W{k}"]
            dead, saturated = _flat(layer, z, a, views.get(f"a{k}"))
            norms = _norm(gradients[f"W{k}"]), _norm(weights)
            reports.append(LayerReport(*norms, dead, saturated, histogram(weights)))
        return reports


def _flat(layer: Layer, z: Array, a: Array, slopes: Array | None) -> tuple[int, int]:
    """How many units are dead, and how many saturated."""
    if not layer.op.elementwise:
        return 0, 0
    operands = [z] if slopes is None else [z, slopes]
    dead, saturated = blocked(layer.op.partials(operands, a, layer.attrs, 0))
    return int(np.count_nonzero(dead)), int(np.count_nonzero(saturated))


def _norm(numbers: Array) -> float:
    return float(np.sqrt(np.sum(np.square(numbers))))


def histogram(numbers: Array) -> Histogram:
    """
    The histogram of *numbers* from the least to the greatest, those that are not finite left out.

    Where all are the same number, the bins stand around it and are 1 wide together.
    """
    found = numbers[np.isfinite(numbers)]
    if not found.size:
        return Histogram(0.0, 0.0, [0] * BINS)
    low, high = float(found.min()), float(found.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    wide = high / BINS - low / BINS  # the difference itself may overflow
    bins = (
        np.minimum((found / wide - low / wide).astype(np.intp), BINS - 1)
        if wide
        else np.zeros(found.size, np.intp)
    )
    return Histogram(low, high, np.bincount(bins, minlength=BINS).tolist())
