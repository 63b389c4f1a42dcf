"""
Record what torch.optim does: ``.venv-peers/bin/python -m tests.oracles.make_training``.

``make peers`` makes that environment, with PyTorch in it. A small network is trained on all examples at once by each
update rule, in float64. The result is committed beside this script, and tests read only that.

Rows: ``{"kind", settings..., "after": {"1": parameters, "10": parameters}}``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

TABLE = Path(__file__).with_name("training.json")
RULES: list[dict[str, Any]] = [
    {"kind": "sgd", "learning_rate": 0.1},
    {"kind": "momentum", "learning_rate": 0.05, "momentum": 0.9},
    {"kind": "nesterov", "learning_rate": 0.05, "momentum": 0.8},
    {"kind": "rmsprop", "learning_rate": 0.01, "alpha": 0.9, "eps": 1e-6},
    {"kind": "rmsprop", "learning_rate": 0.01, "alpha": 0.99, "eps": 1e-8},
    {"kind": "adam", "learning_rate": 0.02, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    {"kind": "adam", "learning_rate": 0.02, "beta1": 0.5, "beta2": 0.9, "eps": 1e-4},
    {"kind": "adamw", "learning_rate": 0.02, "weight_decay": 0.1},
]


def optimizer(rule: dict[str, Any], parameters: Any) -> torch.optim.Optimizer:
    """The optimizer that *rule* means."""
    rate = rule["learning_rate"]
    if rule["kind"] in ("sgd", "momentum", "nesterov"):
        momentum = rule.get("momentum", 0)
        return torch.optim.SGD(parameters, rate, momentum=momentum, nesterov=rule["kind"] == "nesterov")
    if rule["kind"] == "rmsprop":
        return torch.optim.RMSprop(parameters, rate, alpha=rule["alpha"], eps=rule["eps"])
    betas = rule.get("beta1", 0.9), rule.get("beta2", 0.999)
    if rule["kind"] == "adam":
        return torch.optim.Adam(parameters, rate, betas=betas, eps=rule["eps"])
    return torch.optim.AdamW(parameters, rate, betas=betas, weight_decay=rule["weight_decay"])


def start() -> tuple[dict[str, Any], Any, Any]:
    """Parameters, examples and targets."""
    random = np.random.default_rng(20)
    shapes = {"W1": (3, 2), "b1": (3,), "W2": (2, 3), "b2": (2,)}
    parameters = {name: random.normal(size=shape) for name, shape in shapes.items()}
    return parameters, random.normal(size=(8, 2)), random.normal(size=(8, 2))


def main() -> None:
    """Write the table."""
    parameters, x, y = start()
    rows = []
    for rule in RULES:
        moving = {name: torch.tensor(value, requires_grad=True) for name, value in parameters.items()}
        stepper, after = optimizer(rule, moving.values()), {}
        for step in range(1, 11):
            stepper.zero_grad()
            hidden = torch.tanh(torch.tensor(x) @ moving["W1"].T + moving["b1"])
            output = hidden @ moving["W2"].T + moving["b2"]
            torch.nn.functional.mse_loss(output, torch.tensor(y)).backward()
            stepper.step()
            if step in (1, 10):
                after[str(step)] = {name: value.detach().tolist() for name, value in moving.items()}
        rows.append({"rule": rule, "after": after})
    given = {name: value.tolist() for name, value in parameters.items()}
    table = {"torch": torch.__version__, "parameters": given, "x": x.tolist(), "y": y.tolist(), "rows": rows}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
