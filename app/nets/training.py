"""
Training a network: epochs of batches, a history, reasons to stop, and a state from which it goes on exactly.

A trainer is given everything and keeps everything: parameters, optimizer's slots, the random generator as it was when
the epoch began, and how many examples of it are done. What it tells as its state, put into another trainer, continues
the same run bit for bit, in the middle of an epoch too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from ..engine.array import Array
from .datasets import Rows
from .history import History
from .plan import Plan, State, fresh
from .spec import Parameters
from .stepping import OLDER, Batch, Mask, Stepper, adjustments, batch_of
from .survey import LayerReport, survey
from .targets import MOST_CLASSES, accuracy, confusion, judge, low_target

MOST_BATCHES = 1000


@dataclass(slots=True)
class _Part:
    """Rows of one purpose, ready for a pass."""

    wide: Array
    y: Array


class Trainer:
    """
    A run under way.

    Args:
        plan: How to train.
        rows: Examples; targets with one entry per output.
        parameters: Where it begins.
        state: Where another run stopped; None for the start.
        history: What goes on being written; None for a new one, which begins with an entry of how things stand.

    Attributes:
        stopped: Why it ended: ``"epochs"``, ``"tolerance"``, ``"patience"``, ``"diverged"``, ``"limit"``; None while it
            has not.
    """

    def __init__(
        self,
        plan: Plan,
        rows: Rows,
        parameters: Mapping[str, Array],
        state: State | None = None,
        history: History | None = None,
    ) -> None:
        spec = plan.spec
        self.plan, self.rows = plan, rows
        self.state = state or fresh(plan)
        self.stopped: str | None = None
        self._flat = spec.join(parameters)
        name = plan.optimizer.name
        self.state.low = low_target(spec, rows.y, self.state.low) if name == "perceptron" else None
        self._stepper = Stepper(spec, self._flat, name if name in OLDER else None, self.state.low or 0.0)
        wide, ends = self._stepper.widen(rows.x), (rows.train, rows.train + rows.validation)
        self._train = _Part(wide[: ends[0]], rows.y[: ends[0]])
        self._validation = _Part(wide[ends[0] : ends[1]], rows.y[ends[0] : ends[1]])
        self._test = _Part(wide[ends[1] :], rows.y[ends[1] :])
        self._how = judge(spec, rows.y)
        self._held = self._frozen()
        self._kept = None if self._held is None else self._flat[self._held]
        self.state.slots = {slot: moment.copy() for slot, moment in self.state.slots.items()}
        self._advance = plan.optimizer.bind(self._flat, self._stepper.gradient, self.state.slots)
        self._pull, self._rate = self._stepper.pull, plan.rate
        self._batches: dict[tuple[int, int], Batch] = {}
        self._shuffled = _Part(np.empty_like(self._train.wide), np.empty_like(self._train.y))
        self._adjust = adjustments(spec, plan.l1, plan.l2, plan.clip_norm, self._held)
        self._random = np.random.PCG64()
        self._random.state = self.state.rng  # type: ignore[assignment]  # numpy's name for such a dict is private
        self._dealer = np.random.Generator(self._random)
        with np.errstate(all="ignore"):
            self._epoch = self._dealt() if self.state.position else self._train
            if history is None:
                self.history = History()
                self._record()
            else:
                self.history = history
        if self.state.epoch >= plan.epochs:
            self.stopped = "epochs"

    @property
    def parameters(self) -> Parameters:
        """The parameters as they are now, by name; copies."""
        return {name: view.copy() for name, view in self.plan.spec.views(self._flat).items()}

    def run(self, seconds: float, steps: int) -> None:
        """Train until there is a reason to stop: its own, or ``"limit"`` after *seconds* or *steps* updates."""
        end, last = perf_counter() + seconds, self.state.step + steps
        size = self.plan.batch_size or self.rows.train
        with np.errstate(all="ignore"):  # a run that overflows is a lesson
            while self.stopped is None:
                if self.state.step >= last or perf_counter() >= end:
                    self.stopped = "limit"
                    return
                self._update(size)

    def advance(self, unit: str) -> None:
        """Go on by one of `plan.UNITS`; an ``example`` is an update on the next example alone."""
        size = 1 if unit == "example" else self.plan.batch_size or self.rows.train
        epoch = self.state.epoch
        with np.errstate(all="ignore"):
            while self.stopped is None:
                self._update(size)
                if unit != "epoch" or self.state.epoch > epoch:
                    return

    def tested(self) -> dict[str, float | None] | None:
        """Loss and accuracy on the rows kept for a test; None where there are none."""
        if not len(self._test.y):
            return None
        with np.errstate(all="ignore"):
            loss, right = self._measure(self._test)
        return {"loss": loss, "accuracy": right}

    def survey(self) -> list[LayerReport]:
        """How every layer stands on the training rows; see `survey.survey`."""
        rows = self.rows
        return survey(self.plan.spec, self._flat, rows.x[: rows.train], rows.y[: rows.train])

    def confusion(self) -> dict[str, list[list[int]] | None] | None:
        """Counts of classes on the rows of training and of validation, as `targets.confusion`; None without classes."""
        if self.plan.spec.outputs > MOST_CLASSES:
            return None
        found = {}
        for name, part in (("train", self._train), ("validation", self._validation)):
            with np.errstate(all="ignore"):
                there = len(part.y) > 0
                found[name] = (
                    confusion(self._how, self._stepper.predict(part.wide), part.y) if there else None
                )
        return found if found["train"] is not None else None

    def _update(self, size: int) -> None:
        state, n = self.state, self.rows.train
        begin, step = state.position, state.step
        if begin == 0:
            self._epoch = self._dealt()
        end = begin + size if begin + size < n else n
        self._pull(self._batches.get((begin, end)) or self._batch(begin, end))
        for adjust in self._adjust:
            adjust(self._stepper.gradient, self._flat)
        self._advance(step, self._rate(step))
        if self._kept is not None:
            self._flat[self._held] = self._kept
        state.step = step + 1
        state.position = end
        if end == n:
            self._finish_epoch()

    def _batch(self, begin: int, end: int) -> Batch:
        """Rows of the epoch, which lie where those of every epoch lie; kept, as long as there are not too many."""
        found = batch_of(self._epoch.wide[begin:end], self._epoch.y[begin:end])
        if len(self._batches) < MOST_BATCHES:
            self._batches[begin, end] = found
        return found

    def _dealt(self) -> _Part:
        """The training rows in this epoch's order; the generator's state before it is in the state already."""
        if not self.plan.shuffle:
            return self._train
        order = self._dealer.permutation(self.rows.train)
        part = self._shuffled  # "clip" does without a copy; the order has no number past the end
        np.take(self._train.wide, order, axis=0, out=part.wide, mode="clip")
        np.take(self._train.y, order, axis=0, out=part.y, mode="clip")
        return part

    def _finish_epoch(self) -> None:
        state, before = self.state, self.state.loss
        state.position = 0
        state.epoch += 1
        state.rng = dict(self._random.state)
        loss, judged = self._record()
        if not math.isfinite(loss) and not (loss == math.inf and self._may_recover()):
            self.stopped = "diverged"
        elif (
            self.plan.tolerance is not None
            and before is not None
            and abs(loss - before) <= self.plan.tolerance
        ):
            self.stopped = "tolerance"
        elif self.plan.patience is not None and self._waits(judged) >= self.plan.patience:
            self.stopped = "patience"
        elif state.epoch >= self.plan.epochs:
            self.stopped = "epochs"

    def _may_recover(self) -> bool:
        """A certain mistake costs Infinity, and is still mended where the parameters are numbers."""
        return self.plan.spec.rule.target in ("share", "class") and bool(np.isfinite(self._flat).all())

    def _waits(self, loss: float) -> int:
        state = self.state
        if state.best is None or loss < state.best:
            state.best, state.waited = loss, 0
        else:
            state.waited += 1
        return state.waited

    def _record(self) -> tuple[float, float]:
        """Add an entry of how things stand; returns the training loss, and the one that patience goes by."""
        loss, right = self._measure(self._train)
        kept, kept_right = self._measure(self._validation) if len(self._validation.y) else (None, None)
        rate = self.plan.rate(self.state.step)
        self.history.add((self.state.epoch, loss, kept, right, kept_right, rate))
        if self.state.epoch == 0 or self.state.position == 0:
            self.state.loss = loss
        return loss, loss if kept is None else kept

    def _measure(self, part: _Part) -> tuple[float, float | None]:
        prediction = self._stepper.predict(part.wide)
        loss = self.plan.spec.rule.total(prediction, part.y, self.plan.spec.reduction)
        return loss, None if self._how is None else accuracy(self._how, prediction, part.y)

    def _frozen(self) -> Mask | None:
        """True where a parameter stays; None where none does."""
        plan = self.plan
        names = set(plan.freeze)
        if plan.optimizer.name in OLDER:  # they know no way back through a layer
            names |= {name for name in plan.spec.shapes() if int(name[1:]) < len(plan.spec.layers)}
        if not names:
            return None
        mask = np.zeros(plan.spec.size)
        for name, view in plan.spec.views(mask).items():
            view[...] = name in names
        found: Mask = mask == 1.0
        return found
