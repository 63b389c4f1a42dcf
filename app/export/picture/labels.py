"""
A place for every label, as on the page: numbers beside wires, chips by their target, names above their disc.

Level wires have fixed rows; beside a curve a box slides along the normal until it is free. Order decides: nodes, wires,
frames and rows are obstacles, then chips, values and gradients, shortest wire first. Room is kept for a number's box,
so that one set of places serves all steps of a talk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...engine.array import Array
from ...engine.passes import Run
from ...explain.tensors import shape_of
from .curves import Point
from .geometry import Body, Box, Geometry, Wire, around
from .measures import (
    CHIP,
    CHIP_HEIGHT,
    CHIP_PAD,
    CHIP_TUCK,
    LANE,
    LEAF_POINT,
    NAME,
    TERMINAL_CAPTION,
    width,
)
from .numbers import Block, Numbers, block_of, shape_tex
from .room import Room, Spot

_BOXED_X, _BOXED_Y = 4.5, 4.6
_FAR = 140.0


@dataclass(frozen=True, slots=True)
class Label:
    """
    One label in its place.

    Attributes:
        kind: ``value``, ``gradient``, ``sum``, ``chip``, ``name``, ``leaf-value`` or ``seed``.
        owner: Key of its wire, or id of its node.
        tex: What it says.
        cx, cy: Its middle.
        box: What is kept clear for it.
        tick: A short line that ties it to its wire, or None.
    """

    kind: str
    owner: str
    tex: str
    cx: float
    cy: float
    box: Box
    tick: tuple[Point, Point] | None = None


def place_labels(run: Run, geometry: Geometry) -> list[Label]:
    """Find a place for every label of *run*; where there is none at all, the label is left out."""
    return _Placer(run, geometry).place()


class _Placer:
    def __init__(self, run: Run, geometry: Geometry) -> None:
        self.geometry, self.bodies = geometry, geometry.bodies
        self.numbers = Numbers(run, geometry.shown)
        self.room = Room(geometry)
        self.labels: list[Label] = []
        self.taken: set[tuple[str, str]] = set()

    def place(self) -> list[Label]:
        wires = self.geometry.wires
        for body in self.bodies.values():
            self._node(body)
        for wire in wires:
            if wire.level:
                self._rows(wire)
        for wire in wires:
            if ("chip", wire.edge.key) not in self.taken:
                self._chip(wire)
        for wire in wires:
            if ("value", wire.edge.key) not in self.taken:
                self._beside("value", wire, self._value(wire), -1)
        for wire in sorted(wires, key=lambda one: one.curve.length):
            if ("gradient", wire.edge.key) not in self.taken:
                self._beside("gradient", wire, self._gradient(wire), 1)
        for body in self.bodies.values():
            if body.node.form != "leaf":
                self._sum(body)
        return self.labels

    def _take(
        self, kind: str, owner: str, tex: str, spot: Spot, tick: tuple[Point, Point] | None = None
    ) -> None:
        self.labels.append(Label(kind, owner, tex, spot.cx, spot.cy, spot.box, tick))
        self.taken.add((kind, owner))
        self.room.take(spot.box)

    # What there is to say

    def _value(self, wire: Wire) -> Block | None:
        """A leaf has its value in its tag, and of a fan-out one wire carries it."""
        edge = wire.edge
        if self.bodies[edge.source].node.form == "leaf":
            return None
        siblings = self.numbers.out[edge.source]
        level = {one.edge.key for one in self.geometry.wires if one.level}
        first = next(
            (one for one in siblings if one.key in level), siblings[-1 if siblings[-1].number is None else 0]
        )
        return block_of(self.numbers.value(edge)) if edge == first else None

    def _gradient(self, wire: Wire) -> Block | None:
        """A leaf with one consumer has its gradient under its tag."""
        edge = wire.edge
        leaf = self.bodies[edge.source].node.form == "leaf"
        value = self.numbers.gradient(edge)
        if value is None or (leaf and edge.number is not None and not self.numbers.fans(edge.source)):
            return None
        return block_of(value)

    # Nodes

    def _node(self, body: Body) -> None:
        node = body.node
        if node.form == "terminal":
            spot = around(body.cx, body.cy + TERMINAL_CAPTION - 4, 48, 13)
            if self.numbers.run.seed is not None and self.numbers.run.gradients[node.slot] is not None:
                seed = block_of(self.numbers.run.seed)
                tex = seed.tex if not seed.tensor else shape_tex(shape_of(self.numbers.run.seed))
                self._take("seed", node.id, tex, Spot(body.cx, body.cy + TERMINAL_CAPTION - 5, spot, 0))
        elif node.form == "leaf":
            self._leaf(body)
        elif node.name:
            rise = 5 if node.composite else 0
            across = width(node.name, NAME)
            self._take(
                "name", node.id, node.name, self._above(body.cx, body.cy - body.r - 13.5 - rise, across, 17)
            )

    def _leaf(self, body: Body) -> None:
        node, numbers = body.node, self.numbers
        value, gradient = numbers.run.values[node.slot], numbers.run.gradients[node.slot]
        above = None if isinstance(value, float) else block_of(value)
        below = None if gradient is None or node.id not in numbers.out else block_of(gradient)
        if body.up:
            for kind, block, side in (("leaf-value", above, -1), ("sum", below, 1)):
                if block:
                    x = body.cx + side * (LANE + 11 + block.width / 2)
                    spot = self._near(x, body.box.y0 - 15 - block.height / 2, block, ((-6, 6), (-60, 20)))
                    self._take(kind, node.id, block.tex, spot)
            return
        right = body.box.x1 - LEAF_POINT
        if above:
            x, y = right - above.width / 2, body.box.y0 - 9 - above.height / 2
            self._take("leaf-value", node.id, above.tex, self._near(x, y, above, ((-70, 20), (-26, 0))))
        if below:
            x = (right if below.tensor else body.box.x1 - 17) - below.width / 2
            y = body.box.y1 + 9 + below.height / 2 if below.tensor else body.cy + 38 - below.height / 2
            self._take("sum", node.id, below.tex, self._near(x, y, below, ((-70, 20), (0, 26))))

    def _near(
        self, cx: float, cy: float, block: Block, span: tuple[tuple[int, int], tuple[int, int]]
    ) -> Spot:
        """In its own place, or aside where another wire runs through it."""
        wider = ((span[0][0] - 40, span[0][1] + 40), span[1])
        _, _, box = _centred(cx, cy, block)
        size = box.x1 - box.x0, box.y1 - box.y0
        ranges = [((0, 0), (0, 0)), span, wider]
        found = self.room.nearest(ranges, _away, (cx, cy), size, wires=6.6, nodes=0.6)
        return found or Spot(cx, cy, box, 0)

    def _above(self, cx: float, cy: float, across: float, height: float) -> Spot:
        """A name over its node: in its own place, or as near as other wires let it."""
        usual = around(cx, cy, across, height)
        if self.room.is_free(usual, 6.6, nodes=0.6):
            return Spot(cx, cy, usual, 0)
        ranges = [((-30, 60), (-24, 0)), ((-70, 90), (-60, 90))]
        found = self.room.nearest(ranges, _away, (cx, cy), (across, height), wires=6.6, nodes=5.5)
        return found or Spot(cx, cy, usual, 0)

    def _sum(self, body: Body) -> None:
        """The sum at a fan-out, under its op."""
        gradient = self.numbers.sum(body.node.id) if self.numbers.fans(body.node.id) else None
        if gradient is None:
            return
        block = block_of(gradient)
        first = round(body.r + 22 - block.height / 2 + (block.height if block.tensor else 0))
        _, _, box = _centred(0, 0, block)
        ranges = [((-30, 60), (first, first + 30)), ((-70, 90), (first, first + 90))]
        size = box.x1 - box.x0, box.y1 - box.y0
        found = self.room.nearest(ranges, _away, (body.cx, body.cy), size, wires=7)
        if found:
            self._take("sum", body.node.id, block.tex, found)

    # Wires

    def _rows(self, wire: Wire) -> None:
        """The rows of a level wire: value above, gradient below, chip under that at the target's port."""
        key, y = wire.edge.key, wire.curve.points[0][1]
        middle, gap = self._span(wire)
        value, gradient = self._value(wire), self._gradient(wire)
        blocks = [block for block in (value, gradient) if block and not block.tensor]
        far = any(block.width + 2 * _BOXED_X > gap for block in blocks)
        for kind, block, base in (
            ("value", value, -29 if far else -13),
            ("gradient", gradient, 46 if far else 27),
        ):
            if block:
                cy = y + base - block.height / 2
                if block.tensor:
                    cy = y - 14 - block.height / 2 if kind == "value" else y + 14 + block.height / 2
                spot = self._in_row(middle, cy, block, gap, key)
                if spot:
                    self._take(kind, key, block.tex, spot)
        chip = self.numbers.chip(wire.edge)
        if chip is not None and not wire.joins and not (gradient and gradient.tensor):
            self._hang(wire, chip, y + (67 if far else 48))

    def _hang(self, wire: Wire, chip: str, cy: float) -> None:
        target, across = self.bodies[wire.edge.target], _chip_width(chip)
        port, y = target.cx - target.node.half_width, wire.curve.points[0][1]
        cx = max(port - 1, port - 1 + across / 2 - CHIP_TUCK)
        for frame in self.geometry.frames:
            if port - 40 < frame.box.x0 < port and frame.box.y0 < y < frame.box.y1:
                cx = max(cx, frame.box.x0 + 6 + across / 2)
        box = around(cx, cy, across, CHIP_HEIGHT)
        if self.room.is_free(box, 6.8, frames=1.6, own=wire.edge.key):
            tick = ((port - 0.5, y + 7), (max(port - 0.5, cx - across / 2), cy - CHIP_HEIGHT / 2))
            self._take("chip", wire.edge.key, chip, Spot(cx, cy, box, 0), tick)

    def _in_row(self, middle: float, cy: float, block: Block, gap: float, own: str) -> Spot | None:
        spare = max(0.0, (gap - block.width) / 2 - _BOXED_X)
        shift = 0
        while shift <= spare:
            for dx in (0,) if not shift else (-shift, shift):
                spot = _centred(middle + dx, cy, block)
                if self.room.is_free(spot[2], 6.8, nodes=0.6, frames=1.6, own=own):
                    return Spot(*spot, 0)
            shift += 4
        return None

    def _span(self, wire: Wire) -> tuple[float, float]:
        """Middle and width of where numbers stand: between the rims, on the wider side of a frame's line."""
        y = wire.curve.points[0][1]
        x0, x1 = self.bodies[wire.edge.source].box.x1, self.bodies[wire.edge.target].box.x0
        x0 += 18 if wire.fans else 0
        for frame in self.geometry.frames:
            for side in (frame.box.x0, frame.box.x1) if frame.box.y0 < y < frame.box.y1 else ():
                if x0 < side < x1:
                    x0, x1 = (x0, side - 2) if side - x0 > x1 - side else (side + 1, x1)
        return (x0 + x1) / 2, x1 - x0

    def _chip(self, wire: Wire) -> None:
        """The chip of a curve, on the outside of its join, as near to its port as it gets."""
        chip = self.numbers.chip(wire.edge)
        if chip is None:
            return
        target, across = self.bodies[wire.edge.target], _chip_width(chip)
        west, (port_x, port_y) = target.cx - (target.node.half_width - target.r), wire.curve.points[-1]
        side = wire.side or (-1 if wire.level and wire.joins else 1)

        def cost(dx: Array, dy: Array) -> Array:
            along = np.abs(west + dx - port_x - 2) + np.maximum(0, dx)
            price: Array = along + 1.2 * np.abs(target.cy + dy - port_y)
            return price

        near, far = ((26, 56), (26, 110)) if side > 0 else ((-56, -26), (-110, -26))
        found = self.room.nearest(
            [((-44, 30), near), ((-90, 60), far)], cost, (west, target.cy), (across, CHIP_HEIGHT), wires=6.8
        )
        if found is None:
            return
        lane = -1 if wire.side == 0 and not wire.level and found.cx < port_x else side
        x, y = wire.curve.at(max(0.93, wire.curve.share(-9)), lane * (LANE + 1.5)).point
        end = max(found.cx - across / 2 + 4, min(found.cx + across / 2 - 4, x + 2))
        self._take(
            "chip", wire.edge.key, chip, found, ((x, y + side), (end, found.cy - side * CHIP_HEIGHT / 2))
        )

    def _beside(self, kind: str, wire: Wire, block: Block | None, side: int) -> None:
        """Beside a curve: values on the upper side, gradients on the lower, tied where they stand away."""
        if block is None:
            return
        wires = 8.4 if kind == "value" else 7.0
        pad_x, pad_y = (2.0, 2.0) if block.tensor else (0.0, 0.0) if kind == "value" else (_BOXED_X, _BOXED_Y)
        across, height = block.width + 2 * pad_x, block.height + 2 * pad_y
        points = wire.curve.points
        preferred = 0.4 if kind == "gradient" else 0.45 if points[0][1] > points[-1][1] else 0.35
        found: Spot | None = None
        for reach in (*((30, 60) if kind == "value" else (46, 80)), _FAR):
            spot = self.room.slide(
                wire.curve, across, height, sides=[side], preferred=preferred, far=reach, wires=wires
            )
            found = spot if spot and (found is None or spot.cost < found.cost) else found
            if found and found.cost < 60:
                break
        found = found or self.room.slide(
            wire.curve,
            block.width,
            block.height,
            sides=[side, -side],
            preferred=preferred,
            far=_FAR,
            wires=6.3,
        )
        if found:
            tick = None
            if kind == "gradient":
                tick = self.room.tie(wire.curve, around(found.cx, found.cy, block.width, block.height), side)
            self._take(kind, wire.edge.key, block.tex, found, tick)


def _away(dx: Array, dy: Array) -> Array:
    """The price of standing aside: further up or down is worse than sideways."""
    price: Array = np.abs(dx) + 1.2 * np.abs(dy)
    return price


def _centred(cx: float, cy: float, block: Block) -> tuple[float, float, Box]:
    x, y = (2.0, 2.0) if block.tensor else (2 * _BOXED_X, 2 * _BOXED_Y)
    return cx, cy, around(cx, cy, block.width + x, block.height + y)


def _chip_width(tex: str) -> float:
    return width(tex, CHIP) + CHIP_PAD
