"""HTTP itself: addresses, methods, bodies, headers, other origins, health."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from .conftest import BASE, Api

JSON = {"content-type": "application/json"}
WORK = ["evaluate", "evaluate/batch", "check", "parse", "print", "expand", "collapse", "descend", "grade"]
READING = [
    "/api/v1/ops",
    "/api/v1/lessons",
    "/api/v1/playlists",
    "/api/v1/openapi.json",
    "/api/v1/docs",
    "/health/live",
]


def the_problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The one error of a problem document that says what it must, whole."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert set(document) == {"type", "title", "status", "code", "detail", "errors"}
    assert (document["type"], document["status"], document["code"]) == (f"/errors/{code}", status, code)
    (error,) = document["errors"]
    assert error.keys() - {"fix"} == {"loc", "code", "message", "hint", "node", "span", "snippet"}
    assert error["code"] == code and error["message"] == document["detail"]
    return error  # type: ignore[no-any-return]  # JSON


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v2/evaluate", "/api/v1/evaluate/", "/nothing", "/errors/none"]
)
def test_where_nothing_lives_the_answer_is_404(api: Api, path: str) -> None:
    """A slash too many is another address."""
    the_problem(api.get(path), 404, "not-found")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("name", WORK)
def test_work_takes_post_only(api: Api, name: str, method: str) -> None:
    """405, and Allow says what is taken."""
    answer = api.request(method, f"{BASE}/{name}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    if method != "HEAD":
        the_problem(answer, 405, "method-not-allowed")


@pytest.mark.parametrize(
    "path",
    ["/static/nothing", "/static/x/nothing.js", "/static/%2e%2e/app/main.py", "/static/x/../../README.md"],
)
def test_a_file_that_is_not_served_is_a_problem_too(api: Api, path: str) -> None:
    """No path climbs out of the folder, and the answer has the shape of every other."""
    the_problem(api.get(path), 404, "not-found")


@pytest.mark.parametrize("path", [path for path in READING if path.startswith(BASE)])
def test_what_stands_behind_a_question_mark_is_not_ignored(api: Api, path: str) -> None:
    """A slip there would pass unseen as it would in a body."""
    error = the_problem(api.get(path + "?x=1"), 422, "unknown-key")
    assert error["loc"] == ["query", "x"]
    assert api.get(path + "?").status_code == 200


@pytest.mark.parametrize("name", WORK)
def test_work_reads_its_body_only(api: Api, name: str) -> None:
    """`?detail=nodes` is said to belong in the body."""
    error = the_problem(api.post(f"/{name}?detail=nodes", {}), 422, "unknown-key")
    assert (error["loc"], error["hint"]) == (["query", "detail"], "Put it in the body.")


def test_work_is_found_behind_a_proxys_prefix(api: Api) -> None:
    """The short way knows whole paths only; the routes know the rest."""
    transport = httpx.ASGITransport(api.app, root_path="/behind")

    async def ask(document: dict[str, Any]) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/behind/api/v1/parse", json=document)

    assert api.run(ask({"expression": "f = x"})).status_code == 200
    the_problem(api.run(ask({})), 422, "missing-key")


@pytest.mark.parametrize("path", READING)
def test_reading_takes_get_and_head(api: Api, path: str) -> None:
    """HEAD has the headers of GET and no body; anything else is 405."""
    got, asked = api.get(path), api.request("HEAD", path)
    assert (got.status_code, asked.status_code, asked.content) == (200, 200, b"")
    assert asked.headers["content-type"] == got.headers["content-type"]
    refused = api.request("POST", path, json={})
    assert set(refused.headers["allow"].split(", ")) == {"GET", "HEAD"}
    the_problem(refused, 405, "method-not-allowed")


@pytest.mark.parametrize(
    "media_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "application/json; charset=utf-16",
    ],
)
def test_a_body_that_is_not_json_by_its_type_is_415(api: Api, media_type: str | None) -> None:
    """A form posted from another site must not be taken for a request."""
    headers = {} if media_type is None else {"content-type": media_type}
    answer = api.request("POST", f"{BASE}/evaluate", content=b'{"expression": "f = 1"}', headers=headers)
    the_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "media_type", ["application/json", "Application/JSON", 'application/json; charset="UTF-8"']
)
def test_json_is_taken_however_it_is_written(api: Api, media_type: str) -> None:
    """Media types ignore case and may name the charset."""
    answer = api.request(
        "POST", f"{BASE}/parse", content=b'{"expression": "f = x"}', headers={"content-type": media_type}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "identity, gzip"])
def test_a_compressed_body_is_415(api: Api, coding: str) -> None:
    """Nothing is inflated, so nothing can be blown up."""
    answer = api.request("POST", f"{BASE}/parse", content=b"{}", headers=JSON | {"content-encoding": coding})
    the_problem(answer, 415, "unsupported-media-type")
    assert answer.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_at_the_limit_is_read_and_one_past_it_is_413(
    api_with: Callable[..., Api], declared: bool
) -> None:
    """Whether or not the length is declared."""
    api = api_with(body_bytes=100)

    async def chunks(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), 30):
            yield body[start : start + 30]

    for size in (100, 101):
        body = b'{"expression": "f = 1"}'.ljust(size)
        sent: Any = body if declared else chunks(body)
        answer = api.request("POST", f"{BASE}/parse", content=sent, headers=JSON)
        if size == 100:
            assert answer.status_code == 200
        else:
            error = the_problem(answer, 413, "body-limit")
            assert error["message"] == "The body has 101 bytes; the limit is 100."
            assert answer.headers["connection"] == "close"


def test_a_body_that_does_not_arrive_is_408(api_with: Callable[..., Api]) -> None:
    """The deadline is for the whole body: dripping bytes does not extend it."""
    api = api_with(body_timeout_s=0.05)

    async def dripping() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    answer = api.request("POST", f"{BASE}/parse", content=dripping(), headers=JSON)
    error = the_problem(answer, 408, "body-timeout")
    assert error["message"] == "The body did not arrive within 0.05 s."
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize("path", [*READING, "/api/v1/nothing", "/errors/cycle"])
def test_every_answer_forbids_guessing_its_type(api: Api, path: str) -> None:
    """And says nothing to others about where a reader came from."""
    headers = api.get(path).headers
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")


def test_any_page_may_call_the_api_and_none_with_credentials(api: Api) -> None:
    """Answers and problems alike carry the star."""
    for answer in (api.get("/api/v1/ops", headers={"origin": "https://a.example"}), api.post("/parse", {})):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    assert "access-control-allow-origin" not in api.get("/health/live").headers


def test_a_page_may_read_what_it_needs_of_the_head(api: Api) -> None:
    """Tags, the address of what was made, when to come back, and the id under which the host's log has the answer."""
    exposed = api.get("/api/v1/ops").headers["access-control-expose-headers"]
    assert set(exposed.split(", ")) == {"etag", "location", "retry-after", "x-request-id"}


def test_a_preflight_is_answered(api: Api) -> None:
    """JSON needs one, and it must succeed for every method there is."""
    asked = {"origin": "https://a.example", "access-control-request-method": "POST"}
    answer = api.request("OPTIONS", f"{BASE}/evaluate", headers=asked)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    allowed = answer.headers["access-control-allow-headers"].split(", ")
    assert {"authorization", "content-type", "idempotency-key", "if-match", "if-none-match"} == set(allowed)


@pytest.mark.parametrize(("origin", "allowed"), [("https://a.example", True), ("https://b.example", False)])
def test_a_list_of_origins_lets_in_only_those(
    api_with: Callable[..., Api], origin: str, allowed: bool
) -> None:
    """The answer depends on the origin, and says so to caches."""
    api = api_with(cors_origins="https://a.example, https://c.example")
    answer = api.get("/api/v1/playlists", headers={"origin": origin})
    assert answer.headers.get("access-control-allow-origin") == (origin if allowed else None)
    assert answer.headers["vary"] == "Accept-Encoding, origin"


def test_health(api: Api) -> None:
    """Live while the loop turns, ready between start-up and shut-down."""
    for name in ("live", "ready"):
        answer = api.get(f"/health/{name}")
        assert (answer.status_code, answer.json(), answer.headers["cache-control"]) == (
            200,
            {"status": name},
            "no-store",
        )
    api.app.state.ready = False
    try:
        answer = api.get("/health/ready")
        the_problem(answer, 503, "server-busy")
        assert answer.headers["retry-after"] == "1"
        assert api.get("/health/live").status_code == 200
    finally:
        api.app.state.ready = True


def test_a_mistake_of_ours_tells_nothing_of_the_inside(api_with: Callable[..., Api]) -> None:
    """No traceback, no path: a sentence and 500."""
    api = api_with()

    async def broken(request: object) -> None:
        raise RuntimeError("/secret/path")

    api.app.add_route("/broken", broken)
    transport = httpx.ASGITransport(api.app, raise_app_exceptions=False)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get("/broken")

    answer = api.run(ask())
    the_problem(answer, 500, "internal-error")
    assert "secret" not in answer.text and "RuntimeError" not in answer.text
