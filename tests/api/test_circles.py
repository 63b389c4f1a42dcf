"""
An answered request is gone at once: no circle of objects is left for the collector.

Circles would be found in the end, but until then they hold what the request held, lie between what stays, and so keep
whole pages that could go back to the system: a worker that refused much took half as much again.
"""

from __future__ import annotations

import json

import pytest

from app.api.reference.operations import OPERATIONS
from app.api.registry import work_of
from app.api.work import Context, answer
from app.settings import Settings

from ..circles import circles

SETTINGS = Settings()
CONTEXT = Context(SETTINGS.limits, SETTINGS.json_depth)
# Every slip that is found while others are still looked for, and every reader that adds to what it caught.
REFUSED = {
    "an open bracket": {"expression": "f = ("},
    "three slips": {"expression": "a = 2 x\nb = )\nc = 3 y\nd = x = y"},
    "a thousand equals signs": {"expression": "f = x" * 1000},
    "too long": {"expression": "f = " + "x + " * 75_000 + "x"},
    "a name used too early": {"expression": "f = g*g\ng = x*x", "inputs": {"x": 1}},
    "two values missing": {"expression": "f = x*y"},
    "a graph of strangers": {"graph": {"nodes": [{"id": "a", "op": "nothing", "inputs": ["b", "c"]}], "more": 1}},
    "a value of text": {"expression": "f = x*x", "inputs": {"x": "one"}},
}  # fmt: skip
ASKED = [
    *((o.work, name, body) for o in OPERATIONS if o.request for name, body in o.examples.items()),
    *((o.work, name, body) for o in OPERATIONS if o.request for name, body in o.mistakes.items()),
    *(("evaluate", name, body) for name, body in REFUSED.items()),
]


@pytest.mark.parametrize(("work", "name", "body"), ASKED, ids=[f"{work}: {name}" for work, name, _ in ASKED])
def test_an_answer_leaves_no_circle(work: str, name: str, body: object) -> None:
    """Examples and mistakes of the reference, and more: each is answered once to fill what is kept on purpose."""
    sent = json.dumps(body).encode()
    answer(work_of(work), sent, CONTEXT)
    with circles() as left:
        answer(work_of(work), sent, CONTEXT)
    assert left == {}


def test_a_circle_would_be_seen() -> None:
    """The check itself: an error that is kept where it passed holds itself."""

    def raise_and_keep() -> None:
        kept: list[ValueError] = []
        try:
            raise ValueError
        except ValueError as error:
            kept.append(error)

    with circles() as left:
        raise_and_keep()
    assert left["builtins.ValueError"] == 1
