"""The last line of ``make test`` can be believed: what the tools say is counted, and a crash is a failure."""

from __future__ import annotations

import pytest

from scripts.check import closing, node_counts, pytest_counts


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
