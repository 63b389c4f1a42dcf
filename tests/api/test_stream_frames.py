"""What a live training tells with its frames and states."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.api.frames import split
from app.api.mlps.progress import MOST, joined

from .conftest import Api
from .test_stream import GATE, REQUEST, Client, talk


def opened(frame: bytes) -> tuple[dict[str, Any], bytes]:
    """The header of a binary frame, and its grids."""
    (length,) = struct.unpack_from("<I", frame, 4)
    return json.loads(frame[8 : 8 + length]), frame[8 + length :]


def test_joined_history_stays_small() -> None:
    """However much is dropped: at most so many entries, the last one always there."""
    columns: Any = {"epoch": [0], "accuracy": None}
    for k in range(1, 5 * MOST):
        columns = joined(columns, {"epoch": [k], "accuracy": None})

    assert len(columns["epoch"]) <= MOST and columns["accuracy"] is None
    assert (columns["epoch"][0], columns["epoch"][-1]) == (0, 5 * MOST - 1)


def test_binary_frames_hold_the_response_of_every_unit(api: Api) -> None:
    """Magic, length, header, and a grid per unit, scaled between its lowest and highest value."""

    async def script(client: Client) -> Any:
        client.say(
            "start", **REQUEST, paused=True, frames="binary", grid={"x": [-2, 2], "y": [-1, 1], "size": 4}
        )
        _, frames = await client.until("paused")
        return frames[-1]

    frame = talk(api, script)
    header, drawn_grids = opened(frame)
    grids = np.frombuffer(drawn_grids, np.uint8)
    points = [[x, y] for y in np.linspace(-1, 1, 4) for x in np.linspace(-2, 2, 4)]
    found = api.post("/mlps/evaluate", {"spec": GATE, "parameters": header["parameters"], "x": points}).json()

    assert frame[:4] == b"BPF1" and header["type"] == "frame"
    assert [(grid["layer"], grid["unit"]) for grid in header["grids"]] == [(1, 1), (1, 2), (1, 3), (2, 1)]
    for grid, drawn in zip(header["grids"], grids.reshape(4, 16), strict=True):
        a = np.array(found["layers"][grid["layer"] - 1]["a"])[:, grid["unit"] - 1]
        assert (grid["low"], grid["high"]) == pytest.approx((a.min(), a.max()), rel=1e-14)
        np.testing.assert_allclose(grid["low"] + drawn / 255 * (grid["high"] - grid["low"]), a, atol=0.005)


def test_frames_and_states_tell_of_layers_and_classes(api: Api) -> None:
    """At the frame's own parameters: norms as the gradients of `evaluate` have them, and who is taken for what."""

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST)
        return await client.until("stopped")

    state, frames = talk(api, script)
    described = (Path(__file__).parents[2] / "docs" / "stream.md").read_text()
    described = described.partition("- **`frame`**")[2].partition("- Both have")[0]
    assert [key for key in frames[0] if f"`{key}`" not in described] == ["type", "layers", "confusion"]
    data = {key: value for key, value in REQUEST["data"].items() if key != "dataset"}
    rows = api.post("/datasets/moons", data).json()
    for told in (frames[0], frames[-1], state):
        asked = {"spec": GATE, "parameters": told["parameters"], "x": rows["x"], "y": rows["y"]}
        trained_on = api.post("/mlps/evaluate", asked | {"x": rows["x"][:30], "y": rows["y"][:30]}).json()
        for layer, report in zip(trained_on["layers"], told["layers"], strict=True):
            assert report["gradient"] == pytest.approx(np.linalg.norm(layer["dW"]), rel=1e-9)
            assert (report["dead"], report["saturated"]) == (0, 0)
        weights = [told["parameters"]["W1"], told["parameters"]["W2"]]
        assert [report["weight"] for report in told["layers"]] == [
            pytest.approx(np.linalg.norm(each)) for each in weights
        ]
        assert [sum(report["weights"]["counts"]) for report in told["layers"]] == [6, 3]
        yes = np.ravel(api.post("/mlps/evaluate", asked).json()["output"]) >= 0.5
        for name, part in (("train", slice(0, 30)), ("validation", slice(30, 40))):
            table = np.zeros((2, 2), int)
            for (true,), told_yes in zip(rows["y"][part], yes[part], strict=True):
                table[int(true), int(told_yes)] += 1
            assert told["confusion"][name] == table.tolist()


def test_a_curve_has_no_classes_and_slots_come_where_asked_for(api: Api) -> None:
    """Null for a curve; the optimizer's moments by name and parameter, those of the state, in every frame."""
    request = REQUEST | {
        "spec": GATE | {"layers": [{"units": 1}], "inputs": 1, "loss": "mse"},
        "data": {"dataset": "sine"},
    }

    async def script(client: Client) -> Any:
        client.say("start", **request, slots=True)
        return await client.until("stopped")

    state, frames = talk(api, script)

    assert frames[-1]["confusion"] is None and "slots" not in state
    assert set(frames[-1]["slots"]) == {"mean", "square"}
    assert frames[-1]["slots"] == state["state"]["slots"]


def test_going_back_shows_exactly_what_was(api: Api) -> None:
    """Started paused from posted parameters and state: the first frame is of these, and the state is the same."""
    grid = {"x": [-2, 2], "y": [-1, 1], "size": 5}

    async def watch(client: Client) -> Any:
        client.say("start", **REQUEST, paused=True, frames="binary", grid=grid)
        await client.until("paused")
        client.say("step", unit="epoch")
        client.say("step", unit="batch")
        while opened(frame := await client.hear())[0]["step"] < 5:
            pass
        client.say("pause")
        paused, _ = await client.until("paused")
        client.say("resume")
        await client.until("stopped")
        # Back, on the same connection.
        began = {"parameters": paused["parameters"], "state": paused["state"]}
        client.say("start", **REQUEST, **began, paused=True, frames="binary", grid=grid)
        again, frames = await client.until("paused")
        return frame, paused, frames[0], again

    before, paused, back, again = talk(api, watch)

    (was, drawn), (now, redrawn) = opened(before), opened(back)
    assert now["parameters"] == paused["parameters"] == was["parameters"]
    assert (now["grids"], redrawn) == (was["grids"], drawn)
    assert (now["layers"], now["confusion"]) == (was["layers"], was["confusion"])
    assert (now["epoch"], now["step"], now["position"]) == (1, 5, 8)
    assert again["state"] == paused["state"]


def test_what_nobody_sees_is_not_drawn(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a frame in ten seconds the slices between are trained and not shown; their history comes with the last."""
    pool, told = api.app.state.desk.pool, []
    run = pool.run

    async def counted(client: str, name: str, body: bytes) -> Any:
        told.append(json.loads(split(body)[0])["told"])
        return await run(client, name, body)

    async def script(client: Client) -> Any:
        client.say("start", **REQUEST | {"epochs": 5000}, frames_per_second=0.1)
        return await client.until("stopped")

    monkeypatch.setattr(pool, "run", counted)
    _, frames = talk(api, script)

    assert len(told) > 4 and not any(told[3:])  # the first are: no frame was sent when they were asked for
    epochs = [epoch for frame in frames for epoch in frame["history"]["epoch"]]
    assert epochs == sorted(set(epochs)) and (epochs[0], epochs[-1]) == (0, 5000)
