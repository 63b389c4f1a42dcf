"""
What is free on the board: boxes are tried against labels, nodes, wires and frame lines, many at a time.

Wires are taken as dense points, nodes as rounded boxes. Points are kept by squares of the board, so that a trial looks
at its own neighbourhood only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from math import hypot
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...engine.array import Array
from .curves import Curve, Point
from .geometry import Body, Box, Geometry, around
from .measures import LANE

Mask = NDArray[np.bool_]

_SQUARE = 64.0
_LABELS, _NODES, _FRAMES = 3.0, 6.5, 3.0
_UNTIED, _TIED, _CROSSING = 9.0, 14.0, 60.0
_AT_ONCE = 48
MOST_NODES = 120
"""Nodes of a picture whose labels look for a free place; in a larger one they stand in the first there is."""
_LOOKED_AT = 24
"""How many free places are asked whether their tick would cross something."""


class Spot(NamedTuple):
    """A free place and what it costs to stand there."""

    cx: float
    cy: float
    box: Box
    cost: float


class Room:
    """Everything that a label must keep clear of."""

    def __init__(self, geometry: Geometry) -> None:
        self._searches = len(geometry.bodies) <= MOST_NODES
        self._curves = [(wire.curve, _around_points(wire.curve.points)) for wire in geometry.wires]
        self._keys = {wire.edge.key: number for number, wire in enumerate(geometry.wires)}
        self._nodes = np.array([_rounded(body) for body in geometry.bodies.values()])
        self._lines = np.array([line for frame in geometry.frames for line in _lines(frame.box)]).reshape(
            -1, 4
        )
        self._labels = np.zeros((4 * len(geometry.wires) + 4 * len(geometry.bodies) + 4, 4))
        self._count = 0
        self._points: dict[tuple[int, int], list[tuple[float, float, int]]] = defaultdict(list)
        for number, wire in enumerate(geometry.wires):
            for x, y in wire.curve.points:
                self._points[int(x // _SQUARE), int(y // _SQUARE)].append((x, y, number))
        self._arrays = {square: np.array(found) for square, found in self._points.items()}

    def take(self, box: Box) -> None:
        """A label stands there now."""
        self._labels[self._count] = box
        self._count += 1

    def is_free(
        self, box: Box, wires: float, nodes: float = _NODES, frames: float = _FRAMES, own: str | None = None
    ) -> bool:
        """Whether *box* keeps its distances; *own* is a wire that does not count."""
        return bool(self.free(np.array([box]), wires, nodes, frames, own)[0])

    def free(
        self,
        boxes: Array,
        wires: float,
        nodes: float = _NODES,
        frames: float = _FRAMES,
        own: str | None = None,
    ) -> Mask:
        """Say for each of *boxes*, rows of x0, y0, x1, y1, whether it keeps its distances."""
        if not self._searches:
            return np.ones(len(boxes), dtype=np.bool_)
        bounds = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
        taken = _touches(boxes, _near(self._labels[: self._count], bounds, _LABELS), _LABELS)
        taken |= _touches(boxes, _near(self._lines, bounds, frames), frames)
        close = self._nodes[_overlaps(self._nodes[:, 5:], bounds, nodes)]
        taken |= (_to_rounded(boxes, close) < nodes).any(axis=1)
        points = self._points_near(bounds, wires, own)
        taken |= _reaches(boxes, points, wires)
        return ~taken

    def slide(
        self,
        curve: Curve,
        width: float,
        height: float,
        *,
        sides: Sequence[int],
        preferred: float,
        far: float,
        wires: float,
    ) -> Spot | None:
        """Slide a box off a curve, along the normal or straight up and down; the cheapest free spot wins."""
        rows: list[tuple[float, ...]] = []
        for t in (0.1 + step * 0.7 / 17 for step in range(18)):
            (x, y), _, normal = curve.at(t)
            for side in sides:
                for straight in (False, True):
                    ux, uy = (0.0, float(side)) if straight else (normal[0] * side, normal[1] * side)
                    extra = 40 * abs(t - preferred) + (3 if straight else 0) + (0 if side == sides[0] else 25)
                    rows.append((x, y, ux, uy, extra))
        x, y, ux, uy, extra = np.repeat(np.array(rows), len(steps := np.arange(10.0, far + 1, 2.0)), axis=0).T
        distance = np.tile(steps, len(rows))
        cx, cy = x + ux * (distance + width / 2 * abs(ux)), y + uy * (distance + height / 2 * abs(uy))
        order = np.argsort(distance + extra, kind="stable")
        boxes = np.stack([cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2], axis=1)[order]
        best: Spot | None = None
        turn = (int(order[j]) for j in self._in_turn(boxes, wires, _NODES))
        for i in islice(turn, _LOOKED_AT):
            crossed = (
                self._searches
                and distance[i] > _TIED
                and self._is_crossed(curve, (x[i], y[i]), (cx[i], cy[i]))
            )
            cost = float(distance[i] + extra[i]) + (_CROSSING if crossed else 0)
            if best is None or cost < best.cost:
                best = Spot(
                    float(cx[i]), float(cy[i]), around(float(cx[i]), float(cy[i]), width, height), cost
                )
            if not crossed:
                break
        return best

    def nearest(
        self,
        ranges: Sequence[Range],
        cost: Callable[[Array, Array], Array],
        middle: Point,
        size: tuple[float, float],
        wires: float,
        nodes: float = _NODES,
    ) -> Spot | None:
        """Return the cheapest free spot on a raster of offsets; a wider raster is tried where the first has none."""
        for (x0, x1), (y0, y1) in ranges:
            grid = np.meshgrid(np.arange(x0, x1 + 1.0, 2), np.arange(y0, y1 + 1.0, 2), indexing="ij")
            dx, dy = grid[0].ravel(), grid[1].ravel()
            price = cost(dx, dy)
            order = np.argsort(price, kind="stable")
            cx, cy = middle[0] + dx[order], middle[1] + dy[order]
            half = np.array(size) / 2
            boxes = np.stack([cx - half[0], cy - half[1], cx + half[0], cy + half[1]], axis=1)
            for i in self._in_turn(boxes, wires, nodes):
                at = float(cx[i]), float(cy[i])
                return Spot(*at, around(*at, *size), float(price[order[i]]))
        return None

    def _in_turn(self, boxes: Array, wires: float, nodes: float) -> Iterator[int]:
        """The free ones among *boxes*, first things first: most searches end early."""
        if not self._searches:
            yield 0
            return
        for start in range(0, len(boxes), _AT_ONCE):
            free = self.free(boxes[start : start + _AT_ONCE], wires, nodes)
            yield from (np.flatnonzero(free) + start).tolist()

    def tie(self, curve: Curve, box: Box, side: int) -> tuple[Point, Point] | None:
        """A tick from the lane to a number that stands away from it, or None."""
        spots = [curve.at(i / 60, side * (LANE + 1.6)).point for i in range(61)]
        start = min(spots, key=lambda point: _to_box(point, box))
        least = _to_box(start, box)
        if least <= _UNTIED:
            return None
        x, y = max(box.x0, min(start[0], box.x1)), max(box.y0, min(start[1], box.y1))
        short = 2.5 / least
        return start, (x + (start[0] - x) * short, y + (start[1] - y) * short)

    def _is_crossed(self, curve: Curve, a: Point, b: Point) -> bool:
        """Would the tick to a label cross another wire, or another label?"""
        reach = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
        labels = _near(self._labels[: self._count], np.array(reach), 0)
        return any(_crosses_box(Box(*box), a, b) for box in labels.tolist()) or any(
            one is not curve and touch(reach, box, 1) and _crosses_line(one.points, a, b)
            for one, box in self._curves
        )

    def _points_near(self, bounds: Array, reach: float, own: str | None) -> Array:
        x0, y0, x1, y1 = bounds + np.array([-reach, -reach, reach, reach])
        columns = range(int(x0 // _SQUARE), int(x1 // _SQUARE) + 1)
        rows = range(int(y0 // _SQUARE), int(y1 // _SQUARE) + 1)
        if len(columns) * len(rows) < len(self._arrays):
            asked = ((column, row) for column in columns for row in rows)
            squares = [self._arrays[square] for square in asked if square in self._arrays]
        else:  # a far place has millions of squares, and few with anything in them
            squares = [
                found for (column, row), found in self._arrays.items() if column in columns and row in rows
            ]
        if not squares:
            return np.zeros((0, 3))
        points: Array = np.concatenate(squares)
        x, y = points[:, 0], points[:, 1]
        inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        if own is not None:
            inside &= points[:, 2] != self._keys[own]
        near: Array = points[inside]
        return near


Range = tuple[tuple[int, int], tuple[int, int]]


def touch(a: Box, b: Box, margin: float = 0.0) -> bool:
    """Whether two boxes come nearer than *margin*."""
    return a.x0 < b.x1 + margin and b.x0 < a.x1 + margin and a.y0 < b.y1 + margin and b.y0 < a.y1 + margin


def _overlaps(boxes: Array, bounds: Array, margin: float) -> Mask:
    x0, y0, x1, y1 = bounds + np.array([-margin, -margin, margin, margin])
    found: Mask = (boxes[:, 0] < x1) & (boxes[:, 2] > x0) & (boxes[:, 1] < y1) & (boxes[:, 3] > y0)
    return found


def _near(boxes: Array, bounds: Array, margin: float) -> Array:
    return boxes[_overlaps(boxes, bounds, margin)]


def _touches(boxes: Array, others: Array, margin: float) -> Mask:
    a, b = boxes[:, None, :], others[None, :, :]
    hits = (a[..., 0] < b[..., 2] + margin) & (b[..., 0] < a[..., 2] + margin)
    below = (a[..., 1] < b[..., 3] + margin) & (b[..., 1] < a[..., 3] + margin)
    found: Mask = np.any(np.logical_and(hits, below), axis=1)
    return found


def _rounded(body: Body) -> tuple[float, ...]:
    """A node as its middle, how far its straight sides reach, how round it is, and the box around it."""
    if body.node.form == "leaf":
        across, down, r = (body.box.x1 - body.box.x0) / 2, (body.box.y1 - body.box.y0) / 2, 0.0
        middle = (body.box.x0 + body.box.x1) / 2, (body.box.y0 + body.box.y1) / 2
    else:
        across, down, r, middle = body.node.half_width - body.r, 0.0, body.r, (body.cx, body.cy)
    return (*middle, across, down, r, *body.box)


def _to_rounded(boxes: Array, nodes: Array) -> Array:
    """Distance of each box to each rounded node."""
    b, n = boxes[:, None, :], nodes[None, :, :]
    dx = np.maximum(b[..., 0] - (n[..., 0] + n[..., 2]), n[..., 0] - n[..., 2] - b[..., 2]).clip(0)
    dy = np.maximum(b[..., 1] - (n[..., 1] + n[..., 3]), n[..., 1] - n[..., 3] - b[..., 3]).clip(0)
    found: Array = np.hypot(dx, dy) - n[..., 4]
    return found


def _reaches(boxes: Array, points: Array, distance: float) -> Mask:
    """Whether any of *points* lies nearer than *distance* to each box."""
    b, p = boxes[:, None, :], points[None, :, :]
    dx = np.maximum(b[..., 0] - p[..., 0], p[..., 0] - b[..., 2]).clip(0)
    dy = np.maximum(b[..., 1] - p[..., 1], p[..., 1] - b[..., 3]).clip(0)
    found: Mask = np.any(dx * dx + dy * dy < distance * distance, axis=1)
    return found


def _around_points(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _lines(box: Box, half: float = 0.6) -> list[Box]:
    x0, y0, x1, y1 = box
    return [
        Box(x0, y0 - half, x1, y0 + half), Box(x0, y1 - half, x1, y1 + half),
        Box(x0 - half, y0, x0 + half, y1), Box(x1 - half, y0, x1 + half, y1),
    ]  # fmt: skip


def _to_box(point: Point, box: Box) -> float:
    x, y = point
    return hypot(max(box.x0 - x, x - box.x1, 0), max(box.y0 - y, y - box.y1, 0))


def _crosses_box(box: Box, a: Point, b: Point) -> bool:
    """Whether a straight piece touches a box: clipped by one pair of sides after the other (Liang and Barsky)."""
    first, last = 0.0, 1.0
    for start, end, low, high in ((a[0], b[0], box.x0, box.x1), (a[1], b[1], box.y0, box.y1)):
        step = end - start
        if step == 0:
            if not low <= start <= high:
                return False
            continue
        enter, leave = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, enter), min(last, leave)
    return first <= last


def _crosses_line(points: Sequence[Point], a: Point, b: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return any(side(a, b, p) != side(a, b, q) and side(p, q, a) != side(p, q, b) for p, q in pairwise(points))
