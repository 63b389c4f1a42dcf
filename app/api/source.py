"""
The graph a request speaks of: ``expression`` or ``graph``, its ``inputs`` and ``parameters``.

What the engine finds wrong with a node is put back where it was typed, so that the editor can mark it, or where it
stands in the document.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..engine.document import read_document
from ..engine.errors import EngineError, InputError, Span, did_you_mean
from ..engine.graph import Graph
from ..engine.limits import Limits
from ..engine.program import Program, parse
from ..engine.slips import snippet
from ..engine.values import read_value
from .reading import Fields, shorten

_LINE_END = re.compile(r"\r\n|[\r\n]")
SOURCE_KEYS = ("expression", "graph", "inputs", "parameters")


class Source(NamedTuple):
    """
    A graph with its values, and where each node was typed.

    Attributes:
        graph: Lowered, `inputs` put in.
        text: The expression, or None for a graph document.
        program: The text as read, which knows where each node was typed; None for a graph document.
        loc: Where the graph document stands in the request.
    """

    graph: Graph
    text: str | None
    program: Program | None
    loc: tuple[str | int, ...] = ()

    def placed(self) -> Source:
        """A context in which errors that name a node are given the place where it was typed."""
        return self

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, EngineError):
            for each in (error, *error.errors):
                self._place(each)

    def _place(self, error: EngineError) -> None:
        if error.node is None:
            return
        if self.text is None or self.program is None:
            error.loc = error.loc or self._place_in_document(error)
            return
        if error.span is not None:
            return
        error.span = self.program.spans.get(error.node)
        if error.span is not None:
            error.snippet = _snippet(self.text, error.span)
            error.loc = error.loc or ("expression",)

    def _place_in_document(self, error: EngineError) -> tuple[str | int, ...]:
        """The node's place; where a port is open, the port's."""
        slot = self.graph.slot.get(error.node or "")
        if slot is None:
            return ()
        node = (*self.loc, "nodes", self.graph.position[slot])
        return (*node, "inputs", self.graph.inputs[slot].index(-1)) if error.code == "open-port" else node


def _snippet(text: str, span: Span) -> str:
    line = _LINE_END.split(text)[span.line - 1]
    end = span.end_column if span.end_line == span.line else len(line)
    return snippet(line, 0, len(line), span.column - 1, end)


def read_source(fields: Fields, limits: Limits) -> Source:
    """
    Lower the graph of a request and put its inputs in.

    Raises:
        EngineError: Neither or both of ``expression`` and ``graph``, or whatever is wrong with them.
    """
    inputs: dict[str, Any] = fields.mapping("inputs", {})
    parameters = fields.names("parameters", ())
    if ("expression" in fields.found) == ("graph" in fields.found):
        both = "expression" in fields.found
        raise InputError(
            "wrong-type" if both else "missing-key",
            "Both expression and graph are given." if both else "Neither expression nor graph is given.",
            hint="Give one of the two.",
            loc=fields.loc,
        )
    source = _read(fields, inputs, parameters, limits)
    check_unused(source.graph, inputs, limits)
    return source


def _read(fields: Fields, inputs: dict[str, Any], parameters: tuple[str, ...], limits: Limits) -> Source:
    if "expression" in fields.found:
        text = fields.text("expression")
        program = parse_at(text, inputs, parameters, limits)
        return Source(program.graph, text, program)
    loc = (*fields.loc, "graph")
    graph = read_document(fields.mapping("graph"), parameters, limits, loc)
    return Source(graph.with_values(inputs, limits) if inputs else graph, None, None, loc)


def parse_at(text: str, inputs: dict[str, Any], parameters: tuple[str, ...], limits: Limits) -> Program:
    """Parse *text*, which stands under ``expression``; errors say so."""
    try:
        return parse(text, inputs, parameters, limits)
    except EngineError as error:
        error.stand_under(("expression",))
        raise


def check_unused(graph: Graph, inputs: dict[str, Any], limits: Limits) -> None:
    """Hold inputs that name no node to be values all the same: where a number belongs, anything else is an error."""
    for name in graph.unused_inputs:
        read_value(inputs[name], name, limits, ("inputs", name))


def unused_inputs(graph: Graph) -> list[dict[str, Any]]:
    """A warning for each name in ``inputs`` that is no node."""
    return [
        {
            "code": "unused-input",
            "node": shorten(name, 80),
            "phase": "forward",
            "message": " ".join(
                filter(
                    None,
                    (
                        f"inputs names {shorten(name)}, which is no node of the graph.",
                        did_you_mean(name, graph.ids),
                    ),
                )
            ),
        }
        for name in graph.unused_inputs[:20]
    ]
