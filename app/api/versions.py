"""
Which version of a saved graph is meant.

The digest is part of its tag because counting starts again where a backup is put back.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-if-match
"""

from __future__ import annotations

from starlette.requests import Request

from ..store.base import SavedGraph
from .etags import named
from .problems import HttpError


def tag_of(version: int, digest: bytes) -> str:
    """The entity tag, quotation marks included: ``"3-9f86d081884c"``."""
    return f'"{version}-{digest[:6].hex()}"'


def tag(saved: SavedGraph) -> str:
    """The entity tag of *saved* as it is now."""
    return tag_of(saved.version, saved.digest)


def unchanged(request: Request, saved: SavedGraph) -> bool:
    """Whether the client has *saved* already and says so in If-None-Match."""
    return named(request.headers.get("if-none-match", ""), tag(saved))


def check_version(request: Request, saved: SavedGraph, *, required: bool) -> None:
    """
    Hold If-Match against what is there.

    Raises:
        HttpError: ``version-missing`` (428) where it is required; ``version-stale`` (412).
    """
    wanted = request.headers.get("if-match")
    if wanted is None and required:
        raise HttpError(
            "version-missing",
            "Say which version you replace, so that nobody's work is overwritten unseen.",
            hint=f"Read the graph, then send its tag: if-match: {tag(saved)}",
            headers={"ETag": tag(saved)},
        )
    if wanted is not None and not named(wanted, tag(saved)):
        raise stale(saved)


def stale(saved: SavedGraph) -> HttpError:
    """What to say to a change of a version that is no longer there: *saved* is."""
    return HttpError(
        "version-stale",
        f"The graph was changed meanwhile; its current version is {tag(saved)}. Nothing was overwritten.",
        hint="Read the current version, then decide which of the two to keep.",
        headers={"ETag": tag(saved)},
    )
