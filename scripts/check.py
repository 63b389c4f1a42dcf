"""
Run every check, say how each went, and end with one line that counts.

All checks run even where one fails: a build server's reader wants the whole list at once. Nothing is
installed here; ``make test`` does that first.

A browser on a busy machine is now and then slower than a test expects. Where at most a few tests fail, and all of
them drive the browser, just those run once more, alone. Which passed only then is said by name in the output and in
the closing table ("unsteady"): such a test wants mending. What fails twice has failed, and so has a run with more.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_RUN = (
    "Not run here: make sweep (presenting, panel, descent and geometry in the browser), make bench (speed), "
    "make peers (PyTorch, JAX, micrograd), make figures (pdflatex), make soak (load, kills, an hour), "
    "make image (the container)."
)

# So many tests of the browser may be asked again; more are no accident.
MOST_UNSTEADY = 5
BROWSER_TESTS = "tests/web/"
# What pytest ends with when tests failed, and nothing else went wrong.
TESTS_FAILED = 1

Count = Callable[[int, list[str]], Counter[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """One command and how to count what it says."""

    name: str
    title: str
    command: list[str]
    count: Count


def whole(code: int, lines: list[str]) -> Counter[str]:
    """A check that is one thing: it passed or it failed."""
    return Counter({"failed" if code else "passed": 1})


def pytest_counts(code: int, lines: list[str]) -> Counter[str]:
    """The numbers of pytest's closing line."""
    for line in reversed(lines):
        found = re.findall(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)", line)
        if found and " in " in line:
            counts = Counter({word: int(number) for number, word in found})
            counts["failed"] += counts.pop("error", 0) + counts.pop("errors", 0)
            return counts
    return Counter({"failed": 1})  # It died before it could count.


def asked_again(lines: list[str]) -> list[str]:
    """The tests that get a second chance: all that failed, where they are few and nothing but tests went wrong."""
    named = [line for line in lines if re.match(r"(FAILED|ERROR) \S", line)]
    failed = [line.removeprefix("FAILED ").split(" - ")[0] for line in named if line.startswith("FAILED ")]
    ended = re.search(r"\d (passed|failed)\b.* in ", closing(lines)) is not None
    all_told = ended and len(failed) == len(named) == pytest_counts(1, lines)["failed"]
    of_the_browser = all(test.startswith(BROWSER_TESTS) and "::" in test for test in failed)
    return failed if len(failed) <= MOST_UNSTEADY and all_told and of_the_browser else []


def second_chance(tests: list[str]) -> bool:
    """Ask tests of the browser once more, alone: True if every one of them passes now, and none is left out."""
    print("\n== pytest, once more and alone:\n  " + "\n  ".join(tests), flush=True)
    command = [sys.executable, "-m", "pytest", "-n", "0", "-m", "browser", *tests]
    code, lines = run(Check("again", "pytest, once more", command, pytest_counts))
    return code == 0 and +pytest_counts(code, lines) == {"passed": len(tests)}


def node_counts(code: int, lines: list[str]) -> Counter[str]:
    """The numbers of node's TAP summary."""
    words = {"pass": "passed", "fail": "failed", "skipped": "skipped"}
    found = re.findall(r"^# (pass|fail|skipped) (\d+)$", "\n".join(lines), re.MULTILINE)
    counts = Counter({words[word]: int(number) for word, number in found})
    return counts if found else Counter({"failed": 1})


def checks(pytest_arguments: list[str]) -> list[Check]:
    """Every check there is, the quick ones first."""
    python = sys.executable
    node = shutil.which("node") or "node"
    tsc = str(ROOT / "static" / "js" / "node_modules" / ".bin" / "tsc")
    # A file stays with one worker, which keeps its server and its browser; tests/conftest.py puts the longest first.
    spread = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
    spread += ["-m", "not sweep and not proxies"]
    # Node by itself leaves a processor free, which on two is half of the time.
    together = ["--test", "--test-reporter=tap", f"--test-concurrency={os.cpu_count() or 1}"]
    tests = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").rglob("*.test.mjs"))
    return [
        Check(
            "format",
            "ruff format --check",
            [python, "-m", "ruff", "format", "--check", "--output-format", "concise", "."],
            whole,
        ),
        Check(
            "lint", "ruff check", [python, "-m", "ruff", "check", "--output-format", "concise", "."], whole
        ),
        Check("types", "mypy --strict app", [python, "-m", "mypy", "--strict", "app"], whole),
        Check("tsc", "tsc -p static/js", [tsc, "-p", "static/js"], whole),
        Check("node", "node --test tests/js", [node, *together, *tests], node_counts),
        Check("pytest", "pytest", [python, "-m", "pytest", *spread, *pytest_arguments], pytest_counts),
    ]


def run(check: Check) -> tuple[int, list[str]]:
    """Run one check, show what it says as it says it, and keep it."""
    print(f"\n== {check.title}", flush=True)
    lines: list[str] = []
    if shutil.which(check.command[0]) is None:
        print(f"{Path(check.command[0]).name} is not installed: run make setup", flush=True)
        return 127, lines
    process = subprocess.Popen(
        check.command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None  # PIPE was asked for
    for raw in process.stdout:
        line = raw.decode(errors="replace").rstrip("\n")
        lines.append(line)
        # Node's TAP has several lines a test; only failures and the counts are news.
        if check.name != "node" or re.match(r"\s*(not ok|# (pass|fail) |error:|expected:|actual:)", line):
            print(line, flush=True)
    return process.wait(), lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check went: failed or not, its numbers, what it said last, and which tests passed only when asked again."""

    failed: bool
    counts: Counter[str]
    said: str
    unsteady: list[str]

    @property
    def verdict(self) -> str:
        """One word for the table."""
        return "FAILED" if self.failed else "unsteady" if self.unsteady else "ok"


def outcome(check: Check) -> Outcome:
    """Run a check; tests of the browser may be asked again."""
    code, lines = run(check)
    counts = check.count(code, lines)
    if code and not counts["failed"]:
        counts["failed"] += 1  # It failed in a way its own numbers do not show.
    said = closing(lines) if check.name == "pytest" else ""
    tests = asked_again(lines) if check.name == "pytest" and code == TESTS_FAILED else []
    if not tests or not second_chance(tests):
        return Outcome(code != 0, counts, said, [])
    counts["failed"] -= len(tests)
    counts["passed"] += len(tests)
    return Outcome(False, counts, said, tests)


def closing(lines: list[str]) -> str:
    """The last line that says something."""
    return next((line.strip("= ") for line in reversed(lines) if line.strip("= ")), "")


def main() -> int:
    """Run the checks asked for; 0 only if nothing failed."""
    command = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    command.add_argument("--only", help="names with commas: format, lint, types, tsc, node, pytest")
    command.add_argument("pytest_arguments", nargs="*", help="passed on to pytest")
    wanted = command.parse_args()
    chosen = [
        c for c in checks(wanted.pytest_arguments) if not wanted.only or c.name in wanted.only.split(",")
    ]

    report: list[str] = []
    total: Counter[str] = Counter()
    broken = False
    for check in chosen:
        started = time.monotonic()
        found = outcome(check)
        broken = broken or found.failed
        total += found.counts
        took = time.monotonic() - started
        report.append(f"  {check.title:<22}{found.verdict:<9}{took:6.1f} s  {found.said}".rstrip())
        report += [f"    unsteady, passed only when asked again: {test}" for test in found.unsteady]

    print("\n== All checks\n" + "\n".join(report))
    if not wanted.only:
        print(NOT_RUN)
    others = "".join(f", {total[word]} {word}" for word in ("skipped", "xfailed", "xpassed") if total[word])
    print(f"{total['passed']} passed, {total['failed']} failed{others}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
