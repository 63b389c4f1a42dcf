"""
Values of any shape, written for a reader.

A vector stands as a column, as in z = W x + b; what is longer or wider than four is elided, and three axes or
more are told by their shape alone: nobody reads a block of numbers in a line of maths.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import number

MAX_SHOWN = 4
"""Rows and columns that are written out; one more, and the middle gives way to dots."""
_KEPT_IN_FRONT = 2


def tex(value: Any) -> str:
    """
    Write a float or an array as LaTeX.

    Returns:
        A bare number for shape ``()``, a bracketed column for a vector, a bracketed matrix, else the shape.
    """
    shape = shape_of(value)
    if not shape:
        return number.tex(float(value))
    if len(shape) > 2 or 0 in shape:
        return shape_tex(shape)
    return _matrix(value.reshape(-1, 1) if len(shape) == 1 else value)


def turned_tex(value: Any, is_row: bool) -> str:
    """Write a float or an array, a vector as a row where *is_row* says so."""
    return row_tex(value) if is_row else tex(value)


def row_tex(value: Any) -> str:
    """Write a vector as a row: its transpose."""
    return _matrix(value.reshape(1, -1)) if len(shape_of(value)) == 1 and value.size else tex(value)


def transposed_tex(value: Any, is_row: bool) -> str:
    """Write the transpose of *value*; whether a vector stands for a row, and so turns into a column, is said."""
    shape = shape_of(value)
    if len(shape) == 1:
        return tex(value) if is_row else row_tex(value)
    return tex(value.swapaxes(-1, -2)) if shape else tex(value)


def words(value: Any) -> str:
    """Say a float or an array: the number, a short vector entry by entry, else what it is and how large."""
    shape = shape_of(value)
    if not shape:
        return number.words(float(value))
    if len(shape) == 1 and 0 < shape[0] <= MAX_SHOWN:
        return f"({', '.join(map(number.words, value.tolist()))})"
    return f"a {shape_words(shape)}"


def shape_of(value: Any) -> tuple[int, ...]:
    """Shape of a float or an array."""
    return () if isinstance(value, (float, int)) else tuple(value.shape)


def shape_words(shape: Sequence[int]) -> str:
    """Say a shape: ``number``, ``vector of 3 numbers``, ``2 by 3 matrix``, ``2 by 3 by 4 tensor``."""
    if not shape:
        return "number"
    if len(shape) == 1:
        return f"vector of {shape[0]} number{'' if shape[0] == 1 else 's'}"
    return f"{' by '.join(map(str, shape))} {'matrix' if len(shape) == 2 else 'tensor'}"


def shape_tex(shape: Sequence[int]) -> str:
    """Write a shape where the numbers are too many: ``[2 \\times 3 \\times 4]``."""
    return "[" + r" \times ".join(map(str, shape)) + "]"


def _matrix(value: Any) -> str:
    rows, columns = map(_chosen, value.shape)
    lines = []
    for i in rows:
        if i is None:
            cells = [r"\ddots" if j is None else r"\vdots" for j in columns]
        else:
            cells = [r"\cdots" if j is None else number.tex(float(value[i, j])) for j in columns]
        lines.append(" & ".join(cells))
    return r"\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"


def _chosen(count: int) -> list[int | None]:
    """Indices that are shown, None where dots stand."""
    if count <= MAX_SHOWN:
        return list(range(count))
    return [*range(_KEPT_IN_FRONT), None, count - 1]
