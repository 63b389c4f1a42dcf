"""
One container on two cores, a class behind one address: 300 students play a lesson within a minute, 30 of them train.

``--set where=process`` leans on a plain process instead, ``--set table=1`` measures smaller classes, too: the rows of
the README's sizing table. The class runs on the same two cores; its share is printed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from benchmarks.http import ROOT, run_s, tree

from .container import container
from .figure import Options, Outcome
from .recorded import Visit, visit
from .service import resident_mib, service

STUDENTS, TRAINING, SECONDS = 300, 30, 60.0
SMALLER = ((30, 0), (30, 30), (100, 0), (100, 30), (300, 0))
MOST_S = 0.2
GRACE_S = 15.0  # past the minute: who has not finished by then has not played the lesson in it


@dataclass(frozen=True, slots=True)
class Class:
    """What a class was answered, and what it cost."""

    told: dict[str, Any]
    cores: float  # of the server and its workers, on average
    mib: float  # the most they had in memory

    def at(self, part: float, kind: str | None = None) -> float:
        """Seconds within which *part* of the answers came, of a kind or of all."""
        kinds = [kind] if kind else list(self.told["seconds"])
        seconds = sorted(each for name in kinds for each in self.told["seconds"][name])
        return float(seconds[min(len(seconds) - 1, int(part * len(seconds)))])


class Ground(NamedTuple):
    """What is leaned on."""

    name: str
    pid: int
    port: int


def run(options: Options) -> Iterator[Outcome]:
    """The class of the figure, then the smaller ones where they are asked for."""
    with _ground(options) as ground:
        script = visit(f"http://127.0.0.1:{ground.port}")
        whole = _lesson(ground, script, options.count(STUDENTS), options.count(TRAINING), options)
        yield from _outcomes(ground, whole, options.count(STUDENTS), options.count(TRAINING))
        rows = [(STUDENTS, TRAINING, whole)]
        if options.arguments.get("table"):
            for students, training in SMALLER:
                rows.append((students, training, _lesson(ground, script, students, training, options)))
            print(*_table(sorted(rows, key=lambda row: row[:2])), sep="\n", flush=True)


@contextmanager
def _ground(options: Options) -> Iterator[Ground]:
    """The container, or a process where that is asked for."""
    if options.arguments.get("where") == "process":
        with service() as server:
            yield Ground("a process, no container", server.process.pid, server.port)
    else:
        with container() as (pid, port):
            yield Ground("a container", pid, port)


def _lesson(ground: Ground, script: Visit, students: int, training: int, options: Options) -> Class:
    """Have a class played, and look at the server meanwhile."""
    seconds = SECONDS if options.scale >= 1 else max(20.0, SECONDS * options.scale)
    command = [
        sys.executable,
        "-m",
        "benchmarks.soak.classroom",
        *map(str, (ground.port, students, training, seconds)),
    ]
    most, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(2):
            most[0] = max(most[0], resident_mib(tree(ground.pid)))

    watching = threading.Thread(target=watch)
    watching.start()
    before = sum(map(run_s, tree(ground.pid)))
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            input=script.as_json(),
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds * 4,
        )
    finally:
        over.set()
        watching.join()
    told = json.loads(done.stdout)
    return Class(told, (sum(map(run_s, tree(ground.pid))) - before) / told["took_s"], most[0])


def _outcomes(ground: Ground, found: Class, students: int, training: int) -> Iterator[Outcome]:
    told = found.told
    done = f"{told['finished']} of {students} in {told['took_s']:.0f} s"
    held = told["finished"] == students and told["took_s"] < SECONDS + GRACE_S
    yield Outcome(f"{ground.name}: students who have played the lesson", done, "all, in the minute", held)
    asked = sum(told["statuses"].values())
    wrong = f"{asked:,}, {len(told['wrong'])} wrong"
    yield Outcome("requests from one address", wrong, "no error, no 429", not told["wrong"] and asked > 0)
    for each in told["wrong"][:3]:
        print(f"        {each[:110]}")
    for kind in ("pages", "files", "answers"):
        p95 = found.at(0.95, kind)
        reached = f"p50 {found.at(0.5, kind) * 1e3:.0f}, p95 {p95 * 1e3:.0f} ms"
        yield Outcome(
            f"{kind}: {len(told['seconds'][kind]):,}", reached, f"p95 under {MOST_S * 1e3:g} ms", p95 < MOST_S
        )
    frames = sorted(told["frames"])
    slowest = frames[0] / told["took_s"] if frames else 0.0
    yield Outcome(
        f"{training} trainings: frames a second of the slowest",
        f"{slowest:.1f}",
        "every one trains",
        slowest > 0,
    )
    opened = max(told["opened_s"])
    shares = f"server {found.cores:.2f}, class {told['client_share']:.2f}"
    yield Outcome(
        "slowest first view, without what the browser itself takes", f"{opened:.1f} s", "told", True
    )
    yield Outcome("cores in use", shares, "told", True)
    yield Outcome("most memory, workers included", f"{found.mib:.0f} MiB", "told", True)


def _table(rows: list[tuple[int, int, Class]]) -> Iterator[str]:
    """As it stands in the README."""
    yield "| students | of them training | p50 | p95 | processor | memory |"
    yield "|---|---|---|---|---|---|"
    for students, training, found in rows:
        times = f"{found.at(0.5) * 1e3:.0f} ms | {found.at(0.95) * 1e3:.0f} ms"
        yield f"| {students} | {training} | {times} | {found.cores:.2f} cores | {found.mib:.0f} MiB |"
