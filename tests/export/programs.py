"""Running exported programs, and graphs to export: for the tests here and for those beside PyTorch and JAX."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from app.engine.document import read_document
from app.engine.op import Op
from app.engine.ops import REGISTRY
from app.engine.passes import Run, evaluate

Document = dict[str, Any]


# What is easily forgotten.
EDGES = {
    "a leaf that is the output": "x = 3",
    "a leaf off every path": "x = 3\nu = 4\ng = u*x\nf = x*x + 1",
    "an output of constants only": "x = 3\nc: constant = 2\ny = c*x\nf = c ** 3",
    "two bare numbers": "x = 2\nf = 1/0 + x",
    "a number below zero to a power": "x = 3\nf = (-8)**0.5 + x",
    "one node twice": "x = 3\nf = x*x + x",
    "a shared gradient is no alias": "A = [[1, 2], [3, 4]]\ny = A + A\nz = y + A\nf = sum(z*z)",
    "infinities": "x = 0\nf = log(x) * 2",
    "0 to the 0": "x = 0\ny = 0\nf = x**y",
    "empty arrays": "x = 1\nA = [[], []]\nf = sum(A) + x",
    "a flat output": "x = 1\nf = x < 2",
    "a number with every digit": "x = 0.1\nf = x * 0.30000000000000004",
    "class numbers": "z = [[1, 2], [3, 1]]\nt = [0, 1]\nf = cce_with_logits(z, t)",
    "a class that does not exist": "z = [1, 2, 4]\nt = 3\nf = cce_with_logits(z, t)",
    "certain and right": "p = [0, 1]\nt = [0, 1]\nf = bce(p, t)",
    "certain and wrong": "p = 0\nt = 1\nf = bce(p, t)",
    "the length of nothing": "x = [0, 0]\nf = norm(x)",
    "no axis at all": "x = [[1, 2], [3, 5]]\nf = sum(logsumexp(x, axis=[]) * max(x, axis=[]))",
}


def printed(program: str) -> dict[str, Any]:
    """Run *program* in a world of its own and read what it printed: ``name = number`` a line."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), np.errstate():
        exec(compile(program, "exported.py", "exec"), {"__name__": "__main__"})  # noqa: S102  it is what is tested
    return read(said.getvalue())


def read(said: str) -> dict[str, Any]:
    """What a program printed, by name."""
    pairs = (line.split(" = ", 1) for line in said.splitlines())
    names = {"nan": math.nan, "inf": math.inf}
    return {name: eval(value, {"__builtins__": {}}, names) for name, value in pairs}  # noqa: S307  numbers only


def expected(run: Run) -> dict[str, Any]:
    """The same by the engine."""
    output = run.graph.ids[run.output]
    return {output: run.values[run.output]} | {
        f"d{output}/d{name}": gradient for name, gradient in run.leaf_gradients().items()
    }


def agree(program: str, run: Run) -> None:
    """The program prints the engine's value and gradients, to 1e-9."""
    found, wanted = printed(program), expected(run)
    assert len(found) == len(wanted)
    for (name, value), answer in zip(wanted.items(), found.values(), strict=True):
        wanted_lists = np.asarray(
            value
        ).tolist()  # as they are printed: an empty array's do not tell its whole shape
        assert np.shape(answer) == np.shape(wanted_lists), name
        np.testing.assert_allclose(
            answer, wanted_lists, rtol=1e-9, atol=1e-9, err_msg=f"{name} of\n{program}"
        )


def applied(op: Op, operands: list[Any], attrs: dict[str, Any], rng: np.random.Generator) -> Run:
    """One op on inputs, differentiated from a random seed of its output's shape."""
    ids = [f"x{k}" for k in range(len(operands))]
    nodes: list[Document] = [{"id": name} for name in ids]
    nodes.append({"id": "y", "op": op.name, "inputs": ids, "attrs": attrs})
    shape = op.infer_shape([np.shape(value) for value in operands], op.check_attrs(attrs))
    graph = read_document({"nodes": nodes, "outputs": ["y"]})
    values = {name: np.asarray(value, dtype=np.float64) for name, value in zip(ids, operands, strict=True)}
    return evaluate(graph.with_values(values), seed=rng.uniform(0.5, 2, shape).tolist())


def examples() -> Iterator[tuple[str, Op, list[Any], dict[str, Any]]]:
    """Every example of every op: a name, the op, its operands and settings."""
    for op in REGISTRY.values():
        for number, example in enumerate(op.examples):
            settings = example[-1] if isinstance(example[-1], dict) else {}
            operands = [value for value in example if not isinstance(value, dict)]
            yield f"{op.name}-{number}", op, operands, settings
