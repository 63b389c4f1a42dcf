"""Graphs: order, columns, views, values."""
# ruff: noqa: E501  (a case a line reads better than a case over three)

from __future__ import annotations

import itertools
import random
from heapq import heapify, heappop, heappush

import numpy as np
import pytest

from app.engine.document import read_document, write_document
from app.engine.errors import EngineError, GraphError, InputError
from app.engine.order import forward_order

from .graphs import chain_rule, document, leaf, op, random_document, shuffled


def kahn_with_one_heap(inputs: list[tuple[int, ...]]) -> list[int]:
    """The textbook form: of all that is ready, the smallest position first."""
    open_inputs = [len(sources) for sources in inputs]
    ready = [i for i, count in enumerate(open_inputs) if count == 0]
    heapify(ready)
    order = []
    while ready:
        current = heappop(ready)
        order.append(current)
        for consumer, sources in enumerate(inputs):
            for source in sources:
                if source == current:
                    open_inputs[consumer] -= 1
                    if open_inputs[consumer] == 0:
                        heappush(ready, consumer)
    return order


@pytest.mark.parametrize("seed", range(50))
def test_forward_order_is_kahns_with_the_smallest_position_first(seed: int) -> None:
    """Whatever order a document has, the forward order is the one that a heap of all ready nodes gives."""
    rng = random.Random(seed)
    size = rng.randrange(1, 40)
    names = list(range(size))
    rng.shuffle(names)
    inputs: list[tuple[int, ...]] = [()] * size
    for i, position in enumerate(names):
        inputs[position] = tuple(rng.choices(names[:i], k=rng.randrange(4))) if i else ()

    assert list(forward_order(inputs)) == kahn_with_one_heap(inputs)


def test_a_topological_document_keeps_its_order() -> None:
    """The order of nodes stands where it is a topological one, leaves in between included."""
    graph = read_document(document(leaf("a", 1), op("b", "neg", "a"), leaf("c", 2), op("d", "add", "b", "c")))

    assert graph.ids == ("a", "b", "c", "d")
    assert list(graph.position) == [0, 1, 2, 3]


def test_columns_are_by_slot_whatever_the_document_order() -> None:
    """Slots are forward order; position leads back into the document."""
    given = chain_rule()
    given["nodes"].reverse()
    graph = read_document(given)

    assert graph.ids == ("z", "y", "x", "q", "f")
    assert list(graph.position) == [2, 3, 4, 1, 0]
    assert list(graph.inputs) == [(), (), (), (2, 1), (3, 0)]
    assert graph.values == (-4.0, 5.0, -2.0, None, None)
    assert graph.edge_start == [0, 0, 0, 0, 2, 4]
    assert [(e.source, e.target, e.index) for e in graph.edges] == [
        (2, 3, 0),
        (1, 3, 1),
        (3, 4, 0),
        (0, 4, 1),
    ]
    assert graph.node(4).inputs == ("q", "z")
    assert graph.node(4).op == "mul"
    assert graph.slot == {"z": 0, "y": 1, "x": 2, "q": 3, "f": 4}


def test_the_same_node_may_feed_one_op_twice() -> None:
    """x*x has two edges that differ in their index."""
    graph = read_document(document(leaf("x", 3), op("f", "mul", "x", "x")))

    assert [(e.source, e.target, e.index) for e in graph.edges] == [(0, 1, 0), (0, 1, 1)]


@pytest.mark.parametrize(("cycle", "message"), [
    (["a"], "a is its own input, so it can never be computed."),
    (["a", "b"], "These nodes need each other: a -> b -> a."),
    (list("abcdef"), "These nodes need each other: a -> b -> c -> d -> e -> f -> a."),
])  # fmt: skip
def test_a_cycle_is_named_in_the_direction_values_flow(cycle: list[str], message: str) -> None:
    """The message walks along the cycle once."""
    nodes = [op(name, "neg", cycle[i - 1]) for i, name in enumerate(cycle)]

    with pytest.raises(GraphError) as caught:
        read_document(document(leaf("x", 1), *nodes))

    assert (caught.value.code, caught.value.message) == ("cycle", message)
    assert caught.value.node == "a"
    assert caught.value.loc == ("nodes", 1)


def test_of_a_long_cycle_only_a_few_nodes_are_named() -> None:
    """Five thousand names help nobody."""
    nodes = [op(f"v{i}", "neg", f"v{(i - 1) % 5000}") for i in range(5000)]

    with pytest.raises(GraphError) as caught:
        read_document(document(*nodes))

    assert caught.value.message == (
        "These nodes need each other: v0 -> v1 -> v2 -> v3 -> v4 -> v5 -> ... (5,000 nodes) -> v0."
    )


def test_constants_and_what_depends_on_them_alone_are_fixed() -> None:
    """Nothing is folded, but no gradient flows to a constant or to an op of constants; an open port is not fixed."""
    graph = read_document(document(
        leaf("x", 1), leaf("c", 2, "constant"), op("cc", "mul", "c", "c"), op("f", "add", "cc", "x"), op("g", "add", "c", None)
    ))  # fmt: skip

    assert dict(zip(graph.ids, graph.fixed, strict=True)) == {
        "x": False,
        "c": True,
        "cc": True,
        "f": False,
        "g": False,
    }


def test_with_values_gives_another_graph_and_leaves_this_one() -> None:
    """A graph never changes; shapes are free to."""
    graph = read_document(chain_rule())

    other = graph.with_values({"x": [1, 2], "y": "-Infinity", "nowhere": 1})

    assert graph.values == (-2.0, 5.0, -4.0, None, None)
    assert np.array_equal(other.values[0], [1.0, 2.0])
    assert other.values[1:3] == (float("-inf"), -4.0)
    assert other.unused_inputs == ("nowhere",)
    with pytest.raises(ValueError, match="read-only"):
        other.values[0][0] = 5.0


def test_an_op_cannot_be_given_a_value() -> None:
    """Only leaves have values of their own."""
    with pytest.raises(InputError) as caught:
        read_document(chain_rule()).with_values({"q": 1})

    assert caught.value.code == "not-a-leaf"
    assert (
        caught.value.message == "q is an op, and only inputs, parameters and constants can be given a value."
    )
    assert (caught.value.node, caught.value.loc) == ("q", ("inputs", "q"))


def test_parameters_marks_leaves_as_parameters() -> None:
    """Names given beside the document count as parameters, whatever kind the nodes declare."""
    graph = read_document(chain_rule(), parameters=["z"])

    assert graph.kinds == ("input", "input", "parameter", "op", "op")
    with pytest.raises(InputError) as caught:
        read_document(chain_rule(), parameters=["zz"])
    assert (caught.value.code, caught.value.hint) == ("unknown-node", "Did you mean z?")
    with pytest.raises(InputError) as caught:
        read_document(chain_rule(), parameters=["q"])
    assert caught.value.code == "not-a-leaf"


@pytest.mark.parametrize("seed", range(20))
def test_a_document_written_and_read_again_is_the_same_graph(seed: int) -> None:
    """from_document and to_document are inverse to each other, document order included."""
    given = shuffled(random_document(seed), seed)
    given |= {
        "name": "Random",
        "groups": [{"id": "g", "nodes": [given["nodes"][0]["id"]]}],
        "meta": {"a": [1]},
    }
    given["layout"] = {"nodes": {"x0": [1, 2.5]}, "edges": {"x0>v9:0": [[0, 0], [1, 1]]}}

    once = write_document(read_document(given))
    twice = write_document(read_document(once))

    assert once == twice
    assert [node["id"] for node in once["nodes"]] == [node["id"] for node in given["nodes"]]
    assert once["layout"] == given["layout"] and once["meta"] == given["meta"] and once["name"] == "Random"


def test_captions_travel_with_their_nodes() -> None:
    """label and role are kept through sorting."""
    graph = read_document(document(
        {"id": "f", "op": "neg", "inputs": ["w"], "label": "loss"}, {"id": "w", "value": 1, "role": "weight"}
    ))  # fmt: skip

    assert (graph.labels, graph.roles) == ((None, "loss"), ("weight", None))
    assert write_document(graph)["nodes"][0]["label"] == "loss"


def test_ten_thousand_nodes_and_a_chain_a_hundred_thousand_deep_are_read() -> None:
    """Nothing recurses: depth costs no stack, in the given order or against it."""
    from app.engine.limits import UNLIMITED

    nodes = [leaf("v0", 1.0), *(op(f"v{i}", "neg", f"v{i - 1}") for i in range(1, 100_001))]
    graph = read_document({"nodes": nodes[::-1]}, limits=UNLIMITED)
    assert graph.ids[0] == "v0" and graph.ids[-1] == "v100000"

    wide = [leaf("x", 1.0), *(op(f"v{i}", "neg", "x") for i in range(9_999))]
    assert len(read_document({"nodes": wide})) == 10_000


def test_every_permutation_of_a_small_document_has_the_same_edges() -> None:
    """Order of declaration changes slots, never what is connected to what."""
    nodes = chain_rule()["nodes"]
    for order in itertools.permutations(nodes):
        graph = read_document(document(*order))
        edges = {(graph.ids[e.source], graph.ids[e.target], e.index) for e in graph.edges}
        assert edges == {("x", "q", 0), ("y", "q", 1), ("q", "f", 0), ("z", "f", 1)}


def test_errors_of_the_engine_are_in_the_reference() -> None:
    """Every code that the engine can raise has a title and a sentence."""
    import re
    from pathlib import Path

    from app.engine import errors

    engine = Path(errors.__file__).parent
    raised = re.compile(r'(?:GraphError|InputError|ShapeError|SourceError|LimitError)\(\s*"([a-z-]+)"')
    codes = {
        code for path in engine.rglob("*.py") for code in raised.findall(path.read_text(encoding="utf-8"))
    }

    assert len(codes) > 20
    assert codes <= errors.CODES.keys()
    assert errors.LIMIT_SENTENCES.keys() <= errors.CODES.keys()
    assert all(entry.sentence.endswith(".") and entry.title for entry in errors.CODES.values())
    assert issubclass(errors.LimitError, EngineError)
