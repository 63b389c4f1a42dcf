"""Reading requests: keys, types, one of two sources. The same rules for every operation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.api.reading import Fields
from app.api.registry import work_of
from app.api.work import INLINE_QUESTIONS, Context, try_inline
from app.engine.limits import Limits

from .conftest import Api
from .test_http import the_problem

GRAPH = {"nodes": [{"id": "x", "value": 2}, {"id": "s", "op": "square", "inputs": ["x"]}]}
SGD = {"kind": "sgd", "learning_rate": 0.1}

# For every operation a request that succeeds, and its keys with the types they take.
SOUND: dict[str, dict[str, Any]] = {
    "evaluate": {"expression": "f = x", "inputs": {"x": 1}},
    "evaluate/batch": {"expression": "f = x*x", "columns": {"x": [1, 2]}},
    "check": {"expression": "f = x*x", "inputs": {"x": 1}},
    "parse": {"expression": "f = x"},
    "print": {"graph": GRAPH},
    "expand": {"graph": GRAPH, "node": "s"},
    "collapse": {
        "graph": {
            "nodes": [{"id": "x", "value": 2}, {"id": "s", "op": "mul", "inputs": ["x", "x"]}],
            "groups": [{"id": "s", "op": "square", "nodes": ["s"]}],
        },
        "group": "s",
    },
    "descend": {"expression": "f = x*x", "inputs": {"x": 1}, "optimizer": SGD, "steps": 1},
}
OBJECT, TEXT, FLAG, NAMES, WHOLE = {"k": 1}, "text", True, ["x"], 3
TYPES: dict[str, dict[str, Any]] = {
    "evaluate": {
        "expression": TEXT, "inputs": OBJECT, "parameters": NAMES, "output": TEXT, "mode": TEXT, "wrt": TEXT,
        "detail": TEXT, "format": TEXT, "partial": FLAG,
    },
    "evaluate/batch": {"expression": TEXT, "columns": OBJECT, "inputs": OBJECT, "output": TEXT, "nodes": NAMES},
    "check": {"expression": TEXT, "inputs": OBJECT, "output": TEXT, "nudge": OBJECT},
    "parse": {"expression": TEXT, "inputs": OBJECT, "parameters": NAMES},
    "print": {"graph": OBJECT, "source": TEXT},
    "expand": {"graph": OBJECT, "node": TEXT},
    "collapse": {"graph": OBJECT, "group": TEXT},
    "descend": {
        "expression": TEXT, "inputs": OBJECT, "parameters": NAMES, "output": TEXT, "optimizer": OBJECT,
        "schedule": OBJECT, "steps": WHOLE, "trainable": NAMES,
    },
}  # fmt: skip
REQUIRED = {
    "evaluate/batch": ["columns"],
    "parse": ["expression"],
    "print": ["graph"],
    "expand": ["graph", "node"],
    "collapse": ["graph", "group"],
    "descend": ["optimizer", "steps"],
}
OTHERS = [OBJECT, TEXT, FLAG, NAMES, WHOLE, 1.5]
WRONG = [
    (name, key, other)
    for name, keys in TYPES.items()
    for key, right in keys.items()
    for other in OTHERS
    if type(other) is not type(right) and not (key == "group" and other is OBJECT)
]


@pytest.mark.parametrize("name", SOUND)
def test_the_sound_request_of_each_operation_succeeds(api: Api, name: str) -> None:
    """The tables of this module break one thing at a time, so whole they must pass."""
    answer = api.post(f"/{name}", SOUND[name])
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(("name", "key", "given"), WRONG, ids=lambda value: str(value)[:20])
def test_a_wrong_type_is_told_with_its_place(api: Api, name: str, key: str, given: Any) -> None:
    """The message names the key and both types, and echoes no value."""
    error = the_problem(api.post(f"/{name}", SOUND[name] | {key: given}), 422, "wrong-type")
    assert error["loc"] == [key]
    assert error["message"].startswith(f"{key} ")


@pytest.mark.parametrize("name", SOUND)
def test_an_unknown_key_is_told_with_the_nearest_known_one(api: Api, name: str) -> None:
    """Several at once; none is ignored."""
    sound = SOUND[name]
    known = next(iter(sound))
    answer = api.post(f"/{name}", sound | {known + "s": 1, "zzzzzz": 2})
    assert answer.status_code == 422
    slip, stranger = answer.json()["errors"]
    assert (slip["code"], slip["loc"], slip["hint"]) == (
        "unknown-key",
        [known + "s"],
        f"Did you mean {known}?",
    )
    assert stranger["code"] == "unknown-key" and stranger["hint"].startswith("It takes ")


@pytest.mark.parametrize(("name", "key"), [(name, key) for name, keys in REQUIRED.items() for key in keys])
def test_a_missing_key_is_told(api: Api, name: str, key: str) -> None:
    """With its place."""
    request = {known: value for known, value in SOUND[name].items() if known != key}
    error = the_problem(api.post(f"/{name}", request), 422, "missing-key")
    assert (error["loc"], error["message"]) == ([key], f"{key} is missing.")


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("body", [b"null", b"[]", b"1", b'"expression"', b"true"])
def test_a_body_is_an_object(api: Api, name: str, body: bytes) -> None:
    """JSON, but not what is asked for: 422, not 400."""
    error = the_problem(api.post_bytes(f"/{name}", body), 422, "wrong-type")
    assert error["loc"] == [] and error["message"].startswith("The body must be an object, not ")


@pytest.mark.parametrize("name", ["evaluate", "evaluate/batch", "check", "descend"])
def test_a_graph_comes_typed_or_drawn_but_not_both(api: Api, name: str) -> None:
    """Neither is as wrong as both."""
    sound = SOUND[name]
    error = the_problem(api.post(f"/{name}", sound | {"graph": GRAPH}), 422, "wrong-type")
    assert (error["message"], error["hint"]) == (
        "Both expression and graph are given.",
        "Give one of the two.",
    )
    neither = {key: value for key, value in sound.items() if key != "expression"}
    error = the_problem(api.post(f"/{name}", neither), 422, "missing-key")
    assert (error["message"], error["hint"]) == (
        "Neither expression nor graph is given.",
        "Give one of the two.",
    )


@pytest.mark.parametrize(("key", "near", "hint"), [
    ("detail", "traces", "Did you mean trace?"),
    ("format", "column", "Did you mean columns?"),
    ("mode", "foward", "Did you mean forward?"),
    ("detail", "everything", 'For example "gradients".'),
])  # fmt: skip
def test_a_word_that_is_not_offered_is_told_with_those_that_are(
    api: Api, key: str, near: str, hint: str | None
) -> None:
    """And the nearest."""
    error = the_problem(api.post("/evaluate", SOUND["evaluate"] | {key: near}), 422, "wrong-type")
    assert (error["loc"], error["hint"]) == ([key], hint)
    assert error["message"].startswith(f'{key} is "{near}"; it must be one of ')


@pytest.mark.parametrize("key", ["output", "seed", "wrt", "direction"])
def test_null_is_as_good_as_left_out(api: Api, key: str) -> None:
    """Where leaving out means "choose for me"."""
    sound = SOUND["evaluate"]
    assert api.post("/evaluate", sound | {key: None}).json() == api.post("/evaluate", sound).json()


@pytest.mark.parametrize(
    ("given", "code"), [([1], "wrong-type"), (["nobody"], "unknown-node"), (["f"], "not-a-leaf")]
)
def test_parameters_are_names_of_leaves(api: Api, given: list[Any], code: str) -> None:
    """An entry that is not is told with its place."""
    error = the_problem(
        api.post("/evaluate", SOUND["evaluate"] | {"expression": "f = -x", "parameters": given}), 422, code
    )
    assert error["loc"] == ["parameters", 0]


def test_an_input_that_names_an_op_is_not_a_leaf(api: Api) -> None:
    """Only leaves can be given a value."""
    error = the_problem(
        api.post("/evaluate", {"expression": "q = -x\nf = -q", "inputs": {"x": 1, "q": 3}}), 422, "not-a-leaf"
    )
    assert (error["node"], error["loc"]) == ("q", ["inputs", "q"])


def test_a_missing_value_asks_for_the_key_that_was_meant(api: Api) -> None:
    """Did you mean, over the keys that were given in vain."""
    error = the_problem(
        api.post("/evaluate", {"expression": "f = width * 2", "inputs": {"widht": 1}}), 422, "missing-value"
    )
    assert (error["node"], error["hint"]) == ("width", "inputs has widht. Did you mean width?")
    assert error["span"] == {"line": 1, "column": 5, "end_line": 1, "end_column": 9}
    assert error["snippet"] == "f = width * 2\n    ^^^^^"


def test_all_missing_values_are_told_at_once(api: Api) -> None:
    """Each with its node and its place in the text."""
    errors = api.post("/evaluate", {"expression": "f = a * b"}).json()["errors"]
    assert [(error["code"], error["node"], error["span"]["column"]) for error in errors] == [
        ("missing-value", "a", 5),
        ("missing-value", "b", 9),
    ]


@pytest.mark.parametrize(
    ("request_", "code", "loc", "hint"),
    [
        ({"output": "nobody"}, "unknown-node", ["output"], "The nodes are x, f and g."),
        (
            {"parameters": ["f"]},
            "not-a-leaf",
            ["parameters", 0],
            "Choose among the leaves it is computed from.",
        ),
        (
            {},
            "open-port",
            ["graph", "nodes", 0, "inputs", 1],
            "Connect it, or evaluate what can be with partial.",
        ),
    ],
)
def test_what_is_wrong_with_a_drawn_node_has_its_place(
    api: Api, request_: dict[str, Any], code: str, loc: list[Any], hint: str
) -> None:
    """The place in the document as it was sent, whatever the order of evaluation."""
    nodes = [
        {"id": "g", "op": "add", "inputs": ["f", None]},
        {"id": "x", "value": 1},
        {"id": "f", "op": "square", "inputs": ["x"]},
    ]
    error = the_problem(api.post("/evaluate", {"graph": {"nodes": nodes}} | request_), 422, code)
    assert (error["loc"], error["hint"]) == (loc, hint)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (-1, "steps is -1; it must be a whole number from 0."),
        (2.5, "steps is 2.5; it must be a whole number from 0."),
        ("3", "steps must be a whole number from 0, not a string."),
    ],
)
def test_a_number_out_of_range_is_shown(api: Api, steps: Any, message: str) -> None:
    """That it is a number is not what is wrong with it."""
    error = the_problem(api.post("/descend", SOUND["descend"] | {"steps": steps}), 422, "wrong-type")
    assert (error["loc"], error["message"]) == (["steps"], message)


def test_an_object_of_any_keys_is_not_gone_through_key_by_key() -> None:
    """Each key held against each would take minutes for as many as a body has room for."""
    compared = 0

    class Key(str):
        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    found = {Key(f"k{k}"): 1 for k in range(100)}
    compared = 0
    Fields(found, found)

    assert compared == 0


def test_many_questions_are_left_to_a_worker() -> None:
    """Reading them takes longer than the event loop may be held up; a few are answered at once."""
    request = {"expression": "f = x", "inputs": {"x": 1}}
    asked = {"node": "x", "quantity": "value", "answer": "1"}
    context = Context(Limits(), 100)

    def inline(count: int) -> bool:
        body = json.dumps(request | {"questions": [asked] * count}).encode()
        return try_inline(work_of("grade"), body, context, 1e9) is not None

    assert (inline(INLINE_QUESTIONS), inline(INLINE_QUESTIONS + 1)) == (True, False)
