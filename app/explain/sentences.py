"""
Words for what ops do, as the sentences of a trace use them.

The sentences are for ears and logs: signs of arithmetic are words, since voices swallow them, "minus" above all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..engine.op import REGISTRY, Op

# By symbol and number of operands. An op without a symbol is called by its name.
_INFIX = {
    ("+", 2): "%s plus %s",
    ("-", 2): "%s minus %s",
    ("*", 2): "%s times %s",
    ("/", 2): "%s divided by %s",
    ("**", 2): "%s to the power %s",
    ("@", 2): "%s times %s",
    ("-", 1): "minus %s",
    ("<", 2): "%s less than %s",
    ("<=", 2): "%s at most %s",
    (">", 2): "%s greater than %s",
    (">=", 2): "%s at least %s",
    ("==", 2): "%s equal to %s",
    ("!=", 2): "%s not equal to %s",
}
MAX_OPERANDS_READ = 4


def phrase(op: Op, operands: Sequence[str]) -> str:
    """Say what *op* makes of *operands*: ``x plus y``, ``sigmoid of z``; of many operands, the first few."""
    return _pattern(op.name, len(operands)) % tuple(operands[:MAX_OPERANDS_READ])


@lru_cache(maxsize=1024)
def _pattern(op_name: str, count: int) -> str:
    op = REGISTRY[op_name]
    pattern = _INFIX.get((op.infix[0], count)) if op.infix else None
    if pattern is not None:
        return pattern
    read = ["%s"] * min(count, MAX_OPERANDS_READ)
    more = [f"{count - MAX_OPERANDS_READ} more"] if count > MAX_OPERANDS_READ else []
    return f"{op.name.replace('_', ' ')} of {listed([*read, *more])}"


def listed(words: Sequence[str]) -> str:
    """Join *words* as a list is spoken: ``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def axes_words(axes: Sequence[int]) -> str:
    """Say which axes were summed: ``summed over axis 0``."""
    return f"summed over {'axis' if len(axes) == 1 else 'axes'} {listed([str(axis) for axis in axes])}"
