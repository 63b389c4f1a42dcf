"""
Every op as a textbook writes it, in plain array code that knows nothing of the engine.

Each function takes the array module first: numpy for the value, numpy with complex operands for the complex step, and
``autograd.numpy`` for the gradients that the autograd library derives with rules of its own. Nothing here is stable at
extremes or right at kinks; the recorded tables and the named cases look after those.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy


def _flat(np: Any, truth: Any, *operands: Any) -> Any:
    """A truth value as 1 or 0, hung onto the operands so that autograd sees where it came from."""
    return np.where(truth, 1.0, 0.0) + 0.0 * sum(operands)


def _choose(share: Any, x: Any, y: Any) -> Any:
    """Mix by a share of 0 or 1; autograd's own where does not broadcast."""
    return share * x + (1.0 - share) * y


def _erf(x: Any) -> Any:
    """Maclaurin's series, for the |x| < 2 that samples have: Abramowitz and Stegun 7.1.5."""
    term, total = x, x
    for n in range(1, 60):
        term = -term * x * x / n
        total = total + term / (2 * n + 1)
    return 2.0 / math.sqrt(math.pi) * total


def gelu(np: Any, x: Any, approximate: str = "none") -> Any:
    if approximate == "tanh":
        return 0.5 * x * (1.0 + np.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * x**3)))
    return x * 0.5 * (1.0 + _erf(x / math.sqrt(2.0)))


def _softmax(np: Any, x: Any, axis: int = -1) -> Any:
    return np.exp(x) / np.sum(np.exp(x), axis=axis, keepdims=True)


def _axes(axis: Any) -> Any:
    return tuple(axis) if isinstance(axis, list) else axis


def _reduce(name: str) -> Callable[..., Any]:
    def reduced(np: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        return getattr(np, name)(x, axis=_axes(axis), keepdims=keepdims)

    return reduced


def _norm(np: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return np.sqrt(np.sum(x * x, axis=_axes(axis), keepdims=keepdims))


def _logsumexp(np: Any, x: Any, axis: Any = -1, keepdims: bool = False) -> Any:
    return np.log(np.sum(np.exp(x), axis=_axes(axis), keepdims=keepdims))


def _index(np: Any, x: Any, at: list[Any]) -> Any:
    return x[tuple(part if isinstance(part, int) else slice(*part) for part in at)]


def _m(p: Any, reduction: str, classes: bool = False) -> float:
    """The number of examples, or 1 where their losses are summed."""
    if reduction == "sum" or numpy.ndim(p) <= int(classes):
        return 1.0
    return float(numpy.shape(p)[0])


def _mse(np: Any, p: Any, t: Any, reduction: str = "mean") -> Any:
    mean = np.mean((p - t) ** 2)
    return mean * (numpy.shape(p)[0] if reduction == "sum" and numpy.ndim(p) else 1.0)


def _bce(np: Any, p: Any, t: Any, reduction: str = "mean") -> Any:
    return np.sum(-t * np.log(p) - (1.0 - t) * np.log(1.0 - p)) / _m(p, reduction)


def _rows(p: Any, t: Any) -> Any:
    """Class numbers as one-hot rows."""
    return (
        t if numpy.shape(p) == numpy.shape(t) else numpy.eye(numpy.shape(p)[-1])[numpy.asarray(t).astype(int)]
    )


def _cce(np: Any, p: Any, t: Any, reduction: str = "mean") -> Any:
    return -np.sum(_rows(p, t) * np.log(p)) / _m(p, reduction, classes=True)


def _cce_with_logits(np: Any, z: Any, t: Any, reduction: str = "mean") -> Any:
    return _cce(np, _softmax(np, z), t, reduction)


# Name -> function of the array module, the operands and the settings.
TEXTBOOK: dict[str, Callable[..., Any]] = {
    "add": lambda np, x, y: x + y,
    "sub": lambda np, x, y: x - y,
    "mul": lambda np, x, y: x * y,
    "div": lambda np, x, y: x / y,
    "neg": lambda np, x: -x,
    "pow": lambda np, x, y: x**y,
    "square": lambda np, x: x**2,
    "reciprocal": lambda np, x: x**-1.0,
    "less": lambda np, x, y: _flat(np, x < y, x, y),
    "less_equal": lambda np, x, y: _flat(np, x <= y, x, y),
    "greater": lambda np, x, y: _flat(np, x > y, x, y),
    "greater_equal": lambda np, x, y: _flat(np, x >= y, x, y),
    "equal": lambda np, x, y: _flat(np, x == y, x, y),
    "not_equal": lambda np, x, y: _flat(np, x != y, x, y),
    "exp": lambda np, x: np.exp(x),
    "log": lambda np, x: np.log(x),
    "sqrt": lambda np, x: np.sqrt(x),
    "abs": lambda np, x: np.abs(x),
    "sin": lambda np, x: np.sin(x),
    "cos": lambda np, x: np.cos(x),
    "tan": lambda np, x: np.sin(x) / np.cos(x),
    "identity": lambda np, x: 1.0 * x,
    "step": lambda np, x: _flat(np, x >= 0, x),
    "sigmoid": lambda np, x: 1.0 / (1.0 + np.exp(-x)),
    "tanh": lambda np, x: (np.exp(2 * x) - 1.0) / (np.exp(2 * x) + 1.0),
    "relu": lambda np, x: np.maximum(x, 0.0),
    "leaky_relu": lambda np, x, slope=0.01: np.maximum(x, 0.0) + slope * np.minimum(x, 0.0),
    "elu": lambda np, x, alpha=1.0: np.maximum(x, 0.0) + alpha * (np.exp(np.minimum(x, 0.0)) - 1.0),
    "prelu": lambda np, x, a: np.maximum(x, 0.0) + a * np.minimum(x, 0.0),
    "softplus": lambda np, x: np.log(1.0 + np.exp(x)),
    "silu": lambda np, x: x / (1.0 + np.exp(-x)),
    "gelu": gelu,
    "maximum": lambda np, x, y: np.maximum(x, y),
    "minimum": lambda np, x, y: np.minimum(x, y),
    "clip": lambda np, x, low, high: np.minimum(np.maximum(x, low), high),
    "where": lambda np, condition, x, y: _choose(_flat(np, condition != 0, condition), x, y),
    "matmul": lambda np, a, b: np.matmul(a, b),
    "dot": lambda np, a, b: np.sum(a * b),
    "outer": lambda np, a, b: a[:, None] * b[None, :],
    "transpose": lambda np, x, axes=None: np.transpose(x, axes),
    "reshape": lambda np, x, shape: np.reshape(x, tuple(shape)),
    "concat": lambda np, *x, axis=0: np.concatenate(x, axis=axis),
    "stack": lambda np, *x, axis=0: np.stack(x, axis=axis),
    "index": _index,
    "sum": _reduce("sum"),
    "mean": _reduce("mean"),
    "max": _reduce("max"),
    "min": _reduce("min"),
    "norm": _norm,
    "softmax": _softmax,
    "log_softmax": lambda np, x, axis=-1: np.log(_softmax(np, x, axis)),
    "logsumexp": _logsumexp,
    "mse": _mse,
    "sse": lambda np, p, t, reduction="mean": np.sum((p - t) ** 2),
    "half_mse": lambda np, p, t, reduction="mean": np.sum((p - t) ** 2) / (2.0 * _m(p, reduction)),
    "bce": _bce,
    "bce_with_logits": lambda np, z, t, reduction="mean": _bce(np, 1.0 / (1.0 + np.exp(-z)), t, reduction),
    "cce": _cce,
    "cce_with_logits": _cce_with_logits,
    "hinge": lambda np, p, t, reduction="mean": np.sum(np.maximum(0.0, 1.0 - t * p)) / _m(p, reduction),
}

# Ops built from analytic functions alone, fit for the complex step.
ANALYTIC = frozenset(
    "add sub mul div neg pow square reciprocal exp log sqrt sin cos tan identity sigmoid tanh softplus silu gelu "
    "matmul dot outer transpose reshape concat stack index sum mean norm softmax log_softmax logsumexp mse sse "
    "half_mse bce bce_with_logits cce cce_with_logits".split()
)
