"""
Servers to measure, each a process of its own: ours, and two that a reader would write with FastAPI.

`echo` takes a graph document as pydantic models and sends it back: the cost of FastAPI doing nothing. `pytorch` answers
what ours answers, with PyTorch underneath: values, gradients, and for every edge upstream, local and downstream.
Run as ``python -m benchmarks.servers echo PORT``.
"""

from __future__ import annotations

import sys
from typing import Any, Literal

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel


class Node(BaseModel):
    """A node of a graph document."""

    id: str
    kind: Literal["input", "parameter", "constant", "op"] | None = None
    value: float | None = None
    op: str | None = None
    inputs: list[str] = []


class Graph(BaseModel):
    """A graph document."""

    nodes: list[Node]
    outputs: list[str] = []


class Request(BaseModel):
    """What all three servers are sent."""

    graph: Graph
    detail: str = "trace"
    format: str = "objects"


def echo() -> FastAPI:
    """Parse, validate, send back."""
    app = FastAPI()

    @app.post("/api/v1/evaluate")
    async def evaluate(request: Request) -> Request:
        return request

    return app


def pytorch() -> FastAPI:
    """The same answer as ours, without the story: nodes and edges as objects."""
    import torch

    torch.set_num_threads(1)
    app = FastAPI()

    @app.post("/api/v1/evaluate")
    async def evaluate(request: Request) -> dict[str, Any]:
        tensors: dict[str, Any] = {}
        for node in request.graph.nodes:
            tensors[node.id] = _run(torch, node, tensors)
            tensors[node.id].retain_grad()
        tensors[request.graph.outputs[0]].backward()
        return _describe(request, tensors)

    return app


def _run(torch: Any, node: Node, tensors: dict[str, Any]) -> Any:
    if node.op is None:
        return torch.tensor(node.value, dtype=torch.float64, requires_grad=True)
    operands = [tensors[name] for name in node.inputs]
    if node.op == "add":
        return operands[0] + operands[1]
    if node.op == "mul":
        return operands[0] * operands[1]
    return torch.tanh(operands[0])


def _describe(request: Request, tensors: dict[str, Any]) -> dict[str, Any]:
    values = {name: tensor.item() for name, tensor in tensors.items()}
    slopes = {name: tensor.grad.item() for name, tensor in tensors.items()}
    edges = []
    for node in request.graph.nodes:
        for index, source in enumerate(node.inputs):
            local = _local(node, index, values)
            upstream = slopes[node.id]
            edges.append(
                {"source": source, "target": node.id, "index": index, "upstream": upstream, "local": local,
                 "downstream": upstream * local}
            )  # fmt: skip
    nodes = [
        {"id": node.id, "kind": node.kind, "op": node.op, "inputs": node.inputs, "shape": [],
         "value": values[node.id], "gradient": slopes[node.id]}
        for node in request.graph.nodes
    ]  # fmt: skip
    output = request.graph.outputs[0]
    leaves = {node.id: slopes[node.id] for node in request.graph.nodes if node.op is None}
    return {"output": output, "value": values[output], "values": values, "gradients": leaves, "nodes": nodes,
            "edges": edges}  # fmt: skip


def _local(node: Node, index: int, values: dict[str, float]) -> float:
    if node.op == "add":
        return 1.0
    if node.op == "mul":
        return values[node.inputs[1 - index]]
    return 1.0 - values[node.id] ** 2


if __name__ == "__main__":
    uvicorn.run({"echo": echo, "pytorch": pytorch}[sys.argv[1]](), port=int(sys.argv[2]), log_level="warning")
