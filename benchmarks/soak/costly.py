"""The costliest things that may be asked for: each is within every limit, and the most of its kind."""

from __future__ import annotations

from typing import Any

from benchmarks.http import body_of

from .clients import posted

SPEC = {
    "inputs": 2,
    "layers": [
        {"units": 8, "activation": "tanh"},
        {"units": 8, "activation": "tanh"},
        {"units": 1, "activation": "sigmoid"},
    ],
    "loss": "bce",
}
ENDLESS: dict[str, Any] = {
    "spec": SPEC,
    "data": {"dataset": "moons"},
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "batch_size": 10,
    "epochs": 1_000_000,
}
DESCENT_STEPS = 20_000  # take some seconds; more of them may run into the limit
WIDE = 270  # of matrices: four of them, and all that follows from them, are near the limit of entries


def endless() -> bytes:
    """A training that would go on for days, and is ended by its time."""
    return posted("/mlps/train", ENDLESS)


def long_story() -> bytes:
    """A graph of 10,000 nodes told step by step: 13 MB of answer."""
    return posted("/evaluate", body_of(5600, detail="trace"))


def deep_slide() -> bytes:
    """As many steps downhill as there is time for, each of them with its entry in the path."""
    wanted = {"kind": "sgd", "learning_rate": 1e-9}
    body = {"expression": "f = (x - 1)**2", "inputs": {"x": 3}, "steps": DESCENT_STEPS, "optimizer": wanted}
    return posted("/descend", body)


def products() -> bytes:
    """Matrices as large as a request may hold, multiplied."""
    row = [0.5] * WIDE
    matrix = [row] * WIDE
    return posted(
        "/evaluate", {"expression": "f = sum(A @ A @ A @ A)", "inputs": {"A": matrix}, "detail": "gradients"}
    )


def just_small() -> bytes:
    """Just small enough to be done by the server itself."""
    return posted("/evaluate", body_of(1000, detail="gradients"))


def just_large() -> bytes:
    """Read by the server itself, and then found to be too much for it."""
    return posted("/evaluate", body_of(1050, detail="trace"))


ALL = (endless, long_story, deep_slide, products, just_small, just_large)
