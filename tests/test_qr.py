"""The reader of QR codes reads codes that another encoder drew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from . import qr

CODES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "oracles" / "qr_codes.json").read_text())


def modules(rows: list[str]) -> qr.Modules:
    """A recorded code as modules."""
    return [[bit == "1" for bit in f"{int(row, 16):0{len(rows)}b}"] for row in rows]


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{code['version']}-{code['level']}")
def test_a_recorded_code_is_read(code: dict[str, Any]) -> None:
    """Of every size, with one block and with many."""
    assert qr.read(modules(code["rows"])) == code["text"]
