"""
What a client of the stream may say: the form of each message; what is in a request is read by the worker.

What a message holds travels as parts, the long ones as JSON that nobody parses on the way: where a worker has read a
long message, the event loop need not read it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from ...engine.errors import InputError, did_you_mean
from ...nets.plan import UNITS
from ..reading import Fields, shorten, wrong_type

# What the request of a training has, as in `training.KEYS`, which brings the networks along: what stays, where the run
# begins, and what can be changed on the way.
STAYS, BEGINS = ("spec", "data", "seed"), ("parameters", "state")
CHANGES = (
    "freeze", "optimizer", "schedule", "regularization", "clip_norm", "batch_size", "shuffle", "epochs", "stopping",
)  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "start": (*STAYS, *BEGINS, *CHANGES, "frames_per_second", "frames", "grid", "paused", "slots"),
    "pause": (),
    "resume": (),
    "step": ("unit", "count"),
    "set": CHANGES,
    "stop": (),
}
FASTEST = 60
MOST_STEPS = 10_000  # of one message
Changes = dict[str, bytes]  # values by key of `CHANGES`, as JSON


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

    def parts(self) -> list[bytes]:
        """To be sent; `of` reads it again."""
        return [self.unit.encode(), b"%d" % self.left, b"%d" % self.answered]

    @classmethod
    def of(cls, parts: list[bytes]) -> Steps:
        """What `parts` were made of."""
        unit, left, answered = parts
        return cls(unit.decode(), int(left), bool(int(answered)))


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


@dataclass(slots=True, eq=False)
class Start:
    """
    A ``start`` message: a request to train, and how it is watched.

    Attributes:
        stays: What of the request stays as it is, as JSON.
        begins: Where the run begins, as JSON; empty where it begins anew.
        settings: The rest of the request.
        grid: Where the units' responses are drawn, as JSON; empty for nowhere.
        interval_s: Least seconds from frame to frame.
        binary: Whether frames are bytes.
        paused: Whether it begins paused.
        slots: Whether frames have the optimizer's moments.
    """

    stays: bytes
    begins: bytes
    settings: Changes
    grid: bytes
    interval_s: float
    binary: bool
    paused: bool
    slots: bool

    def parts(self) -> list[bytes]:
        """To be sent; `of` reads it again."""
        watched = [self.interval_s, self.binary, self.paused, self.slots]
        return [self.stays, self.begins, self.grid, orjson.dumps(watched), *pack_changes(self.settings)]

    @classmethod
    def of(cls, parts: list[bytes]) -> Start:
        """What `parts` were made of."""
        stays, begins, grid, watched, *settings = parts
        return cls(stays, begins, unpack_changes(settings), grid, *orjson.loads(watched))


def read_start(fields: Fields) -> Start:
    """
    A ``start`` message.

    Raises:
        EngineError: What says how it is watched does not fit.
    """
    pace = fields.value("frames_per_second", 30)
    if isinstance(pace, bool) or not isinstance(pace, int | float) or not 0.1 <= pace <= FASTEST:
        raise InputError(
            "bad-setting",
            f"frames_per_second is a number from 0.1 to {FASTEST}.",
            loc=("frames_per_second",),
        )
    binary = fields.choice("frames", ("json", "binary"), "json") == "binary"
    grid: dict[str, Any] | None = fields.mapping("grid", None)
    paused: bool = fields.boolean("paused", False)
    slots: bool = fields.boolean("slots", False)
    if grid is not None and not binary:
        raise InputError(
            "bad-setting",
            "A grid is drawn into binary frames only.",
            hint='Add "frames": "binary".',
            loc=("grid",),
        )
    stays = orjson.dumps(_those(fields, STAYS))
    begins = _those(fields, BEGINS)
    return Start(
        stays,
        orjson.dumps(begins) if begins else b"",
        read_changes(fields),
        b"" if grid is None else orjson.dumps(grid),
        1 / pace,
        binary,
        paused,
        slots,
    )


def read_changes(fields: Fields) -> Changes:
    """What of a message can be changed on the way."""
    return {key: orjson.dumps(value) for key, value in _those(fields, CHANGES).items()}


def pack_changes(changes: Changes) -> list[bytes]:
    """To be sent; `unpack_changes` reads it again."""
    return [part for key, value in changes.items() for part in (key.encode(), value)]


def unpack_changes(parts: list[bytes]) -> Changes:
    """What `pack_changes` was given."""
    return {key.decode(): value for key, value in zip(parts[::2], parts[1::2], strict=True)}


def _those(fields: Fields, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in fields.found.items() if key in keys}
