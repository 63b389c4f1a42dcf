"""
Lessons as they lie on disk, read once and typed.

It reads and checks the shape of the data; whether the numbers are right is held against the engine by a
test. It knows no HTTP and draws nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class LessonNumber:
    """
    One number that a lesson promises.

    Attributes:
        quantity: ``"value"``, ``"gradient"`` or ``"local"``.
        node: The node it belongs to, or None for an edge's.
        edge: ``{"source", "target", "index"}``, or None for a node's.
        printed: The digits of the deck, correctly rounded; a tuple for a vector.
    """

    quantity: str
    node: str | None
    edge: Mapping[str, Any] | None
    printed: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers a variant may give to one leaf: ``start`` to ``stop`` by ``step``, without ``avoid``."""

    start: float
    stop: float
    step: float
    avoid: tuple[float, ...] = ()

    def choices(self) -> list[float]:
        """Every number of the span, in order; each is exact in a short decimal."""
        count = round((self.stop - self.start) / self.step)
        numbers = [self.start + self.step * k for k in range(count + 1)]
        return [number for number in numbers if number not in self.avoid]


@dataclass(frozen=True, slots=True)
class Lesson:
    """
    One example of the decks.

    Attributes:
        slug: Its address, lower-case words joined by hyphens.
        expression: The whole program, values included, in the expression language.
        apart: Composite nodes that the lesson opens into their primitives.
        modes: The passes it compares; empty for a plain lesson.
        numbers: What it promises; a test holds each against the engine.
        vary: What a variant may change, by leaf.
    """

    slug: str
    title: str
    topic: str
    summary: str
    expression: str
    numbers: tuple[LessonNumber, ...]
    sources: tuple[str, ...]
    apart: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    vary: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Playlist:
    """Lessons in the order of one lecture, by slug."""

    slug: str
    title: str
    lessons: tuple[str, ...]


def _number(raw: Mapping[str, Any]) -> LessonNumber:
    printed = raw["printed"]
    return LessonNumber(
        quantity=raw["quantity"],
        node=raw.get("node"),
        edge=raw.get("edge"),
        printed=tuple(printed) if isinstance(printed, list) else printed,
    )


def _span(raw: Mapping[str, Any]) -> Span:
    return Span(float(raw["from"]), float(raw["to"]), float(raw["step"]), tuple(map(float, raw["except"])))


def _lesson(raw: Mapping[str, Any]) -> Lesson:
    return Lesson(
        slug=raw["slug"],
        title=raw["title"],
        topic=raw["topic"],
        summary=raw["summary"],
        expression=raw["expression"],
        numbers=tuple(map(_number, raw["numbers"])),
        sources=tuple(raw["sources"]),
        apart=tuple(raw.get("apart", ())),
        modes=tuple(raw.get("modes", ())),
        vary={leaf: _span(span) for leaf, span in raw.get("vary", {}).items()},
    )


def _read(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


PLAYLISTS: dict[str, Playlist] = {
    raw["slug"]: Playlist(raw["slug"], raw["title"], tuple(raw["lessons"])) for raw in _read("playlists.json")
}

LESSONS: dict[str, Lesson] = {
    slug: _lesson(_read(f"{slug}.json")) for playlist in PLAYLISTS.values() for slug in playlist.lessons
}
