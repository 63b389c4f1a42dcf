"""Targets: the lower one of a perceptron, and classes too many for a table."""

from dataclasses import replace

import numpy as np
import pytest

from app.api.mlps.reading import read_spec
from app.api.reading import Fields
from app.engine.limits import DEFAULT_LIMITS
from app.nets import targets
from app.nets.datasets import Rows
from app.nets.optimizers import NETWORK_OPTIMIZERS, read_optimizer
from app.nets.plan import Plan, fresh
from app.nets.schedules import read_schedule
from app.nets.spec import start
from app.nets.training import Trainer

RULE = {"kind": "perceptron", "learning_rate": 0.1}
STEP = {
    "inputs": 1,
    "layers": [{"units": 1, "activation": "step"}],
    "loss": "mse",
    "initializer": {"scheme": "explicit", "values": {"W1": [[0]], "b1": [-1]}},
}


def perceptron(activation, loss, y):
    """The bias after one update on a first example that is taken for the wrong class, and the run's low target."""
    document = {
        "inputs": 1,
        "layers": [{"units": 1, "activation": activation}],
        "loss": loss,
        "initializer": {"scheme": "explicit", "values": {"W1": [[0]], "b1": [-1]}},
    }
    spec = read_spec(Fields({"spec": document}, ("spec",)), DEFAULT_LIMITS)
    rows = Rows(np.zeros((len(y), 1)), np.array(y, float)[:, None], len(y), 0)
    plan = Plan(
        spec, read_optimizer(RULE, kinds=NETWORK_OPTIMIZERS), read_schedule(None, RULE), shuffle=False
    )
    trainer = Trainer(plan, rows, start(spec))
    trainer.advance("example")
    return trainer.parameters["b1"][0] + 1, trainer.state.low


@pytest.mark.parametrize("activation, loss", [("identity", "hinge"), ("tanh", "mse"), ("step", "hinge")])
def test_one_example_alone_moves_a_perceptron_as_in_company(activation, loss):
    """Where the network says that targets are -1 and 1, no row has to."""
    assert (
        perceptron(activation, loss, [1]) == perceptron(activation, loss, [1, -1]) == (pytest.approx(0.2), -1)
    )


@pytest.mark.parametrize("y, moved, low", [([1], 0.1, 0), ([1, 0], 0.1, 0), ([1, -1], 0.2, -1)])
def test_else_the_rows_say_what_the_lower_target_is(y, moved, low):
    """A step with a squared error takes either pair."""
    assert perceptron("step", "mse", y) == (pytest.approx(moved), low)


def test_a_run_keeps_the_targets_it_began_with():
    """Its state says the lower one: on one row alone it goes on as in company. Other rules say nothing of it."""
    spec = read_spec(Fields({"spec": STEP}, ("spec",)), DEFAULT_LIMITS)
    rows = Rows(np.zeros((2, 1)), np.array([[1.0], [-1.0]]), 2, 0)
    plan = Plan(
        spec, read_optimizer(RULE, kinds=NETWORK_OPTIMIZERS), read_schedule(None, RULE), shuffle=False
    )
    run = Trainer(plan, rows, start(spec))
    assert run.state.low == -1.0

    alone = Trainer(plan, Rows(rows.x[:1], rows.y[:1], 1, 0), start(spec), run.state)
    alone.advance("example")

    assert alone.parameters["b1"][0] + 1 == pytest.approx(0.2) and alone.state.low == -1.0
    sgd = {"kind": "sgd", "learning_rate": 0.1}
    other = Plan(spec, read_optimizer(sgd, kinds=NETWORK_OPTIMIZERS), read_schedule(None, sgd))
    assert Trainer(other, rows, start(spec)).state.low is None


@pytest.mark.parametrize(
    "activation, loss, low", [("step", "hinge", -1), ("tanh", "mse", -1), ("step", "mse", 0)]
)
def test_a_state_says_the_lower_target_only_where_the_network_leaves_it_open(activation, loss, low):
    """A posted 0 under hinge or tanh changes no update; behind a step with a squared error it is the run's word."""
    document = STEP | {"layers": [{"units": 1, "activation": activation}], "loss": loss}
    spec = read_spec(Fields({"spec": document}, ("spec",)), DEFAULT_LIMITS)
    rows = Rows(np.zeros((2, 1)), np.array([[1.0], [-1.0]]), 2, 0)
    plan = Plan(
        spec, read_optimizer(RULE, kinds=NETWORK_OPTIMIZERS), read_schedule(None, RULE), shuffle=False
    )

    run = Trainer(plan, rows, start(spec), replace(fresh(plan), low=0.0))
    run.advance("example")

    assert (run.state.low, run.parameters["b1"][0] + 1) == (low, pytest.approx(0.1 * (1 - low)))


def test_a_confusion_of_many_classes_is_not_counted(monkeypatch):
    """64 classes have a table; of 65 nothing is counted, nor predicted for it."""
    y = np.eye(targets.MOST_CLASSES)
    assert targets.confusion("largest", y, y) == y.astype(int).tolist()

    monkeypatch.setattr(np, "bincount", None)
    many = np.eye(targets.MOST_CLASSES + 1)
    assert targets.confusion("largest", many, many) is None


def test_a_run_of_many_classes_has_no_confusion(monkeypatch):
    """It is decided before anything is predicted."""
    document = {"inputs": 1, "layers": [{"units": 65, "activation": "softmax"}], "loss": "cce"}
    spec = read_spec(Fields({"spec": document}, ("spec",)), DEFAULT_LIMITS)
    rule = {"kind": "sgd", "learning_rate": 0.1}
    rows = Rows(np.zeros((65, 1)), np.eye(65), 65, 0)
    trainer = Trainer(Plan(spec, read_optimizer(rule), read_schedule(None, rule)), rows, start(spec))

    monkeypatch.setattr("app.nets.training.confusion", None)
    assert trainer.confusion() is None
