"""
Whether the server lives, and whether it can take work. Outside ``/api/v1``, for supervisors and load balancers.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from .problems import HttpError


async def live(request: Request) -> Response:
    """The event loop turns."""
    return Response(
        b'{"status":"live"}', media_type="application/json", headers={"Cache-Control": "no-store"}
    )


async def ready(request: Request) -> Response:
    """Started up and not shutting down, and what is saved is within reach: all work is taken."""
    if not getattr(request.app.state, "ready", False):
        raise HttpError(
            "server-busy",
            "The server is starting or stopping.",
            hint="Try again shortly.",
            headers={"Retry-After": "1"},
        )
    await request.app.state.shelf.check()
    return Response(
        b'{"status":"ready"}', media_type="application/json", headers={"Cache-Control": "no-store"}
    )
