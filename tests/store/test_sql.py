"""The store by itself: against a dict, by several hands at once, and where SQLite has trouble."""

from __future__ import annotations

import asyncio
import functools
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.store import sql
from app.store.base import Repeat, SavedGraph, StoredRun, StoreFull, StoreUnavailable, digest_of
from app.store.sql import SqlStore, open_store

from ..circles import circles

pytestmark = pytest.mark.anyio


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_store(tmp_path / "store")
    yield opened
    await opened.close()


@functools.cache
def new_file() -> bytes:
    """A store with nothing in it; making one takes longer than all that is done to it here."""

    async def make(file: Path) -> bytes:
        await (await open_store(file)).close()
        return file.read_bytes()

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(make(Path(folder) / "store"))


class Model(RuleBasedStateMachine):
    """Two dicts beside a store: whatever is done to both, both say the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.hand = Hand()
        self.graphs: dict[str, SavedGraph] = {}
        self.runs: dict[str, StoredRun] = {}
        self.gone: list[str] = ["never"]
        self.file = Path(self.folder.name) / "store"
        self.file.write_bytes(new_file())
        self.open()

    def open(self) -> None:
        self.store = self.runner.run(open_store(self.file, run_s=100, clock=self.hand))

    def names(self, kept: dict[str, Any]) -> list[str]:
        """All there are, and one that is not there (any more)."""
        return [*kept, self.gone[-1]]

    @rule(
        document=st.binary(max_size=300), token=st.binary(max_size=8), key=st.sampled_from([None, b"a", b"b"])
    )
    def add_graph(self, document: bytes, token: bytes, key: bytes | None) -> None:
        repeat = None if key is None else Repeat(key, b"salt" + document, digest_of(document))
        saved = self.runner.run(self.store.add_graph(document, token, repeat))
        now = round(self.hand.now * 1000)
        with_key = [each for each in self.graphs.values() if key is not None and has_key(each, key)]
        if with_key and now - with_key[0].created_ms < 86_400_000:
            assert saved == with_key[0]
            return
        for each in with_key:
            self.graphs[each.id] = replace(each, repeat=None)
        assert saved.id not in self.graphs and len(saved.id) == 22
        assert saved == SavedGraph(saved.id, document, digest_of(document), 1, token, now, now, repeat)
        self.graphs[saved.id] = saved

    @rule(data=st.data(), document=st.binary(max_size=300), off_by=st.sampled_from([0, 0, 0, 1, -1]))
    def replace_graph(self, data: st.DataObject, document: bytes, off_by: int) -> None:
        name = data.draw(st.sampled_from(self.names(self.graphs)))
        before = self.graphs.get(name)
        version = (1 if before is None else before.version) + off_by
        found = self.runner.run(self.store.replace_graph(name, version, document))
        if before is None or off_by:
            assert found is None
            return
        now = round(self.hand.now * 1000)
        after = replace(
            before, document=document, digest=digest_of(document), version=version + 1, changed_ms=now
        )
        assert found == after
        self.graphs[name] = after

    @rule(data=st.data(), off_by=st.sampled_from([None, 0, 1]))
    def remove_graph(self, data: st.DataObject, off_by: int | None) -> None:
        name = data.draw(st.sampled_from(self.names(self.graphs)))
        before = self.graphs.get(name)
        version = None if off_by is None else (1 if before is None else before.version) + off_by
        goes = before is not None and not off_by
        assert self.runner.run(self.store.remove_graph(name, version)) is goes
        if goes:
            del self.graphs[name]
            self.gone.append(name)

    @rule(graph=st.binary(max_size=300), nodes=st.binary(max_size=300))
    def add_run(self, graph: bytes, nodes: bytes) -> None:
        run = self.runner.run(self.store.add_run("g" * 22, graph, nodes))
        now = round(self.hand.now * 1000)
        assert run == StoredRun(run.id, "g" * 22, graph, nodes, None, None, now, now + 100_000)
        self.runs[run.id] = run

    @rule(
        data=st.data(), nodes=st.binary(max_size=300), output=st.text(max_size=5), seed=st.binary(max_size=9)
    )
    def set_gradients(self, data: st.DataObject, nodes: bytes, output: str, seed: bytes) -> None:
        name = data.draw(st.sampled_from(self.names(self.runs)))
        there = name in self.runs
        assert self.runner.run(self.store.set_gradients(name, nodes, output, seed)) is there
        if there:
            self.runs[name] = replace(self.runs[name], nodes=nodes, output=output, seed=seed)

    @rule(seconds=st.sampled_from([0.5, 40.0, 99.999, 100.0, 90_000.0]))
    def wait(self, seconds: float) -> None:
        self.hand.now += seconds
        for name in [n for n, run in self.runs.items() if run.expires_ms <= round(self.hand.now * 1000)]:
            del self.runs[name]
            self.gone.append(name)

    @precondition(lambda self: self.graphs)
    @rule()
    def close_and_open(self) -> None:
        self.runner.run(self.store.close())
        self.open()

    @invariant()
    def the_last_ones_are_the_same(self) -> None:
        """Of everything there is when all is over; on the way, of what came last."""
        for name in [*list(self.graphs)[-2:], *self.gone[-2:]]:
            assert self.runner.run(self.store.graph(name)) == self.graphs.get(name)
        for name in [*list(self.runs)[-2:], *self.gone[-2:]]:
            assert self.runner.run(self.store.run(name)) == self.runs.get(name)

    def teardown(self) -> None:
        for name in [*self.graphs, *self.gone]:
            assert self.runner.run(self.store.graph(name)) == self.graphs.get(name)
        for name in [*self.runs, *self.gone]:
            assert self.runner.run(self.store.run(name)) == self.runs.get(name)
        self.runner.run(self.store.close())
        self.runner.close()
        self.folder.cleanup()


def has_key(saved: SavedGraph, key: bytes) -> bool:
    return saved.repeat is not None and saved.repeat.key_hash == key


Model.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
TestAgainstADict = pytest.mark.slow(Model.TestCase)


def test_no_id_is_taken_for_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    """``admin show ID`` would read one that begins with a dash as something else."""
    drawn = iter(["-ab", "--c", "d-e"])
    monkeypatch.setattr(sql.secrets, "token_urlsafe", lambda size: next(drawn))

    assert sql.new_id() == "d-e"


async def test_of_many_that_replace_one_version_one_wins(store: SqlStore) -> None:
    """The others are told, and their documents are nowhere."""
    saved = await store.add_graph(b"first", b"")
    found = await asyncio.gather(*(store.replace_graph(saved.id, 1, b"%d" % i) for i in range(100)))
    (winner,) = [each for each in found if each is not None]
    assert await store.graph(saved.id) == winner
    assert winner.version == 2


async def test_two_processes_on_one_file(tmp_path: Path) -> None:
    """Each sees what the other has saved, and both write without losing."""
    one, two = await open_store(tmp_path / "store"), await open_store(tmp_path / "store")
    saved = await asyncio.gather(*(each.add_graph(b"{}", b"") for each in [one, two] * 20))
    for graph in saved:
        assert await one.graph(graph.id) == await two.graph(graph.id) == graph
    await one.close()
    await two.close()


async def test_what_is_saved_is_on_the_disk(store: SqlStore, tmp_path: Path) -> None:
    """Flushed with every commit, in a log beside the file: the two words that the promise hangs on."""
    async with store._reading() as connection:
        told = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "trusted_schema")
        ]
    assert told == ["wal", 2, 1, 0]


async def test_a_reader_never_waits_for_a_writer(store: SqlStore) -> None:
    """It is answered with what was there before."""
    saved = await store.add_graph(b"before", b"")
    async with store._writing() as connection:
        await connection.exec_driver_sql("UPDATE graphs SET document = x'00'")
        found = await store.graph(saved.id)
    assert found is not None and found.document == b"before"


async def test_a_lock_that_stays_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on; saving says that it is locked, and works again afterwards."""
    monkeypatch.setattr("app.store.sqlite.BUSY_S", 0.05)
    store = await open_store(tmp_path / "store")
    saved = await store.add_graph(b"{}", b"")
    other = sqlite3.connect(tmp_path / "store", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked"):
        await store.add_graph(b"{}", b"")
    with pytest.raises(StoreUnavailable, match="locked"):
        await store.remove_graph(saved.id)
    assert await store.graph(saved.id) == saved
    other.execute("ROLLBACK")
    other.close()
    assert await store.remove_graph(saved.id)
    await store.close()


async def test_a_line_that_does_not_move_is_told(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits too long for the writers in front is told, rather than left waiting."""
    monkeypatch.setattr("app.store.line.WAIT_S", 0.05)
    async with store._writing():
        with pytest.raises(StoreUnavailable, match="busy with other saves"):
            await store.add_graph(b"{}", b"")
    await store.add_graph(b"{}", b"")


async def test_a_full_store_is_told_and_goes_on_reading(tmp_path: Path) -> None:
    """At its size, nothing more is taken and nothing is damaged; what is deleted makes room."""
    store = await open_store(tmp_path / "store", mib=1)
    saved = []
    with pytest.raises(StoreFull):
        for _ in range(20):
            saved.append(await store.add_graph(bytes(100_000), b""))
    assert 5 < len(saved) < 11
    with pytest.raises(StoreFull):
        await store.replace_graph(saved[0].id, 1, bytes(900_000))
    with pytest.raises(StoreFull):
        await store.add_run(saved[0].id, bytes(900_000), b"")
    for graph in saved:
        assert await store.graph(graph.id) == graph
    assert await store.remove_graph(saved[0].id)
    await store.add_graph(bytes(90_000), b"")
    await store.close()
    assert (tmp_path / "store").stat().st_size <= 2**20
    plain = sqlite3.connect(tmp_path / "store")
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """It is left as it is."""
    (tmp_path / "store").write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreUnavailable, match="cannot be read or written"):
        await open_store(tmp_path / "store")
    assert (tmp_path / "store").read_bytes() == b"no database at all" * 1000


async def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "data").write_bytes(b"")
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        await open_store(tmp_path / "data" / "store")


async def test_many_runs_that_have_expired_go_bit_by_bit(tmp_path: Path) -> None:
    """No save waits for all of them; after some saves they are gone."""
    hand = Hand()
    store = await open_store(tmp_path / "store", run_s=10, clock=hand)
    for _ in range(150):
        await store.add_run("", b"", b"")
    hand.now += 10
    counts = []
    for _ in range(3):
        await store.add_graph(b"{}", b"")
        async with store._reading() as connection:
            counts.append((await connection.exec_driver_sql("SELECT count(*) FROM runs")).scalar())
    assert counts == [50, 0, 0]
    await store.close()


async def test_what_was_done_is_gone(store: SqlStore) -> None:
    """A statement that was carried out leaves no circle for the collector."""

    async def life() -> None:
        made = await store.add_graph(b"{}", b"token")
        await store.replace_graph(made.id, 1, b'{"name": "again"}')
        run = await store.add_run(made.id, b"{}", b"{}")
        await store.set_gradients(run.id, b"{}", "f", b"1")
        await store.run(run.id)
        await store.remove_graph(made.id)

    await life()
    with circles() as left:
        await life()
    assert [name for name in left if name.startswith(("app.", "sqlalchemy."))] == []
