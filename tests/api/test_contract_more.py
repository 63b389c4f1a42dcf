"""What a client may rely on and no other test reads whole: odd but legal requests, round trips, the edges of limits."""

from __future__ import annotations

import math
from typing import Any

import pytest

from app.engine.op import Op
from app.engine.ops import REGISTRY

from .conftest import Api
from .test_http import the_problem

COMPOSITES = [op for op in REGISTRY.values() if op.primitives is not None]


def ask(api: Api, path: str, **request: Any) -> dict[str, Any]:
    answer = api.post(path, request)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()  # type: ignore[no-any-return]  # JSON


# ---------------------------------------------------------------------------------------------------------- the batch

ROWS = {"expression": "x = 1\nw = 2\nq = x*w\nf = q + x", "columns": {"x": [1, 2]}, "inputs": {"w": 3}}


@pytest.mark.parametrize(
    ("nodes", "extra"),
    [
        ([], {}),
        (["q", "q"], {"q": [3.0, 6.0]}),
        (["x", "q", "x"], {"x": [1.0, 2.0], "q": [3.0, 6.0]}),
        (["f", "f"], {}),
    ],
)
def test_a_batch_answers_each_node_asked_for_once(api: Api, nodes: list[str], extra: dict[str, Any]) -> None:
    """The output is there whether asked for or not, and first."""
    found = ask(api, "/evaluate/batch", **ROWS, nodes=nodes)
    assert found == {
        "output": "f",
        "rows": 2,
        "values": {"f": [4.0, 8.0], **extra},
        "gradients": {"x": [4.0, 4.0], "w": [1.0, 2.0]},
        "warnings": [],
    }
    assert next(iter(found["values"])) == "f"
    if not nodes:
        assert found == ask(api, "/evaluate/batch", **ROWS)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b'{"expression": "f = x", "columns": {"x": [1]}, "columns": {"x": [2]}}', "columns"),
        (b'{"expression": "f = x", "columns": {"x": [1], "x": [1]}}', "x"),
        (b'{"expression": "f = x", "columns": {"x": [1]}, "nodes": [], "nodes": []}', "nodes"),
        (b'{"expression": "f = x", "columns": {"x": [1]}, "n\\u006fdes": [], "nodes": []}', "nodes"),
        (b'{"expression": "f = x # \\u003a", "columns": {"x": [1], "x": [1]}}', "x"),
    ],
    ids=["at the top", "inside", "the same twice", "escaped", "beside an escaped colon"],
)
def test_a_key_said_twice_is_not_json(api: Api, body: bytes, key: str) -> None:
    """Which of the two counts is not for the server to guess."""
    error = the_problem(api.post_bytes("/evaluate/batch", body), 400, "not-json")
    assert error == {
        "loc": [],
        "code": "not-json",
        "message": f"The key {key} stands twice in one object.",
        "hint": "Say each key once.",
        "node": None,
        "span": None,
        "snippet": None,
    }


# -------------------------------------------------------------------------------------------------- modes and formats

FAN = "x = 2\ny = 3\np = x*y\nf = p + x"


@pytest.mark.parametrize("detail", ["gradients", "nodes", "trace"])
def test_forward_mode_of_a_whole_graph_is_the_same_partial_or_not(api: Api, detail: str) -> None:
    request = {"expression": FAN, "mode": "forward", "wrt": "x", "detail": detail}
    found = ask(api, "/evaluate", **request, partial=True)
    assert found == ask(api, "/evaluate", **request)
    reverse = ask(api, "/evaluate", expression=FAN, detail=detail)
    assert found == reverse | {
        "tangents": {"x": 1.0, "y": 0.0, "p": 3.0, "f": 4.0},
        "multiplications": {"forward": 3, "reverse": 4},
    }


def as_columns(rows: list[dict[str, Any]], keys: str) -> dict[str, list[Any]]:
    return {key: [row[key] for row in rows] for key in keys.split()}


def in_columns(objects: dict[str, Any]) -> dict[str, Any]:
    """The answer in objects as the one in columns should be."""
    return objects | {
        "nodes": as_columns(objects["nodes"], "id kind op inputs shape value gradient"),
        "edges": as_columns(objects["edges"], "source target index upstream local downstream"),
    }


def test_a_partial_graph_in_columns_has_null_where_nothing_is_known(api: Api) -> None:
    request = {"expression": "p = x*y\nf = p + x", "inputs": {"x": 2}, "partial": True}
    found = ask(api, "/evaluate", **request, format="columns", detail="nodes")
    assert found == {
        "output": "f",
        "value": None,
        "values": {"x": 2.0, "y": None, "p": None, "f": None},
        "gradients": {},
        "nodes": {
            "id": ["x", "y", "p", "f"],
            "kind": ["input", "input", "op", "op"],
            "op": [None, None, "mul", "add"],
            "inputs": [[], [], ["x", "y"], ["p", "x"]],
            "shape": [[], None, None, None],
            "value": [2.0, None, None, None],
            "gradient": [None] * 4,
        },
        "edges": {
            "source": ["x", "y", "p", "x"],
            "target": ["p", "p", "f", "f"],
            "index": [0, 1, 0, 1],
            "upstream": [None] * 4,
            "local": [None] * 4,
            "downstream": [None] * 4,
        },
        "warnings": [],
    }


@pytest.mark.parametrize(
    "request_",
    [
        {"expression": FAN},
        {"expression": "A = [[1, 2], [3, 4]]\nv = [5, 6]\nf = sum(A @ v + 1)"},
        {"expression": "x = 2\na = x**2\nb = a * w", "output": "a", "partial": True},
        {"expression": "x = 2\na = x**2\nb = a * w", "partial": True},
        {"expression": FAN, "mode": "forward", "wrt": "y"},
    ],
    ids=["scalar", "tensors", "partial", "partial, output unknown", "forward mode"],
)
def test_columns_with_a_trace_are_the_objects_turned(api: Api, request_: dict[str, Any]) -> None:
    """Steps stay objects, the same ones."""
    objects = ask(api, "/evaluate", **request_, detail="trace")
    found = ask(api, "/evaluate", **request_, detail="trace", format="columns")
    assert found == in_columns(objects)
    assert found["steps"] and all(isinstance(step, dict) for step in found["steps"])


# -------------------------------------------------------------------------------------------------- expand, collapse


def example_of(op: Op) -> dict[str, Any]:
    """The first example of *op* as a graph with a scalar output, each operand an input."""
    names = [f"in_{name}" for name in op.operands]
    operands, settings = op.examples[0][: len(names)], op.examples[0][len(names) :]
    attrs = settings[0] if settings else {}
    return {
        "nodes": [
            *(
                {"id": name, "kind": "input", "value": value}
                for name, value in zip(names, operands, strict=True)
            ),
            {"id": "c", "kind": "op", "op": op.name, "inputs": names, "attrs": attrs},
            {"id": "squares", "kind": "op", "op": "mul", "inputs": ["c", "c"]},
            {"id": "f", "kind": "op", "op": "sum", "inputs": ["squares"]},
        ],
        "outputs": ["f"],
    }


@pytest.mark.parametrize("op", COMPOSITES, ids=lambda op: op.name)
def test_every_composite_opens_and_closes_again(api: Api, op: Op) -> None:
    """Open, it has the same value and gradients; closed, it is the graph it was."""
    graph = example_of(op)
    opened = ask(api, "/expand", graph=graph, node="c")
    assert set(opened) == {"graph", "group"}
    assert (opened["group"]["id"], opened["group"]["op"]) == ("c", op.name)
    assert opened["graph"]["groups"] == [opened["group"]]
    ids = [node["id"] for node in opened["graph"]["nodes"]]
    assert set(opened["group"]["nodes"]) == set(ids) - {node["id"] for node in graph["nodes"]} | {"c"}
    before = ask(api, "/evaluate", graph=graph, detail="gradients")
    after = ask(api, "/evaluate", graph=opened["graph"], detail="gradients")
    assert math.isfinite(before["value"])
    assert after["value"] == pytest.approx(before["value"], rel=1e-9, abs=1e-9)
    assert after["gradients"].keys() == before["gradients"].keys()
    for name, gradient in before["gradients"].items():
        assert flat(after["gradients"][name]) == pytest.approx(flat(gradient), rel=1e-9, abs=1e-9), name

    closed = ask(api, "/collapse", **opened)
    assert closed == ask(api, "/collapse", graph=opened["graph"], group="c")
    assert plain(closed["graph"]) == plain(graph)
    assert {key: closed["graph"][key] for key in ("outputs", "groups", "layout", "meta")} == {
        "outputs": ["f"],
        "groups": [],
        "layout": {},
        "meta": {},
    }
    assert ask(api, "/expand", graph=closed["graph"], node="c") == opened
    assert ask(api, "/evaluate", graph=closed["graph"]) == ask(api, "/evaluate", graph=graph)


def flat(value: Any) -> list[float]:
    return [number for part in value for number in flat(part)] if isinstance(value, list) else [value]


def plain(graph: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The nodes of *graph*, keys left out being their defaults."""
    return [
        (
            node["id"],
            node["kind"],
            node.get("op"),
            node.get("inputs"),
            node.get("attrs") or {},
            node.get("value"),
        )
        for node in graph["nodes"]
    ]


# -------------------------------------------------------------------------------------------------------------- check


@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("sin(x*1e6)", 1.0, 1e6 * math.cos(1e6)),
        ("cos(x)", 100.0, -math.sin(100)),
        ("(x + 1e10) - 1e10", 1.0, 1.0),
        ("sigmoid(x)", 30.0, math.exp(-30) / (1 + math.exp(-30)) ** 2),
        ("sigmoid(x)", -30.0, math.exp(-30) / (1 + math.exp(-30)) ** 2),
        ("tanh(x)", 0.0, 1.0),
        ("tanh(x)", 3.0, 1 / math.cosh(3) ** 2),
        ("softplus(x)", -20.0, 1 / (1 + math.exp(20))),
        ("exp(x)", 1.0, math.e),
        ("exp(x)", 100.0, math.exp(100)),
        ("exp(x)", -100.0, math.exp(-100)),
        ("log(x)", 1.0, 1.0),
        ("log(x)", 1e-6, 1e6),
        ("log(x)", 1e6, 1e-6),
        ("sqrt(x)", 1e-4, 50.0),
        ("1/x", 1e-3, -1e6),
        ("x**3", 0.0, 0.0),
        ("x**10", 10.0, 1e10),
        ("x*0", 5.0, 0.0),
        ("x", 1e300, 1.0),
        ("x", 0.0, 1.0),
    ],
)
def test_the_check_of_a_smooth_function_agrees(api: Api, text: str, x: float, slope: float) -> None:
    """Wherever it is taken: steep, flat, or far from zero; the slope is the one of the book."""
    found = ask(api, "/check", expression=f"f = {text} + 0", inputs={"x": x})
    leaf = found["leaves"]["x"]
    assert found == {"ok": True, "tolerance": 1e-6, "leaves": {"x": leaf}, "warnings": []}
    assert leaf.keys() == {"backward", "measured", "step", "relative_error", "status"}
    assert leaf["status"] == "ok"
    assert 0 <= leaf["relative_error"] <= found["tolerance"]
    assert leaf["backward"] == pytest.approx(slope, rel=1e-9, abs=1e-300)
    assert leaf["measured"] == pytest.approx(slope, rel=1e-5, abs=1e-9)
    assert leaf["step"] > 0


# -------------------------------------------------------------------------------------------------------------- names


def test_two_nodes_that_print_alike_have_symbols_of_their_own(api: Api) -> None:
    """Both are -x; each is one v in every step, and no step calls it by the other's."""
    found = ask(api, "/evaluate", expression="f = (-x)**2 + 2**-x", inputs={"x": 2})
    assert (found["value"], found["gradients"]["x"]) == (4.25, pytest.approx(4 - math.log(2) / 4, rel=1e-15))
    latex = {
        step.get("node") or f"{step['source']}>{step['target']}": (step["latex"], step["text"])
        for step in found["steps"]
        if step["phase"] in ("forward", "edge")
    }
    assert latex["_neg1"] == (r"\val{v_{1}} = -\val{x}", "v1 is minus x: minus 2.")
    assert latex["_neg2"] == (r"\val{v_{2}} = -\val{x}", "v2 is minus x: minus 2.")
    assert latex["_pow1"][0] == r"\val{v_{1}}^{\val{2}}"
    assert latex["_pow2"][0] == r"\val{2}^{\val{v_{2}}}"
    assert latex["f"][0] == r"\val{f} = \val{v_{1}^{2}} + \val{2^{v_{2}}}"
    for name, own, other in (
        ("x>_neg1", "v_{1}", "v_{2}"),
        ("_neg1>_pow1", "v_{1}", "v_{2}"),
        ("x>_neg2", "v_{2}", "v_{1}"),
        ("_neg2>_pow2", "v_{2}", "v_{1}"),
    ):
        assert own in latex[name][0] and other not in latex[name][0], name
        assert f"{own[0]}{own[3]}" in latex[name][1] and f"{other[0]}{other[3]}" not in latex[name][1], name
    (sum_,) = (step for step in found["steps"] if step["phase"] == "accumulate")
    assert sum_["latex"] == (
        r"\down{\frac{df}{dx}} = \down{\left.\frac{df}{dx}\right|_{v_{2}}} + \down{\left.\frac{df}{dx}\right|_{v_{1}}}"
    )


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("x1 = 2\nx_1 = 3\nf = x1*x_1", 0),
        ("x11 = 1\nx1_1 = 2\nx_11 = 3\nf = x11*x1_1*x_11", 0),
        ("x = 2\nf = (-x)**2 + 2**-x + (-x)*3", 3),
        ("x = 2\nf = sin(x)*exp(sin(x))*cos(sin(x))", 3),
        ("v1 = 2\nf = (-v1)**2 + 2**-v1", 2),
        ("v_2 = 2\nf = (-v_2)**2 + 2**-v_2", 2),
    ],
)
def test_no_symbol_stands_for_two_nodes(api: Api, text: str, unnamed: int) -> None:
    """Neither in LaTeX nor in words, whether the names are the reader's or made up."""
    found = ask(api, "/evaluate", expression=text)
    forward = {step["node"]: step for step in found["steps"] if step["phase"] == "forward"}
    leaves = [node["id"] for node in found["nodes"] if node["kind"] == "input"]
    made_up = [name for name in forward if name.startswith(("_neg", "_sin"))]
    assert len(made_up) == unnamed
    named = [*leaves, *made_up, "f"]
    symbols = [forward[name]["latex"].partition(" = ")[0] for name in named]
    words = [forward[name]["text"].partition(" is ")[0] for name in named]
    assert len(set(symbols)) == len(set(words)) == len(named)
