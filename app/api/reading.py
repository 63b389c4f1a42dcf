"""
Reading request bodies field by field: types, unknown keys, "did you mean".

A body is read once, by hand, and every complaint names its place. Several unknown keys are told at once; past the first
wrong type nothing can be relied on, so that one is told alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NoReturn

from starlette.requests import Request

from ..engine.errors import MAX_ERRORS, EngineError, InputError, did_you_mean, raise_all

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_MISSING = object()
_FOR_EXAMPLE = {
    "an object": ', as {"x": 1}',
    "an array": ", as [1, 2]",
    "a string": ', as "x"',
    "a name": ', as "x"',
}
LARGEST = 2**53  # past it a float64 no longer tells a whole number from the next, and JSON readers round it


class Fields:
    """
    A JSON object being read.

    Args:
        found: What was decoded; complained about unless it is an object.
        known: The keys it may have; *found* itself for any.
        loc: Its place in the body.
    """

    def __init__(self, found: object, known: Iterable[str], loc: tuple[str | int, ...] = ()) -> None:
        if not isinstance(found, dict):
            wrong_type(found, "an object", loc)
        self.found: dict[str, Any] = found
        self.loc = loc
        if known is found:
            return
        known = tuple(known)
        if not all(map(known.__contains__, found)):
            strangers = islice((key for key in found if key not in known), MAX_ERRORS)
            raise_all([self._unknown(key, known) for key in strangers])

    def text(self, key: str, default: Any = _MISSING) -> Any:
        """A string."""
        return self._typed(key, str, "a string", default)

    def boolean(self, key: str, default: Any = _MISSING) -> Any:
        """True or false."""
        return self._typed(key, bool, "true or false", default)

    def mapping(self, key: str, default: Any = _MISSING) -> Any:
        """An object, not looked into."""
        return self._typed(key, dict, "an object", default)

    def array(self, key: str, default: Any = _MISSING) -> Any:
        """An array, not looked into."""
        return self._typed(key, list, "an array", default)

    def integer(self, key: str, default: Any = _MISSING, *, least: int = 0) -> Any:
        """A whole number, at least *least* and at most `LARGEST`; 3.0 is one, true is not."""
        value = self.value(key, default)
        return default if value is default else _whole(value, least, (*self.loc, key))

    def integers(self, key: str, default: Any = _MISSING) -> Any:
        """An array of whole numbers from 0."""
        if default is not _MISSING and key not in self.found:
            return default
        found = self.array(key)
        return tuple(_whole(one, 0, (*self.loc, key, i)) for i, one in enumerate(found))

    def choice(self, key: str, choices: tuple[str, ...], default: Any = _MISSING) -> Any:
        """One of a few words."""
        if default is not _MISSING and key not in self.found:
            return default
        word = self.text(key, default)
        if word not in choices:
            listed = ", ".join(f'"{choice}"' for choice in choices)
            raise InputError(
                "wrong-type",
                f'{key} is "{shorten(word)}"; it must be one of {listed}.',
                hint=did_you_mean(word, choices) or f'For example "{choices[0]}".',
                loc=(*self.loc, key),
            )
        return word

    def names(self, key: str, default: Any = _MISSING) -> Any:
        """An array of names."""
        found = self.array(key, default)
        for i, name in enumerate(found or ()):
            if not isinstance(name, str):
                wrong_type(name, "a name", (*self.loc, key, i))
        return None if found is None else tuple(found)

    def value(self, key: str, default: Any = _MISSING) -> Any:
        """Whatever stands under *key*; null counts as left out where the default is None."""
        if key in self.found and not (default is None and self.found[key] is None):
            return self.found[key]
        if default is _MISSING:
            raise InputError("missing-key", f"{key} is missing.", hint=f'Give "{key}".', loc=(*self.loc, key))
        return default

    def _typed(self, key: str, kind: type, wanted: str, default: Any) -> Any:
        if default is not _MISSING and key not in self.found:
            return default
        value = self.value(key, default)
        if not isinstance(value, kind) and value is not default:
            wrong_type(value, wanted, (*self.loc, key))
        return value

    def _unknown(self, key: str, known: tuple[str, ...]) -> EngineError:
        return InputError(
            "unknown-key",
            f'"{shorten(key)}" is not a key here.',
            hint=did_you_mean(key, known) or f"It takes {', '.join(known) or 'none'}.",
            loc=(*self.loc, key),
        )


def _whole(value: object, least: int, loc: tuple[str | int, ...]) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    wanted = f"a whole number from {least}"
    if type(value) not in (int, float):
        wrong_type(value, wanted, loc)
    if type(value) is not int or value < least:
        message, hint = f"{_name(loc)} is {value}; it must be {wanted}.", f"For example {max(least, 10)}."
        raise InputError("wrong-type", message, hint=hint, loc=loc)
    if value > LARGEST:
        message = f"{_name(loc)} is above 2^53; it must be {wanted} to 2^53."
        raise InputError("wrong-type", message, hint=f"The largest is {LARGEST}.", loc=loc)
    return value


def refuse_query(request: Request) -> None:
    """
    Refuse whatever stands behind a question mark, where nothing is read there.

    Raises:
        InputError: ``unknown-key``, with the place.
    """
    if request.query_params:
        name = shorten(next(iter(request.query_params)))
        raise InputError(
            "unknown-key",
            f"This address takes nothing after a question mark, and {name} stands there.",
            hint="Put it in the body." if request.method == "POST" else "Leave it out.",
            loc=("query", name),
        )


def wrong_type(found: object, wanted: str, loc: tuple[str | int, ...]) -> NoReturn:
    """Refuse *found*, of which only the type is told."""
    message = f"{_name(loc)} must be {wanted}, not {type_name(found)}."
    hint = f"Put {wanted} here{_FOR_EXAMPLE.get(wanted, '')}."
    raise InputError("wrong-type", message, hint=hint, loc=loc)


def _name(loc: tuple[str | int, ...]) -> str:
    return shorten(next((str(part) for part in reversed(loc) if isinstance(part, str)), "The body"))


def type_name(found: object) -> str:
    """What JSON calls *found*."""
    if found is None:
        return "null"
    if isinstance(found, bool):
        return "true" if found else "false"
    names: Mapping[type, str] = {
        str: "a string",
        int: "a number",
        float: "a number",
        list: "an array",
        dict: "an object",
    }
    return names.get(type(found), "that")


def shorten(text: str, longest: int = 40) -> str:
    """*text* for use in a sentence."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
