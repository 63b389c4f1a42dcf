"""
A line of the log for every answer, and an id that joins the two.

The line says method, route, status, milliseconds and bytes; the route is the pattern that the address matches, so ids
of saved graphs are in no log. Who asked is told as a code: the address under a key that is thrown away and made anew
every so many hours, so that the requests of one visitor can be read together for that long and by nobody afterwards.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..logs import REQUESTS
from .patterns import Patterns

HEADER = b"x-request-id"
_CODE_BYTES = 6
_LOG = logging.getLogger(REQUESTS)
Clock = Callable[[], float]


class Visitors:
    """Codes for addresses that mean something for *hours*; 0 gives none."""

    def __init__(self, hours: float, clock: Clock = time.monotonic) -> None:
        self._seconds = hours * 3600
        self._clock = clock
        self._key = b""
        self._until = -1.0
        self._last = "", ""  # a class behind one address asks by the thousand

    def code(self, address: str) -> str | None:
        """Twelve hexadecimal digits, the same for the same address until the key changes."""
        if not self._seconds or not address:
            return None
        now = self._clock()
        if now >= self._until:
            self._key, self._until, self._last = secrets.token_bytes(32), now + self._seconds, ("", "")
        if address != self._last[0]:
            self._last = address, hmac.digest(self._key, address.encode(), "sha256")[:_CODE_BYTES].hex()
        return self._last[1]


class Logged:
    """ASGI middleware: logs what is answered, and gives each answer its id."""

    def __init__(self, app: ASGIApp, *, patterns: Iterable[str], visitors: Visitors) -> None:
        self._app = app
        self._patterns = Patterns(patterns)
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then say so."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        began, request_id = time.perf_counter(), secrets.token_hex(8)
        seen = {"status": 0, "bytes": 0}

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                message["headers"] = [*message["headers"], (HEADER, request_id.encode())]
            elif message["type"] == "http.response.body":
                seen["bytes"] += len(message.get("body", b""))
            elif message["type"] == "websocket.close":
                seen["status"] = message.get("code", 1000)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            seen["status"] = seen["status"] or 500  # the outermost handler answers after us
            raise
        finally:
            self._tell(scope, request_id, seen, time.perf_counter() - began)

    def _tell(self, scope: Scope, request_id: str, seen: dict[str, int], seconds: float) -> None:
        client = scope.get("client")
        told = {
            "request": request_id,
            "method": scope.get("method", "WEBSOCKET")[:16],
            "route": self._patterns.match(scope["path"]),
            **seen,
            "ms": round(seconds * 1000, 2),
        }
        visitor = self._visitors.code(client[0] if client else "")
        if not _LOG.isEnabledFor(logging.INFO):
            return
        # Not by `info`: it looks for the line of the program that speaks, which costs as much as all the rest.
        record = logging.LogRecord(REQUESTS, logging.INFO, "", 0, "", None, None)
        record.told = told if visitor is None else told | {"visitor": visitor}
        _LOG.handle(record)
