"""
History by column, as it travels from slice to frame: joined where frames were dropped, thinned where it grows too long.
"""

from __future__ import annotations

from typing import Any

Columns = dict[str, list[Any] | None]
MOST = 1000


def joined(before: Columns, after: Columns) -> Columns:
    """
    *before* and then *after*.

    Past `MOST` entries every second one goes, and never the last: a client that reads nothing for an hour costs no more
    than one that does.
    """
    found: Columns = {}
    for name, column in after.items():
        first = before.get(name)
        whole = (first or []) + (column or [])
        found[name] = None if column is None and not first else _thinned(whole)
    return found


def _thinned(column: list[Any]) -> list[Any]:
    while len(column) > MOST:
        column = column[:-1][::2] + column[-1:]
    return column
