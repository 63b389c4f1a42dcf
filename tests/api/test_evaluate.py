"""``POST /evaluate``: the whole answer, in every detail, format and mode."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_http import the_problem

CURL = {"expression": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}}
NODES = [
    {"id": "x", "kind": "input", "op": None, "inputs": [], "shape": [], "value": -2.0, "gradient": -4.0},
    {"id": "y", "kind": "input", "op": None, "inputs": [], "shape": [], "value": 5.0, "gradient": -4.0},
    {"id": "q", "kind": "op", "op": "add", "inputs": ["x", "y"], "shape": [], "value": 3.0, "gradient": -4.0},
    {"id": "z", "kind": "input", "op": None, "inputs": [], "shape": [], "value": -4.0, "gradient": 3.0},
    {
        "id": "f",
        "kind": "op",
        "op": "mul",
        "inputs": ["q", "z"],
        "shape": [],
        "value": -12.0,
        "gradient": 1.0,
    },
]
EDGES = [
    {"source": "x", "target": "q", "index": 0, "upstream": -4.0, "local": 1.0, "downstream": -4.0},
    {"source": "y", "target": "q", "index": 1, "upstream": -4.0, "local": 1.0, "downstream": -4.0},
    {"source": "q", "target": "f", "index": 0, "upstream": 1.0, "local": -4.0, "downstream": -4.0},
    {"source": "z", "target": "f", "index": 1, "upstream": 1.0, "local": 3.0, "downstream": 3.0},
]
GRADIENTS = {
    "output": "f",
    "value": -12.0,
    "values": {"x": -2.0, "y": 5.0, "q": 3.0, "z": -4.0, "f": -12.0},
    "gradients": {"x": -4.0, "y": -4.0, "z": 3.0},
    "warnings": [],
}


def ask(api: Api, **request: Any) -> dict[str, Any]:
    """The answer to a request that must succeed."""
    answer = api.post("/evaluate", request)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json"), answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def rows(found: dict[str, Any], table: str, *keys: str) -> list[tuple[Any, ...]]:
    """Some columns of a table of objects."""
    return [tuple(row[key] for key in keys) for row in found[table]]


# -------------------------------------------------------------------------------------------- the answer, as a whole


def test_the_example_of_the_readme(api: Api) -> None:
    """Everything but the words of the steps, to the last key; and the steps in the order df/df, dz, dq, dy, dx."""
    found = ask(api, **CURL)
    steps = found.pop("steps")
    assert found == GRADIENTS | {"nodes": NODES, "edges": EDGES}

    told = [
        (step["phase"], step.get("node") or (step["source"], step["target"], step["index"])) for step in steps
    ]
    assert told == [
        *[("forward", name) for name in ("x", "y", "q", "z", "f")],
        ("seed", "f"),
        ("edge", ("z", "f", 1)),
        ("edge", ("q", "f", 0)),
        ("edge", ("y", "q", 1)),
        ("edge", ("x", "q", 0)),
    ]


def test_a_step_has_its_numbers_its_equation_and_its_sentence(api: Api) -> None:
    """Factors name the node or edge they belong to and are the numbers of the tables."""
    steps = ask(api, **CURL)["steps"]
    forward, edge = steps[4], steps[7]
    assert forward == {
        "phase": "forward",
        "node": "f",
        "factors": [
            {"role": "value", "node": "q", "value": 3.0},
            {"role": "value", "node": "z", "value": -4.0},
            {"role": "value", "node": "f", "value": -12.0},
        ],
        "latex": r"\val{f} = \val{q} \val{z}",
        "numbers": r"\val{-12} = \val{3} \cdot (\val{-4})",
        "text": "f is q times z: 3 times minus 4 is minus 12.",
    }
    name = {"source": "q", "target": "f", "index": 0}
    assert {key: edge[key] for key in ("phase", *name)} == {"phase": "edge"} | name
    assert edge["factors"] == [
        {"role": "upstream", "node": "f", "value": 1.0},
        {"role": "local", "edge": name, "value": -4.0},
        {"role": "downstream", "edge": name, "value": -4.0},
    ]
    for step in steps:
        assert step.keys() - {"node", "source", "target", "index"} == {
            "phase",
            "factors",
            "latex",
            "numbers",
            "text",
        }
        assert step["text"].endswith(".") and step["latex"] and step["numbers"]


def test_a_sum_at_a_fan_out_is_a_step_of_its_own(api: Api) -> None:
    """Right after the edge that brings the last contribution; over edges, so x*x brings two."""
    found = ask(api, expression="x = 3\nf = x*x + x")
    told = [(step["phase"], step.get("node", step.get("target"))) for step in found["steps"]]
    assert told[-5:] == [
        ("edge", "f"),
        ("edge", "f"),
        ("edge", "_mul1"),
        ("edge", "_mul1"),
        ("accumulate", "x"),
    ]
    by_edge = [factor["value"] for factor in found["steps"][-1]["factors"] if "edge" in factor]
    assert sorted(by_edge) == [1.0, 3.0, 3.0]
    assert found["gradients"] == {"x": 7.0}


@pytest.mark.parametrize(
    ("detail", "extra"),
    [
        ("gradients", set()),
        ("nodes", {"nodes", "edges"}),
        ("trace", {"nodes", "edges", "steps"}),
    ],
)
def test_detail_says_how_much_is_told(api: Api, detail: str, extra: set[str]) -> None:
    """And the numbers are the same."""
    found = ask(api, **CURL, detail=detail)
    assert found.keys() - GRADIENTS.keys() == extra
    assert {key: found[key] for key in GRADIENTS} == GRADIENTS


@pytest.mark.parametrize(
    "text", ["x = 3\nf = x*x*x + x", "q = x + y\nf = q * z", "W = [[1, 2], [3, 4]]\nf = sum(W @ [1, -1])"]
)
def test_steps_says_which_of_them_are_told(api: Api, text: str) -> None:
    """By their places in the whole trace, in its order, each once; nothing else of the answer changes."""
    given = {"expression": text, "inputs": CURL["inputs"] if "q" in text else {}}
    whole = ask(api, **given)
    told, last = whole["steps"], len(whole["steps"]) - 1
    for wanted in (
        [],
        [0],
        [last],
        [last, 0, last],
        list(range(last + 1)),
        *([place] for place in range(last)),
    ):
        found = ask(api, **given, steps=wanted)
        assert found == whole | {"steps": [told[place] for place in sorted(set(wanted))]}


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"steps": [99]}, "wrong-type"),
        ({"steps": [-1]}, "wrong-type"),
        ({"steps": [True]}, "wrong-type"),
        ({"steps": "0"}, "wrong-type"),
        ({"steps": None}, "wrong-type"),
        ({"steps": [0], "detail": "nodes"}, "unknown-key"),
    ],
)
def test_steps_that_are_not_there_are_refused(api: Api, wanted: dict[str, Any], code: str) -> None:
    """A place past the end, below 0, or none; and without the trace there are none."""
    answer = api.post("/evaluate", {**CURL, **wanted})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["loc"][0] == "steps"


def test_columns_are_the_tables_turned(api: Api) -> None:
    """The same entries in the same order; steps stay objects."""
    found = ask(api, **CURL, format="columns")
    assert found["nodes"] == {key: [row[key] for row in NODES] for key in NODES[0]}
    assert found["edges"] == {key: [row[key] for row in EDGES] for key in EDGES[0]}
    assert found["steps"] == ask(api, **CURL)["steps"]
    assert ask(api, **CURL, format="columns", detail="gradients") == GRADIENTS


def test_a_drawn_graph_says_the_same_as_a_typed_one(api: Api) -> None:
    """Nodes in any order, kinds left out; captions come back on their node."""
    drawn = {
        "nodes": [
            {"id": "f", "op": "mul", "inputs": ["q", "z"], "label": "loss"},
            {"id": "z", "value": -4},
            {"id": "q", "op": "add", "inputs": ["x", "y"], "attrs": {}},
            {"id": "x", "value": 99},
            {"id": "y", "value": 5, "role": "weight", "kind": "parameter"},
        ],
        "meta": {"colour": 3},
    }
    found = ask(api, graph=drawn, inputs={"x": -2})
    assert {row["id"]: row for row in found["nodes"]} == {row["id"]: row for row in NODES} | {
        "f": NODES[4] | {"label": "loss"},
        "y": NODES[1] | {"kind": "parameter", "role": "weight"},
    }
    assert found["gradients"] == GRADIENTS["gradients"]
    # Kahn's order, smallest position first: z, x, y are 1, 3, 4, then q, then f.
    assert [row["id"] for row in found["nodes"]] == ["z", "x", "y", "q", "f"]


def test_settings_come_back_with_defaults_left_out(api: Api) -> None:
    """As in the graph document."""
    found = ask(api, expression="x = -1\nf = leaky_relu(x, 0.1) + leaky_relu(x, 0.01)", detail="nodes")
    assert [row.get("attrs") for row in found["nodes"]] == [None, {"slope": 0.1}, None, None]


# ------------------------------------------------------------------------------------------------- inputs and kinds


def test_inputs_override_the_values_of_leaves(api: Api) -> None:
    """Of any kind, constants too."""
    text = "x = 1\nw: parameter = 2\nc: constant = 3\nf = x*w*c"
    found = ask(api, expression=text, inputs={"x": 5, "c": 10})
    assert (found["value"], found["gradients"]) == (100.0, {"x": 20.0, "w": 50.0})


def test_parameters_marks_names_as_parameters(api: Api) -> None:
    """Kinds change, numbers do not."""
    found = ask(api, **CURL, parameters=["y"], detail="nodes")
    assert rows(found, "nodes", "id", "kind") == [
        ("x", "input"), ("y", "parameter"), ("q", "op"), ("z", "input"), ("f", "op"),
    ]  # fmt: skip
    assert found["gradients"] == GRADIENTS["gradients"]


def test_naming_nothing_is_a_warning(api: Api) -> None:
    """The numbers are there all the same."""
    found = ask(api, expression="x1 = 2\nf = x1 * 3", inputs={"x2": 1})
    assert found["value"] == 6.0
    assert found["warnings"] == [
        {
            "code": "unused-input",
            "node": "x2",
            "phase": "forward",
            "message": "inputs names x2, which is no node of the graph. Did you mean x1?",
        }
    ]


def test_no_gradient_flows_to_a_constant(api: Api) -> None:
    """Nor to an op of constants only; their edges have upstream or not, but no local and no downstream."""
    found = ask(api, expression="x = 2\nk = 3 * 4\nf = x * k")
    assert found["gradients"] == {"x": 12.0}
    assert rows(found, "nodes", "id", "kind", "value", "gradient") == [
        ("x", "input", 2.0, 12.0),
        ("_c1", "constant", 3.0, None),
        ("_c2", "constant", 4.0, None),
        ("k", "op", 12.0, None),
        ("f", "op", 24.0, 1.0),
    ]
    assert rows(found, "edges", "source", "target", "local", "downstream") == [
        ("_c1", "k", None, None),
        ("_c2", "k", None, None),
        ("x", "f", 12.0, 12.0),
        ("k", "f", None, None),
    ]
    assert [(s["source"], s["target"]) for s in found["steps"] if s["phase"] == "edge"] == [("x", "f")]


def test_what_the_output_does_not_depend_on_has_zeros(api: Api) -> None:
    """Off every path: gradient 0, upstream and downstream 0, local as computed."""
    found = ask(api, expression="x = 2\ny = 5\ng = y * y\nf = x + 1", output="f", detail="nodes")
    assert found["gradients"] == {"x": 1.0, "y": 0.0}
    assert rows(found, "edges", "source", "target", "index", "upstream", "local", "downstream")[:2] == [
        ("y", "g", 0, 0.0, 5.0, 0.0),
        ("y", "g", 1, 0.0, 5.0, 0.0),
    ]


# ----------------------------------------------------------------------------------------------------------- outputs


def test_the_output_is_the_last_statement(api: Api) -> None:
    """Even where others are sinks too."""
    assert ask(api, expression="x = 2\na = x + 1\nb = x * 5")["output"] == "b"


@pytest.mark.parametrize(("outputs", "output"), [(["q"], "q"), ([], "f"), (None, "f")])
def test_a_drawn_graph_has_its_only_output_or_its_only_sink(
    api: Api, outputs: list[str] | None, output: str
) -> None:
    """Outputs that are named win over sinks."""
    nodes = [
        {"id": "x", "value": 2},
        {"id": "q", "op": "neg", "inputs": ["x"]},
        {"id": "f", "op": "neg", "inputs": ["q"]},
    ]
    assert ask(api, graph={"nodes": nodes, "outputs": outputs})["output"] == output


def test_several_outputs_are_listed(api: Api) -> None:
    """422, and the hint shows how to choose."""
    nodes = [
        {"id": "x", "value": 2},
        {"id": "a", "op": "neg", "inputs": ["x"]},
        {"id": "b", "op": "exp", "inputs": ["x"]},
    ]
    error = the_problem(api.post("/evaluate", {"graph": {"nodes": nodes}}), 422, "output-ambiguous")
    assert error["message"] == "Several nodes could be the output: a and b."
    assert (error["hint"], error["loc"]) == ('Say which one to differentiate: "output": "b".', ["output"])


def test_a_leaf_may_be_the_output(api: Api) -> None:
    """Its gradient is the seed, and nothing else has any."""
    found = ask(api, expression="x = 2\ny = 3\nf = x * y", output="x", seed=5)
    assert (found["value"], found["gradients"]) == (2.0, {"x": 5.0, "y": 0.0})
    assert [step["phase"] for step in found["steps"]] == ["forward"] * 3 + ["seed"]


def test_an_output_that_is_not_there(api: Api) -> None:
    """Did you mean."""
    error = the_problem(api.post("/evaluate", CURL | {"output": "g1"}), 422, "unknown-node")
    assert error["loc"] == ["output"]
