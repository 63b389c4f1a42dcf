"""Bodies at the very edge of what is taken: their length, said or not, and their nesting."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.api.registry import WORK

from .conftest import BASE, Api
from .test_http import the_problem


def padded(size: int) -> bytes:
    return b"{" + b" " * (size - 2) + b"}"


def nested(depth: int) -> bytes:
    return b'{"a": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def deep(depth: int) -> bytes:
    return b'{"a": ' * depth + b"1" + b"}" * depth


@pytest.mark.parametrize("name", WORK)
def test_a_body_is_taken_up_to_its_limit(api_with: Any, name: str) -> None:
    """At the limit it is read, and found wanting; a byte more is 413."""
    api = api_with(body_bytes=200)
    the_problem(api.post_bytes(f"/{name}", padded(200)), 422, "missing-key")
    error = the_problem(api.post_bytes(f"/{name}", padded(201)), 413, "body-limit")
    assert error == {
        "loc": [],
        "code": "body-limit",
        "message": "The body has 201 bytes; the limit is 200.",
        "hint": "Split the work into several requests. The host sets this limit, by BACKPROP_BODY_BYTES.",
        "node": None,
        "span": None,
        "snippet": None,
    }


@pytest.mark.parametrize("name", WORK)
def test_a_body_of_undeclared_length_is_taken_up_to_its_limit(api_with: Any, name: str) -> None:
    """Its bytes are counted as they arrive."""

    async def in_parts(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), 64):
            yield body[start : start + 64]

    api = api_with(body_bytes=200)
    for size, status, code in ((200, 422, "missing-key"), (201, 413, "body-limit"), (400, 413, "body-limit")):
        answer = api.request(
            "POST",
            f"{BASE}/{name}",
            content=in_parts(padded(size)),
            headers={"content-type": "application/json"},
        )
        assert "content-length" not in answer.request.headers
        the_problem(answer, status, code)


@pytest.mark.parametrize("name", WORK)
def test_the_limit_of_a_body_by_default_is_two_mebibytes(api: Api, name: str) -> None:
    limit = 2 * 1024 * 1024
    the_problem(api.post_bytes(f"/{name}", padded(limit)), 422, "missing-key")
    the_problem(api.post_bytes(f"/{name}", padded(limit + 1)), 413, "body-limit")


@pytest.mark.parametrize("shape", [nested, deep])
@pytest.mark.parametrize("name", WORK)
def test_a_body_nests_up_to_its_limit(api: Api, name: str, shape: Any) -> None:
    """100 levels are read, and the key is not known; one more is 400, as is far more."""
    the_problem(api.post_bytes(f"/{name}", shape(100)), 422, "unknown-key")
    for depth in (101, 50_000):
        error = the_problem(api.post_bytes(f"/{name}", shape(depth)), 400, "too-deep")
        assert error == {
            "loc": [],
            "code": "too-deep",
            "message": "The body nests deeper than 100 levels.",
            "hint": "Flatten it.",
            "node": None,
            "span": None,
            "snippet": None,
        }
