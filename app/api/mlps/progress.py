"""
What travels from slice to client: history by column, joined where frames were dropped and thinned where it grows too
long; and what a frame shows, as JSON or as bytes.
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

import orjson

Columns = dict[str, list[Any] | None]
MOST = 1000
MAGIC = b"BPF1"
TOLD = ("parameters", "layers", "confusion")


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


class Shown(NamedTuple):
    """What of a slice is shown, all but *responses* as JSON; empty where there is no such thing."""

    head: bytes
    parameters: bytes
    layers: bytes
    confusion: bytes
    slots: bytes
    grids: bytes
    responses: bytes

    def said(self, kind: str, names: tuple[str, ...] = TOLD) -> dict[str, Any]:
        """A message of the *kind*, with those of *names* that there are."""
        parts = self._asdict()
        told = {name: orjson.Fragment(parts[name]) for name in names if parts[name]}
        return {"type": kind, **orjson.loads(self.head), **told}

    def frame(self, history: Columns, as_bytes: bool) -> bytes:
        """
        A frame, as JSON or as bytes.

        Bytes are ``BPF1``, the header's length (uint32, little endian), the header (JSON), the grids (uint8).
        """
        told = self.said("frame", (*TOLD, "slots", "grids")) | {"history": history}
        if not as_bytes:
            return orjson.dumps(told)
        header = orjson.dumps(told)
        return MAGIC + struct.pack("<I", len(header)) + header + self.responses
