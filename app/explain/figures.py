"""
Values as they stand in lines and sentences: LaTeX, its form, its brackets and its words, made once per number.

In a trace most numbers occur several times (a value as operand, a gradient as upstream), so they are remembered for
as long as one trace is told.
"""

from __future__ import annotations

from typing import NamedTuple

from ..engine.graph import Value
from . import number, tensors
from .latex import Form, needs_brackets


class Figure(NamedTuple):
    """
    A value, written.

    Attributes:
        tex: LaTeX.
        form: What that looks like from outside.
        words: The same for the ear.
        left, right: The brackets it needs after a dot, or nothing.
    """

    tex: str
    form: Form
    words: str
    left: str
    right: str


def figure(value: Value) -> Figure:
    """Write *value*, a float or an array."""
    if not isinstance(value, float):
        return Figure(tensors.tex(value), Form.WORD, tensors.words(value), "", "")
    digits, exponent = number.split(value)
    form = _form(digits, exponent)
    tex, words = number.tex_of(digits, exponent), number.words_of(digits, exponent)
    return Figure(tex, form, words, "(", ")") if needs_brackets(form) else Figure(tex, form, words, "", "")


class Figures(dict[float, Figure]):
    """Figures by number: ``figures[x]`` writes x the first time and remembers it."""

    def __missing__(self, value: float) -> Figure:
        made = self[value] = figure(value)
        return made

    def of(self, value: Value) -> Figure:
        """Return the figure of a float or an array; arrays are not remembered."""
        return self[value] if isinstance(value, float) else figure(value)


def _form(digits: str, exponent: int | None) -> Form:
    negative = digits[0] == "-"
    if exponent is not None:
        return Form.NEGATIVE_SCIENTIFIC if negative else Form.SCIENTIFIC
    if digits[-1] in "fn":  # inf and nan are symbols
        return Form.MINUS if negative else Form.WORD
    return Form.NEGATIVE if negative else Form.NUMBER
