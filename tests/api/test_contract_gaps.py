"""Sentences of the contract that no other test reads over HTTP, each against Python's own answer or a hand count."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api

CHAIN = [
    {"id": "x", "kind": "input", "value": -2},
    {"id": "w", "kind": "parameter", "value": 5},
    {"id": "q", "kind": "op", "op": "add", "inputs": ["x", "w"]},
    {"id": "f", "kind": "op", "op": "mul", "inputs": ["q", "x"]},
]


def evaluated(api: Api, **request: Any) -> dict[str, Any]:
    answer = api.post("/evaluate", request)
    assert answer.status_code == 200, answer.text
    return answer.json()


X, Y, Z = 2.0, 3.0, -1.5


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-2**2", -(2**2)),
        ("2**-1", 2**-1),
        ("2**3**2", 2**3**2),
        ("(-2)**2", (-2) ** 2),
        ("-x**2", -(X**2)),
        ("2**-x**2", 2 ** -(X**2)),
        ("-x**-y", -(X**-Y)),
        ("x - y - z", X - Y - Z),
        ("x - (y - z)", X - (Y - Z)),
        ("x/y/z", X / Y / Z),
        ("x/(y*z)", X / (Y * Z)),
        ("x*-y", X * -Y),
        ("2--3", 2 - -3),
        ("-x*y + z", -X * Y + Z),
        ("x + y < z*2", float(X + Y < Z * 2)),
        ("x - y == -1", float(X - Y == -1)),
    ],
)
def test_what_is_accepted_means_what_it_means_in_python(api: Api, text: str, value: float) -> None:
    answer = evaluated(api, expression=f"x = 2\ny = 3\nz = -1.5\n{text}", detail="gradients")
    assert answer["value"] == value


@pytest.mark.parametrize(
    ("symbol", "op", "less", "same", "more"),
    [
        ("<", "less", 1, 0, 0),
        ("<=", "less_equal", 1, 1, 0),
        (">", "greater", 0, 0, 1),
        (">=", "greater_equal", 0, 1, 1),
        ("==", "equal", 0, 1, 0),
        ("!=", "not_equal", 1, 0, 1),
    ],
)
def test_a_comparison_is_an_op_of_ones_and_zeros(
    api: Api, symbol: str, op: str, less: int, same: int, more: int
) -> None:
    """Its gradient is zero on both sides."""
    answer = evaluated(api, expression=f"x = [1, 2, 3]\ny = 2\nc = x {symbol} y\nf = sum(c)", detail="nodes")
    node = next(node for node in answer["nodes"] if node["id"] == "c")
    assert (node["op"], node["value"]) == (op, [less, same, more])
    assert answer["gradients"] == {"x": [0.0, 0.0, 0.0], "y": 0.0}


def test_nodes_in_any_order_are_told_smallest_position_first(api: Api) -> None:
    answer = evaluated(api, graph={"nodes": CHAIN[::-1]})
    forward = [step["node"] for step in answer["steps"] if step["phase"] == "forward"]
    assert forward == [node["id"] for node in answer["nodes"]] == ["w", "x", "q", "f"]
    assert (answer["output"], answer["value"], answer["gradients"]) == ("f", -6.0, {"w": -2.0, "x": 1.0})


def test_groups_layout_and_meta_change_no_number(api: Api) -> None:
    plain = {"nodes": CHAIN, "outputs": ["f"]}
    dressed = {
        "name": "Dressed",
        **plain,
        "groups": [
            {
                "id": "inner",
                "op": None,
                "attrs": {},
                "label": "I",
                "nodes": ["q"],
                "parent": "g",
                "open": False,
            },
            {"id": "g", "nodes": ["q", "f"]},
        ],
        "layout": {"nodes": {"q": [1, 2.5]}, "edges": {"q>f:0": [[0, 0], [1, 1]]}},
        "meta": {"client": {"anything": [1, None, True]}},
    }
    assert evaluated(api, graph=dressed) == evaluated(api, graph=plain)


def test_a_gradient_is_what_leaves_over_the_edges_plus_the_seed(api: Api) -> None:
    """At every node, the output among them, though the output feeds another node."""
    text = "x = 2\ny = 3\na = x*y\nb = a + x\nc = a*b + a\nd = c*c"
    answer = evaluated(api, expression=text, output="c", seed=0.5)
    for node in answer["nodes"]:
        left = sum(edge["downstream"] for edge in answer["edges"] if edge["source"] == node["id"])
        assert node["gradient"] == left + (0.5 if node["id"] == "c" else 0.0), node["id"]
    assert [(edge["upstream"], edge["downstream"]) for edge in answer["edges"] if edge["target"] == "d"] == [
        (0, 0)
    ] * 2


def test_an_accumulate_step_follows_the_last_contribution_at_once(api: Api) -> None:
    answer = evaluated(api, expression="x = 2\ny = 3\na = x*y\nb = a + x\nc = a*b\nf = c + a")
    backward = [step for step in answer["steps"] if step["phase"] != "forward"]
    order = [step.get("node") or f"{step['source']}>{step['target']}:{step['index']}" for step in backward]
    assert order == [
        *("f", "a>f:1", "c>f:0", "b>c:1", "a>c:0", "x>b:1", "a>b:0", "a"),
        *("y>a:1", "x>a:0", "x"),
    ]
    assert [step["phase"] for step in backward if "node" in step] == ["seed", "accumulate", "accumulate"]


def test_columns_are_counted_in_code_points(api: Api) -> None:
    """Not in bytes and not in halves of surrogate pairs, and the end is inclusive."""
    problem = api.post("/parse", {"expression": "# 😀\nf = x # ü\ng = tahn(f)"}).json()
    error = problem["errors"][0]
    assert error["span"] == {"line": 3, "column": 5, "end_line": 3, "end_column": 8}
    assert error["snippet"] == "g = tahn(f)\n    ^^^^"
    assert error["fix"] == {"span": error["span"], "text": "tanh"}
    late = api.post("/parse", {"expression": "f = y # 😀\ng = f × 2"}).json()["errors"]
    assert [(error["span"]["line"], error["span"]["column"]) for error in late] == [(2, 7)]


def test_a_text_at_the_limit_is_read_whatever_it_is_made_of(api: Api) -> None:
    """Blanks at its end included."""
    for filling in (" ", "\t", "\n", "#"):
        answer = evaluated(api, expression="x = 1" + filling * (262_144 - 5), detail="gradients")
        assert answer["value"] == 1.0


@pytest.mark.parametrize(("path", "key"), [("/expand", "node"), ("/collapse", "group")])
def test_a_name_that_is_not_there_is_not_echoed_whole(api: Api, path: str, key: str) -> None:
    answer = api.post(path, {"graph": {"nodes": CHAIN}, key: "secret" * 1000})
    assert answer.status_code == 422
    assert "secret" * 8 not in answer.text


def test_a_list_with_too_many_dimensions_belongs_to_no_node(api: Api) -> None:
    problem = api.post("/parse", {"expression": "x = " + "[" * 9 + "1" + "]" * 9}).json()
    assert (problem["status"], problem["code"], problem["errors"][0]["node"]) == (
        413,
        "dimension-limit",
        None,
    )
    assert problem["detail"] == "A tensor has 9 dimensions; the limit is 8."
