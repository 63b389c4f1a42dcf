"""``POST /evaluate`` beyond scalars run once in reverse: seeds and tensors, partial graphs, forward mode."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_evaluate import CURL, ask, rows
from .test_http import the_problem

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


@pytest.mark.parametrize(
    ("wrt", "tangents", "counts"),
    [
        ("x", {"x": 1.0, "y": 0.0, "p": 3.0, "w": None, "f": None}, {"forward": 1, "reverse": 0}),
        ("p", {"x": 0.0, "y": 0.0, "p": 1.0, "w": None, "f": None}, {"forward": 0, "reverse": 0}),
        ("w", {"x": 0.0, "y": 0.0, "p": 0.0, "w": None, "f": None}, {"forward": 0, "reverse": 0}),
    ],
)
def test_forward_mode_goes_as_far_as_there_are_values(
    api: Api, wrt: str, tangents: dict[str, Any], counts: dict[str, int]
) -> None:
    """Where a value is missing there is no tangent, and nothing is multiplied; the rest is known."""
    request = {"expression": "x = 2\ny = 3\np = x*y\nf = p + w", "mode": "forward", "wrt": wrt}
    found = ask(api, **request, partial=True, detail="gradients")
    assert (found["tangents"], found["multiplications"], found["value"]) == (tangents, counts, None)


def test_forward_mode_past_an_open_port(api: Api) -> None:
    """A graph that is being drawn, differentiated up to where it is drawn; tensors as well."""
    nodes = [
        {"id": "x", "value": [1, 2]},
        {"id": "y", "op": "square", "inputs": ["x"]},
        {"id": "z", "op": "mul", "inputs": ["y", None]},
    ]
    request = {"graph": {"nodes": nodes}, "mode": "forward", "wrt": "x", "direction": [1, 0], "output": "y"}
    found = ask(api, **request, seed=[1, 1], partial=True, detail="gradients")
    assert found["tangents"] == {"x": [1.0, 0.0], "y": [2.0, 0.0], "z": None}
    assert found["multiplications"] == {"forward": 2, "reverse": 2}
    assert found["gradients"] == {"x": [2.0, 4.0]}


def test_a_direction_for_a_node_without_a_value_is_numbers_all_the_same(api: Api) -> None:
    """It has no shape to be held against."""
    request = {"expression": "f = x * x", "mode": "forward", "wrt": "x", "partial": True}
    assert ask(api, **request, direction=[1, 2])["tangents"] == {"x": None, "f": None}
    answer = api.post("/evaluate", request | {"direction": ["one"]})
    assert the_problem(answer, 422, "not-a-number")["loc"] == ["direction"]
