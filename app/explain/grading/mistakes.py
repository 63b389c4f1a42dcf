"""
What well-known slips give instead of the true number, on any graph, from the passes' own numbers.

Each slip is a number that somebody gets who leaves a step out, or takes another number of the graph for the one asked
for. They come in order of precedence; `marking` says how an answer is held against them. The order and the places of
the slips follow from the graph's structure alone, so that the same slip stands at the same place of the list at every
point, and a formula can be recognised as one, too.

Graphs may be large and slips many, so only so many nodes on the way are looked at, the nearest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from typing import Literal, NamedTuple

import numpy as np

from ...engine.array import as_array
from ...engine.graph import Value
from ...engine.shapes import shape_of
from .points import Asked, Point, ones_like

Mistake = Literal[
    "sign",
    "missing-upstream",
    "missing-path",
    "value-instead-of-derivative",
    "wrong-input",
    "rounding",
    "other",
]
ALL_SUBSETS = 7
"""Arrivals at a fan-out up to which every proper subset is tried; of more, all but one or two, and one or two alone."""
MAX_SUBSETS, MAX_SUMS = 400, 2_000
MAX_SLIPS, MAX_ENTRIES = 5_000, 2_000_000
"""Slips towards one number, and the numbers that they may have in all."""
MAX_USES = 32
"""Uses of a node whose operands and local gradients are compared."""
MAX_OTHERS = 256
"""Other leaves, and other ops, whose numbers are compared."""


class Slip(NamedTuple):
    """
    A slip, and the number it gives.

    Attributes:
        mistake: What it is called on the wire.
        said: Key of its sentence in `hints`.
        about: Slots of the nodes that the sentence names.
        value: What it gives; None where it gives nothing here.
    """

    mistake: Mistake
    said: str
    about: tuple[int, ...]
    value: Value | None


def slips(point: Point, asked: Asked) -> list[Slip]:
    """The slips towards the asked number, in order of precedence; of large arrays only so many."""
    truth = point.truth(asked)
    assert truth is not None  # there is a number to ask for
    return list(
        islice(
            _all_slips(point, asked, truth), max(16, min(MAX_SLIPS, MAX_ENTRIES // max(1, np.size(truth))))
        )
    )


def _all_slips(point: Point, asked: Asked, truth: Value) -> Iterator[Slip]:
    yield Slip("sign", "sign", (), -truth)
    if asked.quantity == "value":
        yield from _value_slips(point, asked.slot)
    elif asked.quantity == "local":
        yield from _local_slips(point, asked)
    elif asked.quantity == "downstream":
        yield from _downstream_slips(point, asked, truth)
    else:
        yield from _gradient_slips(point, asked.slot)
        if asked.quantity == "upstream":
            edge = point.edge(asked)
            about = (point.source(asked), asked.slot)
            yield Slip("other", "crossed-already", about, point.run.downstream[edge])
            yield Slip("other", "crossed-already", about, point.local(edge))


def _value_slips(point: Point, slot: int) -> Iterator[Slip]:
    graph, run = point.graph, point.run
    sources = graph.inputs[slot]
    yield Slip("wrong-input", "operands-swapped", (slot,), _swapped(point, slot))
    for other in (*dict.fromkeys(sources), *_consumers(point, slot)[:MAX_USES]):
        yield Slip("wrong-input", "value-of-another", (slot,), run.values[other])
    yield Slip("other", "gradient-for-value", (slot,), run.gradients[slot])
    for index in range(len(sources)):
        yield Slip("other", "gradient-for-value", (slot,), point.local(graph.edge_start[slot] + index))


def _local_slips(point: Point, asked: Asked) -> Iterator[Slip]:
    graph, run, target = point.graph, point.run, asked.slot
    source, edge = point.source(asked), point.edge(asked)
    for index, other in enumerate(graph.inputs[target]):
        if index != asked.operand:
            local = point.local(graph.edge_start[target] + index)
            yield Slip("wrong-input", "other-operand", (source, target), local)
            if other != source:
                yield Slip(
                    "wrong-input",
                    "other-operand",
                    (source, target),
                    run.downstream[graph.edge_start[target] + index],
                )
    for node in dict.fromkeys((target, *graph.inputs[target], run.output)):
        yield Slip("value-instead-of-derivative", "value", (node,), run.values[node])
    yield Slip("other", "upstream-in-it", (source, target), run.downstream[edge])
    yield Slip("other", "upstream-in-it", (source, target), run.upstream[edge])
    yield Slip("other", "upstream-in-it", (source, target), run.gradients[source])


def _downstream_slips(point: Point, asked: Asked, truth: Value) -> Iterator[Slip]:
    graph, run, target = point.graph, point.run, asked.slot
    source, edge, index = point.source(asked), point.edge(asked), asked.operand
    assert index is not None
    for slip in islice(_short_sums(point, target), MAX_SUMS):
        assert slip.value is not None  # made from numbers there are
        yield slip._replace(value=point.across(target, index, slip.value))
    yield Slip("missing-upstream", "local-alone", (target, source), point.local(edge))
    yield Slip(
        "missing-upstream",
        "local-alone",
        (target, source),
        point.across(target, index, ones_like(run.values[target])),
    )
    for other, node in enumerate(graph.inputs[target]):
        if other != index and node != source:
            yield Slip(
                "wrong-input",
                "other-operand",
                (source, target),
                run.downstream[graph.edge_start[target] + other],
            )
    for node in dict.fromkeys((source, target, run.output)):
        yield Slip("value-instead-of-derivative", "value", (node,), run.values[node])
    yield Slip("other", "local-missing", (source, target), run.upstream[edge])
    yield Slip("other", "whole-gradient", (source, target), run.gradients[source])


def _gradient_slips(point: Point, slot: int) -> Iterator[Slip]:
    graph, run = point.graph, point.run
    yield from islice(_short_sums(point, slot), MAX_SUMS)
    yield from _upstream_left_out(point, slot)
    consumers = _consumers(point, slot)[:MAX_USES]
    for target in consumers:
        for index, source in enumerate(graph.inputs[target]):
            if source != slot and not graph.fixed[source]:
                yield Slip("wrong-input", "other-operand", (slot, target), run.gradients[source])
                down = run.downstream[graph.edge_start[target] + index]
                yield Slip("wrong-input", "other-operand", (slot, target), down)
    for node in dict.fromkeys((slot, run.output)):
        yield Slip("value-instead-of-derivative", "value", (node,), run.values[node])
    leaves, ops = _others(point, slot)
    for node in leaves:
        yield Slip("wrong-input", "other-node", (slot,), run.gradients[node])
    for node in dict.fromkeys(
        (*consumers, *(source for target in consumers for source in graph.inputs[target]))
    ):
        yield Slip("value-instead-of-derivative", "value", (node,), run.values[node])
    for node in ops:
        yield Slip("wrong-input", "other-node", (slot,), run.gradients[node])


def _upstream_left_out(point: Point, slot: int) -> Iterator[Slip]:
    """The local gradients alone, one and all together, and how each node on the way answers, as if it were the last."""
    fitting = []
    for edge, target in _leaving(point, slot):
        local = point.local(edge)
        if local is not None and shape_of(local) == shape_of(point.run.values[slot]):  # type: ignore[arg-type]  # complete
            fitting.append((target, local))
    for target, local in fitting[:MAX_USES]:
        yield Slip("missing-upstream", "local-alone", (target, slot), local)
    if len(fitting) > 1:
        yield Slip("missing-upstream", "locals-added", (slot,), _sum([local for _, local in fitting]))
    for node in _way(point, slot):
        if node != slot:
            yield Slip("missing-upstream", "up-to-here", (node, slot), point.alone(node, slot))


def _short_sums(point: Point, slot: int) -> Iterator[Slip]:
    """What reaches *slot* where only some of the arrivals at a fan-out were added: there, or further on."""
    full = point.run.gradients[slot]
    assert full is not None  # not fixed
    for node in _way(point, slot):
        edges = _leaving(point, node)
        if len(edges) < 2:
            continue
        # A gradient is linear in what arrives: what each arrival makes is enough to know what any of them make.
        made = [point.arrival_effect(node, edge, slot) for edge, _ in edges]
        for left_out in _left_out(len(edges)):
            yield Slip("missing-path", "uses", (node, slot), full - _sum([made[i] for i in left_out]))


def _left_out(count: int) -> list[tuple[int, ...]]:
    """Which of *count* arrivals, two or more, may have been left out: not none, not all."""
    sizes: Sequence[int] = range(1, count)
    if count > ALL_SUBSETS:
        sizes = (1, count - 1, 2, count - 2)
    found: list[tuple[int, ...]] = []
    for size in sizes:
        for subset in combinations(range(count), size):
            if len(found) == MAX_SUBSETS:
                return found
            found.append(subset)
    return found


def _way(point: Point, slot: int) -> list[int]:
    """*slot*, and the nodes between it and the output, nearest first; the output last, where there is room."""
    graph, run = point.graph, point.run
    room = max(8, min(256, 50_000 // point.weight))
    reached = {slot}
    found = [slot]
    for node in range(slot + 1, run.output + 1):
        if run.on_path[node] and not reached.isdisjoint(graph.inputs[node]):
            reached.add(node)
            found.append(node)
            if len(found) == room:
                break
    return found if run.on_path[slot] else []


def _leaving(point: Point, slot: int) -> list[tuple[int, int]]:
    """The edges from *slot* towards the output, and their targets."""
    return [(edge, target) for edge, target in point.leaving[slot] if point.run.on_path[target]]


def _consumers(point: Point, slot: int) -> list[int]:
    return list(dict.fromkeys(target for _, target in _leaving(point, slot)))


def _others(point: Point, slot: int) -> tuple[list[int], list[int]]:
    """Other nodes that have a gradient: leaves, and ops before the output."""
    graph = point.graph
    free = [node for node in range(len(graph)) if node != slot and not graph.fixed[node]]
    leaves = [node for node in free if graph.ops[node] is None]
    ops = [node for node in free if graph.ops[node] is not None and node != point.run.output]
    return leaves[:MAX_OTHERS], ops[:MAX_OTHERS]


def _swapped(point: Point, slot: int) -> Value | None:
    """The op's value with its two operands swapped; None where it has not two, or their shapes do not go together."""
    graph, op = point.graph, point.graph.ops[slot]
    sources = graph.inputs[slot]
    values = [point.run.values[source] for source in sources]
    if op is None or len(sources) != 2 or op.category == "loss" or shape_of(values[0]) != shape_of(values[1]):  # type: ignore[arg-type]  # complete
        return None
    operands = [as_array(value) for value in reversed(values)]  # type: ignore[arg-type]  # as above
    shape = shape_of(operands[0])
    if not op.elementwise and (len(shape) != 2 or shape[0] != shape[1]):
        return None
    with np.errstate(all="ignore"):
        found = op.forward(operands, graph.attrs[slot])
    return found if found.ndim else float(found)


def _sum(values: Sequence[Value]) -> Value:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total
