"""
The state of a run as plain JSON, written and read back to the same bits.

Floats travel as their shortest digits, which are read as the same floats; the generator's numbers of 128 bits, which no
JSON number holds, as strings.
"""

from __future__ import annotations

import re
from typing import Any

from ...engine.array import Array
from ...engine.errors import InputError
from ...engine.limits import Limits
from ...engine.values import read_value
from ...nets.optimizers import Optimizer
from ...nets.plan import State
from ...nets.spec import Parameters, Spec
from ..reading import Fields
from .reading import read_parameters

STATE_KEYS = ("epoch", "step", "position", "rng", "slots", "loss", "best", "waited", "low")
RNG_KEYS = ("state", "inc", "has_uint32", "uinteger")
_DIGITS = re.compile(r"[0-9]{1,39}")


def read_state(fields: Fields, optimizer: Optimizer, spec: Spec, limits: Limits) -> State | None:
    """
    Where a run stopped, as `told` writes it; None where the request has none.

    Raises:
        InputError: ``missing-value`` for a slot that the optimizer needs, or what is wrong with a number.
    """
    found = fields.mapping("state", None)
    if found is None:
        return None
    given = Fields(found, STATE_KEYS, (*fields.loc, "state"))
    slots = Fields(given.mapping("slots"), optimizer.slots, (*given.loc, "slots"))
    for name in optimizer.slots:
        if name not in slots.found:
            raise InputError(
                "missing-value", f"{optimizer.name} goes on from its {name}.", loc=(*slots.loc, name)
            )
    return State(
        rng=_read_rng(Fields(given.mapping("rng"), RNG_KEYS, (*given.loc, "rng"))),
        slots={name: spec.join(read_parameters(slots, name, spec, limits)) for name in optimizer.slots},
        epoch=given.integer("epoch"),
        step=given.integer("step"),
        position=given.integer("position", 0),
        loss=_number(given, "loss", limits),
        best=_number(given, "best", limits),
        waited=given.integer("waited", 0),
        low=_read_low(given),
    )


def _read_low(fields: Fields) -> float | None:
    given = fields.value("low", None)
    if given is None:
        return None
    if isinstance(given, bool) or given not in (-1, 0):
        raise InputError("bad-setting", "low is -1 or 0.", loc=(*fields.loc, "low"))
    return float(given)


def _number(fields: Fields, key: str, limits: Limits) -> float | None:
    given = fields.value(key, None)
    if given is None:
        return None
    found = read_value(given, key, limits, (*fields.loc, key))
    if not isinstance(found, float):
        raise InputError("bad-setting", f"{key} is one number.", loc=(*fields.loc, key))
    return found


def _read_rng(fields: Fields) -> dict[str, Any]:
    numbers = {}
    for key in ("state", "inc"):
        text = fields.text(key)
        if _DIGITS.fullmatch(text) is None or int(text) >= 2**128:
            raise InputError(
                "bad-setting", f"{key} is a number of 128 bits, as digits.", loc=(*fields.loc, key)
            )
        numbers[key] = int(text)
    small = {key: fields.integer(key, 0) for key in ("has_uint32", "uinteger")}
    for key, value in small.items():
        if value >= 2 ** (32 if key == "uinteger" else 1):
            raise InputError("bad-setting", f"{key} is too large.", loc=(*fields.loc, key))
    return {"bit_generator": "PCG64", "state": numbers, **small}


def told_state(spec: Spec, state: State) -> dict[str, Any]:
    """A state as JSON."""
    rng = state.rng
    return {
        "epoch": state.epoch,
        "step": state.step,
        "position": state.position,
        "rng": {
            "state": str(rng["state"]["state"]),
            "inc": str(rng["state"]["inc"]),
            "has_uint32": int(rng["has_uint32"]),
            "uinteger": int(rng["uinteger"]),
        },
        "slots": told_slots(spec, state),
        "loss": state.loss,
        "best": state.best,
        "waited": state.waited,
        **({} if state.low is None else {"low": int(state.low)}),
    }


def told_slots(spec: Spec, state: State) -> dict[str, Parameters]:
    """The optimizer's moments, each by parameter."""
    return {name: copied(spec, flat) for name, flat in state.slots.items()}


def copied(spec: Spec, flat: Array) -> Parameters:
    """A flat vector by parameter."""
    return {name: view.copy() for name, view in spec.views(flat).items()}
