"""Comparisons: 1 where true, 0 where not. They are flat almost everywhere, so no gradient passes."""

from ..op import COMPARISON, Op, op


def _comparison(name: str, symbol: str, glyph: str, words: str, insight: str) -> Op:
    """Declare one of the six; they differ in their sign only."""
    return op(
        f"{name}(x, y)",
        f"1 where x {words} y, else 0.",
        category="comparison",
        display=glyph,
        title=words.removeprefix("is ").capitalize(),
        value=f"x {symbol} y",
        partials={"x": "0", "y": "0"},
        infix=(symbol, COMPARISON),
        kink=("x == y", "The value jumps where both are equal; the gradient is taken as 0 there too."),
        examples=[(1.0, 2.0), (2.0, 2.0), ([1.0, 3.0], 2.0)],
        insight=insight,
    )


_FLAT = "Flat on both sides of the jump: the local gradient is 0, and nothing upstream of it learns."
_SPIKE = "The same almost everywhere: the local gradient is 0, and nothing upstream of it learns."

less = _comparison("less", "<", "<", "is less than", _FLAT)
less_equal = _comparison("less_equal", "<=", "≤", "is less than or equal to", _FLAT)
greater = _comparison("greater", ">", ">", "is greater than", _FLAT)
greater_equal = _comparison("greater_equal", ">=", "≥", "is greater than or equal to", _FLAT)
equal = _comparison("equal", "==", "=", "is equal to", _SPIKE)
not_equal = _comparison("not_equal", "!=", "≠", "is not equal to", _SPIKE)
