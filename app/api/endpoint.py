"""
From a route to a piece of work: read the body, compute here or in a worker, answer.

Handlers are coroutines (a plain function would cost a thread hop, 1.8 times the request) and take the raw request:
FastAPI's own reading and writing of models costs several times the evaluation of a small graph. The models of
`schemas` describe what happens here; a test holds that they agree.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from ..settings import Settings
from . import frames, problems
from .addresses import client_of
from .body import BodyReader
from .compute import Pool
from .keeping import INNER
from .problems import HttpError, Problem
from .reading import refuse_query
from .registry import work_of
from .turns import Turns
from .work import INLINE_BODY_BYTES, Context, try_inline


class Refused(Exception):
    """A worker has answered with a problem document; it can be sent as it is."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.status)
        self.found = found


class Desk:
    """Where work is handed in: inline when small, to the pool when not."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self.bodies = BodyReader(settings)
        self.turns = Turns()
        self.slots = asyncio.Semaphore(settings.worker_count)  # live trainings queue here, in turns
        self.context = Context(settings.limits, settings.json_depth)
        self.budget_s = settings.inline_ms / 1000

    def endpoint(self, name: str) -> Endpoint:
        """The handler of the route whose work is *name*."""
        return Endpoint(self, name)

    async def inner(self, request: Request, name: str, parts: list[bytes]) -> bytes:
        """
        Do the work *name* of `keeping.INNER` for *request*, here when small.

        Raises:
            EngineError, Refused: The request does not fit.
        """
        if sum(map(len, parts)) <= INLINE_BODY_BYTES:
            async with self.turns.of(client_of(request)):
                task = INNER[name](parts, self.context)
                if task.cost_s <= self.budget_s:
                    return task.run()
        found = await self.by_worker(request, name, frames.join(parts))
        if found.status != 200:
            raise Refused(found)
        return found.body

    async def by_worker(self, request: Request, name: str, body: bytes) -> Problem:
        """Have the pool do it, unless the client leaves first: nobody waits for what nobody reads."""
        work = asyncio.ensure_future(self.pool.run(client_of(request), name, body))
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


class Endpoint:
    """
    The ASGI application of one route.

    Not a function of a request: the router would wrap it in an error handler of its own, and there is one already.
    """

    def __init__(self, desk: Desk, name: str) -> None:
        self._desk = desk
        self._name = name
        self._prepare = work_of(name)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        desk = self._desk
        request = Request(scope, receive, send)
        if scope["query_string"]:
            refuse_query(request)
        body = await desk.bodies.read(request)
        async with desk.turns.of(client_of(request)):
            found = try_inline(self._prepare, body, desk.context, desk.budget_s)
        status = 200
        if found is None:
            status, found = await desk.by_worker(request, self._name, body)
        headers = [
            (b"content-length", b"%d" % len(found)),
            (b"content-type", b"application/json" if status == 200 else problems.MEDIA_TYPE.encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": found})


async def _client_is_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
