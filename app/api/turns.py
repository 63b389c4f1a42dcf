"""
Sharing out the event loop.

Small work is done on the loop, a few milliseconds at a time, and many clients may each have some ready at once: done in
a row, a request for the server's health would wait for all of it. So after a little work the rest waits for the loop's
next turn, in which whatever else is ready goes first. A thread for the work was refused: the interpreter runs one at a
time, and changing hands costs more than evaluating a small graph.

A turn of the loop is long where there is much else to do, and then the work's share of it is as long as all the rest:
with a fixed share, three hundred small evaluations would wait for three hundred turns behind a class that loads a page.

What waits, waits in a queue per client address, and the addresses take turns: two hundred connections of one delay
another's by one piece of work, not by two hundred.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from time import perf_counter
from types import TracebackType

SHARE_S, LARGEST_SHARE_S = 0.001, 0.008
MOST_AT_ONCE = (
    8  # pieces let in together: all of them are done before anything else, however long each turns out
)


class Turns:
    """Admits work to the event loop: ``async with turns.of(client):`` around whatever holds it up."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._closed = False
        self._spent_s = 0.0
        self._share_s = SHARE_S
        self._piece_s = SHARE_S  # what a piece of work takes, of late
        self._closed_at = 0.0

    def of(self, client: str) -> Turn:
        """A turn for a piece of work of *client*, an address."""
        return Turn(self, client)

    async def take(self, client: str) -> None:
        """Wait until it is the turn of *client*, if anybody else is before it."""
        if not (self._closed or self._waiting):
            return
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._admit()  # its turn had come, and goes to the next
            raise

    def spend(self, seconds: float) -> None:
        """Note that the loop was held up for so long, and say who is next."""
        self._spent_s += seconds
        self._piece_s += (seconds - self._piece_s) / 8
        if self._closed:
            return  # let in with others whose work was longer than expected
        if self._spent_s > self._share_s:
            self._spent_s = 0.0
            self._closed, self._closed_at = True, perf_counter()
            asyncio.get_running_loop().call_soon(self._open)
        elif self._waiting:
            self._admit()

    def _open(self) -> None:
        """Everything else that was ready has had its turn: let in as many as fit into as long again."""
        self._closed = False
        self._share_s = max(SHARE_S, min(LARGEST_SHARE_S, perf_counter() - self._closed_at))
        fit = self._share_s / self._piece_s if self._piece_s > 0 else 1
        for _ in range(max(1, min(MOST_AT_ONCE, int(fit)))):
            self._admit()

    def _admit(self) -> None:
        """Let the next client's first that still waits go on, in the loop's next turn."""
        while self._waiting:
            client, queue = self._waiting.popitem(last=False)
            waiter = queue.popleft()
            if queue:
                self._waiting[client] = queue  # to the end of the line
            if not waiter.done():
                waiter.set_result(None)
                return


class Turn:
    """One piece of work's."""

    def __init__(self, turns: Turns, client: str) -> None:
        self._turns, self._client = turns, client
        self._began = 0.0

    async def __aenter__(self) -> None:
        await self._turns.take(self._client)
        self._began = perf_counter()  # nothing else runs until the work is done: it does not await

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns.spend(perf_counter() - self._began)
