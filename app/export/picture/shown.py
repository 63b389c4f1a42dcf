"""
What is drawn of a run: which nodes, in which form and size, and which wires.

As on the page, three things are folded: a scalar constant with one consumer stands inside its op, a closed group is one
node, and the output gets a terminal, which is no node of the graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...engine.graph import Graph
from ...engine.ops import REGISTRY
from ...engine.passes import Run
from ...explain.names import label_tex
from ...explain.naming import Called, given_names, is_nameless
from ...explain.tensors import shape_of
from ..tex import ascii_tex, number_tex
from .glyphs import INLINE, Glyph, glyph_of, inline_glyph, name_glyph
from .measures import (
    DISC,
    LEAF_FIELD,
    LEAF_HEIGHT,
    LEAF_NAME,
    LEAF_POINT,
    LEAF_TYPE,
    NUMBER,
    TERMINAL_OUTER,
    width,
)

TERMINAL = "$out"
"""Id of the terminal; no graph can have it."""
_COMMUTATIVE = frozenset("add mul maximum minimum equal not_equal dot sum mean".split())


@dataclass(frozen=True, slots=True)
class Node:
    """
    One drawn node.

    Attributes:
        id: The graph's, ``group:g`` for a closed group, or `TERMINAL`.
        form: ``disc``, ``pill``, ``leaf`` or ``terminal``.
        kind: The graph's, ``group`` or ``terminal``.
        slot: Slot of an op, a leaf or the output; of a closed group the last of its members.
        glyph: What stands on it.
        name: TeX beside it or, for a leaf and the terminal, in it; may be empty.
        half_width, half_height: In board units.
        field: Room for a leaf's value; 0 where that is an array.
        composite: Whether it opens into parts.
        free: Whether the order of its operands does not matter.
    """

    id: str
    form: str
    kind: str
    slot: int
    glyph: Glyph
    name: str
    half_width: float
    half_height: float
    field: float = 0.0
    composite: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """
    One drawn wire.

    Attributes:
        key: As in a document's layout: ``q>f:0``.
        source, target: Drawn nodes.
        origin: Slot of the node whose value runs along it.
        number: Number of the edge in the run; None for the terminal's.
        index: Which operand it is.
        fixed: Whether no gradient comes back.
    """

    key: str
    source: str
    target: str
    origin: int
    number: int | None
    index: int
    fixed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """An open group: its name in TeX, the drawn nodes in it, and the group around it."""

    id: str
    name: str
    nodes: tuple[str, ...]
    parent: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that is drawn; *owner* tells for each slot the drawn node it is part of."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    owner: tuple[str, ...]


def shown(run: Run) -> Shown:
    """Fold *run* into what is drawn."""
    graph = run.graph
    inline = _inline(run)
    closed = _closed(graph)
    owner = []
    for slot, name in enumerate(graph.ids):
        at = inline[slot][0] if slot in inline else slot
        owner.append(
            f"group:{closed[graph.ids[at]]}"
            if graph.ids[at] in closed
            else graph.ids[at]
            if at != slot
            else name
        )
    inside = {op: (value, index) for value, (op, index) in inline.items()}
    names = given_names(graph)
    nodes: dict[str, Node] = {}
    for slot, name in enumerate(graph.ids):
        if owner[slot] == name:
            nodes[name] = _node(run, slot, names.get(slot), inside.get(slot))
        elif owner[slot].startswith("group:"):
            nodes[owner[slot]] = _closed_node(graph, owner[slot].removeprefix("group:"), slot)
    nodes[TERMINAL] = _terminal(run, names.get(run.output))
    return Shown(nodes, _edges(run, owner, inline), _open(graph, owner), tuple(owner))


def _inline(run: Run) -> dict[int, tuple[int, int]]:
    """By slot of a constant that stands inside an op: the op, and which operand it is."""
    graph = run.graph
    uses = [0] * len(graph)
    for sources in graph.inputs:
        for source in sources:
            uses[source] += 1

    def fits(slot: int) -> bool:
        number = isinstance(run.values[slot], float)
        return graph.kinds[slot] == "constant" and uses[slot] == 1 and number and slot != run.output

    found: dict[int, tuple[int, int]] = {}
    for slot, op in enumerate(graph.ops):
        if op is not None and op.name in INLINE:
            first, second = graph.inputs[slot]
            if fits(first) != fits(second):
                found[second if fits(second) else first] = slot, int(fits(second))
    return found


def _closed(graph: Graph) -> dict[str, str]:
    """By id, the outermost closed group that the node is in."""
    groups = {group["id"]: group for group in graph.groups}
    found: dict[str, str] = {}
    for name, group in groups.items():
        outer, at = None, name
        while at is not None and at in groups:
            if not groups[at].get("open", False):
                outer = at
            at = groups[at].get("parent")
        for member in group["nodes"] if outer else ():
            found[member] = outer  # type: ignore[assignment]  # it is there
    return found


def _tex(name: Called | None) -> str:
    return "" if name is None else f"${ascii_tex(name.tex)}$"


def _node(run: Run, slot: int, name: Called | None, constant: tuple[int, int] | None) -> Node:
    graph = run.graph
    op, identity = graph.ops[slot], graph.ids[slot]
    if op is None:
        return _leaf(run, slot, name)
    if constant is None:
        glyph = glyph_of(op)
    else:
        value = run.values[constant[0]]
        assert isinstance(value, float)  # only numbers stand inside
        glyph = inline_glyph(op, value, constant[1], graph.ids[constant[0]] == "pi")
    form = "pill" if glyph.half_width > DISC else "disc"
    beside = "" if slot == run.output else _tex(name)
    is_composite, free = (
        op.primitives is not None and op.category in ("activation", "softmax", "loss"),
        op.name in _COMMUTATIVE,
    )
    return Node(
        identity, form, "op", slot, glyph, beside, glyph.half_width, DISC, composite=is_composite, free=free
    )


def _leaf(run: Run, slot: int, name: Called | None) -> Node:
    value, tex = run.values[slot], _tex(name)
    name_width = width(tex, LEAF_TYPE)
    room = max(LEAF_NAME, name_width + (14 if name_width > 24 else 9))
    field = 0.0
    if isinstance(value, float):
        field = max(LEAF_FIELD, width(number_tex(value), NUMBER) + 14)
    half = (room + (field or 40) + LEAF_POINT + 2) / 2
    kind = run.graph.kinds[slot]
    return Node(run.graph.ids[slot], "leaf", kind, slot, Glyph("", "", 0), tex, half, LEAF_HEIGHT / 2, field)


def _terminal(run: Run, name: Called | None) -> Node:
    tex, size = _tex(name), r"\large"
    for size in (r"\large", r"\normalsize", r"\small"):
        if width(tex, size) <= 30:
            break
    else:
        tex = ""
    glyph = Glyph(tex, size, TERMINAL_OUTER)
    return Node(TERMINAL, "terminal", "terminal", run.output, glyph, tex, TERMINAL_OUTER, TERMINAL_OUTER)


def _closed_node(graph: Graph, group_id: str, slot: int) -> Node:
    group = next(one for one in graph.groups if one["id"] == group_id)
    glyph, name = _group_glyph(group)
    form = "pill" if glyph.half_width > DISC else "disc"
    return Node(f"group:{group_id}", form, "group", slot, glyph, name, glyph.half_width, DISC, composite=True)


def _group_glyph(group: Mapping[str, Any]) -> tuple[Glyph, str]:
    """The op's sign with the group's name beside it, or the name alone."""
    label = group.get("label") or ("" if is_nameless(group["id"]) else group["id"])
    name = f"${ascii_tex(label_tex(label))}$" if label else ""
    op = REGISTRY.get(group.get("op") or "")
    return (glyph_of(op), name) if op is not None else (name_glyph(name or r"\dots"), "")


def _edges(run: Run, owner: list[str], inline: Mapping[int, Any]) -> tuple[Edge, ...]:
    graph, found = run.graph, []
    for target, sources in enumerate(graph.inputs):
        for index, source in enumerate(sources):
            if source in inline or owner[source] == owner[target]:
                continue
            key = f"{graph.ids[source]}>{graph.ids[target]}:{index}"
            number = graph.edge_start[target] + index
            found.append(Edge(key, owner[source], owner[target], source, number, index, graph.fixed[source]))
    output = run.output
    key = f"{graph.ids[output]}>{TERMINAL}:0"
    found.append(Edge(key, owner[output], TERMINAL, output, None, 0, graph.fixed[output]))
    return tuple(found)


def _open(graph: Graph, owner: list[str]) -> tuple[Group, ...]:
    drawn, found = set(owner), []
    for group in graph.groups:
        if group.get("open", False):
            members = dict.fromkeys(owner[graph.slot[name]] for name in group["nodes"] if name in graph.slot)
            nodes = tuple(name for name in members if name in drawn and not name.startswith("group:"))
            if nodes:
                glyph, name = _group_glyph(group)
                shown_name = name if group.get("label") or not group.get("op") else glyph.tex
                found.append(Group(group["id"], shown_name or glyph.tex, nodes, group.get("parent")))
    return tuple(found)


def size_of(value: Any) -> tuple[int, int] | None:
    """Rows and columns of an array that is written out in brackets (a vector is a column); None for others."""
    shape = shape_of(value)
    rows, columns = (shape[0], 1) if len(shape) == 1 else shape if len(shape) == 2 else (0, 0)
    tallest = 4 if columns == 1 else 3  # a truth table of two inputs, as on the page
    return (rows, columns) if 0 < rows <= tallest and 0 < columns <= 3 else None
