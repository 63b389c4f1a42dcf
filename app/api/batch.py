"""
``POST /evaluate/batch``: one graph over rows of values, gradients per row.

Every row is looked at for warnings, all rows of a node at once, so the values of all ops are computed whatever nodes
were asked for; only those asked for are answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.array import Array
from ..engine.errors import MAX_ERRORS
from ..engine.graph import Graph
from ..engine.limits import Limits
from ..engine.rows import Rows, evaluate_rows, read_columns
from ..explain.diagnose_rows import row_warnings
from . import cost, wire
from .reading import Fields, shorten
from .source import SOURCE_KEYS, read_source, unused_inputs
from .work import Task

KEYS = (*SOURCE_KEYS, "columns", "output", "nodes")
# A node has this much to be looked up; each of its rows is computed and looked at in columns. A number is read, or
# written, digit by digit. A row in which some warning is first is traced to put it in words.
NODE_S = 20e-6
CELL_S = 1e-8
NUMBER_S = 2e-7
TRACED_S = 3e-6


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; what is left is both passes over all rows, and a look at them."""
    fields = Fields(document, KEYS)
    given = fields.mapping("columns")
    output = fields.text("output", None)
    nodes = fields.names("nodes", ())
    inputs = fields.mapping("inputs", {})
    source = read_source(fields, limits)
    graph = source.graph
    with source.placed():
        columns = read_columns(graph, given, limits)

    def run() -> bytes:
        with source.placed():
            ops = [name for name, op in zip(graph.ids, graph.ops, strict=True) if op is not None]
            found = evaluate_rows(graph, columns, output, [*nodes, *ops], limits=limits)
        return _encode(found, columns, nodes, _overridden(given, inputs) + unused_inputs(graph))

    return Task(_seconds(graph, columns, len(nodes)), run)


def _overridden(columns: Mapping[str, Any], inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A warning for each leaf that has both a value for all rows and a column."""
    return [
        {
            "code": "unused-input",
            "node": name,
            "phase": "forward",
            "message": f"inputs has a value for {shorten(name)}, and its column one for every row: the column counts.",
        }
        for name in columns
        if name in inputs
    ][:MAX_ERRORS]


def _seconds(graph: Graph, columns: Mapping[str, Array], asked: int) -> float:
    rows, nodes = len(next(iter(columns.values()))), len(graph)
    entries = sum(column.size for column in columns.values())
    written = rows * (1 + asked + graph.ops.count(None))
    scalar = cost.scalar(graph) and entries == rows * len(columns)
    tensors = 0.0 if scalar else rows * nodes * cost.TENSOR_NODE_S + entries * cost.ENTRY_S
    traced = min(rows, nodes) * nodes * TRACED_S
    return nodes * NODE_S + rows * nodes * CELL_S + (entries + written) * NUMBER_S + traced + tensors


def _encode(
    found: Rows, columns: Mapping[str, Array], asked: tuple[str, ...], unused: list[dict[str, Any]]
) -> bytes:
    output = found.graph.ids[found.output]
    return wire.encode(
        {
            "output": output,
            "rows": found.rows,
            "values": {name: found.values[name] for name in dict.fromkeys([output, *asked])},
            "gradients": found.gradients,
            "warnings": row_warnings(found, columns) + unused,
        }
    )
