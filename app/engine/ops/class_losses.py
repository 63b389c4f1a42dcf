"""
Losses over classes, along the last axis: ``cce`` of probabilities and ``cce_with_logits`` of scores.

The target is rows of classes (one-hot, or any shares), or class numbers from 0 with one axis less. A class number is a
name, not a quantity: no gradient goes to it, and one that no class has makes NaN, with a warning by `domain`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..array import Array, Shape, as_array, shape_text
from ..errors import ShapeError
from ..formula_tex import Style, fill
from ..op import Op, op_formula
from ..rules import Attrs
from ..structural import Domain, array_op
from .loss_tex import Divisor, gradient_tex, named_tex
from .losses import (
    GLYPHS,
    directional,
    examples_in,
    mismatch,
    slope_jacobian,
    sums_examples,
)
from .softmax import complement_of, log_softmax_of, softmax_of


def one_hot(target: Array, shape: Shape) -> Array:
    """Return *target* as one row of classes per example: as it is, or from class numbers (NaN where there is none)."""
    if target.shape == shape:
        return target
    numbers = target.ravel()
    known = (numbers >= 0.0) & (numbers < shape[-1]) & (numbers == np.floor(numbers))
    rows = np.zeros((numbers.size, shape[-1]))
    rows[np.flatnonzero(known), numbers[known].astype(np.intp)] = 1.0
    rows[~known] = np.nan
    return rows.reshape(shape)


def _class_shape(name: str, first: str) -> Any:
    def shape(shapes: Sequence[Shape], attrs: Attrs) -> Shape:
        scores, target = shapes
        if not scores:
            raise ShapeError(
                "shape-mismatch",
                f"{name} needs one entry per class along the last axis: {first} is ().",
                hint="For a single probability use bce.",
            )
        if target not in (scores, scores[:-1]):
            mend = f"Give target the shape {shape_text(scores)}, or class numbers of shape {shape_text(scores[:-1])}."
            raise mismatch(name, first, shapes, mend)
        return ()

    return shape


def _class_text(shapes: Sequence[Shape]) -> str:
    """The target as rows of classes, in the expression language."""
    scores, target = shapes
    if scores == target:
        return "target"
    return f"(reshape(target, {[*target, 1]}) == {list(range(scores[-1]))})"


def _classes_exist(operands: Sequence[Array], attrs: Attrs) -> Any:
    scores, target = operands
    return not np.any(np.isnan(one_hot(target, scores.shape)))


def class_loss(
    name: str,
    first: str,
    summary: str,
    *,
    title: str,
    entries: Callable[[Array, Array], Any],
    slope: Callable[[Array, Array], Any],
    target_slope: Callable[[Array, Array], Any],
    score: str,
    papers: tuple[str, str],
    definition: str,
    parts: str,
    insight: str,
    examples: Sequence[tuple[Any, ...]],
    domain: tuple[str, Domain],
) -> Op:
    """
    Declare a loss over classes along the last axis, whose target is rows of classes or class numbers.

    Args:
        name, first, summary, title, insight, examples, domain: As in `entry_loss`.
        entries: The loss of each entry from the scores and the rows of classes.
        slope, target_slope: Its partials towards the scores and the rows of classes.
        score: LaTeX template of what stands for the scores in *papers*, ``score``.
        papers: Formulas of the partials of one entry, over ``score`` and ``target``.
        definition: LaTeX of the whole mean.
        parts: What is summed and negated, with ``target`` for the rows of classes.
    """

    trees = [op_formula(paper, ("score", "target")).shown for paper in papers]

    def divisor(shape: Shape, attrs: Attrs) -> float:
        return 1 if sums_examples(attrs) else examples_in(shape, classes=True)

    divided = Divisor(divisor, lambda attrs: "1" if sums_examples(attrs) else "m")

    def gradient_line(names: Sequence[str], out: str, attrs: Attrs, index: int, style: Style) -> str:
        numbers = style.shapes is not None and style.shapes[0] != style.shapes[1]
        if numbers and index == 1:
            return r"\mathbf{0}^{\top}"
        target = rf"\operatorname{{onehot}}\left({names[1]}\right)" if numbers else names[1]
        written = (fill(score, (names[0],)), target)
        return gradient_tex(trees[index], ("score", "target"), written, divided, attrs, style)

    def forward(operands: Sequence[Array], attrs: Attrs) -> Any:
        scores, target = operands
        return np.divide(
            np.add.reduce(entries(scores, one_hot(target, scores.shape)), axis=None),
            divisor(scores.shape, attrs),
        )

    def gradient(operands: Sequence[Array], attrs: Attrs, index: int) -> Array:
        scores, target = operands
        if index == 1 and target.shape != scores.shape:
            return np.zeros(target.shape)  # class numbers are names, not quantities
        rule = target_slope if index else slope
        return as_array(np.divide(rule(scores, one_hot(target, scores.shape)), divisor(scores.shape, attrs)))

    def primitives(shapes: Sequence[Shape], attrs: Attrs) -> str:
        total = f"sum({_class_text(shapes)} * {parts})"
        return f"{total} / -{divisor(shapes[0], attrs):g}"

    return array_op(
        f"{name}({first}, target; reduction: mean|sum = mean)",
        summary,
        category="loss",
        display=GLYPHS.get(name, name),
        title=title,
        shape=_class_shape(name, first),
        forward=forward,
        vjp=lambda g, operands, out, attrs, index: g * gradient(operands, attrs, index),
        jvp=directional(gradient),
        jacobian=slope_jacobian(gradient),
        tex=named_tex(name),
        operator=gradient_line,
        definition=definition,
        primitives=primitives,
        examples=examples,
        insight=insight,
        domain=domain[0],
        domain_where=domain[1],
    )


def _negative_log(prediction: Array, target: Array) -> Any:
    # 0 ln 0 is 0, but NaN stays NaN.
    return np.where((target == 0.0) & (prediction >= 0.0), 0.0, -target * np.log(prediction))


def _are_class_shares(operands: Sequence[Array], attrs: Attrs) -> Any:
    return _classes_exist(operands, attrs) and np.all((operands[0] >= 0.0) & (operands[0] <= 1.0))


_CLASSES = "target is rows of classes, or class numbers from 0"

cce = class_loss(
    "cce",
    "prediction",
    "Cross-entropy of class probabilities.",
    title="Categorical cross-entropy",
    entries=_negative_log,
    slope=lambda p, y: np.where((y == 0.0) & (p >= 0.0), 0.0, -y / p),
    target_slope=lambda p, y: np.where((y == 0.0) & (p == 0.0), 0.0, -np.log(p)),
    score="#1",
    papers=("-target / score", "-log(score)"),
    definition=r"-\frac{1}{m} \sum_i #2_i \ln #1_i",
    parts="log(prediction)",
    examples=[([0.2, 0.3, 0.5], [0.0, 1.0, 0.0]), ([[0.9, 0.1], [0.4, 0.6]], [0.0, 1.0])],
    insight="Only the probability of the true class enters; the others matter through softmax.",
    domain=(f"0 <= prediction <= 1, and {_CLASSES}", _are_class_shares),
)


def _negative_log_softmax(z: Array, target: Array) -> Any:
    return np.where(target == 0.0, 0.0, -target * log_softmax_of(z, -1))


def _softmax_minus(z: Array, target: Array) -> Any:
    """Softmax minus target, for any sum of targets; p - 1 is written -(1 - p), which keeps its digits."""
    p = softmax_of(z, -1)
    return p * (np.sum(target, axis=-1, keepdims=True) - target) - complement_of(p, -1) * target


cce_with_logits = class_loss(
    "cce_with_logits",
    "z",
    "Cross-entropy of class scores: softmax and cce in one.",
    title="Categorical cross-entropy with logits",
    entries=_negative_log_softmax,
    slope=_softmax_minus,
    target_slope=lambda z, y: -log_softmax_of(z, -1),
    score=r"\operatorname{softmax}\left(#1\right)",
    papers=("score - target", "-log(score)"),
    definition=r"-\frac{1}{m} \sum_i #2_i \ln \operatorname{softmax}\left(#1\right)_i",
    parts="log_softmax(z)",
    examples=[([1.0, 2.0, 3.0], [0.0, 1.0, 0.0]), ([[1000.0, 0.0], [0.0, 2.0]], [0.0, 1.0])],
    insight="Its gradient is softmax minus target: the shortest formula in deep learning.",
    domain=(_CLASSES, _classes_exist),
)
