"""
Clients that behave badly on purpose, and one that looks on.

A crowd lives in a process of its own, which steps back where the server wants the processor: what is measured is the
server, not how fast Python can pester it. Whoever looks on does one thing at a time and has nothing else to do.
"""

from __future__ import annotations

import asyncio
import json
import math
import multiprocessing
import os
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing.pool import AsyncResult
from typing import Any, NamedTuple

API = "/api/v1"
STREAM = f"{API}/mlps/train/stream"
POLITE = 10  # how far a crowd steps back, as `nice` counts it
PATIENCE_S = 60.0  # past the longest time the server may take for anything


class Seen(NamedTuple):
    """One answer: its status, 0 where there was none, and the seconds from connecting to its last byte."""

    status: int
    seconds: float


@dataclass
class Onlooker:
    """
    Somebody else, who asks for one small thing again and again, each time on a new connection.

    Args:
        port: The server's.
        path: What is asked for.
        body: What is posted; None to get.
        address: Where the question comes from: any of 127.0.0.0/8 is this machine, and another client to the server.
    """

    port: int
    path: str = "/health/live"
    body: bytes | None = None
    address: str = "127.0.0.1"

    def once(self) -> Seen:
        """Ask, and read the whole answer."""
        began, status = time.perf_counter(), 0
        there = HTTPConnection("127.0.0.1", self.port, PATIENCE_S, source_address=(self.address, 0))
        try:
            headers = {} if self.body is None else {"content-type": "application/json"}
            there.request("GET" if self.body is None else "POST", self.path, self.body, headers)
            answer = there.getresponse()
            answer.read()
            status = answer.status
        except (OSError, HTTPException):
            pass
        finally:
            there.close()
        return Seen(status, time.perf_counter() - began)

    def watch(self, seconds: float, every_s: float = 0.05, *beside: Callable[[], None]) -> Iterator[Seen]:
        """Ask every *every_s* seconds for so long; *beside* is called once a second, in between."""
        end = time.monotonic() + seconds
        due, aside = time.monotonic(), time.monotonic() + 1
        while time.monotonic() < end:
            yield self.once()
            if time.monotonic() >= aside:
                aside += 1
                for each in beside:
                    each()
            due = max(due + every_s, time.monotonic())
            time.sleep(due - time.monotonic() if due > time.monotonic() else 0)


def light() -> bytes:
    """The smallest question that somebody who learns asks."""
    inputs = {"x": -2, "y": 5, "z": -4}
    return json.dumps({"expression": "f = (x + y) * z", "inputs": inputs}).encode()


def p99(seen: Iterable[Seen]) -> float:
    """Seconds that 99 of 100 answers took at most; without end where there was none."""
    times = sorted(each.seconds for each in seen)
    return times[math.ceil(len(times) * 0.99) - 1] if times else math.inf


def ms(seconds: float) -> str:
    """As it is printed."""
    return f"{seconds * 1e3:,.0f} ms" if seconds >= 0.01 else f"{seconds * 1e3:.1f} ms"


@dataclass
class Tally:
    """What a crowd was answered: statuses, refusals that did not say when to come back, and the longest wait."""

    statuses: Counter[int] = field(default_factory=Counter)
    silent: int = 0
    slowest_s: float = 0.0

    def told(self) -> str:
        """The statuses as they are printed."""
        return " ".join(f"{status}:{count}" for status, count in sorted(self.statuses.items())) or "none"


def posted(path: str, body: Any) -> bytes:
    """A request as it goes over the wire; *body* is JSON, or bytes that are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"POST {API}{path} HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(content) + content


def flood(
    port: int, requests: Sequence[bytes], count: int, seconds: float, addresses: Sequence[str]
) -> Tally:
    """*count* clients, each with one of *requests* again and again without a pause, whatever is answered."""
    return asyncio.run(_flood(port, requests, count, seconds, addresses))


async def _flood(
    port: int, requests: Sequence[bytes], count: int, seconds: float, addresses: Sequence[str]
) -> Tally:
    tally, end = Tally(), time.monotonic() + seconds
    clients = [
        asyncio.ensure_future(
            _pester(port, requests[k % len(requests)], addresses[k % len(addresses)], end, tally)
        )
        for k in range(count)
    ]
    _, late = await asyncio.wait(clients, timeout=seconds)
    for each in late:  # who still waits leaves, as people do
        each.cancel()
    await asyncio.gather(*clients, return_exceptions=True)
    return tally


async def _pester(port: int, request: bytes, address: str, end: float, tally: Tally) -> None:
    while time.monotonic() < end:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
        except OSError:
            tally.statuses[0] += 1
            await asyncio.sleep(0.1)
            continue
        try:
            while time.monotonic() < end:
                began = time.monotonic()
                writer.write(request)
                status, later = await read_answer(reader)
                tally.statuses[status] += 1
                tally.silent += status in (429, 503) and not later
                tally.slowest_s = max(tally.slowest_s, time.monotonic() - began)
        except (OSError, EOFError):
            tally.statuses[0] += 1
        finally:
            writer.transport.abort()


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """The status of one answer, and whether it says when to come back; its body is read and let go."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, length = head.partition(b"content-length: ")
    left = int(length.split(b"\r\n", 1)[0]) if length else 0
    while left:
        chunk = await reader.read(min(left, 1 << 20))
        if not chunk:
            raise EOFError
        left -= len(chunk)
    return int(head.split(b" ", 2)[1]), b"retry-after: " in head


@contextmanager
def crowd(task: Callable[..., Any], *arguments: Any) -> Iterator[AsyncResult[Any]]:
    """Have *task* done in another process while the block looks on; it is ended with the block."""
    with multiprocessing.get_context("spawn").Pool(1, _step_back) as pool:
        yield pool.apply_async(task, arguments)


def _step_back() -> None:
    os.nice(POLITE)
    many_files()


def many_files() -> None:
    """As many sockets as the system lets this process have."""
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
