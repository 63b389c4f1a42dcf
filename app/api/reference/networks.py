"""
The operations on layered networks, with their words, models and worked examples.
"""

from __future__ import annotations

from ..schemas import networks
from .operation import Operation, post

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
        "Forward and backward once: z = x W^T + b and a of every layer, delta, and the gradients of W and b, all of "
        "the total loss. Without `y`, the forward half. Warnings name a layer's `z`, `a` or the `loss`, and its units, "
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
)
