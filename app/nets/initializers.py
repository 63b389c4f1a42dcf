"""
Where training starts: one row of the table per scheme.

A scheme draws the weights; biases start at the setting ``bias``, slopes of PReLU at 1/4 as in its paper. Draws come
from PCG64 with the spec's seed, weights in the order W1, W2, ..., so that a seed means the same numbers everywhere.

Sources: Glorot and Bengio 2010, equations 12 and 16 (Xavier); He et al. 2015, equation 10 (He, and PReLU's 1/4).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ..engine.array import Array
from .rules import Number, Rule

Draw = Callable[[np.random.Generator, tuple[int, int], Mapping[str, float]], Array]
PRELU_START = 0.25

_BIAS = {"bias": Number(0.0)}
_GAIN = {"gain": Number(1.0, low=0)} | _BIAS


@dataclass(frozen=True, slots=True)
class _Scheme:
    rule: Rule
    draw: Draw


def _spread(scale: Callable[[int, int], float], uniform: bool) -> Draw:
    """Draw with the standard deviation *scale* of (inputs, units), times the gain."""

    def draw(random: np.random.Generator, shape: tuple[int, int], s: Mapping[str, float]) -> Array:
        deviation = s["gain"] * scale(shape[1], shape[0])
        if uniform:
            end = math.sqrt(3) * deviation  # a uniform number in (-end, end) has this deviation
            return random.uniform(-end, end, shape)
        return random.normal(0.0, deviation, shape)

    return draw


def _xavier(inputs: int, units: int) -> float:
    return math.sqrt(2 / (inputs + units))


def _he(inputs: int, units: int) -> float:
    return math.sqrt(2 / inputs)


def _scheme(name: str, settings: dict[str, Number], draw: Draw) -> tuple[str, _Scheme]:
    return name, _Scheme(Rule(name, settings), draw)


_SCHEMES: dict[str, _Scheme] = dict(
    [
        _scheme("zeros", _BIAS, lambda random, shape, s: np.zeros(shape)),
        _scheme("constant", {"value": Number()} | _BIAS, lambda random, shape, s: np.full(shape, s["value"])),
        _scheme(
            "uniform",
            {"low": Number(-1.0), "high": Number(1.0)} | _BIAS,
            lambda random, shape, s: s["low"] + (s["high"] - s["low"]) * random.random(shape),
        ),
        _scheme(
            "normal",
            {"mean": Number(0.0), "std": Number(1.0, low=0)} | _BIAS,
            lambda random, shape, s: random.normal(s["mean"], s["std"], shape),
        ),
        _scheme("xavier_uniform", _GAIN, _spread(_xavier, uniform=True)),
        _scheme("xavier_normal", _GAIN, _spread(_xavier, uniform=False)),
        _scheme("he_uniform", _GAIN, _spread(_he, uniform=True)),
        _scheme("he_normal", _GAIN, _spread(_he, uniform=False)),
    ]
)

SCHEMES: dict[str, Rule] = {name: scheme.rule for name, scheme in _SCHEMES.items()}


@dataclass(frozen=True, slots=True)
class Initializer:
    """
    A scheme with its settings, or explicit values.

    Attributes:
        scheme: A key of `SCHEMES`, or ``"explicit"``.
        settings: Every setting, defaults filled in.
        seed: Of the draws.
        values: Explicit values by parameter, where that is the scheme.
    """

    scheme: str = "xavier_uniform"
    settings: Mapping[str, float] = field(default_factory=lambda: {"gain": 1.0, "bias": 0.0})
    seed: int = 0
    values: Mapping[str, Array] | None = None

    def draws(self) -> Callable[[str, tuple[int, ...], int], Array]:
        """A function from a parameter's name, shape and inputs to its first values; ask in the spec's order."""
        random = np.random.Generator(np.random.PCG64(self.seed))

        def draw(name: str, shape: tuple[int, ...], inputs: int) -> Array:
            if self.values is not None:
                return self.values[name]
            if name[0] == "W":
                return _SCHEMES[self.scheme].draw(random, (shape[0], inputs), self.settings)
            return np.full(shape, self.settings["bias"] if name[0] == "b" else PRELU_START)

        return draw
