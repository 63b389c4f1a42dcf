"""Who is one client, and that everything that is shared out asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.api.addresses import network_of
from app.api.problems import Problem

from .conftest import BASE, Api


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("2001:db8:1:1::1", "2001:db8:1:1:ffff::9", True),
        ("2001:db8:1:1::1", "2001:DB8:1:1:0:0:0:1", True),
        ("2001:db8:1:1::1", "2001:db8:1:2::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("unix:/run/a", "unix:/run/b", False),
        ("", "192.0.2.1", False),
    ],
)
def test_an_address_or_a_household_of_ipv6_is_one_client(one: str, other: str, same: bool) -> None:
    """However it is written; what is no address is itself."""
    assert (network_of(one) == network_of(other)) is same
    assert network_of(network_of(one)) == network_of(one)


@pytest.mark.parametrize(("other", "clients"), [("2001:db8:1:1::2", 1), ("2001:db8:1:2::1", 2)])
def test_turns_and_shares_are_a_clients(
    api_with: Callable[..., Api], monkeypatch: pytest.MonkeyPatch, other: str, clients: int
) -> None:
    """Who draws another address for every request has no more of the loop and of the workers for that."""
    api = api_with()
    desk = api.app.state.desk
    turns: list[str] = []
    shares: list[str] = []
    of = desk.turns.of

    def noted(client: str) -> Any:
        turns.append(client)
        return of(client)

    async def run(client: str, name: str, body: bytes) -> Problem:
        shares.append(client)
        return Problem(200, b"{}")

    monkeypatch.setattr(desk.turns, "of", noted)
    monkeypatch.setattr(desk.pool, "run", run)
    long = {"expression": "+".join(["1"] * 2000)}  # more than is read on the loop
    for address in ("2001:db8:1:1::1", other):
        assert api.run(ask(api, address, long)) == 200

    assert len(turns) == len(shares) == 2
    assert len(set(turns)) == len(set(shares)) == clients


async def ask(api: Api, address: str, document: Any) -> int:
    """The status that a client at *address* is answered with."""
    transport = httpx.ASGITransport(api.app, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
        return (await asking.post(f"{BASE}/evaluate", json=document)).status_code
