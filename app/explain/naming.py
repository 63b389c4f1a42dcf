"""
What every node of a graph is called, in symbols and in words.

Named nodes have their name, constants their number. A nameless node appears as the expression it stands for, as long as
that has at most 24 characters in the expression language; beyond, it is v_1, v_2, ... in forward order. Expressions
are built from those of the operands, so each node costs a bounded amount, however deep the graph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..engine.formula_tex import bracket
from ..engine.graph import Graph, Value
from ..engine.op import REGISTRY, Op
from .figures import figure
from .latex import Form, value_line
from .names import MAX_NAME, label_tex, name_tex
from .sentences import phrase

_NAMELESS = re.compile(r"(?:.*_)?_([a-z][a-z_]*?)[0-9]+_*")
_NAME_FORM = re.compile(r"(?:[A-Za-z]|\\(?!mathrm|text|hat|bar|tilde)[A-Za-z]+)(?:_\{[^{}]*\})?")
ATOM = 9
"""Precedence of a name, a number or a call: tighter than any infix symbol of the expression language."""


class Called(NamedTuple):
    """
    One node's names.

    Attributes:
        tex: LaTeX of the node.
        form: What that looks like from outside.
        words: The same for the ear.
        over: LaTeX that may follow a d or a ∂ directly.
        text: The node in the expression language, cut where it is too long to be shown anyway.
        precedence: How tightly *text* and *words* bind.
        nameless: Whether *tex* is the node's own number or expression, for want of a name.
    """

    tex: str
    form: Form
    words: str
    over: str
    text: str
    precedence: int
    nameless: bool

    @property
    def subject(self) -> str:
        """The words as a sentence may begin with them."""
        return f"The node {self.words}" if self.nameless else self.words


OPEN_PORT = Called(r"\square", Form.WORD, "an open port", r"\square", "?", ATOM, True)


def is_nameless(name: str) -> bool:
    """Whether the id *name* was made up: ``_mul1``, ``_c2``, or ``s__exp1`` inside an opened composite."""
    if not (name[0] == "_" or "__" in name):
        return False
    match = _NAMELESS.fullmatch(name)
    return match is not None and (match[1] == "c" or match[1] in REGISTRY)


def name_nodes(graph: Graph) -> list[Called]:
    """Return what each node is called, by slot."""
    called: list[Called] = []
    counted = 0
    for slot, name in enumerate(graph.ids):
        label = graph.labels[slot]
        found: Called | None
        if label:
            found = _given(label, label_tex(label))
        elif not is_nameless(name):
            found = _named(name)
        elif graph.ops[slot] is None:
            found = _constant(graph.values[slot])
        else:
            found = _expression(graph, slot, called)
        if found is None:
            counted += 1
            while f"v{counted}" in graph.slot or f"v_{counted}" in graph.slot:
                counted += 1
            found = _named(f"v{counted}")
        called.append(found)
    return called


def operand_words(op: Op, operands: Sequence[Called]) -> list[str]:
    """Say the operands of *op*, in brackets where they would run into it; voices read brackets as pauses."""
    if not any(operand.nameless for operand in operands):
        return [operand.words for operand in operands]
    loosest = op.infix[1] if op.infix else ATOM
    tighter = op.infix is not None  # than the symbol itself, on its right
    return [
        operand.words if operand.precedence >= loosest + (tighter and i > 0) else f"({operand.words})"
        for i, operand in enumerate(operands)
    ]


@lru_cache(maxsize=8192)
def _named(name: str) -> Called:
    """What a node with a name is called; remembered, since a graph is told again for every drag of a value."""
    return _given(name, name_tex(name))


def _given(name: str, tex: str) -> Called:
    shown = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
    if _NAME_FORM.fullmatch(tex):
        return Called(tex, Form.SYMBOL, shown, tex, name, ATOM, False)
    return Called(tex, Form.WORD, shown, rf"\,{tex}", name, ATOM, False)


def _constant(value: Value | None) -> Called | None:
    if value is None or (not isinstance(value, float) and value.size > MAX_NAME):
        return None
    text = f"{value:g}" if isinstance(value, float) else str(value.tolist())
    if len(text) > MAX_NAME:
        return None
    shown = figure(value)
    return Called(shown.tex, shown.form, shown.words, bracket(shown.tex), text, ATOM, True)


def _expression(graph: Graph, slot: int, called: Sequence[Called]) -> Called | None:
    op, sources = graph.ops[slot], graph.inputs[slot]
    assert op is not None  # leaves have no expression
    if -1 in sources:
        return None
    operands = [called[source] for source in sources]
    text, precedence = _written(op, operands)
    if len(text) > MAX_NAME:
        return None
    line = value_line(op, graph.attrs[slot], tuple([operand.form for operand in operands]))
    tex = line.fill([operand.tex for operand in operands])
    return Called(
        tex, line.form, phrase(op, operand_words(op, operands)), bracket(tex), text, precedence, True
    )


def _written(op: Op, operands: Sequence[Called]) -> tuple[str, int]:
    """The expression in the language readers type, which is what the limit on characters counts."""
    if op.infix is None or len(operands) > 2:
        return f"{op.name}({', '.join([operand.text for operand in operands])})", ATOM
    symbol, precedence = op.infix
    if len(operands) == 1:
        return symbol + _wrapped(operands[0], precedence), precedence
    left, right = operands
    return f"{_wrapped(left, precedence)} {symbol} {_wrapped(right, precedence + 1)}", precedence


def _wrapped(operand: Called, precedence: int) -> str:
    return operand.text if operand.precedence >= precedence else f"({operand.text})"
