"""
LaTeX of a formula tree, with any LaTeX put in for its names.

What is put in may be a symbol (``w_0``), a number (``-4``) or a whole expression (``x + y``), wrapped in the role
macros of the API (``\\val{-4}``) or not; `binding` reads from the text how tightly it holds together, so that
brackets stand where they are needed and nowhere else. Letters that stand next to each other multiply, as on paper; a
dot stands wherever two factors could be read as one number or as a function applied.

Putting trees, not text, in for names was refused: names reach this module from graphs, whose labels are LaTeX.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import NamedTuple

from .array import Shape
from .formula import Binary, Call, Compare, Name, Num, Tree, Unary


class Style(NamedTuple):
    """
    What a line has to know beside the pieces put in.

    Attributes:
        shapes: Shapes of the operands; None where all are numbers or nothing is known, as in the catalogue.
        spells_exp: Whether exp is written by name, since something is called e.
    """

    shapes: tuple[Shape, ...] | None = None
    spells_exp: bool = False


PLAIN = Style()

# How tightly a piece holds together, loosest first.
COMPARISON, SUM, NEGATIVE, PRODUCT, POWER, ATOM = range(6)

_ROLE = re.compile(r"\\(?:up|loc|down|val)\{")
_SYMBOL = re.compile(
    r"(?:[A-Za-z]|\\(?!frac|sqrt|left|begin|text|math|operator|log|exp|sin|cos|tan|cdot|times|odot|oslash)[a-zA-Z]+)(?:_(?:[A-Za-z0-9]|\{[^{}]*\}))?"
)
_SCIENTIFIC = re.compile(r"-?[\d.]+\s*(?:\\times|\\cdot)\s*10\^\{?-?\d+\}?")
_TALL = re.compile(r"\\(?:frac|begin|left|sum|sqrt|int)|\^")
_RELATIONS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne"}


def inner_text(tex: str) -> str:
    """Return *tex* without the role macros around the whole of it."""
    while (match := _ROLE.match(tex)) and _closing(tex, match.end() - 1) == len(tex) - 1:
        tex = tex[match.end() : -1]
    return tex


def _closing(tex: str, opening: int) -> int:
    """Return where the brace opened at *opening* closes, or -1."""
    depth = 0
    for at in range(opening, len(tex)):
        if tex[at] in "{}" and (at == 0 or tex[at - 1] != "\\"):
            depth += 1 if tex[at] == "{" else -1
            if depth == 0:
                return at
    return -1


def binding(tex: str) -> int:
    """Return how tightly *tex* holds together, from `COMPARISON` to `ATOM`."""
    text = inner_text(tex.strip())
    if _SCIENTIFIC.fullmatch(text):
        return NEGATIVE if text.startswith("-") else PRODUCT
    found, depth, at = ATOM, 0, 0
    while at < len(text):
        word = _word(text, at)
        if word in ("{", "(", "[", r"\left", r"\begin"):
            depth += 1
            at += _bracket(text, at, word)
        elif word in ("}", ")", "]", r"\right", r"\end"):
            depth -= 1
            at += _bracket(text, at, word)
        else:
            if depth == 0:
                found = min(found, _looseness(word, text, at))
            at += len(word)
    return found


def _word(text: str, at: int) -> str:
    """Return the LaTeX command or the character at *at*."""
    match = re.match(r"\\(?:[A-Za-z]+|.)", text[at:])
    return match[0] if match else text[at]


def _bracket(text: str, at: int, word: str) -> int:
    """Return how many characters an opening or closing bracket takes, the delimiter after left and right included."""
    if word not in (r"\left", r"\right"):
        return len(word)
    return len(word) + len(_word(text, at + len(word)))


def _looseness(word: str, text: str, at: int) -> int:
    if word in ("=", "<", ">", r"\le", r"\ge", r"\ne"):
        return COMPARISON
    if word in ("+", "-", r"\pm", r"\sum"):
        return NEGATIVE if word == "-" and at == 0 else SUM
    if word in (r"\cdot", r"\times", r"\odot", r"\oslash", "/", r"\frac", r"\,"):
        return PRODUCT
    if word == "^":
        return POWER
    if word == " " and re.match(r"[A-Za-z\\0-9]", text[at + 1 :]) and re.search(r"[A-Za-z0-9})]$", text[:at]):
        return PRODUCT if not re.search(r"\\[A-Za-z]+$", text[:at]) or _SYMBOL.search(text[:at]) else ATOM
    return ATOM


def bracket(tex: str, needed: bool = True) -> str:
    """Put *tex* in brackets, growing ones round tall content, where they are needed."""
    if not needed:
        return tex
    return rf"\left({tex}\right)" if _TALL.search(tex) else f"({tex})"


def to_tex(
    tree: Tree,
    names: Mapping[str, str],
    templates: Mapping[str, str] | None = None,
    *,
    arrays: Set[str] = frozenset(),
    spells_exp: bool = False,
) -> str:
    """
    Write *tree* as LaTeX.

    Args:
        tree: A formula's `shown` tree, or any tree.
        names: LaTeX for each name that occurs.
        templates: LaTeX of the ops that may be called, with ``#1``, ``#2`` for their arguments.
        arrays: Which names stand for arrays. What is done to them is done entry by entry, and the signs say so
            (``\\odot``, ``\\oslash``, ``^{\\circ 2}``), since between matrices the plain ones mean something else.
        spells_exp: Whether exp is always written by name.
    """
    return _Writer(names, templates or {}, arrays, spells_exp).write(tree)[0]


def fill(template: str, arguments: tuple[str, ...]) -> str:
    """Put *arguments* in for ``#1``, ``#2``, ... of *template*, as LaTeX's own macros do."""
    return re.sub(r"#(\d)", lambda match: arguments[int(match[1]) - 1], template)


class _Writer:
    """Each method returns LaTeX and how tightly it binds."""

    def __init__(
        self, names: Mapping[str, str], templates: Mapping[str, str], arrays: Set[str], spells_exp: bool
    ) -> None:
        self.names, self.templates, self.arrays, self.spells_exp = names, templates, arrays, spells_exp

    def is_array(self, tree: Tree) -> bool:
        """Whether *tree* stands for an array: whether an array occurs in it."""
        match tree:
            case Num():
                return False
            case Name():
                return tree.name in self.arrays
            case Unary():
                return self.is_array(tree.operand)
            case Call():
                return any(map(self.is_array, tree.args))
            case _:
                return self.is_array(tree.left) or self.is_array(tree.right)

    def write(self, tree: Tree) -> tuple[str, int]:
        match tree:
            case Num():
                return _number(tree), NEGATIVE if tree.value < 0 else ATOM
            case Name():
                tex = self.names[tree.name]
                return tex, binding(tex)
            case Unary():
                return "-" + self.wrapped(tree.operand, PRODUCT), NEGATIVE
            case Compare():
                return rf"\mathbf{{1}}\left[{self.relation(tree)}\right]", ATOM
            case Call():
                return self.call(tree)
            case Binary():
                return self.arithmetic(tree)

    def wrapped(self, tree: Tree, least: int) -> str:
        tex, tightness = self.write(tree)
        return bracket(tex, tightness < least)

    def relation(self, tree: Tree) -> str:
        """A condition, written as a sentence of symbols."""
        if isinstance(tree, Compare):
            return f"{self.wrapped(tree.left, SUM)} {_RELATIONS[tree.op]} {self.wrapped(tree.right, SUM)}"
        if isinstance(tree, Binary) and tree.op == "*":
            return rf"{self.relation(tree.left)} \wedge {self.relation(tree.right)}"
        return self.write(tree)[0] + r" \ne 0"

    def arithmetic(self, tree: Binary) -> tuple[str, int]:
        match tree.op:
            case "+" | "-":
                left = self.wrapped(tree.left, SUM)
                return f"{left} {tree.op} {self.wrapped(tree.right, PRODUCT)}", SUM
            case "*":
                return self.product(tree)
            case "/":
                return self.fraction(tree)
            case _:
                base = self.wrapped(tree.left, ATOM)
                if self.is_array(tree):
                    return rf"{base}^{{\circ {self.wrapped(tree.right, ATOM)}}}", POWER
                return f"{base}^{{{self.write(tree.right)[0]}}}", POWER

    def product(self, tree: Binary) -> tuple[str, int]:
        left, tightness = self.write(tree.left)
        left = bracket(left, tightness < NEGATIVE)
        right = self.wrapped(tree.right, PRODUCT)
        if self.is_array(tree.left) and self.is_array(tree.right):
            space = r" \odot "
        else:
            space = " " if _may_stand_together(left, right) else r" \cdot "
        return left + space + right, NEGATIVE if tightness == NEGATIVE else PRODUCT

    def fraction(self, tree: Binary) -> tuple[str, int]:
        if self.is_array(tree.right):
            left, tightness = self.write(tree.left)
            above = bracket(left, tightness < NEGATIVE)
            loose = NEGATIVE if tightness == NEGATIVE else PRODUCT
            return rf"{above} \oslash {self.wrapped(tree.right, POWER)}", loose
        below = self.write(tree.right)[0]
        if isinstance(tree.left, Unary):  # the sign stands before the bar
            return rf"-\frac{{{self.write(tree.left.operand)[0]}}}{{{below}}}", NEGATIVE
        return rf"\frac{{{self.write(tree.left)[0]}}}{{{below}}}", PRODUCT

    def call(self, tree: Call) -> tuple[str, int]:
        if tree.name == "where":
            return self.cases(tree), COMPARISON
        args = tuple(self.write(arg)[0] for arg in tree.args)
        if tree.name in self.templates:
            tex = fill(self.templates[tree.name], args)
            return tex, binding(tex)
        match tree.name:
            case "exp" | "expm1" if self.spells_exp or self.is_array(tree):
                power = rf"\exp\left({args[0]}\right)"
                return (power, ATOM) if tree.name == "exp" else (f"{power} - 1", SUM)
            case "exp":
                return f"e^{{{args[0]}}}", POWER
            case "sqrt":
                return rf"\sqrt{{{args[0]}}}", ATOM
            case "abs":
                return rf"\left|{args[0]}\right|", ATOM
            case "floor":
                return rf"\lfloor {args[0]} \rfloor", ATOM
            case "log1p":
                return rf"\ln\left(1 + {self.wrapped(tree.args[0], PRODUCT)}\right)", ATOM
            case "expm1":
                return rf"e^{{{args[0]}}} - 1", SUM
            case _:
                function = _FUNCTIONS.get(tree.name) or rf"\operatorname{{{tree.name}}}"
                return rf"{function}\left({', '.join(args)}\right)", ATOM

    def cases(self, tree: Call) -> str:
        """Nested ``where`` in the last place reads as further cases."""
        rows: list[str] = []
        rest: Tree = tree
        while isinstance(rest, Call) and rest.name == "where":
            rows.append(rf"{self.write(rest.args[1])[0]} & \text{{if }} {self.relation(rest.args[0])}")
            rest = rest.args[2]
        rows.append(rf"{self.write(rest)[0]} & \text{{otherwise}}")
        lines = r" \\ ".join(rows)
        return rf"\begin{{cases}}{lines}\end{{cases}}"


_FUNCTIONS = {
    "log": r"\ln", "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "tanh": r"\tanh", "erf": r"\operatorname{erf}",
    "erfc": r"\operatorname{erfc}", "sign": r"\operatorname{sign}", "maximum": r"\max", "minimum": r"\min",
}  # fmt: skip


def _number(tree: Num) -> str:
    return tree.text.removesuffix(".0")


_LETTER = rf"(?:{_SYMBOL.pattern})(?:\^\{{[^{{}}]*\}})?"
_MULTIPLE = re.compile(rf"-?\d+(?:\.\d+)? {_LETTER}")
_FACTORS = re.compile(rf"(?:{_LETTER}|-?\d+(?:\.\d+)?)(?: {_LETTER})*")
_LETTERED = re.compile(rf"(?:{_SYMBOL.pattern})(?:\^\{{.*\}})?|\\(?:ln|sin|cos|tan|tanh|sigma|sqrt)\b.*")


def _may_stand_together(left: str, right: str) -> bool:
    """
    Whether two factors need no sign between them: a number or letters before a letter or a function.

    The same letter twice gets a dot: x x reads like a slip.
    """
    first, second = inner_text(left), inner_text(right)
    return bool(
        first.rpartition(" ")[2] != second and _FACTORS.fullmatch(first) and _LETTERED.fullmatch(second)
    )


def stands_together(tex: str) -> bool:
    """Whether *tex* is a number and a letter, which any other letter may join: ``2 x``."""
    return _MULTIPLE.fullmatch(tex) is not None
