"""
Derivatives measured by nudging: central differences on real numbers, and the complex step on analytic functions.

Sources: Nocedal and Wright, Numerical Optimization, section 8.1 (the step ``eps**(1/3)``); Squire and Trapp, "Using
complex variables to estimate derivatives of real functions", SIAM Review 40 (1998).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

EPS = float(np.finfo(np.float64).eps)


def directional_difference(
    function: Callable[[list[np.ndarray]], np.ndarray],
    operands: Sequence[np.ndarray],
    v: Sequence[np.ndarray],
) -> np.ndarray:
    """
    Return the change of *function* per unit of movement along *v*, by a central difference.

    Args:
        function: From operands to an array.
        operands: Where.
        v: Direction, one array per operand.
    """
    reach = max((float(np.max(np.abs(x), initial=0.0)) for x in operands), default=0.0)
    step = EPS ** (1 / 3) * max(1.0, reach)
    ahead = function([x + step * d for x, d in zip(operands, v, strict=True)])
    behind = function([x - step * d for x, d in zip(operands, v, strict=True)])
    return (ahead - behind) / (2 * step)


def complex_step(
    function: Callable[[list[np.ndarray]], np.ndarray],
    operands: Sequence[np.ndarray],
    v: Sequence[np.ndarray],
) -> np.ndarray:
    """Return the same for an analytic *function* that takes complex arrays: exact to rounding, without a difference."""
    tiny = 1e-20
    return np.imag(function([x + 1j * tiny * d for x, d in zip(operands, v, strict=True)])) / tiny
