"""
Where the nodes of a network's graph stand: in columns, a layer each, so that it looks like a network.

Places are centres in units of the board; a closed group stands at ``group:`` and its id. A node that has no column of
its own, inside a closed group, is placed all the same, about where its group is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .spec import Spec

Places = dict[str, list[float]]
COLUMN, ROW = 170.0, 110.0


def of_layers(spec: Spec) -> dict[str, Any]:
    """Tensors: the data along one line, each layer's parameters above it where they enter."""
    places: Places = {"x": [0.0, 0.0]}
    at = 0.0
    for k, layer in enumerate(spec.layers, 1):
        places[f"W{k}"] = [at + 0.2 * COLUMN, -2 * ROW]
        places[f"W{k}_T"] = [at + 0.6 * COLUMN, -ROW]
        at += COLUMN
        places[f"p{k}" if layer.bias else f"z{k}"] = [at, 0.0]
        if layer.bias:
            places[f"b{k}"] = [at + 0.6 * COLUMN, -ROW]
            at += COLUMN
            places[f"z{k}"] = [at, 0.0]
        if layer.learned:
            places[f"slope{k}"] = [at + 0.6 * COLUMN, ROW]
        at += COLUMN
        places[f"a{k}"] = [at, 0.0]
    return {"nodes": places | {"y": [at + 0.4 * COLUMN, ROW], "loss": [at + COLUMN, 0.0]}, "edges": {}}


def of_neurons(spec: Spec, nodes: list[dict[str, Any]], groups: list[dict[str, Any]]) -> dict[str, Any]:
    """One example, a neuron each a closed group: inputs, layers, loss."""
    places: Places = {}
    _column(places, 0.0, [f"x{i + 1}" for i in range(spec.inputs)])
    at = 0.0
    for k, layer in enumerate(spec.layers, 1):
        at += 1.4 * COLUMN
        _column(places, at, [f"group:n{k}_{j + 1}" for j in range(layer.units)])
        if layer.op.name == "softmax":
            at += 1.4 * COLUMN
            places[f"group:softmax{k}"] = [at, 0.0]
    for group in groups:
        x, y = places[f"group:{group['id']}"]
        _spread(places, x, y, group["nodes"])
    _rest(places, at + COLUMN, nodes)
    return {"nodes": places, "edges": {}}


def of_scalars(spec: Spec, nodes: list[dict[str, Any]], groups: list[dict[str, Any]]) -> dict[str, Any]:
    """One example, every number a node: each neuron's parameters and products stand in front of its sum."""
    places: Places = {}
    lines = [max(2 * layer.inputs + 1, 2) for layer in spec.layers]
    height = max(layer.units * rows for layer, rows in zip(spec.layers, lines, strict=True)) * ROW
    _column(places, 0.0, [f"x{i + 1}" for i in range(spec.inputs)], height / (spec.inputs + 1))
    at = 0.0
    for k, layer in enumerate(spec.layers, 1):
        band = height / layer.units
        for j in range(layer.units):
            middle = (j + 0.5) * band - height / 2
            _neuron(places, at, middle, f"{k}_{j + 1}", layer.inputs, layer.bias)
        at += (4 + layer.inputs) * COLUMN
        if layer.op.name == "softmax":
            _column(places, at, [f"e{k}_{j + 1}" for j in range(layer.units)], band)
            _column(places, at + 2 * COLUMN, [f"a{k}_{j + 1}" for j in range(layer.units)], band)
            places[f"sum{k}"] = [at + COLUMN, height / 2 + ROW]
            for j in range(2, layer.units):
                places[f"t{k}_{j}"] = [at + COLUMN * j / layer.units, height / 2 + ROW * j / layer.units]
            at += 2 * COLUMN
    _rest(places, at + COLUMN, nodes)
    return {"nodes": places, "edges": {}}


def _neuron(places: Places, at: float, middle: float, name: str, inputs: int, bias: bool) -> None:
    top = middle - (inputs - 1) * ROW
    for i in range(inputs):
        line = top + 2 * i * ROW
        places[f"w{name}_{i + 1}"] = [at + COLUMN, line - 0.7 * ROW]
        places[f"p{name}_{i + 1}"] = [at + 2 * COLUMN, line]
        if i:
            places[f"s{name}_{i + 1}"] = [at + (2 + i) * COLUMN, top + (2 * i - 1) * ROW]
    places[f"b{name}"] = [at + (1 + inputs) * COLUMN, top + (2 * inputs - 0.6) * ROW]
    places[f"z{name}"] = [at + (2 + inputs) * COLUMN, middle]
    places[f"slope{name}"] = [at + (2.5 + inputs) * COLUMN, middle + ROW]
    places[f"a{name}"] = [at + (3 + inputs) * COLUMN, middle]


def _column(places: Places, x: float, names: list[str], gap: float = ROW) -> None:
    """Put *names* one below the other, their middle at 0."""
    for i, name in enumerate(names):
        places[name] = [x, (i - (len(names) - 1) / 2) * gap]


def _spread(places: Places, x: float, y: float, names: Iterable[str]) -> None:
    """Put the inside of a group in a small square around its place: seen when the group is opened."""
    inside = list(names)
    wide = max(1, round(len(inside) ** 0.5))
    for i, name in enumerate(inside):
        places[name] = [x + (i % wide - (wide - 1) / 2) * 0.8 * COLUMN, y + (i // wide) * 0.8 * ROW]


def _rest(places: Places, x: float, nodes: list[dict[str, Any]]) -> None:
    """Put what belongs to the loss behind the last layer, each node a column after the last that it reads."""
    depth: dict[str, int] = {}
    left = [node for node in nodes if node["id"] not in places]
    for node in left:
        depth[node["id"]] = 1 + max((depth.get(name, -1) for name in node.get("inputs", ())), default=-1)
    for step in range(max(depth.values(), default=-1) + 1):
        names = [name for name, of in depth.items() if of == step]
        _column(places, x + step * COLUMN, names)
