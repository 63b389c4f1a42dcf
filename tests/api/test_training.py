"""Training over the wire: against torch.optim, exact resume, reasons to stop, and what each dataset comes to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.api.mlps.training import prepare
from app.engine.limits import DEFAULT_LIMITS
from app.nets.optimizers import NETWORK_OPTIMIZERS, OPTIMIZERS

from .conftest import Api

TABLE = json.loads((Path(__file__).parents[1] / "oracles" / "training.json").read_text("utf-8"))
TWO_LAYERS = {
    "inputs": 2,
    "layers": [{"units": 3, "activation": "tanh"}, {"units": 2}],
    "loss": "mse",
}
GATE = {
    "inputs": 2,
    "layers": [{"units": 4, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "loss": "bce",
}
LINE = {"inputs": 1, "layers": [{"units": 1}], "loss": "half_mse"}
UNIT = {"inputs": 2, "layers": [{"units": 1, "activation": "step"}], "loss": "mse"}
ZERO = {"W1": [[0, 0]], "b1": [0]}
ADAM = {"kind": "adam", "learning_rate": 0.05}


def train(api: Api, status: int = 200, **request: Any) -> Any:
    answer = api.post("/mlps/train", request)
    assert answer.status_code == status, answer.text
    return answer.json()


def curve(units: int) -> dict[str, Any]:
    """A network for a curve."""
    layers = [{"units": units, "activation": "tanh"}, {"units": 1}]
    return {
        "inputs": 1,
        "layers": layers,
        "loss": "mse",
        "initializer": {"scheme": "xavier_normal", "seed": 2},
    }


@pytest.mark.parametrize("steps", [1, 10])
@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: "-".join(map(str, row["rule"].values())))
def test_steps_are_those_of_torch_optim(api: Api, row: Any, steps: int) -> None:
    """Every parameter after one and after ten updates, to 1e-10, against the recorded table."""
    data = {"x": TABLE["x"], "y": TABLE["y"]}

    found = train(
        api, spec=TWO_LAYERS, parameters=TABLE["parameters"], data=data, optimizer=row["rule"], epochs=steps
    )

    assert found["state"]["step"] == steps
    for name, expected in row["after"][str(steps)].items():
        np.testing.assert_allclose(found["parameters"][name], expected, rtol=1e-10, atol=1e-12, err_msg=name)


def test_the_network_worked_by_hand_makes_one_update(api: Api) -> None:
    """Mazur's numbers with frozen biases: w1, w5, and the loss before and after."""
    found = train(
        api,
        spec={
            "inputs": 2,
            "layers": [{"units": 2, "activation": "sigmoid"}, {"units": 2, "activation": "sigmoid"}],
            "loss": "half_mse",
        },
        parameters={
            "W1": [[0.15, 0.2], [0.25, 0.3]],
            "b1": [0.35, 0.35],
            "W2": [[0.4, 0.45], [0.5, 0.55]],
            "b2": [0.6, 0.6],
        },
        freeze=["b1", "b2"],
        data={"x": [[0.05, 0.1]], "y": [[0.01, 0.99]]},
        optimizer={"kind": "sgd", "learning_rate": 0.5},
        epochs=1,
    )

    assert found["history"]["train_loss"] == pytest.approx([0.298371109, 0.291027774], abs=5e-10)
    assert found["parameters"]["W1"][0][0] == pytest.approx(0.149780716, abs=5e-10)
    assert found["parameters"]["W2"][0][0] == pytest.approx(0.358916480, abs=5e-10)
    assert (found["parameters"]["b1"], found["parameters"]["b2"]) == ([0.35, 0.35], [0.6, 0.6])


def test_every_rule_is_in_the_tables() -> None:
    """A new optimizer is recorded from torch.optim and goes on from its state the day it is declared."""
    assert {row["rule"]["kind"] for row in TABLE["rows"]} == set(OPTIMIZERS)
    assert {rule["kind"] for rule in RULES} == set(NETWORK_OPTIMIZERS)


RULES = [
    {"kind": "sgd", "learning_rate": 0.3},
    {"kind": "momentum", "learning_rate": 0.1},
    {"kind": "nesterov", "learning_rate": 0.1},
    {"kind": "rmsprop", "learning_rate": 0.01},
    {"kind": "adam", "learning_rate": 0.03},
    {"kind": "adamw", "learning_rate": 0.03},
    {"kind": "perceptron", "learning_rate": 0.1},
    {"kind": "adaline", "learning_rate": 0.1},
]


@pytest.mark.parametrize("steps", [1, 7])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["kind"]))
def test_going_on_from_the_state_is_not_having_stopped(
    api: Api, api_with: Any, rule: Any, steps: int
) -> None:
    """Stopped by the limit after every update, or every seventh, within epochs of six: bit for bit the same end."""
    request = {
        "spec": GATE,
        "data": {"dataset": "moons", "n": 40, "split": {"train": 0.75, "validation": 0.25}},
        "optimizer": rule,
        "schedule": {"kind": "exponential", "factor": 0.99, "warmup": 5},
        "regularization": {"l1": 1e-4, "l2": 1e-3},
        "clip_norm": 0.5,
        "batch_size": 5,
        "epochs": 5,
        "stopping": {"patience": 4},
    }
    whole = train(api, **request)
    stops = api_with(steps=steps)

    found = train(stops, **request)
    pieces = 1
    while found["stopped"] == "limit":
        found = train(stops, **request, parameters=found["parameters"], state=found["state"])
        pieces += 1

    assert pieces == -(-30 // steps)
    assert (found["parameters"], found["state"]) == (whole["parameters"], whole["state"])
    assert found["stopped"] == whole["stopped"]
    assert found["history"]["train_loss"][-1] == whole["history"]["train_loss"][-1]


FITTING = {"spec": LINE, "parameters": {"W1": [[0]], "b1": [0]}, "data": {"dataset": "lines", "noise": 0}}


def test_tolerance_ends_it_where_the_loss_stands_still(api: Api) -> None:
    """The last two losses differ by no more, the two before by more."""
    found = train(
        api,
        **FITTING,
        optimizer={"kind": "sgd", "learning_rate": 0.5},
        stopping={"tolerance": 1e-6},
        epochs=10**6,
    )

    losses = found["history"]["train_loss"]
    assert found["stopped"] == "tolerance"
    assert abs(losses[-1] - losses[-2]) <= 1e-6 < abs(losses[-2] - losses[-3])


def test_patience_ends_it_where_validation_turns(api: Api) -> None:
    """The best validation loss is as many epochs back as patience has."""
    spec = curve(24)
    data = {"dataset": "sine", "n": 24, "noise": 0.5, "seed": 2, "split": {"train": 0.5, "validation": 0.5}}

    found = train(api, spec=spec, data=data, optimizer=ADAM, stopping={"patience": 15}, epochs=2000)

    losses = found["history"]["validation_loss"]
    assert found["stopped"] == "patience"
    assert losses.index(min(losses[1:])) == len(losses) - 1 - 15


def test_too_high_a_rate_diverges_and_says_when(api: Api) -> None:
    """The run ends at the first epoch whose loss is no number, and the warning names it."""
    found = train(api, **FITTING, optimizer={"kind": "sgd", "learning_rate": 1e308}, epochs=100)

    assert found["stopped"] == "diverged"
    assert found["history"]["epoch"][-1] < 5
    assert found["warnings"][0]["code"] == "overflow"
    assert f"Epoch {found['history']['epoch'][-1]} is the first" in found["warnings"][0]["message"]


def test_a_runaway_training_ends_with_what_it_has(api_with: Any) -> None:
    """A thousand million epochs: stopped by the limit of steps, or of seconds, with a state to go on from."""
    request = {**FITTING, "optimizer": {"kind": "sgd", "learning_rate": 1e-9}, "epochs": 10**9}
    by_steps = train(api_with(steps=1000), **request)
    task = prepare(request, replace(DEFAULT_LIMITS, max_seconds=0.2))
    by_clock = json.loads(task.run())

    assert (by_steps["stopped"], by_steps["state"]["step"]) == ("limit", 1000)
    assert (by_clock["stopped"], by_clock["state"]["epoch"]) == ("limit", by_clock["history"]["epoch"][-1])
    assert len(by_clock["history"]["epoch"]) <= 2002


def test_the_same_request_has_the_same_answer(api: Api) -> None:
    """To the last bit; another seed has another."""
    request = {
        "spec": GATE,
        "data": {"dataset": "moons", "n": 30},
        "optimizer": ADAM,
        "batch_size": 7,
        "epochs": 3,
    }

    one, again, other = train(api, **request), train(api, **request), train(api, **request, seed=1)

    assert one == again
    assert one["parameters"] != other["parameters"]


def test_history_tells_losses_after_each_epoch(api: Api) -> None:
    """Entry 0 is before training; the rate is the one the next update uses; losses are without decay."""
    spec, data = FITTING["spec"], {"x": [[1], [2]], "y": [[1], [2]]}
    found = train(
        api, spec=spec, parameters={"W1": [[0]], "b1": [0]}, data=data, freeze=["b1"], optimizer={"kind": "sgd"},
        schedule={"kind": "inverse", "c1": 1, "c2": 10}, regularization={"l2": 0.5}, epochs=2,
    )  # fmt: skip

    w, rates, losses = 0.0, [], []
    for k in range(3):
        rates.append(1 / (k + 10))
        losses.append(((w - 1) ** 2 + (2 * w - 2) ** 2) / 4)
        w -= rates[-1] * (((w - 1) + 2 * (2 * w - 2)) / 2 + 0.5 * w)
    assert found["history"] == {
        "epoch": [0, 1, 2],
        "train_loss": pytest.approx(losses, rel=1e-14),
        "validation_loss": None,
        "accuracy": None,
        "validation_accuracy": None,
        "learning_rate": pytest.approx(rates, rel=1e-15),
    }


def test_clipping_shortens_the_whole_gradient(api: Api) -> None:
    """With a long gradient the first step has the length rate times clip_norm."""
    found = train(
        api, spec=LINE, parameters={"W1": [[100]], "b1": [50]}, data={"x": [[3], [1]], "y": [[0], [0]]},
        optimizer={"kind": "sgd", "learning_rate": 0.1}, clip_norm=2, epochs=1,
    )  # fmt: skip

    moved = found["parameters"]["W1"][0][0] - 100, found["parameters"]["b1"][0] - 50
    assert np.hypot(*moved) == pytest.approx(0.2)


def test_rows_kept_for_a_test_are_only_tested(api: Api) -> None:
    """Loss and accuracy on what is left of the split."""
    data = {"dataset": "two_blobs", "split": {"train": 0.6, "validation": 0.2}}

    found = train(api, spec=GATE, data=data, optimizer=ADAM, epochs=50)

    assert found["test"]["accuracy"] >= 0.95 and found["test"]["loss"] < 0.3


@pytest.mark.parametrize(
    "changed, code, loc",
    [
        ({"optimizer": {"kind": "adm", "learning_rate": 1}}, "bad-setting", ["optimizer", "kind"]),
        ({"optimizer": {"kind": "sgd"}}, "missing-key", ["optimizer", "learning_rate"]),
        ({"freeze": ["b2"]}, "unknown-parameter", ["freeze", 0]),
        ({"data": {}}, "bad-setting", ["data"]),
        ({"data": {"dataset": "xro"}}, "bad-setting", ["data", "dataset"]),
        ({"data": {"dataset": "lines", "x": [[1]]}}, "bad-setting", ["data"]),
        ({"data": {"x": [[1, 2]], "y": [[1]]}}, "shape-mismatch", ["data", "x"]),
        ({"data": {"dataset": "xor"}}, "shape-mismatch", ["data", "dataset"]),
        ({"clip_norm": 0}, "bad-setting", ["clip_norm"]),
        ({"batch_size": 0}, "wrong-type", ["batch_size"]),
        ({"stopping": {"patients": 3}}, "unknown-key", ["stopping", "patients"]),
        (
            {"state": {"epoch": 0, "step": 0, "rng": {"state": "x", "inc": "1"}, "slots": {}}},
            "bad-setting",
            ["state", "rng", "state"],
        ),
    ],
)
def test_what_does_not_fit_is_refused(api: Api, changed: Any, code: str, loc: list[Any]) -> None:
    """With its place, before the first update."""
    request = {**FITTING, "optimizer": {"kind": "sgd", "learning_rate": 0.1}, "epochs": 1} | changed

    first = train(api, 422, **request)["errors"][0]

    assert (first["code"], first["loc"]) == (code, loc)
