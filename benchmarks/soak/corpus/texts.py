"""Expressions that are too deep, too long, or Python that the language has not."""

from __future__ import annotations

import string
from collections.abc import Iterator

from .case import Case, Kept, typed

TOO_DEEP = "413 nesting-limit|token-limit"

# An opening, what closes it, and what is within. A sign or a power nests, too, where one reads by recursion.
NESTS = {
    "brackets": ("(", "x", ")"),
    "square brackets": ("[", "1", "]"),
    "calls": ("exp(", "x", ")"),
    "brackets of two kinds": ("(sum([", "1", "]))"),
    "indices": ("x[", "0", "]"),
    "calls with two operands": ("add(x, ", "x", ")"),
    "minus signs": ("-", "x", ""),
    "plus signs": ("+", "x", ""),
    "not": ("not ", "x", ""),
    "tildes": ("~", "x", ""),
    "lambdas": ("lambda: ", "x", ""),
    "conditions": ("x if y else ", "x", ""),
    "stars": ("*", "x", ""),
    "braces": ("{", "x", "}"),
}
SIGNS = {"-": "413 node-limit", "+": "200"}
CHAINS = {
    "sum": " + ", "difference": " - ", "product": " * ", "quotient": " / ", "power": " ** ", "matrix product": " @ ",
    "comparison": " < ", "remainder": " % ", "and": " and ", "comma": ", ", "attribute": ".T.", "call": ")(",
    "assignment": " = ", "semicolon": "; ", "line": "\n", "nothing": " ", "walrus": " := ", "arrow": " -> ",
}  # fmt: skip
AT_3000 = {
    "sum": "200", "difference": "200", "product": "200", "quotient": "200", "power": "200",
    "matrix product": "422 shape-mismatch",
}  # fmt: skip


def nests() -> dict[str, tuple[str, str]]:
    """Each nest ten thousand deep, closed, left open and closed only, and a hundred deep where that is allowed."""
    found = {}
    for name, (opening, inner, closing) in NESTS.items():
        deep = TOO_DEEP if opening in "([exp(sum([x[add(x, " else "413|422"
        signs = opening in SIGNS  # read without recursion, and so at any depth
        found[f"10,000 {name}"] = (
            "f = " + opening * 10_000 + inner + closing * 10_000,
            SIGNS.get(opening, deep),
        )
        found[f"101 {name}"] = ("f = " + opening * 101 + inner + closing * 101, "200" if signs else deep)
        if closing:
            found[f"10,000 {name}, left open"] = ("f = " + opening * 10_000 + inner, deep)
    for name in ("brackets", "square brackets", "brackets of two kinds", "braces"):
        _, inner, closing = NESTS[name]
        found[f"10,000 {name}, closed only"] = ("f = " + inner + closing * 10_000, "413|422")
    return found


def chains() -> dict[str, tuple[str, str]]:
    """Operators in a row: 3,000 are computed if they are of the language, 100,000 are too many of anything."""
    found = {}
    for name, operator in CHAINS.items():
        found[f"{name}, 3,000"] = ("f = " + operator.join("x" * 3000), AT_3000.get(name, "422"))
        found[f"{name}, 100,000"] = ("f = " + operator.join("x" * 100_000), "413")
    return found


STATEMENTS = {
    "import": "import os", "from import": "from os import system", "def": "def f(x): return x", "class": "class A: pass",
    "async def": "async def f(): pass", "await": "f = await x", "with": "with open('x') as f: pass",
    "try": "try: x\nexcept: y", "raise": "raise SystemExit", "del": "del x", "global": "global x", "assert": "assert x",
    "nonlocal": "nonlocal x", "return": "return x", "yield": "f = yield x", "yield from": "yield from x",
    "while": "while 1: x", "for": "for k in x: y", "if": "if x: y", "match": "match x:\n case 1: y", "pass": "pass",
    "break": "break", "print": "print x", "exec": "exec 'x'", "type": "type A = x", "decorator": "@x\ndef f(): pass",
    "augmented": "x += 1", "augmented matmul": "x @= 1", "annotated": "x: int = 1", "star target": "*a, b = x",
    "two targets": "a, b = 1, 2", "a chain of targets": "a = b = 1", "an attribute as target": "x.y = 1",
    "an index as target": "x[0] = 1", "a call as target": "f(x) = 1", "a number as target": "1 = x",
    "a keyword as target": "None = 1", "a walrus as target": "(a := 1) = 2", "an indented line": "  x = 1",
    "a line indented after another": "a = 1\n  b = 2", "a line carried on": "f = x + \\\n y",
}  # fmt: skip
EXPRESSIONS = {
    "lambda": "f = (lambda: 0)()", "comprehension": "f = [x for x in (1, 2)]", "generator": "f = sum(x for x in y)",
    "dict": "f = {}", "a dict of pairs": "f = {1: 2}", "set": "f = {1, 2}", "tuple": "f = (1, 2)", "star": "f = sum(*x)",
    "two stars": "f = sum(**x)", "f-string": "f = f'{x}'", "bytes": "f = b'x'", "raw string": "f = r'x'",
    "three quotes": "f = '''x'''", "a string times a number": "f = 'a' * 10**9", "a string with names": "f = '%s' % x",
    "a quote left open": "f = 'x", "three quotes left open": "f = '''x", "walrus": "f = (y := 3)", "dots": "f = ...",
    "and": "f = x and y", "or": "f = x or y", "not": "f = not x", "in": "f = x in y", "is": "f = x is y",
    "floor": "f = x // y", "remainder": "f = x % y", "shift": "f = 1 << 10**9", "shift back": "f = x >> y",
    "bits": "f = x & y", "bits or": "f = x | y", "caret": "f = x ^ y", "tilde": "f = ~x", "not equal of old": "f = x <> y",
    "not equal of C": "f = !x", "question mark": "f = x ? y : x", "dollar": "f = $x", "backquotes": "f = `x`",
    "a comparison of three": "f = 1 < x < 3", "a condition": "f = x if y else 2", "True": "f = True", "None": "f = None",
    "a slice with a step": "f = sum(x[::2])", "an attribute": "f = x.real", "dunder": "f = x.__class__",
    "a walk up the classes": "f = ().__class__.__bases__[0].__subclasses__()", "an attribute of a list": "f = [].append",
    "an attribute of a number": "f = 1 .real", "imaginary": "f = 1j", "format": "f = '{0.__class__}'.format(x)",
    "import by name": "f = __import__('os').system('id')", "an index by a string": "f = x['a']",
    "an assignment within": "f = (x = 1)", "two operators": "f = x + * y", "an operator at the end": "f = x +",
    "an operator alone": "+", "brackets crossed": "f = (x]", "a bracket too many": "f = x)", "empty brackets": "f = ()",
    "two numbers": "f = 1 2", "two names": "f = x y", "a number before a name": "f = 2x", "nothing": "f =",
    "two equals signs": "f == x", "JavaScript": "f = x => x", "HTML": "<script>alert(1)</script>", "a template": "{{7*7}}",
    "another template": "${7*7}", "SQL": "'; DROP TABLE graphs; --", "a shell": "$(id)", "a path": "../../etc/passwd",
}  # fmt: skip
IN_PYTHON_TOO = {"a line carried on": "200|422", "and": "422", "nothing": "422", "a comparison of three": "422",
                  "an indented line": "200", "a line indented after another": "200"}  # fmt: skip
BUILTINS = (
    "abs_ all any ascii bin breakpoint bytearray callable chr classmethod compile complex delattr dir divmod enumerate "
    "eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance iter len "
    "list locals map memoryview next object oct open ord print property quit range repr reversed set setattr sorted "
    "staticmethod str super tuple type vars zip __build_class__ __debug__ __doc__ __loader__ __name__ __spec__ "
    "__class__ __init__ __call__ constructor __proto__ toString hasOwnProperty"
).split()


def repeated() -> dict[str, tuple[str, str]]:
    """Each sign sixty thousand times: what a reader that looks back again and again takes for ever over."""
    signs = [
        *string.punctuation,
        " ",
        "\t",
        "\n",
        "\r",
        "\f",
        "a",
        "9",
        "0",
        "_",
        "x ",
        "1 ",
        "a.",
        "1.",
        "e",
        "1e",
    ]
    fits = {
        " ": "422 empty-program",
        "\n": "422 empty-program",
        "#": "422 empty-program",
        "\t": "422",
        "\r": "422",
        "0": "200",
    }
    return {f"60,000 times {sign!r}": (sign * 60_000, fits.get(sign, "413|422")) for sign in signs}


def cases(kept: Kept) -> Iterator[Case]:
    """All of them."""
    yield from typed("too deep", nests())
    yield from typed("too long", chains())
    python = {**STATEMENTS, **EXPRESSIONS}
    yield from typed(
        "Python, but not of the language",
        {name: (text, IN_PYTHON_TOO.get(name, "422")) for name, text in python.items()},
    )
    yield from typed(
        "names of Python's", {name: (f"f = {name}(x)", "422 unknown-op|not-supported") for name in BUILTINS}
    )
    yield from typed("one sign again and again", repeated())
