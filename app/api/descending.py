"""
``POST /descend``: gradient descent on the leaves of a scalar graph.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..engine.limits import Limits
from ..nets.descent import Descent, descend
from . import cost, wire
from .reading import Fields
from .source import SOURCE_KEYS, read_source, unused_inputs
from .work import Task

KEYS = (*SOURCE_KEYS, "output", "optimizer", "schedule", "steps", "trainable")


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; each step is one evaluation and one update."""
    fields = Fields(document, KEYS)
    optimizer = fields.mapping("optimizer")
    schedule = fields.mapping("schedule", None)
    steps = fields.integer("steps")
    trainable = fields.names("trainable", None)
    output = fields.text("output", None)
    source = read_source(fields, limits)

    def run() -> bytes:
        with source.placed():
            found = descend(source.graph, optimizer, schedule, steps, trainable, output, limits)
        return _encode(found, unused_inputs(source.graph))

    with source.placed():
        seconds = (steps + 1) * (cost.evaluation(source.graph, "gradients", limits) + cost.UPDATE_S)
    return Task(seconds, run)


def _encode(found: Descent, warnings: list[dict[str, Any]]) -> bytes:
    return wire.encode(
        {"path": [asdict(entry) for entry in found.path], "stopped": found.stopped, "warnings": warnings}
    )
