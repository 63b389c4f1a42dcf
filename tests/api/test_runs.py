"""Stored runs over HTTP: forward values that are kept, and backward passes from them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.lessons import LESSONS
from app.settings import Settings
from app.store.sql import open_store
from tests.engine.random_graphs import random_document

from .conftest import BASE, Api
from .test_http import the_problem

CHAIN = {
    "name": "Chain rule",
    "nodes": [
        {"id": "f", "op": "mul", "inputs": ["q", "z"], "label": "out"},
        {"id": "q", "op": "add", "inputs": ["x", "y"]},
        {"id": "x", "value": -2},
        {"id": "y", "kind": "parameter", "value": 5, "role": "weight"},
        {"id": "z", "kind": "constant", "value": -4},
    ],
    "layout": {"nodes": {"q": [1, 2]}},
    "meta": {"source": "f = q * z"},
}
TENSORS = {
    "nodes": [
        {"id": "W", "kind": "parameter", "value": [[1, 2], [3, 4]]},
        {"id": "x", "value": [1, -1]},
        {"id": "y", "op": "matmul", "inputs": ["W", "x"]},
        {"id": "s", "op": "softmax", "inputs": ["y"]},
        {"id": "f", "op": "sum", "inputs": ["s"]},
    ]
}
ODD = {
    "nodes": [
        {"id": "x", "value": 0},
        {"id": "l", "op": "log", "inputs": ["x"]},
        {"id": "n", "op": "mul", "inputs": ["l", "x"]},
        {"id": "m", "op": "neg", "inputs": ["x"]},
        {"id": "f", "op": "add", "inputs": ["n", "m"]},
    ]
}


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    opened = Api(Settings(data=str(tmp_path_factory.mktemp("data"))))
    yield opened
    opened.close()


def run_of(api: Api, graph: Any, **inputs: Any) -> dict[str, Any]:
    """Save *graph*, run it, answer the run."""
    saved = api.post("/graphs", graph).json()
    answer = api.post(f"/graphs/{saved['id']}/runs", {"inputs": inputs} if inputs else {})
    assert answer.status_code == 201, answer.text
    run: dict[str, Any] = answer.json()
    assert answer.headers["location"] == f"{BASE}/runs/{run['id']}"
    return run


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}


def test_a_run_keeps_every_value_and_a_copy_of_the_graph(keeping: Api) -> None:
    """Key by key; the copy has the inputs put in, and is read back as it was answered."""
    run = run_of(keeping, CHAIN, x=1, unheard_of=2)
    assert run.keys() == {
        *("id", "graph_id", "graph", "created_at", "expires_at", "output", "seed", "nodes", "warnings")
    }
    assert (run["output"], run["seed"]) == (None, None)
    assert run["graph"] == CHAIN | {
        "nodes": [node | {"value": 1} if node["id"] == "x" else node for node in CHAIN["nodes"]]  # type: ignore[index, operator]
    }
    assert [(row["id"], row["value"], row["gradient"]) for row in run["nodes"]] == [
        ("x", 1, None),
        ("y", 5, None),
        ("q", 6, None),
        ("z", -4, None),
        ("f", -24, None),
    ]
    assert [warning["code"] for warning in run["warnings"]] == ["unused-input"]
    read = keeping.get(f"{BASE}/runs/{run['id']}").json()
    assert read | {"warnings": run["warnings"]} == run
    for row in run["nodes"]:
        assert keeping.get(f"{BASE}/runs/{run['id']}/nodes/{row['id']}").json() == row


@pytest.mark.parametrize("graph", [CHAIN, TENSORS, ODD], ids=["scalars", "tensors", "not finite"])
@pytest.mark.parametrize("detail", ["gradients", "nodes", "trace"])
def test_backward_answers_what_evaluate_answers(keeping: Api, graph: Any, detail: str) -> None:
    """To the last digit and the last word, and GET has the gradients afterwards."""
    run = run_of(keeping, graph)
    answer = keeping.post(f"/runs/{run['id']}/backward", {"detail": detail})
    wanted = keeping.post("/evaluate", {"graph": graph, "detail": detail})
    assert (answer.status_code, answer.json()) == (200, wanted.json())
    read = keeping.get(f"{BASE}/runs/{run['id']}").json()
    whole = keeping.post("/evaluate", {"graph": graph, "detail": "nodes"}).json()
    assert (read["output"], read["seed"], read["nodes"]) == ("f", 1, whole["nodes"])
    for row in whole["nodes"]:
        assert keeping.get(f"{BASE}/runs/{run['id']}/nodes/{row['id']}").json() == row


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_can_be_saved_run_and_differentiated(keeping: Api, slug: str) -> None:
    """With the numbers of `/evaluate`."""
    graph = keeping.get(f"{BASE}/lessons/{slug}").json()["graph"]
    run = run_of(keeping, graph)
    answer = keeping.post(f"/runs/{run['id']}/backward", {}).json()
    assert answer == keeping.post("/evaluate", {"graph": graph}).json()


@pytest.mark.parametrize("tensors", [False, True], ids=["scalars", "tensors"])
def test_random_graphs_too(keeping: Api, tensors: bool) -> None:
    """Twenty of each kind: whichever arithmetic `/evaluate` chose, the stored values lead to the same numbers."""
    for number in range(20):
        graph = random_document(np.random.default_rng([11, number]), 15, tensors=tensors)
        run = run_of(keeping, graph)
        out = by_id(run["nodes"])[graph["outputs"][0]]
        request = {"seed": np.ones(out["shape"]).tolist(), "detail": "nodes"}
        answer = keeping.post(f"/runs/{run['id']}/backward", request).json()
        assert answer == keeping.post("/evaluate", request | {"graph": graph}).json()


def test_output_and_seed(keeping: Api) -> None:
    """Any node, any seed of its shape; the last pass replaces the one before, and adds nothing to it."""
    run = run_of(keeping, TENSORS)
    address = f"{BASE}/runs/{run['id']}"
    for output, seed in (("y", [1, 2]), ("f", 3), ("f", 3), ("s", ["NaN", 0])):
        request = {"output": output, "seed": seed}
        answer = keeping.post(f"/runs/{run['id']}/backward", request)
        assert answer.json() == keeping.post("/evaluate", request | {"graph": TENSORS}).json()
        read = keeping.get(address).json()
        assert (read["output"], read["seed"]) == (output, seed)
        assert read["nodes"] == answer.json()["nodes"]


def test_backward_uses_what_was_stored(keeping: Api) -> None:
    """Numbers that no forward pass gives, put into the store by hand, come through: nothing is computed again."""
    run = run_of(keeping, CHAIN)

    async def change() -> None:
        store = await open_store(keeping.settings.store_file)
        found = await store.run(run["id"])
        assert found is not None
        nodes = found.nodes.replace(b'"value":3.0', b'"value":1000.0')
        assert nodes != found.nodes
        await store.set_gradients(run["id"], nodes, "f", b"1.0")
        await store.close()

    keeping.run(change())
    answer = keeping.post(f"/runs/{run['id']}/backward", {"detail": "nodes"}).json()
    assert answer["values"]["q"] == 1000 and answer["value"] == -12
    edges = {(edge["source"], edge["target"]): edge["local"] for edge in answer["edges"]}
    assert edges[("q", "f")] == -4
    assert keeping.get(f"{BASE}/runs/{run['id']}/nodes/q").json()["value"] == 1000


def test_a_run_is_a_copy(keeping: Api) -> None:
    """Replacing or deleting the graph leaves its runs as they are."""
    saved = keeping.post("/graphs", CHAIN).json()
    run = keeping.post(f"/graphs/{saved['id']}/runs", {}).json()
    headers = {"authorization": f"Bearer {saved['edit_token']}"}
    address = f"{BASE}/graphs/{saved['id']}"
    keeping.request("PUT", address, json=ODD, headers=headers | {"if-match": saved["etag"]})
    assert keeping.get(f"{BASE}/runs/{run['id']}").json()["graph"] == CHAIN
    keeping.request("DELETE", address, headers=headers)
    assert keeping.post(f"/runs/{run['id']}/backward", {"detail": "gradients"}).json()["value"] == -12
    the_problem(keeping.post(f"/graphs/{saved['id']}/runs", {}), 404, "not-found")


def test_inputs_may_be_anything_a_value_may_be(keeping: Api) -> None:
    """Shapes of their own, and numbers that JSON has no word for; the copy says what was run."""
    run = run_of(keeping, ODD, x=["Infinity", "NaN", -0.0, 1e-300])
    x = by_id(run["nodes"])["x"]
    assert (x["shape"], x["value"]) == ([4], ["Infinity", "NaN", 0, 1e-300])
    answer = keeping.post(f"/runs/{run['id']}/backward", {"seed": [1, 1, 1, 1]}).json()
    assert answer == keeping.post("/evaluate", {"graph": run["graph"], "seed": [1, 1, 1, 1]}).json()


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "an op given a value": ({"inputs": {"f": 1}}, "not-a-leaf"),
    "no number": ({"inputs": {"x": "1"}}, "not-a-number"),
    "no number, for nothing": ({"inputs": {"unheard_of": True}}, "not-a-number"),
    "an unknown key": ({"input": {}}, "unknown-key"),
    "no object": ({"inputs": []}, "wrong-type"),
    "shapes that do not fit": ({"inputs": {"x": [1, 2], "y": [1, 2, 3]}}, "shape-mismatch"),
}


@pytest.mark.parametrize(("request_", "code"), BAD.values(), ids=BAD)
def test_runs_that_cannot_be(keeping: Api, request_: dict[str, Any], code: str) -> None:
    """422, in the words of `/evaluate`."""
    saved = keeping.post("/graphs", CHAIN).json()
    the_problem(keeping.post(f"/graphs/{saved['id']}/runs", request_), 422, code)


def test_a_graph_that_is_not_finished_cannot_run(keeping: Api) -> None:
    """It can be saved; it says what it lacks."""
    half = {"nodes": [{"id": "x"}, {"id": "f", "op": "neg", "inputs": ["x"]}]}
    saved = keeping.post("/graphs", half).json()
    error = the_problem(keeping.post(f"/graphs/{saved['id']}/runs", {}), 422, "missing-value")
    assert (error["node"], error["loc"]) == ("x", ["inputs", "x"])
    open_port = {"nodes": [{"id": "f", "op": "neg", "inputs": [None]}]}
    saved = keeping.post("/graphs", open_port).json()
    error = the_problem(keeping.post(f"/graphs/{saved['id']}/runs", {}), 422, "open-port")
    assert error["node"] == "f"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"output": "g"}, "unknown-node"),
        ({"output": "y"}, "seed-required"),
        ({"output": "y", "seed": 1}, "seed-shape"),
        ({"seed": "one"}, "not-a-number"),
        ({"detail": "all"}, "wrong-type"),
        ({"mode": "forward"}, "unknown-key"),
    ],
)
def test_backward_passes_that_cannot_be(keeping: Api, request_: dict[str, Any], code: str) -> None:
    """422, and what was there of the last one stays."""
    run = run_of(keeping, TENSORS)
    keeping.post(f"/runs/{run['id']}/backward", {"detail": "gradients"})
    before = keeping.get(f"{BASE}/runs/{run['id']}").content
    the_problem(keeping.post(f"/runs/{run['id']}/backward", request_), 422, code)
    assert keeping.get(f"{BASE}/runs/{run['id']}").content == before


def test_bodies_that_are_none(keeping: Api) -> None:
    """As everywhere."""
    run = run_of(keeping, CHAIN)
    for path in (f"/graphs/{run['graph_id']}/runs", f"/runs/{run['id']}/backward"):
        the_problem(keeping.post_bytes(path, b"{"), 400, "not-json")
        the_problem(keeping.post_bytes(path, b""), 400, "not-json")
        the_problem(keeping.post_bytes(path, b'{"a": {}}, {"graph": 1'), 400, "not-json")
        the_problem(keeping.request("POST", BASE + path), 415, "unsupported-media-type")
        too_long = keeping.post_bytes(path, b" " * (keeping.settings.body_bytes + 1))
        the_problem(too_long, 413, "body-limit")


def test_a_node_that_is_not_there(keeping: Api) -> None:
    """404, did you mean."""
    run = run_of(keeping, {"nodes": [{"id": "alpha", "value": 1}]})
    error = the_problem(keeping.get(f"{BASE}/runs/{run['id']}/nodes/alpa"), 404, "not-found")
    assert error["hint"] == "Did you mean alpha?"


def test_what_is_large_is_left_to_a_worker(tmp_path: Path) -> None:
    """Running, working backwards, and finding one node; the numbers and the problems are the same."""
    api = Api(Settings(data=str(tmp_path), workers=1))
    nodes: list[dict[str, Any]] = [{"id": "n0", "value": 1.5}]
    nodes += [{"id": f"n{k}", "op": "neg", "inputs": [f"n{k - 1}"]} for k in range(1, 4000)]
    run = run_of(api, {"nodes": nodes}, n0=2.5)
    assert len(api.app.state.desk.pool.processes) == 1
    answer = api.post(f"/runs/{run['id']}/backward", {"detail": "gradients"}).json()
    assert (answer["value"], answer["gradients"]) == (-2.5, {"n0": -1.0})
    node = api.get(f"{BASE}/runs/{run['id']}/nodes/n3998").json()
    assert (node["value"], node["gradient"]) == (2.5, -1.0)
    the_problem(api.get(f"{BASE}/runs/{run['id']}/nodes/n4000"), 404, "not-found")
    the_problem(api.post(f"/runs/{run['id']}/backward", {"output": "n4000"}), 422, "unknown-node")
    the_problem(api.post(f"/graphs/{run['graph_id']}/runs", {"inputs": {"n1": 1}}), 422, "not-a-leaf")
    api.close()


@pytest.fixture
def timed(tmp_path: Path) -> Iterator[tuple[Api, Hand]]:
    """An application whose clock is moved by hand; runs are kept for an hour."""
    hand = Hand()
    settings = Settings(data=str(tmp_path), run_hours=1)
    api = Api(settings, lambda: open_store(settings.store_file, run_s=3600, clock=hand))
    yield api, hand
    api.close()


def test_runs_expire_and_graphs_do_not(timed: tuple[Api, Hand]) -> None:
    """Neither early nor never; a clock that was set back gives a run more time, not less than it was promised."""
    api, hand = timed
    run = run_of(api, CHAIN)
    assert (run["created_at"], run["expires_at"]) == ("2023-11-14T22:13:20.000Z", "2023-11-14T23:13:20.000Z")
    address = f"{BASE}/runs/{run['id']}"
    for later in (3599.9, -86_400, 0):
        hand.now = 1_700_000_000 + later
        assert api.get(address).status_code == 200
    hand.now = 1_700_000_000 + 3600
    the_problem(api.get(address), 404, "not-found")
    the_problem(api.get(f"{address}/nodes/x"), 404, "not-found")
    the_problem(api.post(f"/runs/{run['id']}/backward", {}), 404, "not-found")
    hand.now += 5 * 365 * 86_400
    assert api.get(f"{BASE}/graphs/{run['graph_id']}").status_code == 200


def test_what_has_expired_is_taken_away(timed: tuple[Api, Hand]) -> None:
    """With the next save, from the file too."""
    api, hand = timed
    run = run_of(api, CHAIN)
    assert any(run["id"].encode() in path.read_bytes() for path in api.settings.store_file.parent.iterdir())
    hand.now += 3600
    api.post("/graphs", CHAIN)
    hand.now -= 3600  # were it only hidden, it would be back
    the_problem(api.get(f"{BASE}/runs/{run['id']}"), 404, "not-found")


def test_a_key_lasts_a_day(timed: tuple[Api, Hand]) -> None:
    """Then the same key makes another graph, and the first one stays."""
    api, hand = timed
    key = {"idempotency-key": "k"}
    first = api.post("/graphs", CHAIN, headers=key).json()
    hand.now += 86_399
    assert api.post("/graphs", CHAIN, headers=key).json() == first
    hand.now += 1
    other = api.post("/graphs", ODD, headers=key).json()
    assert other["id"] != first["id"]
    assert api.post("/graphs", ODD, headers=key).json() == other
    assert api.get(f"{BASE}/graphs/{first['id']}").json() == CHAIN


def test_the_event_loop_is_not_held_up(keeping: Api) -> None:
    """While another holds the file's lock a save waits in its own thread, and everybody else is answered."""

    async def meanwhile() -> tuple[list[int], bool, int]:
        other = await open_store(keeping.settings.store_file)
        async with other._writing():
            saving = asyncio.ensure_future(keeping.client.post(f"{BASE}/graphs", json=CHAIN))
            request = {"expression": "x = 2\nf = x*x"}
            asked = [await keeping.client.post(f"{BASE}/evaluate", json=request) for _ in range(20)]
            asked += [await keeping.client.get(f"{BASE}/runs/{run['id']}") for _ in range(5)]
            waits = not saving.done()
        await other.close()
        return [answer.status_code for answer in asked], waits, (await saving).status_code

    run = run_of(keeping, CHAIN)
    assert keeping.run(meanwhile()) == ([200] * 25, True, 201)
