"""
The log: quiet for whoever starts the server by hand, one JSON object a line for a host's machinery.

Lines go to standard output. What a visitor sent is in none of them: neither bodies nor addresses of pages, only the
pattern an address matches (`api.logged`). Control characters cannot break a line, since JSON escapes them.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

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


def log_config(kind: str) -> dict[str, Any] | None:
    """What `logging.config.dictConfig` takes for ``"json"``; None, the server library's own, for ``"quiet"``."""
    if kind == "quiet":
        return None
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {
            "out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
        },
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            REQUESTS: {"level": "INFO"},
            SERVER: {"level": "INFO"},
            "uvicorn.error": {"level": "WARNING"},
        },
    }
