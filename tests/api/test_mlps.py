"""Networks over the wire: where they start, both passes, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.oracles import networks as oracle

from .conftest import Api

WORKED = {
    "inputs": 2,
    "layers": [{"units": 2, "activation": "sigmoid"}, {"units": 2, "activation": "sigmoid"}],
    "loss": "half_mse",
}
BY_HAND = {
    "W1": [[0.15, 0.2], [0.25, 0.3]],
    "b1": [0.35, 0.35],
    "W2": [[0.4, 0.45], [0.5, 0.55]],
    "b2": [0.6, 0.6],
}
EXAMPLE = {"x": [[0.05, 0.1]], "y": [[0.01, 0.99]]}
ONE = {"inputs": 1, "layers": [{"units": 1}], "loss": "mse"}


def evaluate(api: Api, spec: Any, parameters: Any, x: Any, y: Any = None) -> Any:
    asked = {"spec": spec, "parameters": parameters, "x": x} | ({} if y is None else {"y": y})
    answer = api.post("/mlps/evaluate", oracle.as_json(asked))
    assert answer.status_code == 200, answer.text
    return answer.json()


def refusal(api: Api, call: str, body: Any) -> tuple[int, str, list[Any]]:
    answer = api.post(call, body)
    first = answer.json()["errors"][0]
    return answer.status_code, first["code"], first["loc"]


def test_the_network_worked_by_hand(api: Api) -> None:
    """Mazur's two-two-two network: its loss, and the gradients that move w1 and w5."""
    found = evaluate(api, WORKED, BY_HAND, **EXAMPLE)

    assert found["loss"]["total"] == pytest.approx(0.298371109, abs=5e-10)
    assert found["loss"]["per_example"] == [pytest.approx(found["loss"]["total"], rel=1e-15)]
    assert found["layers"][0]["dW"][0][0] == pytest.approx((0.15 - 0.149780716) / 0.5, abs=2e-9)
    assert found["layers"][1]["dW"][0][0] == pytest.approx((0.40 - 0.358916480) / 0.5, abs=2e-9)
    assert found["output"] == found["layers"][1]["a"]


@pytest.mark.parametrize("seed", range(200))
def test_evaluate_agrees_with_autograd(api: Api, seed: int) -> None:
    """Random layers, activations, losses, reductions and batches: the loss, every gradient and slope to 1e-10."""
    spec, parameters, x, y = oracle.random_network(seed)

    found = evaluate(api, spec, parameters, x, y)

    assert found["loss"]["total"] == pytest.approx(
        float(oracle.total(spec, parameters, x, y)), rel=1e-10, abs=1e-12
    )
    expected = oracle.gradients(spec, parameters, x, y)
    for name, gradient in expected.items():
        layer = found["layers"][int(name[1:]) - 1]
        key = "dslopes" if name[0] == "a" else f"d{name[0]}"
        np.testing.assert_allclose(layer[key], gradient, rtol=1e-10, atol=1e-10, err_msg=name)
    for k, (layer, da) in enumerate(
        zip(found["layers"], oracle.upstream(spec, parameters, x, y), strict=True), 1
    ):
        np.testing.assert_allclose(layer["da"], da, rtol=1e-10, atol=1e-10, err_msg=f"a{k}")
        slope = oracle.slope(spec, parameters, k, np.array(layer["z"]))
        assert (layer["slope"] is None) == (slope is None)
        if slope is not None:
            np.testing.assert_allclose(layer["slope"], slope, rtol=1e-10, atol=1e-10, err_msg=f"slope{k}")


def test_delta_is_the_gradient_towards_z(api: Api) -> None:
    """Adding a small number to one z is adding it to that unit's bias for that example: the loss moves by delta."""
    spec, parameters, x, y = oracle.random_network(8)
    one = x[:1], y[:1]

    found = evaluate(api, spec, parameters, *one)

    for layer in found["layers"]:
        if "db" in layer:
            np.testing.assert_allclose(layer["delta"][0], layer["db"], rtol=1e-13)


def test_class_numbers_are_one_hot_rows(api: Api) -> None:
    """A column of class numbers says the same as rows of shares."""
    spec = {"inputs": 1, "layers": [{"units": 3}], "loss": "cce_with_logits"}
    parameters = {"W1": [[1], [2], [-1]], "b1": [0, 0.5, 1]}
    x = [[0.5], [-1], [2]]

    assert evaluate(api, spec, parameters, x, [[2], [0], [1]]) == evaluate(
        api, spec, parameters, x, [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    )


def test_without_targets_the_forward_half(api: Api) -> None:
    """z, a and the output; nothing that needs a loss."""
    found = evaluate(api, ONE, {"W1": [[2]], "b1": [1]}, [[3], [-1]])

    assert found == {
        "output": [[7.0], [-1.0]],
        "layers": [{"z": [[7.0], [-1.0]], "a": [[7.0], [-1.0]], "slope": [[1.0], [1.0]]}],
        "warnings": [],
    }


@pytest.mark.parametrize(
    "activation, z, slope",
    [
        ("relu", [-1, 0, 1], [0, 0, 1]),
        ({"kind": "leaky_relu", "slope": 0.2}, [-1, 0, 1], [0.2, 0.2, 1]),
        ({"kind": "elu", "alpha": 0.5}, [-800, 0, 1], [0, 0.5, 1]),
        ("prelu", [-1, 0, 1], [0.25, 0.25, 1]),
        ("step", [-1, 0, 1], [0, 0, 0]),
        ("sigmoid", [-40, 0, 40], [np.exp(-40), 0.25, np.exp(-40)]),
        ("tanh", [-20, 0, 20], [4 * np.exp(-40), 1, 4 * np.exp(-40)]),
        ("softplus", [-800, 0, 800], [0, 0.5, 1]),
    ],
)
def test_slopes_at_kinks_and_far_out(api: Api, activation: Any, z: list[float], slope: list[float]) -> None:
    """What the engine takes at a kink; and far out, where a has no digits left to tell it, all the same."""
    spec = {"inputs": 1, "layers": [{"units": 1, "activation": activation}], "loss": "sse"}
    parameters = {"W1": [[1]], "b1": [0]} | ({"a1": [0.25]} if activation == "prelu" else {})
    rows = [[number] for number in z]

    (layer,) = evaluate(api, spec, parameters, rows, [[5]] * len(rows))["layers"]

    np.testing.assert_allclose(np.ravel(layer["slope"]), slope, rtol=1e-14)
    np.testing.assert_allclose(layer["da"], 2 * (np.array(layer["a"]) - 5), rtol=1e-14)
    np.testing.assert_allclose(layer["delta"], np.multiply(layer["da"], layer["slope"]), rtol=1e-14)


def test_softmax_has_no_slope_and_an_upstream_all_the_same(api: Api) -> None:
    """Under cross-entropy da is -y/p, and delta, which no slope makes of it, prediction minus target."""
    spec = {"inputs": 1, "layers": [{"units": 2, "activation": "softmax"}], "loss": "cce"}

    (layer,) = evaluate(api, spec, {"W1": [[1], [-1]], "b1": [0, 0]}, [[0.5]], [[1, 0]])["layers"]

    share = 1 / (1 + np.exp(-1))
    assert layer["slope"] is None
    np.testing.assert_allclose(layer["da"], [[-1 / share, 0]], rtol=1e-14)
    np.testing.assert_allclose(layer["delta"], [[share - 1, 1 - share]], rtol=1e-14)


@pytest.mark.parametrize(
    "loss, output, target, total",
    [
        ("bce", 0.0, 1.0, "Infinity"),
        ("bce", 0.0, 0.0, 0.0),
        ("bce", 1.0, 1.0, 0.0),
        ("hinge", 1.0, 1.0, 0.0),
        ("mse", "Infinity", 1.0, "Infinity"),
        ("mse", "NaN", 1.0, "NaN"),
    ],
)
def test_losses_at_their_edges(api: Api, loss: str, output: Any, target: float, total: Any) -> None:
    """0 ln 0 is 0, a certain mistake costs Infinity, and numbers that are none travel as strings."""
    found = evaluate(api, ONE | {"loss": loss}, {"W1": [[0]], "b1": [output]}, [[1]], [[target]])

    assert found["loss"]["total"] == total


def test_parameters_come_from_the_seed(api: Api) -> None:
    """The same seed the same numbers, another seed others; and evaluate starts there by itself."""
    spec = ONE | {"initializer": {"scheme": "normal", "std": 2, "bias": 0.5, "seed": 3}}

    first, again = (api.post("/mlps/init", {"spec": spec}).json() for _ in range(2))
    other = api.post("/mlps/init", {"spec": spec | {"initializer": {"scheme": "normal", "seed": 4}}}).json()

    assert first == again == {"parameters": {"W1": [[2 * np.random.default_rng(3).normal()]], "b1": [0.5]}}
    assert other["parameters"]["W1"] != first["parameters"]["W1"]
    assert evaluate(api, spec, None, [[1]]) == evaluate(api, spec, first["parameters"], [[1]])


DEAD = {"inputs": 1, "layers": [{"units": 2, "activation": "relu"}, {"units": 1}], "loss": "mse"}


@pytest.mark.parametrize(
    "spec, parameters, code, node",
    [
        (DEAD, {"W1": [[1], [1]], "b1": [0, -50], "W2": [[1, 1]], "b2": [0]}, "dead", "a1"),
        (
            ONE | {"layers": [{"units": 1, "activation": "sigmoid"}]},
            {"W1": [[0]], "b1": [9]},
            "saturated",
            "a1",
        ),
        (ONE, {"W1": [[1e308]], "b1": [0]}, "overflow", "z1"),
        (ONE, {"W1": [["NaN"]], "b1": [0]}, "nan", "W1"),
        (ONE | {"loss": "bce"}, {"W1": [[0]], "b1": [0]}, "overflow", "loss"),
    ],
)
def test_what_a_learner_should_see(api: Api, spec: Any, parameters: Any, code: str, node: str) -> None:
    """A warning stands where the trouble began."""
    found = evaluate(api, spec, parameters, [[2], [10]], [[1], [1]])

    assert [(each["code"], each["node"]) for each in found["warnings"]] == [(code, node)]


def test_ten_sigmoid_layers_vanish(api: Api) -> None:
    """The first layer's gradient is a ten-thousandth of the last's, and the warning says how many layers it took."""
    spec = {"inputs": 1, "layers": [{"units": 1, "activation": "sigmoid"}] * 10, "loss": "mse"}
    parameters = {f"W{k}": [[1]] for k in range(1, 11)} | {f"b{k}": [0] for k in range(1, 11)}

    found = evaluate(api, spec, parameters, [[1]], [[0]])

    assert [each["code"] for each in found["warnings"]] == ["vanishing"]
    assert found["warnings"][0]["message"].startswith("Over 7 layers the gradient has shrunk to ")


@pytest.mark.parametrize(
    "changed, code, loc",
    [
        ({"spec": ONE | {"layers": []}}, "bad-setting", ["spec"]),
        ({"spec": ONE | {"layers": [{"units": 0}]}}, "wrong-type", ["spec", "layers", 0, "units"]),
        ({"spec": ONE | {"loss": "mes"}}, "wrong-type", ["spec", "loss"]),
        ({"spec": ONE | {"lyers": []}}, "unknown-key", ["spec", "lyers"]),
        (
            {"spec": ONE | {"layers": [{"units": 1, "activation": "rleu"}]}},
            "wrong-type",
            ["spec", "layers", 0, "activation"],
        ),
        (
            {"spec": ONE | {"layers": [{"units": 1, "activation": {"kind": "elu", "slope": 1}}]}},
            "unknown-setting",
            ["spec", "layers", 0, "activation"],
        ),
        (
            {"spec": ONE | {"initializer": {"scheme": "uniform", "lo": 1}}},
            "unknown-setting",
            ["spec", "initializer", "lo"],
        ),
        ({"parameters": {"W1": [[1]]}}, "missing-value", ["parameters"]),
        ({"parameters": {"W1": [[1]], "b1": [0], "W2": [[1]]}}, "unknown-parameter", ["parameters", "W2"]),
        ({"parameters": {"W1": [1], "b1": [0]}}, "shape-mismatch", ["parameters", "W1"]),
        ({"x": [[1, 2]]}, "shape-mismatch", ["x"]),
        ({"x": []}, "shape-mismatch", ["x"]),
        ({"x": [[1], [True]]}, "not-a-number", ["x"]),
        ({"y": [[1], [2]]}, "shape-mismatch", ["y"]),
        (
            {"spec": ONE | {"loss": "cce", "layers": [{"units": 2}]}, "parameters": None, "y": [[2]]},
            "bad-column",
            ["y", 0],
        ),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(api: Api, changed: Any, code: str, loc: list[Any]) -> None:
    """One mistake each."""
    body = {"spec": ONE, "parameters": {"W1": [[1]], "b1": [0]}, "x": [[1]], "y": [[1]]} | changed

    assert refusal(api, "/mlps/evaluate", body) == (422, code, loc)


@pytest.mark.parametrize(
    "call, body, limit",
    [
        ("/mlps/init", {"spec": ONE | {"layers": [{"units": 10**9}] * 2}}, "entry-limit"),
        ("/mlps/evaluate", {"spec": ONE | {"layers": [{"units": 5000}]}, "x": [[1]] * 200}, "entry-limit"),
    ],
)
def test_limits_are_checked_before_the_work(api: Api, call: str, body: Any, limit: str) -> None:
    """A short request may speak of a network larger than any memory."""
    assert refusal(api, call, body)[:2] == (413, limit)
