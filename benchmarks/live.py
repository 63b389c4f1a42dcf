"""
The live rows: a network that trains while it is watched, against the same training asked for in one call.

Both sides are one server, whose worker does the training: once through the socket, 30 frames a second as bytes with the
response of every unit on a grid of 50 by 50, read as they come; once by `POST /mlps/train`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from websockets.sync.client import connect

from .harness import Row, Work
from .http import Server, running

EPOCHS = 1000
PATH = "/api/v1/mlps/train"
LAYERS = [{"units": units, "activation": "tanh"} for units in (8, 8, 1)]
REQUEST: dict[str, Any] = {
    "spec": {"inputs": 2, "layers": LAYERS, "loss": "half_mse"},
    "data": {"dataset": "moons", "n": 1000},
    "optimizer": {"kind": "sgd", "learning_rate": 0.03},
    "batch_size": 10,
    "epochs": EPOCHS,
}
WATCHED = {
    "frames_per_second": 30,
    "frames": "binary",
    "grid": {"x": [-2, 2], "y": [-2, 2], "size": 50},
}


def rows() -> Iterator[Row]:
    """Yield the one row: how much of its speed a training keeps."""
    with running("app", "--port", "{port}") as server:
        what = "a step of training, [2,8,8,1], batch 10, live"
        yield Row(what, "itself offline", 0.9, _live(server), _offline(server), EPOCHS * 100)


def _live(server: Server) -> Work:
    def work() -> None:
        frames = 0
        with connect(f"ws://127.0.0.1:{server.port}{PATH}/stream", max_size=None) as socket:
            socket.send(json.dumps({"type": "start", **REQUEST, **WATCHED}))
            while True:
                said = socket.recv()
                if isinstance(said, bytes):
                    frames += 1
                elif json.loads(said).get("status") == "stopped":
                    break
        if frames < 20:
            raise RuntimeError(f"There were {frames} frames only.")

    return work


def _offline(server: Server) -> Work:
    body = json.dumps(REQUEST).encode()

    def work() -> None:
        found = json.loads(server.post(body, PATH))
        if found["stopped"] != "epochs":
            raise RuntimeError(f"It ended with {found['stopped']}.")

    return work
