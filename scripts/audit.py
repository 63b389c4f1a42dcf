"""
Look every locked package up for known holes (``make audit``): 0 where all were looked up and none has one.

pip-audit says "No known vulnerabilities found" and ends with 0 where it could not look up a single package. Here a
package that was skipped is one that nobody has looked at: the status is 3, and the words say so. 1 is a known hole.
Runs in .venv-supply, where the tool is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from .locked import LOCKS, locked

ROOT = Path(__file__).resolve().parent.parent
HOLES, DID_NOT_RUN = 1, 3
TIMEOUT_S = 300


class Found(NamedTuple):
    """Of one lock: how many packages it has, which of them have holes, which were not looked up, and why not."""

    packages: int
    holes: dict[str, list[str]]
    skipped: dict[str, str]


def audit(lock: str) -> Found:
    """Ask pip-audit about every package of *lock*; what it does not say a word of was not looked up."""
    names = list(locked(lock))
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--format", "json"]
    command += ["--progress-spinner", "off", "--requirement", f"requirements/{lock}"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=TIMEOUT_S, check=False)
        told = json.loads(done.stdout)["dependencies"]
        why = "not a word of it"
    except (subprocess.TimeoutExpired, ValueError, KeyError) as error:
        told, why = [], f"no answer ({type(error).__name__})"
    return judged(names, told, why)


def judged(names: list[str], told: list[dict[str, Any]], why: str = "not a word of it") -> Found:
    """What pip-audit *told* of the packages *names*."""
    known = {each["name"]: each for each in told}
    skipped = {name: str(known.get(name, {}).get("skip_reason", why)) for name in names}
    asked = {name: known[name] for name in names if "vulns" in known.get(name, {})}
    holes = {name: [hole["id"] for hole in each["vulns"]] for name, each in asked.items() if each["vulns"]}
    return Found(len(names), holes, {name: reason for name, reason in skipped.items() if name not in asked})


def said(lock: str, found: Found) -> tuple[str, int]:
    """A line for *lock*, and its part of the exit status."""
    if found.holes:
        listed = "; ".join(f"{name}: {', '.join(holes)}" for name, holes in found.holes.items())
        return f"{lock}: KNOWN HOLES in {listed}", HOLES
    if found.skipped or not found.packages:
        reason = next(iter(found.skipped.values()), "the lock is empty")
        count = f"{len(found.skipped)} of {found.packages}"
        return f"{lock}: DID NOT RUN: {count} packages were not looked up. The first: {reason}", DID_NOT_RUN
    return f"{lock}: {found.packages} packages, none with a known hole", 0


def main() -> int:
    """Each lock in turn; a hole counts more than a package that was not looked up."""
    statuses = []
    for lock in LOCKS:
        line, status = said(lock, audit(lock))
        print(line, flush=True)
        statuses.append(status)
    return HOLES if HOLES in statuses else max(statuses)


if __name__ == "__main__":
    sys.exit(main())
