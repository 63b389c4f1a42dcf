"""
The operations on layered networks, with their words, models and worked examples.
"""

from __future__ import annotations

from ...export.networks.formats import FORMATS
from ...nets.datasets import DATASETS
from .. import schemas
from ..mlps.data import catalogue
from ..schemas import networks, training
from .operation import Operation, Query, get, post

TAG = "Networks"
GATE = {
    "inputs": 2,
    "layers": [
        {"units": 2, "activation": {"kind": "leaky_relu", "slope": 0.1}},
        {"units": 1, "activation": "sigmoid"},
    ],
    "loss": "bce",
    "initializer": {"scheme": "xavier_uniform", "seed": 0},
}
BY_HAND = {
    "W1": [[0.15, 0.2], [0.25, 0.3]],
    "b1": [0.35, 0.35],
    "W2": [[0.4, 0.45], [0.5, 0.55]],
    "b2": [0.6, 0.6],
}
WORKED = {
    "inputs": 2,
    "layers": [{"units": 2, "activation": "sigmoid"}, {"units": 2, "activation": "sigmoid"}],
    "loss": "half_mse",
}
NEURON = {"inputs": 1, "layers": [{"units": 1, "activation": "sigmoid"}], "loss": "half_mse"}

NETWORKS: tuple[Operation, ...] = (
    post(
        "mlps/init",
        TAG,
        "Draw a network's first parameters",
        "The same for the same seed, everywhere. Weights are drawn, in the order W1, W2, ..., by numpy's PCG64; biases "
        "are the initializer's `bias` (0), and a PReLU layer's slopes `a1` 0.25. `xavier_*` and `he_*` are those of "
        "Glorot and of He, times `gain`; `explicit` has `values`.",
        request=networks.InitRequest,
        answer=networks.InitAnswer,
        examples={"Two layers": {"spec": GATE}},
        mistakes={
            "A loss that does not exist": {"spec": GATE | {"loss": "bec"}},
            "A layer that is no layer": {"spec": GATE | {"layers": [{"units": 0}]}},
        },
    ),
    post(
        "mlps/evaluate",
        TAG,
        "Run a batch through a network",
        "Forward and backward once: z = x W^T + b and a of every layer, the activation's `slope` at each z, and the "
        "gradients `da`, `delta` (of z), `dW`, `db` and a PReLU layer's `dslopes`, all of the total loss. Without `y`, "
        "the forward half, slopes included. Warnings name a layer's `z`, `a` or the `loss`, and its units, "
        "counted from 1. Losses over classes take one-hot rows, or class numbers from 0 in one column.",
        request=networks.NetworkRequest,
        answer=networks.NetworkAnswer,
        examples={
            "A network worked through by hand": {
                "spec": WORKED,
                "parameters": BY_HAND,
                "x": [[0.05, 0.1]],
                "y": [[0.01, 0.99]],
            },
            "The forward half, from a seed": {"spec": GATE, "x": [[0, 1], [1, 1]]},
        },
        mistakes={
            "Weights the other way round": {
                "spec": GATE | {"layers": [{"units": 1}]},
                "parameters": {"W1": [[1], [2]], "b1": [0]},
                "x": [[0, 1]],
            }
        },
    ),
    post(
        "mlps/graph",
        TAG,
        "Write a network out as a graph",
        "The same network and batch as a graph document: evaluating it gives the same loss and gradients. `W1`, `b1`, "
        "`z1`, `a1` are a layer's tensors; `w1_2_3` is the weight of layer 1 to unit 2 from unit 3, and with several "
        "examples `a1_2_e4` is the activation for example 4. A PReLU layer's slopes are `slope1`. The layout is drawn "
        "in columns, a layer each. `neuron` and `scalar` take as many examples as the limit of nodes allows; of class "
        "targets they have those that are not 0, as constants.",
        request=networks.NetworkGraphRequest,
        answer=schemas.GraphAnswer,
        examples={
            "One neuron, by layer": {"spec": NEURON, "x": [[0.5], [-1]], "y": [[1], [0]]},
            "The same, every number a node": {
                "spec": NEURON,
                "x": [[0.5]],
                "y": [[1]],
                "granularity": "scalar",
            },
        },
        mistakes={
            "A depth that does not exist": {
                "spec": NEURON,
                "x": [[0.5]],
                "granularity": "neurons",
            }
        },
    ),
    post(
        "mlps/train",
        TAG,
        "Train a network",
        "Epochs of batches until a reason to stop: the last epoch, `tolerance`, `patience`, a loss that is not finite "
        "(`diverged`), or the server's limit of steps or of seconds (`limit`). The same request gives the same answer; "
        "with the `parameters` and the `state` of an earlier answer it goes on, from within an epoch too, exactly as "
        "if it had not stopped. Optimizers are those of torch.optim, schedules count updates from 0. l1 and l2 are put "
        "to the gradient of the weights, then `clip_norm` shortens it, and neither is in the losses told. A batch's "
        "gradient is that of its own loss. `perceptron` takes the output thresholded at 0, to the two values that "
        "targets have, minus the target; `adaline` takes z minus the target; both change the last layer only. These "
        "two are -1 and 1 under `hinge` or `tanh`; for any other network 0 and 1, unless a target of the rows is below "
        "0. A run's `state` says which (`low`), so that an update on one of its rows alone is that of the whole; it "
        "counts where neither `hinge` nor `tanh` says it. With a dataset of two classes and `hinge`, they are -1 and "
        "1. A WebSocket to `/api/v1/mlps/train/stream` does the same live: docs/stream.md of the project has its "
        "messages.",
        request=training.TrainRequest,
        answer=training.TrainAnswer,
        examples={
            "XOR, three epochs": {
                "spec": GATE,
                "data": {"dataset": "xor"},
                "optimizer": {"kind": "adam", "learning_rate": 0.1},
                "epochs": 3,
            },
            "Points of one's own, a schedule, and when to stop": {
                "spec": {"inputs": 1, "layers": [{"units": 1}], "loss": "mse"},
                "parameters": {"W1": [[0]], "b1": [0]},
                "freeze": ["b1"],
                "data": {"x": [[-1], [0], [1], [2]], "y": [[-2], [0], [2], [4]]},
                "optimizer": {"kind": "sgd"},
                "schedule": {"kind": "inverse", "c1": 1, "c2": 10},
                "batch_size": 2,
                "epochs": 5,
                "stopping": {"tolerance": 1e-6, "patience": 3},
            },
        },
        mistakes={
            "Examples that the network does not take": {
                "spec": {"inputs": 3, "layers": [{"units": 1}], "loss": "mse"},
                "data": {"dataset": "xor"},
                "optimizer": {"kind": "sgd", "learning_rate": 0.1},
            }
        },
    ),
    post(
        "mlps/export",
        TAG,
        "Write a network as a program",
        "The network with its parameters, by default those of the initializer, as a file to keep: "
        + ", ".join(f"`{name}` is {row.summary}" for name, row in FORMATS.items())
        + ". With `data` it holds the rows to train on, and prints the loss there and the gradient of every parameter; "
        "with an `optimizer`, too, it then trains as `/mlps/train` would from these parameters and a fresh state, "
        "batch for batch, and prints the loss that this comes to. A request to train may be posted as it is: `state` "
        "and `stopping` are not written.",
        request=training.NetworkExportRequest,
        answer=schemas.ExportAnswer,
        examples={
            "A neuron by hand, one update": {
                "format": "numpy",
                "spec": NEURON,
                "data": {"x": [[0.5], [-1]], "y": [[1], [0]]},
                "optimizer": {"kind": "sgd", "learning_rate": 0.5},
                "epochs": 1,
            },
            "A module with its weights": {"format": "pytorch", "spec": WORKED, "parameters": BY_HAND},
        },
        mistakes={"A library that it is not written for": {"format": "numby", "spec": NEURON}},
    ),
    get(
        "/api/v1/datasets",
        "datasets",
        TAG,
        "What there is to learn from",
        "Gates, clouds, rings and spirals to tell apart, curves to fit, Fisher's irises and UCI's 8 by 8 digits (both "
        "CC BY 4.0). The example shows two.",
        answer=networks.DatasetsAnswer,
        show=lambda: {"datasets": [row for row in catalogue() if row["name"] in ("xor", "moons")]},
    ),
    post(
        "datasets/{name}",
        TAG,
        "Draw a sample",
        "The same for the same `seed`, everywhere. `noise` is a standard deviation: of a point's place where classes "
        "are told apart, of the curve's height where one is fitted. With a `split`, rows are dealt out in random "
        "order: first those to train on, then those to validate with, then the rest. That order goes by their number, "
        "the shares and the `seed` alone, so the `x` and `y` of a training's own `data` are dealt out the same.",
        request=networks.SampleRequest,
        answer=networks.SampleAnswer,
        queries=(Query("name", "path", "Which one.", {"enum": list(DATASETS)}, "xor"),),
        examples={
            "Four corners": {},
            "Half of ten to train on": {
                "n": 10,
                "noise": 0.1,
                "seed": 1,
                "split": {"train": 0.5, "validation": 0.3},
            },
        },
        mistakes={"Shares that are more than all": {"split": {"train": 0.8, "validation": 0.3}}},
    ),
)
