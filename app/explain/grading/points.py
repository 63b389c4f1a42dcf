"""
The numbers that answers are held against: at the values given, and at random points around them.

A `Point` is one forward and one backward pass. What a slip would have given is made from further backward passes over
the same stored values, each starting at a node on the way: a gradient is linear in what arrives there, so what arrives
too little can be followed on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np

from ...engine.array import Array, as_array, size_of, unbroadcast
from ...engine.errors import EngineError
from ...engine.graph import Graph, Value
from ...engine.limits import Limits
from ...engine.passes import backward, choose_output, forward
from ...engine.run import Jacobian, Operator, Run

Quantity = Literal["value", "gradient", "local", "upstream", "downstream"]
ROUNDING = 2.0**-50
ANY = object()
"""The seed where no question is about a gradient, so that every one will do."""
LARGEST = 1e3
"""Numbers beyond this do not make the rounding that is forgiven any larger."""
_SEED = 20_061_204  # any fixed one: the same points for the same graph, on every machine and for ever


class Asked(NamedTuple):
    """
    What a question is about.

    Attributes:
        quantity: "value" and "gradient" of a node, the others of an edge.
        slot: The node, or the edge's target.
        operand: Which operand of the target the edge is, from 0; None for a node.
    """

    quantity: Quantity
    slot: int
    operand: int | None = None


class Point:
    """
    A graph's numbers at one choice of its leaves.

    Args:
        graph: A complete graph.
        output: Id of the node to differentiate; None as in `choose_output`.
        seed: The gradient entering there; None for 1, `ANY` for ones of the output's shape.
        limits: For the passes.

    Raises:
        EngineError: As `evaluate` does.
    """

    def __init__(self, graph: Graph, output: str | None, seed: Any, limits: Limits) -> None:
        self.graph, self.limits = graph, limits
        self.done = forward(graph, limits=limits)
        if seed is ANY:
            seed = ones_like(self.done.values[choose_output(graph, output)])
        self.run = backward(self.done, output, seed, limits)
        self._units: dict[int, Run] = {}

    @cached_property
    def leaving(self) -> list[list[tuple[int, int]]]:
        """By slot, the edges that leave it and where they lead, in forward order."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.graph.ids]
        for target, sources in enumerate(self.graph.inputs):
            for index, source in enumerate(sources):
                found[source].append((self.graph.edge_start[target] + index, target))
        return found

    def edge(self, asked: Asked) -> int:
        """The number of the asked edge."""
        assert asked.operand is not None
        return self.graph.edge_start[asked.slot] + asked.operand

    def source(self, asked: Asked) -> int:
        """Where the asked edge comes from."""
        assert asked.operand is not None
        return self.graph.inputs[asked.slot][asked.operand]

    def truth(self, asked: Asked) -> Value | None:
        """The number asked for; None where there is none: no gradient flows to a constant."""
        run = self.run
        if asked.quantity == "value":
            return run.values[asked.slot]
        if asked.quantity == "gradient":
            return run.gradients[asked.slot]
        if asked.quantity == "local":
            return self.local(self.edge(asked))
        return (run.upstream if asked.quantity == "upstream" else run.downstream)[self.edge(asked)]

    def local(self, edge: int) -> Value | None:
        """The local gradient of an edge, a Jacobian written out; None where it is too large for that."""
        found = self.run.local[edge]
        if isinstance(found, Operator):
            return None
        return found.value if isinstance(found, Jacobian) else found

    def effect(self, start: int, arriving: Value, at: int) -> Value:
        """The gradient that *arriving* at the node *start* makes at the node *at*, by all ways between them."""
        if not isinstance(arriving, float):
            return self._back_from(start, arriving).gradients[at]  # type: ignore[return-value]  # at is on the way
        if start not in self._units:
            self._units[start] = self._back_from(start, 1.0)
        return _plain(arriving * self._units[start].gradients[at])  # type: ignore[operator]  # as above

    def arrival_effect(self, node: int, edge: int, at: int) -> Value:
        """The gradient that what arrives at *node* along *edge* makes at the node *at*."""
        arriving = self.run.downstream[edge]
        assert arriving is not None  # no node on the way is fixed
        return self.effect(node, arriving, at)

    def alone(self, start: int, at: int) -> Value:
        """How the node *start* answers to the node *at*: the gradient that ones at *start* make."""
        return self.effect(start, ones_like(self.run.values[start]), at)

    def _back_from(self, start: int, seed: Value) -> Run:
        return backward(self.done, self.graph.ids[start], seed, self.limits)

    def across(self, target: int, index: int, arriving: Value) -> Value:
        """What *arriving* at *target* becomes across the one edge to its operand *index*."""
        graph, values = self.graph, self.run.values
        op, attrs = graph.ops[target], graph.attrs[target]
        assert op is not None
        operands = [as_array(values[source]) for source in graph.inputs[target]]  # type: ignore[arg-type]  # complete
        out, g = as_array(values[target]), as_array(arriving)  # type: ignore[arg-type]  # as above
        with np.errstate(all="ignore"):
            if not op.elementwise:
                return _plain(op.pull_back(g, operands, out, attrs, index))
            return _plain(
                unbroadcast(as_array(g * op.partials(operands, out, attrs, index)), operands[index].shape)
            )

    @cached_property
    def weight(self) -> int:
        """How much work a pass is, in nodes that are one number."""
        if self.run.scalar:
            return len(self.graph)
        return sum(20 + size_of(np.shape(value)) // 50 for value in self.run.values if value is not None)

    @cached_property
    def noise(self) -> float:
        """How far off rounding may put any number of this point: some units in the last place of the largest."""
        found = [*self.run.values, *self.run.gradients]
        sizes = (float(np.max(np.abs(value), initial=0.0)) for value in found if value is not None)
        return ROUNDING * min(max((size for size in sizes if np.isfinite(size)), default=0.0), LARGEST)

    def named(self, names: tuple[str, ...]) -> dict[str, Value]:
        """The values of the nodes *names*."""
        return {name: self.run.value_of(name) for name in names}  # type: ignore[misc]  # complete


def ones_like(value: Value | None) -> Value:
    """Ones in the shape of *value*."""
    return 1.0 if isinstance(value, float) else np.ones(np.shape(value))  # type: ignore[arg-type]  # complete


def _plain(found: Any) -> Value:
    array: Array = as_array(found)
    return array if array.ndim else float(array)


class Around(NamedTuple):
    """
    Points that a formula is tried at.

    Attributes:
        near: How far a leaf moves, relative to its size, or 1 where it is 0; None for anywhere up to twice that.
        points: How many points.
        tolerance: Relative difference up to which the formula agrees.
        few: Points that the true number must be finite at, for the trial to mean anything.
    """

    near: float | None
    points: int
    tolerance: float
    few: int


# Near: a formula may hold on this side of a kink alone, and is right here all the same. Nearer still, where the kink is
# close. Anywhere: a formula with rounded numbers (0.33*x for x/3) is within 1 % wherever one looks, while x for sin(x)
# is so near 0 only.
TRIALS = (Around(0.1, 4, 1e-6, 2), Around(1e-3, 4, 1e-6, 2), Around(None, 8, 0.01, 4))


def points_around(graph: Graph, output: str | None, seed: Any, limits: Limits, around: Around) -> list[Point]:
    """Random points around the graph's own values; those where it cannot be evaluated are left out."""
    # RandomState, not Generator: numpy keeps its stream the same for ever.
    random = np.random.RandomState(_SEED)
    found = []
    for _ in range(around.points):
        moved = dict(_moved(graph, random, around.near))
        try:
            found.append(Point(graph.with_values(moved, limits), output, seed, limits))
        except EngineError:
            continue
    return found


def _moved(graph: Graph, random: np.random.RandomState, near: float | None) -> Iterator[tuple[str, Value]]:
    """Other values for the leaves; constants stay what they are."""
    for name, kind, value in zip(graph.ids, graph.kinds, graph.values, strict=True):
        if kind not in ("input", "parameter") or value is None:
            continue
        here = as_array(value)
        step = random.uniform(0.25, 1.0, here.shape) * random.choice((-1.0, 1.0), here.shape)
        size = np.where(np.isfinite(here) & (here != 0), np.abs(here), 1.0)
        yield (
            name,
            _plain(here + near * size * step if near is not None else 2.0 * np.maximum(size, 1.0) * step),
        )
