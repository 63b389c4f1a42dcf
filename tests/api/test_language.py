"""``POST /parse`` and ``POST /print``: the whole answers. The grammar itself is tested with the engine."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_http import the_problem

# The slips of section 3, each with the text that its one-click mend leads to.
SLIPS = {
    "^": ("f = x^2", "f = x**2"),
    "2x": ("f = 2x", "f = 2*x"),
    "(x+y)z": ("f = (x+y)z", "f = (x+y)*z"),
    "typographic minus": ("f = x − y", "f = x - y"),
    "times sign": ("f = x × y", "f = x * y"),
    "dot sign": ("f = x · y", "f = x * y"),
    "superscript two": ("f = x²", "f = x**2"),
    "a Greek letter": ("f = σ * x", None),
    "np.exp": ("f = np.exp(x)", "f = exp(x)"),
    "an op misspelt": ("f = tahn(x)", "f = tanh(x)"),
}


def ask(api: Api, path: str, **request: Any) -> dict[str, Any]:
    answer = api.post(path, request)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def mended(text: str, fix: dict[str, Any]) -> str:
    """*text* with the edit made: columns from 1 in code points, the end included."""
    lines = text.split("\n")
    span = fix["span"]
    assert span["line"] == span["end_line"]
    line = lines[span["line"] - 1]
    lines[span["line"] - 1] = line[: span["column"] - 1] + fix["text"] + line[span["end_column"] :]
    return "\n".join(lines)


def test_parse_answers_a_graph_document(api: Api) -> None:
    """Nodes as they are completed, outputs the last statement, values where the text has them."""
    found = ask(api, "/parse", expression="x = -2\nw: parameter = 5\nf = x*w + 1")
    assert found == {
        "graph": {
            "nodes": [
                {"id": "x", "kind": "input", "value": -2.0},
                {"id": "w", "kind": "parameter", "value": 5.0},
                {"id": "_mul1", "kind": "op", "op": "mul", "inputs": ["x", "w"]},
                {"id": "_c1", "kind": "constant", "value": 1.0},
                {"id": "f", "kind": "op", "op": "add", "inputs": ["_mul1", "_c1"]},
            ],
            "outputs": ["f"],
            "groups": [],
            "layout": {},
            "meta": {},
        }
    }


def test_parse_takes_inputs_and_parameters(api: Api) -> None:
    """They land in the document; a free name needs no value."""
    nodes = ask(api, "/parse", expression="f = a*b*c", inputs={"a": [1, 2]}, parameters=["b"])["graph"][
        "nodes"
    ]
    assert nodes[:2] == [{"id": "a", "kind": "input", "value": [1.0, 2.0]}, {"id": "b", "kind": "parameter"}]


def test_print_answers_text(api: Api) -> None:
    """The example of the contract."""
    graph = {
        "nodes": [
            {"id": "x", "value": -2},
            {"id": "w", "kind": "parameter", "value": 5},
            {"id": "f", "op": "mul", "inputs": ["x", "w"]},
        ]
    }
    assert ask(api, "/print", graph=graph) == {"expression": "x = -2\nw: parameter = 5\nf = x*w"}


def test_print_with_a_source_keeps_what_did_not_change(api: Api) -> None:
    """Comments and order stay; one value is new."""
    source = "# a neuron\nx = -2  # from the left\nw: parameter = 5\n\nf = x*w\n"
    graph = ask(api, "/parse", expression=source)["graph"]
    assert ask(api, "/print", graph=graph, source=source) == {"expression": source}
    graph["nodes"][1]["value"] = 7
    printed = ask(api, "/print", graph=graph, source=source)["expression"]
    assert printed == source.replace("= 5", "= 7")


def test_printing_and_parsing_again_gives_the_same_graph(api: Api) -> None:
    """In all but name, role, meta, layout, labels and groups."""
    text = "x = [1, 2]\nA: parameter = [[1, 0], [0, 1]]\nz = A @ x\ns = sigmoid(z)\nloss = sum((s - 1)**2, axis=0)"
    graph = ask(api, "/parse", expression=text)["graph"]
    assert ask(api, "/parse", expression=ask(api, "/print", graph=graph)["expression"])["graph"] == graph


@pytest.mark.parametrize(("text", "mend"), SLIPS.values(), ids=SLIPS)
def test_a_slip_has_a_place_a_hint_and_a_mend(api: Api, text: str, mend: str | None) -> None:
    """The fix, applied as an editor would, gives text that is read."""
    answer = api.post("/parse", {"expression": text})
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert error["loc"] == ["expression"] and error["span"] and error["message"].endswith((".", "?"))
    line, carets = error["snippet"].split("\n")
    assert line == text and len(carets) == error["span"]["end_column"]
    assert carets.strip("^ ") == "" and carets.index("^") == error["span"]["column"] - 1
    assert error["hint"]
    if mend is not None:
        assert mended(text, error["fix"]) == mend
    assert api.post("/parse", {"expression": mended(text, error["fix"])}).status_code == 200


def test_several_mistakes_are_told_at_once_in_order(api: Api) -> None:
    """At most twenty of them."""
    answer = api.post("/parse", {"expression": "\n".join(f"a{k} = nobody{k}(x)" for k in range(30))})
    document = answer.json()
    assert [error["span"]["line"] for error in document["errors"]] == list(range(1, 21))
    assert document["detail"] == "nobody0 is not an op. (19 more below.)"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("f = (x + y", "syntax"),
        ("f = tahn(x)", "unknown-op"),
        ("f = x and y", "not-supported"),
        ("c: constant = 2*3", "not-a-literal"),
        ("x = 1\nx = 2", "name-assigned-twice"),
        ("f = y + 1\ny = 2", "used-before-definition"),
        ("a = b + 1\nb = a + 1", "cycle"),
        ("f = leaky_relu(x, sloop=1)", "unknown-setting"),
        ("f = leaky_relu(x, slope=[1])", "bad-setting"),
        ("f = add(x)", "wrong-operand-count"),
        ("w: weight = 3", "bad-kind"),
        ("x = [[1, 2], [3]]", "ragged-array"),
        ("f = 1e400", "not-a-number"),
    ],
)
def test_each_code_of_the_language(api: Api, text: str, code: str) -> None:
    """422 with a place in the text."""
    error = the_problem(api.post("/parse", {"expression": text}), 422, code)
    assert error["span"] is not None and error["snippet"] and error["loc"] == ["expression"]
