"""What is deleted or has expired leaves every file of the store, its log included."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.store.inventory import back_up, put_back
from app.store.sql import SqlStore, open_store

from .test_sql import Hand

pytestmark = pytest.mark.anyio

WORDS = b"what nobody else is to read "


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
async def store(tmp_path: Path, hand: Hand) -> AsyncIterator[SqlStore]:
    opened = await open_store(tmp_path / "store", run_s=10, graph_s=100, clock=hand)
    yield opened
    await opened.close()


def still_there(folder: Path) -> list[str]:
    """The files that hold the words."""
    return sorted(part.name for part in folder.iterdir() if WORDS in part.read_bytes())


async def test_a_graph_that_is_deleted_leaves_every_file(store: SqlStore, tmp_path: Path) -> None:
    """At once, a short one and one that fills many pages."""
    for document in (WORDS, WORDS * 2000):
        saved = await store.add_graph(document, b"")
        assert still_there(tmp_path) != []
        assert await store.remove_graph(saved.id, 1)
        assert still_there(tmp_path) == []


async def test_what_has_expired_leaves_every_file(store: SqlStore, hand: Hand, tmp_path: Path) -> None:
    """With the sweep, a run and a graph; what has not expired is still told."""
    await store.add_graph(WORDS, b"")
    await store.add_run("", WORDS, WORDS * 2000)
    hand.now += 101
    kept = await store.replace_graph((await store.add_graph(WORDS, b"")).id, 1, b"{}")
    assert still_there(tmp_path) != []
    await store.forget_expired()
    assert still_there(tmp_path) == []
    assert kept is not None and await store.graph(kept.id) == kept


async def test_what_a_save_took_along_leaves_with_the_sweep(
    store: SqlStore, hand: Hand, tmp_path: Path
) -> None:
    """Though the sweep itself finds nothing to take away."""
    await store.add_run("", WORDS, b"")
    hand.now += 11
    await store.add_run("", b"", b"")
    assert still_there(tmp_path) == ["store-wal"]
    await store.forget_expired()
    assert still_there(tmp_path) == []


async def test_a_log_that_is_being_read_is_cut_off_later(
    store: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleting works all the same, so does a sweep; the next one after the reader does it."""
    monkeypatch.setattr("app.store.sql.CUT_S", 0.0)
    saved = await store.add_graph(WORDS, b"")
    reader = sqlite3.connect(tmp_path / "store", isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM graphs").fetchone() == (1,)
    assert await store.remove_graph(saved.id)
    await store.forget_expired()
    assert still_there(tmp_path) != [] and await store.graph(saved.id) is None
    reader.close()
    await store.forget_expired()
    assert still_there(tmp_path) == []


async def test_what_a_copy_replaced_leaves_every_file(store: SqlStore, tmp_path: Path) -> None:
    """While a server has it open; the log does not grow by a copy a time either."""
    await store.add_graph(b"{}", b"")
    back_up(tmp_path / "store", tmp_path / "copy")
    await store.add_graph(WORDS * 2000, b"")
    assert still_there(tmp_path) != []
    put_back(tmp_path / "copy", tmp_path / "store")
    assert still_there(tmp_path) == []
    assert (tmp_path / "store-wal").stat().st_size == 0
    assert (await store.graph((await store.add_graph(b"{}", b"")).id)) is not None


async def test_a_log_that_cannot_be_cut_off_fails_nobody(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A disk that is full then: the graph is gone, and the log says why it may still be read there."""

    def full(file: Path, wait_s: float) -> bool:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("app.store.sql.cut_log", full)
    saved = await store.add_graph(WORDS, b"")
    assert await store.remove_graph(saved.id) and await store.graph(saved.id) is None
    await store.forget_expired()
    assert "could not be cut off: disk I/O error" in caplog.text
