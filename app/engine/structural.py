"""
Rules of ops that are more than entry by entry: products, reductions, moves, losses.

Their formulas would need a language with axes and shapes, which nobody could read aloud; so they are declared by array
functions instead, and the registry's tests hold value, VJP, JVP and Jacobian of each against one another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np

from .array import Array, Shape, as_array
from .formula import Formula
from .formula_tex import PLAIN, Style, fill
from .op import Op, Primitives, register
from .rules import Attrs, Rules, Tangents, jacobian_of_copies
from .signature import parse_signature

ShapeRule = Callable[[Sequence[Shape], Attrs], Shape]
Forward = Callable[[Sequence[Array], Attrs], Any]
Vjp = Callable[[Array, Sequence[Array], Array, Attrs, int], Any]
Jvp = Callable[[Tangents, Sequence[Array], Array, Attrs], Any]
Jacobian = Callable[[Sequence[Array], Array, Attrs, int], "Array | None"]
ValueTex = Callable[[Sequence[str], Attrs, Style], str]
OperatorTex = Callable[[Sequence[str], str, Attrs, int, Style], str]
Kink = Callable[[Sequence[Array], Array, Attrs], Any]
Domain = Callable[[Sequence[Array], Attrs], Any]


class StructuralRules(Rules):
    """
    Rules made from array functions.

    Args:
        shape: Output shape from operand shapes, or ShapeError.
        forward: The value.
        vjp: ``(g, operands, out, attrs, index)`` to the downstream gradient, in the operand's shape.
        jvp: The tangent; ``"linear"`` where the op is linear in all operands at once (the tangent is the op of the
            tangents), ``"multilinear"`` where it is linear in each operand by itself (the product rule).
        jacobian: The whole Jacobian; ``"copies"`` where entries are only moved; None, or a function answering None,
            where it is put together row by row from `vjp`.
        value_tex: A template with ``#1``, or a function of names, attrs and style.
        operator_tex: The Jacobian as symbols, from names, the output's name, attrs, index and style.
        partial_tex: The local gradient where all operands are single numbers, or None for the same as above.
        kink, domain: Functions answering truth values, or None.
    """

    def __init__(
        self,
        *,
        shape: ShapeRule,
        forward: Forward,
        vjp: Vjp,
        jvp: Jvp | Literal["linear", "multilinear"],
        jacobian: Jacobian | Literal["copies"] | None,
        value_tex: str | ValueTex,
        operator_tex: OperatorTex,
        partial_tex: OperatorTex | None,
        kink: Kink | None,
        domain: Domain | None,
    ) -> None:
        self._shape, self._forward, self._vjp, self._jvp, self._jacobian = shape, forward, vjp, jvp, jacobian
        self._value_tex, self._operator_tex, self._kink, self._domain = value_tex, operator_tex, kink, domain
        self._partial_tex = partial_tex or operator_tex

    def infer_shape(self, shapes: Sequence[Shape], attrs: Attrs) -> Shape:
        return self._shape(shapes, attrs)

    def forward(self, operands: Sequence[Array], attrs: Attrs) -> Array:
        return as_array(self._forward(operands, attrs))

    def partials(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        raise TypeError("only elementwise ops have partials; ask for the Jacobian")

    def pull_back(self, g: Array, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        return as_array(self._vjp(g, operands, out, attrs, index))

    def push_forward(self, tangents: Tangents, operands: Sequence[Array], out: Array, attrs: Attrs) -> Array:
        if self._jvp == "linear":
            filled = [
                np.zeros(operand.shape) if tangent is None else tangent
                for tangent, operand in zip(tangents, operands, strict=True)
            ]
            return self.forward(filled, attrs)
        if self._jvp == "multilinear":
            return self._product_rule(tangents, operands, out, attrs)
        assert callable(self._jvp)
        return as_array(self._jvp(tangents, operands, out, attrs))

    def _product_rule(self, tangents: Tangents, operands: Sequence[Array], out: Array, attrs: Attrs) -> Array:
        total = np.zeros(out.shape)
        for index, tangent in enumerate(tangents):
            if tangent is not None:
                moved = [tangent if k == index else operand for k, operand in enumerate(operands)]
                total = as_array(total + self.forward(moved, attrs))
        return total

    def jacobian(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        if self._jacobian == "copies":
            return jacobian_of_copies(self, operands, attrs, index)
        closed = self._jacobian(operands, out, attrs, index) if callable(self._jacobian) else None
        return self._by_rows(operands, out, attrs, index) if closed is None else as_array(closed)

    def _by_rows(self, operands: Sequence[Array], out: Array, attrs: Attrs, index: int) -> Array:
        """One pull-back per output entry, each with 1 there and 0 elsewhere."""
        rows = np.zeros((out.size, operands[index].size))
        for position in range(out.size):
            unit = np.zeros(out.size)
            unit[position] = 1.0
            rows[position] = self.pull_back(unit.reshape(out.shape), operands, out, attrs, index).ravel()
        return rows.reshape(out.shape + operands[index].shape)

    def operator_tex(self, attrs: Attrs, index: int, names: Sequence[str], style: Style = PLAIN) -> str:
        return self._operator_tex(names, self.value_tex(names, attrs, style), attrs, index, style)

    def value_tex(self, names: Sequence[str], attrs: Attrs, style: Style = PLAIN) -> str:
        if callable(self._value_tex):
            return self._value_tex(names, attrs, style)
        return fill(self._value_tex, tuple(names))

    def partial_tex(
        self, names: Sequence[str], out_name: str, attrs: Attrs, index: int, style: Style = PLAIN
    ) -> str:
        return self._partial_tex(names, out_name, attrs, index, style)

    def is_kink(self, operands: Sequence[Array], out: Array, attrs: Attrs) -> bool:
        return self._kink is not None and bool(self._kink(operands, out, attrs))

    def in_domain(self, operands: Sequence[Array], attrs: Attrs) -> bool:
        return self._domain is None or bool(self._domain(operands, attrs))


def array_op(
    signature: str,
    summary: str,
    *,
    category: str,
    display: str,
    title: str,
    shape: ShapeRule,
    forward: Forward,
    vjp: Vjp,
    jvp: Jvp | Literal["linear", "multilinear"],
    tex: str | ValueTex,
    operator: OperatorTex,
    partial: OperatorTex | None = None,
    examples: Sequence[tuple[Any, ...]],
    jacobian: Jacobian | Literal["copies"] | None = None,
    infix: tuple[str, int] | None = None,
    definition: str | None = None,
    kink: tuple[str, str] | None = None,
    kink_where: Kink | None = None,
    domain: str | None = None,
    domain_where: Domain | None = None,
    primitives: Primitives | None = None,
    scalar: tuple[Formula, dict[str, Formula]] | None = None,
    insight: str = "",
) -> Op:
    """
    Declare an op by array functions; the words are those of `op.op`, the functions those of `StructuralRules`.

    Raises:
        ValueError: A declaration that contradicts itself.
    """
    name, operands, variadic, settings = parse_signature(signature)
    if (kink is None) != (kink_where is None) or (domain is None) != (domain_where is None):
        raise ValueError(f"{name}: a kink or a domain needs both its words and its test")
    rules = StructuralRules(
        shape=shape, forward=forward, vjp=vjp, jvp=jvp, jacobian=jacobian, value_tex=tex, operator_tex=operator,
        partial_tex=partial,
        kink=kink_where, domain=domain_where,
    )  # fmt: skip
    return register(
        Op(
            name=name,
            summary=summary,
            category=category,
            operands=operands,
            variadic=variadic,
            settings=settings,
            infix=infix,
            tex=tex if isinstance(tex, str) else None,
            definition=definition,
            insight=insight,
            kink=kink,
            domain=domain,
            primitives=primitives,
            examples=tuple(examples),
            display=display,
            title=title,
            rules=rules,
            scalar_trees=scalar,
        )
    )
