"""The fast path of training against the graph engine, and stepping by example, batch and epoch."""

import numpy as np
import pytest

from app.api.mlps.reading import read_spec
from app.api.reading import Fields
from app.engine.document import read_document
from app.engine.limits import DEFAULT_LIMITS
from app.engine.passes import evaluate
from app.nets.datasets import Rows
from app.nets.graphs import network_graph
from app.nets.history import MOST, History
from app.nets.optimizers import read_optimizer
from app.nets.plan import Plan
from app.nets.schedules import read_schedule
from app.nets.training import Trainer
from tests.oracles import networks as oracle

RULES = (
    {"kind": "sgd", "learning_rate": 0.02},
    {"kind": "momentum", "learning_rate": 0.01},
    {"kind": "adam", "learning_rate": 0.01},
)


def plan_of(document, rule, **rest):
    spec = read_spec(Fields({"spec": document}, ("spec",)), DEFAULT_LIMITS)
    return Plan(spec, read_optimizer(rule), read_schedule(None, rule), shuffle=False, **rest)


def by_the_engine(plan, parameters, x, y):
    """Three epochs of batches, every gradient from the graph at the depth of layers."""
    spec, parameters = plan.spec, dict(parameters)
    state, k = plan.optimizer.start(spec.size), 0
    names = {name: name.replace("a", "slope") for name in parameters}
    for _ in range(3):
        for begin in range(0, len(x), plan.batch_size):
            end = begin + plan.batch_size
            document = network_graph(spec, parameters, x[begin:end], y[begin:end], "layer", DEFAULT_LIMITS)
            for node in document["nodes"]:
                if "value" in node:
                    node["value"] = node["value"].tolist()
            run = evaluate(read_document(document))
            gradients = {name: run.gradients[run.graph.slot[own]] for name, own in names.items()}
            flat, gradient = spec.join(parameters), spec.join(gradients)
            flat, state = plan.optimizer.step(flat, gradient, state, k, plan.rate(k))
            parameters, k = spec.views(flat), k + 1
    return parameters


@pytest.mark.parametrize("seed", range(60))
def test_three_epochs_agree_with_the_graph_engine(seed):
    """Random layers, losses and reductions, batches of two: the same parameters to 1e-10."""
    document, parameters, _, _ = oracle.random_network(seed)
    random = np.random.default_rng(seed)
    x = random.normal(size=(5, document["inputs"]))
    y = oracle.targets(random, document["loss"], 5, document["layers"][-1]["units"])
    plan = plan_of(document, RULES[seed % 3], epochs=3, batch_size=2)

    trainer = Trainer(plan, Rows(x, y, 5, 0), parameters)
    trainer.run(60, 10**6)

    assert trainer.stopped == "epochs"
    for name, expected in by_the_engine(plan, parameters, x, y).items():
        np.testing.assert_allclose(trainer.parameters[name], expected, rtol=1e-10, atol=1e-10, err_msg=name)


def trainer_of(**rest):
    document = {"inputs": 1, "layers": [{"units": 1}], "loss": "mse"}
    x = np.arange(5.0)[:, None] / 5
    plan = plan_of(document, {"kind": "sgd", "learning_rate": 0.1}, batch_size=2, epochs=9, **rest)
    return Trainer(plan, Rows(x, 2 * x, 5, 0), {"W1": np.zeros((1, 1)), "b1": np.zeros(1)})


@pytest.mark.parametrize(
    "units, step, epoch, position",
    [
        (["example"], 1, 0, 1),
        (["batch"], 1, 0, 2),
        (["batch", "batch", "batch"], 3, 1, 0),
        (["example", "batch"], 2, 0, 3),
        (["epoch"], 3, 1, 0),
        (["example", "epoch"], 3, 1, 0),
        (["epoch", "example"], 4, 1, 1),
    ],
)
def test_steps_by_example_batch_and_epoch(units, step, epoch, position):
    """An example is an update of its own; what is left of the epoch goes on in batches."""
    trainer = trainer_of()
    for unit in units:
        trainer.advance(unit)

    state = trainer.state
    assert (state.step, state.epoch, state.position) == (step, epoch, position)


def test_a_frozen_parameter_stays_whatever_the_rule():
    """AdamW would shrink a weight without any gradient; frozen, it does not."""
    rule = {"kind": "adamw", "learning_rate": 0.1, "weight_decay": 0.5}
    document = {"inputs": 1, "layers": [{"units": 2}, {"units": 1}], "loss": "mse"}
    plan = plan_of(document, rule, epochs=3, freeze=("W1", "b2"), l2=0.1)
    parameters = {"W1": np.ones((2, 1)), "b1": np.ones(2), "W2": np.ones((1, 2)), "b2": np.ones(1)}

    trainer = Trainer(plan, Rows(np.ones((3, 1)), np.zeros((3, 1)), 3, 0), parameters)
    trainer.run(60, 100)

    moved = {name for name, value in trainer.parameters.items() if (value != parameters[name]).any()}
    assert moved == {"b1", "W2"}


def test_a_long_history_keeps_its_ends():
    """Past the most entries every second one goes; the first and the last are always there."""
    history = History()
    for epoch in range(10 * MOST + 1):
        history.add((epoch, 1.0, None, None, None, 0.1))

    epochs = history.columns()["epoch"]
    assert len(epochs) <= MOST + 1
    assert (epochs[0], epochs[-1]) == (0, 10 * MOST)
    assert len(set(np.diff(epochs[:-1]))) == 1
