"""
Requests of every kind, for whoever wants to see what a server is like after many of them.

What is asked of the API is what its document shows: each example of each route, so a new route comes in by itself.
Beside it stand the pages, what is too long for the event loop, mistakes of all sorts, a save from beginning to end,
and a live training that is watched for a while and left without a word.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from typing import Any

from websockets.sync.client import connect

from benchmarks.http import HEADERS, neurons

API = "/api/v1"
PAGES = ("/", "/train", "/lessons", "/lessons/history", "/lessons/chain-rule/answers", "/embed", "/states")
TRAINING: dict[str, Any] = {
    "type": "start",
    "spec": {
        "inputs": 2,
        "layers": [{"units": units, "activation": "tanh"} for units in (8, 8, 1)],
        "loss": "half_mse",
    },
    "data": {"dataset": "moons", "n": 500},
    "optimizer": {"kind": "sgd", "learning_rate": 0.03},
    "batch_size": 10,
    "epochs": 1_000_000,
    "frames": "binary",
    "grid": {"x": [-2, 2], "y": [-2, 2], "size": 50},
}
FRAMES = 15
IDLE_S = 4.0  # of a connection; the server closes one after 5


class Asker:
    """One client with one connection; it counts what it was answered."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.statuses: Counter[int] = Counter()
        self.turned_away: list[str] = []  # what was answered 429 or 5xx: the code, and what was asked
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._used = 0.0

    def ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by names in small letters, and content; bytes are sent as they are, all else as JSON."""
        if time.monotonic() - self._used > IDLE_S:
            self._connection.close()  # as the server does, or is about to; it opens again by itself
        sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        self._connection.request(method, path, sent, (HEADERS if sent is not None else {}) | (headers or {}))
        answer = self._connection.getresponse()
        content = answer.read()
        self._used = time.monotonic()
        self.statuses[answer.status] += 1
        if answer.status == 429 or answer.status >= 500:
            self.turned_away.append(f"{_code(content)}: {method} {path}")
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


def _code(content: bytes) -> str:
    """What a problem document calls itself."""
    try:
        return str(json.loads(content)["code"])
    except (ValueError, KeyError, TypeError):
        return "no problem document"


Act = Callable[[Asker], object]


def mixture(port: int) -> list[Act]:
    """Every kind once, as the server on *port* documents itself."""
    asker = Asker(port)
    document = json.loads(asker.ask("GET", f"{API}/openapi.json")[2])
    page = asker.ask("GET", "/")[2].decode()
    files = [part.split('"')[0] for part in page.split('href="')[1:] if part.startswith("/static/")]
    acts = [*_documented(document), *_mistakes(), *_heavy(), _kept_graph, _watched_training]
    acts += [_request("GET", path) for path in (*PAGES, *files[::8], f"{API}/openapi.json", f"{API}/docs")]
    return acts


def _request(method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Act:
    return lambda asker: asker.ask(method, path, body, headers)


def _documented(document: dict[str, Any]) -> Iterator[Act]:
    """Each example of each route; what needs a saved graph of its own is `_kept_graph`'s."""
    for path, operations in document["paths"].items():
        if "{id}" in path or path == f"{API}/graphs":
            continue
        for method, operation in operations.items():
            named = {each["name"]: each.get("example") for each in operation.get("parameters", [])}
            address = path.format(**{name: value for name, value in named.items() if f"{{{name}}}" in path})
            bodies = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for example in bodies.get("examples", {"": {"value": None}}).values():
                yield _request(method.upper(), address, example["value"])


def _mistakes() -> Iterator[Act]:
    evaluate = f"{API}/evaluate"
    for text in ("f = (", "f = x +* y", "f = frobnicate(x)", "f = " + "(" * 200, "f = 1/0", "f = x" * 3000):
        yield _request("POST", evaluate, {"expression": text, "inputs": {"x": 0}})
    for body in (
        b"{",
        b"[" * 5000,
        b'{"expression": 1e999}',
        b'{"expression": NaN}',
        b"\xff\xfe",
        b"null",
        b"",
    ):
        yield _request("POST", evaluate, body)
    yield _request("POST", evaluate, {"expression": "f = " + "x + " * 75_000 + "x"})
    yield _request("POST", f"{API}/graphs", {"nodes": [], "meta": {"long": "x" * (1 << 20)}})
    yield _request("POST", evaluate, b"a=1", {"content-type": "application/x-www-form-urlencoded"})
    yield _request("GET", evaluate)
    yield _request("GET", f"{API}/nothing")
    yield _request("GET", f"{API}/lessons/chain-ruel")
    yield _request("GET", f"{API}/graphs/AAAAAAAAAAAAAAAAAAAAAA")
    yield _request("GET", "/static/0/../../app/main.py")
    yield _request("GET", "/errors/syntax")
    yield _request("PUT", f"{API}/graphs/AAAAAAAAAAAAAAAAAAAAAA", {"nodes": []})


def _heavy() -> Iterator[Act]:
    """What leaves the event loop for a worker, and every format a run can be taken along in."""
    graph = neurons(800)
    yield _request("POST", f"{API}/evaluate", {"graph": graph})
    rows = {"x0": [k / 500 for k in range(500)]}
    yield _request("POST", f"{API}/evaluate/batch", {"graph": neurons(80), "columns": rows})
    for name in ("markdown", "latex", "tikz", "beamer", "numpy", "pytorch", "jax", "html"):
        yield _request("POST", f"{API}/export", {"expression": "f = sigmoid(w*x + b)", "format": name,
                                                 "inputs": {"w": 1, "x": 2, "b": 3}})  # fmt: skip


def _kept_graph(asker: Asker) -> None:
    """A save and its life: read, unchanged, changed, run forward and back, and its end."""
    graph = neurons(40)
    made = json.loads(asker.ask("POST", f"{API}/graphs", graph)[2])
    path, token = f"{API}/graphs/{made['id']}", {"authorization": f"Bearer {made['edit_token']}"}
    asker.ask("GET", path, headers={"if-none-match": made["etag"]})
    asker.ask("PUT", path, graph | {"name": "again"}, token | {"if-match": made["etag"]})
    asker.ask("PUT", path, graph, token | {"if-match": made["etag"]})
    asker.ask("PUT", path, graph, {"authorization": "Bearer wrong", "if-match": made["etag"]})
    run = json.loads(asker.ask("POST", f"{path}/runs", {"inputs": {"x0": 1}})[2])
    asker.ask("POST", f"{API}/runs/{run['id']}/backward", {"detail": "gradients"})
    asker.ask("GET", f"{API}/runs/{run['id']}")
    asker.ask("GET", f"{API}/runs/{run['id']}/nodes/a0")
    asker.ask("GET", f"/g/{made['id']}")
    asker.ask("DELETE", path, headers=token)


def _watched_training(asker: Asker) -> None:
    """A training watched for some frames; the socket is then cut, as a closed lid does."""
    with connect(f"ws://127.0.0.1:{asker.port}{API}/mlps/train/stream", max_size=None) as socket:
        socket.send(json.dumps(TRAINING))
        frames = 0
        while frames < FRAMES:
            frames += isinstance(socket.recv(timeout=60), bytes)
        asker.statuses[101] += 1
        socket.socket.close()
