"""
How long work will take, roughly: enough to tell a millisecond from a second.

What is past a few milliseconds goes to a worker. The figures were measured on one core (CPython 3.11). Tensors are
counted by entries and, for products, by multiplications; shapes are inferred, never allocated.
"""

from __future__ import annotations

from ..engine.array import size_of
from ..engine.graph import Graph
from ..engine.limits import Limits
from ..engine.lowering import program_of
from ..engine.shapes import shapes_of

# Seconds a node takes in both passes, and in the answer: its row and its edges' rows, its sentences and LaTeX
# (which are written as text at once where every node is one number, and as objects otherwise).
PASS_S = 1.2e-6
ROW_S = 0.8e-6
STORY_S = 12e-6
TENSOR_STORY_S = 40e-6
# A node with a tensor pays numpy's overhead per call; its entries are added, multiplied and written as digits.
TENSOR_NODE_S = 60e-6
ENTRY_S = 4e-7
MULTIPLICATION_S = 2e-9
# concat and stack look at all operands once for each.
OPERANDS_S = 5e-7
# One update of an optimizer, its entry in the path, and each number in that entry.
UPDATE_S = 50e-6
PATH_NUMBER_S = 1e-6
_SCALARS = {float, type(None)}


def evaluation(graph: Graph, detail: str, limits: Limits) -> float:
    """
    Seconds that evaluating *graph* takes.

    Raises:
        EngineError: Shapes that do not fit, or a limit: both are found here first.
    """
    alone = scalar(graph)
    told = STORY_S if alone else TENSOR_STORY_S
    seconds = len(graph) * (PASS_S + {"gradients": 0.0, "nodes": ROW_S, "trace": told}[detail])
    return seconds if alone else seconds + tensors(graph, limits)


def scalar(graph: Graph) -> bool:
    """Whether surely every node is one number."""
    return program_of(graph) is not None and _SCALARS.issuperset(map(type, graph.values))


def tensors(graph: Graph, limits: Limits) -> float:
    """What tensors add to the seconds of one evaluation."""
    shapes = shapes_of(graph, limits)
    seconds = 0.0
    for slot, op in enumerate(graph.ops):
        shape = shapes[slot]
        if shape is None:
            continue
        entries = size_of(shape)
        seconds += TENSOR_NODE_S + ENTRY_S * entries + OPERANDS_S * len(graph.inputs[slot]) ** 2
        if op is not None and op.category == "linear":
            # The inner size is at most the larger operand's last axis, or its only one.
            inner = max(
                (max(shapes[source] or (1,)) for source in graph.inputs[slot] if source >= 0), default=1
            )
            seconds += 3 * MULTIPLICATION_S * entries * inner
        elif op is not None and not op.elementwise:
            seconds += ENTRY_S * sum(
                size_of(shapes[source] or ()) for source in graph.inputs[slot] if source >= 0
            )
    return seconds


def document(graph: Graph) -> float:
    """Seconds that writing *graph* as a document takes."""
    return len(graph) * 2e-6 + leaf_entries(graph) * 1e-7


def printing(graph: Graph, source: str | None) -> float:
    """Seconds that printing *graph* takes; a source is parsed again."""
    return len(graph) * 10e-6 + leaf_entries(graph) * 5e-7 + len(source or "") * 2e-6


def exporting(graph: Graph, node_s: float) -> float:
    """Seconds that writing the run of *graph* in another form takes, at *node_s* a node, beside evaluating it."""
    return len(graph) * node_s + leaf_entries(graph) * 1e-6


def leaf_entries(graph: Graph) -> int:
    """How many numbers the graph holds."""
    return sum(getattr(value, "size", 1) for value in graph.values if value is not None)
