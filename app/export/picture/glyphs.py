"""What stands on an op's disc, in TeX: its sign, its Greek letter or its name, and a constant drawn inside it."""

from __future__ import annotations

from typing import NamedTuple

from ...engine.op import Op
from ...explain import number
from .measures import DISC, width

_SIGNS = {
    "add": "+", "sub": "-", "mul": r"\times", "div": r"\div", "matmul": "@", "dot": r"\cdot", "outer": r"\otimes",
    "sqrt": r"\surd", "sum": r"\Sigma", "less": "<", "less_equal": r"\leq", "greater": ">", "greater_equal": r"\geq",
    "equal": "=", "sigmoid": r"\sigma",
}  # fmt: skip
_WORDS = {
    "relu": "ReLU", "leaky_relu": "leaky ReLU", "elu": "ELU", "prelu": "PReLU", "silu": "SiLU", "gelu": "GELU",
    "identity": "id", "maximum": "max", "minimum": "min", "not_equal": "not equal",
}  # fmt: skip
_AROUND = {
    "neg": r"-(\;\,)", "reciprocal": r"(\;\,)^{-1}", "square": r"(\;\,)^{2}", "transpose": r"(\;\,)^{\top}",
}  # fmt: skip
INLINE = frozenset("add sub mul div pow maximum minimum less less_equal greater greater_equal equal".split())
"""Ops that a scalar constant is drawn inside of."""


class Glyph(NamedTuple):
    """TeX of a glyph, its size, and half the width of what it stands on."""

    tex: str
    size: str
    half_width: float


def glyph_of(op: Op) -> Glyph:
    """The glyph of an op without a constant inside."""
    sign = _SIGNS.get(op.name)
    if sign:
        return Glyph(f"${sign}$", r"\Large", DISC)
    around = _AROUND.get(op.name)
    if around:
        return _sized(f"${around}$", r"\large", 5, 24)
    word = _WORDS.get(op.name, op.name.replace("_", " "))
    return _sized(word, r"\normalsize" if len(word) < 5 else r"\small", 8, 0)


def inline_glyph(op: Op, value: float, index: int, is_pi: bool) -> Glyph:
    """An op with the constant *value* inside, which is its operand *index*."""
    figures = r"\pi" if is_pi else number.tex(value)
    if op.name == "pow":
        tex = rf"(\;\,)^{{{figures}}}" if index == 1 else rf"{figures}^{{(\;\,)}}"
        return _sized(f"${tex}$", r"\large", 5, 24)
    sign = _SIGNS.get(op.name) or rf"\mathrm{{{_WORDS[op.name]}}}\,"
    if index == 0:
        return _sized(rf"${figures}\,{sign}$", r"\large", 4, DISC)
    shown = f"({figures})" if figures[0] == "-" else figures
    return _sized(f"${{{sign}}}{shown}$", r"\large", 4, DISC)


def name_glyph(tex: str) -> Glyph:
    """A name on a disc of its own, for a closed group of the reader's."""
    return _sized(tex, r"\normalsize", 8, 0)


def _sized(tex: str, size: str, pad: float, least: float) -> Glyph:
    needed = max(width(tex, size) / 2 + pad, least)
    return Glyph(tex, size, DISC if needed <= DISC + 1.5 else round(needed))
