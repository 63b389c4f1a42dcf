"""Every op at extremes, against tables recorded with mpmath at 800 digits (``tests/oracles/make_tables.py``)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from app.engine.ops import REGISTRY
from tests.oracles.make_tables import TABLE

ROWS = json.loads(TABLE.read_text(encoding="utf-8"))
row = pytest.mark.parametrize(
    ("name", "settings", "operands", "value", "gradients"), ROWS, ids=[f"{r[0]}{r[2]}" for r in ROWS]
)

# What float64 may lose where a formula such as out * (1 - out) subtracts from 1: one unit in the last place of 1.
LOST = 2.3e-16


@row
def test_value_at_extremes(
    name: str, settings: dict[str, Any], operands: list[Any], value: Any, gradients: Any
) -> None:
    """The value is right to 1e-10 relative, however large or small it is."""
    op, arrays = REGISTRY[name], [np.asarray(x, dtype=np.float64) for x in operands]
    with np.errstate(all="ignore"):
        out = op.forward(arrays, settings)
    absolute = LOST * max(1.0, float(np.max(np.abs(arrays[0])))) if name in CANCELS else 1e-320
    np.testing.assert_allclose(out, value, rtol=1e-10, atol=absolute)


# gelu subtracts from 1 (numpy and Python have no scaled erf), logsumexp and log_softmax add to the largest entry.
CANCELS = {"gelu", "logsumexp", "log_softmax"}


@row
def test_gradient_at_extremes(
    name: str, settings: dict[str, Any], operands: list[Any], value: Any, gradients: Any
) -> None:
    """The local gradient is right to 1e-10 relative, or to the last place of the numbers it is the difference of."""
    op, arrays = REGISTRY[name], [np.asarray(x, dtype=np.float64) for x in operands]
    with np.errstate(all="ignore"):
        out = op.forward(arrays, settings)
        jacobians = [op.jacobian(arrays, out, settings, k) for k in range(len(arrays))]
    scale = max(1.0, float(np.max(np.abs(arrays[0])))) if name in ("silu", "gelu") else 1.0
    for jacobian, expected in zip(jacobians, gradients, strict=True):
        np.testing.assert_allclose(jacobian, expected, rtol=1e-10, atol=LOST * scale)
