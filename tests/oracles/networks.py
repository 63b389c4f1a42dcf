"""
A layered network as a textbook writes it, differentiated by the library autograd: no code shared with the project.

Also random networks to try it on, and everything that goes into one.
"""

from __future__ import annotations

from typing import Any

import autograd.numpy as anp
import numpy as np
from autograd import elementwise_grad, grad

from .textbook import gelu


def sigmoid(z: Any) -> Any:
    return 0.5 * (anp.tanh(0.5 * z) + 1.0)


def softmax(z: Any) -> Any:
    powers = anp.exp(z - anp.max(z, axis=1, keepdims=True))
    return powers / anp.sum(powers, axis=1, keepdims=True)


ACTIVATIONS: dict[str, Any] = {
    "identity": lambda z: z,
    "step": lambda z: anp.where(z >= 0, 1.0, 0.0) + 0.0 * z,
    "sigmoid": sigmoid,
    "tanh": anp.tanh,
    "relu": lambda z: anp.where(z > 0, z, 0.0),
    "leaky_relu": lambda z, slope=0.01: anp.where(z > 0, z, slope * z),
    "elu": lambda z, alpha=1.0: anp.where(z > 0, z, alpha * (anp.exp(anp.minimum(z, 0)) - 1)),
    "prelu": lambda z, a: anp.where(z > 0, z, a * z),
    "softplus": lambda z: anp.log(1 + anp.exp(z)),
    "silu": lambda z: z * sigmoid(z),
    "gelu": lambda z, approximate="none": gelu(anp, z, approximate),
    "softmax": softmax,
}
SETTINGS = {
    "leaky_relu": lambda random: {"slope": float(random.uniform(0.01, 0.5))},
    "elu": lambda random: {"alpha": float(random.uniform(0.5, 2))},
    "gelu": lambda random: {"approximate": "tanh"},
}


def _log_softmax(z: Any) -> Any:
    shifted = z - anp.max(z, axis=1, keepdims=True)
    return shifted - anp.log(anp.sum(anp.exp(shifted), axis=1, keepdims=True))


# Of each entry; what becomes of them is in `total`.
LOSSES: dict[str, Any] = {
    "mse": lambda p, y: (p - y) ** 2 / y.shape[1],
    "sse": lambda p, y: (p - y) ** 2,
    "half_mse": lambda p, y: (p - y) ** 2 / 2,
    "bce": lambda p, y: -y * anp.log(p) - (1 - y) * anp.log(1 - p),
    "bce_with_logits": lambda z, y: anp.log(1 + anp.exp(z)) - y * z,
    "cce": lambda p, y: -y * anp.log(p),
    "cce_with_logits": lambda z, y: -y * _log_softmax(z),
    "hinge": lambda p, y: anp.maximum(0.0, 1 - y * p),
}


def activation(spec: dict[str, Any], parameters: dict[str, Any], k: int) -> tuple[str, Any]:
    """Name of layer *k*'s activation, and the function from z to a."""
    kind = spec["layers"][k - 1].get("activation", "identity")
    settings = {key: value for key, value in kind.items() if key != "kind"} if isinstance(kind, dict) else {}
    name = kind["kind"] if isinstance(kind, dict) else kind
    if name == "prelu":
        return name, lambda z: ACTIVATIONS[name](z, parameters[f"a{k}"])
    return name, lambda z: ACTIVATIONS[name](z, **settings)


def forward(spec: dict[str, Any], parameters: dict[str, Any], x: Any, shifts: Any = None) -> Any:
    """The prediction for the rows of *x*; *shifts*, where given, are added to the layers' activations."""
    for k, layer in enumerate(spec["layers"], 1):
        z = anp.dot(x, parameters[f"W{k}"].T)
        if layer.get("bias", True):
            z = z + parameters[f"b{k}"]
        x = activation(spec, parameters, k)[1](z)
        if shifts is not None:
            x = x + shifts[k - 1]
    return x


def upstream(spec: dict[str, Any], parameters: dict[str, Any], x: Any, y: Any) -> list[Any]:
    """The gradient of `total` with respect to the activations of every layer: of shifts of nothing."""
    nothing = [np.zeros((len(x), layer["units"])) for layer in spec["layers"]]
    found: list[Any] = grad(lambda shifts: total(spec, parameters, x, y, shifts))(nothing)
    return found


def slope(spec: dict[str, Any], parameters: dict[str, Any], k: int, z: Any) -> Any:
    """The derivative of layer *k*'s activation at every *z*; None where it is no function of one number."""
    name, curve = activation(spec, parameters, k)
    return None if name == "softmax" else elementwise_grad(curve)(z)


def total(spec: dict[str, Any], parameters: dict[str, Any], x: Any, y: Any, shifts: Any = None) -> Any:
    """The loss of the batch."""
    per_example = anp.sum(LOSSES[spec["loss"]](forward(spec, parameters, x, shifts), y), axis=1)
    summed = spec["loss"] == "sse" or spec.get("reduction") == "sum"
    return anp.sum(per_example) if summed else anp.sum(per_example) / x.shape[0]


def gradients(spec: dict[str, Any], parameters: dict[str, Any], x: Any, y: Any) -> dict[str, Any]:
    """The gradient of `total` with respect to every parameter."""
    found: dict[str, Any] = grad(lambda given: total(spec, given, x, y))(parameters)
    return found


def random_network(seed: int) -> tuple[dict[str, Any], dict[str, Any], Any, Any]:
    """A spec, parameters, examples and targets; every activation, loss and reduction comes up in 200 seeds."""
    random = np.random.default_rng(seed)
    loss = list(LOSSES)[seed % len(LOSSES)]
    widths = [int(width) for width in random.integers(1, 5, size=random.integers(2, 5))]
    hidden = [name for name in ACTIVATIONS if name != "step"]
    layers = []
    for k, units in enumerate(widths[1:], 2):
        last = {"bce": "sigmoid", "cce": "softmax"}.get(loss) if k == len(widths) else None
        name = last or hidden[int(random.integers(len(hidden)))]
        settings = SETTINGS[name](random) if name in SETTINGS and random.random() < 0.7 else {}
        layer = {"units": units, "activation": {"kind": name, **settings} if settings else name}
        layers.append(layer | ({} if random.random() < 0.8 else {"bias": False}))
    spec = {
        "inputs": widths[0],
        "layers": layers,
        "loss": loss,
        "reduction": "sum" if seed // 8 % 2 else "mean",
    }
    parameters = {}
    for k, layer in enumerate(layers, 1):
        shape = (layer["units"], widths[k - 1])
        parameters[f"W{k}"] = random.normal(size=shape)
        if layer.get("bias", True):
            parameters[f"b{k}"] = random.normal(size=shape[0])
        if layer["activation"] == "prelu":
            parameters[f"a{k}"] = random.uniform(0.05, 0.5, size=shape[0])
    rows = int(random.integers(1, 6))
    return spec, parameters, random.normal(size=(rows, widths[0])), targets(random, loss, rows, widths[-1])


def targets(random: Any, loss: str, rows: int, outputs: int) -> Any:
    if loss.startswith("bce"):
        return random.integers(0, 2, size=(rows, outputs)).astype(float)
    if loss.startswith("cce"):
        return np.eye(outputs)[random.integers(0, outputs, size=rows)]
    if loss == "hinge":
        return random.choice([-1.0, 1.0], size=(rows, outputs))
    return random.normal(size=(rows, outputs))


def as_json(found: Any) -> Any:
    """Arrays as lists, at any depth of dicts."""
    if isinstance(found, dict):
        return {key: as_json(value) for key, value in found.items()}
    return found.tolist() if isinstance(found, np.ndarray) else found
