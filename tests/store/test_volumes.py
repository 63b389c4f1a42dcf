"""
Every volume that a release left behind opens with all that was saved, over HTTP and with its edit tokens.

The volumes in ``tests/fixtures/store`` were recorded by `scripts.record_volume` and are never written again. Each was
left by a server that was killed, so its newest saves are in the log beside the database.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import __version__
from app.settings import Settings
from app.store import migrate
from app.store.tables import HEAD
from tests.api.conftest import BASE, Api

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "store"
VOLUMES = sorted(path.parent for path in FIXTURES.glob("*/expected.json"))
JSON = {"content-type": "application/json"}


@pytest.fixture(params=VOLUMES, ids=lambda folder: folder.name)
def volume(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a recorded volume, to be opened."""
    return Path(shutil.copytree(request.param, tmp_path / "data"))


@pytest.fixture
def upgraded(volume: Path) -> Iterator[Api]:
    """Today's server on it."""
    api = Api(Settings(data=str(volume)))
    yield api
    api.close()


def expected(volume: Path) -> Any:
    return json.loads((volume / "expected.json").read_text(encoding="utf-8"))


def schema_of(file: Path) -> str:
    connection = sqlite3.connect(file)
    (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(found)


def test_every_graph_and_run_is_read_as_it_was_saved(upgraded: Api, volume: Path) -> None:
    """Letter for letter, with its tag; what was deleted is gone."""
    told = expected(volume)
    assert len(told["graphs"]) > 5 and len(told["runs"]) > 3
    for graph in told["graphs"]:
        answer = upgraded.get(f"{BASE}/graphs/{graph['id']}")
        assert (answer.text, answer.headers["etag"]) == (graph["document"], graph["etag"])
    for run in map(json.loads, told["runs"]):
        assert json.loads(upgraded.get(f"{BASE}/runs/{run['id']}").text) == run
    for graph_id in told["gone"]:
        assert upgraded.get(f"{BASE}/graphs/{graph_id}").status_code == 404
    assert upgraded.get("/health/ready").status_code == 200


def test_every_edit_token_still_works_and_no_other(upgraded: Api, volume: Path) -> None:
    """A graph is changed with its own token, not with another's, and stays so after another start."""
    graphs = expected(volume)["graphs"]
    document = b'{"nodes":[{"id":"new","kind":"input","value":1}]}'
    for graph, other in zip(graphs, [*graphs[1:], graphs[0]], strict=True):
        address = f"{BASE}/graphs/{graph['id']}"
        for token, status in ((other["edit_token"], 403), (graph["edit_token"], 200)):
            headers = JSON | {"authorization": f"Bearer {token}", "if-match": graph["etag"]}
            assert upgraded.request("PUT", address, content=document, headers=headers).status_code == status
    upgraded.run(upgraded.app.state.shelf.close())
    again = Api(Settings(data=str(volume)))
    assert {again.get(f"{BASE}/graphs/{graph['id']}").content for graph in graphs} == {document}
    again.close()


def test_a_run_goes_on_backwards(upgraded: Api, volume: Path) -> None:
    """From the values that were stored then, to the gradients that were found then."""
    first, second = map(json.loads, expected(volume)["runs"][:2])
    assert first["nodes"][0]["gradient"] is None and second["nodes"][0]["gradient"] is not None
    assert upgraded.post(f"/runs/{first['id']}/backward", {}).status_code == 200
    assert upgraded.get(f"{BASE}/runs/{first['id']}").json()["nodes"] == second["nodes"]


def test_every_schema_has_a_file_that_is_opened() -> None:
    """A migration comes with a recorded volume of before it, and today's is recorded before it is released."""
    told = {expected(folder)["schema"] for folder in VOLUMES}
    bare = {schema_of(file) for file in FIXTURES.glob("*.sqlite3")}

    assert set(migrate.steps()) == told | bare
    assert HEAD in told and __version__ in {folder.name for folder in VOLUMES}
