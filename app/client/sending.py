"""
How calls travel: at once, or awaited; again after a while where the server asked for that.

A server at its limit answers 429 or 503 and says when to come back (``Retry-After``). That long is waited, as often as
the client's patience lasts; nothing was done by a call that was answered so.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from types import TracebackType
from typing import Any, Self

try:
    import httpx
except ModuleNotFoundError as missing:  # pragma: no cover
    raise ModuleNotFoundError("The client needs httpx: pip install httpx", name="httpx") from missing

from .answers import PREFIX, later_s, read
from .calls import Call, Calls, Json
from .display import HEIGHT_PX, Figure

LATER = (429, 503)
PATIENCE_S = 30.0
LEAST_PAUSE_S = 0.1
TIMEOUT_S = 30.0
"""Longest wait for one answer; the server's own limit is shorter."""


class _Http:
    """What both clients know of HTTP, and no waiting."""

    def __init__(self, patience_s: float) -> None:
        self.patience_s = patience_s

    def pause(self, answer: httpx.Response, waited_s: float) -> float | None:
        """Seconds until *answer*'s call may be made again; None where it is not worth it."""
        if answer.status_code not in LATER:
            return None
        said = later_s(answer)
        if said is None:
            return None
        pause = max(LEAST_PAUSE_S, said)
        return pause if waited_s + pause <= self.patience_s else None

    @staticmethod
    def request(call: Call) -> Mapping[str, Any]:
        """As httpx takes it."""
        body = {} if call.body is None else {"json": call.body}
        return {"method": call.method, "url": PREFIX + call.path, "headers": call.headers, **body}

    @staticmethod
    def settings(url: str, timeout_s: float) -> dict[str, Any]:
        """
        What both of httpx's clients are told.

        A call beyond the hundred connections waits for one as long as it takes: the time is for an answer, and
        a program may ask for a thousand at once.
        """
        base = url.rstrip("/").removesuffix(PREFIX)
        return {"base_url": base, "timeout": httpx.Timeout(timeout_s, pool=None)}


class Client(Calls[Json]):
    """
    The API at once: every method returns the answer.

    Args:
        url: Where the server is, with the prefix a proxy may have put before it; ``/api/v1`` may be left out.
        patience_s: How long in all to wait where the server says "later", in seconds, before its problem is raised.
        timeout_s: How long to wait for one answer, in seconds.
        transport: Another way to the server than the network, as httpx takes it.
        sleep: What waits; a test's own.

    Raises:
        ProblemError: By every method, where the server does not do what was asked.
        httpx.TransportError: By every method, where no answer comes, as ``httpx.ConnectError``.
    """

    def __init__(
        self,
        url: str,
        *,
        patience_s: float = PATIENCE_S,
        timeout_s: float = TIMEOUT_S,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = _Http(patience_s)
        self._sleep = sleep
        self._client = httpx.Client(**self._http.settings(url, timeout_s), transport=transport)

    def send(self, call: Call) -> Json:
        """See `Calls`."""
        waited = 0.0
        while True:
            answer = self._client.request(**self._http.request(call))
            pause = self._http.pause(answer, waited)
            if pause is None:
                return read(call, answer)
            self._sleep(pause)
            waited += pause

    def figure(self, *, height_px: int = HEIGHT_PX, **request: Any) -> Figure:
        """A run for a notebook to show; *request* as for `export`: ``expression`` or ``graph``, ``inputs``, …"""
        return Figure(self.export("html", **request)["content"], height_px)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(Calls[Coroutine[Any, Any, Json]]):
    """The API to be awaited; arguments as `Client`'s."""

    def __init__(
        self,
        url: str,
        *,
        patience_s: float = PATIENCE_S,
        timeout_s: float = TIMEOUT_S,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = _Http(patience_s)
        self._sleep = sleep
        self._client = httpx.AsyncClient(**self._http.settings(url, timeout_s), transport=transport)

    async def send(self, call: Call) -> Json:
        """See `Calls`."""
        waited = 0.0
        while True:
            answer = await self._client.request(**self._http.request(call))
            pause = self._http.pause(answer, waited)
            if pause is None:
                return read(call, answer)
            await self._sleep(pause)
            waited += pause

    async def figure(self, *, height_px: int = HEIGHT_PX, **request: Any) -> Figure:
        """See `Client.figure`."""
        return Figure((await self.export("html", **request))["content"], height_px)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
