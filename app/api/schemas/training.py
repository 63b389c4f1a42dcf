"""
Training, as models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from ...export.networks.formats import FORMATS
from ...nets.optimizers import NETWORK_OPTIMIZERS
from ...nets.plan import UNITS
from .answers import Warning
from .document import Model, Number, Value
from .networks import Matrix, NetworkSpec, Seed, Split
from .requests import Rate, Schedule, kinds

if TYPE_CHECKING:
    NetworkOptimizer = dict[str, Any]
    LibraryName = str
    Unit = str
else:
    NetworkOptimizer = kinds(NETWORK_OPTIMIZERS, "NetworkOptimizer", learning_rate=(Rate, None))
    LibraryName = Literal[tuple(FORMATS)]
    Unit = Literal[UNITS]


class TrainingData(Model):
    """A dataset by name, or rows: `x` and `y`."""

    dataset: str | None = Field(None, description="One of `/datasets`, with `n` and `noise`.")
    n: int | None = Field(None, ge=1)
    noise: float | None = Field(None, ge=0, le=10)
    x: Matrix | None = Field(None, description="One row per example.")
    y: Matrix | None = Field(None, description="One row per example, as in `/mlps/evaluate`.")
    seed: Seed = 0
    split: Split | None = Field(
        None, description="Shares to train on and to validate with; default all train."
    )


class Regularization(Model):
    """What is added to the gradient of a weight, biases and slopes left alone."""

    l1: float = Field(0.0, ge=0, description="Times the weight's sign.")
    l2: float = Field(0.0, ge=0, description="Times the weight.")


class Stopping(Model):
    """Reasons to stop before the last epoch."""

    tolerance: float | None = Field(
        None, ge=0, description="The training loss of an epoch changed by no more than this."
    )
    patience: int | None = Field(
        None,
        ge=1,
        description="So many epochs went by without a better loss on the validation rows; on the training rows where "
        "there are none.",
    )


class Rng(Model):
    """numpy's PCG64 as it was when the epoch began."""

    state: str = Field(description="128 bits, as decimal digits.")
    inc: str = Field(description="128 bits, as decimal digits.")
    has_uint32: int = Field(0, ge=0, le=1)
    uinteger: int = Field(0, ge=0)


class TrainingState(Model):
    """Where a run stands. Posted back with its parameters, training goes on exactly as if it had not stopped."""

    epoch: int = Field(ge=0, description="Epochs done.")
    step: int = Field(ge=0, description="Updates made.")
    position: int = Field(0, ge=0, description="Examples of the current epoch that are done.")
    rng: Rng
    slots: dict[str, dict[str, Value]] = Field(description="The optimizer's moments, each by parameter.")
    loss: Number | None = Field(None, description="Training loss after the last epoch.")
    best: Number | None = Field(None, description="The best loss so far, as `patience` goes by.")
    waited: int = Field(0, ge=0, description="Epochs since.")
    low: Literal[-1, 0] | None = Field(
        None,
        description="Under the perceptron rule: the lower of its two targets, by the rows that it began with. Under "
        "`hinge` or `tanh` it is -1, whatever is posted.",
    )


class TrainRequest(Model):
    """A network, data, a rule, and when to stop."""

    spec: NetworkSpec
    parameters: dict[str, Value] | None = Field(None, description="Default what the initializer gives.")
    state: TrainingState | None = Field(None, description="As an earlier answer had it.")
    freeze: list[str] | None = Field(None, description="Parameters that stay as they are.")
    data: TrainingData
    optimizer: NetworkOptimizer
    schedule: Schedule | None = None
    regularization: Regularization | None = None
    clip_norm: float | None = Field(None, gt=0, description="The longest gradient, all parameters together.")
    batch_size: int | None = Field(None, ge=1, description="Examples of one update; default all.")
    shuffle: bool = Field(True, description="Whether each epoch has a random order of its own.")
    epochs: int = Field(
        100, ge=0, description="Epochs after which it is done, those before `state` included."
    )
    seed: Seed = Field(0, description="Of the orders.")
    stopping: Stopping | None = None


class NetworkExportRequest(TrainRequest):
    """What to write a program of: a network, or a whole request to train."""

    format: LibraryName = Field(description="Which library to write for.")
    data: TrainingData | None = Field(  # type: ignore[assignment]  # a request that may lack it
        None, description="The rows to train on are written into the program; default none."
    )
    optimizer: NetworkOptimizer | None = Field(  # type: ignore[assignment]  # likewise
        None, description="How the program trains; default not at all."
    )


class History(Model):
    """
    By epoch, after its updates; entry 0 is before training. Past 2,000 entries every second one is dropped.
    """

    epoch: list[int]
    train_loss: list[Number]
    validation_loss: list[Number] | None = Field(description="Null without rows for validation.")
    accuracy: list[float] | None = Field(description="On the training rows; null where nothing is a class.")
    validation_accuracy: list[float] | None
    learning_rate: list[Number] = Field(description="At which the next update is made.")


class TestAnswer(Model):
    """Loss and accuracy on the rows that neither trained nor validated."""

    loss: Number
    accuracy: float | None


class TrainAnswer(Model):
    """What became of the network, and why it ended."""

    history: History
    parameters: dict[str, Value]
    state: TrainingState
    stopped: Literal["epochs", "tolerance", "patience", "diverged", "limit"]
    test: TestAnswer | None = None
    warnings: list[Warning]
