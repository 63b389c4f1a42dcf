"""
A server that is killed (SIGKILL) while eight save as fast as they can, again and again on one folder.

What was acknowledged is looked for when the server is back, and all of it once more at the end. The file is checked as
the kill left it, in a copy: whoever opens it mends it. ``--set seed=7`` kills at other moments.
"""

from __future__ import annotations

import math
import random
import shutil
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.api.saving import Saving, lost

from .figure import Options, Outcome
from .service import Service, service

KILLS = 100
MOST_ANSWERS = 120
"""Of one life: the server is killed after a number of answers between 1 and this."""
BACK_S = 3.0
PATIENCE_S = 60.0


@dataclass(slots=True)
class Seen:
    """Everything that was acknowledged, by graph, and what was found of it."""

    kept: dict[str, list[Any]] = field(default_factory=dict)
    answered: int = 0
    lost: dict[str, Any] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    back_s: list[float] = field(default_factory=list)
    workers: set[tuple[int, str]] = field(default_factory=set)


def run(options: Options) -> Iterator[Outcome]:
    """Kill it as often as asked, then count."""
    rng = random.Random(int(options.arguments.get("seed", "0")))
    kills, seen = options.count(KILLS), Seen()
    with tempfile.TemporaryDirectory(prefix="soak-killed-") as made:
        data = Path(made) / "data"
        last: dict[str, list[Any]] = {}
        for _ in range(kills):
            last = _one_life(data, rng.randint(1, MOST_ANSWERS), last, seen)
        with service(data) as back:
            seen.lost |= lost(_api(back), seen.kept)
    for graph, found in seen.lost.items():
        print(f"{graph}: acknowledged {seen.kept[graph]!r:.500}, found {found!r:.500}", file=sys.stderr)
    slowest, left = (
        max(seen.back_s, default=math.inf),
        [pid for pid, born in seen.workers if _born(pid) == born != ""],
    )
    yield Outcome(
        f"{kills} kills, {seen.answered} acknowledged saves: lost", f"{len(seen.lost)}", "0", not seen.lost
    )
    yield Outcome("stores that a kill damaged", f"{len(seen.damaged)}", "0", not seen.damaged)
    took = f"{slowest:.2f} s, median {statistics.median(seen.back_s or [slowest]):.2f}"
    yield Outcome(
        "longest from a start after a kill to the first answer", took, f"< {BACK_S:g} s", slowest < BACK_S
    )
    yield Outcome("processes that outlived their server", f"{len(left)}", "0", not left)


def _one_life(data: Path, enough: int, before: dict[str, list[Any]], seen: Seen) -> dict[str, list[Any]]:
    """Start on what the last kill left, look for what was saved then, save, and die; what was saved now."""
    began = time.monotonic()
    with service(data) as alive:
        if before:  # the first start of all comes back from nothing
            httpx.get(f"{_api(alive)}/graphs/{next(iter(before))}", timeout=30)
            seen.back_s.append(time.monotonic() - began)
        seen.lost |= lost(_api(alive), before)
        saving = Saving(_api(alive), enough)
        saving.begin()
        if not saving.reached.wait(PATIENCE_S):
            seen.damaged.append(f"only {saving.answered} saves were answered")
        seen.workers |= {(pid, _born(pid)) for pid in alive.processes()[1:]}
        alive.process.send_signal(signal.SIGKILL)
        alive.process.wait()
        saving.end()
    seen.kept |= saving.kept
    seen.answered += saving.answered
    seen.damaged += _damage(data)
    return saving.kept


def _api(alive: Service) -> str:
    return f"{alive.url}/api/v1"


def _damage(data: Path) -> list[str]:
    """What SQLite finds wrong in a copy of the files."""
    with tempfile.TemporaryDirectory(prefix="soak-copy-") as made:
        copy = Path(made) / "copy"
        shutil.copytree(data, copy)
        with closing(sqlite3.connect(copy / "backprop.sqlite3")) as plain:
            said = [row[0] for row in plain.execute("PRAGMA integrity_check")]
    return [] if said == ["ok"] else said[:5]


def _born(pid: int) -> str:
    """When a process began, in ticks: with its number it is that one and no later one. Empty once it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (FileNotFoundError, ProcessLookupError):
        return ""
