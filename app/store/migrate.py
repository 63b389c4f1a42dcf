"""
Bringing a file up to date. Brings alembic along, so it is imported only when there is something to do.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from .base import StoreBroken

_FOLDER = Path(__file__).resolve().parent / "migrations"


def upgrade(connection: Connection, found: str | None, wanted: str = "head") -> None:
    """
    Do the steps from *found* to *wanted* on *connection*, inside its transaction.

    Raises:
        StoreBroken: *found* is no step that is known here: a newer version made the file.
    """
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    if found is not None and found not in steps():
        raise StoreBroken(
            f"The store was made by a newer version of this program (schema {found}), and is left alone."
        )
    command.upgrade(config, wanted)


def columns_at(step: str) -> set[tuple[str, str]]:
    """The table and name of every column that a file has after *step*."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, None, step)
        seen = inspect(connection)
        found = {
            (table, str(each["name"])) for table in seen.get_table_names() for each in seen.get_columns(table)
        }
    engine.dispose()
    return found


def steps() -> tuple[str, ...]:
    """Every step there is, the first one first."""
    script = ScriptDirectory(str(_FOLDER), version_locations=[str(_FOLDER / "versions")])
    return tuple(reversed([each.revision for each in script.walk_revisions()]))
