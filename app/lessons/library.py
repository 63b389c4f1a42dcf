"""
Lessons as they lie on disk, read once, checked and typed.

A slip in the data stops the server at its start, with the file and the key: a lesson that opens half is found in the
lecture hall. Whether the numbers are right and whether every mark exists is held against the engine by tests; this
module knows no engine, no HTTP, and draws nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from .bench_reading import read_bench
from .model import (
    Comparison,
    Descent,
    Further,
    Layout,
    Lesson,
    LessonNumber,
    Look,
    Mark,
    NetworkLesson,
    Notation,
    Playlist,
    Question,
    Reached,
    Row,
    Span,
)
from .reading import LessonError, apart, check, texts

QUANTITIES = ("value", "gradient", "local")
_EDGE = {"source": str, "target": str, "index": int}
_LESSON = {
    "slug": str, "title": str, "topic": str, "summary": str, "expression": str, "layouts": list, "look": list,
    "questions": list, "notation": list, "notes": list, "numbers": list, "sources": list,
}  # fmt: skip
_MAYBE = {
    "modes": list, "vary": dict, "more": list, "also": list, "comparisons": list, "bench": dict, "descend": dict,
}  # fmt: skip
_NETWORK = {
    "slug": str, "title": str, "topic": str, "summary": str, "bench": dict, "notation": list, "notes": list,
    "sources": list,
}  # fmt: skip
_RULES = ("sgd", "momentum", "rmsprop", "adam")


def read_lesson(raw: Any, where: str = "lesson") -> Lesson:
    """
    A lesson from what its file holds.

    Args:
        raw: The decoded file.
        where: What to call it in a complaint.

    Raises:
        LessonError: A key is missing, unknown or of the wrong type.
    """
    check(raw, where, _LESSON, _MAYBE)
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
        notes=texts(raw["notes"], f"{where}.notes"),
        numbers=tuple(_number(each, f"{where}.numbers[{k}]") for k, each in enumerate(raw["numbers"])),
        sources=texts(raw["sources"], f"{where}.sources"),
        modes=texts(raw.get("modes", []), f"{where}.modes"),
        vary={leaf: _span(span, f"{where}.vary.{leaf}") for leaf, span in raw.get("vary", {}).items()},
        more=tuple(_further(each, f"{where}.more[{k}]") for k, each in enumerate(raw.get("more", []))),
        also=tuple(_further(each, f"{where}.also[{k}]") for k, each in enumerate(raw.get("also", []))),
        comparisons=tuple(
            _comparison(each, f"{where}.comparisons[{k}]")
            for k, each in enumerate(raw.get("comparisons", []))
        ),
        bench=read_bench(raw["bench"], f"{where}.bench") if "bench" in raw else None,
        descend=_descent(raw["descend"], f"{where}.descend") if "descend" in raw else None,
    )


def read_network(raw: Any, where: str = "lesson") -> NetworkLesson:
    """
    A lesson that has a bench and no graph, from what its file holds.

    Raises:
        LessonError: A key is missing, unknown or of the wrong type.
    """
    check(raw, where, _NETWORK)
    return NetworkLesson(
        slug=raw["slug"],
        title=raw["title"],
        topic=raw["topic"],
        summary=raw["summary"],
        bench=read_bench(raw["bench"], f"{where}.bench"),
        notation=tuple(_notation(each, f"{where}.notation[{k}]") for k, each in enumerate(raw["notation"])),
        notes=texts(raw["notes"], f"{where}.notes"),
        sources=texts(raw["sources"], f"{where}.sources"),
    )


def _playlist(raw: Any, where: str) -> Playlist:
    check(raw, where, {"slug": str, "title": str, "lessons": list, "notes": dict})
    lessons = texts(raw["lessons"], f"{where}.lessons")
    if set(raw["notes"]) != set(lessons):
        raise LessonError(f"{where}.notes needs one note for each of its lessons, and no other.")
    for slug in lessons:
        if slug not in LISTED:
            raise LessonError(f"{where} names the lesson {slug!r}, which is in no topic.")
    return Playlist(raw["slug"], raw["title"], lessons, raw["notes"])


def _layout(raw: Any, where: str) -> Layout:
    check(raw, where, {"apart": list, "nodes": dict}, {"edges": dict})
    return Layout(
        apart=texts(raw["apart"], f"{where}.apart"),
        nodes={node: _point(point, f"{where}.nodes.{node}") for node, point in raw["nodes"].items()},
        edges={
            edge: tuple(_point(point, f"{where}.edges.{edge}") for point in bends)
            for edge, bends in raw.get("edges", {}).items()
        },
    )


def _look(raw: Any, where: str) -> Look:
    check(raw, where, {"text": str, "marks": list}, {"at": str})
    marks = tuple(_mark(each, f"{where}.marks[{k}]") for k, each in enumerate(raw["marks"]))
    apart([mark.words for mark in marks], raw["text"], where)
    return Look(raw["text"], raw.get("at"), marks)


def _mark(raw: Any, where: str) -> Mark:
    check(raw, where, {"words": str}, {"node": str, "edge": dict})
    return Mark(raw["words"], *_place(raw, where))


def _question(raw: Any, where: str) -> Question:
    check(raw, where, {"quantity": str, "ask": str}, {"node": str, "edge": dict})
    return Question(_quantity(raw, where), *_place(raw, where), raw["ask"])


def _number(raw: Any, where: str) -> LessonNumber:
    check(raw, where, {"quantity": str, "printed": (str, list)}, {"node": str, "edge": dict})
    printed = raw["printed"]
    digits = texts(printed, f"{where}.printed") if isinstance(printed, list) else printed
    return LessonNumber(_quantity(raw, where), *_place(raw, where), digits)


def _notation(raw: Any, where: str) -> Notation:
    check(raw, where, {"means": str, "here": str, "elsewhere": list})
    return Notation(raw["means"], raw["here"], texts(raw["elsewhere"], f"{where}.elsewhere"))


def _further(raw: Any, where: str) -> Further:
    check(raw, where, {"label": str, "title": str, "expression": str})
    return Further(raw["label"], raw["title"], raw["expression"])


def _comparison(raw: Any, where: str) -> Comparison:
    check(raw, where, {"title": str, "at": str, "heads": list, "rows": list})
    if raw["at"] not in ("start", "end"):
        raise LessonError(f"{where}.at is {raw['at']!r}; it is start or end.")
    heads = texts(raw["heads"], f"{where}.heads")
    rows = tuple(_row(each, f"{where}.rows[{k}]", len(heads)) for k, each in enumerate(raw["rows"]))
    return Comparison(raw["title"], raw["at"], heads, rows)


def _row(raw: Any, where: str, columns: int) -> Row:
    check(raw, where, {"cells": list}, {"node": str, "edge": dict})
    cells = texts(raw["cells"], f"{where}.cells")
    if len(cells) != columns:
        raise LessonError(f"{where} has {len(cells)} cells under {columns} heads.")
    return Row(cells, *(_place(raw, where) if "node" in raw or "edge" in raw else (None, None)))


def _descent(raw: Any, where: str) -> Descent:
    check(
        raw,
        where,
        {"rates": list, "rule": str, "updates": int, "look": list, "reached": list},
        {"moving": list},
    )
    if raw["rule"] not in _RULES:
        raise LessonError(f"{where}.rule is {raw['rule']!r}; it is one of {', '.join(_RULES)}.")
    return Descent(
        rates=tuple(map(float, raw["rates"])),
        rule=raw["rule"],
        updates=raw["updates"],
        look=texts(raw["look"], f"{where}.look"),
        reached=tuple(_reached(each, raw, f"{where}.reached[{k}]") for k, each in enumerate(raw["reached"])),
        moving=texts(raw["moving"], f"{where}.moving") if "moving" in raw else None,
    )


def _reached(raw: Any, walk: Mapping[str, Any], where: str) -> Reached:
    number = (int, float)
    check(
        raw,
        where,
        {"rate": number, "test": str, "than": (int, float, str)},
        {"rule": str, "after": int, "program": str},
    )
    if raw["test"] not in ("below", "above", "printed"):
        raise LessonError(f"{where}.test is {raw['test']!r}; it is one of below, above, printed.")
    return Reached(
        rule=raw.get("rule", walk["rule"]),
        rate=float(raw["rate"]),
        after=raw.get("after", walk["updates"]),
        test=raw["test"],
        than=raw["than"],
        program=raw.get("program"),
    )


def _span(raw: Any, where: str) -> Span:
    number = (int, float)
    check(raw, where, {"from": number, "to": number, "step": number, "except": list})
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
        check(raw["edge"], f"{where}.edge", _EDGE)
    return raw.get("node"), raw.get("edge")


def _point(raw: Any, where: str) -> tuple[float, float]:
    if not (isinstance(raw, list) and [type(each) in (int, float) for each in raw] == [True, True]):
        raise LessonError(f"{where} is {raw!r}; two numbers are expected.")
    return raw[0], raw[1]


def _read(name: str) -> Any:
    return json.loads(resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8"))


def _any(slug: str) -> Lesson | NetworkLesson:
    """The lesson of one file: with a program it has a graph, without one it is for the bench alone."""
    raw = _read(f"{slug}.json")
    return read_lesson(raw, slug) if "expression" in raw else read_network(raw, slug)


def _topic(raw: Any, where: str) -> list[Lesson | NetworkLesson]:
    """The lessons of one topic, in its order; each says the topic's title itself, so that no file lies alone."""
    check(raw, where, {"title": str, "lessons": list})
    lessons = [_any(slug) for slug in texts(raw["lessons"], f"{where}.lessons")]
    for lesson in lessons:
        if lesson.topic != raw["title"]:
            raise LessonError(f"{lesson.slug}.topic is {lesson.topic!r}; {where} is {raw['title']!r}.")
    return lessons


_TOPICS = _read("topics.json")

# Every lesson in the library's order; of these, those with a graph, and those for the bench alone.
LISTED: dict[str, Lesson | NetworkLesson] = {
    lesson.slug: lesson for k, raw in enumerate(_TOPICS) for lesson in _topic(raw, f"topics[{k}]")
}
LESSONS: dict[str, Lesson] = {slug: each for slug, each in LISTED.items() if isinstance(each, Lesson)}
NETWORKS: dict[str, NetworkLesson] = {
    slug: each for slug, each in LISTED.items() if isinstance(each, NetworkLesson)
}

# Every topic in its order, those without a lesson so far included: a topic keeps its letter.
TOPICS: tuple[str, ...] = tuple(raw["title"] for raw in _TOPICS)

PLAYLISTS: dict[str, Playlist] = {
    raw["slug"]: _playlist(raw, f"playlists[{k}]") for k, raw in enumerate(_read("playlists.json"))
}
