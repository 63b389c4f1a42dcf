"""
A pass as tables: one row per node and one per edge, as objects or as columns.

Nodes stand in forward order, edges by target in forward order and then by index. Everything here is a view of what the
engine computed; nothing is computed.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, compress, pairwise
from math import isfinite
from operator import mul
from typing import Any

import numpy as np

from ..engine.graph import Graph
from ..engine.passes import Jacobian, Operator, Run
from ..explain.notation import Notation
from ..explain.trace import local_on_wire

_LEARNING = frozenset(("input", "parameter"))


def values(run: Run) -> dict[str, Any]:
    """The value of every node by id."""
    return dict(zip(run.graph.ids, run.values, strict=True))


def gradients(run: Run) -> dict[str, Any]:
    """The gradient of every input and parameter by id; empty where the output has no value."""
    if run.values[run.output] is None:
        return {}
    graph = run.graph
    chosen = list(map(_LEARNING.__contains__, graph.kinds))
    return dict(zip(compress(graph.ids, chosen), compress(run.gradients, chosen), strict=True))


def node_objects(run: Run) -> list[dict[str, Any]]:
    """A row per node."""
    graph = run.graph
    rows: list[dict[str, Any]] = [
        {
            "id": name,
            "kind": kind,
            "op": op,
            "inputs": inputs,
            "shape": shape,
            "value": value,
            "gradient": gradient,
        }
        for name, kind, op, inputs, shape, value, gradient in zip(*node_columns(run).values(), strict=True)
    ]
    for key, column in (("attrs", graph.attrs), ("label", graph.labels), ("role", graph.roles)):
        if any(column):
            for row, said in zip(rows, column, strict=True):
                if said:
                    row[key] = said
    for slot, missing in run.missing.items():
        rows[slot]["missing"] = [
            {"node": graph.ids[source]} if index is None else {"node": graph.ids[source], "index": index}
            for source, index in missing
        ]
    return rows


def node_columns(run: Run) -> dict[str, list[Any]]:
    """The table of nodes, by column."""
    graph = run.graph
    names: list[str | None] = [*graph.ids, None]  # an open port is slot -1, the last
    sources = list(map(names.__getitem__, _flat(graph)))
    starts = graph.edge_start
    return {
        "id": list(graph.ids),
        "kind": list(graph.kinds),
        "op": [None if op is None else op.name for op in graph.ops],
        "inputs": [sources[i:j] for i, j in pairwise(starts)],
        "shape": [[]] * len(graph) if run.scalar else [_shape(value) for value in run.values],
        "value": run.values,
        "gradient": run.gradients,
    }


def edge_objects(run: Run) -> list[dict[str, Any]]:
    """A row per edge."""
    rows: list[dict[str, Any]] = [
        {
            "source": source,
            "target": target,
            "index": index,
            "upstream": up,
            "local": local,
            "downstream": down,
        }
        for source, target, index, up, local, down in zip(*edge_columns(run).values(), strict=True)
    ]
    if run.summed_axes:
        numbers = [e for e, source in enumerate(_flat(run.graph)) if source >= 0]
        for row, e in zip(rows, numbers, strict=True):
            if axes := run.summed_axes.get(e):
                row["summed_axes"] = axes
    return rows


def edge_columns(run: Run) -> dict[str, list[Any]]:
    """The table of edges, by column; open ports have no edge."""
    graph = run.graph
    sources = _flat(graph)
    counts = list(map(len, graph.inputs))
    found: dict[str, list[Any]] = {
        "source": list(map(graph.ids.__getitem__, sources)),
        "target": list(chain.from_iterable(map(mul, zip(graph.ids, strict=True), counts))),
        "index": list(chain.from_iterable(map(_counted, counts))),
        "upstream": run.upstream,
        "local": run.local if run.scalar else _locals(run),
        "downstream": run.downstream,
    }
    if -1 in sources:
        found = {
            name: [entry for entry, source in zip(column, sources, strict=True) if source >= 0]
            for name, column in found.items()
        }
    return found


def _locals(run: Run) -> list[Any]:
    """The local gradients of a run of tensors; operators name the nodes as steps do."""
    notation: Notation | None = None
    found: list[Any] = []
    for slot, sources in enumerate(run.graph.inputs):
        for edge, _ in enumerate(sources, run.graph.edge_start[slot]):
            names: list[str] = []
            if isinstance(run.local[edge], Operator):
                notation = notation or Notation(run)
                names = [operand.tex for operand in notation.operands(slot)]
            found.append(local_on_wire(run.local[edge], names))
    return found


def all_finite(run: Run, *, edges: bool = True) -> bool:
    """
    Whether every number of *run*, or of its nodes alone, is surely finite.

    Sums are looked at instead of entries: one that is finite has only finite terms. False is a maybe.
    """
    columns: list[list[Any]] = [run.values, run.gradients]
    if edges:
        columns += [run.upstream, run.local, run.downstream]
    if run.scalar:
        if True in run.graph.fixed:  # None stands where no gradient flows
            return all(isfinite(sum(filter(None, column))) for column in columns)
        return all(map(isfinite, map(sum, columns)))
    return all(_finite(entry) for column in columns for entry in column)


def _finite(entry: Any) -> bool:
    if entry is None or isinstance(entry, Operator):
        return True
    if isinstance(entry, Jacobian):
        entry = entry.value
    with np.errstate(all="ignore"):
        return isfinite(entry) if isinstance(entry, float) else bool(np.isfinite(np.sum(entry)))


def _shape(value: Any) -> list[int] | None:
    if type(value) is float:
        return []
    return None if value is None else list(value.shape)


@lru_cache(maxsize=16)
def _counted(count: int) -> tuple[int, ...]:
    """0, 1, ... of an op's edges; a ready tuple is walked faster than a range."""
    return tuple(range(count))


def _flat(graph: Graph) -> list[int]:
    return list(chain.from_iterable(graph.inputs))
