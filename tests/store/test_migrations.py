"""
A file of an earlier version opens with all that is in it.

``tests/fixtures/store/0001.sqlite3`` was written by the first migration and is never written again; ``python -m
tests.store.test_migrations`` made it. A migration that is added gets a file of the one before beside it.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect

from app.store import migrate
from app.store.base import Repeat, StoreUnavailable, digest_of
from app.store.sql import SqlStore, open_store
from app.store.tables import HEAD, METADATA

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "store"
HOUR_MS = 3_600_000
BEGAN_MS = 1_700_000_000_000


def graphs() -> list[dict[str, Any]]:
    """The rows of graphs of the first file, as they were written."""
    documents = [
        {"name": f"Graph {i}", "nodes": [{"id": "x", "value": i}], "meta": {"source": "x = 1  # ü 🐌"}}
        for i in range(1, 21)
    ]
    return [
        {
            "id": f"graph-{i:016d}",
            "version": i,
            "created_ms": BEGAN_MS + i,
            "changed_ms": BEGAN_MS + 2 * i,
            "token_hash": digest_of(f"token {i}".encode()),
            "digest": digest_of(body),
            "document": body,
        }
        for i, body in enumerate((json.dumps(each, ensure_ascii=False).encode() for each in documents), 1)
    ]


def runs() -> list[dict[str, Any]]:
    """The rows of runs: some before any backward pass, some after one."""
    return [
        {
            "id": f"run---{i:016d}",
            "graph_id": f"graph-{i:016d}",
            "created_ms": BEGAN_MS,
            "expires_ms": BEGAN_MS + HOUR_MS,
            "output": "x" if i % 2 else None,
            "seed": b"1.0" if i % 2 else None,
            "graph": b'{"nodes":[{"id":"x","value":1.5}]}',
            "nodes": b'[{"id":"x","value":1.5,"gradient":null}]',
        }
        for i in range(1, 6)
    ]


def write(file: Path) -> None:
    """Make a file by the first migration, and put the rows in."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        migrate.upgrade(connection, None, "0001")
        for table, rows in (("graphs", graphs()), ("runs", runs())):
            names = list(rows[0])
            places = ", ".join("?" * len(names))
            values = [tuple(row.values()) for row in rows]
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})",  # noqa: S608  names of our own
                values,
            )
    engine.dispose()


def rows_of(file: Path, table: str) -> list[dict[str, Any]]:
    """Everything in *table*, read without the store."""
    connection = sqlite3.connect(file)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]  # noqa: S608  our own
    connection.close()
    return found


async def opened(file: Path) -> SqlStore:
    return await open_store(file, clock=lambda: BEGAN_MS / 1000)


def old_file(folder: Path) -> Path:
    """A copy of the first file, to be opened."""
    return Path(shutil.copy(FIXTURES / "0001.sqlite3", folder / "old.sqlite3"))


def test_the_fixture_is_an_old_file() -> None:
    """Without what came later, or this tests nothing."""
    (version,) = rows_of_version(FIXTURES / "0001.sqlite3")
    assert version == "0001" != HEAD
    assert rows_of(FIXTURES / "0001.sqlite3", "graphs") == graphs()


def rows_of_version(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    found = [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")]
    connection.close()
    return found


@pytest.mark.anyio
async def test_an_older_file_opens_with_all_its_rows(tmp_path: Path) -> None:
    """Every graph and every run, column by column, through the store and beside it."""
    file = old_file(tmp_path)
    store = await opened(file)
    for row in graphs():
        found = await store.graph(row["id"])
        assert found is not None and found.repeat is None
        assert {name: getattr(found, name) for name in row} == row
    for row in runs():
        stored = await store.run(row["id"])
        assert stored is not None
        assert {name: getattr(stored, name) for name in row} == row
    await store.close()
    nothing = {"key_hash": None, "key_salt": None, "key_digest": None}
    assert rows_of(file, "graphs") == [row | nothing for row in graphs()]
    assert rows_of(file, "runs") == runs()
    assert rows_of_version(file) == [HEAD]


@pytest.mark.anyio
async def test_an_upgraded_file_takes_everything_new(tmp_path: Path) -> None:
    """Old graphs are replaced, and new ones saved, with a key too."""
    store = await opened(old_file(tmp_path))
    assert await store.replace_graph(graphs()[0]["id"], 1, b"new") is not None
    repeat = Repeat(b"key", b"salt", b"digest")
    saved = await store.add_graph(b"{}", b"hash", repeat)
    assert await store.add_graph(b"{}", b"hash", repeat) == saved
    await store.close()


@pytest.mark.anyio
async def test_several_that_open_an_older_file_at_once(tmp_path: Path) -> None:
    """One of them upgrades it, the others wait; nobody fails."""
    file = old_file(tmp_path)
    stores = await asyncio.gather(*(opened(file) for _ in range(4)))
    for store in stores:
        assert await store.graph(graphs()[3]["id"]) is not None
        await store.close()
    assert rows_of_version(file) == [HEAD]


@pytest.mark.anyio
async def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All steps or none: the file is as it was, and opens once the trouble is over."""

    def broken(connection: Connection, found: str | None) -> None:
        upgrade(connection, found)
        raise OSError("the power went")

    file = old_file(tmp_path)
    upgrade = migrate.upgrade
    monkeypatch.setattr(migrate, "upgrade", broken)
    with pytest.raises(OSError, match="the power went"):
        await opened(file)
    assert rows_of_version(file) == ["0001"]
    assert rows_of(file, "graphs") == graphs()
    monkeypatch.undo()
    await (await opened(file)).close()
    assert rows_of_version(file) == [HEAD]


@pytest.mark.anyio
async def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    """In words that say what it is."""
    file = tmp_path / "new.sqlite3"
    await (await opened(file)).close()
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreUnavailable, match=r"made by a newer version of this program \(schema 9999\)"):
        await opened(file)
    assert rows_of_version(file) == ["9999"]


def test_the_migrations_lead_to_the_tables(tmp_path: Path) -> None:
    """What the code believes and what the steps make are the same, indexes included; HEAD is the last step."""
    assert migrate.steps()[-1] == HEAD
    engine = create_engine(f"sqlite:///{tmp_path / 'made'}")
    with engine.begin() as connection:
        migrate.upgrade(connection, None)
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        indexes = {
            index["name"] for name in METADATA.tables for index in inspect(connection).get_indexes(name)
        }
    engine.dispose()
    assert indexes == {index.name for table in METADATA.tables.values() for index in table.indexes}


@pytest.mark.anyio
async def test_a_file_that_is_up_to_date_needs_no_alembic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its import would cost a start a tenth of a second."""
    file = tmp_path / "new.sqlite3"
    await (await opened(file)).close()
    monkeypatch.setitem(sys.modules, "app.store.migrate", None)  # importing it now fails
    await (await opened(file)).close()


if __name__ == "__main__":
    FIXTURES.mkdir(parents=True, exist_ok=True)
    write(FIXTURES / "0001.sqlite3")
