"""
A lesson's program as a graph document that is ready to be drawn.

Parsed, with the lesson's composites opened by the engine's own rewrite, and with the teacher's picture as its layout:
no screen needs a layout engine for a lesson, and a phone shows what the slide shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..engine.document import write_document
from ..engine.graph import Graph
from ..engine.program import parse
from ..engine.rewrite import expand
from .model import Layout, Lesson


def graph_of(lesson: Lesson, expression: str, layout: Layout | None = None) -> dict[str, Any]:
    """
    The graph of *expression* in one of the lesson's pictures.

    Args:
        lesson: The lesson.
        expression: Its program, or a variant of it: the same nodes with other numbers.
        layout: Which picture; None for the one the lesson opens with.

    Returns:
        A graph document under the lesson's title, its layout included.
    """
    picture = lesson.layouts[0] if layout is None else layout
    named = {"name": lesson.title} | write_document(opened(expression, picture.apart))
    return named | {"layout": places(picture)}


def opened(expression: str, apart: Iterable[str]) -> Graph:
    """The graph of *expression* with the composites *apart* taken apart, in that order."""
    graph = parse(expression).graph
    for composite in apart:
        graph, _ = expand(graph, composite)
    return graph


def places(layout: Layout) -> dict[str, Any]:
    """A picture as the ``layout`` of a graph document."""
    return {
        "nodes": {node: list(point) for node, point in layout.nodes.items()},
        "edges": {edge: [list(point) for point in bends] for edge, bends in layout.edges.items()},
    }
