"""
Where an activation lets no gradient through: saturated on a side where its slope fades, dead where it is flat.

Read off the op's own local gradients a little and far to the left and right of 0: ReLU is flat on the left, tanh
fades on both sides, leaky ReLU does neither. So a new activation is understood without a word in its declaration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.array import Array
from ..engine.graph import Value
from ..engine.op import REGISTRY, Op
from ..engine.passes import Local
from . import number
from .trouble import Site

SATURATED, DEAD = "saturated", "dead"
SATURATED_BELOW = 0.02
"""Of the gradient is passed on: an update fifty times smaller. tanh is there beyond 2.65, the sigmoid beyond 3.9."""
_NEAR, _FAR = 5.0, 40.0
_ASIDE = 2.0
"""|x| from which a small slope is the tail; silu and gelu also have one at their dips, which is no saturation."""


def blocked(
    op: Op, attrs: Mapping[str, Any], operand: Value | None, local: Local, site: Callable[[], Site]
) -> tuple[str, str] | None:
    """
    Return the code and the message where *op* holds gradient back, else None.

    Args:
        op: An activation.
        attrs: Its settings.
        operand: The value of its first operand.
        local: Its local gradient towards it, a float or an array.
        site: Asked for what the message calls it.
    """
    if operand is None or not isinstance(local, float | np.ndarray):
        return None
    if isinstance(local, float) and not abs(local) < SATURATED_BELOW:
        return None  # by far most; nothing to look at more closely
    x, slope = np.broadcast_arrays(np.asarray(operand, dtype=np.float64), np.asarray(local))
    for code, entries in held(op, attrs, x, slope):
        count = int(np.count_nonzero(entries))
        if count:
            return code, _text(site(), code, x, slope, count)
    return None


def held(op: Op, attrs: Mapping[str, Any], x: Array, slope: Array) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield, for dead and for saturated, where the slope of *op* at *x* holds gradient back."""
    left, right = _sides(op.name, json.dumps(attrs) if attrs else "")
    small = (np.abs(slope) < SATURATED_BELOW) & (np.abs(x) > _ASIDE)
    for code, entries in ((DEAD, slope == 0.0), (SATURATED, small)):
        if code in (left, right):
            yield code, entries & (((x < 0.0) & (left == code)) | ((x > 0.0) & (right == code)))


def _text(site: Site, code: str, x: Array, slope: Array, count: int) -> str:
    name = site.call
    if x.ndim:
        where = f"in {count} of {x.size} entries"
        passes = "no gradient passes there" if code == DEAD else "less than 0.02 of the gradient passes there"
    else:
        where = f"at {site.called[0].text} = {number.text(float(x))}"
        passes = (
            "no gradient passes"
            if code == DEAD
            else f"it passes on {number.text(float(slope))} of the gradient"
        )
    return f"{name} is {'flat' if code == DEAD else 'saturated'} {where}: {passes}."


@lru_cache(maxsize=512)
def _sides(op_name: str, attrs_key: str) -> tuple[str | None, str | None]:
    """What happens to the slope on the left and on the right."""
    op, attrs = REGISTRY[op_name], json.loads(attrs_key) if attrs_key else {}
    if len(op.operands) != 1 or not op.elementwise:
        return None, None
    x = np.array([-_FAR, -_NEAR, _NEAR, _FAR])
    with np.errstate(all="ignore"):
        slopes = np.abs(op.partials([x], op.forward([x], attrs), attrs, 0)).tolist()
    return _side(slopes[1], slopes[0]), _side(slopes[2], slopes[3])


def _side(near: float, far: float) -> str | None:
    if near == 0.0 and far == 0.0:
        return DEAD
    return SATURATED if near < 0.5 and far < 1e-6 else None
