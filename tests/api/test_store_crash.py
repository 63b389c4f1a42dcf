"""A server that is killed while it saves: what it has answered is there when it is back. The soak kills more often."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.serving import free_port, wait_until_live

from .conftest import BASE
from .saving import Saving, lost

ROOT = Path(__file__).resolve().parents[2]
# After how many answers the server is killed, each time anew; the soak does it a hundred times.
KILLED_AFTER = (3, 97)


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A real server on the store in *folder*."""
    port, log = free_port(), folder / "log"
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"BACKPROP_DATA": str(folder)},
            stdout=sink,
            stderr=sink,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_live(url, process, log)
        yield url + BASE, process
    finally:
        process.kill()
        process.wait(timeout=20)


def save_until_killed(folder: Path, enough: int) -> Saving:
    """Kill the server, without a word of warning, when it has answered *enough* saves."""
    with server(folder) as (url, process):
        saving = Saving(url, enough)
        saving.begin()
        assert saving.reached.wait(120), f"only {saving.answered} saves were answered"
        process.kill()
        saving.end()
    return saving


@pytest.mark.slow
def test_no_acknowledged_save_is_lost(tmp_path: Path) -> None:
    """Killed twice while eight save at once: a hundred answers and more, every one of them true."""
    kept: dict[str, list[Any]] = {}
    answered = 0
    for enough in KILLED_AFTER:
        saving = save_until_killed(tmp_path, enough)
        kept |= saving.kept
        answered += saving.answered
    assert answered >= sum(KILLED_AFTER) == 100
    with server(tmp_path) as (url, _):
        assert lost(url, kept) == {}
    plain = sqlite3.connect(tmp_path / "backprop.sqlite3")
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
