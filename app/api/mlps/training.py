"""
``POST /mlps/train``: a network, data and a rule, trained to a reason to stop.

The whole run is one piece of work; past the limit of steps or seconds it ends with what it has, and a state to go on
from.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np

from ...engine.array import Array
from ...engine.errors import InputError, did_you_mean
from ...engine.limits import Limits
from ...nets.datasets import DATASETS, Rows, split
from ...nets.optimizers import NETWORK_OPTIMIZERS, read_optimizer
from ...nets.passes import evaluate_network
from ...nets.plan import Plan
from ...nets.schedules import read_schedule
from ...nets.spec import Spec, entries, start
from ...nets.targets import read_targets
from ...nets.training import Trainer
from ...nets.trouble import network_warnings
from .. import wire
from ..reading import Fields, shorten
from ..work import Task
from .data import SAMPLE_KEYS, Sampling, known, read_split
from .reading import check_pass, read_examples, read_parameters, read_spec
from .state import read_state, told_state

KEYS = (
    "spec", "parameters", "state", "freeze", "data", "optimizer", "schedule", "regularization", "clip_norm",
    "batch_size", "shuffle", "epochs", "seed", "stopping",
)  # fmt: skip
# One update, beside its numbers; what an epoch costs to measure; each number of either. And the answer: in itself, and
# each number that is written.
UPDATE_S, EPOCH_S, NUMBER_S = 25e-6, 60e-6, 4e-9
ANSWER_S, WRITTEN_S = 6e-4, 4e-8
# All of that is measured with two layers. What every further one costs, once and with every update or measurement, at
# the curve that takes longest; and each number of the passes that are made without any epoch.
LAYER_S, CURVE_S, PASS_S = 3e-4, 25e-6, 2e-8


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; what is left is the training."""
    end = perf_counter() + limits.max_seconds  # reading and drawing count
    training = Training(Fields(document, KEYS), limits)

    def run() -> bytes:
        trainer = training.trainer()
        trainer.run(end - perf_counter(), limits.max_steps)
        return wire.encode(told(trainer))

    return Task(min(training.seconds(), limits.max_seconds), run)


class Training:
    """A request to train, read and checked as a whole before anything is drawn."""

    def __init__(self, fields: Fields, limits: Limits) -> None:
        self._rows: Rows | None = None
        self.spec = read_spec(fields, limits)
        given = fields.mapping("parameters", None)
        self._parameters = None if given is None else read_parameters(fields, "parameters", self.spec, limits)
        self.plan = read_plan(fields, self.spec)
        self._state = read_state(fields, self.plan.optimizer, self.spec, limits)
        if self._state is not None and self._parameters is None:
            raise InputError(
                "missing-value",
                "A state goes on from parameters, and there are none.",
                hint="Post the parameters that came with it.",
                loc=(*fields.loc, "parameters"),
            )
        self._data = Examples(fields, limits)
        check_pass(self.spec, self._data.n, limits)

    def seconds(self) -> float:
        """Roughly how long it takes."""
        n = self._data.n
        batches = -(-n // (self.plan.batch_size or n))
        numbers = n * (self.spec.size + self.spec.inputs)
        written = self.spec.size * (2 + len(self.plan.optimizer.slots))
        deep = max(0, len(self.spec.layers) - 2)
        epoch = batches * UPDATE_S + EPOCH_S + 3 * numbers * NUMBER_S + (batches + 1) * deep * CURVE_S
        once = ANSWER_S + written * WRITTEN_S + deep * LAYER_S + entries(self.spec, n) * PASS_S
        return self.plan.epochs * epoch + once

    def rows(self) -> Rows:
        """The examples, drawn once."""
        if self._rows is None:
            self._rows = self._data.rows(self.spec)
        return self._rows

    def trainer(self) -> Trainer:
        """The run, about to begin or to go on."""
        rows = self.rows()
        parameters = start(self.spec) if self._parameters is None else self._parameters
        state = self._state
        if state is not None and state.position >= rows.train:
            raise InputError(
                "bad-setting",
                f"The state is {state.position} examples into an epoch of {rows.train}.",
                hint="Post the data that the state came from.",
                loc=("state", "position"),
            )
        return Trainer(self.plan, rows, parameters, state)


class Examples:
    """The examples of a request: a dataset by name, or rows of its own."""

    KEYS = ("dataset", "x", "y", *SAMPLE_KEYS)

    def __init__(self, request: Fields, limits: Limits) -> None:
        self._fields = fields = Fields(request.value("data"), self.KEYS, (*request.loc, "data"))
        self._sampling: Sampling | None = None
        there = {key for key, value in fields.found.items() if value is not None}
        if ("dataset" in there) == ("x" in there):
            both = "x" in there
            raise InputError(
                "bad-setting",
                "data has both a dataset and rows of its own." if both else "data has no examples.",
                hint='Give "dataset", or "x" and "y".',
                loc=fields.loc,
            )
        surplus = sorted(there & ({"y"} if "dataset" in there else {"n", "noise"}))
        if surplus:
            raise InputError(
                "bad-setting",
                f'"{surplus[0]}" does not go with {"a dataset" if "dataset" in there else "x and y"}.',
                hint="Leave it out.",
                loc=(*fields.loc, surplus[0]),
            )
        if "dataset" in there:
            self._read_sampling(fields, limits)
            return
        if "y" not in there:
            raise InputError("bad-setting", "data has x and no y.", hint='Give "y".', loc=fields.loc)
        self._x, self._y = (read_examples(fields, key, None, limits) for key in ("x", "y"))
        self._shares, self._seed = read_split(fields), fields.integer("seed", 0)
        self.n = len(self._x)

    def _read_sampling(self, fields: Fields, limits: Limits) -> None:
        name = fields.text("dataset")
        if name not in DATASETS:
            raise InputError(
                "bad-setting",
                f"There is no dataset {shorten(name)}.",
                hint=did_you_mean(name, DATASETS) or f"There are {', '.join(DATASETS)}.",
                loc=(*fields.loc, "dataset"),
            )
        self._dataset = known(name)
        self._sampling = Sampling(fields, self._dataset, limits)
        self.n = self._sampling.n

    def rows(self, spec: Spec) -> Rows:
        """Examples and targets as *spec* wants them, dealt out."""
        if self._sampling is None:
            rows = split(self._x, self._y, *self._shares, seed=self._seed)
        else:
            rows = self._sampling.draw()
        loc = self._fields.loc
        if rows.x.shape[1] != spec.inputs:
            raise InputError(
                "shape-mismatch",
                f"The examples have {rows.x.shape[1]} numbers; the network takes {spec.inputs}.",
                hint=f'Give it "inputs": {rows.x.shape[1]}.',
                loc=(*loc, "x" if self._sampling is None else "dataset"),
            )
        return Rows(rows.x, self._targets(spec, rows), rows.train, rows.validation)

    def _targets(self, spec: Spec, rows: Rows) -> Array:
        y = rows.y
        if self._sampling is not None:
            classes = len(self._dataset.classes)
            if spec.rule.target == "sign" and classes == 2:
                y = 2 * y - 1  # a named dataset speaks the loss's language
            elif classes > 2 and spec.rule.target != "class" and spec.outputs == classes:
                y = np.eye(classes)[y[:, 0].astype(np.intp)]
        return read_targets(spec, y, len(rows.x), (*self._fields.loc, "y"))


def read_plan(fields: Fields, spec: Spec) -> Plan:
    """How to train, with every default."""
    given = fields.mapping("optimizer")
    optimizer = read_optimizer(given, kinds=NETWORK_OPTIMIZERS)
    decay = Fields(
        fields.mapping("regularization", None) or {}, ("l1", "l2"), (*fields.loc, "regularization")
    )
    stopping = Fields(
        fields.mapping("stopping", None) or {}, ("tolerance", "patience"), (*fields.loc, "stopping")
    )
    return Plan(
        spec=spec,
        optimizer=optimizer,
        rate=read_schedule(fields.value("schedule", None), given),
        epochs=fields.integer("epochs", 100),
        batch_size=fields.integer("batch_size", None, least=1),
        shuffle=fields.boolean("shuffle", True),
        seed=fields.integer("seed", 0),
        l1=_positive(decay, "l1", 0.0) or 0.0,
        l2=_positive(decay, "l2", 0.0) or 0.0,
        clip_norm=_positive(fields, "clip_norm", None, above=True),
        freeze=_read_freeze(fields, spec),
        tolerance=_positive(stopping, "tolerance", None),
        patience=stopping.integer("patience", None, least=1),
    )


def _positive(fields: Fields, key: str, default: float | None, *, above: bool = False) -> float | None:
    given = fields.value(key, default)
    if given is None and default is None:
        return None
    fits = not isinstance(given, bool) and isinstance(given, int | float)
    if not fits or not (given > 0 or (given == 0 and not above)):
        what = "above 0" if above else "from 0"
        raise InputError("bad-setting", f"{key} is a number {what}.", loc=(*fields.loc, key))
    return float(given)


def _read_freeze(fields: Fields, spec: Spec) -> tuple[str, ...]:
    names: tuple[str, ...] = fields.names("freeze", None) or ()
    shapes = spec.shapes()
    for i, name in enumerate(names):
        if name not in shapes:
            raise InputError(
                "unknown-parameter",
                f"The network has no parameter {shorten(name)}.",
                hint=did_you_mean(name, shapes) or f"It has {', '.join(list(shapes)[:12])}.",
                loc=(*fields.loc, "freeze", i),
            )
    return names


def told(trainer: Trainer) -> dict[str, Any]:
    """What a run answers."""
    plan, rows, parameters = trainer.plan, trainer.rows, trainer.parameters
    train = rows.x[: rows.train], rows.y[: rows.train]
    found = {
        "history": trainer.history.columns(),
        "parameters": parameters,
        "state": told_state(plan.spec, trainer.state),
        "stopped": trainer.stopped,
        "warnings": _ended_badly(trainer)
        + network_warnings(plan.spec, parameters, train[0], evaluate_network(plan.spec, parameters, *train)),
    }
    tested = trainer.tested()
    return found if tested is None else found | {"test": tested}


def _ended_badly(trainer: Trainer) -> list[dict[str, Any]]:
    """Which epoch was the first whose loss is no number any more, and what else is none."""
    if trainer.stopped != "diverged":
        return []
    broken = [name for name, value in trainer.parameters.items() if not np.isfinite(value).all()]
    where = f" {broken[0]} is no longer finite." if broken else ""
    message = f"Epoch {trainer.state.epoch} is the first whose loss is not finite.{where}"
    hint = " A smaller learning rate, or clip_norm, may keep it."
    return [{"code": "overflow", "node": "loss", "phase": "backward", "message": message + hint}]
