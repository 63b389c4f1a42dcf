"""
The figures that a server left running has to reach: one row each, and the module that finds out.

A module has a function ``run(options) -> Iterator[Outcome]`` and yields a line as soon as it knows it. What was not
seen is never said to hold: a module that cannot run here raises `DidNotRun` and says what it lacks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class DidNotRun(Exception):
    """Something is missing on this machine; the words say what to install or to set."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One measured line of a figure: *reached* and *wanted* as they are printed."""

    what: str
    reached: str
    wanted: str
    held: bool


@dataclass(frozen=True, slots=True)
class Options:
    """How much is asked: *scale* shortens durations and counts for a trial, and then nothing is proved."""

    scale: float = 1.0
    arguments: dict[str, str] = field(default_factory=dict)

    def count(self, whole: int) -> int:
        """As many of *whole* as the scale asks, at least one."""
        return max(1, round(whole * self.scale))

    def seconds(self, whole: float) -> float:
        """As much of *whole* as the scale asks, at least one second."""
        return max(1.0, whole * self.scale)


class Figure(NamedTuple):
    """A row of the table. *loads* says that it takes the processors and its times mean something only alone."""

    name: str
    claim: str
    module: str
    loads: bool = False


FIGURES = (
    Figure("hostile", "hostile input is answered, clearly and soon, and never with a 5xx", "hostile"),
    Figure("generated", "10,000 generated requests agree with the API's own document", "generated"),
    Figure("parser", "a million expressions end in graphs or in parse errors", "parser"),
    Figure("storage", "the store does what a dict does", "storage"),
    Figure("killed", "kill -9 loses no save that was acknowledged", "killed", loads=True),
    Figure("stalled", "a store that hangs holds up nothing but saving", "stalled", loads=True),
    Figure(
        "overload", "200 clients of the costliest request leave the others served", "overload", loads=True
    ),
    Figure("fairness", "one client at full speed leaves another its turn", "fairness", loads=True),
    Figure("slow", "slow, silent and lying clients are noticed by nobody else", "slow", loads=True),
    Figure("streams", "trainings that are left leave nothing behind", "streams"),
    Figure("runaway", "work without end ends at its limit", "runaway", loads=True),
    Figure("shutdown", "SIGTERM ends it in time and cuts no request", "shutdown"),
    Figure("labels", "hostile labels stay text on every page", "labels"),
    Figure("promised", "one wins, limits, static rules: held by tests of `make test`", "promised"),
    Figure("supply", "what is installed is locked, listed and audited", "supply"),
    Figure("backup", "a copy made under load is whole, and older volumes open", "backup"),
    Figure("proxies", "the samples of proxies run as they are written", "proxies"),
    Figure("memory", "ten minutes of mixed requests show no slope in memory", "memory"),
    Figure("image", "the container image is small, careful and healthy", "image", loads=True),
    Figure("students", "300 students from one address play a lesson while 30 train", "students", loads=True),
)
