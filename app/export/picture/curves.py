"""
Wires as chains of cubic Bezier pieces, and the lanes beside them.

A wire is sampled once for finding places; what is drawn are the pieces themselves. The normal points to the right of
the way from source to target: forward lanes lie on the negative side, backward lanes on the positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import NamedTuple

Point = tuple[float, float]
Piece = tuple[Point, Point, Point, Point]
_SPACING = 5.0
_SAMPLES = (24, 160)


class Place(NamedTuple):
    """A point of a curve with its unit tangent and normal."""

    point: Point
    tangent: Point
    normal: Point


class Curve:
    """
    A wire's way.

    Attributes:
        pieces: Cubic pieces, end to start.
        points: Samples along all of it.
        length: About how long it is.
        straight: Whether it is one straight line.
    """

    def __init__(self, pieces: Sequence[Piece], straight: bool = False) -> None:
        self.pieces = tuple(pieces)
        self.straight = straight
        self.points = [point for piece in self.pieces for point in _sampled(piece)]
        self.points.append(self.pieces[-1][3])
        self._lengths = [0.0]
        for a, b in pairwise(self.points):
            self._lengths.append(self._lengths[-1] + hypot(b[0] - a[0], b[1] - a[1]))
        self.length = self._lengths[-1]

    def at(self, t: float, side: float = 0.0) -> Place:
        """Return the place at share *t* of the samples, *side* units along the normal."""
        place = max(0.0, min(1.0, t)) * (len(self.points) - 1)
        i = min(len(self.points) - 2, int(place))
        (x0, y0), (x1, y1) = self.points[i], self.points[i + 1]
        size = hypot(x1 - x0, y1 - y0) or 1.0
        tangent = ((x1 - x0) / size, (y1 - y0) / size)
        normal = (-tangent[1], tangent[0])
        part = place - i
        x, y = x0 + (x1 - x0) * part, y0 + (y1 - y0) * part
        return Place((x + normal[0] * side, y + normal[1] * side), tangent, normal)

    def share(self, along: float) -> float:
        """Return the share of the samples at a distance from the source; a negative one counts from the target."""
        wanted = self.length + along if along < 0 else along
        for i in range(1, len(self._lengths)):
            a, b = self._lengths[i - 1], self._lengths[i]
            if b >= wanted:
                return (i - 1 + max(0.0, wanted - a) / ((b - a) or 1.0)) / (len(self._lengths) - 1)
        return 1.0

    def lane(self, side: float) -> list[Piece]:
        """Return the pieces of the lane *side* units beside it."""
        return [_beside(piece, side) for piece in self.pieces]


def line(a: Point, b: Point) -> Curve:
    """A straight piece."""
    near = (a[0] + (b[0] - a[0]) / 3, a[1] + (b[1] - a[1]) / 3)
    far = (a[0] + (b[0] - a[0]) * 2 / 3, a[1] + (b[1] - a[1]) * 2 / 3)
    return Curve([(a, near, far, b)], straight=True)


def flowing(through: Sequence[Point], arrival: float = 0.0, stiffness: float = 0.55) -> Curve:
    """Leave and arrive level, S-curves between; the last handle rises by *arrival*, to come in from its own side."""
    pieces: list[Piece] = []
    for i, (a, b) in enumerate(pairwise(through)):
        reach = stiffness * (b[0] - a[0])
        end = i == len(through) - 2 and arrival != 0
        far = (b[0] - reach * (0.75 if end else 1.0), b[1] + (arrival if end else 0.0))
        pieces.append((a, (a[0] + reach, a[1]), far, b))
    return Curve(pieces)


def bowed(a: Point, b: Point, bow: float) -> Curve:
    """One of two wires between the same two nodes: an arc whose middle is *bow* units lower."""
    reach = 0.4 * (b[0] - a[0])
    return Curve([(a, (a[0] + reach, a[1] + bow * 4 / 3), (b[0] - reach, b[1] + bow * 4 / 3), b)])


def _sampled(piece: Piece) -> list[Point]:
    """Points along a piece without its end, dense enough that no label slips through between two."""
    a, _, _, d = piece
    count = min(_SAMPLES[1], max(_SAMPLES[0], int(hypot(d[0] - a[0], d[1] - a[1]) / _SPACING)))
    return [_at(piece, i / count) for i in range(count)]


def _at(piece: Piece, t: float) -> Point:
    u = 1 - t
    p, q, r, s = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    a, b, c, d = piece
    return p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1]


def _beside(piece: Piece, side: float) -> Piece:
    """Move both ends along their normals, and the handles with them: exact enough for a lane's few units."""
    a, b, c, d = piece
    n, m = _normal(a, b if b != a else d), _normal(c if c != d else a, d)
    a2, d2 = _moved(a, n, side), _moved(d, m, side)
    # On the inside of a bend the handles get shorter, on the outside longer, as the ends come nearer or part.
    turn = hypot(d2[0] - a2[0], d2[1] - a2[1]) / (hypot(d[0] - a[0], d[1] - a[1]) or 1.0)
    b2 = (a2[0] + (b[0] - a[0]) * turn, a2[1] + (b[1] - a[1]) * turn)
    c2 = (d2[0] + (c[0] - d[0]) * turn, d2[1] + (c[1] - d[1]) * turn)
    return a2, b2, c2, d2


def _normal(a: Point, b: Point) -> Point:
    size = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    return -(b[1] - a[1]) / size, (b[0] - a[0]) / size


def _moved(a: Point, normal: Point, side: float) -> Point:
    return a[0] + normal[0] * side, a[1] + normal[1] * side
