"""
The short way to the endpoints of work, and to the page's files.

FastAPI's way leads through an exit stack, a second error handler and a list of routes, each of which costs as much as
evaluating a small graph. The routes stand there all the same: they answer what is no plain POST or GET, and everything
behind a proxy's prefix.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from ..engine.errors import EngineError
from . import problems

NOWHERE: Mapping[str, ASGIApp] = {}


class Lane:
    """
    ASGI middleware: a POST to one of *endpoints*, by whole path, goes straight there; a GET of one of *files*, too.

    Endpoints send nothing before they are done, so an error they raise can still become the answer.
    """

    def __init__(
        self, app: ASGIApp, *, endpoints: Mapping[str, ASGIApp], files: Mapping[str, ASGIApp]
    ) -> None:
        self._app = app
        self._ways = {"POST": endpoints, "GET": files}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer these; hand on everything else."""
        endpoint = None
        if scope["type"] == "http" and not scope.get("root_path"):
            endpoint = self._ways.get(scope["method"], NOWHERE).get(scope["path"])
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        try:
            await endpoint(scope, receive, send)
        except EngineError as error:
            await problems.response(error)(scope, receive, send)
