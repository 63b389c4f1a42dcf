"""The losses' definitions, ranks and reduction, each by a number worked out on paper."""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np
import pytest

from app.engine.ops import REGISTRY

ONE = [1.0, 4.0]  # a 1-D array: two examples of one number, or one example of two classes
TWO = [[1.0, 2.0, 3.0], [2.0, 2.0, 5.0]]  # two examples of three outputs
FLAT = [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
HALVES = [[0.5, 0.5], [0.25, 0.75]]
HOT = [[1.0, 0.0], [0.0, 1.0]]

# Op, operands, value of the mean, value with reduction "sum".
DEFINITIONS: list[tuple[str, tuple[Any, Any], float, float]] = [
    ("mse", (3.0, 1.0), 4.0, 4.0),
    ("mse", (ONE, [0.0, 0.0]), 17 / 2, 17.0),
    ("mse", (TWO, FLAT), 47 / 6, 47 / 3),
    ("sse", (TWO, FLAT), 47.0, 47.0),
    ("half_mse", (3.0, 1.0), 2.0, 2.0),
    ("half_mse", (ONE, [0.0, 0.0]), 17 / 4, 17 / 2),
    ("half_mse", (TWO, FLAT), 47 / 4, 47 / 2),
    ("bce", (0.25, 1.0), log(4), log(4)),
    ("bce", ([0.5, 0.25], [1.0, 0.0]), (log(2) + log(4 / 3)) / 2, log(2) + log(4 / 3)),
    ("bce", (HALVES, HOT), (2 * log(2) + 2 * log(4 / 3)) / 2, 2 * log(2) + 2 * log(4 / 3)),
    ("bce_with_logits", (0.0, 1.0), log(2), log(2)),
    ("bce_with_logits", ([[0.0, 0.0], [0.0, 0.0]], HOT), 2 * log(2), 4 * log(2)),
    ("cce", ([0.25, 0.75], [0.0, 1.0]), log(4 / 3), log(4 / 3)),
    ("cce", ([0.25, 0.75], 1.0), log(4 / 3), log(4 / 3)),
    ("cce", (HALVES, HOT), (log(2) + log(4 / 3)) / 2, log(2) + log(4 / 3)),
    ("cce", (HALVES, [0.0, 1.0]), (log(2) + log(4 / 3)) / 2, log(2) + log(4 / 3)),
    ("cce_with_logits", ([0.0, 0.0, 0.0, 0.0], 2.0), log(4), log(4)),
    ("cce_with_logits", (FLAT, [0.0, 2.0]), log(3), 2 * log(3)),
    ("hinge", (0.25, 1.0), 0.75, 0.75),
    ("hinge", ([0.25, -3.0], [1.0, 1.0]), (0.75 + 4.0) / 2, 4.75),
    ("hinge", ([0.25, -3.0], [1.0, -1.0]), 0.75 / 2, 0.75),
]


@pytest.mark.parametrize(("name", "operands", "mean", "total"), DEFINITIONS)
def test_loss_is_as_defined(name: str, operands: tuple[Any, Any], mean: float, total: float) -> None:
    """Mean and sum over the first axis are the API's definitions; the gradients are divided the same way."""
    op, arrays = REGISTRY[name], [np.asarray(x, dtype=np.float64) for x in operands]
    with np.errstate(all="ignore"):
        out = op.forward(arrays, {})
        summed = op.forward(arrays, op.check_attrs({"reduction": "sum"}))
        gradient = op.pull_back(np.ones(()), arrays, out, {}, 0)
        summed_gradient = op.pull_back(np.ones(()), arrays, out, {"reduction": "sum"}, 0)
    assert out.shape == () and out == pytest.approx(mean, rel=1e-14)
    assert summed == pytest.approx(total, rel=1e-14)
    np.testing.assert_allclose(summed_gradient * mean, gradient * total, rtol=1e-13)


def test_reduction_mean_is_the_default() -> None:
    """Saying it changes nothing, and it is left out of the document."""
    assert REGISTRY["bce"].check_attrs({"reduction": "mean"}) == {}
    assert REGISTRY["bce"].check_attrs({"reduction": "sum"}) == {"reduction": "sum"}


def test_gradient_of_softmax_with_cross_entropy_is_p_minus_y() -> None:
    """The shortest formula in deep learning, divided by m."""
    z, y = np.array([[1.0, 2.0, 0.5], [0.0, 0.0, 1.0]]), np.array([0.0, 2.0])
    op = REGISTRY["cce_with_logits"]
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    gradient = op.pull_back(np.ones(()), [z, y], op.forward([z, y], {}), {}, 0)
    np.testing.assert_allclose(gradient, (p - np.eye(3)[[0, 2]]) / 2, rtol=1e-14)


def test_class_numbers_and_one_hot_rows_are_the_same_target() -> None:
    """Either way of naming the class gives the same loss and the same gradient."""
    z, hot, numbers = np.array([[1.0, 2.0, 0.5], [0.0, 0.0, 1.0]]), np.eye(3)[[0, 2]], np.array([0.0, 2.0])
    op = REGISTRY["cce_with_logits"]
    assert op.forward([z, hot], {}) == op.forward([z, numbers], {})
    one = np.ones(())
    np.testing.assert_array_equal(
        op.pull_back(one, [z, hot], one, {}, 0), op.pull_back(one, [z, numbers], one, {}, 0)
    )
    np.testing.assert_array_equal(op.pull_back(one, [z, numbers], one, {}, 1), [0.0, 0.0])


@pytest.mark.parametrize("name", ["mse", "sse", "half_mse", "bce", "bce_with_logits", "hinge"])
def test_single_number_formulas_are_the_loss(name: str) -> None:
    """What the float path may run on single numbers is what the arrays answer."""
    from app.engine.formula_numpy import array_function

    op = REGISTRY[name]
    assert op.scalar_trees is not None
    value, partials = op.scalar_trees
    arrays = [np.asarray(0.3), np.asarray(0.8)]
    environment = dict(zip(op.operands, arrays, strict=True))
    out = op.forward(arrays, {})
    assert array_function(value.tree)(environment) == pytest.approx(float(out), rel=1e-15)
    for k, operand in enumerate(op.operands):
        expected = op.pull_back(np.ones(()), arrays, out, {}, k)
        assert array_function(partials[operand].tree)(environment) == pytest.approx(
            float(expected), rel=1e-15
        )
