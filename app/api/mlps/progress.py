"""
What travels from slice to client: history by column, joined where frames were dropped and thinned where it grows too
long; frames as bytes; and everything there is to go on from.
"""

from __future__ import annotations

import struct
from typing import Any

import orjson

Columns = dict[str, list[Any] | None]
MOST = 1000
MAGIC = b"BPF1"


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


def whole(parameters: bytes, state: bytes, rest: bytes) -> dict[str, Any]:
    """What a ``state`` message has besides its status."""
    more: dict[str, Any] = orjson.loads(rest)
    return {"parameters": orjson.Fragment(parameters), "state": orjson.Fragment(state), **more}


def binary(said: dict[str, Any], parameters: bytes, grids: bytes, responses: bytes) -> bytes:
    """A frame as bytes: ``BPF1``, the header's length (uint32, little endian), the header (JSON), the grids (uint8)."""
    told = said | {"parameters": orjson.Fragment(parameters)}
    if grids:
        told["grids"] = orjson.Fragment(grids)
    header = orjson.dumps(told)
    return MAGIC + struct.pack("<I", len(header)) + header + responses
