"""
Shapes of all nodes, and the size of the work, before anything is allocated.

Sixty-four thousand numbers can stand for a billion entries once they are broadcast, so the limit is held
against what the shapes say, not against what arrives.
"""

from __future__ import annotations

import numpy as np

from .array import Shape, size_of
from .errors import MAX_ERRORS, EngineError, LimitError, ShapeError, raise_all
from .graph import Graph, Value
from .limits import DEFAULT_LIMITS, Limits


def shape_of(value: Value) -> Shape:
    """Return the shape of a value; a float's is ``()``."""
    return value.shape if isinstance(value, np.ndarray) else ()


def shapes_of(graph: Graph, limits: Limits = DEFAULT_LIMITS) -> list[Shape | None]:
    """
    Infer the shape of every node, and hold the sizes against *limits*.

    Counted are the entries of all values, and of the Jacobians that a trace would write out.

    Args:
        graph: Any graph; leaves may lack a value and ports may be open.
        limits: For entries in all and dimensions of one tensor.

    Returns:
        By slot; None where something is missing.

    Raises:
        ShapeError: ``shape-mismatch`` with the node; an `ErrorList` where several nodes do not fit.
        LimitError: ``entry-limit`` or ``dimension-limit``.
    """
    leaves = tuple([None if value is None else shape_of(value) for value in graph.values])
    known = graph.known_shapes.get((leaves, limits))
    if known is not None:
        return list(known)
    shapes = _infer(graph, limits)
    graph.known_shapes.clear()  # the last answer is worth keeping: other values, the same shapes
    graph.known_shapes[leaves, limits] = shapes
    return list(shapes)


def _infer(graph: Graph, limits: Limits) -> list[Shape | None]:
    shapes: list[Shape | None] = []
    errors: list[EngineError] = []
    entries = 0
    for slot, op in enumerate(graph.ops):
        value = graph.values[slot]
        if op is None:
            shape = None if value is None else shape_of(value)
        else:
            try:
                shape = _inferred(graph, slot, shapes)
            except ShapeError as error:
                error.node = graph.ids[slot]
                errors.append(error)
                shape = None
                if len(errors) == MAX_ERRORS:
                    break
        shapes.append(shape)
        if shape:
            if len(shape) > limits.max_dims:
                raise LimitError("dimension-limit", len(shape), limits.max_dims, node=graph.ids[slot])
            entries += size_of(shape)
        else:
            entries += 1
        if shape is not None and op is not None and not op.elementwise:
            entries += _jacobian_entries(graph, slot, shapes, limits)
        if entries > limits.max_entries:
            raise LimitError("entry-limit", entries, limits.max_entries, node=graph.ids[slot])
    raise_all(errors)
    return shapes


def _inferred(graph: Graph, slot: int, shapes: list[Shape | None]) -> Shape | None:
    operands: list[Shape] = []
    for source in graph.inputs[slot]:
        shape = shapes[source] if source >= 0 else None
        if shape is None:
            return None
        operands.append(shape)
    op = graph.ops[slot]
    assert op is not None
    return op.infer_shape(operands, graph.attrs[slot])


def _jacobian_entries(graph: Graph, slot: int, shapes: list[Shape | None], limits: Limits) -> int:
    out = shapes[slot]
    total = 0
    for source in graph.inputs[slot]:
        operand = shapes[source]
        assert out is not None and operand is not None
        entries = size_of(out) * size_of(operand)
        if not graph.fixed[source] and entries <= limits.jacobian_entries and (out or operand):
            total += entries
    return total
