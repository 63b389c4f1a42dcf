"""The way from the first neuron model to deep networks: what its file may say, and that it says it."""

from __future__ import annotations

from typing import Any

import pytest

from app.lessons import HISTORY, LISTED, LessonError
from app.lessons.history import read_history

STOP: dict[str, Any] = {
    "year": 1943, "who": "W. Somebody", "what": "A thing", "text": "A sentence.",
    "lessons": ["chain-rule"], "source": "W. Somebody: A thing, 1943",
}  # fmt: skip


def test_the_way_begins_and_ends_where_the_decks_do() -> None:
    """From McCulloch and Pitts to deep networks, with XOR and backpropagation on the way, in order of the years."""
    assert (HISTORY[0].year, HISTORY[0].who) == (1943, "McCulloch and Pitts")
    assert HISTORY[-1].what == "Deep networks"
    assert [stop.year for stop in HISTORY] == sorted(stop.year for stop in HISTORY)
    assert {1958, 1960, 1969, 1986} <= {stop.year for stop in HISTORY}


def test_every_stop_says_where_it_is_from_and_opens_lessons_that_exist() -> None:
    """The work that is named has the year that the stop has."""
    for stop in HISTORY:
        assert str(stop.year) in stop.source
        assert set(stop.lessons) <= set(LISTED)
    assert any(stop.lessons for stop in HISTORY)


def test_a_lesson_that_is_not_written_yet_is_left_out() -> None:
    """The stop is told all the same."""
    [stop] = read_history([STOP | {"lessons": ["chain-rule", "not-written"]}])
    assert stop.lessons == ("chain-rule",)


@pytest.mark.parametrize(
    "slip", [{"year": "1943"}, {"lessons": "chain-rule"}, {"more": 1}, {"year": True}], ids=str
)
def test_a_slip_in_the_file_names_its_place(slip: dict[str, Any]) -> None:
    """Not a page that is half empty."""
    with pytest.raises(LessonError, match=r"history\[0\]"):
        read_history([STOP | slip])


def test_the_way_never_goes_back() -> None:
    """Stops are in order of their years."""
    with pytest.raises(LessonError, match="back in time"):
        read_history([STOP | {"year": 1969}, STOP])
