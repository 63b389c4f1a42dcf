"""
The passes: forward stores every value, backward works from the stored values, and neither touches the graph.

Which arithmetic runs is decided here: plain floats where all shapes are ``()`` and every op is elementwise, numpy
otherwise, and numpy again where a float raises. The answers are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .array import shape_text
from .array_passes import backward_arrays, forward_arrays
from .errors import MAX_ERRORS, EngineError, InputError, nearest, raise_all
from .float_passes import backward_floats, forward_floats
from .forward_mode import Tangents, push_tangents
from .graph import Graph, Value
from .limits import DEFAULT_LIMITS, Limits
from .lowering import program_of
from .refusals import clip, listing
from .run import Forward, Jacobian, Local, Operator, Run
from .shapes import shape_of, shapes_of
from .values import read_value

__all__ = [
    "Forward", "Jacobian", "Limits", "Local", "Operator", "Run", "Tangents", "backward", "choose_output", "evaluate",
    "forward", "shapes_of", "stored", "tangents",
]  # fmt: skip


def evaluate(
    graph: Graph,
    output: str | None = None,
    seed: Any = None,
    partial: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Run:
    """
    Run the forward and the backward pass once.

    Args:
        graph: A graph whose leaves have values; with *partial*, any graph.
        output: Id of the node to differentiate; default as in `choose_output`.
        seed: The gradient entering there, of exactly its shape; default 1 for a scalar.
        partial: Evaluate what can be, instead of raising for missing values and open ports.
        limits: Checked before the work.

    Raises:
        EngineError: ``output-ambiguous``, ``missing-value``, ``open-port``, ``shape-mismatch``, ``seed-required``,
            ``seed-shape``, or a limit.
    """
    slot = choose_output(graph, output)
    return _backward(forward(graph, partial, limits), slot, seed, limits)


def forward(graph: Graph, partial: bool = False, limits: Limits = DEFAULT_LIMITS) -> Forward:
    """
    Compute and store every node's value.

    Raises:
        InputError: ``missing-value`` or ``open-port``, unless *partial*.
        ShapeError, LimitError: From shapes, before anything is allocated.
    """
    program = None if partial or len(graph) > limits.max_entries else program_of(graph)
    if program is not None:
        done = forward_floats(graph, program)
        if done is not None:
            return done
    if not partial:
        check_complete(graph)
    shapes_of(graph, limits)
    with np.errstate(all="ignore"):
        return forward_arrays(graph)


def backward(
    forward: Forward, output: str | None = None, seed: Any = None, limits: Limits = DEFAULT_LIMITS
) -> Run:
    """
    Pull a gradient back through the stored values.

    Args:
        forward: What `forward` returned, or `stored`.
        output: Id of the node to differentiate; default as in `choose_output`.
        seed: The gradient entering there; default 1 for a scalar.
        limits: Up to what size a local gradient is written out.

    Raises:
        InputError: ``output-ambiguous``, ``unknown-node``, ``seed-required`` or ``seed-shape``.
    """
    return _backward(forward, choose_output(forward.graph, output), seed, limits)


def _backward(forward: Forward, slot: int, seed: Any, limits: Limits) -> Run:
    graph = forward.graph
    value = forward.values[slot]
    if value is None:
        return _without_gradients(forward, slot)
    given = read_seed(seed, graph.ids[slot], value, limits)
    if forward.floats is not None:
        program = program_of(graph)
        assert program is not None and isinstance(given, float)
        return backward_floats(forward, program, slot, given)
    with np.errstate(all="ignore"):
        return backward_arrays(forward, slot, given, limits)


def tangents(
    graph: Graph,
    wrt: str | None,
    direction: Any = None,
    output: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    partial: bool = False,
) -> Tangents:
    """
    Run one forward-mode pass.

    Args:
        graph: A graph whose leaves have values; with *partial*, any graph.
        wrt: Id of the node to differentiate with respect to.
        direction: Its tangent, of exactly its shape; default 1 for a scalar.
        output: For the count of the reverse pass; default as in `choose_output`.
        limits: Checked before the work.
        partial: Carry the direction as far as there are values, instead of raising for missing ones.

    Raises:
        EngineError: ``wrt-required``, ``direction-required``, ``direction-shape``, or as `forward` and
            `choose_output`.
    """
    if wrt is None:
        hint = 'Name an input: "wrt": "x".'
        raise InputError(
            "wrt-required", "Forward mode needs the node to start from.", hint=hint, loc=("wrt",)
        )
    end = choose_output(graph, output)
    return push_tangents(forward(graph, partial, limits), wrt, direction, end, limits)


def stored(graph: Graph, values: dict[str, Value | None]) -> Forward:
    """
    Return the forward pass that *values* (by id) were stored from, to run a backward pass on it.

    Nothing is computed again: what is stored is what counts.
    """
    column = [values.get(name) for name in graph.ids]
    arrays = [None if value is None else np.asarray(value, dtype=np.float64) for value in column]
    return Forward(graph, column, arrays)


def choose_output(graph: Graph, output: str | None = None) -> int:
    """
    Return the slot of the node to differentiate: *output*, or the graph's only output, or its only sink.

    Raises:
        InputError: ``unknown-node``; ``output-ambiguous``, listing what could be meant; ``empty-program``.
    """
    if output is not None:
        return graph.slot_of(output, ("output",))
    if not graph.ids:
        raise InputError("empty-program", "The graph has no nodes.", hint="Add an input and an op.")
    if not graph.outputs and len(graph.sinks) == 1:
        return graph.sinks[0]
    candidates = list(graph.outputs) or [graph.ids[slot] for slot in graph.sinks]
    if len(candidates) == 1:
        return graph.ids.index(candidates[0])  # once per run: not worth a table of all ids
    raise InputError(
        "output-ambiguous",
        f"Several nodes could be the output: {listing(candidates, 10)}.",
        hint=f'Say which one to differentiate: "output": "{clip(candidates[-1])}".',
        loc=("output",),
    )


def check_complete(graph: Graph) -> None:
    """
    Check that every leaf has a value and every port is connected.

    Raises:
        InputError: ``missing-value``, with "did you mean" over the names given in vain; ``open-port``.
    """
    errors: list[EngineError] = []
    for slot, op in enumerate(graph.ops):
        name = graph.ids[slot]
        if op is None and graph.values[slot] is None:
            near = nearest(name, graph.unused_inputs)
            hint = f"Give {clip(name)} a value in inputs."
            if near:
                hint = f"inputs has {clip(near)}. Did you mean {clip(name)}?"
            elif name == "e":
                hint += " For a power of Euler's number, write exp(x)."
            message = f"The {graph.kinds[slot]} {clip(name)} has no value."
            errors.append(InputError("missing-value", message, hint=hint, node=name, loc=("inputs", name)))
        elif op is not None and -1 in graph.inputs[slot]:
            operand = op.operand_name(graph.inputs[slot].index(-1))
            message = f"The input {operand} of {clip(name)} is not connected."
            hint = "Connect it, or evaluate what can be with partial."
            errors.append(InputError("open-port", message, hint=hint, node=name))
        if len(errors) == MAX_ERRORS:
            break
    raise_all(errors)


def read_seed(seed: Any, name: str, value: Value, limits: Limits) -> Value:
    """
    Return the gradient entering at the output *name*.

    Raises:
        InputError: ``seed-required`` or ``seed-shape``.
    """
    shape = shape_of(value)
    if seed is None:
        if shape:
            raise InputError(
                "seed-required",
                f"{clip(name)} has shape {shape_text(shape)}, and only a scalar has a gradient without a seed.",
                hint=f"Give a seed of shape {shape_text(shape)}, or sum the output to one number.",
                node=name,
                loc=("seed",),
            )
        return 1.0
    given = read_value(seed, "the seed", limits, ("seed",), name)
    if shape_of(given) != shape:
        raise InputError(
            "seed-shape",
            f"The seed has shape {shape_text(shape_of(given))}, and the output {clip(name)} has {shape_text(shape)}.",
            hint=f"Give a seed of shape {shape_text(shape)}.",
            node=name,
            loc=("seed",),
        )
    return given


def _without_gradients(forward: Forward, slot: int) -> Run:
    """The run of a partial graph whose output could not be evaluated: values, and no numbers on any edge."""
    graph, edges = forward.graph, forward.graph.edge_start[-1]
    on_path = [False] * len(graph)
    on_path[slot] = True
    for target in range(slot, -1, -1):
        if on_path[target]:
            for source in graph.inputs[target]:
                if source >= 0:
                    on_path[source] = True
    nothing: list[None] = [None] * edges
    return Run(
        graph, slot, None, forward.values, [None] * len(graph), list(nothing), list(nothing), list(nothing), on_path,
        missing=forward.missing,
    )  # fmt: skip
