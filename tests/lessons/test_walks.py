"""Lessons that walk downhill: where each walk arrives, by the rules of POST /descend."""

from __future__ import annotations

import pytest

from app.lessons import LESSONS
from app.lessons.model import Lesson, Reached
from tests.api.conftest import Api

from .outcomes import TESTS

WALKS = [lesson for lesson in LESSONS.values() if lesson.descend is not None]
ARRIVALS = [
    pytest.param(
        lesson, claim, id=f"{lesson.slug}: {claim.program or ''} {claim.rule} {claim.rate} {claim.test}"
    )
    for lesson in WALKS
    for claim in (lesson.descend.reached if lesson.descend else ())
]


@pytest.mark.parametrize(("lesson", "claim"), ARRIVALS)
def test_a_walk_arrives_where_the_lesson_says(lesson: Lesson, claim: Reached, api: Api) -> None:
    """After so many updates the output is there, below or above."""
    texts = {None: lesson.expression} | {each.title: each.expression for each in lesson.also}
    path = api.post(
        "/descend",
        {
            "expression": texts[claim.program],
            "optimizer": {"kind": claim.rule, "learning_rate": claim.rate},
            "steps": claim.after,
        },
    ).json()["path"]

    assert TESTS[claim.test](path[-1]["value"], claim.than), path[-1]


@pytest.mark.parametrize("lesson", WALKS, ids=lambda lesson: lesson.slug)
def test_a_walk_is_one_that_the_page_can_show(lesson: Lesson) -> None:
    """At most three rates and two hundred updates, of leaves that there are, with something to look at."""
    walk = lesson.descend
    assert walk is not None and walk.look and walk.reached
    assert 1 <= len(walk.rates) <= 3 and walk.updates <= 200
    assert all(f"{leaf}: parameter" in lesson.expression for leaf in walk.moving or ())
    for text in walk.look:
        assert text.endswith(".") and all(len(part.split()) <= 30 for part in text.split(". "))


def test_the_saddle_is_no_minimum(api: Api) -> None:
    """Zero gradient at the origin, and lower ground a hair beside it."""
    [saddle] = [each for each in LESSONS["saddle"].also if each.title == "At the saddle"]
    there = api.post("/evaluate", {"expression": saddle.expression}).json()
    beside = api.post("/evaluate", {"expression": saddle.expression, "inputs": {"x2": 0.001}}).json()

    assert there["gradients"] == {"x1": 0, "x2": 0}
    assert beside["value"] < there["value"]
