"""
Reading what the client of a live training says, one message after the other.

As with the body of a request: a short message is read on the event loop, in turn with other small work of its address,
a long one by a worker. While that is at it, the connection is listened to for one thing only, that the client leaves,
which ends the work; what else comes meanwhile waits its turn unread. What reading gives is told by `heard`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from ...engine.errors import EngineError, InputError
from .. import frames
from ..addresses import client_of
from ..endpoint import Desk, Refused
from ..keeping import MESSAGE
from ..problems import Problem
from ..work import INLINE_BODY_BYTES
from .heard import hear

AGAIN_S = 0.5  # until a message that no worker could be had for is tried again
BUSY = ("server-busy", "too-many-requests")  # what only waiting helps against


class Ear:
    """The incoming side of one connection."""

    def __init__(self, socket: WebSocket, desk: Desk) -> None:
        self._socket, self._desk = socket, desk
        self._ahead: asyncio.Task[Message] | None = None  # what comes after the message that is being read

    async def receive(self) -> Message:
        """The next that comes: a message, or that the client has left."""
        ahead, self._ahead = self._ahead, None
        return await (ahead or self._socket.receive())

    async def hear(self, text: str | None) -> list[bytes]:
        """
        Read a message, as long as its client is there.

        Raises:
            EngineError, Refused: It is no message, or the worker that read it was lost.
            WebSocketDisconnect: The client has left.
        """
        if text is None:
            raise InputError("wrong-type", "A message is JSON text, not bytes.")
        body = text.encode("utf-8", "surrogatepass")
        if len(body) <= INLINE_BODY_BYTES:
            async with self._desk.turns.of(client_of(self._socket)):
                return hear(body, self._desk.context)
        found = await self._by_worker(body)
        if found.status != 200:
            raise Refused(found)
        return frames.split(found.body)

    async def close(self) -> None:
        """Listen no more."""
        if self._ahead is not None:
            await _ended(self._ahead)

    async def _by_worker(self, body: bytes) -> Problem:
        work = asyncio.ensure_future(self._patiently(frames.join([body])))
        self._ahead = ahead = asyncio.ensure_future(self._socket.receive())
        try:
            await asyncio.wait((work, ahead), return_when=asyncio.FIRST_COMPLETED)
            if not work.done() and ahead.result()["type"] == "websocket.disconnect":
                raise WebSocketDisconnect
            return await work
        finally:
            await _ended(work)

    async def _patiently(self, body: bytes) -> Problem:
        """Where the workers have too much to do the client waits: it need not say everything again."""
        while True:
            try:
                return await self._desk.pool.run(client_of(self._socket), MESSAGE, body)
            except EngineError as error:
                if error.code not in BUSY or self._desk.pool.stopping:
                    raise
            await asyncio.sleep(AGAIN_S)


async def _ended(task: asyncio.Task[Any]) -> None:
    """End *task*, whatever comes of it."""
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task
