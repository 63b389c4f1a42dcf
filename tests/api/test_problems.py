"""Errors over HTTP: the shape of a problem document, then every code there is, each with a request that earns it."""

from __future__ import annotations

from typing import Any

import pytest

from app.api import problems
from app.api.problems import HttpError, problem
from app.engine.errors import CODES, EngineError, ErrorList, Fix, Span

from .conftest import Api

# Codes that take more than a request: where each is tested.
ELSEWHERE = {
    "unknown-parameter": "test_mlps, test_training",
    "bad-request": "below",
    "body-limit": "test_http, test_limits",
    "body-timeout": "test_http",
    "compute-limit": "test_limits, test_compute",
    "dimension-limit": "test_limits",
    "edge-limit": "test_limits",
    "entry-limit": "test_limits",
    "expression-limit": "test_limits",
    "internal-error": "test_http",
    "key-reused": "test_saved",
    "memory-limit": "test_compute",
    "method-not-allowed": "test_http",
    "nesting-limit": "test_limits",
    "node-limit": "test_limits",
    "not-found": "test_http",
    "not-json": "test_wire, test_hostile",
    "not-utf-8": "test_wire, test_hostile",
    "row-limit": "test_limits",
    "saved-limit": "test_saved",
    "saving-off": "test_saved",
    "server-busy": "test_compute, test_http",
    "step-limit": "test_limits",
    "store-full": "test_store_troubles",
    "quota-reached": "test_quota",
    "store-unavailable": "test_store_troubles",
    "token-limit": "test_limits",
    "token-missing": "test_saved",
    "token-wrong": "test_saved",
    "too-deep": "test_wire, test_hostile",
    "too-many-requests": "test_compute",
    "unsupported-media-type": "test_http",
    "upgrade-required": "test_stream_door",
    "version-missing": "test_saved",
    "version-stale": "test_saved",
    "worker-lost": "test_compute",
}
X = {"id": "x", "value": 1}


def drawn(*nodes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"graph": {"nodes": [X, *nodes]} | more}


def op(name: str, *inputs: Any, **more: Any) -> dict[str, Any]:
    return {"id": "f", "op": name, "inputs": list(inputs)} | more


EARNED: dict[str, tuple[str, dict[str, Any]]] = {
    "syntax": ("/evaluate", {"expression": "f = (x + y"}),
    "unknown-op": ("/evaluate", {"expression": "f = tahn(x)"}),
    "not-supported": ("/evaluate", {"expression": "f = x if y else z"}),
    "not-a-literal": ("/evaluate", {"expression": "c: constant = 2*3"}),
    "name-assigned-twice": ("/evaluate", {"expression": "x = 1\nx = 2"}),
    "used-before-definition": ("/evaluate", {"expression": "f = y + 1\ny = 2"}),
    "unknown-setting": ("/evaluate", {"expression": "x = 1\nf = leaky_relu(x, sloop=1)"}),
    "bad-setting": ("/evaluate", drawn(op("leaky_relu", "x", attrs={"slope": "steep"}))),
    "wrong-operand-count": ("/evaluate", drawn(op("add", "x"))),
    "empty-program": ("/evaluate", {"expression": ""}),
    "wrong-type": ("/evaluate", {"expression": 3}),
    "missing-key": ("/evaluate", {}),
    "unknown-key": ("/evaluate", {"expression": "f = 1", "input": {}}),
    "not-a-number": ("/evaluate", {"expression": "f = x", "inputs": {"x": "1"}}),
    "ragged-array": ("/evaluate", {"expression": "f = sum(x)", "inputs": {"x": [[1], [2, 3]]}}),
    "bad-id": ("/evaluate", drawn({"id": "2x", "value": 1})),
    "duplicate-id": ("/evaluate", drawn(X)),
    "bad-kind": ("/evaluate", drawn({"id": "w", "kind": "weight"})),
    "unknown-node": ("/evaluate", {"expression": "x = 1\nf = -x", "output": "g"}),
    "unknown-edge": (
        "/check",
        {"expression": "x = 1\nf = -x", "nudge": {"source": "x", "target": "f", "index": 1, "step": 1}},
    ),
    "cycle": ("/evaluate", {"graph": {"nodes": [op("neg", "f")]}}),
    "open-port": ("/evaluate", drawn(op("add", "x", None))),
    "bad-group": ("/print", drawn(groups=[{"id": "g", "nodes": ["x"], "parent": "g"}])),
    "bad-layout": ("/print", drawn(layout={"nodes": {"x": [1]}})),
    "unknown-group": ("/collapse", drawn() | {"group": "g"}),
    "group-changed": (
        "/collapse",
        drawn(op("neg", "x"), groups=[{"id": "g", "op": "square", "nodes": ["f"]}]) | {"group": "g"},
    ),
    "group-has-no-op": ("/collapse", drawn(groups=[{"id": "g", "nodes": ["x"]}]) | {"group": "g"}),
    "not-a-composite": ("/expand", drawn() | {"node": "x"}),
    "missing-value": ("/evaluate", {"expression": "f = x * 2"}),
    "not-a-leaf": ("/evaluate", {"expression": "x = 1\nf = -x", "inputs": {"f": 2}}),
    "output-ambiguous": ("/evaluate", drawn(op("neg", "x"), {"id": "g", "op": "exp", "inputs": ["x"]})),
    "seed-required": ("/evaluate", {"expression": "x = [1, 2]\nf = -x"}),
    "seed-shape": ("/evaluate", {"expression": "x = [1, 2]\nf = -x", "seed": [1]}),
    "wrt-required": ("/evaluate", {"expression": "x = 1\nf = -x", "mode": "forward"}),
    "direction-required": ("/evaluate", {"expression": "x = [1, 2]\nf = sum(x)", "mode": "forward", "wrt": "x"}),
    "direction-shape": (
        "/evaluate",
        {"expression": "x = [1, 2]\nf = sum(x)", "mode": "forward", "wrt": "x", "direction": 1},
    ),
    "output-not-scalar": ("/evaluate/batch", {"expression": "f = -x", "columns": {"x": [[1, 2]]}}),
    "nothing-to-grade": (
        "/grade",
        {
            "expression": "c: constant = 2\nf = c * x",
            "inputs": {"x": 1},
            "questions": [{"node": "c", "quantity": "gradient", "answer": "1"}],
        },
    ),
    "bad-column": ("/evaluate/batch", {"expression": "f = -x", "columns": {"x": 1}}),
    "shape-mismatch": ("/evaluate", {"expression": "A = [[1, 2]]\nf = A @ A"}),
}  # fmt: skip


def test_the_whole_document(api: Api) -> None:
    """Section 8's example, key by key."""
    answer = api.post("/evaluate", {"expression": "q = x + y\nf = tahn(q)"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    span = {"line": 2, "column": 5, "end_line": 2, "end_column": 8}
    document = answer.json()
    hint = document["errors"][0].pop("hint")
    assert hint and hint.endswith(".")
    assert document == {
        "type": "/errors/unknown-op",
        "title": "Unknown op",
        "status": 422,
        "code": "unknown-op",
        "detail": "tahn is not an op. Did you mean tanh?",
        "errors": [
            {
                "loc": ["expression"],
                "code": "unknown-op",
                "message": "tahn is not an op. Did you mean tanh?",
                "node": None,
                "span": span,
                "snippet": "f = tahn(q)\n    ^^^^",
                "fix": {"span": span, "text": "tanh"},
            }
        ],
    }


@pytest.mark.parametrize("code", EARNED)
def test_every_code_is_earned_by_a_request(api: Api, code: str) -> None:
    """422, a title, a page; and every error in it says what is wrong in a sentence."""
    path, request = EARNED[code]
    answer = api.post(path, request)
    document = answer.json()
    assert (answer.status_code, document["code"], document["status"]) == (422, code, 422), document
    assert (document["type"], document["title"]) == (f"/errors/{code}", CODES[code].title)
    for error in document["errors"]:
        assert error["message"].endswith((".", "?")) and error["code"] in CODES


def test_no_code_is_forgotten() -> None:
    """Each is in the table above, or says where it is tested."""
    missing = problems.explanations().keys() - EARNED.keys() - ELSEWHERE.keys()
    assert missing == set()


def test_statuses() -> None:
    """Limits are 413, what does not fit is 422, HTTP's own are HTTP's."""
    by_status: dict[int, set[str]] = {}
    for code, (status, _) in problems.explanations().items():
        by_status.setdefault(status, set()).add(code)
    ours = {400, 401, 403, 404, 405, 408, 412, 413, 415, 422, 426, 428, 429, 500, 503, 507}
    assert by_status.keys() == ours
    assert by_status[413] == {code for code in problems.explanations() if code.endswith("-limit")}


def test_at_most_twenty_errors_and_64_kib() -> None:
    """However many were found and however long their words; what is cut ends with an ellipsis."""
    span = Span(1, 1, 1, 1)
    long = "\U0001f40c" * 5000
    single = EngineError(
        "syntax", long, hint=long, node=long, span=span, fix=Fix(span, long), snippet=long, loc=(long,) * 40
    )
    status, body = problem(ErrorList([single] * 50))
    assert status == 422 and len(body) <= 64 * 1024
    assert "…".encode() in body


def test_half_a_surrogate_pair_cannot_break_an_answer() -> None:
    """Messages are written whatever they quote."""
    status, body = problem(EngineError("syntax", "\ud800 is no letter.", loc=("\udc00",)))
    assert status == 422 and b"is no letter" in body


def test_a_client_that_leaves_is_no_mistake() -> None:
    """Nobody reads the answer, but it is one."""
    status, _ = problem(HttpError("bad-request", "The client left before its body had arrived."))
    assert status == 400


def test_errors_of_a_drawn_graph_have_no_place_in_a_text(api: Api) -> None:
    """span, snippet null, no fix; the place is the path into the document."""
    answer = api.post("/evaluate", drawn(op("tahn", "x")))
    (error,) = answer.json()["errors"]
    assert error["loc"] == ["graph", "nodes", 1, "op"] and error["node"] == "f"
    assert (error["span"], error["snippet"], "fix" in error) == (None, None, False)


def test_errors_found_while_computing_have_their_place_in_the_text(api: Api) -> None:
    """The engine names the node; where it was typed is looked up."""
    answer = api.post("/evaluate", {"expression": "A = [[1, 2]]\nB = [[1, 2]]\nf = A @ B + 1"})
    (error,) = answer.json()["errors"]
    assert (error["node"], error["loc"]) == ("_matmul1", ["expression"])
    assert error["snippet"] == "f = A @ B + 1\n    ^^^^^"
    assert error["span"] == {"line": 3, "column": 5, "end_line": 3, "end_column": 9}


@pytest.mark.parametrize(
    ("method", "path", "body", "hint"),
    [
        ("POST", "/parse", b"", "Send one JSON value, with keys and strings in double quotes"),
        (
            "POST",
            "/parse",
            b"{'expression': 'f'}",
            "Send one JSON value, with keys and strings in double quotes",
        ),
        ("POST", "/parse", b'{"expression": "\\ud800"}', "Write characters as they are, in UTF-8."),
        ("POST", "/parse", b"[]", 'Put an object here, as {"x": 1}.'),
        ("POST", "/parse", b'{"expression": 1}', 'Put a string here, as "x".'),
        ("POST", "/evaluate", b'{"expression": "x = 1", "detail": "zzz"}', 'For example "gradients".'),
        (
            "POST",
            "/evaluate",
            b'{"graph": {"nodes": [], "outputs": 1}}',
            "Put a value of the type that is named here.",
        ),
        ("POST", "/datasets/xor", b'{"n": -1}', "For example 10."),
        ("POST", "/datasets/xor", b'{"n": 1e300}', "The largest is 9007199254740992."),
        (
            "GET",
            "/zzz",
            None,
            "The reference, api/v1/docs below this server's address, lists what the API has.",
        ),
        ("GET", "/lessons/zzz", None, "The library, /lessons, lists them."),
        ("GET", "/parse", None, "Use POST."),
        ("DELETE", "/ops", None, "Use GET or HEAD."),
    ],
)
def test_every_refusal_says_what_to_do(
    api: Api, method: str, path: str, body: bytes | None, hint: str
) -> None:
    """Also where nothing was meant that can be guessed."""
    answer = api.request(method, f"/api/v1{path}", content=body, headers={"content-type": "application/json"})

    assert answer.json()["errors"][0]["hint"].startswith(hint), answer.text
