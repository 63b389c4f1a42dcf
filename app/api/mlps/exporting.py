"""
``POST /mlps/export``: a network, and its training where there is one, as a program to take along.
"""

from __future__ import annotations

from typing import Any

from ...engine.array import Array
from ...engine.limits import Limits
from ...export.networks.formats import FORMATS
from ...export.networks.script import Script
from ...nets.plan import Plan
from ...nets.schedules import Schedule, read_settings
from ...nets.spec import Spec, start
from ...nets.targets import low_target
from .. import wire
from ..reading import Fields
from ..work import Task
from .reading import check_pass, read_parameters, read_spec
from .state import read_state
from .training import KEYS, Examples, read_plan

_STILL = {"kind": "sgd", "learning_rate": 0.0}
PROGRAM_S, NUMBER_S, LAYER_S = 1.5e-3, 1.5e-6, 4e-4  # a program of two layers, a number, a further layer


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; what is left is drawing the examples and writing."""
    fields = Fields(document, ("format", *KEYS))
    chosen = FORMATS[fields.choice("format", tuple(FORMATS))]
    spec = read_spec(fields, limits)
    given = fields.mapping("parameters", None)
    values = None if given is None else read_parameters(fields, "parameters", spec, limits)
    data = None if fields.value("data", None) is None else Examples(fields, limits)
    plan, schedule, begun = _read_training(fields, spec, limits)
    check_pass(spec, 0 if data is None else data.n, limits)

    def run() -> bytes:
        x: Array | None = None
        y: Array | None = None
        low = low_target(spec, None, begun)
        if data is not None:
            rows = data.rows(spec)
            x, y = rows.x[: rows.train], rows.y[: rows.train]
            low = low_target(spec, rows.y, begun)
        parameters = start(spec) if values is None else values
        content = chosen.write(Script(spec, parameters, x, y, plan, schedule, low))
        return wire.encode({"media_type": "text/x-python", "content": content}, finite=True)

    numbers = spec.size + (0 if data is None else data.n * (spec.inputs + spec.outputs))
    return Task(PROGRAM_S + numbers * NUMBER_S + max(0, len(spec.layers) - 2) * LAYER_S, run)


def _read_training(
    fields: Fields, spec: Spec, limits: Limits
) -> tuple[Plan | None, Schedule | None, float | None]:
    """
    How the program trains, and the lower target that its run began with; not at all without an optimizer, but all else
    that stands there is looked at.
    """
    trains = fields.value("optimizer", None) is not None
    whole = (
        fields if trains else Fields(fields.found | {"optimizer": _STILL}, fields.found | {"optimizer": None})
    )
    plan = read_plan(whole, spec)
    state = read_state(whole, plan.optimizer, spec, limits)
    if not trains:
        return None, None, None
    schedule = read_settings(whole.value("schedule", None), whole.mapping("optimizer"))
    return plan, schedule, None if state is None else state.low
