"""``POST /evaluate/batch``: the whole answer."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_http import the_problem

ROWS: dict[str, Any] = {"expression": "q = x * w\nf = q**2", "columns": {"x": [1, 2]}, "inputs": {"w": 3}}


def ask(api: Api, **request: Any) -> dict[str, Any]:
    answer = api.post("/evaluate/batch", request)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def test_values_and_gradients_are_per_row(api: Api) -> None:
    """Those of inputs too, never summed; the output and the nodes asked for have values."""
    assert ask(api, **ROWS, nodes=["q"]) == {
        "output": "f",
        "rows": 2,
        "values": {"f": [9.0, 36.0], "q": [3.0, 6.0]},
        "gradients": {"x": [18.0, 36.0], "w": [6.0, 24.0]},
        "warnings": [],
    }


def test_a_row_says_what_an_evaluation_says(api: Api) -> None:
    """Row by row, to the last digit."""
    text = "z = x*w + b\nf = sigmoid(z) * tanh(x) + relu(z)"
    columns = {"x": [-2, 0.5, 3], "b": [1, -1, 0.25]}
    found = ask(api, expression=text, columns=columns, inputs={"w": 0.7}, nodes=["z"])
    for row in range(3):
        inputs = {name: column[row] for name, column in columns.items()} | {"w": 0.7}
        single = api.post("/evaluate", {"expression": text, "inputs": inputs, "detail": "gradients"}).json()
        assert found["values"]["f"][row] == pytest.approx(single["value"], rel=1e-14)
        assert found["values"]["z"][row] == pytest.approx(single["values"]["z"], rel=1e-14)
        for name, gradient in single["gradients"].items():
            assert found["gradients"][name][row] == pytest.approx(gradient, rel=1e-13, abs=1e-15)


def test_a_column_of_tensors_has_the_rows_in_front(api: Api) -> None:
    """Shape [B, ...leaf]."""
    graph = {
        "nodes": [
            {"id": "x"},
            {"id": "w", "kind": "parameter", "value": [1, 10]},
            {"id": "f", "op": "dot", "inputs": ["x", "w"]},
        ]
    }
    assert ask(api, graph=graph, columns={"x": [[1, 2], [3, 4], [5, 6]]}) == {
        "output": "f",
        "rows": 3,
        "values": {"f": [21.0, 43.0, 65.0]},
        "gradients": {"x": [[1.0, 10.0]] * 3, "w": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]},
        "warnings": [],
    }


def test_an_output_may_be_chosen(api: Api) -> None:
    """What it does not depend on has zeros."""
    found = ask(api, expression="a = x * 2\nb = y * 3", columns={"x": [1, 2], "y": [3, 4]}, output="a")
    assert (found["output"], found["gradients"]) == ("a", {"x": [2.0, 2.0], "y": [0.0, 0.0]})


def test_a_warning_is_told_once_with_its_rows(api: Api) -> None:
    """How many of all rows have it, and which is the first."""
    found = ask(api, expression="f = log(x)", columns={"x": [1, 0, -1, 0, 2]}, inputs={"xx": 1})
    assert found["values"]["f"][:4] == [0.0, "-Infinity", "NaN", "-Infinity"]
    told = [
        (w["code"], w["node"], w.get("rows"), w.get("first_row"))
        for w in found["warnings"]
        if w["phase"] == "forward"
    ]
    assert sorted(told[:2]) == [("nan", "f", 1, 2), ("overflow", "f", 2, 1)]
    assert told[2:] == [("unused-input", "xx", None, None)]


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_not_finite_travel_in_columns(api: Api, word: str) -> None:
    """In and out."""
    found = ask(api, expression="f = x * w", columns={"x": [1, word]}, inputs={"w": 2})
    assert (found["values"], found["gradients"]) == ({"f": [2.0, word]}, {"x": [2.0, 2.0], "w": [1.0, word]})


def test_a_large_batch_is_computed_by_a_worker(api: Api) -> None:
    """The same answer, another process."""
    found = ask(api, expression="f = relu(x) * x", columns={"x": list(range(-20_000, 20_000))})
    assert found["rows"] == 40_000 and found["gradients"]["x"][-1] == 2.0 * 19_999
    assert list(found["values"]) == ["f"]
    told = {(w["code"], w["node"]): (w["rows"], w["first_row"]) for w in found["warnings"]}
    assert told == {("dead", "_relu1"): (20_000, 0), ("kink", "_relu1"): (1, 20_000)}


def test_a_column_wins_over_inputs_and_says_so(api: Api) -> None:
    """Which of two values counts is not left to be guessed."""
    found = ask(api, expression="f = x * w", columns={"x": [1, 2]}, inputs={"x": 7, "w": 3})
    assert found["values"]["f"] == [3.0, 6.0]
    assert found["warnings"] == [
        {
            "code": "unused-input",
            "node": "x",
            "phase": "forward",
            "message": "inputs has a value for x, and its column one for every row: the column counts.",
        }
    ]


@pytest.mark.parametrize(
    ("change", "code", "loc"),
    [
        ({"columns": {}}, "bad-column", ["columns"]),
        ({"columns": {"x": []}}, "bad-column", ["columns"]),
        ({"columns": {"x": 1}}, "bad-column", ["columns", "x"]),
        ({"columns": {"x": [1, 2], "w": [1]}}, "bad-column", ["columns", "w"]),
        ({"columns": {"x": [1, None]}}, "not-a-number", ["columns", "x"]),
        ({"columns": {"x": [1, [2]]}}, "ragged-array", ["columns", "x"]),
        ({"columns": {"y": [1]}}, "unknown-node", ["columns", "y"]),
        ({"columns": {"q": [1]}}, "not-a-leaf", ["columns", "q"]),
        ({"inputs": {}}, "missing-value", ["inputs", "w"]),
        ({"nodes": ["nobody"]}, "unknown-node", ["nodes", 0]),
        ({"nodes": [1]}, "wrong-type", ["nodes", 0]),
        ({"output": "nobody"}, "unknown-node", ["output"]),
        ({"columns": {"x": [[1, 2]]}}, "output-not-scalar", ["output"]),
    ],
)
def test_what_does_not_fit(api: Api, change: dict[str, Any], code: str, loc: list[Any]) -> None:
    """422 with its place."""
    assert the_problem(api.post("/evaluate/batch", ROWS | change), 422, code)["loc"] == loc
