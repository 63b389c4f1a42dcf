"""``POST /check``: the whole answer."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_http import the_problem

CURL: dict[str, Any] = {"expression": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}}
NUDGE = {"source": "q", "target": "f", "index": 0, "step": 0.5}


def ask(api: Api, **request: Any) -> dict[str, Any]:
    answer = api.post("/check", request)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def test_every_leaf_is_measured(api: Api) -> None:
    """Both numbers, the step they were measured with, and how far apart they are."""
    found = ask(api, **CURL)
    assert found.keys() == {"ok", "tolerance", "leaves", "warnings"}
    assert (found["ok"], found["tolerance"], found["warnings"]) == (True, 1e-6, [])
    assert found["leaves"].keys() == {"x", "y", "z"}
    for name, gradient in {"x": -4.0, "y": -4.0, "z": 3.0}.items():
        leaf = found["leaves"][name]
        assert leaf.keys() == {"backward", "measured", "step", "relative_error", "status"}
        assert leaf["backward"] == gradient and leaf["status"] == "ok"
        assert leaf["measured"] == pytest.approx(gradient, rel=1e-8)
        assert 0 < leaf["step"] < 1e-4 and 0 <= leaf["relative_error"] <= 1e-6


def test_a_nudge_moves_one_edge_only(api: Api) -> None:
    """x feeds x*x twice; moving it along one edge shows that edge's share of the gradient."""
    found = ask(
        api, expression="x = 3\nf = x*x", nudge={"source": "x", "target": "f", "index": 1, "step": 0.5}
    )
    assert found["nudge"] == {"before": 9.0, "after": 10.5, "quotient": 3.0, "downstream": 3.0}
    assert found["leaves"]["x"]["backward"] == 6.0


def test_a_drawn_graph_and_a_seed(api: Api) -> None:
    """Tensors are moved number by number; the seed weighs the output."""
    graph = {"nodes": [{"id": "x", "value": [1, 2]}, {"id": "f", "op": "square", "inputs": ["x"]}]}
    leaf = ask(api, graph=graph, seed=[1, 10])["leaves"]["x"]
    assert leaf["backward"] == [2.0, 40.0] and leaf["measured"] == pytest.approx([2.0, 40.0])


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("x = 0\nf = relu(x)", "kink"),
        ("x = 0\nf = log(x)", "not-finite"),
        ("x = 1000\nf = exp(x)", "not-finite"),
    ],
)
def test_where_there_is_no_derivative_there_is_no_mismatch(api: Api, text: str, status: str) -> None:
    """The status says why the numbers need not agree."""
    found = ask(api, expression=text)
    assert (found["ok"], found["leaves"]["x"]["status"]) == (True, status)


def test_an_unused_input_is_a_warning(api: Api) -> None:
    """As in an evaluation."""
    found = ask(api, expression="x = 1\nf = x*x", inputs={"xx": 3})
    assert [(warning["code"], warning["node"]) for warning in found["warnings"]] == [("unused-input", "xx")]


@pytest.mark.parametrize(
    ("change", "code", "loc"),
    [
        ({"source": "nobody"}, "unknown-node", ["nudge", "source"]),
        ({"target": "nobody"}, "unknown-node", ["nudge", "target"]),
        ({"index": 1}, "unknown-edge", ["nudge", "index"]),
        ({"index": -1}, "wrong-type", ["nudge", "index"]),
        ({"index": True}, "wrong-type", ["nudge", "index"]),
        ({"step": 0}, "bad-setting", ["nudge", "step"]),
        ({"step": "Infinity"}, "bad-setting", ["nudge", "step"]),
        ({"source": 1}, "wrong-type", ["nudge", "source"]),
        ({"steps": 1}, "unknown-key", ["nudge", "steps"]),
    ],
)
def test_a_nudge_that_does_not_fit(api: Api, change: dict[str, Any], code: str, loc: list[str]) -> None:
    """422 with its place."""
    assert the_problem(api.post("/check", CURL | {"nudge": NUDGE | change}), 422, code)["loc"] == loc


@pytest.mark.parametrize("key", ["source", "target", "step"])
def test_a_nudge_that_is_not_whole(api: Api, key: str) -> None:
    """Only the index may be left out: it is 0 then."""
    nudge = {name: value for name, value in NUDGE.items() if name != key}
    assert the_problem(api.post("/check", CURL | {"nudge": nudge}), 422, "missing-key")["loc"] == [
        "nudge",
        key,
    ]
    assert ask(api, **CURL, nudge={"source": "q", "target": "f", "step": 1})["nudge"]["after"] == -16.0
