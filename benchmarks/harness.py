"""
Measure two ways of doing the same, in turns, and print the ratios.

The two sides take turns inside every round, so that whatever else the machine does falls on both. A figure is the
median over the rounds. The garbage collector stays as a server has it, on; `--no-gc` switches it off for both sides.
On a machine that is busy with other things, `--cpu` counts processor time instead of time on the wall.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ROUNDS = 7
MIN_SECONDS = 0.05  # a side repeats its work until one turn takes this long

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """
    One line of the table.

    Attributes:
        what: What is measured, in words.
        against: The peer's name.
        goal: The least (or with *at_most*, the greatest) ratio aimed for.
        ours: Our side, called with nothing.
        peer: The other side, or None where it is not installed.
        per: By how many ops a time is divided for print.
        at_most: Whether the ratio is ours over the peer's, and the goal an upper bound.
    """

    what: str
    against: str
    goal: float
    ours: Work
    peer: Work | None
    per: int = 1
    at_most: bool = False


@dataclass(frozen=True)
class Measured:
    """Seconds of one call, and the ratio that the goal is about."""

    row: Row
    ours_s: float
    peer_s: float

    @property
    def ratio(self) -> float:
        """The peer's time over ours, or the inverse where the goal is an upper bound."""
        return self.ours_s / self.peer_s if self.row.at_most else self.peer_s / self.ours_s

    @property
    def reached(self) -> bool:
        """Whether the goal is."""
        return self.ratio <= self.row.goal if self.row.at_most else self.ratio >= self.row.goal


def repeats(work: Work, clock: Clock) -> int:
    """Return how often *work* has to run to fill a turn."""
    work()
    begin = clock()
    work()
    once = clock() - begin
    return max(1, round(MIN_SECONDS / max(once, 1e-7)))


def turn(work: Work, count: int, clock: Clock) -> float:
    """Return seconds per call over *count* calls."""
    begin = clock()
    for _ in range(count):
        work()
    return (clock() - begin) / count


def measure(row: Row, rounds: int = ROUNDS, clock: Clock = time.perf_counter) -> Measured | None:
    """Measure one row, or return None where the peer is missing."""
    if row.peer is None:
        return None
    ours_count, peer_count = repeats(row.ours, clock), repeats(row.peer, clock)
    ours, peer = [], []
    for _ in range(rounds):
        gc.collect()
        ours.append(turn(row.ours, ours_count, clock))
        gc.collect()
        peer.append(turn(row.peer, peer_count, clock))
    return Measured(row, statistics.median(ours), statistics.median(peer))


def microseconds(seconds: float, per: int) -> str:
    """Write a time as microseconds, per op where there are several."""
    return f"{seconds * 1e6 / per:,.2f}"


def print_table(rows: Iterable[Row], rounds: int = ROUNDS, clock: Clock = time.perf_counter) -> None:
    """Measure and print row by row."""
    print(f"median of {rounds} rounds, sides in turns; garbage collector {'on' if gc.isenabled() else 'off'}")
    print(f"{'what':58}{'against':14}{'ours us':>12}{'peer us':>12}{'ratio':>8}{'goal':>9}")
    for row in rows:
        found = measure(row, rounds, clock)
        goal = f"{'<=' if row.at_most else '>='}{row.goal:g}x"
        if found is None:
            print(f"{row.what:58}{row.against:14}{'not run: the peer is not installed':>33}{goal:>8}")
            continue
        times = f"{microseconds(found.ours_s, row.per):>12}{microseconds(found.peer_s, row.per):>12}"
        verdict = "" if found.reached else "  short of it"
        print(f"{row.what:58}{row.against:14}{times}{found.ratio:7.2f}x{goal:>9}{verdict}", flush=True)
