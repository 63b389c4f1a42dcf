"""What is told of a run's layers and classes: norms, units that no longer learn, histograms, confusion."""

import numpy as np
import pytest

from app.api.mlps.reading import read_spec
from app.api.reading import Fields
from app.engine.limits import DEFAULT_LIMITS
from app.nets.datasets import Rows
from app.nets.optimizers import NETWORK_OPTIMIZERS, read_optimizer
from app.nets.plan import Plan
from app.nets.schedules import read_schedule
from app.nets.survey import BINS, ROWS, histogram, survey
from app.nets.targets import confusion
from app.nets.training import Trainer
from tests.oracles import networks as oracle


def spec_of(document):
    return read_spec(Fields({"spec": document}, ("spec",)), DEFAULT_LIMITS)


def surveyed(document, parameters, x, y):
    spec = spec_of(document)
    return survey(spec, spec.join({name: np.asarray(value) for name, value in parameters.items()}), x, y)


@pytest.mark.parametrize("seed", range(40))
def test_norms_agree_with_autograd(seed):
    """Random networks: the norm of dJ/dW and of W of every layer, and W's histogram as numpy counts it."""
    document, parameters, x, y = oracle.random_network(seed)

    reports = surveyed(document, parameters, x, y)

    gradients = oracle.gradients(document, parameters, x, y)
    for k, report in enumerate(reports, 1):
        weights = parameters[f"W{k}"]
        assert report.gradient == pytest.approx(np.linalg.norm(gradients[f"W{k}"]), rel=1e-9, abs=1e-12)
        assert report.weight == pytest.approx(np.linalg.norm(weights), rel=1e-14)
        counts, edges = np.histogram(weights, BINS)
        assert (report.weights.low, report.weights.high) == (edges[0], edges[-1])
        assert sum(report.weights.counts) == weights.size == sum(counts)
        assert (
            np.abs(np.array(report.weights.counts) - counts).sum() <= 2
        )  # a number on an edge may fall either way


def test_units_that_no_longer_learn_are_counted():
    """Three units of ReLU, one dead; three sigmoids, of which one is nearly flat at every example; softmax has none."""
    document = {
        "inputs": 1,
        "layers": [{"units": 3, "activation": kind} for kind in ("relu", "sigmoid", "softmax")],
        "loss": "cce",
    }
    parameters = {
        "W1": [[1], [-1], [1]],
        "b1": [0, 0, -9],
        "W2": np.zeros((3, 3)),
        "b2": [0, 7, -2],
        "W3": np.eye(3),
        "b3": [0, 0, 0],
    }

    reports = surveyed(document, parameters, np.array([[2.0], [-1.0]]), np.eye(3)[:2])

    assert [(report.dead, report.saturated) for report in reports] == [(1, 0), (0, 1), (0, 0)]


def test_a_survey_looks_at_the_first_rows_only():
    """What comes after them changes nothing."""
    document, parameters, _, _ = oracle.random_network(0)
    random = np.random.default_rng(0)
    x = random.normal(size=(ROWS + 100, document["inputs"]))
    y = oracle.targets(random, document["loss"], ROWS + 100, document["layers"][-1]["units"])

    assert surveyed(document, parameters, x, y) == surveyed(document, parameters, x[:ROWS], y[:ROWS])
    assert surveyed(document, parameters, x, y) != surveyed(document, parameters, x[:-200], y[:-200])


def test_a_saturated_sigmoid_under_its_loss_has_a_gradient():
    """Where the two apart make infinity times nothing, training does not, and neither does what is told of it."""
    document = {"inputs": 1, "layers": [{"units": 1, "activation": "sigmoid"}], "loss": "bce"}

    (report,) = surveyed(document, {"W1": [[0]], "b1": [800]}, np.array([[2.0]]), np.array([[0.0]]))

    assert report.gradient == 2.0 and report.dead == 1


@pytest.mark.parametrize(
    "numbers, low, high, filled",
    [
        ([3.0, 3.0], 2.5, 3.5, {10: 2}),
        ([0.0, 1.0, 2.0], 0.0, 2.0, {0: 1, 10: 1, 19: 1}),
        ([np.nan, 1.0, np.inf, 2.0], 1.0, 2.0, {0: 1, 19: 1}),
        ([np.nan], 0.0, 0.0, {}),
        ([-1.5e308, 1.5e308], -1.5e308, 1.5e308, {0: 1, 19: 1}),
        ([0.0, 5e-324], 0.0, 5e-324, {0: 2}),
        ([1e30, 1e30], 1e30, 1e30, {0: 2}),
    ],
)
def test_histograms_at_their_edges(numbers, low, high, filled):
    """One number, numbers that are none, and numbers so large or small that a difference has no digits."""
    found = histogram(np.array(numbers))

    assert (found.low, found.high) == (low, high)
    assert {k: count for k, count in enumerate(found.counts) if count} == filled


def test_confusion_is_true_by_told():
    """Rows are the classes, columns what they are taken for; one output tells two apart, a curve has none."""
    shares = np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.2, 0.5, 0.3], [0.3, 0.1, 0.6]])
    one = np.array([[0.2], [0.8], [0.6]])

    assert confusion("largest", shares, np.eye(3)[[0, 0, 1, 2]]) == [[1, 0, 1], [0, 1, 0], [0, 0, 1]]
    assert confusion("half", one, np.array([[0.0], [1.0], [0.0]])) == [[1, 1], [0, 1]]
    assert confusion("sign", one - 0.7, np.array([[-1.0], [-1.0], [1.0]])) == [[1, 1], [1, 0]]
    assert confusion("half", shares, np.eye(3)[[0, 0, 1, 2]]) is None
    assert confusion(None, one, one) is None


@pytest.mark.parametrize("kind", ["sgd", "perceptron"])
def test_a_trainer_tells_of_training_and_validation(kind):
    """Confusion on either, gradients on the first; the older rules' too are those of the loss."""
    document = {"inputs": 1, "layers": [{"units": 1}], "loss": "mse"}
    rule = {"kind": kind, "learning_rate": 0.1}
    plan = Plan(spec_of(document), read_optimizer(rule, kinds=NETWORK_OPTIMIZERS), read_schedule(None, rule))
    x, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])

    trainer = Trainer(plan, Rows(x, y, 3, 1), {"W1": np.array([[0.2]]), "b1": np.array([0.0])})

    assert trainer.confusion() == {"train": [[1, 0], [1, 1]], "validation": [[0, 1], [0, 0]]}
    gradient = np.mean(2 * (0.2 * x[:3] - y[:3]) * x[:3])
    assert trainer.survey()[0].gradient == pytest.approx(abs(gradient))
