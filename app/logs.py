"""
The log: quiet for whoever starts the server by hand, one JSON object a line for a host's machinery.

Lines go to standard output. What a visitor sent is in none of them: neither bodies nor addresses of pages, only the
pattern an address matches (`api.logged`). Control characters cannot break a line, since JSON escapes them.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson

REQUESTS = "backprop.requests"
SERVER = "backprop.server"


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time in UTC, level, logger, message, and what the record's ``told`` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """See `logging.Formatter`."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        message = record.getMessage()
        if message:
            line["message"] = message
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()


class Lines(logging.StreamHandler[TextIO]):
    """
    Lines for a stream, those of one turn of the event loop together.

    Each write wakes up whoever reads the other end of the pipe, on a machine that has better things to do while a class
    opens the page. An error is written at once, and so is what is said where no loop runs; what waits goes before it.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        super().__init__(stream)
        self._waiting: list[str] = []
        self._due: asyncio.AbstractEventLoop | None = None  # the loop whose turn ends with a write

    def emit(self, record: logging.LogRecord) -> None:
        """See `logging.Handler`; the caller holds its lock."""
        try:
            self._waiting.append(self.format(record) + self.terminator)
            if record.levelno >= logging.ERROR or not self._put_off():
                self.flush()
        except Exception:
            self.handleError(record)

    def flush(self) -> None:
        """Write what waits; also what the end of the program calls."""
        self.acquire()
        try:
            waiting, self._waiting = self._waiting, []
            if waiting:
                self.stream.write("".join(waiting))
            super().flush()
        finally:
            self.release()

    def _put_off(self) -> bool:
        """Whether the end of this turn writes."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return False
        if self._due is not loop:
            self._due = loop
            loop.call_soon(self._end_turn)
        return True

    def _end_turn(self) -> None:
        self._due = None
        with suppress(OSError):  # nobody reads any more
            self.flush()


def log_config(kind: str) -> dict[str, Any] | None:
    """What `logging.config.dictConfig` takes for ``"json"``; None, the server library's own, for ``"quiet"``."""
    if kind == "quiet":
        return None
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"out": {"()": Lines, "stream": "ext://sys.stdout", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            REQUESTS: {"level": "INFO"},
            SERVER: {"level": "INFO"},
            "uvicorn.error": {"level": "WARNING"},
        },
    }
