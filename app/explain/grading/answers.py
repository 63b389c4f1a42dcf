"""
Reading an answer: a number, a fraction, nested lists of these, or a formula of the expression language.

A student's hand is met half-way where only one thing can be meant: a typographic minus, 5.0×10⁻⁴ as the page shows it,
an equals sign in front, "inf" and "nan". Beyond that the language's own grammar reads, with limits far below a
program's, since an answer is one line. What cannot be read is no error of the request: two hundred answers come in one,
and a slip in one of them is that student's alone. So `Unreadable` is a result, with a sentence to that student.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from ...engine.errors import EngineError, LimitError, did_you_mean
from ...engine.graph import Graph, Value
from ...engine.limits import Limits
from ...engine.passes import forward
from ...engine.program import parse
from ...engine.refusals import clip

MAX_CHARACTERS = 1_000
MAX_NODES = 500
MAX_ENTRIES = 100_000
SIGNIFICANT = 2
"""Digits that an answer needs at least, to count as the true value rounded."""

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_ENTRY = re.compile(rf"({_NUMBER})(?:\s*/\s*({_NUMBER}))?")
_LONE = re.compile(rf"\s*{_ENTRY.pattern}\s*\Z")
_POWER_OF_TEN = re.compile(
    r"(?<=[0-9.])\s*[×·*]\s*10\s*(?:\^|\*\*)\s*(?:\{(-?\+?[0-9]+)\}|\(([+-]?[0-9]+)\)|([+-]?[0-9]+))"
)
_WORDS = {
    "inf": math.inf, "infinity": math.inf, "∞": math.inf, "nan": math.nan,
}  # fmt: skip
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+)")
_SIGNS = str.maketrans({"−": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "⋅": "·"})


class Unreadable(Exception):
    """The answer cannot be read, or computed; the message is a sentence for who wrote it."""


class Written(NamedTuple):
    """
    A number as it was written.

    Attributes:
        value: The number, or an array of them.
        half: Half a unit of its last digit, in the same shape; 0 where it has fewer than two significant digits, and
            for fractions and formulas.
        digits: Significant digits; of the entry with fewest, where there are several.
    """

    value: Value
    half: Value = 0.0
    digits: int = 0


class Formula(NamedTuple):
    """
    A formula that names nodes.

    Attributes:
        graph: The formula as a graph; the nodes it names are inputs without a value.
        names: Ids it names.
    """

    graph: Graph
    names: tuple[str, ...]

    def value_at(self, values: dict[str, Value], limits: Limits) -> Value:
        """
        Compute it for *values* of the nodes it names.

        Raises:
            Unreadable: Shapes that do not go together, or a limit.
        """
        try:
            done = forward(self.graph.with_values(values, limits), limits=limits)
        except EngineError as error:
            raise Unreadable(_complaint(error)) from None
        found = done.values[done.graph.slot[done.graph.outputs[0]]]
        assert found is not None  # every leaf has a value
        return found


def answer_limits(limits: Limits) -> Limits:
    """What one answer may need: a line of text, and tensors of a moderate size."""
    return replace(
        limits,
        max_nodes=min(limits.max_nodes, MAX_NODES),
        max_entries=min(limits.max_entries, MAX_ENTRIES),
    )


def read_answer(text: str, names: set[str], limits: Limits) -> Written | Formula:
    """
    Read one answer.

    Args:
        text: As it was written.
        names: Ids of the graph's nodes, which a formula may name.
        limits: Of one answer, see `answer_limits`.

    Raises:
        Unreadable: With a sentence that says what to write instead.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"An answer has at most {MAX_CHARACTERS:,} characters, and this one {len(text):,}.")
    plain = _as_typed(text).strip().removeprefix("=")
    if not plain.strip():
        raise Unreadable("Nothing is written.")
    return _as_number(plain, names) or _as_list(plain, limits) or _as_formula(plain, names, limits)


def _as_typed(text: str) -> str:
    """*text* with the signs that a page or a word processor puts in for those of the keyboard."""
    text = text.translate(_SIGNS)
    text = _RAISED.sub(lambda match: f"10^{match[1].translate(_SUPERSCRIPTS)}", text)
    return _POWER_OF_TEN.sub(lambda match: f"e{match[1] or match[2] or match[3]}", text)


def _as_number(text: str, names: set[str]) -> Written | None:
    match = _LONE.match(text)
    if match is not None:
        return _entry(match)
    word = text.strip()
    sign = -1.0 if word.startswith("-") else 1.0
    word = word.lstrip("+-")
    known = _WORDS.get(word.lower())
    return None if known is None or word in names else Written(sign * known)


def _entry(match: re.Match[str]) -> Written | None:
    """A number or a fraction; None where it is beyond float64, which the grammar says better."""
    top = float(match[1])
    if match[2] is not None:
        bottom = float(match[2])
        if not (math.isfinite(top) and math.isfinite(bottom)):
            return None
        with np.errstate(all="ignore"):
            return Written(float(np.float64(top) / bottom))
    return Written(top, *_precision(match[1])) if math.isfinite(top) else None


def _precision(number: str) -> tuple[float, int]:
    """Half a unit of the last digit, and how many digits are significant."""
    mantissa, _, power = number.lower().lstrip("+-").partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = len((whole + decimals).lstrip("0"))
    exponent = (int(power) if power else 0) - len(decimals)
    small = digits < SIGNIFICANT or not -330 < exponent < 300
    return (0.0 if small else 0.5 * float(f"1e{exponent}")), digits


def _as_list(text: str, limits: Limits) -> Written | None:
    """Nested rectangular lists of numbers and fractions; None for anything else."""
    if not text.lstrip().startswith("["):
        return None
    entries = [_entry(match) for match in _ENTRY.finditer(text)]
    shape = _shape(_ENTRY.sub("0", text))
    if shape is None or None in entries or math.prod(shape) != len(entries):
        return None
    found = [entry for entry in entries if entry is not None]
    if len(found) > limits.max_entries or len(shape) > limits.max_dims:
        return None  # the grammar names the limit
    value = np.array([entry.value for entry in found], dtype=np.float64).reshape(shape)
    half = np.array([entry.half for entry in found], dtype=np.float64).reshape(shape)
    return Written(value, half, min((entry.digits for entry in found), default=0))


def _shape(skeleton: str) -> tuple[int, ...] | None:
    """The shape of nested lists of noughts; None where they are ragged or no lists."""
    try:
        level: list[Any] = json.loads(skeleton)
    except (ValueError, RecursionError):
        return None
    shape = [len(level)]
    while level and all(isinstance(row, list) for row in level):
        if len({len(row) for row in level}) > 1:
            return None
        shape.append(len(level[0]))
        level = [entry for row in level for entry in row]
    return tuple(shape) if all(type(entry) is int for entry in level) else None


def _as_formula(text: str, names: set[str], limits: Limits) -> Written | Formula:
    graph = _parsed(text, limits)
    free = tuple(_free_names(graph, names))
    strangers = [name for name in free if name not in names]
    if strangers:
        raise Unreadable(_stranger(strangers[0], names))
    formula = Formula(graph, free)
    return formula if free else Written(formula.value_at({}, limits))


def _parsed(text: str, limits: Limits) -> Graph:
    try:
        program = parse(text, limits=limits)
    except EngineError as error:
        raise Unreadable(_complaint(error)) from None
    if len(program.statements) != 1:
        raise Unreadable("An answer is one expression, and this is several lines.")
    if program.statements[0].name is not None:
        raise Unreadable("Write the answer alone, without a name and an equals sign before it.")
    return program.graph


def _free_names(graph: Graph, names: set[str]) -> Iterator[str]:
    """The leaves that are to be given a value: free names, and pi where the asked graph has a node called so."""
    for name, kind in zip(graph.ids, graph.kinds, strict=True):
        if kind == "input" or (name == "pi" and name in names):
            yield name


def _stranger(name: str, names: set[str]) -> str:
    near = did_you_mean(name, sorted(names))
    return f"{clip(name)} is no node of the graph." + (f" {near}" if near else "")


def _complaint(error: EngineError) -> str:
    """What the grammar or the passes say, to a student; the error ends here."""
    error.forget_frames()
    if isinstance(error, LimitError):
        return "The formula is too large to be marked."
    known = error.hint is None or error.hint in error.message
    return error.message if known else f"{error.message} {error.hint}"
