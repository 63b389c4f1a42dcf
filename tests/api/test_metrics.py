"""``/metrics``: off unless asked for, Prometheus text, and nothing in it that a visitor wrote."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from .conftest import Api
from .test_stream_door import knock


def samples(api: Api) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by name and labels, read by the client library's own parser."""
    answer = api.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def requests(method: str, route: str, status: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return "backprop_requests_total", (("method", method), ("route", route), ("status", status))


def test_metrics_are_off_by_default(api: Api) -> None:
    """A host who did not ask for them serves a 404 like any other, as a problem document."""
    answer = api.get("/metrics")

    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"


def test_answers_are_counted_by_method_route_and_status(api_with: Callable[..., Api]) -> None:
    """Work, refusals and pages each under the pattern of their address."""
    api = api_with(metrics=True)
    api.post("/evaluate", {"expression": "f = x", "inputs": {"x": 1}})
    api.post("/evaluate", {"expression": "f = tahn(1)"})
    api.get("/api/v1/lessons/chain-rule")
    api.get("/api/v1/lessons/fan-out")

    found = samples(api)
    assert found[requests("POST", "/api/v1/evaluate", "200")] == 1
    assert found[requests("POST", "/api/v1/evaluate", "422")] == 1
    assert found[requests("GET", "/api/v1/lessons/{slug}", "200")] == 2
    assert found["backprop_request_seconds_count", (("route", "/api/v1/evaluate"),)] == 2
    assert found["backprop_waiting", ()] == 0
    assert found["backprop_workers", ()] == 0


@pytest.mark.parametrize(("method", "path"), [("GET", "/no/such/page"), ("BREW", "/no/such/pot")])
def test_invented_addresses_do_not_grow_the_table(
    api_with: Callable[..., Api], method: str, path: str
) -> None:
    """What is no route is counted as other, so the text holds no visitor's words."""
    api = api_with(metrics=True)
    for k in range(5):
        api.request(method, f"{path}{k}")

    text = api.get("/metrics").text
    assert path not in text
    assert 'route="other"' in text
    assert "BREW" not in text


def test_two_applications_count_apart(api_with: Callable[..., Api]) -> None:
    """Each has its own registry."""
    first, second = api_with(metrics=True), api_with(metrics=True)
    first.get("/health/live")

    assert requests("GET", "/health/live", "200") in samples(first)
    assert requests("GET", "/health/live", "200") not in samples(second)


def test_live_trainings_and_tasks_are_told(api_with: Callable[..., Api]) -> None:
    """How many are connected, and a session that ended leaves no task of the event loop behind."""
    api = api_with(metrics=True)
    before = samples(api)["backprop_tasks", ()]
    assert before >= 1
    knock(api, None)

    assert samples(api)["backprop_tasks", ()] == before
    assert samples(api)["backprop_streams", ()] == 0
    api.app.state.streams.count = 3
    assert samples(api)["backprop_streams", ()] == 3
