"""LaTeX of values and local gradients: proper maths, brackets where needed and nowhere else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.engine.formula import parse_formula
from app.engine.formula_tex import (
    ATOM,
    COMPARISON,
    NEGATIVE,
    POWER,
    PRODUCT,
    SUM,
    Style,
    binding,
    bracket,
    fill,
    to_tex,
)
from app.engine.op import Op
from app.engine.ops import REGISTRY

BINDINGS = [
    ("x", ATOM),
    ("w_{0}", ATOM),
    ("x_1", ATOM),
    (r"\theta", ATOM),
    ("3.5", ATOM),
    (r"\val{3}", ATOM),
    ("-3", NEGATIVE),
    (r"\val{-3}", NEGATIVE),
    (r"\up{\val{-3}}", NEGATIVE),
    ("-x", NEGATIVE),
    ("x + y", SUM),
    ("x - y", SUM),
    ("-x - y", SUM),
    (r"\left(x + y\right)", ATOM),
    ("(x + y)", ATOM),
    (r"\left|x - 1\right|", ATOM),
    (r"\sigma\left(x + y\right)", ATOM),
    (r"\ln\left(x\right)", ATOM),
    ("x y", PRODUCT),
    (r"x \cdot y", PRODUCT),
    (r"\frac{1}{x}", PRODUCT),
    (r"-\frac{1}{x}", NEGATIVE),
    ("x^{2}", POWER),
    ("e^{x + y}", POWER),
    (r"W^{\top}", POWER),
    ("W x + b", SUM),
    (r"1.2 \times 10^{-5}", PRODUCT),
    (r"-1.2 \times 10^{-5}", NEGATIVE),
    (r"\val{-1.2 \times 10^{5}}", NEGATIVE),
    ("x = y", COMPARISON),
    (r"\sum x", SUM),
    (r"\val{x} + \val{y}", SUM),
    (r"\begin{bmatrix} 1 & -2 \end{bmatrix}", ATOM),
]


@pytest.mark.parametrize(("tex", "expected"), BINDINGS)
def test_binding_is_read_from_the_text(tex: str, expected: int) -> None:
    """What is put in may be any LaTeX; how tightly it holds together is seen from outside its brackets."""
    assert binding(tex) == expected


FORMULAS: list[tuple[str, dict[str, str], str]] = [
    ("x * y", {"x": "w_0", "y": "x_0"}, "w_0 x_0"),
    ("x * y", {"x": "2", "y": "x_0"}, "2 x_0"),
    ("x * y", {"x": "2", "y": "3"}, r"2 \cdot 3"),
    ("x * y", {"x": "-2", "y": "-4"}, r"-2 \cdot (-4)"),
    ("x * y", {"x": r"\val{-2}", "y": r"\val{-4}"}, r"\val{-2} \cdot (\val{-4})"),
    ("x * y", {"x": "a + b", "y": "c"}, r"(a + b) \cdot c"),
    ("x * y", {"x": "a", "y": "b - c"}, r"a \cdot (b - c)"),
    ("x * y", {"x": "a", "y": r"\frac{b}{c}"}, r"a \cdot \frac{b}{c}"),
    ("x + y", {"x": "3", "y": "-4"}, "3 + (-4)"),
    ("x - y", {"x": "a - b", "y": "c - d"}, "a - b - (c - d)"),
    ("x - y", {"x": "-3", "y": "4"}, "-3 - 4"),
    ("x / y", {"x": "a + b", "y": "-2"}, r"\frac{a + b}{-2}"),
    ("-x / y ** 2", {"x": "-3", "y": "-4"}, r"-\frac{-3}{(-4)^{2}}"),
    ("x ** y", {"x": "-2", "y": "y - 1"}, "(-2)^{y - 1}"),
    ("x ** y", {"x": r"\frac{1}{2}", "y": "2"}, r"\left(\frac{1}{2}\right)^{2}"),
    ("x ** y", {"x": "e^{z}", "y": "2"}, r"\left(e^{z}\right)^{2}"),
    ("-x", {"x": "-3"}, "-(-3)"),
    ("-x", {"x": "a b"}, "-a b"),
    ("exp(-x)", {"x": "-1"}, "e^{-(-1)}"),
    ("sqrt(x + 1)", {"x": "2"}, r"\sqrt{2 + 1}"),
    ("abs(x)", {"x": "-2"}, r"\left|-2\right|"),
    ("log(x)", {"x": "a + b"}, r"\ln\left(a + b\right)"),
    ("x > 0", {"x": "-2"}, r"\mathbf{1}\left[-2 > 0\right]"),
    (
        "where(x > 0, x, 0)",
        {"x": "z"},
        r"\begin{cases}z & \text{if } z > 0 \\ 0 & \text{otherwise}\end{cases}",
    ),
    ("2 * x * y", {"x": "a", "y": "b"}, "2 a b"),
    ("x * y", {"x": "a", "y": "a"}, r"a \cdot a"),
    ("x * x * y", {"x": "a", "y": "b"}, r"a \cdot a \cdot b"),
    ("x * y * y", {"x": "a", "y": "b"}, r"a b \cdot b"),
]


@pytest.mark.parametrize(("text", "names", "expected"), FORMULAS)
def test_formula_is_written_as_on_paper(text: str, names: dict[str, str], expected: str) -> None:
    """Fractions, roots, exponents; a dot where juxtaposition would be read wrongly; no bracket too many."""
    assert to_tex(parse_formula(text, ["x", "y"]).shown, names) == expected


MOVED = r"\text{1 where an entry went, else 0}"

# Op, names, output's name, settings, value, local gradients.
LINES: list[tuple[str, list[str], str, dict[str, Any], str, list[str]]] = [
    ("add", ["q", "z"], "f", {}, "q + z", ["1", "1"]),
    ("sub", ["q", "-2"], "f", {}, "q - (-2)", ["1", "-1"]),
    ("mul", ["-2", "5"], "f", {}, r"-2 \cdot 5", ["5", "-2"]),
    ("div", ["x", "y"], "f", {}, r"\frac{x}{y}", [r"\frac{1}{y}", r"-\frac{x}{y^{2}}"]),
    ("neg", ["-2"], "f", {}, "-(-2)", ["-1"]),
    ("pow", ["x", "2"], "f", {}, "x^{2}", ["2 x^{2 - 1}", r"x^{2} \ln\left(x\right)"]),
    ("square", ["x"], "f", {}, "x^{2}", ["2 x"]),
    ("reciprocal", ["x"], "f", {}, r"\frac{1}{x}", [r"-\frac{1}{x^{2}}"]),
    ("exp", ["a"], "b", {}, "e^{a}", ["e^{a}"]),
    ("log", ["0.5"], "f", {}, r"\ln\left(0.5\right)", [r"\frac{1}{0.5}"]),
    ("sqrt", ["x"], "f", {}, r"\sqrt{x}", [r"\frac{1}{2 \sqrt{x}}"]),
    ("sin", ["x"], "f", {}, r"\sin\left(x\right)", [r"\cos\left(x\right)"]),
    ("sigmoid", ["z"], "a", {}, r"\sigma\left(z\right)", [r"a \cdot (1 - a)"]),
    ("sigmoid", ["1"], "0.7311", {}, r"\sigma\left(1\right)", [r"0.7311 \cdot (1 - 0.7311)"]),
    ("tanh", ["z"], "a", {}, r"\tanh\left(z\right)", ["1 - a^{2}"]),
    ("elu", ["x"], "a", {}, r"\begin{cases}x & \text{if } x > 0 \\ e^{x} - 1 & \text{otherwise}\end{cases}",
     [r"\begin{cases}1 & \text{if } x > 0 \\ e^{x} & \text{otherwise}\end{cases}"]),
    ("relu", ["-2"], "a", {}, r"\operatorname{ReLU}\left(-2\right)", [r"\mathbf{1}\left[-2 > 0\right]"]),
    ("identity", ["x"], "f", {}, "x", ["1"]),
    ("less", ["x", "2"], "f", {}, r"\mathbf{1}\left[x < 2\right]", ["0", "0"]),
    ("clip", ["x"], "f", {"low": -1.0, "high": 2.5}, r"\operatorname{clip}\left(x, -1, 2.5\right)",
     [r"\mathbf{1}\left[x \ge -1\right] \cdot \mathbf{1}\left[x \le 2.5\right]"]),
    ("matmul", ["W", "x"], "z", {}, "W x", [r"x^{\top}", r"W^{\top}"]),
    ("matmul", ["x + y", r"W^{\top}"], "z", {}, r"(x + y) W^{\top}",
     [r"\left(W^{\top}\right)^{\top}", r"(x + y)^{\top}"]),
    ("dot", ["a", "b"], "f", {}, r"a \cdot b", [r"b^{\top}", r"a^{\top}"]),
    ("outer", ["a", "b"], "f", {}, r"a b^{\top}", [r"I \otimes b", r"a \otimes I"]),
    ("transpose", ["W"], "f", {}, r"W^{\top}", [MOVED]),
    ("reshape", ["x"], "f", {"shape": [2, 3]}, r"\operatorname{reshape}\left(x, (2, 3)\right)",
     [MOVED]),
    ("index", ["w_0"], "f", {"at": [0, [None, 2]]}, "{w_0}_{[0, :2]}", [r"\text{1 for what was taken, else 0}"]),
    ("concat", ["a", "b"], "f", {}, r"\operatorname{concat}\left(a, b\right)",
     [MOVED, MOVED]),
    ("sum", ["x + y"], "f", {}, r"\sum (x + y)", [r"\mathbf{1}^{\top}"]),
    ("softmax", ["z"], "p", {}, r"\operatorname{softmax}\left(z\right)",
     [r"\operatorname{diag}\left(p\right) - p\,p^{\top}"]),
    ("norm", ["x"], "f", {}, r"\left\lVert x \right\rVert", [r"\left(\frac{x}{f}\right)^{\top}"]),
    ("mse", ["p", "1"], "J", {}, r"\operatorname{mse}\left(p, 1\right)", [r"2 \cdot (p - 1)", r"-2 \cdot (p - 1)"]),
    ("half_mse", ["p", "t"], "J", {}, r"\operatorname{half\_mse}\left(p, t\right)", ["p - t", "-(p - t)"]),
    ("bce", ["p", "t"], "J", {}, r"\operatorname{bce}\left(p, t\right)",
     [r"-\frac{t}{p} + \frac{1 - t}{1 - p}", r"\ln\left(1 - p\right) - \ln\left(p\right)"]),
    ("bce_with_logits", ["z", "1"], "J", {}, r"\operatorname{bce\_with\_logits}\left(z, 1\right)",
     [r"\sigma\left(z\right) - 1", "-z"]),
    ("cce", ["p", "t"], "J", {}, r"\operatorname{cce}\left(p, t\right)",
     [r"-\frac{1}{m} (t \oslash p)^{\top}", r"-\frac{1}{m} \ln\left(p\right)^{\top}"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "names", "out", "attrs", "value", "partials"), LINES)
def test_op_is_written_as_on_paper(
    name: str, names: list[str], out: str, attrs: dict[str, Any], value: str, partials: list[str]
) -> None:
    """Symbols and numbers go into the same lines."""
    op = REGISTRY[name]
    assert op.value_tex(names, attrs) == value
    assert [op.partial_tex(names, out, attrs, k) for k in range(len(names))] == partials


ARRAYS: list[tuple[str, str]] = [
    ("x * y", r"a \odot b"),
    ("2 * x", "2 a"),
    ("x / y", r"a \oslash b"),
    ("1 / x", r"1 \oslash a"),
    ("x / 2", r"\frac{a}{2}"),
    ("-x / y ** 2", r"-a \oslash b^{\circ 2}"),
    ("x ** (2 - 1)", r"a^{\circ (2 - 1)}"),
    ("exp(x)", r"\exp\left(a\right)"),
    ("x * (1 - x)", r"a \odot (1 - a)"),
    ("x + y", "a + b"),
]


@pytest.mark.parametrize(("text", "expected"), ARRAYS)
def test_what_is_done_entry_by_entry_says_so(text: str, expected: str) -> None:
    """Between arrays a plain product, quotient or power would be another, or none at all."""
    names = {"x": "a", "y": "b"}
    assert to_tex(parse_formula(text, ["x", "y"]).shown, names, arrays={"x", "y"}) == expected


# Op, shapes of its operands, settings, gradient towards the first operand.
GRADIENTS: list[tuple[str, list[tuple[int, ...]], dict[str, Any], str]] = [
    ("mse", [(2, 3), (2, 3)], {}, r"\frac{2}{6} (a - b)"),
    ("mse", [(4,), (4,)], {}, r"\frac{2}{4} (a - b)^{\top}"),
    ("sse", [(4,), (4,)], {}, r"2 (a - b)^{\top}"),
    ("half_mse", [(4,), (4,)], {}, r"\frac{1}{4} (a - b)^{\top}"),
    ("half_mse", [(4,), (4,)], {"reduction": "sum"}, r"(a - b)^{\top}"),
    ("bce", [(3,), (3,)], {}, r"\frac{1}{3} (-b \oslash a + (1 - b) \oslash (1 - a))^{\top}"),
    ("bce_with_logits", [(3,), (3,)], {}, r"\frac{1}{3} \left(\sigma\left(a\right) - b\right)^{\top}"),
    ("hinge", [(3,), (3,)], {}, r"-\frac{1}{3} \left(b \odot \mathbf{1}\left[b \odot a < 1\right]\right)^{\top}"),
    ("cce", [(3,), (3,)], {}, r"-(b \oslash a)^{\top}"),
    ("cce", [(5, 3), (5,)], {}, r"-\frac{1}{5} \operatorname{onehot}\left(b\right) \oslash a"),
    ("cce_with_logits", [(5, 3), (5, 3)], {},
     r"\frac{1}{5} \left(\operatorname{softmax}\left(a\right) - b\right)"),
    ("sum", [(4,)], {}, r"\mathbf{1}^{\top}"),
    ("sum", [(4, 2)], {"axis": 0}, r"\text{1 for every entry that was summed, else 0}"),
    ("mean", [(4,)], {}, r"\frac{1}{4}\,\mathbf{1}^{\top}"),
    ("index", [(4,)], {"at": [-1]}, r"\mathbf{e}_{[3]}^{\top}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "shapes", "attrs", "expected"), GRADIENTS)
def test_a_gradient_is_written_for_the_shapes_at_hand(
    name: str, shapes: list[tuple[int, ...]], attrs: dict[str, Any], expected: str
) -> None:
    """With the number of examples or entries as a number, as a row where the operand is a vector."""
    found = REGISTRY[name].operator_tex(attrs, 0, ["a", "b"][: len(shapes)], Style(tuple(shapes)))
    assert found == expected


PIECES = [
    ["x", "y", "t"],
    ["-2", "0.5", "-0.1"],
    ["w_0 x_0", "a + b", "e^{x}"],
    [r"\val{-2}", r"\val{3}", r"\val{1}"],
]


@pytest.mark.parametrize("pieces", PIECES, ids=["letters", "numbers", "expressions", "marked"])
@pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)
def test_every_line_is_well_formed(op: Op, pieces: list[str]) -> None:
    """Braces balance, ``\\left`` has its ``\\right``, no sign stands beside a sign, no script on a script."""
    attrs = op.check_attrs(op.examples[-1][-1] if isinstance(op.examples[-1][-1], dict) else {})
    names = pieces[: len(op.operands)]
    lines = [op.value_tex(names, attrs)]
    for k in range(len(op.operands)):
        lines += [op.partial_tex(names, "f", attrs, k), op.operator_tex(attrs, k, names)]
    for line in lines:
        assert line.count("{") == line.count("}") and "#" not in line
        assert line.count(r"\left") == line.count(r"\right") and line.count(r"\begin") == line.count(r"\end")
        assert not re.search(r"[-+] ?[-+]|\\cdot ?-", re.sub(r"\\val\{(-?[\d.]+)\}", r"\1", line)), line
        assert not re.search(r"[_^](?:\{[^{}]*\}|\w)[ ]?_", line), line


def test_brackets_grow_only_round_tall_content() -> None:
    """Plain ones are closer and smaller."""
    assert bracket("x + y") == "(x + y)"
    assert bracket(r"\frac{1}{2}") == r"\left(\frac{1}{2}\right)"
    assert bracket("x", needed=False) == "x"


def test_templates_are_filled_as_macros_are() -> None:
    """Arguments may stand anywhere, more than once, and hold backslashes."""
    assert fill(r"#2 + \sqrt{#1} + #2", (r"\alpha", "b")) == r"b + \sqrt{\alpha} + b"


DEFINITIONS = {
    "sigmoid": r"\sigma\left(x\right) = \frac{1}{1 + e^{-x}}",
    "matmul": r"x y = \sum_k x_{ik} y_{kj}",
    "softmax": r"\operatorname{softmax}\left(x\right) = \frac{e^{x_i}}{\sum_j e^{x_j}}",
    "half_mse": r"\operatorname{half\_mse}\left(x, y\right) = \frac{1}{2m} \sum_i \left(x_i - y_i\right)^{2}",
    "exp": "e^{x}",
}


@pytest.mark.parametrize("name", DEFINITIONS)
def test_reference_says_what_a_name_stands_for(name: str) -> None:
    """Where the value is written by name, its definition follows."""
    op = REGISTRY[name]
    assert op.definition_tex(["x", "y"][: len(op.operands)], {}) == DEFINITIONS[name]
