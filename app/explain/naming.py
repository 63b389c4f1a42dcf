"""
What every node of a graph is called, in symbols and in words.

Named nodes have their name, constants their number. A nameless node appears as the expression it stands for, as long as
that has at most 24 characters in the expression language, no other node has the same (the gradients of two nodes must
not be written alike) or is called what it sounds like, and it can stand inside a fraction; beyond, it is v_1, v_2, ...
in forward order. Expressions are built from those of the operands, so each node costs a bounded amount, however deep
the graph.
"""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from collections.abc import Hashable, Mapping, Sequence, Set
from functools import lru_cache
from operator import is_
from typing import Any, NamedTuple

from ..engine.array import Shape
from ..engine.formula_tex import PLAIN, Style, bracket
from ..engine.graph import Graph, Value
from ..engine.op import REGISTRY, Op
from ..engine.ops.shapes import index_text
from .figures import figure
from .latex import Form, same_operands, value_line
from .names import MAX_NAME, escape, label_tex, name_tex
from .sentences import listed, phrase, sentence

_ROUNDS = 4
"""Numbering some nodes shortens the expressions of others; after so many rounds the first keeps its expression."""
_HALF = MAX_NAME // 2 - 1
_NAMELESS = re.compile(r"(?:.*_)?_([a-z][a-z_]*?)[0-9]+_*")
_NAME_FORM = re.compile(r"(?:[A-Za-z]|\\(?!mathrm|text|hat|bar|tilde)[A-Za-z]+)(?:_\{[^{}]*\})?")
_REMEMBERED, _LARGEST = 64, 500
"""Of how many graphs the names are remembered, and of how many nodes at most."""
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
        if not self.nameless:
            return self.words
        begun = sentence(self.words)
        return begun if begun != self.words else f"The node {begun}"

    @property
    def is_loose(self) -> bool:
        """Whether the words may need brackets among others."""
        return self.nameless and (self.precedence < ATOM or self.is_list)

    @property
    def is_list(self) -> bool:
        """Whether the words would run into what is said next: "concat of x and y", then "times z"."""
        if not self.nameless or (self.form <= Form.NUMBER and self.words[0] == "("):
            return False
        return " and " in self.words or ", else " in self.words


_NAMED: OrderedDict[Hashable, list[Called]] = OrderedDict()

OPEN_PORT = Called(r"\square", Form.WORD, "an open port", r"\square", "?", ATOM, True)


def is_nameless(name: str) -> bool:
    """Whether the id *name* was made up: ``_mul1``, ``_c2``, or ``s__exp1`` inside an opened composite."""
    if not (name[0] == "_" or "__" in name):
        return False
    match = _NAMELESS.fullmatch(name)
    return match is not None and (match[1] == "c" or match[1] in REGISTRY)


def name_nodes(graph: Graph, styles: Sequence[Style] | None = None) -> list[Called]:
    """
    Return what each node is called, by slot; no two that may have a gradient are called the same.

    Args:
        graph: The graph.
        styles: How the line of each op is written, by slot; None for plainly.
    """
    known = _structure(graph) if styles is None else None
    if known is None:
        return _name_until_told_apart(graph, styles)
    # Taken out and put at the end: looked up in two steps it could be gone in between, since threads name nodes, too.
    called = _NAMED.pop(known, None)
    if called is None:
        called = _name_until_told_apart(graph, styles)
    _NAMED[known] = called
    if len(_NAMED) > _REMEMBERED:
        _NAMED.popitem(last=False)
    return called


def _structure(graph: Graph) -> Hashable | None:
    """
    All that plain names follow from; None where it is not worth remembering.

    A graph whose values are dragged is told sixty times a second, each time read anew, and its names stay.
    """
    if len(graph) > _LARGEST or any(graph.attrs):
        return None
    constants = tuple(
        [value for kind, value in zip(graph.kinds, graph.values, strict=True) if kind == "constant"]
    )
    if not all(value is None or isinstance(value, float) for value in constants):
        return None
    ops = tuple([op and op.name for op in graph.ops])
    signs = tuple(map(str, constants))  # 0.0 equals -0.0, and nan not even itself
    return graph.ids, graph.labels, graph.kinds, ops, tuple(graph.inputs), signs


def _name_until_told_apart(graph: Graph, styles: Sequence[Style] | None) -> list[Called]:
    given = given_names(graph)
    numbered: set[int] = set()
    written_before: list[tuple[list[Called], Called | None] | None] = [None] * len(graph)
    for _ in range(_ROUNDS):
        called, alike = _name_all(graph, styles, given, numbered, written_before)
        if alike <= numbered:
            break
        numbered |= alike
    return called


def _name_all(
    graph: Graph,
    styles: Sequence[Style] | None,
    given: Mapping[int, Called | None],
    numbered: Set[int],
    before: list[tuple[list[Called], Called | None] | None],
) -> tuple[list[Called], set[int]]:
    """
    Name all nodes, those in *numbered* v_k, and return which nameless ones have the same expression as another.

    What was written in an earlier round, by slot in *before*, is taken from there
    where the operands are called the same.
    """
    taken = {one.tex for one in given.values() if one is not None}
    # A label may be worded as an expression is read out: "x times y".
    spoken = {one.words for one in given.values() if one is not None}
    called: list[Called] = []
    first: dict[str, int] = {}
    alike: set[int] = set()
    counted = 0
    for slot, op in enumerate(graph.ops):
        found = given.get(slot)
        if found is None and slot not in given and slot not in numbered:
            operands = [called[source] for source in graph.inputs[slot] if source >= 0]
            known = before[slot]
            if known is not None and all(map(is_, known[0], operands)):
                found = known[1]
            elif op is None:
                found = _constant(graph.values[slot])
            else:
                found = _expression(graph, slot, operands, PLAIN if styles is None else styles[slot])
            before[slot] = operands, found
            if op is not None and found is not None and not graph.fixed[slot]:
                same = first.setdefault(found.tex, slot)
                if same != slot or found.words in spoken:
                    alike |= {same, slot}
                    found = None
        if found is None:
            counted += 1
            while name_tex(f"v{counted}") in taken or f"v{counted}" in spoken:
                counted += 1
            found = _named(f"v{counted}")
        called.append(found)
    return called, alike


def given_names(graph: Graph) -> dict[int, Called | None]:
    """
    Return the names of nodes that have one, by slot: the label, else the id.

    Where two would be written the same (w0 and w_0, two labels alike, long names with one beginning), each is called by
    its id, spelt out; where even that does not tell them apart, the name is None and they are to be numbered.
    """
    found: dict[int, Called | None] = {}
    for slot, name in enumerate(graph.ids):
        label = graph.labels[slot]
        if label:
            found[slot] = _given(label, label_tex(label))
        elif not is_nameless(name) or (graph.ops[slot] is None and graph.kinds[slot] != "constant"):
            found[slot] = _named(name)
    for again in (_spelt, lambda name: None):
        counts = Counter(one.tex for one in found.values() if one is not None)
        if len(counts) == len(found):
            break
        found |= {
            slot: again(graph.ids[slot])
            for slot, one in found.items()
            if one is not None and counts[one.tex] > 1
        }
    return found


def _spelt(name: str) -> Called:
    shown = name if len(name) <= MAX_NAME else f"{name[:_HALF]}…{name[-_HALF:]}"
    inner = escape(shown).replace("…", r"\ldots{}")
    tex = rf"\mathrm{{{inner}}}"
    return Called(tex, Form.WORD, shown, rf"\,{tex}", name, ATOM, False)


def operand_words(op: Op, operands: Sequence[Called]) -> list[str]:
    """Say the operands of *op*, in brackets where they would run into it; voices read brackets as pauses."""
    if not any(operand.is_loose for operand in operands):
        return [operand.words for operand in operands]
    loosest = op.infix[1] if op.infix else ATOM
    tighter = op.infix is not None  # than the symbol itself, on its right
    return [
        f"({operand.words})"
        if operand.precedence < loosest + (tighter and i > 0) or operand.is_list
        else operand.words
        for i, operand in enumerate(operands)
    ]


def repeated_words(op: Op, names: Sequence[Called], shapes: Sequence[Shape]) -> str:
    """Say which vectors broadcasting repeats in the rows of a matrix, where another operand is one."""
    if not op.elementwise or len(shapes[-1]) != 2 or all(len(shape) < 2 for shape in shapes[:-1]):
        return ""
    repeated = [name.words for name, shape in zip(names, shapes, strict=False) if len(shape) == 1]
    return f", with {listed(repeated)} in every row" if repeated else ""


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


def _expression(graph: Graph, slot: int, operands: Sequence[Called], style: Style) -> Called | None:
    op, sources, attrs = graph.ops[slot], graph.inputs[slot], graph.attrs[slot]
    assert op is not None  # leaves have no expression
    if -1 in sources:
        return None
    text, precedence = written(op, operands, attrs)
    if len(text) > MAX_NAME:
        return None
    line = value_line(op, attrs, tuple([one.form for one in operands]), style, same_operands(sources))
    tex = line.fill([operand.tex for operand in operands])
    if r"\begin" in tex:
        return None  # cases and matrices are no names: they would stand in every fraction
    words = phrase(op, operand_words(op, operands), attrs, style.shapes[0] if style.shapes else None)
    return Called(tex, line.form, words, bracket(tex), text, precedence, True)


def written(op: Op, operands: Sequence[Called], attrs: Mapping[str, Any]) -> tuple[str, int]:
    """
    Write an op in the language readers type, and say how tightly that binds.

    Where names are too long for the eye they are cut as everywhere.
    """
    if op.infix is not None and len(operands) <= 2:
        symbol, precedence = op.infix
        if len(operands) == 1:
            return symbol + _wrapped(operands[0], precedence), precedence
        left, right = operands
        first = precedence + (symbol == "**")  # powers group to the right
        second = precedence + (symbol != "**")
        return f"{_wrapped(left, first)} {symbol} {_wrapped(right, second)}", precedence
    if op.name == "index":
        return f"{_wrapped(operands[0], ATOM)}[{index_text(attrs)}]", ATOM
    settings = [
        f"{name}={value:g}" if isinstance(value, float) else f"{name}={value}"
        for name, value in attrs.items()
    ]
    return f"{op.name}({', '.join([*[operand.text for operand in operands], *settings])})", ATOM


def _wrapped(operand: Called, precedence: int) -> str:
    return operand.text if operand.precedence >= precedence else f"({operand.text})"
