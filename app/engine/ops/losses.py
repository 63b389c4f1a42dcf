"""
Losses: one number for how wrong a prediction is, differentiated towards the prediction and towards the target.

A loss is a formula for one entry, summed and divided. With m examples (the first axis; a 1-D array is m examples of
one number, except for ``cce*``, where it is one example) a mean divides by m; ``reduction="sum"`` asks for the sum over
examples instead. Shapes must be equal: broadcasting a column against a row would silently compare every prediction
with every target, so it is refused.

The formulas keep two promises at the edges: 0 ln 0 is 0 with gradient 0, and probability 0 where the target is 1 costs
Infinity. What `shown` says is the same on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np

from ..array import Array, Shape, as_array, shape_text
from ..errors import ShapeError
from ..formula_numpy import array_function
from ..formula_tex import Style, to_tex
from ..op import Op, op_formula, op_templates
from ..rules import Attrs
from ..structural import Domain, Kink, array_op
from .loss_tex import Divisor, gradient_tex, named_tex


def examples_in(shape: Shape, classes: bool = False) -> int:
    """Return m: the size of the first axis; 1 for a single number, and for one row of classes."""
    return shape[0] if len(shape) > int(classes) else 1


def sums_examples(attrs: Attrs) -> bool:
    """Whether the sum over examples is asked for, not their mean."""
    return attrs.get("reduction") == "sum"


def _examples(shape: Shape, attrs: Attrs) -> float:
    return 1 if sums_examples(attrs) else examples_in(shape)


def _entries(shape: Shape, attrs: Attrs) -> float:
    """A sum over examples keeps the mean over each example's outputs."""
    return prod(shape[1:]) if sums_examples(attrs) else prod(shape)


EXAMPLES = Divisor(_examples, lambda attrs: "1" if sums_examples(attrs) else "m")
ENTRIES = Divisor(_entries, lambda attrs: "n / m" if sums_examples(attrs) else "n")
NOTHING = Divisor(lambda shape, attrs: 1, lambda attrs: "1")


def _equal_shapes(name: str, first: str) -> Any:
    def shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
        if shapes[0] != shapes[1]:
            raise mismatch(name, first, shapes, "Give both the same shape.")
        return ()

    return shape


def mismatch(name: str, first: str, shapes: Sequence[Shape], mend: str) -> ShapeError:
    """The error of two shapes that are not compared with each other."""
    return ShapeError(
        "shape-mismatch",
        f"{name} compares entry by entry: {first} is {shape_text(shapes[0])}, target is {shape_text(shapes[1])}.",
        hint=mend,
    )


def divided_text(total: str, divisor: float) -> str:
    """Write a sum and its divisor in the expression language."""
    return total if divisor == 1 else f"{total} / {divisor:g}"


def entry_loss(
    name: str,
    first: str,
    summary: str,
    *,
    title: str,
    entry: str,
    partials: Mapping[str, str],
    shown: Mapping[str, str],
    divisor: Divisor,
    definition: str,
    parts: str,
    insight: str,
    examples: Sequence[tuple[Any, ...]],
    domain: tuple[str, Domain] | None = None,
    kink: tuple[tuple[str, str], Kink] | None = None,
) -> Op:
    """
    Declare a loss that is a sum of one formula over entries.

    Args:
        name, summary, title, insight, examples: As in `array_op`.
        first: Name of the first operand, ``prediction`` or ``z``.
        entry: The loss where all operands are single numbers.
        partials: Its partials towards both operands.
        shown: The partials on paper.
        divisor: What the sum over entries is divided by, apart from what a single number is divided by in `entry`.
        definition: LaTeX of the whole mean.
        parts: The loss of one entry in simpler ops, in the expression language.
        domain, kink: Words and test.
    """
    names = (first, "target")
    formula = op_formula(entry, names)
    slope_formulas = {operand: op_formula(partials[operand], names) for operand in names}
    value = array_function(formula.tree)
    slopes = [array_function(slope_formulas[operand].tree) for operand in names]
    papers = [op_formula(shown[operand], names).shown for operand in names]

    def forward(operands: Sequence[Array], attrs: Attrs) -> Any:
        total = np.add.reduce(value({first: operands[0], "target": operands[1]}), axis=None)
        return np.divide(total, divisor.number(operands[0].shape, attrs))

    def slope(operands: Sequence[Array], attrs: Attrs, index: int) -> Array:
        each = slopes[index]({first: operands[0], "target": operands[1]})
        return as_array(np.divide(each, divisor.number(operands[0].shape, attrs)))

    def primitives(shapes: Sequence[Shape], attrs: Attrs) -> str:
        return divided_text(f"sum({parts})" if shapes[0] else f"({parts})", divisor.number(shapes[0], attrs))

    def partial(operands: Sequence[str], out: str, attrs: Attrs, index: int, style: Style) -> str:
        texts = dict(zip(names, operands, strict=True))
        return to_tex(papers[index], texts, op_templates(), spells_exp=style.spells_exp)

    def gradient(operands: Sequence[str], out: str, attrs: Attrs, index: int, style: Style) -> str:
        return gradient_tex(papers[index], names, operands, divisor, attrs, style)

    return array_op(
        f"{name}({first}, target; reduction: mean|sum = mean)",
        summary,
        category="loss",
        display=GLYPHS.get(name, name),
        title=title,
        shape=_equal_shapes(name, first),
        forward=forward,
        vjp=lambda g, operands, out, attrs, index: g * slope(operands, attrs, index),
        jvp=directional(slope),
        jacobian=slope_jacobian(slope),
        tex=named_tex(name),
        operator=gradient,
        definition=definition,
        partial=partial,
        primitives=primitives,
        scalar=(formula, slope_formulas),
        examples=examples,
        insight=insight,
        domain=domain[0] if domain else None,
        domain_where=domain[1] if domain else None,
        kink=kink[0] if kink else None,
        kink_where=kink[1] if kink else None,
    )


GLYPHS = {"half_mse": "½mse", "bce_with_logits": "bce(z)", "cce_with_logits": "cce(z)"}


def directional(slope: Callable[[Sequence[Array], Attrs, int], Array]) -> Any:
    """The tangent of a scalar: the sum of gradient times tangent."""

    def jvp(tangents: Sequence[Array | None], operands: Sequence[Array], out: Array, attrs: Attrs) -> Array:
        moved = [np.sum(slope(operands, attrs, k) * t) for k, t in enumerate(tangents) if t is not None]
        return as_array(np.sum(np.asarray(moved, dtype=np.float64)))

    return jvp


def slope_jacobian(slope: Callable[[Sequence[Array], Attrs, int], Array]) -> Any:
    """A scalar's Jacobian is its gradient."""
    return lambda operands, out, attrs, index: slope(operands, attrs, index)


_PAIRS: list[tuple[Any, ...]] = [
    (0.7, 1.0),
    ([0.5, 2.0], [1.0, 1.0]),
    ([[1.0, 2.0], [3.0, 5.0]], [[1.0, 0.0], [2.0, 4.0]]),
]
_SHARES: list[tuple[Any, ...]] = [
    (0.7, 1.0),
    ([0.25, 0.5], [0.0, 1.0]),
    ([[0.1], [0.9]], [[0.0], [1.0]], {"reduction": "sum"}),
]

mse = entry_loss(
    "mse",
    "prediction",
    "Mean squared error over all entries.",
    title="Mean squared error",
    entry="(prediction - target) ** 2",
    partials={"prediction": "2 * (prediction - target)", "target": "-2 * (prediction - target)"},
    shown={"prediction": "2 * (prediction - target)", "target": "-2 * (prediction - target)"},
    divisor=ENTRIES,
    definition=r"\frac{1}{n} \sum_i \left(#1_i - #2_i\right)^{2}",
    parts="(prediction - target) ** 2",
    examples=_PAIRS,
    insight="Its gradient is proportional to the error: twice as wrong pulls twice as hard.",
)

sse = entry_loss(
    "sse",
    "prediction",
    "Sum of squared errors.",
    title="Sum of squared errors",
    entry="(prediction - target) ** 2",
    partials={"prediction": "2 * (prediction - target)", "target": "-2 * (prediction - target)"},
    shown={"prediction": "2 * (prediction - target)", "target": "-2 * (prediction - target)"},
    divisor=NOTHING,
    definition=r"\sum_i \left(#1_i - #2_i\right)^{2}",
    parts="(prediction - target) ** 2",
    examples=_PAIRS,
    insight="Grows with the number of examples, and so does its gradient.",
)

half_mse = entry_loss(
    "half_mse",
    "prediction",
    "Half the squared error, averaged over examples.",
    title="Half mean squared error",
    entry="(prediction - target) ** 2 / 2",
    partials={"prediction": "prediction - target", "target": "target - prediction"},
    shown={"prediction": "prediction - target", "target": "-(prediction - target)"},
    divisor=EXAMPLES,
    definition=r"\frac{1}{2m} \sum_i \left(#1_i - #2_i\right)^{2}",
    parts="(prediction - target) ** 2 / 2",
    examples=_PAIRS,
    insight="The half cancels the 2 of the square: the gradient is the error itself.",
)


def _are_shares(operands: Sequence[Array], attrs: Attrs) -> Any:
    prediction, target = operands
    inside = (prediction >= 0.0) & (prediction <= 1.0)
    return np.all(inside) and np.all((target >= 0.0) & (target <= 1.0))


bce = entry_loss(
    "bce",
    "prediction",
    "Binary cross-entropy of a probability.",
    title="Binary cross-entropy",
    entry="where(target == 0, 0, -target * log(prediction))"
    " + where(target == 1, 0, -(1 - target) * log1p(-prediction))",
    partials={
        "prediction": "where(target == 0, 0, -target / prediction)"
        " + where(target == 1, 0, (1 - target) / (1 - prediction))",
        "target": "where((target == 0) * (prediction == 0), 0, -log(prediction))"
        " + where((target == 1) * (prediction == 1), 0, log1p(-prediction))",
    },
    shown={
        "prediction": "-target / prediction + (1 - target) / (1 - prediction)",
        "target": "log(1 - prediction) - log(prediction)",
    },
    divisor=EXAMPLES,
    definition=r"-\frac{1}{m} \sum_i \left(#2_i \ln #1_i + (1 - #2_i) \ln\left(1 - #1_i\right)\right)",
    parts="-target * log(prediction) - (1 - target) * log(1 - prediction)",
    examples=_SHARES,
    insight="A confident mistake costs without bound, and so does its gradient.",
    domain=("0 <= prediction <= 1 and 0 <= target <= 1", _are_shares),
)

bce_with_logits = entry_loss(
    "bce_with_logits",
    "z",
    "Binary cross-entropy of a logit: sigmoid and bce in one.",
    title="Binary cross-entropy with logits",
    entry="where(z > 0, z, 0) - target * z + log1p(exp(-abs(z)))",
    partials={"z": "(1 - target) * sigmoid(z) - target * sigmoid(-z)", "target": "-z"},
    shown={"z": "sigmoid(z) - target", "target": "-z"},
    divisor=EXAMPLES,
    definition=r"\frac{1}{m} \sum_i \left(\ln\left(1 + e^{#1_i}\right) - #2_i #1_i\right)",
    parts="softplus(z) - target * z",
    examples=[(0.7, 1.0), ([-2.0, 3.0], [0.0, 1.0]), (1000.0, 0.0)],
    insight="Its gradient is prediction minus target, and stays finite however large z is.",
)

hinge = entry_loss(
    "hinge",
    "prediction",
    "How far the prediction falls short of a margin of 1.",
    title="Hinge loss",
    entry="where(target * prediction >= 1, 0, 1 - target * prediction)",
    partials={
        "prediction": "where(target * prediction >= 1, 0, -target)",
        "target": "where(target * prediction >= 1, 0, -prediction)",
    },
    shown={
        "prediction": "-target * (target * prediction < 1)",
        "target": "-prediction * (target * prediction < 1)",
    },
    divisor=EXAMPLES,
    definition=r"\frac{1}{m} \sum_i \max\left(0, 1 - #2_i #1_i\right)",
    parts="relu(1 - target * prediction)",
    examples=[(0.5, 1.0), (2.0, 1.0), ([0.5, -0.5], [1.0, 1.0])],
    insight="Examples beyond the margin pull no longer; the others pull all alike.",
    kink=(
        (
            "target * prediction == 1",
            "At the margin any value between 0 and the slope is a subgradient; this takes 0.",
        ),
        lambda operands, out, attrs: np.any(operands[0] * operands[1] == 1.0),
    ),
)
