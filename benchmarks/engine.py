"""The engine's rows: in process, against PyTorch eager and micrograd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from app.engine.document import read_document
from app.engine.graph import Graph
from app.engine.limits import UNLIMITED
from app.engine.lowering import program_of
from app.engine.passes import evaluate
from app.engine.plan import Plan
from app.engine.rows import evaluate_rows

from . import peers
from .graphs import Scalars, chain, document, scalars
from .harness import Row, Work


def rows() -> Iterator[Row]:
    """Yield the rows of the engine."""
    yield from _cold()
    yield from _again()
    yield from _batch()
    yield from _tensors()


def _lowered(graph: Scalars) -> Graph:
    lowered = read_document(document(graph), limits=UNLIMITED)
    assert program_of(lowered) is not None
    return lowered


def _cold() -> Iterator[Row]:
    for count in (100, 1000):
        graph = scalars(count)
        lowered = _lowered(graph)
        ours = _evaluate(lowered)
        yield Row(
            f"evaluate, full trace, lowered, {count} ops",
            "PyTorch",
            25,
            ours,
            peers.torch_scalars(graph),
            count,
        )
        yield Row(
            f"evaluate, full trace, lowered, {count} ops",
            "micrograd",
            7,
            ours,
            peers.micrograd_scalars(graph),
            count,
        )
    graph = scalars(1000)
    posted = document(graph, shuffle=True)

    def from_document() -> object:
        return evaluate(read_document(posted))

    yield Row(
        "the same from a shuffled document, 1000 ops",
        "PyTorch",
        6.5,
        from_document,
        peers.torch_scalars(graph),
        1000,
    )
    yield Row(
        "the same from a shuffled document, 1000 ops",
        "micrograd",
        2,
        from_document,
        peers.micrograd_scalars(graph),
        1000,
    )
    deep = chain(100_000)
    yield Row(
        "a chain of 100,000 ops, full trace",
        "PyTorch",
        20,
        _evaluate(_lowered(deep)),
        peers.torch_scalars(deep),
        100_000,
    )


def _evaluate(graph: Graph) -> Work:
    return lambda: evaluate(graph, limits=UNLIMITED)


def _again() -> Iterator[Row]:
    for count in (10, 100, 1000):
        graph = scalars(count)
        plan = Plan(_lowered(graph))
        leaves = list(graph.leaves)
        yield Row(
            f"evaluate again with new inputs, {count} ops", "PyTorch", 25,
            _run(plan, leaves), peers.torch_scalars(graph), count,
        )  # fmt: skip


def _run(plan: Plan, leaves: list[Any]) -> Work:
    return lambda: plan.run(leaves)


def _batch() -> Iterator[Row]:
    graph = scalars(100)
    lowered = _lowered(graph)
    for count, goal in ((100, 4), (10_000, 0.8)):
        columns = [value * np.linspace(0.9, 1.1, count) for value in graph.leaves]
        named = {f"x{i}": column for i, column in enumerate(columns)}
        yield Row(
            f"batch of {count:,} rows, 100 ops", "PyTorch", goal,
            _batch_of(lowered, named), peers.torch_rows(graph, columns), count,
        )  # fmt: skip


def _batch_of(graph: Graph, columns: dict[str, Any]) -> Work:
    return lambda: evaluate_rows(graph, columns)


def _tensors() -> Iterator[Row]:
    rng = np.random.default_rng(0)
    for size in (4, 16, 64):
        x, weights, bias = rng.normal(size=(size, size)), rng.normal(size=(size, size)), rng.normal(size=size)
        classes = np.eye(size)[rng.integers(0, size, size)]
        graph = read_document({"nodes": [
            {"id": "x", "value": x.tolist()},
            {"id": "W", "value": weights.tolist()}, {"id": "b", "value": bias.tolist()},
            {"id": "y", "kind": "constant", "value": classes.tolist()},
            {"id": "Wt", "op": "transpose", "inputs": ["W"]}, {"id": "xW", "op": "matmul", "inputs": ["x", "Wt"]},
            {"id": "z", "op": "add", "inputs": ["xW", "b"]}, {"id": "a", "op": "tanh", "inputs": ["z"]},
            {"id": "p", "op": "softmax", "inputs": ["a"]}, {"id": "L", "op": "cce", "inputs": ["p", "y"]},
        ]})  # fmt: skip
        theirs = peers.torch_layer(x, weights, bias, classes)
        yield Row(f"layer, softmax, loss, {size}x{size}, full trace", "PyTorch", 2, _evaluate(graph), theirs)
        yield Row(f"the same, Jacobians written out, {size}x{size}", "PyTorch", 2, _traced(graph), theirs)


def _traced(graph: Graph) -> Work:
    def work() -> object:
        run = evaluate(graph)
        return [
            getattr(local, "value", None) for local in run.local
        ]  # Jacobians are written out when looked at

    return work
