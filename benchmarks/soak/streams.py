"""
Live trainings that end in every way there is: as they should, cut off, never read, and thousands of them in a row.

What they leave behind is read from the server's own `/metrics` (tasks of its event loop, trainings it counts) and from
the kernel (memory, open files). ``--set minutes=60`` goes on for an hour, ``--set rate=5`` opens five a second.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Iterator

from websockets.exceptions import ConnectionClosed

from .clients import many_files
from .figure import Options, Outcome
from .live import Left, Live, SlowReader
from .service import Service, service

LIVE, CUT = 200, 50
GONE_S = 5.0
BACK_MIB, PER_THOUSAND_MIB = 20.0, 1.0
READERS, READ_S, READ_MIB = 20, 30.0, 64.0
MINUTES, RATE = 20.0, 10.0
AT_ONCE = 8
WARM = 0.2  # of the long run is left out: caches fill, and the allocator finds its size


def run(options: Options) -> Iterator[Outcome]:
    """First many at once, then those that do not read, then one after the other for long."""
    many_files()
    minutes = options.seconds(60 * float(options.arguments.get("minutes", MINUTES))) / 60
    rate = float(options.arguments.get("rate", RATE))
    with service(metrics=1, workers=2) as server, asyncio.Runner() as runner:
        runner.run(_once_over(server, 20))
        yield from runner.run(_cut(server, options.count(LIVE), options.count(CUT)))
        yield from runner.run(_unread(server, options.seconds(READ_S)))
        yield from runner.run(_row(server, minutes, rate))


async def _once_over(server: Service, count: int) -> None:
    """What the first of them bring along stays: modules, processes, their caches."""
    await asyncio.gather(*(_short(server.port, k, 1.0) for k in range(count)))
    await asyncio.sleep(1)


async def _cut(server: Service, count: int, cut: int) -> list[Outcome]:
    before, files, memory = Left.of(server), server.open_files(), server.resident_mib()
    streams = [Live(server.port, k) for k in range(count)]
    await asyncio.gather(*(each.__aenter__() for each in streams))
    await asyncio.gather(*(each.frames(2) for each in streams))
    for each in streams[:cut]:
        each.cut()
    after_cut = await _until(lambda: Left.of(server).streams == count - cut)
    await asyncio.gather(*(each.__aexit__(None, None, None) for each in streams[cut:]))
    all_gone = await _until(lambda: Left.of(server) == before and server.open_files() <= files)
    left = Left.of(server)
    await _until(lambda: server.resident_mib() - memory < BACK_MIB)
    grown = server.resident_mib() - memory
    return [
        Outcome(
            f"{cut} of {count} live trainings cut: forgotten after",
            _s(after_cut), f"< {GONE_S:g} s", after_cut < GONE_S,
        ),
        Outcome(
            f"the others closed: {left.streams:.0f} trainings, {left.tasks - before.tasks:.0f} tasks, "
            f"{server.open_files() - files} files left", _s(all_gone), f"0 after {GONE_S:g} s", all_gone < GONE_S,
        ),
        Outcome("memory then, more than before", f"{grown:.1f} MiB", f"< {BACK_MIB:g} MiB", grown < BACK_MIB),
    ]  # fmt: skip


async def _unread(server: Service, seconds: float) -> list[Outcome]:
    before, memory, most = Left.of(server), server.resident_mib(), 0.0
    readers = [SlowReader(server.port, k) for k in range(READERS)]
    await asyncio.gather(*(each.open() for each in readers))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(1)
        await asyncio.gather(*(each.read_a_byte() for each in readers))
        most = max(most, server.resident_mib() - memory)
    connected = Left.of(server).streams
    for each in readers:
        each.cut()
    gone = await _until(lambda: Left.of(server) == before)
    return [
        Outcome(
            f"{READERS} that read a byte a second for {seconds:.0f} s, {connected:.0f} still there: memory at most",
            f"+{most:.1f} MiB", f"< {READ_MIB:g} MiB", most < READ_MIB and connected == READERS,
        ),
        Outcome("they leave: forgotten after", _s(gone), f"< {GONE_S:g} s", gone < GONE_S),
    ]  # fmt: skip


async def _row(server: Service, minutes: float, rate: float) -> list[Outcome]:
    """Short ones, *rate* a second, a third of them cut; memory by how many there were."""
    end, numbers, rng = time.monotonic() + minutes * 60, itertools.count(), random.Random(1)
    before, seen, failed = Left.of(server), list[tuple[int, float]](), list[str]()
    done = 0

    async def opener() -> None:
        nonlocal done
        while time.monotonic() < end:
            began = time.monotonic()
            try:
                await _short(server.port, number := next(numbers), way := rng.random())
            except (OSError, ConnectionClosed, TimeoutError) as error:
                failed.append(
                    f"number {number}, way {way:.2f}, after {time.monotonic() - began:.1f} s: {error!r}"
                )
            done += 1
            await asyncio.sleep(max(0.0, AT_ONCE / rate - (time.monotonic() - began)))

    async def scales() -> None:
        while time.monotonic() < end:
            seen.append((done, server.resident_mib()))
            await asyncio.sleep(5)

    await asyncio.gather(scales(), *(opener() for _ in range(AT_ONCE)))
    gone = await _until(lambda: Left.of(server) == before)
    print("".join(f"        {each}\n" for each in failed[:5]), end="", flush=True)
    growth = slope(seen[int(len(seen) * WARM) :]) * 1000
    return [
        Outcome(f"{done:,} short trainings in {minutes:g} minutes, errors", str(len(failed)), "0", not failed),
        Outcome(
            f"memory by 1,000 of them, from {seen[0][1]:.0f} to {seen[-1][1]:.0f} MiB",
            f"{growth:+.2f} MiB", f"< {PER_THOUSAND_MIB:g} MiB", growth < PER_THOUSAND_MIB,
        ),
        Outcome("what they left behind is gone after", _s(gone), f"< {GONE_S:g} s", gone < GONE_S),
    ]  # fmt: skip


async def _short(port: int, number: int, way: float) -> None:
    """One of them: stopped and closed, closed at once, or cut."""
    async with asyncio.timeout(60), Live(port, number) as stream:
        await stream.frames(2)
        if way < 1 / 3:
            await stream.stop()
        elif way < 2 / 3:
            stream.cut()


async def _until(true: Callable[[], bool]) -> float:
    """Seconds until it is *true*; without end where it was not for too long."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > GONE_S + 1:
            return float("inf")
        await asyncio.sleep(0.05)
    return time.monotonic() - began


def slope(points: list[tuple[int, float]]) -> float:
    """Of the line that fits best."""
    if len({x for x, _ in points}) < 2:
        return 0.0
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    across = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / across


def _s(seconds: float) -> str:
    return f"{seconds:.2f} s"
