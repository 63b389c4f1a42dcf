"""
What is particular to SQLite: how its connections are set up, and what its errors mean.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from .base import NOT_WRITABLE, StoreBroken, StoreError, StoreFull, StoreLocked, StoreUnavailable
from .folder import obstacle

BUSY_S = 2.0
"""How long SQLite waits for another process's lock, in seconds."""
CONNECTIONS = 5
PAGE_BYTES = 4096
LEAST_FREE_BYTES = 256 * 1024
"""With less than this free on the disk, an error of reading or writing is taken for a full disk."""

_LOG = logging.getLogger(__name__)
_SETUP = f"""
PRAGMA page_size = {PAGE_BYTES};
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA journal_size_limit = 16777216;
PRAGMA secure_delete = ON;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON
"""


def make_engine(file: Path, mib: int) -> AsyncEngine:
    """
    An engine on *file*, which may grow to *mib*; nothing is opened yet.

    The driver's own notion of when a transaction begins is switched off: one that writes takes the lock at once, so
    that it cannot find out half-way that another process was faster.
    """
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(file)),
        connect_args={"timeout": BUSY_S},
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=BUSY_S,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for statement in [*_SETUP.split(";"), f"PRAGMA max_page_count = {mib * 2**20 // PAGE_BYTES}"]:
            cursor.execute(statement)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def cut_log(file: Path, wait_s: float) -> bool:
    """
    Bring everything from the log of *file* into it, and cut the log off.

    What was erased is overwritten in the file; in the log it stood until then. The connection is one of its own, so
    that neither its patience nor its end, when nobody waits for it any more, touches the others.

    Args:
        wait_s: For whoever reads or writes meanwhile.

    Returns:
        Whether it was done; not while somebody still reads what was there before.

    Raises:
        sqlite3.Error: The file cannot be read or written.
    """
    address = f"{file.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=wait_s, isolation_level=None)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # opens the log
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


@contextmanager
def made_plain(engine: AsyncEngine) -> Iterator[None]:
    """Turn what the driver raises into a `StoreError`; the log has the cause, the client does not."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _plain(error, Path(engine.url.database or "")) from error


def _plain(error: Exception, file: Path) -> StoreError:
    if isinstance(error, NoConnection):  # all are taken, and nothing is broken
        return StoreUnavailable(f"The store was busy with other requests for {BUSY_S:g} s.")
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest says where it happened
    if code == sqlite3.SQLITE_FULL or (code in _MAYBE_FULL and _little_room(file)):
        return StoreFull("The store is full.")
    if code in _MAYBE_REFUSED and (reason := obstacle(file)):
        _LOG.warning(reason)
        return StoreBroken(NOT_WRITABLE)
    _LOG.warning("The store %s failed: %s", file, cause)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLocked(f"The store was locked for {BUSY_S:g} s.")
    return StoreBroken("The store cannot be read or written.")


_MAYBE_REFUSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_MAYBE_FULL = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)


def _little_room(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < LEAST_FREE_BYTES
    except OSError:
        return False
