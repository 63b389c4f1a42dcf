"""Broadcasting, and the way back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.array import (
    as_array,
    broadcast_shapes,
    copies_jacobian,
    diagonal_jacobian,
    normalize_axes,
    size_of,
    summed_axes,
    unbroadcast,
)
from app.engine.errors import ShapeError

Shape = tuple[int, ...]
shapes = st.lists(st.integers(0, 3), max_size=3).map(tuple)


@given(st.lists(shapes, min_size=1, max_size=3))
def test_broadcast_shapes_is_numpys(several: list[Shape]) -> None:
    """The shape is numpy's, and what numpy refuses is a ShapeError."""
    names = ["x", "y", "z"][: len(several)]
    try:
        expected = np.broadcast_shapes(*several)
    except ValueError:
        with pytest.raises(ShapeError):
            broadcast_shapes("add", names, several)
    else:
        assert broadcast_shapes("add", names, several) == expected


SUMMED: list[tuple[Shape, Shape, tuple[int, ...]]] = [
    ((2, 3), (2, 3), ()),
    ((), (), ()),
    ((), (2, 3), (0, 1)),
    ((3,), (2, 3), (0,)),
    ((2, 1), (2, 3), (1,)),
    ((1,), (2, 3), (0, 1)),
    ((1, 1), (1, 1), ()),
    ((1, 3), (1, 3), ()),
    ((1,), (0,), (0,)),
]


@pytest.mark.parametrize(("operand", "out", "axes"), SUMMED)
def test_summed_axes_are_those_added_or_stretched(operand: Shape, out: Shape, axes: tuple[int, ...]) -> None:
    """An axis of size 1 that stays 1 was not stretched."""
    assert summed_axes(operand, out) == axes


@pytest.mark.parametrize(("operand", "out", "axes"), SUMMED)
def test_unbroadcast_collects_the_gradient_of_every_copy(
    operand: Shape, out: Shape, axes: tuple[int, ...]
) -> None:
    """Summing back gives each entry the number of its copies, when every copy's gradient is 1."""
    back = unbroadcast(np.ones(out), operand)
    assert back.shape == operand
    np.testing.assert_array_equal(back, np.full(operand, size_of(out) / max(1, size_of(operand))))


@pytest.mark.parametrize(("grad", "shape"), [((2,), (3,)), ((2, 3), (2,)), ((3,), (2, 3))])
def test_unbroadcast_refuses_shapes_that_never_broadcast(grad: Shape, shape: Shape) -> None:
    """A gradient of an impossible shape is an error with both shapes named."""
    with pytest.raises(ShapeError) as caught:
        unbroadcast(np.ones(grad), shape)
    assert caught.value.message == f"A gradient of shape {grad} cannot be summed back to {shape}."


def test_size_is_exact_beyond_64_bits() -> None:
    """Sizes are Python integers: a limit must not be passed by wrapping round."""
    assert size_of((2**40, 2**40)) == 2**80
    assert size_of(()) == 1


def test_everything_becomes_float64() -> None:
    """Integers and booleans too, so that overflow is inf and never a wrapped integer."""
    assert as_array([1, 2]).dtype == np.float64
    assert as_array(True).shape == ()


def test_axes_are_counted_from_either_end() -> None:
    """None is all of them; numbers come out ascending from 0."""
    assert normalize_axes(None, 3, "sum", "x", (2, 3, 4)) == (0, 1, 2)
    assert normalize_axes(-1, 3, "sum", "x", (2, 3, 4)) == (2,)
    assert normalize_axes([-1, 0], 3, "sum", "x", (2, 3, 4)) == (0, 2)
    assert normalize_axes([], 1, "sum", "x", (2,)) == ()
    with pytest.raises(ShapeError) as caught:
        normalize_axes(1, 1, "sum", "x", (2,))
    assert caught.value.hint == "x has one axis: 0, or -1."


def test_diagonal_jacobian_reaches_through_broadcasting() -> None:
    """Each output entry depends on the one operand entry it was copied from."""
    jacobian = diagonal_jacobian(np.array([[1.0, 2.0], [3.0, 4.0]]), (2,))
    np.testing.assert_array_equal(jacobian[:, :, 0], [[1.0, 0.0], [3.0, 0.0]])
    np.testing.assert_array_equal(jacobian[:, :, 1], [[0.0, 2.0], [0.0, 4.0]])


def test_copies_jacobian_has_a_one_where_an_entry_came_from() -> None:
    """An entry from elsewhere (-1) has a row of zeros."""
    np.testing.assert_array_equal(
        copies_jacobian(np.array([2, -1, 0]), (3,)), [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
    )
