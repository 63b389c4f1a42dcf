"""What one address may save in a day, and graphs that a host forgets when nobody has changed them for long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.api.problems import HttpError
from app.api.quota import MOST_ADDRESSES, Quota
from app.settings import Settings
from app.store.base import StoreUnavailable
from app.store.sql import open_store

from .conftest import Api

MIB = 2**20
GRAPH = {"nodes": [{"id": "x", "kind": "input", "value": 1, "label": "x" * 400_000}]}


def test_an_address_that_has_saved_its_share_is_told(api_with: Callable[..., Api], tmp_path: Path) -> None:
    """507 with its own code; what was saved stays, reading and evaluating go on."""
    api = api_with(data=str(tmp_path), address_mib=1)
    first = api.post("/graphs", GRAPH)
    assert api.post("/graphs", GRAPH).status_code == 201

    third = api.post("/graphs", GRAPH)

    assert (third.status_code, third.json()["code"]) == (507, "quota-reached")
    assert f"{MIB:,}" in third.json()["detail"]
    assert api.get(f"/api/v1/graphs/{first.json()['id']}").status_code == 200
    headers = {"authorization": f"Bearer {first.json()['edit_token']}", "if-match": first.json()["etag"]}
    again = api.request("PUT", f"/api/v1/graphs/{first.json()['id']}", json=GRAPH, headers=headers)
    assert again.json()["code"] == "quota-reached"
    assert api.post(f"/graphs/{first.json()['id']}/runs", {}).json()["code"] == "quota-reached"
    assert api.post("/graphs", {"nodes": [{"id": "x", "kind": "input", "value": 1}]}).status_code == 201


def test_others_are_not_kept_from_saving() -> None:
    """Each address has its own share, and tomorrow another."""
    now = [0.0]
    quota = Quota(1, lambda: now[0])
    quota.take("a", MIB)
    quota.take("b", MIB)
    with pytest.raises(HttpError):
        quota.take("a", 1)

    now[0] = 24 * 3600 - 1
    with pytest.raises(HttpError):
        quota.take("a", 1)
    now[0] += 1
    quota.take("a", MIB)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
    ],
)
def test_an_address_counts_as_what_it_is_however_it_is_written(one: str, other: str, same: bool) -> None:
    """IPv4 within IPv6 would otherwise be one network: all of it."""
    quota = Quota(1)
    quota.take(one, MIB)

    if same:
        with pytest.raises(HttpError):
            quota.take(other, 1)
    else:
        quota.take(other, MIB)


def test_what_is_being_saved_counts_already_and_what_was_not_saved_does_not() -> None:
    """Saves at the same time see each other; a failure and a repeat give back."""
    quota = Quota(1)
    with quota.saving("a", MIB), pytest.raises(HttpError):
        quota.take("a", 1)
    quota = Quota(1)
    with pytest.raises(RuntimeError), quota.saving("a", MIB):
        raise RuntimeError
    with quota.saving("a", MIB) as nothing_new:
        nothing_new()
    quota.take("a", MIB)


def test_a_household_of_ipv6_has_one_share() -> None:
    """Its /64, however many addresses it draws from it."""
    quota = Quota(1)
    quota.take("2001:db8:1:2::1", MIB)

    with pytest.raises(HttpError):
        quota.take("2001:db8:1:2:ffff::9", 1)
    quota.take("2001:db8:1:3::1", MIB)


def test_a_quota_remembers_a_bounded_number_of_addresses() -> None:
    """However many there are."""
    quota = Quota(1)
    for number in range(MOST_ADDRESSES + 100):
        quota.take(str(number), MIB)

    quota.take("0", MIB)  # long forgotten
    with pytest.raises(HttpError):
        quota.take(str(MOST_ADDRESSES + 99), 1)


@pytest.mark.anyio
async def test_graphs_expire_where_the_host_says_so(tmp_path: Path) -> None:
    """Counted from the last change, with the next save; without the setting never."""
    now = [1_700_000_000.0]
    day_s = 24 * 3600.0
    store = await open_store(tmp_path / "store", graph_s=10 * day_s, clock=lambda: now[0])
    old = await store.add_graph(b"{}", b"")
    changed = await store.add_graph(b"{}", b"")
    now[0] += 6 * day_s
    await store.replace_graph(changed.id, 1, b'{"nodes":[]}')
    now[0] += 5 * day_s

    await store.add_graph(b"{}", b"")

    assert await store.graph(old.id) is None
    assert await store.graph(changed.id) is not None
    now[0] += 6 * day_s
    assert await store.graph(changed.id) is None, "from its hour on, though it has not been taken away yet"
    assert await store.replace_graph(changed.id, 2, b"{}") is None
    now[0] -= 6 * day_s
    await store.close()
    forever = await open_store(tmp_path / "store", clock=lambda: now[0] + 1e9)
    await forever.add_graph(b"{}", b"")
    assert await forever.graph(changed.id) is not None
    await forever.close()


@pytest.mark.anyio
async def test_what_has_expired_leaves_the_file_where_nobody_saves(tmp_path: Path) -> None:
    """All of it at once, however much it is, and nothing else."""
    now = [1_700_000_000.0]
    store = await open_store(tmp_path / "store", run_s=10, graph_s=100, clock=lambda: now[0])
    for _ in range(120):
        await store.add_graph(b"{}", b"")
        await store.add_run("", b"", b"")
    now[0] += 50
    kept = await store.add_graph(b"{}", b"")
    now[0] += 51

    await store.forget_expired()

    async with store._reading() as connection:
        graphs, runs = [
            (await connection.exec_driver_sql(f"SELECT id FROM {table}")).scalars().all()  # noqa: S608  our own
            for table in ("graphs", "runs")
        ]
    await store.close()
    assert (list(graphs), list(runs)) == ([kept.id], [])


@pytest.mark.parametrize(
    "trouble", [StoreUnavailable("Busy."), OSError(5, "Input/output error")], ids=["store", "disk"]
)
def test_the_server_looks_for_it_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """From hour to hour, and again after a time when the store or the disk could not."""
    seen: list[str] = []
    twice = asyncio.Event()

    class Expiring:
        gone = False

        async def forget_expired(self) -> None:
            seen.append("asked")
            if len(seen) == 1:
                raise trouble
            twice.set()

        async def close(self) -> None:
            seen.append("closed")

    async def opener() -> Any:
        return Expiring()

    monkeypatch.setattr("app.api.shelf.SWEEP_S", 0.0)
    settings = Settings(data=str(tmp_path))
    settings.store_file.touch()
    api = Api(settings, opener)
    api.run(asyncio.wait_for(twice.wait(), 20))
    api.close()

    assert seen[:2] == ["asked", "asked"] and seen[-1] == "closed"
