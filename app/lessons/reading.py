"""
What every reader of the library's files has in common: keys and types checked, with the place named where they fail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any


class LessonError(ValueError):
    """A lesson's file does not say what a lesson says; the message names the file and the place."""


Types = Mapping[str, type | tuple[type, ...]]


def check(raw: Any, where: str, needed: Types, optional: Types | None = None) -> None:
    """
    That *raw* is an object with these keys, of these types, and no others.

    Raises:
        LessonError: It is not; the message begins with *where*.
    """
    if not isinstance(raw, dict):
        raise LessonError(f"{where} is {raw!r}; an object is expected.")
    types = {**needed, **(optional or {})}
    for key in raw.keys() - types.keys():
        raise LessonError(f"{where} has no key {key!r}; it has {', '.join(types)}.")
    for key in needed.keys() - raw.keys():
        raise LessonError(f"{where} needs the key {key!r}.")
    for key, found in raw.items():
        if not isinstance(found, types[key]) or isinstance(found, bool):
            raise LessonError(f"{where}.{key} is {found!r}, which is of another type than it should be.")


def texts(raw: Any, where: str) -> tuple[str, ...]:
    """A list of texts."""
    if not (isinstance(raw, list) and all(isinstance(each, str) for each in raw)):
        raise LessonError(f"{where} is {raw!r}; a list of texts is expected.")
    return tuple(raw)


def apart(words: list[str], text: str, where: str) -> None:
    """That each of *words* stands in *text* once, as whole words, and that no two overlap: a page can link them."""
    taken = sorted(_stretch(each, text, where) for each in words)
    if any(start < end for (_, end), (start, _) in pairwise(taken)):
        raise LessonError(f"{where}: the words of two marks overlap.")


def _stretch(words: str, text: str, where: str) -> tuple[int, int]:
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(found) != 1:
        raise LessonError(f"{where}: the words {words!r} stand {len(found)} times in its text, not once.")
    return found[0]
