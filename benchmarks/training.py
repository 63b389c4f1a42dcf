"""Training [2,8,8,1] on two moons: against PyTorch eager, and against a loop in Node in the manner of Playground."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from app.engine.ops import REGISTRY
from app.nets.datasets import DATASETS, Rows, sample
from app.nets.initializers import Initializer
from app.nets.optimizers import read_optimizer
from app.nets.plan import Plan
from app.nets.schedules import read_schedule
from app.nets.spec import Layer, Spec, start
from app.nets.training import Trainer

from . import peers
from .harness import Row, Work

WIDTHS = (2, 8, 8, 1)
ROWS = 1000
STEPS = 100  # in one go, so that what a pipe costs is shared by many
RATE = {"kind": "sgd", "learning_rate": 0.03}
LOOP = Path(__file__).with_name("per_sample.mjs")


def rows() -> Iterator[Row]:
    """Yield the rows of training: a step is one update."""
    for batch, goal in ((10, 30.0), (32, 30.0)):
        yield Row(_what(batch), "PyTorch", goal, _ours(batch), _torch(batch), STEPS)
    for batch, goal in ((10, 2.8), (32, 8), (500, 35)):
        yield Row(_what(batch), "Node, 1 by 1", goal, _ours(batch), _node(batch), STEPS)


def _what(batch: int) -> str:
    return f"a step of training, [2,8,8,1], batch {batch}"


def _data() -> tuple[Any, Any]:
    return sample(DATASETS["moons"], ROWS)


def _ours(batch: int) -> Work:
    """Updates, and what falls to them of an epoch's shuffling and measuring."""
    layers = [Layer(inputs, units, REGISTRY["tanh"], {}, bias=True) for inputs, units in pairwise(WIDTHS)]
    spec = Spec(WIDTHS[0], tuple(layers), "half_mse", "mean", Initializer())
    x, y = _data()
    plan = Plan(spec, read_optimizer(RATE), read_schedule(None, RATE), epochs=10**9, batch_size=batch)
    trainer = Trainer(plan, Rows(x, y, ROWS, 0), start(spec))

    def work() -> None:
        trainer.run(60, STEPS)
        trainer.stopped = None

    return work


def _torch(batch: int) -> Work | None:
    torch = peers.torch
    if torch is None:
        return None
    layers: list[Any] = []
    for inputs, units in pairwise(WIDTHS):
        layers += [torch.nn.Linear(inputs, units, dtype=torch.float64), torch.nn.Tanh()]
    network = torch.nn.Sequential(*layers)
    optimizer = torch.optim.SGD(network.parameters(), RATE["learning_rate"])
    x, y = (torch.tensor(part) for part in _data())
    at = 0

    def work() -> None:
        nonlocal at
        for _ in range(STEPS):
            optimizer.zero_grad()
            torch.nn.functional.mse_loss(network(x[at : at + batch]), y[at : at + batch]).backward()
            optimizer.step()
            at = (at + batch) % (ROWS - batch + 1)

    return work


class _Node:
    """A Node process that makes updates when it is told how many."""

    def __init__(self, program: str, batch: int) -> None:
        x, y = _data()
        given = json.dumps({"x": x.tolist(), "y": np.ravel(y).tolist(), "widths": WIDTHS, "batch": batch})
        self._process = subprocess.Popen(
            [program, str(LOOP)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._say(given)

    def _say(self, line: str) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None  # both are pipes
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def __call__(self) -> None:
        self._say(str(STEPS))


def _node(batch: int) -> Work | None:
    program = shutil.which("node")
    return None if program is None else _Node(program, batch)
