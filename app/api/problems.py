"""
Errors as problem documents (RFC 9457): the only place that knows status codes.

Handlers raise; what they raise becomes a document here, of at most 20 errors and 64 KiB. Input comes back only in the
snippet and, shortened, where a sentence names it. `HTTP_CODES` are the errors HTTP itself brings, `CODES` of the engine
all others; together they are the error reference under ``/errors/``.

Source: https://www.rfc-editor.org/rfc/rfc9457
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..engine.errors import CODES, EngineError, Explanation, Fix, Span

MEDIA_TYPE = "application/problem+json"
MAX_BYTES = 64 * 1024
_LONGEST = {"message": 600, "hint": 300, "snippet": 400, "loc": 80, "fix": 200}

# code: (status, title, sentence). Limits of the engine answer 413, everything else the engine says 422.
HTTP_CODES: dict[str, tuple[int, Explanation]] = {
    "not-json": (
        400,
        Explanation("Not JSON", "The request body is not JSON, or says a key twice in one object."),
    ),
    "not-utf-8": (400, Explanation("Not UTF-8", "The request body holds bytes that are no UTF-8.")),
    "too-deep": (
        400,
        Explanation("Nested too deep", "The request body nests arrays and objects past the limit."),
    ),
    "bad-request": (400, Explanation("Bad request", "The request cannot be understood as HTTP.")),
    "not-found": (404, Explanation("Not found", "Nothing lives at this address.")),
    "token-missing": (
        401,
        Explanation("Token missing", "Changing a saved graph takes the edit token that came with it."),
    ),
    "token-wrong": (403, Explanation("Wrong token", "The token is not the edit token of this graph.")),
    "saving-off": (403, Explanation("Saving is off", "This server was set to keep no graphs.")),
    "method-not-allowed": (
        405,
        Explanation(
            "Method not allowed", "The address exists, but not with this method; Allow lists what it takes."
        ),
    ),
    "body-timeout": (408, Explanation("Body too slow", "The request body did not arrive within its time.")),
    "version-stale": (
        412,
        Explanation(
            "Changed meanwhile", "The graph has another version than If-Match names; nothing was overwritten."
        ),
    ),
    "upgrade-required": (
        426,
        Explanation("WebSocket wanted", "The address is one of a WebSocket, and this is a plain request."),
    ),
    "version-missing": (
        428,
        Explanation("Version missing", "Replacing a graph takes If-Match with the tag of the version read."),
    ),
    "key-reused": (
        422,
        Explanation("Key used before", "An Idempotency-Key belongs to one document for a day."),
    ),
    "unsupported-media-type": (
        415,
        Explanation("Unsupported media type", "Bodies are application/json, in UTF-8, not compressed."),
    ),
    "memory-limit": (
        413,
        Explanation("Too much memory", "The work needs more memory than a computation may take."),
    ),
    "too-many-requests": (
        429,
        Explanation(
            "Too many requests", "This client has as many computations waiting as one client may have."
        ),
    ),
    "server-busy": (
        503,
        Explanation("Server busy", "The server is at its limit; Retry-After says when to come back."),
    ),
    "worker-lost": (
        503,
        Explanation("Worker lost", "The process that computed the answer ended; asking again helps."),
    ),
    "store-unavailable": (
        503,
        Explanation(
            "Store unavailable", "What is saved cannot be reached; Retry-After says when to come back."
        ),
    ),
    "store-full": (
        507,
        Explanation("Store full", "There is no room to save more; reading goes on."),
    ),
    "quota-reached": (
        507,
        Explanation(
            "Quota reached", "One network address has saved as much as it may within a day; reading goes on."
        ),
    ),
    "internal-error": (500, Explanation("Internal error", "A mistake of this program, not of the request.")),
}
# Where the rest of the body is not read, the connection cannot be used again.
_HEADERS = {"body-limit": {"Connection": "close"}, "body-timeout": {"Connection": "close"}}
# What to do, where the place of an error has nothing better to say.
_HINTS = {
    "not-json": "Send one JSON value, with keys and strings in double quotes and no comma after a last entry.",
    "wrong-type": "Put a value of the type that is named here.",
}
# What a host sets each limit by: who is told of one on a server of their own can raise it.
LIMIT_SETTINGS = {
    "body-limit": "body_bytes",
    "expression-limit": "expression_bytes",
    "token-limit": "tokens",
    "nesting-limit": "nesting",
    "node-limit": "nodes",
    "edge-limit": "edges",
    "entry-limit": "entries",
    "dimension-limit": "dimensions",
    "row-limit": "rows_times_nodes",
    "step-limit": "steps",
    "saved-limit": "saved_bytes",
    "compute-limit": "compute_s",
    "memory-limit": "worker_memory_mib",
}
_BY_STATUS = {400: "bad-request", 404: "not-found", 405: "method-not-allowed"}


class Problem(NamedTuple):
    """A problem ready to be sent: what a worker hands back too."""

    status: int
    body: bytes


class HttpError(EngineError):
    """An error of HTTP rather than of the engine, with the headers that belong to it."""

    def __init__(
        self, code: str, message: str, *, hint: str | None = None, headers: dict[str, str] | None = None
    ):
        super().__init__(code, message, hint=hint)
        self.headers = headers or {}


def explanations() -> dict[str, tuple[int, Explanation]]:
    """Every code with its status and explanation: what the error reference shows."""
    return {code: (status_of(code), said) for code, said in CODES.items()} | HTTP_CODES


def status_of(code: str) -> int:
    """The status that *code* answers with."""
    if code in HTTP_CODES:
        return HTTP_CODES[code][0]
    return 413 if code.endswith("-limit") else 422


def problem(error: EngineError) -> Problem:
    """The problem document of *error*, which is done with then."""
    error.forget_frames()
    status = status_of(error.code)
    document = {
        "type": f"/errors/{error.code}",
        "title": _title(error.code),
        "status": status,
        "code": error.code,
        "detail": _detail(error),
        "errors": [_single(each) for each in error.errors[:20]],
    }
    body = orjson.dumps(document)
    while len(body) > MAX_BYTES:
        document["errors"] = document["errors"][:-1]  # type: ignore[index]  # a list, two lines up
        body = orjson.dumps(document)
    return Problem(status, body)


def response(error: EngineError) -> Response:
    """The answer to a request that ended in *error*."""
    status, body = problem(error)
    headers = error.headers if isinstance(error, HttpError) else {}
    return Response(body, status, headers=headers | _HEADERS.get(error.code, {}), media_type=MEDIA_TYPE)


def from_http(error: HTTPException) -> HttpError:
    """What the router raised (404, 405 and their like), in our words."""
    code = _BY_STATUS.get(error.status_code, "bad-request")
    sentence = HTTP_CODES[code][1].sentence
    headers = dict(error.headers or {})
    return HttpError(code, sentence, hint=_remedy(code, headers), headers=headers)


def _remedy(code: str, headers: Mapping[str, str]) -> str | None:
    if code == "not-found":
        return "The reference, api/v1/docs below this server's address, lists what the API has."
    methods = sorted(headers.get("Allow", "").split(", "))
    return f"Use {' or '.join(methods)}." if code == "method-not-allowed" and methods[0] else None


def mistake() -> HttpError:
    """What to say where this program is wrong: nothing of the inside."""
    return HttpError(
        "internal-error", "A mistake of this program, not of the request.", hint="Please report it."
    )


def _title(code: str) -> str:
    said = HTTP_CODES[code][1] if code in HTTP_CODES else CODES[code]
    return said.title


def _detail(error: EngineError) -> str:
    """The first message, and how many more there are."""
    more = len(error.errors) - 1
    return _cut(error.message, "message") + (f" ({more} more below.)" if more > 0 else "")


def _single(error: EngineError) -> dict[str, Any]:
    hint = error.hint or _HINTS.get(error.code)
    if error.code in LIMIT_SETTINGS:
        host = f"The host sets this limit, by BACKPROP_{LIMIT_SETTINGS[error.code].upper()}."
        hint = f"{hint or 'Ask for less.'} {host}"
    said: dict[str, Any] = {
        "loc": [_cut(part, "loc") if isinstance(part, str) else part for part in error.loc],
        "code": error.code,
        "message": _cut(error.message, "message"),
        "hint": None if hint is None else _cut(hint, "hint"),
        "node": None if error.node is None else _cut(error.node, "loc"),
        "span": None if error.span is None else _span(error.span),
        "snippet": None if error.snippet is None else _cut(error.snippet, "snippet"),
    }
    if error.fix is not None:
        said["fix"] = _fix(error.fix)
    return said


def _span(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"span": _span(fix.span), "text": _cut(fix.text, "fix")}


def _cut(text: str, what: str) -> str:
    text = text.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be written
    longest = _LONGEST[what]
    return text if len(text) <= longest else text[: longest - 1] + "…"
