"""
A slice of a live training: some milliseconds, or one step, of a run that is then handed back whole.

A worker keeps nothing of a run but its data, by the digest of the request: what a slice begins with and what it ends
with travels as parameters and state, so the next slice may be any worker's, and a worker that is lost costs one slice.

Parts in: the request, how far to go (as JSON), parameters and state (empty for the start). Parts out: where the run
stands, its new history, parameters, state; and of a slice that is told, everything else that a frame shows. What a
frame costs is spent on the slices that somebody sees.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import asdict
from typing import Any

import numpy as np
import orjson

from ...engine.array import Array
from ...engine.errors import InputError
from ...nets.history import History
from ...nets.optimizers import Optimizer
from ...nets.passes import responses
from ...nets.spec import Spec
from ...nets.training import UNITS, Trainer
from .. import frames, wire
from ..reading import Fields
from ..work import Context, Task
from .reading import read_parameters
from .state import read_state, told_slots, told_state
from .training import KEYS, Training, told

GRID_KEYS = ("x", "y", "size")
LARGEST_GRID = 100
_KEPT: OrderedDict[bytes, Training] = OrderedDict()
_MOST = 8


def run_slice(parts: list[bytes], context: Context) -> Task:
    """Go on by one slice; see the module."""
    request, way, parameters, state = parts
    training = _training(request, context)
    asked = orjson.loads(way)
    grid = None if asked["grid"] is None else Grid(asked["grid"], training.spec)

    def run() -> bytes:
        trainer = _resumed(training, parameters, state, context)
        _go(trainer, asked, context)
        shown = asked["told"] or trainer.stopped is not None
        return frames.join(
            _told(trainer, asked["final"]) + (_shown(trainer, grid, asked["slots"]) if shown else [])
        )

    return Task(float(asked["seconds"]), run)


def _training(request: bytes, context: Context) -> Training:
    """The request read, from the last few where it is among them."""
    digest = hashlib.blake2b(request, digest_size=16).digest()
    found = _KEPT.pop(digest, None)
    if found is None:
        found = Training(Fields(wire.decode(request, context.json_depth), KEYS), context.limits)
    _KEPT[digest] = found
    if len(_KEPT) > _MOST:
        _KEPT.popitem(last=False)
    return found


def _resumed(training: Training, parameters: bytes, state: bytes, context: Context) -> Trainer:
    if not parameters:
        return training.trainer()
    spec, rows = training.spec, training.rows()
    given = Fields({"parameters": wire.decode(parameters)}, ("parameters",))
    values = read_parameters(given, "parameters", spec, context.limits)
    found = read_state(
        Fields({"state": _with_slots(wire.decode(state), training.plan.optimizer, spec)}, ("state",)),
        training.plan.optimizer,
        spec,
        context.limits,
    )
    assert found is not None  # it is given
    if found.position >= rows.train:
        found.position = 0  # other data since: a new epoch
    return Trainer(training.plan, rows, values, found, History())


def _with_slots(state: dict[str, Any], optimizer: Optimizer, spec: Spec) -> dict[str, Any]:
    """*state* for *optimizer*: one that was changed on the way begins with slots of its own."""
    if set(state["slots"]) == set(optimizer.slots):
        return state
    slots = {name: spec.views(flat) for name, flat in optimizer.start(spec.size).items()}
    return state | {"slots": {n: {k: v.tolist() for k, v in views.items()} for n, views in slots.items()}}


def _go(trainer: Trainer, way: dict[str, Any], context: Context) -> None:
    left = context.limits.max_steps - trainer.state.step
    if left <= 0 and trainer.stopped is None:
        trainer.stopped = "limit"
    elif way["unit"] in UNITS:
        trainer.advance(way["unit"])
    elif way["seconds"] > 0:
        trainer.run(min(way["seconds"], context.limits.max_seconds), left)
        if trainer.stopped == "limit" and trainer.state.step < context.limits.max_steps:
            trainer.stopped = None  # only this slice is over


def _told(trainer: Trainer, final: bool) -> list[bytes]:
    state, spec = trainer.state, trainer.plan.spec
    head = {
        "epoch": state.epoch,
        "step": state.step,
        "position": state.position,
        "stopped": trainer.stopped,
        "learning_rate": trainer.plan.rate(state.step),
    }
    parameters = trainer.parameters
    whole = told(trainer) if final or trainer.stopped is not None else {}
    rest = {key: whole[key] for key in ("warnings", "test") if key in whole}
    return [
        wire.encode(head),
        wire.encode(trainer.history.columns()),
        wire.encode(parameters),
        wire.encode(told_state(spec, state)),
        wire.encode(rest),
    ]


def _shown(trainer: Trainer, grid: Grid | None, slots: bool) -> list[bytes]:
    """What only frames that are seen need: layers, confusion, slots where asked for, and the grids."""
    spec = trainer.plan.spec
    drawn = (b"", b"") if grid is None else grid.draw(spec, trainer.parameters)
    return [
        wire.encode([asdict(layer) for layer in trainer.survey()]),
        wire.encode(trainer.confusion()),
        wire.encode(told_slots(spec, trainer.state)) if slots else b"",
        *drawn,
    ]


class Grid:
    """
    The response of every unit over a stretch of one input, or a square of two, as bytes.

    A unit's responses are scaled to 0 to 255 between its lowest and its highest, which are told beside it; a number
    that is none is 0.
    """

    def __init__(self, asked: Any, spec: Spec) -> None:
        given = Fields(asked, GRID_KEYS, ("grid",))
        self.size: int = given.integer("size", 50, least=2)
        if spec.inputs > 2 or self.size > LARGEST_GRID:
            raise InputError(
                "bad-setting",
                f"The network has {spec.inputs} inputs; a grid is drawn over one or two."
                if spec.inputs > 2
                else f"The grid has {self.size} points a side; there are at most {LARGEST_GRID}.",
                loc=("grid",),
            )
        across, up = _stretch(given, "x"), _stretch(given, "y")
        line = np.linspace(*across, self.size)
        if spec.inputs == 1:
            self.points: Array = line[:, None]
        else:
            columns, rows = np.meshgrid(line, np.linspace(*up, self.size))
            self.points = np.stack([columns.ravel(), rows.ravel()], axis=1)

    def draw(self, spec: Spec, parameters: dict[str, Array]) -> tuple[bytes, bytes]:
        """What each unit's grid is (JSON), and the grids one after the other."""
        told, drawn = [], []
        with np.errstate(all="ignore"):
            for k, layer in enumerate(responses(spec, parameters, self.points), 1):
                a = np.nan_to_num(layer, nan=0.0, posinf=1e300, neginf=-1e300)
                low, high = a.min(axis=0), a.max(axis=0)
                spread = np.where(high > low, high - low, 1.0)
                drawn.append(np.round((a - low) / spread * 255).T.astype(np.uint8).tobytes())
                told += [
                    {"layer": k, "unit": j + 1, "low": low[j], "high": high[j]} for j in range(a.shape[1])
                ]
        return wire.encode(told), b"".join(drawn)


def _stretch(fields: Fields, key: str) -> tuple[float, float]:
    given = fields.array(key, [-1.0, 1.0])
    numbers = [end for end in given if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(given) != 2 or len(numbers) != 2 or not -1e6 <= numbers[0] < numbers[1] <= 1e6:
        raise InputError(
            "bad-setting", f"{key} of a grid is two numbers, the lower one first.", loc=("grid", key)
        )
    return float(numbers[0]), float(numbers[1])
