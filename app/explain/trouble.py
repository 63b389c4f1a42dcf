"""The messages about numbers that went wrong: what was asked of the op, and why it has no answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..engine.array import as_array
from ..engine.graph import Value
from ..engine.op import Op
from ..engine.passes import Local
from . import number
from .tensors import shape_of

# A domain that reads as one condition is quoted; longer ones would need explaining themselves.
_SIMPLE_DOMAIN = re.compile(r"\w+ (?:<|<=|>|>=|!=) [-\w.]+")
_SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥"}


def is_finite(value: Value | None) -> bool:
    """Whether every entry is a finite number; None, for no value, is no trouble."""
    if isinstance(value, float):
        return value - value == 0.0
    return value is None or bool(np.isfinite(value).all())


def has_nan(value: Value | None) -> bool:
    """Whether any entry is NaN."""
    if isinstance(value, float):
        return value != value
    return value is not None and bool(np.isnan(value).any())


def forward_text(op: Op, attrs: Mapping[str, Any], operands: Sequence[Value | None], value: Value) -> str:
    """Say why *op* gave infinity or NaN."""
    nan = has_nan(value)
    if shape_of(value) or any(shape_of(operand) for operand in operands):
        bad = np.isnan(value) if nan else np.isinf(value)
        count = f" in {int(np.count_nonzero(bad))} of {bad.size} entries" if bad.ndim else ""
        what = f"{_call(op)} {'is undefined' if nan else 'is infinite'}{count}"
    else:
        verb = "is undefined" if nan else f"is {number.text(float(value))}"
        what = f"{_call(op)} {verb} at {_at(op, operands)}"
    outside = not op.in_domain([as_array(operand) for operand in operands], attrs)  # type: ignore[arg-type]
    if outside and op.domain is not None and _SIMPLE_DOMAIN.fullmatch(op.domain):
        return f"{what}: it needs {_domain(op.domain)}."
    if outside or nan:
        return f"{what}."
    return f"{what}: the result is beyond 1.798×10³⁰⁸, the largest number there is here."


def kink_text(op: Op, operands: Sequence[Value | None]) -> str:
    """Say that *op* has no derivative here, and what was taken instead."""
    assert op.kink is not None  # it was asked whether it sits there
    tensor = any(shape_of(operand) for operand in operands)
    where = "at some of its entries" if tensor else f"at {_at(op, operands)}"
    return f"{_call(op)} has a kink {where}. {op.kink[1]}"


def backward_text(
    op: Op | None, values: Sequence[Value | None], up: Value, local: Local | None, down: Value
) -> tuple[str, str] | None:
    """
    Say why what crosses an edge is infinite or NaN, where it was born on this edge.

    Args:
        op: The edge's target.
        values: Its value, then its operands'.
        up, local, down: The edge's numbers.

    Returns:
        The code and the message, or None where the trouble came from elsewhere.
    """
    assert op is not None  # edges end at ops
    nan = has_nan(down)
    if nan and (has_nan(up) or any(has_nan(value) for value in values)):
        return None
    if not nan and not is_finite(up):
        return None
    known = isinstance(local, float | np.ndarray)
    if known and not is_finite(local):  # type: ignore[arg-type]  # known to be a number or an array
        if not all(is_finite(value) for value in values):
            return None
        if isinstance(local, float):
            verb = "undefined" if has_nan(local) else f"{number.text(local)}"
            return _code(local), f"The local gradient of {_call(op)} is {verb} at {_at(op, values[1:])}."
        return _code(down), f"The local gradient of {_call(op)} is not finite at some entries."
    if isinstance(up, float) and isinstance(local, float):
        product = f"{number.text(up)} × {number.text(local)}"
        end = "has no value" if nan else "is beyond the largest number there is here"
        return _code(down), f"Upstream times local, {product}, {end}."
    return _code(down), "Upstream times local is not finite at some entries."


def sum_text(gradient: Value) -> str:
    """Say what the contributions to a gradient add up to."""
    total = number.text(gradient) if isinstance(gradient, float) else "something that is not finite"
    return f"The contributions that meet here add up to {total}."


def _code(value: Value) -> str:
    return "nan" if has_nan(value) else "overflow"


def _call(op: Op) -> str:
    return f"{op.name}({', '.join(op.operands)})"


def _at(op: Op, operands: Sequence[Value | None]) -> str:
    return ", ".join(
        f"{op.operand_name(i)} = {number.text(float(operand))}"  # type: ignore[arg-type]  # scalars, all evaluated
        for i, operand in enumerate(operands)
    )


def _domain(formula: str) -> str:
    for sign, written in _SIGNS.items():
        formula = formula.replace(sign, written)
    return formula.replace("-", number.MINUS)
