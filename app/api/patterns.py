"""
Which route an address belongs to, for counters and logs: the pattern, never the address itself.

What people ask for stays unknown, and nobody can grow a table by inventing addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

OTHER = "other"
_PART = re.compile(r"\{(\w+)(:path)?\}")


class Patterns:
    """Patterns as the router writes them: ``{id}`` is one part of a path, ``{path:path}`` all of the rest."""

    def __init__(self, patterns: Iterable[str]) -> None:
        every = set(patterns)
        self._whole = {pattern for pattern in every if "{" not in pattern}
        self._open = [(re.compile(_expression(pattern)), pattern) for pattern in sorted(every - self._whole)]

    def match(self, path: str) -> str:
        """The pattern of *path*, or "other"."""
        if path in self._whole:
            return path
        return next((pattern for expression, pattern in self._open if expression.fullmatch(path)), OTHER)


def _expression(pattern: str) -> str:
    parts = _PART.split(pattern)  # text, name, ":path" or None, text, …
    found = re.escape(parts[0])
    for kind, text in zip(parts[2::3], parts[3::3], strict=True):
        found += (".+" if kind else "[^/]+") + re.escape(text)
    return found
