"""What keeps a store from being written, where the folder changes or hides while it is looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.store.folder import LOGS, obstacle


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
