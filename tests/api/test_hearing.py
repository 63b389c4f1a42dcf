"""Long messages of a live training are read by a worker, and nothing else about them is different."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from app.api import wire
from app.api.keeping import MESSAGE, SLICE
from app.api.mlps import hearing
from app.api.problems import HttpError, Problem
from app.api.work import INLINE_BODY_BYTES

from .conftest import Api
from .test_stream import GATE, MISTAKES, REQUEST, Client, talk

ROWS = 3_000
OWN = {"x": [[i / ROWS, 1 / (i + 3)] for i in range(ROWS)], "y": [[i % 2] for i in range(ROWS)]}
LONG = {"spec": GATE, "data": OWN, "optimizer": REQUEST["optimizer"], "batch_size": 500, "epochs": 3}
PADDING = " " * INLINE_BODY_BYTES


class Pool:
    """A desk's pool, from which it is told what was asked for; reading waits at a gate."""

    def __init__(self, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, str]] = []
        self.given_up = 0
        self.gate = asyncio.Event()
        self._run = api.app.state.desk.pool.run
        monkeypatch.setattr(api.app.state.desk.pool, "run", self.run)

    async def run(self, client: str, name: str, body: bytes) -> Problem:
        self.asked.append((client, name))
        if name == MESSAGE:
            try:
                await self.gate.wait()
            except asyncio.CancelledError:
                self.given_up += 1
                raise
        found: Problem = await self._run(client, name, body)
        return found


def test_a_long_start_is_never_read_on_the_loop(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is what comes of it: it trains as the same request does."""
    assert len(json.dumps(LONG)) > INLINE_BODY_BYTES
    sizes: list[int] = []
    decode, loads = wire.decode, wire.orjson.loads

    def noted(read: Any) -> Any:
        def reading(body: bytes, *rest: Any) -> Any:
            sizes.append(len(body))
            return read(body, *rest)

        return reading

    monkeypatch.setattr(wire, "decode", noted(decode))
    monkeypatch.setattr("app.api.mlps.stream.orjson.loads", noted(loads))

    async def script(client: Client) -> Any:
        client.say("start", **LONG, paused=True)
        await client.until("paused")
        client.say("set", optimizer={"kind": "sgd", "learning_rate": 0.5})
        await client.until("paused")
        client.say("set", optimizer=LONG["optimizer"])
        await client.until("paused")
        client.say("resume")
        return (await client.until("stopped"))[0]

    state = talk(api, script)
    monkeypatch.undo()

    assert sizes and max(sizes) < INLINE_BODY_BYTES / 10
    whole = api.post("/mlps/train", LONG).json()
    assert (state["stopped"], state["parameters"]) == ("epochs", whole["parameters"])


@pytest.mark.parametrize(
    "message",
    [message for message, _ in MISTAKES if not isinstance(message, bytes)] + [{"type": "step", "unit": "x"}],
)
def test_a_long_message_is_refused_in_the_same_words(api: Api, message: Any) -> None:
    """Wherever it was read."""
    text = message if isinstance(message, str) else json.dumps(message)

    async def script(client: Client) -> Any:
        found = []
        for each in (text, text + PADDING):
            client.say_text(each)
            found.append(await client.hear())
        return found

    short, long = talk(api, script)

    assert short["type"] == "error"
    # How far a reader got is told of what is no JSON, and the longer text ends elsewhere.
    assert short == long or short["problem"]["code"] == long["problem"]["code"] == "not-json"


def test_messages_are_done_in_their_order(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes to read one; of what comes behind it only the next is taken in, and none is done."""
    pool = Pool(api, monkeypatch)

    async def script(client: Client) -> Any:
        client.say("start", **LONG, paused=True)
        for _ in range(3):
            client.say("step", unit="batch", count=1)
        while pool.asked == [] or client._incoming.qsize() > 2:
            await asyncio.sleep(0)
        waiting = client._incoming.qsize(), client.session._start, list(pool.asked)
        pool.gate.set()
        await client.until("paused")
        return waiting, [(await client.until("paused"))[0]["step"] for _ in range(3)]

    waiting, steps = talk(api, script)

    assert waiting == (2, None, [("192.0.2.1", MESSAGE)])
    assert steps == [1, 2, 3]
    assert {name for _, name in pool.asked[1:]} == {SLICE}


@pytest.mark.parametrize("behind", [0, 1])
def test_who_leaves_ends_the_reading(api: Api, monkeypatch: pytest.MonkeyPatch, behind: int) -> None:
    """At once; behind a message that waits, when that has its turn."""
    pool = Pool(api, monkeypatch)

    async def script(client: Client) -> None:
        client.say("start", **LONG)
        for _ in range(behind):
            client.say("pause")
        while pool.asked == []:
            await asyncio.sleep(0)
        if behind:
            asyncio.get_running_loop().call_soon(pool.gate.set)

    talk(api, script)

    assert pool.given_up == 1 - behind


def test_where_no_worker_is_free_a_message_waits(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not lost: a class may start together with data of its own."""
    pool = Pool(api, monkeypatch)
    pool.gate.set()
    busy = ["server-busy", "too-many-requests"]
    run = pool.run

    async def refused_first(client: str, name: str, body: bytes) -> Problem:
        if name == MESSAGE and busy:
            raise HttpError(busy.pop(), "Busy.")
        return await run(client, name, body)

    monkeypatch.setattr(api.app.state.desk.pool, "run", refused_first)
    monkeypatch.setattr(hearing, "AGAIN_S", 0.0)

    async def script(client: Client) -> Any:
        client.say("start", **LONG, paused=True)
        return (await client.until("paused"))[0]

    assert talk(api, script)["step"] == 0 and busy == []


def test_where_the_server_stops_nothing_is_waited_for(api_with: Any) -> None:
    """Nor does a message behind it keep the end of the connection from being seen."""
    api = api_with()
    api.run(api.app.state.desk.pool.close())

    async def script(client: Client) -> Any:
        client.say("start", **LONG)
        client.say("pause")
        return [(await client.hear())["problem"]["code"] for _ in range(2)]

    assert talk(api, script) == ["server-busy", "bad-setting"]


def test_short_messages_take_turns(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """With whatever else their address asks for."""
    seen: list[str] = []
    of = api.app.state.desk.turns.of

    def noted(client: str) -> Any:
        seen.append(client)
        return of(client)

    monkeypatch.setattr(api.app.state.desk.turns, "of", noted)

    async def script(client: Client) -> None:
        client.scope["client"] = ("2001:db8:1:1::1", 5)
        client.say_text("{}")
        client.say_text("nonsense")
        await client.hear()
        await client.hear()

    talk(api, script)

    assert len(seen) == 2 and set(seen) == {"20010db800010001"}
