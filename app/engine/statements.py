"""
Which statements write a graph, and in what order: the plan that printing and merging share.

A node is written inline only where reading would give it the same id at the same place, else it gets a statement of
its own. Both follow from one pass over a stack, as the reader completes nodes in post-order: a node may be inline if it
is used once, its consumer finds it on top of the stack, and its number is the next one free. Every node is written
once, so the text grows with the graph, whatever is shared.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .graph import Graph
from .syntax import PYTHON_WORDS
from .writing import Piece, is_writable, leaf_statement, name_piece, op_piece, value_piece

MAX_DEPTH = 60  # brackets in one statement; the language reads 100


class Line(NamedTuple):
    """
    A statement to print.

    Attributes:
        text: As printed.
        root: Slot of its value.
        slots: Slots of the nodes that reading it completes, in that order.
        bare: Whether it is an expression without a name.
    """

    text: str
    root: int
    slots: tuple[int, ...]
    bare: bool = False


def plan(graph: Graph, order: Sequence[int], explicit: Container[str] = ()) -> list[Line]:
    """
    Arrange *graph* in statements.

    Args:
        graph: A graph without open ports.
        order: All slots, every node after those it reads from.
        explicit: Ids that get a statement of their own in any case.
    """
    planner = _Planner(graph, order, explicit)
    for place, slot in enumerate(order):
        planner.visit(place, slot)
    planner.finish()
    return planner.lines


@dataclass(slots=True)
class _Pending:
    """A node that is complete and waits to be written into its consumer; it brings the nodes *first* to *place*."""

    slot: int
    piece: Piece
    first: int
    place: int


class _Planner:
    def __init__(self, graph: Graph, order: Sequence[int], explicit: Container[str]) -> None:
        self.graph = graph
        self.order = order
        self.lines: list[Line] = []
        self.stack: list[_Pending] = []
        self.waiting: dict[int, _Pending] = {}  # by slot, what is on the stack
        self.uses = [0] * len(graph)
        for sources in graph.inputs:
            for source in sources:
                self.uses[source] += 1
        self.output = _output(graph)
        self.inline = _numbered_in_order(graph, order, explicit)
        self.explicit = explicit

    def visit(self, place: int, slot: int) -> None:
        graph = self.graph
        op = graph.ops[slot]
        if op is None:
            self.visit_leaf(place, slot)
            return
        taken = self.take(slot)
        operands = [self.operand(source, taken) for source in graph.inputs[slot]]
        first = next(iter(taken.values())).first if taken else place
        piece = op_piece(op, dict(graph.attrs[slot]), operands)
        if self.may_inline(slot):
            self.push(_Pending(slot, piece, first, place))
            return
        self.write_all(len(self.stack))
        name = graph.ids[slot]
        is_name = op.name == "identity" and operands[0].parts == [graph.ids[graph.inputs[slot][0]]]
        text = operands[0].text() if is_name else piece.text()
        self.lines.append(Line(f"{name} = {text}", slot, self.slots(first, place)))

    def visit_leaf(self, place: int, slot: int) -> None:
        graph = self.graph
        name, kind, value = graph.ids[slot], graph.kinds[slot], graph.values[slot]
        if self.is_free(slot):
            self.push(_Pending(slot, name_piece(name), place, place))
        elif kind == "constant" and value is not None and is_writable(value) and self.may_inline(slot):
            self.push(_Pending(slot, value_piece(value), place, place))
        else:
            self.write_all(len(self.stack))
            self.lines.append(Line(leaf_statement(name, kind, value), slot, (slot,)))

    def slots(self, first: int, last: int) -> tuple[int, ...]:
        """Slots at places *first* to *last*: what a statement completes stands together in the order."""
        return tuple(self.order[first : last + 1])

    def is_free(self, slot: int) -> bool:
        """Whether a mention alone declares the leaf."""
        graph = self.graph
        name, value = graph.ids[slot], graph.values[slot]
        if name in self.explicit:
            return False
        if name == "pi":
            return graph.kinds[slot] == "constant" and isinstance(value, float) and value == math.pi
        return graph.kinds[slot] == "input" and value is None and name not in PYTHON_WORDS

    def may_inline(self, slot: int) -> bool:
        if slot not in self.inline:
            return False
        return self.uses[slot] == 0 or (self.uses[slot] == 1 and slot != self.output)

    def push(self, pending: _Pending) -> None:
        self.stack.append(pending)
        self.waiting[pending.slot] = pending

    def take(self, slot: int) -> dict[int, _Pending]:
        """Take from the stack what is written into *slot*; what cannot be gets its own statement first."""
        waiting = [
            self.waiting[source]
            for source in dict.fromkeys(self.graph.inputs[slot])
            if source in self.waiting
        ]
        wanted = deque(waiting)
        deep = max((pending.piece.depth for pending in waiting), default=0) >= MAX_DEPTH
        while wanted and (deep or not self.is_on_top(wanted)):
            first = wanted.popleft()
            if first.slot in self.waiting:
                self.write_all(next(i for i, pending in enumerate(self.stack) if pending is first) + 1)
        if wanted:
            del self.stack[-len(wanted) :]
        for pending in wanted:
            del self.waiting[pending.slot]
        return {pending.slot: pending for pending in wanted}

    def is_on_top(self, wanted: Collection[_Pending]) -> bool:
        below = len(self.stack) - len(wanted)
        return below >= 0 and all(pending is self.stack[below + i] for i, pending in enumerate(wanted))

    def operand(self, source: int, taken: dict[int, _Pending]) -> Piece:
        return taken[source].piece if source in taken else name_piece(self.graph.ids[source])

    def write_all(self, count: int) -> None:
        """Give the lowest *count* of the stack statements of their own."""
        for pending in self.stack[:count]:
            del self.waiting[pending.slot]
            self.lines.append(self.own_line(pending))
        del self.stack[:count]

    def own_line(self, pending: _Pending) -> Line:
        graph, slot = self.graph, pending.slot
        name = graph.ids[slot]
        if graph.ops[slot] is None:
            return Line(leaf_statement(name, graph.kinds[slot], graph.values[slot]), slot, (slot,))
        return Line(f"{name} = {pending.piece.text()}", slot, self.slots(pending.first, pending.place))

    def finish(self) -> None:
        """Write what is left, and put the output last."""
        keep = 1 if self.stack and self.stack[-1].slot == self.output else 0
        self.write_all(len(self.stack) - keep)
        for pending in self.stack:
            self.lines.append(
                Line(pending.piece.text(), pending.slot, self.slots(pending.first, pending.place), bare=True)
            )
        self.stack.clear()
        if self.output is not None and self.lines[-1].root != self.output:
            self.lines.append(Line(self.graph.ids[self.output], self.output, (), bare=True))


def _output(graph: Graph) -> int | None:
    """Slot of the node whose statement comes last: the output, or the only sink."""
    if graph.outputs:
        return graph.slot[graph.outputs[-1]]
    sinks = graph.sinks
    return sinks[0] if len(sinks) == 1 else None


def _numbered_in_order(graph: Graph, order: Sequence[int], explicit: Container[str]) -> set[int]:
    """
    Return the slots that numbering gives back their own ids, provided all other ids are assigned in the text.

    Numbering takes the next free number, so along *order* the numbers must go up, and none below may be missing.
    """
    ids = graph.slot
    ends: dict[str, int] = {}  # by stem, the first number that no node has
    last: dict[str, int] = {}
    found: set[int] = set()
    for slot in order:
        stem, number = unnamed_number(graph, slot)
        if not number or graph.ids[slot] in explicit:
            continue
        if stem not in ends:
            end = 1
            while f"{stem}{end}" in ids:
                end += 1
            ends[stem] = end
        if last.get(stem, 0) < number < ends[stem]:
            last[stem] = number
            found.add(slot)
    return found


def unnamed_number(graph: Graph, slot: int) -> tuple[str, int]:
    """Return stem and number where *slot* has an id that the language gives, as ``_add`` and 3; else number 0."""
    op = graph.ops[slot]
    if op is None and graph.kinds[slot] != "constant":
        return "", 0
    stem = "_c" if op is None else f"_{op.name}"
    tail = graph.ids[slot][len(stem) :]
    if not graph.ids[slot].startswith(stem) or not tail.isdecimal() or tail[0] == "0" or len(tail) > 9:
        return stem, 0
    return stem, int(tail)
