"""What an answer says: a JSON object, a problem, or, where somebody else has answered, neither."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from .calls import Call, Json
from .problems import ProblemError

PREFIX = "/api/v1"
NO_CONTENT = 204
_SHOWN = 60  # letters of what was got instead


def read(call: Call, answer: httpx.Response) -> Json:
    """
    The JSON object that was answered to *call*; empty where there is nothing to say.

    Raises:
        ProblemError: It was not done, or it was not this API that answered.
    """
    if answer.is_success and answer.status_code == NO_CONTENT:
        return {}
    found = _json(answer)
    if not answer.is_success:
        told = found if isinstance(found, dict) else {}
        words = "" if isinstance(told.get("code"), str) else _elsewhere(answer) or _foreign(answer)
        raise ProblemError(answer.status_code, told, words, later_s(answer))
    if not isinstance(found, dict):
        raise ProblemError(answer.status_code, {}, _foreign(answer))
    if not call.tagged:
        return found
    if "etag" not in answer.headers:
        raise ProblemError(answer.status_code, {}, f"{_asked(answer)} was answered without its ETag.")
    return {"document": found, "etag": answer.headers["etag"]}


def later_s(answer: httpx.Response) -> float | None:
    """
    Seconds from now until *answer*'s call may be made again, at least 0; None where it does not say.

    Retry-After is a number of seconds or a date, which is taken by the server's own clock where it tells the time.
    Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
    """
    said = answer.headers.get("retry-after", "")
    try:
        seconds = float(said)
    except ValueError:
        then = _date(said)
        if then is None:
            return None
        now = _date(answer.headers.get("date", "")) or datetime.now(UTC)
        return max(0.0, (then - now).total_seconds())
    return seconds if seconds >= 0 else None  # NaN is not


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _json(answer: httpx.Response) -> Any:
    """What the body holds; None where it is no JSON."""
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None


def _asked(answer: httpx.Response) -> str:
    return f"{answer.request.method} {_bare(answer.request.url)}"


def _bare(url: httpx.URL) -> str:
    """*url* without the name and password that may stand in it: messages end up in logs."""
    return str(url.copy_with(userinfo=b""))


def _elsewhere(answer: httpx.Response) -> str:
    """Where a redirection leads; empty where it is none."""
    if answer.next_request is None:
        return ""
    url = answer.next_request.url
    server, known, _ = url.path.rpartition(f"{PREFIX}/")
    said = f"{_asked(answer)} leads to {_bare(url)}, and redirections are not followed."
    if not known:
        return said
    return f"{said} Give the client {_bare(url.copy_with(path=server or '/', query=None)).rstrip('/')}"


def _foreign(answer: httpx.Response) -> str:
    """What came instead of this API's answer."""
    kind = answer.headers.get("content-type", "something without a content type")
    begin = " ".join(answer.text.split())[:_SHOWN]
    shown = f"that begins {begin!r}" if begin else "that is empty"
    return f"{_asked(answer)} was not answered by this API: what came is {kind} {shown}."
