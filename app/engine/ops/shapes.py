"""Ops that only move entries: each entry of the output is a copy of one entry, and its gradient goes back there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..array import Array, Shape, normalize_axes, shape_text, size_of
from ..errors import ShapeError
from ..formula_tex import ATOM, Style, binding, bracket
from ..rules import Attrs
from ..structural import array_op


def _same_entries(names: Sequence[str], out: str, attrs: Attrs, index: int, style: Style) -> str:
    """The Jacobian of what only moves entries."""
    return r"\text{1 where an entry went, else 0}"


def _permutation(shape: Shape, attrs: Attrs) -> tuple[int, ...]:
    axes = attrs.get("axes")
    if axes is None:
        return tuple(reversed(range(len(shape))))
    asked = [axes] if isinstance(axes, int) else list(axes)
    if sorted(normalize_axes(asked, len(shape), "transpose", "x", shape)) != list(range(len(shape))):
        raise ShapeError(
            "shape-mismatch",
            f"transpose must name every axis of x once: x is {shape_text(shape)}, axes are {tuple(asked)}.",
            hint=f"Give {len(shape)} axes, such as {tuple(reversed(range(len(shape))))}.",
        )
    return tuple(axis % len(shape) for axis in asked)


def _transpose_vjp(g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
    back = np.argsort(np.asarray(_permutation(operands[0].shape, attrs), dtype=np.intp))
    return g.transpose(back.tolist())


def _order(attrs: Attrs) -> str:
    """The transpose sign, or the order of axes where one was asked for."""
    asked = attrs.get("axes")
    axes = [asked] if isinstance(asked, int) else asked
    return r"\top" if axes is None else rf"\top({', '.join(map(str, axes))})"


transpose = array_op(
    "transpose(x; axes: axes = None)",
    "Axes in reverse order, or in the order given.",
    category="shape",
    display="ᵀ",
    title="Transpose",
    shape=lambda shapes, attrs: tuple(shapes[0][axis] for axis in _permutation(shapes[0], attrs)),
    forward=lambda operands, attrs: operands[0].transpose(_permutation(operands[0].shape, attrs)),
    vjp=_transpose_vjp,
    jvp="linear",
    jacobian="copies",
    tex=lambda names, attrs, style: rf"{bracket(names[0], binding(names[0]) < ATOM)}^{{{_order(attrs)}}}",
    operator=_same_entries,
    examples=[([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],), ([[1.0, 2.0], [3.0, 4.0]], {"axes": [0, 1]})],
    insight="The gradient is transposed back.",
)


def _reshape_shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
    have = size_of(shapes[0])
    asked: list[int] = attrs["shape"]
    known = size_of(tuple(size for size in asked if size != -1))
    if -1 in asked and known and have % known == 0:
        return tuple(have // known if size == -1 else size for size in asked)
    if -1 in asked or known != have:
        raise ShapeError(
            "shape-mismatch",
            f"reshape cannot turn x of {shape_text(shapes[0])} into {shape_text(tuple(asked))}: "
            f"it has {have} {'entry' if have == 1 else 'entries'}.",
            hint="The sizes of the new shape must multiply to the same number; one of them may be -1.",
        )
    return tuple(asked)


reshape = array_op(
    "reshape(x; shape: shape)",
    "The same entries in another shape, row by row.",
    category="shape",
    display="reshape",
    title="Reshape",
    shape=_reshape_shape,
    forward=lambda operands, attrs: operands[0].reshape(_reshape_shape([operands[0].shape], attrs)),
    vjp=lambda g, operands, out, attrs, index: g.reshape(operands[0].shape),
    jvp="linear",
    jacobian="copies",
    tex=lambda names, attrs, style: (
        rf"\operatorname{{reshape}}\left({names[0]}, {shape_text(tuple(attrs['shape']))}\right)"
    ),
    operator=_same_entries,
    examples=[([1.0, 2.0, 3.0, 4.0], {"shape": [2, 2]}), ([[1.0, 2.0]], {"shape": [-1]})],
    insight="Nothing is computed: the gradient is put back into the old shape.",
)


def _same(name: str, shapes: Sequence[Shape], ignore: int | None) -> None:
    """All shapes must agree, except along the axis *ignore*."""

    def rest(shape: Shape) -> Shape:
        return shape if ignore is None else shape[:ignore] + shape[ignore + 1 :]

    for k, shape in enumerate(shapes[1:], 2):
        if len(shape) != len(shapes[0]) or rest(shape) != rest(shapes[0]):
            where = "" if ignore is None else f" except along axis {ignore}"
            raise ShapeError(
                "shape-mismatch",
                f"{name} needs equal shapes{where}: x1 is {shape_text(shapes[0])}, x{k} is {shape_text(shape)}.",
                hint="Reshape one of them, or choose another axis.",
            )


def _axis_tex(attrs: Attrs) -> str:
    return rf"_{{\text{{axis {attrs['axis']}}}}}" if "axis" in attrs else ""


def _concat_axis(shapes: Sequence[Shape], attrs: Attrs) -> int:
    axis: int = attrs.get("axis", 0)
    if not shapes[0]:
        raise ShapeError(
            "shape-mismatch",
            "concat joins arrays along an axis, and x1 is a single number.",
            hint="Use stack.",
        )
    return normalize_axes(axis, len(shapes[0]), "concat", "x1", shapes[0])[0]


def _concat_shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
    axis = _concat_axis(shapes, attrs)
    _same("concat", shapes, axis)
    first = shapes[0]
    return (*first[:axis], sum(shape[axis] for shape in shapes), *first[axis + 1 :])


def _concat_vjp(g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
    axis = _concat_axis([operands[0].shape], attrs)
    start = sum(operand.shape[axis] for operand in operands[:index])
    stop = start + operands[index].shape[axis]
    return g[(slice(None),) * axis + (slice(start, stop),)]


concat = array_op(
    "concat(*x; axis: axis = 0)",
    "Arrays one after the other along an axis.",
    category="shape",
    display="concat",
    title="Concatenate",
    shape=_concat_shape,
    forward=lambda operands, attrs: np.concatenate(operands, axis=attrs.get("axis", 0)),
    vjp=_concat_vjp,
    jvp="linear",
    jacobian="copies",
    tex=lambda names, attrs, style: (
        rf"\operatorname{{concat}}{_axis_tex(attrs)}\left({', '.join(names)}\right)"
    ),
    operator=_same_entries,
    examples=[([1.0, 2.0], [3.0]), ([[1.0], [2.0]], [[3.0], [4.0]], {"axis": 1})],
    insight="The gradient is cut where the parts were joined.",
)


def _stack_axis(shapes: Sequence[Shape], attrs: Attrs) -> int:
    axis: int = attrs.get("axis", 0)
    wide = (len(shapes), *shapes[0])
    return normalize_axes(axis, len(wide), "stack", "the result", wide)[0]


def _stack_shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
    _same("stack", shapes, None)
    axis = _stack_axis(shapes, attrs)
    return (*shapes[0][:axis], len(shapes), *shapes[0][axis:])


def _stack_vjp(g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
    axis = _stack_axis([operand.shape for operand in operands], attrs)
    return g[(slice(None),) * axis + (index,)]


stack = array_op(
    "stack(*x; axis: axis = 0)",
    "Arrays of one shape beside each other along a new axis.",
    category="shape",
    display="stack",
    title="Stack",
    shape=_stack_shape,
    forward=lambda operands, attrs: np.stack(operands, axis=attrs.get("axis", 0)),
    vjp=_stack_vjp,
    jvp="linear",
    jacobian="copies",
    tex=lambda names, attrs, style: (
        rf"\operatorname{{stack}}{_axis_tex(attrs)}\left({', '.join(names)}\right)"
    ),
    operator=_same_entries,
    examples=[(1.0, 2.0, 3.0), ([1.0, 2.0], [3.0, 4.0], {"axis": 1})],
    insight="Each part takes its own slice of the gradient.",
)


def _key(attrs: Attrs) -> tuple[Any, ...]:
    """The setting as numpy's basic index."""
    return tuple(part if isinstance(part, int) else slice(part[0], part[1]) for part in attrs["at"])


def _index_shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
    shape, at = shapes[0], attrs["at"]
    if len(at) > len(shape):
        raise ShapeError(
            "shape-mismatch",
            f"index names {len(at)} axes, but x is {shape_text(shape)} and has {len(shape)}.",
            hint="Leave positions out from the right; single numbers cannot be indexed.",
        )
    left: list[int] = []
    for axis, (part, size) in enumerate(zip(at, shape, strict=False)):
        if not isinstance(part, int):
            left.append(len(range(*slice(part[0], part[1]).indices(size))))
        elif not -size <= part < size:
            raise ShapeError(
                "shape-mismatch",
                f"index {part} is out of range along axis {axis}: x is {shape_text(shape)}.",
                hint=f"Positions run from 0 to {size - 1}; -1 is the last."
                if size
                else "This axis has no entries.",
            )
    return (*left, *shape[len(at) :])


def _index_vjp(g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
    back = np.zeros(operands[0].shape)
    back[_key(attrs)] = g
    return back


def _taken(names: Sequence[str], out: str, attrs: Attrs, index: int, style: Style) -> str:
    """One entry of a vector is taken by a unit vector; what else is taken is said in words."""
    at = attrs["at"]
    if style.shapes is not None and len(style.shapes[0]) == 1 and isinstance(at[0], int):
        return rf"\mathbf{{e}}_{{[{at[0] % style.shapes[0][0]}]}}^{{\top}}"
    return r"\text{1 for what was taken, else 0}"


def index_text(attrs: Attrs) -> str:
    """Write the positions as between brackets: ``0, 1:3``."""

    def end(value: int | None) -> str:
        return "" if value is None else str(value)

    return ", ".join(
        str(part) if isinstance(part, int) else f"{end(part[0])}:{end(part[1])}" for part in attrs["at"]
    )


index = array_op(
    "index(x; at: at)",
    "One entry, or a slice, by position.",
    category="shape",
    display="[ ]",
    title="Index",
    shape=_index_shape,
    forward=lambda operands, attrs: operands[0][_key(attrs)].copy(),
    vjp=_index_vjp,
    jvp="linear",
    jacobian="copies",
    tex=lambda names, attrs, style: (
        rf"{{{bracket(names[0], binding(names[0]) < ATOM)}}}_{{[{index_text(attrs)}]}}"
    ),
    operator=_taken,
    examples=[([1.0, 2.0, 3.0], {"at": [-1]}), ([[1.0, 2.0], [3.0, 4.0]], {"at": [0, [0, 1]]})],
    insight="Entries that were not taken get gradient 0.",
)
