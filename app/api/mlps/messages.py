"""
What a client of the stream may say: the form of each message; what is in a request is read by the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from ...engine.errors import InputError, did_you_mean
from ...nets.plan import UNITS
from ..reading import Fields, shorten, wrong_type

# What the request of a training has, as in `training.KEYS`, which brings the networks along.
REQUEST = (
    "spec", "parameters", "state", "freeze", "data", "optimizer", "schedule", "regularization", "clip_norm",
    "batch_size", "shuffle", "epochs", "seed", "stopping",
)  # fmt: skip
CHANGES = (
    "freeze", "optimizer", "schedule", "regularization", "clip_norm", "batch_size", "shuffle", "epochs", "stopping",
)  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "start": (*REQUEST, "frames_per_second", "frames", "grid", "paused", "slots"),
    "pause": (),
    "resume": (),
    "step": ("unit", "count"),
    "set": CHANGES,
    "stop": (),
}
FASTEST = 60
MOST_STEPS = 10_000  # of one message


def read_message(found: Any) -> Fields:
    """
    A message with its ``type`` and only keys that go with it.

    Raises:
        EngineError: It is no object, has no or an unknown type, or unknown keys.
    """
    if not isinstance(found, dict):
        wrong_type(found, "an object", ())
    kind = Fields(found, found).text("type")
    if kind not in KEYS:
        hint = did_you_mean(kind, KEYS) or f"The types are {', '.join(KEYS)}."
        raise InputError("bad-setting", f"{shorten(kind)} is no type of message.", hint=hint, loc=("type",))
    return Fields(found, ("type", *KEYS[kind]))


@dataclass(slots=True, eq=False)
class Steps:
    """
    What is left of a ``step`` message.

    Attributes:
        unit: One of `UNITS`.
        left: How many of them.
        answered: Whether a state is told at the end: where a count was said.
    """

    unit: str
    left: int
    answered: bool


def read_steps(fields: Fields) -> Steps:
    """
    A ``step`` message.

    Raises:
        EngineError: An unknown unit, or a count that is no whole number from 1 to `MOST_STEPS`.
    """
    unit, count = fields.choice("unit", UNITS, "batch"), fields.integer("count", None, least=1)
    if count is not None and count > MOST_STEPS:
        raise InputError(
            "bad-setting",
            f"count is {shorten(str(count))}; a message takes at most {MOST_STEPS} steps.",
            hint="Say it again for the rest.",
            loc=("count",),
        )
    return Steps(unit, count or 1, count is not None)


class Start:
    """
    A ``start`` message: a request to train, and how it is watched.

    Attributes:
        request: The request, as bytes of JSON.
        interval_s: Least seconds from frame to frame.
        binary: Whether frames are bytes.
        grid: Where the units' responses are drawn; None for nowhere.
        paused: Whether it begins paused.
        slots: Whether frames have the optimizer's moments.
    """

    def __init__(self, fields: Fields) -> None:
        pace = fields.value("frames_per_second", 30)
        if isinstance(pace, bool) or not isinstance(pace, int | float) or not 0.1 <= pace <= FASTEST:
            raise InputError(
                "bad-setting",
                f"frames_per_second is a number from 0.1 to {FASTEST}.",
                loc=("frames_per_second",),
            )
        self.interval_s = 1 / pace
        self.binary = fields.choice("frames", ("json", "binary"), "json") == "binary"
        self.grid: dict[str, Any] | None = fields.mapping("grid", None)
        self.paused: bool = fields.boolean("paused", False)
        self.slots: bool = fields.boolean("slots", False)
        if self.grid is not None and not self.binary:
            raise InputError(
                "bad-setting",
                "A grid is drawn into binary frames only.",
                hint='Add "frames": "binary".',
                loc=("grid",),
            )
        self.request = orjson.dumps({key: value for key, value in fields.found.items() if key in REQUEST})
