"""
Gradients against measurement: central differences per leaf, and a nudge along one edge.

How one slope is measured, and when it counts as agreeing, is `slopes.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .array import Array, as_array
from .errors import GraphError, InputError
from .graph import Graph, Value
from .limits import DEFAULT_LIMITS, Limits
from .passes import Run, evaluate
from .refusals import clip, listing
from .slopes import TOLERANCE, Probe, Status


@dataclass(frozen=True, slots=True)
class LeafCheck:
    """
    One leaf: what backpropagation says, and what was measured.

    Attributes:
        backward: The gradient of the backward pass, in the leaf's shape.
        measured: Central differences, in the same shape.
        step: How far a number was moved, the largest where there are several: `STEP` times its size and at least
            `STEP`, and another one where that shows too little.
        relative_error: Largest over the entries: the difference relative to the larger of both, or to the smallest
            slope that rounding lets the step measure to the tolerance if that is larger.
        status: ``ok``, and then the relative error is within the tolerance; ``mismatch``, and then it is not; ``kink``
            where no derivative exists, or the output turns within every step; ``not-finite`` where one of them is no
            number.
    """

    backward: Value
    measured: Value
    step: float
    relative_error: float
    status: Status


@dataclass(frozen=True, slots=True)
class Nudge:
    """One value moved along one edge only: the output before and after, the slope, and what backward says."""

    before: Value
    after: Value
    quotient: Value
    downstream: Value | None


@dataclass(frozen=True, slots=True)
class Check:
    """The answer: `ok` is False where any leaf mismatches; kinks and missing numbers are no mismatch."""

    ok: bool
    tolerance: float
    leaves: dict[str, LeafCheck]
    nudge: Nudge | None


def check(
    graph: Graph,
    output: str | None = None,
    seed: Any = None,
    nudge: Mapping[str, Any] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Check:
    """
    Compare every input's and parameter's gradient with central differences.

    Args:
        graph: A complete graph.
        output: Id of the node to differentiate; default as in `choose_output`.
        seed: The gradient entering there; what is measured is its product with the output.
        nudge: ``{"source", "target", "index", "step"}``: one edge to move a value along.
        limits: For the passes.

    Raises:
        EngineError: As `evaluate` does; InputError ``unknown-edge`` or ``bad-setting`` for the nudge.
    """
    run = evaluate(graph, output, seed, limits=limits)
    leaves = {
        name: _check_leaf(run, name, gradient, limits) for name, gradient in run.leaf_gradients().items()
    }
    ok = all(leaf.status != "mismatch" for leaf in leaves.values())
    return Check(ok, TOLERANCE, leaves, None if nudge is None else nudge_edge(run, nudge))


def _check_leaf(run: Run, name: str, gradient: Value, limits: Limits) -> LeafCheck:
    value = as_array(run.values[run.graph.slot[name]])  # type: ignore[arg-type]  # a leaf of a complete graph
    backward = as_array(gradient)
    measured, worst, step, statuses = np.zeros(value.shape), 0.0, 0.0, set[Status]()
    probe = Probe(run, name, limits)
    for place in np.ndindex(value.shape):
        slope, h, status, error = probe.compare(place, float(backward[place]))
        measured[place] = slope
        step, worst = max(step, h), max(worst, error)
        statuses.add(status)
    status = next((s for s in ("mismatch", "not-finite", "kink") if s in statuses), "ok")
    return LeafCheck(gradient, _plain(measured), step, worst, status)


def nudge_edge(run: Run, nudge: Mapping[str, Any]) -> Nudge:
    """
    Move the value that one edge carries, and nothing else, and run forward from there.

    Args:
        run: A run of a complete graph.
        nudge: ``source``, ``target``, ``index`` and ``step``; a tensor's entries all move by the step.

    Raises:
        InputError: ``unknown-edge``, ``unknown-node``, or ``bad-setting`` for a step that is no number or 0.
    """
    target, index, step = _read_nudge(run.graph, nudge)
    arrays: list[Array] = [as_array(value) for value in run.values]  # type: ignore[arg-type]  # complete
    before = arrays[run.output]
    graph, moved = run.graph, {target}
    with np.errstate(all="ignore"):
        for slot in range(target, run.output + 1):
            op = graph.ops[slot]
            if op is None or not (slot == target or moved.intersection(graph.inputs[slot])):
                continue
            moved.add(slot)
            operands = [arrays[source] for source in graph.inputs[slot]]
            if slot == target:
                operands[index] = operands[index] + step
            arrays[slot] = op.forward(operands, graph.attrs[slot])
        after = arrays[run.output]
        quotient = as_array((after - before) / step)
    downstream = run.downstream[graph.edge_start[target] + index]
    return Nudge(_plain(before), _plain(after), _plain(quotient), downstream)


def _read_nudge(graph: Graph, nudge: Mapping[str, Any]) -> tuple[int, int, float]:
    source = graph.slot_of(nudge.get("source"), ("nudge", "source"))  # type: ignore[arg-type]  # it looks itself
    target = graph.slot_of(nudge.get("target"), ("nudge", "target"))  # type: ignore[arg-type]  # as above
    index, step = nudge.get("index", 0), nudge.get("step")
    inputs = graph.inputs[target]
    if type(index) is not int or not 0 <= index < len(inputs) or inputs[index] != source:
        ports = [str(i) for i, one in enumerate(inputs) if one == source]
        read = [graph.ids[one] for one in inputs if one >= 0]
        hint = f"{clip(graph.ids[target])} is a leaf: no edge leads to it."
        if ports:
            hint = f"It is operand {' and '.join(ports)}, counting from 0."
        elif read:
            one = "only operand" if len(read) == 1 else "operands"
            hint = (
                f"The {one} of {clip(graph.ids[target])} {'is' if len(read) == 1 else 'are'} {listing(read)}."
            )
        raise GraphError(
            "unknown-edge",
            f"{clip(graph.ids[source])} is not the operand of {clip(graph.ids[target])} at this index.",
            hint=hint,
            loc=("nudge", "index"),
        )
    if type(step) not in (int, float) or not math.isfinite(step) or step == 0.0:  # type: ignore[arg-type]  # seen
        raise InputError(
            "bad-setting",
            "The step of a nudge must be a finite number other than 0.",
            hint="For instance 0.01.",
            loc=("nudge", "step"),
        )
    return target, index, float(step)  # type: ignore[arg-type]  # seen above


def _plain(array: Array) -> Value:
    return array if array.ndim else float(array)
