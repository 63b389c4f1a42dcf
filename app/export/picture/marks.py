"""
Marks of the picture as TikZ: lanes, discs, tags, frames and labels.

Coordinates are the page's board units, so a figure can be held against its lesson's layout; styles carry the rest.
Upper is forward, lower is backward: the upper half-ring is inked when the value is in, the lower one when the node has
passed its gradient on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite, log10
from typing import Any, Literal

import numpy as np

from ..tex import number_tex
from .curves import Curve, Piece, Point
from .geometry import Body, Frame, Wire
from .labels import Label
from .measures import (
    DISC,
    FIELD_HEIGHT,
    FRAME_NAME,
    HALO,
    HARPOON_ACROSS,
    HARPOON_ALONG,
    LANE,
    LEAF_BAR,
    LEAF_HEIGHT,
    LEAF_POINT,
    LEAF_STANDING,
    LEAF_TYPE,
    TERMINAL_INNER,
    TERMINAL_OUTER,
    UNIT_PT,
    width,
)

Half = Literal["pending", "done", "zero", "hazard", "none"]
_THINNEST, _WIDEST = 1.1, 4.5
_BELOW, _ABOVE = 1e-4, 1e3


def pt(units: float) -> str:
    """A length in points."""
    return f"{round(units * UNIT_PT, 2):g}pt"


def xy(point: Point) -> str:
    """A coordinate."""
    return f"({round(point[0], 1):g},{round(point[1], 1):g})"


def magnitude(value: Any) -> float:
    """Largest magnitude in a value; 0 for none."""
    if value is None:
        return 0.0
    sizes = np.abs(np.asarray(value, dtype=np.float64))
    return float(np.max(sizes, initial=0.0))


def half_of(value: Any, hollow: bool) -> Half:
    """How a lane or half-ring with *value* looks; exactly zero is hollow where *hollow* says so."""
    if value is None:
        return "none"
    if not np.all(np.isfinite(np.asarray(value, dtype=np.float64))):
        return "hazard"
    return "zero" if hollow and magnitude(value) == 0 else "done"


class WidthRule:
    """From a magnitude to a lane's width: a fixed rule near unity, the graph's own range beyond."""

    def __init__(self, magnitudes: Iterable[float]) -> None:
        finite = [size for size in magnitudes if size > 0 and isfinite(size)]
        self._least, self._most = min(finite, default=1.0), max(finite, default=1.0)
        self._near = self._least >= _BELOW and self._most <= _ABOVE

    def __call__(self, size: float) -> float:
        """Width in board units."""
        if self._near:
            return 1.5 + 1.7 * log10(1 + 9 * min(1.5, size))
        if not size > 0:
            return _THINNEST
        span = log10(self._most) - log10(self._least) or 1.0
        place = (log10(min(size, self._most)) - log10(self._least)) / span
        return _THINNEST + (_WIDEST - _THINNEST) * max(0.0, min(1.0, place))


# Wires


def under(wire: Wire) -> str:
    """Bare paper under a wire, so that crossings stay legible; not where it leaves among others."""
    return rf"\draw[under] {_path(wire.curve.lane(0.0), wire.curve.straight)};"


def lane(wire: Wire, way: Literal["forward", "backward"], state: Half, wide: float) -> list[str]:
    """One of the two lanes, with half an arrowhead on its outer side."""
    side = -LANE if way == "forward" else LANE
    path = _path(wire.curve.lane(side), wire.curve.straight)
    match state:
        case "none":
            return []
        case "pending":
            return [rf"\draw[pending] {path};"]
        case "hazard":
            return [rf"\draw[hazard lane] {path};"]
        case "zero":
            return [rf"\draw[{way}, hollow] {path};"]
    return [rf"\draw[{way}, line width={pt(wide)}] {path}{_harpoon(wire.curve, way, side)};"]


def _harpoon(curve: Curve, way: str, side: float) -> str:
    """A second stroke of the same path, from the lane's end backwards and outwards."""
    inset = 0.8 / (curve.length or 1.0)
    (x, y), tangent, normal = curve.at(1 - inset if way == "forward" else inset, side)
    outer, back = (-1 if side < 0 else 1), (-HARPOON_ALONG if way == "forward" else HARPOON_ALONG)
    hx = x + tangent[0] * back + normal[0] * outer * HARPOON_ACROSS
    hy = y + tangent[1] * back + normal[1] * outer * HARPOON_ACROSS
    return f" {xy((x, y))} -- {xy((hx, hy))}"


def _path(pieces: Sequence[Piece], straight: bool) -> str:
    if straight:
        return f"{xy(pieces[0][0])} -- {xy(pieces[-1][3])}"
    legs = [f".. controls {xy(near)} and {xy(far)} .. {xy(end)}" for _, near, far, end in pieces]
    return f"{xy(pieces[0][0])} {' '.join(legs)}"


def bead(body: Body, waiting: bool = False) -> str:
    """Where the shares of a fan-out meet."""
    x, y = body.box.x1 + 8, body.cy
    if waiting:
        return rf"\draw[pending, fill=sheet] {xy((x, y))} circle[radius={pt(8)}];"
    plus = f"{xy((x - 4, y))} -- {xy((x + 4, y))} {xy((x, y - 4))} -- {xy((x, y + 4))}"
    return rf"\draw[bead] {xy((x, y))} circle[radius={pt(8)}] {plus};"


# Nodes


def op(body: Body, forward: Half, backward: Half, now: bool = False) -> list[str]:
    """A disc or pill with its glyph and half-rings; a composite has a second one behind it."""
    half, at, glyph = body.node.half_width, (body.cx, body.cy), body.node.glyph
    found = []
    if now:
        found.append(rf"\draw[now ring] {_pill(at, half + HALO, DISC + HALO)};")
    if body.node.composite:
        behind = (at[0] + 4.5, at[1] - 4.5)
        found.append(rf"\draw[outline] {_pill(behind, half, DISC)};")
        found.append(rf"\fill[sheet] {_pill(at, half + 1.6, DISC + 1.6)};")
    found.append(rf"\fill[{'now' if now else 'sheet'}] {_pill(at, half, DISC)};")
    found.append(_ring(at, half, "forward", forward))
    found.append(_ring(at, half, "backward", backward))
    found.append(rf"\node[glyph, font={glyph.size}] at {xy(at)} {{{glyph.tex}}};")
    return found


def _pill(at: Point, half: float, r: float) -> str:
    """The outline of a pill, a disc where half its width is its radius."""
    if half == r:
        return f"{xy(at)} circle[radius={pt(r)}]"
    (x, y), reach = at, half - r
    right, left = (f"arc[start angle={a}, end angle={b}, radius={pt(r)}]" for a, b in ((90, -90), (270, 90)))
    top = f"{xy((x - reach, y - r))} -- {xy((x + reach, y - r))}"
    return f"{top} {right} -- {xy((x - reach, y + r))} {left} -- cycle"


def _ring(at: Point, half: float, way: str, state: Half) -> str:
    (x, y), reach = at, half - DISC
    upper = way == "forward"
    turns = ((180, 90), (90, 0)) if upper else ((180, 270), (270, 360))
    rise = -DISC if upper else DISC
    first, second = (f"arc[start angle={a}, end angle={b}, radius={pt(DISC)}]" for a, b in turns)
    path = f"{xy((x - half, y))} {first}"
    path += f" -- {xy((x + reach, y + rise))} {second}" if reach else f" {second}"
    style = {
        "done": f"{way}, ring",
        "zero": f"{way}, line width={pt(1.2)}",
        "hazard": "hazard ring",
        "pending": "pending",
        "none": f"pend, line width={pt(1.2)}",
    }
    return rf"\draw[{style[state]}] {path};"


def leaf(body: Body, value: Any, now: bool = False) -> list[str]:
    """A tag: its name, and a field with its value where that is a number."""
    node, h = body.node, LEAF_HEIGHT
    if body.up:
        x0, x1, top = body.box.x0, body.box.x1, body.box.y0 + LEAF_STANDING
        (x, y), bottom = body.point, body.box.y1
        near = [(x0, top), (x - LEAF_POINT, top), (x, y), (x + LEAF_POINT, top), (x1, top)]
        outline, left, right, cy = [*near, (x1, bottom), (x0, bottom)], x0, x1, (top + bottom) / 2
        bar = ((x0, bottom - LEAF_BAR), (x1, bottom))
    else:
        x, y = body.point
        left, right, cy = body.box.x0, x - LEAF_POINT, y
        outline = [(left, y - h / 2), (right, y - h / 2), (x, y), (right, y + h / 2), (left, y + h / 2)]
        bar = ((left, y - h / 2), (left + LEAF_BAR, y + h / 2))
    style = "tag" + (", constant" if node.kind == "constant" else "") + (", fill=now" if now else "")
    found = [rf"\draw[{style}] {' -- '.join(map(xy, outline))} -- cycle;"]
    if node.kind == "parameter":
        found.append(rf"\fill[ink] {xy(bar[0])} rectangle {xy(bar[1])};")
    edge = right - 2
    if node.field:
        box = (edge - node.field, cy - FIELD_HEIGHT / 2), (edge, cy + FIELD_HEIGHT / 2)
        found.append(rf"\fill[forward-wash] {xy(box[0])} rectangle {xy(box[1])};")
        found.append(rf"\draw[forward, line width={pt(1.5)}] {xy((box[0][0], box[1][1]))} -- {xy(box[1])};")
        middle = (edge - node.field / 2, cy)
        found.append(rf"\node[value] at {xy(middle)} {{{number_tex(value)}}};")
    if node.name:
        start = left + (LEAF_BAR if node.kind == "parameter" and not body.up else 0)
        middle = ((start + (edge - node.field if node.field else right + LEAF_POINT / 3)) / 2, cy)
        found.append(rf"\node[glyph, font={LEAF_TYPE}] at {xy(middle)} {{{node.name}}};")
    return found


def terminal(body: Body, now: bool = False) -> list[str]:
    """The output: a double ring with its name."""
    at, glyph = xy(body.point), body.node.glyph
    found = [rf"\draw[now ring] {at} circle[radius={pt(TERMINAL_OUTER + HALO)}];"] if now else []
    fill = ", fill=now" if now else ""
    return [
        *found,
        rf"\draw[outline] {at} circle[radius={pt(TERMINAL_OUTER)}];",
        rf"\draw[outline{fill}] {at} circle[radius={pt(TERMINAL_INNER)}];",
        rf"\node[glyph, font={glyph.size}] at {at} {{{glyph.tex}}};",
    ]


# Frames and labels


def frame(one: Frame) -> str:
    """A thin frame, its name set into the top rule."""
    x0, y0, x1, y1 = one.box
    half = max(12.0, width(one.name, r"\large") / 2 + 6)
    if 2 * half + 12 > x1 - x0:  # too wide for the rule, so above it
        name = rf"\node[glyph, font=\large] at {xy(((x0 + x1) / 2, y0 - 12))} {{{one.name}}};"
        return rf"\draw[frame] {xy((x0, y0))} rectangle {xy((x1, y1))};" + "\n" + name
    middle = x0 + max(FRAME_NAME, half + 6)
    corners = [(middle - half, y0), (x0, y0), (x0, y1), (x1, y1), (x1, y0), (middle + half, y0)]
    name = rf"\node[glyph, font=\large] at {xy((middle, y0))} {{{one.name}}};"
    return rf"\draw[frame] {' -- '.join(map(xy, corners))};" + "\n" + name


def ground(one: Label, role: Literal["", "outlined", "washed"]) -> list[str]:
    """What stands behind a gradient at a step: an outline where it is upstream, a wash where it goes downstream."""
    corners = f"{xy((one.box.x0, one.box.y0))} rectangle {xy((one.box.x1, one.box.y1))}"
    return [rf"\path[{role}] {corners};"] if role else []


def label(one: Label) -> list[str]:
    """A number, a chip or a name in its place."""
    found, at = [], xy((one.cx, one.cy))
    if one.tick:
        style = "ink" if one.kind == "chip" else "backward"
        found.append(rf"\draw[{style}, line width={pt(1.4)}] {xy(one.tick[0])} -- {xy(one.tick[1])};")
    match one.kind:
        case "chip":
            size = f"minimum width={pt(one.box.x1 - one.box.x0)}"
            found.append(rf"\node[chip, {size}] at {at} {{{one.tex}}};")
        case "name":
            found.append(rf"\node[glyph, font=\large] at {at} {{{one.tex}}};")
        case "seed":
            found.append(rf"\node[caption] at {at} {{seed \textcolor{{backward}}{{\textbf{{{one.tex}}}}}}};")
        case "value" | "leaf-value":
            found.append(rf"\node[value] at {at} {{{one.tex}}};")
        case _:
            found.append(rf"\node[gradient] at {at} {{{one.tex}}};")
    return found
