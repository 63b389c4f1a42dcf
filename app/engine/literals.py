"""
Literals of the expression language: numbers, nested lists, the values of settings, and what stands in `x[...]`.

Each reader takes a `Source` and the token to begin at, and returns the value and the token past it. None recurses:
lists nest on an explicit stack. Names and operators are refused here with ``not-a-literal``, because a literal is what
a reader can change with a slider.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from .array import Array
from .errors import EngineError, LimitError
from .lexer import Source
from .limits import Limits
from .syntax import NAME, NEWLINE, NUMBER, PARTNER, STRING, clip
from .values import read_value

_WORDS: Final = {"None": None, "True": True, "False": False}
_NOTHING: Final = object()


class AlreadySaid(Exception):
    """A statement cannot be read to its end, because of something that is among the errors: an unclosed bracket."""


def read_number(source: Source, i: int) -> float:
    """Return the number at token *i*, without sign; raises SourceError ``not-a-number`` beyond float64."""
    word = source.texts[i]
    try:
        value = float(word)
    except ValueError:
        hint = "Digits, one point, and e with a power of ten, as in 1.5e-3."
        raise source.error_at("not-a-number", f"{clip(word)} is not a number.", i, i, hint=hint) from None
    if value == float("inf"):
        message = f"{clip(word)} is too large: the largest number of float64 is about 1.8e308."
        raise source.error_at("not-a-number", message, i, i, hint="Write a smaller number.")
    if word[0] == "0" and value and word.isdecimal():
        plain = word.lstrip("0")
        message = f"{clip(word)} begins with a zero, and Python refuses such a number."
        raise source.error_at("not-a-number", message, i, i, hint=f"Write {clip(plain)}.", fix=plain)
    return value


def read_signed(source: Source, i: int) -> tuple[float, int]:
    """Return the number at token *i*, which may have a sign before it, and the token past it."""
    sign = source.texts[i]
    if sign not in ("-", "+"):
        return read_number(source, i), i + 1
    value = read_number(source, i + 1)
    if sign == "-":
        value = -value
        if value == 0 and source.texts[i + 1].isdecimal():
            value = 0.0  # the integer -0 of Python has no sign
    return value, i + 2


def is_number(source: Source, i: int) -> bool:
    """Whether a number, with or without a sign, stands at token *i*."""
    return source.kinds[i] == NUMBER or (source.texts[i] in ("-", "+") and source.kinds[i + 1] == NUMBER)


def read_array(source: Source, first: int, limits: Limits) -> tuple[Array, int]:
    """Return the nested list that opens at token *first* as a read-only array, and the token past it."""
    nested, i = _read_nested(source, first, _entry_of_array)
    try:
        value = read_value(nested, "this list", limits)
    except LimitError as error:  # without the name of a node: a list in a text is none
        raise LimitError(error.limit, error.seen, error.allowed, hint=error.hint, loc=error.loc) from None
    except EngineError as error:
        raise source.error_at(error.code, error.message, first, i - 1, hint=error.hint) from None
    return np.asarray(value), i


def _entry_of_array(source: Source, i: int) -> tuple[Any, int]:
    if is_number(source, i):
        return read_signed(source, i)
    hint = "To join nodes, use stack(a, b) or concat(a, b)." if source.kinds[i] == NAME else None
    message = f"A list holds numbers and lists of numbers, not {_shown(source, i)}."
    raise source.error_at("not-a-literal", message, i, i, hint=hint or "Write the number itself.")


def read_setting(source: Source, i: int, name: str) -> tuple[Any, int]:
    """
    Return the value of the setting *name* written at token *i*, and the token past it.

    Numbers come as int where they are written so, lists and tuples as lists, strings without their quotes.
    """
    if source.texts[i] in ("[", "("):
        value, end = _read_nested(source, i, _entry_of_setting)
    else:
        value, end = _entry_of_setting(source, i)
    if source.texts[end] not in (",", ")"):
        raise _not_a_setting(source, i, name)
    return value, end


def _entry_of_setting(source: Source, i: int) -> tuple[Any, int]:
    word = source.texts[i]
    if source.kinds[i] == STRING:
        return word[1:-1], i + 1
    if source.kinds[i] == NAME and word in _WORDS:
        return _WORDS[word], i + 1
    if not is_number(source, i):
        raise _not_a_setting(source, i, "a setting")
    value, end = read_signed(source, i)
    whole = source.texts[end - 1].isdecimal() and abs(value) < 2**53
    return int(value) if whole else value, end


def _not_a_setting(source: Source, i: int, name: str) -> EngineError:
    message = f"The value of {name} must be a literal, not {_shown(source, i)}."
    if name == "a setting":
        message = f"A setting's value must be a literal, not {_shown(source, i)}."
    hint = "A number, a list of numbers, a string, True, False or None; nodes are operands and come first."
    return source.error_at("not-a-literal", message, i, i, hint=hint)


def _shown(source: Source, i: int) -> str:
    if source.kinds[i] == NAME:
        return f"the name {clip(source.texts[i])}"
    if is_number(source, i):
        return "an expression"
    return "the end of the line" if source.texts[i].isspace() else clip(source.texts[i])


def _read_nested(source: Source, first: int, entry: Any) -> tuple[list[Any], int]:
    """Read ``[...]`` or ``(...)`` at token *first*, entries by *entry*; commas may trail, as in Python."""
    texts = source.texts
    top: list[Any] = []
    lists, closing = [top], [PARTNER[texts[first]]]
    i = first + 1
    ready = True  # an entry may come: at the beginning, and after a comma
    while closing:
        word = texts[i]
        if source.kinds[i] == NEWLINE:
            raise AlreadySaid
        if word == closing[-1]:
            lists.pop()
            closing.pop()
            ready = False
            i += 1
        elif word == "," and not ready:
            ready = True
            i += 1
        elif word == ";":
            hint = "Write a list of rows: [[1, 2], [3, 4]]."
            raise source.error_at("syntax", "Rows are not separated by a semicolon.", i, i, hint=hint)
        elif not ready:
            raise source.error_at(
                "syntax", "A comma is missing between two entries.", i - 1, i, hint="Put a comma there."
            )
        elif word in ("[", "("):
            inner: list[Any] = []
            lists[-1].append(inner)
            lists.append(inner)
            closing.append(PARTNER[word])
            i += 1
        else:
            value, i = entry(source, i)
            lists[-1].append(value)
            ready = False
    return top, i


def read_positions(source: Source, first: int) -> tuple[list[Any], int]:
    """
    Read ``[0, -1, 1:3]`` at token *first* as the setting ``at``: whole numbers, and pairs with None for an open end.

    Returns:
        The positions, and the token past the closing bracket.
    """
    at: list[Any] = []
    i = first + 1
    while source.texts[i] != "]":
        if source.kinds[i] == NEWLINE:
            raise AlreadySaid
        low, i = _read_whole(source, i)
        if source.texts[i] == ":":
            high, i = _read_whole(source, i + 1)
            if source.texts[i] == ":":
                hint = "Write start:stop."
                raise source.error_at(
                    "not-supported", "A slice has no step in this language.", i, i, hint=hint
                )
            at.append([None if low is _NOTHING else low, None if high is _NOTHING else high])
        elif low is _NOTHING:
            raise _not_a_position(source, i)
        else:
            at.append(low)
        if source.texts[i] == ",":
            i += 1
        elif source.texts[i] != "]" and source.kinds[i] != NEWLINE:
            raise _not_a_position(source, i)
    if not at:
        hint = "Write which entry, as in x[0] or x[0, 1:3]."
        raise source.error_at("syntax", "The square brackets are empty.", first, i, hint=hint)
    return at, i + 1


def _read_whole(source: Source, i: int) -> tuple[Any, int]:
    """Read a whole number with or without sign, or nothing."""
    if not is_number(source, i):
        return _NOTHING, i
    value, end = read_signed(source, i)
    if source.texts[end - 1].isdecimal() and abs(value) >= 2**53:
        message = f"{clip(source.texts[end - 1])} is too large for a position."
        hint = "Positions are counted from 0, or from -1 at the end."
        raise source.error_at("bad-setting", message, end - 1, end - 1, hint=hint)
    if not source.texts[end - 1].isdecimal():
        message = (
            f"{clip(source.texts[end - 1])} is not a position: positions are whole numbers, counted from 0."
        )
        raise source.error_at("bad-setting", message, end - 1, end - 1, hint="Write a whole number.")
    return int(value), end


def _not_a_position(source: Source, i: int) -> EngineError:
    message = f"A position is a whole number or start:stop, not {_shown(source, i)}."
    hint = "Positions are fixed numbers: x[0], x[-1], x[1:3]."
    return source.error_at("not-a-literal", message, i, i, hint=hint)
