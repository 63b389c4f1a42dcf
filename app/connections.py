"""
Connections as the server library leaves them, and what it does not see to: a request whose head never arrives.

The library waits for one for ever, and every connection is a file of the process, of which there are only so many. A
body has a deadline of its own (`api.body`), and so has the time between two requests.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

try:
    import resource
except ImportError:  # Windows, where sockets are not counted as files
    resource = None  # type: ignore[assignment]

MANY_FILES = 65_536


class Connection(HttpToolsProtocol):
    """One connection, closed when the head of a request takes longer than *head_timeout_s* to arrive."""

    def __init__(self, *arguments: Any, head_timeout_s: float, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._head_timeout_s = head_timeout_s
        self._began: float | None = None  # when the head that has not arrived yet did
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the library's
        """A head is expected from now on; what has not even begun is late, too."""
        super().connection_made(transport)
        self._began = self.loop.time()
        self._look_again(self._head_timeout_s)

    def data_received(self, data: bytes) -> None:
        """The first bytes after an answer begin another head."""
        if self._began is None and self.cycle.response_complete:
            self._began = self.loop.time()
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """It has arrived."""
        self._began = None
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        """From here on another protocol has the connection."""
        self._rest()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._rest()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Close what is late; a timer a connection is enough, one a request would cost a part of it."""
        late_s = 0.0 if self._began is None else self.loop.time() - self._began
        if late_s >= self._head_timeout_s:
            self.transport.close()
        else:
            self._look_again(self._head_timeout_s - late_s)

    def _look_again(self, seconds: float) -> None:
        self._timer = self.loop.call_later(seconds, self._look)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def take_many_files() -> None:
    """Ask for as many open files as this process may have: many systems start one with 1,024, which sockets use up."""
    if resource is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MANY_FILES if hard == resource.RLIM_INFINITY else min(hard, MANY_FILES)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with suppress(ValueError, OSError):  # macOS says it has no limit, and has one
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
