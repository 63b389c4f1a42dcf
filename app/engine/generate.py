"""
Make ``kernels.py`` and ``row_kernels.py``: the op declarations' formulas as one loop, over floats and over columns.

Run ``python -m app.engine.generate`` after a declaration changed; a test holds the file against what this writes. Text
written ahead and checked in was chosen over ``compile`` at import: it can be read, typed and stepped through, and no
code is ever made from text at run time.

What the loop spares is what costs time in CPython. It computes a local gradient only where it is more than a constant,
an operand or the output itself; those three are looked up later, in C, by their places.
Ops are told apart by a tree of integer comparisons, the frequent ones near its root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from .float_code import ColumnWriter, Writer, names_in
from .formula import Name, Num, Tree, Unary
from .op import Op
from .ops import REGISTRY

TARGET = Path(__file__).with_name("kernels.py")
ROW_TARGET = Path(__file__).with_name("row_kernels.py")

# Near the root of the tree, in this order; the rest follows in order of declaration.
FREQUENT = ("add", "mul", "sub", "pow", "tanh", "relu", "sigmoid", "exp", "div", "neg", "square", "log")

# Where a local gradient is found: the value of operand 0 to 9, the output, one of the two columns of computed ones.
# Negative numbers are places of constants, counted from the end of all columns; the last one is None.
OUT, FIRST, SECOND, NONE = 10, 11, 12, -1
_COMPUTED = 99  # first or second, as it comes
_MATH = ("cos", "erf", "erfc", "exp", "expm1", "floor", "log", "log1p", "pow", "sin", "sqrt", "tan", "tanh")


class Kernel:
    """
    One branch of the loop: an op, and which of its computed local gradients are wanted.

    Attributes:
        op: The op.
        wanted: Indices of operands whose local gradient is computed and stored, ascending; at most two.
        places: For each operand, where its local gradient is found: an operand, `OUT`, `FIRST`, `SECOND`, or the
            place of a constant.
    """

    def __init__(self, op: Op, wanted: tuple[int, ...], places: tuple[int, ...]) -> None:
        self.op, self.wanted, self.places = op, wanted, places


def kernels() -> tuple[list[Kernel], list[float]]:
    """Return the branches in the order of their numbers, and the constants (at the places -2, -3, ...)."""
    constants: list[float] = []
    elementwise = [op for op in REGISTRY.values() if op.elementwise]
    rank = {name: i for i, name in enumerate(FREQUENT)}
    elementwise.sort(key=lambda op: rank.get(op.name, len(rank)))  # stable: declaration order after that
    whole, reduced = [], []
    for op in elementwise:
        places = tuple(_place(_partial(op, i), op, constants) for i in range(len(op.operands)))
        computed = tuple(i for i, place in enumerate(places) if place == _COMPUTED)
        whole.append(_kernel(op, computed, places))
        for count in range(1, len(computed)):
            reduced += [_kernel(op, wanted, places) for wanted in combinations(computed, count)]
    return whole + reduced, constants


def _kernel(op: Op, wanted: tuple[int, ...], places: tuple[int, ...]) -> Kernel:
    """Say where the wanted ones are found; a computed local gradient that nobody wants is None."""
    if len(wanted) > 2:
        raise ValueError(
            f"{op.name} computes {len(wanted)} local gradients; the loop has two columns for them"
        )
    found = dict(zip(wanted, (FIRST, SECOND), strict=False))
    return Kernel(
        op, wanted, tuple(found.get(i, NONE) if p == _COMPUTED else p for i, p in enumerate(places))
    )


def _partial(op: Op, index: int) -> Tree:
    assert op.partial_trees is not None
    return op.partial_trees[op.operands[index]].tree


def _place(tree: Tree, op: Op, constants: list[float]) -> int:
    if isinstance(tree, Name):
        if tree.name == "out":
            return OUT
        if tree.name in op.operands:
            return op.operands.index(tree.name)
    number = _constant(tree)
    if number is None:
        return _COMPUTED
    if number not in constants:
        constants.append(number)
    return -2 - constants.index(number)


def _constant(tree: Tree) -> float | None:
    if isinstance(tree, Unary) and isinstance(tree.operand, Num):
        return -tree.operand.value
    return tree.value if isinstance(tree, Num) else None


def branch(kernel: Kernel, kind: type[Writer] = Writer) -> Iterator[str]:
    """Yield the lines of one branch: fetch operands and settings, store the value and local gradients."""
    op = kernel.op
    assert op.value_tree is not None
    value, partials = op.value_tree.tree, [_partial(op, i) for i in kernel.wanted]
    uses = [name for tree in (value, *partials) for name in names_in(tree)]
    fetched = _operands(op)
    once = {name: text for name, text in fetched.items() if uses.count(name) == 1}
    yield from (f"{name} = {text}" for name, text in fetched.items() if uses.count(name) > 1)
    if op.settings:
        yield f"{', '.join(setting.name for setting in op.settings)}{',' * (len(op.settings) == 1)} = right"
    writer = kind(once, [setting.name for setting in op.settings])
    yield f"values[at] = {'out = ' * ('out' in uses)}{writer.result(value, 'into')}"
    for column, tree in zip(("first", "second"), partials, strict=False):
        yield f"{column}[at] = {writer.result(tree, f'into_{column}')}"


def _is_packed(op: Op) -> bool:
    """Whether the operands' cells come as a tuple: there are two places in a row, and settings need one."""
    return len(op.operands) + bool(op.settings) > 2


def _operands(op: Op) -> dict[str, str]:
    """Return where each operand's value is fetched from."""
    if _is_packed(op):
        return {name: f"values[left[{i}]]" for i, name in enumerate(op.operands)}
    return {name: f"values[{slot}]" for name, slot in zip(op.operands, ("left", "right"), strict=False)}


def dispatch(branches: list[list[str]], weights: list[int], first: int = 0) -> Iterator[str]:
    """Yield a tree of comparisons on ``k`` whose halves weigh as much as each other, as nearly as the order allows."""
    if len(branches) == 1:
        yield from branches[0]
        return
    cut = min(range(1, len(branches)), key=lambda i: abs(sum(weights[:i]) - sum(weights[i:])))
    yield f"if k == {first}:" if cut == 1 else f"if k < {first + cut}:"
    yield from _indented(dispatch(branches[:cut], weights[:cut], first))
    yield "else:"
    yield from _indented(dispatch(branches[cut:], weights[cut:], first + cut))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


HEAD = '''"""
Every elementwise op on plain floats. GENERATED by ``python -m app.engine.generate``: edit the declarations instead.

An exception out of `forward` (a float raises where numpy answers inf or nan) means: run this graph on numpy instead.
"""

# fmt: off
# ruff: noqa: E501, PLR, C901  (written by a program: long lines, one long function)

from collections.abc import Iterable
from math import {imports}
from typing import Any

CONSTANTS: tuple[float | None, ...] = {constants}
OUT, FIRST, SECOND = {out}, {first}, {second}

# Branch by op name and by which of its computed local gradients are wanted, as a sum of 1 << operand.
KERNELS: dict[str, dict[int, int]] = {{
{kernels}
}}

# By branch, for each operand, where its local gradient is found: the value of operand 0 to 9, OUT, FIRST, SECOND, or
# (negative) the place of a constant, counted from the end of all columns.
PLACES: tuple[tuple[int, ...], ...] = (
{places}
)

# Ops whose operands' cells are handed over as a tuple, because there are more than two, or settings beside two.
PACKED = frozenset({packed})


Row = tuple[int, int, Any, Any]


def forward(rows: Iterable[Row], values: list[float], first: list[float], second: list[float]) -> None:
    """
    Store the value of every row, and its computed local gradients.

    Args:
        rows: ``(k, at, left, right)``: the branch, the cell of the result, and the cells of two operands; or a tuple of
            cells, or of settings.
        values: By cell; those of the leaves to begin with.
        first: By cell, of the same length; filled in.
        second: As *first*, for ops with two computed local gradients.

    Raises:
        ArithmeticError, ValueError: Where a float raises and numpy answers inf or nan.
    """
    for k, at, left, right in rows:
'''


ROW_HEAD = '''"""
Every elementwise op on columns of rows. GENERATED by ``python -m app.engine.generate``: edit the declarations instead.
"""

# fmt: off
# ruff: noqa: E501, I001, PLR, C901  (written by a program: long lines, one long function)

import math
from collections.abc import Iterable
from typing import Any

from numpy import asarray, float64, frompyfunc, {imports}

from .kernels import Row

{own}

def forward(
    rows: Iterable[Row],
    values: list[Any],
    first: list[Any],
    second: list[Any],
    into: list[Any],
    into_first: list[Any],
    into_second: list[Any],
) -> None:
    """
    Store the column of every row of the program, and the columns of its computed local gradients.

    Args:
        rows: As for `kernels.forward`.
        values: By cell: an array with an entry per row, or a numpy scalar where all rows have the same.
        first: By cell, of the same length; filled in.
        second: As *first*, for ops with two computed local gradients.
        into, into_first, into_second: By cell, columns to write these into, or None for new ones.
    """
    for k, at, left, right in rows:
'''
# What numpy has not.
ROW_FUNCTION = '''_{name} = frompyfunc(math.{name}, 1, 1)


def {name}(x: Any) -> Any:
    """Apply math.{name} to every entry; numpy has none."""
    return asarray(_{name}(x), dtype=float64)[()]
'''
_NUMPY = (
    "abs", "add", "cos", "divide", "exp", "expm1", "floor", "log", "log1p", "maximum", "minimum", "multiply",
    "negative", "power", "sign", "sin", "sqrt", "subtract", "tan", "tanh", "where",
)  # fmt: skip


def row_source() -> str:
    """Return the text of ``row_kernels.py``."""
    branches, _constants = kernels()
    body = list(
        dispatch([list(branch(kernel, ColumnWriter)) for kernel in branches], _weights(len(branches)))
    )
    own = "\n\n".join(ROW_FUNCTION.format(name=name) for name in _used(("erf", "erfc"), body))
    return ROW_HEAD.format(imports=", ".join(_used(_NUMPY, body)), own=own) + _indented_text(body)


def _weights(count: int) -> list[int]:
    return [max(1, 32 >> (number // 2)) for number in range(count)]


def _used(names: Iterable[str], body: list[str]) -> list[str]:
    return [name for name in names if any(re.search(rf"\b{name}\(", line) for line in body)]


def _indented_text(body: list[str]) -> str:
    return "\n".join(f"        {line}" for line in body) + "\n"


def source() -> str:
    """Return the text of ``kernels.py``."""
    branches, constants = kernels()
    by_op: dict[str, dict[int, int]] = {}
    for number, kernel in enumerate(branches):
        by_op.setdefault(kernel.op.name, {})[sum(1 << i for i in kernel.wanted)] = number
    body = list(dispatch([list(branch(kernel)) for kernel in branches], _weights(len(branches))))
    head = HEAD.format(
        imports=", ".join(_used(_MATH, body)),
        constants=repr((*reversed(constants), None)),
        out=OUT,
        first=FIRST,
        second=SECOND,
        kernels="\n".join(f"    {name!r}: {masks!r}," for name, masks in by_op.items()).replace("'", '"'),
        places="\n".join(f"    {kernel.places!r},  # {kernel.op.name}" for kernel in branches),
        packed=repr(tuple(name for name in by_op if _is_packed(REGISTRY[name]))).replace("'", '"'),
    )
    return head + _indented_text(body)


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
    ROW_TARGET.write_text(row_source(), encoding="utf-8")
