"""Kinks, domain edges, zeros of both signs, tiny, huge, NaN and empty: named cases, not luck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.engine.op import Op
from app.engine.ops import REGISTRY

INF, NAN = np.inf, np.nan
every_op = pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Infinities and NaN are results here; the passes silence numpy the same way."""
    with np.errstate(all="ignore"):
        yield


def at(name: str, *operands: Any, **settings: Any) -> tuple[np.ndarray, list[np.ndarray], bool, bool]:
    """Return value, gradients for seed 1, whether it is a kink, whether it is in the domain."""
    op = REGISTRY[name]
    attrs = op.check_attrs(settings)
    arrays = [np.asarray(x, dtype=np.float64) for x in operands]
    out = op.forward(arrays, attrs)
    gradients = [op.pull_back(np.ones(out.shape), arrays, out, attrs, k) for k in range(len(arrays))]
    return out, gradients, op.is_kink(arrays, out, attrs), op.in_domain(arrays, attrs)


# Op, operands, settings, value, gradients. What api.md section 6 states, word by word.
KINKS: list[tuple[str, tuple[Any, ...], dict[str, Any], Any, list[Any]]] = [
    ("relu", (0.0,), {}, 0.0, [0.0]),
    ("relu", (-0.0,), {}, 0.0, [0.0]),
    ("abs", (0.0,), {}, 0.0, [0.0]),
    ("norm", ([0.0, 0.0],), {}, 0.0, [[0.0, 0.0]]),
    ("norm", ([[0.0, 0.0], [3.0, 4.0]],), {"axis": 1}, [0.0, 5.0], [[[0.0, 0.0], [0.6, 0.8]]]),
    ("hinge", (1.0, 1.0), {}, 0.0, [0.0, 0.0]),
    ("hinge", (-1.0, -1.0), {}, 0.0, [0.0, 0.0]),
    ("leaky_relu", (0.0,), {}, 0.0, [0.01]),
    ("leaky_relu", (0.0,), {"slope": 0.3}, 0.0, [0.3]),
    ("prelu", (0.0, 0.25), {}, 0.0, [0.25, 0.0]),
    ("elu", (0.0,), {"alpha": 0.5}, 0.0, [0.5]),
    ("maximum", (2.0, 2.0), {}, 2.0, [0.5, 0.5]),
    ("minimum", (2.0, 2.0), {}, 2.0, [0.5, 0.5]),
    ("max", ([3.0, 1.0, 3.0],), {}, 3.0, [[0.5, 0.0, 0.5]]),
    ("min", ([1.0, 1.0, 1.0, 3.0],), {}, 1.0, [[1 / 3, 1 / 3, 1 / 3, 0.0]]),
    ("max", ([[1.0, 1.0], [2.0, 5.0]],), {"axis": 1}, [1.0, 5.0], [[[0.5, 0.5], [0.0, 1.0]]]),
    ("clip", (0.0,), {"low": 0.0, "high": 1.0}, 0.0, [1.0]),
    ("clip", (1.0,), {"low": 0.0, "high": 1.0}, 1.0, [1.0]),
    ("step", (0.0,), {}, 1.0, [0.0]),
    ("step", (-0.0,), {}, 1.0, [0.0]),
    ("pow", (0.0, 0.0), {}, 1.0, [0.0, 0.0]),
    ("sqrt", (0.0,), {}, 0.0, [INF]),
    ("sqrt", (-0.0,), {}, 0.0, [INF]),
    ("less", (2.0, 2.0), {}, 0.0, [0.0, 0.0]),
    ("less_equal", (2.0, 2.0), {}, 1.0, [0.0, 0.0]),
    ("equal", (2.0, 2.0), {}, 1.0, [0.0, 0.0]),
]


@pytest.mark.parametrize(("name", "operands", "settings", "value", "gradients"), KINKS)
def test_kink_takes_the_stated_subgradient(
    name: str, operands: tuple[Any, ...], settings: dict[str, Any], value: Any, gradients: list[Any]
) -> None:
    """At a kink the value and the gradients are the ones the API states, and the op says that it is one."""
    out, found, is_kink, _ = at(name, *operands, **settings)
    np.testing.assert_array_equal(out, value)
    for gradient, expected in zip(found, gradients, strict=True):
        np.testing.assert_array_equal(gradient, expected)
    assert is_kink


def test_elu_with_alpha_1_has_no_kink() -> None:
    """Both slopes at 0 are 1."""
    _, gradients, is_kink, _ = at("elu", 0.0)
    assert gradients[0] == 1.0
    assert not is_kink


@pytest.mark.parametrize("x", [-1.0, 1.0, 2.0])
def test_clip_with_bounds_in_the_wrong_order_is_numpys(x: float) -> None:
    """The upper bound wins everywhere, and no gradient passes."""
    out, gradients, _, _ = at("clip", x, low=1.5, high=0.25)
    assert out == np.clip(x, 1.5, 0.25) == 0.25
    assert gradients[0] == 0.0


@every_op
def test_stated_kink_is_somewhere(op: Op) -> None:
    """An op that declares a kink is tested at one above."""
    tested = {name for name, *_ in KINKS} | {
        "greater",
        "greater_equal",
        "not_equal",
    }  # twins of less and equal
    assert (op.kink is None) or op.name in tested


# Op, operands, value, gradients, whether in the domain.
EDGES: list[tuple[str, tuple[Any, ...], Any, list[Any], bool]] = [
    ("div", (1.0, 0.0), INF, [INF, -INF], False),
    ("div", (0.0, 0.0), NAN, [INF, NAN], False),
    ("reciprocal", (0.0,), INF, [-INF], False),
    ("reciprocal", (-0.0,), -INF, [-INF], False),
    ("log", (0.0,), -INF, [INF], False),
    ("log", (-1.0,), NAN, [-1.0], False),
    ("log", (1e-300,), -690.7755278982137, [1e300], True),
    ("sqrt", (-1.0,), NAN, [NAN], False),
    ("exp", (1000.0,), INF, [INF], True),
    ("exp", (-1000.0,), 0.0, [0.0], True),
    ("sigmoid", (-1000.0,), 0.0, [0.0], True),
    ("sigmoid", (1000.0,), 1.0, [0.0], True),
    ("sigmoid", (INF,), 1.0, [0.0], True),
    ("sigmoid", (-INF,), 0.0, [0.0], True),
    ("tanh", (700.0,), 1.0, [0.0], True),
    ("softplus", (1000.0,), 1000.0, [1.0], True),
    ("softplus", (-1000.0,), 0.0, [0.0], True),
    ("logsumexp", ([1000.0, 1000.0],), 1000.6931471805599, [[0.5, 0.5]], True),
    ("softmax", ([1000.0, 0.0],), [1.0, 0.0], [[0.0, 0.0]], True),
    ("log_softmax", ([1000.0, 0.0],), [0.0, -1000.0], [[-1.0, 1.0]], True),
    ("log_softmax", ([0.0, -INF],), [0.0, -INF], [[-1.0, 1.0]], True),
    ("pow", (0.0, 2.0), 0.0, [0.0, 0.0], True),
    ("pow", (0.0, 1.0), 0.0, [1.0, 0.0], True),
    ("pow", (0.0, 0.5), 0.0, [INF, 0.0], True),
    ("pow", (0.0, -1.0), INF, [-INF, -INF], False),
    ("pow", (-2.0, 3.0), -8.0, [12.0, NAN], True),
    ("pow", (-2.0, 0.5), NAN, [NAN, NAN], False),
    ("pow", (3.0, 0.0), 1.0, [0.0, 1.0986122886681098], True),
    ("norm", ([3e200, 4e200],), 5e200, [[0.6, 0.8]], True),
    ("norm", ([3e-200, 4e-200],), 5e-200, [[0.6, 0.8]], True),
    ("norm", ([5e-324, 0.0],), 5e-324, [[1.0, 0.0]], True),
    ("maximum", (0.0, -0.0), 0.0, [0.5, 0.5], True),
    ("where", (NAN, 2.0, 3.0), 2.0, [0.0, 1.0, 0.0], True),
    ("bce", (0.0, 1.0), INF, [-INF, INF], True),
    ("bce", (1.0, 0.0), INF, [INF, -INF], True),
    ("bce", (0.0, 0.0), 0.0, [1.0, 0.0], True),
    ("bce", (1.0, 1.0), 0.0, [-1.0, 0.0], True),
    ("bce", (1.5, 1.0), -0.4054651081081644, [-1 / 1.5, NAN], False),
    ("bce_with_logits", (1000.0, 0.0), 1000.0, [1.0, -1000.0], True),
    ("bce_with_logits", (-1000.0, 0.0), 0.0, [0.0, 1000.0], True),
    ("bce_with_logits", (1000.0, 1.0), 0.0, [0.0, -1000.0], True),
    ("cce", ([0.0, 1.0], [1.0, 0.0]), INF, [[-INF, 0.0], [INF, 0.0]], True),
    ("cce", ([0.0, 1.0], [0.0, 1.0]), 0.0, [[0.0, -1.0], [0.0, 0.0]], True),
    ("cce", ([0.2, 0.8], 5.0), NAN, [[NAN, NAN], 0.0], False),
    ("cce", ([0.2, 0.8], 0.5), NAN, [[NAN, NAN], 0.0], False),
    ("cce_with_logits", ([1000.0, 0.0], [0.0, 1.0]), 1000.0, [[1.0, -1.0], [0.0, 1000.0]], True),
    ("cce_with_logits", ([1000.0, 0.0], 0.0), 0.0, [[0.0, 0.0], 0.0], True),
]  # fmt: skip


@pytest.mark.parametrize(("name", "operands", "value", "gradients", "inside"), EDGES)
def test_edge_answers_as_numbers_do(
    name: str, operands: tuple[Any, ...], value: Any, gradients: list[Any], inside: bool
) -> None:
    """At the edge of a domain, and far out, the answer is a number, an infinity or NaN, and never an exception."""
    out, found, _, in_domain = at(name, *operands)
    np.testing.assert_allclose(out, value, rtol=1e-15)
    for gradient, expected in zip(found, gradients, strict=True):
        np.testing.assert_allclose(gradient, expected, rtol=1e-15)
    assert in_domain is inside


SPECIAL = (0.0, -0.0, 1e-300, -1e-300, 700.0, -700.0, 1e300, -1e300, INF, -INF, NAN)


@pytest.mark.parametrize("value", SPECIAL)
@every_op
def test_special_value_never_raises(op: Op, value: float) -> None:
    """Every op answers every special number, in both directions, with arrays of the right shape."""
    for example in op.examples:
        attrs = op.check_attrs(example[-1] if isinstance(example[-1], dict) else {})
        arrays = [np.full(np.shape(x), value) for x in example if not isinstance(x, dict)]
        out = op.forward(arrays, attrs)
        for k, array in enumerate(arrays):
            assert op.pull_back(np.ones(out.shape), arrays, out, attrs, k).shape == array.shape
            assert op.jacobian(arrays, out, attrs, k).shape == out.shape + array.shape
        assert op.push_forward([np.ones(x.shape) for x in arrays], arrays, out, attrs).shape == out.shape
        assert isinstance(op.is_kink(arrays, out, attrs), bool)
        assert isinstance(op.in_domain(arrays, attrs), bool)


@every_op
def test_nan_comes_out_as_nan(op: Op) -> None:
    """NaN in any operand is seen in the value; only comparisons, conditions and x**0 know an answer without it."""
    if op.category == "comparison" or op.name in ("where", "equal"):
        return
    example = next(e for e in op.examples)
    attrs = op.check_attrs(example[-1] if isinstance(example[-1], dict) else {})
    arrays = [np.asarray(x, dtype=np.float64) for x in example if not isinstance(x, dict)]
    if op.name == "index":
        arrays[0][...] = NAN
    for k in range(len(arrays)):
        spoiled = [x.copy() for x in arrays]
        spoiled[k].reshape(-1)[-1] = NAN
        if op.name == "prelu" and k == 1:
            spoiled[0][...] = -1.0
        assert np.isnan(op.forward(spoiled, attrs)).any(), f"{op.name} hides NaN in operand {k}"


@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
@every_op
def test_empty_arrays_pass_through_elementwise_ops(op: Op, shape: tuple[int, ...]) -> None:
    """No entries in, no entries out, and none in the gradients."""
    if not op.elementwise:
        return
    attrs = op.check_attrs(op.examples[0][-1] if isinstance(op.examples[0][-1], dict) else {})
    arrays = [np.zeros(shape) for _ in op.operands]
    out = op.forward(arrays, attrs)
    assert out.shape == shape
    assert all(op.pull_back(out, arrays, out, attrs, k).shape == shape for k in range(len(arrays)))


# Op, shape of every operand, settings, value of no entries.
EMPTY: list[tuple[str, list[tuple[int, ...]], dict[str, Any], Any]] = [
    ("sum", [(0,)], {}, 0.0),
    ("sum", [(2, 0)], {"axis": 1}, [0.0, 0.0]),
    ("sum", [(2, 0)], {"axis": 0}, []),
    ("mean", [(0,)], {}, NAN),
    ("norm", [(0,)], {}, 0.0),
    ("logsumexp", [(0,)], {}, -INF),
    ("softmax", [(0,)], {}, []),
    ("softmax", [(0, 3)], {}, np.zeros((0, 3))),
    ("log_softmax", [(2, 0)], {}, np.zeros((2, 0))),
    ("max", [(0, 3)], {"axis": 1}, []),
    ("matmul", [(2, 0), (0, 3)], {}, np.zeros((2, 3))),
    ("dot", [(0,), (0,)], {}, 0.0),
    ("outer", [(0,), (2,)], {}, np.zeros((0, 2))),
    ("transpose", [(0, 3)], {}, np.zeros((3, 0))),
    ("reshape", [(0, 3)], {"shape": [3, 0]}, np.zeros((3, 0))),
    ("concat", [(0,), (2,)], {}, [0.0, 0.0]),
    ("stack", [(0,), (0,)], {}, np.zeros((2, 0))),
    ("index", [(3,)], {"at": [[2, 1]]}, []),
    ("mse", [(0,), (0,)], {}, NAN),
    ("sse", [(0,), (0,)], {}, 0.0),
    ("bce", [(0, 2), (0, 2)], {}, NAN),
    ("cce", [(0, 2), (0,)], {"reduction": "sum"}, 0.0),
    ("hinge", [(0,), (0,)], {"reduction": "sum"}, 0.0),
]


@pytest.mark.parametrize(("name", "shapes", "settings", "value"), EMPTY)
def test_empty_arrays_have_an_answer(
    name: str, shapes: list[tuple[int, ...]], settings: dict[str, Any], value: Any
) -> None:
    """Sums of nothing are 0, means of nothing NaN, and gradients have the operands' empty shapes."""
    op = REGISTRY[name]
    attrs, arrays = op.check_attrs(settings), [np.zeros(shape) for shape in shapes]
    out = op.forward(arrays, attrs)
    assert out.shape == op.infer_shape(shapes, attrs)
    np.testing.assert_array_equal(out, value)
    for k, shape in enumerate(shapes):
        assert op.pull_back(np.ones(out.shape), arrays, out, attrs, k).shape == shape
        assert op.jacobian(arrays, out, attrs, k).shape == out.shape + shape
    assert op.push_forward([np.ones(shape) for shape in shapes], arrays, out, attrs).shape == out.shape


@every_op
def test_operands_and_value_are_left_alone(op: Op) -> None:
    """No method writes into what it was given: stored values survive the backward pass."""
    for example in op.examples:
        attrs = op.check_attrs(example[-1] if isinstance(example[-1], dict) else {})
        arrays = [np.array(x, dtype=np.float64) for x in example if not isinstance(x, dict)]
        before = [x.copy() for x in arrays]
        out = op.forward(arrays, attrs)
        kept, g = out.copy(), np.ones(out.shape)
        for k in range(len(arrays)):
            op.pull_back(g, arrays, out, attrs, k)
            op.jacobian(arrays, out, attrs, k)
        op.push_forward([np.ones(x.shape) for x in arrays], arrays, out, attrs)
        for array, same in zip([*arrays, out, g], [*before, kept, np.ones(out.shape)], strict=True):
            np.testing.assert_array_equal(array, same)
