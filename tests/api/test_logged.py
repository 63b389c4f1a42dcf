"""The log: a line of JSON for every answer, and nothing in it that a visitor wrote or can be told by."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest

from app.api.logged import Visitors
from app.api.patterns import Patterns
from app.logs import REQUESTS, JsonLines

from .conftest import Api

SECRET = "my-very-own-name"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, Any]]]:
    """What was logged of requests, each line read back."""
    caplog.set_level(logging.INFO, REQUESTS)
    formatter = JsonLines()
    return lambda: [json.loads(formatter.format(r)) for r in caplog.records if r.name == REQUESTS]


def test_every_answer_has_a_line_and_an_id(
    api_with: Callable[..., Api], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    """The id of the answer's header, the route's pattern, status, size and time."""
    api = api_with(log="json")
    answer = api.post("/evaluate", {"expression": "f = exp(x)", "inputs": {"x": 0}})
    api.get("/api/v1/lessons/fan-out")

    first, second = lines()
    assert first["request"] == answer.headers["x-request-id"] != second["request"]
    assert (first["method"], first["route"], first["status"]) == ("POST", "/api/v1/evaluate", 200)
    assert first["bytes"] == len(answer.content) and first["ms"] > 0
    assert second["route"] == "/api/v1/lessons/{slug}"


def test_an_id_is_never_the_visitors_own(
    api_with: Callable[..., Api], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    """Whoever could choose it could forge a line, or join two visitors' lines."""
    answer = api_with(log="json").get("/health/live", headers={"x-request-id": SECRET})

    assert answer.headers.get_list("x-request-id") == [lines()[0]["request"]]
    assert answer.headers["x-request-id"] != SECRET


@pytest.mark.parametrize(
    "path", [f"/{SECRET}", f"/g/{SECRET}", f"/api/v1/graphs/{SECRET}", f"/%0a{SECRET}", f"/?lesson={SECRET}"]
)
def test_no_visitors_words_are_logged(
    api_with: Callable[..., Api], lines: Callable[[], list[dict[str, Any]]], path: str
) -> None:
    """Neither addresses nor bodies nor tokens."""
    api = api_with(log="json")
    api.request("GET", path, headers={"authorization": f"Bearer {SECRET}", "user-agent": SECRET})
    api.post("/evaluate", {"expression": f"{SECRET} = ("})

    told = json.dumps(lines())
    assert len(lines()) == 2
    assert SECRET not in told and "127.0.0.1" not in told


def test_a_mistake_of_our_own_is_a_line_too(
    api_with: Callable[..., Api], lines: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the 500 it is, though another has answered it."""
    api = api_with(log="json")
    route = next(route for route in api.app.router.routes if getattr(route, "path", "") == "/health/live")

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(route, "app", broken)
    with pytest.raises(RuntimeError):
        api.get("/health/live")

    assert lines()[-1]["status"] == 500


def test_quiet_is_quiet(api: Api, lines: Callable[[], list[dict[str, Any]]]) -> None:
    """Nobody who starts it by hand wants a line a request."""
    answer = api.get("/health/live")

    assert lines() == [] and "x-request-id" not in answer.headers


def test_a_code_lasts_as_long_as_the_host_says() -> None:
    """The same address has one code until the key is thrown away; two addresses never share one."""
    now = [0.0]
    visitors = Visitors(2, lambda: now[0])
    first = visitors.code("203.0.113.7")
    assert visitors.code("203.0.113.7") == first != visitors.code("203.0.113.8")

    now[0] = 2 * 3600 - 1
    assert visitors.code("203.0.113.7") == first
    now[0] = 2 * 3600
    assert visitors.code("203.0.113.7") != first
    assert Visitors(0).code("203.0.113.7") is None


def test_a_line_stays_a_line() -> None:
    """Control characters and tracebacks are inside the JSON."""
    record = logging.LogRecord("a", logging.ERROR, "", 0, "one\ntwo\x1b[2J\u2028 %s", ("x",), None)
    try:
        raise ValueError("three\nfour")
    except ValueError as error:
        record.exc_info = (ValueError, error, error.__traceback__)

    line = JsonLines().format(record)

    assert "\n" not in line and "\x1b" not in line
    assert json.loads(line)["message"] == "one\ntwo\x1b[2J\u2028 x"
    assert "three\nfour" in json.loads(line)["traceback"]


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/graphs/abc", "/graphs/{id}"),
        ("/graphs/abc/runs", "/graphs/{id}/runs"),
        ("/static/1/js/main.js", "/static/{version}/{path:path}"),
        ("/graphs", "/graphs"),
        ("/graphs/a/b", "other"),
        ("/graphs/", "other"),
    ],
)
def test_an_address_belongs_to_one_pattern(path: str, pattern: str) -> None:
    """Whole parts, and a rest only where the route takes one."""
    known = Patterns(["/graphs", "/graphs/{id}", "/graphs/{id}/runs", "/static/{version}/{path:path}"])

    assert known.match(path) == pattern
