"""
The application, assembled. It decides nothing: settings, routes and handlers come from their own modules.

Routes are Starlette's, on a FastAPI application, and the OpenAPI document is composed in `api.reference` from the
models of `api.schemas`, when it is first asked for: building the models at start-up would double the time to the
first answer.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from . import __version__
from .api import problems
from .api.endpoint import Desk, Refused
from .api.headers import Headers
from .api.lane import Lane
from .api.logged import Logged, Visitors
from .api.prefix import Prefix
from .api.registry import import_late
from .api.routes import add_dataset_routes, add_routes, add_store_routes, add_stream_routes, work_endpoints
from .api.shelf import Opener, Shelf, trouble
from .engine.errors import EngineError
from .settings import Settings
from .store.base import StoreError

SETTLED_S = 1.0  # after its start a server has answered whoever waited for that


def create_app(settings: Settings | None = None, opener: Opener | None = None) -> FastAPI:
    """
    The whole server as one ASGI application.

    Args:
        settings: Limits and the like; by default from the environment.
        opener: Opens the store of saved graphs; by default as the settings say.
    """
    settings = settings or Settings()
    desk = Desk(settings)
    shelf = Shelf(settings, opener)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
        gc.collect()
        gc.freeze()  # what start-up made stays; not looking at it again is most of the tail
        # A request makes thousands of objects and no circles: tests hold it.
        gc.set_threshold(50_000, 20, 20)
        shelf.start()
        app.state.ready = True
        warming = asyncio.get_running_loop().call_later(SETTLED_S, _do_the_rest, settings)
        yield {"leave": desk.pool.leave}  # for whoever serves it, to be told when the server begins to stop
        app.state.ready = False
        warming.cancel()
        await desk.pool.close()
        await shelf.close()

    app = FastAPI(
        title="Backprop Visualizer",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.desk = desk
    app.state.shelf = shelf
    endpoints = work_endpoints(desk)
    files: dict[str, ASGIApp] = {}
    app.add_middleware(Lane, endpoints=endpoints, files=files)  # the one added last is the outermost
    app.add_middleware(Headers, origins=settings.allowed_origins)
    app.add_exception_handler(EngineError, _engine_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(StoreError, _store_error)
    app.add_exception_handler(Exception, _mistake)
    add_routes(app, endpoints)
    add_dataset_routes(app, desk)
    add_stream_routes(app, desk)
    add_store_routes(app, desk, shelf)
    from .web import pages  # the pages need jinja2, the engine-only tests of the API do not wait for it

    files.update(pages.mount(app, settings))
    if settings.metrics:
        _count(app, desk)
    if settings.log == "json":
        app.add_middleware(Logged, patterns=_patterns(app), visitors=Visitors(settings.address_hours))
    if settings.path_prefix:
        app.add_middleware(Prefix, prefix=settings.path_prefix)
    return app


def _patterns(app: FastAPI) -> list[str]:
    return [str(getattr(route, "path", "")) for route in app.router.routes]


def _do_the_rest(settings: Settings) -> None:
    """
    What a server starts without, in a thread: on the event loop a first training, page to take along or look into the
    reference would hold up everybody for some tenths of a second.
    """
    asyncio.get_running_loop().run_in_executor(None, _rest, settings)


def _rest(settings: Settings) -> None:
    import_late()
    from .api.reference import pages  # with the models of the whole API, and templates

    pages.prepare(settings)


def _count(app: FastAPI, desk: Desk) -> None:
    """Serve ``/metrics``; the client library is imported by those who ask for it only."""
    from .api.metrics import Counted, Metrics

    metrics = Metrics(desk.pool, app.state.streams)
    app.add_route("/metrics", metrics.page, methods=["GET"], include_in_schema=False)
    app.add_middleware(Counted, metrics=metrics, patterns=_patterns(app))


async def _engine_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, EngineError)  # registered for nothing else
    return problems.response(error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # registered for nothing else
    return problems.response(problems.from_http(error))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # registered for nothing else
    return Response(error.found.body, error.found.status, media_type=problems.MEDIA_TYPE)


async def _store_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, StoreError)  # registered for nothing else
    retry_after_s: int = request.app.state.desk.settings.retry_after_s
    return problems.response(trouble(error, retry_after_s))


async def _mistake(request: Request, error: Exception) -> Response:
    return problems.response(problems.mistake())


def __getattr__(name: str) -> FastAPI:
    """``app.main:app``, for servers that want a name: made when it is asked for, since the command asks for none."""
    if name != "app":
        raise AttributeError(name)
    return globals().setdefault("app", create_app())  # type: ignore[no-any-return]  # globals hold anything
