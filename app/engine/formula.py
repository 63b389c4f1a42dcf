"""
The formula language of op declarations: a closed grammar, and trees with positions.

An elementwise op writes its value and its local gradients as text, ``"out * (1 - out)"``. The text is parsed once, at
import, into a tree of `Num`, `Name`, `Unary`, `Binary`, `Compare` and `Call`; numpy arithmetic (`formula_numpy.py`),
plain-float code (`generate.py`) and LaTeX (`formula_tex.py`) are three readings of the same tree. Python's own parser
is refused on purpose: nothing here can reach a name, an attribute or a builtin that is not in the tables below.

The grammar, loosest first, means what Python means::

    comparison:  sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]     1 where true, 0 where not; does not chain
    sum:         product (("+" | "-") product)*
    product:     unary (("*" | "/") unary)*
    unary:       "-" unary | power
    power:       atom ["**" unary]                                     right-associative, binds tighter than "-"
    atom:        number | name | name "(" comparison ("," comparison)* ")" | "(" comparison ")"
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .formula_trees import (
    Binary,
    Call,
    Compare,
    Name,
    Num,
    Tree,
    Unary,
    children,
    rebuild,
    substitute,
    walk,
)

__all__ = [
    "Binary", "Call", "Compare", "Formula", "FormulaError", "Macro", "Name", "Num", "Tree", "Unary", "children",
    "expand", "parse_formula", "rebuild", "settle", "substitute", "walk",
]  # fmt: skip

MAX_DEPTH = 40  # trees are walked by recursion, so their depth is bounded at the parser


class FormulaError(ValueError):
    """
    A declaration's formula that does not follow the grammar, with the place marked.

    Only authors of ops ever see it, at import; it is not part of the engine's errors for readers.
    """

    def __init__(self, message: str, text: str, at: int) -> None:
        super().__init__(f"{message}\n    {text}\n    {' ' * at}^")
        self.at = at


@dataclass(frozen=True, slots=True)
class Macro:
    """An op that other formulas may call: its parameters, and its body over them."""

    parameters: tuple[str, ...]
    body: Tree


@dataclass(frozen=True, slots=True)
class Formula:
    """
    A parsed formula.

    Attributes:
        text: As it was written.
        shown: The tree as it was written, calls of ops included; LaTeX is made from it.
        tree: The same with calls of ops replaced by their bodies: base functions only. Numbers are made from it.
        names: The names that occur in `tree`.
    """

    text: str
    shown: Tree
    tree: Tree
    names: frozenset[str]


# Base functions: name -> number of arguments.
FUNCTIONS: dict[str, int] = {
    "exp": 1, "log": 1, "log1p": 1, "expm1": 1, "sqrt": 1, "abs": 1, "sin": 1, "cos": 1, "tan": 1, "tanh": 1,
    "erf": 1, "erfc": 1, "floor": 1, "sign": 1, "maximum": 2, "minimum": 2, "where": 3,
}  # fmt: skip

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/<>(),]))"
)
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_COMPARISONS = tuple(_HOLDS)


def parse_formula(text: str, names: Iterable[str], macros: Mapping[str, Macro] | None = None) -> Formula:
    """
    Parse *text*.

    Args:
        text: The formula.
        names: Names it may use.
        macros: Ops it may call beside the base functions, by name.

    Raises:
        FormulaError: Not a formula, or it uses what it may not.
    """
    macros = macros or {}
    shown = _Parser(text, frozenset(names), macros).parse()
    tree = expand(shown, macros)
    return Formula(text, shown, tree, frozenset(node.name for node in walk(tree) if isinstance(node, Name)))


class _Parser:
    """One method per rule of the grammar; the depth is counted in the two rules that nest."""

    def __init__(self, text: str, names: frozenset[str], macros: Mapping[str, Macro]) -> None:
        self.text, self.names, self.macros = text, names, macros
        self.tokens = list(self._tokens())
        self.position = 0
        self.depth = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        at = 0
        while self.text[at:].strip():
            match = _TOKEN.match(self.text, at)
            if match is None:
                blanks = len(self.text[at:]) - len(self.text[at:].lstrip())
                raise FormulaError("unexpected character", self.text, at + blanks)
            kind = str(match.lastgroup)
            yield kind, match[kind], match.start(kind)
            at = match.end()
        yield "end", "", len(self.text)

    def parse(self) -> Tree:
        tree = self.comparison()
        if self.tokens[self.position][0] != "end":
            raise self.error("unexpected text")
        return tree

    def error(self, message: str, at: int | None = None) -> FormulaError:
        return FormulaError(message, self.text, self.tokens[self.position][2] if at is None else at)

    def take(self, *wanted: str) -> tuple[str, int] | None:
        """Return the next token and its place where it is one of the signs *wanted*, else None."""
        kind, word, at = self.tokens[self.position]
        if kind != "sign" or word not in wanted:
            return None
        self.position += 1
        return word, at

    def comparison(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("nested too deeply")
        left = self.sum()
        if sign := self.take(*_COMPARISONS):
            left = Compare(sign[0], left, self.sum(), sign[1])
        self.depth -= 1
        return left

    def sum(self) -> Tree:
        left = self.product()
        while sign := self.take("+", "-"):
            left = Binary(sign[0], left, self.product(), sign[1])
        return left

    def product(self) -> Tree:
        left = self.unary()
        while sign := self.take("*", "/"):
            left = Binary(sign[0], left, self.unary(), sign[1])
        return left

    def unary(self) -> Tree:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error("nested too deeply")
        sign = self.take("-")
        tree = Unary("-", self.unary(), sign[1]) if sign else self.power()
        self.depth -= 1
        return tree

    def power(self) -> Tree:
        base = self.atom()
        if sign := self.take("**"):
            return Binary("**", base, self.unary(), sign[1])
        return base

    def atom(self) -> Tree:
        kind, word, at = self.tokens[self.position]
        self.position += 1
        if kind == "number":
            return Num(float(word), word, at)
        if kind == "name":
            return self.call(word, at) if self.take("(") else self.name(word, at)
        if word == "(":
            tree = self.comparison()
            self.close()
            return tree
        raise self.error("expected a number, a name or a bracket", at)

    def name(self, word: str, at: int) -> Name:
        if word not in self.names:
            raise self.error(f"unknown name {word}", at)
        return Name(word, at)

    def call(self, word: str, at: int) -> Call:
        args = [self.comparison()]
        while self.take(","):
            args.append(self.comparison())
        self.close()
        if word not in FUNCTIONS and word not in self.macros:
            raise self.error(f"unknown function {word}", at)
        arity = FUNCTIONS[word] if word in FUNCTIONS else len(self.macros[word].parameters)
        if len(args) != arity:
            raise self.error(f"{word} takes {arity}, not {len(args)}", at)
        return Call(word, tuple(args), at)

    def close(self) -> None:
        if not self.take(")"):
            raise self.error("expected )")


def expand(tree: Tree, macros: Mapping[str, Macro]) -> Tree:
    """Return *tree* with calls of ops replaced by the ops' bodies."""
    new = rebuild(tree, tuple(expand(child, macros) for child in children(tree)))
    if isinstance(new, Call) and new.name not in FUNCTIONS:
        macro = macros[new.name]
        return substitute(macro.body, dict(zip(macro.parameters, new.args, strict=True)))
    return new


def settle(tree: Tree, settings: Mapping[str, float]) -> Tree:
    """Return *tree* with settings put in, each ``where`` on settings alone decided, and factors of 1 left out."""
    numbers: dict[str, Tree] = {name: Num(value, repr(value)) for name, value in settings.items()}
    return _decide(substitute(tree, numbers))


def _decide(tree: Tree) -> Tree:
    new = rebuild(tree, tuple(_decide(child) for child in children(tree)))
    if isinstance(new, Call) and new.name == "where" and isinstance(new.args[0], Compare):
        condition, yes, no = new.args
        if (
            isinstance(condition, Compare)
            and isinstance(condition.left, Num)
            and isinstance(condition.right, Num)
        ):
            return yes if _HOLDS[condition.op](condition.left.value, condition.right.value) else no
    if isinstance(new, Binary) and new.op == "*" and isinstance(new.left, Num) and new.left.value == 1.0:
        return new.right
    return new
