"""
A static file on its way out.

A page takes some 160 of them, so a class that opens it together asks for tens of thousands within seconds: what an
answer begins with is put together once for each file, and none of it again for each request.
"""

from __future__ import annotations

from functools import cached_property

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ..api.encodings import takes_gzip
from .assets import Asset


class Sent:
    """The ASGI application that answers with *asset*, kept by browsers as *caching* says."""

    def __init__(self, asset: Asset, caching: str) -> None:
        self._asset = asset
        self._caching = caching

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET."""
        await self.answer(scope)(scope, receive, send)

    def answer(self, scope: Scope) -> Response:
        """The answer for who asks with *scope*; one of two objects for everybody."""
        return self._zipped if takes_gzip(scope) and self._asset.zipped is not None else self._plain

    @cached_property
    def _plain(self) -> Response:
        return Response(self._asset.content, media_type=self._asset.media_type, headers=self._headers)

    @cached_property
    def _zipped(self) -> Response:
        headers = self._headers | {"Content-Encoding": "gzip"}
        return Response(self._asset.zipped, media_type=self._asset.media_type, headers=headers)

    @property
    def _headers(self) -> dict[str, str]:
        headers = {"Cache-Control": self._caching, "X-Content-Type-Options": "nosniff"}
        return headers if self._asset.zipped is None else headers | {"Vary": "Accept-Encoding"}
