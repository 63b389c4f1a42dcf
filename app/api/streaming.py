"""
``WS /mlps/train/stream``: the door. Whoever may come in is handed to `mlps.stream`, imported with the first.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from .endpoint import Desk
from .problems import HttpError

TRY_AGAIN_LATER = 1013


async def plainly(request: Request) -> Response:
    """
    Tell whoever asks without an upgrade what lives here; often a proxy has taken the word away.

    Raises:
        HttpError: ``upgrade-required``.
    """
    raise HttpError(
        "upgrade-required",
        "A live training is a WebSocket; this is a plain request.",
        hint="Open it with ws:// or wss://, and let proxies pass Upgrade on; docs/stream.md has its messages.",
        headers={"Upgrade": "websocket", "Connection": "Upgrade"},
    )


class Streams:
    """
    The live trainings of one server.

    Attributes:
        count: How many are connected.
        active: How many of them train at this moment.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.count = self.active = 0

    async def train(self, socket: WebSocket) -> None:
        """Serve one connection; a page of a foreign site is turned away, and who comes past the cap."""
        if not self._may_come(socket):
            await socket.close()  # before it is accepted: 403
            return
        await socket.accept()
        if self.count >= self._desk.settings.streams:
            await socket.close(TRY_AGAIN_LATER, "The server has as many streams as it takes.")
            return
        self.count += 1
        try:
            from .mlps.stream import Session

            await Session(socket, self._desk, self).serve()
        finally:
            self.count -= 1

    def _may_come(self, socket: WebSocket) -> bool:
        """Whether the page that asks may: browsers let any, and send its origin along."""
        origin = socket.headers.get("origin")
        allowed = self._desk.settings.allowed_origins
        if origin is None or "*" in allowed or origin in allowed:
            return True
        return urlsplit(origin).netloc == socket.headers.get("host")
