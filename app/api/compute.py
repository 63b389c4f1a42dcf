"""
Worker processes for what is too long for the event loop.

A worker has one computation at a time, with a deadline; past it the process is killed and another takes its place.
Threads were refused because nothing can stop them, and `concurrent.futures` because one killed process makes its pool
useless. Workers start when first needed: a server that only ever answers small requests has none.

What waits, waits in one queue per client address, and the addresses take turns, so that forty heavy requests of one
client delay another's by one computation, not by forty. Both the whole queue and each client's share are bounded.
What its client no longer waits for is not begun, and ended soon where it was: else whoever comes and goes keeps every
worker busy with nothing.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict, deque
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ..settings import Settings
from . import frames
from .problems import HttpError, Problem
from .work import too_slow

START_TIMEOUT_S = 30.0
# Of the time that is left when the server stops, for sending answers and for ending itself.
SPARE_S = 1.0
LEFT_S = 0.25  # that a computation goes on without its client; most are done by then, and a new process costs as much
_PACKAGE = __name__.removesuffix(".compute")
_ROOT = Path(__file__).resolve().parents[_PACKAGE.count(".") + 1]
# Two processes that each ask for every core get in each other's way.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(slots=True, eq=False)
class _Job:
    client: str
    name: str
    body: bytes
    result: asyncio.Future[Problem]
    worker: Worker | None = None  # that computes it at this moment


class Worker:
    """One worker process, seen from the server."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None and process.stdout is not None  # both are pipes
        self.process = process
        self._ended = False
        self._questions = process.stdin
        self._replies = process.stdout

    @classmethod
    async def start(cls, settings: Settings) -> Worker:
        """Start a process and wait until it has imported what it needs."""
        told = {
            "limits": asdict(settings.limits),
            "json_depth": settings.json_depth,
            "memory_mib": settings.worker_memory_mib,
            "compute_s": settings.compute_s,
        }
        path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            f"{_PACKAGE}.worker",
            json.dumps(told),
            stdin=PIPE,
            stdout=PIPE,
            env=os.environ | _ONE_THREAD | {"PYTHONPATH": path},
        )
        worker = cls(process)
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                await worker._replies.readexactly(frames.LENGTH.size)
        except BaseException:
            await worker.kill()
            raise
        return worker

    @property
    def alive(self) -> bool:
        """Whether the process is still there to be asked."""
        return not self._ended and self.process.returncode is None and not self._replies.at_eof()

    async def ask(self, name: str, body: bytes) -> Problem:
        """Put one question and wait for its reply; OSError or EOFError when the process ends over it."""
        self._questions.write(frames.question(name, body))
        await self._questions.drain()
        (length,) = frames.LENGTH.unpack(await self._replies.readexactly(frames.LENGTH.size))
        return frames.parse_reply(await self._replies.readexactly(length))

    def end(self) -> None:
        """Have the process ended; from now on it is none to ask, though its end may take a moment to be seen."""
        self._ended = True
        with suppress(ProcessLookupError):
            self.process.kill()

    async def kill(self) -> None:
        """End the process at once and take its status, so that nothing is left of it."""
        self.end()
        self._questions.close()
        await self.process.wait()


class Pool:
    """The workers, and what waits for them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._size = settings.worker_count
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._serving: set[asyncio.Task[None]] = set()
        self._waiting: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._closed = False

    async def run(self, client: str, name: str, body: bytes) -> Problem:
        """
        Have work *name* done on *body* by a worker.

        Args:
            client: Whose turn it is counted as; an address.
            name: Key of `registry.WORK`.
            body: The request's bytes.

        Raises:
            HttpError: The queue is full (503), this client's share of it is (429), or the worker was lost (503).
            LimitError: ``compute-limit``.
        """
        self._check_room(client)
        job = _Job(client, name, body, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(client, deque()).append(job)
        self._dispatch()
        patience = asyncio.get_running_loop().call_later(self._settings.queue_s, self._give_up, job)
        try:
            return await job.result
        finally:
            patience.cancel()
            self._forget(job)
            if job.result.cancelled():
                asyncio.get_running_loop().call_later(LEFT_S, self._abandon, job)

    @property
    def processes(self) -> list[int]:
        """Process ids of the workers there are, busy and idle."""
        return sorted(worker.process.pid for worker in self._workers)

    @property
    def stopping(self) -> bool:
        """Whether nothing is begun any more; waiting does not help then."""
        return self._closed

    @property
    def waiting(self) -> int:
        """Computations that wait for a worker."""
        return sum(map(len, self._waiting.values()))

    def leave(self, seconds: float) -> None:
        """
        The server ends in *seconds*: begin nothing that could not be done by then, and say so to what waits for it.

        What is begun in time is done; without this, it and what waits would be cut off together, unanswered.
        """
        last = max(0.0, seconds - SPARE_S - self._settings.compute_s)
        asyncio.get_running_loop().call_later(last, self._turn_away)

    def _turn_away(self) -> None:
        self._closed = True
        for job in [job for queue in self._waiting.values() for job in queue]:
            if not job.result.done():
                job.result.set_exception(self._busy("The server is stopping."))

    async def close(self) -> None:
        """Kill every worker and fail what waits."""
        self._closed = True
        for queue in self._waiting.values():
            for job in queue:
                job.result.cancel()
        self._waiting.clear()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await asyncio.gather(*(self._end(worker) for worker in self._idle))
        self._idle.clear()

    def _check_room(self, client: str) -> None:
        later = {"Retry-After": str(self._settings.retry_after_s)}
        free = self._size - len(self._serving)
        if self._closed or self.waiting >= self._settings.queue + max(free, 0):
            raise self._busy("Every worker is busy and the queue is full.")
        own = len(self._waiting.get(client, ()))
        if own >= self._settings.queue_per_client + max(free, 0):
            raise HttpError(
                "too-many-requests",
                f"{own} computations of this client are waiting; the limit is {self._settings.queue_per_client}.",
                hint="Wait for some of them.",
                headers=later,
            )

    def _dispatch(self) -> None:
        """Give work to free workers, the clients taking turns."""
        while self._waiting and len(self._serving) < self._size and not self._closed:
            client, queue = self._waiting.popitem(last=False)
            job = queue.popleft()
            if queue:
                self._waiting[client] = queue  # to the end of the line
            task = asyncio.get_running_loop().create_task(self._serve(job))
            self._serving.add(task)
            task.add_done_callback(self._served)

    def _served(self, task: asyncio.Task[None]) -> None:
        self._serving.discard(task)
        self._dispatch()

    async def _serve(self, job: _Job) -> None:
        try:
            found = await self._ask_a_worker(job)
        except Exception as error:
            if not job.result.done():
                job.result.set_exception(error)
        else:
            if not job.result.done():  # the client may have left
                job.result.set_result(found)
        finally:
            job.result.cancel()  # where this task itself was cancelled; does nothing to a result

    async def _ask_a_worker(self, job: _Job) -> Problem:
        worker = await self._take_worker()
        if job.result.done():  # its client has left
            self._idle.append(worker)
            raise self._lost()
        job.worker = worker
        try:
            async with asyncio.timeout(self._settings.compute_s):
                found = await worker.ask(job.name, job.body)
        except TimeoutError:
            await self._end(worker)
            raise too_slow(self._settings.compute_s) from None
        except (OSError, EOFError):
            await self._end(worker)
            raise self._lost() from None
        except BaseException:
            await self._end(worker)
            raise
        finally:
            job.worker = None
        self._idle.append(worker)
        return found

    async def _take_worker(self) -> Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await self._end(worker)
        try:
            worker = await Worker.start(self._settings)
        except (OSError, EOFError, TimeoutError):
            raise self._lost() from None
        self._workers.add(worker)
        return worker

    async def _end(self, worker: Worker) -> None:
        self._workers.discard(worker)
        await worker.kill()

    def _give_up(self, job: _Job) -> None:
        """Waited long enough: better an answer now than the right one when nobody waits for it any more."""
        if job in self._waiting.get(job.client, ()) and not job.result.done():
            job.result.set_exception(self._busy(f"No worker was free within {self._settings.queue_s:g} s."))

    def _abandon(self, job: _Job) -> None:
        """Nobody waits for it any more: its process is ended, which fails the question, which lets the next one in."""
        if job.worker is not None:
            job.worker.end()

    def _busy(self, message: str) -> HttpError:
        later = {"Retry-After": str(self._settings.retry_after_s)}
        return HttpError("server-busy", message, hint="Try again shortly.", headers=later)

    def _lost(self) -> HttpError:
        return HttpError(
            "worker-lost",
            "The process that computed the answer ended.",
            hint="Ask again.",
            headers={"Retry-After": str(self._settings.retry_after_s)},
        )

    def _forget(self, job: _Job) -> None:
        queue = self._waiting.get(job.client)
        if queue is not None and job in queue:
            queue.remove(job)
            if not queue:
                del self._waiting[job.client]
