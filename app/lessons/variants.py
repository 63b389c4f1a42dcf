"""
The same lesson with other numbers, and the answers to it.

A seed names a variant for ever: the same seed gives the same numbers on every machine and with every version, so that a
teacher can hand out one to each student and mark it later. So the draw is written out here: number n of a draw is
SHA-256 of "slug/seed/attempt/n", read as one whole number, modulo how many choices there are. Python's `random` was
refused: what it promises across versions is `random()`, not `choice()`.

The numbers come from the spans a lesson states, which keep them small enough to work out by hand. Not every draw makes
a good exercise: an answer may be 0 or beyond all digits, an op may sit on its kink, or two answers may be the same by
chance, so that nobody sees which of them a student had in mind, or most numbers are the lesson's own. Such a draw is
thrown away and the next one taken. What the lesson's own numbers have is no fault, and after every `PATIENCE` draws one
fault more is put up with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import combinations, count
from typing import Any

import numpy as np

from ..engine.array import as_array
from ..engine.passes import Run, evaluate
from ..engine.program import parse
from .graphs import opened
from .library import LESSONS
from .model import Lesson, LessonNumber, Question, Span

PATIENCE, ATTEMPTS = 16, 400
SMALLEST, LARGEST = 0.01, 9999.0
"""Sizes between which an answer can be written down by hand."""
SERIOUS = 5
"""How many answers that are alike weigh as much as one that cannot be written down, or a kink."""
ALIKE = 0.02
"""Relative difference of two answers that marking, at 1 %, may not tell apart."""


def variant(lesson: Lesson, seed: str) -> str:
    """
    The lesson's program with other numbers in the leaves that may vary.

    Args:
        lesson: The lesson.
        seed: Any text; the same text always gives the same numbers.

    Returns:
        Program text that differs from the lesson's in literals only, and in at least one of them; the lesson's own
        where its spans leave no choice.
    """
    return _variant(lesson.slug, seed) if LESSONS.get(lesson.slug) is lesson else _best(lesson, seed)


@lru_cache(maxsize=1024)
def _variant(slug: str, seed: str) -> str:
    return _best(LESSONS[slug], seed)


def _best(lesson: Lesson, seed: str) -> str:
    """The best draw so far, as soon as it is good enough."""
    if not lesson.vary:
        return lesson.expression
    exercise = _Exercise(lesson)
    best: tuple[int, str] | None = None
    for attempt in range(ATTEMPTS):
        text = _drawn_text(lesson, _numbers(f"{lesson.slug}/{seed}/{attempt}"))
        if text != lesson.expression:
            faults = exercise.faults(text)
            best = (faults, text) if best is None or faults < best[0] else best
        if best is not None and best[0] <= attempt // PATIENCE:
            break
    return lesson.expression if best is None else best[1]


def _numbers(name: str) -> Iterator[int]:
    """Whole numbers of 256 bits, as the module says."""
    for n in count():
        yield int.from_bytes(sha256(f"{name}/{n}".encode("utf-8", "replace")).digest(), "big")


class _Exercise:
    """What a student of a lesson works out, and what other numbers make of it."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._closed = parse(lesson.expression).graph
        self._apart = opened(lesson.expression, lesson.apart)
        self._literals = _literals(lesson.expression, lesson)
        self._answers, self._kinks = self._worked_out({})
        self._told_apart = [
            (i, j)
            for i, j in combinations(range(len(self._answers)), 2)
            if not _alike(self._answers[i], self._answers[j])
        ]

    def faults(self, text: str) -> int:
        """In how many ways the variant *text* is a worse exercise than the lesson itself."""
        leaves = _literals(text, self._lesson)
        answers, kinks = self._worked_out(leaves)
        serious = sum(not _is_handy(new, own) for new, own in zip(answers, self._answers, strict=True))
        alike = sum(_alike(answers[i], answers[j]) for i, j in self._told_apart)
        kept = sum(bool(literal == self._literals[leaf]) for leaf, literal in leaves.items())
        return SERIOUS * (serious + int(kinks > self._kinks)) + alike + int(3 * kept > len(leaves))

    def _worked_out(self, leaves: dict[str, Any]) -> tuple[list[Any], int]:
        """Every answer, each once, and how many ops sit on a kink."""
        closed, apart = (evaluate(graph.with_values(leaves)) for graph in (self._closed, self._apart))
        answers: dict[str, Any] = {}
        for number in self._lesson.numbers:
            answers[_key(number)] = as_array(_found(closed, number))
        for question in self._lesson.questions:
            answers[_key(question)] = as_array(_found(apart, question))
        return list(answers.values()), _kinks(closed)


def _key(asked: LessonNumber | Question) -> str:
    return json.dumps([asked.quantity, _place(asked)], sort_keys=True)


def _is_handy(answer: Any, own: Any) -> bool:
    """Whether every entry is a number of moderate size, or of the size it has in the lesson itself."""
    size, usual = np.abs(answer), np.abs(own)
    low, high = np.minimum(usual, SMALLEST), np.maximum(usual, LARGEST)
    return bool(np.all((size >= low * (1 - ALIKE)) & (size <= high * (1 + ALIKE))))


def _alike(one: Any, other: Any) -> bool:
    return one.shape == other.shape and bool(np.all(np.abs(one - other) <= ALIKE * np.abs(one)))


def _kinks(run: Run) -> int:
    """How many ops sit where they have no derivative."""
    graph = run.graph
    values = [as_array(value) for value in run.values]  # type: ignore[arg-type]  # a lesson is complete
    return sum(
        op is not None
        and op.is_kink([values[i] for i in graph.inputs[slot]], values[slot], graph.attrs[slot])
        for slot, op in enumerate(graph.ops)
    )


def _drawn_text(lesson: Lesson, draw: Iterator[int]) -> str:
    """The program with a fresh literal, of the same shape, where each leaf that varies is declared."""
    text = lesson.expression
    for leaf, span in lesson.vary.items():

        def fresh(match: re.Match[str], span: Span = span) -> str:
            return match["head"] + _drawn(json.loads(match["literal"]), span, draw)

        text = _declared(leaf).sub(fresh, text)
    return text


def _literals(text: str, lesson: Lesson) -> dict[str, Any]:
    """What *text* gives the leaves that vary."""
    found = {leaf: _declared(leaf).search(text) for leaf in lesson.vary}
    return {leaf: json.loads(match["literal"]) for leaf, match in found.items() if match is not None}


@lru_cache(maxsize=256)
def _declared(leaf: str) -> re.Pattern[str]:
    return re.compile(rf"(?m)^(?P<head>{leaf}(?:: \w+)? = )(?P<literal>.+)$")


def _drawn(literal: Any, span: Span, draw: Iterator[int]) -> str:
    if isinstance(literal, list):
        return "[" + ", ".join(_drawn(item, span, draw) for item in literal) + "]"
    choices = span.choices()
    number = choices[next(draw) % len(choices)]
    return str(int(number)) if number == int(number) else repr(number)


def answer_sheet(lesson: Lesson, expression: str) -> list[dict[str, Any]]:
    """
    What the lesson asks for, computed by the engine for the numbers in *expression*.

    Returns:
        One ``{"quantity", "node" or "edge", "value"}`` per number the lesson promises, at full precision.
    """
    run = evaluate(parse(expression).graph)
    return [
        {"quantity": number.quantity, **_place(number), "value": _found(run, number)}
        for number in lesson.numbers
    ]


def predictions(lesson: Lesson, expression: str) -> list[Any]:
    """The answers to the lesson's questions, in their order, for the numbers in *expression*."""
    run = evaluate(opened(expression, lesson.apart))
    return [_found(run, question) for question in lesson.questions]


def _place(asked: LessonNumber | Question) -> dict[str, Any]:
    return {"edge": dict(asked.edge)} if asked.edge is not None else {"node": asked.node}


def _found(run: Run, asked: LessonNumber | Question) -> Any:
    """What the engine has for a number that is asked for."""
    slot = run.graph.slot
    if asked.edge is not None:
        return run.local[run.graph.edge_start[slot[asked.edge["target"]]] + asked.edge["index"]]
    source = run.values if asked.quantity == "value" else run.gradients
    return source[slot[str(asked.node)]]
