"""The application as its clients see it, without a socket: one event loop for all tests of a session."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app.api.shelf import Opener
from app.main import create_app
from app.settings import Settings

BASE = "/api/v1"


class Api:
    """A client of one application; its lifespan runs as long as it is open."""

    def __init__(self, settings: Settings, opener: Opener | None = None) -> None:
        self.settings = settings
        self.app = create_app(settings, opener)
        self.runner = asyncio.Runner()
        self.lifespan = self.app.router.lifespan_context(self.app)
        self.run(self.lifespan.__aenter__())
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://test")

    def run(self, awaitable: Any) -> Any:
        async def wait() -> Any:
            return await awaitable

        return self.runner.run(wait())

    def request(self, method: str, path: str, **kwargs: Any) -> httpx.Response:
        return self.run(self.client.request(method, path, **kwargs))

    def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return self.request("GET", path, **kwargs)

    def post(self, path: str, document: Any = None, **kwargs: Any) -> httpx.Response:
        """Post *document* to an address below ``/api/v1``."""
        return self.request("POST", BASE + path, json=document, **kwargs)

    def post_bytes(self, path: str, body: bytes) -> httpx.Response:
        return self.request("POST", BASE + path, content=body, headers={"content-type": "application/json"})

    def close(self) -> None:
        self.run(self.client.aclose())
        self.run(self.lifespan.__aexit__(None, None, None))
        self.runner.close()


@pytest.fixture(scope="session")
def api() -> Iterator[Api]:
    """The application with its default settings."""
    opened = Api(Settings())
    yield opened
    opened.close()


@pytest.fixture
def api_with() -> Iterator[Any]:
    """A function from settings to an application; all are closed after the test."""
    opened: list[Api] = []

    def make(**settings: Any) -> Api:
        opened.append(Api(Settings(**settings)))
        return opened[-1]

    yield make
    for one in opened:
        one.close()
