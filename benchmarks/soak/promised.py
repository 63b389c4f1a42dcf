"""Figures that tests of `make test` hold: they are run once more, and what they say is counted."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.http import ROOT

from .figure import Options, Outcome

TESTS = {
    "of 100 parallel PUTs with one tag one wins": (
        "tests/api/test_saved.py::test_a_hundred_at_once_with_one_tag_one_wins",
    ),
    "each limit: at it passes, one past it is 413 with its value": ("tests/api/test_limits.py",),
    "every setting is documented as it is": ("tests/test_promises.py",),
    "no text is run, no data becomes markup, imports point down": ("tests/test_architecture.py",),
}


def run(options: Options) -> Iterator[Outcome]:
    """A line for each promise; *options* does not matter."""
    for what, tests in TESTS.items():
        yield asked(what, *tests)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    yield Outcome(
        "ruff, its rules of security among them", done.stdout.strip()[:22], "clean", done.returncode == 0
    )


def asked(what: str, *tests: str) -> Outcome:
    """What pytest says of *tests*: held where some passed, and none did anything else."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
    passed = re.search(r"(\d+) passed", last)
    return Outcome(what, last.strip("= ")[:22], "all passed", done.returncode == 0 and passed is not None)
