"""What waits for a client that does not read stays small, however large its network."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from app.api.mlps import answers
from app.api.mlps.answers import Answers

from .conftest import Api
from .test_stream import GATE, REQUEST, Client, talk


def test_a_newer_state_takes_the_place_of_older_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the bound the oldest states go; errors, and the newest state whatever its size, stay in their order."""
    monkeypatch.setattr(answers, "MOST_BYTES", 100)
    waiting = Answers()
    for content, state in ((b"1" * 40, True), (b"error", False), (b"2" * 40, True), (b"3" * 50, True)):
        waiting.add(content, state)
    assert waiting.size == 95 and len(waiting) == 3

    waiting.add(b"4" * 500, True)

    assert [waiting.take() for _ in range(len(waiting))] == [b"error", b"4" * 500]
    assert waiting.size == 0


def test_a_client_that_does_not_read_holds_few_states(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """It asks for a dozen and reads none: what waits stays below the bound; then it reads the newest."""
    monkeypatch.setattr(answers, "MOST_BYTES", 100_000)
    large = REQUEST | {"spec": GATE | {"layers": [{"units": 200}, {"units": 1, "activation": "sigmoid"}]}}

    async def script(client: Client) -> Any:
        client.say("start", **large, paused=True)
        await client.until("paused")
        client.reads.clear()
        session, most = client.session, 0
        for _ in range(12):
            before = session._state
            client.say("step", count=1)
            while session._state == before or session._wanted.is_set():
                await asyncio.sleep(0)
            most = max(most, session._outgoing.answers.size)
        client.reads.set()
        state, _ = await client.until("paused")
        while state["step"] < 12:
            state, _ = await client.until("paused")
        return most, state

    most, state = talk(api, script)

    assert 20_000 < most <= 100_000
    assert state["step"] == 12
