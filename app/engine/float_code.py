"""
Formula trees as Python text: expressions over floats, and over numpy columns. Used by `generate.py` only.
"""

from __future__ import annotations

from collections.abc import Iterable

from .formula import Binary, Call, Compare, Name, Num, Tree, Unary, walk


class Writer:
    """Python text of formula trees; what is used twice gets a name on the way, *once* says how to fetch the others."""

    def __init__(self, once: dict[str, str], settings: Iterable[str] = ()) -> None:
        self.once = once
        self.settings = frozenset(settings)
        self.temporaries = 0

    def text(self, tree: Tree) -> str:
        """Return *tree* as an expression, bracketed where anything could follow it."""
        match tree:
            case Num(value=value):
                return repr(float(value))
            case Name(name=name):
                return self.once.get(name, name)
            case Unary(operand=operand):
                return f"(-{self.text(operand)})"
            case Binary(op="**", left=left, right=Num(value=2.0)):
                first, again = self.twice(left)
                return f"({first} * {again})"
            case Binary(op="**", left=left, right=right):
                return f"pow({bare(self.text(left))}, {bare(self.text(right))})"
            case Binary(op=op, left=left, right=right):
                return f"({self.text(left)} {op} {self.text(right)})"
            case Compare():
                return f"(1.0 if {self.truth(tree)} else 0.0)"
            case Call(name=name, args=args):
                return self.call(name, args)

    def result(self, tree: Tree, into: str) -> str:
        """Return a result; *into* is where a column would go."""
        return bare(self.text(tree))

    def truth(self, tree: Tree) -> str:
        """Return *tree* as a condition."""
        if isinstance(tree, Compare):
            return f"{self.text(tree.left)} {tree.op} {self.text(tree.right)}"
        return f"{self.text(tree)} != 0.0"

    def call(self, name: str, args: tuple[Tree, ...]) -> str:
        """Return a base function applied; those that numpy and math disagree on are spelt out."""
        if name == "where":
            return f"({self.text(args[1])} if {self.truth(args[0])} else {self.text(args[2])})"
        if name == "floor":
            return f"float(floor({bare(self.text(args[0]))}))"
        if name == "sign":
            x, again = self.twice(args[0])
            return f"(1.0 if {x} > 0.0 else -1.0 if {again} < 0.0 else 0.0 if {again} == 0.0 else {again})"
        if name in ("maximum", "minimum"):
            sign = ">=" if name == "maximum" else "<="
            x, x_again = self.twice(args[0])
            y, y_again = self.twice(args[1])
            return f"({x_again} if {x} {sign} {y} or {x_again} != {x_again} else {y_again})"
        return f"{name}({bare(self.text(args[0]))})"

    def twice(self, tree: Tree) -> tuple[str, str]:
        """Return the text of *tree* where it is first needed, and where it is needed again."""
        if isinstance(tree, Num) or (isinstance(tree, Name) and tree.name not in self.once):
            return self.text(tree), self.text(tree)
        self.temporaries += 1
        name = f"t{self.temporaries}"
        return f"({name} := {self.text(tree)})", name


_UFUNCS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_WITH_OUT = frozenset(("maximum", "minimum", "tanh", "exp", "log", "sqrt", "abs", "sin", "cos", "tan"))


def _is_floor(args: tuple[Tree, ...]) -> bool:
    """Whether a ``where`` is ``where(x <= n, n, x)``: the maximum of x and n, nan too, and three times faster so."""
    match args:
        case (Compare(op="<=", left=x, right=y), Num() as low, other):
            return y == low and x == other
    return False


class ColumnWriter(Writer):
    """The same for numpy columns, one entry per row of a batch: conditions are taken entry by entry."""

    def text(self, tree: Tree) -> str:
        match tree:
            case Compare():
                return f"(({self.truth(tree)}) * 1.0)"
            case Binary(op="**", left=left, right=right) if right != Num(2.0, "2"):
                return f"power({bare(self.text(left))}, {bare(self.text(right))})"
        return super().text(tree)

    def result(self, tree: Tree, into: str) -> str:
        match tree:
            case Compare() if into != "into":
                return self.truth(
                    tree
                )  # a local gradient is only ever multiplied by, and true multiplies as one
            case Binary(op=op, left=left, right=right) if op in _UFUNCS:
                return f"{_UFUNCS[op]}({bare(self.text(left))}, {bare(self.text(right))}, {into}[at])"
            case Unary(operand=operand):
                return f"negative({bare(self.text(operand))}, {into}[at])"
            case Call(name="where", args=args) if _is_floor(args):
                return f"maximum({bare(self.text(args[2]))}, {self.text(args[1])}, out={into}[at])"
            case Call(name=name, args=args) if name in _WITH_OUT:
                given = ", ".join(bare(self.text(arg)) for arg in args)
                return f"{name}({given}, out={into}[at])"
        return bare(self.text(tree))

    def call(self, name: str, args: tuple[Tree, ...]) -> str:
        if name == "where" and not set(names_in(args[0])) <= self.settings:
            if _is_floor(args):
                return f"maximum({bare(self.text(args[2]))}, {self.text(args[1])})"
            return f"where({self.truth(args[0])}, {bare(self.text(args[1]))}, {bare(self.text(args[2]))})"
        if name == "where":  # settings are plain numbers, the same for all rows
            return super().call(name, args)
        return f"{name}({', '.join(bare(self.text(arg)) for arg in args)})"


def bare(text: str) -> str:
    """Drop the outer brackets of *text* where they are one pair."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for i, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and i < len(text) - 1:
            return text
    return text if ":=" in text[1:].split("(")[0] else text[1:-1]


def names_in(tree: Tree) -> list[str]:
    """Return every name in *tree*, as often as it occurs."""
    return [node.name for node in walk(tree) if isinstance(node, Name)]
