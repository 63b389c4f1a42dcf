"""
The same lesson with other numbers, and the answers to it.

A seed names a variant for ever: the same seed gives the same numbers on every machine, so that a teacher
    can hand out one to each student and mark it later. The numbers are drawn from the spans a lesson
    states, which keep them small enough to work out by hand.
"""

from __future__ import annotations

import json
import random
import re
from typing import Any

from ..engine.passes import Run, evaluate
from ..engine.program import parse
from .graphs import opened
from .model import Lesson, LessonNumber, Question, Span


def variant(lesson: Lesson, seed: str) -> str:
    """
    The lesson's program with other numbers in the leaves that may vary.

    Args:
        lesson: The lesson.
        seed: Any text; the same text always gives the same numbers.

    Returns:
        Program text that differs from the lesson's in literals only, and in at least one of them.
    """
    # Seeded by text, which Python hashes with SHA-512: the draw is the same on every version and machine.
    draw = random.Random(f"{lesson.slug}/{seed}")  # noqa: S311 - numbers for exercises, nothing secret
    text = lesson.expression
    while text == lesson.expression and lesson.vary:
        for leaf, span in lesson.vary.items():
            text = _replaced(text, leaf, span, draw)
    return text


def _replaced(text: str, leaf: str, span: Span, draw: random.Random) -> str:
    """*text* with a fresh literal, of the same shape, where *leaf* is declared."""

    def fresh(match: re.Match[str]) -> str:
        return match["head"] + _drawn(json.loads(match["literal"]), span, draw)

    return re.sub(rf"(?m)^(?P<head>{leaf}(?:: \w+)? = )(?P<literal>.+)$", fresh, text)


def _drawn(literal: Any, span: Span, draw: random.Random) -> str:
    if isinstance(literal, list):
        return "[" + ", ".join(_drawn(item, span, draw) for item in literal) + "]"
    number = draw.choice(span.choices())
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
