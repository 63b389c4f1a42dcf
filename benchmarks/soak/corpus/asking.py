"""Sending a case to a server: as a request, as bytes over a socket, or as messages over a WebSocket."""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from .case import CLOSED, Answer, Case

PATIENCE_S = 20.0
OPEN_S = 0.3  # how long a raw connection may stay silent before it counts as waiting for more
STREAM = "/api/v1/mlps/train/stream"
WAITS = -1  # in place of a status: the server waits for the rest


class Asker:
    """Asks one server, over one connection that is kept as long as it lasts."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._kept: HTTPConnection | None = None

    def ask(self, case: Case) -> Answer:
        """Send *case* and wait for what comes of it."""
        began = time.perf_counter()
        if case.raw:
            return self._bytes(case, began)
        if case.messages:
            return self._messages(case, began)
        return self._request(case, began)

    def _request(self, case: Case, began: float) -> Answer:
        """A connection that was kept may have ended meanwhile: then another is made, once."""
        for kept in (self._kept, None):
            connection = kept or HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
            try:
                with suppress(OSError):  # it may say no and close before it has heard everything
                    connection.request(case.method, case.path, case.body, dict(case.headers))
                found = connection.getresponse()
                body = found.read()
            except (HTTPException, OSError):
                connection.close()
                self._kept = None
                if kept is None:
                    return Answer(CLOSED, {}, b"", time.perf_counter() - began)
                continue
            self._kept = None if found.will_close else connection
            return Answer(found.status, _headers(found), body, time.perf_counter() - began)
        raise AssertionError("the second time there is no connection that was kept")

    def _bytes(self, case: Case, began: float) -> Answer:
        """Send all bytes, whatever the server says meanwhile, and read one answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as raw:
            with suppress(OSError):
                raw.sendall(case.body or b"")
            if WAITS in case.statuses:
                raw.settimeout(OPEN_S)
            found = HTTPResponse(raw, method=case.method)
            try:
                found.begin()
                body = found.read()
            except TimeoutError:
                return Answer(WAITS, {}, b"", time.perf_counter() - began)
            except (HTTPException, OSError):
                return Answer(CLOSED, {}, b"", time.perf_counter() - began)
            return Answer(found.status, _headers(found), body, time.perf_counter() - began)

    def _messages(self, case: Case, began: float) -> Answer:
        """Say all messages; the answer is the first problem, the close, or the first that is said."""
        headers = dict(case.headers)
        try:
            with connect(
                f"ws://127.0.0.1:{self.port}{case.path or STREAM}", additional_headers=headers, compression=None,
                open_timeout=PATIENCE_S, close_timeout=OPEN_S, max_size=None,
            ) as stream:  # fmt: skip
                for message in case.messages:
                    stream.send(message)
                status, body = _told(stream, 101 in case.statuses)
                took = time.perf_counter() - began
        except InvalidStatus as refused:
            found = refused.response
            status, body, took = found.status_code, bytes(found.body or b""), time.perf_counter() - began
        except (ConnectionClosed, InvalidHandshake, TimeoutError) as ended:
            status, body, took = _close_code(ended), b"", time.perf_counter() - began
        return Answer(status, {}, body, took)


def _told(stream: ClientConnection, fine: bool) -> tuple[int, bytes]:
    """What is said: the status of the first problem; 101 for anything else, where that is right."""
    while True:
        message = stream.recv(timeout=PATIENCE_S)
        found: Any = json.loads(message) if isinstance(message, str) else {"type": "frame"}
        if found["type"] == "error":
            return int(found["problem"]["status"]), json.dumps(found["problem"]).encode()
        if fine:
            return 101, message if isinstance(message, bytes) else message.encode()


def _close_code(ended: Exception) -> int:
    if isinstance(ended, ConnectionClosed):
        return ended.rcvd.code if ended.rcvd else CLOSED
    return CLOSED


def _headers(found: HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in found.getheaders()}
