"""
From a route to a piece of work: read the body, compute here or in a worker, answer.

Handlers are coroutines (a plain function would cost a thread hop, 1.8 times the request) and take the raw request:
FastAPI's own reading and writing of models costs several times the evaluation of a small graph. The models of
`schemas` describe what happens here; a test holds that they agree.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from ..settings import Settings
from . import problems
from .body import read_body
from .compute import Pool
from .problems import HttpError, Problem
from .registry import WORK
from .work import Context, try_inline

Endpoint = Callable[[Request], Awaitable[Response]]


class Desk:
    """Where work is handed in: inline when small, to the pool when not."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self._context = Context(settings.limits, settings.json_depth)
        self._budget_s = settings.inline_ms / 1000

    def endpoint(self, name: str) -> Endpoint:
        """The handler of the route whose work is *name*."""
        prepare = WORK[name]

        async def handle(request: Request) -> Response:
            body = await read_body(request, self.settings)
            inline = try_inline(prepare, body, self._context, self._budget_s)
            if inline is not None:
                return Response(inline, media_type="application/json")
            return _respond(await self._by_worker(request, name, body))

        handle.__name__ = name
        return handle

    async def _by_worker(self, request: Request, name: str, body: bytes) -> Problem:
        """Have the pool do it, unless the client leaves first: nobody waits for what nobody reads."""
        client = request.client.host if request.client else ""
        work = asyncio.ensure_future(self.pool.run(client, name, body))
        gone = asyncio.ensure_future(_client_is_gone(request))
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                raise HttpError("bad-request", "The client left before the answer was ready.")
            return work.result()
        finally:
            for task in (work, gone):
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task


def _respond(found: Problem) -> Response:
    media_type = "application/json" if found.status == 200 else problems.MEDIA_TYPE
    return Response(found.body, found.status, media_type=media_type)


async def _client_is_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
