"""Composites open into their primitives and close again; what happens at their border does not change."""

import numpy as np
import pytest

from app.engine.document import read_document, write_document
from app.engine.errors import GraphError, InputError
from app.engine.limits import MAX_ID_LENGTH
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate
from app.engine.program import parse
from app.engine.rewrite import collapse, expand

COMPOSITES = [op for op in REGISTRY.values() if op.primitives is not None]

# Beyond this the parts overflow where the composite does not: that is why the composite is one op, and what the
# warnings show on the node where it begins.
PARTS_OVERFLOW = 100.0
CASES = [
    pytest.param(op, example, id=f"{op.name}{k}")
    for op in COMPOSITES
    for k, example in enumerate(op.examples)
    if all(np.abs(np.asarray(v, float)).max() < PARTS_OVERFLOW for v in example if not isinstance(v, dict))
]


def graph_of(op, example):
    """A graph with *op* on one of its examples, the op's output turned into a scalar by weights that differ."""
    settings = example[-1] if isinstance(example[-1], dict) else {}
    values = [value for value in example if not isinstance(value, dict)]
    shape = np.shape(REGISTRY[op.name].forward([np.asarray(v, float) for v in values], settings))
    weights = np.arange(1.0, 1.0 + np.prod(shape, dtype=int)).reshape(shape) / 7
    leaves = [{"id": f"i{k}", "value": np.asarray(v, float).tolist()} for k, v in enumerate(values)]
    return read_document(
        {
            "nodes": [
                *leaves,
                {
                    "id": "s",
                    "op": op.name,
                    "inputs": [leaf["id"] for leaf in leaves],
                    "attrs": settings,
                    "label": "S",
                },
                {"id": "k", "kind": "constant", "value": weights.tolist()},
                {"id": "weighed", "op": "mul", "inputs": ["s", "k"]},
                {"id": "f", "op": "sum", "inputs": ["weighed"]},
            ],
            "outputs": ["f"],
        }
    )


@pytest.mark.parametrize(("op", "example"), CASES)
def test_opening_a_composite_changes_nothing_at_its_border(op, example):
    """The value under the composite's id, and every gradient outside the group, stay the same numbers."""
    closed = graph_of(op, example)
    opened, group = expand(closed, "s")

    before, after = evaluate(closed), evaluate(opened)
    for name in closed.ids:
        np.testing.assert_allclose(after.value_of(name), before.value_of(name), rtol=1e-12, atol=1e-14)
        if before.gradient_of(name) is not None:
            np.testing.assert_allclose(
                after.gradient_of(name), before.gradient_of(name), rtol=1e-10, atol=1e-12
            )
    assert group["nodes"][-1] == "s"
    assert all(name == "s" or name.startswith("s__") for name in group["nodes"])


@pytest.mark.parametrize(("op", "example"), CASES)
def test_closing_gives_back_the_graph_that_was_opened(op, example):
    """Collapse after expand is the identity, captions and settings included."""
    closed = graph_of(op, example)
    opened, group = expand(closed, "s")

    assert write_document(collapse(opened, group["id"])) == write_document(closed)


def test_sigmoids_parts_are_the_decks():
    """Times -1, exponential, plus 1, to the power -1; the last one keeps the name."""
    opened, group = expand(parse("x = 1\nz = sigmoid(x)").graph, "z")

    parts = {node.id: (node.op, node.inputs, node.value) for node in opened.nodes}
    assert parts == {
        "x": (None, (), 1.0),
        "z__c1": (None, (), -1.0),
        "z__mul1": ("mul", ("x", "z__c1"), None),
        "z__exp1": ("exp", ("z__mul1",), None),
        "z__c2": (None, (), 1.0),
        "z__add1": ("add", ("z__exp1", "z__c2"), None),
        "z__c3": (None, (), -1.0),
        "z": ("pow", ("z__add1", "z__c3"), None),
    }
    assert group == {
        "id": "z",
        "op": "sigmoid",
        "attrs": {},
        "label": None,
        "nodes": ["z__c1", "z__mul1", "z__exp1", "z__c2", "z__add1", "z__c3", "z"],
        "parent": None,
        "open": True,
    }


def test_a_group_inside_a_group_closes_with_it():
    """A part that is itself a composite opens into a group of its own, and folds back with the outer one."""
    closed = parse("x = 2\nz = silu(x)\nf = z * x").graph
    outer, group = expand(closed, "z")
    composite = next(n.id for n in outer.nodes if n.id in group["nodes"] and n.op == "sigmoid")
    inner, nested = expand(outer, composite)

    assert nested["parent"] == group["id"]
    assert write_document(collapse(inner, group["id"])) == write_document(closed)


EDITS = {
    "another op inside": lambda nodes: nodes["z__exp1"].update(op="sin"),
    "another constant": lambda nodes: nodes["z__c2"].update(value=2),
    "other wires": lambda nodes: nodes["z__add1"].update(inputs=["z__c2", "z__exp1"]),
    "a part used outside": lambda nodes: nodes["f"].update(inputs=["z__exp1"]),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_group_that_was_edited_inside_is_not_folded(edit):
    """Folding would throw the edit away, so it is refused and nothing is lost."""
    opened, _ = expand(parse("x = 1\nz = sigmoid(x)\nf = square(z)").graph, "z")
    document = write_document(opened)
    edit({node["id"]: node for node in document["nodes"]})

    with pytest.raises(GraphError) as caught:
        collapse(read_document(document), "z")

    assert caught.value.code == "group-changed"
    assert (
        caught.value.message == "Group z is no longer what sigmoid is made of, so it cannot be folded back."
    )


def test_a_part_that_is_an_output_is_not_folded_away():
    """An output is named outside the group, so its node cannot vanish."""
    document = write_document(expand(parse("x = 1\nz = sigmoid(x)").graph, "z")[0])

    with pytest.raises(GraphError) as caught:
        collapse(read_document(document | {"outputs": ["z__exp1"]}), "z")

    assert caught.value.code == "group-changed"


@pytest.mark.parametrize(
    ("act", "error", "code", "message"),
    [
        (lambda g: expand(g, "x"), GraphError, "not-a-composite", "x cannot be opened: it is a leaf."),
        (lambda g: expand(g, "f"), GraphError, "not-a-composite", "f cannot be opened: exp has no parts."),
        (lambda g: expand(g, "y"), GraphError, "unknown-node", "There is no node y."),
        (lambda g: collapse(g, "mine"), GraphError, "group-has-no-op",
         "Group mine stands for no op, so there is no node to put in its place."),
        (lambda g: collapse(g, "mime"), GraphError, "unknown-group", "There is no group mime."),
        (lambda g: expand(g, "m"), InputError, "missing-value",
         "The shape of u is not known yet, and what the op is made of depends on it."),
    ],
)  # fmt: skip
def test_what_cannot_be_opened_or_closed_says_why(act, error, code, message):
    """Code and sentence name the node or the group."""
    document = write_document(parse("u: input\nx = 1\nf = exp(x)\nm = half_mse(u, x)").graph)
    document["groups"] = [{"id": "mine", "op": None, "nodes": ["f"]}]

    with pytest.raises(error) as caught:
        act(read_document(document))

    assert (caught.value.code, caught.value.message) == (code, message)


def test_an_open_port_is_named():
    """A composite with a port that nothing feeds has no parts to wire."""
    graph = read_document({"nodes": [{"id": "s", "op": "sigmoid", "inputs": [None]}]})

    with pytest.raises(GraphError) as caught:
        expand(graph, "s")

    assert caught.value.code == "open-port"


def test_parts_of_a_node_with_the_longest_id_have_ids_that_fit() -> None:
    """An expanded graph can be sent back."""
    name = "s" * MAX_ID_LENGTH
    graph = read_document(
        {"nodes": [{"id": "x", "value": 1.0}, {"id": name, "op": "sigmoid", "inputs": ["x"]}]}
    )
    opened, _group = expand(graph, name)
    assert opened.ids[-1] == name
    assert read_document(write_document(opened)).ids == opened.ids
