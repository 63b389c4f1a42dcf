"""A save that is sent twice is done once: keys of the client's, and what belongs to them."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from .conftest import BASE, Api
from .test_http import the_problem
from .test_saved import GRAPH, keeping, put, save

__all__ = ["keeping"]  # a fixture


def test_a_request_sent_twice_is_done_once(keeping: Api) -> None:
    """With a key: the same answer, token and all, which works; even after the graph has changed."""
    first = save(keeping, Idempotency_Key="k1")
    assert save(keeping, Idempotency_Key="k1") == first
    now = put(keeping, first, GRAPH | {"name": "two"})
    assert now.status_code == 200
    assert save(keeping, Idempotency_Key="k1") == first
    assert save(keeping, Idempotency_Key="k2")["id"] != first["id"] != save(keeping)["id"]


def test_many_at_once_with_one_key_are_one(keeping: Api) -> None:
    """However close together they arrive."""

    async def all_at_once() -> list[httpx.Response]:
        asked = [
            keeping.client.post(f"{BASE}/graphs", json=GRAPH, headers={"idempotency-key": "k"})
            for _ in range(20)
        ]
        return await asyncio.gather(*asked)

    answers = keeping.run(all_at_once())
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


def test_a_key_belongs_to_one_document(keeping: Api) -> None:
    """Another document with it is refused; a deleted graph frees it."""
    saved = save(keeping, Idempotency_Key="k")
    other = keeping.post("/graphs", GRAPH | {"name": "two"}, headers={"idempotency-key": "k"})
    the_problem(other, 422, "key-reused")
    token = {"authorization": f"Bearer {saved['edit_token']}"}
    keeping.request("DELETE", f"{BASE}/graphs/{saved['id']}", headers=token)
    assert save(keeping, Idempotency_Key="k")["id"] != saved["id"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\x7f"])
def test_a_key_is_visible_ascii(keeping: Api, key: str) -> None:
    """1 to 255 characters of it."""
    the_problem(keeping.post("/graphs", GRAPH, headers={"idempotency-key": key}), 422, "bad-setting")
