"""What the lessons on losses and regression say beyond their own numbers: what is left at the scores, and training."""

from itertools import pairwise

import numpy as np
import pytest

from app.lessons import LESSONS


def values_and_gradients(api, expression):
    """Both by id, as arrays."""
    nodes = api.post("/evaluate", {"expression": expression}).json()["nodes"]
    return tuple({node["id"]: np.array(node[key]) for node in nodes} for key in ("value", "gradient"))


def walked(api, slug, steps=50):
    """Costs and leaves of so many updates at the rate that the page begins with."""
    plain = {"kind": "sgd", "learning_rate": 0.1}
    asked = {"expression": LESSONS[slug].expression, "optimizer": plain, "steps": steps}
    path = api.post("/descend", asked).json()["path"]
    return [entry["value"] for entry in path], [entry["leaves"] for entry in path]


@pytest.mark.parametrize(
    ("slug", "score", "share", "target"),
    [
        ("losses", "z1", "y1", "t1"),
        ("losses", "z2", "y2", "t2"),
        ("choosing-outputs", "z2", "y2", "t2"),
        ("choosing-outputs", "z3", "y3", "t3"),
        ("choosing-outputs", "y1", "y1", "t1"),
        ("multiclass", "z", "y", "t"),
    ],
)
def test_only_the_error_is_left_at_the_scores(api, slug, score, share, target):
    """Activation and loss together send back prediction minus target."""
    values, gradients = values_and_gradients(api, LESSONS[slug].expression)

    assert gradients[score] == pytest.approx(values[share] - values[target], rel=1e-12)


def test_in_one_op_the_losses_are_the_same(api):
    """Activation and loss in one: the same costs, the same gradients of the scores."""
    (together,) = LESSONS["losses"].also
    one, apart = (
        values_and_gradients(api, text) for text in (together.expression, LESSONS["losses"].expression)
    )

    for name in ("B", "C"):
        assert one[0][name] == pytest.approx(apart[0][name], rel=1e-12)
    for name in ("z1", "z2"):
        assert one[1][name] == pytest.approx(apart[1][name], rel=1e-12)


def test_the_logistic_gradient_has_no_further_factor(api):
    """Of the summed cross-entropy it is the sum of x(y - t); with another t, class 0 would not count."""
    (summed,) = LESSONS["logistic-regression"].also
    values, gradients = values_and_gradients(api, summed.expression)
    x, t, y = values["x"], values["t"], values["y"]

    assert gradients["w"] == pytest.approx(np.sum(x * (y - t)), rel=1e-12)
    assert gradients["w"] != pytest.approx(np.sum(t * x * (y - t)), rel=0.1)


def test_a_row_of_weights_hears_of_its_own_error_alone(api):
    """The outer product: twice an output's error, times x."""
    values, gradients = values_and_gradients(api, LESSONS["multivariate-regression"].expression)

    assert np.array_equal(gradients["W"], np.outer(2 * (values["y"] - values["t"]), values["x"]))


@pytest.mark.parametrize(
    ("slug", "end"),
    [
        ("linear-regression", 0.02),
        ("logistic-regression", 0.34),
        ("multivariate-regression", 1e-9),
        ("multiclass", 0.03),
        ("one-sigmoid-neuron", 0.094),
        ("losses", 0.5),
        ("choosing-outputs", 1.1),
    ],
)
def test_it_trains(api, slug, end):
    """Fifty updates, each of which lowers the cost, end below so much."""
    costs, _ = walked(api, slug)

    assert all(after <= before for before, after in pairwise(costs))
    assert costs[-1] < end


def test_the_input_that_is_of_no_use_loses_its_weight(api):
    """It grows with the common error first, and falls back later."""
    _, leaves = walked(api, "linear-regression", 200)
    w2 = [each["w2"] for each in leaves]

    assert w2[1] > w2[0] > w2[-1]
    assert abs(w2[-1]) < 0.05


def test_classes_that_a_border_separates_push_the_weight_on(api):
    """The cost has no lowest point: w grows with every update."""
    _, leaves = walked(api, "logistic-regression", 200)

    assert all(after["w"] > before["w"] for before, after in pairwise(leaves))


def test_a_closed_unit_lets_nothing_through(api):
    """Below zero the hidden unit's score receives nothing."""
    asked = {"expression": LESSONS["choosing-outputs"].expression, "inputs": {"s": -1}}

    assert api.post("/evaluate", asked).json()["gradients"]["s"] == 0
