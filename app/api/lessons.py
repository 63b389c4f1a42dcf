"""
``GET /lessons``, ``GET /lessons/{slug}``, ``GET /playlists``: the library as data.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache, lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..engine.errors import InputError, did_you_mean
from ..lessons import (
    LISTED,
    PLAYLISTS,
    Bench,
    Lesson,
    LessonNumber,
    Mark,
    NetworkLesson,
    Question,
    answer_sheet,
    graph_of,
    places,
    predictions,
    variant,
)
from ..lessons.model import Descent
from . import wire
from .addresses import client_of
from .etags import steady
from .problems import HttpError
from .reading import Fields, shorten

LONGEST_SEED = 64
_KEPT = 256  # lessons and variants, some 10 kB each
_FLAGS = {"0": False, "1": True}


async def lessons(request: Request) -> Response:
    """Every lesson, without its contents."""
    Fields(dict(request.query_params), (), ("query",))
    return _json(request, _every_lesson())


@cache
def _every_lesson() -> bytes:
    return wire.encode({"lessons": [summary(lesson) for lesson in LISTED.values()]})


async def lesson(request: Request) -> Response:
    """One lesson; other numbers with ``variant``, the answer sheet with ``answers``."""
    query = Fields(dict(request.query_params), ("variant", "answers"), ("query",))
    slug = request.path_params["slug"]
    found = LISTED.get(slug)
    if found is None:
        hint = did_you_mean(slug, LISTED) or "The library, /lessons, lists them."
        raise HttpError("not-found", f"There is no lesson {shorten(slug)}.", hint=hint)
    seed = query.text("variant", None)
    if seed is not None and len(seed) > LONGEST_SEED:
        raise InputError(
            "bad-setting",
            f"A variant's seed has at most {LONGEST_SEED} characters, not {len(seed)}.",
            hint="Use a number.",
            loc=("query", "variant"),
        )
    with_answers = _flag(query, "answers")
    if not isinstance(found, Lesson) and (seed is not None or with_answers):
        raise InputError(
            "bad-setting",
            f"{found.title} is a lesson of the network bench: it has no variants and no answer sheet.",
            hint="Leave variant and answers out.",
            loc=("query", "answers" if seed is None else "variant"),
        )
    async with request.app.state.desk.turns.of(client_of(request)):
        told = _told(slug, seed, with_answers)
    return steady(request, told, "application/json", of_many=seed is not None)


@lru_cache(maxsize=_KEPT)
def _told(slug: str, seed: str | None, with_answers: bool) -> bytes:
    """A lesson as it is sent; drawing other numbers takes some milliseconds, and a class may ask for the same ones."""
    found = LISTED[slug]
    if isinstance(found, Lesson):
        return wire.encode(describe(found, seed, with_answers=with_answers))
    return wire.encode(describe_network(found))


async def playlists(request: Request) -> Response:
    """The lessons in the order of each lecture."""
    Fields(dict(request.query_params), (), ("query",))
    return _json(request, _every_playlist())


@cache
def _every_playlist() -> bytes:
    return wire.encode({"playlists": [asdict(playlist) for playlist in PLAYLISTS.values()]})


def describe(found: Lesson, seed: str | None, *, with_answers: bool) -> dict[str, Any]:
    """
    A lesson on the wire.

    Args:
        found: The lesson.
        seed: Which variant; None for the numbers of the deck.
        with_answers: Whether the numbers asked for are computed and told.
    """
    expression = found.expression if seed is None else variant(found, seed)
    said = summary(found) | {
        "expression": expression,
        "variant": seed,
        "graph": graph_of(found, expression),
        "pictures": [{"apart": list(each.apart), "layout": places(each)} for each in found.layouts],
        "apart": list(found.apart),
        "modes": list(found.modes),
        "look": [
            {"text": each.text, "at": each.at, "marks": list(map(_mark, each.marks))} for each in found.look
        ],
        "questions": [
            _place(each) | {"quantity": each.quantity, "ask": each.ask} for each in found.questions
        ],
        "notation": [asdict(each) for each in found.notation],
        "notes": list(found.notes),
        "sources": list(found.sources),
        "more": [asdict(each) for each in found.more],
        "also": [asdict(each) for each in found.also],
        "comparisons": [asdict(each) for each in found.comparisons],
        "varies": list(found.vary),
        "numbers": [_asked(number, seed is None) for number in found.numbers],
        "bench": None if found.bench is None else bench(found.bench),
    }
    if with_answers:
        said["answers"] = answer_sheet(found, expression)
        for question, answer in zip(said["questions"], predictions(found, expression), strict=True):
            question["answer"] = answer
    return said


def describe_network(found: NetworkLesson) -> dict[str, Any]:
    """A lesson for the network bench alone, on the wire."""
    return summary(found) | {
        "notation": [asdict(each) for each in found.notation],
        "notes": list(found.notes),
        "sources": list(found.sources),
        "bench": bench(found.bench),
    }


def bench(found: Bench) -> dict[str, Any]:
    """A lesson's part on the bench, on the wire; the claims behind its answers stay with the tests."""
    return {
        "runs": [{"name": run.name, "request": run.request} for run in found.runs],
        "opens": asdict(found.opens),
        "look": [
            {
                "text": look.text,
                "run": look.run,
                "marks": [{"words": mark.words, mark.target: mark.to} for mark in look.marks],
            }
            for look in found.look
        ],
        "questions": [
            {
                "ask": each.ask,
                "answer": each.answer,
                "run": each.run,
                "epoch": each.epoch,
                "focus": each.focus,
                "walk": each.walk,
            }
            for each in found.questions
        ],
        "numbers": [
            {"label": claim.label, "printed": claim.than} for claim in found.claims if claim.label is not None
        ],
    }


def _descend(walk: Descent) -> dict[str, Any]:
    return {
        "rates": list(walk.rates),
        "rule": walk.rule,
        "updates": walk.updates,
        "moving": None if walk.moving is None else list(walk.moving),
        "look": list(walk.look),
    }


def summary(found: Lesson | NetworkLesson) -> dict[str, Any]:
    """A lesson in a line; a graph may be trained on the bench, too, and a network always is."""
    said = {"slug": found.slug, "title": found.title, "topic": found.topic, "summary": found.summary}
    walk = found.descend if isinstance(found, Lesson) else None
    return said | {
        "kind": "graph" if isinstance(found, Lesson) else "network",
        "trains": found.bench is not None,
        "descend": None if walk is None else _descend(walk),
    }


def _place(found: LessonNumber | Question | Mark) -> dict[str, Any]:
    """The node or the edge that an entry of a lesson is about."""
    return {"edge": dict(found.edge)} if found.edge is not None else {"node": found.node}


def _mark(found: Mark) -> dict[str, Any]:
    return {"words": found.words} | _place(found)


def _asked(number: LessonNumber, printed: bool) -> dict[str, Any]:
    said = {"quantity": number.quantity} | _place(number)
    return said | {"printed": number.printed} if printed else said


def _flag(query: Fields, key: str) -> bool:
    text = query.text(key, "0")
    if text not in _FLAGS:
        raise InputError("wrong-type", f"{key} is 1 or 0.", hint=f"Write {key}=1.", loc=("query", key))
    return _FLAGS[text]


def _json(request: Request, found: bytes) -> Response:
    return steady(request, found, "application/json")
