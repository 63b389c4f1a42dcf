"""Whole numbers that no JSON reader holds exactly are refused wherever one is read."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from .conftest import Api
from .test_stream import REQUEST

PLACES: list[tuple[str | int, ...]] = [
    ("epochs",),
    ("batch_size",),
    ("seed",),
    ("stopping", "patience"),
    ("data", "n"),
    ("data", "seed"),
    ("spec", "inputs"),
    ("spec", "layers", 0, "units"),
    ("spec", "initializer", "seed"),
    *(("state", key) for key in ("epoch", "step", "position", "waited")),
    *(("state", "rng", key) for key in ("has_uint32", "uinteger")),
]


@pytest.fixture(scope="module")
def request_of_all(api: Api) -> Any:
    """A request with everything in which a whole number may stand."""
    request = REQUEST | {"epochs": 1, "seed": 1, "stopping": {"patience": 3}}
    request = request | {"spec": request["spec"] | {"initializer": {"scheme": "xavier_uniform", "seed": 2}}}
    told = api.post("/mlps/train", request).json()
    return request | {"parameters": told["parameters"], "state": told["state"]}


@pytest.mark.parametrize("value", [10**25, 2**64, 2**63, 2**53 + 1, 1e300], ids=str)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)))
def test_past_2_to_53_it_is_refused(api: Api, request_of_all: Any, place: Any, value: Any) -> None:
    """422 with the place, never a fault of the server."""
    body = copy.deepcopy(request_of_all)
    inner = body
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value

    found = api.post("/mlps/train", body)

    assert found.status_code == 422
    assert (found.json()["code"], found.json()["errors"][0]["loc"]) == ("wrong-type", list(place))


def test_2_to_53_itself_is_told_back(api: Api, request_of_all: Any) -> None:
    """The largest one is a number like any other."""
    body = copy.deepcopy(request_of_all)
    body["state"]["epoch"] = body["epochs"] = 2**53

    found = api.post("/mlps/train", body)

    assert found.status_code == 200 and found.json()["state"]["epoch"] == 2**53
