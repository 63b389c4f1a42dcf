"""
Lines of LaTeX from an op's declaration, made once and filled in many times.

An op writes its value and its local gradients as LaTeX for any operands put in, but it walks a formula tree to do so
and decides about brackets on the way: too slow for every step of a large trace. So each line is written once with
stand-ins in place of the operands and cut there. How a line reads depends only on what *form* its operands have (a
letter, a negative number, a sum), so there is one line per op and combination of forms, kept for good: the forms are
few, and so are the combinations that occur.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Any

from ..engine.formula_tex import ATOM, COMPARISON, NEGATIVE, POWER, PRODUCT, SUM, binding
from ..engine.op import REGISTRY, Op

ROLES = ("up", "loc", "down", "val")
"""Macros of one argument that mark what a piece is: upstream, local, downstream gradient, value."""


class Form(IntEnum):
    """What a piece of LaTeX looks like from outside: all that decides about brackets and dots around it."""

    SYMBOL = 0  # w_{0}
    WORD = 1  # \mathrm{loss}, a matrix, anything in brackets of its own
    NUMBER = 2  # 3
    NEGATIVE = 3  # -3
    SCIENTIFIC = 4  # 1.000 \times 10^{5}
    NEGATIVE_SCIENTIFIC = 5
    POWER = 6  # x^{2}
    PRODUCT = 7  # x y
    MINUS = 8  # -x
    SUM = 9  # x + y
    RELATION = 10  # anything looser


_FACTORS = frozenset({Form.SYMBOL, Form.WORD, Form.NUMBER, Form.POWER})

_LETTER = r"\slot{0}"
_DIGITS = "4040{1:04d}4040"
_STAND_INS = {
    Form.SYMBOL: _LETTER,
    Form.WORD: rf"\left({_LETTER}\right)",
    Form.NUMBER: _DIGITS,
    Form.NEGATIVE: f"-{_DIGITS}",
    Form.SCIENTIFIC: _DIGITS + r" \times 10^{{5}}",
    Form.NEGATIVE_SCIENTIFIC: f"-{_DIGITS}" + r" \times 10^{{5}}",
    Form.POWER: _LETTER + "^{{0}}",
    Form.PRODUCT: _LETTER + r" \cdot 0",
    Form.MINUS: f"-{_LETTER}",
    Form.SUM: _LETTER + " + 0",
    Form.RELATION: _LETTER + " = 0",
}
_BY_BINDING = {
    ATOM: Form.WORD,
    POWER: Form.POWER,
    PRODUCT: Form.PRODUCT,
    NEGATIVE: Form.MINUS,
    SUM: Form.SUM,
    COMPARISON: Form.RELATION,
}
Forms = tuple[Form, ...]
Attrs = Mapping[str, Any]


class Line:
    """A line with gaps; `fill` puts pieces into them, by number and as often as they occur."""

    __slots__ = ("_gaps", "_pattern", "form")

    def __init__(self, text: str, stand_ins: Sequence[str]) -> None:
        numbers = {stand_in: i for i, stand_in in enumerate(stand_ins)}
        # Longest first, so that "-4040..." is found before "4040...".
        cuts = "|".join(re.escape(stand_in) for stand_in in sorted(stand_ins, key=len, reverse=True))
        parts = re.split(f"({cuts})", text)
        self._gaps = tuple(numbers[part] for part in parts[1::2])
        self._pattern = "%s".join(part.replace("%", "%%") for part in parts[::2])
        self.form = form_of(text)

    def fill(self, pieces: Sequence[str]) -> str:
        """Return the line with ``pieces[i]`` in every gap numbered i."""
        return self._pattern % tuple([pieces[i] for i in self._gaps])

    @property
    def is_plain(self) -> bool:
        """Whether numbers put in say no more than the result: nothing to put in, or one operand as it stands."""
        return not self._gaps or self._pattern == "%s"


def form_of(tex: str) -> Form:
    """Return the form of LaTeX that is neither a name nor a number."""
    return _BY_BINDING[binding(tex)]


def value_line(op: Op, attrs: Attrs, forms: Forms) -> Line:
    """Return the line of an op's value; gap i takes operand i."""
    return _line(op.name, _key(attrs), None, forms)


def partial_line(op: Op, attrs: Attrs, index: int, forms: Forms) -> Line:
    """Return the line of a local gradient; gap i takes operand i, and the last of *forms* is the output's."""
    return _line(op.name, _key(attrs), index, forms)


def _key(attrs: Attrs) -> str:
    return json.dumps(attrs) if attrs else ""


@lru_cache(maxsize=4096)
def _line(op_name: str, attrs_key: str, index: int | None, forms: Forms) -> Line:
    op = REGISTRY[op_name]
    attrs = json.loads(attrs_key) if attrs_key else {}
    stand_ins = [_STAND_INS[form].format(_letters(i), i) for i, form in enumerate(forms)]
    if index is None:
        return Line(op.value_tex(stand_ins, attrs), stand_ins)
    return Line(op.partial_tex(stand_ins[:-1], stand_ins[-1], attrs, index), stand_ins)


def _letters(number: int) -> str:
    """Four letters that count, since a LaTeX command takes no digits and none may be the start of another."""
    return "".join(chr(ord("A") + number // 26**place % 26) for place in (3, 2, 1, 0))


def needs_brackets(form: Form) -> bool:
    """Whether a piece of *form* needs brackets as a factor after another one."""
    return form not in _FACTORS
