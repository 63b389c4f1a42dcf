"""Reductions: many numbers into fewer, along axes. All take ``axis=None`` (every axis) and ``keepdims=False``."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np

from ..array import Array, Shape, as_array, normalize_axes
from ..rules import Attrs
from ..structural import array_op


def reduced_axes(name: str, shape: Shape, attrs: Attrs) -> tuple[int, ...]:
    """Return the axes that *attrs* ask for, ascending from 0; raises ShapeError."""
    return normalize_axes(attrs.get("axis"), len(shape), name, "x", shape)


def reduced_shape(name: str, shape: Shape, attrs: Attrs) -> Shape:
    """Return what is left of *shape*."""
    axes = reduced_axes(name, shape, attrs)
    if attrs.get("keepdims"):
        return tuple(1 if axis in axes else size for axis, size in enumerate(shape))
    return tuple(size for axis, size in enumerate(shape) if axis not in axes)


def spread(reduced: Array, x: Array, attrs: Attrs) -> Array:
    """Give a reduced array its axes back, with size 1, so that it broadcasts against *x*."""
    axes = normalize_axes(attrs.get("axis"), x.ndim, "", "x", x.shape)
    return reduced.reshape(tuple(1 if axis in axes else size for axis, size in enumerate(x.shape)))


def _axis(x: Array, attrs: Attrs) -> tuple[int, ...]:
    return normalize_axes(attrs.get("axis"), x.ndim, "", "x", x.shape)


def _count(x: Array, attrs: Attrs) -> int:
    return prod(x.shape[axis] for axis in _axis(x, attrs))


def _sum(x: Array, attrs: Attrs) -> Array:
    return np.asarray(np.sum(x, axis=_axis(x, attrs), keepdims=bool(attrs.get("keepdims"))))


def _mean(x: Array, attrs: Attrs) -> Array:
    return np.asarray(
        np.divide(_sum(x, attrs), _count(x, attrs))
    )  # 0/0 of no numbers is NaN, without a warning


def _sum_jacobian(operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
    """One in every row where the entry takes part in that sum."""
    x = operands[0]
    positions = np.broadcast_to(spread(np.arange(out.size, dtype=np.float64), x, attrs), x.shape)
    belongs = np.arange(out.size)[:, None] == positions.reshape(1, -1)
    return as_array(belongs).reshape(out.shape + x.shape)


sum_ = array_op(
    "sum(x; axis: axes = None, keepdims: bool = False)",
    "Sum of all entries, or along axes.",
    category="reduction",
    display="Σ",
    title="Sum",
    shape=lambda shapes, attrs: reduced_shape("sum", shapes[0], attrs),
    forward=lambda operands, attrs: _sum(operands[0], attrs),
    vjp=lambda g, operands, out, attrs, index: np.broadcast_to(
        spread(g, operands[0], attrs), operands[0].shape
    ).copy(),
    jvp="linear",
    jacobian=_sum_jacobian,
    tex=r"\sum #1",
    operator=lambda names, out, attrs, index: r"\mathbf{1}^{\top}",
    examples=[([1.0, 2.0, 3.0],), ([[1.0, 2.0], [3.0, 4.0]], {"axis": 0})],
    insight="Every entry receives the same gradient: a copy of what arrives.",
)

mean = array_op(
    "mean(x; axis: axes = None, keepdims: bool = False)",
    "Average of all entries, or along axes.",
    category="reduction",
    display="mean",
    title="Mean",
    shape=lambda shapes, attrs: reduced_shape("mean", shapes[0], attrs),
    forward=lambda operands, attrs: _mean(operands[0], attrs),
    vjp=lambda g, operands, out, attrs, index: (
        np.broadcast_to(spread(g, operands[0], attrs), operands[0].shape)
        / np.float64(_count(operands[0], attrs))
    ),
    jvp="linear",
    jacobian=lambda operands, out, attrs, index: (
        _sum_jacobian(operands, out, attrs, index) / np.float64(_count(operands[0], attrs))
    ),
    tex=r"\operatorname{mean}\left(#1\right)",
    operator=lambda names, out, attrs, index: r"\frac{1}{n}\,\mathbf{1}^{\top}",
    examples=[([1.0, 2.0, 3.0],), ([[1.0, 2.0], [3.0, 4.0]], {"axis": 0})],
    insight="Like the sum, divided by the number of entries: n entries get 1/n of the gradient each.",
)
