"""
``POST /expand`` and ``POST /collapse``: a composite into its primitives, and back.
"""

from __future__ import annotations

from typing import Any

from ..engine.document import read_document, write_document
from ..engine.extras import GROUP_KEYS
from ..engine.limits import Limits
from ..engine.rewrite import collapse, expand
from . import cost, wire
from .reading import Fields, wrong_type
from .source import Source
from .work import Task


def prepare_expand(document: Any, limits: Limits) -> Task:
    """The graph with one node opened, and the group that its parts are in."""
    fields = Fields(document, ("graph", "node"))
    node = fields.text("node")
    graph = read_document(fields.mapping("graph"), (), limits, ("graph",))

    def run() -> bytes:
        with Source(graph, None, None, ("graph",)).placed():
            opened, group = expand(graph, node)
        return wire.encode({"graph": write_document(opened), "group": group})

    return Task(2 * cost.document(graph), run)


def prepare_collapse(document: Any, limits: Limits) -> Task:
    """The graph with one group folded into the node it stands for; the group as an id, or as expanding gave it."""
    fields = Fields(document, ("graph", "group"))
    group = _group_id(fields.value("group"))
    graph = read_document(fields.mapping("graph"), (), limits, ("graph",))
    return Task(
        2 * cost.document(graph), lambda: wire.encode({"graph": write_document(collapse(graph, group))})
    )


def _group_id(given: Any) -> str:
    if isinstance(given, str):
        return given
    if isinstance(given, dict):
        named: str = Fields(given, GROUP_KEYS, ("group",)).text("id")
        return named
    wrong_type(given, "the id of a group, or the group", ("group",))
