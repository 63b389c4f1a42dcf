"""
The softmax family, along one axis (the last, unless told).

The largest entry is taken out before exp. Where one probability p is near 1, what matters is 1 - p, and subtracting has
no digits left for it; it is always added up from the other probabilities instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..array import Array, Shape, as_array
from ..formula_tex import Style
from ..rules import Attrs
from ..structural import array_op
from .reductions import axes_kept, axes_tex, axis_text, reduced_axes, reduction, row_or_words

_LARGEST = float(np.finfo(np.float64).max)


def _peak(x: Array, axes: int | tuple[int, ...]) -> Array:
    """The largest entry, held within the finite numbers: subtracting an infinity would make NaN out of infinities."""
    return as_array(np.minimum(np.maximum.reduce(x, axis=axes, keepdims=True, initial=-_LARGEST), _LARGEST))


def _log_of_sum(shifted: Array, axes: int | tuple[int, ...]) -> Array:
    """Return ln of the sum of exp of entries of which the largest are 0, small results with all their digits."""
    largest = shifted == 0.0
    others = np.add.reduce(np.where(largest, 0.0, np.exp(shifted)), axis=axes, keepdims=True)
    ties = np.add.reduce(largest, axis=axes, keepdims=True) - 1.0
    return as_array(np.log1p(others + ties))


def logsumexp_kept(x: Array, axes: tuple[int, ...]) -> Array:
    """Return ln of the sum of exp along *axes*, kept with size 1."""
    peak = _peak(x, axes)
    return as_array(peak + _log_of_sum(x - peak, axes))


def log_softmax_of(x: Array, axis: int) -> Array:
    """Return ``x - logsumexp(x)`` along *axis*, keeping the digits of small differences."""
    shifted = x - _peak(x, axis)
    return as_array(shifted - _log_of_sum(shifted, axis))


def softmax_of(x: Array, axis: int) -> Array:
    """Return the softmax of *x* along *axis*."""
    raised = np.exp(x - _peak(x, axis))
    return as_array(raised / np.add.reduce(raised, axis=axis, keepdims=True))


def complement_of(p: Array, axis: int) -> Array:
    """Return 1 - *p* for probabilities along *axis*; for one above 1/2, the sum of the others."""
    above = p > 0.5
    others = np.add.reduce(np.where(above, 0.0, p), axis=axis, keepdims=True)
    return as_array(np.where(above, others, 1.0 - p))


def _axis(attrs: Attrs) -> int:
    axis: int = attrs.get("axis", -1)
    return axis


def _same_shape(name: str) -> Any:
    def shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
        reduced_axes(name, shapes[0], attrs, -1)
        return shapes[0]

    return shape


def _blocks(blocks: Array, shape: Shape, axis: int) -> Array:
    """Put one k x k Jacobian per row along *axis* into the Jacobian of the whole, zero elsewhere."""
    k = shape[axis]
    rest = tuple(np.delete(np.asarray(shape), axis).tolist())
    rows = blocks.shape[0]
    full = np.zeros((rows, k, rows, k))
    full[np.arange(rows), :, np.arange(rows), :] = blocks
    full = full.reshape(*rest, k, *rest, k)
    ndim = len(shape)
    return np.moveaxis(full, (ndim - 1, 2 * ndim - 1), (axis % ndim, ndim + axis % ndim))


def _rows(p: Array, axis: int) -> Array:
    return np.moveaxis(p, axis, -1).reshape(-1, p.shape[axis]) if p.size else np.zeros((0, p.shape[axis]))


def _softmax_jacobian(operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array | None:
    if not out.size:
        return None
    p = _rows(out, _axis(attrs))
    return _blocks(p[:, :, None] * _identity_minus(p), out.shape, _axis(attrs))


def _log_softmax_jacobian(operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array | None:
    if not out.size:
        return None
    p = _rows(as_array(np.exp(out)), _axis(attrs))
    return _blocks(_identity_minus(p), out.shape, _axis(attrs))


def _identity_minus(p: Array) -> Array:
    """Return I minus the matrix whose every row is p, for each row p of *p*."""
    blocks = np.repeat(-p[:, None, :], p.shape[1], axis=1)
    diagonal = np.arange(p.shape[1])
    blocks[:, diagonal, diagonal] = complement_of(p, -1)
    return blocks


def _less_mean(values: Any, p: Array, axis: int) -> Any:
    """
    Return *values* less their mean weighed by the probabilities *p*.

    Both are taken relative to the value of a probability above 1/2: its difference from the mean would lose its digits.
    """
    relative = values - np.add.reduce(np.where(p > 0.5, values, 0.0), axis=axis, keepdims=True)
    return relative - np.add.reduce(relative * p, axis=axis, keepdims=True)


def _softmax_pull(g: Any, out: Array, attrs: Attrs) -> Array:
    return as_array(out * _less_mean(g, out, _axis(attrs)))


def _log_softmax_pull(g: Any, out: Array, attrs: Attrs) -> Array:
    axis, p = _axis(attrs), as_array(np.exp(out))
    total = np.add.reduce(g, axis=axis, keepdims=True)
    return as_array(g * complement_of(p, axis) - p * (total - g))


def _log_softmax_push(tangent: Any, out: Array, attrs: Attrs) -> Array:
    return as_array(_less_mean(tangent, as_array(np.exp(out)), _axis(attrs)))


def _of_slices(style: Style, attrs: Attrs, vector: str, slices: str) -> str:
    """The Jacobian of a vector's softmax, or of each slice's."""
    return vector if axes_kept(attrs, style, -1) is None else slices


def _diagonal(p: str) -> str:
    return rf"\operatorname{{diag}}\left({p}\right) - {p}\,{p}^{{\top}}"


_EXAMPLES: list[tuple[Any, ...]] = [
    ([1.0, 2.0, 3.0],),
    ([1000.0, 1001.0],),
    ([[1.0, 2.0], [3.0, 5.0]], {"axis": 0}),
]

softmax = array_op(
    "softmax(x; axis: axis = -1)",
    "Scores into probabilities that sum to 1.",
    category="softmax",
    display="softmax",
    title="Softmax",
    shape=_same_shape("softmax"),
    forward=lambda operands, attrs: softmax_of(operands[0], _axis(attrs)),
    vjp=lambda g, operands, out, attrs, index: _softmax_pull(g, out, attrs),
    # The Jacobian is symmetric, so pushing forward is pulling back.
    jvp=lambda tangents, operands, out, attrs: _softmax_pull(tangents[0], out, attrs),
    jacobian=_softmax_jacobian,
    tex=lambda names, attrs, style: (
        rf"\operatorname{{softmax}}{axes_tex(attrs, style, -1)}\left({names[0]}\right)"
    ),
    definition=r"\frac{e^{#1_i}}{\sum_j e^{#1_j}}",
    operator=lambda names, out, attrs, index, style: _of_slices(
        style, attrs, _diagonal(out), rf"{_diagonal('p')} \text{{ for each slice }} p"
    ),
    primitives=lambda shapes, attrs: (
        f"_exp1 = exp(x)\n_exp1 / sum(_exp1, axis={_axis(attrs)}, keepdims=True)"
    ),
    examples=_EXAMPLES,
    insight="Raising one score lowers every other probability: the Jacobian has negative entries off the diagonal.",
)

log_softmax = array_op(
    "log_softmax(x; axis: axis = -1)",
    "Logarithm of softmax, without computing softmax.",
    category="softmax",
    display="log softmax",
    title="Log-softmax",
    shape=_same_shape("log_softmax"),
    forward=lambda operands, attrs: log_softmax_of(operands[0], _axis(attrs)),
    vjp=lambda g, operands, out, attrs, index: _log_softmax_pull(g, out, attrs),
    jvp=lambda tangents, operands, out, attrs: _log_softmax_push(tangents[0], out, attrs),
    jacobian=_log_softmax_jacobian,
    tex=lambda names, attrs, style: (
        rf"\ln \operatorname{{softmax}}{axes_tex(attrs, style, -1)}\left({names[0]}\right)"
    ),
    definition=r"#1_i - \ln \sum_j e^{#1_j}",
    operator=lambda names, out, attrs, index, style: _of_slices(
        style,
        attrs,
        rf"I - \mathbf{{1}}\,\operatorname{{softmax}}\left({names[0]}\right)^{{\top}}",
        rf"I - \mathbf{{1}}\,p^{{\top}} \text{{ for each slice, }} p = \operatorname{{softmax}}\left({names[0]}\right)",
    ),
    primitives=lambda shapes, attrs: f"x - logsumexp(x, axis={_axis(attrs)}, keepdims=True)",
    examples=_EXAMPLES,
    insight="Finite where softmax would round to 0 and its logarithm be -Infinity.",
)


def _exp(name: str, style: Style) -> str:
    return rf"\exp\left({name}\right)" if style.spells_exp else rf"e^{{{name}}}"


def _shares(x: Array, out: Array, attrs: Attrs) -> Any:
    """The softmax; exp(x - out) would lose the digits that a large out has rounded away."""
    axes = reduced_axes("logsumexp", x.shape, attrs, -1)
    raised = np.exp(x - _peak(x, axes))
    return raised / np.add.reduce(raised, axis=axes, keepdims=True)


logsumexp = reduction(
    "logsumexp",
    "A smooth maximum: logarithm of the sum of exponentials.",
    category="softmax",
    axis=-1,
    display="lse",
    title="Log-sum-exp",
    forward=logsumexp_kept,
    weights=_shares,
    tex=lambda names, attrs, style: rf"\ln \sum{axes_tex(attrs, style, -1)} {_exp(names[0], style)}",
    operator=lambda names, out, attrs, index, style: row_or_words(
        style,
        attrs,
        rf"\operatorname{{softmax}}\left({names[0]}\right)",
        rf"\text{{the entries of }} \operatorname{{softmax}}{axes_tex(attrs, style, -1)}\left({names[0]}\right)",
        default=-1,
    ),
    primitives=lambda shapes, attrs: f"log(sum(exp(x){axis_text(attrs, -1)}))",
    examples=_EXAMPLES,
    insight="Its gradient is the softmax: the largest entries share it.",
)
