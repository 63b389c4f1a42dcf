"""Printing: the text gives the graph back, keeps what did not change, and grows with the graph only."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document, write_document
from app.engine.errors import GraphError, LimitError
from app.engine.limits import UNLIMITED, Limits
from app.engine.printer import expression_of, print_program
from app.engine.program import parse
from app.engine.writing import number_text
from tests.engine.random_graphs import Document, document_of, random_document, scrambled
from tests.engine.round_trip import assert_round_trip, content


@pytest.mark.parametrize("block", range(20))
def test_reading_what_was_printed_gives_the_graph_back(block: int) -> None:
    """For 2,000 random graphs: ids, order, kinds, ops, settings, inputs, finite values and output are the same."""
    for seed in range(block * 100, block * 100 + 100):
        assert_round_trip(document_of(seed), seed)


TEXTS = [
    "q = x + y\nf = q*z",
    "x = -2\nw: parameter = 5\nf = x*w",
    "c: constant = 2\nx: input\nw: parameter\nc*2",
    "f = -2**2 + neg(2)*x - (-2)**2",
    "f = 2**-1 - -x**-2**y",
    "(a**b)**c**d",
    "a - (b - c) - d/(e/g)/h",
    "-(a + b)*-c",
    "(a < b)*(c >= d) + (a == b)",
    "(a < b) < c",
    "a @ b @ c + (a @ (b @ c)).T",
    "f = (2).T + [1, 2].T",
    "[1, 2][0] + x[0, -1, 1:3, :, 2:, :-1]",
    "a = b",
    "f = identity(x*y)",
    "identity(b)",
    "pi*2 + pi",
    "pi = 3\nf = pi*2",
    "clip(x, 0, 1) + leaky_relu(x, slope=0.1)",
    'gelu(x, approximate="tanh")',
    "concat(a, b, c, axis=1) + stack(a) + sum(x, axis=[0, 1], keepdims=True)",
    "reshape(x, [2, -1]) + transpose(x, axes=[1, 0])",
    "f = x*2\ng = f + 1\nf",
    "x",
    "2",
    "x = [[1, 2], [3, 4.5]]",
    "_add7 = x + y\nf = _add7*_add7",
    "_add1 = x + y\nf = _add1*_add1 + z",
    "if = 3\nlambda = if*2",
    "",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_printer_writes_it_writes_again(text: str) -> None:
    """These texts are in the printer's own hand: reading and printing changes nothing."""
    assert print_program(parse(text).graph) == text


@pytest.mark.parametrize("text", TEXTS)
def test_an_unchanged_graph_keeps_its_source(text: str) -> None:
    """Comments, blanks and brackets of the source stay to the letter."""
    source = f"# top\n\n{text}  # end\n"
    assert print_program(parse(source).graph, source) == source


def test_a_node_out_of_number_gets_a_statement() -> None:
    """An id that reading would not give back is assigned in the text."""
    nodes = [
        {"id": "x"},
        {"id": "_add7", "op": "add", "inputs": ["x", "x"]},
        {"id": "f", "op": "neg", "inputs": ["_add7"]},
    ]
    graph = read_document({"nodes": nodes, "outputs": ["f"]})
    assert print_program(graph) == "_add7 = x + x\nf = -_add7"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1.0, float("-inf")]])
def test_a_leaf_that_is_not_finite_is_printed_without_its_value(value: Any) -> None:
    """No literal says NaN or infinity, so the kind alone is printed."""
    nodes = [{"id": name, "kind": kind, "value": value} for name, kind in zip("xwc", KINDS, strict=True)]
    graph = read_document({"nodes": nodes, "outputs": ["c"]})
    assert print_program(graph) == "x: input\nw: parameter\nc: constant"


KINDS = ("input", "parameter", "constant")


def test_an_open_port_is_refused() -> None:
    """A text cannot leave an operand out."""
    graph = read_document({"nodes": [{"id": "x"}, {"id": "f", "op": "add", "inputs": ["x", None]}]})
    with pytest.raises(GraphError) as caught:
        print_program(graph)
    assert (caught.value.code, caught.value.node) == ("open-port", "f")
    assert str(caught.value) == "Input 1 of f is not connected, and a text cannot say so."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-2.0, "-2"),
        (0.1, "0.1"),
        (-0.0, "-0.0"),
        (1e16, "1e+16"),
        (1e-5, "1e-05"),
        (5e-324, "5e-324"),
    ],
)
def test_numbers_are_short_and_exact(value: float, text: str) -> None:
    """A number is written with the fewest digits that give the same float64."""
    assert number_text(value) == text
    again = parse(f"x = {text}").graph.values[0]
    assert np.float64(again).tobytes() == np.float64(value).tobytes()


# -- a graph written back into its source -------------------------------------------------------------------------

SOURCE = """# header
x = -2   # the start
y = 5; z = -4

# a sum
q = x+y        # sum
f = q * z   # product
"""


def edited(change: Any) -> str:
    document = write_document(parse(SOURCE).graph)
    nodes = {node["id"]: node for node in document["nodes"]}
    change(document, nodes)
    graph = read_document(document)
    text = print_program(graph, SOURCE)
    assert sorted(content(parse(text).graph)) == sorted(content(graph))
    assert parse(text).graph.outputs == graph.outputs
    return text


def test_a_changed_value_rewrites_one_statement() -> None:
    """Every other character stays."""
    assert edited(lambda d, n: n["x"].update(value=3)) == SOURCE.replace("x = -2", "x = 3")


def test_a_changed_expression_keeps_its_comment() -> None:
    """The statement is rewritten where it stands."""
    assert edited(lambda d, n: n["q"].update(op="sub")) == SOURCE.replace("q = x+y", "q = x - y")


def test_a_new_output_is_appended() -> None:
    """What is new and last goes to the end."""

    def change(document: Document, nodes: Any) -> None:
        document["nodes"].append({"id": "g", "kind": "op", "op": "tanh", "inputs": ["f"]})
        document["outputs"] = ["g"]

    assert edited(change) == SOURCE + "g = tanh(f)\n"


def test_a_new_operand_is_inserted_before_its_first_use() -> None:
    """A statement that something needs goes before it."""

    def change(document: Document, nodes: Any) -> None:
        document["nodes"].append({"id": "w", "kind": "parameter", "value": 3})
        nodes["f"]["inputs"] = ["q", "w"]

    assert edited(change) == SOURCE.replace("f = q * z", "w: parameter = 3\nf = q*w")


def test_a_removed_node_takes_its_statement_with_it() -> None:
    """The comment beside it stays, on a line of its own."""

    def change(document: Document, nodes: Any) -> None:
        document["nodes"].remove(nodes["f"])
        document["nodes"].remove(nodes["z"])
        document["outputs"] = ["q"]

    assert edited(change) == SOURCE.replace("; z = -4", "").replace("f = q * z   # product", "# product")


def test_a_renamed_node_is_renamed_where_it_stands() -> None:
    """Its statement and those that use it are rewritten; comments and order stay."""

    def change(document: Document, nodes: Any) -> None:
        nodes["q"]["id"] = "total"
        nodes["f"]["inputs"] = ["total", "z"]
        nodes["x"]["id"] = "start"
        nodes["q"]["inputs"] = ["start", "y"]

    renamed = SOURCE.replace("x = -2", "start = -2").replace("q = x+y", "total = start + y")
    assert edited(change) == renamed.replace("f = q * z", "f = total*z")


def test_a_source_that_cannot_be_read_is_replaced() -> None:
    """The graph is what counts."""
    graph = parse("f = x*y").graph
    assert print_program(graph, "f = = 2") == "f = x*y"


def test_a_source_keeps_to_the_limits() -> None:
    """Text is text: the limits are those of an expression."""
    with pytest.raises(LimitError) as caught:
        print_program(parse("f = x").graph, "f = x + 1", Limits(max_tokens=4))
    assert caught.value.code == "token-limit"


@pytest.mark.parametrize("seed", range(150))
def test_a_merge_gives_the_graph_back(seed: int) -> None:
    """Whatever changed, the merged text reads as the new graph, and an unrelated source is no obstacle."""
    rng = np.random.default_rng(seed)
    document = random_document(rng, int(rng.integers(2, 16)))
    if seed % 2:
        document = scrambled(rng, document)
    source = print_program(read_document(document))
    changed = random_document(rng, 8) if seed % 10 == 0 else mutated(rng, document)
    graph = read_document(changed)
    again = parse(print_program(graph, source), limits=UNLIMITED).graph
    assert sorted(content(again), key=str) == sorted(content(graph), key=str)
    assert again.outputs == graph.outputs


def mutated(rng: np.random.Generator, document: Document) -> Document:
    """Change values and inputs, drop an unused node, add an op."""
    nodes = [dict(node) for node in document["nodes"]]
    for node in nodes:
        if "value" in node and rng.random() < 0.3:
            node["value"] = float(rng.integers(-5, 5))
    target = nodes[rng.integers(len(nodes))]["id"]
    nodes.append(
        {"id": f"new{rng.integers(9)}", "kind": "op", "op": "add", "inputs": [target, nodes[0]["id"]]}
    )
    outputs = [nodes[-1]["id"]] if rng.random() < 0.5 else document["outputs"]
    used = {source for node in nodes for source in node.get("inputs", ())} | set(outputs)
    unused = [node for node in nodes if node["id"] not in used]
    if unused:
        nodes.remove(unused[0])
    return {"nodes": nodes, "outputs": outputs}


# -- size ---------------------------------------------------------------------------------------------------------


def test_shared_nodes_are_printed_once() -> None:
    """Sixty doublings have 2**60 paths and sixty short lines."""
    text = "\n".join(["a0 = x + x", *(f"a{i} = a{i - 1} + a{i - 1}" for i in range(1, 60))])
    assert print_program(parse(text).graph) == text


def test_unnamed_shared_nodes_are_printed_once() -> None:
    """The same without names of the reader's own."""
    nodes: list[dict[str, Any]] = [{"id": "x"}]
    for i in range(1, 500):
        nodes.append({"id": f"_add{i}", "op": "add", "inputs": [nodes[-1]["id"]] * 2})
    graph = read_document({"nodes": nodes, "outputs": ["_add499"]})
    text = print_program(graph)
    assert len(text) < 15_000
    assert content(parse(text).graph) == content(graph)


@pytest.mark.parametrize(
    "text",
    [
        "f = " + " + ".join(["x"] * 3000),
        "f = " + "-" * 3000 + "x",
        "f = " + "**".join(["x"] * 3000),
        "f = " + "x - (" * 90 + "x" + ")" * 90,
        "f = " + "exp(" * 100 + "x" + ")" * 100,
    ],
    ids=["sum", "minus", "power", "brackets", "calls"],
)
def test_long_expressions_come_back(text: str) -> None:
    """Neither length nor nesting exhausts a stack, and what is printed nests no deeper than can be read."""
    graph = parse(text).graph
    assert content(parse(print_program(graph)).graph) == content(graph)


def test_printing_takes_steps_in_proportion_to_the_graph() -> None:
    """Ten times the nodes take about ten times the calls, not a hundred, and give ten times the text."""
    sizes = {}
    calls = {}
    for n in (1_000, 10_000):
        nodes: list[dict[str, Any]] = [{"id": "x"}]
        nodes += [
            {"id": f"_mul{i}", "op": "mul", "inputs": [nodes[0]["id"] if i == 1 else f"_mul{i - 1}", "x"]}
            for i in range(1, n)
        ]
        graph = read_document({"nodes": nodes, "outputs": [f"_mul{n - 1}"]})
        counter: list[int] = [0]
        sys.setprofile(lambda _frame, event, _arg, counter=counter: counter.__setitem__(0, counter[0] + 1))
        try:
            sizes[n] = len(print_program(graph))
        finally:
            sys.setprofile(None)
        calls[n] = counter[0]
    assert sizes[10_000] <= 12 * sizes[1_000]
    assert calls[10_000] <= 11 * calls[1_000]


# -- one node as an expression ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "node", "expression"),
    [
        ("f = (x + y)*z", "_add1", "x + y"),
        ("f = (x + y)*z", "f", "(x + y)*z"),
        ("f = exp(-(x + 2.5))", "_neg1", "-(x + 2.5)"),
        ("f = 2*x", "_c1", "2"),
        ("f = " + "x + " * 20 + "x", "f", None),
        ("f = " + "(" * 30 + "tanh(x)" + ")" * 30, "f", "tanh(x)"),
    ],
)
def test_an_unnamed_node_is_said_in_terms_of_named_ones(text: str, node: str, expression: str | None) -> None:
    """Up to 24 characters; longer ones have no expression."""
    assert expression_of(parse(text).graph, node) == expression


def test_an_expression_is_never_expanded_beyond_its_limit() -> None:
    """Sixty unnamed doublings are given up after a few steps."""
    nodes: list[dict[str, Any]] = [{"id": "x"}]
    for i in range(1, 60):
        nodes.append({"id": f"_add{i}", "op": "add", "inputs": [nodes[-1]["id"]] * 2})
    graph = read_document({"nodes": nodes, "outputs": ["_add59"]})
    assert expression_of(graph, "_add59") is None
