"""
A slice of a live training: some milliseconds, or one step, of a run that is then handed back whole.

A worker keeps nothing of a run but what follows from its request, by the digest of it: what a slice begins with and
what it ends with travels as parameters and state, so the next slice may be any worker's, and a worker that is lost
costs one slice.

Parts in: how far to go (as JSON), parameters and state (empty for the start), and the request in pieces that are one
object together, so that whoever changes a piece need not read the others. Parts out: where the run
stands, its new history, parameters, state, what a state tells besides, how many units were stepped; and of a slice that
is told, everything else that a frame shows. What a frame costs is spent on the slices that somebody sees.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from time import perf_counter
from typing import Any

import numpy as np
import orjson

from ...engine.array import Array
from ...engine.errors import InputError, LimitError
from ...engine.limits import Limits
from ...nets.history import History
from ...nets.optimizers import Optimizer
from ...nets.plan import UNITS
from ...nets.spec import Spec
from ...nets.stepping import Stepper
from ...nets.training import Trainer
from .. import frames, wire
from ..reading import Fields
from ..work import Context, Task
from .reading import read_parameters
from .state import read_state, told_slots, told_state
from .training import KEYS, Training, told

GRID_KEYS = ("x", "y", "size")
LARGEST_GRID = 100
_KEPT: OrderedDict[bytes, _Kept] = OrderedDict()
_MOST = 8


def run_slice(parts: list[bytes], context: Context) -> Task:
    """Go on by one slice; see the module."""
    way, parameters, state, *request = parts
    kept = _kept(request, context)
    training, asked = kept.training, orjson.loads(way)
    grid = None if asked["grid"] is None else kept.grid(asked["grid"], context.limits)

    def run() -> bytes:
        trainer = _resumed(training, parameters, state, context)
        done = _go(trainer, asked, context)
        over = trainer.stopped is not None or (asked["answered"] and done == asked["count"])
        told = [*_told(trainer, asked["final"] or over), wire.encode(done)]
        return frames.join(told + (_shown(trainer, grid, asked["slots"]) if asked["told"] or over else []))

    return Task(float(asked["seconds"]), run)


class _Kept:
    """What a worker keeps of a run: its request as read, with the data, and where the grid was last drawn."""

    def __init__(self, training: Training) -> None:
        self.training = training
        self._grid: tuple[Any, Grid] | None = None

    def grid(self, asked: Any, limits: Limits) -> Grid:
        if self._grid is None or self._grid[0] != asked:
            self._grid = asked, Grid(asked, self.training.spec, limits)
        return self._grid[1]


def _kept(request: list[bytes], context: Context) -> _Kept:
    """The request read, from the last few where it is among them."""
    digest = b"".join(hashlib.blake2b(piece, digest_size=16).digest() for piece in request)
    found = _KEPT.pop(digest, None)
    if found is None:
        document = {
            key: value
            for piece in request
            if piece
            for key, value in wire.decode(piece, context.json_depth).items()
        }
        found = _Kept(Training(Fields(document, KEYS), context.limits))
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


def _go(trainer: Trainer, way: dict[str, Any], context: Context) -> int:
    """Go on as far as *way* says; how many of its units were done."""
    left = context.limits.max_steps - trainer.state.step
    if left <= 0 and trainer.stopped is None:
        trainer.stopped = "limit"
    elif way["unit"] in UNITS:
        return _stepped(trainer, way, context)
    elif way["seconds"] > 0:
        trainer.run(min(way["seconds"], context.limits.max_seconds), left)
        if trainer.stopped == "limit" and trainer.state.step < context.limits.max_steps:
            trainer.stopped = None  # only this slice is over
    return 0


def _stepped(trainer: Trainer, way: dict[str, Any], context: Context) -> int:
    """Unit after unit, one at least, until the slice's time is over."""
    end, done = perf_counter() + way["seconds"], 0
    while done < way["count"] and (done == 0 or perf_counter() < end):
        if trainer.state.step >= context.limits.max_steps:
            trainer.stopped = trainer.stopped or "limit"
        if trainer.stopped is not None:
            break
        trainer.advance(way["unit"])
        done += 1
    return done


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
    drawn = (b"", b"") if grid is None else grid.draw(trainer.parameters)
    return [
        wire.encode([layer.told() for layer in trainer.survey()]),
        wire.encode(trainer.confusion(), finite=True),
        wire.encode(told_slots(spec, trainer.state)) if slots else b"",
        *drawn,
    ]


class Grid:
    """
    The response of every unit over a stretch of one input, or a square of two, as bytes.

    A unit's responses are scaled to 0 to 255 between its lowest and its highest, which are told beside it; a number
    that is none is 0. They are those of training, from the same buffers at each frame.
    """

    def __init__(self, asked: Any, spec: Spec, limits: Limits) -> None:
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
        numbers = self.size**spec.inputs * sum(layer.units for layer in spec.layers)
        if numbers > limits.max_entries:
            hint = "Ask for fewer points a side."
            raise LimitError("entry-limit", numbers, limits.max_entries, hint=hint, loc=("grid", "size"))
        across, up = _stretch(given, "x"), _stretch(given, "y")
        line = np.linspace(*across, self.size)
        if spec.inputs == 1:
            points: Array = line[:, None]
        else:
            columns, rows = np.meshgrid(line, np.linspace(*up, self.size))
            points = np.stack([columns.ravel(), rows.ravel()], axis=1)
        self._spec, self._flat = spec, np.zeros(spec.size)
        self._stepper = Stepper(spec, self._flat, learns=False)
        self._wide = self._stepper.widen(points)
        self._units = [(k, j + 1) for k, layer in enumerate(spec.layers, 1) for j in range(layer.units)]

    def draw(self, parameters: dict[str, Array]) -> tuple[bytes, bytes]:
        """What each unit's grid is (JSON), and the grids one after the other."""
        self._flat[:] = self._spec.join(parameters)
        with np.errstate(all="ignore"):
            self._stepper.predict(self._wide)
            a = np.concatenate([a.T for _, a in self._stepper.curves(len(self._wide))])  # (units, points)
            low, high = a.min(axis=1), a.max(axis=1)
            if not (np.isfinite(low).all() and np.isfinite(high).all()):
                a = np.nan_to_num(a, nan=0.0, posinf=1e300, neginf=-1e300)
                low, high = a.min(axis=1), a.max(axis=1)
            a -= low[:, None]
            a *= (255 / np.where(high > low, high - low, 1.0))[:, None]
            drawn = np.rint(a, out=a).astype(np.uint8).tobytes()
        ends = zip(self._units, low.tolist(), high.tolist(), strict=True)
        told = [{"layer": k, "unit": j, "low": least, "high": most} for (k, j), least, most in ends]
        return wire.encode(told, finite=True), drawn


def _stretch(fields: Fields, key: str) -> tuple[float, float]:
    given = fields.array(key, [-1.0, 1.0])
    numbers = [end for end in given if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(given) != 2 or len(numbers) != 2 or not -1e6 <= numbers[0] < numbers[1] <= 1e6:
        raise InputError(
            "bad-setting", f"{key} of a grid is two numbers, the lower one first.", loc=("grid", key)
        )
    return float(numbers[0]), float(numbers[1])
