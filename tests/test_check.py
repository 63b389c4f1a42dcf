"""The last line of ``make test`` can be believed: what the tools say is counted, and a crash is a failure."""

from __future__ import annotations

import pytest

from scripts import check
from scripts.check import asked_again, closing, node_counts, outcome, pytest_counts


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("===== 12 passed in 0.50s =====", {"passed": 12}),
        ("== 2 failed, 10 passed, 1 skipped in 3.02s ==", {"failed": 2, "passed": 10, "skipped": 1}),
        ("1 passed, 3 errors in 0.10s", {"failed": 3, "passed": 1}),
        ("1 error in 0.10s", {"failed": 1}),
        ("5 passed, 2 xfailed in 61.00s (0:01:01)", {"passed": 5, "xfailed": 2}),
    ],
)
def test_pytests_closing_line_is_counted(line: str, counts: dict[str, int]) -> None:
    """Errors are failures; what was skipped is not passed."""
    assert +pytest_counts(0, ["3 passed so far", line, ""]) == counts


def test_a_run_that_died_before_counting_has_failed() -> None:
    """No closing line: one failure, never a silent nothing."""
    assert pytest_counts(139, ["collecting ..."]) == {"failed": 1}
    assert node_counts(1, ["SyntaxError"]) == {"failed": 1}


def test_nodes_summary_is_counted() -> None:
    """Passed, failed and skipped, and no other comment of TAP."""
    assert +node_counts(1, ["# tests 6", "# pass 4", "# fail 1", "# skipped 1"]) == {
        "passed": 4,
        "failed": 1,
        "skipped": 1,
    }


def test_the_closing_line_is_shown_without_its_frame() -> None:
    """The table of checks repeats what pytest said last."""
    assert closing(["=== 3 passed in 1.00s ===", ""]) == "3 passed in 1.00s"


def run_of(*failures: str, passed: int = 10) -> list[str]:
    """What pytest prints at the end."""
    kinds = {kind: sum(one.startswith(kind) for one in failures) for kind in ("FAILED", "ERROR")}
    words = [f"{kinds['FAILED']} failed"] * bool(kinds["FAILED"]) + [f"{passed} passed"]
    words += [f"{kinds['ERROR']} error"] * bool(kinds["ERROR"])
    return [*failures, f"== {', '.join(words)} in 9.00s =="]


SLOW = "FAILED tests/web/test_look.py::test_a[a step] - TimeoutError: 30000 ms - exceeded"
SLOWER = "FAILED tests/web/test_look.py::test_b"
WRONG = "FAILED tests/engine/test_array.py::test_c - assert 1 == 2"
BROKEN = "ERROR tests/web/test_look.py::test_d - AssertionError: a console error"


def test_a_few_tests_of_the_browser_are_asked_again() -> None:
    """By the names pytest gives them."""
    assert asked_again(run_of(SLOW, SLOWER)) == [
        "tests/web/test_look.py::test_a[a step]",
        "tests/web/test_look.py::test_b",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        run_of(),
        run_of(WRONG),
        run_of(SLOW, WRONG),
        run_of(SLOW, BROKEN),
        run_of(*[SLOWER] * 6),
        [SLOW, "2 failed, 10 passed in 9.00s"],
        [SLOW],
    ],
    ids=["none", "another", "one of them another", "an error", "six", "one without a name", "no end"],
)
def test_nothing_else_is_asked_again(lines: list[str]) -> None:
    """Another test's failure, an error, many failures, or fewer names than failures: the run has failed."""
    assert asked_again(lines) == []


@pytest.mark.parametrize(
    ("again", "verdict", "counts", "unsteady"),
    [
        ((0, ["1 passed in 1.00s"]), "unsteady", {"passed": 11}, ["tests/web/test_look.py::test_b"]),
        ((1, run_of(SLOWER, passed=0)), "FAILED", {"passed": 10, "failed": 1}, []),
        ((5, ["1 deselected in 1.00s"]), "FAILED", {"passed": 10, "failed": 1}, []),
        ((0, ["no tests ran in 1.00s"]), "FAILED", {"passed": 10, "failed": 1}, []),
    ],
    ids=["passes", "fails twice", "is none of the browser's", "is not found"],
)
def test_a_second_failure_fails_the_run(
    monkeypatch: pytest.MonkeyPatch,
    again: tuple[int, list[str]],
    verdict: str,
    counts: dict[str, int],
    unsteady: list[str],
) -> None:
    """And a test that passes then is counted as passed, and named."""
    answers = {"pytest": (1, run_of(SLOWER)), "again": again}
    monkeypatch.setattr(check, "run", lambda asked: answers[asked.name])
    found = outcome(check.Check("pytest", "pytest", [], pytest_counts))
    assert (found.verdict, +found.counts, found.unsteady) == (verdict, counts, unsteady)


def test_a_run_that_was_broken_off_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An internal error, or a worker that died, is no failed test."""
    monkeypatch.setattr(check, "run", lambda asked: (3, run_of(SLOWER)))
    assert outcome(check.Check("pytest", "pytest", [], pytest_counts)).verdict == "FAILED"
