"""
``POST /parse`` and ``POST /print``: text to graph document and back.
"""

from __future__ import annotations

from typing import Any

from ..engine.document import read_document, write_document
from ..engine.limits import Limits
from ..engine.printer import print_program
from . import cost, wire
from .reading import Fields
from .source import check_unused, parse_at
from .work import Task


def prepare_parse(document: Any, limits: Limits) -> Task:
    """The graph document of an expression, with ``inputs`` as the values of its leaves."""
    fields = Fields(document, ("expression", "inputs", "parameters"))
    text = fields.text("expression")
    inputs = fields.mapping("inputs", {})
    graph = parse_at(text, inputs, fields.names("parameters", ()), limits).graph
    check_unused(graph, inputs, limits)
    return Task(cost.document(graph), lambda: wire.encode({"graph": write_document(graph)}))


def prepare_print(document: Any, limits: Limits) -> Task:
    """The text of a graph document; with ``source`` only changed statements are written anew."""
    fields = Fields(document, ("graph", "source"))
    source = fields.text("source", None)
    graph = read_document(fields.mapping("graph"), (), limits, ("graph",))
    seconds = cost.printing(graph, source)
    return Task(
        seconds, lambda: wire.encode({"expression": print_program(graph, source, limits)}, finite=True)
    )
