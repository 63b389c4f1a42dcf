"""
Learning rates that change with the update number k, counted from 0.

``inverse`` **is** the rate c1 / (k + c2), as the decks write it; every other kind multiplies the optimizer's
``learning_rate``. ``warmup`` multiplies on top: min(1, (k + 1) / warmup).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .rules import Number, Rule, choose

Rate = Callable[[int], float]
Factor = Callable[[int, Mapping[str, float]], float]

_POSITIVE = Number(low=0, exclusive=True)
_WARMUP = {"warmup": Number(0.0, low=0)}
_RATE = Rule("optimizer", {"learning_rate": Number(low=0)})
_AT = "Update k, counted from 0, is made at {}; with `warmup`, times `min(1, (k + 1)/warmup)`."


def _schedule(name: str, settings: dict[str, Number], words: str) -> Rule:
    return Rule(name, settings | _WARMUP, _AT.format(words))


SCHEDULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        _schedule("constant", {}, "the optimizer's `learning_rate`"),
        _schedule(
            "inverse",
            {"c1": _POSITIVE, "c2": _POSITIVE},
            "`c1/(k + c2)`, the rate itself: the optimizer's is not used",
        ),
        _schedule(
            "step",
            {"factor": _POSITIVE, "every": Number(low=1)},
            "`learning_rate factor^floor(k/every)`",
        ),
        _schedule("exponential", {"factor": _POSITIVE}, "`learning_rate factor^k`"),
        _schedule(
            "cosine",
            {"steps": Number(low=1), "final": Number(0.0, low=0)},
            "`learning_rate (final + (1 - final)(1 + cos(pi min(k, steps)/steps))/2)`",
        ),
    )
}

_FACTORS: dict[str, Factor] = {
    "constant": lambda k, s: 1.0,
    "inverse": lambda k, s: s["c1"] / (k + s["c2"]),
    "step": lambda k, s: _power(s["factor"], math.floor(k / s["every"])),
    "exponential": lambda k, s: _power(s["factor"], k),
    "cosine": lambda k, s: (
        s["final"] + (1 - s["final"]) * (1 + math.cos(math.pi * min(k, s["steps"]) / s["steps"])) / 2
    ),
}


def _power(base: float, exponent: float) -> float:
    """``base ** exponent``, infinite where Python would raise."""
    try:
        return float(base**exponent)
    except OverflowError:
        return math.inf


def read_schedule(
    given: Any, optimizer: Mapping[str, Any], loc: tuple[str | int, ...] = ("schedule",)
) -> Rate:
    """
    The learning rate as a function of k.

    Args:
        given: ``{"kind": ..., ...}``, or None for a constant rate.
        optimizer: The request's optimizer, whose ``learning_rate`` every kind but ``inverse`` multiplies.
        loc: Where *given* stands in the request.

    Raises:
        InputError: an unknown kind or setting, one out of range, or no learning rate where one is needed.
    """
    return read_settings(given, optimizer, loc).at()


def read_settings(
    given: Any, optimizer: Mapping[str, Any], loc: tuple[str | int, ...] = ("schedule",)
) -> Schedule:
    """As `read_schedule`, the schedule itself."""
    given = {"kind": "constant"} if given is None else given
    rule = choose(SCHEDULES, given, "schedule", loc)
    settings = rule.read(given, loc)
    rate = 1.0
    if rule.name != "inverse":
        given_rate = {name: value for name, value in optimizer.items() if name == "learning_rate"}
        rate = _RATE.read(given_rate, ("optimizer",))["learning_rate"]
    return Schedule(rule.name, settings, rate)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A kind with its settings, defaults filled in, and the learning rate that it multiplies; 1 for ``inverse``."""

    kind: str
    settings: Mapping[str, float]
    rate: float

    def at(self) -> Rate:
        """The learning rate as a function of k."""
        factor, rate, settings = _FACTORS[self.kind], self.rate, self.settings
        warmup = settings["warmup"]
        if self.kind == "constant" and not warmup:
            return lambda k: rate
        return lambda k: rate * factor(k, settings) * (min(1.0, (k + 1) / warmup) if warmup else 1.0)
