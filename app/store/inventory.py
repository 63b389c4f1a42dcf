"""
What an operator may do with a store: look over it, take things away, copy it out and in.

A copy is made by SQLite's own online backup, page by page and consistent, while a server reads and writes; putting one
back is one transaction, so a server that is running sees either all of the old or all of the new.

Source: https://www.sqlite.org/backup.html
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, delete, func, select

from .base import StoreError, StoreUnavailable
from .folder import LOGS, make_private, obstacle
from .sql import DAY_S, SqlStore, made_ready
from .sqlite import cut_log, make_engine
from .tables import GRAPHS, HEAD, RUNS

BUSY_S = 10.0
"""How long a copy, or what is to leave the log, waits for a server, in seconds."""


MIB = 2**20
"""An operator may write past the store's quota, as far as the disk goes: what is taken away is written too."""


class NotACopy(StoreError):
    """The file is not a whole copy of a store."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One saved graph at a glance; times in milliseconds since 1970, *size* in bytes."""

    id: str
    version: int
    created_ms: int
    changed_ms: int
    size: int
    runs: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is; *size* of the file, its log included, in bytes."""

    graphs: int
    runs: int
    size: int


class Inventory(SqlStore):
    """A store in an operator's hands: needs no token."""

    async def listed(self, most: int = 100) -> list[Listed]:
        """Saved graphs, those changed longest ago first."""
        runs = select(func.count()).where(RUNS.c.graph_id == GRAPHS.c.id).correlate(GRAPHS).scalar_subquery()
        columns = [GRAPHS.c[name] for name in ("id", "version", "created_ms", "changed_ms")]
        wanted = select(*columns, func.length(GRAPHS.c.document).label("size"), runs.label("runs")).order_by(
            GRAPHS.c.changed_ms, GRAPHS.c.id
        )
        async with self._reading() as connection:
            return [Listed(**row._mapping) for row in await connection.execute(wanted.limit(most))]

    async def totals(self) -> Totals:
        """How much there is in all."""
        async with self._reading() as connection:
            graphs = (await connection.execute(select(func.count()).select_from(GRAPHS))).scalar_one()
            runs = (await connection.execute(select(func.count()).select_from(RUNS))).scalar_one()
        return Totals(graphs, runs, sum(file.stat().st_size for file in _parts(self.file)))

    async def holds(self, name: str) -> bool:
        """Whether `forget` would find anything: a graph that its owner deleted may have left runs."""
        graphs, runs = _named(name)
        found = select(select(GRAPHS.c.id).where(graphs).exists() | select(RUNS.c.id).where(runs).exists())
        async with self._reading() as connection:
            return bool((await connection.execute(found)).scalar_one())

    async def forget(self, name: str) -> tuple[int, int]:
        """Take away the graph of this id with its runs, or the run of this id: how many graphs and runs went."""
        return await self._remove(*_named(name))

    async def forget_unchanged(self, since_ms: int) -> tuple[int, int]:
        """Take away graphs not changed since, with their runs, and runs that have expired: how many of each."""
        return await self._remove(*self._old(since_ms))

    async def count_old(self, since_ms: int) -> tuple[int, int]:
        """How many graphs and runs `forget_unchanged` would take away."""
        graphs, runs = self._old(since_ms)
        async with self._reading() as connection:
            return (
                (
                    await connection.execute(select(func.count()).select_from(GRAPHS).where(graphs))
                ).scalar_one(),
                (await connection.execute(select(func.count()).select_from(RUNS).where(runs))).scalar_one(),
            )

    def _old(self, since_ms: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        old = GRAPHS.c.changed_ms < since_ms
        theirs = RUNS.c.graph_id.in_(select(GRAPHS.c.id).where(old))
        return old, theirs | (RUNS.c.expires_ms <= self._now())

    async def _remove(self, graphs: ColumnElement[bool], runs: ColumnElement[bool]) -> tuple[int, int]:
        async with self._writing() as connection:
            gone_runs = (await connection.execute(delete(RUNS).where(runs))).rowcount
            gone_graphs = (await connection.execute(delete(GRAPHS).where(graphs))).rowcount
        await self._cut_log(BUSY_S)
        return gone_graphs, gone_runs


def _named(name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Which graphs and which runs are meant by an id: of a graph, that and its runs; or of a run."""
    return GRAPHS.c.id == name, (RUNS.c.graph_id == name) | (RUNS.c.id == name)


async def open_inventory(file: Path) -> Inventory:
    """
    Open the store in *file* for its operator.

    Raises:
        StoreUnavailable: There is none, it cannot be opened, or a newer version made it.
    """
    if not os.path.isfile(file):
        raise StoreUnavailable(f"There is no store at {file} that this user can see.")
    if reason := obstacle(file):
        raise StoreUnavailable(reason)
    return await made_ready(Inventory(make_engine(file, MIB), DAY_S, time.time), file)


def back_up(store: Path, copy: Path) -> int:
    """
    Copy the store to *copy*, whole and consistent, whoever is writing to it; the copy's size in bytes.

    It is written under another name first and flushed, so that *copy* is never half a copy.

    Raises:
        StoreUnavailable: There is no store, it cannot be read, or the copy cannot be written, or is the store.
    """
    if not os.path.isfile(store):
        raise StoreUnavailable(f"There is no store at {store} that this user can see.")
    _refuse_itself(copy, store)
    if not os.path.isdir(copy.parent):
        raise StoreUnavailable(f"The copy {copy} was not made: there is no folder {copy.parent}.")
    if not os.access(copy.parent, os.W_OK | os.X_OK):
        raise StoreUnavailable(f"The copy {copy} was not made: {copy.parent} cannot be written by this user.")
    if os.path.lexists(copy) and not os.path.isfile(copy):  # a device, a pipe: it would be gone for everybody
        raise StoreUnavailable(f"The copy {copy} was not made: what is there is no file, and is left alone.")
    making = copy.with_name(copy.name + ".making")
    try:
        making.unlink(missing_ok=True)
        with closing(_opened(store, "ro")) as source, closing(_opened(making, "rwc")) as target:
            os.chmod(making, 0o600)
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        with making.open("rb") as written:
            os.fsync(written.fileno())
        making.replace(copy)
    except (sqlite3.Error, OSError) as error:
        making.unlink(missing_ok=True)
        raise StoreUnavailable(f"The copy {copy} was not made: {error}.") from error
    return copy.stat().st_size


def put_back(copy: Path, store: Path) -> None:
    """
    Put the contents of *copy* in place of the store's, in one transaction; what was there leaves the log, too.

    Raises:
        NotACopy: The file is no copy of a store, or not a whole one.
        StoreUnavailable: The store cannot be written.
    """
    _refuse_itself(copy, store)
    if reason := obstacle(store):
        raise StoreUnavailable(f"Nothing was restored: {reason}")
    with closing(_checked(copy)) as source:
        try:
            store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            make_private(store)
            with closing(_opened(store, "rwc")) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = WAL")
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(f"The store {store} was not written: {error}.") from error
    with suppress(sqlite3.Error):  # it is restored all the same; a server's next sweep cuts the log off, too
        cut_log(store, BUSY_S)


def _refuse_itself(copy: Path, store: Path) -> None:
    """A server has these files open: put in their place, a copy would take its saves away."""
    own = [store, *(store.with_name(store.name + end) for end in LOGS)]
    if copy.resolve() in [part.resolve() for part in own]:
        raise StoreUnavailable(f"{copy} belongs to the store itself. Name another file.")


def _checked(copy: Path) -> sqlite3.Connection:
    """*copy*, opened, once SQLite finds no fault in it and it holds the tables of a store."""
    if not os.path.isfile(copy):
        raise NotACopy(f"There is no file {copy} that this user can see.")
    opened = _opened(copy, "ro")
    try:
        faults = [row[0] for row in opened.execute("PRAGMA integrity_check(3)")]
        if faults != ["ok"]:
            raise NotACopy(f"{copy} is damaged: {faults[0]}.")
        if reason := _strangeness(opened):
            raise NotACopy(f"{copy} {reason}")
    except sqlite3.Error as error:
        opened.close()
        raise NotACopy(f"{copy} is not a copy of a store: {error}.") from error
    except NotACopy:
        opened.close()
        raise
    return opened


def _strangeness(opened: sqlite3.Connection) -> str | None:
    """What keeps a whole database from being a store of a version that is known here; None where it is one."""
    from . import migrate  # brings alembic along, which only who restores waits for

    told = [row[0] for row in opened.execute("SELECT version_num FROM alembic_version")]
    schema = str(told[0]) if len(told) == 1 else ""
    if schema not in migrate.steps():
        if re.fullmatch("[0-9]{4}", schema) and schema > HEAD:
            return f"was made by a newer version of this program (schema {schema})."
        return f"is not a copy of a store: {schema!r} is no schema of one."
    names = (
        "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    )
    missing = sorted(migrate.columns_at(schema) - set(opened.execute(names)))
    return f"is not a copy of a store: {'.'.join(missing[0])} is missing." if missing else None


def _opened(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=BUSY_S)


def _parts(file: Path) -> list[Path]:
    """The file and its log, as far as they are there."""
    return [part for part in (file, file.with_name(file.name + "-wal")) if part.is_file()]
