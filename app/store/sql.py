"""
A store in SQL: SQLAlchemy Core on SQLite, one file with its write-ahead log beside it.

One writer at a time, waiting in line here rather than inside SQLite, and readers beside it who never wait. Every
statement runs in a connection's own thread. A commit is flushed to the disk before it returns (synchronous FULL), so
what was answered survives the end of the process at any moment, and a loss of power where the disk tells the truth
about flushing.

Sources: https://www.sqlite.org/wal.html, https://www.sqlite.org/pragma.html#pragma_synchronous
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Row, delete, insert, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from .base import NOT_WRITABLE, Repeat, SavedGraph, StoreBroken, StoredRun, StoreError, StoreGone, digest_of
from .folder import identity, make_private, obstacle
from .line import Line
from .sqlite import cut_log, made_plain, make_engine
from .tables import GRAPHS, HEAD, RUNS

DAY_S = 24 * 3600
PURGED_AT_ONCE = 100
CUT_S = 0.25
"""Longest wait for readers before the log is cut off, in seconds: saves and whoever deleted wait meanwhile."""
GONE = "The store was taken away while the server ran, and is opened anew."

_LOG = logging.getLogger(__name__)
Clock = Callable[[], float]
Kind = TypeVar("Kind", bound="SqlStore")


class SqlStore:
    """A `Store` behind an engine; made by `open_store`."""

    def __init__(self, engine: AsyncEngine, run_s: float, clock: Clock, graph_s: float | None = None) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writing=True)
        self._one_at_a_time = Line()
        self._run_ms = round(run_s * 1000)
        self._graph_ms = None if graph_s is None else round(graph_s * 1000)
        self._clock = clock
        self._opened: tuple[int, int] | None = None  # the file, once it is made ready
        self.gone = False

    async def add_graph(self, document: bytes, token_hash: bytes, repeat: Repeat | None = None) -> SavedGraph:
        """See `Store`."""
        now = self._now()
        saved = SavedGraph(new_id(), document, digest_of(document), 1, token_hash, now, now, repeat)
        async with self._writing() as connection:
            if repeat is not None and (before := await _made_with(connection, repeat.key_hash, now)):
                return before
            await self._purge(connection, now)
            await connection.execute(insert(GRAPHS), _columns(saved))
        return saved

    async def graph(self, graph_id: str) -> SavedGraph | None:
        """See `Store`."""
        async with self._reading() as connection:
            found = await _find(connection, graph_id)
        return None if found is None or found.changed_ms <= self._expired_ms() else found

    async def replace_graph(self, graph_id: str, version: int, document: bytes) -> SavedGraph | None:
        """See `Store`."""
        new = {
            "document": document,
            "digest": digest_of(document),
            "version": version + 1,
            "changed_ms": self._now(),
        }
        there = GRAPHS.c.changed_ms > self._expired_ms()
        which = (GRAPHS.c.id == graph_id, GRAPHS.c.version == version, there)
        async with self._writing() as connection:
            done = await connection.execute(update(GRAPHS).where(*which).values(new))
            return await _find(connection, graph_id) if done.rowcount else None

    async def remove_graph(self, graph_id: str, version: int | None = None) -> bool:
        """See `Store`."""
        gone = delete(GRAPHS).where(GRAPHS.c.id == graph_id)
        async with self._writing(cutting=True) as connection:
            done = await connection.execute(
                gone if version is None else gone.where(GRAPHS.c.version == version)
            )
            return bool(done.rowcount)

    async def add_run(self, graph_id: str, graph: bytes, nodes: bytes) -> StoredRun:
        """See `Store`."""
        now = self._now()
        run = StoredRun(new_id(), graph_id, graph, nodes, None, None, now, now + self._run_ms)
        async with self._writing() as connection:
            await self._purge(connection, now)
            await connection.execute(insert(RUNS), {name: getattr(run, name) for name in StoredRun.__slots__})
        return run

    async def run(self, run_id: str) -> StoredRun | None:
        """See `Store`."""
        found = select(RUNS).where(RUNS.c.id == run_id, RUNS.c.expires_ms > self._now())
        async with self._reading() as connection:
            row = (await connection.execute(found)).one_or_none()
        return None if row is None else StoredRun(**row._mapping)

    async def set_gradients(self, run_id: str, nodes: bytes, output: str, seed: bytes) -> bool:
        """See `Store`."""
        there = (RUNS.c.id == run_id, RUNS.c.expires_ms > self._now())
        new = update(RUNS).where(*there).values(nodes=nodes, output=output, seed=seed)
        async with self._writing() as connection:
            return bool((await connection.execute(new)).rowcount)

    async def forget_expired(self) -> None:
        """See `Store`."""
        more = True
        while more:  # in pieces, so that saves come in between
            async with self._writing() as connection:
                more = await self._purge(connection, self._now())
        async with self._one_at_a_time.turn():  # also of what saves took away, and what a busy log kept
            await self._cut_log(CUT_S)

    async def check(self) -> None:
        """See `Store`."""
        async with self._writing():
            pass

    async def close(self) -> None:
        """See `Store`."""
        await self._engine.dispose()

    async def bring_up_to_date(self) -> None:
        """Upgrade an older file, or make the tables of a new one; nothing where it is at `tables.HEAD`."""
        async with self._reading() as connection:
            if await _schema(connection) == HEAD:
                return
        migrate = await asyncio.to_thread(importlib.import_module, ".migrate", __package__)
        async with self._writing() as connection:  # somebody else may have done it meanwhile
            if (found := await _schema(connection)) != HEAD:
                await connection.run_sync(migrate.upgrade, found)

    async def hold(self) -> None:
        """From now on the file has to stay the one that it is."""
        self._opened = await asyncio.to_thread(identity, self.file)

    async def _purge(self, connection: AsyncConnection, now: int) -> bool:
        """
        Take away what has expired, some at a time, so that no save waits for all of a busy day's.

        Returns whether there may be more.
        """
        more = False
        for table, old in (
            (RUNS, RUNS.c.expires_ms <= now),
            (GRAPHS, GRAPHS.c.changed_ms <= self._expired_ms()),
        ):
            some = select(table.c.id).where(old).limit(PURGED_AT_ONCE)
            done = await connection.execute(delete(table).where(table.c.id.in_(some)))
            more |= done.rowcount == PURGED_AT_ONCE
        return more

    def _expired_ms(self) -> int:
        """Graphs that were changed then or earlier have expired; before all times where none ever does."""
        return -1 if self._graph_ms is None else self._now() - self._graph_ms

    @asynccontextmanager
    async def _writing(self, *, cutting: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write; the only one in this process. Where *cutting*, the log is cut off after it."""
        async with self._one_at_a_time.turn():
            async with self._in_place():
                await self._look()  # a file that was taken away still takes in what nobody will find
                async with self._writer.begin() as connection:
                    yield connection
                await self._look()  # also one that went meanwhile
            if cutting:
                await self._cut_log(CUT_S)

    @asynccontextmanager
    async def _in_place(self) -> AsyncIterator[None]:
        """What goes wrong, as a `StoreError`; as `StoreGone` where it is for want of the file."""
        if self.gone:  # a connection of now would be to whatever is there instead
            raise StoreGone(GONE)
        try:
            with made_plain(self._engine):
                yield
        except StoreError:
            await self._look()
            raise

    async def _look(self) -> None:
        """Raise `StoreGone` where the file is no longer the one that was opened."""
        if self._opened is None or self._opened == await asyncio.to_thread(identity, self.file):
            return
        if not self.gone:
            _LOG.error(
                "The store %s was taken away while it was open. It is opened anew, or made.", self.file
            )
        self.gone = True
        raise StoreGone(GONE)

    async def _cut_log(self, wait_s: float) -> None:
        """What was erased leaves the log, too; where that cannot be now, the next sweep does it, and nothing fails."""
        try:
            done = await asyncio.to_thread(cut_log, self.file, wait_s)
        except sqlite3.Error as error:
            _LOG.warning("The log of the store %s could not be cut off: %s", self.file, error)
            return
        if not done:
            _LOG.info("The log of the store %s is being read, and is cut off later.", self.file)

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        async with self._in_place(), self._engine.connect() as connection:
            yield connection

    @property
    def file(self) -> Path:
        """The database."""
        return Path(self._engine.url.database or "")

    def _now(self) -> int:
        return round(self._clock() * 1000)


async def open_store(
    file: Path,
    *,
    run_s: float = DAY_S,
    graph_s: float | None = None,
    mib: int = 1024,
    clock: Clock = time.time,
) -> SqlStore:
    """
    Open the store in *file*, or make it, folder included.

    Args:
        file: The database. SQLite keeps two more beside it, with ``-wal`` and ``-shm`` after the name.
        run_s: Seconds after which a run is gone.
        graph_s: Seconds after which a graph that nobody changed is gone; None for never.
        mib: Size that the file may grow to.
        clock: Seconds since 1970.

    Raises:
        StoreBroken: It cannot be opened or written, or a newer version made it.
        StoreFull: It has to be made or upgraded, and there is no room.
    """
    return await made_ready(SqlStore(make_engine(file, mib), run_s, clock, graph_s), file)


async def made_ready(store: Kind, file: Path) -> Kind:
    """Give *store* a folder and the tables of today, or close it."""
    try:
        _make_place(file)
        await store.bring_up_to_date()
        await store.hold()
    except BaseException:
        await store.close()
        raise
    return store


def _make_place(file: Path) -> None:
    if reason := obstacle(file):
        _LOG.warning(reason)
        raise StoreBroken(NOT_WRITABLE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        _LOG.warning("The folder %s cannot be made: %s", file.parent, error.strerror)
        raise StoreBroken(NOT_WRITABLE) from error
    make_private(file)


def new_id() -> str:
    """128 random bits in 22 letters that stand in an address as they are, and in a command: no dash begins them."""
    while (drawn := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return drawn


async def _find(connection: AsyncConnection, graph_id: str) -> SavedGraph | None:
    return _saved((await connection.execute(select(GRAPHS).where(GRAPHS.c.id == graph_id))).one_or_none())


async def _made_with(connection: AsyncConnection, key_hash: bytes, now: int) -> SavedGraph | None:
    """The graph that was made with this key within a day; a key that is older is taken from its graph."""
    found = _saved(
        (await connection.execute(select(GRAPHS).where(GRAPHS.c.key_hash == key_hash))).one_or_none()
    )
    if found is None or now - found.created_ms < DAY_S * 1000:
        return found
    nothing = {"key_hash": None, "key_salt": None, "key_digest": None}
    await connection.execute(update(GRAPHS).where(GRAPHS.c.id == found.id).values(nothing))
    return None


async def _schema(connection: AsyncConnection) -> str | None:
    """The last step that was done on this file; None for a new one."""
    if not await connection.run_sync(lambda plain: inspect(plain).has_table("alembic_version")):
        return None
    return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()


def _columns(saved: SavedGraph) -> dict[str, Any]:
    row = {name: getattr(saved, name) for name in SavedGraph.__slots__ if name != "repeat"}
    repeat = saved.repeat
    if repeat is not None:
        row |= {"key_hash": repeat.key_hash, "key_salt": repeat.salt, "key_digest": repeat.digest}
    return row


def _saved(row: Row[Any] | None) -> SavedGraph | None:
    if row is None:
        return None
    found = dict(row._mapping)
    key = [found.pop(name) for name in ("key_hash", "key_salt", "key_digest")]
    return SavedGraph(**found, repeat=None if key[0] is None else Repeat(*key))
