"""
What a learner should see in a network's pass: where numbers stop being numbers, and which units no longer learn.

The codes are those of `explain.diagnose`; the place is a layer (``z1``, ``a1``, ``loss``), and units are named in the
sentence, counted from 1 as in the names of parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from ..engine.array import Array
from .passes import LayerPass, NetworkPass
from .spec import Layer, Spec

Mask = npt.NDArray[np.bool_]
Found = dict[str, Any]
FADED = 0.01
"""A slope under this at every example: a sigmoid's is a quarter at most, a tanh's 1."""
VANISHED, EXPLODED = 1e-4, 1e4
DEEP = 4
"""Layers before a gradient counts as vanished or exploded; with fewer, small factors are arithmetic, not depth."""
NAMED = 8


def network_warnings(spec: Spec, parameters: Mapping[str, Array], x: Array, done: NetworkPass) -> list[Found]:
    """Warnings as the API sends them, those of the forward pass first."""
    with np.errstate(all="ignore"):
        found = list(_forward(parameters, x, done))
        if done.total is not None:
            found += _backward(spec, done)
    return found


def _forward(parameters: Mapping[str, Array], x: Array, done: NetworkPass) -> Iterator[Found]:
    """Where numbers that are not finite come out of finite ones."""
    given = [("x", x), *parameters.items()]
    bad = [name for name, value in given if not np.isfinite(value).all()]
    for name in bad[:NAMED]:
        yield _broken(name, dict(given)[name], f"{name} was given with")
    clean = not bad
    for k, layer in enumerate(done.layers, 1):
        for name, value in ((f"z{k}", layer.z), (f"a{k}", layer.a)):
            if clean and not np.isfinite(value).all():
                clean = False
                yield _broken(name, value, f"Layer {k}: {name} has")
    if clean and done.per_example is not None and not np.isfinite(done.per_example).all():
        yield _broken("loss", done.per_example, "The loss has")


def _broken(node: str, value: Array, what: str) -> Found:
    nan = bool(np.isnan(value).any())
    row = int(np.argwhere(np.isnan(value) if nan else ~np.isfinite(value))[0][0]) + 1
    number = "a number that is none (NaN)" if nan else "an infinite number"
    message = f"{what} {number}, first in row {row}."
    return {"code": "nan" if nan else "overflow", "node": node, "phase": "forward", "message": message}


def _backward(spec: Spec, done: NetworkPass) -> Iterator[Found]:
    for k in range(len(spec.layers), 0, -1):
        yield from _blocked(spec.layers[k - 1], k, done.layers[k - 1])
    yield from _depth([layer.delta for layer in done.layers if layer.delta is not None])


def blocked(slope: Array) -> tuple[Mask, Mask]:
    """Which units are dead and which saturated, over the rows of *slope*: a slope of nothing, or next to it, in all."""
    largest = np.max(np.abs(slope), axis=0)
    return largest == 0, (largest > 0) & (largest < FADED)


def _blocked(layer: Layer, k: int, done: LayerPass) -> Iterator[Found]:
    if done.slope is None:
        return
    dead, faded = blocked(done.slope)
    for code, units, end in (
        ("dead", dead, "passes no gradient back, at no example"),
        ("saturated", faded, f"passes less than {FADED:.0%} of the gradient back, at every example"),
    ):
        if units.any():
            message = f"Layer {k}, {_named(units)}: {layer.op.name} {end}."
            yield {"code": code, "node": f"a{k}", "phase": "backward", "message": message}


def _named(units: Mask) -> str:
    numbers = [int(unit) + 1 for unit in np.flatnonzero(units)]
    if len(numbers) == 1:
        return f"unit {numbers[0]}"
    if len(numbers) > NAMED:
        return f"{len(numbers)} of {len(units)} units"
    return f"units {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _depth(deltas: list[Array]) -> Iterator[Found]:
    """The last layer, going back, from which on the gradient is far smaller or larger than at the output."""
    sizes = [float(np.max(np.abs(delta))) for delta in deltas]
    end = sizes[-1]
    if len(sizes) < DEEP or not 0 < end < np.inf:
        return
    for k in range(len(sizes) - DEEP, -1, -1):
        ratio = sizes[k] / end
        if 0 < ratio < VANISHED or EXPLODED < ratio < np.inf:
            code, verb, fate = (
                ("vanishing", "shrunk", "hardly learn")
                if ratio < 1
                else ("exploding", "grown", "learn in leaps")
            )
            where = f"Over {len(sizes) - k - 1} layers the gradient has {verb} to {ratio:.3g} of what it was"
            yield {
                "code": code,
                "node": f"z{k + 1}",
                "phase": "backward",
                "message": f"{where}: layer {k + 1} and those before it {fate}.",
            }
            return
