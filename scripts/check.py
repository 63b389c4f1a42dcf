"""
Run every check, say how each went, and end with one line that counts.

All checks run even where one fails: a build server's reader wants the whole list at once. Nothing is
installed here; ``make test`` does that first.
"""

from __future__ import annotations

import argparse
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
    "make peers (PyTorch, JAX, micrograd), make figures (pdflatex), the container image's build."
)

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
    # A file stays with one worker, which keeps its server and its browser.
    spread = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "-m", "not sweep"]
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
        Check("node", "node --test tests/js", [node, "--test", "--test-reporter=tap", *tests], node_counts),
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
        code, lines = run(check)
        counts = check.count(code, lines)
        if code and not counts["failed"]:
            counts["failed"] += 1  # It failed in a way its own numbers do not show.
        broken = broken or code != 0
        total += counts
        said = closing(lines) if check.name == "pytest" else ""
        verdict = "FAILED" if code else "ok"
        report.append(f"  {check.title:<22}{verdict:<8}{time.monotonic() - started:6.1f} s  {said}".rstrip())

    print("\n== All checks\n" + "\n".join(report))
    if not wanted.only:
        print(NOT_RUN)
    others = "".join(f", {total[word]} {word}" for word in ("skipped", "xfailed", "xpassed") if total[word])
    print(f"{total['passed']} passed, {total['failed']} failed{others}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
