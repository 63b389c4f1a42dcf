"""
``POST /grade``: what is right, and which slip explains what is wrong.

The tables of `graded.py` are worked out by hand; the true numbers are held against central differences of plain Python
functions, which share nothing with the engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Api
from .graded import CHAIN, FAN, LOSS, MISTAKES, NEURON, QUOTIENT, RIGHT, SHARED, TWO, Place
from .test_http import the_problem


def question(place: Place, quantity: str, answer: Any) -> dict[str, Any]:
    """A question about a node, or about an edge as (source, target) or (source, target, index)."""
    if isinstance(place, str):
        return {"node": place, "quantity": quantity, "answer": answer}
    edge = {"source": place[0], "target": place[1], "index": place[2] if len(place) == 3 else 0}
    return {"edge": edge, "quantity": quantity, "answer": answer}


def grade(api: Api, expression: str, *questions: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    answer = api.post("/grade", {"expression": expression, "questions": list(questions), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]  # type: ignore[no-any-return]  # JSON


def one(api: Api, expression: str, place: Place, quantity: str, answer: Any) -> dict[str, Any]:
    (result,) = grade(api, expression, question(place, quantity, answer))
    return result


@pytest.mark.parametrize(("expression", "place", "quantity", "answer"), RIGHT)
def test_what_is_right(api: Api, expression: str, place: Place, quantity: str, answer: Any) -> None:
    """Numbers, fractions and formulas, within 1 % or rounded to two digits; nothing else is told."""
    assert one(api, expression, place, quantity, answer) == {"correct": True}


WRONG = [(mistake, *row) for mistake, rows in MISTAKES.items() for row in rows]


@pytest.mark.parametrize(("mistake", "expression", "place", "quantity", "answer"), WRONG)
def test_which_slip_explains_it(
    api: Api, mistake: str, expression: str, place: Place, quantity: str, answer: Any
) -> None:
    """Named, with one sentence to the student."""
    result = one(api, expression, place, quantity, answer)

    assert result.keys() == {"correct", "mistake", "hint"}
    assert (result["correct"], result["mistake"]) == (False, mistake), result
    assert result["hint"][-1] == "." and ". " not in result["hint"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_slip_is_known_on_three_graphs(mistake: str) -> None:
    """The table above is wide enough."""
    assert len({expression for expression, *_ in MISTAKES[mistake]}) >= 3


NUMBERS: dict[str, tuple[Callable[..., float], dict[str, float]]] = {
    CHAIN: (lambda x, y, z: (x + y) * z, {"x": -2, "y": 5, "z": -4}),
    SHARED: (lambda w, x: 2 * w * x + (w * x) ** 2, {"w": 3, "x": 2}),
    TWO: (
        lambda x, w1, b1, w2, b2: (x * w1 + b1) * w2 + b2,
        {"x": -2, "w1": 3, "b1": -1, "w2": 2, "b2": 4},
    ),
    NEURON: (
        lambda x0, x1, w0, w1, w2: 1 / (1 + math.exp(-(w0 * x0 + w1 * x1 + w2))),
        {"x0": -1, "x1": -2, "w0": 2, "w1": -3, "w2": -3},
    ),
    QUOTIENT: (lambda a, b: a / b, {"a": 3, "b": 2}),
    LOSS: (lambda x, t, w: (math.exp(w * x) - t) ** 2, {"x": 2, "t": 1, "w": 0.5}),
}


@pytest.mark.parametrize("expression", NUMBERS)
def test_right_is_what_moving_a_leaf_shows(api: Api, expression: str) -> None:
    """Central differences of plain Python: to four digits right, with the other sign not, and 3 % off only nearly."""
    function, values = NUMBERS[expression]
    for leaf, value in values.items():
        ahead, behind = (function(**(values | {leaf: value + step})) for step in (1e-6, -1e-6))
        slope = (ahead - behind) / 2e-6
        results = grade(
            api,
            expression,
            *(question(leaf, "gradient", f"{slope * factor:.4g}") for factor in (1, -1, 1.03)),
        )
        assert [result.get("mistake") for result in results] == [None, "sign", "rounding"], (leaf, slope)


# Tensors

MATRIX = "W = [[1, 2], [3, 4]]\nx = [1, -1]\ny = W @ x\nL = sum(y*y)"  # y [-1, -1]; dy = 2y, dW = dy x^T, dx = W^T dy


@pytest.mark.parametrize(
    ("place", "quantity", "answer", "mistake"),
    [
        ("y", "value", "[-1, -1]", None),
        ("y", "value", "W @ x", None),
        ("y", "gradient", "[-2, -2.0]", None),
        ("y", "gradient", "[-4/2, -6/3]", None),
        ("W", "gradient", "[[-2, 2], [-2, 2]]", None),
        ("W", "gradient", "outer(2*y, x)", None),
        ("x", "gradient", "W.T @ (2*y)", None),
        ("W", "gradient", "[[2, -2], [2, -2]]", "sign"),
        ("y", "gradient", "[-1, -1]", "missing-path"),
        ("x", "gradient", "[4, 6]", "missing-upstream"),  # W^T times ones
        ("x", "gradient", "[1, -1]", "value-instead-of-derivative"),
        ("x", "gradient", "[-8.3, -12.4]", "rounding"),
        ("W", "gradient", "[[-2, 2], [-2, 3]]", "other"),
        ("W", "gradient", "-2", "other"),
        ("W", "gradient", "[[-2, 2], [-2]]", "other"),
        (("W", "y"), "local", "[[[1, -1], [0, 0]], [[0, 0], [1, -1]]]", None),
    ],
)
def test_tensors_are_answered_as_lists_or_formulas(
    api: Api, place: Place, quantity: str, answer: str, mistake: str | None
) -> None:
    """Every entry counts, and the shape."""
    assert one(api, MATRIX, place, quantity, answer).get("mistake") == mistake


def test_a_tensor_that_is_partly_right_is_told_how_far(api: Api) -> None:
    """Which shape it has, or how many entries are right."""
    some, shape = grade(
        api,
        MATRIX,
        question("W", "gradient", "[[-2, 2], [-2, 3]]"),
        question("W", "gradient", "-2"),
    )
    assert some["hint"] == "3 of the 4 entries of the gradient of W are right."
    assert shape["hint"] == "The gradient of W has shape (2, 2), and the answer has shape ()."


# Hints


@pytest.mark.parametrize(
    ("expression", "place", "quantity", "answer", "hint"),
    [
        (CHAIN, "x", "gradient", "4", "The size is right, the sign of the gradient of x is not."),
        (
            CHAIN,
            "x",
            "gradient",
            "1",
            "That is how q alone answers to x: multiply it by the gradient that arrives at q.",
        ),
        (
            FAN,
            "x",
            "gradient",
            "6",
            "x is used 3 times: add up what comes back from every use that leads to f.",
        ),
        (
            SHARED,
            "w",
            "gradient",
            "24",
            "On the way to w, h is used 3 times: add up what comes back from every use that leads to f.",
        ),
        (
            CHAIN,
            "x",
            "gradient",
            "-2",
            "That is the value of x; asked is the gradient of x, a derivative.",
        ),
        (
            CHAIN,
            ("q", "f"),
            "local",
            "3",
            "That belongs to another operand of f; asked is the local gradient of f towards q.",
        ),
        (CHAIN, "x", "gradient", "-4.1", "Nearly: carry more digits for the gradient of x."),
        (
            CHAIN,
            ("x", "q"),
            "downstream",
            "17",
            "Multiply what arrives at q by the local gradient of q towards x.",
        ),
        (
            CHAIN,
            ("q", "f"),
            "local",
            "17",
            "Ask how fast f changes when q moves a little and everything else stays.",
        ),
        (
            FAN,
            ("x", "_mul1", 1),
            "local",
            "17",
            "Ask how fast (x * x) changes when x as operand 2 moves a little and everything else stays.",
        ),
        (CHAIN, "q", "value", "17", "Work q out from x and y."),
        (CHAIN, "x", "value", "17", "x is a leaf: its value is given."),
        (CHAIN, "f", "gradient", "17", "f is the output: its gradient is the seed."),
        (FAN, "x", "gradient", "-5", "Follow every way from f back to x, and add what arrives."),
        (CHAIN, "x", "gradient", "", "Nothing is written."),
        (CHAIN, "x", "gradient", "zz", "zz is no node of the graph. Did you mean z?"),
        (
            CHAIN,
            "x",
            "gradient",
            "dx = z",
            "Write the answer alone, without a name and an equals sign before it.",
        ),
        (CHAIN, "x", "gradient", "0,5", "A number has a decimal point, not a comma. Write 0.5."),
        (CHAIN, "x", "gradient", "a = x; a", "An answer is one expression, and this is several lines."),
        (
            CHAIN,
            "q",
            "value",
            "q",
            "A formula for the value of q names only what q is made from.",
        ),
        (
            CHAIN,
            "x",
            "gradient",
            "z*z/(-4)",
            "For other values of the leaves that is not the gradient of x.",
        ),
    ],
)
def test_the_hint_says_where_to_look(
    api: Api, expression: str, place: Place, quantity: str, answer: str, hint: str
) -> None:
    """In one sentence, or in the language's own words where the answer cannot be read."""
    assert one(api, expression, place, quantity, answer)["hint"] == hint


def test_no_hint_gives_the_answer_away(api: Api) -> None:
    """The true number is told with `answers` only, beside every result."""
    for _, expression, place, quantity, answer in WRONG:
        (result,) = grade(api, expression, question(place, quantity, answer), answers=True)
        assert result.keys() == {"correct", "mistake", "hint", "value"}
        shown = result["value"] if isinstance(result["value"], str) else f"{result['value']:.4g}"
        words = result["hint"].replace(".", " ").replace(",", " ").replace(":", " ").split()
        assert shown not in words or shown in ("1", "2", "3"), result


# The request


def test_two_hundred_answers_in_one_request(api: Api) -> None:
    """One student's slip costs the others nothing, whatever was written."""
    hostile = [
        "", " ", "(", "z" * 5_000, "(" * 999, "[" * 500, "9**9**9", "-" * 900 + "1", "\x00", "😀", "x=",
        "import os", "__import__('os')", "1e999", "1/0", "[1, [2]]", "[]", "[[]]", "nan", "-Infinity", "0x10", "1_000",
        "outer([1, 2], [3, 4]) @ [[1], [2]]", "x @ y", "reshape(x, [1000000, 1000000])", "softmax(x)", "f'(x)",
        "∂f/∂x", "½", "１２", "1e-400", "1e5000000", "00012", "+-4", "- 4", "−4", "z", "-4",
    ]  # fmt: skip
    answers = [*hostile, *["-4"] * (200 - len(hostile))]

    results = grade(api, CHAIN, *(question("x", "gradient", answer) for answer in answers))

    assert len(results) == 200
    right = [answer for answer, result in zip(answers, results, strict=True) if result["correct"]]
    assert set(right) == {"+-4", "- 4", "−4", "z", "-4"}
    assert len(right) == 200 - len(hostile) + 5
    assert all(result["hint"] for result in results if not result["correct"])


def test_the_same_request_has_the_same_answer(api: Api) -> None:
    """Random points are the same ones every time."""
    questions = [question(place, quantity, answer) for _, _, place, quantity, answer in WRONG if place == "x"]
    assert grade(api, CHAIN, *questions) == grade(api, CHAIN, *questions)


def test_a_graph_an_output_and_a_seed(api: Api) -> None:
    """As in /evaluate; a forgotten seed is a forgotten upstream."""
    nodes = [
        {"id": "x", "value": 3},
        {"id": "y", "op": "square", "inputs": ["x"]},
        {"id": "z", "op": "exp", "inputs": ["y"]},
    ]
    asked = [question("x", "gradient", answer) for answer in ("12", "6")] + [question("y", "value", "16")]
    body = {"graph": {"nodes": nodes}, "output": "y", "seed": 2, "inputs": {"x": 4}, "questions": asked}

    answer = api.post("/grade", body | {"inputs": {"x": 3, "k": 1}}).json()

    assert [result.get("mistake") for result in answer["results"]] == [None, "missing-upstream", "other"]
    assert [warning["code"] for warning in answer["warnings"]] == ["unused-input"]
    assert [r["correct"] for r in api.post("/grade", body).json()["results"]] == [False, False, True]


EDGE = {"source": "x", "target": "q", "index": 0}


@pytest.mark.parametrize(
    ("asked", "code", "loc"),
    [
        ({"node": "w", "quantity": "value", "answer": "1"}, "unknown-node", ["questions", 0, "node"]),
        (
            {"edge": EDGE | {"source": "w"}, "quantity": "local", "answer": "1"},
            "unknown-node",
            ["questions", 0, "edge", "source"],
        ),
        (
            {"edge": EDGE | {"target": "f"}, "quantity": "local", "answer": "1"},
            "unknown-edge",
            ["questions", 0, "edge", "index"],
        ),
        (
            {"edge": EDGE | {"index": 1}, "quantity": "local", "answer": "1"},
            "unknown-edge",
            ["questions", 0, "edge", "index"],
        ),
        (
            {"edge": EDGE | {"target": "x"}, "quantity": "local", "answer": "1"},
            "unknown-edge",
            ["questions", 0, "edge", "index"],
        ),
        ({"node": "x", "quantity": "slope", "answer": "1"}, "wrong-type", ["questions", 0, "quantity"]),
        ({"node": "x", "quantity": "local", "answer": "1"}, "unknown-key", ["questions", 0, "node"]),
        ({"edge": EDGE, "quantity": "gradient", "answer": "1"}, "unknown-key", ["questions", 0, "edge"]),
        ({"quantity": "gradient", "answer": "1"}, "missing-key", ["questions", 0, "node"]),
        ({"quantity": "upstream", "answer": "1"}, "missing-key", ["questions", 0, "edge"]),
        ({"node": "x", "quantity": "value"}, "missing-key", ["questions", 0, "answer"]),
        ({"node": "x", "quantity": "value", "answer": True}, "wrong-type", ["questions", 0, "answer"]),
        ({"node": "x", "quantity": "value", "answer": [1]}, "wrong-type", ["questions", 0, "answer"]),
        ({"node": None, "quantity": "value", "answer": "1"}, "wrong-type", ["questions", 0, "node"]),
        (
            {"node": "x", "quantity": "value", "answer": "1", "k": 1},
            "unknown-key",
            ["questions", 0, "k"],
        ),
        ("x", "wrong-type", ["questions", 0]),
    ],
)
def test_the_askers_slips_are_refused_with_their_place(
    api: Api, asked: Any, code: str, loc: list[Any]
) -> None:
    """A node, an edge or a key that is not there, or a quantity that does not belong."""
    error = the_problem(api.post("/grade", {"expression": CHAIN, "questions": [asked]}), 422, code)
    assert error["loc"] == loc


def test_several_wrong_places_are_told_at_once(api: Api) -> None:
    """Each with its question."""
    asked = [question("w", "value", "1"), question("x", "value", "1"), question(("y", "f"), "local", "1")]
    errors = api.post("/grade", {"expression": CHAIN, "questions": asked}).json()["errors"]
    assert [(error["code"], error["loc"][1]) for error in errors] == [
        ("unknown-node", 0),
        ("unknown-edge", 2),
    ]


@pytest.mark.parametrize(
    ("expression", "place", "quantity"),
    [
        ("c: constant = 2\nx = 1\nf = c * x", "c", "gradient"),
        ("c: constant = 2\nx = 1\nf = c * x", ("c", "f"), "local"),
        ("c: constant = 2\nx = 1\nf = c * x", ("c", "f"), "downstream"),
    ],
)
def test_a_question_without_a_number_is_refused(
    api: Api, expression: str, place: Place, quantity: str
) -> None:
    """No gradient flows to a constant; what arrives at the op, and the value, can be asked for all the same."""
    asked = [question("x", "value", "1"), question(place, quantity, "1")]
    answer = api.post("/grade", {"expression": expression, "questions": asked})
    assert the_problem(answer, 422, "nothing-to-grade")["loc"] == ["questions", 1]
    fine = grade(api, expression, question("c", "value", "2"), question(("c", "f"), "upstream", "1"))
    assert [result["correct"] for result in fine] == [True, True]


def test_no_questions_have_no_results(api: Api) -> None:
    """An empty list is a list."""
    assert grade(api, CHAIN) == []


def test_a_graph_off_the_path_has_zeros(api: Api) -> None:
    """A node that the output does not depend on has the gradient 0, and everything else is wrong."""
    expression = "x = 2\ny = 3\ng = y * y\nf = x * x"
    results = grade(api, expression, question("y", "gradient", "0"), question("y", "gradient", "6"))
    assert [result["correct"] for result in results] == [True, False]


def test_values_need_no_seed(api: Api) -> None:
    """Where the output is a tensor, only a question about a gradient needs one."""
    expression = "x = [1, 2]\nf = x * x"
    values = grade(api, expression, question("f", "value", "[1, 4]"), question(("x", "f"), "local", "[1, 2]"))
    assert [result["correct"] for result in values] == [True, True]
    asked = [question("x", "gradient", "[2, 4]")]
    the_problem(api.post("/grade", {"expression": expression, "questions": asked}), 422, "seed-required")
    assert grade(api, expression, *asked, seed=[1, 1]) == [{"correct": True}]
