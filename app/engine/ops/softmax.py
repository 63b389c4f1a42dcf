"""The softmax family, along one axis (the last, unless told). The largest entry is taken out before exp."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..array import Array, Shape, as_array
from ..rules import Attrs
from ..structural import array_op
from .reductions import axis_text, reduced_axes, reduction

_LARGEST = float(np.finfo(np.float64).max)


def _peak(x: Array, axes: int | tuple[int, ...]) -> Array:
    """The largest entry, held within the finite numbers: subtracting an infinity would make NaN out of infinities."""
    return as_array(np.minimum(np.maximum.reduce(x, axis=axes, keepdims=True, initial=-_LARGEST), _LARGEST))


def logsumexp_kept(x: Array, axes: tuple[int, ...]) -> Array:
    """Return ln of the sum of exp along *axes*, kept with size 1."""
    peak = _peak(x, axes)
    return as_array(peak + np.log(np.add.reduce(np.exp(x - peak), axis=axes, keepdims=True)))


def log_softmax_of(x: Array, axis: int) -> Array:
    """Return ``x - logsumexp(x)`` along *axis*, keeping the digits of small differences."""
    shifted = x - _peak(x, axis)
    return as_array(shifted - np.log(np.add.reduce(np.exp(shifted), axis=axis, keepdims=True)))


def softmax_of(x: Array, axis: int) -> Array:
    """Return the softmax of *x* along *axis*."""
    raised = np.exp(x - _peak(x, axis))
    return as_array(raised / np.add.reduce(raised, axis=axis, keepdims=True))


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
    return _blocks(p[:, :, None] * (np.eye(p.shape[1])[None] - p[:, None, :]), out.shape, _axis(attrs))


def _log_softmax_jacobian(operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array | None:
    if not out.size:
        return None
    p = _rows(as_array(np.exp(out)), _axis(attrs))
    return _blocks(as_array(np.eye(p.shape[1])[None] - p[:, None, :]), out.shape, _axis(attrs))


def _softmax_pull(g: Any, out: Array, attrs: Attrs) -> Array:
    return as_array(out * (g - np.add.reduce(g * out, axis=_axis(attrs), keepdims=True)))


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
    tex=r"\operatorname{softmax}\left(#1\right)",
    definition=r"\frac{e^{#1_i}}{\sum_j e^{#1_j}}",
    operator=lambda names, out, attrs, index: (
        rf"\operatorname{{diag}}\left({out}\right) - {out}\,{out}^{{\top}}"
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
    vjp=lambda g, operands, out, attrs, index: (
        g - np.exp(out) * np.add.reduce(g, axis=_axis(attrs), keepdims=True)
    ),
    jvp=lambda tangents, operands, out, attrs: (
        tangents[0] - np.add.reduce(np.exp(out) * tangents[0], axis=_axis(attrs), keepdims=True)
    ),
    jacobian=_log_softmax_jacobian,
    tex=r"\ln \operatorname{softmax}\left(#1\right)",
    definition=r"#1_i - \ln \sum_j e^{#1_j}",
    operator=lambda names, out, attrs, index: (
        rf"I - \mathbf{{1}}\,\operatorname{{softmax}}\left({names[0]}\right)^{{\top}}"
    ),
    primitives=lambda shapes, attrs: f"x - logsumexp(x, axis={_axis(attrs)}, keepdims=True)",
    examples=_EXAMPLES,
    insight="Finite where softmax would round to 0 and its logarithm be -Infinity.",
)


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
    tex=r"\ln \sum e^{#1}",
    operator=lambda names, out, attrs, index: rf"\operatorname{{softmax}}\left({names[0]}\right)^{{\top}}",
    primitives=lambda shapes, attrs: f"log(sum(exp(x){axis_text(attrs, -1)}))",
    examples=_EXAMPLES,
    insight="Its gradient is the softmax: the largest entries share it.",
)
