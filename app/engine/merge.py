"""
A changed graph written back into the text it came from: only changed statements are rewritten, comments and order stay.

The plan of `statements.plan` is made with the text's own order and names, its statements are matched with those of the
text, and the text is edited: kept, replaced, removed, inserted. The result is read again and compared, so that a merge
that would not give the graph back is never handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .errors import EngineError, LimitError
from .graph import Graph
from .limits import DEFAULT_LIMITS, UNLIMITED, Limits
from .program import Program, Statement, parse
from .statements import Line, plan
from .writing import is_writable

_LINE_END = re.compile(r"\r\n|\r|\n")


def merge_into(graph: Graph, source: str, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """
    Return *source* edited so that it gives *graph*, or None where that cannot be done.

    Raises:
        LimitError: The source passes a limit.
    """
    try:
        program = parse(source, limits=limits)
    except LimitError:
        raise
    except EngineError:
        return None
    same = _same_nodes(program.graph, graph)
    name_now = _names_now(program, graph)
    lines = plan(graph, _order(program, graph, same, name_now), set(name_now.values()))
    text = _edit(source, program, graph, _place(program, graph, lines, name_now), same)
    try:
        again = parse(text, limits=UNLIMITED).graph
    except EngineError:
        return None
    return text if _equal(again, graph) else None


# -- what is the same ---------------------------------------------------------------------------------------------


def _same_nodes(old: Graph, new: Graph) -> set[str]:
    """Ids of the nodes that both graphs have, with the same op, settings, inputs, kind and value."""
    slots = new.slot
    return {
        name for slot, name in enumerate(old.ids) if name in slots and _same_node(old, slot, new, slots[name])
    }


def _same_node(old: Graph, i: int, new: Graph, j: int) -> bool:
    return (
        old.kinds[i] == new.kinds[j]
        and old.ops[i] is new.ops[j]
        and old.attrs[i] == new.attrs[j]
        and [old.ids[k] for k in old.inputs[i]] == [new.ids[k] for k in new.inputs[j]]
        and _same_value(old, i, new, j)
    )


def _same_value(old: Graph, i: int, new: Graph, j: int) -> bool:
    """Compare values as they are written: one that is not finite counts as none, and -0.0 is not 0."""
    a, b = old.values[i], new.values[j]
    if not is_writable(a) or not is_writable(b):
        return not is_writable(a) and not is_writable(b)
    return np.asarray(a).shape == np.asarray(b).shape and np.asarray(a).tobytes() == np.asarray(b).tobytes()


def _names_now(program: Program, graph: Graph) -> dict[str, str]:
    """By name that the text assigns, the id it has in *graph*: the same, or a new one for the same node."""
    old = program.graph
    assigned = [statement for statement in program.statements if statement.name is not None]
    names = {old.ids[statement.root]: old.ids[statement.root] for statement in assigned}
    fresh: dict[tuple[Any, ...], list[str]] = {}
    for slot in reversed(range(len(graph))):
        if graph.ids[slot] not in old.slot:
            fresh.setdefault(_likeness(graph, slot, {}), []).append(graph.ids[slot])
    for statement in assigned:
        name = old.ids[statement.root]
        if name not in graph.slot:
            alike = fresh.get(_likeness(old, statement.root, names))
            if alike:
                names[name] = alike.pop()
    return names


def _likeness(graph: Graph, slot: int, names: Mapping[str, str]) -> tuple[Any, ...]:
    """All of a node but its own id."""
    op, value = graph.ops[slot], graph.values[slot]
    inputs = tuple(names.get(graph.ids[source], graph.ids[source]) for source in graph.inputs[slot])
    written = (np.asarray(value).shape, np.asarray(value).tobytes()) if is_writable(value) else None
    return graph.kinds[slot], op and op.name, repr(sorted(graph.attrs[slot].items())), inputs, written


def _equal(again: Graph, graph: Graph) -> bool:
    """Whether what is read again is *graph* in all that a text can say."""
    if len(again) != len(graph) or len(_same_nodes(again, graph)) != len(graph):
        return False
    return not graph.outputs or again.outputs == graph.outputs[-1:]


# -- the order ----------------------------------------------------------------------------------------------------


def _order(program: Program, graph: Graph, same: set[str], name_now: Mapping[str, str]) -> list[int]:
    """
    Return all slots of *graph* in an order near the text's.

    Each statement of the text brings its nodes, after whatever they need. New nodes that nothing needs come before the
    last statement, so that the output stays last.
    """
    order: list[int] = []
    seen: set[int] = set()
    *others, last = [
        _statement_slots(program, statement, graph, same, name_now) for statement in program.statements
    ] or [[]]
    for slots in others:
        _visit(graph, slots, order, seen)
    known = set(program.graph.ids)
    kept = {*last, *(graph.slot[name] for name in graph.outputs)}
    new_sinks = [slot for slot in graph.sinks if graph.ids[slot] not in known and slot not in kept]
    _visit(graph, new_sinks, order, seen)
    _visit(graph, last, order, seen)
    _visit(graph, range(len(graph)), order, seen)
    return order


def _statement_slots(
    program: Program, statement: Statement, graph: Graph, same: set[str], name_now: Mapping[str, str]
) -> list[int]:
    """Slots of *graph* that *statement* asks for: all its nodes where it did not change, else its root."""
    ids = program.graph.ids
    names = [ids[slot] for slot in range(statement.first, statement.stop)]
    if all(name in same for name in _signature(program.graph, range(statement.first, statement.stop))):
        return [graph.slot[name] for name in names if name in graph.slot]
    root = graph.slot.get(name_now.get(ids[statement.root], ids[statement.root]))
    return [] if root is None else [root]


def _visit(graph: Graph, roots: Iterable[int], order: list[int], seen: set[int]) -> None:
    """Append *roots* in order, each after what it reads from, operands left to right; without recursion."""
    for root in roots:
        waiting: list[tuple[int, Iterator[int]]] = [(root, iter(graph.inputs[root]))]
        if root in seen:
            continue
        seen.add(root)
        while waiting:
            slot, sources = waiting[-1]
            source = next((source for source in sources if source not in seen), None)
            if source is None:
                order.append(slot)
                waiting.pop()
            else:
                seen.add(source)
                waiting.append((source, iter(graph.inputs[source])))


# -- the text -----------------------------------------------------------------------------------------------------


def _signature(graph: Graph, slots: Iterable[int]) -> list[str]:
    """Ids of the nodes that a statement writes out; names that it only mentions first do not count."""
    return [graph.ids[slot] for slot in slots if not _is_mention(graph, slot)]


def _is_mention(graph: Graph, slot: int) -> bool:
    return graph.ops[slot] is None and (
        graph.ids[slot] == "pi" or (graph.kinds[slot] == "input" and graph.values[slot] is None)
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """Which line takes the place of which statement, and what is inserted before each (or, last, at the end)."""

    lines: dict[int, Line]
    inserted: dict[int, list[str]]


def _place(program: Program, graph: Graph, lines: list[Line], name_now: Mapping[str, str]) -> _Placed:
    """Match lines with statements by name; those that would have to move count as new."""
    number_of: dict[str | None, int] = {}
    for number, statement in enumerate(program.statements):
        number_of[None if statement.name is None else name_now[statement.name]] = number
    placed = _Placed({}, {})
    waiting: list[str] = []
    reached = -1
    for line in lines:
        number = number_of.get(None if line.bare else graph.ids[line.root], -1)
        if number > reached:
            placed.lines[number] = line
            placed.inserted[number], waiting = waiting, []
            reached = number
        else:
            waiting.append(line.text)
    placed.inserted[len(program.statements)] = waiting
    return placed


def _edit(source: str, program: Program, graph: Graph, placed: _Placed, same: set[str]) -> str:
    statements = program.statements
    edits: list[tuple[int, int, str]] = []
    reached = 0
    for number, (statement, (start, end)) in enumerate(zip(statements, program.places, strict=True)):
        line = placed.lines.get(number)
        if line is None:
            edits.append((*_whole_line(source, start, end), ""))
        else:
            kept = _unchanged(program, statement, graph, line, same)
            texts = [*placed.inserted[number], source[start:end] if kept else line.text]
            same_line = number and not _LINE_END.search(source[reached:start])
            edits.append((start, end, ("; " if same_line else "\n").join(texts)))
        reached = end
    text = _apply(source, edits)
    appended = placed.inserted[len(statements)]
    if not appended:
        return text
    body = text.rstrip()
    tail = text[len(body) :] if _LINE_END.search(text[len(body) :]) else ""
    return "\n".join([*([body] if body else []), *appended]) + tail


def _unchanged(program: Program, statement: Statement, graph: Graph, line: Line, same: set[str]) -> bool:
    old = _signature(program.graph, range(statement.first, statement.stop))
    root_kept = program.graph.ids[statement.root] == graph.ids[line.root]
    declared = statement.name is not None and statement.name in same
    return (
        root_kept
        and old == _signature(graph, line.slots)
        and all(name in same for name in old)
        and (line.bare or declared)
    )


def _whole_line(source: str, start: int, end: int) -> tuple[int, int]:
    """Widen a statement to be removed by its line end, or by the `;` that would be left over."""
    before = re.compile(r"(?:^|(?<=[\r\n]))[ \t]*\Z").search(source[max(0, start - 1000) : start])
    after = re.compile(r"[ \t]*(\r\n|\r|\n|\Z|(?=#))").match(
        source, end
    )  # a comment stays, without the blanks
    if before is not None and after is not None:
        return start - len(before[0]), after.end()
    semicolon = re.compile(r"[ \t]*;[ \t]*").match(source, end)
    if semicolon is not None:
        return start, semicolon.end()
    preceding = re.compile(r"[ \t]*;[ \t]*\Z").search(source[max(0, start - 1000) : start])
    return (start - len(preceding[0]), end) if preceding is not None else (start, end)


def _apply(source: str, edits: list[tuple[int, int, str]]) -> str:
    """Put the texts of *edits*, which go up and do not overlap, in place."""
    parts: list[str] = []
    reached = 0
    for start, end, text in edits:
        parts += [source[reached : max(start, reached)], text]
        reached = max(end, reached)
    parts.append(source[reached:])
    return "".join(parts)
