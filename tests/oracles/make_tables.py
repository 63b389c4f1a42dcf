"""
Record what the ops should answer, computed with mpmath to 800 digits: ``python -m tests.oracles.make_tables``.

The digits are what differences and float64 formulas cannot give: values and local gradients at extremes, where the
engine must still be right to 1e-10. The result is committed beside this script, and tests read only that; mpmath's own
functions and its numerical derivative are the whole of the mathematics here.

Rows: ``[op, settings, operands, value, [gradient towards each operand]]``; numbers beyond float64 are Infinity.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mpmath
from mpmath import mpf

TABLE = Path(__file__).with_name("tables.json")
mpmath.mp.dps = 800  # 1 - tanh(300)**2 is 1e-260: a derivative by differences needs digits to spare

REACH = [
    1e-300,
    1e-160,
    1e-20,
    1e-8,
    1e-3,
    0.1,
    0.5,
    1.0,
    2.0,
    5.0,
    18.0,
    20.0,
    30.0,
    40.0,
    50.0,
    100.0,
    300.0,
    700.0,
    745.0,
    1000.0,
]
BOTH = [-x for x in reversed(REACH)] + REACH

One = Callable[..., Any]
UNARY: dict[str, tuple[One, list[float]]] = {
    "square": (lambda x: x * x, BOTH),
    "reciprocal": (lambda x: 1 / x, BOTH),
    "exp": (mpmath.exp, BOTH),
    "log": (mpmath.log, REACH),
    "sqrt": (mpmath.sqrt, [*REACH, 1e300]),
    "sin": (mpmath.sin, BOTH),
    "cos": (mpmath.cos, BOTH),
    "tan": (mpmath.tan, BOTH),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), BOTH),
    "tanh": (mpmath.tanh, BOTH),
    "softplus": (lambda x: mpmath.log1p(mpmath.exp(x)), BOTH),
    "silu": (lambda x: x / (1 + mpmath.exp(-x)), BOTH),
    "gelu": (lambda x: x * mpmath.ncdf(x), BOTH),
    "elu": (lambda x: x if x > 0 else mpmath.expm1(x), BOTH),
}


def tanh_gelu(x: Any) -> Any:
    """The approximation, with its constants exact."""
    return x / 2 * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (x + mpf("0.044715") * x**3)))


LOGITS = [sign * z for z in [18.0, 30.0, 40.0, 50.0, 700.0, 1000.0] for sign in [-1.0, 1.0]]
BINARY: dict[str, tuple[One, list[tuple[float, float]]]] = {
    "div": (
        lambda x, y: x / y,
        [(1.0, 3.0), (-1e300, 1e-5), (1e-300, 1e5), (3.0, -1e-160), (1e160, 1e-160), (2.0, 1e200)],
    ),
    "pow": (
        lambda x, y: x**y,
        [
            (2.0, 0.5),
            (1e-300, 0.5),
            (1e300, 1.5),
            (0.5, 1000.0),
            (1.0000001, 1e9),
            (7.0, -3.0),
            (1e-160, 2.0),
            (3.0, -700.0),
        ],
    ),
    "bce": (
        lambda p, y: -y * mpmath.log(p) - (1 - y) * mpmath.log(1 - p),
        [(0.3, 0.25), (1e-300, 0.5), (1e-20, 0.5), (0.999999999, 0.5), (1e-8, 1e-8)],
    ),
    "bce_with_logits": (
        lambda z, y: mpmath.log1p(mpmath.exp(z)) - y * z,
        [(z, y) for z in [*LOGITS, 1e-8, 0.3] for y in [0.0, 0.3, 1.0]],
    ),
}

ROWS: list[list[float]] = [
    [1000.0, 1001.0, 999.0],
    [-1000.0, 0.0, 1000.0],
    [1e-8, 0.0, -1e-8],
    [700.0, -700.0, 0.5],
    [-1000.5, -1000.0, -1001.0],
    [3.0],
    [0.0, -18.0],
    [30.0, 0.0],
    [0.0, 50.0, -50.0],
    [-700.0, 0.0],
]


def logsumexp(*x: Any) -> Any:
    """Straight from the definition; 800 digits hold it."""
    return mpmath.log(sum(mpmath.exp(entry) for entry in x))


def softmax_at(k: int) -> One:
    """The k-th probability."""
    return lambda *x: mpmath.exp(x[k]) / sum(mpmath.exp(entry) for entry in x)


def log_softmax_at(k: int) -> One:
    """The logarithm of the k-th probability."""
    return lambda *x: x[k] - logsumexp(*x)


def cross_entropy(*z_and_target: Any) -> Any:
    """Cross-entropy of scores, then as many shares of classes."""
    k = len(z_and_target) // 2
    return sum(
        y * (logsumexp(*z_and_target[:k]) - z)
        for z, y in zip(z_and_target[:k], z_and_target[k:], strict=True)
    )


def gradient(function: One, operands: list[float]) -> list[float]:
    """Every partial derivative, by mpmath's differences at 800 digits."""
    exact = [mpf(x) for x in operands]
    found = []
    for k in range(len(exact)):

        def alone(x: Any, k: int = k) -> Any:
            return function(*exact[:k], x, *exact[k + 1 :])

        # A step far below the operand itself, so that 1e-300 is not stepped over.
        step = mpf(10) ** -350 if abs(exact[k]) < 1 else mpf(10) ** -200
        found.append(float((alone(exact[k] + step) - alone(exact[k] - step)) / (2 * step)))
    return found


def rows() -> Iterator[list[Any]]:
    """Yield every row of the table."""
    for name, (function, points) in UNARY.items():
        for x in points:
            yield [name, {}, [x], float(function(mpf(x))), gradient(function, [x])]
    for x in BOTH:
        yield ["gelu", {"approximate": "tanh"}, [x], float(tanh_gelu(mpf(x))), gradient(tanh_gelu, [x])]
    for name, (function, pairs) in BINARY.items():
        for pair in pairs:
            yield [name, {}, list(pair), float(function(*map(mpf, pair))), gradient(function, list(pair))]
    for row in ROWS:
        exact = [mpf(x) for x in row]
        yield ["logsumexp", {}, [row], float(logsumexp(*exact)), [gradient(logsumexp, row)]]
        for name, entry in (("softmax", softmax_at), ("log_softmax", log_softmax_at)):
            values = [float(entry(k)(*exact)) for k in range(len(row))]
            yield [name, {}, [row], values, [[gradient(entry(k), row) for k in range(len(row))]]]
    for row in ROWS:
        for k in range(len(row)):
            target = [float(j == k) for j in range(len(row))]
            both = [*row, *target]
            found = gradient(cross_entropy, both)
            value = float(cross_entropy(*map(mpf, both)))
            yield ["cce_with_logits", {}, [row, target], value, [found[: len(row)], found[len(row) :]]]


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(row) for row in rows())
    TABLE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
