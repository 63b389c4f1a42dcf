"""
Settings of ops: what is written after the operands and not differentiated (an axis, a slope).

A setting's value comes from a reader, by the expression language or by a graph document, so each kind has its check
here. Values are kept in the form JSON gives them (numbers as float or int, tuples as lists), so that a document that is
read and written again is the same document.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from .errors import InputError, did_you_mean
from .values import described

Kind = Literal["number", "axis", "axes", "shape", "bool", "choice", "reduction", "at"]
MAX_AXIS: Final = 64  # more axes than an array can have; keeps absurd integers out
SHOWN: Final = 24  # characters of a value that a message shows


class _Required:
    """The default of a setting that has none."""

    def __repr__(self) -> str:
        return "REQUIRED"


REQUIRED: Final = _Required()


@dataclass(frozen=True, slots=True)
class Setting:
    """
    One setting of an op.

    Attributes:
        name: As written by the reader.
        default: Value that holds where none is given, or `REQUIRED`.
        kind: Which check applies.
        keyword_only: Whether it must be written ``name=value``.
        choices: The words of a "choice" or "reduction".
    """

    name: str
    default: Any
    kind: Kind
    keyword_only: bool = False
    choices: tuple[str, ...] = ()

    def check(self, op: str, value: Any) -> Any:
        """
        Return *value* in its JSON form.

        Raises:
            InputError: ``bad-setting``.
        """
        checked = _CHECKS[self.kind](self, value)
        if checked is _BAD:
            raise InputError(
                "bad-setting",
                f"The setting {self.name} of {op} must be {_expected(self)}, not {_brief(value)}.",
                hint=_hint(op, self),
            )
        return checked


def check_settings(op: str, settings: Sequence[Setting], attrs: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return *attrs* validated, in the order of the declaration, with defaults dropped.

    Raises:
        InputError: ``unknown-setting`` or ``bad-setting``.
    """
    known = {setting.name: setting for setting in settings}
    for name in attrs:
        if name not in known:
            near = did_you_mean(str(name), known)
            listed = " and ".join(known) if known else "none"
            raise InputError(
                "unknown-setting",
                f"{op} has no setting {_brief(name)}." + (f" {near}" if near else ""),
                hint=f"The settings of {op}: {listed}." if known else f"{op} takes no settings.",
            )
    checked: dict[str, Any] = {}
    for name, setting in known.items():
        if name in attrs:
            value = setting.check(op, attrs[name])
            if value != setting.default or type(value) is not type(setting.default):
                checked[name] = value
        elif setting.default is REQUIRED:
            raise InputError(
                "bad-setting",
                f"{op} needs the setting {name}, {_expected(setting)}.",
                hint=_hint(op, setting),
            )
    return checked


_BAD: Final = object()


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _whole(value: Any) -> Any:
    """An integer, also where JSON wrote it 2.0; else `_BAD`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value if _is_integer(value) and abs(value) < 2**53 else _BAD


def _number(setting: Setting, value: Any) -> Any:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _BAD
    try:
        number = float(value)
    except OverflowError:
        return _BAD
    return number if math.isfinite(number) else _BAD


def _axis(setting: Setting, value: Any) -> Any:
    whole = _whole(value)
    return whole if whole is not _BAD and -MAX_AXIS <= whole < MAX_AXIS else _BAD


def _integers(value: Any, one: Any) -> Any:
    if not isinstance(value, list | tuple) or len(value) > MAX_AXIS:
        return _BAD
    found = [one(item) for item in value]
    return _BAD if any(item is _BAD for item in found) else found


def _axes(setting: Setting, value: Any) -> Any:
    if value is None:
        return None
    single = _axis(setting, value)
    return single if single is not _BAD else _integers(value, lambda item: _axis(setting, item))


def _shape(setting: Setting, value: Any) -> Any:
    def size(item: Any) -> Any:
        whole = _whole(item)
        return whole if whole is not _BAD and whole >= -1 else _BAD

    single = size(value)
    sizes = [single] if single is not _BAD else _integers(value, size)
    return _BAD if sizes is _BAD or sizes.count(-1) > 1 else sizes


def _bool(setting: Setting, value: Any) -> Any:
    return value if isinstance(value, bool) else _BAD


def _choice(setting: Setting, value: Any) -> Any:
    return value if isinstance(value, str) and value in setting.choices else _BAD


def _at(setting: Setting, value: Any) -> Any:
    def item(part: Any) -> Any:
        whole = _whole(part)
        if whole is not _BAD:
            return whole
        if not isinstance(part, list | tuple) or len(part) != 2:
            return _BAD
        ends = [None if end is None else _whole(end) for end in part]
        return _BAD if any(end is _BAD for end in ends) else ends

    if not isinstance(value, list | tuple):
        value = [value]
    return _BAD if len(value) > MAX_AXIS or not value else _integers(value, item)


_CHECKS = {
    "number": _number, "axis": _axis, "axes": _axes, "shape": _shape, "bool": _bool, "choice": _choice,
    "reduction": _choice, "at": _at,
}  # fmt: skip


def _expected(setting: Setting) -> str:
    match setting.kind:
        case "number":
            return "a finite number"
        case "axis":
            return "an axis number"
        case "axes":
            return "an axis number, a list of axis numbers, or None"
        case "shape":
            return "a list of sizes, of which one may be -1"
        case "bool":
            return "True or False"
        case "at":
            return "a list of positions and [start, stop] pairs"
        case _:
            return " or ".join(f'"{choice}"' for choice in setting.choices)


_EXAMPLES = {
    "number": "0.1", "axis": "-1", "axes": "(0, 1)", "shape": "(2, -1)", "bool": "True", "at": "[0, [1, 3]]",
}  # fmt: skip


def _hint(op: str, setting: Setting) -> str:
    if setting.kind == "at":
        return 'For instance x[0, 1:3], or in a document {"at": [0, [1, 3]]}.'
    example = _EXAMPLES.get(setting.kind) or f'"{setting.choices[0]}"'
    return f"For instance {setting.name}={example}."


def _brief(value: Any, depth: int = 2) -> str:
    """Name a reader's value without echoing more than a few characters of it."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int) and abs(value) > 10**20:
        return "an integer that large"
    if isinstance(value, int | float | str):
        return repr(value) if len(str(value)) <= SHOWN else described(value)
    if not isinstance(value, list | tuple) or not depth:
        return described(value)
    text = f"[{', '.join(_brief(entry, depth - 1) for entry in value[:SHOWN])}]"
    return text if len(value) <= SHOWN and len(text) <= 2 * SHOWN else f"a list of {len(value):,} entries"
