"""Products of vectors and matrices, with numpy's meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..array import Array, Shape, broadcast_shapes, shape_text, unbroadcast
from ..errors import ShapeError
from ..formula_tex import ATOM, binding, bracket
from ..formula_tex import PRODUCT as TIGHT
from ..op import PRODUCT
from ..rules import Attrs
from ..structural import array_op


def transposed(name: str) -> str:
    """Write the transpose of *name*."""
    return rf"{bracket(name, binding(name) < ATOM)}^{{\top}}"


def _matmul_shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
    a, b = shapes
    if not a or not b:
        raise _mismatch(
            "matmul", a, b, f"{'A' if not a else 'B'} is a single number", "Multiply single numbers by *."
        )
    rows = b[-2] if len(b) > 1 else b[0]
    if a[-1] != rows:
        mend = f"Give B {rows_word(a[-1], b)}, or A {columns_word(rows, a)}."
        raise _mismatch("matmul", a, b, f"{a[-1]} is not {rows}", mend)
    batch = broadcast_shapes("matmul", ("A", "B"), (a[:-2], b[:-2]))
    return (*batch, *a[-2:-1], *(b[-1:] if len(b) > 1 else ()))


def rows_word(size: int, b: Shape) -> str:
    """How to say that B needs *size* along its first matrix axis."""
    return f"{size} {'rows' if len(b) > 1 else 'entries'}"


def columns_word(size: int, a: Shape) -> str:
    """How to say that A needs *size* along its last axis."""
    return f"{size} {'columns' if len(a) > 1 else 'entries'}"


def _mismatch(name: str, a: Shape, b: Shape, trouble: str, mend: str) -> ShapeError:
    return ShapeError(
        "shape-mismatch",
        f"{name} needs inner sizes to agree: A is {shape_text(a)}, B is {shape_text(b)}, and {trouble}.",
        hint=mend,
    )


def _as_matrices(a: Array, b: Array) -> tuple[Array, Array]:
    """A vector on the left is a row, on the right a column: numpy's rule."""
    return (a[None, :] if a.ndim == 1 else a), (b[:, None] if b.ndim == 1 else b)


def _matmul_vjp(g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
    a, b = operands
    left, right = _as_matrices(a, b)
    if b.ndim == 1:
        g = g[..., None]
    if a.ndim == 1:
        g = g[..., None, :]
    if index == 0:
        return unbroadcast(g @ right.swapaxes(-1, -2), left.shape).reshape(a.shape)
    return unbroadcast(left.swapaxes(-1, -2) @ g, right.shape).reshape(b.shape)


def _matmul_jacobian(operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array | None:
    """d(AB)[i,k]/dA[p,q] is B[q,k] where i = p; towards B it is A[i,p] where k = q. Batches go row by row."""
    a, b = operands
    if a.ndim > 2 or b.ndim > 2:
        return None
    left, right = _as_matrices(a, b)
    n, m = left.shape[0], right.shape[1]
    if index == 0:
        full = np.eye(n)[:, None, :, None] * right.T[None, :, None, :]  # (n, m, n, k)
    else:
        full = left[:, None, :, None] * np.eye(m)[None, :, None, :]  # (n, m, k, m)
    return full.reshape(out.shape + operands[index].shape)


def _matmul_tex(names: Sequence[str], attrs: Attrs) -> str:
    a, b = (bracket(name, binding(name) < TIGHT) for name in names)
    return f"{a} {b}"


matmul = array_op(
    "matmul(A, B)",
    "Rows of A against columns of B.",
    category="linear",
    display="@",
    title="Matrix product",
    shape=_matmul_shape,
    forward=lambda operands, attrs: np.matmul(operands[0], operands[1]),
    vjp=_matmul_vjp,
    jvp="multilinear",
    jacobian=_matmul_jacobian,
    tex=_matmul_tex,
    operator=lambda names, out, attrs, index: transposed(names[1 - index]),
    infix=("@", PRODUCT),
    examples=[([[1.0, 2.0]], [[3.0], [4.0]]), ([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0])],
    insight="Each operand's gradient is the upstream gradient times the transpose of the other operand.",
)
