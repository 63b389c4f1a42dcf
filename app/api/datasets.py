"""
The addresses of datasets. What they hold is imported when somebody asks.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from . import wire
from .endpoint import Desk
from .etags import steady
from .reading import refuse_query


class Datasets:
    """``GET /datasets``, and ``POST /datasets/{name}`` as work for *desk*."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def listed(self, request: Request) -> Response:
        """Every dataset in a line."""
        refuse_query(request)
        from .mlps.data import catalogue

        return steady(request, wire.encode({"datasets": catalogue()}), "application/json")

    async def drawn(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A sample of one."""
        from .mlps.data import known

        name = scope["path_params"]["name"]
        known(name)
        await self._desk.endpoint(f"datasets/{name}")(scope, receive, send)
