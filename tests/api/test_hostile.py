"""Requests made to hurt: answered as documented, never with a 5xx, never with much, never with what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .conftest import BASE, Api

REFUSED = {400, 404, 405, 408, 413, 415, 422}

EXPRESSIONS: dict[str, tuple[str, int]] = {
    "10,000 brackets": ("(" * 10_000 + "x" + ")" * 10_000, 413),
    "10,000 brackets left open": ("(" * 10_000, 413),
    "101 square brackets": ("x = " + "[" * 101 + "1" + "]" * 101, 413),
    "10,000 minus signs": ("-" * 10_000 + "x", 413),
    "3,000 plus signs": ("f = " + "+".join("x" * 3001), 200),
    "5,000 powers": ("f = " + "**".join("x" * 5000), 200),
    "100,000 comparisons": ("<".join("x" * 100_000), 413),
    "60,000 arguments": ("f(" + ",".join("x" * 60_000) + ")", 413),
    "500 arguments of stack": ("f = sum(stack(" + ",".join(["x"] * 500) + "))", 200),
    "5,000 digits": ("f = " + "9" * 5000, 422),
    "9**9**9": ("f = 9**9**9", 200),
    "a tower that overflows": ("f = 2**10000000", 200),
    "a number past float64": ("f = 1e400", 422),
    "a string times a number": ("f = 'a' * 10**9", 422),
    "a shift": ("f = 1 << 10**9", 422),
    "an import": ("f = __import__('os').system('id')", 422),
    "a walk up the classes": ("f = ().__class__.__bases__[0].__subclasses__()", 422),
    "a lambda": ("f = (lambda: 0)()", 422),
    "a comprehension": ("f = [x for x in (1, 2)]", 422),
    "an f-string": ("f = f'{x}'", 422),
    "a walrus": ("f = (y := 3)", 422),
    "a decorator": ("@x\ndef f(): pass", 422),
    "a NUL": ("f = x\0 + 1", 422),
    "bidirectional controls": ("f = x \u202e + y", 422),
    "a zero-width space": ("f = x\u200b + y", 422),
    "a zero-width joiner in a name": ("f = a\u200db", 422),
    "a no-break space": ("f =\u00a0x + 1", 422),
    "letters that look like exp": ("f = \u212fxp(x)", 422),
    "bold letters": ("f = \U0001d41e\U0001d431\U0001d429(x)", 422),
    "Cyrillic": ("f = \u0445 + x", 422),
    "nothing": ("", 422),
    "blanks": (" \n\t\n", 422),
    "a comment": ("# x", 422),
    "a name that needs itself": ("f = f + 1", 422),
    "names that need each other": ("a = b + 1\nb = a + 1", 422),
    "a name twice": ("f = 1\nf = 2", 422),
    "a very long name": ("f = " + "x" * 100_000, 422),
}


def doublings(count: int) -> str:
    return "x = 1\n" + "\n".join(
        f"d{k} = {'x' if not k else f'd{k - 1}'} + {'x' if not k else f'd{k - 1}'}" for k in range(count)
    )


def node(name: str, op: str | None = None, *inputs: str, **more: Any) -> dict[str, Any]:
    return {"id": name} | ({"op": op, "inputs": list(inputs)} if op else {"value": 1}) | more


GRAPHS: dict[str, tuple[Any, int]] = {
    "no nodes": ([], 422),
    "a self loop": ([node("a", "neg", "a")], 422),
    "a ring": ([node("a", "neg", "c"), node("b", "neg", "a"), node("c", "neg", "b")], 422),
    "a ring of 5,000": ([node(f"n{k}", "neg", f"n{(k + 1) % 5000}") for k in range(5000)], 422),
    "an id twice": ([node("a"), node("a")], 422),
    "one id 5,000 times": ([node("a")] * 5000, 422),
    "a dangling input": ([node("f", "neg", "nobody")], 422),
    "5,000 dangling inputs": ([node(f"n{k}", "neg", "nobody") for k in range(5000)], 422),
    "an op nobody knows": ([node("x"), node("f", "system", "x")], 422),
    "dunder as op": ([node("x"), node("f", "__class__", "x")], 422),
    "dunder as setting": ([node("x"), node("f", "neg", "x", attrs={"__class__": 1})], 422),
    "too few inputs": ([node("x"), node("f", "add", "x")], 422),
    "too many inputs": ([node("x"), node("f", "add", *["x"] * 5000)], 422),
    "an empty id": ([node("")], 422),
    "an id with a newline": ([node("a\n")], 422),
    "an id in another script": ([node("ä")], 422),
    "an id of a megabyte": ([node("a" * 1_000_000)], 422),
    "a leaf with inputs": ([node("x"), {"id": "y", "inputs": ["x"]}], 422),
    "a leaf with attrs": ([{"id": "y", "attrs": {"a": 1}}], 422),
    "a leaf with an op of null and inputs": ([{"id": "y", "op": None, "inputs": ["y"]}], 422),
    "an op with a value": ([node("x"), node("f", "neg", "x", value=3)], 422),
    "an op without inputs": ([{"id": "f", "op": "neg"}], 422),
    "kind op without op": ([{"id": "f", "kind": "op"}], 422),
    "a kind nobody knows": ([{"id": "x", "kind": "weight", "value": 1}], 422),
    "a null id": ([{"id": None, "value": 1}], 422),
    "a number as node": ([1], 422),
    "a list as node": ([[]], 422),
    "an object as inputs": ([{"id": "f", "op": "neg", "inputs": {"x": 1}}], 422),
    "a list as op": ([{"id": "f", "op": ["neg"], "inputs": []}], 422),
    "a value 9 dimensions deep": ([{"id": "x", "value": [[[[[[[[[1]]]]]]]]]}], 413),
    "a reshape to a negative size": ([node("x"), node("f", "reshape", "x", attrs={"shape": [-5]})], 422),
    "a reshape to a billion": ([node("x"), node("f", "reshape", "x", attrs={"shape": [10**9]})], 422),
    "an axis that is not there": ([{"id": "x", "value": [1]}, node("f", "sum", "x", attrs={"axis": 10**12})], 422),
    "an index that is not there": ([{"id": "x", "value": [1]}, node("f", "index", "x", attrs={"at": [5]})], 422),
    "10,001 nodes": ([node(f"n{k}") for k in range(10_001)], 413),
}  # fmt: skip

BODIES: dict[str, tuple[bytes, int]] = {
    "not UTF-8": (b'{"expression": "\xff\xfe"}', 400),
    "half a surrogate pair": (rb'{"expression": "f = \ud800"}', 400),
    "NaN": (b'{"expression": "f = x", "inputs": {"x": NaN}}', 400),
    "1e400": (b'{"expression": "f = x", "inputs": {"x": 1e400}}', 422),
    "100,000 brackets": (b"[" * 100_000, 400),
    "1,000 levels in meta": (b'{"graph": {"nodes": [], "meta": {"a": ' + b"[" * 1000 + b"]" * 1000 + b"}}}", 400),
    "strings that never end": (b"[" + rb'"\[' * 500_000, 400),
    "closing brackets within strings": (b'["]",' * 500 + b"1" + b',"["]' * 500, 400),
    "a number too large after a million": (
        b'{"expression": "f = sum(x)", "inputs": {"x": [' + b"1," * 900_000 + b"1e400]}}", 422),
    "a key twice": (b'{"expression": "f = 1", "expression": "f = 2"}', 400),
    "cut short": (b'{"expression": "f = ', 400),
    "100,000 wrong cells": (json.dumps({"expression": "f = x", "inputs": {"x": ["a"] * 100_000}}).encode(), 422),
    "50,000 unknown keys": (json.dumps({f"k{k}": 1 for k in range(50_000)}).encode(), 422),
    "an unknown key of a megabyte": (json.dumps({"k" * 1_000_000: 1}).encode(), 422),
    "50,000 unused inputs": (
        json.dumps({"expression": "f = 1", "inputs": {f"k{k}": 1 for k in range(50_000)}}).encode(), 200),
    "a word of a megabyte": (json.dumps({"expression": "f = 1", "detail": "x" * 1_000_000}).encode(), 422),
}  # fmt: skip


def check(answer: Any, status: int) -> None:
    """As documented: the status, the media type, at most 20 errors, at most 64 KiB."""
    assert answer.status_code == status, answer.text[:500]
    if status == 200:
        return
    assert status in REFUSED
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) <= 64 * 1024
    document = answer.json()
    assert 1 <= len(document["errors"]) <= 20
    for error in document["errors"]:
        assert len(error["message"]) <= 600 and error["message"]
        assert "Traceback" not in error["message"] and "/app/" not in error["message"]


@pytest.mark.parametrize("path", ["/evaluate", "/parse", "/check"])
@pytest.mark.parametrize(("text", "status"), EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_expressions(api: Api, text: str, status: int, path: str) -> None:
    """Nothing is run as code, nothing recurses, and what is only large is computed."""
    request: dict[str, Any] = {"expression": text, "inputs": {"x": 2, "y": 3, "x" * 100_000: 1}}
    if path == "/evaluate":
        request |= {"detail": "gradients", "partial": True}
    answer = api.post(path, request)
    if path == "/parse" and not text.partition("#")[0].strip():
        status = 200  # an empty text is an empty graph; there is only nothing to evaluate
    check(answer, 422 if path == "/check" and answer.status_code == 422 and status == 200 else status)


@pytest.mark.parametrize(("nodes", "status"), GRAPHS.values(), ids=GRAPHS)
def test_graphs(api: Api, nodes: Any, status: int) -> None:
    """The complaint names a few nodes, not five thousand."""
    check(api.post("/evaluate", {"graph": {"nodes": nodes}, "detail": "nodes", "partial": True}), status)
    if status != 200:
        answer = api.post("/print", {"graph": {"nodes": nodes}})
        assert answer.status_code in (200, status)  # printing allows what evaluating does not
        check(answer, answer.status_code)


@pytest.mark.parametrize(("body", "status"), BODIES.values(), ids=BODIES)
def test_bodies(api: Api, body: bytes, status: int) -> None:
    """Small answers to large mistakes."""
    answer = api.post_bytes("/evaluate", body)
    check(answer, status)
    assert len(answer.content) <= 64 * 1024


def test_sixty_doublings_take_linear_time(api: Api) -> None:
    """2**60 paths, 61 nodes: no path is counted, no tree is written out in texts, LaTeX or print."""
    answer = api.post("/evaluate", {"expression": doublings(60)})
    found = answer.json()
    assert (answer.status_code, found["value"], found["gradients"]) == (200, 2.0**60, {"x": 2.0**60})
    assert len(answer.content) < 400_000
    graph = api.post("/parse", {"expression": doublings(60)}).json()["graph"]
    printed = api.post("/print", {"graph": graph})
    assert printed.status_code == 200 and len(printed.content) < 4_000


def test_unnamed_doublings_too(api: Api) -> None:
    """Nameless nodes appear as their expression only while that is short."""
    nodes = [node("x"), node("_add1", "add", "x", "x")]
    nodes += [node(f"_add{k}", "add", f"_add{k - 1}", f"_add{k - 1}") for k in range(2, 61)]
    answer = api.post("/evaluate", {"graph": {"nodes": nodes}})
    assert answer.status_code == 200 and len(answer.content) < 400_000
    assert len(api.post("/print", {"graph": {"nodes": nodes}}).content) < 4_000


def test_five_hundred_diamonds(api: Api) -> None:
    """Each doubles the paths."""
    lines = ["x = 1"]
    for k in range(500):
        before = "x" if not k else f"c{k - 1}"
        lines += [f"a{k} = {before} * 1", f"b{k} = {before} * 0", f"c{k} = a{k} + b{k}"]
    answer = api.post("/evaluate", {"expression": "\n".join(lines), "detail": "nodes"})
    assert (answer.status_code, answer.json()["gradients"]) == (200, {"x": 1.0})


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app/main.py",
        "/static/%2e%2e/app/main.py",
        "/static/current/..%2f..%2fapp/main.py",
        "/static//etc/passwd",
        "/errors/..%2f..%2fetc%2fpasswd",
        "/errors/%7b%7b7*7%7d%7d",
        "/errors/<script>alert(1)</script>",
        "/api/v1/lessons/..%2f..%2fdata",
        "/api/v1/lessons/%00",
        "/api/v1/lessons/" + "x" * 5000,
    ],
)
def test_no_address_leads_out(api: Api, path: str) -> None:
    """404, and no template or path is filled in from an address."""
    answer = api.get(path)
    assert answer.status_code == 404
    assert "no lesson 49" not in answer.text and "49 is no" not in answer.text
    assert "<script>" not in answer.text or answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["?variant=" + "9" * 65, "?answers=yes", "?answers=2", "?seed=3", "?variant=1&x=2"]
)
def test_queries_that_do_not_fit(api: Api, query: str) -> None:
    """422 with the place."""
    answer = api.get(f"{BASE}/lessons/chain-rule{query}")
    check(answer, 422)
    assert answer.json()["errors"][0]["loc"][0] == "query"
