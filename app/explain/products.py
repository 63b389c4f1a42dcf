"""
The product on one edge between tensors: upstream times local, whatever "times" means there.

Entries of an elementwise op multiply one by one, and what broadcasting copied is summed back. For all other ops the
local gradient is a Jacobian and what is sent on is the vector-Jacobian product; a matrix product is told as the
product with the other factor transposed, which is what it comes to. Vectors stand as columns, except on the left of a
matrix product, where numpy takes them for rows.

Edges between scalars, of which there are many more, are told in `trace.py`.
"""

from __future__ import annotations

from math import prod
from typing import NamedTuple

import numpy as np

from ..engine.formula_tex import bracket
from ..engine.graph import Value
from ..engine.passes import Jacobian, Run
from . import tensors
from .latex import LAST_FACTOR, Form, lines_of, same_operands
from .notation import RULE, Notation
from .orientation import MATRIX_PRODUCT, Rows
from .sentences import axes_words, manner


class Product(NamedTuple):
    """
    One edge, told.

    Attributes:
        latex: Right-hand side in symbols, with the rule of the local gradient.
        numbers: The same with numbers.
        down: LaTeX of the downstream gradient's number.
        manner: How the sentence tells the product.
    """

    latex: str
    numbers: str
    down: str
    manner: str


class Products:
    """
    Tells the products of one run.

    Args:
        run: The run.
        notation: Its names.
        rows: Which vectors are rows.
    """

    def __init__(self, run: Run, notation: Notation, rows: Rows) -> None:
        self.run, self.graph, self.notation, self.called = run, run.graph, notation, notation.called
        self.rows = rows

    def tell(self, edge: int, target: int, index: int, partial: str) -> Product:
        """
        Tell the edge numbered *edge*, which must lie on the path and not come from a fixed node.

        Args:
            edge: Number of the edge.
            target: The op it enters.
            index: Which operand it is.
            partial: How its local gradient is written.
        """
        op, up, down = self.graph.ops[target], self.run.upstream[edge], self.run.downstream[edge]
        assert op is not None and up is not None and down is not None  # an edge on the path, to an op
        if op.infix is not None and op.infix[0] == MATRIX_PRODUCT:
            return self._matrix_product(target, index, up, down)
        nodes = [self.called[i] for i in (*self.graph.inputs[target], target)]
        style, same = self.notation.style(target), same_operands(self.graph.inputs[target])
        lines = lines_of(op, self.graph.attrs[target], tuple([called.form for called in nodes]), style, same)
        line = lines.partial(index) if op.elementwise else lines.jacobian(index)
        rule = line.fill([called.tex for called in nodes])
        ruled = rf"{RULE}\loc{{{partial}}} = {rule}"
        if isinstance(self.run.local[edge], np.ndarray):
            return self._entry_by_entry(edge, target, index, partial, ruled, up, down)
        return self._jacobian(edge, target, partial, rule, ruled, up, down)

    def _entry_by_entry(
        self, edge: int, target: int, index: int, partial: str, ruled: str, up: Value, down: Value
    ) -> Product:
        rows = self.rows.at(target)
        local = tensors.turned_tex(self.run.local[edge], rows[-1])
        axes = self.run.summed_axes.get(edge, ())
        named = f"{'axis' if len(axes) == 1 else 'axes'} {', '.join(map(str, axes))}"
        alone = not tensors.shape_of(down)
        summing = "" if not axes else r"\sum " if alone else rf"\sum_{{\text{{{named}}}}} "
        manner = "its upstream gradient times the local gradient, entry by entry"
        return Product(
            rf"{summing}\up{{{self.notation.total(target)}}} \odot \loc{{{partial}}}{ruled}",
            rf"{summing}\up{{{tensors.turned_tex(up, rows[-1])}}} \odot \loc{{{local}}}",
            tensors.turned_tex(down, rows[index]),
            f"{manner}, {'all summed' if alone else axes_words(axes)}" if axes else manner,
        )

    def _jacobian(
        self, edge: int, target: int, partial: str, rule: str, ruled: str, up: Value, down: Value
    ) -> Product:
        """Vectors and numbers as matrices, so that the product can be followed; beyond, a dot stands for it."""
        op, local, total = self.graph.ops[target], self.run.local[edge], self.notation.total(target)
        assert op is not None  # edges end at ops
        rows, columns = tensors.shape_of(up), tensors.shape_of(down)
        latex = rf"\up{{{total}}} \cdot \loc{{{partial}}}{ruled}"
        if not isinstance(local, Jacobian):
            numbers = rf"\up{{{tensors.tex(up)}}} \cdot \loc{{{rule}}}"
        elif len(rows) > 1 or len(columns) > 1:
            numbers = rf"\up{{{tensors.tex(up)}}} \cdot \loc{{{tensors.tex(local.value)}}}"
        else:
            latex = rf"\loc{{\left({partial}\right)}}^{{\top}} \, \up{{{total}}}{ruled}"
            matrix = tensors.tex(local.value.reshape(prod(rows), prod(columns)))
            entering = self.notation.figures.of(up)
            number = bracket(rf"\up{{{entering.tex}}}", entering.form > LAST_FACTOR)
            numbers = rf"\loc{{{matrix}}}^{{\top}} \, {number}"
        return Product(latex, numbers, tensors.tex(down), manner(op))

    def _matrix_product(self, target: int, index: int, up: Value, down: Value) -> Product:
        """Of A B: towards A the gradient times B transposed, towards B the transpose of A times the gradient."""
        sources = self.graph.inputs[target]
        left, other = self.run.values[sources[0]], self.run.values[sources[1 - index]]
        rows = len(tensors.shape_of(left)) == 1
        called, named = self._transposed(sources[1 - index])
        symbols = [rf"\up{{{self.notation.total(target)}}}", rf"\loc{{{called}}}"]
        # A vector that multiplies from the right is a column, and a row once it is transposed.
        turned = tensors.transposed_tex(other, is_row=index == 1)
        numbers = [rf"\up{{{tensors.row_tex(up) if rows else tensors.tex(up)}}}", rf"\loc{{{turned}}}"]
        if index == 1:
            symbols.reverse()
            numbers.reverse()
        return Product(
            r" \, ".join(symbols),
            r" \, ".join(numbers),
            tensors.row_tex(down) if rows and index == 0 else tensors.tex(down),
            f"its upstream gradient times {named}",
        )

    def _transposed(self, slot: int) -> tuple[str, str]:
        """Write and say the transpose of a node; of what is a matrix transposed already, that matrix."""
        op, called = self.graph.ops[slot], self.called[slot]
        if op is not None and op.name == "transpose" and called.nameless and not self.graph.attrs[slot]:
            turned = self.called[self.graph.inputs[slot][0]]
            return turned.tex, turned.words
        base = bracket(called.tex, called.form >= Form.POWER)  # LaTeX refuses a second superscript
        return rf"{base}^{{\top}}", f"{called.words} transposed"
