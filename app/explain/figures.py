"""
Values as they stand in lines and sentences: LaTeX, its form and its words, made once per number.

In a trace most numbers occur several times (a value as operand, a gradient as upstream), so they are remembered for
as long as one trace is told.
"""

from __future__ import annotations

from typing import NamedTuple

from ..engine.graph import Value
from . import number, tensors
from .latex import Form


class Figure(NamedTuple):
    """
    A value, written.

    Attributes:
        tex: LaTeX.
        form: What that looks like from outside.
        words: The same for the ear.
    """

    tex: str
    form: Form
    words: str


def figure(value: Value) -> Figure:
    """Write *value*, a float or an array."""
    if not isinstance(value, float):
        return Figure(tensors.tex(value), Form.WORD, tensors.words(value))
    digits, exponent = number.split(value)
    if exponent is None and digits[-1] <= "9":
        # What most numbers are, and there are many: no question asked twice.
        if digits[0] == "-":
            return Figure(digits, Form.NEGATIVE, "minus " + digits[1:])
        return Figure(digits, Form.NUMBER, digits)
    tex, words = number.tex_of(digits, exponent), number.words_of(digits, exponent)
    return Figure(tex, _form(digits, exponent), words)


class Figures(dict[float, Figure]):
    """Figures by number: ``figures[x]`` writes x the first time and remembers it."""

    def __missing__(self, value: float) -> Figure:
        made = self[value] = figure(value)
        return made

    def of(self, value: Value) -> Figure:
        """Return the figure of a float or an array; arrays are not remembered."""
        return self[value] if isinstance(value, float) else figure(value)


def _form(digits: str, exponent: int | None) -> Form:
    """The form of a number with a power of ten, or of one that is not finite."""
    negative = digits[0] == "-"
    if exponent is not None:
        return Form.NEGATIVE_SCIENTIFIC if negative else Form.SCIENTIFIC
    return Form.MINUS if negative else Form.WORD
