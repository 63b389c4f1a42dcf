"""
Graph -> source text, such that reading it gives the same graph back: ids, order of nodes, kinds, values, settings.

A node is written inline only where reading would give it the same id at the same place, else it gets a statement of
its own. Both follow from one pass over a stack, as the reader completes nodes in post-order: a node may be inline if it
is used once, its consumer finds it on top of the stack, and its number is the next one free. Every node is written
once, so the text grows with the graph, whatever is shared.

What a text cannot say is left out or refused: values that are not finite are left out, open ports are refused. A text
has one output, its last statement: of several outputs the last is taken, and where none is named the only sink. An
output that others still need is mentioned once more at the end, which keeps the order of the nodes.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .errors import GraphError
from .graph import Graph, clip
from .limits import DEFAULT_LIMITS, Limits
from .syntax import PYTHON_WORDS
from .writing import Piece, is_writable, leaf_statement, name_piece, op_piece, value_piece, value_text

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


def print_program(graph: Graph, source: str | None = None, limits: Limits = DEFAULT_LIMITS) -> str:
    """
    Write *graph* as a text.

    Args:
        graph: Any graph without open ports.
        source: A text to keep: only statements that changed are rewritten, comments and order stay. Where it cannot be
            read, or what is kept would not give *graph* back, everything is written anew.
        limits: For reading *source*.

    Raises:
        GraphError: ``open-port``, as the language has no word for one.
        LimitError: *source* passes a limit.
    """
    _refuse_open_ports(graph)
    if source is not None:
        from .merge import merge_into  # builds on this module

        merged = merge_into(graph, source, limits)
        if merged is not None:
            return merged
    return "\n".join(line.text for line in plan(graph, range(len(graph))))


def _refuse_open_ports(graph: Graph) -> None:
    for slot, sources in enumerate(graph.inputs):
        if -1 in sources:
            name = graph.ids[slot]
            raise GraphError(
                "open-port",
                f"Input {sources.index(-1)} of {clip(name)} is not connected, and a text cannot say so.",
                hint="Connect it first.",
                node=name,
            )


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


def expression_of(graph: Graph, node_id: str, limit: int = 24) -> str | None:
    """
    Write one node as an expression over named nodes.

    Args:
        graph: Any graph.
        node_id: Which node; its own name is not used.
        limit: The most characters.

    Returns:
        The text, or None where it would be longer. The cost is bounded by *limit*, whatever is shared.
    """
    budget = [limit]
    piece = _expression(graph, graph.slot_of(node_id), budget, top=True)
    if piece is None:
        return None
    text = piece.text()
    return text if len(text) <= limit else None


def _expression(graph: Graph, slot: int, budget: list[int], top: bool = False) -> Piece | None:
    """Recurse at most *budget* deep: every node has at least one character of its own."""
    budget[0] -= 1
    if budget[0] < 0:
        return None
    op, value, name = graph.ops[slot], graph.values[slot], graph.ids[slot]
    if not top and not unnamed_number(graph, slot)[1]:
        budget[0] -= len(name) - 1
        return name_piece(name)
    if op is None:
        if value is None or not is_writable(value) or (not isinstance(value, float) and value.size > 24):
            return name_piece(name)
        return value_piece(value) if len(value_text(value)) <= budget[0] + 1 else None
    operands: list[Piece] = []
    for source in graph.inputs[slot]:
        piece = name_piece("?") if source < 0 else _expression(graph, source, budget)
        if piece is None:
            return None
        operands.append(piece)
    return op_piece(op, dict(graph.attrs[slot]), operands)
