"""
Lessons as they lie on disk, read once, checked and typed.

A slip in the data stops the server at its start, with the file and the key: a lesson that opens half is found in the
lecture hall. Whether the numbers are right and whether every mark exists is held against the engine by tests; this
module knows no engine, no HTTP, and draws nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib import resources
from itertools import pairwise
from typing import Any

from .model import (
    Comparison,
    Further,
    Layout,
    Lesson,
    LessonNumber,
    Look,
    Mark,
    Notation,
    Playlist,
    Question,
    Row,
    Span,
)  # fmt: skip

QUANTITIES = ("value", "gradient", "local")
_EDGE = {"source": str, "target": str, "index": int}
_LESSON = {
    "slug": str, "title": str, "topic": str, "summary": str, "expression": str, "layouts": list, "look": list,
    "questions": list, "notation": list, "notes": list, "numbers": list, "sources": list,
}  # fmt: skip
_MAYBE = {"modes": list, "vary": dict, "more": list, "also": list, "comparisons": list}


class LessonError(ValueError):
    """A lesson's file does not say what a lesson says; the message names the file and the place."""


def read_lesson(raw: Any, where: str = "lesson") -> Lesson:
    """
    A lesson from what its file holds.

    Args:
        raw: The decoded file.
        where: What to call it in a complaint.

    Raises:
        LessonError: A key is missing, unknown or of the wrong type.
    """
    _check(raw, where, _LESSON, _MAYBE)
    layouts = tuple(_layout(each, f"{where}.layouts[{k}]") for k, each in enumerate(raw["layouts"]))
    if not layouts:
        raise LessonError(f"{where}.layouts is empty; a lesson has at least one picture.")
    return Lesson(
        slug=raw["slug"],
        title=raw["title"],
        topic=raw["topic"],
        summary=raw["summary"],
        expression=raw["expression"],
        layouts=layouts,
        look=tuple(_look(each, f"{where}.look[{k}]") for k, each in enumerate(raw["look"])),
        questions=tuple(
            _question(each, f"{where}.questions[{k}]") for k, each in enumerate(raw["questions"])
        ),
        notation=tuple(_notation(each, f"{where}.notation[{k}]") for k, each in enumerate(raw["notation"])),
        notes=_texts(raw["notes"], f"{where}.notes"),
        numbers=tuple(_number(each, f"{where}.numbers[{k}]") for k, each in enumerate(raw["numbers"])),
        sources=_texts(raw["sources"], f"{where}.sources"),
        modes=_texts(raw.get("modes", []), f"{where}.modes"),
        vary={leaf: _span(span, f"{where}.vary.{leaf}") for leaf, span in raw.get("vary", {}).items()},
        more=tuple(_further(each, f"{where}.more[{k}]") for k, each in enumerate(raw.get("more", []))),
        also=tuple(_further(each, f"{where}.also[{k}]") for k, each in enumerate(raw.get("also", []))),
        comparisons=tuple(
            _comparison(each, f"{where}.comparisons[{k}]")
            for k, each in enumerate(raw.get("comparisons", []))
        ),
    )


def _playlist(raw: Any, where: str) -> Playlist:
    _check(raw, where, {"slug": str, "title": str, "lessons": list, "notes": dict})
    lessons = _texts(raw["lessons"], f"{where}.lessons")
    if set(raw["notes"]) != set(lessons):
        raise LessonError(f"{where}.notes needs one note for each of its lessons, and no other.")
    for slug in lessons:
        if slug not in LESSONS:
            raise LessonError(f"{where} names the lesson {slug!r}, which is in no topic.")
    return Playlist(raw["slug"], raw["title"], lessons, raw["notes"])


def _layout(raw: Any, where: str) -> Layout:
    _check(raw, where, {"apart": list, "nodes": dict}, {"edges": dict})
    return Layout(
        apart=_texts(raw["apart"], f"{where}.apart"),
        nodes={node: _point(point, f"{where}.nodes.{node}") for node, point in raw["nodes"].items()},
        edges={
            edge: tuple(_point(point, f"{where}.edges.{edge}") for point in bends)
            for edge, bends in raw.get("edges", {}).items()
        },
    )


def _look(raw: Any, where: str) -> Look:
    _check(raw, where, {"text": str, "marks": list}, {"at": str})
    marks = tuple(_mark(each, f"{where}.marks[{k}]") for k, each in enumerate(raw["marks"]))
    taken = sorted(_stretch(mark.words, raw["text"], where) for mark in marks)
    if any(start < end for (_, end), (start, _) in pairwise(taken)):
        raise LessonError(f"{where}: the words of two marks overlap.")
    return Look(raw["text"], raw.get("at"), marks)


def _stretch(words: str, text: str, where: str) -> tuple[int, int]:
    """Where *words* stand in *text*: once, as whole words, so that a page knows what to link."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(found) != 1:
        raise LessonError(f"{where}: the words {words!r} stand {len(found)} times in its text, not once.")
    return found[0]


def _mark(raw: Any, where: str) -> Mark:
    _check(raw, where, {"words": str}, {"node": str, "edge": dict})
    return Mark(raw["words"], *_place(raw, where))


def _question(raw: Any, where: str) -> Question:
    _check(raw, where, {"quantity": str, "ask": str}, {"node": str, "edge": dict})
    return Question(_quantity(raw, where), *_place(raw, where), raw["ask"])


def _number(raw: Any, where: str) -> LessonNumber:
    _check(raw, where, {"quantity": str, "printed": (str, list)}, {"node": str, "edge": dict})
    printed = raw["printed"]
    digits = _texts(printed, f"{where}.printed") if isinstance(printed, list) else printed
    return LessonNumber(_quantity(raw, where), *_place(raw, where), digits)


def _notation(raw: Any, where: str) -> Notation:
    _check(raw, where, {"means": str, "here": str, "elsewhere": list})
    return Notation(raw["means"], raw["here"], _texts(raw["elsewhere"], f"{where}.elsewhere"))


def _further(raw: Any, where: str) -> Further:
    _check(raw, where, {"label": str, "title": str, "expression": str})
    return Further(raw["label"], raw["title"], raw["expression"])


def _comparison(raw: Any, where: str) -> Comparison:
    _check(raw, where, {"title": str, "at": str, "heads": list, "rows": list})
    if raw["at"] not in ("start", "end"):
        raise LessonError(f"{where}.at is {raw['at']!r}; it is start or end.")
    heads = _texts(raw["heads"], f"{where}.heads")
    rows = tuple(_row(each, f"{where}.rows[{k}]", len(heads)) for k, each in enumerate(raw["rows"]))
    return Comparison(raw["title"], raw["at"], heads, rows)


def _row(raw: Any, where: str, columns: int) -> Row:
    _check(raw, where, {"cells": list}, {"node": str, "edge": dict})
    cells = _texts(raw["cells"], f"{where}.cells")
    if len(cells) != columns:
        raise LessonError(f"{where} has {len(cells)} cells under {columns} heads.")
    return Row(cells, *(_place(raw, where) if "node" in raw or "edge" in raw else (None, None)))


def _span(raw: Any, where: str) -> Span:
    number = (int, float)
    _check(raw, where, {"from": number, "to": number, "step": number, "except": list})
    return Span(float(raw["from"]), float(raw["to"]), float(raw["step"]), tuple(map(float, raw["except"])))


def _quantity(raw: Mapping[str, Any], where: str) -> str:
    quantity: str = raw["quantity"]
    if quantity not in QUANTITIES:
        raise LessonError(f"{where}.quantity is {quantity!r}; it is one of {', '.join(QUANTITIES)}.")
    if (quantity == "local") != ("edge" in raw):
        raise LessonError(f"{where}: a local gradient belongs to an edge, a value or a gradient to a node.")
    return quantity


def _place(raw: Mapping[str, Any], where: str) -> tuple[str | None, Mapping[str, Any] | None]:
    """The node or the edge that an entry is about."""
    if ("node" in raw) == ("edge" in raw):
        raise LessonError(f"{where} names a node or an edge: exactly one of the two.")
    if "edge" in raw:
        _check(raw["edge"], f"{where}.edge", _EDGE)
    return raw.get("node"), raw.get("edge")


def _point(raw: Any, where: str) -> tuple[float, float]:
    if not (isinstance(raw, list) and [type(each) in (int, float) for each in raw] == [True, True]):
        raise LessonError(f"{where} is {raw!r}; two numbers are expected.")
    return raw[0], raw[1]


def _texts(raw: Any, where: str) -> tuple[str, ...]:
    if not (isinstance(raw, list) and all(isinstance(each, str) for each in raw)):
        raise LessonError(f"{where} is {raw!r}; a list of texts is expected.")
    return tuple(raw)


def _check(raw: Any, where: str, needed: Mapping[str, Any], allowed: Mapping[str, Any] | None = None) -> None:
    """Whether *raw* is an object with these keys, of these types, and no others."""
    if not isinstance(raw, dict):
        raise LessonError(f"{where} is {raw!r}; an object is expected.")
    types = {**needed, **(allowed or {})}
    for key in raw.keys() - types.keys():
        raise LessonError(f"{where} has no key {key!r}; it has {', '.join(types)}.")
    for key in needed.keys() - raw.keys():
        raise LessonError(f"{where} needs the key {key!r}.")
    for key, found in raw.items():
        if not isinstance(found, types[key]) or isinstance(found, bool):
            raise LessonError(f"{where}.{key} is {found!r}, which is of another type than it should be.")


def _read(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


def _topic(raw: Any, where: str) -> list[Lesson]:
    """The lessons of one topic, in its order; each says the topic's title itself, so that no file lies alone."""
    _check(raw, where, {"title": str, "lessons": list})
    lessons = [
        read_lesson(_read(f"{slug}.json"), slug) for slug in _texts(raw["lessons"], f"{where}.lessons")
    ]
    for lesson in lessons:
        if lesson.topic != raw["title"]:
            raise LessonError(f"{lesson.slug}.topic is {lesson.topic!r}; {where} is {raw['title']!r}.")
    return lessons


_TOPICS = _read("topics.json")

LESSONS: dict[str, Lesson] = {
    lesson.slug: lesson for k, raw in enumerate(_TOPICS) for lesson in _topic(raw, f"topics[{k}]")
}

# Every topic in its order, those without a lesson so far included: a topic keeps its letter.
TOPICS: tuple[str, ...] = tuple(raw["title"] for raw in _TOPICS)

PLAYLISTS: dict[str, Playlist] = {
    raw["slug"]: _playlist(raw, f"playlists[{k}]") for k, raw in enumerate(_read("playlists.json"))
}
