"""NaN and both infinities in every field that can hold a number, in and out; and what is no number."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_http import the_problem

WORDS = ["NaN", "Infinity", "-Infinity"]
NEGATIVE = {"NaN": "NaN", "Infinity": "-Infinity", "-Infinity": "Infinity"}


def ok(api: Api, path: str, request: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, request)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


@pytest.mark.parametrize("word", WORDS)
def test_a_scalar_travels_through_every_field(api: Api, word: str) -> None:
    """Through f = -x with the word as input and as seed: values, gradients, edges, columns and factors."""
    request = {"expression": "f = -x", "inputs": {"x": word}, "seed": word}
    found = ok(api, "/evaluate", request)
    minus = NEGATIVE[word]
    assert (found["value"], found["values"], found["gradients"]) == (
        minus,
        {"x": word, "f": minus},
        {"x": minus},
    )
    assert [(row["value"], row["gradient"]) for row in found["nodes"]] == [(word, minus), (minus, word)]
    assert found["edges"][0] | {"upstream": word, "downstream": minus} == found["edges"][0]
    factors = [factor["value"] for step in found["steps"] for factor in step["factors"]]
    assert factors == [word, word, minus, word, word, -1.0, minus]
    columns = ok(api, "/evaluate", request | {"format": "columns", "detail": "nodes"})
    assert columns["nodes"]["value"] == [word, minus] and columns["nodes"]["gradient"] == [minus, word]
    assert columns["edges"]["upstream"] == [word] and columns["edges"]["downstream"] == [minus]


@pytest.mark.parametrize("word", WORDS)
def test_a_local_gradient_is_spelt_too(api: Api, word: str) -> None:
    """The partial of x*w towards x is w."""
    found = ok(api, "/evaluate", {"expression": "f = x * w", "inputs": {"x": 1, "w": word}})
    assert found["edges"][0]["local"] == word and found["edges"][0]["downstream"] == word


@pytest.mark.parametrize("word", WORDS)
def test_a_tensor_travels_through_every_field(api: Api, word: str) -> None:
    """At any depth, also inside a matrix of partials."""
    request = {"expression": "f = A @ x", "inputs": {"A": [[1, word]], "x": [word, 2]}, "seed": [word]}
    found = ok(api, "/evaluate", request)
    assert found["values"]["A"] == [[1.0, word]] and found["values"]["x"] == [word, 2.0]
    assert found["edges"][1]["local"] == {"kind": "jacobian", "value": [[1.0, word]]}
    assert found["edges"][1]["upstream"] == [word]


@pytest.mark.parametrize("word", WORDS)
def test_a_tangent_is_spelt(api: Api, word: str) -> None:
    """The direction may be the word, and so may the tangents."""
    request = {
        "expression": "f = sum(x)",
        "inputs": {"x": [1, 2]},
        "mode": "forward",
        "wrt": "x",
        "direction": [word, 0],
    }
    found = ok(api, "/evaluate", request)
    assert found["tangents"] == {"x": [word, 0.0], "f": word}


@pytest.mark.parametrize("word", WORDS)
def test_a_value_in_a_graph_document_comes_back(api: Api, word: str) -> None:
    """Through parse, print, expand and collapse: the document keeps it; the text leaves it out."""
    graph = {
        "nodes": [
            {"id": "x", "value": word},
            {"id": "v", "value": [[word]]},
            {"id": "s", "op": "sigmoid", "inputs": ["x"]},
        ]
    }
    opened = ok(api, "/expand", {"graph": graph, "node": "s"})
    assert [node["value"] for node in opened["graph"]["nodes"][:2]] == [word, [[word]]]
    closed = ok(api, "/collapse", {"graph": opened["graph"], "group": "s"})
    assert [node["value"] for node in closed["graph"]["nodes"][:2]] == [word, [[word]]]
    parsed = ok(api, "/parse", {"expression": "f = x + v", "inputs": {"x": word, "v": [word]}})
    assert [node.get("value") for node in parsed["graph"]["nodes"]] == [word, [word], None]
    printed = ok(
        api,
        "/print",
        {"graph": {"nodes": [{"id": "x", "value": word}, {"id": "f", "op": "neg", "inputs": ["x"]}]}},
    )
    assert word not in printed["expression"] and "f = -x" in printed["expression"]


@pytest.mark.parametrize("word", WORDS)
def test_a_path_is_spelt(api: Api, word: str) -> None:
    """A descent that starts outside the finite numbers ends at once, with the entry that shows it."""
    request = {"expression": "f = x * w", "inputs": {"x": word, "w": 2}, "steps": 3}
    found = ok(api, "/descend", request | {"optimizer": {"kind": "sgd", "learning_rate": 0.1}})
    assert (found["stopped"], len(found["path"])) == ("diverged", 1)
    entry = found["path"][0]
    assert entry["leaves"]["x"] == word and entry["gradients"]["w"] == word and entry["value"] == word


OVERFLOWS = {
    "log(0)": ("x = 0\nf = log(x)", "-Infinity", "overflow"),
    "1/0": ("x = 0\nf = 1/x", "Infinity", "overflow"),
    "exp(1000)": ("x = 1000\nf = exp(x)", "Infinity", "overflow"),
    "log(-1)": ("x = -1\nf = log(x)", "NaN", "nan"),
    "(-1)**0.5": ("x = -1\nf = x**0.5", "NaN", "nan"),
    "a product that overflows": ("x = 1e200\nf = x*x", "Infinity", "overflow"),
    "infinity minus infinity": ("x = 1000\na = exp(x)\nf = a - a", "NaN", "nan"),
    "in a tensor": ("x = [0, 1]\nf = sum(log(x))", "-Infinity", "overflow"),
}


@pytest.mark.parametrize(("text", "value", "code"), OVERFLOWS.values(), ids=OVERFLOWS)
def test_a_number_that_overflows_is_a_result(api: Api, text: str, value: str, code: str) -> None:
    """200, the word, and a warning at the node where it began."""
    found = ok(api, "/evaluate", {"expression": text})
    assert found["value"] == value
    assert code in [warning["code"] for warning in found["warnings"]]
    for warning in found["warnings"]:
        assert warning.keys() - {"edge"} == {"code", "node", "phase", "message"}
        assert warning["node"] in found["values"] and warning["message"].endswith(".")


NO_NUMBERS: dict[str, Any] = {
    "true": True,
    "null in an array": [1, None],
    "a digit in quotes": "1",
    "a word in another case": "nan",
    "a short word": "inf",
    "an object": {"value": 1},
    "true in an array": [[1.0], [False]],
    "a word deep down": [[[["infinity"]]]],
    "an empty string": "",
}


@pytest.mark.parametrize("given", NO_NUMBERS.values(), ids=NO_NUMBERS)
@pytest.mark.parametrize("field", ["inputs", "graph", "seed", "direction"])
def test_what_is_no_number_is_422(api: Api, field: str, given: Any) -> None:
    """Wherever a number belongs; the message says which kind of thing stands there and echoes nothing."""
    request: dict[str, Any] = {"expression": "f = x * 2", "inputs": {"x": 1}}
    if field == "inputs":
        request["inputs"]["x"] = given
    elif field == "graph":
        request = {
            "graph": {"nodes": [{"id": "x", "value": given}, {"id": "f", "op": "neg", "inputs": ["x"]}]}
        }
    elif field == "seed":
        request["seed"] = given
    else:
        request |= {"mode": "forward", "wrt": "x", "direction": given}
    error = the_problem(api.post("/evaluate", request), 422, "not-a-number")
    assert error["loc"] == {"inputs": ["inputs", "x"], "graph": ["graph", "nodes", 0, "value"]}.get(
        field, [field]
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [([[1, 2], [3]], "ragged-array"), ([1, [2]], "ragged-array"), ([[], [1]], "ragged-array")],
)
def test_arrays_are_rectangular(api: Api, given: Any, code: str) -> None:
    """Rows of one level have one length."""
    error = the_problem(
        api.post("/evaluate", {"expression": "f = sum(x)", "inputs": {"x": given}}), 422, code
    )
    assert error["loc"] == ["inputs", "x"]


@pytest.mark.parametrize("number", ["1e400", "-1e999", "9" * 400])
def test_a_number_beyond_float64_is_422_with_its_place(api: Api, number: str) -> None:
    """It is JSON, but no number of ours."""
    body = f'{{"expression": "f = x", "inputs": {{"x": [0, {number}]}}}}'.encode()
    assert the_problem(api.post_bytes("/evaluate", body), 422, "not-a-number")["loc"] == ["inputs", "x", 1]


def test_integers_are_numbers_up_to_float64(api: Api) -> None:
    """Past 2**53 they round, as float64 does; arithmetic never wraps."""
    found = ok(api, "/evaluate", {"expression": "f = x * 4", "inputs": {"x": 2**62}})
    assert found["value"] == 4.0 * 2**62
    body = b'{"expression": "f = x", "inputs": {"x": 1' + b"0" * 300 + b"}}"
    assert api.post_bytes("/evaluate", body).json()["value"] == 1e300
