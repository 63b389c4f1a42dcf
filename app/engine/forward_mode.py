"""
Forward mode: one pass that carries, beside every value, its derivative along one direction.

It needs a pass per input where the reverse mode needs one per output; `Tangents.multiplications` counts what each of
them multiplies on the same graph, so that the two can be put side by side.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .array import Array, as_array, shape_text
from .array_passes import plain
from .errors import InputError
from .graph import Graph, Value
from .limits import Limits
from .refusals import clip
from .run import Forward
from .shapes import shape_of
from .values import read_value


class Tangents(NamedTuple):
    """
    The result of one forward-mode pass.

    Attributes:
        values: By slot.
        tangents: By slot, in the value's shape; zeros where the node does not depend on *wrt*, None where there is no
            value.
        multiplications: ``{"forward", "reverse"}``: products with a local gradient in this pass, and in a reverse pass
            from the output. An elementwise edge counts the output's entries, any other edge its whole Jacobian.
    """

    values: list[Value | None]
    tangents: list[Value | None]
    multiplications: dict[str, int]


def push_tangents(done: Forward, wrt: str, direction: Any, output: int, limits: Limits) -> Tangents:
    """
    Carry *direction* from the node *wrt* forward through the stored values.

    Raises:
        InputError: ``unknown-node``, ``direction-required`` or ``direction-shape``.
    """
    graph = done.graph
    start = graph.slot_of(wrt, ("wrt",))
    value = done.values[start]
    arrays = [None if value is None else as_array(value) for value in done.values]
    moving: list[Array | None] = [None] * len(graph)
    if value is None:  # nor has anything that depends on it
        _check_direction(direction, wrt, limits)
    else:
        moving[start] = as_array(_read_direction(direction, wrt, value, limits))
    with np.errstate(all="ignore"):
        for slot in range(start + 1, len(graph)):
            op, out = graph.ops[slot], arrays[slot]
            if op is None or out is None:
                continue
            given = [moving[source] for source in graph.inputs[slot]]
            if any(tangent is not None for tangent in given):
                operands: list[Array] = [arrays[source] for source in graph.inputs[slot]]  # type: ignore[misc]  # out has a value
                moving[slot] = op.push_forward(given, operands, out, graph.attrs[slot])
    found = [
        None if array is None else plain(np.zeros(array.shape) if tangent is None else tangent)
        for array, tangent in zip(arrays, moving, strict=True)
    ]
    return Tangents(done.values, found, _multiplications(graph, arrays, moving, output))


def _multiplications(
    graph: Graph, arrays: list[Array | None], moving: list[Array | None], output: int
) -> dict[str, int]:
    """Count the products of both modes; a node without a value multiplies nothing, and passes nothing on."""
    needed = [False] * len(graph)
    needed[output] = True
    counts = {"forward": 0, "reverse": 0}
    for slot in range(len(graph) - 1, -1, -1):
        op, out = graph.ops[slot], arrays[slot]
        if op is None or out is None:
            continue
        for source in graph.inputs[slot]:
            operand = arrays[source]
            assert operand is not None  # out has a value
            products = out.size * (1 if op.elementwise else operand.size)
            if moving[source] is not None:
                counts["forward"] += products
            if needed[slot]:
                needed[source] = True
                counts["reverse"] += 0 if graph.fixed[source] else products
    return counts


def _check_direction(direction: Any, wrt: str, limits: Limits) -> None:
    """Hold a direction to be numbers, where there is no value whose shape it could have."""
    if direction is not None:
        read_value(direction, "the direction", limits, ("direction",), wrt)


def _read_direction(direction: Any, wrt: str, value: Value, limits: Limits) -> Value:
    shape = shape_of(value)
    if direction is None:
        if shape:
            raise InputError(
                "direction-required",
                f"{clip(wrt)} has shape {shape_text(shape)}, and only a scalar has one direction.",
                hint=f"Give a direction of shape {shape_text(shape)}.",
                node=wrt,
                loc=("direction",),
            )
        return 1.0
    given = read_value(direction, "the direction", limits, ("direction",), wrt)
    if shape_of(given) != shape:
        raise InputError(
            "direction-shape",
            f"The direction has shape {shape_text(shape_of(given))}, and {clip(wrt)} has {shape_text(shape)}.",
            hint=f"Give a direction of shape {shape_text(shape)}.",
            node=wrt,
            loc=("direction",),
        )
    return given
