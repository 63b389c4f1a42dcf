"""
The losses of a layered network, one row of the table each, over all examples at once.

They are the engine's ops of the same names, entry by entry and with their slopes, in the form that training needs: the
engine explains, this runs a million times. Tests hold the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..engine.array import Array

Entry = Callable[[Array, Array], Array]
REDUCTIONS = ("mean", "sum")


@dataclass(frozen=True, slots=True)
class Loss:
    """
    One loss.

    Attributes:
        name: As in a request; the engine has an op of this name.
        entries: (prediction, target) to the loss of every entry, both of shape (m, k).
        slopes: Its derivative towards the prediction, likewise.
        target: What a target is: ``"real"``, ``"share"`` (0 to 1), ``"class"`` (one-hot) or ``"sign"`` (-1 or 1).
        threshold: A prediction above it says yes, where there are two classes.
        averages: Whether an example's loss is the mean over its outputs, not the sum.
        adds: Whether examples are always added up, whatever the reduction.
        factor: What *slopes* is of prediction minus target, where that is all it is.
    """

    name: str
    entries: Entry
    slopes: Entry
    target: str = "real"
    threshold: float = 0.5
    averages: bool = False
    adds: bool = False
    factor: float | None = None

    def scale(self, shape: tuple[int, ...], reduction: str) -> float:
        """What the sum over all entries of a batch of *shape* is multiplied by."""
        scale = 1.0 / shape[1] if self.averages else 1.0
        return scale if self.sums(reduction) else scale / shape[0]

    def sums(self, reduction: str) -> bool:
        """Whether the total is the sum over examples, not their mean."""
        return self.adds or reduction == "sum"

    def per_example(self, prediction: Array, target: Array) -> Array:
        """The loss of each example."""
        found: Array = np.add.reduce(self.entries(prediction, target), axis=1)
        return found / prediction.shape[1] if self.averages else found

    def total(self, prediction: Array, target: Array, reduction: str) -> float:
        """The loss of the whole batch."""
        whole = float(np.add.reduce(self.entries(prediction, target), axis=None))
        return whole * self.scale(prediction.shape, reduction)

    def gradient(self, prediction: Array, target: Array, reduction: str) -> Array:
        """The gradient of `total` towards the prediction."""
        return self.slopes(prediction, target) * self.scale(prediction.shape, reduction)


def _difference(p: Array, y: Array) -> Array:
    return p - y


def _square(p: Array, y: Array) -> Array:
    error = p - y
    return error * error


def _bce(p: Array, y: Array) -> Array:
    # 0 ln 0 is 0.
    yes = np.where(y == 0, 0.0, -y * np.log(p))
    return yes + np.where(y == 1, 0.0, -(1 - y) * np.log1p(-p))


def _bce_slope(p: Array, y: Array) -> Array:
    return np.where(y == 0, 0.0, -y / p) + np.where(y == 1, 0.0, (1 - y) / (1 - p))


def _bce_logits(z: Array, y: Array) -> Array:
    return np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z)))


def _bce_logits_slope(z: Array, y: Array) -> Array:
    # (1 - y) sigmoid(z) - y sigmoid(-z): prediction minus target with all its digits.
    small: Array = np.exp(-np.abs(z))
    low, high = small / (1 + small), 1 / (1 + small)
    return (1 - y) * np.where(z >= 0, high, low) - y * np.where(z >= 0, low, high)


def _cce(p: Array, y: Array) -> Array:
    return np.where((y == 0) & (p >= 0), 0.0, -y * np.log(p))


def _cce_slope(p: Array, y: Array) -> Array:
    return np.where((y == 0) & (p >= 0), 0.0, -y / p)


def _shifted(z: Array) -> tuple[Array, Array]:
    shifted = z - np.max(z, axis=1, keepdims=True)
    return shifted, np.exp(shifted)


def _cce_logits(z: Array, y: Array) -> Array:
    shifted, powers = _shifted(z)
    return np.where(y == 0, 0.0, y * (np.log(np.sum(powers, axis=1, keepdims=True)) - shifted))


def _cce_logits_slope(z: Array, y: Array) -> Array:
    _, powers = _shifted(z)
    shares: Array = powers / np.sum(powers, axis=1, keepdims=True)
    targets: Array = np.sum(y, axis=1, keepdims=True)
    return shares * targets - y


def _hinge(p: Array, y: Array) -> Array:
    margin = y * p
    return np.where(margin >= 1, 0.0, 1 - margin)


def _hinge_slope(p: Array, y: Array) -> Array:
    return np.where(y * p >= 1, 0.0, -y)


_ROWS = (
    Loss("mse", _square, lambda p, y: 2.0 * (p - y), averages=True, factor=2.0),
    Loss("sse", _square, lambda p, y: 2.0 * (p - y), adds=True, factor=2.0),
    Loss("half_mse", lambda p, y: 0.5 * _square(p, y), _difference, factor=1.0),
    Loss("bce", _bce, _bce_slope, target="share"),
    Loss("bce_with_logits", _bce_logits, _bce_logits_slope, target="share", threshold=0.0),
    Loss("cce", _cce, _cce_slope, target="class"),
    Loss("cce_with_logits", _cce_logits, _cce_logits_slope, target="class"),
    Loss("hinge", _hinge, _hinge_slope, target="sign", threshold=0.0),
)

LOSSES: dict[str, Loss] = {row.name: row for row in _ROWS}
