"""What a declaration must satisfy, and what the registry answers about itself."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.engine import op as module
from app.engine.formula import FormulaError
from app.engine.op import CATEGORIES, REGISTRY, REQUIRED, Op, op
from app.engine.ops import REGISTRY as DECLARED
from app.engine.setting import Setting
from app.engine.signature import parse_signature
from app.engine.structural import array_op

GOOD: dict[str, Any] = {
    "summary": "Twice the number.",
    "category": "arithmetic",
    "display": "2x",
    "title": "Double",
    "value": "2 * x",
    "partials": {"x": "2"},
    "examples": [(1.0,)],
}


@pytest.fixture(autouse=True)
def registry_restored() -> Iterator[None]:
    """Declarations made here are forgotten again."""
    ops, macros, templates = dict(REGISTRY), dict(module._MACROS), dict(module._TEMPLATES)
    yield
    for table, before in ((REGISTRY, ops), (module._MACROS, macros), (module._TEMPLATES, templates)):
        table.clear()
        table.update(before)  # type: ignore[call-overload]  # the three tables' types differ


def test_one_declaration_is_enough() -> None:
    """Value, gradients, shape, LaTeX and settings all follow from the formulas."""
    double = op("double(x)", **GOOD)
    out = double.forward([np.array([1.0, 2.0])], {})
    np.testing.assert_array_equal(out, [2.0, 4.0])
    np.testing.assert_array_equal(double.pull_back(np.ones(2), [out], out, {}, 0), [2.0, 2.0])
    assert double.infer_shape([(2,)], {}) == (2,)
    assert double.value_tex(["w"], {}) == "2 w"
    assert REGISTRY["double"] is double


def test_declared_ops_may_be_used_in_later_formulas() -> None:
    """A formula may name the stable op."""
    op("double(x)", **GOOD)
    fourfold = op("fourfold(x)", **{**GOOD, "value": "double(double(x))", "partials": {"x": "4"}})
    assert fourfold.forward([np.asarray(3.0)], {}) == 12.0


# What is wrong, the changes to a good declaration, the message's beginning.
BAD: list[tuple[str, str, dict[str, Any], str]] = [
    ("unknown name", "bad(x)", {"value": "2 * z"}, "unknown name z"),
    ("unknown function", "bad(x)", {"value": "twice(x)"}, "unknown function twice"),
    ("out in the value", "bad(x)", {"value": "out"}, "unknown name out"),
    ("missing operand", "bad(x, y)", {}, "bad: partials are for ['x'], operands are ['x', 'y']"),
    ("operand too many", "bad(x)", {"partials": {"x": "2", "y": "2"}}, "bad: partials are for ['x', 'y']"),
    (
        "argument too many",
        "bad(x)",
        {"tex": "#1 #2"},
        "bad: #2 in tex, but there are 1 operands and settings",
    ),
    (
        "example outside the domain",
        "bad(x)",
        {"domain": "x > 5"},
        "bad: the example (1.0,) is outside the domain",
    ),
    (
        "no example",
        "bad(x)",
        {"examples": []},
        "bad: a summary sentence, display, title and examples are needed",
    ),
    (
        "no sentence",
        "bad(x)",
        {"summary": "Twice"},
        "bad: a summary sentence, display, title and examples are needed",
    ),
    ("unknown category", "bad(x)", {"category": "maths"}, "bad: unknown category maths"),
    ("declared twice", "add(x)", {}, "add is declared twice"),
    ("operand named out", "bad(out)", {"partials": {"out": "2"}}, "bad: operands must be distinct names"),
    ("same operand twice", "bad(x, x)", {}, "bad: operands must be distinct names"),
    ("no signature", "bad x", {}, "not a signature: bad x"),
    ("setting without a kind", "bad(x; slope)", {}, "bad: not a setting: slope"),
    ("kink that is no formula", "bad(x)", {"kink": ("x is 0", "Why.")}, "unexpected text"),
]


@pytest.mark.parametrize(
    ("signature", "changes", "message"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_contradiction_is_refused_at_import(signature: str, changes: dict[str, Any], message: str) -> None:
    """A declaration that contradicts itself never reaches the registry."""
    before = dict(REGISTRY)
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        op(signature, **{**GOOD, **changes})
    assert before == REGISTRY


def test_formula_error_marks_the_place() -> None:
    """The author sees where."""
    with pytest.raises(FormulaError) as caught:
        op("bad(x)", **{**GOOD, "value": "2 * z"})
    assert str(caught.value) == "unknown name z\n    2 * z\n        ^"


def test_structural_kink_needs_words_and_a_test() -> None:
    """One without the other is refused."""
    with pytest.raises(ValueError, match="a kink or a domain needs both its words and its test"):
        array_op(
            "bad(x)", "Nothing.", category="shape", display="x", title="x", shape=lambda shapes, attrs: (),
            forward=lambda operands, attrs: 0.0, vjp=lambda *_: 0.0, jvp="linear", tex="x", operator=lambda *_: "",
            examples=[(1.0,)], kink=("x", "y"),
        )  # fmt: skip


def test_signature_is_taken_apart() -> None:
    """Operands before the semicolon, settings with kind and default after it."""
    assert parse_signature("clip(x; low: number, high: number)") == (
        "clip",
        ("x",),
        False,
        (Setting("low", REQUIRED, "number"), Setting("high", REQUIRED, "number")),
    )
    assert parse_signature("stack(*x; axis: axis = 0)")[2:] == (
        True,
        (Setting("axis", 0, "axis", keyword_only=True),),
    )
    choices = parse_signature("f(x; how: a|b = b)")[3][0]
    assert (choices.kind, choices.choices, choices.default) == ("choice", ("a", "b"), "b")


SIGNATURES = {
    "add": "add(x, y)",
    "leaky_relu": "leaky_relu(x, slope=0.01)",
    "clip": "clip(x, low, high)",
    "gelu": "gelu(x, approximate='none')",
    "concat": "concat(x, ..., axis=0)",
    "sum": "sum(x, axis=None, keepdims=False)",
    "softmax": "softmax(x, axis=-1)",
    "mse": "mse(prediction, target, reduction='mean')",
    "bce_with_logits": "bce_with_logits(z, target, reduction='mean')",
}


@pytest.mark.parametrize(("name", "signature"), SIGNATURES.items())
def test_signature_is_shown_as_a_reader_writes_it(name: str, signature: str) -> None:
    """With defaults, in Python's spelling."""
    assert REGISTRY[name].signature == signature


def test_registry_is_in_palette_order() -> None:
    """Category by category; importing in another order changes nothing."""
    order = [CATEGORIES.index(declared.category) for declared in DECLARED.values()]
    assert order == sorted(order)
    assert DECLARED is REGISTRY
    assert list(DECLARED)[:5] == ["add", "sub", "mul", "div", "neg"]


@pytest.mark.parametrize("declared", DECLARED.values(), ids=lambda declared: declared.name)
def test_declaration_is_complete(declared: Op) -> None:
    """Words for the palette, the reference and the inspector are there and are sentences."""
    assert declared.summary[0].isupper() or declared.summary[0] in "0123456789ex"
    assert declared.summary.endswith(".") and declared.insight.endswith(".")
    assert (declared.title and declared.title[0].isupper()) or declared.title == "x"
    assert len(declared.display) <= 12
    assert declared.kink is None or declared.kink[1].endswith(".")
    assert (
        declared.elementwise
        == (declared.value_formula is not None)
        == (declared.partial_formulas is not None)
    )


def test_settings_are_numbers_to_formulas() -> None:
    """Choices count from 0, defaults are filled in."""
    assert REGISTRY["gelu"].setting_numbers({}) == {"approximate": 0.0}
    assert REGISTRY["gelu"].setting_numbers({"approximate": "tanh"}) == {"approximate": 1.0}
    assert REGISTRY["leaky_relu"].setting_numbers({}) == {"slope": 0.01}


def test_op_is_one_object() -> None:
    """A graph that travels to a worker process finds the same ops there; ops serve as keys."""
    add = REGISTRY["add"]
    assert pickle.loads(pickle.dumps(add)) is add  # noqa: S301  our own bytes
    assert copy.deepcopy([add])[0] is add
    assert {add: 1}[add] == 1


def test_variadic_operands_are_counted() -> None:
    """x1, x2, ... in messages and slots."""
    assert [REGISTRY["stack"].operand_name(k) for k in range(2)] == ["x1", "x2"]
    assert REGISTRY["where"].operand_name(2) == "y"


WORDS = {
    "log": (None, "x > 0"),
    "relu": ("x = 0", None),
    "clip": ("x = low or x = high", None),
    "elu": ("x = 0 and alpha ≠ 1", None),
    "pow": ("x = 0 and y = 0", "x > 0 or x = 0 and y ≥ 0 or x < 0 and y = floor(y)"),
    "max": ("several entries equal the result", None),
    "bce": (None, "0 <= prediction <= 1 and 0 <= target <= 1"),
}


@pytest.mark.parametrize("name", WORDS)
def test_conditions_are_said_in_words(name: str) -> None:
    """A reader sees "and", "or" and "=", not the formula that computes them."""
    assert (REGISTRY[name].kink_words, REGISTRY[name].domain_words) == WORDS[name]
