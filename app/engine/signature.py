"""The signature of an op as it is declared: ``clip(x; low: number, high: number)``."""

from __future__ import annotations

import re
from typing import Any

from .setting import REQUIRED, Setting

_SIGNATURE = re.compile(r"([a-z_][a-z0-9_]*)\((\*?)([A-Za-z0-9_, ]*)(?:;(.*))?\)")
_SETTING = re.compile(r"(\w+): ([\w|]+)(?: = (.+))?")
_WORDS: dict[str, Any] = {"None": None, "True": True, "False": False}


def parse_signature(signature: str) -> tuple[str, tuple[str, ...], bool, tuple[Setting, ...]]:
    """
    Take a signature apart: name, operands, whether variadic, settings.

    Raises:
        ValueError: It is not of the form ``name(a, b; setting: kind = default)``.
    """
    match = _SIGNATURE.fullmatch(signature)
    if match is None:
        raise ValueError(f"not a signature: {signature}")
    name, star, operands, settings = match.groups()
    names = tuple(word.strip() for word in operands.split(","))
    if len(set(names)) < len(names) or "out" in names or "" in names:
        raise ValueError(f"{name}: operands must be distinct names other than out")
    parsed = tuple(
        _setting(name, text.strip(), keyword_only=bool(star)) for text in (settings or "").split(",") if text
    )
    return name, names, bool(star), parsed


def _setting(op_name: str, text: str, *, keyword_only: bool) -> Setting:
    match = _SETTING.fullmatch(text)
    if match is None:
        raise ValueError(f"{op_name}: not a setting: {text}")
    name, kind, default = match.groups()
    choices = tuple(kind.split("|")) if "|" in kind else ()
    value = REQUIRED if default is None else _default(default)
    final: Any = ("reduction" if name == "reduction" else "choice") if choices else kind
    return Setting(name, value, final, keyword_only, choices)


def _default(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    return float(text) if re.fullmatch(r"-?\d+\.\d*", text) else text
