"""Every op at extremes, against tables recorded with mpmath at 800 digits (``tests/oracles/make_tables.py``)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate
from tests.oracles.make_tables import TABLE

from .graphs import document, leaf, op

ROWS = json.loads(TABLE.read_text(encoding="utf-8"))
row = pytest.mark.parametrize(
    ("name", "settings", "operands", "value", "gradients"), ROWS, ids=[f"{r[0]}{r[2]}" for r in ROWS]
)

# float64 has fewer digits for numbers below this.
SUBNORMAL = 2.3e-308


@row
def test_value_at_extremes(
    name: str, settings: dict[str, Any], operands: list[Any], value: Any, gradients: Any
) -> None:
    """The value is right to 1e-10 relative, however large or small it is."""
    declared, arrays = REGISTRY[name], [np.asarray(x, dtype=np.float64) for x in operands]
    with np.errstate(all="ignore"):
        out = declared.forward(arrays, settings)
    np.testing.assert_allclose(out, value, rtol=1e-10, atol=SUBNORMAL * 1e-10)


@row
def test_gradient_at_extremes(
    name: str, settings: dict[str, Any], operands: list[Any], value: Any, gradients: Any
) -> None:
    """The local gradient is right to 1e-10 relative, however small it is."""
    declared, arrays = REGISTRY[name], [np.asarray(x, dtype=np.float64) for x in operands]
    with np.errstate(all="ignore"):
        out = declared.forward(arrays, settings)
        jacobians = [declared.jacobian(arrays, out, settings, k) for k in range(len(arrays))]
    for jacobian, expected in zip(jacobians, gradients, strict=True):
        np.testing.assert_allclose(jacobian, expected, rtol=1e-10, atol=SUBNORMAL * 1e-10)


@row
def test_products_with_the_jacobian_at_extremes(
    name: str, settings: dict[str, Any], operands: list[Any], value: Any, gradients: Any
) -> None:
    """Backward and forward mode keep the digits too, for a seed or a direction on one entry at a time."""
    declared, arrays = REGISTRY[name], [np.asarray(x, dtype=np.float64) for x in operands]
    with np.errstate(all="ignore"):
        out = declared.forward(arrays, settings)
        for k, expected in enumerate(np.asarray(g, dtype=np.float64) for g in gradients):
            flat = expected.reshape(out.size, arrays[k].size)
            pulled = [
                declared.pull_back(g, arrays, out, settings, k).ravel() for g in one_at_a_time(out.shape)
            ]
            np.testing.assert_allclose(pulled, flat, rtol=1e-10, atol=SUBNORMAL * 1e-10)
            pushed = []
            for tangent in one_at_a_time(arrays[k].shape):
                tangents = [tangent if i == k else None for i in range(len(arrays))]
                pushed.append(declared.push_forward(tangents, arrays, out, settings).ravel())
            np.testing.assert_allclose(pushed, flat.T, rtol=1e-10, atol=SUBNORMAL * 1e-10)


def one_at_a_time(shape: tuple[int, ...]) -> list[Any]:
    """Arrays of *shape* with a single 1."""
    size = int(np.prod(shape))
    return list(np.eye(size).reshape(size, *shape))


@pytest.mark.parametrize(
    "row", [r for r in ROWS if REGISTRY[r[0]].elementwise], ids=lambda r: f"{r[0]}{r[2]}"
)
def test_scalar_graphs_at_extremes(row: list[Any]) -> None:
    """A whole evaluation of one op on plain floats is right to 1e-10 relative."""
    name, settings, operands, value, gradients = row
    names = [f"x{i}" for i in range(len(operands))]
    run = evaluate(
        read_document(document(*map(leaf, names, operands), {**op("f", name, *names), "attrs": settings}))
    )
    assert run.scalar or np.isinf(value)  # where a float raises, numpy takes over
    np.testing.assert_allclose(run.values[-1], value, rtol=1e-10, atol=SUBNORMAL * 1e-10)
    np.testing.assert_allclose(run.gradients[:-1], gradients, rtol=1e-10, atol=SUBNORMAL * 1e-10)
