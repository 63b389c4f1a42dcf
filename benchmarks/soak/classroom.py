"""
Students as a process of their own: each has a browser's six connections, its cache and a visit to play (`recorded.py`).

They come within the first third of the time, open the lesson, step on and drag a number, three times, and go to the
next lesson. Some open the network bench, too, and train until the bell, as fast as the server lets them. Raw asyncio,
so that the client takes as little of the machine as it can; what it takes is told with the rest.

Run as ``python -m benchmarks.soak.classroom PORT STUDENTS TRAINING SECONDS < visit.json``; prints `Lesson` as JSON.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException

LINES = 6
DRAGS, MOVES, FRAME_S = 3, 30, 1 / 30
STARTING_S = 1 / 3  # of the time: within it, everybody comes
# About as long as a browser's, which the server has to read, too.
HEAD = (
    "host: 127.0.0.1\r\nuser-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0 Safari/537.36\r\naccept: */*\r\naccept-language: en-GB\r\naccept-encoding: gzip, deflate\r\n"
    "referer: http://127.0.0.1/?lesson=chain-rule\r\nsec-fetch-dest: empty\r\nsec-fetch-mode: cors\r\n"
    "sec-fetch-site: same-origin\r\n"
)


@dataclass
class Lesson:
    """What a class was answered: statuses, seconds by kind, and what went wrong in words."""

    statuses: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)
    opened_s: list[float] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    received: int = 0
    finished: int = 0


class Answer(NamedTuple):
    """Its status and what the cache needs to know."""

    status: int
    tag: bytes
    size: int


class Line(asyncio.Protocol):
    """One connection that is kept: a question, its answer, the next question."""

    def __init__(self) -> None:
        self.transport: Any = None
        self.alive = True
        self._waits: asyncio.Future[Answer] | None = None
        self._came = bytearray()
        self._until = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It stands."""
        self.transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        """The server has closed it: while nothing is asked that is its right."""
        self.alive = False
        if self._waits is not None and not self._waits.done():
            self._waits.set_exception(ConnectionError("cut off" if self._came else "stale"))

    def ask(self, question: bytes) -> asyncio.Future[Answer]:
        """Send it; the answer comes when the whole of it is here."""
        self._came, self._until = bytearray(), 0
        self._waits = asyncio.get_running_loop().create_future()
        self.transport.write(question)
        return self._waits

    def data_received(self, data: bytes) -> None:
        """A part of the answer."""
        self._came += data
        if not self._until:
            end = self._came.find(b"\r\n\r\n")
            if end < 0:
                return
            self._until = end + 4 + int(_header(self._came, end, b"\r\ncontent-length: ") or 0)
        if len(self._came) >= self._until and self._waits is not None and not self._waits.done():
            end = self._came.find(b"\r\n\r\n")
            self._waits.set_result(
                Answer(int(self._came[9:12]), _header(self._came, end, b"\r\netag: "), len(self._came))
            )


def _header(came: bytearray, end: int, name: bytes) -> bytes:
    begin = came.find(name, 0, end)
    if begin < 0:
        return b""
    begin += len(name)
    return bytes(came[begin : came.find(b"\r\n", begin)])


class Browser:
    """Six lines and the tags of what was seen; what may be kept for ever is not asked for a second time."""

    def __init__(self, port: int, lesson: Lesson) -> None:
        self._port, self._lesson = port, lesson
        self._free: list[Line] = []
        self._room = asyncio.Semaphore(LINES)
        self._tags: dict[str, bytes] = {}
        self._kept: set[str] = set()

    async def load(self, requests: list[list[str]]) -> None:
        """All of them, in their order, six at a time; the page itself first."""
        first, *others = requests
        await self.ask(*first)
        await asyncio.gather(*(self.ask(*each) for each in others if each[1] not in self._kept))

    async def ask(self, method: str, path: str, body: str) -> None:
        """One request, timed from when a line is free to the answer's last byte."""
        async with self._room:
            began = time.perf_counter()
            try:
                answer = await self._answer(self._question(method, path, body))
            except OSError as error:
                self._lesson.wrong.append(f"{method} {path}: {error}")
                return
            self._note(path, answer, time.perf_counter() - began)

    async def _answer(self, question: bytes) -> Answer:
        """A line that the server has closed meanwhile is exchanged for a new one, as browsers do."""
        while self._free:
            line = self._free.pop()
            if not line.alive:
                continue
            try:
                return await self._on(line, question)
            except ConnectionError as error:
                if str(error) != "stale":
                    raise
        _, line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self._port)
        return await self._on(line, question)

    async def _on(self, line: Line, question: bytes) -> Answer:
        answer = await line.ask(question)
        self._free.append(line)
        return answer

    def _question(self, method: str, path: str, body: str) -> bytes:
        head = f"{method} {path} HTTP/1.1\r\n{HEAD}"
        if body:
            content = body.encode()
            return (
                f"{head}content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n".encode()
                + content
            )
        tag = self._tags.get(path.partition("?")[0])
        known = b"if-none-match: " + tag + b"\r\n" if tag else b""
        return head.encode() + known + b"\r\n"

    def _note(self, path: str, answer: Answer, seconds: float) -> None:
        kind = "files" if path.startswith("/static/") else "answers" if path.startswith("/api/") else "pages"
        self._lesson.seconds[kind].append(seconds)
        self._lesson.statuses[str(answer.status)] += 1
        self._lesson.received += answer.size
        if answer.status not in (200, 304):
            self._lesson.wrong.append(f"{path}: {answer.status}")
        if kind == "files":
            self._kept.add(path)
        elif answer.tag:
            self._tags[path.partition("?")[0]] = answer.tag


@dataclass
class Student:
    """One of the class."""

    browser: Browser
    visit: dict[str, Any]
    rng: random.Random
    bell: float  # on the event loop's clock

    async def come(self, seconds: float, lesson: Lesson) -> None:
        """The whole lesson, spread over what is left of the time."""
        await asyncio.sleep(self.rng.uniform(0, STARTING_S * seconds))
        began = time.perf_counter()
        await self.browser.load(self.visit["opening"])
        lesson.opened_s.append(time.perf_counter() - began)
        for _ in range(DRAGS):
            await self._think()
            await self._drag()
        await self._think()
        await self.browser.load(self.visit["following"])
        lesson.finished += 1

    async def _think(self) -> None:
        """Step and look, which asks for nothing; all stops together take half of what is left."""
        left = self.bell - asyncio.get_running_loop().time()
        await asyncio.sleep(self.rng.uniform(0.05, 0.2) * max(left, 0))

    async def _drag(self) -> None:
        """A number in the hand: the page asks again when it has been answered, once a frame at most."""
        moves = [each for each in self.visit["drag"] if each[1].endswith("/evaluate")]
        new = [each for each in self.visit["drag"] if each not in moves and each[1] not in self.browser._kept]
        loading = asyncio.gather(*(self.browser.ask(*each) for each in new))
        for step in range(MOVES):
            due = asyncio.get_running_loop().time() + FRAME_S
            await self.browser.ask(*moves[step % len(moves)])
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
        await loading
        for each in self.visit["rest"]:
            await self.browser.ask(*each)

    async def train(self, port: int, lesson: Lesson) -> None:
        """Open the bench and train until the bell; every second the picture of one example is asked for."""
        await asyncio.sleep(self.rng.uniform(0, 2))
        await self.browser.load(self.visit["bench"])
        start = json.loads(self.visit["training"][0]) | {"paused": False, "epochs": 1_000_000}
        frames = 0
        try:
            async with connect(
                f"ws://127.0.0.1:{port}/api/v1/mlps/train/stream",
                max_size=None,
                compression=None,
                ping_interval=None,
            ) as socket:
                await socket.send(json.dumps(start))
                while (left := self.bell - asyncio.get_running_loop().time()) > 0:
                    async with asyncio.timeout(left):
                        said = await socket.recv(decode=False)
                    frames += said.startswith(b"BPF1")
                    if b'"problem"' in said[:40]:
                        lesson.wrong.append(f"stream: {said[:200]!r}")
        except TimeoutError:
            pass
        except (ConnectionClosed, WebSocketException, OSError) as error:
            lesson.wrong.append(f"stream: {error!r}")
        lesson.frames.append(frames)


async def attend(port: int, students: int, training: int, seconds: float, visit: dict[str, Any]) -> Lesson:
    """A class of *students*, of whom *training* train; over when the bell rings and all have finished."""
    lesson, bell = Lesson(), asyncio.get_running_loop().time() + seconds
    coming = []
    for k in range(students):
        student = Student(Browser(port, lesson), visit, random.Random(k), bell)
        coming.append(student.come(seconds, lesson))
        if k < training:
            coming.append(student.train(port, lesson))
    await asyncio.gather(*coming)
    return lesson


def main() -> None:
    """Play it and print it."""
    port, students, training, seconds = (float(word) for word in sys.argv[1:])
    visit = json.load(sys.stdin)
    gc.disable()  # a minute's garbage fits, and a collection would be taken for the server's delay
    began, ran = time.monotonic(), time.process_time()
    lesson = asyncio.run(attend(int(port), int(students), int(training), seconds, visit))
    took = time.monotonic() - began
    told = vars(lesson) | {"took_s": took, "client_share": (time.process_time() - ran) / took}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
