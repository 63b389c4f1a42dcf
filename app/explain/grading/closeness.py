"""
When two numbers agree: as answers are marked, and as a slip is recognised.

Numbers are floats or arrays of one shape; every entry of an array has to agree. NaN agrees with NaN and an infinity
with itself. What differs by no more than float64's own rounding is the same, so that 0 is right where 0.3 - 0.2 - 0.1
leaves 3e-17: how much that is on a graph, `points.Point.noise` says.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...engine.graph import Value
from ...engine.shapes import shape_of
from .answers import Written

RIGHT = 0.01
"""Relative difference up to which an answer is right."""
NEARLY = 0.05
"""... and up to which it is right but for rounding."""
SAME = 1e-9
"""Relative difference of numbers that are the same but for float64."""
TELLING = 3
"""Significant digits after which a number that agrees to all of them is no coincidence."""


def is_right(answer: Written, truth: Value, noise: float = 0.0) -> bool:
    """Whether *answer* is within 1 % of *truth*, or is *truth* rounded to the answer's digits."""
    return _agree(answer.value, truth, RIGHT, answer.half, noise)


def is_nearly(answer: Written, truth: Value) -> bool:
    """Whether *answer* is within 5 % of *truth*."""
    return _agree(answer.value, truth, NEARLY)


def is_same(answer: Written, number: Value) -> bool:
    """Whether *answer* is *number*, exactly or rounded to three digits or more."""
    return _agree(answer.value, number, SAME, answer.half if answer.digits >= TELLING else 0.0)


def agree(found: Value, wanted: Value, tolerance: float, noise: float = 0.0) -> bool:
    """Whether two computed numbers agree within *tolerance*, relative to *wanted*."""
    return _agree(found, wanted, tolerance, 0.0, noise)


def entries_right(answer: Written, truth: Value) -> tuple[int, int]:
    """How many entries of an array agree, of how many."""
    with np.errstate(all="ignore"):
        right = np.asarray(_close(answer.value, truth, RIGHT, answer.half, 0.0))
    return int(np.count_nonzero(right)), right.size


def _agree(found: Value, wanted: Value, tolerance: float, half: Value = 0.0, noise: float = 0.0) -> bool:
    if shape_of(found) != shape_of(wanted):
        return False
    close = _close(found, wanted, tolerance, half, noise)
    return bool(close) if isinstance(close, bool) else bool(np.all(close))


def _close(found: Any, wanted: Any, tolerance: float, half: Any, noise: float) -> Any:
    apart = abs(found - wanted)
    finite = apart < np.inf  # an infinite truth allows for no distance
    within = (apart <= tolerance * (1 + SAME) * abs(wanted)) | (apart <= half * (1 + SAME)) | (apart <= noise)
    return (found == wanted) | (finite & within) | ((found != found) & (wanted != wanted))
