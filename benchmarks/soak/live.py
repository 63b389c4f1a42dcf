"""One live training seen from a client that may leave it in any way, and what the server says is left of them."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import urllib.request
from types import TracebackType
from typing import Any, NamedTuple, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.client import ClientProtocol
from websockets.uri import parse_uri

from . import costly
from .clients import STREAM
from .service import Service

GRID = {"x": [-2, 2], "y": [-2, 2], "size": 50}
START: dict[str, Any] = {
    "type": "start", **costly.ENDLESS, "frames": "binary", "grid": GRID, "frames_per_second": 60,
}  # fmt: skip


class Left(NamedTuple):
    """What the server counts: tasks of its event loop, and live trainings that are connected."""

    tasks: float
    streams: float

    @classmethod
    def of(cls, server: Service) -> Left:
        """As its metrics have it; that very question is one of its tasks."""
        with urllib.request.urlopen(f"{server.url}/metrics", timeout=60) as answer:  # noqa: S310  our own server
            text = answer.read().decode()
        return cls(*(_gauge(text, name) for name in ("backprop_tasks", "backprop_streams")))


def _gauge(text: str, name: str) -> float:
    found = re.search(rf"^{name} (\S+)$", text, re.MULTILINE)
    assert found is not None, f"/metrics has no {name}"
    return float(found[1])


class Live:
    """A training under way; *number* makes it one of its own, *more* goes into the request."""

    def __init__(self, port: int, number: int, **more: Any) -> None:
        self._url = f"ws://127.0.0.1:{port}{STREAM}"
        self._start = json.dumps(START | {"seed": number} | more)
        self._socket: ClientConnection

    async def __aenter__(self) -> Self:
        self._socket = await connect(self._url, max_size=None, open_timeout=60, proxy=None)
        await self._socket.send(self._start)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()

    async def frames(self, count: int) -> None:
        """Read until there were so many."""
        while count:
            count -= isinstance(await self._socket.recv(), bytes)

    async def stop(self) -> None:
        """Ask for its end, and wait until it has come."""
        await self._socket.send('{"type": "stop"}')
        while True:
            said = await self._socket.recv()
            if isinstance(said, str) and json.loads(said).get("status") == "stopped":
                return

    def cut(self) -> None:
        """Be gone, as when a cable is pulled: nothing is said."""
        self._socket.transport.abort()


class SlowReader:
    """A training with as much to show as there may be, for somebody who hardly reads."""

    def __init__(self, port: int, number: int) -> None:
        self._port, self._number = port, number
        self._protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}{STREAM}"))
        self._there = socket.socket()

    async def open(self) -> None:
        """Shake hands and begin."""
        loop = asyncio.get_running_loop()
        self._there.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._there.setblocking(False)
        await loop.sock_connect(self._there, ("127.0.0.1", self._port))
        self._protocol.send_request(self._protocol.connect())
        await loop.sock_sendall(self._there, b"".join(self._protocol.data_to_send()))
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += await loop.sock_recv(self._there, 1)
        self._protocol.receive_data(head)
        wanted = START | {"seed": self._number, "grid": GRID | {"size": 100}}
        self._protocol.send_text(json.dumps(wanted).encode())
        await loop.sock_sendall(self._there, b"".join(self._protocol.data_to_send()))

    async def read_a_byte(self) -> None:
        """One, and no more."""
        await asyncio.get_running_loop().sock_recv(self._there, 1)

    def cut(self) -> None:
        """Be gone."""
        self._there.close()
