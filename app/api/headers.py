"""
Headers on every answer, and cross-origin requests.

The API has no cookies and no credentials of the browser's, so any page may call it: ``*`` unless the host lists
origins.
Written by hand because Starlette's CORS middleware answers a refused preflight in plain text, and costs more.
Pages set their own policy; what a handler has set is left alone.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, HEAD, POST, PUT, DELETE"),
    (
        b"access-control-allow-headers",
        b"authorization, content-type, idempotency-key, if-match, if-none-match",
    ),
    (b"access-control-max-age", b"86400"),
]
_EXPOSED = (b"access-control-expose-headers", b"etag, location, retry-after, x-request-id")
_STAR = [(b"access-control-allow-origin", b"*"), _EXPOSED]


class Headers:
    """ASGI middleware: security headers everywhere, cross-origin ones under the API."""

    def __init__(self, app: ASGIApp, *, origins: tuple[str, ...], prefix: str = "/api/") -> None:
        self._app = app
        self._prefix = prefix
        self._any_origin = "*" in origins
        self._origins = frozenset(origin.encode() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add headers to what the app answers; answer preflights itself."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        extra = self._cross_origin(scope)
        if scope["method"] == "OPTIONS" and extra and _header(scope, b"access-control-request-method"):
            await send(
                {"type": "http.response.start", "status": 204, "headers": _ALWAYS + extra + _PREFLIGHT}
            )
            await send({"type": "http.response.body", "body": b""})
            return

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                there = {name for name, _ in headers}
                headers += [pair for pair in _ALWAYS if pair[0] not in there]
                message["headers"] = headers + extra
            await send(message)

        await self._app(scope, receive, add)

    def _cross_origin(self, scope: Scope) -> list[tuple[bytes, bytes]]:
        if not scope["path"].startswith(self._prefix):
            return []
        if self._any_origin:
            return _STAR
        origin = _header(scope, b"origin")
        vary = [(b"vary", b"origin")]
        return (
            [(b"access-control-allow-origin", origin), _EXPOSED, *vary] if origin in self._origins else vary
        )


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")
