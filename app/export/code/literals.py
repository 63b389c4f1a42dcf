"""Numbers and arrays as Python writes them: every digit, so that reading them back gives the same number."""

from __future__ import annotations

from typing import Any

import numpy as np

MAX_LINE = 88


def number_code(value: float, module: str) -> str:
    """Write a number; NaN and the infinities by the library's names."""
    if value != value:
        return f"{module}.nan"
    if value in (np.inf, -np.inf):
        return f"{'-' if value < 0 else ''}{module}.inf"
    return repr(float(value))


def array_code(value: Any, module: str) -> str:
    """Write nested lists; a matrix that is too wide for one line has a row on each."""
    array = np.asarray(value, dtype=np.float64)
    if not array.size and array.ndim > 1:
        return f"{module}.zeros({array.shape})"
    text = _nested(array.tolist(), module)
    if array.ndim > 1 and len(text) > MAX_LINE:
        rows = "".join(f"    {_nested(row, module)},\n" for row in array.tolist())
        return f"[\n{rows}]"
    return text


def _nested(found: Any, module: str) -> str:
    text = repr(found)  # a list of finite numbers is written as it should be, thirty times as fast
    if "n" not in text:
        return text
    if isinstance(found, list):
        return f"[{', '.join(_nested(each, module) for each in found)}]"
    return number_code(found, module)
