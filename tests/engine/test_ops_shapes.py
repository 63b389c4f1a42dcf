"""Shapes before allocation: what comes out, and what a reader is told when operands do not fit."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from app.engine.errors import InputError, ShapeError
from app.engine.ops import REGISTRY

Shapes = list[tuple[int, ...]]

FITS: list[tuple[str, Shapes, dict[str, Any], tuple[int, ...]]] = [
    ("add", [(2, 1), (3,)], {}, (2, 3)),
    ("add", [(), (0, 3)], {}, (0, 3)),
    ("where", [(3,), (2, 1), ()], {}, (2, 3)),
    ("matmul", [(3,), (3,)], {}, ()),
    ("matmul", [(3,), (3, 2)], {}, (2,)),
    ("matmul", [(2, 3), (3,)], {}, (2,)),
    ("matmul", [(4, 1, 2, 3), (5, 3, 6)], {}, (4, 5, 2, 6)),
    ("outer", [(2,), (3,)], {}, (2, 3)),
    ("transpose", [(2, 3, 4)], {}, (4, 3, 2)),
    ("transpose", [(2, 3, 4)], {"axes": [1, -1, 0]}, (3, 4, 2)),
    ("transpose", [()], {}, ()),
    ("reshape", [(2, 3)], {"shape": [-1]}, (6,)),
    ("reshape", [(1,)], {"shape": []}, ()),
    ("concat", [(2, 3), (2, 1)], {"axis": -1}, (2, 4)),
    ("stack", [(2, 3), (2, 3)], {"axis": -1}, (2, 3, 2)),
    ("index", [(2, 3, 4)], {"at": [0, -1, [1, 3]]}, (2,)),
    ("index", [(5,)], {"at": [[-2, None]]}, (2,)),
    ("index", [(5,)], {"at": [[3, 100]]}, (2,)),
    ("sum", [(2, 3, 4)], {"axis": [0, -1]}, (3,)),
    ("sum", [(2, 3, 4)], {"axis": 1, "keepdims": True}, (2, 1, 4)),
    ("sum", [(2, 3)], {"keepdims": True}, (1, 1)),
    ("logsumexp", [(2, 3)], {}, (2,)),
    ("logsumexp", [(2, 3)], {"axis": None}, ()),
    ("softmax", [(2, 3)], {"axis": 0}, (2, 3)),
    ("cce", [(2, 3), (2,)], {}, ()),
]


@pytest.mark.parametrize(("name", "shapes", "settings", "shape"), FITS)
def test_shape_is_inferred(
    name: str, shapes: Shapes, settings: dict[str, Any], shape: tuple[int, ...]
) -> None:
    """The output's shape follows numpy's rules."""
    op = REGISTRY[name]
    assert op.infer_shape(shapes, op.check_attrs(settings)) == shape


def test_huge_shapes_cost_nothing_to_infer() -> None:
    """Broadcasting 10^18 entries is refused by a limit later; here it must not allocate."""
    tracemalloc.start()
    try:
        assert REGISTRY["add"].infer_shape([(10**9, 1), (1, 10**9)], {}) == (10**9, 10**9)
        assert REGISTRY["matmul"].infer_shape([(10**9, 1), (1, 10**9)], {}) == (10**9, 10**9)
        assert REGISTRY["outer"].infer_shape([(10**9,), (10**9,)], {}) == (10**9, 10**9)
        assert REGISTRY["index"].infer_shape([(10**9,)], {"at": [[1, None]]}) == (10**9 - 1,)
        assert REGISTRY["softmax"].infer_shape([(10**9, 10**9)], {}) == (10**9, 10**9)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


MISFITS: list[tuple[str, Shapes, dict[str, Any], str, str]] = [
    (
        "matmul", [(2, 3), (4, 5)], {},
        "matmul needs inner sizes to agree: A is (2, 3), B is (4, 5), and 3 is not 4.",
        "Give B 3 rows, or A 4 columns.",
    ),
    (
        "matmul", [(3,), (4,)], {},
        "matmul needs inner sizes to agree: A is (3,), B is (4,), and 3 is not 4.",
        "Give B 3 entries, or A 4 entries.",
    ),
    (
        "matmul", [(2, 3), ()], {},
        "matmul needs inner sizes to agree: A is (2, 3), B is (), and B is a single number.",
        "Multiply single numbers by *.",
    ),
    (
        "matmul", [(2, 2, 3), (3, 3, 2)], {},
        "matmul cannot broadcast its operands: A is (2, 2, 3), B is (3, 3, 2), and 2 is not 3.",
        "Counted from the last axis, sizes must be equal or 1; the last two axes are the matrix.",
    ),
    (
        "add", [(2, 3), (4,)], {},
        "add cannot broadcast its operands: x is (2, 3), y is (4,), and 3 is not 4.",
        "Counted from the last axis, sizes must be equal or 1.",
    ),
    (
        "where", [(2,), (1,), (3,)], {},
        "where cannot broadcast its operands: condition is (2,), y is (3,), and 2 is not 3.",
        "Counted from the last axis, sizes must be equal or 1.",
    ),
    (
        "dot", [(2,), (3,)], {},
        "dot needs two vectors of one length: a is (2,), b is (3,), and 2 is not 3.",
        "Give b 2 entries, or a 3.",
    ),
    (
        "dot", [(2, 2), (2,)], {},
        "dot takes two vectors: a is (2, 2).",
        "For matrices use matmul, written A @ B; for single numbers use *.",
    ),
    (
        "sum", [(2, 3)], {"axis": 2},
        "sum has no axis 2 to work along: x is (2, 3).",
        "The axes of x are 0 to 1; -1 is the last one.",
    ),
    ("softmax", [()], {}, "softmax has no axis -1 to work along: x is ().", "x is a single number and has no axes."),
    (
        "sum", [(2, 3)], {"axis": [0, -2]},
        "sum names one axis twice: (0, -2).",
        "Name each axis once; -1 is the last one.",
    ),
    ("max", [(0,)], {}, "max of no entries has no answer: x is (0,).", "Give x entries."),
    (
        "reshape", [(2, 3)], {"shape": [4]},
        "reshape cannot turn x of (2, 3) into (4,): it has 6 entries.",
        "The sizes of the new shape must multiply to the same number; one of them may be -1.",
    ),
    (
        "reshape", [(0,)], {"shape": [0, -1]},
        "reshape cannot turn x of (0,) into (0, -1): it has 0 entries.",
        "The sizes of the new shape must multiply to the same number; one of them may be -1.",
    ),
    (
        "transpose", [(2, 3)], {"axes": [0]},
        "transpose must name every axis of x once: x is (2, 3), axes are (0,).",
        "Give 2 axes, such as (1, 0).",
    ),
    (
        "concat", [(2, 3), (2, 4)], {},
        "concat needs equal shapes except along axis 0: x1 is (2, 3), x2 is (2, 4).",
        "Reshape one of them, or choose another axis.",
    ),
    ("concat", [(), ()], {}, "concat joins arrays along an axis, and x1 is a single number.", "Use stack."),
    (
        "stack", [(2,), (3,)], {},
        "stack needs equal shapes: x1 is (2,), x2 is (3,).",
        "Reshape one of them, or choose another axis.",
    ),
    (
        "index", [(3,)], {"at": [3]},
        "index 3 is out of range along axis 0: x is (3,).",
        "Positions run from 0 to 2; -1 is the last.",
    ),
    (
        "index", [(3,)], {"at": [0, 0]},
        "index names 2 axes, but x is (3,) and has 1.",
        "Leave positions out from the right; single numbers cannot be indexed.",
    ),
    (
        "mse", [(3,), (3, 1)], {},
        "mse compares entry by entry: prediction is (3,), target is (3, 1).",
        "Give both the same shape.",
    ),
    (
        "cce", [(2, 3), (3,)], {},
        "cce compares entry by entry: prediction is (2, 3), target is (3,).",
        "Give target the shape (2, 3), or class numbers of shape (2,).",
    ),
    (
        "cce_with_logits", [(), ()], {},
        "cce_with_logits needs one entry per class along the last axis: z is ().",
        "For a single probability use bce.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "shapes", "settings", "message", "hint"), MISFITS)
def test_misfit_names_operands_shapes_and_the_mend(
    name: str, shapes: Shapes, settings: dict[str, Any], message: str, hint: str
) -> None:
    """The message says which operands have which shapes and which sizes disagree; the hint says what to do."""
    op = REGISTRY[name]
    with pytest.raises(ShapeError) as caught:
        op.infer_shape(shapes, op.check_attrs(settings))
    assert (caught.value.code, caught.value.message, caught.value.hint) == ("shape-mismatch", message, hint)


def test_operand_count_is_checked() -> None:
    """An op takes exactly its operands; a variadic one takes one or more."""
    with pytest.raises(ShapeError) as caught:
        REGISTRY["add"].infer_shape([()], {})
    assert (caught.value.code, caught.value.message) == (
        "wrong-operand-count",
        "add takes 2 operands, not 1.",
    )
    with pytest.raises(ShapeError):
        REGISTRY["stack"].infer_shape([], {})
    assert REGISTRY["stack"].infer_shape([()], {}) == (1,)


KEPT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("leaky_relu", {"slope": 0.01}, {}),
    ("leaky_relu", {"slope": 1}, {"slope": 1.0}),
    ("sum", {"axis": None, "keepdims": False}, {}),
    ("sum", {"axis": (0, 1)}, {"axis": [0, 1]}),
    ("sum", {"axis": 1.0}, {"axis": 1}),
    ("softmax", {"axis": -1}, {}),
    ("logsumexp", {"axis": None}, {"axis": None}),
    ("gelu", {"approximate": "none"}, {}),
    ("gelu", {"approximate": "tanh"}, {"approximate": "tanh"}),
    ("reshape", {"shape": 6}, {"shape": [6]}),
    ("reshape", {"shape": (2, -1)}, {"shape": [2, -1]}),
    ("index", {"at": 0}, {"at": [0]}),
    ("index", {"at": (0, (None, 2))}, {"at": [0, [None, 2]]}),
    ("clip", {"high": 1, "low": 0}, {"low": 0.0, "high": 1.0}),
]


@pytest.mark.parametrize(("name", "given", "kept"), KEPT)
def test_settings_are_kept_as_json_without_defaults(
    name: str, given: dict[str, Any], kept: dict[str, Any]
) -> None:
    """What a document holds is the same however it was written, and checking it again changes nothing."""
    op = REGISTRY[name]
    checked = op.check_attrs(given)
    assert checked == kept and list(checked) == list(kept)
    assert op.check_attrs(checked) == checked


REFUSED: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("clip", {}, "bad-setting", "clip needs the setting low, a finite number.", "For instance low=0.1."),
    (
        "leaky_relu", {"slope": "0.1"}, "bad-setting",
        "The setting slope of leaky_relu must be a finite number, not '0.1'.", "For instance slope=0.1.",
    ),
    (
        "leaky_relu", {"slope": True}, "bad-setting",
        "The setting slope of leaky_relu must be a finite number, not True.", "For instance slope=0.1.",
    ),
    (
        "leaky_relu", {"slope": float("inf")}, "bad-setting",
        "The setting slope of leaky_relu must be a finite number, not inf.", "For instance slope=0.1.",
    ),
    (
        "leaky_relu", {"slope": 10**400}, "bad-setting",
        "The setting slope of leaky_relu must be a finite number, not an integer that large.",
        "For instance slope=0.1.",
    ),
    (
        "leaky_relu", {"sloop": 0.1}, "unknown-setting",
        "leaky_relu has no setting 'sloop'. Did you mean slope?", "The settings of leaky_relu: slope.",
    ),
    ("add", {"axis": 0}, "unknown-setting", "add has no setting 'axis'.", "add takes no settings."),
    (
        "sum", {"axis": 0.5}, "bad-setting",
        "The setting axis of sum must be an axis number, a list of axis numbers, or None, not 0.5.",
        "For instance axis=(0, 1).",
    ),
    (
        "softmax", {"axis": None}, "bad-setting",
        "The setting axis of softmax must be an axis number, not None.", "For instance axis=-1.",
    ),
    (
        "sum", {"keepdims": 1}, "bad-setting",
        "The setting keepdims of sum must be True or False, not 1.", "For instance keepdims=True.",
    ),
    (
        "gelu", {"approximate": "exact"}, "bad-setting",
        "The setting approximate of gelu must be \"none\" or \"tanh\", not 'exact'.",
        'For instance approximate="none".',
    ),
    (
        "reshape", {"shape": [-1, -1]}, "bad-setting",
        "The setting shape of reshape must be a list of sizes, of which one may be -1, not [-1, -1].",
        "For instance shape=(2, -1).",
    ),
    (
        "index", {"at": [[1, 2, 3]]}, "bad-setting",
        "The setting at of index must be a list of positions and [start, stop] pairs, not [[1, 2, 3]].",
        'For instance x[0, 1:3], or in a document {"at": [0, [1, 3]]}.',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "attrs", "code", "message", "hint"), REFUSED)
def test_bad_setting_is_named_with_what_was_expected(
    name: str, attrs: dict[str, Any], code: str, message: str, hint: str
) -> None:
    """A setting of the wrong kind is refused in a sentence, without echoing what was sent at length."""
    with pytest.raises(InputError) as caught:
        REGISTRY[name].check_attrs(attrs)
    assert (caught.value.code, caught.value.message, caught.value.hint) == (code, message, hint)
