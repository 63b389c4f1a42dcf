"""Every composite against its own decomposition: a second route to the same value and the same gradients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.op import Op
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate
from app.engine.rewrite import expand
from tests.engine.drawing import draw

COMPOSITES = [op for op in REGISTRY.values() if op.primitives is not None]
every_composite = pytest.mark.parametrize("op", COMPOSITES, ids=lambda op: op.name)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Samples are asked whether they lie in a domain, which may divide by zero."""
    with np.errstate(all="ignore"):
        yield


def document_of(op: Op, operands: list[np.ndarray], attrs: dict[str, Any]) -> dict[str, Any]:
    """Return a graph of one op node over inputs."""
    names = [f"in{k}" for k in range(len(operands))]
    leaves: list[dict[str, Any]] = [
        {"id": name, "kind": "input", "value": x.tolist()} for name, x in zip(names, operands, strict=True)
    ]
    node = {"id": "f", "kind": "op", "op": op.name, "inputs": names, "attrs": attrs}
    return {"nodes": [*leaves, node], "outputs": ["f"]}


@pytest.mark.parametrize("seed", range(6))
@every_composite
def test_composite_is_its_primitives(op: Op, seed: int) -> None:
    """Expanding a node changes neither its value nor any gradient at its border."""
    rng = np.random.default_rng(seed)
    operands, attrs = draw(op, rng)
    closed = read_document(document_of(op, operands, attrs))
    opened, group = expand(closed, "f")
    out = op.forward(operands, attrs)
    g: Any = rng.normal(size=out.shape) if out.ndim else float(rng.normal())

    before, after = evaluate(closed, seed=g), evaluate(opened, seed=g)

    assert group["op"] == op.name and opened.slot["f"] == len(opened) - 1
    for name in [f"in{k}" for k in range(len(operands))]:
        np.testing.assert_allclose(
            after.gradients[opened.slot[name]],
            before.gradients[closed.slot[name]],
            rtol=1e-10,
            atol=1e-12,
            err_msg=f"{op.name}{attrs} at {operands}",
        )
    np.testing.assert_allclose(
        after.values[opened.slot["f"]], before.values[closed.slot["f"]], rtol=1e-10, atol=1e-13
    )


@every_composite
def test_decomposition_comes_to_an_end(op: Op) -> None:
    """Following decompositions never leads back to an op on the way: `stack` holds the way."""
    follow(op, ())


def follow(op: Op, stack: tuple[str, ...]) -> None:
    """Expand *op*, and everything that it is made of, down to primitives."""
    assert op.name not in stack, f"{op.name} is made of itself, through {stack}"
    if op.primitives is not None:
        operands, attrs = draw(op, np.random.default_rng(0))
        opened, _ = expand(read_document(document_of(op, operands, attrs)), "f")
        for name in sorted({used.name for used in opened.ops if used is not None}):
            follow(REGISTRY[name], (*stack, op.name))


def test_sigmoid_is_the_decks() -> None:
    """Times -1, exp, plus 1, to the power -1, in this order."""
    opened, _ = expand(read_document(document_of(REGISTRY["sigmoid"], [np.asarray(1.0)], {})), "f")
    ops = [used.name for used in opened.ops if used is not None]
    assert ops == ["mul", "exp", "add", "pow"]


# Kinks where the decomposition states the same gradient as the composite.
KINKS: list[tuple[str, float, dict[str, Any]]] = [
    ("relu", 0.0, {}),
    ("leaky_relu", 0.0, {"slope": 0.2}),
    ("elu", 0.0, {"alpha": 0.5}),
    ("step", 0.0, {}),
    ("clip", 1.0, {"low": 0.0, "high": 1.0}),
    ("sqrt", 0.0, {}),
]


@pytest.mark.parametrize(("name", "x", "settings"), KINKS)
def test_composite_is_its_primitives_at_kinks(name: str, x: float, settings: dict[str, Any]) -> None:
    """The stated subgradient holds on the inside too."""
    op = REGISTRY[name]
    closed = read_document(document_of(op, [np.asarray(x)], op.check_attrs(settings)))
    opened, _ = expand(closed, "f")
    before, after = evaluate(closed), evaluate(opened)
    assert after.gradients[opened.slot["in0"]] == before.gradients[closed.slot["in0"]]
    assert after.values[opened.slot["f"]] == before.values[closed.slot["f"]]
