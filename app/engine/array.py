"""
float64 arrays: broadcasting, and the way back.

numpy does the arithmetic. What numpy does not say is here: which axes broadcasting added or stretched, how a gradient
is summed back over them, what shape comes out *before* anything is allocated, and what to tell a reader whose shapes do
not fit. Scalars are arrays of shape ``()`` here; the passes that run on plain floats never come this way.

A small dtype zoo was refused: whatever comes in leaves as float64, so that overflow is always a result (inf) and never
numpy's silent wrap-around of integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import ShapeError

Array = NDArray[np.float64]
Shape = tuple[int, ...]


def as_array(value: ArrayLike) -> Array:
    """Return *value* as a float64 array; a number becomes an array of shape ``()``."""
    return np.asarray(value, dtype=np.float64)


def size_of(shape: Shape) -> int:
    """Return how many entries an array of *shape* has, as an exact Python integer."""
    return prod(shape)


def shape_text(shape: Shape) -> str:
    """Write *shape* as Python writes a tuple: ``(2, 3)``, ``(4,)``, ``()``."""
    return str(tuple(shape))


def broadcast_shapes(name: str, operands: Sequence[str], shapes: Sequence[Shape]) -> Shape:
    """
    Return the shape that *shapes* broadcast to, by numpy's rules and without allocating.

    ``numpy.broadcast_shapes`` is not used: it stops at 64 dimensions and 32 operands with messages of its own.

    Args:
        name: Name of the op, for the message.
        operands: Names of the operands, for the message.
        shapes: One shape per operand.

    Raises:
        ShapeError: ``shape-mismatch``, naming the two operands that disagree.
    """
    first = shapes[0]
    if all(shape == first for shape in shapes[1:]):
        return first
    if len(shapes) == 2 and () in shapes:
        return first or shapes[1]
    sizes: list[int] = []
    for axis in zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1):
        wanted = [size for size in axis if size != 1]
        if any(size != wanted[0] for size in wanted):
            raise _do_not_broadcast(name, operands, shapes, axis)
        sizes.append(wanted[0] if wanted else 1)
    return tuple(reversed(sizes))


def _do_not_broadcast(
    name: str, operands: Sequence[str], shapes: Sequence[Shape], axis: Sequence[int]
) -> ShapeError:
    i = next(i for i, size in enumerate(axis) if size != 1)
    j = next(j for j, size in enumerate(axis) if size not in (1, axis[i]))
    return ShapeError(
        "shape-mismatch",
        f"{name} cannot broadcast its operands: {operands[i]} is {shape_text(shapes[i])}, "
        f"{operands[j]} is {shape_text(shapes[j])}, and {axis[i]} is not {axis[j]}.",
        hint="Counted from the last axis, sizes must be equal or 1.",
    )


def summed_axes(operand_shape: Shape, out_shape: Shape) -> tuple[int, ...]:
    """
    Return the axes of *out_shape* that broadcasting *operand_shape* added or stretched.

    Args:
        operand_shape: Shape of the operand before broadcasting.
        out_shape: Shape it was broadcast to.

    Returns:
        Axis numbers of *out_shape*, ascending; ``()`` where nothing was broadcast.
    """
    if operand_shape == out_shape:
        return ()
    added = len(out_shape) - len(operand_shape)
    stretched = (
        axis + added for axis, size in enumerate(operand_shape) if size == 1 and out_shape[axis + added] != 1
    )
    return (*range(added), *stretched)


def unbroadcast(grad: Array, shape: Shape) -> Array:
    """
    Sum *grad* over the axes that broadcasting added or stretched.

    Broadcasting copies a value, and a copied value collects the gradient of every copy.

    Args:
        grad: Gradient of the broadcast result, any shape *shape* broadcasts to.
        shape: Shape of the operand before broadcasting.

    Returns:
        Array of exactly *shape*.

    Raises:
        ShapeError: *shape* does not broadcast to ``grad.shape``.

    Source: https://numpy.org/doc/stable/user/basics.broadcasting.html
    """
    if grad.shape == shape:
        return grad
    broadcasts = len(shape) <= grad.ndim and all(
        size in (1, wide) for size, wide in zip(reversed(shape), reversed(grad.shape), strict=False)
    )
    if not broadcasts:
        raise ShapeError(
            "shape-mismatch",
            f"A gradient of shape {shape_text(grad.shape)} cannot be summed back to {shape_text(shape)}.",
        )
    return as_array(np.sum(grad, axis=summed_axes(shape, grad.shape), keepdims=True)).reshape(shape)


def normalize_axes(
    axis: int | Sequence[int] | None, ndim: int, name: str, operand: str, shape: Shape
) -> tuple[int, ...]:
    """
    Return *axis* as ascending axis numbers from 0; None means all of them.

    Raises:
        ShapeError: ``shape-mismatch`` for an axis that *shape* does not have, or one that is named twice.
    """
    if axis is None:
        return tuple(range(ndim))
    asked = (axis,) if isinstance(axis, int) else tuple(axis)
    for one in asked:
        if not -ndim <= one < ndim:
            raise ShapeError(
                "shape-mismatch",
                f"{name} has no axis {one} to work along: {operand} is {shape_text(shape)}.",
                hint=_axis_hint(ndim, operand),
            )
    found = sorted(one % ndim for one in asked)
    if len(set(found)) < len(found):
        raise ShapeError(
            "shape-mismatch",
            f"{name} names one axis twice: {asked}.",
            hint="Name each axis once; -1 is the last one.",
        )
    return tuple(found)


def _axis_hint(ndim: int, operand: str) -> str:
    if ndim == 0:
        return f"{operand} is a single number and has no axes."
    if ndim == 1:
        return f"{operand} has one axis: 0, or -1."
    return f"The axes of {operand} are 0 to {ndim - 1}; -1 is the last one."


def copies_jacobian(sources: NDArray[np.intp], operand_shape: Shape) -> Array:
    """
    Return the Jacobian of an op that only copies entries about.

    Args:
        sources: For each entry of the output, the flat position in the operand it is a copy of, or -1 for none.
        operand_shape: Shape of the operand.

    Returns:
        Zeros and ones, of shape ``sources.shape + operand_shape``.
    """
    jacobian = np.zeros((sources.size, size_of(operand_shape)))
    rows = np.flatnonzero(sources.ravel() >= 0)
    jacobian[rows, sources.ravel()[rows]] = 1.0
    return jacobian.reshape(sources.shape + operand_shape)


def diagonal_jacobian(partials: Array, operand_shape: Shape) -> Array:
    """
    Return the Jacobian of an elementwise op from its partials.

    Args:
        partials: The partial of each output entry with respect to the one operand entry it depends on.
        operand_shape: Shape of the operand, which broadcasts to ``partials.shape``.

    Returns:
        Array of shape ``partials.shape + operand_shape``.
    """
    positions = np.arange(size_of(operand_shape)).reshape(operand_shape)
    columns = np.broadcast_to(positions, partials.shape).ravel()
    jacobian = np.zeros((partials.size, size_of(operand_shape)))
    jacobian[np.arange(partials.size), columns] = partials.ravel()
    return jacobian.reshape(partials.shape + operand_shape)
