"""Selection: one of several numbers goes through, and gradient goes back to the one that was taken."""

from __future__ import annotations

from collections.abc import Sequence

from ..array import Shape
from ..op import op
from ..rules import Attrs

# The third branch of maximum and minimum lets NaN through from either side, as numpy does.
maximum = op(
    "maximum(x, y)",
    "The larger of two numbers.",
    category="selection",
    display="max",
    title="Maximum",
    value="where(x >= y, x, where(x < y, y, x + y))",
    partials={
        "x": "where(x == y, 0.5, x > y)",
        "y": "where(x == y, 0.5, y > x)",
    },
    tex=r"\max\left(#1, #2\right)",
    kink=("x == y", "Where both are equal the gradient is shared, one half each."),
    examples=[(3.0, -4.0), (2.0, 2.0), ([1.0, 5.0], 2.0)],
    insight="A router: the whole gradient goes to the larger operand, none to the other.",
)

minimum = op(
    "minimum(x, y)",
    "The smaller of two numbers.",
    category="selection",
    display="min",
    title="Minimum",
    value="where(x <= y, x, where(x > y, y, x + y))",
    partials={
        "x": "where(x == y, 0.5, x < y)",
        "y": "where(x == y, 0.5, y < x)",
    },
    tex=r"\min\left(#1, #2\right)",
    kink=("x == y", "Where both are equal the gradient is shared, one half each."),
    examples=[(3.0, -4.0), (2.0, 2.0), ([1.0, 5.0], 2.0)],
    insight="A router: the whole gradient goes to the smaller operand, none to the other.",
)


def _clip_parts(_shapes: Sequence[Shape], attrs: Attrs) -> str:
    low, high = min(attrs["low"], attrs["high"]), attrs["high"]
    return f"where(x < {low!r}, {low!r}, where(x > {high!r}, {high!r}, x))"


# Written so that bounds in the wrong order give the upper one, as numpy.clip does.
clip = op(
    "clip(x; low: number, high: number)",
    "The number, held between two bounds.",
    category="selection",
    display="clip",
    title="Clip",
    value="where(x > high, high, where(x < low, minimum(low, high), x))",
    partials={"x": "(x >= low) * (x <= high)"},
    tex=r"\operatorname{clip}\left(#1, #2, #3\right)",
    kink=("(x == low) + (x == high)", "At either bound any value in [0, 1] is a subgradient; this takes 1."),
    primitives=_clip_parts,
    examples=[
        (0.5, {"low": 0.0, "high": 1.0}),
        (-2.0, {"low": 0.0, "high": 1.0}),
        (1.0, {"low": 0.0, "high": 1.0}),
    ],
    insight="Outside the bounds no gradient passes.",
)

where = op(
    "where(condition, x, y)",
    "x where the condition is not 0, else y.",
    category="selection",
    display="where",
    title="Where",
    value="where(condition, x, y)",
    partials={
        "condition": "0",
        "x": "condition != 0",
        "y": "condition == 0",
    },
    examples=[(1.0, 2.0, 3.0), (0.0, 2.0, 3.0), ([1.0, 0.0], 2.0, [5.0, 6.0])],
    insight="The gradient goes to whichever was taken; the condition gets none.",
)
