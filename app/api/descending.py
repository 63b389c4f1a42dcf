"""
``POST /descend``: gradient descent on the leaves of a scalar graph.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from ..engine.limits import Limits
from ..nets.descent import Descent, Entry, descend
from . import cost, wire
from .reading import Fields
from .source import SOURCE_KEYS, read_source, unused_inputs
from .work import Task

KEYS = (*SOURCE_KEYS, "output", "optimizer", "schedule", "steps", "trainable")


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; each step is one evaluation and one update."""
    given = Fields(document, KEYS)
    optimizer = given.mapping("optimizer")
    schedule = given.mapping("schedule", None)
    steps = given.integer("steps")
    trainable = given.names("trainable", None)
    output = given.text("output", None)
    source = read_source(given, limits)

    def run() -> bytes:
        with source.placed():
            found = descend(source.graph, optimizer, schedule, steps, trainable, output, limits)
        return _encode(found, unused_inputs(source.graph))

    with source.placed():
        numbers = cost.leaf_entries(source.graph) * 4  # values, gradients, and up to two moments of each
        step = cost.evaluation(source.graph, "gradients", limits) + cost.UPDATE_S
        seconds = (steps + 1) * (step + numbers * cost.PATH_NUMBER_S)
    return Task(seconds, run)


def _encode(found: Descent, warnings: list[dict[str, Any]]) -> bytes:
    names = [field.name for field in fields(Entry)]  # asdict would copy every number of every entry
    path = [{name: getattr(entry, name) for name in names} for entry in found.path]
    return wire.encode({"path": path, "stopped": found.stopped, "warnings": warnings})
