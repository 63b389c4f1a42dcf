"""
Connections that take their time: a thousand silent WebSockets, five hundred requests that are never finished, clients
that send a byte a second, and bodies that lie about their length.

Somebody else asks for a little all the while, first with nobody there and then with all of them, and should not be able
to tell. The server is started as some systems start it, with 1,024 files a process unless it asks for more.
"""

from __future__ import annotations

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from .clients import API, STREAM, Onlooker, Seen, crowd, light, many_files, ms, p99, read_answer
from .figure import DidNotRun, Options, Outcome
from .live import Left
from .service import Service, service

SOCKETS, HALVES, DRIPS = 1000, 500, 100
IDLE_S, SECONDS, EVERY_S = 20.0, 60.0, 0.02
FEW_FILES = 1024
TIMEOUT_S = 10.0  # of a body, and of a head
TWICE = 2.0
HEAD = b"POST /api/v1/evaluate HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
BODY = b'{"expression": "f = 1 + 1"}'
LIES = {
    "longer than it comes": HEAD + b"Content-Length: 1000\r\n\r\n" + BODY,
    "shorter": HEAD + b"Content-Length: 5\r\n\r\n" + BODY,
    "negative": HEAD + b"Content-Length: -5\r\n\r\n" + BODY,
    "two lengths": HEAD + b"Content-Length: 27\r\nContent-Length: 5\r\n\r\n" + BODY,
    "a length and pieces": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\n" + BODY,
    "a length in words": HEAD + b"Content-Length: twenty\r\n\r\n" + BODY,
    "a length past all": HEAD + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n" + BODY,
}  # fmt: skip
HALF_HEAD, HALF_BODY = HEAD, HEAD + b"Content-Length: 1000\r\n\r\n{"
Told = dict[str, Counter[int]]


def run(options: Options) -> Iterator[Outcome]:
    """Idle, then with all of them there, and one more than may be."""
    many_files()
    sockets, halves, drips = (options.count(each) for each in (SOCKETS, HALVES, DRIPS))
    seconds = options.seconds(SECONDS)
    with (
        _few_files(),
        service(metrics=1, streams=sockets, body_timeout_s=TIMEOUT_S, head_timeout_s=TIMEOUT_S) as server,
    ):
        other = Onlooker(server.port, f"{API}/evaluate", light(), "127.0.0.3")
        list(other.watch(1.0, EVERY_S))
        idle = list(other.watch(options.seconds(IDLE_S), EVERY_S))
        files = server.open_files()
        with crowd(linger, server.port, (sockets, halves, drips), seconds) as going:
            there = _there(server, files + sockets + (halves + drips) * 0.9, sockets)
            seen = list(other.watch(seconds * 0.8, EVERY_S))
            code = _one_more(server)
            told: Told = going.get()
        yield Outcome(
            f"{sockets} idle sockets and {halves + drips} slow connections: open",
            f"{there:,.0f}",
            "all",
            there > 0,
        )
        yield Outcome("one socket more is closed with", str(code), "1013", code == 1013)
        yield _unnoticed(idle, seen)
        yield from _answered(told)


def _few_files() -> _Soft:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < 4 * FEW_FILES:
        raise DidNotRun(f"a process may have {most} files open here: ulimit -Hn {4 * FEW_FILES}")
    return _Soft()


class _Soft:
    """What is started here may have few files, unless it asks for more."""

    def __enter__(self) -> None:
        self._limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (FEW_FILES, self._limits[1]))

    def __exit__(self, *error: object) -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, self._limits)


def _there(server: Service, files: float, sockets: int) -> int:
    """How many connections are open, once they are; 0 where they never were."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if server.open_files() >= files and Left.of(server).streams >= sockets:
            return server.open_files()
        time.sleep(0.2)
    return 0


def _one_more(server: Service) -> int:
    """The code with which one past the cap is closed."""
    with connect(f"ws://127.0.0.1:{server.port}{STREAM}", open_timeout=30, proxy=None) as one:
        try:
            one.recv(timeout=30)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
        except TimeoutError:
            pass
    return 0


def _unnoticed(idle: list[Seen], seen: list[Seen]) -> Outcome:
    bad = sum(each.status != 200 for each in seen)
    return Outcome(
        f"another's p99, {ms(p99(idle))} of {len(idle)} alone; of {len(seen)} meanwhile, {bad} bad",
        ms(p99(seen)), f"< {TWICE:g} times", p99(seen) < TWICE * p99(idle) and not bad,
    )  # fmt: skip


def _answered(told: Told) -> Iterator[Outcome]:
    for name, statuses in told.items():
        words = " ".join(f"{status or 'closed'}:{count}" for status, count in sorted(statuses.items()))
        held = bool(statuses) and all(status == 0 or 400 <= status < 500 for status in statuses)
        yield Outcome(f"{name}", words, "4xx, or closed", held)


def linger(port: int, counts: tuple[int, int, int], seconds: float) -> Told:
    """Be all of them; what each kind was answered, 0 where the connection was closed without a word."""
    return asyncio.run(_linger(port, counts, seconds))


async def _linger(port: int, counts: tuple[int, int, int], seconds: float) -> Told:
    sockets, halves, drips = counts
    told: Told = {f"a body {name}": Counter() for name in LIES}
    for name in ("half a head", "half a body", "a head by the byte", "a body by the byte"):
        told[name] = Counter()
    idle: list[ClientConnection] = []
    for start in range(0, sockets, 50):
        url = f"ws://127.0.0.1:{port}{STREAM}"
        batch = (connect_async(url, open_timeout=60, proxy=None) for _ in range(min(50, sockets - start)))
        idle += await asyncio.gather(*batch)
    kinds = cycle([("half a head", HALF_HEAD), ("half a body", HALF_BODY)])
    tasks = [
        _again(port, content, told[name], 0) for _, (name, content) in zip(range(halves), kinds, strict=False)
    ]
    drops = cycle([("a head by the byte", HEAD * 9), ("a body by the byte", HALF_BODY + b" " * 900)])
    tasks += [
        _again(port, content, told[name], 1) for _, (name, content) in zip(range(drips), drops, strict=False)
    ]
    tasks += [_again(port, content, told[f"a body {name}"], 0) for name, content in LIES.items()]
    going = []
    for each in tasks:  # not all at once: they would be late together, too
        going.append(asyncio.ensure_future(each))
        await asyncio.sleep(TIMEOUT_S / len(tasks))
    await asyncio.sleep(seconds)
    for each in going:
        each.cancel()
    await asyncio.gather(*going, return_exceptions=True)
    for silent in idle:
        silent.transport.abort()
    return told


async def _again(port: int, content: bytes, told: Counter[int], per_second: int) -> None:
    """One of them, connecting again when it is answered or closed, a second later."""
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            sending = asyncio.ensure_future(_send(writer, content, per_second))
            try:
                status, _ = await read_answer(reader)
                told[status] += 1
            finally:
                sending.cancel()
                writer.transport.abort()
        except (OSError, EOFError):
            told[0] += 1
        await asyncio.sleep(1)


async def _send(writer: asyncio.StreamWriter, content: bytes, per_second: int) -> None:
    """All at once, or by the byte from the last of the first line on."""
    if not per_second:
        writer.write(content)
        return
    at_once = len(HALF_BODY) if content.startswith(HALF_BODY) else 10
    writer.write(content[:at_once])
    for place in range(at_once, len(content)):
        await asyncio.sleep(1 / per_second)
        writer.write(content[place : place + 1])
