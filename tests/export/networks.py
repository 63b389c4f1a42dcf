"""Networks to write as programs, and what the server says of them: for the tests here and for those beside PyTorch."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.api.mlps.reading import read_spec
from app.api.mlps.training import read_plan
from app.api.reading import Fields
from app.engine.limits import DEFAULT_LIMITS
from app.export.networks.script import Script
from app.nets.datasets import Rows
from app.nets.passes import evaluate_network
from app.nets.schedules import read_settings
from app.nets.targets import low_target
from app.nets.training import Trainer
from tests.oracles import networks as oracle

from .programs import printed

RULES: list[dict[str, Any]] = [
    {"optimizer": {"kind": "sgd", "learning_rate": 0.05}},
    {
        "optimizer": {"kind": "momentum", "learning_rate": 0.02, "momentum": 0.8},
        "schedule": {"kind": "step", "factor": 0.5, "every": 2},
    },
    {
        "optimizer": {"kind": "nesterov", "learning_rate": 0.02},
        "schedule": {"kind": "exponential", "factor": 0.9, "warmup": 3},
    },
    {"optimizer": {"kind": "rmsprop", "learning_rate": 0.01}, "schedule": {"kind": "cosine", "steps": 5}},
    {"optimizer": {"kind": "adam", "learning_rate": 0.01}, "regularization": {"l1": 0.01, "l2": 0.1}},
    {
        "optimizer": {"kind": "adamw", "learning_rate": 0.01, "weight_decay": 0.2},
        "schedule": {"kind": "cosine", "steps": 9, "final": 0.1},
        "clip_norm": 0.3,
    },
    {"optimizer": {"kind": "sgd"}, "schedule": {"kind": "inverse", "c1": 1, "c2": 30}, "freeze": ["W1"]},
    {"optimizer": {"kind": "perceptron", "learning_rate": 0.1}, "clip_norm": 0.5},
    {"optimizer": {"kind": "adaline", "learning_rate": 0.1}, "regularization": {"l2": 0.1}},
]


def script_of(seed: int, rule: dict[str, Any] | None = None) -> Script:
    """A random network, seven examples, and a training of three epochs by *rule*."""
    document, parameters, _, _ = oracle.random_network(seed)
    random = np.random.default_rng(seed)
    x = random.normal(size=(7, document["inputs"]))
    y = oracle.targets(random, document["loss"], 7, document["layers"][-1]["units"])
    request = {"spec": document, "batch_size": (3, None)[seed % 2], "epochs": 3, "seed": seed, **(rule or {})}
    fields = Fields(request, request)
    spec = read_spec(fields, DEFAULT_LIMITS)
    if rule is None:
        return Script(spec, parameters, x, y)
    schedule = read_settings(request.get("schedule"), request["optimizer"])
    return Script(spec, parameters, x, y, read_plan(fields, spec), schedule, low_target(spec, y))


def agrees(program: str, script: Script) -> None:
    """The program prints the server's loss and gradients, and comes to the loss that the server's training comes to."""
    assert script.x is not None and script.y is not None
    found = printed(program)
    spec, done = script.spec, evaluate_network(script.spec, script.parameters, script.x, script.y)
    wanted: dict[str, Any] = {"loss": done.total}
    for name in script.parameters:
        layer = done.layers[int(name[1:]) - 1]
        wanted[f"d{name}"] = {"W": layer.dW, "b": layer.db, "a": layer.dslopes}[name[0]]
    if script.plan is not None:
        trainer = Trainer(script.plan, Rows(script.x, script.y, len(script.x), 0), script.parameters)
        trainer.run(60, 10**6)
        assert trainer.stopped == "epochs" and trainer.state.epoch == 3
        wanted["trained loss"] = trainer.history.columns()["train_loss"][-1]
    assert list(found) == list(wanted), spec
    for name, value in wanted.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-9, atol=1e-9, err_msg=f"{name} of\n{program}")
