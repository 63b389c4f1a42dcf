"""Who may open a live training, how many at once, and that it works through a real socket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from app.__main__ import LARGEST_MESSAGE

from .conftest import Api
from .test_http import the_problem
from .test_stream import REQUEST

ADDRESS = "/api/v1/mlps/train/stream"


def knock(api: Api, origin: str | None) -> list[Any]:
    """What the application sends to somebody who connects, says nothing sensible and leaves."""
    headers = [(b"host", b"test")] + ([] if origin is None else [(b"origin", origin.encode())])
    scope = {
        "type": "websocket", "path": ADDRESS, "raw_path": ADDRESS.encode(), "query_string": b"", "headers": headers,
        "root_path": "", "scheme": "ws", "subprotocols": [], "client": ("1.2.3.4", 5), "server": ("test", 80),
    }  # fmt: skip
    sent: list[Any] = []
    said = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "{}"}])

    async def receive() -> Any:
        message = next(said, None)
        while message is None and not any(each["type"] == "websocket.send" for each in sent):
            await asyncio.sleep(0)  # leave when the answer is there
        return message or {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Any) -> None:
        sent.append(message)

    api.run(api.app(scope, receive, send))
    return sent


@pytest.mark.parametrize(
    "origin, kinds",
    [
        ("https://evil.example", ["websocket.close"]),
        ("https://school.example", ["websocket.accept", "websocket.send"]),
        ("http://test", ["websocket.accept", "websocket.send"]),
        (None, ["websocket.accept", "websocket.send"]),
    ],
)
def test_a_foreign_page_is_turned_away(api_with: Any, origin: str | None, kinds: list[str]) -> None:
    """Browsers let any page open a socket, so the origin is looked at here; the server's own page may."""
    api = api_with(cors_origins="https://school.example")

    assert [message["type"] for message in knock(api, origin)] == kinds
    assert api.app.state.streams.count == 0


def test_past_the_cap_the_next_is_told_to_come_back(api_with: Any) -> None:
    """Accepted, so that a browser learns the code: 1013."""
    sent = knock(api_with(streams=0), None)

    assert [(message["type"], message.get("code")) for message in sent] == [
        ("websocket.accept", None),
        ("websocket.close", 1013),
    ]


def test_a_message_has_a_largest_size(server_url: str) -> None:
    """Past it the socket is closed with 1009, before anything is read as JSON."""
    with (
        connect(server_url.replace("http", "ws") + ADDRESS) as socket,
        pytest.raises(ConnectionClosed) as closed,
    ):
        socket.send("x" * (LARGEST_MESSAGE + 1))
        socket.recv(timeout=30)
    assert closed.value.rcvd is not None and closed.value.rcvd.code == 1009


def test_over_a_real_server(server_url: str) -> None:
    """Through uvicorn and a real socket: a run from its start to its end."""
    address = server_url.replace("http", "ws") + ADDRESS
    with connect(address) as socket:
        socket.send(json.dumps({"type": "start", **REQUEST}))
        kinds = []
        while not kinds or kinds[-1] != "stopped":
            said = json.loads(socket.recv(timeout=30))
            kinds.append(said.get("status", said["type"]))
    assert {"running", "frame", "stopped"} == set(kinds)


def test_a_plain_request_is_told_what_lives_here(api: Api) -> None:
    """As one comes out of a proxy that passes no Upgrade on; it was told that nothing is here."""
    answer = api.get(ADDRESS)

    error = the_problem(answer, 426, "upgrade-required")
    assert "let proxies pass Upgrade on" in error["hint"]
    assert (answer.headers["upgrade"], answer.headers["connection"]) == ("websocket", "Upgrade")
    assert api.request("POST", ADDRESS, json={}).status_code == 405
