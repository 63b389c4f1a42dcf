"""
Taking a request body in: media type, size and time are checked before a byte is parsed.

uvicorn bounds none of the three. A declared length is refused before anything is read; without one, reading stops at
the limit. The deadline is for the whole body, so a client that drips bytes is answered 408.
"""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from ..engine.errors import LimitError
from ..settings import Settings
from .problems import HttpError


async def read_body(request: Request, settings: Settings) -> bytes:
    """
    Read the whole body of *request*.

    Raises:
        HttpError: 415 for another media type or a compressed body, 408 for one that is too slow.
        LimitError: ``body-limit``.
    """
    check_media_type(request)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:20]) > settings.body_bytes:
        raise _too_large(int(declared[:20]), settings)
    try:
        async with asyncio.timeout(settings.body_timeout_s):
            return await _collect(request, settings)
    except TimeoutError:
        raise HttpError(
            "body-timeout",
            f"The body did not arrive within {settings.body_timeout_s:g} s.",
            hint="Send it in one go.",
        ) from None


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


async def _collect(request: Request, settings: Settings) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > settings.body_bytes:
                raise _too_large(size, settings)
            if chunk:  # the last one is empty
                chunks.append(chunk)
    except ClientDisconnect:
        raise HttpError("bad-request", "The client left before its body had arrived.") from None
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _too_large(seen: int, settings: Settings) -> LimitError:
    return LimitError("body-limit", seen, settings.body_bytes, hint="Split the work into several requests.")
