"""
From places to shapes: a box for every node, a curve for every wire, a frame for every open group.

Ports are decided as on the page: a single input arrives due west and level; the wires of a join arrive above and below,
sorted by where they come from where the op does not care, by operand where it does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, sin, sqrt
from typing import NamedTuple, TypeVar

from ...engine.graph import Graph
from .curves import Curve, Point, bowed, flowing, line
from .layered import Bends, Places, layered
from .measures import (
    DISC,
    FRAME_ABOVE,
    FRAME_BELOW,
    FRAME_INSIDE,
    LEAF_POINT,
    LEAF_STANDING,
    PORT_ANGLE,
    RIM_GAP,
)
from .shown import TERMINAL, Edge, Node, Shown

_BEAD_START, _FAN_STEP, _BOW, _ARRIVAL, _STRAIGHT, _STEEP, _FEED = 10.0, 10.0, 25.0, 7.0, 6.0, 0.95, 90.0
_T = TypeVar("_T")
_Key = TypeVar("_Key")
_LARGEST = 1e6


class Box(NamedTuple):
    """A box in board units; y grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    def grown(self, x: float, y: float | None = None) -> Box:
        """The box with a margin."""
        down = x if y is None else y
        return Box(self.x0 - x, self.y0 - down, self.x1 + x, self.y1 + down)


def around(cx: float, cy: float, width: float, height: float) -> Box:
    """A box by its middle."""
    return Box(cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them."""
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


@dataclass(frozen=True, slots=True)
class Body:
    """
    Where a node stands.

    Attributes:
        node: What it is.
        point: Middle of an op or the terminal, tip of a leaf.
        box: Around it; *cx*, *cy* its middle, *r* half its height.
        up: Whether it is a leaf below its consumer, its tip on top.
    """

    node: Node
    point: Point
    box: Box
    cx: float
    cy: float
    r: float
    up: bool = False


@dataclass(frozen=True, slots=True)
class Wire:
    """
    One wire's way.

    Attributes:
        edge, curve: What runs along it, and where.
        level: Whether it is one straight level line.
        side: From which side it comes into a join: -1 above, 1 below, 0 level.
        fans: Whether others leave with it; *joins* whether others arrive with it.
    """

    edge: Edge
    curve: Curve
    level: bool
    side: int
    fans: bool
    joins: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of an open group."""

    id: str
    name: str
    box: Box


@dataclass(frozen=True, slots=True)
class Geometry:
    """All shapes of one picture."""

    shown: Shown
    bodies: Mapping[str, Body]
    wires: tuple[Wire, ...]
    frames: tuple[Frame, ...]


def geometry_of(graph: Graph, shown: Shown) -> Geometry:
    """Place and shape what is *shown*: by the graph's own layout where it has one, else in layers."""
    places, bends = _places(graph, shown)
    up = _rising(shown, places)
    bodies = {name: _body(node, places[name], name in up) for name, node in shown.nodes.items()}
    return Geometry(shown, bodies, _wires(shown, bodies, bends), _frames(shown, bodies))


def _places(graph: Graph, shown: Shown) -> tuple[Places, Bends]:
    stored = graph.layout.get("nodes", {})
    found: Places = {}
    for name, node in shown.nodes.items():
        members = [graph.ids[slot] for slot, owner in enumerate(shown.owner) if owner == name]
        points = [stored[name]] if name in stored else [stored[one] for one in members if one in stored]
        if name != TERMINAL and (not points or not (node.kind == "group" or name in stored)):
            return layered(shown)
        if points and all(abs(x) < _LARGEST and abs(y) < _LARGEST for x, y in points):
            count = len(points)
            found[name] = (sum(x for x, _ in points) / count, sum(y for _, y in points) / count)
    if len(found) < len(shown.nodes) - (TERMINAL not in found):
        return layered(shown)
    if TERMINAL not in found:
        source = shown.nodes[shown.edges[-1].source]
        x, y = found[source.id]
        found[TERMINAL] = (x + (0 if source.form == "leaf" else source.half_width) + 84, y)
    bends = {
        key: [(float(x), float(y)) for x, y in points]
        for key, points in graph.layout.get("edges", {}).items()
        if all(abs(x) < _LARGEST and abs(y) < _LARGEST for x, y in points)
    }
    return found, bends


def _rising(shown: Shown, places: Places) -> set[str]:
    """Leaves that stand far below their one consumer, straight below: they feed it from there."""
    consumers = _grouped(shown.edges, lambda edge: edge.source)
    found = set()
    for name, edges in consumers.items():
        (x, y), (tx, ty) = places[name], places[edges[0].target]
        if shown.nodes[name].form == "leaf" and len(edges) == 1 and abs(x - tx) < 1 and y - ty > _FEED:
            found.add(name)
    return found


def _body(node: Node, point: Point, up: bool) -> Body:
    (x, y), half, r = point, node.half_width, node.half_height
    if up:
        half -= LEAF_POINT / 2
        box = Box(x - half, y, x + half, y + LEAF_STANDING + 2 * r)
        return Body(node, point, box, x, y + LEAF_STANDING + r, r, up=True)
    cx = x - half if node.form == "leaf" else x
    return Body(node, point, Box(cx - half, y - r, cx + half, y + r), cx, y, r)


class _Ends(NamedTuple):
    start: Point
    end: Point
    side: int
    fans: bool
    joins: bool
    bow: float


def _wires(shown: Shown, bodies: Mapping[str, Body], bends: Bends) -> tuple[Wire, ...]:
    ends = _all_ends(shown, bodies, bends)
    return tuple([_wire(edge, ends[edge.key], bends.get(edge.key, [])) for edge in shown.edges])


def _wire(edge: Edge, ends: _Ends, bends: Sequence[Point]) -> Wire:
    a, b = ends.start, ends.end
    level = abs(a[1] - b[1]) < 1 and ends.bow == 0 and not bends
    if (level or a[0] == b[0]) and not bends:
        curve = line(a, b)
    elif ends.bow and not bends:
        curve = bowed(a, b, ends.bow)
    else:
        curve = flowing([a, *bends, b], ends.side * _ARRIVAL)
    return Wire(edge, curve, level, ends.side, ends.fans, ends.joins)


def _all_ends(shown: Shown, bodies: Mapping[str, Body], bends: Bends) -> dict[str, _Ends]:
    into, out = _grouped(shown.edges, lambda e: e.target), _grouped(shown.edges, lambda e: e.source)
    twins = _grouped(shown.edges, lambda e: (e.source, e.target))

    def towards(edge: Edge) -> float:
        bend = bends.get(edge.key)
        return bend[0][1] if bend else bodies[edge.target].cy

    def comes_from(edge: Edge) -> float:
        bend = bends.get(edge.key)
        return bend[-1][1] if bend else bodies[edge.source].cy

    starts: dict[str, Point] = {}
    for name, edges in out.items():
        for at, edge in enumerate(sorted(edges, key=lambda e: (towards(e), e.index))):
            starts[edge.key] = _out_port(bodies[name], at, edges)
    found: dict[str, _Ends] = {}
    for name, every in into.items():
        target = bodies[name]
        edges = [edge for edge in every if not bodies[edge.source].up]
        for edge in every:
            if bodies[edge.source].up:
                found[edge.key] = _feed(bodies[edge.source], target)
        if target.node.free:
            edges = sorted(edges, key=lambda e: (comes_from(e), e.index))
        flat = [
            not bends.get(edge.key)
            and len(twins[edge.source, edge.target]) < 2
            and abs(starts[edge.key][1] - target.cy) <= _STRAIGHT
            for edge in edges
        ]
        level = flat.index(True) if True in flat else -1
        for at, edge in enumerate(edges):
            angle, straight = _arrival(at, len(edges), level)
            start = starts[edge.key]
            end = _level_port(target, start) if straight else _in_port(target, angle)
            side = -1 if angle < -0.1 else 1 if angle > 0.1 else 0
            bow = _bow(twins[edge.source, edge.target], edge, out[edge.source], bodies)
            found[edge.key] = _Ends(start, end, side, len(out[edge.source]) > 1, len(every) > 1, bow)
    return found


def _feed(leaf: Body, op: Body) -> _Ends:
    """Straight up from a tag into the middle of the op above it."""
    return _Ends((leaf.cx, leaf.box.y0 - RIM_GAP), (leaf.cx, op.cy + op.r + RIM_GAP), 0, False, True, 0.0)


def _bow(pair: Sequence[Edge], edge: Edge, siblings: Sequence[Edge], bodies: Mapping[str, Body]) -> float:
    """How far a wire is bent aside where two join the same two nodes, away from a third that leaves beside them."""
    if len(pair) < 2:
        return 0.0
    others = [bodies[one.target].cy - bodies[edge.target].cy for one in siblings if one not in pair]
    lean = -any(dy > 0 for dy in others) + any(dy < 0 for dy in others)
    return _BOW * (2 * list(pair).index(edge) - (len(pair) - 1) + lean)


def _arrival(at: int, count: int, level: int) -> tuple[float, bool]:
    """Angle from due west, negative above; straight where the wire comes level, its partner steeper then."""
    straight = at == level and count <= 2
    if count != 2 or level < 0:
        if count == 1:
            return 0.0, straight
        reach = PORT_ANGLE if count == 2 else min(1.1, 0.4 * (count - 1))
        return -reach + 2 * reach * at / (count - 1), straight
    return (-1 if at == 0 else 1) * (PORT_ANGLE if straight else _STEEP), straight


def _rim(body: Body) -> float:
    return body.r + RIM_GAP + (body.node.form == "terminal")


def _level_port(body: Body, start: Point) -> Point:
    dy, reach = start[1] - body.cy, _rim(body)
    return body.cx - (body.node.half_width - body.r) - sqrt(max(0.0, reach * reach - dy * dy)), start[1]


def _in_port(body: Body, angle: float) -> Point:
    centre = body.cx - (body.node.half_width - body.r)
    if angle == 0:
        return centre - _rim(body), body.cy
    return centre - cos(angle) * _rim(body), body.cy + sin(angle) * (body.r + 2)


def _out_port(body: Body, at: int, edges: Sequence[Edge]) -> Point:
    rim = body.box.x1 - (body.node.form == "leaf")
    if len(edges) == 1:
        return rim + RIM_GAP, body.cy
    step = min(_FAN_STEP, DISC / (len(edges) - 1))
    start = _BEAD_START if sum(not edge.fixed for edge in edges) > 1 else RIM_GAP
    return rim + start, body.cy + (at - (len(edges) - 1) / 2) * step


def _frames(shown: Shown, bodies: Mapping[str, Body]) -> tuple[Frame, ...]:
    """Frames, inner ones first so that outer ones can stand around them; none that would take in a stranger."""
    parents = {group.id: group.parent for group in shown.groups}

    def depth(name: str | None) -> int:
        count = 0
        while name is not None and count <= len(parents):
            name, count = parents.get(name), count + 1
        return count

    found: dict[str, Frame] = {}
    members: dict[str, set[str]] = defaultdict(set)
    for group in sorted(shown.groups, key=lambda one: -depth(one.id)):
        inside = [child for child in shown.groups if child.parent == group.id and child.id in found]
        members[group.id] = set(group.nodes).union(*(members[child.id] for child in inside))
        body = union([bodies[name].box for name in group.nodes])
        box = Box(
            body.x0 - FRAME_INSIDE, body.y0 + DISC - FRAME_ABOVE, body.x1 + 7, body.y1 - DISC + FRAME_BELOW
        )
        box = union([box, *(found[child.id].box.grown(14, 26) for child in inside)])
        strangers = [b for name, b in bodies.items() if name not in members[group.id] and _touch(b.box, box)]
        if not strangers:
            found[group.id] = Frame(group.id, group.name, box)
    return tuple(found.values())


def _touch(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def _grouped(items: Iterable[_T], by: Callable[[_T], _Key]) -> dict[_Key, list[_T]]:
    groups: dict[_Key, list[_T]] = {}
    for item in items:
        groups.setdefault(by(item), []).append(item)
    return groups
