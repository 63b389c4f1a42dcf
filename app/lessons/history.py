"""
The way from McCulloch and Pitts to deep networks, as the decks tell it: one stop a discovery, in order of the years.

A stop names the lessons that show it. Some of these are written later than their stop, so a name without a lesson is
left out here rather than refused. It is no lesson itself: there is no graph to run, so ``GET /lessons`` has not got it.
The decks give names and order and a few years; a year here is that of the work under ``source``. One deck puts Werbos
and Rumelhart, Hinton and Williams in 1974 together; they are twelve years apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from .library import LISTED
from .reading import LessonError

_KEYS = {"year": int, "who": str, "what": str, "text": str, "lessons": list, "source": str}


@dataclass(frozen=True, slots=True)
class HistoryStop:
    """
    One stop of the way.

    Attributes:
        year: When the work appeared.
        who: By whom.
        what: The discovery in a few words.
        text: What changed with it.
        lessons: Slugs of the lessons that show it, of those there are.
        source: The work itself.
    """

    year: int
    who: str
    what: str
    text: str
    lessons: tuple[str, ...]
    source: str


def read_history(raw: Any) -> tuple[HistoryStop, ...]:
    """
    The stops from what their file holds.

    Raises:
        LessonError: A key is missing, unknown or of the wrong type, or the years go back.
    """
    stops = tuple(_stop(each, f"history[{k}]") for k, each in enumerate(raw))
    years = [stop.year for stop in stops]
    if years != sorted(years):
        raise LessonError("history goes back in time; its stops are in the order of their years.")
    return stops


def _stop(raw: Any, where: str) -> HistoryStop:
    if not isinstance(raw, dict) or raw.keys() != _KEYS.keys():
        raise LessonError(f"{where} has the keys {', '.join(_KEYS)}, and no others.")
    for key, kind in _KEYS.items():
        if type(raw[key]) is not kind:
            raise LessonError(f"{where}.{key} is {raw[key]!r}, which is of another type than it should be.")
    there = tuple(slug for slug in raw["lessons"] if slug in LISTED)
    return HistoryStop(raw["year"], raw["who"], raw["what"], raw["text"], there, raw["source"])


def _text() -> str:
    return resources.files(__package__).joinpath("data", "history.json").read_text(encoding="utf-8")


HISTORY = read_history(json.loads(_text()))
