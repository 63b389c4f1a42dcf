"""Every lesson keeps what it promises: its numbers come out of the API to the digits printed."""

import pytest

from app.lessons import LESSONS, LISTED, PLAYLISTS, answer_sheet, variant

PROMISES = [
    pytest.param(lesson, number, id=f"{lesson.slug}: {number.quantity} {number.node or number.edge}")
    for lesson in LESSONS.values()
    for number in lesson.numbers
]


def digits_after_point(printed):
    return len(printed.partition(".")[2])


def agrees(value, printed):
    """Whether *value*, rounded to as many places as *printed* has, reads the same."""
    return f"{value:.{digits_after_point(printed)}f}".replace("-0.0000000000", "0.0000000000") == printed or (
        "." not in printed and value == float(printed)
    )


def find(answer, number):
    if number.edge is not None:
        edges = {(e["source"], e["target"], e["index"]): e for e in answer["edges"]}
        return edges[(number.edge["source"], number.edge["target"], number.edge["index"])][number.quantity]
    if number.quantity == "gradient":
        return {node["id"]: node["gradient"] for node in answer["nodes"]}[number.node]
    return answer["values"][number.node]


@pytest.mark.parametrize(("lesson", "number"), PROMISES)
def test_each_printed_number_comes_out_of_the_api(lesson, number, api):
    """Posting the lesson's program alone answers with the deck's digits, correctly rounded."""
    answer = api.post("/evaluate", {"expression": lesson.expression}).json()

    found = find(answer, number)
    if isinstance(number.printed, tuple):
        assert [agrees(value, text) for value, text in zip(found, number.printed, strict=True)] == [
            True
        ] * len(found)
    else:
        assert agrees(found, number.printed), found


def test_chain_rule_is_told_in_the_decks_order(api):
    """df/df, df/dz, df/dq, df/dy, df/dx: the seed, then the last input of every op first."""
    answer = api.post("/evaluate", {"expression": LESSONS["chain-rule"].expression}).json()

    told = [
        s["node"] if s["phase"] == "seed" else s["source"] for s in answer["steps"] if s["phase"] != "forward"
    ]
    assert told == ["f", "z", "q", "y", "x"]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.slug)
def test_a_variant_is_another_lesson_for_ever(lesson):
    """The same seed gives the same numbers; they differ from the lesson's and stay inside the stated spans."""
    first, again, other = variant(lesson, "7"), variant(lesson, "7"), variant(lesson, "8")

    assert first == again != lesson.expression
    assert other != lesson.expression
    for line, original in zip(first.splitlines(), lesson.expression.splitlines(), strict=True):
        leaf = original.partition(" = ")[0].partition(":")[0]
        if leaf not in lesson.vary:
            assert line == original


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.slug)
def test_the_answer_sheet_of_the_lesson_itself_is_what_it_promises(lesson):
    """The sheet answers the lesson's own questions with the engine's numbers."""
    sheet = answer_sheet(lesson, lesson.expression)

    assert [entry["quantity"] for entry in sheet] == [number.quantity for number in lesson.numbers]
    for entry, number in zip(sheet, lesson.numbers, strict=True):
        if isinstance(number.printed, str):
            assert agrees(entry["value"], number.printed)


def test_every_playlist_names_lessons_that_exist():
    """A playlist is an order of lessons, without repeats."""
    for playlist in PLAYLISTS.values():
        assert set(playlist.lessons) <= set(LISTED)
        assert len(set(playlist.lessons)) == len(playlist.lessons)
