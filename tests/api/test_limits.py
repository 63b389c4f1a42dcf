"""Each limit, at its value and one past it: 200 and 413, before the work is done, with the limit and the size seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from app.api.problems import LIMIT_SETTINGS, explanations
from app.settings import Settings

from .conftest import Api
from .test_http import the_problem

SGD = {"kind": "sgd", "learning_rate": 0.1}


def chain(nodes: int) -> dict[str, Any]:
    """A graph document of exactly *nodes* nodes."""
    rest = [{"id": f"n{k}", "op": "neg", "inputs": [f"n{k - 1}"]} for k in range(1, nodes)]
    return {"graph": {"nodes": [{"id": "n0", "value": 1}, *rest]}, "detail": "gradients"}


def text_of(size: int) -> dict[str, Any]:
    """An expression of exactly *size* bytes of UTF-8, some of them in characters of several bytes."""
    start = "f = 1 # ü "
    return {"expression": start + "." * (size - len(start.encode()))}


def tokens(count: int) -> dict[str, Any]:
    """An expression of *count* tokens: f = x and then pairs of - and x."""
    pairs, odd = divmod(count - 3, 2)
    return {"expression": "f = " + "-" * odd + "x" + " - x" * pairs}


def nested(depth: int) -> dict[str, Any]:
    """Brackets around a name."""
    return {"expression": "f = " + "(" * depth + "x" + ")" * depth}


def ones(*shape: int) -> Any:
    found: Any = 1
    for size in reversed(shape):
        found = [found] * size
    return found


class Case(NamedTuple):
    """A limit: where it is met, its setting with a small value, a request of a size, and what the message says."""

    path: str
    setting: str
    allowed: int
    request: Callable[[int], dict[str, Any]]
    code: str
    message: str


CASES = {
    "bytes of an expression": Case(
        "/parse",
        "expression_bytes",
        200,
        text_of,
        "expression-limit",
        "The expression has 201 bytes; the limit is 200.",
    ),
    "tokens": Case(
        "/parse", "tokens", 60, tokens, "token-limit", "The expression has 61 tokens; the limit is 60."
    ),
    "nesting": Case(
        "/parse", "nesting", 20, nested, "nesting-limit", "The input nests 21 deep; the limit is 20."
    ),
    "nodes of a document": Case(
        "/evaluate", "nodes", 50, chain, "node-limit", "The graph has 51 nodes; the limit is 50."
    ),
    "nodes of a text": Case(
        "/parse",
        "nodes",
        50,
        lambda n: {"expression": "f = x" + " - x" * (n - 1)},
        "node-limit",
        "The graph has 51 nodes; the limit is 50.",
    ),
    "edges": Case(
        "/evaluate",
        "edges",
        30,
        lambda n: {
            "graph": {"nodes": [{"id": "x", "value": 1}, {"id": "f", "op": "stack", "inputs": ["x"] * n}]},
            "output": "x",
        },
        "edge-limit",
        "The graph has 31 edges; the limit is 30.",
    ),
    "entries of a value": Case(
        "/evaluate",
        "entries",
        100,
        lambda n: {"expression": "x: input", "inputs": {"x": ones(n)}, "seed": ones(n)},
        "entry-limit",
        "The graph needs 101 tensor entries; the limit is 100.",
    ),
    "dimensions": Case(
        "/evaluate",
        "dimensions",
        3,
        lambda n: {"expression": "x: input", "inputs": {"x": ones(*[1] * n)}, "seed": ones(*[1] * n)},
        "dimension-limit",
        "A tensor has 4 dimensions; the limit is 3.",
    ),
    "rows times nodes": Case(
        "/evaluate/batch",
        "rows_times_nodes",
        60,
        lambda n: {"expression": "f = x", "columns": {"x": ones(n // 2 + n % 2)}},
        "row-limit",
        "Rows times nodes come to 62; the limit is 60.",
    ),
    "steps": Case(
        "/descend",
        "steps",
        7,
        lambda n: {"expression": "x = 1\nf = x*x", "optimizer": SGD, "steps": n},
        "step-limit",
        "8 steps are asked for; the limit is 7.",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_at_the_limit_it_passes_and_one_past_it_is_413(api_with: Callable[..., Api], case: Case) -> None:
    """The message names the limit's value and the size seen."""
    api = api_with(**{case.setting: case.allowed})
    at = api.post(case.path, case.request(case.allowed))
    assert at.status_code == 200, at.text
    error = the_problem(api.post(case.path, case.request(case.allowed + 1)), 413, case.code)
    assert error["message"] == case.message
    assert error["hint"].endswith(f" The host sets this limit, by BACKPROP_{case.setting.upper()}.")


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_every_limit_is_a_setting_with_a_unit(case: Case) -> None:
    """Its description says what is counted, and the default is the contract's."""
    field = Settings.model_fields[case.setting]
    assert field.description and field.description.endswith(".")


def test_every_code_of_a_limit_names_its_setting() -> None:
    """One that is added is listed there, too."""
    limits = {code for code in explanations() if code.endswith("-limit")}

    assert LIMIT_SETTINGS.keys() == limits
    assert set(LIMIT_SETTINGS.values()) <= Settings.model_fields.keys()


def test_the_defaults_are_those_of_the_contract() -> None:
    """Section 8's line of limits, number by number."""
    settings = Settings()
    assert (settings.body_bytes, settings.expression_bytes) == (2 * 2**20, 256 * 2**10)
    assert (settings.tokens, settings.nesting, settings.nodes) == (50_000, 100, 10_000)
    assert (settings.entries, settings.dimensions) == (1_000_000, 8)
    assert (settings.rows_times_nodes, settings.steps, settings.compute_s) == (5_000_000, 1_000_000, 5.0)
    assert settings.jacobian_entries == 4096


def test_what_broadcasting_would_make_counts_before_it_is_made(api: Api) -> None:
    """Two thousand numbers can stand for a million and more; nothing of that size is allocated."""
    error = the_problem(
        api.post(
            "/evaluate", {"expression": "f = sum(reshape(x, [1000, 1]) + x)", "inputs": {"x": ones(1000)}}
        ),
        413,
        "entry-limit",
    )
    assert error["message"].endswith("; the limit is 1,000,000.")


def test_written_out_jacobians_count(api_with: Callable[..., Api]) -> None:
    """They are entries like any other: 10 for x, 1 for f, 10 for the matrix between them."""
    request = {"expression": "f = sum(x)", "inputs": {"x": ones(10)}}
    assert api_with(entries=21).post("/evaluate", request).status_code == 200
    error = the_problem(api_with(entries=20).post("/evaluate", request), 413, "entry-limit")
    assert error["message"] == "The graph needs 21 tensor entries; the limit is 20."


def test_work_past_its_seconds_is_413(api_with: Callable[..., Api]) -> None:
    """The process that did it is gone, and the next request is served."""
    api = api_with(compute_s=0.5, workers=1)
    long = {
        "expression": "x = 1\nf = x**2",
        "optimizer": {"kind": "sgd", "learning_rate": 1e-9},
        "steps": 200_000,
    }
    error = the_problem(api.post("/descend", long), 413, "compute-limit")
    assert error["message"] == "The work takes more than 0.5 s; the limit is 0.5 s."
    assert api.app.state.desk.pool.processes == []
    assert api.post("/descend", long | {"steps": 1}).status_code == 200


def test_limits_hold_in_workers_too(api_with: Callable[..., Api]) -> None:
    """A body too long to be read in the event loop meets the same limits, in the same words."""
    api = api_with(nodes=5000, workers=1)
    at = api.post("/evaluate", chain(5000))
    assert at.status_code == 200 and at.json()["value"] == -1.0
    error = the_problem(api.post("/evaluate", chain(5001)), 413, "node-limit")
    assert error["message"] == "The graph has 5,001 nodes; the limit is 5,000."
    assert error["loc"] == ["graph", "nodes"]
