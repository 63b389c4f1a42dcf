"""The other sides: PyTorch and micrograd, on the same graphs. Neither is needed to run the project."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

from .graphs import Scalars
from .harness import Work


def _find(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


torch = _find("torch")
micrograd = _find("micrograd.engine")
if torch is not None:
    torch.set_num_threads(1)


def torch_scalars(graph: Scalars) -> Work | None:
    """PyTorch eager, float64: values and the leaves' gradients, from a ready list of ops."""
    if torch is None:
        return None

    def work() -> Any:
        nodes = [torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in graph.leaves]
        return _torch_run(graph, nodes)

    return work


def torch_rows(graph: Scalars, columns: Sequence[Any]) -> Work | None:
    """PyTorch eager over a batch: columns for the leaves, gradients per row."""
    if torch is None:
        return None

    def work() -> Any:
        nodes = [torch.tensor(column, dtype=torch.float64, requires_grad=True) for column in columns]
        return _torch_run(graph, nodes)

    return work


def _torch_run(graph: Scalars, nodes: list[Any]) -> Any:
    leaves = list(nodes)
    for name, left, right in graph.ops:
        if name == "add":
            nodes.append(nodes[left] + nodes[right])
        elif name == "mul":
            nodes.append(nodes[left] * nodes[right])
        else:
            nodes.append(torch.relu(nodes[left]))
    nodes[-1].backward(torch.ones_like(nodes[-1]))
    return [leaf.grad for leaf in leaves]


def micrograd_scalars(graph: Scalars) -> Work | None:
    """micrograd: values and all gradients, from a ready list of ops. It recurses, so it fails on deep graphs."""
    if micrograd is None:
        return None
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))

    def work() -> Any:
        nodes = [micrograd.Value(value) for value in graph.leaves]
        for name, left, right in graph.ops:
            if name == "add":
                nodes.append(nodes[left] + nodes[right])
            elif name == "mul":
                nodes.append(nodes[left] * nodes[right])
            else:
                nodes.append(nodes[left].relu())
        nodes[-1].backward()
        return nodes

    return work


def torch_layer(x: Any, weights: Any, bias: Any, classes: Any) -> Work | None:
    """PyTorch eager: a layer, softmax cross-entropy, the gradients of weights, bias and x."""
    if torch is None:
        return None
    target = torch.tensor(classes, dtype=torch.float64)

    def work() -> Any:
        given = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in (x, weights, bias)]
        z = torch.tanh(given[0] @ given[1].T + given[2])
        p = torch.softmax(z, -1)
        loss = -(target * torch.log(p)).sum() / len(target)
        loss.backward()
        return [leaf.grad for leaf in given]

    return work
