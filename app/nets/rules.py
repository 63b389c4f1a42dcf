"""
Settings of optimizers and schedules: what each takes, its default and its range.

One `Rule` declares one kind; the same declaration checks a request and documents it. Ranges are those
within which the update is defined; that a learning rate of 1e308 diverges is a lesson, not an error.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..engine.errors import InputError, did_you_mean
from ..engine.refusals import clip

REQUIRED = math.nan
# What other libraries and books call a setting; no typing error leads from one word to the other.
OTHER_WORDS = {
    "learning_rate": ("lr", "rate", "eta", "step_size", "learningrate", "alpha"),
    "momentum": ("mu", "beta", "gamma"),
    "alpha": ("rho", "decay", "gamma"),
    "beta1": ("betas", "b1", "beta_1"),
    "beta2": ("b2", "beta_2"),
    "eps": ("epsilon",),
    "weight_decay": ("wd", "decay", "lambda"),
    "factor": ("gamma", "decay"),
    "every": ("step_size", "period"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A real setting: its default (REQUIRED where there is none) and the half-open range it lies in."""

    default: float = REQUIRED
    low: float = -math.inf
    below: float = math.inf
    exclusive: bool = False

    def check(self, name: str, value: Any, loc: tuple[str | int, ...]) -> float:
        """
        The setting as a float.

        Raises:
            InputError: ``bad-setting`` where *value* is no finite number of the range.
        """
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise InputError(
                "bad-setting", f"{name} is a finite number.", hint=self._wanted(name), loc=(*loc, name)
            )
        if value < self.low or value >= self.below or (self.exclusive and value == self.low):
            raise InputError(
                "bad-setting", f"{name} is {value!r}.", hint=self._wanted(name), loc=(*loc, name)
            )
        return float(value)

    def _wanted(self, name: str) -> str:
        floor = f"{name} {'>' if self.exclusive else '>='} {self.low:g}" if self.low > -math.inf else ""
        ceiling = f"{name} < {self.below:g}" if self.below < math.inf else ""
        wanted = " and ".join(part for part in (floor, ceiling) if part) or f"any finite {name}"
        return f"Give {wanted}."


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of optimizer or schedule: its name, its settings, and for the reference what it does with them."""

    name: str
    settings: Mapping[str, Number]
    words: str = ""

    def read(
        self, given: Mapping[str, Any], loc: tuple[str | int, ...], beside: tuple[str, ...] = ()
    ) -> dict[str, float]:
        """
        The settings with defaults filled in.

        Args:
            given: The request's object, `beside` taken out.
            loc: Where it stands.
            beside: Settings that somebody else reads, named where one is unknown.

        Raises:
            InputError: ``unknown-setting``, ``bad-setting``, or ``missing-key`` where one without default
                is absent.
        """
        for name in given:
            if name != "kind" and name not in self.settings:
                raise self._unknown(name, (*self.settings, *beside), loc)
        read = {}
        for name, number in self.settings.items():
            if name in given:
                read[name] = number.check(name, given[name], loc)
            elif math.isnan(number.default):
                raise InputError(
                    "missing-key", f"{self.name} needs {name}.", hint=f"Add {name!r}.", loc=(*loc, name)
                )
            else:
                read[name] = number.default
        return read

    def _unknown(self, name: str, known: tuple[str, ...], loc: tuple[str | int, ...]) -> InputError:
        meant = next((one for one in known if name.lower() in OTHER_WORDS.get(one, ())), None)
        hint = f"Did you mean {meant}?" if meant else did_you_mean(name, known)
        return InputError(
            "unknown-setting",
            f"{self.name} has no setting {clip(name)}.",
            hint=hint or f"{self.name} takes {', '.join(known) or 'no settings'}.",
            loc=(*loc, name),
        )


def choose(rules: Mapping[str, Rule], given: Any, what: str, loc: tuple[str | int, ...]) -> Rule:
    """
    The rule that *given* names, as ``{"kind": name, ...}``.

    Raises:
        InputError: ``wrong-type``, ``missing-key`` or ``bad-setting``.
    """
    if not isinstance(given, Mapping):
        raise InputError(
            "wrong-type",
            f"{what} is an object.",
            hint=f'For example {{"kind": "{next(iter(rules))}"}}.',
            loc=loc,
        )
    kind = given.get("kind")
    if kind is None:
        raise InputError(
            "missing-key", f"{what} has no kind.", hint=f"One of {', '.join(rules)}.", loc=(*loc, "kind")
        )
    if not isinstance(kind, str) or kind not in rules:
        near = did_you_mean(kind, rules) if isinstance(kind, str) else None
        raise InputError(
            "bad-setting",
            f"The kind of {what} is not known.",
            hint=near or f"One of {', '.join(rules)}.",
            loc=(*loc, "kind"),
        )
    return rules[kind]
