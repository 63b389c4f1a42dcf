"""
Sharing out the event loop.

Small work is done on the loop, a few milliseconds at a time, and sixteen clients may each have some ready at once:
done in a row, a request for the server's health would wait for all of it. So after a little work the rest waits for
the loop's next turn, in which whatever else is ready goes first. A thread for the work was refused: the interpreter
runs one at a time, and changing hands costs more than evaluating a small graph.
"""

from __future__ import annotations

import asyncio
from collections import deque
from time import perf_counter
from types import TracebackType

SHARE_S = 0.001


class Turns:
    """Admits work to the event loop: ``async with turns:`` around whatever holds it up."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._closed = False
        self._spent_s = 0.0
        self._began = 0.0

    async def __aenter__(self) -> None:
        if self._closed or self._waiting:
            await self._wait()
        self._began = perf_counter()  # nothing else runs until the work is done: it does not await

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spent_s += perf_counter() - self._began
        if self._spent_s > SHARE_S:
            self._spent_s = 0.0
            self._closed = True
            asyncio.get_running_loop().call_soon(self._open)
        elif self._waiting:
            self._admit()

    async def _wait(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._admit()  # its turn had come, and goes to the next
            raise

    def _open(self) -> None:
        self._closed = False
        self._admit()

    def _admit(self) -> None:
        """Let the first who still waits go on, in the loop's next turn."""
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
