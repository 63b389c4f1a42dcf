"""
``POST /evaluate/batch``: one graph over rows of values, gradients per row.

Warnings are looked for row by row with the same eyes as in a single evaluation, which costs more than the
arithmetic, so only the first rows are looked at, as far as `LOOKED_AT` rows times nodes go. A second set of rules
that works on whole columns was refused: the two would drift apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.array import Array
from ..engine.graph import Graph
from ..engine.limits import Limits
from ..engine.passes import evaluate
from ..engine.rows import Rows, evaluate_rows, read_columns
from ..explain.diagnose import warnings
from . import cost, wire
from .reading import Fields
from .source import SOURCE_KEYS, read_source, unused_inputs
from .work import Task

KEYS = (*SOURCE_KEYS, "columns", "output", "nodes")
LOOKED_AT = 20_000
# A row costs this much where everything is columns, and this much where it is traced for warnings.
COLUMN_S = 4e-7
TRACED_S = 10e-6


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; what is left is both passes over all rows, and a look at the first of them."""
    fields = Fields(document, KEYS)
    given = fields.mapping("columns")
    output = fields.text("output", None)
    nodes = fields.names("nodes", ())
    source = read_source(fields, limits)
    with source.placed():
        columns = read_columns(source.graph, given, limits)
    rows = len(next(iter(columns.values())))

    def run() -> bytes:
        with source.placed():
            found = evaluate_rows(source.graph, columns, output, nodes, limits=limits)
        return _encode(found, columns, unused_inputs(source.graph))

    return Task(_seconds(source.graph, rows, columns), run)


def _seconds(graph: Graph, rows: int, columns: Mapping[str, Array]) -> float:
    nodes = max(1, len(graph))
    entries = sum(column.size for column in columns.values())
    traced = min(rows, rows_looked_at(nodes)) * nodes
    tensors = (
        0.0 if cost.scalar(graph) and entries == rows * len(columns) else rows * nodes * cost.TENSOR_NODE_S
    )
    return rows * nodes * COLUMN_S + entries * cost.ENTRY_S + traced * TRACED_S + tensors


def rows_looked_at(nodes: int) -> int:
    """How many rows of a graph with *nodes* nodes are looked at for warnings; always the first."""
    return max(1, LOOKED_AT // nodes)


def _encode(found: Rows, columns: Mapping[str, Array], unused: list[dict[str, Any]]) -> bytes:
    return wire.encode(
        {
            "output": found.graph.ids[found.output],
            "rows": found.rows,
            "values": found.values,
            "gradients": found.gradients,
            "warnings": _warnings(found, columns) + unused,
        }
    )


def _warnings(found: Rows, columns: Mapping[str, Array]) -> list[dict[str, Any]]:
    """Each warning once, in the words of its first row, with how many of the rows looked at have it."""
    told: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in range(min(found.rows, rows_looked_at(len(found.graph)))):
        run = evaluate(found.at(row, columns), found.graph.ids[found.output])
        for warning in warnings(run):
            edge = warning.get("edge") or {}
            key = (warning["code"], warning["node"], warning["phase"], *edge.values())
            told.setdefault(key, warning | {"rows": 0, "first_row": row})["rows"] += 1
    return list(told.values())
