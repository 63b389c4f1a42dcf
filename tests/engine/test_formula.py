"""The formula language: what it accepts means what Python means, and nothing else is accepted."""

from __future__ import annotations

import ast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.formula import (
    Binary,
    Call,
    Compare,
    FormulaError,
    Macro,
    Name,
    Num,
    Tree,
    Unary,
    parse_formula,
    settle,
    walk,
)
from app.engine.formula_numpy import array_function

NAMES = ("x", "y", "out")


def tree_of(text: str) -> Tree:
    """Return the tree of *text* over x, y and out."""
    return parse_formula(text, NAMES).tree


def num(value: float) -> Num:
    """A number, as trees compare it."""
    return Num(value, "")


x, y = Name("x"), Name("y")

TREES: list[tuple[str, Tree]] = [
    ("x", x),
    ("1.5e-3", num(1.5e-3)),
    (".5", num(0.5)),
    ("x + y * 2", Binary("+", x, Binary("*", y, num(2.0)))),
    ("x - y - 2", Binary("-", Binary("-", x, y), num(2.0))),
    ("-x ** 2", Unary("-", Binary("**", x, num(2.0)))),
    ("2 ** -x", Binary("**", num(2.0), Unary("-", x))),
    ("x ** y ** 2", Binary("**", x, Binary("**", y, num(2.0)))),
    ("-x / y", Binary("/", Unary("-", x), y)),
    ("--x", Unary("-", Unary("-", x))),
    ("x + 1 > y", Compare(">", Binary("+", x, num(1.0)), y)),
    ("(x > 0) * y", Binary("*", Compare(">", x, num(0.0)), y)),
    ("where(x >= 0, x, exp(y))", Call("where", (Compare(">=", x, num(0.0)), x, Call("exp", (y,))))),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_formula_has_pythons_precedence(text: str, tree: Tree) -> None:
    """The tree is the one Python's grammar gives."""
    assert tree_of(text) == tree


# Text, and where the trouble is marked.
REFUSED = [
    ("", 0), ("x +", 3), ("x y", 2), ("(x", 2), ("x)", 1), ("x < y < 1", 6), ("+x", 0), ("z", 0), ("f(x)", 0),
    ("exp()", 4), ("exp(x, y)", 0), ("where(x, y)", 0), ("x // y", 3), ("x % y", 2), ("x @ y", 2), ("x.T", 1),
    ("x[0]", 1), ("'x'", 0),
    ("x if y else 1", 2), ("lambda: 1", 6), ("__import__(x)", 0), ("x; y", 1), ("x = y", 2), ("1_000", 1), ("0x10", 1),
    ("x\u00b2", 1), ("\u03c3(x)", 0), ("1e", 1), ("x and y", 2), ("not x", 0), ("(" * 21 + "x" + ")" * 21, 20),
    ("-" * 60 + "x", 39),
]  # fmt: skip


@pytest.mark.parametrize(("text", "at"), REFUSED)
def test_anything_else_is_refused_with_its_place(text: str, at: int) -> None:
    """The grammar is closed: the error points at the first thing that does not belong."""
    with pytest.raises(FormulaError) as caught:
        tree_of(text)
    assert caught.value.at == at
    assert str(caught.value).splitlines()[-1] == "    " + " " * at + "^"


numbers = st.sampled_from(["0.5", "2", "3.0", "1e-1"])
formulas = st.recursive(
    numbers | st.sampled_from(["x", "y"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(
            lambda t: f"({t[0]} {t[1]} {t[2]})"
        ),
        st.tuples(inner, inner).map(lambda t: f"{t[0]} - {t[1]} * 2"),
        inner.map(lambda t: f"-{t}"),
        inner.map(lambda t: f"({t}) ** 2"),
    ),
    max_leaves=8,
)


@given(formulas)
def test_formula_means_what_python_means(text: str) -> None:
    """Parsed by Python and run on floats, the text gives the same number."""
    values = {"x": 1.25, "y": -0.75}
    expected: float | None
    try:
        expected = float(eval(compile(ast.parse(text, mode="eval"), "", "eval"), {}, values))  # noqa: S307  the oracle
    except ZeroDivisionError:
        expected = None
    with np.errstate(all="ignore"):
        found = float(
            array_function(tree_of(text))({name: np.asarray(value) for name, value in values.items()})
        )
    if expected is None:
        assert not np.isfinite(found)
    else:
        assert found == expected or (np.isnan(found) and np.isnan(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("x > 0", [0.0, 1.0]), ("x == -1", [1.0, 0.0]), ("(x > 0) - 1", [-1.0, 0.0]), ("-(x > 0)", [0.0, -1.0])],
)
def test_comparisons_are_numbers(text: str, expected: list[float]) -> None:
    """A comparison is 1.0 or 0.0 and can be calculated with, on arrays and on single numbers."""
    function = array_function(tree_of(text))
    np.testing.assert_array_equal(function({"x": np.array([-1.0, 2.0])}), expected)
    assert [float(function({"x": np.asarray(value)})) for value in (-1.0, 2.0)] == expected


@pytest.mark.parametrize(
    "name", ["exp", "log", "log1p", "expm1", "sqrt", "abs", "sin", "cos", "tan", "tanh", "floor"]
)
def test_base_function_is_numpys(name: str) -> None:
    """A base function of one number is the numpy function of that name."""
    points = np.array([0.25, 1.0, 2.5])
    np.testing.assert_array_equal(
        array_function(tree_of(f"{name}(x)"))({"x": points}), getattr(np, name)(points)
    )


def test_erf_is_the_error_function() -> None:
    """Abramowitz and Stegun, table 7.1; any shape, and NaN stays NaN."""
    found = array_function(tree_of("erf(x)"))({"x": np.array([[0.0, 0.5], [2.0, np.nan]])})
    np.testing.assert_allclose(found, [[0.0, 0.5204998778], [0.9953222650, np.nan]], rtol=1e-10)


def test_division_by_zero_is_a_result() -> None:
    """Numbers written in a formula are float64 too: 1 / 0 is inf."""
    with np.errstate(all="ignore"):
        assert array_function(tree_of("1 / 0"))({}) == np.inf


def test_ops_may_be_called_and_are_replaced_by_their_bodies() -> None:
    """`shown` keeps the call for LaTeX; `tree` has base functions only."""
    double = Macro(("a",), Binary("+", Name("a"), Name("a")))
    formula = parse_formula("double(x * y)", NAMES, {"double": double})
    product = Binary("*", x, y)
    assert formula.shown == Call("double", (product,))
    assert formula.tree == Binary("+", product, product)
    assert formula.names == {"x", "y"}


def test_settled_settings_decide_what_they_can() -> None:
    """A condition on settings alone picks its branch; one on operands stays."""
    formula = parse_formula("where(kind == 1, x, where(x > 0, slope, y))", ["x", "y", "kind", "slope"])
    assert settle(formula.tree, {"kind": 1.0, "slope": 0.1}) == x
    rest = settle(formula.tree, {"kind": 0.0, "slope": 0.1})
    assert rest == Call("where", (Compare(">", x, num(0.0)), num(0.1), y))


def test_trees_know_their_place_in_the_text() -> None:
    """Positions are kept for errors and do not count in comparisons."""
    places = {type(node).__name__: node.at for node in walk(tree_of("exp(x) + 2"))}
    assert places == {"Binary": 7, "Call": 0, "Name": 4, "Num": 9}
