"""
Both passes over a batch of rows, for graphs with tensors: the rows are a leading axis.

An operand of lower rank than the output is given axes of size one between the rows and its own axes, so that numpy's
rules broadcast it within each row and never across rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .array import Array, Shape, as_array, summed_axes
from .graph import Graph
from .op import Op


class Lifted:
    """
    The values of one graph over all rows.

    Attributes:
        arrays: By slot: ``(rows, *shape)`` where *varies*, else ``shape``.
        varies: By slot, whether rows differ.
    """

    def __init__(
        self, graph: Graph, shapes: Sequence[Shape], columns: Mapping[str, Array], rows: int
    ) -> None:
        self.graph, self.shapes, self.rows = graph, shapes, rows
        self.arrays: list[Array] = []
        self.varies: list[bool] = []
        for slot, op in enumerate(graph.ops):
            if op is None:
                column = columns.get(graph.ids[slot])
                self.varies.append(column is not None)
                self.arrays.append(as_array(graph.values[slot] if column is None else column))  # type: ignore[arg-type]
            else:
                self.varies.append(any(self.varies[source] for source in graph.inputs[slot]))
                self.arrays.append(self._forward(op, slot))

    def _forward(self, op: Op, slot: int) -> Array:
        sources, attrs = self.graph.inputs[slot], self.graph.attrs[slot]
        if not self.varies[slot]:
            return op.forward([self.arrays[source] for source in sources], attrs)
        if op.elementwise:
            return op.forward(self._aligned(slot), attrs)
        out = np.empty((self.rows, *self.shapes[slot]))
        for row in range(self.rows):
            out[row] = op.forward(self._row(sources, row), attrs)
        return out

    def _aligned(self, slot: int) -> list[Array]:
        """The operands of an elementwise op, rows first, each row of the output's rank."""
        rank = len(self.shapes[slot])
        return [self._align(source, rank) for source in self.graph.inputs[slot]]

    def _align(self, source: int, rank: int) -> Array:
        array, shape = self.arrays[source], self.shapes[source]
        if not self.varies[source]:
            return array
        return array.reshape(self.rows, *(1,) * (rank - len(shape)), *shape)

    def _row(self, sources: Sequence[int], row: int) -> list[Array]:
        return [as_array(self.arrays[s][row]) if self.varies[s] else self.arrays[s] for s in sources]

    def backward(self, output: int) -> dict[int, Array]:
        """Return gradients by slot, ``(rows, *shape)``, for the slots that any gradient reaches."""
        gradients: dict[int, Array] = {}
        if not self.graph.fixed[output]:
            gradients[output] = np.ones(self.rows)
        for slot in range(output, -1, -1):
            op, g = self.graph.ops[slot], gradients.get(slot)
            if op is None or g is None:
                continue
            for index in range(len(self.graph.inputs[slot]) - 1, -1, -1):
                source = self.graph.inputs[slot][index]
                if not self.graph.fixed[source]:
                    passed = self._pull(op, slot, index, g)
                    gradients[source] = gradients[source] + passed if source in gradients else passed
        return gradients

    def _pull(self, op: Op, slot: int, index: int, g: Array) -> Array:
        sources, attrs = self.graph.inputs[slot], self.graph.attrs[slot]
        source, out = sources[index], self.arrays[slot]
        if op.elementwise:
            operands = self._aligned(slot) if self.varies[slot] else [self.arrays[s] for s in sources]
            partials = op.partials(operands, out, attrs, index)
            return self._unbroadcast(as_array(g * partials), self.shapes[source])
        passed = np.empty((self.rows, *self.shapes[source]))
        for row in range(self.rows):
            value = as_array(out[row]) if self.varies[slot] else out
            passed[row] = op.pull_back(as_array(g[row]), self._row(sources, row), value, attrs, index)
        return passed

    def _unbroadcast(self, passed: Array, shape: Shape) -> Array:
        """Sum back within each row, never over rows."""
        inner = passed.shape[1:]
        if inner == shape:
            return passed
        axes = tuple(axis + 1 for axis in summed_axes(shape, inner))
        return as_array(np.sum(passed, axis=axes)).reshape(self.rows, *shape)


def run_lifted(
    graph: Graph,
    shapes: Sequence[Any],
    columns: Mapping[str, Array],
    rows: int,
    output: int,
    wanted: Sequence[int],
    moved: Sequence[int],
) -> tuple[dict[int, Array], dict[int, Array]]:
    """
    Evaluate and differentiate every row of a graph with tensors.

    Returns:
        Values of *wanted* and gradients of *moved*, by slot, each of shape ``(rows, *shape)``.
    """
    lifted = Lifted(graph, shapes, columns, rows)
    found = lifted.backward(output)
    values = {slot: _whole(lifted.arrays[slot], lifted.varies[slot], rows) for slot in wanted}
    gradients = {slot: found.get(slot, np.zeros((rows, *shapes[slot]))) for slot in moved}
    return values, gradients


def _whole(array: Array, varies: bool, rows: int) -> Array:
    return array if varies else np.broadcast_to(array, (rows, *array.shape)).copy()
