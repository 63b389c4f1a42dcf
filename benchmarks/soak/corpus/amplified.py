"""Requests of an eighth of a megabyte, which are read at once: each key of each route with as much as fits in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .bodies import PLACES
from .case import SOON_S, V1, Case, Kept, node
from .networks import SPEC, spec, train

ROOM = 120_000
MUCH: dict[str, Any] = {
    "numbers": [1] * (ROOM // 3),
    "names": [f"n{k}" for k in range(ROOM // 10)],
    "keys": {f"k{k}": 1 for k in range(ROOM // 12)},
    "objects": [{}] * (ROOM // 4),
    "words": ["NaN"] * (ROOM // 7),
    "a text": "a" * ROOM,
    "lines": "\n" * (ROOM // 2),
    "one node many times": [{"id": "a"}] * (ROOM // 14),
}
BASE: dict[str, Any] = {"expression": "x = 1\nf = x + 1"}
NEEDS: dict[str, dict[str, Any]] = {
    "/evaluate/batch": {"columns": {"x": [1]}},
    "/descend": {"optimizer": {"kind": "sgd", "learning_rate": 0.1}, "steps": 1},
    "/grade": {"questions": []},
    "/export": {"format": "tikz"},
}
OF_A_GRAPH = ("nodes", "outputs", "groups", "layout", "meta", "name")
OF_A_NODE = ("id", "kind", "op", "inputs", "value", "attrs", "label", "role")
OF_A_LAYOUT = ("nodes", "edges")
ANY = "200|413|422"


def drawn() -> Iterator[tuple[str, dict[str, Any]]]:
    """Documents with much in one place, by its name."""
    pair = [node("x"), node("f", "neg", "x")]
    for what, much in MUCH.items():
        for key in OF_A_GRAPH:
            yield f"{what} as {key}", {"nodes": pair, "outputs": ["f"]} | {key: much}
        for key in OF_A_NODE:
            yield f"{what} as {key} of a node", {"nodes": [*pair, node("z", "stack", "x") | {key: much}]}
        for key in OF_A_LAYOUT:
            yield f"{what} as {key} of a layout", {"nodes": pair, "layout": {key: much}}


def networks() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Requests about networks with much in one place: the route, the name, the request."""
    for what, much in MUCH.items():
        for key in (*SPEC, "reduction", "initializer"):
            yield "/mlps/evaluate", f"{what} as {key} of a spec", spec(**{key: much})
        for key in ("x", "y", "parameters"):
            yield "/mlps/evaluate", f"{what} as {key}", spec() | {key: much}
        for key in (
            "data",
            "optimizer",
            "schedule",
            "freeze",
            "state",
            "stopping",
            "regularization",
            "clip_norm",
        ):
            yield "/mlps/train", f"{what} as {key}", train(**{key: much})


def cases(kept: Kept) -> Iterator[Case]:
    """Each is answered as soon as an expression; whatever it is, it is no mistake of the server's."""
    for path, keys in PLACES.items():
        for key in (*keys, "expression"):
            for what, much in MUCH.items():
                body = json.dumps(BASE | NEEDS.get(path, {}) | {key: much}).encode()
                yield Case(f"much in {path}", f"{what} as {key}", V1 + path, ANY, body, within_s=SOON_S)
    for path, more in (("/evaluate", {}), ("/print", {}), ("/expand", {"node": "f"})):
        for name, graph in drawn():
            body = json.dumps(more | {"graph": graph}).encode()
            yield Case(f"much in a graph of {path}", name, V1 + path, ANY, body, within_s=SOON_S)
    for path, name, request in networks():
        yield Case(f"much in {path}", name, V1 + path, ANY, json.dumps(request).encode(), within_s=SOON_S)
