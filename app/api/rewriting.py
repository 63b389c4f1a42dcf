"""
``POST /expand`` and ``POST /collapse``: a composite into its primitives, and back.
"""

from __future__ import annotations

from typing import Any

from ..engine.graph import Graph
from ..engine.limits import Limits
from ..engine.rewrite import collapse, expand
from . import cost, wire
from .reading import Fields
from .work import Task


def prepare_expand(document: Any, limits: Limits) -> Task:
    """The graph with one node opened, and the group that its parts are in."""
    fields = Fields(document, ("graph", "node"))
    node = fields.text("node")
    graph = Graph.from_document(fields.mapping("graph"), (), limits, ("graph",))

    def run() -> bytes:
        opened, group = expand(graph, node)
        return wire.encode({"graph": opened.to_document(), "group": group})

    return Task(2 * cost.document(graph), run)


def prepare_collapse(document: Any, limits: Limits) -> Task:
    """The graph with one group folded into the node it stands for."""
    fields = Fields(document, ("graph", "group"))
    group = fields.text("group")
    graph = Graph.from_document(fields.mapping("graph"), (), limits, ("graph",))
    return Task(
        2 * cost.document(graph), lambda: wire.encode({"graph": collapse(graph, group).to_document()})
    )
