"""
Entity tags: what a client has already is not sent again.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s",]+)')
_DIGITS = 16


def named(header: str, tag: str) -> bool:
    """
    Whether *header*, a list of tags or a star, has *tag*.

    A tag names a version, not the bytes that carry it, so the ``W/`` that a compressing proxy puts before it is passed
    over; a strict comparison would refuse every save that came through one. Marks left out by a client are no matter.
    """
    if header.strip() == "*":
        return True
    return tag.strip('"') in (quoted or bare for quoted, bare in _TAG.findall(header))


def steady(
    request: Request, content: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """
    Answer with *content*, which is the same until the server is another one; 304 to who has it.

    Args:
        request: Whose If-None-Match counts.
        content: The body.
        media_type: What it is.
        headers: To be sent with either answer.
    """
    said = {"Cache-Control": "no-cache", **(headers or {}), "ETag": _digest(content)}
    if named(request.headers.get("if-none-match", ""), said["ETag"]):
        return Response(status_code=304, headers=said)
    return Response(content, media_type=media_type, headers=said)


def _digest(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:_DIGITS]}"'
