"""
The same text, differentiated by PyTorch, JAX and micrograd, gives the same numbers (``make peers``).

The peers read each expression by Python's own evaluation with their own functions under our ops' names, so neither
our parser nor our engine has a part in what they answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from app.engine.passes import evaluate
from app.engine.program import parse

torch = pytest.importorskip("torch")
jax = pytest.importorskip("jax")
micrograd = pytest.importorskip("micrograd.engine")

jax.config.update("jax_enable_x64", True)

Inputs = Mapping[str, Any]

# Text and inputs; the last statement is the scalar that is differentiated.
SCALARS: list[tuple[str, Inputs]] = [
    ("(x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0}),
    ("sigmoid(w0*x0 + w1*x1 + b)", {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "b": -3.0}),
    ("x*x*x - 2*x*y + y**3", {"x": 1.5, "y": -0.75}),
    ("exp(x) * sin(y) + log(z) / sqrt(x)", {"x": 0.7, "y": 2.1, "z": 3.3}),
    ("tanh(x) + softplus(y) * silu(z)", {"x": -0.4, "y": 1.3, "z": -2.2}),
    ("gelu(x) + elu(y) - leaky_relu(z)", {"x": 0.9, "y": -1.1, "z": -0.6}),
    ("abs(x) + relu(y) * cos(z) - tan(x)", {"x": -0.8, "y": 0.4, "z": 1.9}),
    ("maximum(x, y) * minimum(y, z)", {"x": 1.0, "y": 2.0, "z": 3.0}),
    ("clip(x, -1, 1) * y", {"x": 0.25, "y": 4.0}),
]
TENSORS: list[tuple[str, Inputs]] = [
    ("sum(relu(W @ x + b))", {"W": [[0.5, -1.0], [2.0, 0.3]], "x": [1.0, -2.0], "b": [0.1, 0.2]}),
    ("mean((A @ B.T) ** 2)", {"A": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "B": [[0.5, -0.5, 1.5]]}),
    ("sum(softmax(z) * t)", {"z": [1.0, -2.0, 0.5], "t": [0.2, 0.3, 0.5]}),
    ("sum(log_softmax(Z) * T)", {"Z": [[1.0, 2.0], [-3.0, 0.0]], "T": [[1.0, 0.0], [0.0, 1.0]]}),
    ("logsumexp(x)", {"x": [1000.0, 1001.0, 999.0]}),
    ("sum((x + y) * z)", {"x": [[1.0], [2.0]], "y": [3.0, 4.0, 5.0], "z": 0.5}),
    ("norm(x) + dot(x, y)", {"x": [3.0, 4.0], "y": [-1.0, 2.0]}),
    ("mse(p, t)", {"p": [0.5, 1.5, -0.5], "t": [1.0, 1.0, 0.0]}),
]


def torch_names() -> dict[str, Callable[..., Any]]:
    """Our ops' names in PyTorch's words."""
    t, f = torch, torch.nn.functional
    same = "exp sin cos tan log sqrt tanh sigmoid abs relu maximum minimum dot sum mean".split()
    return {name: getattr(t, name) for name in same} | {
        "softplus": f.softplus,
        "silu": f.silu,
        "gelu": f.gelu,
        "elu": f.elu,
        "leaky_relu": f.leaky_relu,
        "clip": t.clamp,
        "softmax": lambda x: t.softmax(x, -1),
        "log_softmax": lambda x: t.log_softmax(x, -1),
        "logsumexp": lambda x: t.logsumexp(x, -1),
        "norm": t.linalg.vector_norm,
        "mse": f.mse_loss,
    }


def jax_names() -> dict[str, Callable[..., Any]]:
    """Our ops' names in JAX's words."""
    j, n = jax.numpy, jax.nn
    same = "exp sin cos tan log sqrt tanh abs maximum minimum dot sum mean clip".split()
    return {name: getattr(j, name) for name in same} | {
        "sigmoid": n.sigmoid,
        "relu": n.relu,
        "softplus": n.softplus,
        "silu": n.silu,
        "gelu": lambda x: n.gelu(x, approximate=False),
        "elu": n.elu,
        "leaky_relu": n.leaky_relu,
        "softmax": n.softmax,
        "log_softmax": n.log_softmax,
        "logsumexp": n.logsumexp,
        "norm": j.linalg.norm,
        "mse": lambda p, t: j.mean((p - t) ** 2),
    }


def by_python(text: str, names: Mapping[str, Any]) -> Any:
    """What Python makes of *text* with these names."""
    return eval(text, {"__builtins__": {}}, dict(names))  # noqa: S307  the tables above are the only texts


def ours(text: str, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
    """Value and gradients by our engine."""
    run = evaluate(parse(text, inputs).graph)
    slots = run.graph.slot
    return run.values[run.output], {name: run.gradients[slots[name]] for name in inputs}


def by_torch(text: str, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
    """Value and gradients by PyTorch in float64."""
    leaves = {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in inputs.items()
    }
    value = by_python(text, torch_names() | leaves)
    value.backward()
    return value.item(), {name: leaf.grad.numpy() for name, leaf in leaves.items()}


def by_jax(text: str, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
    """Value and gradients by JAX in float64."""
    leaves = {name: jax.numpy.asarray(value, dtype="float64") for name, value in inputs.items()}
    value, gradients = jax.value_and_grad(lambda given: by_python(text, jax_names() | given))(leaves)
    return float(value), {name: np.asarray(gradient) for name, gradient in gradients.items()}


def by_micrograd(text: str, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
    """Value and gradients by micrograd."""
    leaves = {name: micrograd.Value(value) for name, value in inputs.items()}
    value = by_python(text, leaves | {"relu": lambda x: x.relu()})
    value.backward()
    return value.data, {name: leaf.grad for name, leaf in leaves.items()}


def agree(one: tuple[Any, dict[str, Any]], other: tuple[Any, dict[str, Any]]) -> None:
    """Values and all gradients are the same to twelve digits."""
    np.testing.assert_allclose(one[0], other[0], rtol=1e-12, atol=1e-14)
    for name in one[1]:
        np.testing.assert_allclose(one[1][name], other[1][name], rtol=1e-12, atol=1e-14, err_msg=name)


@pytest.mark.parametrize(
    ("text", "inputs"), SCALARS + TENSORS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_pytorch_agrees(text: str, inputs: Inputs) -> None:
    """PyTorch's autograd answers what ours answers."""
    agree(ours(text, inputs), by_torch(text, inputs))


@pytest.mark.parametrize(
    ("text", "inputs"), SCALARS + TENSORS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_jax_agrees(text: str, inputs: Inputs) -> None:
    """JAX's reverse mode answers what ours answers."""
    agree(ours(text, inputs), by_jax(text, inputs))


PLAIN = ["(x + y) * z", "x*x*x - 2*x*y + y**3", "relu(x*y + 1) * x"]


@pytest.mark.parametrize("text", PLAIN)
def test_micrograd_agrees(text: str) -> None:
    """micrograd, which knows + * ** and relu, answers what ours answers."""
    inputs = {name: value for name, value in {"x": 1.5, "y": -0.5, "z": 3.0}.items() if name in text}
    agree(ours(text, inputs), by_micrograd(text, inputs))
