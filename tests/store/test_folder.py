"""What keeps a store from being written, where the folder changes or hides while it is looked at."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest

from app.store.folder import LOGS, obstacle
from app.store.inventory import put_back
from app.store.sql import open_store


@pytest.mark.skipif(os.name != "posix", reason="modes are of Unix")
@pytest.mark.parametrize("made", ["saved", "restored"])
def test_what_is_saved_is_its_owners_alone(tmp_path: Path, made: str) -> None:
    """Also in a folder that others may look into; a mode that somebody has given it since stays."""

    async def save(file: Path) -> list[int]:
        store = await open_store(file)
        await store.add_graph(b"{}", b"")
        modes = [stat.S_IMODE(part.stat().st_mode) for part in sorted(tmp_path.glob(f"{file.name}*"))]
        await store.close()
        return modes

    tmp_path.chmod(0o755)
    file = tmp_path / "store"
    if made == "restored":
        asyncio.run(save(tmp_path / "other"))
        put_back(tmp_path / "other", file)
    before = os.umask(0o022)
    try:
        assert asyncio.run(save(file)) == [0o600] * 3
        file.chmod(0o640)
        assert asyncio.run(save(file)) == [0o640] * 3
    finally:
        os.umask(before)


@pytest.mark.parametrize("end", LOGS)
def test_a_log_that_goes_while_it_is_looked_at_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    """SQLite takes its logs away with the last connection; what is left can be written."""
    file = tmp_path / "store"
    file.touch()
    log = tmp_path / f"store{end}"
    log.touch()
    access = os.access

    def looked_at(path: Path, mode: int) -> bool:
        if path == log:
            log.unlink(missing_ok=True)
        return access(path, mode)

    monkeypatch.setattr("os.access", looked_at)
    assert obstacle(file) is None
    assert not log.exists(), "it was looked at"
