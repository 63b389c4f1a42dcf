"""Products of vectors and matrices, with numpy's meaning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..array import Array, Shape, broadcast_shapes, shape_text, unbroadcast
from ..errors import ShapeError
from ..formula_tex import ATOM, Style, binding, bracket
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
        mend = f"Give B {_rows_word(a[-1], b)}, or A {_columns_word(rows, a)}."
        raise _mismatch("matmul", a, b, f"{a[-1]} is not {rows}", mend)
    batch = _batch(a, b)
    return (*batch, *a[-2:-1], *(b[-1:] if len(b) > 1 else ()))


def _batch(a: Shape, b: Shape) -> Shape:
    """Return the shape of the stack of products, or ShapeError with the operands' whole shapes."""
    try:
        return broadcast_shapes("matmul", ("A", "B"), (a[:-2], b[:-2]))
    except ShapeError as error:
        trouble = error.message.rpartition(", and ")[2]
        raise ShapeError(
            "shape-mismatch",
            f"matmul cannot broadcast its operands: A is {shape_text(a)}, B is {shape_text(b)}, and {trouble}",
            hint="Counted from the last axis, sizes must be equal or 1; the last two axes are the matrix.",
        ) from None


def _rows_word(size: int, b: Shape) -> str:
    """How to say that B needs *size* along its first matrix axis."""
    return f"{size} {'rows' if len(b) > 1 else 'entries'}"


def _columns_word(size: int, a: Shape) -> str:
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


def _matmul_vjp(g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Any:
    """Towards A the gradient times B transposed, towards B A transposed times the gradient."""
    a, b = operands
    if a.ndim == 2 and b.ndim == 2:
        return g @ b.T if index == 0 else a.T @ g
    if a.ndim == 2 and b.ndim == 1:
        return np.multiply.outer(g, b) if index == 0 else g @ a
    if a.ndim == 1 and b.ndim == 2:
        return b @ g if index == 0 else np.multiply.outer(a, g)
    return _batched_vjp(g, a, b, index)


def _batched_vjp(g: Array, a: Array, b: Array, index: int) -> Array:
    """The same for stacks of matrices: a vector's missing axis is put in, and what was broadcast is summed back."""
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


def _matmul_tex(names: Sequence[str], attrs: Attrs, style: Style) -> str:
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
    operator=lambda names, out, attrs, index, style: transposed(names[1 - index]),
    infix=("@", PRODUCT),
    definition=r"\sum_k #1_{ik} #2_{kj}",
    examples=[([[1.0, 2.0]], [[3.0], [4.0]]), ([[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0])],
    insight="Each operand's gradient is the upstream gradient times the transpose of the other operand.",
)


def _vectors(name: str, shapes: Sequence[Shape]) -> tuple[int, int]:
    """Return the lengths of two vectors, or say which operand is none."""
    a, b = shapes
    for operand, shape in (("a", a), ("b", b)):
        if len(shape) != 1:
            raise ShapeError(
                "shape-mismatch",
                f"{name} takes two vectors: {operand} is {shape_text(shape)}.",
                hint="For matrices use matmul, written A @ B; for single numbers use *.",
            )
    return a[0], b[0]


def _dot_shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
    n, m = _vectors("dot", shapes)
    if n != m:
        raise ShapeError(
            "shape-mismatch",
            f"dot needs two vectors of one length: a is ({n},), b is ({m},), and {n} is not {m}.",
            hint=f"Give b {n} entries, or a {m}.",
        )
    return ()


dot = array_op(
    "dot(a, b)",
    "Products of matching entries, summed.",
    category="linear",
    display="·",
    title="Dot product",
    shape=_dot_shape,
    forward=lambda operands, attrs: np.dot(operands[0], operands[1]),
    vjp=lambda g, operands, out, attrs, index: g * operands[1 - index],
    jvp="multilinear",
    jacobian=lambda operands, out, attrs, index: operands[1 - index],
    tex=lambda names, attrs, style: r" \cdot ".join(bracket(name, binding(name) < TIGHT) for name in names),
    operator=lambda names, out, attrs, index, style: transposed(names[1 - index]),
    definition=r"\sum_i #1_i #2_i",
    primitives="sum(a * b)",
    examples=[([1.0, 2.0, 3.0], [4.0, -5.0, 6.0])],
    insight="Each vector's gradient points along the other vector.",
)

outer = array_op(
    "outer(a, b)",
    "Every entry of a times every entry of b.",
    category="linear",
    display="⊗",
    title="Outer product",
    shape=lambda shapes, attrs: _vectors("outer", shapes),
    forward=lambda operands, attrs: np.multiply.outer(operands[0], operands[1]),
    vjp=lambda g, operands, out, attrs, index: g @ operands[1] if index == 0 else operands[0] @ g,
    jvp="multilinear",
    jacobian=lambda operands, out, attrs, index: (
        np.eye(out.shape[0])[:, None, :] * operands[1][None, :, None]
        if index == 0
        else operands[0][:, None, None] * np.eye(out.shape[1])[None, :, :]
    ),
    tex=lambda names, attrs, style: f"{bracket(names[0], binding(names[0]) < TIGHT)} {transposed(names[1])}",
    operator=lambda names, out, attrs, index, style: (
        rf"I \otimes {names[1]}" if index == 0 else rf"{names[0]} \otimes I"
    ),
    definition=r"#1_i #2_j",
    primitives=lambda shapes, attrs: f"reshape(a, [{shapes[0][0]}, 1]) * b",
    examples=[([1.0, 2.0], [3.0, 4.0, 5.0])],
    insight="The shape of a weight's gradient: delta on one side, the activation on the other.",
)
