"""
Variables of a program, from the ids of a graph.

An id is letters, digits and underscores, so it can always be part of a name; what it must not be is a word of Python, a
builtin, a module or a helper. Labels, which may be anything, are never used.
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable

from ...engine.graph import Graph
from ...explain.naming import is_nameless
from .helpers import HELPERS

RESERVED = frozenset(
    [*keyword.kwlist, *dir(builtins), "np", "torch", "jax", "jnp", "math", "forward", "pull_back", "print"]
    + [name for known in HELPERS.values() for name in known]
)


class Variables:
    """
    Names for the values and gradients of one graph, no two alike.

    Attributes:
        value: By slot.
        gradient: By slot: ``dx`` for x, where that is free.
    """

    def __init__(self, graph: Graph) -> None:
        self._taken = set(RESERVED)
        own = [slot for slot, name in enumerate(graph.ids) if not is_nameless(name) and name not in RESERVED]
        self._taken.update(graph.ids[slot] for slot in own)
        self.value = [""] * len(graph)
        for slot in own:
            self.value[slot] = graph.ids[slot]
        for slot, name in enumerate(graph.ids):
            if not self.value[slot]:
                self.value[slot] = self._free(name.strip("_") or name)
        self.gradient = [self._free(f"d{name}") for name in self.value]

    def _free(self, name: str) -> str:
        """Take *name*, or the first longer one that nobody has."""
        if name[0].isdigit():
            name = f"v{name}"
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name


def listed(names: Iterable[str]) -> str:
    """Write names one after the other; a single one as a tuple's only entry."""
    found = list(names)
    return f"{found[0]}," if len(found) == 1 else ", ".join(found)
