"""
Edit tokens: shown once, kept as a hash, compared in constant time.

Who has the token may change the graph; nobody has an account. A token is 256 random bits, so that one round of SHA-256
is all the hashing it needs.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from typing import NamedTuple

from starlette.requests import Request

from ..engine.errors import InputError
from ..store.base import Repeat, SavedGraph, digest_of
from .problems import HttpError

LONGEST_KEY = 255
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}\Z")


class Secret(NamedTuple):
    """A new edit token, and what is kept so that the same request gets it again."""

    token: str
    repeat: Repeat | None


def new_secret(key: str | None, document: bytes) -> Secret:
    """
    A token for *document*.

    Where the client gave a *key* the token comes from that and from a salt, of which the store has the salt only.
    """
    if key is None:
        return Secret(secrets.token_urlsafe(32), None)
    salt = secrets.token_bytes(32)
    return Secret(_derived(key, salt), Repeat(digest_of(key.encode()), salt, digest_of(document)))


def token_again(key: str, saved: SavedGraph, document: bytes) -> str:
    """
    The token of a graph that was *saved* with *key* before.

    Raises:
        HttpError: ``key-reused`` where it was another document.
    """
    assert saved.repeat is not None  # it was found by its key
    if saved.repeat.digest != digest_of(document):
        raise HttpError(
            "key-reused",
            "Another graph was saved with this Idempotency-Key.",
            hint="Make a new key for every graph, for instance a random UUID.",
        )
    return _derived(key, saved.repeat.salt)


def idempotency_key(request: Request) -> str | None:
    """
    The key that says which requests are one.

    Raises:
        InputError: ``bad-setting`` for one that is no visible ASCII or too long.
    """
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.match(key):
        raise InputError(
            "bad-setting",
            f"An Idempotency-Key is 1 to {LONGEST_KEY} visible ASCII characters.",
            hint="Use a random UUID.",
            loc=("header", "idempotency-key"),
        )
    return key


def bearer(request: Request) -> str:
    """
    The token that came with *request*.

    Raises:
        HttpError: ``token-missing``.
    """
    scheme, _, token = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise HttpError(
            "token-missing",
            "Changing a saved graph takes its edit token.",
            hint="Send the header authorization: Bearer <edit_token>.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return token.strip()


def check_token(token: str, saved: SavedGraph) -> None:
    """
    Hold *token* against the hash that was kept.

    Raises:
        HttpError: ``token-wrong``.
    """
    if not hmac.compare_digest(digest_of(token.encode()), saved.token_hash):
        raise HttpError(
            "token-wrong",
            "The token is not the edit token of this graph.",
            hint="Save a copy of your own: post the document to /api/v1/graphs.",
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )


def _derived(key: str, salt: bytes) -> str:
    mac = hmac.digest(salt, key.encode(), "sha256")
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
