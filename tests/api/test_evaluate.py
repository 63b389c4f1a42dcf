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


# ------------------------------------------------------------------------------------------------- seeds and tensors


def test_the_seed_enters_at_the_output(api: Api) -> None:
    """Gradients are linear in it."""
    assert ask(api, **CURL, seed=-0.5)["gradients"] == {"x": 2.0, "y": 2.0, "z": -1.5}


def test_a_tensor_output_needs_a_seed_of_its_shape(api: Api) -> None:
    """The product of a matrix: gradient A^T seed."""
    text, inputs = "f = A @ x", {"A": [[1, 2], [3, 4]], "x": [5, 6]}
    found = ask(api, expression=text, inputs=inputs, seed=[1, 10], detail="gradients")
    assert found == {
        "output": "f",
        "value": [17.0, 39.0],
        "values": {"A": [[1.0, 2.0], [3.0, 4.0]], "x": [5.0, 6.0], "f": [17.0, 39.0]},
        "gradients": {"A": [[5.0, 6.0], [50.0, 60.0]], "x": [31.0, 42.0]},
        "warnings": [],
    }
    error = the_problem(api.post("/evaluate", {"expression": text, "inputs": inputs}), 422, "seed-required")
    assert (error["node"], error["loc"]) == ("f", ["seed"])
    for seed in (1, [1, 2, 3], [[1, 2]]):
        request = {"expression": text, "inputs": inputs, "seed": seed}
        error = the_problem(api.post("/evaluate", request), 422, "seed-shape")
        assert error["loc"] == ["seed"]


def test_broadcasting_names_the_axes_it_summed(api: Api) -> None:
    """Local gradients have the output's shape, downstream the source's."""
    found = ask(
        api, expression="f = sum(W + b)", inputs={"W": [[1, 2], [3, 4]], "b": [10, 20]}, detail="nodes"
    )
    wide = found["edges"][1]
    assert wide == {
        "source": "b",
        "target": "_add1",
        "index": 1,
        "upstream": [[1.0, 1.0], [1.0, 1.0]],
        "local": [[1.0, 1.0], [1.0, 1.0]],
        "downstream": [2.0, 2.0],
        "summed_axes": [0],
    }
    assert "summed_axes" not in found["edges"][0]
    assert rows(found, "nodes", "id", "shape") == [("W", [2, 2]), ("b", [2]), ("_add1", [2, 2]), ("f", [])]


def test_a_matrix_of_partials_is_written_out_while_it_is_small(api: Api) -> None:
    """Shape output.shape + input.shape."""
    found = ask(api, expression="f = A @ x", inputs={"A": [[1, 2]], "x": [3, 4]}, seed=[1], detail="nodes")
    assert [edge["local"] for edge in found["edges"]] == [
        {"kind": "jacobian", "value": [[[3.0, 4.0]]]},
        {"kind": "jacobian", "value": [[1.0, 2.0]]},
    ]


def test_a_matrix_of_partials_past_4096_entries_is_named(api: Api) -> None:
    """At the limit it is written out, one past it is an operator."""
    at = ask(api, expression="f = sum(x)", inputs={"x": [0] * 4096}, detail="nodes")
    past = ask(api, expression="f = sum(x)", inputs={"x": [0] * 4097}, detail="nodes")
    assert at["edges"][0]["local"] == {"kind": "jacobian", "value": [1.0] * 4096}
    local = past["edges"][0]["local"]
    assert local.keys() == {"kind", "formula"} and local["kind"] == "operator" and local["formula"]


# ----------------------------------------------------------------------------------------------------- partial graphs


def test_a_partial_graph_is_evaluated_as_far_as_it_goes(api: Api) -> None:
    """Open ports and missing values: null, and where it is missing; the rest has its numbers."""
    nodes = [
        {"id": "x", "value": 2},
        {"id": "w"},
        {"id": "a", "op": "square", "inputs": ["x"]},
        {"id": "b", "op": "mul", "inputs": ["a", "w"]},
        {"id": "f", "op": "add", "inputs": ["b", None]},
    ]
    found = ask(api, graph={"nodes": nodes}, partial=True)
    assert (found["output"], found["value"], found["gradients"]) == ("f", None, {})
    assert found["values"] == {"x": 2.0, "w": None, "a": 4.0, "b": None, "f": None}
    by_id = {row["id"]: row for row in found["nodes"]}
    assert (by_id["f"]["inputs"], by_id["f"]["shape"]) == (["b", None], None)
    assert by_id["w"]["missing"] == [{"node": "w"}]
    assert by_id["b"]["missing"] == [{"node": "w"}]
    assert {"node": "f", "index": 1} in by_id["f"]["missing"] and {"node": "w"} in by_id["f"]["missing"]
    assert "missing" not in by_id["a"]
    assert rows(found, "edges", "source", "target", "index", "upstream", "local", "downstream") == [
        ("x", "a", 0, None, None, None),
        ("a", "b", 0, None, None, None),
        ("w", "b", 1, None, None, None),
        ("b", "f", 0, None, None, None),
    ]
    columns = ask(api, graph={"nodes": nodes}, partial=True, format="columns")
    assert columns["edges"]["source"] == ["x", "a", "w", "b"]
    assert columns["nodes"]["value"] == [2.0, None, 4.0, None, None]


def test_a_partial_graph_whose_output_is_known_has_gradients(api: Api) -> None:
    """Only what is missing is missing."""
    found = ask(api, expression="x = 2\na = x**2\nb = a * w", output="a", partial=True)
    assert (found["value"], found["gradients"]["x"]) == (4.0, 4.0)


def test_a_whole_graph_is_the_same_partial_or_not(api: Api) -> None:
    """Partial allows; it changes nothing that is there."""
    assert ask(api, **CURL, partial=True) == ask(api, **CURL)


def test_an_open_port_is_an_error_otherwise(api: Api) -> None:
    """It names the node and the operand."""
    nodes = [{"id": "x", "value": 2}, {"id": "f", "op": "div", "inputs": ["x", None]}]
    error = the_problem(api.post("/evaluate", {"graph": {"nodes": nodes}}), 422, "open-port")
    assert (error["node"], error["message"]) == ("f", "The input y of f is not connected.")


# ------------------------------------------------------------------------------------------------------- forward mode


def test_forward_mode_adds_tangents_and_what_both_modes_cost(api: Api) -> None:
    """Two paths from x; everything else of the answer stays."""
    text = "x = 2\ny = 3\nq = x * y\nf = q + x"
    found = ask(api, expression=text, mode="forward", wrt="x")
    assert found["tangents"] == {"x": 1.0, "y": 0.0, "q": 3.0, "f": 4.0}
    assert found["multiplications"].keys() == {"forward", "reverse"}
    assert all(type(count) is int and count >= 0 for count in found["multiplications"].values())
    plain = ask(api, expression=text)
    assert {key: found[key] for key in plain} == plain


def test_forward_mode_by_a_tensor_needs_a_direction(api: Api) -> None:
    """Of its shape: the tangent is the Jacobian times it."""
    request: dict[str, Any] = {
        "expression": "x = [1, 2]\nf = sum(x * x)",
        "mode": "forward",
        "wrt": "x",
        "detail": "gradients",
    }
    found = ask(api, **request, direction=[1, 10])
    assert found["tangents"]["f"] == 42.0
    the_problem(api.post("/evaluate", request), 422, "direction-required")
    for direction in (1, [1], [[1, 2]]):
        the_problem(api.post("/evaluate", request | {"direction": direction}), 422, "direction-shape")


def test_forward_mode_names_what_it_differentiates_by(api: Api) -> None:
    """Without wrt, or with one that is not there, 422; in reverse mode wrt is refused."""
    the_problem(api.post("/evaluate", CURL | {"mode": "forward"}), 422, "wrt-required")
    the_problem(api.post("/evaluate", CURL | {"mode": "forward", "wrt": "xx"}), 422, "unknown-node")
    error = the_problem(api.post("/evaluate", CURL | {"wrt": "x"}), 422, "unknown-key")
    assert error["hint"] == 'Add "mode": "forward".'
