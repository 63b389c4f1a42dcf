"""
What a learner should see: where numbers stop being numbers, where gradient is blocked, where it fades or blows up.

Every warning stands at the node where the trouble began, not at all the nodes it spread to: an infinity that came out
of finite operands, a NaN that came out of numbers. Trouble born in the backward pass names the edge as well. Kinks and
blocked units are looked for only where gradient flows.

- ``overflow``: infinite out of finite, poles such as 1/0 and log 0 included. ``nan``: not a number out of numbers.
- ``kink``: the op has no derivative here, and a subgradient was taken.
- ``saturated``: on a side where the local gradient fades to nothing, and faded. ``dead``: where it is exactly nothing.
- ``vanishing``, ``exploding``: the gradient shrank or grew over a long path; one of each, where it passed the mark.

That an op saturates or blocks is not declared anywhere: it shows in its own local gradients far out on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from math import inf, isfinite
from typing import Any

import numpy as np

from ..engine.array import as_array
from ..engine.graph import Graph, Value
from ..engine.passes import Run
from . import number
from .naming import Called, name_nodes
from .notation import styles_of
from .slopes import blocked
from .trouble import Site, backward_text, forward_text, has_nan, is_finite, kink_text, sum_text

Found = dict[str, Any]

LONG_PATH = 10
"""Ops on the way from a node to the output before its gradient counts as vanished or exploded: a product with three
small factors is arithmetic, not depth. Two dense layers written out in scalars are about this long."""
VANISHED = 1e-4
"""Of the seed. A sigmoid passes on a quarter at most, so seven of them at their best leave less than this."""
EXPLODED = 1e4
"""Times the seed: the same in the other direction."""


class Sites:
    """The ops of a run as messages speak of them; nodes are named when the first message needs it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._called: list[Called] | None = None

    def at(self, slot: int) -> Site:
        """The op at *slot* with what its operands are called."""
        graph = self.run.graph
        if self._called is None:
            self._called = name_nodes(graph, styles_of(self.run))
        op = graph.ops[slot]
        assert op is not None  # leaves ask nothing of their operands
        return Site(op, graph.attrs[slot], [self._called[i] for i in graph.inputs[slot]])


def warnings(run: Run) -> list[Found]:
    """
    Look through *run*.

    Returns:
        Warnings as the API sends them, ``{"code", "node", "edge"?, "phase", "message"}``: those of the forward pass
        in forward order, then those of the backward pass in its order.
    """
    with np.errstate(all="ignore"):
        found = _forward(run)
        if run.gradients[run.output] is not None:
            found += _backward(run)
    return found


def _calm(run: Run, column: Sequence[Value | None]) -> bool:
    """Whether all numbers of a scalar run's column are finite: their sum is, in nearly every graph."""
    return run.scalar and isfinite(sum(filter(None, column)))  # type: ignore[arg-type]  # a scalar run has floats


def _forward(run: Run) -> list[Found]:
    graph, values, inputs, sites = run.graph, run.values, run.graph.inputs, Sites(run)
    found: list[Found] = []
    if _calm(run, values):
        return found
    for slot, value in enumerate(values):
        if value is None or is_finite(value):
            continue
        op = graph.ops[slot]
        if op is None:
            if has_nan(value):
                found.append(_warning("nan", graph, slot, "forward", f"{graph.ids[slot]} was given as NaN."))
            continue
        operands = [values[i] for i in inputs[slot]]
        before = has_nan if has_nan(value) else _is_not_finite
        if not any(before(operand) for operand in operands):
            code = "nan" if has_nan(value) else "overflow"
            text = forward_text(sites.at(slot), operands, value)
            found.append(_warning(code, graph, slot, "forward", text))
    return found


def _is_not_finite(value: Value | None) -> bool:
    return not is_finite(value)


def _backward(run: Run) -> list[Found]:
    graph, inputs, starts, on_path = run.graph, run.graph.inputs, run.graph.edge_start, run.on_path
    ops, fixed, sites = graph.ops, graph.fixed, Sites(run)
    slots = [
        slot
        for slot in range(run.output, -1, -1)
        if on_path[slot] and ops[slot] is not None and not fixed[slot]
    ]
    by_slot: dict[int, list[Found]] = defaultdict(list)
    for slot in _kinks(run, slots):
        text = kink_text(sites.at(slot), [run.values[i] for i in inputs[slot]], run.values[slot])  # type: ignore[arg-type]
        by_slot[slot].append(_warning("kink", graph, slot, "backward", text, _only_edge(graph, slot)))
    for slot in slots:
        op, local = ops[slot], run.local[starts[slot]]
        assert op is not None  # only ops are looked at
        if op.category != "activation" or local is None:
            continue
        told = blocked(op, graph.attrs[slot], run.values[inputs[slot][0]], local, partial(sites.at, slot))
        if told is not None:
            edge = _edge(graph, slot, 0)
            by_slot[slot].append(_warning(told[0], graph, slot, "backward", told[1], edge))
    if not (_calm(run, run.downstream) and _calm(run, run.gradients)):
        for slot in slots:
            _broken(run, slot, by_slot, sites)
        _sums(run, by_slot)
    _lengths(run, slots, by_slot)
    return [warning for slot in sorted(by_slot, reverse=True) for warning in by_slot[slot]]


def _kinks(run: Run, slots: Sequence[int]) -> list[int]:
    """
    Slots of ops that sit on a kink.

    All scalar uses of one op are asked about at once; only if one of them says yes is each asked.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for slot in slots:
        op = run.graph.ops[slot]
        if op is not None and op.kink is not None:
            alone = "" if op.elementwise and _is_scalar(run, slot) else str(slot)
            groups[op.name, f"{run.graph.attrs[slot] or ''}{alone}"].append(slot)
    return [
        slot for group in groups.values() if _any_kink(run, group) for slot in group if _any_kink(run, [slot])
    ]


def _any_kink(run: Run, group: list[int]) -> bool:
    graph, first = run.graph, group[0]
    op = graph.ops[first]
    assert op is not None  # see above
    if len(group) == 1:
        operands = [as_array(run.values[i]) for i in graph.inputs[first]]  # type: ignore[arg-type]  # it was evaluated
        return op.is_kink(operands, as_array(run.values[first]), graph.attrs[first])  # type: ignore[arg-type]
    columns = zip(*[graph.inputs[slot] for slot in group], strict=True)
    operands = [np.array([run.values[i] for i in column], dtype=np.float64) for column in columns]
    out = np.array([run.values[slot] for slot in group], dtype=np.float64)
    return op.is_kink(operands, out, graph.attrs[first])


def _is_scalar(run: Run, slot: int) -> bool:
    return all(isinstance(run.values[i], float) for i in (slot, *run.graph.inputs[slot]))


def _broken(run: Run, slot: int, by_slot: dict[int, list[Found]], sites: Sites) -> None:
    """Edges on which infinity or NaN is born."""
    graph, start = run.graph, run.graph.edge_start[slot]
    sources = graph.inputs[slot]
    for index in range(len(sources) - 1, -1, -1):
        down, up, local = run.downstream[start + index], run.upstream[start + index], run.local[start + index]
        if down is None or up is None or is_finite(down):
            continue
        told = backward_text(sites.at(slot), [run.values[i] for i in (slot, *sources)], up, local, down)
        if told is not None:
            edge = _edge(graph, slot, index)
            by_slot[slot].append(_warning(told[0], graph, slot, "backward", told[1], edge))


def _sums(run: Run, by_slot: dict[int, list[Found]]) -> None:
    """Nodes at which contributions meet whose sum is infinite or NaN, though none of them is."""
    graph = run.graph
    broken = {slot for slot, g in enumerate(run.gradients) if g is not None and not is_finite(g)}
    if not broken:
        return
    arrived: dict[int, list[Value]] = {slot: [] for slot in broken}
    for target, sources in enumerate(graph.inputs):
        for edge, source in enumerate(sources, graph.edge_start[target]):
            down = run.downstream[edge]
            if source in arrived and run.on_path[target] and down is not None:
                arrived[source].append(down)
    for slot, shares in arrived.items():
        gradient = run.gradients[slot]
        assert gradient is not None  # it is broken
        if len(shares) < 2:
            continue
        if has_nan(gradient):
            if not any(map(has_nan, shares)):
                by_slot[slot].append(_warning("nan", graph, slot, "backward", sum_text(gradient)))
        elif all(map(is_finite, shares)):
            by_slot[slot].append(_warning("overflow", graph, slot, "backward", sum_text(gradient)))


def _lengths(run: Run, slots: Sequence[int], by_slot: dict[int, list[Found]]) -> None:
    """The first op, going back, whose gradient is far smaller or larger than the seed after a long path."""
    seed = _size(run.seed)
    if not 0.0 < seed < inf:
        return
    sizes = [_size(run.gradients[slot]) for slot in slots]
    shrunk = [slot for slot, size in zip(slots, sizes, strict=True) if 0.0 < size < VANISHED * seed]
    grown = [slot for slot, size in zip(slots, sizes, strict=True) if EXPLODED * seed < size < inf]
    if not shrunk and not grown:
        return
    lengths = _path_lengths(run.graph, slots)
    for code, candidates, verb, end in (
        ("vanishing", shrunk, "shrunk to", "what lies before hardly learns"),
        ("exploding", grown, "grown to", "what lies before learns in leaps"),
    ):
        slot = next((slot for slot in candidates if lengths[slot] >= LONG_PATH), None)
        if slot is not None:
            ratio = number.text(_size(run.gradients[slot]) / seed)
            text = f"Over {lengths[slot]} ops the gradient has {verb} {ratio} of what it started with: {end}."
            by_slot[slot].append(_warning(code, run.graph, slot, "backward", text))


def _path_lengths(graph: Graph, slots: Sequence[int]) -> dict[int, int]:
    """How many ops the longest path from each of *slots* (in backward order) to the first of them has."""
    lengths = dict.fromkeys(slots, 0)
    for slot in slots:
        for source in graph.inputs[slot]:
            if source in lengths:
                lengths[source] = max(lengths[source], lengths[slot] + 1)
    return lengths


def _size(gradient: Value | None) -> float:
    if gradient is None:
        return 0.0
    return abs(gradient) if isinstance(gradient, float) else float(np.max(np.abs(gradient), initial=0.0))


def _only_edge(graph: Graph, slot: int) -> dict[str, Any] | None:
    free = [index for index, source in enumerate(graph.inputs[slot]) if not graph.fixed[source]]
    return _edge(graph, slot, free[0]) if len(free) == 1 else None


def _edge(graph: Graph, slot: int, index: int) -> dict[str, Any]:
    return {"source": graph.ids[graph.inputs[slot][index]], "target": graph.ids[slot], "index": index}


def _warning(
    code: str, graph: Graph, slot: int, phase: str, message: str, edge: dict[str, Any] | None = None
) -> Found:
    place = {} if edge is None else {"edge": edge}
    return {"code": code, "node": graph.ids[slot], **place, "phase": phase, "message": message}
