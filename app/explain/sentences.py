"""
Words for what ops do, as the sentences of a trace use them.

The sentences are for ears and logs: signs of arithmetic are words, since voices swallow them, "minus" above all.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..engine.op import Op

# By symbol and number of operands. An op without a symbol is called by its name.
_INFIX = {
    ("+", 2): "{} plus {}",
    ("-", 2): "{} minus {}",
    ("*", 2): "{} times {}",
    ("/", 2): "{} divided by {}",
    ("**", 2): "{} to the power {}",
    ("@", 2): "{} times {}",
    ("-", 1): "minus {}",
    ("<", 2): "{} less than {}",
    ("<=", 2): "{} at most {}",
    (">", 2): "{} greater than {}",
    (">=", 2): "{} at least {}",
    ("==", 2): "{} equal to {}",
    ("!=", 2): "{} not equal to {}",
}
MAX_OPERANDS_READ = 4


def phrase(op: Op, operands: Sequence[str]) -> str:
    """Say what *op* makes of *operands*: ``x plus y``, ``sigmoid of z``."""
    pattern = _INFIX.get((op.infix[0], len(operands))) if op.infix else None
    if pattern is None:
        return f"{op.name.replace('_', ' ')} of {listed(operands)}"
    return pattern.format(*operands)


def listed(words: Sequence[str]) -> str:
    """Join *words* as a list is spoken: ``a``, ``a and b``, ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def axes_words(axes: Sequence[int]) -> str:
    """Say which axes were summed: ``summed over axis 0``."""
    return f"summed over {'axis' if len(axes) == 1 else 'axes'} {listed([str(axis) for axis in axes])}"
