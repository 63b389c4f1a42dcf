"""
What a lesson has for the network bench: runs to train, where it opens, what to look at, and what comes of it.

A run is a whole request of ``POST /mlps/train``; nothing here trains, and nothing here knows what a request may say.
What comes of a run is a table of claims, `Outcome`, each of which a test holds against the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BenchRun:
    """A run: what it is called beside the others, and its whole request."""

    name: str
    request: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opens:
    """
    How the bench stands when the lesson is opened.

    Attributes:
        run: Index of the run.
        screen: ``"bench"``, or ``"example"`` for one example's way through.
        epoch: Where to stand; later than 0, the run is trained until there.
        unit: The step: ``"example"``, ``"batch"`` or ``"epoch"``.
        example: Index of the example that goes through.
        focus: ``{"layer", "unit", "input"}``, or None.
        chart: Which chart is looked at first, or None.
        walk: Address of a stop of the example's way, ``"forward:2"``; empty for its beginning.
    """

    run: int = 0
    screen: str = "bench"
    epoch: int = 0
    unit: str = "epoch"
    example: int = 0
    focus: Mapping[str, Any] | None = None
    chart: str | None = None
    walk: str = ""


@dataclass(frozen=True, slots=True)
class BenchMark:
    """Words that stand once in a sentence, and what of the bench they speak of: one of `TARGETS`."""

    words: str
    target: str
    to: Any


@dataclass(frozen=True, slots=True)
class BenchLook:
    """One thing to look at; *run* names the run that it is about, None for all of them."""

    text: str
    run: str | None
    marks: tuple[BenchMark, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    A claim about a run.

    Attributes:
        run: Its name.
        what: A quantity, one of `QUANTITIES`.
        at: ``"start"``, ``"end"``, ``"best"``, ``"always"``, or the number of an epoch.
        test: ``"below"``, ``"above"``, ``"is"`` or ``"printed"``.
        than: A number; for ``below`` and ``above`` also the name of a run with the same quantity; for ``is`` any value;
            for ``printed`` the digits, correctly rounded.
        of: What the quantity needs besides: ``name`` and ``index`` of a parameter, ``layer``, ``example``, ``unit``,
            ``layers``.
        label: What the number is called where the lesson is shown by its numbers; None where it is not.
    """

    run: str
    what: str
    at: str | int
    test: str
    than: Any
    of: Mapping[str, Any]
    label: str | None


@dataclass(frozen=True, slots=True)
class BenchQuestion:
    """
    Something to predict before it is run, its answer in words, and the claims that the answer makes.

    It is asked where the lesson opens, but for what it says itself.

    Attributes:
        run: Name of the run that it is asked over, or None.
        epoch: Where that run stands, or None for as far as it was trained.
        focus: ``{"layer", "unit", "input"}``, or None.
        walk: Address of a stop of the example's way, or None.
    """

    ask: str
    answer: str
    outcomes: tuple[Outcome, ...]
    run: str | None = None
    epoch: int | None = None
    focus: Mapping[str, Any] | None = None
    walk: str | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """A lesson's part on the bench."""

    runs: tuple[BenchRun, ...]
    opens: Opens
    look: tuple[BenchLook, ...]
    questions: tuple[BenchQuestion, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def claims(self) -> tuple[Outcome, ...]:
        """Every claim there is, those of the answers too."""
        return (*self.outcomes, *(claim for each in self.questions for claim in each.outcomes))
