"""
Both passes on numpy arrays: any graph, tensors and scalars, whole or partial.

The float path (`float_passes.py`) is this one for scalar graphs, faster; wherever a float would raise, this one
answers with inf or nan. The caller has silenced numpy's floating-point warnings.
"""

from __future__ import annotations

import numpy as np

from .array import Array, as_array, summed_axes, unbroadcast
from .graph import Attrs, Graph, Value
from .kernels import CONSTANTS, KERNELS, PLACES
from .limits import Limits
from .op import Op
from .run import Forward, Jacobian, Local, Missing, Operator, Run

# Local gradients that are the same number everywhere, by op name and operand, from the generated table.
_CONSTANT_LOCALS = {
    (name, index): CONSTANTS[place]
    for name, masks in KERNELS.items()
    for index, place in enumerate(PLACES[masks[max(masks)]])
    if place < 0
}

MAX_MISSING = 8  # places named per node: a chain of a thousand incomplete nodes must not name half a million


def plain(array: Array) -> Value:
    """Return a scalar as a float, anything else as it is."""
    return array if array.ndim else float(array)


def forward_arrays(graph: Graph) -> Forward:
    """Compute every value that can be computed; shapes have been checked."""
    arrays: list[Array | None] = []
    missing: dict[int, list[Missing]] = {}
    inputs, attrs, values = graph.inputs, graph.attrs, graph.values
    for slot, op in enumerate(graph.ops):
        if op is None:
            value = values[slot]
            if value is None:
                missing[slot] = [(slot, None)]
            arrays.append(None if value is None else as_array(value))
            continue
        sources = inputs[slot]
        if -1 in sources or (missing and any(source in missing for source in sources)):
            missing[slot] = _missing(slot, sources, missing)
            arrays.append(None)
        else:
            arrays.append(op.forward([arrays[source] for source in sources], attrs[slot]))  # type: ignore[misc]
    plain_values = [None if array is None else plain(array) for array in arrays]
    return Forward(graph, plain_values, arrays, missing=missing)


def _missing(slot: int, sources: tuple[int, ...], missing: dict[int, list[Missing]]) -> list[Missing]:
    """Where something is missing for *slot*: open ports of its own, and what its operands lack."""
    found: dict[Missing, None] = {}
    for index, source in enumerate(sources):
        places = [(slot, index)] if source < 0 else missing.get(source, [])
        found.update(dict.fromkeys(places))
    return list(found)[:MAX_MISSING]


def backward_arrays(forward: Forward, output: int, seed: Value, limits: Limits) -> Run:
    """Pull the gradient *seed* back from *output* to everything it depends on."""
    pull = _Pull(forward, output, seed, limits)
    for slot in range(len(forward.graph) - 1, -1, -1):
        pull.visit(slot)
    return pull.finish()


class _Pull:
    """One backward pass: arrays by slot and edge while it runs, plain values at its end."""

    def __init__(self, forward: Forward, output: int, seed: Value, limits: Limits) -> None:
        assert forward.arrays is not None
        self.forward, self.graph, self.arrays = forward, forward.graph, forward.arrays
        self.output, self.seed, self.limits = output, seed, limits
        edges = self.graph.edge_start[-1]
        self.gradients: list[Array | None] = [None] * len(self.graph)
        self.upstream: list[Value | None] = [None] * edges
        self.local: list[Local | None] = [None] * edges
        self.downstream: list[Value | None] = [None] * edges
        self.summed_axes: dict[int, tuple[int, ...]] = {}
        self.on_path = [False] * len(self.graph)
        self.on_path[output] = True
        if not self.graph.fixed[output]:
            self.gradients[output] = as_array(seed)

    def visit(self, slot: int) -> None:
        """Send the gradient that has gathered at *slot* along its edges, last input first."""
        op, out = self.graph.ops[slot], self.arrays[slot]
        if op is None or out is None:
            return
        sources = self.graph.inputs[slot]
        if self.on_path[slot]:
            for source in sources:
                self.on_path[source] = True
        if self.graph.fixed[slot]:
            return
        g = self.gradients[slot]
        upstream = plain(np.zeros(out.shape) if g is None else g)
        start, attrs = self.graph.edge_start[slot], self.graph.attrs[slot]
        operands: list[Array] = [self.arrays[source] for source in sources]  # type: ignore[misc]  # out has a value
        for index in range(len(sources) - 1, -1, -1):
            source, edge = sources[index], start + index
            self.upstream[edge] = upstream
            if self.graph.fixed[source]:
                continue
            down = self.cross(op, g, operands, out, attrs, index, edge)
            if g is None:
                down = np.zeros(operands[index].shape)
            else:
                before = self.gradients[source]
                self.gradients[source] = down if before is None else as_array(before + down)
            self.downstream[edge] = plain(down)

    def cross(
        self, op: Op, g: Array | None, operands: list[Array], out: Array, attrs: Attrs, index: int, edge: int
    ) -> Array:
        """Note the local gradient of one edge and return what *g* becomes across it."""
        operand = operands[index]
        if op.elementwise:
            constant = _CONSTANT_LOCALS.get((op.name, index))
            if constant is None:
                partials = op.partials(operands, out, attrs, index)
            else:
                partials = np.full(out.shape, constant)
            self.local[edge] = plain(partials)
            if operand.shape == out.shape:
                return out if g is None else g if constant == 1.0 else as_array(g * partials)
            self.summed_axes[edge] = summed_axes(operand.shape, out.shape)
            return out if g is None else unbroadcast(as_array(g * partials), operand.shape)
        if out.ndim == operand.ndim == 0:
            self.local[edge] = float(op.jacobian(operands, out, attrs, index))
        elif out.size * operand.size <= self.limits.jacobian_entries:
            self.local[edge] = Jacobian(op, operands, out, attrs, index)
        else:
            self.local[edge] = Operator(op, attrs, index, [one.shape for one in operands])
        return out if g is None else op.pull_back(g, operands, out, attrs, index)

    def finish(self) -> Run:
        """Fill in the zeros off the path and hand the columns over."""
        gradients: list[Value | None] = []
        for slot, gradient in enumerate(self.gradients):
            array = self.arrays[slot]
            if gradient is not None:
                gradients.append(plain(gradient))
            elif self.graph.fixed[slot] or array is None:
                gradients.append(None)
            else:
                gradients.append(plain(np.zeros(array.shape)))
        return Run(
            self.graph, self.output, self.seed, self.forward.values, gradients, self.upstream, self.local,
            self.downstream, self.on_path, self.summed_axes, self.forward.missing,
        )  # fmt: skip
