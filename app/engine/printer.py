"""
Graph -> source text, such that reading it gives the same graph back: ids, order of nodes, kinds, values, settings.

What a text cannot say is left out or refused: values that are not finite are left out, open ports are refused. A text
has one output, its last statement: of several outputs the last is taken, and where none is named the only sink. An
output that others still need is mentioned once more at the end, which keeps the order of the nodes.
"""

from __future__ import annotations

from .errors import GraphError
from .graph import Graph, clip
from .limits import DEFAULT_LIMITS, Limits
from .merge import merge_into
from .statements import plan, unnamed_number
from .writing import Piece, is_writable, name_piece, op_piece, value_piece, value_text


def print_program(graph: Graph, source: str | None = None, limits: Limits = DEFAULT_LIMITS) -> str:
    """
    Write *graph* as a text.

    Args:
        graph: Any graph without open ports.
        source: A text to keep: only statements that changed are rewritten, comments and order stay. Where it cannot be
            read, or what is kept would not give *graph* back, everything is written anew.
        limits: For reading *source*.

    Raises:
        GraphError: ``open-port``, as the language has no word for one.
        LimitError: *source* passes a limit.
    """
    _refuse_open_ports(graph)
    if source is not None:
        merged = merge_into(graph, source, limits)
        if merged is not None:
            return merged
    return "\n".join(line.text for line in plan(graph, range(len(graph))))


def _refuse_open_ports(graph: Graph) -> None:
    for slot, sources in enumerate(graph.inputs):
        if -1 in sources:
            name = graph.ids[slot]
            raise GraphError(
                "open-port",
                f"Input {sources.index(-1)} of {clip(name)} is not connected, and a text cannot say so.",
                hint="Connect it first.",
                node=name,
            )


def expression_of(graph: Graph, node_id: str, limit: int = 24) -> str | None:
    """
    Write one node as an expression over named nodes.

    Args:
        graph: Any graph.
        node_id: Which node; its own name is not used.
        limit: The most characters.

    Returns:
        The text, or None where it would be longer. The cost is bounded by *limit*, whatever is shared.
    """
    budget = [limit]
    piece = _expression(graph, graph.slot_of(node_id), budget, top=True)
    if piece is None:
        return None
    text = piece.text()
    return text if len(text) <= limit else None


def _expression(graph: Graph, slot: int, budget: list[int], top: bool = False) -> Piece | None:
    """Recurse at most *budget* deep: every node has at least one character of its own."""
    budget[0] -= 1
    if budget[0] < 0:
        return None
    op, value, name = graph.ops[slot], graph.values[slot], graph.ids[slot]
    if not top and not unnamed_number(graph, slot)[1]:
        budget[0] -= len(name) - 1
        return name_piece(name)
    if op is None:
        if value is None or not is_writable(value) or (not isinstance(value, float) and value.size > 24):
            return name_piece(name)
        return value_piece(value) if len(value_text(value)) <= budget[0] + 1 else None
    operands: list[Piece] = []
    for source in graph.inputs[slot]:
        piece = name_piece("?") if source < 0 else _expression(graph, source, budget)
        if piece is None:
            return None
        operands.append(piece)
    return op_piece(op, dict(graph.attrs[slot]), operands)
