"""
Reductions: many numbers into fewer, along axes. All take ``axis=None`` (every axis) and ``keepdims=False``.

Each output entry depends on its own group of entries, and towards each of them there is one number, its weight: 1 for
the sum, 1/n for the mean, a share for the largest. VJP, JVP and Jacobian follow from the weights.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from ..array import Array, Shape, as_array, normalize_axes, shape_text
from ..errors import ShapeError
from ..formula_tex import PRODUCT, Style, binding, bracket
from ..op import Op, Primitives
from ..rules import Attrs
from ..structural import Kink, OperatorTex, ValueTex, array_op

Weights = Callable[[Array, Array, Attrs], Any]


def reduced_axes(name: str, shape: Shape, attrs: Attrs, default: int | None = None) -> tuple[int, ...]:
    """Return the axes that *attrs* ask for, ascending from 0; raises ShapeError."""
    return normalize_axes(attrs.get("axis", default), len(shape), name, "x", shape)


def reduction(
    name: str,
    summary: str,
    *,
    category: str = "reduction",
    axis: int | None = None,
    forward: Callable[[Array, tuple[int, ...]], Any],
    weights: Weights,
    needs_entries: bool = False,
    display: str,
    title: str,
    tex: ValueTex | str,
    operator: OperatorTex,
    insight: str,
    definition: str | None = None,
    primitives: Primitives | None = None,
    kink: tuple[str, str] | None = None,
    kink_where: Kink | None = None,
    examples: list[tuple[Any, ...]],
) -> Op:
    """
    Declare a reduction.

    Args:
        name, summary, category, display, title, tex, operator: As in `array_op`.
        insight, definition, primitives, kink, kink_where, examples: As in `array_op`.
        axis: Default of the setting.
        forward: From the operand and the axes to the value, reduced axes kept with size 1.
        weights: From the operand, the value (axes kept) and attrs to the partial towards each entry.
        needs_entries: Whether reducing no entries at all has no answer.
    """

    def axes_of(shape: Shape, attrs: Attrs) -> tuple[int, ...]:
        return reduced_axes(name, shape, attrs, axis)

    def kept_shape(shape: Shape, attrs: Attrs) -> Shape:
        axes = axes_of(shape, attrs)
        return tuple(1 if k in axes else size for k, size in enumerate(shape))

    def shape_rule(shapes: Any, attrs: Attrs) -> Shape:
        shape: Shape = shapes[0]
        axes = axes_of(shape, attrs)
        if needs_entries and prod(shape[k] for k in axes) == 0:
            raise ShapeError(
                "shape-mismatch",
                f"{name} of no entries has no answer: x is {shape_text(shape)}.",
                hint="Give x entries.",
            )
        if attrs.get("keepdims"):
            return kept_shape(shape, attrs)
        return tuple(size for k, size in enumerate(shape) if k not in axes)

    def value(operands: Any, attrs: Attrs) -> Array:
        x: Array = operands[0]
        kept = as_array(forward(x, axes_of(x.shape, attrs)))
        return kept if attrs.get("keepdims") else kept.reshape(shape_rule([x.shape], attrs))

    def weigh(x: Array, out: Array, attrs: Attrs) -> Any:
        return weights(x, out.reshape(kept_shape(x.shape, attrs)), attrs)

    def vjp(g: Array, operands: Any, out: Array, attrs: Attrs, index: int) -> Array:
        x: Array = operands[0]
        pulled = np.empty(x.shape)
        np.multiply(g.reshape(kept_shape(x.shape, attrs)), weigh(x, out, attrs), out=pulled)
        return pulled

    def jvp(tangents: Any, operands: Any, out: Array, attrs: Attrs) -> Array:
        x: Array = operands[0]
        moved = weigh(x, out, attrs) * tangents[0]
        return as_array(np.add.reduce(moved, axis=axes_of(x.shape, attrs))).reshape(out.shape)

    def jacobian(operands: Any, out: Array, attrs: Attrs, index: int) -> Array:
        x: Array = operands[0]
        groups = np.broadcast_to(np.arange(out.size).reshape(kept_shape(x.shape, attrs)), x.shape).ravel()
        full = np.zeros((out.size, x.size))
        full[groups, np.arange(x.size)] = np.broadcast_to(weigh(x, out, attrs), x.shape).ravel()
        return full.reshape(out.shape + x.shape)

    return array_op(
        f"{name}(x; axis: axes = {axis}, keepdims: bool = False)",
        summary,
        category=category,
        display=display,
        title=title,
        shape=shape_rule,
        forward=value,
        vjp=vjp,
        jvp=jvp,
        jacobian=jacobian,
        tex=tex,
        operator=operator,
        insight=insight,
        definition=definition,
        primitives=primitives,
        kink=kink,
        kink_where=kink_where,
        examples=examples,
    )


def axis_text(attrs: Attrs, default: int | None = None) -> str:
    """Write the settings of a reduction as arguments: ``, axis=[0, 1], keepdims=True``."""
    axis = attrs.get("axis", default)
    text = "" if axis is None else f", axis={axis}"
    return text + (", keepdims=True" if attrs.get("keepdims") else "")


def axes_kept(attrs: Attrs, style: Style, default: int | None = None) -> tuple[int, ...] | None:
    """Return the axes along which an op works, from 0 where the shape is known; None where all entries go into one."""
    axis = attrs.get("axis", default)
    if style.shapes is None:
        asked = attrs.get("axis")
        return None if asked is None else tuple(asked) if isinstance(asked, list) else (asked,)
    shape = style.shapes[0]
    axes = normalize_axes(axis, len(shape), "op", "x", shape)
    return None if len(axes) == len(shape) else axes


def axes_tex(attrs: Attrs, style: Style, default: int | None = None) -> str:
    """Write them as a subscript: ``_{\\text{axis 0}}``; nothing where all entries go into one."""
    axes = axes_kept(attrs, style, default)
    if axes is None:
        return ""
    if not axes:
        return r"_{\text{no axis}}"
    return rf"_{{\text{{{'axis' if len(axes) == 1 else 'axes'} {', '.join(map(str, axes))}}}}}"


def row_or_words(
    style: Style, attrs: Attrs, row: str, words: str, whole: str | None = None, default: int | None = None
) -> str:
    """
    The Jacobian of a reduction.

    Args:
        style, attrs, default: Of the op: shapes, settings and the default axis.
        row: Where a vector becomes a number, up to the sign of transposing.
        words: What the entries are where only some go into each entry of the output.
        whole: Where a matrix becomes a number; as *row* unless given.
    """
    if axes_kept(attrs, style, default) is not None:
        return words
    vector = style.shapes is None or len(style.shapes[0]) == 1
    return rf"{row}^{{\top}}" if vector else whole or row


def _entries(x: Array, attrs: Attrs) -> float:
    """How many entries go into one output entry; a float64, so that 1/0 is infinite."""
    return np.float64(prod(x.shape[k] for k in reduced_axes("mean", x.shape, attrs)))


def _one_of(attrs: Attrs, style: Style) -> str:
    """Write one over the number of entries that are averaged."""
    if style.shapes is None:
        return r"\frac{1}{n}"
    shape = style.shapes[0]
    axes = reduced_axes("mean", shape, attrs)
    return rf"\frac{{1}}{{{prod(shape[k] for k in axes)}}}"


def _mean_primitives(shapes: Any, attrs: Attrs) -> str:
    count = prod(shapes[0][k] for k in reduced_axes("mean", shapes[0], attrs))
    return f"sum(x{axis_text(attrs)}) / {count}"


_EXAMPLES: list[tuple[Any, ...]] = [([1.0, 2.0, 3.0],), ([[1.0, 2.0], [4.0, 3.0]], {"axis": 0})]

sum_ = reduction(
    "sum",
    "Sum of all entries, or along axes.",
    display="Σ",
    title="Sum",
    forward=lambda x, axes: np.add.reduce(x, axis=axes, keepdims=True),
    weights=lambda x, out, attrs: 1.0,
    tex=lambda names, attrs, style: (
        rf"\sum{axes_tex(attrs, style)} {bracket(names[0], binding(names[0]) < PRODUCT)}"
    ),
    operator=lambda names, out, attrs, index, style: row_or_words(
        style,
        attrs,
        r"\mathbf{1}",
        r"\text{1 for every entry that was summed, else 0}",
        r"\text{1 for every entry}",
    ),
    examples=_EXAMPLES,
    insight="Every entry receives the same gradient: a copy of what arrives.",
)

mean = reduction(
    "mean",
    "Average of all entries, or along axes.",
    display="mean",
    title="Mean",
    forward=lambda x, axes: np.divide(
        np.add.reduce(x, axis=axes, keepdims=True), prod(x.shape[k] for k in axes)
    ),
    weights=lambda x, out, attrs: 1.0 / _entries(x, attrs),
    tex=lambda names, attrs, style: rf"\operatorname{{mean}}{axes_tex(attrs, style)}\left({names[0]}\right)",
    definition=r"\frac{1}{n} \sum_i #1_i",
    operator=lambda names, out, attrs, index, style: row_or_words(
        style,
        attrs,
        rf"{_one_of(attrs, style)}\,\mathbf{{1}}",
        rf"{_one_of(attrs, style)} \text{{ for every entry that was averaged, else 0}}",
        rf"{_one_of(attrs, style)} \text{{ for every entry}}",
    ),
    primitives=_mean_primitives,
    examples=_EXAMPLES,
    insight="Like the sum, divided by the number of entries: n entries get 1/n of the gradient each.",
)


def _share(x: Array, out: Array, attrs: Attrs) -> Array:
    """One for the entry that was taken, shared where several are equal; 0/0 where the value is NaN."""
    taken = as_array(x == out)
    return as_array(taken / np.add.reduce(taken, axis=reduced_axes("max", x.shape, attrs), keepdims=True))


def _is_shared(operands: Any, out: Array, attrs: Attrs) -> Any:
    x: Array = operands[0]
    axes = reduced_axes("max", x.shape, attrs)
    kept = out.reshape(tuple(1 if k in axes else size for k, size in enumerate(x.shape)))
    return np.any(np.add.reduce(x == kept, axis=axes) > 1)


_SHARED = (
    "several entries equal the result",
    "Where several entries are equal the gradient is shared equally.",
)

max_ = reduction(
    "max",
    "Largest entry, or the largest along axes.",
    display="max",
    title="Largest entry",
    forward=lambda x, axes: np.maximum.reduce(x, axis=axes, keepdims=True),
    weights=_share,
    needs_entries=True,
    tex=lambda names, attrs, style: rf"\max{axes_tex(attrs, style)}\left({names[0]}\right)",
    operator=lambda names, out, attrs, index, style: row_or_words(
        style,
        attrs,
        rf"\mathbf{{1}}\left[{names[0]} = {out}\right]",
        r"\text{1 for the entry that was taken, else 0}",
    ),
    kink=_SHARED,
    kink_where=_is_shared,
    examples=[([1.0, 3.0, 2.0],), ([2.0, 2.0, 1.0],), ([[1.0, 2.0], [4.0, 3.0]], {"axis": 0})],
    insight="A router: the whole gradient goes to the largest entry.",
)

min_ = reduction(
    "min",
    "Smallest entry, or the smallest along axes.",
    display="min",
    title="Smallest entry",
    forward=lambda x, axes: np.minimum.reduce(x, axis=axes, keepdims=True),
    weights=_share,
    needs_entries=True,
    tex=lambda names, attrs, style: rf"\min{axes_tex(attrs, style)}\left({names[0]}\right)",
    operator=lambda names, out, attrs, index, style: row_or_words(
        style,
        attrs,
        rf"\mathbf{{1}}\left[{names[0]} = {out}\right]",
        r"\text{1 for the entry that was taken, else 0}",
    ),
    kink=_SHARED,
    kink_where=_is_shared,
    examples=[([1.0, 3.0, 2.0],), ([1.0, 1.0, 2.0],), ([[1.0, 2.0], [4.0, 3.0]], {"axis": 0})],
    insight="A router: the whole gradient goes to the smallest entry.",
)


def _norm(x: Array, axes: tuple[int, ...]) -> Array:
    """Divide by the largest entry first, so that squares neither overflow nor vanish."""
    largest = np.max(np.abs(x), axis=axes, keepdims=True, initial=0.0)
    scale = np.where((largest > 0.0) & np.isfinite(largest), largest, 1.0)
    return as_array(scale * np.sqrt(np.add.reduce((x / scale) ** 2, axis=axes, keepdims=True)))


norm = reduction(
    "norm",
    "Euclidean length: root of the sum of squares.",
    display="‖x‖",
    title="Norm",
    forward=_norm,
    weights=lambda x, out, attrs: np.where(out == 0.0, 0.0, x / out),
    tex=lambda names, attrs, style: rf"\left\lVert {names[0]} \right\rVert{axes_tex(attrs, style)}",
    definition=r"\sqrt{\sum_i #1_i^{2}}",
    operator=lambda names, out, attrs, index, style: row_or_words(
        style,
        attrs,
        rf"\left(\frac{{{names[0]}}}{{{out}}}\right)",
        rf"\text{{each entry of }} {names[0]} \text{{ over its own norm}}",
    ),
    kink=("x == 0", "At 0 every vector of length at most 1 is a subgradient; this takes 0."),
    kink_where=lambda operands, out, attrs: np.any(out == 0.0),
    primitives=lambda shapes, attrs: f"sum(x ** 2{axis_text(attrs)}) ** 0.5",
    examples=[([3.0, 4.0],), ([[3.0, 4.0], [6.0, 8.0]], {"axis": 1})],
    insight="Its gradient is the unit vector along x, however long x is.",
)
