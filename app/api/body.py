"""
Taking a request body in: media type, size and time are checked before a byte is parsed.

uvicorn bounds none of the three. A declared length is refused before anything is read; without one, reading stops at
the limit. The deadline is for the whole body, so a client that drips bytes is answered 408.
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request

from ..engine.errors import LimitError
from ..settings import Settings
from .problems import HttpError

SWEEPS = 50  # in the time that a body has


class BodyReader:
    """
    Reads bodies within a size and a time.

    `asyncio.timeout` would start a timer per request, which costs as much as evaluating a small graph. Here one timer
    sweeps over all bodies still on their way, so a deadline is kept to within a fiftieth of its length. Less often,
    and hundreds that are late would be answered at once, while everybody else waits.
    """

    def __init__(self, settings: Settings) -> None:
        self._limit = settings.body_bytes
        self._timeout_s = settings.body_timeout_s
        self._deadlines: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def read(self, request: Request) -> bytes:
        """
        Read the whole body of *request*.

        Raises:
            HttpError: 415 for another media type or a compressed body, 408 for one that is too slow.
            LimitError: ``body-limit``.
        """
        raw = dict(request.scope["headers"])
        if raw.get(b"content-type") != b"application/json" or b"content-encoding" in raw:
            check_media_type(request)  # the usual pair is seen at a glance
        declared = raw.get(b"content-length", b"").decode("latin-1")
        if declared.isdecimal() and int(declared[:20]) > self._limit:
            raise self._too_large(int(declared[:20]))
        task = asyncio.current_task()
        assert task is not None  # a request is answered in a task
        self._expect(task)
        try:
            return await self._collect(request)
        except asyncio.CancelledError:
            if task not in self._late:
                raise
            self._late.discard(task)
            task.uncancel()
            raise self._too_slow() from None
        finally:
            self._deadlines.pop(task, None)

    async def _collect(self, request: Request) -> bytes:
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise HttpError("bad-request", "The client left before its body had arrived.")
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self._limit:
                raise self._too_large(size)
            chunks.append(chunk)
            if not message.get("more_body", False):
                return chunk if len(chunks) == 1 else b"".join(chunks)

    def _expect(self, task: asyncio.Task[Any]) -> None:
        loop = asyncio.get_running_loop()
        self._deadlines[task] = loop.time() + self._timeout_s
        if self._timer is None:
            self._timer = loop.call_later(self._timeout_s / SWEEPS, self._sweep, loop)

    def _sweep(self, loop: asyncio.AbstractEventLoop) -> None:
        """Cancel what is late, and look again later as long as anything is awaited."""
        now = loop.time()
        for task in [task for task, deadline in self._deadlines.items() if deadline <= now]:
            del self._deadlines[task]
            self._late.add(task)
            task.cancel()
        again = self._deadlines and not loop.is_closed()
        self._timer = loop.call_later(self._timeout_s / SWEEPS, self._sweep, loop) if again else None

    def _too_large(self, seen: int) -> LimitError:
        return LimitError("body-limit", seen, self._limit, hint="Split the work into several requests.")

    def _too_slow(self) -> HttpError:
        return HttpError(
            "body-timeout",
            f"The body did not arrive within {self._timeout_s:g} s.",
            hint="Send it in one go.",
        )


def check_media_type(request: Request) -> None:
    """Refuse what is not plain JSON in UTF-8: a form posted from another site is not taken for a request."""
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    name = media_type.strip().lower()
    charset = parameters.strip().lower().replace('"', "").replace(" ", "")
    if name != "application/json" or charset not in ("", "charset=utf-8"):
        raise HttpError(
            "unsupported-media-type",
            "The body must be application/json." if name else "The request has no content type.",
            hint="Send the header content-type: application/json.",
            headers={"Accept-Post": "application/json"},
        )
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise HttpError(
            "unsupported-media-type",
            "Compressed bodies are not taken.",
            hint="Send the body without a content encoding.",
            headers={"Accept-Encoding": "identity"},
        )
