"""A store in a folder that this process may not look into."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.settings import Settings
from app.store.folder import obstacle

from .conftest import BASE, Api


def test_a_parent_that_is_closed_is_the_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody's home is to be taken over for it; without saving, what cannot be seen is not there."""
    closed = closed_folder(tmp_path, monkeypatch)
    said = str(obstacle(closed / "data" / "backprop.sqlite3"))
    assert said.startswith(f"{closed / 'data'} cannot be written: {closed} belongs to ")
    assert said.endswith("Set BACKPROP_DATA to a folder that it can write.") and "chown" not in said
    for saving in (True, False):
        api = Api(Settings(data=str(closed / "data"), saving=saving))
        answers = api.get("/health/ready"), api.get(f"{BASE}/graphs/{'0' * 22}")
        assert [each.status_code for each in answers] == ([503, 503] if saving else [200, 404])
        api.close()
    assert caplog.records[0].getMessage() == f"Nothing can be saved: {said}"


def test_a_folder_that_only_looks_open_is_told_at_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As /proc does to root: a file is tried there, by the probe too until one could be made; none is left."""
    make = os.open

    def refused(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & os.O_CREAT and Path(path).parent == tmp_path:
            raise PermissionError(13, "Permission denied", str(path))
        return make(path, flags, *args, **kwargs)

    monkeypatch.setattr("os.open", refused)
    api = Api(Settings(data=str(tmp_path / "data")))
    (told,) = [each.getMessage() for each in caplog.records]
    assert told == (
        f"Nothing can be saved: {tmp_path / 'data'} cannot be written: a file in {tmp_path} cannot be made "
        "(Permission denied). Set BACKPROP_DATA to another folder."
    )
    assert api.get("/health/ready").status_code == 503
    monkeypatch.setattr("os.open", make)
    assert [api.get("/health/ready").status_code for _ in range(2)] == [200, 200]
    assert list(tmp_path.iterdir()) == []
    api.close()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_a_folder_of_the_system_is_none_for_a_store(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever this is."""
    api = Api(Settings(data="/proc/backprop"))
    assert (
        caplog.records[0].getMessage().startswith("Nothing can be saved: /proc/backprop cannot be written: ")
    )
    assert api.get("/health/ready").status_code == 503
    api.close()


def closed_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that this process may not look into, whoever it is."""
    closed = tmp_path / "closed"
    (closed / "data").mkdir(parents=True)
    look, access = os.stat, os.access

    def refused(path: Any, *args: Any, **kwargs: Any) -> os.stat_result:
        if isinstance(path, (str, Path)) and closed in Path(path).parents:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, *args, **kwargs)

    monkeypatch.setattr("os.stat", refused)
    monkeypatch.setattr("os.access", lambda path, mode: Path(path) != closed and access(path, mode))
    return closed


@pytest.mark.parametrize("verb", ["list", "backup"])
def test_an_operator_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    """In a line, with status 1."""
    data = closed_folder(tmp_path, monkeypatch) / "data"
    with pytest.raises(SystemExit) as ended:
        main(["admin", "--data", str(data), verb, *([str(tmp_path / "copy")] if verb == "backup" else [])])
    assert ended.value.code == 1
    said = f"There is no store at {data / 'backprop.sqlite3'} that this user can see."
    assert said in capsys.readouterr().err
