"""
One client at full speed, on as many connections as it likes, and somebody else who asks for a little now and then.

The one comes from one address, with everything that is costly; the other from another, with the smallest question, and
with one that needs a worker process.
"""

from __future__ import annotations

from collections.abc import Iterator

from . import costly
from .clients import API, Onlooker, Tally, crowd, flood, light, ms, p99
from .figure import Options, Outcome
from .service import service

CONNECTIONS, SECONDS = 200, 40.0
GREEDY, OTHER = ["127.0.0.2"], "127.0.0.3"
LIGHT_S = 0.5
COMPUTE_S = 5.0


def run(options: Options) -> Iterator[Outcome]:
    """The other's small question first, then one of a worker's."""
    with service(workers=2, compute_s=COMPUTE_S) as server:
        small = Onlooker(server.port, f"{API}/evaluate", light(), OTHER)
        large = Onlooker(server.port, f"{API}/evaluate", costly.just_large().split(b"\r\n\r\n", 1)[1], OTHER)
        requests, seconds = [each() for each in costly.ALL], options.seconds(SECONDS)
        with crowd(flood, server.port, requests, options.count(CONNECTIONS), 2 * seconds, GREEDY) as going:
            seen = list(small.watch(seconds))
            waited = list(large.watch(seconds * 0.9, 1.0))
            tally: Tally = going.get()
        bad = sum(each.status != 200 for each in seen)
        yield Outcome(
            f"another's smallest question, {len(seen)} times, {bad} not answered: p99",
            ms(p99(seen)), f"< {ms(LIGHT_S)}, all 200", p99(seen) < LIGHT_S and not bad,
        )  # fmt: skip
        bad = sum(each.status != 200 for each in waited)
        slowest = max(each.seconds for each in waited)
        yield Outcome(
            f"another's that needs a worker, {len(waited)} times, {bad} not answered: slowest",
            ms(slowest), f"< {COMPUTE_S + 1:g} s, all 200", slowest < COMPUTE_S + 1 and not bad,
        )  # fmt: skip
        odd = set(tally.statuses) - {200, 429, 503}
        yield Outcome(
            f"the one was told {tally.told()}", f"{len(odd)} others", "only 200, 429 and 503", not odd
        )
