"""What each dataset and each rule comes to, the older rules and units set by hand among them."""

from __future__ import annotations

from typing import Any

import pytest

from app.nets.datasets import DATASETS

from .conftest import Api
from .test_training import GATE, LINE, RULES, UNIT, ZERO, curve, train


@pytest.mark.parametrize("rule", RULES[:6], ids=lambda rule: str(rule["kind"]))
def test_every_rule_learns_the_moons(api: Api, rule: Any) -> None:
    """Within 150 epochs at least 97 of 100 points are told apart."""
    found = train(api, spec=GATE, data={"dataset": "moons"}, optimizer=rule, batch_size=10, epochs=150)

    assert found["history"]["accuracy"][-1] >= 0.97


def bowl(inputs: int, classes: int) -> dict[str, Any]:
    """A network for classes."""
    return {
        "inputs": inputs,
        "layers": [{"units": 16, "activation": "relu"}, {"units": classes, "activation": "softmax"}],
        "loss": "cce",
        "initializer": {"scheme": "he_normal", "seed": 1},
    }


CLASSES = (
    ("and", {**GATE, "layers": [{"units": 1, "activation": "sigmoid"}]}, 150, 1.0),
    ("or", {**GATE, "layers": [{"units": 1, "activation": "sigmoid"}]}, 150, 1.0),
    ("not", {**GATE, "inputs": 1, "layers": [{"units": 1, "activation": "sigmoid"}]}, 150, 1.0),
    ("xor", GATE, 150, 1.0),
    ("two_blobs", GATE, 20, 0.98),
    ("blobs", bowl(2, 4), 20, 0.98),
    ("circles", {**GATE, "layers": [{"units": 8, "activation": "tanh"}, GATE["layers"][1]]}, 40, 0.98),
    ("moons", GATE, 60, 0.98),
    (
        "spirals",
        {
            **GATE,
            "layers": [
                {"units": 24, "activation": "tanh"},
                {"units": 12, "activation": "tanh"},
                GATE["layers"][1],
            ],
        },
        250,
        0.95,
    ),
    ("iris", bowl(4, 3), 30, 0.97),
    ("digits", bowl(64, 10), 10, 0.95),
)


@pytest.mark.parametrize("name, spec, epochs, accuracy", CLASSES)
def test_every_dataset_of_classes_is_learnt(
    api: Api, name: str, spec: Any, epochs: int, accuracy: float
) -> None:
    """By Adam in small batches, to the accuracy stated."""
    found = train(
        api,
        spec=spec,
        data={"dataset": name},
        optimizer={"kind": "adam", "learning_rate": 0.03},
        batch_size=20,
        epochs=epochs,
    )

    assert found["history"]["accuracy"][-1] >= accuracy


CURVES = (("lines", 1, 0.06), ("sine", 8, 0.01), ("quadratic", 6, 0.003), ("step", 6, 0.01))


@pytest.mark.parametrize("name, units, loss", CURVES)
def test_every_curve_is_fitted(api: Api, name: str, units: int, loss: float) -> None:
    """By Adam in small batches, to the mean squared error stated; an accuracy is told only of targets 0 and 1."""
    spec = LINE | {"loss": "mse"} if name == "lines" else curve(units)
    found = train(
        api,
        spec=spec,
        data={"dataset": name},
        optimizer={"kind": "adam", "learning_rate": 0.03},
        batch_size=10,
        epochs=250,
    )

    assert found["history"]["train_loss"][-1] <= loss
    assert (found["history"]["accuracy"] is None) == (name != "step")


def test_no_dataset_is_left_out() -> None:
    """A new one is learnt above the day it is declared."""
    assert {name for name, *_ in (*CLASSES, *CURVES)} == set(DATASETS)


@pytest.mark.parametrize("name", ["and", "or"])
@pytest.mark.parametrize("bipolar", [False, True])
def test_the_perceptron_settles_where_a_line_separates(api: Api, name: str, bipolar: bool) -> None:
    """Rosenblatt's rule makes no more mistakes after a few rounds of the four corners, bipolar targets too."""
    low = -1 if bipolar else 0
    corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    answers = {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1]}[name]
    data = {"x": corners, "y": [[1 if answer else low] for answer in answers]}
    spec = UNIT if not bipolar else UNIT | {"layers": [{"units": 1}]}

    found = train(
        api, spec=spec, parameters=ZERO, data=data, optimizer={"kind": "perceptron", "learning_rate": 0.1},
        batch_size=1, epochs=20,
    )  # fmt: skip

    assert found["history"]["accuracy"][-1] == 1.0


def test_the_perceptron_never_settles_on_xor(api: Api) -> None:
    """In a thousand epochs there is no line without a mistake; a two-two-one network makes none."""
    alone = train(
        api, spec=UNIT, parameters=ZERO, data={"dataset": "xor"},
        optimizer={"kind": "perceptron", "learning_rate": 0.1}, batch_size=1, epochs=1000,
    )  # fmt: skip
    spec = GATE | {
        "layers": [{"units": 2, "activation": "sigmoid"}, {"units": 1, "activation": "sigmoid"}],
        "initializer": {"scheme": "normal", "seed": 1},
    }
    two = train(
        api, spec=spec, data={"dataset": "xor"}, optimizer={"kind": "adam", "learning_rate": 0.1}, epochs=600
    )

    assert max(alone["history"]["accuracy"]) <= 0.75
    assert two["history"]["accuracy"][-1] == 1.0


def test_adaline_is_the_delta_rule(api: Api) -> None:
    """One example, one update: w grows by the rate times x times (target - z)."""
    found = train(
        api, spec=UNIT, parameters={"W1": [[0.5, -0.5]], "b1": [0.25]}, data={"x": [[2, 1]], "y": [[1]]},
        optimizer={"kind": "adaline", "learning_rate": 0.1}, epochs=1,
    )  # fmt: skip

    error = 1 - (0.5 * 2 - 0.5 * 1 + 0.25)
    assert found["parameters"]["W1"][0] == pytest.approx([0.5 + 0.1 * 2 * error, -0.5 + 0.1 * error])
    assert found["parameters"]["b1"] == pytest.approx([0.25 + 0.1 * error])


def test_adaline_comes_to_the_least_squares(api: Api) -> None:
    """On AND the best plane is off by a quarter at each corner, and its threshold makes no mistake."""
    found = train(
        api, spec=UNIT | {"layers": [{"units": 1}]}, parameters=ZERO, data={"dataset": "and"},
        optimizer={"kind": "adaline", "learning_rate": 0.5}, epochs=500,
    )  # fmt: skip

    assert found["history"]["train_loss"][-1] == pytest.approx(0.0625, abs=1e-9)
    assert found["history"]["accuracy"][-1] == 1.0


def test_the_older_rules_leave_earlier_layers_alone(api: Api) -> None:
    """A MAdaline with hand-set hidden units: only its output unit learns, and solves XOR."""
    hidden = {"W1": [[1, 1], [1, 1]], "b1": [-0.5, -1.5]}
    spec = UNIT | {"layers": [{"units": 2, "activation": "step"}, {"units": 1, "activation": "step"}]}

    found = train(
        api, spec=spec, parameters=hidden | {"W2": [[0, 0]], "b2": [0]}, data={"dataset": "xor"},
        optimizer={"kind": "perceptron", "learning_rate": 0.1}, batch_size=1, epochs=20,
    )  # fmt: skip

    assert {name: found["parameters"][name] for name in hidden} == hidden
    assert found["history"]["accuracy"][-1] == 1.0


def test_threshold_units_set_by_hand_solve_xor(api: Api) -> None:
    """h1 = [x1 + x2 >= 0.5], h2 = [x1 + x2 >= 1.5], y = [h1 - h2 >= 0.5]: 0, 1, 1, 0."""
    spec = UNIT | {"layers": [{"units": 2, "activation": "step"}, {"units": 1, "activation": "step"}]}
    parameters = {"W1": [[1, 1], [1, 1]], "b1": [-0.5, -1.5], "W2": [[1, -1]], "b2": [-0.5]}

    found = api.post(
        "/mlps/evaluate", {"spec": spec, "parameters": parameters, "x": [[0, 0], [0, 1], [1, 0], [1, 1]]}
    ).json()

    assert found["output"] == [[0], [1], [1], [0]]
