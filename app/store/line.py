"""
Waiting for a turn to write to the store, and not longer than there is hope.

A line that moves is worth waiting in. One whose first finds the store locked by another program, after the time that
SQLite waits for that, is not: whoever stood behind is told at once, rather than find out one after another.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .base import StoreLocked, StoreUnavailable

WAIT_S = 5.0
"""Longest wait for those in front while they get on, in seconds."""


class Line:
    """One at a time: ``async with line.turn():`` around what raises `StoreLocked` where it is locked."""

    def __init__(self) -> None:
        self._free = asyncio.Lock()
        self._locked: tuple[float, str] | None = None  # when that was found last, and what was said

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """
        The turn, as soon as it comes.

        Raises:
            StoreUnavailable: It takes too long to come, or somebody who was in front found the store locked.
        """
        came = time.monotonic()
        try:
            await asyncio.wait_for(self._free.acquire(), WAIT_S)
        except TimeoutError:
            raise StoreUnavailable(f"The store was busy with other saves for {WAIT_S:g} s.") from None
        try:
            if self._locked is not None and came < self._locked[0]:
                raise StoreUnavailable(self._locked[1])
            yield
        except StoreLocked as error:
            self._locked = time.monotonic(), str(error)
            raise
        finally:
            self._free.release()
