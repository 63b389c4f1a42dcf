"""Networks and trainings that are none, or far too much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .case import TO_ITS_LIMIT_S, V1, Case, Kept, posted

SPEC: dict[str, Any] = {
    "inputs": 2,
    "layers": [{"units": 2, "activation": "tanh"}, {"units": 1, "activation": "sigmoid"}],
    "loss": "bce",
}
X, Y = [[0, 0], [0, 1], [1, 0]], [[0], [1], [1]]
BIG = 2**31


def spec(**changed: Any) -> dict[str, Any]:
    """A small network with something else in it."""
    return {"spec": SPEC | changed, "x": X, "y": Y}


def layers(*found: Any) -> dict[str, Any]:
    """A network of these layers."""
    return spec(layers=list(found))


EXPLICIT = {"W1": [[1, 2], [3, 4]], "b1": [0, 0], "W2": [[1, 1]], "b2": [0]}
SPECS: dict[str, tuple[Any, str]] = {
    "no layers": (spec(layers=[]), "422 bad-setting"),
    "layers that are none": (spec(layers=[1, None, "x"]), "422 wrong-type"),
    "1,251 layers": (layers(*[{"units": 1}] * 1251), "413 node-limit"),
    "100,000 layers": (layers(*[{"units": 1}] * 100_000), "413 node-limit"),
    "no inputs": (spec(inputs=0), "422"),
    "inputs below zero": (spec(inputs=-1), "422"),
    "half an input": (spec(inputs=1.5), "422"),
    "true inputs": (spec(inputs=True), "422"),
    "inputs in words": (spec(inputs="2"), "422"),
    "no units": (layers({"units": 0}), "422"),
    "units below zero": (layers({"units": -5}), "422"),
    "NaN units": (layers({"units": "NaN"}), "422"),
    "2^31 units": (layers({"units": BIG}), "413 entry-limit"),
    "2^53 units": (layers({"units": 2**53}), "413 entry-limit"),
    "2^70 units": (layers({"units": 2**70}), "422 wrong-type"),
    "2^31 units twice, which is past 2^63 weights": (layers({"units": BIG}, {"units": BIG * 4}, {"units": 1}), "413 entry-limit"),
    "2^31 inputs": (spec(inputs=BIG), "413|422"),
    "a million weights in many layers": (layers(*[{"units": 100}] * 1200), "413"),
    "an activation nobody knows": (layers({"units": 1, "activation": "tahn"}), "422"),
    "an activation of dunders": (layers({"units": 1, "activation": "__class__"}), "422"),
    "an activation that is an op": (layers({"units": 1, "activation": "matmul"}), "422"),
    "an activation that is a list": (layers({"units": 1, "activation": ["tanh"]}), "422"),
    "an activation with a stranger": (layers({"units": 1, "activation": {"kind": "tanh", "slope": 1}}), "422"),
    "a slope in words": (layers({"units": 1, "activation": {"kind": "leaky_relu", "slope": "1"}}), "422"),
    "a slope of NaN": (layers({"units": 1, "activation": {"kind": "leaky_relu", "slope": "NaN"}}), "200|422"),
    "a bias in words": (layers({"units": 1, "bias": "yes"}), "422"),
    "softmax within": (layers({"units": 3, "activation": "softmax"}, {"units": 1}), "200|422"),
    "a loss nobody knows": (spec(loss="bcee"), "422"),
    "a loss that is null": (spec(loss=None), "422"),
    "hinge of sigmoids": (spec(loss="hinge"), "200|422"),
    "classes of one output": (spec(loss="cce"), "200|422"),
    "a reduction nobody knows": (spec(reduction="none"), "422"),
    "an initializer nobody knows": (spec(initializer={"scheme": "magic"}), "422"),
    "a seed below zero": (spec(initializer={"scheme": "normal", "seed": -1}), "422"),
    "a seed past 2^53": (spec(initializer={"scheme": "normal", "seed": 2**64}), "422"),
    "a seed of a fraction": (spec(initializer={"scheme": "normal", "seed": 0.5}), "422"),
    "a deviation below zero": (spec(initializer={"scheme": "normal", "std": -1}), "422"),
    "a deviation past all": (spec(initializer={"scheme": "normal", "std": 1e308}), "200"),
    "limits the wrong way round": (spec(initializer={"scheme": "uniform", "low": 1, "high": -1}), "200|422"),
    "limits past all": (spec(initializer={"scheme": "uniform", "low": -1.7e308, "high": 1.7e308}), "200|422"),
    "a gain of infinity": (spec(initializer={"scheme": "he_normal", "gain": "Infinity"}), "200|422"),
    "parameters of no network": (spec(initializer={"scheme": "explicit", "values": {}}), "422"),
    "parameters of another shape": (spec(initializer={"scheme": "explicit", "values": EXPLICIT | {"W1": [[1]]}}), "422 shape-mismatch"),
    "a parameter too many": (spec(initializer={"scheme": "explicit", "values": EXPLICIT | {"W3": [[1]]}}), "422 unknown-parameter|unknown-key"),
    "a spec that is null": ({"spec": None, "x": X}, "422"),
    "a spec within a spec": ({"spec": {"spec": SPEC}, "x": X}, "422"),
}  # fmt: skip
BATCHES: dict[str, tuple[Any, str]] = {
    "no rows": (spec() | {"x": [], "y": []}, "422"),
    "empty rows": (spec() | {"x": [[]], "y": [[]]}, "422"),
    "rows of three numbers": (spec() | {"x": [[1, 2, 3]], "y": [[1]]}, "422"),
    "ragged rows": (spec() | {"x": [[1, 2], [1]], "y": [[1], [1]]}, "422 ragged-array"),
    "a row that is a number": (spec() | {"x": [1, 2], "y": [[1]]}, "422"),
    "rows of rows": (spec() | {"x": [[[1, 2]]], "y": [[1]]}, "422"),
    "a row in words": (spec() | {"x": [["1", "2"]], "y": [[1]]}, "422"),
    "more targets than rows": (spec() | {"y": [[1]] * 4}, "422"),
    "targets of two numbers": (spec() | {"y": [[1, 0]] * 3}, "422"),
    "NaN everywhere": (spec() | {"x": [["NaN", "NaN"]], "y": [["NaN"]]}, "200|422"),
    "infinity everywhere": (spec() | {"x": [["Infinity", "-Infinity"]], "y": [[1]]}, "200"),
    "numbers past all": (spec() | {"x": [[1.7e308, 1.7e308]], "y": [[1]]}, "200"),
    "300,000 rows": (spec() | {"x": [[1, 2]] * 150_000, "y": [[1]] * 150_000}, "413 entry-limit|row-limit"),
    "a class of -1": (spec(layers=[{"units": 3, "activation": "softmax"}], loss="cce") | {"y": [[-1]] * 3}, "422 bad-column"),
    "a class past the last": (spec(layers=[{"units": 3, "activation": "softmax"}], loss="cce") | {"y": [[3]] * 3}, "422 bad-column"),
    "half a class": (spec(layers=[{"units": 3, "activation": "softmax"}], loss="cce") | {"y": [[0.5]] * 3}, "422 bad-column"),
    "a class of 2^60": (spec(layers=[{"units": 3, "activation": "softmax"}], loss="cce") | {"y": [[2.0**60]] * 3}, "422 bad-column"),
    "a class that is NaN": (spec(layers=[{"units": 3, "activation": "softmax"}], loss="cce") | {"y": [["NaN"]] * 3}, "422"),
    "parameters that are null": (spec() | {"parameters": None}, "200"),
    "parameters of NaN": (spec() | {"parameters": EXPLICIT | {"W1": [["NaN", 0], [0, 0]]}}, "200"),
    "parameters that are a list": (spec() | {"parameters": []}, "422"),
    "a parameter missing": (spec() | {"parameters": {"W1": [[1, 2], [3, 4]]}}, "422"),
    "a parameter of dunders": (spec() | {"parameters": EXPLICIT | {"__class__": 1}}, "422"),
}  # fmt: skip
GRAPHS: dict[str, tuple[Any, str]] = {
    "a neuron for each of a million": (spec(layers=[{"units": 999}, {"units": 999}]) | {"granularity": "scalar"}, "413"),
    "a scalar network that just does not fit": (spec(layers=[{"units": 60}, {"units": 60}, {"units": 1}]) | {"granularity": "neuron"}, "413 node-limit|entry-limit"),
    "a batch past the limit of nodes": (spec() | {"x": [[1, 2]] * 5000, "y": [[1]] * 5000, "granularity": "scalar"}, "413|422"),
    "a granularity nobody knows": (spec() | {"granularity": "atom"}, "422"),
}  # fmt: skip


def train(**changed: Any) -> dict[str, Any]:
    """A small training with something else in it."""
    return {
        "spec": SPEC,
        "data": {"dataset": "xor"},
        "optimizer": {"kind": "sgd", "learning_rate": 0.1},
        "epochs": 3,
    } | changed


def rate(number: Any, kind: str = "sgd", **more: Any) -> dict[str, Any]:
    """A training at another rate."""
    return train(optimizer={"kind": kind, "learning_rate": number} | more)


def schedule(kind: str, **more: Any) -> dict[str, Any]:
    """A training with a schedule."""
    return train(schedule={"kind": kind} | more)


def state(**changed: Any) -> dict[str, Any]:
    """A training that goes on from somewhere."""
    rng = {"state": "1", "inc": "3", "has_uint32": 0, "uinteger": 0}
    return train(
        parameters=EXPLICIT,
        state={"epoch": 0, "step": 0, "rng": rng | changed.pop("rng", {}), "slots": {}} | changed,
    )


ROWS = {"x": [[0, 1]], "y": [[1]]}
TRAININGS: dict[str, tuple[Any, str]] = {
    "a rate of 1e308": (rate(1e308), "200"), "a rate below zero": (rate(-1), "422"), "a rate of NaN": (rate("NaN"), "422"),
    "a rate of infinity": (rate("Infinity"), "200|422"), "a rate that is true": (rate(True), "422"), "no rate": (rate(None), "422"),
    "an optimizer nobody knows": (rate(0.1, "magic"), "422"), "an optimizer of dunders": (rate(0.1, "__init__"), "422"),
    "a momentum of 1": (rate(0.1, "momentum", momentum=1), "422"), "a beta of 1": (rate(0.1, "adam", beta1=1.0), "422"),
    "an eps of 0": (rate(0.1, "adam", eps=0), "200"), "an eps below zero": (rate(0.1, "adam", eps=-1), "422"),
    "a decay past all": (rate(0.1, "adamw", weight_decay=1e308), "200"), "perceptron of two layers": (rate(0.1, "perceptron"), "200|422"),
    "adaline of classes": (rate(0.1, "adaline"), "200|422"),
    "a schedule nobody knows": (schedule("magic"), "422"), "inverse of nothing": (schedule("inverse", c1=1, c2=0), "422"),
    "inverse from below": (schedule("inverse", c1=1, c2=-1), "422"), "every no step": (schedule("step", factor=0.5, every=0), "422"),
    "a factor past all": (schedule("exponential", factor=1e308), "200"), "a factor below zero": (schedule("exponential", factor=-1), "422"),
    "a cosine of no steps": (schedule("cosine", steps=0), "422"), "a warmup without end": (schedule("constant", warmup=1e300), "200|422"),
    "a warmup below zero": (schedule("constant", warmup=-1), "422"), "a cosine that ends at infinity": (schedule("cosine", steps=3, final=1e308), "200"),
    "epochs below zero": (train(epochs=-1), "422"), "epochs past 2^53": (train(epochs=2**60), "422"), "half an epoch": (train(epochs=0.5), "422"),
    "no epochs": (train(epochs=0), "200"), "a batch of nothing": (train(batch_size=0), "422"), "a batch past all": (train(batch_size=2**52), "200"),
    "shuffle in words": (train(shuffle="no"), "422"), "a seed of 2^64": (train(seed=2**64), "422"), "a norm of nothing": (train(clip_norm=0), "422"),
    "a norm of NaN": (train(clip_norm="NaN"), "422"), "a norm of next to nothing": (train(clip_norm=5e-324), "200"),
    "l1 below zero": (train(regularization={"l1": -1}), "422"), "l2 past all": (train(regularization={"l2": 1e308}), "200"),
    "a patience of nothing": (train(stopping={"patience": 0}), "422"), "a tolerance below zero": (train(stopping={"tolerance": -1}), "422"),
    "a parameter that is frozen and nobody": (train(freeze=["W9"]), "422"), "freeze that is a word": (train(freeze="W1"), "422"),
    "everything frozen": (train(freeze=["W1", "b1", "W2", "b2"]), "200|422"),
    "a dataset nobody knows": (train(data={"dataset": "mnist"}), "404|422"), "a dataset that is a path": (train(data={"dataset": "../../etc/passwd"}), "404|422"),
    "data of both kinds": (train(data=ROWS | {"dataset": "xor"}), "422"), "data of none": (train(data={}), "422"),
    "data without targets": (train(data={"x": X}), "422"), "10^9 examples": (train(data={"dataset": "moons", "n": 10**9}), "413 entry-limit"),
    "no examples": (train(data={"dataset": "moons", "n": 0}), "422"), "noise past all": (train(data={"dataset": "moons", "noise": 1e308}), "422"),
    "noise of NaN": (train(data={"dataset": "moons", "noise": "NaN"}), "422"), "shares past 1": (train(data={"dataset": "xor", "split": {"train": 0.9, "validation": 0.9}}), "422"),
    "no share to train on": (train(data={"dataset": "xor", "split": {"train": 0}}), "422"),
    "a share that leaves no row": (train(data=ROWS | {"split": {"train": 0.01, "validation": 0.5}}), "200|422"),
    "data for another network": (train(data={"dataset": "iris"}), "422"),
    "a state of another kind": (state(slots={"velocity": {}}), "422"), "a state without slots": (train(state={"epoch": 0, "step": 0}), "422"),
    "a state far ahead": (state(epoch=2**52, step=2**52), "200|422"), "a state past its epoch": (state(position=10**9), "200|422"),
    "a generator in words": (state(rng={"state": "abc"}), "422"), "a generator of Arabic digits": (state(rng={"state": "٣"}), "422"),
    "a generator of 40 digits": (state(rng={"state": "9" * 40}), "422"), "a generator below zero": (state(rng={"inc": "-1"}), "422"),
    "a generator of nothing": (state(rng={"state": "0", "inc": "0"}), "200"), "a generator of 10,000 digits": (state(rng={"state": "9" * 10_000}), "422"),
    "a loss that is a list": (state(loss=[1]), "422"), "moments of NaN": (
        rate(0.1, "momentum") | {"parameters": EXPLICIT, "state": {"epoch": 0, "step": 0, "rng": {"state": "1", "inc": "3"}, "slots": {"velocity": dict.fromkeys(EXPLICIT, "NaN")}}}, "422"),
}  # fmt: skip
ENDLESS: dict[str, tuple[Any, str]] = {
    "a training of 10^9 epochs": (train(epochs=10**9, spec=SPEC | {"layers": [{"units": 64}, {"units": 1, "activation": "sigmoid"}]}), "200|413 step-limit"),
    "a training of giant steps": (train(epochs=10**6, data={"dataset": "digits", "n": 100}, spec={
        "inputs": 64, "layers": [{"units": 500}, {"units": 10, "activation": "softmax"}], "loss": "cce"}), "200"),
}  # fmt: skip
SAMPLES: dict[str, tuple[Any, str]] = {
    "n below zero": ({"n": -1}, "422"), "n past all": ({"n": 2**53}, "413 entry-limit"), "n in words": ({"n": "10"}, "422"),
    "a seed below zero": ({"seed": -1}, "422"), "a split of words": ({"split": {"train": "all"}}, "422"), "a stranger": ({"m": 1}, "422 unknown-key"),
}  # fmt: skip


def cases(kept: Kept) -> Iterator[Case]:
    """All of them."""
    yield from posted("networks", "/mlps/evaluate", SPECS)
    made = {
        name: ({"spec": request["spec"]}, wanted)
        for name, (request, wanted) in SPECS.items()
        if "loss" not in name
    }
    yield from posted(
        "networks to begin with",
        "/mlps/init",
        {name: (one, f"{want[:3]}|200|422") for name, (one, want) in made.items()},
    )
    yield from posted("batches", "/mlps/evaluate", BATCHES)
    yield from posted("networks written out", "/mlps/graph", GRAPHS)
    yield from posted("trainings", "/mlps/train", TRAININGS)
    for library in ("numpy", "pytorch"):
        table = {
            f"{name}, {library}": (request | {"format": library}, f"{want.split(' ')[0]}|200")
            for name, (request, want) in TRAININGS.items()
        }
        yield from posted("trainings as programs", "/mlps/export", table)
    yield from posted("trainings without end", "/mlps/train", ENDLESS, TO_ITS_LIMIT_S)
    yield from posted("samples", "/datasets/moons", SAMPLES)
    for name in ("nothing", "..%2firis.csv", "%00", "__class__", "moons%20", "MOONS", "m" * 5000):
        yield Case(
            "samples", f"of {name[:20]}", f"{V1}/datasets/{name}", "404 not-found", json.dumps({}).encode()
        )
