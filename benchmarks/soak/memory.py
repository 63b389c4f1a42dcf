"""
Whether a server grows: ten minutes of every kind of request, and what its processes hold meanwhile.

What is told is the slope of the least squares through the last two thirds, when caches are full and workers have come.
It may be `MOST_BYTES` per request at most: less than one small object that stays behind (a dict with a single key has
184 bytes), so that a leak of one in every request would show. Beside it stands what was held after 10,000 requests
against what was held after 100.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from .figure import Options, Outcome
from .mixture import Act, Asker, mixture
from .service import MIB, Service, service

MINUTES = 10.0
CLIENTS = 4
PACE_S = 0.12  # between two acts of a client: 30 a second in all, some 20,000 requests
SAMPLE_S = 2.0
MOST_BYTES = 100.0
FEW, MANY = 100, 10_000
MOST_TIMES = 1.2
FINE = frozenset({101, 200, 201, 204, 304, 400, 401, 403, 404, 405, 408, 412, 413, 415, 422})


class Sample(NamedTuple):
    """What was held when so many requests had been answered."""

    seconds: float
    requests: int
    mib: float


def run(options: Options) -> Iterator[Outcome]:
    """Ask for ten minutes; three lines, and one for what was answered."""
    with service(metrics=1) as server:
        acts = mixture(server.port)
        askers = [Asker(server.port) for _ in range(CLIENTS)]
        samples, broken = _lean_on(server, acts, askers, options.seconds(MINUTES * 60))
        answered = sum((asker.statuses for asker in askers), Counter[int]())
        refused = [each for asker in askers for each in asker.turned_away]
    yield _of_answers(answered, broken + refused)
    yield _of_slope(samples[len(samples) // 3 :])
    yield _of_many(samples)


def _lean_on(
    server: Service, acts: list[Act], askers: list[Asker], seconds: float
) -> tuple[list[Sample], list[str]]:
    """Have all *askers* ask for so long; what was held meanwhile, and what went wrong."""
    over, broken = threading.Event(), list[str]()
    threads = [
        threading.Thread(target=_keep_asking, args=(asker, acts, random.Random(k), over, broken))
        for k, asker in enumerate(askers)
    ]
    began, samples = time.monotonic(), list[Sample]()
    for thread in threads:
        thread.start()
    try:
        while (passed := time.monotonic() - began) < seconds and not broken:
            answered = sum(sum(asker.statuses.values()) for asker in askers)
            if answered >= FEW:
                samples.append(Sample(passed, answered, server.resident_mib()))
            over.wait(SAMPLE_S if answered >= FEW else 0.05)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    return samples, broken


def _keep_asking(
    asker: Asker, acts: list[Act], rng: random.Random, over: threading.Event, broken: list[str]
) -> None:
    """One client: all kinds, in an order of its own, again and again."""
    with suppress(_Over):
        try:
            while True:
                for act in rng.sample(acts, len(acts)):
                    due = time.monotonic() + PACE_S
                    act(asker)
                    if over.wait(max(0.0, due - time.monotonic())):
                        raise _Over
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            broken.append(repr(error))


class _Over(Exception):
    """The time is up."""


def _of_answers(answered: Counter[int], broken: list[str]) -> Outcome:
    odd = {status: count for status, count in answered.items() if status not in FINE}
    named = ", ".join(f"{count} x {status}" for status, count in sorted(odd.items()))
    told = broken[0][:60] if broken else f"{sum(answered.values()):,}, {named or 'none odd'}"
    kinds = len(answered)
    return Outcome(
        f"mixed requests of {kinds} statuses", told, "no 429, no 5xx, none cut", not odd and not broken
    )


def _of_slope(samples: list[Sample]) -> Outcome:
    """MiB a minute over *samples*, judged by request."""
    mib_s = slope([each.seconds for each in samples], [each.mib for each in samples])
    rate = (samples[-1].requests - samples[0].requests) / (samples[-1].seconds - samples[0].seconds)
    each = mib_s * MIB / rate
    reached = f"{mib_s * 60:+.2f} MiB/min, {each:+.0f} B"
    bound = f"under {MOST_BYTES:g} B a request: {MOST_BYTES * rate * 60 / MIB:.2f} MiB/min"
    return Outcome("slope over the last two thirds", reached, bound, each < MOST_BYTES)


def _of_many(samples: list[Sample]) -> Outcome:
    few = samples[0]
    many = next((each for each in samples if each.requests >= MANY), samples[-1])
    times = many.mib / few.mib
    what = f"held after {many.requests:,} requests over held after {few.requests:,}"
    reached = f"{many.mib:.0f} / {few.mib:.0f} MiB = {times:.2f}"
    return Outcome(what, reached, f"at most {MOST_TIMES}x", times <= MOST_TIMES)


def slope(at: list[float], held: list[float]) -> float:
    """Of the straight line of least squares through the points."""
    x, y = sum(at) / len(at), sum(held) / len(held)
    return sum((a - x) * (h - y) for a, h in zip(at, held, strict=True)) / sum((a - x) ** 2 for a in at)
