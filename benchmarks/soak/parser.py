"""
A million texts are read: each gives a graph or errors of the reference, in bounded time; and 10,000 graphs are printed.

The texts are those of the test in ``tests/engine``, which reads the first ten thousand; each follows from a number, and
what is found is printed whole with it. ``--set first=5000000`` begins at another one. Ten thousand are asked of a
server, too, where what follows the reading gets its share.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection

from benchmarks.http import HEADERS
from tests.engine.random_graphs import document_of
from tests.engine.random_texts import complaint, random_text
from tests.engine.round_trip import assert_round_trip

from .figure import Options, Outcome
from .service import service

TEXTS, GRAPHS, ASKED = 1_000_000, 10_000, 10_000
BLOCK = 2_000
LONGEST_S = 1.0
"""Processor time that one text may take, in seconds; it is stopped there."""
ANSWERS = {200, 400, 413, 422}


@dataclass(slots=True)
class Block:
    """What came of some of them: *wrong* is what is to be printed."""

    count: int = 0
    slowest_s: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Block) -> None:
        """Take *other* in."""
        self.count += other.count
        self.slowest_s = max(self.slowest_s, other.slowest_s)
        self.wrong += other.wrong


def run(options: Options) -> Iterator[Outcome]:
    """Texts, then graphs, on all processors; then a server."""
    first, began = int(options.arguments.get("first", "0")), time.monotonic()
    read = _spread(_read, first, options.count(TEXTS))
    rate = read.count / (time.monotonic() - began)
    yield _line(f"texts that give a graph or errors, {rate:,.0f} a second", read)
    took = f"{read.slowest_s * 1000:.0f} ms"
    yield Outcome("the slowest of them", took, f"< {LONGEST_S:g} s", read.slowest_s < LONGEST_S)
    yield _line(
        "random graphs that are printed and read again as they were",
        _spread(_print, first, options.count(GRAPHS)),
    )
    yield _line("texts asked of a server: 200, 400, 413 or 422", _ask(first, options.count(ASKED)))


def _line(what: str, block: Block) -> Outcome:
    for each in block.wrong[:20]:
        print(each, file=sys.stderr)
    return Outcome(what, f"{block.count}, {len(block.wrong)} wrong", "none wrong", not block.wrong)


def _spread(work: Callable[[int, int], Block], first: int, count: int) -> Block:
    """*work* over *count* numbers from *first*, some at a time on every processor."""
    found = Block()
    starts = range(first, first + count, BLOCK)
    sizes = [min(BLOCK, first + count - start) for start in starts]
    with ProcessPoolExecutor(os.cpu_count(), initializer=_limited) as pool:
        for block in pool.map(work, starts, sizes):
            found.add(block)
    return found


def _limited() -> None:
    """What takes too long is stopped by an exception, which is then what is wrong with it."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {LONGEST_S:g} s")

    signal.signal(signal.SIGVTALRM, stop)


def _read(first: int, count: int) -> Block:
    block = Block(count)
    for number in range(first, first + count):
        text = random_text(number)
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST_S)
        began = time.process_time()
        found = complaint(text, thorough=number % 8 == 0)
        block.slowest_s = max(block.slowest_s, time.process_time() - began)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if found is not None:
            block.wrong.append(f"text {number}: {found}\n{text!r}")
    return block


def _print(first: int, count: int) -> Block:
    block = Block(count)
    for number in range(first, first + count):
        try:
            assert_round_trip(document_of(number), number)
        except Exception as error:
            block.wrong.append(f"graph {number}: {type(error).__name__}: {error}\n{document_of(number)}")
    return block


def _ask(first: int, count: int) -> Block:
    """Evaluate and check them in turns, over one connection."""
    block = Block(count)
    with service() as asked:
        connection = HTTPConnection("127.0.0.1", asked.port, timeout=30)
        for number in range(first, first + count):
            path = ("/api/v1/evaluate", "/api/v1/check", "/api/v1/parse")[number % 3]
            body = json.dumps({"expression": random_text(number)})
            connection.request("POST", path, body, HEADERS)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status not in ANSWERS:
                block.wrong.append(f"text {number}: {path} {answer.status} {content[:500]!r}\n{body}")
        connection.close()
    return block
