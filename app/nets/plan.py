"""
How a network is to be trained, and where a run stands besides its parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.array import Array
from .optimizers import Optimizer
from .schedules import Rate
from .spec import Spec

UNITS = ("example", "batch", "epoch")


@dataclass(frozen=True, slots=True)
class Plan:
    """
    How to train.

    Attributes:
        spec: The network.
        optimizer: The update rule.
        rate: The learning rate of update k.
        epochs: The epoch after which it is done, counted from the very start.
        batch_size: Examples of one update; None for all.
        shuffle: Whether each epoch has an order of its own.
        seed: Of these orders.
        l1, l2: Decay of weights.
        clip_norm: Longest gradient; None for any.
        freeze: Parameters that stay.
        tolerance: It stops where the training loss of an epoch changes by no more; None for never.
        patience: It stops after as many epochs without a better loss; None for never.
    """

    spec: Spec
    optimizer: Optimizer
    rate: Rate
    epochs: int = 100
    batch_size: int | None = None
    shuffle: bool = True
    seed: int = 0
    l1: float = 0.0
    l2: float = 0.0
    clip_norm: float | None = None
    freeze: tuple[str, ...] = ()
    tolerance: float | None = None
    patience: int | None = None


@dataclass(slots=True)
class State:
    """
    Where a run stands, besides its parameters.

    Attributes:
        epoch: Epochs done.
        step: Updates made.
        position: Examples of the current epoch that are done.
        rng: State of the generator when this epoch began.
        slots: The optimizer's moments, each one flat vector.
        loss: Training loss after the last epoch, None before the first.
        best: The best loss so far, of validation where there is one.
        waited: Epochs since.
        low: The lower of a perceptron's two targets, by the rows that it began with; None under other rules.
    """

    rng: dict[str, Any]
    slots: dict[str, Array]
    epoch: int = 0
    step: int = 0
    position: int = 0
    loss: float | None = None
    best: float | None = None
    waited: int = 0
    low: float | None = None


def fresh(plan: Plan) -> State:
    """The state before any update."""
    generator = np.random.PCG64(plan.seed)
    return State(dict(generator.state), plan.optimizer.start(plan.spec.size))
