"""
Random operands for any op of the registry, clear of kinks and inside the domain.

Values lie on a grid, a different one per operand, and no grid meets zero, one, a half or another grid: so no two
entries tie and no entry sits within 0.003 of a kink. A new op is drawn from its examples' shapes at once; ops listed in
`SHAPES` get random shapes too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from app.engine.op import Op

Draw = tuple[list[np.ndarray], dict[str, Any]]
ShapesAndAttrs = tuple[list[tuple[int, ...]], dict[str, Any]]

# Operands that must not be nudged: a condition is no quantity.
HELD = {"where": {0}}


def draw(op: Op, rng: np.random.Generator) -> Draw:
    """Return operands and settings for *op*: float64 arrays that fit each other."""
    shapes, attrs, example = _shapes(op, rng)
    for values in (_anywhere, _positive, _shares):
        operands = [values(shape, k, rng) for k, shape in enumerate(shapes)]
        if op.in_domain(operands, attrs):
            break
    else:  # the target of a loss may be names of classes: keep the example's
        operands = [
            _shares(shapes[0], 0, rng),
            *(np.asarray(value, dtype=np.float64) for value in example[1:]),
        ]
    if op.name == "where":
        operands[0] = rng.integers(0, 2, shapes[0]).astype(np.float64)
    assert op.in_domain(operands, attrs), f"no sample of {op.name} lies in its domain"
    return operands, attrs


def directions(op: Op, operands: list[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """Return a random direction to nudge the operands along, zero where an operand is held."""
    held = set(HELD.get(op.name, ()))
    if op.category == "loss" and operands[1].shape != operands[0].shape:
        held.add(1)
    return [np.zeros(x.shape) if k in held else rng.normal(size=x.shape) for k, x in enumerate(operands)]


def _grid(shape: tuple[int, ...], low: int, high: int, rng: np.random.Generator) -> np.ndarray:
    size = int(np.prod(shape, dtype=int))
    assert size <= high - low, "too many entries for distinct values"
    return rng.permutation(np.arange(low, high))[:size].reshape(shape).astype(np.float64)


def _anywhere(shape: tuple[int, ...], operand: int, rng: np.random.Generator) -> np.ndarray:
    return _grid(shape, -24, 24, rng) * 0.05 + 0.0137 * (1 + operand % 3)


def _positive(shape: tuple[int, ...], operand: int, rng: np.random.Generator) -> np.ndarray:
    return _grid(shape, 4, 52, rng) * 0.05 + 0.0137 * (1 + operand % 3)


def _shares(shape: tuple[int, ...], operand: int, rng: np.random.Generator) -> np.ndarray:
    return _grid(shape, 5, 95, rng) * 0.01 + 0.0037 * (1 + operand % 3)


def _shapes(
    op: Op, rng: np.random.Generator
) -> tuple[list[tuple[int, ...]], dict[str, Any], tuple[Any, ...]]:
    """Return shapes and settings: half the time an example's, else random ones where there is a recipe."""
    example = op.examples[rng.integers(len(op.examples))]
    settings = example[-1] if isinstance(example[-1], dict) else {}
    values = tuple(value for value in example if not isinstance(value, dict))
    recipe = broadcast if op.elementwise else SHAPES.get(op.name)
    if recipe is None or rng.random() < 0.3:
        return [np.shape(value) for value in values], op.check_attrs(settings), values
    shapes, attrs = recipe(rng, len(op.operands))
    return shapes, op.check_attrs({**settings, **attrs} if op.elementwise else attrs), values


def broadcast(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    """Shapes that broadcast: some axes missing, some of size 1."""
    full = tuple(int(size) for size in rng.integers(1, 4, rng.integers(0, 4)))
    shapes = []
    for _ in range(count):
        shape = tuple(1 if rng.random() < 0.3 else size for size in full)
        shapes.append(shape[rng.integers(0, len(shape) + 1) :] if rng.random() < 0.4 else shape)
    return shapes, {}


def _any_shape(rng: np.random.Generator, least: int = 0) -> tuple[int, ...]:
    return tuple(int(size) for size in rng.integers(1, 4, rng.integers(least, 4)))


def _reduced(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shape = _any_shape(rng)
    choices: list[Any] = [None, *range(-len(shape), len(shape))]
    if len(shape) > 1:
        choices.append([0, -1])
    return [shape], {"axis": choices[rng.integers(len(choices))], "keepdims": bool(rng.integers(2))}


def _logsumexp(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shapes, attrs = _reduced(rng, count)
    return ([(2, 3)], attrs) if shapes[0] == () else (shapes, attrs)


def _along(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shape = _any_shape(rng, 1)
    return [shape], {"axis": int(rng.integers(-len(shape), len(shape)))}


def _matmul(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    n, k, m = (int(size) for size in rng.integers(1, 4, 3))
    pairs: list[list[tuple[int, ...]]] = [
        [(n, k), (k, m)], [(k,), (k, m)], [(n, k), (k,)], [(k,), (k,)], [(2, n, k), (k, m)], [(n, k), (2, k, m)],
        [(2, n, k), (2, k, m)], [(2, 1, n, k), (3, k, m)], [(2, n, k), (k,)], [(k,), (2, k, m)],
    ]  # fmt: skip
    return pairs[rng.integers(len(pairs))], {}


def _vectors(same: bool) -> Callable[[np.random.Generator, int], ShapesAndAttrs]:
    def shapes(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
        n, m = (int(size) for size in rng.integers(1, 5, 2))
        return [(n,), (n if same else m,)], {}

    return shapes


def _transpose(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shape = _any_shape(rng)
    if not shape or rng.random() < 0.4:
        return [shape], {}
    axes = [int(axis) - (len(shape) if rng.random() < 0.3 else 0) for axis in rng.permutation(len(shape))]
    return [shape], {"axes": axes}


def _reshape(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    choices: list[ShapesAndAttrs] = [
        ([(2, 3)], {"shape": [3, 2]}), ([(2, 3)], {"shape": [-1]}), ([(4,)], {"shape": [2, -1, 1]}),
        ([()], {"shape": [1, 1]}), ([(1,)], {"shape": []}),
    ]  # fmt: skip
    return choices[rng.integers(len(choices))]


def _concat(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shape = list(_any_shape(rng, 1))
    axis = int(rng.integers(-len(shape), len(shape)))
    parts = []
    for size in rng.integers(0, 4, rng.integers(1, 4)):
        part = list(shape)
        part[axis] = int(size)
        parts.append(tuple(part))
    return parts, {"axis": axis}


def _stack(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shape = _any_shape(rng)
    return [shape] * int(rng.integers(1, 4)), {"axis": int(rng.integers(-len(shape) - 1, len(shape) + 1))}


def _index(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    ats: list[list[Any]] = [
        [0],
        [-1],
        [[1, 3]],
        [0, -1],
        [[None, None], 1],
        [[None, -1], [1, None]],
        [0, -1, [1, 3]],
    ]
    return [(2, 3, 4)], {"at": ats[rng.integers(len(ats))]}


def _pair(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shape = _any_shape(rng)
    return [shape, shape], {"reduction": ["mean", "sum"][rng.integers(2)]}


def _classes(rng: np.random.Generator, count: int) -> ShapesAndAttrs:
    shape = _any_shape(rng, 1)
    return [shape, shape], {"reduction": ["mean", "sum"][rng.integers(2)]}


SHAPES: dict[str, Callable[[np.random.Generator, int], ShapesAndAttrs]] = {
    "matmul": _matmul, "dot": _vectors(True), "outer": _vectors(False), "transpose": _transpose, "reshape": _reshape,
    "concat": _concat, "stack": _stack, "index": _index, "softmax": _along, "log_softmax": _along,
    "logsumexp": _logsumexp, "cce": _classes, "cce_with_logits": _classes,
    **dict.fromkeys(["sum", "mean", "max", "min", "norm"], _reduced),
    **dict.fromkeys(["mse", "sse", "half_mse", "bce", "bce_with_logits", "hinge"], _pair),
}  # fmt: skip
