"""
What comes of a lesson's runs, asked of the API: one function per quantity that a claim may be about.

A run is trained once and kept, however many claims there are about it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from app.lessons import Bench, Outcome
from app.lessons.bench_reading import COLUMNS
from tests.api.conftest import Api

BEST = {"accuracy": max, "validation_accuracy": max}


class Runs:
    """The runs of one lesson, trained as they are asked for."""

    def __init__(self, api: Api, bench: Bench) -> None:
        self._api = api
        self._requests = {run.name: run.request for run in bench.runs}
        self._kept: dict[str, Any] = {}

    def post(self, path: str, body: Any) -> Any:
        """What the API answers, asked once."""
        key = path + json.dumps(body, sort_keys=True)
        if key not in self._kept:
            answer = self._api.post(path, body)
            assert answer.status_code == 200, answer.text
            self._kept[key] = answer.json()
        return self._kept[key]

    def trained(self, run: str, epochs: int | None = None) -> Any:
        """The run's whole answer; up to an epoch where one is named."""
        request = self._requests[run]
        return self.post("/mlps/train", {**request, **({} if epochs is None else {"epochs": epochs})})

    def parameters(self, run: str, at: str | int) -> Any:
        """The parameters at the start, at the end, or after so many epochs."""
        epochs = {"start": 0, "end": None}.get(at, at) if isinstance(at, str) else at
        return self.trained(run, epochs)["parameters"]

    def rows(self, run: str) -> tuple[list[Any], list[Any]]:
        """The examples that are trained on."""
        data = self._requests[run]["data"]
        if "x" in data:
            return data["x"], data["y"]
        asked = {key: value for key, value in data.items() if key != "dataset"}
        found = self.post(f"/datasets/{data['dataset']}", asked)
        count = found["rows"]["train"]
        return found["x"][:count], found["y"][:count]

    def passed(self, run: str, at: str | int) -> Any:
        """Both passes over the examples, with the parameters of that time."""
        x, y = self.rows(run)
        body = {"spec": self._requests[run]["spec"], "parameters": self.parameters(run, at), "x": x, "y": y}
        return self.post("/mlps/evaluate", body)

    def measure(self, claim: Outcome) -> Any:
        """The quantity that *claim* is about."""
        return QUANTITIES[claim.what](self, claim)

    def spec(self, run: str) -> Any:
        """The run's network."""
        return self._requests[run]["spec"]


def _column(runs: Runs, claim: Outcome) -> Any:
    history = runs.trained(claim.run)["history"]
    if claim.what == "errors":
        count = len(runs.rows(claim.run)[0])
        column = [round((1 - share) * count) for share in history["accuracy"]]
    else:
        column = history[claim.what]
    if isinstance(claim.at, int):
        return column[history["epoch"].index(claim.at)]
    places = {"start": column[0], "end": column[-1], "always": column}
    return places[claim.at] if claim.at in places else BEST.get(claim.what, min)(column)


def _entry(found: Any, index: list[int]) -> Any:
    return np.asarray(found)[tuple(index)].item()


def _parameter(runs: Runs, claim: Outcome) -> Any:
    return _entry(runs.parameters(claim.run, claim.at)[claim.of["name"]], claim.of["index"])


def _gradient(runs: Runs, claim: Outcome) -> Any:
    name = claim.of["name"]
    layer = runs.passed(claim.run, claim.at)["layers"][int(name[1:]) - 1]
    return _entry(layer[f"d{name[0]}"], claim.of["index"])


def _graph_gradient(runs: Runs, claim: Outcome) -> Any:
    """The same gradient out of the network's graph, in which a weight is one entry or one node."""
    x, y = runs.rows(claim.run)
    body = {
        "spec": runs.spec(claim.run),
        "parameters": runs.parameters(claim.run, claim.at),
        "x": x[:1],
        "y": y[:1],
        "granularity": claim.of["depth"],
    }
    found = runs.post("/evaluate", {"graph": runs.post("/mlps/graph", body)["graph"]})["gradients"]
    name, index = claim.of["name"], claim.of["index"]
    return (
        _entry(found[name], index)
        if name in found
        else found["_".join([name.lower(), *(str(at + 1) for at in index)])]
    )


def _signal(runs: Runs, claim: Outcome) -> Any:
    of = claim.of
    return runs.passed(claim.run, claim.at)["layers"][of["layer"] - 1][of["of"]][of["example"]][
        of["unit"] - 1
    ]


def _fading(runs: Runs, claim: Outcome) -> Any:
    """The largest gradient of a weight in one layer, as a part of that in another."""
    layers = runs.passed(claim.run, claim.at)["layers"]
    first, last = (np.abs(layers[k - 1]["dW"]).max() for k in claim.of["layers"])
    return first / last


def _dead(runs: Runs, claim: Outcome) -> Any:
    a = np.asarray(runs.passed(claim.run, claim.at)["layers"][claim.of["layer"] - 1]["a"])
    return int((a == 0).all(axis=0).sum())


def _spread(runs: Runs, claim: Outcome) -> Any:
    """How far the units of a layer are apart in any of their weights."""
    weights = np.asarray(runs.parameters(claim.run, claim.at)[f"W{claim.of['layer']}"])
    return float(np.ptp(weights, axis=0).max())


def _prediction(runs: Runs, claim: Outcome) -> Any:
    body = {
        "spec": runs.spec(claim.run),
        "parameters": runs.parameters(claim.run, claim.at),
        "x": [claim.of["x"]],
    }
    return runs.post("/mlps/evaluate", body)["output"][0][claim.of["unit"] - 1]


def _turn(runs: Runs, claim: Outcome) -> Any:
    history = runs.trained(claim.run)["history"]
    return history["epoch"][int(np.argmin(history["validation_loss"]))]


QUANTITIES: dict[str, Callable[[Runs, Outcome], Any]] = {
    **dict.fromkeys(COLUMNS, _column),
    "test_accuracy": lambda runs, claim: runs.trained(claim.run)["test"]["accuracy"],
    "stopped": lambda runs, claim: runs.trained(claim.run)["stopped"],
    "updates": lambda runs, claim: runs.trained(claim.run, claim.at if isinstance(claim.at, int) else None)[
        "state"
    ]["step"],
    "turn": _turn,
    "size": lambda runs, claim: sum(np.size(each) for each in runs.parameters(claim.run, "start").values()),
    "parameter": _parameter,
    "gradient": _gradient,
    "graph_gradient": _graph_gradient,
    "signal": _signal,
    "fading": _fading,
    "dead": _dead,
    "spread": _spread,
    "prediction": _prediction,
}


def holds(runs: Runs, claim: Outcome) -> tuple[bool, Any]:
    """Whether *claim* is true, and what was measured."""
    found, than = runs.measure(claim), claim.than
    if isinstance(than, str) and claim.test in ("below", "above"):
        than = QUANTITIES[claim.what](runs, Outcome(than, *_rest(claim)))
    every = found if isinstance(found, list) and claim.at == "always" else [found]
    return all(TESTS[claim.test](each, than) for each in every), found


def _rest(claim: Outcome) -> tuple[Any, ...]:
    return claim.what, claim.at, claim.test, claim.than, claim.of, None


def _printed(found: float, digits: str) -> bool:
    return f"{found:.{len(digits.partition('.')[2])}f}".replace("-", "−") == digits.replace("-", "−")


TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "below": lambda found, than: bool(found < than),
    "above": lambda found, than: bool(found > than),
    "is": lambda found, than: bool(found == than),
    "printed": _printed,
}
