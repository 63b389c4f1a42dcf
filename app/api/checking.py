"""
``POST /check``: gradients against central differences, and a nudge along one edge.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..engine.gradcheck import check
from ..engine.graph import Graph
from ..engine.limits import Limits
from . import cost, wire
from .evaluate import number_or_none
from .reading import Fields
from .source import SOURCE_KEYS, read_source, unused_inputs
from .work import Task

KEYS = (*SOURCE_KEYS, "output", "seed", "nudge")
NUDGE_KEYS = ("source", "target", "index", "step")
# Two forward passes measure one slope and two more tell a kink from a curve; where that does not agree, finer steps
# are tried. A request can be made of the worst, so the worst is counted. A pass over a small graph costs its set-up.
PASSES_PER_NUMBER = 16
SET_UP_S = 10e-6


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; each number of each leaf costs a few forward passes."""
    fields = Fields(document, KEYS)
    output = fields.text("output", None)
    seed = number_or_none(fields, "seed", limits)
    nudge = _read_nudge(fields.mapping("nudge", None))
    source = read_source(fields, limits)

    def run() -> bytes:
        with source.placed():
            found = asdict(check(source.graph, output, seed, nudge, limits))
        if found["nudge"] is None:
            del found["nudge"]
        return wire.encode(found | {"warnings": unused_inputs(source.graph)})

    with source.placed():
        once = cost.evaluation(source.graph, "gradients", limits)
    passes = 1 + PASSES_PER_NUMBER * _numbers(source.graph)
    return Task(passes * (once + SET_UP_S), run)


def _read_nudge(given: dict[str, Any] | None) -> dict[str, Any] | None:
    if given is None:
        return None
    nudge = Fields(given, NUDGE_KEYS, ("nudge",))
    return {
        "source": nudge.text("source"),
        "target": nudge.text("target"),
        "index": nudge.integer("index", 0),
        "step": nudge.value("step"),
    }


def _numbers(graph: Graph) -> int:
    """How many numbers there are to move."""
    return sum(
        getattr(value, "size", 1)
        for kind, value in zip(graph.kinds, graph.values, strict=True)
        if kind in ("input", "parameter") and value is not None
    )
