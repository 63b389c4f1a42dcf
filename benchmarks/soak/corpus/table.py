"""All families, one after the other."""

from __future__ import annotations

from importlib import import_module

from .case import Case, Kept

FAMILIES = (
    "texts",
    "letters",
    "documents",
    "bodies",
    "bombs",
    "amplified",
    "networks",
    "requests",
    "stored",
    "addresses",
    "raw",
    "sockets",
)


def every_case(kept: Kept) -> list[Case]:
    """The whole table; what is in it twice is a mistake in it."""
    found = [
        case for name in FAMILIES for case in import_module(f".{name}", __package__).cases(kept)
    ]  # fmt: skip
    told = [(case.method, case.path, case.body, case.messages, tuple(case.headers.items())) for case in found]
    assert len(set(told)) == len(told), [
        case.name for case, key in zip(found, told, strict=True) if told.count(key) > 1
    ][:5]
    return found
