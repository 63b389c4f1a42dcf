"""
Ten thousand requests and more that schemathesis makes from the OpenAPI document, with every check it has.

The checks and what they take for granted are those of the test in ``tests/api``, which makes fewer and always the same
ones; these differ by seed, and follow the document's links as well. ``--set seeds=7,8`` asks for other ones.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.api.generating import STEPS, Found, generated_requests

from .figure import Options, Outcome
from .service import Service, service

SEEDS = "1,2"
PER_OPERATION = 60
LEAST_CASES = 10_000
LONGEST_S = 600.0


def run(options: Options) -> Iterator[Outcome]:
    """A line for each seed, and one for the log of the server that was asked."""
    began, cases = time.monotonic(), 0
    with service(steps=STEPS) as asked:
        for seed in options.arguments.get("seeds", SEEDS).split(","):
            found = _ask(asked, options.count(PER_OPERATION), seed)
            cases += found.cases
            yield Outcome(
                f"seed {seed}: every operation, every check",
                f"{found.cases} requests, {'no' if found.passed else 'a'} failure",
                "no failure",
                found.passed,
            )
        wrong = list(_mistakes(asked))
    took_s = time.monotonic() - began
    enough = options.count(LEAST_CASES)
    yield Outcome("requests in all", f"{cases}", f">= {enough}", cases >= enough)
    yield Outcome("answers with a 5xx, and tracebacks, in the log", f"{len(wrong)}", "none", not wrong)
    yield Outcome("time for all of them", f"{took_s:.0f} s", f"< {LONGEST_S:.0f} s", took_s < LONGEST_S)


def _ask(asked: Service, per_operation: int, seed: str) -> Found:
    """What is found is printed whole: it says how to ask for it again."""
    arguments = ["--phases", "examples,coverage,fuzzing,stateful", "--max-examples", str(per_operation)]
    with tempfile.TemporaryDirectory() as folder:
        found = generated_requests(
            asked.url, Path(folder), *arguments, "--seed", seed, timeout_s=LONGEST_S + 60
        )
    if not found.passed:
        print(found.said, file=sys.stderr)
    return found


def _mistakes(asked: Service) -> Iterator[str]:
    """Lines that say 5xx, or that no answer wrote."""
    for line in asked.log.read_text(errors="replace").splitlines():
        try:
            answered = json.loads(line)
        except ValueError:
            answered = {}
        if answered.get("status", 599 if "Traceback" in line else 0) >= 500:
            yield line
