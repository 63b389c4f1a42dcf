"""
How the gradient of a loss is written: what one entry contributes on paper, behind what the sum is divided by.

The divisor stands as the number it is for the shapes at hand, m and n only where these are not known; a gradient
towards a vector is a row, as every Jacobian of a number is, so it is written transposed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..array import Shape
from ..formula import Binary, Num, Tree, Unary
from ..formula_tex import ATOM, PRODUCT, Style, binding, bracket, to_tex
from ..op import op_templates
from ..rules import Attrs


class Divisor(NamedTuple):
    """
    What a sum over entries is divided by.

    Attributes:
        number: It, from the shape of the prediction and the settings.
        symbol: LaTeX for it where the shape is not known, from the settings.
    """

    number: Callable[[Shape, Attrs], float]
    symbol: Callable[[Attrs], str]


def named_tex(name: str) -> str:
    """The LaTeX template of a loss: its name, applied."""
    escaped = name.replace("_", r"\_")
    return rf"\operatorname{{{escaped}}}\left(#1, #2\right)"


def gradient_tex(
    paper: Tree, names: Sequence[str], operands: Sequence[str], divisor: Divisor, attrs: Attrs, style: Style
) -> str:
    """
    Write the gradient of a loss of arrays towards one operand.

    Args:
        paper: The slope of one entry.
        names: Names of the operands in *paper*.
        operands: LaTeX of the operands.
        divisor: What the sum of entries is divided by.
        attrs: Settings.
        style: Its shapes are those of the operands.
    """
    shape = style.shapes[0] if style.shapes else None
    below = divisor.symbol(attrs) if shape is None else f"{divisor.number(shape, attrs):g}"
    sign, factor, rest = _without_factor(paper)
    texts = dict(zip(names, operands, strict=True))
    body = to_tex(rest, texts, op_templates(), arrays=set(names), spells_exp=style.spells_exp)
    front = ("" if factor == "1" else factor) if below == "1" else rf"\frac{{{factor}}}{{{below}}}"
    if shape is None or len(shape) == 1:
        body = rf"{bracket(body, binding(body) < ATOM)}^{{\top}}"
    else:
        body = bracket(body, binding(body) < PRODUCT and bool(front or sign))
    return f"{sign}{front} {body}" if front else f"{sign}{body}"


def _without_factor(tree: Tree) -> tuple[str, str, Tree]:
    """Split off the sign and the number in front."""
    if isinstance(tree, Unary):
        sign, factor, rest = _without_factor(tree.operand)
        return "" if sign else "-", factor, rest
    if isinstance(tree, Binary) and tree.op in "*/":
        if tree.op == "*" and isinstance(tree.left, Num):
            text = tree.left.text.removesuffix(".0")
            return ("-" if text[0] == "-" else ""), text.removeprefix("-"), tree.right
        sign, factor, rest = _without_factor(tree.left)
        return sign, factor, Binary(tree.op, rest, tree.right)
    return "", "1", tree
