"""The expression language: each sentence of the contract, as a text and the graph it gives."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from app.engine.errors import EngineError, InputError, LimitError, Span
from app.engine.limits import Limits
from app.engine.ops import REGISTRY
from app.engine.program import parse
from app.engine.syntax import BINDING, INFIX_OPS


def nodes(text: str, **options: Any) -> list[str]:
    """The nodes in the order of the text, one short string each."""
    graph = parse(text, **options).graph
    found = []
    for node in graph.nodes:
        value = node.value.tolist() if isinstance(node.value, np.ndarray) else node.value
        if node.kind == "op":
            attrs = "".join(f" {name}={value}" for name, value in node.attrs.items())
            found.append(f"{node.id} = {node.op}({', '.join(map(str, node.inputs))}){attrs}")
        else:
            found.append(f"{node.id}: {node.kind}" + ("" if value is None else f" {value!r}"))
    return found


def error_of(text: str) -> EngineError:
    with pytest.raises(EngineError) as caught:
        parse(text)
    return caught.value


# -- statements ---------------------------------------------------------------------------------------------------

GRAPHS: list[tuple[str, list[str]]] = [
    ("q = x + y\nf = q * z", ["x: input", "y: input", "q = add(x, y)", "z: input", "f = mul(q, z)"]),
    ("q = x + y; f = q*z", ["x: input", "y: input", "q = add(x, y)", "z: input", "f = mul(q, z)"]),
    ("x = -2\nx", ["x: input -2.0"]),
    ("x = +2", ["x: input 2.0"]),
    ("x = (-2)", ["x: input -2.0"]),
    ("x = [[1, -2], [3, 4]]", ["x: input [[1.0, -2.0], [3.0, 4.0]]"]),
    ("x: input", ["x: input"]),
    ("x: input = 1.5", ["x: input 1.5"]),
    ("w: parameter = 3", ["w: parameter 3.0"]),
    ("w: parameter", ["w: parameter"]),
    ("c: constant = [1, 2]", ["c: constant [1.0, 2.0]"]),
    ("a = b", ["b: input", "a = identity(b)"]),
    ("a = (b)", ["b: input", "a = identity(b)"]),
    ("x = 2; a = x", ["x: input 2.0", "a = identity(x)"]),
    ("a = pi", [f"pi: constant {math.pi!r}", "a = identity(pi)"]),
    ("x*y", ["x: input", "y: input", "_mul1 = mul(x, y)"]),
    ("q = x*y\nq", ["x: input", "y: input", "q = mul(x, y)"]),
    ("2", ["_c1: constant 2.0"]),
    ("exp = 3\nf = exp(exp)", ["exp: input 3.0", "f = exp(exp)"]),
    ("input: input = 2", ["input: input 2.0"]),
    ("lambda = 2\nf = lambda*3", ["lambda: input 2.0", "_c1: constant 3.0", "f = mul(lambda, _c1)"]),
    ("", []),
    ("# nothing\n\n;", []),
    # precedence
    ("a < b + c", ["a: input", "b: input", "c: input", "_add1 = add(b, c)", "_less1 = less(a, _add1)"]),
    ("a + b*c", ["a: input", "b: input", "c: input", "_mul1 = mul(b, c)", "_add1 = add(a, _mul1)"]),
    ("a - b - c", ["a: input", "b: input", "_sub1 = sub(a, b)", "c: input", "_sub2 = sub(_sub1, c)"]),
    ("a @ b / c", ["a: input", "b: input", "_matmul1 = matmul(a, b)", "c: input", "_div1 = div(_matmul1, c)"]),
    ("-a*b", ["a: input", "_neg1 = neg(a)", "b: input", "_mul1 = mul(_neg1, b)"]),
    ("-a**b", ["a: input", "b: input", "_pow1 = pow(a, b)", "_neg1 = neg(_pow1)"]),
    ("a**b**c", ["a: input", "b: input", "c: input", "_pow1 = pow(b, c)", "_pow2 = pow(a, _pow1)"]),
    ("a**-b*c", [
        "a: input", "b: input", "_neg1 = neg(b)", "_pow1 = pow(a, _neg1)", "c: input", "_mul1 = mul(_pow1, c)",
    ]),
    ("a**b.T", ["a: input", "b: input", "_transpose1 = transpose(b)", "_pow1 = pow(a, _transpose1)"]),
    ("-+-a", ["a: input", "_neg1 = neg(a)", "_neg2 = neg(_neg1)"]),
    ("(a + b)*c", ["a: input", "b: input", "_add1 = add(a, b)", "c: input", "_mul1 = mul(_add1, c)"]),
    ("(a < b) < c", ["a: input", "b: input", "_less1 = less(a, b)", "c: input", "_less2 = less(_less1, c)"]),
    *[
        (f"a {sign} b", ["a: input", "b: input", f"_{op}1 = {op}(a, b)"])
        for sign, op in [
            ("<", "less"), ("<=", "less_equal"), (">", "greater"), (">=", "greater_equal"), ("==", "equal"),
            ("!=", "not_equal"), ("+", "add"), ("-", "sub"), ("*", "mul"), ("/", "div"), ("@", "matmul"), ("**", "pow"),
        ]
    ],
    # literals and signs
    ("2*-3", ["_c1: constant 2.0", "_c2: constant -3.0", "_mul1 = mul(_c1, _c2)"]),
    ("x - 3", ["x: input", "_c1: constant 3.0", "_sub1 = sub(x, _c1)"]),
    ("x - -3", ["x: input", "_c1: constant -3.0", "_sub1 = sub(x, _c1)"]),
    ("[-1, 2]", ["_c1: constant [-1.0, 2.0]"]),
    ("-[1, 2]", ["_c1: constant [1.0, 2.0]", "_neg1 = neg(_c1)"]),
    ("(-2)**2", ["_c1: constant -2.0", "_c2: constant 2.0", "_pow1 = pow(_c1, _c2)"]),
    ("-2**2", ["_c1: constant 2.0", "_c2: constant 2.0", "_pow1 = pow(_c1, _c2)", "_neg1 = neg(_pow1)"]),
    ("2**-1", ["_c1: constant 2.0", "_c2: constant -1.0", "_pow1 = pow(_c1, _c2)"]),
    ("--2", ["_c1: constant -2.0", "_neg1 = neg(_c1)"]),
    ("-(2)", ["_c1: constant 2.0", "_neg1 = neg(_c1)"]),
    ("neg(2)", ["_c1: constant 2.0", "_neg1 = neg(_c1)"]),
    ("x = -(2)", ["_c1: constant 2.0", "x = neg(_c1)"]),
    ("2 + 2", ["_c1: constant 2.0", "_c2: constant 2.0", "_add1 = add(_c1, _c2)"]),
    ("1_000 + .5 + 2. + 1e-3", [
        "_c1: constant 1000.0", "_c2: constant 0.5", "_add1 = add(_c1, _c2)", "_c3: constant 2.0",
        "_add2 = add(_add1, _c3)", "_c4: constant 0.001", "_add3 = add(_add2, _c4)",
    ]),
    ("2*pi*pi", [
        "_c1: constant 2.0", f"pi: constant {math.pi!r}", "_mul1 = mul(_c1, pi)", "_mul2 = mul(_mul1, pi)",
    ]),
    ("pi = 3\n2*pi", ["pi: input 3.0", "_c1: constant 2.0", "_mul1 = mul(_c1, pi)"]),
    ("e + inf + nan", ["e: input", "inf: input", "_add1 = add(e, inf)", "nan: input", "_add2 = add(_add1, nan)"]),
    # calls
    ("leaky_relu(x, slope=0.1)", ["x: input", "_leaky_relu1 = leaky_relu(x) slope=0.1"]),
    ("leaky_relu(x, 0.1)", ["x: input", "_leaky_relu1 = leaky_relu(x) slope=0.1"]),
    ("leaky_relu(x, slope=0.01)", ["x: input", "_leaky_relu1 = leaky_relu(x)"]),
    ("elu(x, alpha=1)", ["x: input", "_elu1 = elu(x)"]),
    ("elu(x, alpha=2)", ["x: input", "_elu1 = elu(x) alpha=2.0"]),
    ("clip(x, -1, 1)", ["x: input", "_clip1 = clip(x) low=-1.0 high=1.0"]),
    ("clip(x, high=1, low=-1,)", ["x: input", "_clip1 = clip(x) low=-1.0 high=1.0"]),
    ('gelu(x, approximate="tanh")', ["x: input", "_gelu1 = gelu(x) approximate=tanh"]),
    ("gelu(x, approximate='none')", ["x: input", "_gelu1 = gelu(x)"]),
    ("prelu(x, a)", ["x: input", "a: input", "_prelu1 = prelu(x, a)"]),
    ("sub(y=a, x=b)", ["a: input", "b: input", "_sub1 = sub(b, a)"]),
    ("mse(p, target=t)", ["p: input", "t: input", "_mse1 = mse(p, t)"]),
    ('bce_with_logits(z, t, reduction="sum")', [
        "z: input", "t: input", "_bce_with_logits1 = bce_with_logits(z, t) reduction=sum",
    ]),
    ("sum(x)", ["x: input", "_sum1 = sum(x)"]),
    ("sum(x, axis=None, keepdims=False)", ["x: input", "_sum1 = sum(x)"]),
    ("sum(x, 0, True)", ["x: input", "_sum1 = sum(x) axis=0 keepdims=True"]),
    ("sum(x, axis=(0, -1))", ["x: input", "_sum1 = sum(x) axis=[0, -1]"]),
    ("softmax(x, axis=-1)", ["x: input", "_softmax1 = softmax(x)"]),
    ("softmax(x, axis=0)", ["x: input", "_softmax1 = softmax(x) axis=0"]),
    ("concat(a, b, c, axis=1)", ["a: input", "b: input", "c: input", "_concat1 = concat(a, b, c) axis=1"]),
    ("stack(a, a)", ["a: input", "_stack1 = stack(a, a)"]),
    ("reshape(x, [2, -1])", ["x: input", "_reshape1 = reshape(x) shape=[2, -1]"]),
    ("reshape(x, (6,))", ["x: input", "_reshape1 = reshape(x) shape=[6]"]),
    ("transpose(x, axes=[1, 0])", ["x: input", "_transpose1 = transpose(x) axes=[1, 0]"]),
    ("x.T.T", ["x: input", "_transpose1 = transpose(x)", "_transpose2 = transpose(_transpose1)"]),
    ("x[0, -1, 1:3]", ["x: input", "_index1 = index(x) at=[0, -1, [1, 3]]"]),
    ("x[:, 1:, :-1]", ["x: input", "_index1 = index(x) at=[[None, None], [1, None], [None, -1]]"]),
    ("[1, 2][0]", ["_c1: constant [1.0, 2.0]", "_index1 = index(_c1) at=[0]"]),
    # ids
    ("f = (a + b)*(a + b)", [
        "a: input", "b: input", "_add1 = add(a, b)", "_add2 = add(a, b)", "f = mul(_add1, _add2)",
    ]),
    ("q = a + b\nf = (a + q)*2", [
        "a: input", "b: input", "q = add(a, b)", "_add1 = add(a, q)", "_c1: constant 2.0", "f = mul(_add1, _c1)",
    ]),
    ("_add1 = a*b\nf = (a + b)*_add1", [
        "a: input", "b: input", "_add1 = mul(a, b)", "_add2 = add(a, b)", "f = mul(_add2, _add1)",
    ]),
    ("f = (a + b)*2\n_add1 = f", [
        "a: input", "b: input", "_add2 = add(a, b)", "_c1: constant 2.0", "f = mul(_add2, _c1)", "_add1 = identity(f)",
    ]),
    ("f = (a + b)*_add1", ["a: input", "b: input", "_add2 = add(a, b)", "_add1: input", "f = mul(_add2, _add1)"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), GRAPHS, ids=[repr(row[0]) for row in GRAPHS])
def test_a_text_gives_its_graph(text: str, expected: list[str]) -> None:
    """Nodes in the order in which they are completed, with their ids, kinds, values, inputs and settings."""
    assert nodes(text) == expected


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("q = x + y\nf = q*z", "f"),
        ("f = x*y\nq = x + y", "q"),
        ("f = x*y\nx", "x"),
        ("x*y", "_mul1"),
        ("x: input", "x"),
    ],
)
def test_the_output_is_the_last_statement(text: str, output: str) -> None:
    """Whatever it is."""
    assert parse(text).graph.outputs == (output,)


def test_an_empty_text_is_an_empty_graph() -> None:
    """An empty page is no error; evaluating it is."""
    graph = parse("").graph
    assert (len(graph), graph.outputs) == (0, ())


def test_given_inputs_are_the_values_of_leaves() -> None:
    """They replace what the text says; what is no node of it is left to the caller."""
    graph = parse("x = 1\nf = x*y", inputs={"x": -2, "y": [1, 2], "zz": 3}).graph
    values = {node.id: node.value for node in graph.nodes}
    assert values["x"] == -2.0
    assert np.array_equal(values["y"], [1.0, 2.0])
    assert graph.unused_inputs == ("zz",)


def test_an_op_is_given_no_value() -> None:
    """`inputs` may name leaves only."""
    with pytest.raises(InputError) as caught:
        parse("f = x*y", inputs={"f": 3})
    assert caught.value.code == "not-a-leaf"


def test_parameters_marks_names() -> None:
    """A free name or a declared input becomes a parameter."""
    assert nodes("f = w*x + b", parameters=("w", "b")) == [
        "w: parameter", "x: input", "_mul1 = mul(w, x)", "b: parameter", "f = add(_mul1, b)",
    ]  # fmt: skip


def test_minus_zero_is_what_python_makes_of_it() -> None:
    """The integer -0 has no sign, the float has."""
    assert math.copysign(1, parse("x = -0").graph.values[0]) == 1
    assert math.copysign(1, parse("x = -0.0").graph.values[0]) == -1


# -- names and order ----------------------------------------------------------------------------------------------

WRONG_ORDER = [
    ("x = 1\nx = 2", "name-assigned-twice", "x is assigned twice.", Span(2, 1, 2, 1)),
    (
        "f = x + 1\nx: input",
        "used-before-definition",
        "x is used before it is defined on line 2.",
        Span(1, 5, 1, 5),
    ),
    (
        "f = pi\npi = 3",
        "used-before-definition",
        "pi is used before it is defined on line 2.",
        Span(1, 5, 1, 6),
    ),
    (
        "a = b + 1\nb = 2",
        "used-before-definition",
        "b is used before it is defined on line 2.",
        Span(1, 5, 1, 5),
    ),
    ("w = w - 1", "cycle", "w needs itself.", Span(1, 5, 1, 5)),
    ("a = b + 1\nb = a + 1", "cycle", "These names need each other: a -> b -> a.", Span(1, 5, 1, 5)),
    ("a = c\nb = a\nc = b", "cycle", "These names need each other: a -> c -> b -> a.", Span(1, 5, 1, 5)),
]


@pytest.mark.parametrize(
    ("text", "code", "message", "span"), WRONG_ORDER, ids=[row[0] for row in WRONG_ORDER]
)
def test_a_name_is_assigned_once_and_before_it_is_used(
    text: str, code: str, message: str, span: Span
) -> None:
    """Names that need each other are a cycle; other early uses only need another order."""
    error = error_of(text)
    assert (error.code, error.message, error.span) == (code, message, span)
    assert error.hint


def test_a_long_cycle_names_a_few() -> None:
    """Not five thousand."""
    error = error_of("\n".join(f"a{i} = a{(i + 1) % 5000}" for i in range(5000)))
    assert error.message == "These names need each other: a0 -> a1 -> a2 -> a3 -> a4 -> ... -> a0."


# -- places -------------------------------------------------------------------------------------------------------


def test_every_node_has_its_place() -> None:
    """A named node's is its statement, a free name's the first mention, an unnamed one's its expression."""
    spans = parse("x = -2\nf = (x + yy)*2\nf").spans
    assert spans == {
        "x": Span(1, 1, 1, 6),
        "yy": Span(2, 10, 2, 11),
        "_add1": Span(2, 6, 2, 11),
        "_c1": Span(2, 14, 2, 14),
        "f": Span(2, 1, 2, 14),
    }


# -- limits -------------------------------------------------------------------------------------------------------


def test_the_node_limit_holds_at_its_value_and_not_one_past() -> None:
    """The size seen is in the message."""
    limits = Limits(max_nodes=5)
    parse("x + y + z", limits=limits)
    with pytest.raises(LimitError) as caught:
        parse("x + y + z + 1", limits=limits)
    assert str(caught.value) == "The graph has 7 nodes; the limit is 5."


def test_a_literal_keeps_to_the_limits_of_tensors() -> None:
    """Entries and dimensions, before an array is made."""
    limits = Limits(max_entries=4, max_dims=2)
    parse("[[1, 2], [3, 4]]", limits=limits)
    for text, code in [("[1, 2, 3, 4, 5]", "entry-limit"), ("[[[1]]]", "dimension-limit")]:
        with pytest.raises(LimitError) as caught:
            parse(text, limits=limits)
        assert caught.value.code == code


def test_rows_of_a_list_have_one_length() -> None:
    """Numbers and lists do not mix, and rows do not differ."""
    assert error_of("x = [[1, 2], [3]]").code == "ragged-array"
    assert error_of("x = [1, [2]]").code == "ragged-array"


def test_signs_are_those_that_the_ops_declare() -> None:
    """The grammar's table and the declarations name the same ops."""
    declared = {op.infix[0]: name for name, op in REGISTRY.items() if op.infix and len(op.operands) == 2}
    assert declared == INFIX_OPS
    assert {sign: REGISTRY[name].infix for sign, name in INFIX_OPS.items()} == {
        sign: (sign, BINDING[sign]) for sign in INFIX_OPS
    }


def test_a_line_that_ends_in_two_characters_is_no_longer_for_it() -> None:
    """What is missing at the end of a line is one column past it, however lines end."""
    found = error_of("f = equal(x, y,\r\ng = 2").errors
    assert [error.span for error in found] == [Span(1, 10, 1, 10), Span(1, 16, 1, 16)]
