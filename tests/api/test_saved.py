"""Saved graphs over HTTP: through the real application into a real file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from app.settings import Settings

from .conftest import BASE, Api

GRAPH: dict[str, Any] = {
    "name": "Wörter & <b>",
    "nodes": [
        {"id": "f", "op": "mul", "inputs": ["q", "z"], "label": "out"},
        {"id": "q", "op": "add", "inputs": ["x", "y"]},
        {"id": "x", "value": -2},
        {"id": "y", "kind": "parameter", "value": 5, "role": "weight"},
        {"id": "z", "value": -4.0},
    ],
    "outputs": ["f"],
    "groups": [{"id": "g", "op": None, "attrs": {}, "label": "mine", "nodes": ["q"], "open": True}],
    "layout": {"nodes": {"q": [10, 20.5]}, "edges": {"q>f:0": [[1, 2], [3, 4]]}},
    "meta": {"source": "q = x + y  # a comment\nf = q * z", "n": 12345678901234567},
}


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[Api]:
    """The application with a store of its own."""
    opened = Api(Settings(data=str(tmp_path / "data")))
    yield opened
    opened.close()


def save(api: Api, graph: Any = GRAPH, **headers: str) -> dict[str, Any]:
    answer = api.post(
        "/graphs", graph, headers={name.replace("_", "-"): said for name, said in headers.items()}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def put(api: Api, saved: dict[str, Any], graph: Any, **changed: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {saved['edit_token']}", "if-match": saved["etag"]}
    headers |= {name.replace("_", "-"): said for name, said in changed.items()}
    headers = {name: said for name, said in headers.items() if said}
    return api.request("PUT", f"{BASE}/graphs/{saved['id']}", json=graph, headers=headers)


def test_a_graph_that_was_saved_is_read_back_byte_for_byte(keeping: Api) -> None:
    """Names, places, groups, comments and digits: nothing is rewritten."""
    body = orjson.dumps(GRAPH, option=orjson.OPT_INDENT_2)
    answer = keeping.post_bytes("/graphs", body)
    saved = answer.json()
    assert answer.status_code == 201
    assert saved.keys() == {"id", "edit_token", "etag", "url", "created_at"}
    assert answer.headers["location"] == f"{BASE}/graphs/{saved['id']}"
    assert answer.headers["etag"] == saved["etag"]
    assert saved["url"] == f"/g/{saved['id']}"
    assert re.fullmatch(r"[\w-]{22}", saved["id"]) and len(saved["edit_token"]) == 43
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", saved["created_at"])
    found = keeping.get(answer.headers["location"])
    assert (found.status_code, found.content) == (200, body)
    assert (found.headers["etag"], found.headers["content-type"]) == (saved["etag"], "application/json")
