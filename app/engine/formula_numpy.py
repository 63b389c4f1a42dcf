"""
Numbers of a formula tree, by numpy.

A tree becomes nested closures once; running them costs one Python call per tree node, and no lookup of what the node
is. Generating Python text was refused here: it would need a compiler at run time, and the plain-float code that is
generated (`generate.py`) is checked in for that very reason. Values are float64 arrays of any shape, or floats for
settings.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .array import Array
from .formula import Binary, Call, Compare, Name, Num, Tree, Unary

Environment = Mapping[str, Any]
_Run = Callable[[Environment], Any]

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
}  # fmt: skip
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power,
}  # fmt: skip


def _each(function: Callable[[float], float]) -> Callable[[Array], Array]:
    """Apply one of math's functions to every entry: numpy has no erf, and a polynomial of our own would lose digits."""
    apply = np.frompyfunc(function, 1, 1)
    return lambda x: np.asarray(apply(x), dtype=np.float64)


_NUMPY: dict[str, Callable[..., Any]] = {
    "exp": np.exp, "log": np.log, "log1p": np.log1p, "expm1": np.expm1, "sqrt": np.sqrt, "abs": np.abs, "sin": np.sin,
    "cos": np.cos, "tan": np.tan, "tanh": np.tanh, "erf": _each(math.erf), "erfc": _each(math.erfc), "floor": np.floor,
    "sign": np.sign, "maximum": np.maximum, "minimum": np.minimum,
}  # fmt: skip


def array_function(tree: Tree) -> _Run:
    """
    Return a function from an environment (name -> float64 array or float) to the value of *tree*.

    Callers silence numpy's floating-point warnings: an infinity or a NaN is a result here.
    """
    match tree:
        case Num(value=value):
            number = np.float64(value)  # not a float: 1.0 / 0.0 must be inf, not an exception
            return lambda env: number
        case Name(name=name):
            return lambda env: env[name]
        case Unary(operand=operand):
            inner = array_function(operand)
            return lambda env: -inner(env)
        case Binary(op=op, left=left, right=right):
            return _two(_ARITHMETIC[op], array_function(left), array_function(right))
        case Compare():
            truth = _truth(tree)
            return lambda env: truth(env) * 1.0
        case Call(name="where", args=(condition, yes, no)):
            return _choice(_truth(condition), array_function(yes), array_function(no))
        case Call(name=name, args=args):
            function = _NUMPY[name]
            if len(args) == 2:
                return _two(function, array_function(args[0]), array_function(args[1]))
            inner = array_function(args[0])
            return lambda env: function(inner(env))


def _two(function: Callable[[Any, Any], Any], left: _Run, right: _Run) -> _Run:
    return lambda env: function(left(env), right(env))


def _truth(tree: Tree) -> _Run:
    """The condition of a ``where``, left boolean where it is a comparison."""
    if isinstance(tree, Compare):
        return _two(_COMPARE[tree.op], array_function(tree.left), array_function(tree.right))
    inner = array_function(tree)
    return lambda env: np.not_equal(inner(env), 0.0)


def _choice(condition: _Run, yes: _Run, no: _Run) -> _Run:
    def run(env: Environment) -> Any:
        truth = condition(env)
        if truth.ndim == 0:
            return yes(env) if truth else no(env)
        return np.where(truth, yes(env), no(env))

    return run
