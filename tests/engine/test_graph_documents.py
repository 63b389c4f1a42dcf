"""The rules of the graph document: every way to fail, and that the quick and the careful reader agree."""
# ruff: noqa: E501  (a case a line reads better than a case over three)

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_carefully, read_document, write_document
from app.engine.errors import EngineError, LimitError
from app.engine.limits import Limits
from app.engine.quick import quick_read

from .graphs import chain_rule, document, leaf, op, random_document, shuffled

X = leaf("x", 1)


def refused(given: Any, **keywords: Any) -> EngineError:
    with pytest.raises(EngineError) as caught:
        read_document(given, **keywords)
    return caught.value


FAULTS = [
    (None, "wrong-type", (), "A graph document is null; an object is expected."),
    ([], "wrong-type", (), "A graph document is a list; an object is expected."),
    ({}, "missing-key", (), "A graph document has no nodes."),
    ({"nodes": {}}, "wrong-type", ("nodes",), "nodes of a graph document are an object; a list is expected."),
    ({"nodes": None}, "wrong-type", ("nodes",), "nodes of a graph document are null; a list is expected."),
    ({"nodes": [], "nodse": 1}, "unknown-key", ("nodse",), "A graph document has no key nodse."),
    ({"nodes": [X], "meta": 1}, "wrong-type", ("meta",), "meta of a graph document is a number; an object is expected."),
    ({"nodes": [X], "name": 1}, "wrong-type", ("name",), "name of a graph document is a number; a string is expected."),
    ({"nodes": [1]}, "wrong-type", ("nodes", 0), "A node is a number; an object is expected."),
    ({"nodes": [{"value": 1}]}, "missing-key", ("nodes", 0), "A node has no id."),
    ({"nodes": [{"id": 1}]}, "wrong-type", ("nodes", 0, "id"), "A node's id is a number; a string is expected."),
    ({"nodes": [{"id": ["x"]}]}, "wrong-type", ("nodes", 0, "id"), "A node's id is a list; a string is expected."),
    ({"nodes": [{"id": "1x"}]}, "bad-id", ("nodes", 0, "id"), "1x is not an id."),
    ({"nodes": [{"id": ""}]}, "bad-id", ("nodes", 0, "id"), "An empty string is not an id."),
    ({"nodes": [{"id": "\u03b1"}]}, "bad-id", ("nodes", 0, "id"), "\u03b1 is not an id."),
    ({"nodes": [{"id": "x\n"}]}, "bad-id", ("nodes", 0, "id"), "x\\n is not an id."),
    ({"nodes": [{"id": "x\u202e"}]}, "bad-id", ("nodes", 0, "id"), "x\\u202e is not an id."),
    ({"nodes": [{"id": "x" * 201}]}, "bad-id", ("nodes", 0, "id"), "An id has at most 200 characters, and this one 201."),
    ({"nodes": [{"id": "None"}]}, "bad-id", ("nodes", 0, "id"),
     "None is a value of the expression language and cannot be an id."),
    ({"nodes": [{"id": "x", "vlaue": 1}]}, "unknown-key", ("nodes", 0, "vlaue"), "A node has no key vlaue."),
    ({"nodes": [X, X]}, "duplicate-id", ("nodes", 1, "id"), "x is the id of two nodes, number 1 and number 2."),
    ({"nodes": [{"id": "x", "kind": "inptu"}]}, "bad-kind", ("nodes", 0, "kind"), "inptu is not a kind of node."),
    ({"nodes": [{"id": "x", "kind": 1}]}, "wrong-type", ("nodes", 0, "kind"), "The kind of x is a number; a string is expected."),
    ({"nodes": [{"id": "x", "kind": "op"}]}, "missing-key", ("nodes", 0), "The op x has no op."),
    ({"nodes": [{"id": "x", "op": 3}]}, "wrong-type", ("nodes", 0, "op"), "The op of x is a number; a string is expected."),
    ({"nodes": [{"id": "x", "op": "tahn", "inputs": []}]}, "unknown-op", ("nodes", 0, "op"),
     "tahn is not an op. Did you mean tanh?"),
    ({"nodes": [{"id": "x", "op": "tanh"}]}, "missing-key", ("nodes", 0), "The op x has no inputs."),
    ({"nodes": [{"id": "f", "op": "tanh", "inputs": "x"}, X]}, "wrong-type", ("nodes", 0, "inputs"),
     "inputs of f are a string; a list of ids is expected."),
    ({"nodes": [X, op("f", "add", "x")]}, "wrong-operand-count", ("nodes", 1, "inputs"),
     "add takes 2 operands (x, y), and f has 1."),
    ({"nodes": [X, op("f", "tanh", "x", "x")]}, "wrong-operand-count", ("nodes", 1, "inputs"),
     "tanh takes 1 operand (x), and f has 2."),
    ({"nodes": [op("f", "concat")]}, "wrong-operand-count", ("nodes", 0, "inputs"),
     "concat takes at least 1 operand (x), and f has 0."),
    ({"nodes": [X, op("f", "add", "x", "y")]}, "unknown-node", ("nodes", 1, "inputs", 1),
     "f reads from y, which is no node of the graph."),
    ({"nodes": [X, {"id": "f", "op": "neg", "inputs": [0]}]}, "wrong-type", ("nodes", 1, "inputs", 0),
     "An input of f is a number; the id of a node, or null is expected."),
    ({"nodes": [X, {"id": "f", "op": "neg", "inputs": [["x"]]}]}, "wrong-type", ("nodes", 1, "inputs", 0),
     "An input of f is a list; the id of a node, or null is expected."),
    ({"nodes": [X, {**op("f", "neg", "x"), "value": 2}]}, "not-a-leaf", ("nodes", 1, "value"),
     "f is an op, and only inputs, parameters and constants have a value of their own."),
    ({"nodes": [{"id": "x", "kind": "input", "op": "neg"}]}, "unknown-key", ("nodes", 0, "op"),
     "x is an input, and only ops have op."),
    ({"nodes": [X, op("f", "neg", "x", slope=1)]}, "unknown-setting", ("nodes", 1, "attrs"), "neg has no setting 'slope'."),
    ({"nodes": [X, {**op("f", "neg", "x"), "attrs": []}]}, "wrong-type", ("nodes", 1, "attrs"),
     "attrs of f are a list; an object is expected."),
    ({"nodes": [X, op("f", "leaky_relu", "x", slope="big")]}, "bad-setting", ("nodes", 1, "attrs"),
     "The setting slope of leaky_relu must be a finite number, not 'big'."),
    ({"nodes": [X, op("f", "clip", "x")]}, "bad-setting", ("nodes", 1, "attrs"), None),
    ({"nodes": [{"id": "x", "label": 1}]}, "wrong-type", ("nodes", 0, "label"), "label of x is a number; a string is expected."),
    ({"nodes": [X], "outputs": "x"}, "wrong-type", ("outputs",), "outputs are a string; a list of ids is expected."),
    ({"nodes": [X], "outputs": ["y"]}, "unknown-node", ("outputs", 0), "y, named in outputs, is no node of the graph."),
    ({"nodes": [X], "outputs": [["x"]]}, "wrong-type", ("outputs", 0), "An entry of outputs is a list; the id of a node is expected."),
    ({"nodes": [X], "groups": {}}, "wrong-type", ("groups",), "groups are an object; a list is expected."),
    ({"nodes": [X], "groups": [{"id": "g", "nodes": ["y"]}]}, "unknown-node", ("groups", 0, "nodes", 0),
     "y, named in nodes of a group, is no node of the graph."),
    ({"nodes": [X], "groups": [{"id": "g", "opne": True}]}, "unknown-key", ("groups", 0, "opne"), "A group has no key opne."),
    ({"nodes": [X], "groups": [{"id": "g", "parent": "h"}]}, "unknown-group", ("groups",),
     "h, the parent of g, is no group of the graph."),
    ({"nodes": [X], "groups": [{"id": "g", "parent": "h"}, {"id": "h", "parent": "g"}]}, "bad-group", ("groups",),
     "The group g is inside itself."),
    ({"nodes": [X], "groups": [{"id": "g"}, {"id": "g"}]}, "duplicate-id", ("groups", 1, "id"), "g is the id of two groups."),
    ({"nodes": [X], "layout": []}, "wrong-type", ("layout",), "layout is a list; an object is expected."),
    ({"nodes": [X], "layout": {"nodes": {"x": [1]}}}, "bad-layout", ("layout", "nodes", "x"),
     "The place of x is not two finite numbers, [x, y]."),
    ({"nodes": [X], "layout": {"edges": {"x>f:0": [1, 2]}}}, "bad-layout", ("layout", "edges", "x>f:0"),
     "The place of x>f:0 is not a list of positions, [[x, y], ...]."),
    *(
        ({"nodes": [X], "layout": {"edges": {key: []}}}, "bad-layout", ("layout", "edges", key),
         f"{key} is not the key of an edge.")
        for key in ("q-f", "x>f", "x>f:", "x>f:00", "x>f:-1", "x>>f:0", "")
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "loc", "message"), FAULTS, ids=[f"{i}-{f[1]}" for i, f in enumerate(FAULTS)]
)
def test_what_does_not_fit_is_refused_with_its_place(
    given: Any, code: str, loc: tuple[str | int, ...], message: str | None
) -> None:
    """Code, place and words of every fault a document can have; the place begins where the caller says."""
    error = refused(given, loc=("graph",))

    assert (error.code, error.loc) == (code, ("graph", *loc))
    assert message is None or error.message == message


def test_hints_name_what_was_probably_meant() -> None:
    """A slip in a key, an op, a kind or an id is answered with the nearest one."""
    assert refused({"nodes": [], "nodse": 1}).hint == "Did you mean nodes?"
    assert refused({"nodes": [{"id": "x", "vlaue": 1}]}).hint == "Did you mean value?"
    assert refused({"nodes": [{"id": "x", "kind": "inptu"}]}).hint == "Did you mean input?"
    assert refused(document(leaf("loss", 1), op("f", "neg", "los"))).hint == "Did you mean loss?"
    assert (
        refused({"nodes": [X], "wholly_else": 1}).hint
        == "The keys are name, nodes, outputs, groups, layout and meta."
    )


@pytest.mark.parametrize(("value", "code"), [
    (True, "not-a-number"), ("1", "not-a-number"), ("nan", "not-a-number"), ([1, None], "not-a-number"),
    ([[1], ["2"]], "not-a-number"), ([1, True], "not-a-number"), (10**400, "not-a-number"), ([10**400], "not-a-number"),
    ({}, "not-a-number"), ([[1, 2], [3]], "ragged-array"), ([1, [2]], "ragged-array"), ([[1], 2], "ragged-array"),
    ([[[1]], [[1, 2]]], "ragged-array"),
])  # fmt: skip
def test_what_is_no_value_is_refused(value: Any, code: str) -> None:
    """A number is a JSON number within float64 or one of three strings; arrays are rectangular."""
    error = refused(document({"id": "x", "value": value}))

    assert (error.code, error.node, error.loc) == (code, "x", ("nodes", 0, "value"))
    assert str(value) not in error.message


@pytest.mark.parametrize(("value", "shape"), [
    (1, ()), (-0.5, ()), ("NaN", ()), ("Infinity", ()), ([], (0,)), ([[], []], (2, 0)), ([1, "-Infinity"], (2,)),
    ([[1, 2.5, "NaN"]], (1, 3)), ([[[1], [2]], [[3], [4]]], (2, 2, 1)),
])  # fmt: skip
def test_a_value_keeps_its_shape(value: Any, shape: tuple[int, ...]) -> None:
    """A number has shape (); nested lists have theirs; everything is float64."""
    read = read_document(document({"id": "x", "value": value})).values[0]

    assert np.shape(read) == shape
    assert isinstance(read, float) if shape == () else read.dtype == np.float64


def test_null_is_no_value_and_an_open_port() -> None:
    """A leaf may lack a value; an op may lack an input: both are for later."""
    graph = read_document(document({"id": "x", "value": None}, op("f", "add", "x", None)))

    assert graph.values == (None, None)
    assert list(graph.inputs) == [(), (0, -1)]
    assert graph.node(1).inputs == ("x", None)
    assert [e.index for e in graph.edges] == [0]


def test_kind_may_be_left_out() -> None:
    """A node with an op is an op, one without is an input."""
    graph = read_document(document({"id": "x", "value": 1}, {"id": "f", "op": "neg", "inputs": ["x"]}))

    assert graph.kinds == ("input", "op")


def test_at_most_twenty_errors_are_collected() -> None:
    """A document full of faults gets twenty of them, each with its place."""
    error = refused(
        {
            "nodes": [
                {"id": "x", "value": True},
                *({"id": f"v{i}", "op": "tahn", "inputs": []} for i in range(100)),
            ]
        }
    )

    assert len(error.errors) == 20
    assert [single.code for single in error.errors] == ["not-a-number"] + ["unknown-op"] * 19
    assert error.errors[7].loc == ("nodes", 7, "op")
    assert error.message == error.errors[0].message


@pytest.mark.parametrize(
    "nodes",
    [
        [X, op("f", "stack", *["nobody"] * 40_000)],
        [X, op("f", "stack", *[7] * 40_000)],
        [X] * 9000,
    ],
    ids=["one node that reads from many", "and from what is no id", "one id many times"],
)
def test_no_more_errors_are_made_than_are_told(nodes: list[Any]) -> None:
    """What one node, or one id, has wrong many times is not put into words forty thousand times."""
    assert len(refused(document(*nodes)).errors) == 20


def test_hostile_names_are_never_echoed_whole() -> None:
    """A message stays short, however long the name is that it is about."""
    long = "x" * 100_000
    for given in ({long: 1, "nodes": []}, {"nodes": [{"id": long + "-"}]}, document(X, op("f", "neg", long)),
                  document({"id": "f", "op": long, "inputs": []})):  # fmt: skip
        error = refused(given)
        assert len(error.message) < 200
        assert all(len(str(part)) < 200 for part in error.loc)


LIMITS = Limits(max_nodes=3, max_edges=4, max_entries=6, max_dims=2)


@pytest.mark.parametrize(("passes", "fails", "code", "message"), [
    ([leaf("a", 1)] * 0 + [leaf(n, 1) for n in "abc"], [leaf(n, 1) for n in "abcd"], "node-limit",
     "The graph has 4 nodes; the limit is 3."),
    ([leaf("a", 1), op("f", "concat", *"aaaa")], [leaf("a", 1), op("f", "concat", *"aaaaa")], "edge-limit",
     "The graph has 5 edges; the limit is 4."),
    ([leaf("a", [1] * 6)], [leaf("a", [1] * 7)], "entry-limit", "The graph needs 7 tensor entries; the limit is 6."),
    ([leaf("a", [[1]])], [leaf("a", [[[1]]])], "dimension-limit", "A tensor has 3 dimensions; the limit is 2."),
])  # fmt: skip
def test_a_size_at_its_limit_passes_and_one_past_it_fails(
    passes: list[Any], fails: list[Any], code: str, message: str
) -> None:
    """The message names the limit and the size seen."""
    read_document({"nodes": passes}, limits=LIMITS)

    error = refused({"nodes": fails}, limits=LIMITS)

    assert isinstance(error, LimitError)
    assert (error.code, error.message) == (code, message)


def test_deep_nesting_costs_no_stack() -> None:
    """A list ten thousand deep is refused for its dimensions."""
    value: Any = 1
    for _ in range(10_000):
        value = [value]

    assert refused(document({"id": "x", "value": value})).code == "dimension-limit"


@pytest.mark.parametrize("seed", range(60))
def test_the_quick_and_the_careful_reader_make_the_same_graph(seed: int) -> None:
    """Speed changes nothing: every column is the same."""
    given = shuffled(random_document(seed, size=5 + seed), seed)
    given["nodes"][0]["label"] = "first"
    given["nodes"][-1]["role"] = "weight"
    given["nodes"].append(op("extra", "leaky_relu", given["nodes"][0]["id"], slope=0.2))

    quick, careful = quick_read(given, Limits()), read_carefully(given, Limits())

    assert quick is not None
    for column in ("ids", "kinds", "ops", "attrs", "inputs", "values", "labels", "roles", "fixed", "outputs"):
        assert list(getattr(quick, column)) == list(getattr(careful, column)), column
    assert list(quick.position) == list(careful.position)
    assert write_document(quick) == write_document(careful)


@pytest.mark.parametrize("given", [f[0] for f in FAULTS])
def test_the_quick_reader_lets_nothing_through(given: Any) -> None:
    """What the careful reader refuses, the quick one leaves to it, and neither changes the document."""
    before = copy.deepcopy(given)

    assert quick_read(given, Limits()) is None
    assert given == before


def test_the_usual_document_is_read_quickly() -> None:
    """Kinds given or left out, captions, settings and tensors are all usual."""
    assert quick_read(chain_rule(), Limits()) is not None
    assert quick_read(
        document({"id": "x", "value": [[1, 2]], "role": "weight"}, op("f", "sum", "x", axis=0)), Limits()
    )
