"""
A class that trains: many live trainings at once on one server, none of them refused, and `/evaluate` meanwhile.

Fifty and then three hundred connections from one address, on a worker process per core. What is printed is read, and
only one thing is insisted on: that each of them trains until it is stopped, without an error message.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from typing import Any

from websockets.asyncio.client import connect

from .http import Server, body_of, running

COMPANIES = (50, 300)
PATH = "/api/v1/mlps/train/stream"
EVALUATIONS_A_SECOND = 10
REQUEST: dict[str, Any] = {
    "type": "start",
    "spec": {
        "inputs": 2,
        "layers": [
            {"units": 8, "activation": "tanh"},
            {"units": 8, "activation": "tanh"},
            {"units": 1, "activation": "sigmoid"},
        ],
        "loss": "bce",
    },
    "data": {"dataset": "moons"},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "batch_size": 10,
    "frames": "binary",
    "grid": {"x": [-2, 2], "y": [-2, 2], "size": 50},
}
SECONDS = 10.0  # a company's


def report(rounds: int) -> None:
    """Print a line for each company; *rounds* does not matter."""
    print(
        f"{'trainings at once':>20}{'refused':>9}{'frames a second, each':>24}{'/evaluate: median':>20}{'p95':>10}"
    )
    with running("app", "--port", "{port}") as server:
        for count in COMPANIES:
            found = asyncio.run(_company(server, count))
            print(
                f"{count:20}{found['refused']:9}{found['frames'] / count / SECONDS:24.2f}"
                f"{found['median'] * 1e3:17.1f} ms{found['p95'] * 1e3:7.1f} ms",
                flush=True,
            )
            if found["refused"]:
                raise SystemExit(f"{found['refused']} of {count} trainings were refused.")


async def _company(server: Server, count: int) -> dict[str, Any]:
    """*count* trainings for some seconds, and evaluations beside them."""
    end = time.monotonic() + SECONDS
    evaluating = asyncio.ensure_future(_evaluations(server, end))
    told = await asyncio.gather(*(_training(server.port, seed, end) for seed in range(count)))
    waits = await evaluating
    return {
        "refused": sum(frames is None for frames in told),
        "frames": sum(frames or 0 for frames in told),
        "median": statistics.median(waits),
        "p95": statistics.quantiles(waits, n=20)[-1],
    }


async def _training(port: int, seed: int, end: float) -> int | None:
    """Frames of one training until *end*, when it is stopped; None where it met an error."""
    frames, stopping = 0, False
    async with connect(f"ws://127.0.0.1:{port}{PATH}", max_size=None, open_timeout=60) as socket:
        await socket.send(json.dumps(REQUEST | {"seed": seed, "epochs": 10**6}))
        async for said in socket:
            if isinstance(said, bytes):
                frames += 1
                if not stopping and time.monotonic() >= end:
                    stopping = True
                    await socket.send('{"type": "stop"}')
                continue
            found = json.loads(said)
            if found["type"] == "error":
                return None
            if found["status"] == "stopped":
                return frames if found["step"] else None
    return None


async def _evaluations(server: Server, end: float) -> list[float]:
    """Seconds that evaluations of a hundred ops took, one after the other."""
    body, waits = body_of(100), []
    while time.monotonic() < end:
        begin = time.perf_counter()
        await asyncio.to_thread(server.post, body)
        waits.append(time.perf_counter() - begin)
        await asyncio.sleep(1 / EVALUATIONS_A_SECOND)
    return waits
