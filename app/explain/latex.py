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
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from operator import itemgetter
from typing import Any

from ..engine.formula_tex import (
    ATOM,
    COMPARISON,
    NEGATIVE,
    PLAIN,
    POWER,
    PRODUCT,
    SUM,
    Style,
    binding,
    stands_together,
)
from ..engine.op import REGISTRY, Op

ROLES = ("up", "loc", "down", "val")
"""Macros of one argument that mark what a piece is: upstream, local, downstream gradient, value."""


class Form(IntEnum):
    """What a piece of LaTeX looks like from outside: all that decides about brackets and dots around it."""

    SYMBOL = 0  # w_{0}
    WORD = 1  # \mathrm{loss}, a matrix, anything in brackets of its own
    NUMBER = 2  # 3
    POWER = 3  # x^{2}
    NEGATIVE = 4  # -3
    SCIENTIFIC = 5  # 1.000 \times 10^{5}
    NEGATIVE_SCIENTIFIC = 6
    PRODUCT = 7  # x y, a fraction
    FACTORS = 8  # 2 x
    MINUS = 9  # -x
    SUM = 10  # x + y
    RELATION = 11  # anything looser


LAST_FACTOR = Form.POWER
"""Forms up to here stand behind a dot as they are; those beyond need brackets there."""

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
    Form.FACTORS: "2 " + _LETTER,
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
Same = tuple[int, ...]


class Line:
    """A line with gaps; `fill` puts pieces into them, by number and as often as they occur."""

    __slots__ = ("_escaped", "_pattern", "_pick", "form", "is_plain")

    def __init__(self, text: str, stand_ins: Sequence[str]) -> None:
        numbers = {stand_in: i for i, stand_in in enumerate(stand_ins)}
        # Longest first, so that "-4040..." is found before "4040...".
        cuts = "|".join(re.escape(stand_in) for stand_in in sorted(stand_ins, key=len, reverse=True))
        parts = re.split(f"({cuts})", text)
        gaps = [numbers[part] for part in parts[1::2]]
        self._pattern = "%s".join(part.replace("%", "%%") for part in parts[::2])
        self._escaped = self._pattern.replace("\\", r"\\")
        self._pick: Callable[[Sequence[str]], Any] = itemgetter(*gaps) if gaps else _nothing
        self.form = form_of(text)
        # Numbers put in say no more than the result: there is nothing to put in, or one operand as it stands.
        self.is_plain = not gaps or self._pattern == r"\val{%s}"

    def fill(self, pieces: Sequence[str]) -> str:
        """Return the line with ``pieces[i]`` in every gap numbered i."""
        filled: str = self._pattern % self._pick(pieces)
        return filled

    def fill_escaped(self, pieces: Sequence[str]) -> str:
        """Return the same inside a JSON string; the pieces are escaped already."""
        filled: str = self._escaped % self._pick(pieces)
        return filled


def _nothing(pieces: Sequence[str]) -> tuple[()]:
    return ()


def form_of(tex: str) -> Form:
    """Return the form of LaTeX that is neither a name nor a number."""
    return Form.FACTORS if stands_together(tex) else _BY_BINDING[binding(tex)]


class Lines:
    """
    The lines of one op for operands and an output of certain forms; the output's pieces come last.

    Attributes:
        value: ``out = value``, everything marked as a value.
        right: The right-hand side of it, for outputs without a name.
    """

    __slots__ = ("_attrs", "_jacobians", "_op", "_partials", "_stand_ins", "_style", "right", "value")

    def __init__(self, op: Op, attrs: Attrs, forms: Forms, style: Style, same: Same) -> None:
        self._op, self._attrs, self._style = op, attrs, style
        self._stand_ins = _stand_ins(forms, same)
        marked = [rf"\val{{{stand_in}}}" for stand_in in self._stand_ins]
        right = op.value_tex(marked[:-1], attrs, style)
        self.value = Line(f"{marked[-1]} = {right}", self._stand_ins)
        self.right = Line(right, self._stand_ins)
        self._partials: list[Line | None] = [None] * (len(forms) - 1)
        self._jacobians: list[Line | None] = [None] * (len(forms) - 1)

    def partial(self, index: int) -> Line:
        """Return the line of the local gradient towards operand *index*."""
        found = self._partials[index]
        if found is None:
            marked = [rf"\val{{{stand_in}}}" for stand_in in self._stand_ins]
            text = self._op.partial_tex(marked[:-1], marked[-1], self._attrs, index, self._style)
            found = self._partials[index] = Line(text, self._stand_ins)
        return found

    def jacobian(self, index: int) -> Line:
        """
        Return the line of the Jacobian towards operand *index*, for tensors.

        It is that of the local gradient, which names the output where it can, unless the op writes that one for single
        numbers only, as losses do.
        """
        found = self._jacobians[index]
        if found is None:
            operands = [rf"\val{{{stand_in}}}" for stand_in in self._stand_ins[:-1]]
            text = self._op.operator_tex(self._attrs, index, operands, self._style)
            value = self._op.value_tex(operands, self._attrs, self._style)
            same = text == self._op.partial_tex(operands, value, self._attrs, index, self._style)
            found = self._jacobians[index] = self.partial(index) if same else Line(text, self._stand_ins)
        return found


def lines_of(op: Op, attrs: Attrs, forms: Forms, style: Style = PLAIN, same: Same = ()) -> Lines:
    """
    Return the lines of an op for the *forms* of its operands and its output.

    Args:
        op, attrs: The op and its settings.
        forms: Of the operands, then of the output.
        style: Shapes of the operands, and how exp is written.
        same: What `same_operands` says of the operands.
    """
    return _lines(op.name, json.dumps(attrs) if attrs else "", forms, style, same)


@lru_cache(maxsize=4096)
def _lines(op_name: str, attrs_key: str, forms: Forms, style: Style, same: Same) -> Lines:
    return Lines(REGISTRY[op_name], json.loads(attrs_key) if attrs_key else {}, forms, style, same)


def value_line(op: Op, attrs: Attrs, forms: Forms, style: Style = PLAIN, same: Same = ()) -> Line:
    """Return the line of an op's value without role marks; gap i takes operand i."""
    return _value_line(op.name, json.dumps(attrs) if attrs else "", forms, style, same)


@lru_cache(maxsize=4096)
def _value_line(op_name: str, attrs_key: str, forms: Forms, style: Style, same: Same) -> Line:
    stand_ins = _stand_ins(forms, same)
    attrs = json.loads(attrs_key) if attrs_key else {}
    return Line(REGISTRY[op_name].value_tex(stand_ins, attrs, style), stand_ins)


def same_operands(sources: Sequence[int]) -> Same:
    """Say for each operand which is the first that is the same node; nothing where all differ."""
    if len(set(sources)) == len(sources):
        return ()
    return tuple([sources.index(source) for source in sources])


def _stand_ins(forms: Forms, same: Same) -> list[str]:
    """One stand-in per operand and for the output; the same node has the same one, so that x x is seen to be odd."""
    firsts = [*same, *range(len(same), len(forms))]
    return [_STAND_INS[forms[i]].format(_letters(i), i) for i in firsts]


def _letters(number: int) -> str:
    """Four letters that count, since a LaTeX command takes no digits and none may be the start of another."""
    return "".join(chr(ord("A") + number // 26**place % 26) for place in (3, 2, 1, 0))
