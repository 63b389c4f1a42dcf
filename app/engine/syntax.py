"""
The words, symbols and binding powers of the expression language; what lexer, parser and printer share.

Binding powers are the language's own and stay with it: an op says which symbol it is written with, the grammar says how
tightly that symbol binds, so that the precedence of Python is kept in one table.
"""

from __future__ import annotations

import re
from typing import Final

NAME: Final = 1
NUMBER: Final = 2
SYMBOL: Final = 3
STRING: Final = 4
NEWLINE: Final = 5  # also a `;` outside brackets, and the end of the text

COMPARISON: Final = 1
SUM: Final = 2
PRODUCT: Final = 3
UNARY: Final = 4
POWER: Final = 5
POSTFIX: Final = 6

BINDING: Final = {
    "<": COMPARISON,
    "<=": COMPARISON,
    ">": COMPARISON,
    ">=": COMPARISON,
    "==": COMPARISON,
    "!=": COMPARISON,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "@": PRODUCT,
    "**": POWER,
}

INFIX_OPS: Final = {
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
    "==": "equal",
    "!=": "not_equal",
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "@": "matmul",
    "**": "pow",
}

KINDS: Final = ("input", "parameter", "constant")

PARTNER: Final = {"(": ")", "[": "]", "{": "}"}

# Words of Python's grammar: never a free name, though a text may assign one (``lambda = 0.1``), as graphs drawn by hand
# can hold such ids and every graph can be printed.
PYTHON_WORDS: Final = frozenset(
    "False None True and as assert async await break class continue def del elif else except finally for from global "
    "if import in is lambda nonlocal not or pass raise return try while with yield".split()
)

# Words that are values in Python: never a name, and never an id either, so that every graph can be printed and read.
VALUE_WORDS: Final = frozenset(("False", "None", "True"))

ASCII_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def clip(word: str, length: int = 40) -> str:
    """Shorten *word* for a message, so that no answer grows with its question."""
    return word if len(word) <= length else word[: length - 1] + "…"
