"""
Update rules, as ``torch.optim`` defines them, on one flat vector of numbers.

Each rule is bound to arrays once, the parameters, their gradient and the slots, one for each moment and as long as the
parameters, and then updates them in place: training does so a million times. `Optimizer.step` is the same on copies, so
that a path can be walked again from any of its entries.

Source: https://pytorch.org/docs/stable/optim.html (the algorithm boxes of SGD, RMSprop, Adam and AdamW).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from .rules import Number, Rule, choose

Vector = npt.NDArray[np.float64]
State = dict[str, Vector]
Settings = Mapping[str, float]
Advance = Callable[[int, float], None]  # update number k, counted from 0, and the learning rate
Bind = Callable[[Vector, Vector, State, Settings], Advance]  # parameters, gradient, slots, settings

_DECAY = Number(0.9, low=0, below=1)
_EPS = Number(1e-8, low=0)


@dataclass(frozen=True, slots=True)
class Optimizer:
    """
    An update rule with its settings.

    Attributes:
        name: The kind, as in a request.
        settings: Every setting, defaults filled in.
        slots: Names of the moments that the state holds, each starting at zero.
        bound: From parameters, gradient, state and settings to the update in place.
    """

    name: str
    settings: Settings
    slots: tuple[str, ...]
    bound: Bind

    def start(self, size: int) -> State:
        """The state before any update, for *size* parameters."""
        return {slot: np.zeros(size) for slot in self.slots}

    def bind(self, parameters: Vector, gradient: Vector, state: State) -> Advance:
        """The update of these arrays in place: made once, called with k and the learning rate."""
        return self.bound(parameters, gradient, state, self.settings)

    def step(
        self, parameters: Vector, gradient: Vector, state: State, k: int, rate: float
    ) -> tuple[Vector, State]:
        """Update number *k*, counted from 0, at the learning rate *rate*; new arrays, the given ones stay."""
        moved, slots = parameters.copy(), {name: slot.copy() for name, slot in state.items()}
        self.bind(moved, gradient, slots)(k, rate)
        return moved, slots


@dataclass(frozen=True, slots=True)
class _Kind:
    rule: Rule
    bound: Bind
    slots: tuple[str, ...] = field(default=())


def _constant(value: float) -> Vector:
    """A number as an array of no dimensions, which numpy reads twice as fast."""
    return np.array(value)


def _sgd(w: Vector, g: Vector, state: State, s: Settings) -> Advance:
    room, rate_ = np.empty_like(w), _constant(0.0)

    def advance(k: int, rate: float) -> None:
        rate_.fill(rate)
        np.multiply(g, rate_, room)
        np.subtract(w, room, w)

    return advance


def _momentum(w: Vector, g: Vector, state: State, s: Settings) -> Advance:
    velocity, momentum = state["velocity"], _constant(s["momentum"])
    move = _sgd(w, velocity, state, s)

    def advance(k: int, rate: float) -> None:
        np.multiply(velocity, momentum, velocity)
        np.add(velocity, g, velocity)
        move(k, rate)

    return advance


def _nesterov(w: Vector, g: Vector, state: State, s: Settings) -> Advance:
    velocity, momentum, ahead = state["velocity"], _constant(s["momentum"]), np.empty_like(w)
    move = _sgd(w, ahead, state, s)

    def advance(k: int, rate: float) -> None:
        np.multiply(velocity, momentum, velocity)
        np.add(velocity, g, velocity)
        np.multiply(velocity, momentum, ahead)
        np.add(g, ahead, ahead)
        move(k, rate)

    return advance


def _decaying_square(square: Vector, g: Vector, decay: float, room: Vector) -> Callable[[], None]:
    """square <- decay square + (1 - decay) g^2."""
    kept, new = _constant(decay), _constant(1 - decay)

    def update() -> None:
        np.multiply(square, kept, square)
        np.multiply(g, new, room)
        np.multiply(room, g, room)
        np.add(square, room, square)

    return update


def _rmsprop(w: Vector, g: Vector, state: State, s: Settings) -> Advance:
    square, eps, rate_ = state["square"], _constant(s["eps"]), _constant(0.0)
    room, move = np.empty_like(w), np.empty_like(w)
    remember = _decaying_square(square, g, s["alpha"], room)

    def advance(k: int, rate: float) -> None:
        remember()
        np.sqrt(square, room)
        np.add(room, eps, room)
        rate_.fill(rate)
        np.multiply(g, rate_, move)
        np.divide(move, room, move)
        np.subtract(w, move, w)

    return advance


def _adam(w: Vector, g: Vector, state: State, s: Settings) -> Advance:
    mean, square = state["mean"], state["square"]
    kept, new, eps = _constant(s["beta1"]), _constant(1 - s["beta1"]), _constant(s["eps"])
    rate_, unbias, unbias_square = _constant(0.0), _constant(0.0), _constant(0.0)
    room, move = np.empty_like(w), np.empty_like(w)
    remember = _decaying_square(square, g, s["beta2"], room)

    def advance(k: int, rate: float) -> None:
        np.multiply(mean, kept, mean)
        np.multiply(g, new, room)
        np.add(mean, room, mean)
        remember()
        rate_.fill(rate)
        unbias.fill(1 - s["beta1"] ** (k + 1))
        unbias_square.fill(1 - s["beta2"] ** (k + 1))
        np.divide(square, unbias_square, room)
        np.sqrt(room, room)
        np.add(room, eps, room)
        np.divide(mean, unbias, move)
        np.multiply(move, rate_, move)
        np.divide(move, room, move)
        np.subtract(w, move, w)

    return advance


def _adamw(w: Vector, g: Vector, state: State, s: Settings) -> Advance:
    move, shrink = _adam(w, g, state, s), _constant(0.0)

    def advance(k: int, rate: float) -> None:
        shrink.fill(1 - rate * s["weight_decay"])
        np.multiply(w, shrink, w)
        move(k, rate)

    return advance


_BETAS = {"beta1": _DECAY, "beta2": Number(0.999, low=0, below=1), "eps": _EPS}

_KINDS: dict[str, _Kind] = {
    "sgd": _Kind(Rule("sgd", {}, "`w <- w - rate g`, with g the gradient."), _sgd),
    "momentum": _Kind(
        Rule("momentum", {"momentum": _DECAY}, "`v <- momentum v + g`, `w <- w - rate v`."),
        _momentum,
        ("velocity",),
    ),
    "nesterov": _Kind(
        Rule("nesterov", {"momentum": _DECAY}, "`v <- momentum v + g`, `w <- w - rate (g + momentum v)`."),
        _nesterov,
        ("velocity",),
    ),
    "rmsprop": _Kind(
        Rule(
            "rmsprop",
            {"alpha": Number(0.99, low=0, below=1), "eps": _EPS},
            "`s <- alpha s + (1 - alpha) g^2`, `w <- w - rate g/(sqrt(s) + eps)`.",
        ),
        _rmsprop,
        ("square",),
    ),
    "adam": _Kind(
        Rule(
            "adam",
            _BETAS,
            "`m <- beta1 m + (1 - beta1) g`, `s <- beta2 s + (1 - beta2) g^2`, `w <- w - rate M/(sqrt(S) + eps)` with "
            "`M = m/(1 - beta1^(k + 1))` and `S = s/(1 - beta2^(k + 1))`.",
        ),
        _adam,
        ("mean", "square"),
    ),
    "adamw": _Kind(
        Rule(
            "adamw",
            _BETAS | {"weight_decay": Number(0.01, low=0)},
            "`w <- (1 - rate weight_decay) w`, then as `adam`.",
        ),
        _adamw,
        ("mean", "square"),
    ),
}

# The rules from before backpropagation. The update is plain; what they put in place of a gradient is `stepping`'s.
_OLDER: dict[str, _Kind] = {
    name: _Kind(
        Rule(name, {}, f"As `sgd`, with {error} in place of the loss's slope in z; the last layer only."),
        _sgd,
    )
    for name, error in (
        ("perceptron", "the output thresholded at 0 minus the target"),
        ("adaline", "z minus the target"),
    )
}

OPTIMIZERS: dict[str, Rule] = {name: kind.rule for name, kind in _KINDS.items()}
NETWORK_OPTIMIZERS: dict[str, Rule] = OPTIMIZERS | {name: kind.rule for name, kind in _OLDER.items()}


def read_optimizer(
    given: Any, loc: tuple[str | int, ...] = ("optimizer",), kinds: Mapping[str, Rule] = OPTIMIZERS
) -> Optimizer:
    """
    The optimizer that a request names; ``learning_rate`` belongs to the schedule and is read there.

    Args:
        given: ``{"kind": ..., ...}``.
        loc: Where it stands.
        kinds: What there is to choose from: `OPTIMIZERS`, or for a network `NETWORK_OPTIMIZERS`.

    Raises:
        InputError: an unknown kind or setting, or one out of range.
    """
    rule = choose(kinds, given, "optimizer", loc)
    own = {name: value for name, value in given.items() if name != "learning_rate"}
    settings = rule.read(own, loc, beside=("learning_rate",))
    kind = _KINDS.get(rule.name) or _OLDER[rule.name]
    return Optimizer(rule.name, settings, kind.slots, kind.bound)
