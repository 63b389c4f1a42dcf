"""
Gradients against measurement: central differences per leaf, and a nudge along one edge.

A difference is measured by running the forward pass again with one number moved, so it shares no derivative with the
backward pass. What cannot be told apart from rounding counts as agreement: a difference of two values of size V has
an error of about eps V / step, whatever the gradient. Where the slopes on both sides differ and go on differing as
the step shrinks, there is no derivative to agree with, and the answer says so.

Source of the step: eps^(1/3) balances rounding against truncation; Numerical Recipes, third edition, equation 5.7.8.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from .array import Array, as_array
from .errors import GraphError, InputError
from .graph import Graph, Value
from .limits import DEFAULT_LIMITS, Limits
from .passes import Run, evaluate, forward
from .refusals import clip, listing

TOLERANCE = 1e-6
STEP = sys.float_info.epsilon ** (1 / 3)
CLOSER = 8.0  # how much smaller the second step is that tells a kink from a curve
ROUNDING = 16.0  # units in the last place that the largest value on the way may be off
CURVED = 1e-4  # relative difference of the two slopes from which the second step is worth taking

Status = Literal["ok", "mismatch", "kink", "not-finite"]


@dataclass(frozen=True, slots=True)
class LeafCheck:
    """
    One leaf: what backpropagation says, and what was measured.

    Attributes:
        backward: The gradient of the backward pass, in the leaf's shape.
        measured: Central differences, in the same shape.
        step: How far a number was moved, the largest where there are several: `STEP` times its size and at least
            `STEP`, and less where that is too wide to measure with.
        relative_error: Largest over the entries, relative to the larger of both.
        status: ``ok``; ``kink`` where no derivative exists; ``not-finite`` where one of them is no number.
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
    measured, worst, statuses = np.zeros(value.shape), 0.0, set[Status]()
    step = 0.0
    probe = _Probe(run, name, value, limits)
    for place in np.ndindex(value.shape):
        slope, h, status, error = probe.compare(place, float(backward[place]))
        measured[place] = slope
        step, worst = max(step, h), max(worst, error)
        statuses.add(status)
    status = next((s for s in ("mismatch", "not-finite", "kink") if s in statuses), "ok")
    return LeafCheck(gradient, _plain(measured), step, worst, status)


class _Measured(NamedTuple):
    """One number's slope, the step it was measured with, and how it compares."""

    slope: float
    step: float
    status: Status
    error: float


def _relative(slope: float, backward: float) -> float:
    difference = abs(slope - backward)
    return difference / max(abs(slope), abs(backward)) if difference else 0.0


class _Probe:
    """The output, with the seed, as a function of one number of one leaf."""

    def __init__(self, run: Run, name: str, value: Array, limits: Limits) -> None:
        self.run, self.name, self.value, self.limits = run, name, value, limits
        self.seed = as_array(run.seed)  # type: ignore[arg-type]  # a complete graph has one
        self.here = self._weighed(run.values[run.output])
        sizes = [float(np.max(np.abs(v), initial=0.0)) for v in run.values if v is not None]
        largest = max([size for size in sizes if math.isfinite(size)], default=0.0)
        self.largest = largest * float(np.max(np.abs(self.seed), initial=0.0))

    def at(self, place: tuple[int, ...], move: float) -> float:
        moved = self.value.copy()
        moved[place] += move
        graph = self.run.graph.with_values({self.name: _plain(moved)}, self.limits)
        return self._weighed(forward(graph, limits=self.limits).values[self.run.output])

    def _weighed(self, value: Value | None) -> float:
        with np.errstate(all="ignore"):
            return float(np.vdot(self.seed, as_array(value)))  # type: ignore[arg-type]  # complete

    def compare(self, place: tuple[int, ...], backward: float) -> _Measured:
        """
        Measure the slope at one number and hold *backward* against it.

        Where that fails, the step may be to blame: too wide for a number near a pole, or for a function that bends
        much. Then a step by the number's own size is tried, and one that is extrapolated to nothing.
        """
        size = abs(float(self.value[place]))
        first = self._measure(place, STEP * max(1.0, size), backward)
        if first.status in ("ok", "kink") or not math.isfinite(backward):
            return first
        if 0.0 < size < 1.0:
            own = self._measure(place, STEP * size, backward)
            if own.status == "ok":
                return own
        finer = self._extrapolate(place, STEP * max(1.0, size), backward)
        return finer if finer.status == "ok" else first

    def _measure(self, place: tuple[int, ...], h: float, backward: float) -> _Measured:
        above, below = self.at(place, h), self.at(place, -h)
        slope = (above - below) / (2.0 * h)
        if math.isfinite(slope) and self._is_kink(place, h, above, below):
            return _Measured(slope, h, "kink", _relative(slope, backward))
        return self._judge(slope, h, backward)

    def _extrapolate(self, place: tuple[int, ...], h: float, backward: float) -> _Measured:
        """Three halvings of the step, extrapolated to none: Richardson's scheme, Numerical Recipes 5.7."""
        row: list[float] = []
        for halving in range(4):
            near = h / 2.0**halving
            new = [(self.at(place, near) - self.at(place, -near)) / (2.0 * near)]
            for order, older in enumerate(row, 1):
                new.append(new[-1] + (new[-1] - older) / (4.0**order - 1.0))
            row = new
        return self._judge(row[-1], near, backward)

    def _judge(self, slope: float, h: float, backward: float) -> _Measured:
        if not (math.isfinite(slope) and math.isfinite(backward)):
            return _Measured(slope, h, "not-finite", 0.0 if slope == backward else math.inf)
        error = _relative(slope, backward)
        agrees = error <= TOLERANCE or abs(slope - backward) <= self._noise(h)
        return _Measured(slope, h, "ok" if agrees else "mismatch", error)

    def _noise(self, h: float) -> float:
        """How far off rounding may put a slope."""
        return ROUNDING * sys.float_info.epsilon * self.largest / h

    def _is_kink(self, place: tuple[int, ...], h: float, above: float, below: float) -> bool:
        """Whether the slopes on both sides differ otherwise than a curve's: its difference shrinks with the step."""
        noise = self._noise(h)
        right, left = (above - self.here) / h, (self.here - below) / h
        bend = abs(right - left)
        if bend <= CURVED * max(abs(right), abs(left)) + 4.0 * noise:
            return False
        near = h / CLOSER
        right, left = (self.at(place, near) - self.here) / near, (self.here - self.at(place, -near)) / near
        closer = abs(right - left)
        expected = bend / CLOSER
        return not expected / 2.0 - CLOSER * 4.0 * noise <= closer <= expected * 2.0 + CLOSER * 4.0 * noise


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
