"""
The product on one edge: upstream times local, for scalars and for tensors.

Scalars multiply. Tensors of an elementwise op multiply entry by entry, and what broadcasting copied is summed back.
For all other ops the local gradient is a Jacobian and what is sent on is the vector-Jacobian product; a matrix product
is told as the product with the other factor transposed, which is what it comes to. Vectors stand as columns, except
on the left of a matrix product, where numpy takes them for rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from ..engine.formula_tex import bracket
from ..engine.graph import Value
from ..engine.op import Op
from ..engine.passes import Jacobian, Run
from . import tensors
from .figures import Figure
from .latex import Line, needs_brackets, partial_line
from .notation import Notation
from .sentences import axes_words

RULE = r", \quad "
"""Stands between the product and the rule of the local gradient; pages that show them apart split here."""
MATRIX_PRODUCT = "@"


class Product(NamedTuple):
    """
    One edge, told.

    Attributes:
        latex: Right-hand side in symbols, with the rule of the local gradient.
        numbers: The same with numbers.
        down: LaTeX of the downstream gradient's number.
        words: The downstream gradient for the ear.
        manner: How the sentence tells the product.
    """

    latex: str
    numbers: str
    down: str
    words: str
    manner: str


class Products:
    """
    Tells the products of one run.

    Args:
        run: The run.
        notation: Its names.
        values: The figures of its values, by slot; None where there is no value.
    """

    def __init__(self, run: Run, notation: Notation, values: Sequence[Figure | None]) -> None:
        self.run, self.graph, self.notation, self.figures = run, run.graph, notation, notation.figures
        self.called, self.values = notation.called, values
        self.symbols = [rf"\val{{{called.tex}}}" for called in notation.called]
        self.numbers = [rf"\val{{{shown.tex}}}" if shown else "" for shown in values]

    def tell(self, edge: int, target: int, index: int, partial: str) -> Product:
        """
        Tell the edge numbered *edge*, which must lie on the path and not come from a fixed node.

        Args:
            edge: Number of the edge.
            target: The op it enters.
            index: Which operand it is.
            partial: How its local gradient is written.
        """
        local = self.run.local[edge]
        if isinstance(local, float):
            return self._scalar(edge, target, index, local, partial)
        op = self.graph.ops[target]
        assert op is not None  # edges end at ops
        if isinstance(local, np.ndarray):
            return self._entry_by_entry(edge, target, index, partial)
        if op.infix is not None and op.infix[0] == MATRIX_PRODUCT:
            return self._matrix_product(edge, target, index)
        return self._jacobian(edge, target, index, partial)

    def _scalar(self, edge: int, target: int, index: int, local: float, partial: str) -> Product:
        factor, up = self.figures[local], self.figures.of(self._upstream(edge))
        down = self.figures.of(self._downstream(edge))
        line, rule = self._rule(target, index)
        filled = "" if line.is_plain else rf"{RULE}\loc{{{factor.tex}}} = {self._rule_filled(target, index)}"
        return Product(
            rf"\up{{{self.notation.total(target)}}} \cdot \loc{{{partial}}}{RULE}\loc{{{partial}}} = {rule}",
            rf"\up{{{up.tex}}} \cdot {factor.left}\loc{{{factor.tex}}}{factor.right}{filled}",
            down.tex,
            down.words,
            f"its upstream gradient {up.words} times the local gradient {factor.words}",
        )

    def _rule(self, target: int, index: int) -> tuple[Line, str]:
        """Where the local gradient comes from, in symbols."""
        sources, called = self.graph.inputs[target], self.called
        forms = (*[called[i].form for i in sources], called[target].form)
        line = partial_line(self._op(target), self.graph.attrs[target], index, forms)
        return line, line.fill([*[self.symbols[i] for i in sources], self.symbols[target]])

    def _rule_filled(self, target: int, index: int) -> str:
        """The same with numbers put in."""
        slots = (*self.graph.inputs[target], target)
        forms = tuple([shown.form for i in slots if (shown := self.values[i])])
        line = partial_line(self._op(target), self.graph.attrs[target], index, forms)
        return line.fill([self.numbers[i] for i in slots])

    def _entry_by_entry(self, edge: int, target: int, index: int, partial: str) -> Product:
        axes = self.run.summed_axes.get(edge, ())
        named = f"{'axis' if len(axes) == 1 else 'axes'} {', '.join(map(str, axes))}"
        summing = rf"\sum_{{\text{{{named}}}}} " if axes else ""
        local = tensors.tex(self.run.local[edge])
        _, rule = self._rule(target, index)
        return self._product(
            edge,
            rf"{summing}\up{{{self.notation.total(target)}}} \odot \loc{{{partial}}}{RULE}\loc{{{partial}}} = {rule}",
            rf"{summing}\up{{{tensors.tex(self._upstream(edge))}}} \odot \loc{{{local}}}",
            "its upstream gradient times the local gradient, entry by entry"
            + (f", {axes_words(axes)}" if axes else ""),
        )

    def _jacobian(self, edge: int, target: int, index: int, partial: str) -> Product:
        """Vectors and numbers as matrices, so that the product can be followed; beyond, a dot stands for it."""
        local, up, total = self.run.local[edge], self._upstream(edge), self.notation.total(target)
        _, rule = self._rule(target, index)
        manner = "its upstream gradient times the local Jacobian"
        shapes = tensors.shape_of(up), tensors.shape_of(self._downstream(edge))
        if not isinstance(local, Jacobian):
            latex = rf"\up{{{total}}} \cdot \loc{{{partial}}}{RULE}\loc{{{partial}}} = {rule}"
            return self._product(edge, latex, rf"\up{{{tensors.tex(up)}}} \cdot \loc{{{rule}}}", manner)
        if max(map(len, shapes)) > 1:
            latex = rf"\up{{{total}}} \cdot \loc{{{partial}}}{RULE}\loc{{{partial}}} = {rule}"
            return self._product(
                edge, latex, rf"\up{{{tensors.tex(up)}}} \cdot \loc{{{tensors.tex(local.value)}}}", manner
            )
        matrix = tensors.tex(local.value.reshape(prod(shapes[0]), prod(shapes[1])))
        latex = rf"\loc{{\left({partial}\right)}}^{{\top}} \, \up{{{total}}}{RULE}\loc{{{partial}}} = {rule}"
        shown = self.figures.of(up)
        return self._product(
            edge, latex, rf"\loc{{{matrix}}}^{{\top}} \, {shown.left}\up{{{shown.tex}}}{shown.right}", manner
        )

    def _matrix_product(self, edge: int, target: int, index: int) -> Product:
        """Of A B: towards A the gradient times B transposed, towards B the transpose of A times the gradient."""
        sources, total = self.graph.inputs[target], self.notation.total(target)
        left, other = self.run.values[sources[0]], sources[1 - index]
        rows = left is not None and len(tensors.shape_of(left)) == 1
        up, down = self._upstream(edge), self._downstream(edge)
        up_tex = tensors.row_tex(up) if rows else tensors.tex(up)
        called = self.called[other]
        base = bracket(called.tex, needs_brackets(called.form))
        symbols = [rf"\up{{{total}}}", rf"\loc{{{base}^{{\top}}}}"]
        # A vector that is multiplied from the right is a row transposed, and the other way round.
        turned = tensors.transposed_tex(self.run.values[other], is_row=index == 1)
        numbers = [rf"\up{{{up_tex}}}", rf"\loc{{{turned}}}"]
        if index == 1:
            symbols.reverse()
            numbers.reverse()
        told = self._product(
            edge,
            r" \, ".join(symbols),
            r" \, ".join(numbers),
            f"its upstream gradient times {called.words} transposed",
        )
        return told._replace(down=tensors.row_tex(down)) if rows and index == 0 else told

    def _product(self, edge: int, latex: str, numbers: str, manner: str) -> Product:
        down = self.figures.of(self._downstream(edge))
        return Product(latex, numbers, down.tex, down.words, manner)

    def _op(self, target: int) -> Op:
        op = self.graph.ops[target]
        assert op is not None  # edges end at ops
        return op

    def _upstream(self, edge: int) -> Value:
        upstream = self.run.upstream[edge]
        assert upstream is not None  # the edge is on the path
        return upstream

    def _downstream(self, edge: int) -> Value:
        downstream = self.run.downstream[edge]
        assert downstream is not None  # the edge is on the path, and its source is not fixed
        return downstream
