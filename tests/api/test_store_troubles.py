"""When the store cannot: a full disk, a lock, a broken or newer file. Evaluating goes on all the while."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from app.settings import Settings
from app.store.folder import obstacle
from app.store.sqlite import CONNECTIONS
from tests.serving import free_port, wait_until_live

from .conftest import BASE, Api
from .test_http import the_problem

ROOT = Path(__file__).resolve().parents[2]

GRAPH = {"nodes": [{"id": "x", "value": 3}, {"id": "f", "op": "square", "inputs": ["x"]}]}
SUM = {"expression": "x = 2\nf = x*x", "detail": "gradients"}


def large(size: int = 200_000) -> dict[str, Any]:
    return GRAPH | {"name": "x" * size}


def unavailable(answer: httpx.Response) -> str:
    """503 with when to come back; what it says."""
    error = the_problem(answer, 503, "store-unavailable")
    assert int(answer.headers["retry-after"]) >= 1
    assert "/" not in error["message"], "no path is told"
    return str(error["message"])


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Api]:
    """A store of at most 1 MiB."""
    api = Api(Settings(data=str(tmp_path), store_mib=1))
    yield api
    api.close()


def test_a_full_store_is_507_and_reading_goes_on(small: Api) -> None:
    """Every kind of save says so; what was there is read, run by others, and can be deleted to make room."""
    saved = small.post("/graphs", GRAPH).json()
    run = small.post(f"/graphs/{saved['id']}/runs", {}).json()
    for _ in range(20):
        answer = small.post("/graphs", large())
        if answer.status_code != 201:
            break
        last = answer.json()
    error = the_problem(answer, 507, "store-full")
    assert error["message"].startswith("The store is full;")
    headers = {"authorization": f"Bearer {saved['edit_token']}", "if-match": saved["etag"]}
    address = f"{BASE}/graphs/{saved['id']}"
    the_problem(small.request("PUT", address, json=large(900_000), headers=headers), 507, "store-full")
    wide = {"inputs": {"x": [1.5] * 60_000}}
    the_problem(small.post(f"/graphs/{saved['id']}/runs", wide), 507, "store-full")
    assert (small.get(address).status_code, small.get(address).json()) == (200, GRAPH)
    assert small.get(f"{BASE}/runs/{run['id']}").status_code == 200
    assert small.post("/evaluate", SUM).status_code == 200
    token = {"authorization": f"Bearer {last['edit_token']}"}
    assert small.request("DELETE", f"{BASE}/graphs/{last['id']}", headers=token).status_code == 204
    assert small.post("/graphs", large(150_000)).status_code == 201


def test_a_lock_is_503_and_reading_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the time a save may wait; afterwards it works again."""
    monkeypatch.setattr("app.store.sqlite.BUSY_S", 0.05)
    api = Api(Settings(data=str(tmp_path)))
    saved = api.post("/graphs", GRAPH).json()
    other = sqlite3.connect(api.settings.store_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert unavailable(api.post("/graphs", GRAPH)) == "The store was locked for 0.05 s. Nothing was lost."
    assert api.get(f"{BASE}/graphs/{saved['id']}").json() == GRAPH
    assert api.post("/evaluate", SUM).status_code == 200
    assert "locked" in unavailable(api.get("/health/ready")) and api.get("/health/live").status_code == 200
    other.execute("ROLLBACK")
    other.close()
    assert api.get("/health/ready").status_code == 200
    assert api.post("/graphs", GRAPH).status_code == 201
    api.close()


def test_a_lock_is_found_once_for_all_who_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Ten who save wait together, and not each one in turn for as long as the first."""
    monkeypatch.setattr("app.store.sqlite.BUSY_S", 0.1)
    api = Api(Settings(data=str(tmp_path)))
    api.post("/graphs", GRAPH)
    other = sqlite3.connect(api.settings.store_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def everybody() -> list[httpx.Response]:
        return await asyncio.gather(*(api.client.post(f"{BASE}/graphs", json=GRAPH) for _ in range(10)))

    for answer in api.run(everybody()):
        assert "locked" in unavailable(answer)
    assert len([each for each in caplog.records if "database is locked" in each.getMessage()]) == 1
    other.execute("ROLLBACK")
    other.close()
    assert api.post("/graphs", GRAPH).status_code == 201
    api.close()


def test_a_store_that_is_busy_says_when_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All its connections are taken by others: that goes over by itself, and nobody has to be told."""
    monkeypatch.setattr("app.store.sqlite.BUSY_S", 0.05)
    api = Api(Settings(data=str(tmp_path)))
    saved = api.post("/graphs", GRAPH).json()

    async def while_all_are_taken() -> httpx.Response:
        store: Any = await api.app.state.shelf.store()
        async with AsyncExitStack() as taken:
            for _ in range(CONNECTIONS):
                await taken.enter_async_context(store._reading())
            return await api.client.get(f"{BASE}/graphs/{saved['id']}")

    answer = api.run(while_all_are_taken())
    assert unavailable(answer) == "The store was busy with other requests for 0.05 s. Nothing was lost."
    assert the_problem(answer, 503, "store-unavailable")["hint"] == "Try again shortly."
    assert api.get(f"{BASE}/graphs/{saved['id']}").json() == GRAPH
    api.close()


def test_a_file_that_is_no_database(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """503, the file as it was, one line in the log at start; put right, it works without a new start."""
    file = Settings(data=str(tmp_path)).store_file
    file.write_bytes(b"no database at all" * 1000)
    with caplog.at_level(logging.WARNING):
        api = Api(Settings(data=str(tmp_path)))
        assert "cannot be read" in unavailable(api.post("/graphs", GRAPH))
    assert any("file is not a database" in record.getMessage() for record in caplog.records)
    assert "cannot be read" in unavailable(api.get(f"{BASE}/graphs/{'0' * 22}"))
    assert api.post("/evaluate", SUM).status_code == 200
    assert api.get("/health/live").status_code == 200
    assert file.read_bytes() == b"no database at all" * 1000
    file.unlink()
    assert api.post("/graphs", GRAPH).status_code == 201
    api.close()


def test_a_newer_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """An older program does not touch it."""
    api = Api(Settings(data=str(tmp_path)))
    api.post("/graphs", GRAPH)
    api.close()
    connection = sqlite3.connect(api.settings.store_file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    api = Api(Settings(data=str(tmp_path)))
    assert "newer version" in unavailable(api.post("/graphs", GRAPH))
    assert "newer version" in unavailable(api.get("/health/ready"))
    assert (
        "newer version" in (error := caplog.records[0].getMessage()) and str(api.settings.store_file) in error
    )
    api.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """The server starts and evaluates; saving says 503."""
    (tmp_path / "data").write_bytes(b"")
    api = Api(Settings(data=str(tmp_path / "data")))
    assert api.post("/evaluate", SUM).status_code == 200
    assert "cannot be written" in unavailable(api.post("/graphs", GRAPH))
    api.close()


WITHOUT_ROOTS_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@pytest.mark.parametrize("there", ["folder", "file", "parent"])
def test_what_cannot_be_written_is_told_before_anybody_saves(tmp_path: Path, there: str) -> None:
    """One line with what, where and what to do; it starts, says that it is not ready, and answers the rest."""
    folder = tmp_path / "theirs" / "data"
    folder.mkdir(parents=True)
    if there == "file":
        (folder / "backprop.sqlite3").write_bytes(b"")
    closed = {"folder": folder, "file": folder / "backprop.sqlite3", "parent": folder.parent}[there]
    closed.chmod({"folder": 0o500, "file": 0o400, "parent": 0}[there])
    command = [sys.executable, "-m", "app", "--port", str(port := free_port())]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everywhere, and there is no setpriv to keep it from that")
        command = [*WITHOUT_ROOTS_RIGHTS, *command]
    log = tmp_path / "log"
    with log.open("wb") as sink:
        environment = os.environ | {"BACKPROP_DATA": str(folder)}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sink, stderr=sink)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_live(url, process, log)
        (line,) = [line for line in log.read_text().splitlines() if "Nothing can be saved" in line]
        assert f"{folder}" in line and "cannot be written: " in line and " belongs to " in line
        wanted = "Set BACKPROP_DATA to" if there == "parent" else f"Try chmod -R u+rwX {folder}"
        assert wanted in line and "Traceback" not in log.read_text()
        with httpx.Client(base_url=url) as client:
            assert "cannot be written" in unavailable(client.post(f"{BASE}/graphs", json=GRAPH))
            assert "cannot be written" in unavailable(client.get("/health/ready"))
            assert "cannot be written" in unavailable(client.get(f"{BASE}/graphs/{'0' * 22}"))
            assert client.post(f"{BASE}/evaluate", json=SUM).status_code == 200
            closed.chmod(0o700)
            (folder / "backprop.sqlite3").unlink(missing_ok=True)
            assert client.post(f"{BASE}/graphs", json=GRAPH).status_code == 201
            assert client.get("/health/ready").status_code == 200
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_somebody_elses_folder_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose it is, who this is, and the two ways out; of a file system that is read-only, its own."""
    file, me = tmp_path / "backprop.sqlite3", tmp_path.stat().st_uid
    monkeypatch.setattr("os.access", lambda path, mode: False)
    monkeypatch.setattr("os.getuid", lambda: me + 1)
    theirs, mine = f"{me}:{tmp_path.stat().st_gid}", f"{me + 1}:{os.getgid()}"
    said = str(obstacle(file))
    assert f"belongs to {theirs} with mode 700, and this process is {mine}" in said
    assert f"Try chown -R {mine} {tmp_path}" in said
    assert (f"docker run --user {theirs}" in said) == (me != 0), "nobody is told to be root"
    status = SimpleNamespace(f_flag=os.ST_RDONLY)
    monkeypatch.setattr("os.statvfs", lambda path: status)
    assert "is on a read-only file system. Mount a volume there" in str(obstacle(file))


def test_where_nothing_is_saved_nothing_has_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Saving switched off: ready, and no word of it."""
    monkeypatch.setattr("app.api.shelf.obstacle", lambda file: "no")
    api = Api(Settings(data=str(tmp_path), saving=False))
    assert api.get("/health/ready").status_code == 200 and caplog.records == []
    api.close()


def test_an_older_file_is_upgraded_at_start(tmp_path: Path) -> None:
    """And answers by HTTP with what was saved then."""
    old = ROOT / "tests" / "fixtures" / "store" / "0001.sqlite3"
    shutil.copy(old, Settings(data=str(tmp_path)).store_file)
    api = Api(Settings(data=str(tmp_path)))
    found = api.get(f"{BASE}/graphs/graph-{7:016d}").json()
    assert found["name"] == "Graph 7" and found["meta"]["source"] == "x = 1  # ü 🐌"
    changed = api.request(
        "PUT",
        f"{BASE}/graphs/graph-{7:016d}",
        json=GRAPH,
        headers={"authorization": "Bearer token 7", "if-match": "*"},
    )
    assert changed.status_code == 200
    api.close()


SMALL_DISK = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"'


def on_a_small_disk(folder: Path, *command: str) -> list[str]:
    """*command* with a disk of 1 MiB at *folder*, which only it sees and which goes with it."""
    return ["unshare", "-m", "sh", "-c", SMALL_DISK, str(folder), *command]


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """A server on a disk of 1 MiB: 507, and everything saved before is read, then and after more attempts."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("unshare") is None or subprocess.run(on_a_small_disk(folder, "true")).returncode:
        pytest.skip("no small disk can be made here (this takes root on Linux)")
    port, log = free_port(), tmp_path / "log"
    command = on_a_small_disk(folder, sys.executable, "-m", "app", "--port", str(port))
    environment = os.environ | {"BACKPROP_DATA": str(folder)}
    with log.open("wb") as sink:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=sink, stderr=sink)
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_live(url, process, log)
        with httpx.Client(base_url=url + BASE) as client:
            kept = fill(client)
            for graph_id, document in kept.items():
                assert client.get(f"/graphs/{graph_id}").json() == document
            assert client.post("/evaluate", json=SUM).status_code == 200
    finally:
        process.terminate()
        process.wait(timeout=20)


def fill(client: httpx.Client) -> dict[str, Any]:
    """Save until the disk is full, and three times more; what was acknowledged."""
    kept: dict[str, Any] = {}
    refused = 0
    for i in range(100):
        document = large(50_000) | {"meta": {"number": i}}
        answer = client.post("/graphs", json=document)
        if answer.status_code == 201:
            kept[answer.json()["id"]] = document
        else:
            the_problem(answer, 507, "store-full")
            refused += 1
        if refused == 4:
            break
    assert len(kept) > 3 and refused == 4
    return kept
