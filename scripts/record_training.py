"""
Record what the API tells of one training, as a fixture for the drawing of the bench.

Like the lessons' traces: the pictures are pure functions of what the API says, so their tests need no server.

Usage: ``python -m scripts.record_training``
"""

from __future__ import annotations

import asyncio
import base64
import json
import struct
from pathlib import Path
from typing import Any

import httpx
from starlette.types import ASGIApp, Message

from app.main import create_app
from app.settings import Settings

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "bench"
API = "/api/v1"
STREAM = f"{API}/mlps/train/stream"

MOONS = {
    "spec": {
        "inputs": 2,
        "layers": [
            {"units": 8, "activation": "tanh"},
            {"units": 8, "activation": "tanh"},
            {"units": 1, "activation": "sigmoid"},
        ],
        "loss": "bce",
        "initializer": {"scheme": "xavier_uniform", "seed": 0},
    },
    "data": {
        "dataset": "moons", "n": 144, "noise": 0.22, "seed": 0, "split": {"train": 0.67, "validation": 0.33},
    },
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "batch_size": 16,
    "epochs": 48,
    "seed": 0,
}  # fmt: skip
PLANE = {"x": [-2.0, 3.0], "y": [-1.5, 2.0], "size": 48}


async def training(request: dict[str, Any], plane: dict[str, Any] | None) -> dict[str, Any]:
    """The last moment of a training as the stream tells it, its history, its rows, and one example's pass."""
    app = create_app(Settings())
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://recording") as client,
    ):
        moment, history = await _watched(app, request, plane)
        data = {key: value for key, value in request["data"].items() if key != "dataset"}
        rows = (await client.post(f"{API}/datasets/{request['data']['dataset']}", json=data)).json()
        example = {"x": rows["x"][:1], "y": rows["y"][:1]}
        body = {"spec": request["spec"], "parameters": moment["parameters"], **example}
        told = (await client.post(f"{API}/mlps/evaluate", json=body)).json()
    return {
        "request": request, "plane": plane, "rows": rows, "moment": moment, "history": history, "pass": told,
    }  # fmt: skip


async def _watched(
    app: ASGIApp, request: dict[str, Any], plane: dict[str, Any] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """
    The last frame with the state of its moment, and the whole history.

    Spoken to by ASGI itself: starlette's test client ends a session by cancelling it, and this one ends by itself.
    """
    start = {"type": "start", **request, "frames": "binary", "frames_per_second": 1}
    start |= {} if plane is None else {"grid": plane}
    said: asyncio.Queue[Message] = asyncio.Queue()
    heard: asyncio.Queue[Message] = asyncio.Queue()
    said.put_nowait({"type": "websocket.connect"})
    said.put_nowait({"type": "websocket.receive", "text": json.dumps(start)})
    scope = {
        "type": "websocket",
        "path": STREAM,
        "raw_path": STREAM.encode(),
        "query_string": b"",
        "headers": [],
    }
    serving = asyncio.ensure_future(app(scope, said.get, heard.put))
    try:
        return await _last(heard)
    finally:
        said.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await serving


async def _last(heard: asyncio.Queue[Message]) -> tuple[dict[str, Any], dict[str, Any]]:
    frame: dict[str, Any] = {}
    history: dict[str, Any] = {}
    while True:
        message = await heard.get()
        if message.get("bytes") is not None:
            frame = _read(message["bytes"])
            for name, column in frame.pop("history").items():
                history[name] = None if column is None else history.get(name, []) + column
        elif message["type"] == "websocket.send":
            told = json.loads(message["text"])
            assert told["type"] == "state", told
            if told["status"] == "stopped":
                return frame | {"state": told["state"]}, history


def _read(content: bytes) -> dict[str, Any]:
    (length,) = struct.unpack("<I", content[4:8])
    told: dict[str, Any] = json.loads(content[8 : 8 + length])
    grids, rest = told.pop("grids", None) or [], content[8 + length :]
    size = len(rest) // max(1, len(grids))
    told["grids"] = [
        grid | {"bytes": base64.b64encode(rest[k * size : (k + 1) * size]).decode()}
        for k, grid in enumerate(grids)
    ]
    return told


def main() -> None:
    """Write every fixture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "moons.json").write_text(
        json.dumps(asyncio.run(training(MOONS, PLANE))) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
