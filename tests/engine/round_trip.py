"""Whether a graph that is printed and read again is the same graph."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.engine.document import read_document
from app.engine.graph import Graph
from app.engine.limits import UNLIMITED
from app.engine.printer import print_program
from app.engine.program import parse
from tests.engine.random_graphs import Document


def content(graph: Graph) -> list[tuple[Any, ...]]:
    """All that a text can say of each node, in forward order; a value that is not finite cannot be said."""
    return [
        (node.id, node.kind, node.op, dict(node.attrs), node.inputs, _value(node.value))
        for node in graph.nodes
    ]


def _value(value: Any) -> tuple[tuple[int, ...], bytes] | None:
    if value is None or not np.isfinite(value).all():
        return None
    array = np.asarray(value)
    return array.shape, array.tobytes()


def assert_round_trip(document: Document, label: object) -> None:
    graph = read_document(document)
    text = print_program(graph)
    again = parse(text, limits=UNLIMITED).graph
    assert content(again) == content(graph), f"{label}:\n{text}"
    assert again.outputs == graph.outputs, f"{label}:\n{text}"
