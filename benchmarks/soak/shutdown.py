"""
SIGTERM: to a server with 50 live trainings and 20 requests in work, to one with more work than it can end, twice, idle.

What is wanted: it is gone within 10 s with status 0, every request in work is answered (done, or a 503 that says when
to come back; none is cut off in silence), and every stream is told by a close code that the server goes.
"""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from .figure import Options, Outcome
from .mixture import API, TRAINING
from .service import Service, service

STREAMS, REQUESTS = 50, 20
WITHIN_S = 10.0
SERVICE_RESTART = 1012
# Epochs: a worker has the short ones done in half a second; of the long ones, 20 take two workers 25 s.
SHORT, LONG = 300, 2_000
NO_ANSWER = 0


class Ended(NamedTuple):
    """How a server and those who used it came apart."""

    seconds: float
    status: int
    answers: Counter[int]
    codes: Counter[int]
    unasked_for: int  # 503 without Retry-After


def run(options: Options) -> Iterator[Outcome]:
    """A server for each case; the numbers are small, so *options* shortens nothing."""
    for what, epochs, signals in (
        (f"{STREAMS} streams and {REQUESTS} requests in work", SHORT, 1),
        (f"{REQUESTS} requests that cannot all be done in time", LONG, 1),
        ("SIGTERM twice", SHORT, 2),
    ):
        ended = asyncio.run(_busy(epochs, signals))
        yield from _outcomes(what, ended, all_done=epochs == SHORT)
    ended = asyncio.run(_idle())
    yield from _outcomes("idle", ended, all_done=True)


def _outcomes(what: str, ended: Ended, *, all_done: bool) -> Iterator[Outcome]:
    gone = f"{ended.seconds:.1f} s, status {ended.status}"
    yield Outcome(
        f"{what}: gone", gone, f"within {WITHIN_S:g} s, 0", ended.seconds < WITHIN_S and ended.status == 0
    )
    if ended.answers:
        allowed = {200} if all_done else {200, 503}
        answered = ended.answers.keys() <= allowed and not ended.unasked_for
        wanted = "all done" if all_done else "all answered, 503 with Retry-After"
        yield Outcome(f"{what}: answers", _told(ended.answers), wanted, answered)
    if ended.codes:
        told = set(ended.codes) == {SERVICE_RESTART}
        yield Outcome(f"{what}: close codes", _told(ended.codes), f"{SERVICE_RESTART} for all", told)


def _told(counted: Counter[int]) -> str:
    return ", ".join(f"{count} x {what or 'cut'}" for what, count in sorted(counted.items()))


async def _busy(epochs: int, signals: int) -> Ended:
    with service(metrics=1) as server:
        streams = await asyncio.gather(*(_training(server) for _ in range(STREAMS)))
        asked = [asyncio.create_task(_ask(server, epochs)) for _ in range(REQUESTS)]
        await _all_taken(server)
        watched = [asyncio.create_task(_close_code(stream)) for stream in streams]
        seconds, status = await _terminate(server, signals)
        answers = await asyncio.gather(*asked)
        codes = Counter(await asyncio.gather(*watched))
    silent = sum(status == 503 and not later for status, later in answers)
    return Ended(seconds, status, Counter(status for status, _ in answers), codes, silent)


async def _idle() -> Ended:
    with service() as server:
        seconds, status = await _terminate(server, 1)
    return Ended(seconds, status, Counter(), Counter(), 0)


async def _terminate(server: Service, signals: int) -> tuple[float, int]:
    """Ask it to go; the seconds it took and its exit status."""
    began = time.monotonic()
    for _ in range(signals):
        server.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.5 if signals > 1 else 0)
    status = await asyncio.to_thread(server.process.wait, 60)
    return time.monotonic() - began, status


async def _training(server: Service) -> ClientConnection:
    """A live training that has shown its first frame."""
    stream = await connect(
        f"ws://127.0.0.1:{server.port}{API}/mlps/train/stream", max_size=None, ping_interval=None
    )
    await stream.send(json.dumps(TRAINING))
    while not isinstance(await stream.recv(), bytes):
        pass
    return stream


async def _close_code(stream: ClientConnection) -> int:
    """Read on until it ends; what it said at the end, 1006 where it said nothing."""
    try:
        while True:
            await stream.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


async def _ask(server: Service, epochs: int) -> tuple[int, bool]:
    """A training as one request; its status and whether it has a Retry-After, `NO_ANSWER` where it was cut."""
    body = json.dumps(_request(epochs)).encode()
    head = f"POST {API}/mlps/train HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
    try:
        told = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(told.split("content-length: ")[1].split("\r\n")[0])
        await reader.readexactly(length)
    except (OSError, EOFError, asyncio.IncompleteReadError):
        return NO_ANSWER, False
    finally:
        writer.close()
    return int(told.split()[1]), "retry-after:" in told


def _request(epochs: int) -> dict[str, Any]:
    kept = ("spec", "data", "optimizer", "batch_size")
    return {key: TRAINING[key] for key in kept} | {"epochs": epochs}


async def _all_taken(server: Service) -> None:
    """Wait until every request has come as far as a worker or the queue for one."""
    while await _waiting(server) < REQUESTS - 2:
        await asyncio.sleep(0.02)


async def _waiting(server: Service) -> float:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    page = (await reader.read()).decode()
    writer.close()
    return float(page.split("\nbackprop_waiting ")[1].split()[0])
