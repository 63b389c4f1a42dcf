"""
Which address leads where.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from . import catalogue, health, lessons, runs, saved
from .datasets import Datasets
from .endpoint import Desk, Endpoint
from .reading import refuse_query
from .registry import WORK
from .shelf import Shelf
from .streaming import Streams, plainly

PREFIX = "/api/v1"


def work_endpoints(desk: Desk) -> dict[str, Endpoint]:
    """What answers each piece of work, by path."""
    return {f"{PREFIX}/{name}": desk.endpoint(name) for name in WORK}


def add_routes(app: FastAPI, work: Mapping[str, Endpoint]) -> None:
    """Add every route of the API to *app*; those of *work* are made already."""
    for path, answer in work.items():
        app.router.routes.append(Route(path, answer, methods=["POST"], include_in_schema=False))
    reading: dict[str, Callable[[Request], Awaitable[Response]]] = {
        f"{PREFIX}/ops": catalogue.ops,
        f"{PREFIX}/lessons": lessons.lessons,
        f"{PREFIX}/lessons/{{slug}}": lessons.lesson,
        f"{PREFIX}/playlists": lessons.playlists,
        f"{PREFIX}/openapi.json": _openapi,
        f"{PREFIX}/docs": _docs,
        "/errors/{code}": _error,
        "/health/live": health.live,
        "/health/ready": health.ready,
    }
    for path, endpoint in reading.items():
        app.add_route(path, endpoint, methods=["GET"], include_in_schema=False)


def add_dataset_routes(app: FastAPI, desk: Desk) -> None:
    """Add the routes of datasets."""
    datasets = Datasets(desk)
    app.add_route(f"{PREFIX}/datasets", datasets.listed, methods=["GET"], include_in_schema=False)
    drawn = Route(
        f"{PREFIX}/datasets/{{name}}", _Plain(datasets.drawn), methods=["POST"], include_in_schema=False
    )
    app.router.routes.append(drawn)


def add_stream_routes(app: FastAPI, desk: Desk) -> None:
    """Add the address of live trainings, and what a plain request is told there."""
    app.state.streams = Streams(desk)
    path = f"{PREFIX}/mlps/train/stream"
    app.router.routes.append(WebSocketRoute(path, app.state.streams.train))
    app.add_route(path, plainly, methods=["GET"], include_in_schema=False)


class _Plain:
    """An ASGI application as an object: a function would be taken for a handler of requests."""

    def __init__(self, answer: ASGIApp) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope, receive, send)


def add_store_routes(app: FastAPI, desk: Desk, shelf: Shelf) -> None:
    """Add the routes of what is saved."""
    graphs = saved.Graphs(desk, shelf)
    for path, (methods, endpoint) in {
        **saved.addresses(graphs),
        **runs.addresses(runs.Runs(desk, shelf, graphs)),
    }.items():
        app.add_route(path, endpoint, methods=list(methods), include_in_schema=False)


# The reference brings its models and templates along, so it is imported when somebody reads it.


async def _openapi(request: Request) -> Response:
    refuse_query(request)
    from .reference.pages import Reference

    return await Reference(request.app.state.desk.settings).openapi(request)


async def _docs(request: Request) -> Response:
    refuse_query(request)
    from .reference.pages import Reference

    return await Reference(request.app.state.desk.settings).docs(request)


async def _error(request: Request) -> Response:
    from .reference.pages import Reference

    return await Reference(request.app.state.desk.settings).error(request)
