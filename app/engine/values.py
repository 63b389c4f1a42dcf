"""
Values as they come from outside: a number, nested rectangular lists, or the three strings for what JSON cannot say.

``float()`` and ``numpy.array()`` are refused as readers: they take ``"1"``, ``True`` and ``[None, 1]``, and so turn a
reader's mistake into a number. Nesting is unrolled level by level, so a deep list costs no stack.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

import numpy as np

from .array import Array
from .errors import EngineError, GraphError, LimitError
from .limits import Limits

NON_FINITE = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}
_NUMBERS = {int, float}

Loc = tuple[str | int, ...]


def read_value(
    given: Any, name: str, limits: Limits, loc: Loc = (), node: str | None = None
) -> float | Array:
    """
    Return *given* as a float, or as a read-only float64 array.

    Args:
        given: A decoded JSON value, a number, or a numeric array.
        name: What the value belongs to, for messages.
        limits: For the number of dimensions and entries.
        loc: Where it stood.
        node: Id of the node it belongs to; default *name*.

    Raises:
        GraphError: ``not-a-number`` or ``ragged-array``.
        LimitError: ``dimension-limit`` or ``entry-limit``.
    """
    if type(given) is float:
        return given
    try:
        return _read(given, name, limits)
    except EngineError as error:
        error.node, error.loc = node or name, loc
        raise


def _read(given: Any, name: str, limits: Limits) -> float | Array:
    if type(given) is list:
        return _read_list(given, name, limits)
    if isinstance(given, np.ndarray | np.generic):
        return _read_array(np.asarray(given), name, limits)
    return _number(given, name)


def _read_array(given: np.ndarray[Any, Any], name: str, limits: Limits) -> float | Array:
    if given.dtype.kind not in "fiu":
        raise _not_a_number(name, f"an array of {given.dtype}")
    _check_size(given.ndim, given.size, name, limits)
    if given.ndim == 0:
        return float(given)
    return _frozen(np.array(given, dtype=np.float64))


def _read_list(given: list[Any], name: str, limits: Limits) -> Array:
    level: list[Any] = given
    shape = [len(given)]
    while list in (kinds := set(map(type, level))):
        widths = set(map(len, level)) if kinds == {list} else set()
        if len(widths) != 1:
            raise _ragged(name, level)
        shape.append(widths.pop())
        _check_size(len(shape), len(level) * shape[-1], name, limits)
        level = list(chain.from_iterable(level))
    _check_size(len(shape), len(level), name, limits)
    if not kinds <= _NUMBERS or int in kinds:
        level = [_number(entry, name) for entry in level]
    return _frozen(np.array(level, dtype=np.float64).reshape(shape))


def _check_size(dimensions: int, entries: int, name: str, limits: Limits) -> None:
    if dimensions > limits.max_dims:
        raise LimitError("dimension-limit", dimensions, limits.max_dims)
    if entries > limits.max_entries:
        raise LimitError("entry-limit", entries, limits.max_entries)


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array


def _number(given: Any, name: str) -> float:
    """Read one number: bool is no number here, although Python thinks so."""
    kind = type(given)
    if kind is float:
        return given  # type: ignore[no-any-return]  # as above
    if kind is int:
        try:
            return float(given)
        except OverflowError:
            raise _not_a_number(name, "an integer beyond float64") from None
    if kind is str and given in NON_FINITE:
        return NON_FINITE[given]
    if isinstance(given, float | np.floating | np.integer):
        return float(given)
    raise _not_a_number(name, described(given))


def described(given: Any) -> str:
    """Name the JSON type of *given*, without echoing it."""
    if given is None or isinstance(given, bool):
        return json.dumps(given)
    if isinstance(given, str):
        return "a string"
    if isinstance(given, list):
        return "a list"
    if isinstance(given, dict):
        return "an object"
    return "a number" if isinstance(given, int | float) else f"a {type(given).__name__}"


def _not_a_number(name: str, what: str) -> GraphError:
    hint = (
        'Write numbers without quotes; the only strings are "NaN", "Infinity" and "-Infinity".'
        if what == "a string"
        else "Give a number, or nested lists of numbers."
    )
    return GraphError("not-a-number", f"The value of {name} has {what} where a number belongs.", hint=hint)


def _ragged(name: str, level: list[Any]) -> GraphError:
    lengths = sorted({len(row) for row in level if type(row) is list})
    if len(lengths) > 1:
        message = f"The rows of {name} have {lengths[0]} and {lengths[1]} entries; they must have one length."
    else:
        message = f"Numbers and lists stand side by side in {name}; rows of one level must have one length."
    return GraphError("ragged-array", message, hint="Fill the shorter rows up, or cut the longer ones.")
