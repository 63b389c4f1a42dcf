"""
Entity tags: what a client has already is not sent again, and what it has not is sent compressed.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from starlette.requests import Request
from starlette.responses import Response

from .encodings import takes_gzip

_TAG = re.compile(r'(?:W/)?"([^"]*)"|([^\s",]+)')
_DIGITS = 16
WORTH_BYTES = 500  # less than this fits into a packet anyhow


def named(header: str, tag: str) -> bool:
    """
    Whether *header*, a list of tags or a star, has *tag*.

    A tag names a version, not the bytes that carry it, so the ``W/`` that a compressing proxy puts before it is passed
    over; a strict comparison would refuse every save that came through one. Marks left out by a client are no matter.
    """
    if header.strip() == "*":
        return True
    return tag.strip('"') in (quoted or bare for quoted, bare in _TAG.findall(header))


class Kept:
    """
    Content that is the same until the server is another one, with what is made of it once.

    Attributes:
        content: The bytes.
        version: Names them.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.version = hashlib.sha256(content).hexdigest()[:_DIGITS]

    @cached_property
    def zipped(self) -> bytes:
        """The content compressed; the largest takes six milliseconds, once."""
        return gzip.compress(self.content, compresslevel=6, mtime=0)


def steady(
    request: Request,
    content: bytes,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    *,
    of_many: bool = False,
) -> Response:
    """
    Answer with *content*, which is the same until the server is another one; 304 to who has it.

    It is compressed for who takes gzip. The tag is a weak one, since it stays the same then.

    Args:
        request: Whose If-None-Match and Accept-Encoding count.
        content: The body.
        media_type: What it is.
        headers: To be sent with either answer.
        of_many: One of more than can be kept, as others ask for others; sent as it is.
    """
    kept = Kept(content) if of_many else _kept(content)
    said = {"Cache-Control": "no-cache", **(headers or {}), "ETag": f'W/"{kept.version}"'}
    squeezable = not of_many and len(content) >= WORTH_BYTES
    if squeezable:
        said["Vary"] = "Accept-Encoding"
    if named(request.headers.get("if-none-match", ""), kept.version):
        return Response(status_code=304, headers=said)
    if squeezable and takes_gzip(request.scope):
        return Response(kept.zipped, media_type=media_type, headers=said | {"Content-Encoding": "gzip"})
    return Response(content, media_type=media_type, headers=said)


# Lessons with and without answers, the pages, one a code of an error, the reference: some 150, 2 MB in all.
_kept = lru_cache(maxsize=256)(Kept)
