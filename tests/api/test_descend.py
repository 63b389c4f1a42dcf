"""``POST /descend``: the whole answer."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Api
from .test_http import the_problem

SGD = {"kind": "sgd", "learning_rate": 0.1}
PARABOLA: dict[str, Any] = {"expression": "x = 3\nf = x**2", "optimizer": SGD, "steps": 2}


def ask(api: Api, **request: Any) -> dict[str, Any]:
    answer = api.post("/descend", request)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]  # JSON


def test_a_path_starts_before_any_update(api: Api) -> None:
    """Entry 0 is the start; each next one is leaves - rate * gradients."""
    found = ask(api, **PARABOLA)
    assert (found.keys(), found["stopped"], found["warnings"]) == (
        {"path", "stopped", "warnings"},
        "steps",
        [],
    )
    want = [(0, 3.0, 9.0, 6.0), (1, 2.4, 5.76, 4.8), (2, 1.92, 3.6864, 3.84)]
    for entry, (step, x, value, gradient) in zip(found["path"], want, strict=True):
        assert entry.keys() == {"step", "leaves", "value", "gradients", "learning_rate", "state"}
        assert (entry["step"], entry["learning_rate"], entry["state"]) == (step, 0.1, {})
        assert entry["leaves"] == pytest.approx({"x": x}) and entry["gradients"] == pytest.approx(
            {"x": gradient}
        )
        assert entry["value"] == pytest.approx(value)


def test_no_steps_is_the_start_alone(api: Api) -> None:
    """Zero updates, one entry."""
    assert len(ask(api, **PARABOLA | {"steps": 0})["path"]) == 1


def test_parameters_move_and_inputs_where_there_are_none(api: Api) -> None:
    """Unless `trainable` says otherwise."""
    text = "x = 2\nw: parameter = 3\nf = (x*w)**2"

    def moved(**more: Any) -> set[str]:
        return set(ask(api, expression=text, optimizer=SGD, steps=1, **more)["path"][1]["leaves"])

    assert moved() == {"w"}
    assert moved(trainable=["x"]) == {"x"}
    assert moved(trainable=["x", "w"]) == {"x", "w"}
    assert moved(parameters=["x"]) == {"x", "w"}


def test_a_schedule_changes_the_rate_and_a_state_is_told(api: Api) -> None:
    """inverse is c1/(k + c2) itself; momentum keeps a velocity per leaf."""
    found = ask(
        api,
        expression="x = [1, 2]\nf = sum(x*x)",
        optimizer={"kind": "momentum", "momentum": 0.5},
        schedule={"kind": "inverse", "c1": 1, "c2": 10},
        steps=2,
    )
    assert [entry["learning_rate"] for entry in found["path"]] == [1 / 10, 1 / 11, 1 / 12]
    assert [entry["state"]["velocity"]["x"] for entry in found["path"][:2]] == [[0.0, 0.0], [2.0, 4.0]]


def test_a_path_that_leaves_the_finite_numbers_ends(api: Api) -> None:
    """With the entry that shows it."""
    found = ask(api, **PARABOLA | {"optimizer": {"kind": "sgd", "learning_rate": 1e308}, "steps": 10})
    assert found["stopped"] == "diverged" and len(found["path"]) < 5


def test_a_long_path_is_walked_by_a_worker(api: Api) -> None:
    """The same numbers, another process."""
    found = ask(api, **PARABOLA | {"steps": 500})
    assert len(found["path"]) == 501 and found["path"][:3] == ask(api, **PARABOLA)["path"]
    assert api.app.state.desk.pool.processes


@pytest.mark.parametrize(
    ("change", "code", "loc"),
    [
        ({"optimizer": {}}, "missing-key", ["optimizer", "kind"]),
        ({"optimizer": {"kind": "adm", "learning_rate": 1}}, "bad-setting", ["optimizer", "kind"]),
        ({"optimizer": {"kind": "sgd"}}, "missing-key", ["optimizer", "learning_rate"]),
        ({"optimizer": SGD | {"momentum": 1}}, "unknown-setting", ["optimizer", "momentum"]),
        ({"optimizer": {"kind": "sgd", "learning_rate": -1}}, "bad-setting", ["optimizer", "learning_rate"]),
        ({"schedule": {"kind": "step"}}, "missing-key", ["schedule", "factor"]),
        ({"schedule": {"kind": "sudden"}}, "bad-setting", ["schedule", "kind"]),
        ({"steps": -1}, "wrong-type", ["steps"]),
        ({"steps": 1.5}, "wrong-type", ["steps"]),
        ({"trainable": ["y"]}, "unknown-node", ["trainable", 0]),
        ({"trainable": ["f"]}, "not-a-leaf", ["trainable", 0]),
        ({"trainable": []}, "not-a-leaf", ["trainable"]),
        ({"expression": "x = [1]\nf = x*x"}, "output-not-scalar", ["expression"]),
    ],
)
def test_what_does_not_fit(api: Api, change: dict[str, Any], code: str, loc: list[Any]) -> None:
    """422 with its place."""
    assert the_problem(api.post("/descend", PARABOLA | change), 422, code)["loc"] == loc
