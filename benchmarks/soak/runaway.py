"""
Work without end: a hundred requests that would take hours, and live trainings that would take days.

A pair at a time each has to end within the limit of its computation and a second; many at once also wait for a worker,
which has a limit of its own (`BACKPROP_QUEUE_S`). Somebody else is served throughout, and no process is left.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import costly
from .clients import API, Onlooker, crowd, light, ms, p99, posted, read_answer
from .figure import Options, Outcome
from .live import Live
from .service import Service, service

PAIRED, AT_ONCE, STREAMS = 60, 36, 4
COMPUTE_S, QUEUE_S, MARGIN_S = 3.0, 10.0, 1.0
ENDED = {200, 413, 429, 503}
SERVED_S = 0.5
Times = list[tuple[int, float]]


def runaways() -> list[bytes]:
    """A training by epochs, one by its size, a descent, a story of many nodes, products of matrices, a large batch."""
    layers = [{"units": 128, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}]
    wide = costly.ENDLESS | {"spec": costly.SPEC | {"layers": layers}, "batch_size": 100}
    sgd = {"kind": "sgd", "learning_rate": 1e-9}
    slide = {"expression": "f = (x - 1)**2", "inputs": {"x": 3}, "steps": 1_000_000, "optimizer": sgd}
    return [
        posted("/mlps/train", costly.ENDLESS | {"epochs": 10**9}),
        posted("/mlps/train", wide),
        posted("/descend", slide),
        costly.long_story(),
        posted("/descend", {**_matrices(), "steps": 1_000_000, "optimizer": sgd}),
        _batch(),
    ]


def _matrices() -> dict[str, Any]:
    row = [1e-3] * 300
    return {"expression": "f = sum(A @ A @ A)", "inputs": {"A": [row] * 300}}


def _batch() -> bytes:
    """Rows times nodes at their limit."""
    terms = " + ".join(f"tanh(x * {k})" for k in range(1, 120))
    return posted("/evaluate/batch", {"expression": f"f = {terms}", "columns": {"x": [0.5] * 10_000}})


def run(options: Options) -> Iterator[Outcome]:
    """In pairs, then all at once, then live; and then look for what is left."""
    with service(workers=2, compute_s=COMPUTE_S, queue_s=QUEUE_S) as server:
        mark = str(server.data)
        small = Onlooker(server.port, f"{API}/evaluate", light(), "127.0.0.3")
        for what, count, at_once, limit in (
            ("in pairs", options.count(PAIRED), 2, COMPUTE_S + MARGIN_S),
            ("at once", options.count(AT_ONCE), AT_ONCE, QUEUE_S + COMPUTE_S + MARGIN_S),
        ):
            with crowd(ask, server.port, runaways(), count, at_once) as going:
                seen = []
                while not going.ready():
                    seen += list(small.watch(0.5))
                times: Times = going.get()
            yield _ended(f"{count} runaways {what}", times, limit)
            yield _served(
                f"another meanwhile, {len(seen)} times: p99", p99(seen), {each.status for each in seen}
            )
        yield asyncio.run(_streams(server))
        workers = len(server.processes()) - 1
        yield Outcome(
            "processes beside the server's own", str(workers), "at most 2, its workers", workers <= 2
        )
    orphans = marked(mark)
    yield Outcome("processes left when it has ended", str(len(orphans)), "0", not orphans)


def _ended(what: str, times: Times, limit: float) -> Outcome:
    statuses, slowest = Counter(status for status, _ in times), max(seconds for _, seconds in times)
    told = " ".join(f"{status}:{count}" for status, count in sorted(statuses.items()))
    held = slowest < limit and set(statuses) <= ENDED
    return Outcome(f"{what}: {told}, the last after", f"{slowest:.2f} s", f"< {limit:g} s, none else", held)


def _served(what: str, seconds: float, statuses: set[int]) -> Outcome:
    return Outcome(what, ms(seconds), f"< {ms(SERVED_S)}, all 200", seconds < SERVED_S and statuses == {200})


def ask(port: int, requests: Sequence[bytes], count: int, at_once: int) -> Times:
    """*count* of them, *at_once* at a time; status and seconds of each."""
    return asyncio.run(_ask(port, requests, count, at_once))


async def _ask(port: int, requests: Sequence[bytes], count: int, at_once: int) -> Times:
    free = asyncio.Semaphore(at_once)

    async def one(number: int) -> tuple[int, float]:
        async with free:
            began = time.monotonic()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=("127.0.0.2", 0))
            writer.write(requests[number % len(requests)])
            status, _ = await read_answer(reader)
            writer.close()
            return status, time.monotonic() - began

    return await asyncio.gather(*(one(number) for number in range(count)))


async def _streams(server: Service) -> Outcome:
    """They go on as long as somebody watches, and end within the margin when they are told to."""
    streams = [Live(server.port, number, epochs=10**9) for number in range(STREAMS)]
    await asyncio.gather(*(each.__aenter__() for each in streams))
    await asyncio.gather(*(each.frames(10) for each in streams))
    began = time.monotonic()
    await asyncio.gather(*(each.stop() for each in streams))
    took = time.monotonic() - began
    await asyncio.gather(*(each.__aexit__(None, None, None) for each in streams))
    return Outcome(
        f"{STREAMS} live ones without end, told to stop: after", f"{took:.2f} s", "< 1 s", took < MARGIN_S
    )


def marked(text: str) -> list[int]:
    """Processes whose environment holds *text*: whatever a server started, also where it is nobody's child now."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and int(folder.name) != os.getpid():
            with suppress(OSError):
                if text.encode() in (folder / "environ").read_bytes():
                    found.append(int(folder.name))
    return found
