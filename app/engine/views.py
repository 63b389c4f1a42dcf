"""
Nodes and edges as a reader sees them: made from the columns of a graph when somebody asks, and never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .array import Array

Value = float | Array
Attrs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edge:
    """Operand -> consumer, as slots; ``x*x`` has two edges that differ in *index*."""

    source: int
    target: int
    index: int


class Node(NamedTuple):
    """A node as a reader sees it; *inputs* are ids, None for an open port."""

    id: str
    kind: str
    op: str | None
    attrs: Attrs
    inputs: tuple[str | None, ...]
    value: Value | None
    label: str | None
    role: str | None
