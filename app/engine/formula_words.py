"""Conditions of declarations in words: ``(x == 0) * (y >= 0)`` is "x = 0 and y ≥ 0" to a reader."""

from __future__ import annotations

from collections.abc import Iterable

from .formula import Binary, Call, Compare, FormulaError, Name, Num, Tree, Unary, parse_formula

_SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}
_LOOSEST, _OR, _AND, _TIGHT = range(4)


def condition_words(text: str, names: Iterable[str]) -> str:
    """
    Return the condition *text* as a reader says it.

    Args:
        text: A formula over *names*, in which + between conditions means or, and * means and; or words already.
        names: The names it may use.
    """
    try:
        tree = parse_formula(text, names).shown
    except FormulaError:
        return text  # ops that are not elementwise state theirs in words
    return _condition(tree, _LOOSEST)


def _condition(tree: Tree, least: int) -> str:
    if isinstance(tree, Compare):
        sign = _SIGNS.get(tree.op, tree.op)
        return f"{_term(tree.left)} {sign} {_term(tree.right)}"
    if isinstance(tree, Binary) and tree.op in "+*":
        binding, word = (_OR, "or") if tree.op == "+" else (_AND, "and")
        said = f"{_condition(tree.left, binding)} {word} {_condition(tree.right, binding)}"
        return f"({said})" if binding < least else said
    return f"{_term(tree)} is not 0"


def _term(tree: Tree) -> str:
    match tree:
        case Num():
            return tree.text
        case Name():
            return tree.name
        case Unary():
            return f"-{_term(tree.operand)}"
        case Call():
            return f"{tree.name}({', '.join(_term(arg) for arg in tree.args)})"
        case _:
            return f"({_condition(tree, _LOOSEST)})" if isinstance(tree, Compare) else _sum(tree)


def _sum(tree: Binary) -> str:
    return f"{_term(tree.left)} {tree.op} {_term(tree.right)}"
