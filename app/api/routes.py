"""
Which address leads where.
"""

from __future__ import annotations

from fastapi import FastAPI

from . import health
from .endpoint import Desk
from .registry import WORK

PREFIX = "/api/v1"


def add_routes(app: FastAPI, desk: Desk) -> None:
    """Add every route of the API to *app*."""
    for name in WORK:
        app.add_route(f"{PREFIX}/{name}", desk.endpoint(name), methods=["POST"], include_in_schema=False)
    app.add_route("/health/live", health.live, methods=["GET"], include_in_schema=False)
    app.add_route("/health/ready", health.ready, methods=["GET"], include_in_schema=False)
