"""Live training: the same run as without a stream, at the client's pace, whatever the client or a worker does."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from app.api.mlps.stream import Session

from .conftest import Api

GATE = {
    "inputs": 2,
    "layers": [{"units": 3, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "loss": "bce",
}
REQUEST = {
    "spec": GATE,
    "data": {"dataset": "moons", "n": 40, "split": {"train": 0.75, "validation": 0.25}},
    "optimizer": {"kind": "adam", "learning_rate": 0.03},
    "batch_size": 8,
    "epochs": 60,
}


class Company:
    active = 0


class Client:
    """The other end of a session: what it says, what it has read, and a gate at which answers wait for it."""

    def __init__(self, api: Api) -> None:
        self.scope = {"client": ("192.0.2.1", 5)}
        self._incoming: asyncio.Queue[Any] = asyncio.Queue()
        self._outgoing: asyncio.Queue[Any] = asyncio.Queue()
        self.reads = asyncio.Event()
        self.reads.set()
        self.closed: tuple[Any, ...] | None = None
        self.session = Session(self, api.app.state.desk, Company())  # type: ignore[arg-type]

    async def receive(self) -> Any:
        return await self._incoming.get()

    async def send_text(self, text: str) -> None:
        await self.reads.wait()
        self._outgoing.put_nowait(json.loads(text))

    async def send_bytes(self, content: bytes) -> None:
        await self.reads.wait()
        self._outgoing.put_nowait(content)

    async def close(self, *reason: Any) -> None:
        self.closed = reason

    def say(self, kind: str, **rest: Any) -> None:
        self.say_text(json.dumps({"type": kind, **rest}))

    def say_text(self, text: str) -> None:
        self._incoming.put_nowait({"type": "websocket.receive", "text": text})

    def say_bytes(self, content: bytes) -> None:
        self._incoming.put_nowait({"type": "websocket.receive", "bytes": content})

    def leave(self) -> None:
        self._incoming.put_nowait({"type": "websocket.disconnect", "code": 1001})

    async def hear(self) -> Any:
        async with asyncio.timeout(30):
            return await self._outgoing.get()

    async def until(self, status: str) -> tuple[Any, list[Any]]:
        """Read up to the state message *status*; returns it, and the frames before it."""
        frames = []
        while True:
            found = await self.hear()
            if isinstance(found, bytes) or found["type"] == "frame":
                frames.append(found)
                continue
            assert found["type"] == "state", found
            if found["status"] == status:
                return found, frames


def talk(api: Api, script: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    """Run *script* against a session; nothing of the session is left afterwards."""

    async def both() -> Any:
        client = Client(api)
        serving = asyncio.ensure_future(client.session.serve())
        try:
            return await script(client)
        finally:
            client.leave()
            async with asyncio.timeout(30):
                await serving

    async def counted() -> Any:
        before = asyncio.all_tasks()
        found = await both()
        # A slice under way is the pool's, and may end a moment later.
        pool = api.app.state.desk.pool
        left = asyncio.all_tasks() - before - pool._serving
        assert not left
        return found

    return api.run(counted())


def trained(api: Api, **request: Any) -> Any:
    return api.post("/mlps/train", REQUEST | request).json()


@pytest.mark.parametrize("pace", [60, 1])
def test_a_stream_is_the_same_training(api: Api, pace: int) -> None:
    """Parameters and state bit for bit those of the call, every epoch told once and in order, however few frames."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, frames_per_second=pace)
        running, first = await client.until("running")
        assert running["step"] == 0 and running["stopped"] is None
        state, rest = await client.until("stopped")
        return state, first + rest

    state, frames = talk(api, script)
    whole = trained(api)

    assert (state["parameters"], state["state"]) == (whole["parameters"], whole["state"])
    assert state["stopped"] == whole["stopped"] == "epochs"
    for name, column in whole["history"].items():
        assert [entry for frame in frames for entry in frame["history"][name]] == column
    assert frames[-1]["parameters"] == whole["parameters"]


@pytest.mark.parametrize("unit, where", [("example", (0, 1, 1)), ("batch", (0, 1, 8)), ("epoch", (1, 4, 0))])
def test_steps_while_paused(api: Api, unit: str, where: tuple[int, int, int]) -> None:
    """One example, one batch, one epoch further, each with a frame."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True)
        await client.until("paused")
        client.say("step", unit=unit)
        while (frame := await client.hear())["step"] == 0:
            pass
        return frame

    frame = talk(api, script)

    assert (frame["epoch"], frame["step"], frame["position"]) == where


def test_paused_and_resumed_it_is_the_same_run(api: Api) -> None:
    """Steps of every kind and a pause; then on from the posted state in another session, resumed there."""

    async def first(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True)
        for unit in ("batch", "epoch", "batch"):
            client.say("step", unit=unit)
        await client.until("paused")
        while (await client.hear())["step"] < 5:
            pass
        client.say("pause")
        return (await client.until("paused"))[0]

    paused = talk(api, first)

    async def second(client: Client) -> Any:
        client.say("start", **REQUEST, parameters=paused["parameters"], state=paused["state"], paused=True)
        await client.until("paused")
        client.say("resume")
        return (await client.until("stopped"))[0]

    state, whole = talk(api, second), trained(api)
    assert (state["parameters"], state["state"]) == (whole["parameters"], whole["state"])


def test_hyperparameters_change_at_the_next_step(api: Api) -> None:
    """Another rate and rule from the step on; what the worker refuses changes nothing."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True)
        await client.until("paused")
        client.say("set", optimizer={"kind": "sgd", "learning_rate": -1})
        error = await client.hear()
        while error["type"] == "frame":
            error = await client.hear()
        client.say("set", optimizer={"kind": "momentum", "learning_rate": 0.25}, batch_size=30)
        changed, _ = await client.until("paused")
        client.say("step", unit="batch")
        while (frame := await client.hear())["step"] == 0:
            pass
        return error, changed, frame

    error, changed, frame = talk(api, script)

    assert error["type"] == "error"
    assert error["problem"]["errors"][0]["loc"] == ["optimizer", "learning_rate"]
    assert (changed["learning_rate"], changed["step"]) == (0.25, 0)
    assert (frame["learning_rate"], frame["epoch"], frame["step"]) == (0.25, 1, 1)


def test_a_run_that_went_on_from_a_state_takes_another_rule(api: Api) -> None:
    """What it began with are one rule's moments; the next one begins with its own."""
    whole = trained(api, epochs=2)

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, parameters=whole["parameters"], state=whole["state"], paused=True)
        await client.until("paused")
        client.say("set", optimizer={"kind": "momentum", "learning_rate": 0.25})
        return (await client.until("paused"))[0]

    changed = talk(api, script)

    assert list(changed["state"]["slots"]) == ["velocity"]
    assert (changed["epoch"], changed["parameters"]) == (2, whole["parameters"])


MISTAKES: list[tuple[Any, str]] = [
    ("{", "not-json"),
    (b"\x00\x01", "wrong-type"),
    ("[1]", "wrong-type"),
    ("{}", "missing-key"),
    ({"type": "strat"}, "bad-setting"),
    ({"type": "resume"}, "bad-setting"),
    ({"type": "start", **REQUEST, "frames_per_second": 1000}, "bad-setting"),
    ({"type": "start", **REQUEST, "grid": {}}, "bad-setting"),
    ({"type": "start", **REQUEST, "surplus": 1}, "unknown-key"),
    ({"type": "start", **REQUEST, "epochs": -1}, "wrong-type"),
    ({"type": "start", **REQUEST, "data": {"dataset": "xro"}}, "bad-setting"),
    ({"type": "start", **REQUEST, "spec": GATE | {"inputs": 10**9}}, "entry-limit"),
    ({"type": "start", **REQUEST, "frames": "binary", "grid": {"size": 1000}}, "bad-setting"),
    (
        {
            "type": "start",
            **REQUEST,
            "spec": GATE | {"layers": [{"units": 500}, {"units": 1}]},
            "frames": "binary",
            "grid": {"size": 100},
        },
        "entry-limit",
    ),
    ("[" * 500, "too-deep"),
]


@pytest.mark.parametrize("message, code", MISTAKES, ids=[f"{i}-{m[1]}" for i, m in enumerate(MISTAKES)])
def test_what_does_not_fit_is_an_error_message(api: Api, message: Any, code: str) -> None:
    """A problem document; the connection goes on and trains."""

    async def script(client: Client) -> Any:
        if isinstance(message, bytes):
            client.say_bytes(message)
        else:
            client.say_text(message if isinstance(message, str) else json.dumps(message))
        error = await client.hear()
        client.say("start", **REQUEST, paused=True)
        await client.until("paused")
        return error, client.closed

    error, closed = talk(api, script)

    assert (error["type"], error["problem"]["code"]) == ("error", code)
    assert closed is None


def test_a_second_start_waits_for_a_stop(api: Api) -> None:
    """While a run is under way another is refused; after a stop it begins."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST | {"epochs": 10**6})
        await client.until("running")
        client.say("start", **REQUEST)
        while (error := await client.hear())["type"] == "frame":
            pass
        client.say("stop")
        stopped, _ = await client.until("stopped")
        client.say("start", **REQUEST, paused=True)
        return error, stopped, (await client.until("paused"))[0]

    error, stopped, paused = talk(api, script)

    assert error["problem"]["code"] == "bad-setting"
    assert stopped["stopped"] is None and stopped["step"] > 0
    assert paused["step"] == 0


def test_frames_are_dropped_for_a_client_that_does_not_read(api: Api) -> None:
    """The training ends without it; then it reads few frames, which together tell of every epoch."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST | {"epochs": 300}, frames_per_second=60)
        await client.until("running")
        client.reads.clear()
        while client.session._running:
            await asyncio.sleep(0)
        client.reads.set()
        return await client.until("stopped")

    state, frames = talk(api, script)

    assert state["stopped"] == "epochs"
    assert len(frames) <= 3
    assert [epoch for frame in frames for epoch in frame["history"]["epoch"]] == list(range(1, 301))


def test_a_lost_worker_costs_one_error(api: Api) -> None:
    """Killed in the middle, the slice is done again by another: the end is the same, bit for bit."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST | {"epochs": 1500})
        await client.until("running")
        while (await client.hear())["step"] == 0:
            pass
        for process in api.app.state.desk.pool.processes:
            os.kill(process, signal.SIGKILL)
        errors = []
        while (found := await client.hear())["type"] != "state":
            errors += [found["problem"]["code"]] if found["type"] == "error" else []
        return errors, found

    errors, state = talk(api, script)

    assert errors in ([], ["worker-lost"])  # none where the kill came between two slices
    assert state["parameters"] == trained(api, epochs=1500)["parameters"]


def test_a_flood_of_messages_is_closed_by_policy(api: Api) -> None:
    """With 1008, which is no mistake of the server's."""

    async def script(client: Client) -> Any:
        for _ in range(200):
            client.say("pause")
        return client

    assert talk(api, script).closed[0] == 1008


def test_trainings_share_in_turns(api: Api) -> None:
    """Eight at once all end, and each has frames on the way."""

    async def one() -> Any:
        client = Client(api)
        serving = asyncio.ensure_future(client.session.serve())
        client.say("start", **REQUEST | {"epochs": 100})
        state, frames = await client.until("stopped")
        client.leave()
        await serving
        return state["stopped"], len(frames)

    async def all_of_them() -> Any:
        return await asyncio.gather(*(one() for _ in range(8)))

    found = api.run(all_of_them())

    assert {stopped for stopped, _ in found} == {"epochs"}
    assert min(frames for _, frames in found) >= 2
