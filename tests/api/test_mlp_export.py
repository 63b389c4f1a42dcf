"""A network taken along as a program, over the wire."""

from __future__ import annotations

import ast
import re
from typing import Any

import numpy as np
import pytest

from tests.export.programs import printed

from .conftest import Api
from .test_training import GATE, train

REQUEST = {
    "spec": GATE,
    "data": {"dataset": "moons", "n": 30, "split": {"train": 0.8, "validation": 0.2}},
    "optimizer": {"kind": "adam", "learning_rate": 0.05},
    "batch_size": 7,
    "epochs": 4,
}


def test_a_request_to_train_becomes_the_same_training(api: Api) -> None:
    """From a run's parameters, posted with all that the run was: the loss there, and what four more epochs come to."""
    begun = train(api, **REQUEST)
    request = REQUEST | {"parameters": begun["parameters"], "stopping": {"patience": 1}}

    answer = api.post("/mlps/export", request | {"state": begun["state"], "format": "numpy"}).json()

    whole = train(api, **REQUEST, parameters=begun["parameters"])
    found = printed(answer["content"])
    assert answer["media_type"] == "text/x-python"
    assert found["loss"] == pytest.approx(whole["history"]["train_loss"][0], rel=1e-9)
    assert found["trained loss"] == pytest.approx(whole["history"]["train_loss"][-1], rel=1e-9)


def test_the_initializer_gives_what_is_not_posted(api: Api) -> None:
    """A spec alone is enough."""
    first = api.post("/mlps/init", {"spec": GATE}).json()["parameters"]

    content = api.post("/mlps/export", {"format": "numpy", "spec": GATE}).json()["content"]

    world: dict[str, Any] = {}
    with np.errstate():
        exec(compile(content, "exported.py", "exec"), world)  # noqa: S102  it is what is tested
    assert {name: value.tolist() for name, value in world["parameters"].items()} == first


_THRESHOLD = re.compile(r"where\(z1 >= 0, 1\.0, (-?[0-9.]+)\)")
PERCEPTRON = {
    "spec": {"inputs": 1, "layers": [{"units": 1, "activation": "step"}], "loss": "mse"},
    "parameters": {"W1": [[0.5]], "b1": [-1.2]},
    "optimizer": {"kind": "perceptron", "learning_rate": 0.1},
    "batch_size": 2,
    "epochs": 3,
}


def thresholds(api: Api, request: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """How both programs threshold the output, and the parameters that the first one comes to."""
    numpy, pytorch = (
        api.post("/mlps/export", request | {"format": form}).json()["content"]
        for form in ("numpy", "pytorch")
    )
    world: dict[str, Any] = {}
    exec(compile(numpy, "exported.py", "exec"), world)  # noqa: S102  it is what is tested
    return [found for text in (numpy, pytorch) for found in _THRESHOLD.findall(text)], world["parameters"]


def test_a_perceptron_trains_by_the_targets_of_all_rows(api: Api) -> None:
    """Wherever the one target of -1 stands, in the rows of training or beside them: the program's rule is the run's."""
    for place in range(10):
        rows = {"x": [[i / 10] for i in range(10)], "y": [[-1 if i == place else 1] for i in range(10)]}
        request = PERCEPTRON | {"data": rows | {"split": {"train": 0.5, "validation": 0.3}}}

        told, parameters = thresholds(api, request)

        run = train(api, **request)
        assert (told, run["state"]["low"]) == (["-1.0", "-1.0"], -1), place
        np.testing.assert_allclose(parameters["W1"], run["parameters"]["W1"], rtol=1e-12)
        np.testing.assert_allclose(parameters["b1"], run["parameters"]["b1"], rtol=1e-12)


def test_a_perceptron_goes_on_with_the_targets_that_its_run_began_with(api: Api) -> None:
    """The state says them where the rows that are posted cannot."""
    request = PERCEPTRON | {"data": {"x": [[0.5], [2.0]], "y": [[1], [1]]}}
    state = train(api, **request)["state"]

    assert thresholds(api, request)[0] == ["0.0", "0.0"]
    assert thresholds(api, request | {"state": state | {"low": -1}})[0] == ["-1.0", "-1.0"]


HOSTILE = '"); import os; os.system("id") #'


@pytest.mark.parametrize(
    "changed",
    [
        {"format": HOSTILE},
        {"spec": GATE | {"loss": HOSTILE}},
        {"spec": GATE | {"reduction": HOSTILE}},
        {"spec": GATE | {"layers": [{"units": 1, "activation": HOSTILE}]}},
        {"spec": GATE | {"layers": [{"units": 1, "activation": {"kind": "leaky_relu", "slope": HOSTILE}}]}},
        {"spec": GATE | {"layers": [{"units": 1, "activation": {"kind": "gelu", "approximate": HOSTILE}}]}},
        {"spec": GATE | {"layers": [{"units": HOSTILE}]}},
        {"spec": GATE | {"initializer": {"scheme": "explicit", "values": {HOSTILE: [1]}}}},
        {"parameters": {HOSTILE: [[1]]}},
        {"freeze": [HOSTILE]},
        {"data": {"dataset": HOSTILE}},
        {"data": {"x": [[HOSTILE, 1]], "y": [[1]]}},
        {"optimizer": {"kind": HOSTILE}},
        {"optimizer": {"kind": "sgd", "learning_rate": HOSTILE}},
        {"optimizer": {"kind": "adam", "learning_rate": 1, "beta1": HOSTILE}},
        {"schedule": {"kind": HOSTILE}},
        {"schedule": {"kind": "inverse", "c1": HOSTILE, "c2": 1}},
        {"regularization": {"l2": HOSTILE}},
        {"clip_norm": HOSTILE},
        {"batch_size": HOSTILE},
        {"epochs": HOSTILE},
        {"seed": HOSTILE},
        {HOSTILE: 1},
    ],
    ids=lambda changed: next(iter(changed))[:12],
)
@pytest.mark.parametrize("format", ["numpy", "pytorch"])
def test_nothing_hostile_gets_in(api: Api, format: str, changed: Any) -> None:
    """Names come from lists and numbers are numbers: whatever else stands there is refused."""
    answer = api.post("/mlps/export", REQUEST | {"format": format} | changed)

    assert answer.status_code == 422


@pytest.mark.parametrize("format", ["numpy", "pytorch"])
def test_numbers_at_their_edges_are_programs(api: Api, format: str) -> None:
    """The longest, smallest and largest settings are written as numbers."""
    edges = {
        "optimizer": {"kind": "sgd", "learning_rate": 1.7976931348623157e308},
        "schedule": {"kind": "exponential", "factor": 5e-324, "warmup": 1e300},
        "clip_norm": 1e-300,
        "regularization": {"l1": 5e-324, "l2": 1e308},
        "epochs": 2**53,
        "seed": 2**53,
        "batch_size": 2**53,
    }
    answer = api.post("/mlps/export", REQUEST | {"format": format} | edges)

    assert answer.status_code == 200
    names = {node.id for node in ast.walk(ast.parse(answer.json()["content"])) if isinstance(node, ast.Name)}
    assert not names & {"inf", "nan", "os", "eval", "exec"}


def test_limits_are_those_of_a_training(api: Api) -> None:
    """A short request may speak of a network larger than any memory."""
    answer = api.post("/mlps/export", {"format": "numpy", "spec": GATE | {"layers": [{"units": 10**9}] * 2}})

    assert (answer.status_code, answer.json()["code"]) == (413, "entry-limit")
