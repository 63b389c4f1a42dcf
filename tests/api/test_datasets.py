"""Datasets over the wire: the list, a sample, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from app.nets.datasets import DATASETS

from .conftest import Api


def test_the_list_has_every_dataset(api: Api) -> None:
    """In the order of the table, each with what a chooser needs."""
    found = api.get("/api/v1/datasets")

    assert found.status_code == 200
    assert [row["name"] for row in found.json()["datasets"]] == list(DATASETS)


@pytest.mark.parametrize("name", DATASETS)
def test_each_can_be_drawn(api: Api, name: str) -> None:
    """With n, noise, seed and split: the counts add up to the rows."""
    asked = {"n": 20, "noise": 0.05, "seed": 5, "split": {"train": 0.6, "validation": 0.2}}

    found = api.post(f"/datasets/{name}", asked)

    assert found.status_code == 200
    said = found.json()
    assert said["rows"] == {"train": 12, "validation": 4, "test": 4}
    assert len(said["x"]) == len(said["y"]) == 20
    assert api.post(f"/datasets/{name}", asked).json() == said


@pytest.mark.parametrize(
    "name, asked, status, code, loc",
    [
        ("xro", {}, 404, "not-found", []),
        ("xor", {"n": 0}, 422, "wrong-type", ["n"]),
        ("xor", {"noise": -1}, 422, "bad-setting", ["noise"]),
        ("xor", {"noize": 1}, 422, "unknown-key", ["noize"]),
        ("xor", {"split": {"train": 0.9, "validation": 0.2}}, 422, "bad-setting", ["split"]),
        ("iris", {"n": 151}, 422, "bad-setting", ["n"]),
        ("moons", {"n": 10**9}, 413, "entry-limit", ["n"]),
    ],
)
def test_what_does_not_fit_is_refused(
    api: Api, name: str, asked: Any, status: int, code: str, loc: list[Any]
) -> None:
    """With its place, before anything is drawn."""
    found = api.post(f"/datasets/{name}", asked)
    first = found.json()["errors"][0]

    assert (found.status_code, first["code"], first["loc"]) == (status, code, loc)
    if status == 404:
        assert first["hint"] == "Did you mean xor?"


def test_a_large_sample_is_drawn_by_a_worker(api: Api) -> None:
    """The event loop does not wait for a hundred thousand points."""
    found = api.post("/datasets/circles", {"n": 100_000})

    assert len(found.json()["x"]) == 100_000
    assert api.app.state.desk.pool.processes


def test_rows_of_ones_own_are_dealt_out_as_a_datasets_are(api: Api) -> None:
    """By their number, the shares and the seed: the same rows train, and the same validate."""
    drawn = {"n": 20, "noise": 0.0, "seed": 3}
    split = {"train": 0.6, "validation": 0.25}
    rows = api.post("/datasets/lines", drawn).json()
    spec = {"inputs": 1, "layers": [{"units": 1, "activation": "identity"}], "loss": "mse"}
    request = {"spec": spec, "optimizer": {"kind": "sgd", "learning_rate": 0.1}, "batch_size": 5, "epochs": 3}

    def trained(data: dict[str, Any]) -> dict[str, Any]:
        answer = api.post("/mlps/train", request | {"data": data | {"split": split}})
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    of_dataset = trained({"dataset": "lines"} | drawn)
    assert trained({"x": rows["x"], "y": rows["y"], "seed": 3}) == of_dataset
    assert trained({"x": rows["x"], "y": rows["y"], "seed": 4}) != of_dataset
    assert len(of_dataset["history"]["validation_loss"]) == 4
