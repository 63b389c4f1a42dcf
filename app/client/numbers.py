"""Numbers on the wire: JSON has no NaN and no infinity, so these travel as words."""

from __future__ import annotations

import math
from typing import Any

_WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def to_wire(value: Any) -> Any:
    """
    *value* as JSON can hold it: NaN and infinities as words, arrays (whatever has ``tolist``) as lists.

    Dicts, lists and tuples are gone through; everything else is left as it is.
    """
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, dict):
        return {key: to_wire(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [to_wire(one) for one in value]
    return to_wire(value.tolist()) if hasattr(value, "tolist") else value


def from_wire(value: Any) -> Any:
    """A value or a gradient of an answer as numbers: floats, or nested lists of them; None stays None."""
    if isinstance(value, list):
        return [from_wire(one) for one in value]
    return _WORDS.get(value, value) if isinstance(value, str) else value
