"""
Gradient descent on the leaves of any scalar graph.

The graph is evaluated, its gradients are handed to an update rule, and the leaves move: nothing here knows a network.
A path that leaves the finite numbers ends there, with the entry that shows it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ..engine.errors import InputError, LimitError, did_you_mean
from ..engine.graph import Graph
from ..engine.limits import DEFAULT_LIMITS, Limits
from ..engine.passes import Forward, Run, choose_output, evaluate, forward
from ..engine.refusals import clip, listing
from ..engine.shapes import shape_of
from .optimizers import Optimizer, State, Vector, read_optimizer
from .schedules import Rate, read_schedule

Value = float | npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One point of a path.

    Attributes:
        step: Updates made so far; 0 is the start.
        leaves: The moving leaves, by id.
        value: The output there.
        gradients: Its gradient with respect to each moving leaf.
        learning_rate: The rate at which the update that leaves this point is made.
        state: The optimizer's slots here, each by leaf; empty for rules without memory.
    """

    step: int
    leaves: dict[str, Value]
    value: float
    gradients: dict[str, Value]
    learning_rate: float
    state: dict[str, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Descent:
    """A path, entry 0 before any update, and why it ended: ``"steps"`` or ``"diverged"``."""

    path: list[Entry]
    stopped: str


def descend(
    graph: Graph,
    optimizer: Any,
    schedule: Any,
    steps: Any,
    trainable: Sequence[str] | None = None,
    output: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Descent:
    """
    Walk *steps* updates downhill.

    Args:
        graph: Every leaf has a value.
        optimizer: ``{"kind", "learning_rate", ...}`` as requested.
        schedule: ``{"kind", ...}`` as requested, or None for a constant rate.
        steps: Updates to make, from 0.
        trainable: Leaves that move; None means the parameters, or the inputs where there are none.
        output: The node to make small; None as in an evaluation.
        limits: ``max_steps``, and ``max_entries`` for all the numbers of the path together.

    Raises:
        InputError: an unknown kind, setting or leaf, or an output that is no scalar.
        LimitError: ``step-limit`` or ``entry-limit``, before the first step.
    """
    rule, rate = read_optimizer(optimizer), read_schedule(schedule, optimizer)
    count = _checked_steps(steps, limits)
    start, name = forward(graph, limits=limits), graph.ids[choose_output(graph, output)]
    if not isinstance(start.values[graph.slot[name]], float):
        raise InputError(
            "output-not-scalar",
            f"{clip(name)} is no scalar, so it cannot go downhill.",
            hint="Choose a scalar output, or end the graph in a loss, a sum or a mean.",
            node=name,
        )
    leaves = _Leaves(start, _moving(graph, trainable))
    leaves.check_size(count, len(rule.slots), limits)
    return _walk(graph, leaves, rule, rate, count, name)


def _walk(graph: Graph, leaves: _Leaves, rule: Optimizer, rate: Rate, count: int, output: str) -> Descent:
    position, state = leaves.flat, rule.start(leaves.flat.size)
    path: list[Entry] = []
    with np.errstate(all="ignore"):  # a path that overflows is a lesson
        for k in range(count + 1):
            run = evaluate(graph.with_values(leaves.unflatten(position)), output)
            gradient = leaves.gradient(run)
            value = run.values[run.output]
            assert isinstance(value, float)  # the output is a scalar: checked before the walk
            path.append(leaves.entry(k, position, value, gradient, rate(k), state))
            if not (math.isfinite(value) and np.isfinite(gradient).all()):
                return Descent(path, "diverged")
            position, state = rule.step(position, gradient, state, k, rate(k))
    return Descent(path, "steps")


class _Leaves:
    """The moving leaves as one flat vector and back."""

    def __init__(self, start: Forward, names: list[str]) -> None:
        self.names = names
        self.slots = [start.graph.slot[name] for name in names]
        self.shapes = [
            shape_of(value) for value in map(start.values.__getitem__, self.slots) if value is not None
        ]
        self.ends = np.cumsum([math.prod(shape) for shape in self.shapes]).tolist()
        self.flat = self._joined([start.values[slot] for slot in self.slots])

    def check_size(self, steps: int, slots: int, limits: Limits) -> None:
        """Refuse a path whose numbers, leaves, gradients and state together, pass the limit of entries."""
        entries = (steps + 1) * (self.flat.size * (2 + slots) + 2)
        if entries > limits.max_entries:
            raise LimitError(
                "entry-limit", entries, limits.max_entries, hint="Ask for fewer steps.", loc=("steps",)
            )

    def gradient(self, run: Run) -> Vector:
        return self._joined([run.gradients[slot] for slot in self.slots])

    def unflatten(self, flat: Vector) -> dict[str, Value]:
        """The leaves by id: plain floats where a leaf is a scalar."""
        values: dict[str, Value] = {}
        begin = 0
        for name, shape, end in zip(self.names, self.shapes, self.ends, strict=True):
            values[name] = flat[begin:end].reshape(shape) if shape else float(flat[begin])
            begin = end
        return values

    def entry(
        self, k: int, position: Vector, value: float, gradient: Vector, rate: float, state: State
    ) -> Entry:
        slots = {slot: self.unflatten(moment) for slot, moment in state.items()}
        return Entry(k, self.unflatten(position), value, self.unflatten(gradient), rate, slots)

    @staticmethod
    def _joined(values: Sequence[Any]) -> Vector:
        return np.concatenate([np.ravel(value) for value in values]).astype(np.float64)


def _checked_steps(steps: Any, limits: Limits) -> int:
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        seen = f"steps is {steps}; it" if type(steps) in (int, float) else "steps"
        message = f"{seen} must be a whole number from 0."
        raise InputError("wrong-type", message, hint="For example 20.", loc=("steps",))
    if steps > limits.max_steps:
        raise LimitError("step-limit", steps, limits.max_steps, loc=("steps",))
    return steps


def _moving(graph: Graph, trainable: Sequence[str] | None) -> list[str]:
    """Ids of the leaves that move, in forward order or as asked for."""
    by_kind: Mapping[str, list[str]] = {
        kind: [name for name, of in zip(graph.ids, graph.kinds, strict=True) if of == kind]
        for kind in ("parameter", "input")
    }
    movable = [*by_kind["parameter"], *by_kind["input"]]
    for k, name in enumerate(trainable or ()):
        if name not in movable:
            raise InputError(
                "not-a-leaf" if name in graph.slot else "unknown-node",
                f"{clip(name)} is no input or parameter."
                if name in graph.slot
                else f"{clip(name)} is no node of the graph.",
                hint=did_you_mean(name, movable) or f"What can move: {listing(movable)}."
                if movable
                else "Only inputs and parameters can move.",
                loc=("trainable", k),
            )
    moving = (
        list(dict.fromkeys(trainable)) if trainable is not None else by_kind["parameter"] or by_kind["input"]
    )
    if not moving:
        raise InputError(
            "not-a-leaf", "No leaf can move.", hint="Give an input or a parameter.", loc=("trainable",)
        )
    return moving
