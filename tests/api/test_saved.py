"""Saved graphs over HTTP: through the real application into a real file."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from app.settings import Settings

from .conftest import BASE, Api
from .test_http import the_problem

ROOT = Path(__file__).resolve().parents[2]
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


def test_what_is_half_built_is_kept_too(keeping: Api) -> None:
    """Open ports and leaves without a value: a graph in the making is worth saving."""
    half = {"nodes": [{"id": "x"}, {"id": "f", "op": "add", "inputs": ["x", None]}]}
    saved = save(keeping, half)
    assert keeping.get(f"{BASE}/graphs/{saved['id']}").json() == half


def test_a_graph_that_has_not_changed_is_not_sent_again(keeping: Api) -> None:
    """304 with its tag, also where a proxy has weakened the tag, or among others."""
    saved = save(keeping)
    address = f"{BASE}/graphs/{saved['id']}"
    for tags in (saved["etag"], f"W/{saved['etag']}", f'"other", {saved["etag"]}', "*"):
        answer = keeping.get(address, headers={"if-none-match": tags})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == saved["etag"]
    for tags in ('"other"', "", '"1-', saved["etag"][:-2] + '"'):
        assert keeping.get(address, headers={"if-none-match": tags}).status_code == 200
    head = keeping.request("HEAD", address)
    assert (head.status_code, head.headers["etag"]) == (200, saved["etag"])


def test_replacing_takes_the_tag_and_gives_a_new_one(keeping: Api) -> None:
    """The document is the new one, the address and the token stay."""
    saved = save(keeping)
    other = GRAPH | {"name": "two"}
    answer = put(keeping, saved, other)
    now = answer.json()
    assert (answer.status_code, now.keys()) == (200, {"id", "etag", "url", "created_at", "updated_at"})
    assert (now["id"], now["url"], now["created_at"]) == (saved["id"], saved["url"], saved["created_at"])
    assert now["etag"] == answer.headers["etag"] != saved["etag"]
    assert now["updated_at"] >= now["created_at"]
    assert keeping.get(f"{BASE}/graphs/{saved['id']}").json() == other
    assert put(keeping, saved | {"etag": now["etag"]}, other).status_code == 200, "the same once more"
    assert put(keeping, saved, GRAPH, if_match="*").status_code == 200, "whatever there is"


def test_a_stale_tag_is_412_and_nothing_is_lost(keeping: Api) -> None:
    """The current version is named, in the words and in the header."""
    saved = save(keeping)
    two = GRAPH | {"name": "two"}
    now = put(keeping, saved, two).json()["etag"]
    for stale in (saved["etag"], '"nonsense"', "W/" + saved["etag"], ",", '"'):
        answer = put(keeping, saved, GRAPH, if_match=stale)
        error = the_problem(answer, 412, "version-stale")
        assert now in error["message"] and answer.headers["etag"] == now
    assert keeping.get(f"{BASE}/graphs/{saved['id']}").json() == two


def test_without_a_tag_it_is_428(keeping: Api) -> None:
    """And the hint has the header to send."""
    saved = save(keeping)
    error = the_problem(put(keeping, saved, GRAPH, if_match=""), 428, "version-missing")
    assert error["hint"].endswith(f"if-match: {saved['etag']}")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (None, 401, "token-missing"),
        ("", 401, "token-missing"),
        ("Bearer", 401, "token-missing"),
        ("Bearer  ", 401, "token-missing"),
        ("Basic {token}", 401, "token-missing"),
        ("Bearer wrong", 403, "token-wrong"),
        ("Bearer {token}x", 403, "token-wrong"),
        ("Bearer {token} {token}", 403, "token-wrong"),
        ("Bearer \u00fc\u00df", 403, "token-wrong"),
    ],
)
def test_changing_takes_the_token(
    keeping: Api, method: str, sent: str | None, status: int, code: str
) -> None:
    """None is 401, a wrong one 403; either way the graph stays as it is."""
    saved = save(keeping)
    headers = {"if-match": saved["etag"], "content-type": "application/json"}
    if sent is not None:
        headers["authorization"] = sent.format(token=saved["edit_token"])
    encoded = {name: said.encode("latin-1") for name, said in headers.items()}
    answer = keeping.request(method, f"{BASE}/graphs/{saved['id']}", content=b"{}", headers=encoded)
    the_problem(answer, status, code)
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert keeping.get(f"{BASE}/graphs/{saved['id']}").json() == GRAPH


def test_the_token_of_another_graph_is_wrong(keeping: Api) -> None:
    """Each graph has its own."""
    one, two = save(keeping), save(keeping)
    assert one["edit_token"] != two["edit_token"]
    the_problem(put(keeping, one | {"edit_token": two["edit_token"]}, GRAPH), 403, "token-wrong")


def test_a_token_takes_the_same_time_however_wrong_it_is(
    keeping: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Digests are compared, all of them, by what looks at every byte."""
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr("app.api.tokens.hmac.compare_digest", compare)
    saved = save(keeping)
    for token in ("", "x", saved["edit_token"][:-1] + "\u00fc", saved["edit_token"]):
        headers = {"authorization": f"Bearer {token}".encode("latin-1")}
        keeping.request("DELETE", f"{BASE}/graphs/{saved['id']}", headers=headers)

    assert len(compared) == 3, "an empty token is none"
    assert {len(digest) for pair in compared for digest in pair} == {32}
    assert [one == other for one, other in compared] == [False, False, True]


def test_a_token_is_kept_nowhere(keeping: Api, tmp_path: Path) -> None:
    """Neither the token nor the client's key is in the file or beside it."""
    saved = save(keeping, Idempotency_Key="a-key-of-my-own")
    written = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert saved["id"].encode() in written
    assert saved["edit_token"].encode() not in written and b"a-key-of-my-own" not in written


def test_deleting(keeping: Api) -> None:
    """204, then 404 for everybody; with a tag, that version only."""
    saved = save(keeping)
    address = f"{BASE}/graphs/{saved['id']}"
    token = {"authorization": f"bearer {saved['edit_token']}"}
    stale = keeping.request("DELETE", address, headers=token | {"if-match": '"0-0"'})
    the_problem(stale, 412, "version-stale")
    answer = keeping.request("DELETE", address, headers=token | {"if-match": saved["etag"]})
    assert (answer.status_code, answer.content) == (204, b"")
    the_problem(keeping.get(address), 404, "not-found")
    the_problem(keeping.request("DELETE", address, headers=token), 404, "not-found")
    the_problem(put(keeping, saved, GRAPH), 404, "not-found")
    again = save(keeping)
    assert keeping.request("DELETE", f"{BASE}/graphs/{again['id']}", headers=token).status_code == 403
    token = {"authorization": f"Bearer {again['edit_token']}"}
    assert keeping.request("DELETE", f"{BASE}/graphs/{again['id']}", headers=token).status_code == 204


@pytest.mark.parametrize(
    "name",
    ["x", "0" * 22, "0" * 23, "../etc", "%2e%2e%2fetc", "' OR 1=1 --", "%00" * 22, "\u00fc" * 22, "a" * 5000],
)
def test_hostile_ids_are_404(keeping: Api, name: str) -> None:
    """Whatever is asked for, by reading, running or changing."""
    token = {"authorization": "Bearer x", "if-match": "*"}
    for method, path in (
        ("GET", f"{BASE}/graphs/{name}"),
        ("PUT", f"{BASE}/graphs/{name}"),
        ("DELETE", f"{BASE}/graphs/{name}"),
        ("POST", f"{BASE}/graphs/{name}/runs"),
        ("GET", f"{BASE}/runs/{name}"),
        ("GET", f"{BASE}/runs/{name}/nodes/x"),
        ("POST", f"{BASE}/runs/{name}/backward"),
    ):
        the_problem(keeping.request(method, path, json={}, headers=token), 404, "not-found")


def test_other_methods_are_405(keeping: Api) -> None:
    """Allow lists those that there are."""
    saved = save(keeping)
    for method, path, allowed in (
        ("GET", f"{BASE}/graphs", {"POST"}),
        ("POST", f"{BASE}/graphs/{saved['id']}", {"GET", "HEAD", "PUT", "DELETE"}),
        ("DELETE", f"{BASE}/runs/{saved['id']}", {"GET", "HEAD"}),
    ):
        answer = keeping.request(method, path)
        the_problem(answer, 405, "method-not-allowed")
        assert set(answer.headers["allow"].split(", ")) == allowed


BAD: dict[str, tuple[bytes, int, str]] = {
    "no JSON": (b"{", 400, "not-json"),
    "NaN": (b'{"nodes": [{"id": "x", "value": NaN}]}', 400, "not-json"),
    "a key said twice": (b'{"nodes": [], "nodes": []}', 400, "not-json"),
    "not UTF-8": (b'{"name": "\xff", "nodes": []}', 400, "not-utf-8"),
    "too deep": (b'{"meta": {"a": %s}, "nodes": []}' % (b"[" * 100 + b"]" * 100), 400, "too-deep"),
    "an array": (b"[]", 422, "wrong-type"),
    "no nodes": (b"{}", 422, "missing-key"),
    "an unknown key": (b'{"nodes": [], "source": "f = 1"}', 422, "unknown-key"),
    "a cycle": (b'{"nodes": [{"id": "a", "op": "neg", "inputs": ["a"]}]}', 422, "cycle"),
    "an infinite number": (b'{"nodes": [{"id": "x", "value": 1e400}]}', 422, "not-a-number"),
}


@pytest.mark.parametrize(("body", "status", "code"), BAD.values(), ids=BAD)
def test_what_is_no_graph_is_refused(keeping: Api, body: bytes, status: int, code: str) -> None:
    """As everywhere; and an attempt to replace by it leaves what was there."""
    the_problem(keeping.post_bytes("/graphs", body), status, code)
    saved = save(keeping)
    headers = {"authorization": f"Bearer {saved['edit_token']}", "if-match": saved["etag"]}
    headers["content-type"] = "application/json"
    answer = keeping.request("PUT", f"{BASE}/graphs/{saved['id']}", content=body, headers=headers)
    the_problem(answer, status, code)
    assert keeping.get(f"{BASE}/graphs/{saved['id']}").json() == GRAPH


def test_other_bodies_and_questions_are_refused(keeping: Api) -> None:
    """A form posted from another site saves nothing; nothing stands behind a question mark."""
    plain = keeping.request("POST", f"{BASE}/graphs", content=b"{}", headers={"content-type": "text/plain"})
    the_problem(plain, 415, "unsupported-media-type")
    the_problem(keeping.post("/graphs?name=x", GRAPH), 422, "unknown-key")


def long_graph(size: int) -> bytes:
    """A document of exactly *size* bytes."""
    start = b'{"nodes": [], "name": "'
    return start + b"x" * (size - len(start) - 2) + b'"}'


def test_the_largest_graph_that_is_saved(keeping: Api) -> None:
    """1 MiB, and not a byte more; the message has both numbers."""
    assert keeping.settings.saved_bytes == 2**20
    assert keeping.post_bytes("/graphs", long_graph(2**20)).status_code == 201
    error = the_problem(keeping.post_bytes("/graphs", long_graph(2**20 + 1)), 413, "saved-limit")
    assert error["message"] == "The graph has 1,048,577 bytes; the limit of what is saved is 1,048,576."


def test_a_large_graph_is_checked_by_a_worker(keeping: Api) -> None:
    """The same words, whoever reads it; and it reads back the same."""
    nodes = [{"id": f"n{i}", "value": i, "label": "x" * 40} for i in range(4000)]
    saved = save(keeping, {"nodes": nodes})
    assert keeping.get(f"{BASE}/graphs/{saved['id']}").json() == {"nodes": nodes}
    assert keeping.app.state.desk.pool.processes != []
    error = the_problem(keeping.post("/graphs", {"nodes": [*nodes, nodes[0]]}), 422, "duplicate-id")
    assert error["node"] == "n0"


def test_the_address_begins_with_the_public_url(tmp_path: Path) -> None:
    """Never with what the request calls the host."""
    api = Api(Settings(data=str(tmp_path), public_url="https://backprop.example.org/app"))
    saved = save(api, Host="evil.example", X_Forwarded_Host="evil.example")
    assert saved["url"] == f"https://backprop.example.org/app/g/{saved['id']}"
    api.close()


def test_a_hundred_at_once_with_one_tag_one_wins(keeping: Api) -> None:
    """Exactly one 200 and 99 times 412; what is read afterwards is the winner's."""
    saved = save(keeping)
    headers = {"authorization": f"Bearer {saved['edit_token']}", "if-match": saved["etag"]}
    address = f"{BASE}/graphs/{saved['id']}"

    async def all_at_once() -> list[httpx.Response]:
        asked = [
            keeping.client.put(address, json=GRAPH | {"name": str(i)}, headers=headers) for i in range(100)
        ]
        return await asyncio.gather(*asked)

    answers = keeping.run(all_at_once())
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 99
    (winner,) = [i for i, answer in enumerate(answers) if answer.status_code == 200]
    now = keeping.get(address)
    assert now.json()["name"] == str(winner)
    assert {answer.headers["etag"] for answer in answers} == {now.headers["etag"]}


def test_ids_are_random(keeping: Api) -> None:
    """No two alike, and no letter at any place that they share."""
    ids = [save(keeping)["id"] for _ in range(64)]
    assert len(set(ids)) == 64
    assert all(len({each[place] for each in ids}) > 3 for place in range(22))


def test_saving_can_be_switched_off(tmp_path: Path) -> None:
    """Nothing new is taken and nothing is written; what is there is read, and deleted."""
    folder = tmp_path / "data"
    off = Api(Settings(data=str(folder), saving=False))
    the_problem(off.post("/graphs", GRAPH), 403, "saving-off")
    the_problem(off.get(f"{BASE}/graphs/{'0' * 22}"), 404, "not-found")
    assert not folder.exists()
    off.close()
    on = Api(Settings(data=str(folder)))
    saved = save(on)
    on.close()
    off = Api(Settings(data=str(folder), saving=False))
    the_problem(put(off, saved, GRAPH), 403, "saving-off")
    the_problem(off.post(f"/graphs/{saved['id']}/runs", {}), 403, "saving-off")
    assert off.get(f"{BASE}/graphs/{saved['id']}").json() == GRAPH
    token = {"authorization": f"Bearer {saved['edit_token']}"}
    assert off.request("DELETE", f"{BASE}/graphs/{saved['id']}", headers=token).status_code == 204
    off.close()


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    """Evaluating makes no folder; SQLAlchemy is not even imported by a server that only evaluates."""
    program = (
        "import sys, asyncio\n"
        "from app.main import create_app\n"
        "app = create_app()\n"
        "async def live():\n"
        "    async with app.router.lifespan_context(app): pass\n"
        "asyncio.run(live())\n"
        "print([name for name in ('sqlalchemy', 'aiosqlite', 'alembic') if name in sys.modules])"
    )
    environment = os.environ | {"BACKPROP_DATA": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.stdout == "[]\n", done.stderr
    assert not (tmp_path / "data").exists()
