"""The store's folder or file goes away under a server that runs: nobody is told that something was saved in it."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from app.store.folder import LOGS

from .conftest import BASE, Api
from .test_store_troubles import GRAPH, unavailable

AWAY = "taken away while it was open"


def folder_of(api: Api) -> Path:
    return api.settings.store_file.parent


def remove_the_folder(api: Api) -> None:
    shutil.rmtree(folder_of(api))


def remove_the_file(api: Api) -> None:
    for part in folder_of(api).iterdir():
        part.unlink()


def put_another_in_its_place(api: Api) -> None:
    """As who copies a file back by hand, beside the command that would do it well."""
    file = api.settings.store_file
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(file.with_name("copy"))) as copy:
        source.backup(copy)
    os.replace(file.with_name("copy"), file)
    for end in LOGS:  # they would be taken for the copy's
        file.with_name(file.name + end).unlink(missing_ok=True)


@pytest.fixture
def api(tmp_path: Path, request: pytest.FixtureRequest) -> Api:
    opened = Api(Settings(data=str(tmp_path / "data")))
    request.addfinalizer(opened.close)
    return opened


def ids_on_the_disk(api: Api) -> set[str]:
    with closing(sqlite3.connect(api.settings.store_file)) as found:
        return {row[0] for row in found.execute("SELECT id FROM graphs")}


@pytest.mark.parametrize("taken", [remove_the_folder, remove_the_file, put_another_in_its_place])
@pytest.mark.parametrize("finds", ["save", "probe"])
def test_what_is_answered_as_saved_is_on_the_disk(
    api: Api, caplog: pytest.LogCaptureFixture, taken: Callable[[Api], None], finds: str
) -> None:
    """Whoever comes first is told 503, the log says so once, and the next one saves into what is there now."""
    before = api.post("/graphs", GRAPH).json()["id"]
    taken(api)

    with caplog.at_level(logging.ERROR):
        answer = api.post("/graphs", GRAPH) if finds == "save" else api.get("/health/ready")
    said = unavailable(answer)
    saved = api.post("/graphs", GRAPH)

    assert said.startswith("The store was taken away") and said.endswith("Nothing was saved.")
    assert len([each for each in caplog.records if AWAY in each.getMessage()]) == 1
    assert saved.status_code == 201 and api.get("/health/ready").status_code == 200
    kept = {before} if taken is put_another_in_its_place else set()
    assert ids_on_the_disk(api) == {saved.json()["id"]} | kept
    assert api.get(f"{BASE}/graphs/{before}").status_code == (200 if kept else 404)


def test_a_folder_that_goes_while_a_save_is_under_way(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between its first statement and its end: the save did not happen, and does not count on anybody's quota."""
    api.post("/graphs", GRAPH)
    store: Any = api.run(api.app.state.shelf.store())
    purge = store._purge

    async def late(*arguments: Any) -> Any:
        done = await purge(*arguments)
        remove_the_folder(api)
        return done

    monkeypatch.setattr(store, "_purge", late)
    unavailable(api.post("/graphs", GRAPH))

    assert not folder_of(api).exists()
    saved = api.post("/graphs", GRAPH)
    assert ids_on_the_disk(api) == {saved.json()["id"]}


def test_a_folder_that_cannot_be_made_again(api: Api) -> None:
    """It stays 503, for saves and the probe, until it can."""
    api.post("/graphs", GRAPH)
    remove_the_folder(api)
    folder_of(api).write_bytes(b"")

    assert {api.post("/graphs", GRAPH).status_code for _ in range(3)} == {503}
    unavailable(api.get("/health/ready"))
    folder_of(api).unlink()
    assert api.post("/graphs", GRAPH).status_code == 201


def test_who_only_reads_finds_back_too(api: Api) -> None:
    """A read that fails for want of the file is told when to come back, and the next one finds what is there."""
    before = api.post("/graphs", GRAPH).json()["id"]
    with closing(sqlite3.connect(api.settings.store_file)) as other:
        other.execute("ALTER TABLE graphs RENAME TO away")
    put_another_in_its_place(api)
    with closing(sqlite3.connect(api.settings.store_file)) as other:
        other.execute("ALTER TABLE away RENAME TO graphs")

    unavailable(api.get(f"{BASE}/graphs/{before}"))
    assert api.get(f"{BASE}/graphs/{before}").json() == GRAPH
