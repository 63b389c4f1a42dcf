"""
Connections as the server library leaves them, and what it does not see to.

It waits for ever for the head of a request, and after one that asks for a WebSocket and gets none; it holds all of a
head, however long; and every connection is a file of the process, of which there are only so many. A body has a
deadline and a size of its own (`api.body`), and so has the time between two requests. Of requests that came together it
tells only the newest that their client has left.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any
from weakref import ref

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

try:
    import resource
except ImportError:  # Windows, where sockets are not counted as files
    resource = None  # type: ignore[assignment]

MANY_FILES = 65_536
NO_SOCKET = "This is no request for a WebSocket."
TOO_LONG = "The head of a request has at most {} bytes."


class Connection(HttpToolsProtocol):
    """
    One connection.

    Args:
        arguments: As the library has them, *settings* too.
        head_timeout_s: Closed when the head of a request takes longer to arrive, in seconds.
        head_bytes: And when it is longer; what comes in one read is not counted, so it may be longer by that.
        settings: See *arguments*.
    """

    def __init__(self, *arguments: Any, head_timeout_s: float, head_bytes: int, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._head_timeout_s = head_timeout_s
        self._head_bytes = head_bytes
        # Bytes of a head, or of what may stand around a body, that the parser has handed on to nobody yet.
        self._held = 0
        self._moved = False  # whether it handed on anything of what was read last
        self._began: float | None = None  # when the head that has not arrived yet did
        self._timer: asyncio.TimerHandle | None = None
        self._running: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the library's
        """A head is expected from now on; what has not even begun is late, too."""
        super().connection_made(transport)
        self._began = self.loop.time()
        self._look_again(self._head_timeout_s)

    def data_received(self, data: bytes) -> None:
        """The first bytes after an answer begin another head."""
        if self._began is None and self.cycle.response_complete:
            self._began = self.loop.time()
        self._moved = False
        super().data_received(data)
        self._held = 0 if self._moved else self._held + len(data)
        if self._held > self._head_bytes:
            self._turn_away(431, TOO_LONG.format(self._head_bytes))

    def on_message_begin(self) -> None:
        """A head begins within what was read: what comes after that counts."""
        self._moved = True
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """A body has a size of its own; between its parts only a head's worth may stand."""
        self._moved = True
        super().on_body(body)

    def on_headers_complete(self) -> None:
        """It has arrived; one that asks for a WebSocket may have a body to come, which is as late as a head."""
        self._moved = True
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is not before:
            self._began = None

    def handle_websocket_upgrade(self) -> None:
        """From here on another protocol has the connection, if it takes it."""
        self._rest()
        # Nobody here reads a cookie, and those that a host has collected may be longer than a line of a head.
        self.headers[:] = [header for header in self.headers if header[0] != b"cookie"]
        if self._in_work():
            self.send_400_response(NO_SOCKET)
            return
        super().handle_websocket_upgrade()
        taken: Any = self.transport.get_protocol()
        if not taken.handshake_initiated:
            self._refuse(b"".join(taken.conn.data_to_send()))
        self.parser = None  # type: ignore[assignment]  # the two hold each other, and nothing comes here any more

    def send_400_response(self, msg: str) -> None:
        """What the parser takes for no HTTP; it knows few methods, so `FOO /` is none."""
        self._say(400, msg)
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more, and each request that came is told."""
        self._rest()
        for cycle in self._in_work():
            cycle.disconnected = True
            cycle.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """The library keeps the newest request of those that came together, not the one that is being answered."""
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _in_work(self) -> list[RequestResponseCycle]:
        """Requests without their whole answer: the one that is being answered, and those that wait behind it."""
        came = [self._running, *(cycle for cycle, _ in self.pipeline)]
        return [cycle for cycle in came if cycle is not None and not cycle.response_complete]

    def _refuse(self, answer: bytes) -> None:
        """End a connection whose head the other protocol did not take, in its own words if it has any."""
        if answer:
            self.transport.write(answer)
            self.transport.close()
        else:
            self.send_400_response(NO_SOCKET)

    def _turn_away(self, status: int, words: str) -> None:
        """End the connection, and say why where nothing else is being said on it."""
        if not self._in_work() and not self.transport.is_closing():
            self._say(status, words)
        self.transport.close()

    def _say(self, status: int, words: str) -> None:
        """The last answer on this connection, which no application gives."""
        head = (
            *self.server_state.default_headers,
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"x-content-type-options", b"nosniff"),
            (b"content-length", b"%d" % len(words)),
            (b"connection", b"close"),
        )
        lines = b"".join(b"%s: %s\r\n" % pair for pair in head)
        self.transport.write(STATUS_LINE[status] + lines + b"\r\n" + words.encode("ascii"))

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


def refusing(socket: Any) -> Any:
    """*socket*, the library's protocol for WebSockets, made to forbid guessing what its refusals are."""
    reject, held = type(socket.conn).reject, ref(socket.conn)  # not itself, or it would hold itself

    def refused(status: int, text: str) -> Any:
        answer = reject(held(), status, text)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    socket.conn.reject = refused
    return socket


def take_many_files() -> None:
    """Ask for as many open files as this process may have: many systems start one with 1,024, which sockets use up."""
    if resource is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MANY_FILES if hard == resource.RLIM_INFINITY else min(hard, MANY_FILES)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with suppress(ValueError, OSError):  # macOS says it has no limit, and has one
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
