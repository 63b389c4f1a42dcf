"""
Words for what ops do, as the sentences of a trace use them.

The sentences are for ears and logs: signs of arithmetic are words, since voices swallow them, "minus" above all. An op
that English has a better name for than its own is called by that; any other by its name, with its settings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..engine.array import Shape, normalize_axes
from ..engine.op import REGISTRY, Op
from . import number

# By symbol and number of operands.
_INFIX = {
    ("+", 2): "{0} plus {1}",
    ("-", 2): "{0} minus {1}",
    ("*", 2): "{0} times {1}",
    ("/", 2): "{0} divided by {1}",
    ("**", 2): "{0} to the power {1}",
    ("@", 2): "{0} times {1}",
    ("-", 1): "minus {0}",
    ("<", 2): "whether {0} is less than {1}",
    ("<=", 2): "whether {0} is at most {1}",
    (">", 2): "whether {0} is greater than {1}",
    (">=", 2): "whether {0} is at least {1}",
    ("==", 2): "whether {0} is equal to {1}",
    ("!=", 2): "whether {0} is not equal to {1}",
}
# Of "minus 4 squared" an ear cannot tell what is squared.
_POWERS = {"2": ("{0} squared", "the square of {0}"), "3": ("{0} cubed", "the cube of {0}")}
_ENGLISH = {
    "identity": "{0}",
    "reciprocal": "1 over {0}",
    "sqrt": "the square root of {0}",
    "abs": "the absolute value of {0}",
    "log": "the logarithm of {0}",
    "sin": "the sine of {0}",
    "cos": "the cosine of {0}",
    "tan": "the tangent of {0}",
    "maximum": "the larger of {0} and {1}",
    "minimum": "the smaller of {0} and {1}",
    "clip": "{0} held between {low} and {high}",
    "where": "{1} where {0}, else {2}",
    "dot": "the dot product of {0} and {1}",
    "outer": "the outer product of {0} and {1}",
    "sum": "the sum of {0}",
    "mean": "the mean of {0}",
    "max": "the largest entry of {0}",
    "min": "the smallest entry of {0}",
    "norm": "the norm of {0}",
}
_MANNERS = {
    "sum": "every entry that was summed gets a copy of the upstream gradient",
    "mean": "every entry that was averaged gets an equal share of the upstream gradient",
    "max": "the entry that was taken gets the upstream gradient, the others get nothing",
    "min": "the entry that was taken gets the upstream gradient, the others get nothing",
    "index": "what was taken gets the upstream gradient, the rest gets 0",
    "concat": "its own part of the upstream gradient",
    "stack": "its own part of the upstream gradient",
    "reshape": "the upstream gradient, back in the old shape",
    "transpose": "the upstream gradient, transposed back",
}
MAX_OPERANDS_READ = 4
_WORDED = re.compile(r"the |whether |(?:row|column|entry) [\d(]")


def phrase(
    op: Op, operands: Sequence[str], attrs: Mapping[str, Any] | None = None, shape: Shape | None = None
) -> str:
    """
    Say what *op* makes of *operands*: ``x plus y``, ``sigmoid of z``; of many operands, the first few.

    Args:
        op: The op.
        operands: Words for its operands.
        attrs: Its settings.
        shape: Shape of its first operand, None where that is a number.
    """
    power = {"pow": operands[-1], "square": "2"}.get(op.name, "")
    if power in _POWERS:
        return _POWERS[power][operands[0].startswith("minus ")].format(operands[0])
    key = json.dumps(attrs) if attrs else ""
    return _pattern(op.name, len(operands), key, shape or None).format(*operands)


def manner(op: Op) -> str:
    """Say how *op*, which is not elementwise, hands its gradient back."""
    local = "gradient" if op.category == "loss" else "Jacobian"
    return _MANNERS.get(op.name, f"its upstream gradient times the local {local}")


def computed(what: str, filled: str, result: str) -> str:
    """Say what was computed, with numbers put in where that says more than the result."""
    return f"{what}: {result}." if filled == result else f"{what}: {filled} is {result}."


def seed_words(seed: str) -> str:
    """Say what the seed is: ``the seed 3``, ``a 2 by 2 matrix as its seed``."""
    return f"{seed} as its seed" if seed.startswith("a ") else f"the seed {seed}"


def sentence(text: str) -> str:
    """Begin a sentence with what a nameless node is called: a word gets a capital letter, a name keeps its own."""
    return text[0].upper() + text[1:] if _WORDED.match(text) else text


@lru_cache(maxsize=4096)
def _pattern(op_name: str, count: int, attrs_key: str, shape: Shape | None) -> str:
    op: Op = REGISTRY[op_name]
    attrs: dict[str, Any] = json.loads(attrs_key) if attrs_key else {}
    if op.infix and (op.infix[0], count) in _INFIX:
        return _INFIX[op.infix[0], count]
    if op_name in ("index", "transpose", "reshape"):
        return _moved(op_name, attrs, shape)
    if op.variadic:
        return _joined(op_name, count, attrs)
    axes = _axes(op, attrs, shape)
    if op_name == "clip":
        bounds = {name: number.words(float(attrs[name])) for name in ("low", "high")}
        return _ENGLISH["clip"].format("{0}", **bounds)
    if op.category == "loss":
        told = f"the {op.title[0].lower()}{op.title[1:]} of {{0}} and {{1}}"
        return f"{told}, summed over examples" if attrs.get("reduction") == "sum" else told
    told = _ENGLISH.get(op_name) or f"{op_name.replace('_', ' ')} of {listed(_slots(count))}"
    others = [
        f"{name} {_setting(value)}" for name, value in attrs.items() if name not in ("axis", "keepdims")
    ]
    return told + axes + (f" with {listed(others)}" if others else "")


def _slots(count: int) -> list[str]:
    read = [f"{{{i}}}" for i in range(min(count, MAX_OPERANDS_READ))]
    more = [f"{count - MAX_OPERANDS_READ} more"] if count > MAX_OPERANDS_READ else []
    return [*read, *more]


def _setting(value: Any) -> str:
    return number.words(float(value)) if isinstance(value, int | float) else str(value)


def _axes(op: Op, attrs: Mapping[str, Any], shape: Shape | None) -> str:
    """Along which axes, where these are not all."""
    setting = next((one for one in op.settings if one.name == "axis"), None)
    if setting is None or shape is None:
        return ""
    axes = normalize_axes(attrs.get("axis", setting.default), len(shape), op.name, "x", shape)
    if len(axes) == len(shape):
        return ""
    return f" {'over' if op.category == 'reduction' else 'along'} {_axis_list(axes)}"


def _joined(op_name: str, count: int, attrs: Mapping[str, Any]) -> str:
    told = f"{listed(_slots(count))} {'joined' if op_name == 'concat' else 'stacked'}"
    return f"{told} along axis {attrs['axis']}" if "axis" in attrs else told


def _moved(op_name: str, attrs: Mapping[str, Any], shape: Shape | None) -> str:
    if op_name == "transpose":
        asked = attrs.get("axes")
        axes = [asked] if isinstance(asked, int) else asked
        order = f" to the order of {_axis_list(axes)}" if axes else ""
        return f"{{0}} transposed{order}"
    if op_name == "reshape":
        sizes = attrs["shape"]
        return "{0} as one number" if not sizes else f"{{0}} in the shape {' by '.join(map(str, sizes))}"
    return f"{_position(attrs['at'], shape or ())} of {{0}}"


def _position(at: Sequence[Any], shape: Shape) -> str:
    """Say what an index takes: ``entry 1``, ``row 0``, ``column 2``, ``the part from 1 to 3``, or as written."""
    whole = [isinstance(part, int) for part in at]
    counted = [part % size if isinstance(part, int) else part for part, size in zip(at, shape, strict=False)]
    if all(whole) and len(at) == len(shape):
        numbers = ", ".join(map(str, counted))
        return f"entry {numbers}" if len(at) == 1 else f"entry ({numbers})"
    if len(shape) == 2 and all(whole):
        return f"row {counted[0]}"
    if len(shape) == 2 and len(at) == 2 and at[0] == [None, None] and whole[1]:
        return f"column {counted[1]}"
    if len(shape) == 1:
        taken = range(shape[0])[slice(*at[0])]
        return (
            f"the part from {taken[0]} to {taken[-1]}"
            if len(taken) > 1
            else f"entry {taken[0]}"
            if taken
            else "no entry"
        )
    return f"the part [{', '.join(map(_written, at))}]"


def _written(part: Any) -> str:
    return str(part) if isinstance(part, int) else ":".join("" if end is None else str(end) for end in part)


def listed(words: Sequence[str]) -> str:
    """Join *words* as a list is spoken: ``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def axes_words(axes: Sequence[int]) -> str:
    """Say which axes were summed: ``summed over axis 0``."""
    return f"summed over {_axis_list(axes)}"


def _axis_list(axes: Sequence[int]) -> str:
    if not axes:  # asked for in so many words: axis=[]
        return "no axis"
    return f"{'axis' if len(axes) == 1 else 'axes'} {listed([str(axis) for axis in axes])}"
