"""The trees that formulas are parsed into, and walking and rebuilding them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Num:
    """A number as written."""

    value: float
    text: str = field(compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """An operand, a setting or ``out``."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """Negation; *op* is always ``-``."""

    op: str
    operand: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic; *op* is one of ``+ - * / **``."""

    op: str
    left: Tree
    right: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison, 1.0 or 0.0; *op* is one of ``< <= > >= == !=``."""

    op: str
    left: Tree
    right: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A base function, or (in `Formula.shown` only) an op, applied to its arguments."""

    name: str
    args: tuple[Tree, ...]
    at: int = field(default=0, compare=False)


Tree = Num | Name | Unary | Binary | Compare | Call


def children(tree: Tree) -> tuple[Tree, ...]:
    """Return the trees directly under *tree*, left to right."""
    match tree:
        case Num() | Name():
            return ()
        case Unary():
            return (tree.operand,)
        case Binary() | Compare():
            return (tree.left, tree.right)
        case Call():
            return tree.args


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield *tree* and every tree under it, parents first."""
    yield tree
    for child in children(tree):
        yield from walk(child)


def rebuild(tree: Tree, new: tuple[Tree, ...]) -> Tree:
    """Return *tree* with its direct children replaced."""
    match tree:
        case Num() | Name():
            return tree
        case Unary():
            return Unary(tree.op, new[0], tree.at)
        case Binary():
            return Binary(tree.op, new[0], new[1], tree.at)
        case Compare():
            return Compare(tree.op, new[0], new[1], tree.at)
        case Call():
            return Call(tree.name, new, tree.at)


def substitute(tree: Tree, replacements: Mapping[str, Tree]) -> Tree:
    """Return *tree* with names replaced by trees."""
    if isinstance(tree, Name):
        return replacements.get(tree.name, tree)
    return rebuild(tree, tuple(substitute(child, replacements) for child in children(tree)))
