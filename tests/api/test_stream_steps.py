"""Several steps of one message, and what becomes of a run that is changed or ends while something is on its way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.api.frames import split

from .conftest import Api
from .test_stream import REQUEST, Client, talk, trained

LONG = REQUEST | {"epochs": 10**6}


@pytest.mark.parametrize("unit, count, where", [("example", 31, (1, 31, 0)), ("batch", 9, (2, 9, 8))])
def test_several_steps_and_one_state(api: Api, unit: str, count: int, where: tuple[int, int, int]) -> None:
    """As many as asked for, one state at their end, and after it nothing but what is asked next."""
    where = where if unit == "batch" else (1, 31, 1)

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True)
        await client.until("paused")
        client.say("step", unit=unit, count=count)
        state, frames = await client.until("paused")
        client.say("stop")
        return state, frames[-1], (await client.until("stopped"))[0]

    state, frame, after = talk(api, script)

    assert (state["epoch"], state["step"], state["position"]) == where
    assert frame["step"] == after["step"] == count and frame["parameters"] == state["parameters"]
    assert state["warnings"] == []


def test_many_steps_are_the_same_training(api: Api) -> None:
    """A thousand batches over many slices: bit for bit those of the call, every epoch told once."""

    async def script(client: Client) -> Any:
        client.say("start", **LONG, paused=True)
        first = (await client.until("paused"))[1]
        client.say("step", unit="batch", count=1000)
        state, frames = await client.until("paused")
        return state, first + frames

    state, frames = talk(api, script)
    whole = trained(api, epochs=250)

    assert (state["step"], state["parameters"], state["state"]) == (1000, whole["parameters"], whole["state"])
    assert [epoch for frame in frames for epoch in frame["history"]["epoch"]] == list(range(251))


@pytest.mark.parametrize("kind, status", [("pause", "paused"), ("stop", "stopped")])
def test_what_is_said_in_between_ends_the_steps(api: Api, kind: str, status: str) -> None:
    """The rest of them is not made, and a step after it is one."""

    async def script(client: Client) -> Any:
        client.say("start", **LONG, paused=True)
        await client.until("paused")
        client.say("step", unit="epoch", count=10_000)
        await client.hear()
        client.say(kind)
        held, _ = await client.until(status)
        client.say("step", count=1)
        return held, (await client.until("paused"))[0]

    held, after = talk(api, script)

    assert 0 < held["epoch"] < 10_000
    assert after["step"] == held["step"] + 1


def test_steps_end_where_the_run_does(api: Api) -> None:
    """One state, with the reason."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True)
        await client.until("paused")
        client.say("step", unit="epoch", count=100)
        return (await client.until("stopped"))[0]

    state = talk(api, script)

    assert (state["epoch"], state["stopped"]) == (60, "epochs")


@pytest.mark.parametrize("count", [0, 10_001, 1.5, "3", True])
def test_a_count_is_a_whole_number_in_its_range(api: Api, count: Any) -> None:
    """Any other is an error in its place, and no step."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True)
        await client.until("paused")
        client.say("step", count=count)
        error = await client.hear()
        client.say("pause")
        return error, (await client.until("paused"))[0]

    error, state = talk(api, script)

    assert error["problem"]["errors"][0]["loc"] == ["count"] and state["step"] == 0


def test_a_change_refused_in_the_middle_of_a_slice_ruins_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes while a slice of the old request is under way: an error, and the run goes on as it stood."""
    pool = api.app.state.desk.pool
    client_of: dict[str, Any] = {}
    run = pool.run

    async def with_a_change(client: str, name: str, body: bytes) -> Any:
        if json.loads(split(body)[0])["seconds"] > 0 and client_of.pop("first", None):
            client_of["client"].session._take(
                [b"set", b"", b"optimizer", b'{"kind": "adam", "beta1": "abc"}']
            )
        return await run(client, name, body)

    async def script(client: Client) -> Any:
        client_of.update(client=client, first=True)
        client.say("start", **REQUEST | {"epochs": 2000})
        problems = []
        while (found := await client.hear())["type"] != "state" or found["status"] != "stopped":
            problems += [found["problem"]["code"]] if found["type"] == "error" else []
        return problems, found

    monkeypatch.setattr(pool, "run", with_a_change)
    problems, state = talk(api, script)

    assert len(problems) == 1
    assert (state["stopped"], state["epoch"]) == ("epochs", 2000)


def test_a_resume_after_the_end_is_answered_by_the_end(api: Api) -> None:
    """It trains no further, until a change; a step asked for by hand does."""
    request = LONG | {"stopping": {"tolerance": 1e-3}}

    async def script(client: Client) -> Any:
        client.say("start", **request)
        ended, _ = await client.until("stopped")
        client.say("set")
        await client.until("paused")
        client.say("resume")
        again, _ = await client.until("stopped")
        client.say("step", unit="epoch", count=1)
        by_hand = await client.hear()
        while by_hand["type"] != "state":
            by_hand = await client.hear()
        client.say("set", stopping=None, epochs=ended["epoch"] + 5)
        await client.hear()
        client.say("resume")
        later = await client.hear()
        while later["type"] != "state" or later["stopped"] is None:
            later = await client.hear()
        return ended, again, by_hand, later

    ended, again, by_hand, later = talk(api, script)

    assert ended["stopped"] == "tolerance" and again == ended
    assert by_hand["epoch"] == ended["epoch"] + 1
    assert (later["stopped"], later["epoch"]) == ("epochs", ended["epoch"] + 5)


def test_one_example_of_a_perceptrons_run_is_updated_as_the_run_does(api: Api) -> None:
    """Targets of -1 and 1 behind a step: the state tells which they are, where the one row that is posted cannot."""
    spec = {
        "inputs": 1,
        "layers": [{"units": 1, "activation": "step"}],
        "loss": "mse",
        "initializer": {"scheme": "explicit", "values": {"W1": [[0]], "b1": [-1]}},
    }
    rows: dict[str, Any] = {"x": [[0.5], [2.0]], "y": [[1], [-1]]}
    request = {
        "spec": spec, "data": rows, "optimizer": {"kind": "perceptron", "learning_rate": 0.1},
        "batch_size": 1, "shuffle": False, "epochs": 5,
    }  # fmt: skip

    async def script(client: Client) -> Any:
        client.say("start", **request, paused=True)
        first = (await client.until("paused"))[0]
        client.say("step", unit="example", count=1)
        return first, (await client.until("paused"))[0]

    first, after = talk(api, script)
    alone = request | {"data": {"x": rows["x"][:1], "y": rows["y"][:1]}, "epochs": 1}
    told = api.post(
        "/mlps/train", alone | {"parameters": first["parameters"], "state": first["state"]}
    ).json()

    assert first["state"]["low"] == -1
    assert told["parameters"] == after["parameters"] != first["parameters"]
    wrong = api.post(
        "/mlps/train", alone | {"parameters": first["parameters"], "state": first["state"] | {"low": 1}}
    )
    assert (wrong.status_code, wrong.json()["errors"][0]["loc"]) == (422, ["state", "low"])


def test_steps_by_example_end_an_epoch_where_it_ends(api: Api) -> None:
    """The last of them tells the epoch, and as many as there are rows are bit for bit one of batches of one."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True)
        await client.until("paused")
        client.say("step", unit="example", count=28)
        before = (await client.until("paused"))[0]
        client.say("step", unit="example", count=2)
        end = (await client.until("paused"))[0]
        client.say("step", unit="example", count=3)
        return before, end, (await client.until("paused"))[0]

    before, end, after = talk(api, script)
    whole = trained(api, epochs=1, batch_size=1)

    assert [(told["epoch"], told["position"]) for told in (before, end, after)] == [(0, 28), (1, 0), (1, 3)]
    assert (end["parameters"], end["state"]) == (whole["parameters"], whole["state"])
