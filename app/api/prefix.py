"""
The server under a path of its own, ``https://host/backprop/``: where a proxy sends on what begins so.

Everything within knows no prefix. It is taken off what comes in, whether the proxy has left it there or not, and put
before what an answer says of its own addresses: ``Location``, and the ``type`` of a problem. The page tells its root
from where its modules came from.
"""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .problems import MEDIA_TYPE

# A live training's refusal holds a problem.
_REFUSED = '{"type":"error","problem":{"type":"/errors/'
_LOCATION, _LENGTH = b"location", b"content-length"


class Prefix:
    """ASGI middleware: the application below *prefix*, which begins with a slash and ends with none."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on as if there were no prefix, and answer as if there were nothing else."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        within = {**scope, "path": self._within(scope["path"])}
        head: dict[str, Any] = {}

        async def placed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [self._header(*pair) for pair in message["headers"]]
                if (b"content-type", MEDIA_TYPE.encode()) in message["headers"]:
                    head.update(message)  # a problem comes in one piece, and becomes longer
                    return
            elif head:
                message, start = self._problem(message, head)
                head.clear()
                await send(start)
            elif (message.get("text") or "").startswith(_REFUSED):
                message = {**message, "text": self._typed(message["text"])}
            await send(message)

        await self._app(within, receive, placed)

    def _within(self, path: str) -> str:
        if path == self._prefix:
            return "/"
        return path[len(self._prefix) :] if path.startswith(f"{self._prefix}/") else path

    def _header(self, name: bytes, value: bytes) -> tuple[bytes, bytes]:
        own = name.lower() == _LOCATION and value.startswith(b"/")
        return (name, self._prefix.encode() + value) if own else (name, value)

    def _typed(self, problem: str) -> str:
        """The type is the first address that a problem says."""
        return problem.replace('"/errors/', f'"{self._prefix}/errors/', 1)

    def _problem(self, message: Message, start: Message) -> tuple[Message, Message]:
        """The body of a problem with the whole path of its type, and the head that goes with it."""
        body = self._typed(message.get("body", b"").decode()).encode()
        length = b"%d" % len(body)
        # Of a HEAD the length is told, but not the body.
        said = [
            (name, length if name.lower() == _LENGTH and body else value) for name, value in start["headers"]
        ]
        return {**message, "body": body}, {**start, "headers": said}
