"""
Update rules, as ``torch.optim`` defines them, on one flat vector of numbers.

Each rule is a pure function: it takes the parameters, their gradient and the state, and returns new ones,
    so that a path can be walked again from any of its entries. A state holds one slot per moment, each as
    long as the parameters.

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
Update = Callable[[Vector, Vector, State, int, float, Settings], tuple[Vector, State]]

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
        update: ``(parameters, gradient, state, k, rate, settings) -> (parameters, state)``; k counts
            updates from 0.
    """

    name: str
    settings: Settings
    slots: tuple[str, ...]
    update: Update

    def start(self, size: int) -> State:
        """The state before any update, for *size* parameters."""
        return {slot: np.zeros(size) for slot in self.slots}

    def step(
        self, parameters: Vector, gradient: Vector, state: State, k: int, rate: float
    ) -> tuple[Vector, State]:
        """Update number *k*, counted from 0, at the learning rate *rate*."""
        return self.update(parameters, gradient, state, k, rate, self.settings)


@dataclass(frozen=True, slots=True)
class _Kind:
    rule: Rule
    update: Update
    slots: tuple[str, ...] = field(default=())


def _sgd(w: Vector, g: Vector, state: State, k: int, rate: float, s: Settings) -> tuple[Vector, State]:
    return w - rate * g, state


def _momentum(w: Vector, g: Vector, state: State, k: int, rate: float, s: Settings) -> tuple[Vector, State]:
    velocity = s["momentum"] * state["velocity"] + g
    return w - rate * velocity, {"velocity": velocity}


def _nesterov(w: Vector, g: Vector, state: State, k: int, rate: float, s: Settings) -> tuple[Vector, State]:
    velocity = s["momentum"] * state["velocity"] + g
    return w - rate * (g + s["momentum"] * velocity), {"velocity": velocity}


def _rmsprop(w: Vector, g: Vector, state: State, k: int, rate: float, s: Settings) -> tuple[Vector, State]:
    square = s["alpha"] * state["square"] + (1 - s["alpha"]) * g * g
    return w - rate * g / (np.sqrt(square) + s["eps"]), {"square": square}


def _adam(w: Vector, g: Vector, state: State, k: int, rate: float, s: Settings) -> tuple[Vector, State]:
    mean = s["beta1"] * state["mean"] + (1 - s["beta1"]) * g
    square = s["beta2"] * state["square"] + (1 - s["beta2"]) * g * g
    unbiased = mean / (1 - s["beta1"] ** (k + 1))
    scale = np.sqrt(square / (1 - s["beta2"] ** (k + 1))) + s["eps"]
    return w - rate * unbiased / scale, {"mean": mean, "square": square}


def _adamw(w: Vector, g: Vector, state: State, k: int, rate: float, s: Settings) -> tuple[Vector, State]:
    return _adam(w * (1 - rate * s["weight_decay"]), g, state, k, rate, s)


_BETAS = {"beta1": _DECAY, "beta2": Number(0.999, low=0, below=1), "eps": _EPS}

_KINDS: dict[str, _Kind] = {
    "sgd": _Kind(Rule("sgd", {}), _sgd),
    "momentum": _Kind(Rule("momentum", {"momentum": _DECAY}), _momentum, ("velocity",)),
    "nesterov": _Kind(Rule("nesterov", {"momentum": _DECAY}), _nesterov, ("velocity",)),
    "rmsprop": _Kind(
        Rule("rmsprop", {"alpha": Number(0.99, low=0, below=1), "eps": _EPS}), _rmsprop, ("square",)
    ),
    "adam": _Kind(Rule("adam", _BETAS), _adam, ("mean", "square")),
    "adamw": _Kind(Rule("adamw", _BETAS | {"weight_decay": Number(0.01, low=0)}), _adamw, ("mean", "square")),
}

# The rules from before backpropagation. The update is plain; what they put in place of a gradient is `stepping`'s.
_OLDER: dict[str, _Kind] = {name: _Kind(Rule(name, {}), _sgd) for name in ("perceptron", "adaline")}

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
    return Optimizer(rule.name, settings, kind.slots, kind.update)
