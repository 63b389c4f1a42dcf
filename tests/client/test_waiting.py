"""The Python client and a server that says "later": it comes back when it was told to, and has an end."""

from __future__ import annotations

import asyncio
import pickle

import httpx
import pytest

from app.client import AsyncClient, Client, ProblemError
from app.client.sending import LEAST_PAUSE_S

GRAPH = {
    "nodes": [{"id": "w", "kind": "parameter", "value": 3}, {"id": "f", "op": "square", "inputs": ["w"]}],
    "outputs": ["f"],
}


def later(times: int, **headers: str) -> tuple[httpx.MockTransport, list[httpx.Request]]:
    """A server that says "later" so often, then answers."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) <= times:
            return httpx.Response(503, json={"code": "server-busy", "detail": "Busy."}, headers=headers)
        return httpx.Response(200, json={"done": True})

    return httpx.MockTransport(answer), seen


def test_it_comes_back_when_the_server_says() -> None:
    """As long as Retry-After says each time, with the same request: a save is kept once."""
    transport, seen = later(2, **{"retry-after": "3"})
    pauses: list[float] = []

    with Client("http://test", transport=transport, sleep=pauses.append) as client:
        assert client.save_graph(GRAPH) == {"done": True}

    assert pauses == [3, 3]
    assert len({request.headers["idempotency-key"] for request in seen}) == 1


def test_it_never_asks_without_a_pause() -> None:
    """A server that says "at once" is given a moment, and its patience has an end all the same."""
    transport, _ = later(100_000, **{"retry-after": "0"})
    pauses: list[float] = []

    with (
        Client("http://test", transport=transport, sleep=pauses.append, patience_s=3) as client,
        pytest.raises(ProblemError),
    ):
        client.ops()

    assert min(pauses) > 0 and sum(pauses) <= 3


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "31"}, 31),
        ({"retry-after": "nan"}, None),
    ],
    ids=str,
)
def test_its_patience_has_an_end(headers: dict[str, str], said: float | None) -> None:
    """Past it, or where the server does not say when, the problem is raised, with what was said."""
    transport, seen = later(100, **headers)

    async def ask() -> None:
        async def sleep(seconds: float) -> None:
            pytest.fail(f"It waited {seconds} s.")

        async with AsyncClient("http://test", transport=transport, sleep=sleep) as client:
            await client.ops()

    with pytest.raises(ProblemError) as busy:
        asyncio.run(ask())
    assert busy.value.code == "server-busy" and len(seen) == 1
    assert (busy.value.retry_after_s, pickle.loads(pickle.dumps(busy.value)).retry_after_s) == (said, said)  # noqa: S301


def test_a_date_to_come_back_at_is_respected() -> None:
    """By the server's clock, in each of HTTP's three ways to write it; a date that has passed is now."""
    now = "Sun, 06 Nov 1994 08:49:30 GMT"
    for date in (
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ):
        assert paused({"date": now, "retry-after": date}) == [7]
    assert paused({"date": now, "retry-after": "Sun, 06 Nov 1994 08:49:00 GMT"}) == [LEAST_PAUSE_S]
    assert paused({"retry-after": now}) == [LEAST_PAUSE_S]
    with pytest.raises(ProblemError):  # past its patience
        paused({"date": now, "retry-after": "Sun, 06 Nov 1994 08:50:01 GMT"})


def paused(headers: dict[str, str]) -> list[float]:
    """How long both clients wait for a server that says "later" once."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        assert pauses.pop() == seconds
        pauses.append(seconds)

    async def ask() -> None:
        async with AsyncClient("http://test", transport=later(1, **headers)[0], sleep=sleep) as client:
            await client.ops()

    with Client("http://test", transport=later(1, **headers)[0], sleep=pauses.append) as client:
        client.ops()
    asyncio.run(ask())
    return pauses
