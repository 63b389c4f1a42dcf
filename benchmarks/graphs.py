"""The graphs that are measured: random, the same for every side, every node on a path to the output."""

from __future__ import annotations

import random
from typing import Any, NamedTuple


class Scalars(NamedTuple):
    """A scalar graph: leaf values, and ops as (name, left, right) by node number; unary ops repeat their operand."""

    leaves: list[float]
    ops: list[tuple[str, int, int]]


def scalars(count: int, seed: int = 0) -> Scalars:
    """Return a graph of *count* ops, two fifths `add`, two fifths `mul`, one fifth `relu`; a leaf per ten ops."""
    rng = random.Random(seed)
    leaves = max(2, count // 10)
    values = [rng.uniform(0.5, 1.05) * rng.choice((-1, 1, 1)) for _ in range(leaves)]
    loose = list(range(leaves))
    ops: list[tuple[str, int, int]] = []
    for node in range(leaves, leaves + count):
        left = node - leaves
        must_join = len(loose) - 1 >= count - left
        first = loose.pop(rng.randrange(len(loose)) if rng.random() < 0.5 else -1)
        name = rng.choice(("add", "mul", "add", "mul", "relu"))
        if must_join or (name != "relu" and loose and rng.random() < 0.4):
            name = name if name != "relu" else "add"
            second = loose.pop(rng.randrange(len(loose)))
        else:
            second = rng.randrange(max(0, node - 60), node)
        ops.append((name, first, first if name == "relu" else second))
        loose.append(node)
    return Scalars(values, ops)


def chain(count: int) -> Scalars:
    """Return *count* ops in one chain: x, x*x' and so on, kept near one."""
    ops = [("mul" if i % 2 else "relu", i, 0 if i % 2 else i) for i in range(count)]
    return Scalars([1.0], ops)


def document(graph: Scalars, shuffle: bool = False) -> dict[str, Any]:
    """Return the graph as the document a client would post, decoded."""
    nodes: list[dict[str, Any]] = [
        {"id": f"x{i}", "kind": "input", "value": value} for i, value in enumerate(graph.leaves)
    ]
    for number, (name, left, right) in enumerate(graph.ops, len(graph.leaves)):
        inputs = [f"x{left}"] if name == "relu" else [f"x{left}", f"x{right}"]
        nodes.append({"id": f"x{number}", "kind": "op", "op": name, "inputs": inputs})
    output = nodes[-1]["id"]
    if shuffle:
        random.Random(1).shuffle(nodes)
    return {"nodes": nodes, "outputs": [output]}
