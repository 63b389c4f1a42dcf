"""
Bytes to objects and back, strictly.

Reading: RFC 8259 and nothing beyond it. ``NaN`` is no JSON, a key said twice is no object, half a surrogate pair is no
text, and what nests past the limit is not looked at. orjson does the reading; it forgives repeated keys and stops only
at 1,024 levels, so both are checked here by counting bytes, which costs a tenth of the reading. Pydantic was refused on
this path: parsing 1,000 nodes through it costs more than evaluating them.

Writing: JSON has no word for NaN or the infinities, so they travel as the strings of proto3's JSON mapping. orjson
would write ``null`` for them in silence; `encode` looks first, unless the caller knows that every number is finite.

Source: https://protobuf.dev/programming-guides/json/
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import orjson

from ..engine.errors import EngineError

WORDS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}

_NOT_MARKS = bytes(set(range(256)) - set(b'[]{}"'))
_ALL_SQUARE = bytes.maketrans(b"{}", b"[]")
_ESCAPED_COLON = re.compile(rb"\\u003[aA]")
_FLAT = 8  # levels
_OPTIONS = orjson.OPT_SERIALIZE_NUMPY


class NotJson(EngineError):
    """The body cannot be read at all."""


class _RepeatedKey(ValueError):
    """A key stands twice in one object."""


def decode(body: bytes, max_depth: int = 100) -> Any:
    """
    Read *body* as JSON.

    Args:
        body: The request's bytes.
        max_depth: Deepest nesting of arrays and objects.

    Raises:
        NotJson: Not JSON, not UTF-8, nested too deep, or a key said twice (400).
        EngineError: ``not-a-number``, with its place, for a number that no float64 holds (422).
    """
    if _nests_deeper(body, max_depth):
        raise NotJson("too-deep", f"The body nests deeper than {max_depth} levels.", hint="Flatten it.")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _what_is_wrong(body) from None
    if _repeats_a_key(body, found):
        raise _what_is_wrong(body)
    return found


def encode(found: Any, *, finite: bool = False) -> bytes:
    """
    Write *found* as JSON; numpy arrays as nested arrays, numbers that are not finite as strings.

    Args:
        found: Dicts, lists, tuples, strings, numbers and arrays.
        finite: True when the caller knows that every number in it is finite; spares the search.
    """
    if not finite:
        found = spell_out(found)
    return orjson.dumps(found, default=_as_list, option=_OPTIONS)


def spell_out(found: Any) -> Any:
    """*found* with every NaN and infinity as its string, at any depth; untouched parts are shared, not copied."""
    if isinstance(found, float):
        return found if math.isfinite(found) else spell_float(found)
    if isinstance(found, dict):
        return {key: spell_out(value) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return [spell_out(value) for value in found]
    if isinstance(found, np.ndarray):
        return found if bool(np.isfinite(found).all()) else spell_out(found.tolist())
    return found


def spell_float(number: float) -> str:
    """The string for a number that is not finite."""
    if math.isnan(number):
        return "NaN"
    return "Infinity" if number > 0 else "-Infinity"


def _as_list(found: object) -> object:
    # orjson takes C-contiguous arrays of one dimension and more itself; scalars and views come here.
    if isinstance(found, (np.ndarray, np.generic)):
        return found.tolist()
    raise TypeError(f"{type(found).__name__} has no place in an answer")


def _nests_deeper(body: bytes, max_depth: int) -> bool:
    """
    Whether brackets nest deeper than *max_depth*, those within strings left out; linear, whatever was left open.

    Two quotation marks with nothing of interest between them are taken out: which of the rest stands within a string
    stays the same. Where no mark is left, innermost pairs of brackets are crossed out, one level a turn, as most bodies
    are flat.
    """
    if b"\\" in body:
        body = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    left = body.translate(_ALL_SQUARE, _NOT_MARKS).replace(b'""', b"")
    if len(left) <= max_depth:
        return False
    taken = 0
    while b'"' not in left and taken < _FLAT:
        left, taken = left.replace(b"[]", b""), taken + 1
        if not left:
            return taken > max_depth
    return taken + _depth(left) > max_depth


def _depth(marks: bytes) -> int:
    """How deep the square brackets among *marks* nest, those between two quotation marks left out."""
    signs = np.frombuffer(marks, np.uint8)
    outside = ~np.bitwise_xor.accumulate(signs == ord('"'))
    steps = (outside & (signs == ord("["))).view(np.int8) - (outside & (signs == ord("]"))).view(np.int8)
    return int(np.cumsum(steps, dtype=np.int32).max(initial=0))


def _repeats_a_key(body: bytes, found: Any) -> bool:
    """
    Whether orjson dropped a key: each has a colon, so a colon is missing when the result is written again.

    An escaped colon upsets the count; only then are the keys looked at one by one.
    """
    try:
        again = orjson.dumps(found)
    except TypeError:  # cannot happen for what orjson has read within its limits
        return True
    if body.count(b":") == again.count(b":") and _ESCAPED_COLON.search(body) is None:
        return False
    try:
        json.loads(body, object_pairs_hook=_unique)
    except _RepeatedKey:
        return True
    return False


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        key = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add is None
        raise _RepeatedKey(key)
    return found


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _what_is_wrong(body: bytes) -> EngineError:
    """Read *body* again, slowly, to say what orjson (which only says no) did not like."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return NotJson(
            "not-utf-8", f"The body is not UTF-8: byte {error.start + 1} does not belong.", hint="Send UTF-8."
        )
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_int=float)
    except _RepeatedKey as error:
        return NotJson(
            "not-json",
            f"The key {_shorten(str(error))} stands twice in one object.",
            hint="Say each key once.",
        )
    except json.JSONDecodeError as error:
        return NotJson(
            "not-json", f"The body is not JSON: line {error.lineno}, column {error.colno}. {error.msg}."
        )
    except (ValueError, RecursionError):
        return NotJson(
            "not-json", "The body is not JSON.", hint='Write "NaN", "Infinity" and "-Infinity" as strings.'
        )
    place = _first_infinite(found)
    if place is not None:
        return EngineError(
            "not-a-number",
            "This number is too large for float64.",
            hint='The largest is about 1.8e308; infinity is the string "Infinity".',
            loc=place,
        )
    return NotJson(
        "not-json",
        "The body is not JSON: a string holds half a surrogate pair, or a character is not allowed.",
        hint="Write characters as they are, in UTF-8.",
    )


def _shorten(key: str) -> str:
    text = key.encode("utf-8", "replace").decode()
    return text if len(text) <= 40 else text[:39] + "…"


def _first_infinite(found: Any) -> tuple[str | int, ...] | None:
    """Path of the first infinite number, or None; without recursion, in the order of the document."""
    path: list[str | int] = []
    walks = [_inner([found])]  # so that the whole is a value like any other
    while walks:
        for key, value in walks[-1]:
            if isinstance(value, float) and math.isinf(value):
                return (*path[1:], key) if path else ()
            if isinstance(value, (dict, list)):
                path.append(key)
                walks.append(_inner(value))
                break
        else:
            walks.pop()
            path = path[:-1]
    return None


def _inner(found: Any) -> Iterator[tuple[str | int, Any]]:
    """What stands in an object or an array, each with its key or place."""
    return iter(found.items()) if isinstance(found, dict) else iter(enumerate(found))
