"""
A live training: one connection, its run, and the pace of its client.

Three tasks share a session. The reader takes messages and changes what is wanted; the driver has a worker train a slice
at a time; the sender (`outgoing`) sends answers in order and, when the client can take one, the newest frame. So a slow
tab costs the training nothing, and memory stays where it is.

A run is not a worker's: between slices it is parameters and state, so trainings share the processors in turns, and a
lost worker costs one slice, which is done again. Requests are read by the worker; whatever it refuses comes back as an
``error`` message, and the run stands where it stood. Of a request only the settings are told apart here, and none of it
is parsed: it may be megabytes.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from contextlib import suppress
from time import monotonic
from typing import Protocol

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect

from ...engine.errors import EngineError, InputError
from .. import frames, problems
from ..endpoint import Desk, Refused
from ..keeping import SLICE
from ..problems import Problem
from .hearing import Ear
from .messages import CHANGES, Changes, Start, Steps, unpack_changes
from .outgoing import Outgoing
from .progress import Shown

POLICY, TRY_AGAIN_LATER = 1008, 1013
MESSAGES_A_SECOND = 60
UNSENT_ANSWERS = 64
SHORTEST_S, LONGEST_S = 0.01, 0.1  # of a slice
DRAWN_S = 0.003  # about what a frame takes besides
LOST_IN_A_ROW = 3
_LEFT = (RuntimeError, WebSocketDisconnect, OSError)  # what talking to somebody who has left raises


class Company(Protocol):
    """Who else trains: what the length of a slice goes by."""

    active: int


class Session:
    """One connection."""

    def __init__(self, socket: WebSocket, desk: Desk, company: Company) -> None:
        self._socket, self._desk, self._company = socket, desk, company
        self._outgoing, self._ear = Outgoing(socket), Ear(socket, desk)
        self._wanted = asyncio.Event()  # to do
        self._over: tuple[int, str] | None = None
        self._clear()

    def _clear(self) -> None:
        self._start: Start | None = None
        self._outgoing.begin(None)
        self._begins = b""
        self._settings: Changes = {}  # that hold now
        self._changed: Changes | None = None  # as they are to be
        self._running = False
        self._steps: deque[Steps] = deque()
        self._asked: Changes | None = None  # the change that the slice under way was sent with
        self._stepping: Steps | None = None  # what it steps, if it does
        self._ended: bytes | None = None  # the state at which the run ended by itself
        self._parameters = self._state = b""
        self._tell = ""  # the status to tell with the next slice
        self._final = False  # whether the slice under way was asked for all there is to tell

    async def serve(self) -> None:
        """Talk until one side leaves. Nothing of the session outlives this."""
        tasks = [asyncio.ensure_future(each()) for each in (self._read, self._drive, self._outgoing.serve)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for ended in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(ended, Exception) and not isinstance(ended, _LEFT):
                    self._over = TRY_AGAIN_LATER, "A mistake of this program."
                    logging.getLogger(__name__).error("a live training ended", exc_info=ended)
            await self._ear.close()
        if self._over is not None:
            with suppress(*_LEFT):
                await self._socket.close(*self._over)

    # Messages

    async def _read(self) -> None:
        began, count = monotonic(), 0
        while True:
            message = await self._ear.receive()
            if message["type"] == "websocket.disconnect":
                return
            if monotonic() - began > 1:
                began, count = monotonic(), 0
            count += 1
            if count > MESSAGES_A_SECOND or len(self._outgoing.answers) > UNSENT_ANSWERS:
                self._over = POLICY, f"More than {MESSAGES_A_SECOND} messages a second."
                return
            try:
                self._take(await self._ear.hear(message.get("text")))
            except EngineError as error:
                self._outgoing.say_error(problems.problem(error).body)
            except Refused as refused:
                self._outgoing.say_error(refused.found.body)

    def _take(self, parts: list[bytes]) -> None:
        """Do what one message says, or set it down to be done."""
        kind, wrong, *content = parts[0].decode(), *parts[1:]
        if kind == "start" and self._running:
            raise InputError("bad-setting", "A run is under way.", hint='Send {"type": "stop"} first.')
        if kind != "start" and self._start is None:
            raise InputError("bad-setting", "Nothing was started.", hint='Begin with {"type": "start", ...}.')
        if wrong:
            self._outgoing.say_error(wrong)
            return
        if kind == "start":
            self._begin(Start.of(content))
        elif kind == "set":
            self._change(unpack_changes(content))
        elif kind == "step":
            self._steps.append(Steps.of(content))
            self._running, self._ended = False, None
            if len(self._steps) > MESSAGES_A_SECOND:
                self._steps.popleft()
        else:
            if kind == "resume" and self._ended is not None and not self._differs(self._changed):
                self._outgoing.answer(self._ended)  # said before it was known that nothing is left to do
                return
            self._running = kind == "resume"
            self._steps.clear()
            self._tell = {"pause": "paused", "resume": "running", "stop": "stopped"}[kind]
        self._wanted.set()

    def _begin(self, start: Start) -> None:
        self._clear()
        self._start, self._begins, self._settings = start, start.begins, start.settings
        self._outgoing.begin(start)
        self._tell, self._running = ("paused", False) if start.paused else ("running", True)
        self._wanted.set()

    def _change(self, changes: Changes) -> None:
        """Other hyperparameters, from the next slice on, if the worker takes them."""
        if self._parameters:
            self._begins = b""  # that is behind it, and its moments may be another rule's
        self._changed = (self._settings if self._changed is None else self._changed) | changes
        self._tell = self._tell or ("running" if self._running else "paused")

    def _differs(self, changed: Changes | None) -> bool:
        """Whether *changed* sets something else than holds now."""
        return changed is not None and any(self._settings.get(key) != changed.get(key) for key in CHANGES)

    # Training

    async def _drive(self) -> None:
        while True:
            await self._wanted.wait()
            self._company.active += 1
            try:
                await self._work()
            finally:
                self._company.active -= 1

    async def _work(self) -> None:
        """Slice after slice until there is nothing to do."""
        lost = 0
        while self._wanted.is_set():
            start = self._start
            assert start is not None  # nothing is wanted before
            try:
                found = await self._slice(start)
            except EngineError as error:
                if error.code == "server-busy":
                    await asyncio.sleep(start.interval_s)
                    continue
                self._outgoing.say_error(problems.problem(error).body)
                lost += 1
                if error.code != "worker-lost" or lost >= LOST_IN_A_ROW:
                    self._halt()
                continue
            lost = 0
            if start is self._start:
                self._settle(found)
            del found  # the next turn is long to wait for in company, and a reply holds every grid

    def _halt(self) -> None:
        self._running = False
        self._tell = "paused" if self._tell == "running" else self._tell
        self._steps.clear()
        self._wanted.clear()

    async def _slice(self, start: Start) -> Problem:
        """One slice by whatever worker has its turn."""
        steps = self._steps[0] if self._steps else None
        if steps is not None and steps.answered and not self._parameters:
            steps = None  # where it begins is told first
        self._stepping = steps
        goes = steps.left > 1 if steps else self._running and not self._steps
        seconds = self._length(start) if goes and self._parameters else 0.0
        # What was asked while steps are under way is answered when they are done.
        self._final = self._tell in ("paused", "stopped") and not goes
        self._asked = self._changed
        way = {
            "seconds": seconds,
            "unit": steps and steps.unit,
            "count": steps.left if steps else 0,
            "answered": steps is not None and steps.answered,
            "grid": orjson.Fragment(start.grid or b"null"),
            "slots": start.slots,
            "told": not goes
            or (bool(self._tell) and not steps)
            or monotonic() + seconds + DRAWN_S >= self._outgoing.due,
            "final": self._final,
        }
        asked = self._settings if self._asked is None else self._asked
        settings = orjson.dumps({key: orjson.Fragment(value) for key, value in asked.items()})
        request = [start.stays, self._begins, settings]
        body = frames.join([orjson.dumps(way), self._parameters, self._state, *request])
        async with self._desk.slots:
            return await self._desk.pool.run(f"stream {id(self)}", SLICE, body)

    def _length(self, start: Start) -> float:
        """Seconds of a slice: a frame's at most, and shorter in company, so that everybody's turn comes round."""
        share = self._desk.settings.worker_count / max(1, self._company.active)
        longest = min(1.0, share) * min(start.interval_s, LONGEST_S)
        left = (
            self._outgoing.due - monotonic() - DRAWN_S
        )  # until the next frame; until that after it, where this one is done
        left += start.interval_s if left < SHORTEST_S else 0.0
        return max(SHORTEST_S, min(longest, left) if left > 0 else longest)

    def _settle(self, found: Problem) -> None:
        """Take a slice's outcome over and say what is to be said."""
        if found.status != 200:
            self._refused(found)
            return
        if self._asked is not None:
            self._ended = None if self._differs(self._asked) else self._ended
            self._settings = self._asked
            self._changed = None if self._changed is self._asked else self._changed
        head, history, self._parameters, self._state, rest, done, *more = frames.split(found.body)
        self._outgoing.tell(orjson.loads(history))
        self._count(orjson.loads(done))
        if more:
            self._show(Shown(head, self._parameters, *more), rest)
        if not (self._running or self._steps or self._tell or self._changed is not None):
            self._wanted.clear()

    def _count(self, done: int) -> None:
        """Take off the steps that were done, unless what came in between has put an end to them."""
        steps = self._stepping
        if steps is None or not self._steps or self._steps[0] is not steps:
            return
        steps.left -= done
        if steps.left <= 0:
            self._steps.popleft()
            if steps.answered:
                self._final, self._tell = True, "paused"

    def _show(self, shown: Shown, rest: bytes) -> None:
        """Have a slice's outcome told: as a frame, and as the state where one is due."""
        ended = orjson.loads(shown.head)["stopped"] is not None
        if ended:
            self._running, self._tell = False, "stopped"
            self._steps.clear()
        self._outgoing.show(shown)
        known = self._changed is None  # else the next slice has the answer
        if self._tell and ((known and (self._final or self._tell == "running")) or ended):
            status, self._tell = self._tell, ""
            state = {"status": status, "state": orjson.Fragment(self._state), **orjson.loads(rest)}
            said = self._outgoing.say(shown.said("state") | state)
            self._ended = said if ended else self._ended

    def _refused(self, found: Problem) -> None:
        """The worker does not take the request: the run stands where it stood, or was none."""
        self._outgoing.say_error(found.body)
        if not self._parameters:
            self._clear()
        changed, later = self._asked is not None, self._changed is not self._asked
        if not later:
            self._changed = None
        if not changed or self._ended is not None or not (self._running or self._steps):
            self._halt()
        if later and self._changed is not None:
            self._wanted.set()
