"""What all formats ask of a run: its title, plain text of what a reader typed, and where an edge is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.graph import Graph

MAX_TITLE = 80


def plain(text: str) -> str:
    """
    Make *text* one line of printable characters.

    Line ends, control characters and marks that turn the direction of writing become spaces: none of them may end a
    comment or hide what follows.
    """
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def comment(text: str) -> str:
    """Make *text* harmless words for a comment in any language: letters, digits and a little punctuation."""
    kept = "".join(mark if mark.isalnum() or mark in " .,:()+-*='" else " " for mark in plain(text))
    return " ".join(kept.split()) or "Backpropagation"


def title_of(graph: Graph) -> str:
    """Return the graph's name, or a plain word where it has none; not yet escaped for any format."""
    title = plain(graph.name or "") or "Backpropagation"
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1] + "…"


def edge_of(graph: Graph, step: Mapping[str, Any]) -> int:
    """Return the number of the edge that a step of the trace tells."""
    return graph.edge_start[graph.slot[step["target"]]] + int(step["index"])
