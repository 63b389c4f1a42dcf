"""
What every node of a graph is called, in symbols and in words.

Named nodes have their name, constants their number. A nameless node appears as the expression it stands for, as long as
that has at most 24 characters in the expression language; beyond, it is v_1, v_2, ... in forward order. Expressions
are built from those of the operands, so each node costs a bounded amount, however deep the graph.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..engine.formula_tex import bracket
from ..engine.graph import Graph
from ..engine.op import REGISTRY, Op
from . import tensors
from .figures import figure
from .latex import Form, value_line
from .names import MAX_NAME, label_tex, name_tex
from .sentences import phrase

_ATOM_PRECEDENCE = 9
_NAMELESS = re.compile(r"(?:.*_)?_([a-z][a-z_]*?)[0-9]+_*")
_OPEN_PORT = r"\square"
_NAME_FORM = re.compile(r"(?:[A-Za-z]|\\(?!mathrm|text|hat|bar|tilde)[A-Za-z]+)(?:_\{[^{}]*\})?")


class Called(NamedTuple):
    """
    One node's names.

    Attributes:
        tex: LaTeX of the node.
        form: What that looks like from outside.
        words: The same for the ear.
        over: LaTeX that may follow a d or a ∂ directly.
        subject: The words as a sentence may begin with them.
        nameless: Whether the reader gave it no name, so that *tex* is the node's own expression or a v_k.
    """

    tex: str
    form: Form
    words: str
    over: str
    subject: str
    nameless: bool


class _Text(NamedTuple):
    """An expression in the language readers type, and how tightly it binds."""

    text: str
    precedence: int


def is_nameless(name: str) -> bool:
    """Whether the id *name* was made up: ``_mul1``, ``_c2``, or ``s__exp1`` inside an opened composite."""
    if not (name[0] == "_" or "__" in name):
        return False
    match = _NAMELESS.fullmatch(name)
    return match is not None and (match[1] == "c" or match[1] in REGISTRY)


def name_nodes(graph: Graph) -> list[Called]:
    """Return what each node is called, by slot."""
    return _Namer(graph).called


class _Namer:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.called: list[Called] = []
        self.texts: list[_Text] = []
        self.counted = 0
        for slot, name in enumerate(graph.ids):
            called, text = self._name(slot, name)
            self.called.append(called)
            self.texts.append(text)

    def _name(self, slot: int, name: str) -> tuple[Called, _Text]:
        graph = self.graph
        label = graph.labels[slot]
        if label:
            return _given(label, label_tex(label)), _Text(label[: MAX_NAME + 1], _ATOM_PRECEDENCE)
        if not is_nameless(name):
            return _given(name, name_tex(name)), _Text(name[: MAX_NAME + 1], _ATOM_PRECEDENCE)
        op = graph.ops[slot]
        found = self._constant(graph.values[slot]) if op is None else self._expression(slot, op)
        return found or self._numbered()

    def _constant(self, value: Any) -> tuple[Called, _Text] | None:
        if isinstance(value, float):
            shown = figure(value)
            over = bracket(shown.tex)
            called = Called(shown.tex, shown.form, shown.words, over, f"the constant {shown.words}", True)
            return called, _Text(f"{value:g}", _ATOM_PRECEDENCE)
        if value is None or value.size > MAX_NAME:
            return None
        text = str(value.tolist())
        if len(text) > MAX_NAME:
            return None
        tex = tensors.tex(value)
        words = tensors.words(value)
        return Called(tex, Form.WORD, words, tex, f"the constant {words}", True), _Text(
            text, _ATOM_PRECEDENCE
        )

    def _expression(self, slot: int, op: Op) -> tuple[Called, _Text] | None:
        sources = self.graph.inputs[slot]
        if -1 in sources:
            return None
        text = _written(op, [self.texts[source] for source in sources])
        if len(text.text) > MAX_NAME:
            return None
        operands = [self.called[source] for source in sources]
        line = value_line(op, self.graph.attrs[slot], tuple([operand.form for operand in operands]))
        tex = line.fill([operand.tex for operand in operands])
        words = phrase(op, [_grouped(operand) for operand in operands])
        return Called(tex, line.form, words, bracket(tex), f"the node {words}", True), text

    def _numbered(self) -> tuple[Called, _Text]:
        self.counted += 1
        while f"v{self.counted}" in self.graph.slot or f"v_{self.counted}" in self.graph.slot:
            self.counted += 1
        name = f"v{self.counted}"
        return _given(name, name_tex(name)), _Text(name, _ATOM_PRECEDENCE)


def open_port() -> Called:
    """What stands for an operand that is not connected."""
    return Called(_OPEN_PORT, Form.WORD, "an open port", _OPEN_PORT, "an open port", True)


def _given(name: str, tex: str) -> Called:
    words = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
    if _NAME_FORM.fullmatch(tex):
        return Called(tex, Form.SYMBOL, words, tex, words, False)
    return Called(tex, Form.WORD, words, rf"\,{tex}", words, False)


def _grouped(operand: Called) -> str:
    """An expression inside another one needs brackets, which voices read as pauses."""
    return (
        f"({operand.words})"
        if operand.nameless and " " in operand.words and operand.form > Form.POWER
        else operand.words
    )


def _written(op: Op, operands: list[_Text]) -> _Text:
    if op.infix is None or len(operands) > 2:
        return _Text(f"{op.name}({', '.join([operand.text for operand in operands])})", _ATOM_PRECEDENCE)
    symbol, precedence = op.infix
    if len(operands) == 1:
        return _Text(symbol + _wrapped(operands[0], precedence), precedence)
    left, right = operands
    return _Text(f"{_wrapped(left, precedence)} {symbol} {_wrapped(right, precedence + 1)}", precedence)


def _wrapped(operand: _Text, precedence: int) -> str:
    return operand.text if operand.precedence >= precedence else f"({operand.text})"
