"""
Content codings: whether a client takes gzip, which is all that is sent beside the plain bytes.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding
"""

from __future__ import annotations

import re
from functools import lru_cache

from starlette.types import Scope

_WEIGHT = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def takes_gzip(scope: Scope) -> bool:
    """Whether who asks with *scope* takes gzip, and does not like plain bytes better."""
    return _allows(b",".join([value for name, value in scope["headers"] if name == b"accept-encoding"]))


@lru_cache(maxsize=64)  # browsers say the same each time, 160 times a page
def _allows(header: bytes) -> bool:
    weights: dict[str, float] = {}
    for item in header.decode("latin-1").lower().split(","):
        coding, *parameters = (part.strip() for part in item.split(";"))
        weights[coding] = _weight(parameters)
    gzip = next((weights[name] for name in ("gzip", "x-gzip", "*") if name in weights), 0.0)
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _weight(parameters: list[str]) -> float:
    """What follows a coding: nothing is 1, and what cannot be read 0, since plain bytes are always right."""
    if not parameters:
        return 1.0
    found = _WEIGHT.fullmatch(parameters[0])
    return float(found[1]) if found and len(parameters) == 1 else 0.0
