"""Worker processes: deadline, death, queue, turns."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.api import compute
from app.api.compute import Pool
from app.api.problems import HttpError, Problem
from app.engine.errors import LimitError
from app.settings import Settings

QUICK = json.dumps({"expression": "f = x * x"}).encode()
# Some seconds of work that no limit refuses beforehand.
LONG = json.dumps(
    {"expression": "x = 1\nf = x**2", "steps": 200_000, "optimizer": {"kind": "sgd", "learning_rate": 1e-9}}
).encode()


@asynccontextmanager
async def pool(**settings: Any) -> AsyncIterator[Pool]:
    opened = Pool(Settings(**({"workers": 1} | settings)))
    try:
        yield opened
    finally:
        await opened.close()
        assert opened.processes == []


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(test())  # type: ignore[arg-type]  # an async function's awaitable is a coroutine


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_worker_answers_and_is_used_again() -> None:
    """Processes start when first needed and stay."""

    async def test() -> None:
        async with pool() as workers:
            assert workers.processes == []
            first = await workers.run("a", "parse", QUICK)
            (process,) = workers.processes
            second = await workers.run("a", "parse", QUICK)
            assert first == second and first.status == 200
            assert [node["id"] for node in json.loads(first.body)["graph"]["nodes"]] == ["x", "f"]
            assert workers.processes == [process]

    run(test)


def test_what_a_worker_refuses_comes_back_as_its_problem() -> None:
    """A problem document is an answer like any other."""

    async def test() -> None:
        async with pool() as workers:
            found = await workers.run("a", "parse", b'{"expression": "f = tahn(x)"}')
            assert (found.status, json.loads(found.body)["code"]) == (422, "unknown-op")
            assert (await workers.run("a", "parse", b"{")).status == 400

    run(test)


def test_a_server_that_stops_ends_what_is_begun_and_turns_away_what_waits() -> None:
    """Nobody is left without an answer: the one in work gets its own, the next hears that it is to come back."""

    async def test() -> None:
        async with pool(compute_s=30) as workers:
            begun = asyncio.ensure_future(workers.run("a", "descend", LONG))
            waits = asyncio.ensure_future(workers.run("b", "parse", QUICK))
            while not workers.processes:
                await asyncio.sleep(0)
            workers.leave(30)
            with pytest.raises(HttpError, match="stopping") as refused:
                await waits
            assert (refused.value.code, refused.value.headers) == ("server-busy", {"Retry-After": "1"})
            assert (await begun).status == 200
            with pytest.raises(HttpError):
                await workers.run("c", "parse", QUICK)

    run(test)


def test_past_the_deadline_the_process_is_killed_and_replaced() -> None:
    """The answer is compute-limit, nothing is left running, and the next request is served."""

    async def test() -> None:
        async with pool(compute_s=0.5) as workers:
            await workers.run("a", "parse", QUICK)
            (process,) = workers.processes
            with pytest.raises(LimitError) as caught:
                await workers.run("a", "descend", LONG)
            assert (caught.value.limit, caught.value.allowed) == ("compute-limit", 0.5)
            assert workers.processes == [] and gone(process)
            assert (await workers.run("a", "parse", QUICK)).status == 200

    run(test)


def test_a_process_that_dies_costs_one_answer() -> None:
    """Killed while computing: that request is 503 with Retry-After, the next one is fine."""

    async def test() -> None:
        async with pool() as workers:
            await workers.run("a", "parse", QUICK)
            (process,) = workers.processes
            long = asyncio.ensure_future(workers.run("a", "descend", LONG))
            await asyncio.sleep(0)  # let it be handed over
            os.kill(process, signal.SIGKILL)
            with pytest.raises(HttpError) as caught:
                await long
            assert (caught.value.code, caught.value.headers) == ("worker-lost", {"Retry-After": "1"})
            assert (await workers.run("a", "parse", QUICK)).status == 200

    run(test)


def test_a_process_that_died_idle_costs_nothing() -> None:
    """It is noticed before it is asked."""

    async def test() -> None:
        async with pool() as workers:
            await workers.run("a", "parse", QUICK)
            (process,) = workers.processes
            (worker,) = workers._workers
            os.kill(process, signal.SIGKILL)
            await worker.process.wait()
            assert (await workers.run("a", "parse", QUICK)).status == 200

    run(test)


def test_past_the_queue_the_server_is_busy() -> None:
    """Two may wait: the fourth request (one is being served) is refused with Retry-After."""

    async def test() -> None:
        async with pool(queue=2, retry_after_s=7) as workers:
            admitted = [asyncio.ensure_future(workers.run(str(k), "parse", QUICK)) for k in range(3)]
            await asyncio.sleep(0)
            with pytest.raises(HttpError) as caught:
                await workers.run("late", "parse", QUICK)
            assert (caught.value.code, caught.value.headers) == ("server-busy", {"Retry-After": "7"})
            assert [found.status for found in await asyncio.gather(*admitted)] == [200, 200, 200]

    run(test)


def test_waiting_has_an_end() -> None:
    """Past its patience a request is told that the server is busy, and its place in the queue is free again."""

    async def test() -> None:
        async with pool(queue_s=0.05) as workers:
            long = asyncio.ensure_future(workers.run("a", "descend", LONG))
            await asyncio.sleep(0)
            with pytest.raises(HttpError) as caught:
                await workers.run("b", "parse", QUICK)
            assert (caught.value.code, caught.value.headers) == ("server-busy", {"Retry-After": "1"})
            assert workers.waiting == 0
            long.cancel()

    run(test)


def test_past_its_share_of_the_queue_a_client_is_told_to_wait() -> None:
    """Another client still gets in."""

    async def test() -> None:
        async with pool(queue=8, queue_per_client=1) as workers:
            admitted = [asyncio.ensure_future(workers.run("greedy", "parse", QUICK)) for _ in range(2)]
            await asyncio.sleep(0)
            with pytest.raises(HttpError) as caught:
                await workers.run("greedy", "parse", QUICK)
            assert (caught.value.code, caught.value.headers) == ("too-many-requests", {"Retry-After": "1"})
            admitted.append(asyncio.ensure_future(workers.run("modest", "parse", QUICK)))
            assert [found.status for found in await asyncio.gather(*admitted)] == [200, 200, 200]

    run(test)


def test_clients_take_turns() -> None:
    """Ten requests of one client do not all come before the one of another."""

    async def test() -> None:
        done: list[str] = []

        async def ask(workers: Pool, client: str) -> None:
            await workers.run(client, "parse", QUICK)
            done.append(client)

        async with pool() as workers:
            asked = [asyncio.ensure_future(ask(workers, "many")) for _ in range(10)]
            await asyncio.sleep(0)
            asked.append(asyncio.ensure_future(ask(workers, "one")))
            await asyncio.gather(*asked)
        assert done.index("one") <= 2

    run(test)


def test_a_client_that_leaves_the_queue_leaves_no_work() -> None:
    """What was not begun is never done."""

    async def test() -> None:
        async with pool() as workers:
            first = asyncio.ensure_future(workers.run("a", "parse", QUICK))
            second = asyncio.ensure_future(workers.run("b", "descend", LONG))
            await asyncio.sleep(0)
            assert workers.waiting == 1
            second.cancel()
            assert (await first).status == 200
            assert workers.waiting == 0

    run(test)


def test_a_computation_whose_client_left_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else whoever asks and leaves, again and again, has every worker busy with nothing."""
    monkeypatch.setattr(compute, "LEFT_S", 0.01)

    async def test() -> None:
        async with pool() as workers:
            await workers.run("a", "parse", QUICK)
            (process,) = workers.processes
            long = asyncio.ensure_future(workers.run("a", "descend", LONG))
            for _ in range(3):
                await asyncio.sleep(0)  # let it be begun
            long.cancel()
            assert (await workers.run("b", "parse", QUICK)).status == 200
            assert gone(process) and process not in workers.processes

    run(test)


def test_work_that_ends_after_its_client_left_keeps_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is over by itself needs no end, and what the worker does by then is another's."""
    monkeypatch.setattr(compute, "LEFT_S", 0.0)

    async def test() -> None:
        async with pool() as workers:
            await workers.run("a", "parse", QUICK)
            processes = workers.processes
            left = compute._Job("a", "parse", QUICK, asyncio.get_running_loop().create_future())
            assert (await workers._ask_a_worker(left)).status == 200
            workers._abandon(left)
            assert (await workers.run("b", "parse", QUICK)).status == 200
            assert workers.processes == processes

    run(test)


def test_a_worker_that_was_ended_over_its_answer_is_asked_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer may be in the pipe when its client's time is up: whoever comes next would be asking the dead."""
    ask_a_worker = compute.Worker.ask

    async def test() -> None:
        async with pool() as workers:
            left = compute._Job("a", "parse", QUICK, asyncio.get_running_loop().create_future())

            async def ended_over_it(worker: compute.Worker, name: str, body: bytes) -> Problem:
                found = await ask_a_worker(worker, name, body)
                workers._abandon(left)
                return found

            monkeypatch.setattr(compute.Worker, "ask", ended_over_it)
            assert (await workers._ask_a_worker(left)).status == 200
            monkeypatch.setattr(compute.Worker, "ask", ask_a_worker)
            assert (await workers.run("b", "parse", QUICK)).status == 200

    run(test)


def test_a_worker_steps_back() -> None:
    """Where both want the processor, the server goes first."""

    async def test() -> None:
        async with pool() as workers:
            await workers.run("a", "parse", QUICK)
            (process,) = workers.processes
            assert os.getpriority(os.PRIO_PROCESS, process) > os.getpriority(os.PRIO_PROCESS, 0)

    run(test)


def test_memory_is_bounded() -> None:
    """An allocation past the bound is an answer, not a dead process."""

    async def test() -> None:
        # A sum of a column and a row: 3 GB, within the limits of a host that has set them too wide.
        wide = {"expression": "f = reshape(x, [20000, 1]) + x", "inputs": {"x": [0] * 20_000}, "output": "x"}
        body = json.dumps(wide | {"seed": [0] * 20_000, "detail": "gradients"}).encode()
        async with pool(entries=10**12, worker_memory_mib=512) as workers:
            found = await workers.run("a", "evaluate", body)
            assert (found.status, json.loads(found.body)["code"]) == (413, "memory-limit")
            assert (await workers.run("a", "parse", QUICK)).status == 200

    run(test)
