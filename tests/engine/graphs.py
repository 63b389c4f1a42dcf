"""Small graph documents, and random ones, for the tests of graphs and passes."""

from __future__ import annotations

import random
from typing import Any

UNARY = (
    "neg",
    "square",
    "exp",
    "log",
    "sqrt",
    "abs",
    "sin",
    "tanh",
    "relu",
    "sigmoid",
    "reciprocal",
    "gelu",
    "softplus",
)
BINARY = ("add", "sub", "mul", "div", "pow", "maximum", "minimum", "less")


def leaf(name: str, value: Any = None, kind: str = "input") -> dict[str, Any]:
    return {"id": name, "kind": kind, **({} if value is None else {"value": value})}


def op(name: str, applied: str, *inputs: str | None, **attrs: Any) -> dict[str, Any]:
    return {
        "id": name,
        "kind": "op",
        "op": applied,
        "inputs": list(inputs),
        **({"attrs": attrs} if attrs else {}),
    }


def document(*nodes: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"nodes": list(nodes), **rest}


def chain_rule() -> dict[str, Any]:
    """The course's first graph: f = (x + y) z at x = -2, y = 5, z = -4."""
    return document(
        leaf("x", -2), leaf("y", 5), leaf("z", -4), op("q", "add", "x", "y"), op("f", "mul", "q", "z")
    )


def random_document(seed: int, size: int = 30, calm: bool = False) -> dict[str, Any]:
    """
    A random scalar graph that ends in one sink; leaves of every kind, every sort of op.

    A *calm* one uses only ops that stay finite everywhere.
    """
    rng = random.Random(seed)
    unary = ("neg", "sin", "tanh", "sigmoid") if calm else UNARY
    binary = ("add", "sub", "mul", "maximum") if calm else BINARY
    kinds = ("input", "parameter", "constant", "input")
    leaves = max(2, size // 5)
    nodes = [leaf(f"x{i}", round(rng.uniform(-2, 2), 3), rng.choice(kinds)) for i in range(leaves)]
    nodes[0]["kind"] = "input"
    names = [node["id"] for node in nodes]
    loose = list(names)
    while len(nodes) < size or len(loose) > 1:
        first = loose.pop(rng.randrange(len(loose))) if loose and rng.random() < 0.7 else rng.choice(names)
        if len(loose) > 2 or (len(nodes) >= size and loose):
            second = loose.pop(rng.randrange(len(loose)))
        else:
            second = rng.choice(names)
        if first in loose:
            loose.remove(first)
        name = f"v{len(nodes)}"
        if rng.random() < 0.35 and len(nodes) < size:
            loose.append(second) if second not in loose else None
            nodes.append(op(name, rng.choice(unary), first))
        else:
            nodes.append(op(name, rng.choice(binary), first, second))
        names.append(name)
        loose.append(name)
    return {"nodes": nodes, "outputs": [nodes[-1]["id"]]}


def shuffled(given: dict[str, Any], seed: int) -> dict[str, Any]:
    """The same document with its nodes in another order."""
    nodes = list(given["nodes"])
    random.Random(seed).shuffle(nodes)
    return {**given, "nodes": nodes}
