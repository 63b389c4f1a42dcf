"""
What a live training sends: answers in order, and the newest frame when the client can take one.

A frame that was not sent when the next is ready is dropped, its history joined to the next one's.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import Any

import orjson
from starlette.websockets import WebSocket

from .answers import Answers
from .messages import Start
from .progress import Columns, Shown, joined


class Outgoing:
    """
    All that waits to be sent on one connection.

    Attributes:
        answers: What was said and not sent yet.
        due: When the next frame is, by the monotonic clock.
    """

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self.answers = Answers()
        self._something = asyncio.Event()
        self.begin(None)

    def begin(self, start: Start | None) -> None:
        """Another run: no frame of the one before is sent any more."""
        self._start = start
        self._frame: Shown | None = None  # the newest, where it was not sent
        self._history: Columns = {}  # of the epochs since the frame that was sent last
        self.due = 0.0

    def tell(self, history: Columns) -> None:
        """Have the next frame tell these epochs, too."""
        self._history = joined(self._history, history)

    def show(self, shown: Shown) -> None:
        """The newest frame, in place of one that waits."""
        self._frame = shown
        self._something.set()

    def say(self, message: dict[str, Any]) -> bytes:
        """Send a message after those that wait; returns it as it is sent."""
        said = orjson.dumps(message)
        self.answer(said, message["type"] == "state")
        return said

    def answer(self, said: bytes, state: bool = True) -> None:
        """Send what was made into a message before."""
        self.answers.add(said, state)
        self._something.set()

    def say_error(self, problem: bytes) -> None:
        """Say what is wrong: a problem document."""
        self.say({"type": "error", "problem": orjson.Fragment(problem)})

    async def serve(self) -> None:
        """Send what there is, for as long as the connection lasts."""
        while True:
            await self._something.wait()
            if self.answers:
                # A state is the end of what was before it: its frame goes first.
                await self._send_frame()
                await self._socket.send_text(self.answers.take().decode())
                continue
            self._something.clear()
            if self._frame is None or self._start is None:
                continue
            if self.due > monotonic():
                await self._wait()
                self._something.set()
                if monotonic() < self.due:
                    continue
            # In step, so that a frame that was late by a little does not put off all that follow.
            self.due = max(self.due, monotonic() - self._start.interval_s / 2) + self._start.interval_s
            await self._send_frame()

    async def _wait(self) -> None:
        """Until the next frame is due, or an answer is there."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.due - monotonic()):
                await self._something.wait()
                if not self.answers:
                    await asyncio.sleep(max(0.0, self.due - monotonic()))

    async def _send_frame(self) -> None:
        if self._frame is None or self._start is None:
            return
        content = self._frame.frame(self._history, self._start.binary)
        self._frame, self._history = None, {}
        if self._start.binary:
            await self._socket.send_bytes(content)
        else:
            await self._socket.send_text(content.decode())
