"""
Two hundred clients, each asking for the costliest thing of its kind again and again, without a pause.

They do not wait as they are told to, and come from eight addresses, so that one address's share and the whole queue
are both full. Somebody else asks for the server's health meanwhile, and goes on for a while when they have gone.
``--set seconds=20`` has them stay for so long.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from . import costly
from .clients import API, Onlooker, Tally, crowd, flood, light, ms, p99
from .figure import Options, Outcome
from .service import Service, service

CLIENTS, SECONDS = 200, 60.0
ADDRESSES = [f"127.0.0.{k}" for k in range(2, 10)]
HEALTH_S = 0.1
RECOVERED_S, AT_ONCE_S = 2.0, 0.25
MOST_MIB = 1024
REFUSED = {200, 429, 503}


def run(options: Options) -> Iterator[Outcome]:
    """Lean on it, and look at it meanwhile and afterwards."""
    requests, seconds = (
        [each() for each in costly.ALL],
        options.seconds(float(options.arguments.get("seconds", SECONDS))),
    )
    with service(workers=2) as server:
        health = Onlooker(server.port)
        peaks = [server.memory_mib()]
        count = options.count(CLIENTS)
        with crowd(flood, server.port, requests, count, seconds, ADDRESSES) as going:
            seen = list(health.watch(seconds, 0.05, lambda: peaks.append(server.memory_mib())))
            tally: Tally = going.get()
            back = _back(server, light()), _back(server, costly.just_large().split(b"\r\n\r\n", 1)[1])
        yield from _answered(tally, count, seconds)
        bad = sum(each.status != 200 for each in seen)
        yield Outcome(
            f"health asked {len(seen)} times meanwhile, {bad} without a 200: p99",
            ms(p99(seen)), f"< {ms(HEALTH_S)}, all 200", p99(seen) < HEALTH_S and not bad,
        )  # fmt: skip
        yield Outcome(
            "all its processes' memory at most",
            f"{max(peaks):,.0f} MiB",
            f"< {MOST_MIB} MiB",
            max(peaks) < MOST_MIB,
        )
        for what, took in zip(("small answers", "a worker's answers, too,"), back, strict=True):
            yield Outcome(
                f"then {what} as before, after", f"{took:.2f} s", f"< {RECOVERED_S:g} s", took < RECOVERED_S
            )


def _answered(tally: Tally, count: int, seconds: float) -> Iterator[Outcome]:
    odd = set(tally.statuses) - REFUSED
    yield Outcome(
        f"{count} clients for {seconds:.0f} s: {tally.told()}",
        f"{len(odd)} others",
        "only 200, 429 and 503",
        not odd,
    )
    yield Outcome("refusals that do not say when to come back", f"{tally.silent}", "0", tally.silent == 0)


def _back(server: Service, body: bytes) -> float:
    """Seconds until five answers in a row have come at once."""
    began, row = time.monotonic(), 0
    other = Onlooker(server.port, f"{API}/evaluate", body)
    while time.monotonic() - began < 30:
        seen = other.once()
        row = row + 1 if seen.status == 200 and seen.seconds < AT_ONCE_S else 0
        if row >= 5:
            return time.monotonic() - began
    return float("inf")
