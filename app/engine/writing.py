"""
Nodes -> text of the expression language: one op with its operands, one number, one statement.

A text under construction is a `Piece`: nested lists of strings, joined once at the end. Joining at every node would
copy a sum of 10,000 terms 10,000 times. Brackets are written only where reading would otherwise give another graph.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .array import Array
from .op import REQUIRED, Op
from .syntax import BINDING, COMPARISON, INFIX_OPS, POSTFIX, POWER, PRODUCT, SUM, UNARY

ATOM = POSTFIX + 1
_SIGNS = {name: sign for sign, name in INFIX_OPS.items()}
_SPACED = {"*": "*", "/": "/", "**": "**"}  # tightly bound signs stand without spaces, as in f = x*w + b
# How tightly the left and the right operand must bind to stand without brackets.
_SIDES = {
    COMPARISON: (SUM, SUM),
    SUM: (SUM, PRODUCT),
    PRODUCT: (PRODUCT, UNARY),
    POWER: (POSTFIX, UNARY),
}


class Piece(NamedTuple):
    """
    A text under construction.

    Attributes:
        parts: Strings and lists of parts.
        binding: How tightly its outermost operator binds.
        depth: How deep its brackets nest.
        literal: Whether it is a number or list as written.
    """

    parts: list[Any]
    binding: int
    depth: int = 0
    literal: bool = False

    def text(self) -> str:
        """Join the parts, without recursion."""
        found: list[str] = []
        waiting: list[Any] = [self.parts]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                found.append(part)
            else:
                waiting.extend(reversed(part))
        return "".join(found)


def name_piece(name: str) -> Piece:
    """Return the piece of a node's name."""
    return Piece([name], ATOM)


def value_piece(value: float | Array) -> Piece:
    """Return the piece of a finite literal."""
    text = value_text(value)
    if isinstance(value, np.ndarray) and value.ndim:
        return Piece([text], ATOM, value.ndim, True)
    # A number never takes an index or .T without brackets: `2.T` would read as the number `2.` and a name.
    return Piece([text], UNARY if text[0] == "-" else POSTFIX - 1, 0, True)


def op_piece(op: Op, attrs: dict[str, Any], operands: Sequence[Piece]) -> Piece:
    """Return the piece of *op* applied to *operands*."""
    if op.name in _SIGNS and not attrs:
        return _infix(_SIGNS[op.name], operands[0], operands[1])
    if op.name == "neg" and not operands[0].literal:
        inner = _bracketed(operands[0], UNARY)
        return Piece(["-", inner.parts], UNARY, inner.depth)
    if op.name == "transpose" and not attrs:
        inner = _bracketed(operands[0], POSTFIX)
        return Piece([inner.parts, ".T"], POSTFIX, inner.depth)
    if op.name == "index":
        inner = _bracketed(operands[0], POSTFIX)
        return Piece([inner.parts, f"[{_positions(attrs['at'])}]"], POSTFIX, max(inner.depth, 1))
    parts: list[Any] = [op.name, "("]
    for i, operand in enumerate(operands):
        parts += [", ", operand.parts] if i else [operand.parts]
    parts += [", " + text for text in _settings(op, attrs)]
    parts.append(")")
    inner_depth = max([2 if attrs else 0, *(operand.depth for operand in operands)])
    return Piece(parts, POSTFIX, inner_depth + 1)


def _infix(sign: str, left: Piece, right: Piece) -> Piece:
    binding = BINDING[sign]
    need_left, need_right = _SIDES[binding]
    if binding == POWER and left.literal and left.parts[0][0] != "-":
        need_left = 0  # 2**x needs no brackets, (-2)**x does
    left, right = _bracketed(left, need_left), _bracketed(right, need_right)
    between = _SPACED.get(sign) or f" {sign} "
    return Piece([left.parts, between, right.parts], binding, max(left.depth, right.depth))


def _bracketed(piece: Piece, binding: int) -> Piece:
    """Put brackets around *piece* unless it binds at least as tightly as *binding*."""
    if piece.binding >= binding:
        return piece
    return Piece(["(", piece.parts, ")"], ATOM, piece.depth + 1)


def _settings(op: Op, attrs: dict[str, Any]) -> list[str]:
    """Write settings: those without a default by position, the others by name."""
    texts = []
    for setting in op.settings:
        if setting.name in attrs:
            text = setting_text(attrs[setting.name])
            by_name = setting.default is not REQUIRED or setting.keyword_only
            texts.append(f"{setting.name}={text}" if by_name else text)
    return texts


def setting_text(value: Any) -> str:
    """Write a setting's value."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(setting_text, value))}]"
    if isinstance(value, float):
        return number_text(value)
    return str(value)


def _positions(at: Sequence[Any]) -> str:
    return ", ".join(
        str(item) if isinstance(item, int) else ":".join("" if end is None else str(end) for end in item)
        for item in at
    )


def number_text(value: float) -> str:
    """Write a finite number so that reading it gives the same float64: -2, 0.1, 1e-05."""
    if value.is_integer() and abs(value) < 1e16:
        return "-0.0" if value == 0 and math.copysign(1, value) < 0 else str(int(value))
    return repr(value)


def value_text(value: float | Array) -> str:
    """Write a finite number or array."""
    return _nested_text(value.tolist() if isinstance(value, np.ndarray) else value)


def _nested_text(value: Any) -> str:
    if isinstance(value, list):  # at most as deep as a tensor has dimensions
        return f"[{', '.join(map(_nested_text, value))}]"
    return number_text(value)


def is_writable(value: float | Array | None) -> bool:
    """Whether *value* can be written: there is one, and it is finite."""
    return value is not None and bool(np.isfinite(value).all())


def leaf_statement(name: str, kind: str, value: float | Array | None) -> str:
    """Write the statement that declares a leaf; a value that is not finite is left out."""
    if not is_writable(value):
        return f"{name}: {kind}"
    assert value is not None  # is_writable has looked
    text = value_text(value)
    return f"{name} = {text}" if kind == "input" else f"{name}: {kind} = {text}"
