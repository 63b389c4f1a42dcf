"""
The messages about numbers that went wrong: what was asked of the op, and why it has no answer.

They speak of the reader's own nodes, "1 / x is ∞ at x = 0", not of the names an op has for its operands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..engine.array import Array, as_array
from ..engine.formula_numpy import array_function
from ..engine.graph import Value
from ..engine.op import Op, op_formula
from ..engine.passes import Local
from . import number
from .naming import Called, written
from .tensors import shape_of

# A domain that reads as one condition is quoted; longer ones would need explaining themselves.
_SIMPLE_DOMAIN = re.compile(r"(\w+) (?:<|<=|>|>=|!=) [-\w.]+")
_SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥", "==": "="}
_LOGARITHMIC = ("bce", "cce")  # losses that take the logarithm of a prediction


class Site(NamedTuple):
    """
    One use of an op.

    Attributes:
        op, attrs: The op and its settings.
        called: What its operands are called.
    """

    op: Op
    attrs: Mapping[str, Any]
    called: Sequence[Called]

    @property
    def call(self) -> str:
        """The op applied to its operands, in the language readers type."""
        return written(self.op, self.called, self.attrs)[0]

    def at(self, operands: Sequence[Value | None]) -> str:
        """Say what the operands are, which must be numbers; those that are seen in `call` are left out."""
        known = {
            one.text: number.text(float(operand))  # type: ignore[arg-type]  # numbers, all evaluated
            for one, operand in zip(self.called, operands, strict=True)
            if not is_number(one)
        }
        return f" at {', '.join(f'{name} = {value}' for name, value in known.items())}" if known else ""


def is_number(called: Called) -> bool:
    """Whether a node is called by its own number."""
    return called.nameless and (
        called.text in ("inf", "-inf", "nan") or not re.search(r"[A-Za-z_]", called.text)
    )


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


def forward_text(site: Site, operands: Sequence[Value | None], value: Value) -> str:
    """Say why an op gave infinity or NaN."""
    nan = has_nan(value)
    if shape_of(value) or any(map(shape_of, operands)):
        bad = np.isnan(value) if nan else np.isinf(value)
        count = f" in {int(np.count_nonzero(bad))} of {bad.size} entries" if bad.ndim else ""
        what = f"{site.call} {'is undefined' if nan else 'is infinite'}{count}"
    else:
        verb = "is undefined" if nan else f"is {number.text(float(value))}"
        what = f"{site.call} {verb}{site.at(operands)}"
    why = _reason(site, [as_array(operand) for operand in operands], nan)  # type: ignore[arg-type]  # all evaluated
    return f"{what}: {why}." if why else f"{what}."


def _reason(site: Site, operands: list[Array], nan: bool) -> str:
    op = site.op
    if op.in_domain(operands, site.attrs):
        if nan:
            return ""
        return (
            "ln 0 is −∞"
            if op.name in _LOGARITHMIC
            else "the result is beyond 1.798×10³⁰⁸, the largest number there is here"
        )
    if op.category == "loss":
        return _loss_reason(site, operands)
    if op.name == "pow":
        return "negative numbers have only whole powers" if nan else "0 has no negative powers"
    simple = _SIMPLE_DOMAIN.fullmatch(op.domain or "")
    if simple is None:
        return ""
    named = site.called[op.operands.index(simple[1])]
    if not is_number(named):
        return f"it needs {named.text}{_signs(simple[0][len(simple[1]) :])}"
    return f"{_general(op)} needs {_signs(simple[0])}"


def _loss_reason(site: Site, operands: list[Array]) -> str:
    """What a loss of probabilities or classes was given that is none."""
    prediction, target = operands
    if target.ndim < prediction.ndim:
        count = prediction.shape[-1]
        known = (target >= 0) & (target < count) & (target == np.floor(target))
        if not known.all():
            wrong = number.text(float(target[~known].ravel()[0]))
            return f"{wrong}, in {site.called[1].text}, is no class; the {count} classes are {_range(count)}"
    for one, values in zip(site.called, operands, strict=True):
        outside = ~((values >= 0.0) & (values <= 1.0))
        if outside.any():
            wrong = number.text(float(values[outside].ravel()[0]))
            return f"{wrong}, in {one.text}, is no probability; they lie between 0 and 1"
    return ""


def _range(count: int) -> str:
    return {1: "only 0", 2: "0 and 1"}.get(count, f"0 to {count - 1}")


def kink_text(site: Site, operands: Sequence[Value | None], out: Value) -> str:
    """Say that an op has no derivative here, and what was taken instead."""
    op = site.op
    assert op.kink is not None  # it was asked whether it sits there
    where, taken = op.kink
    if not any(map(shape_of, operands)):
        place = site.at(operands)
    elif op.elementwise:
        arrays = [as_array(operand) for operand in operands]  # type: ignore[arg-type]  # all evaluated
        there = kink_entries(op, site.attrs, arrays, as_array(out))
        place = f" in {int(np.count_nonzero(there))} of {there.size} entries"
    elif op.category == "reduction" and "==" in where:
        place = " at the zero vector"
    elif "==" in where:
        place = f" where {_own(where, site)}"
    else:
        place = f": {where}"
    return f"{site.call} has a kink{place}. {taken}"


def kink_entries(
    op: Op, attrs: Mapping[str, Any], operands: Sequence[Array], out: Array
) -> NDArray[np.bool_]:
    """Return which entries of an elementwise op's output sit where it has no derivative."""
    assert op.kink is not None  # it was asked for
    settings = op.setting_numbers(attrs)
    formula = op_formula(op.kink[0], (*op.operands, *settings, "out"))
    environment = {**dict(zip(op.operands, operands, strict=True)), **settings, "out": out}
    return np.broadcast_to(array_function(formula.tree)(environment) != 0.0, out.shape)


def backward_text(
    site: Site, values: Sequence[Value | None], up: Value, local: Local | None, down: Value
) -> tuple[str, str] | None:
    """
    Say why what crosses an edge is infinite or NaN, where it was born on this edge.

    Args:
        site: The edge's target.
        values: Its value, then its operands'.
        up, local, down: The edge's numbers.

    Returns:
        The code and the message, or None where the trouble came from elsewhere.
    """
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
            return _code(local), f"The local gradient of {site.call} is {verb}{site.at(values[1:])}."
        return _code(down), f"The local gradient of {site.call} is not finite at some entries."
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


def _general(op: Op) -> str:
    """The op applied to its own operands: what holds for all."""
    if op.infix is not None and len(op.operands) == 2:
        return f"{op.operands[0]} {op.infix[0]} {op.operands[1]}"
    return f"{op.name}({', '.join(op.operands)})"


def _own(condition: str, site: Site) -> str:
    """A condition over an op's operands with the reader's nodes put in."""
    names = dict(zip(site.op.operands, [one.text for one in site.called], strict=True))
    return re.sub(r"[A-Za-z_]\w*", lambda match: names.get(match[0], match[0]), _signs(condition))


def _signs(formula: str) -> str:
    for sign, shown in _SIGNS.items():
        formula = formula.replace(sign, shown)
    return formula.replace("-", number.MINUS)
