"""
Layered networks, as models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field, create_model

from ...engine.setting import Setting
from ...nets.activations import ACTIVATIONS
from ...nets.initializers import SCHEMES
from ...nets.losses import LOSSES
from .answers import Warning
from .document import Model, Number, Value
from .requests import numbers_of

Matrix = list[list[Number]]
Seed = Annotated[int, Field(ge=0)]


def _type_of(setting: Setting) -> Any:
    return Literal[tuple(setting.choices)] if setting.choices else float


def _activations() -> Any:
    """One model per activation that has settings, and the names of all."""
    models = []
    for name, op in ACTIVATIONS.items():
        fields: dict[str, Any] = {"kind": (Literal[name], ...)}
        for setting in op.settings if name != "softmax" else ():
            fields[setting.name] = (_type_of(setting), Field(default=setting.default))
        title = "".join(word.title() for word in name.split("_"))
        models.append(create_model(f"{title}Activation", __base__=Model, **fields))
    settled: Any = Annotated[Union[tuple(models)], Field(discriminator="kind")]  # noqa: UP007  made from a list
    names: Any = Literal[tuple(ACTIVATIONS)]
    return names | settled


def _initializers() -> Any:
    models = []
    for name, rule in SCHEMES.items():
        fields: dict[str, Any] = {"scheme": (Literal[name], ...)} | numbers_of(rule)
        title = "".join(word.title() for word in name.split("_"))
        models.append(create_model(f"{title}Initializer", __base__=Model, seed=(Seed, 0), **fields))
    models.append(ExplicitInitializer)
    return Annotated[Union[tuple(models)], Field(discriminator="scheme")]  # noqa: UP007  made from a list


class ExplicitInitializer(Model):
    """Parameters as they are given."""

    scheme: Literal["explicit"]
    values: dict[str, Value] = Field(description="Every parameter, by name: W1, b1, ...")


if TYPE_CHECKING:
    Activation = str | dict[str, Any]
    InitializerModel = dict[str, Any]
    LossName = str
else:
    Activation = _activations()
    InitializerModel = _initializers()
    LossName = Literal[tuple(LOSSES)]


class LayerSpec(Model):
    """One layer: a = activation(z), z = W a + b of the layer before."""

    units: int = Field(ge=1)
    activation: Activation = Field("identity", description="A name, or an object of its kind and settings.")
    bias: bool = True


class NetworkSpec(Model):
    """A layered network, and the loss it is trained on."""

    inputs: int = Field(ge=1, description="Numbers of one example.")
    layers: list[LayerSpec] = Field(min_length=1)
    loss: LossName
    reduction: Literal["mean", "sum"] = Field("mean", description="What is done over examples.")
    initializer: InitializerModel = Field(
        {"scheme": "xavier_uniform"}, description="Where training starts; biases at `bias`, default 0."
    )


class InitRequest(Model):
    """A network."""

    spec: NetworkSpec


class InitAnswer(Model):
    """Its parameters: `W1` is units x inputs, `b1` and a PReLU layer's `a1` have one number per unit."""

    parameters: dict[str, Value]


class NetworkRequest(Model):
    """A network and a batch."""

    spec: NetworkSpec
    parameters: dict[str, Value] | None = Field(
        None, description="By name; default what the initializer gives."
    )
    x: Matrix = Field(description="One row per example.")
    y: Matrix | None = Field(
        None,
        description="One row per example; for losses over classes one-hot, or class numbers in one column.",
    )


class NetworkGraphRequest(NetworkRequest):
    """A network and a batch, and how finely to write them out."""

    granularity: Literal["layer", "neuron", "scalar"] = Field(
        "layer",
        description="`layer`: a tensor per node. `scalar`: a number per node. `neuron`: the same, each neuron closed.",
    )


class BatchLoss(Model):
    """The loss, and its share of each example before reduction."""

    total: Number
    per_example: list[Number]


class LayerAnswer(Model):
    """What one layer did; the gradients are of the total loss, and left out where there is no `y`."""

    z: Matrix = Field(description="Before the activation, a row per example.")
    a: Matrix = Field(description="After it.")
    slope: Matrix | None = Field(
        description="The activation's derivative at each z; at a kink the one the engine takes. Null under softmax, "
        "where each a depends on every z of its row."
    )
    da: Matrix = Field(default=[], description="Gradient with respect to a: what comes from upstream.")
    delta: Matrix = Field(default=[], description="Gradient with respect to z: `da` times `slope`.")
    dW: Matrix = Field(default=[], description="Gradient of W, of its shape.")
    db: list[Number] = Field(default=[], description="Gradient of b.")
    dslopes: list[Number] = Field(
        default=[], description="Gradient of a PReLU layer's slopes, `a1` and so on."
    )


class NetworkAnswer(Model):
    """Both passes over a batch; without `y` the forward half."""

    loss: BatchLoss | None = None
    output: Matrix
    layers: list[LayerAnswer]
    warnings: list[Warning]


class Split(Model):
    """Shares of the examples; what is left of 1 is for a test."""

    train: float = Field(ge=0, le=1)
    validation: float = Field(0.0, ge=0, le=1)


class SampleRequest(Model):
    """How many examples, how noisy, which ones."""

    n: int | None = Field(None, ge=1, description="How many; default as in the list.")
    noise: float | None = Field(None, ge=0, le=10, description="Standard deviation; default as in the list.")
    seed: Seed = 0
    split: Split | None = Field(None, description="With one, rows are in random order; default all train.")


Task = Literal["two-classes", "classes", "regression"]


class RowCounts(Model):
    """How many rows train, validate and test; they stand in this order."""

    train: int
    validation: int
    test: int


class SampleAnswer(Model):
    """Examples: `y` has one column, a class number from 0 or the height of a curve."""

    name: str
    task: Task
    inputs: int
    classes: list[str]
    x: Matrix
    y: Matrix
    rows: RowCounts


class DatasetRow(Model):
    """A dataset in a line."""

    name: str
    title: str
    summary: str
    task: Task
    inputs: int = Field(description="Numbers of one example.")
    classes: list[str] = Field(description="Names of the classes; none where a curve is fitted.")
    n: int = Field(description="How many examples unless asked otherwise.")
    noise: float = Field(description="How much noise unless asked otherwise.")
    most: int | None = Field(description="How many there are, where they were measured.")


class DatasetsAnswer(Model):
    """Every dataset."""

    datasets: list[DatasetRow]
