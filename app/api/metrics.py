"""
What the server has done, as Prometheus text at ``/metrics``. Off unless a host asks for it.

Counted are requests by method, route and status, their seconds, the computations that wait, and live trainings. Tasks
of the event loop go up and down with connections; what stays behind when these have gone is a leak. Each application
has a registry of its own, so that two in one process do not mix.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .compute import Pool
from .patterns import OTHER, Patterns
from .streaming import Streams

# From an answer out of the event loop to a computation that runs into its deadline.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Metrics:
    """The counters of one application; `page` is the endpoint, `Counted` the middleware that feeds it."""

    def __init__(self, pool: Pool, streams: Streams) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "backprop_requests_total", "Answers, by method, route and status.", ("method", "route", "status"),
            registry=self._registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "backprop_request_seconds", "Time from request to answer.", ("route",), buckets=SECONDS,
            registry=self._registry,
        )  # fmt: skip
        waiting = Gauge(
            "backprop_waiting", "Computations that wait for a worker process.", registry=self._registry
        )
        waiting.set_function(lambda: pool.waiting)
        workers = Gauge("backprop_workers", "Worker processes that live.", registry=self._registry)
        workers.set_function(lambda: len(pool.processes))
        connected = Gauge("backprop_streams", "Live trainings that are connected.", registry=self._registry)
        connected.set_function(lambda: streams.count)
        tasks = Gauge(
            "backprop_tasks", "Tasks of the event loop, this answer's too.", registry=self._registry
        )
        tasks.set_function(lambda: len(asyncio.all_tasks()))

    async def page(self, request: Request) -> Response:
        """Everything counted so far."""
        return Response(
            generate_latest(self._registry),
            headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"},
        )


class Counted:
    """ASGI middleware: every answer is counted under the route its address matches."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, patterns: Iterable[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._patterns = Patterns(patterns)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and note what was answered and how long it took."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, route = time.perf_counter(), self._patterns.match(scope["path"])
        method = scope["method"] if scope["method"] in METHODS else OTHER

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.requests.labels(method, route, str(message["status"])).inc()
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            self._metrics.seconds.labels(route).observe(time.perf_counter() - started)
