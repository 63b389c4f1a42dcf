"""
The derivation as LaTeX: forward, then backward, in symbols and in numbers, aligned at the equals signs.

The lines are the trace's own. The macros that mark the roles are defined in a group of their own, so that the text
around keeps its own ``\\up``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..engine.passes import Run
from ..explain.notation import RULE
from ..explain.trace import steps
from .tex import ascii_tex, comment_tex
from .words import title_of

_HEAD = r"""% {title}: the forward and the backward pass.
% Needs amsmath: \usepackage{{amsmath}}. Put this into the document as it is.
\begingroup
% What a piece is: upstream, local and downstream gradient, value. With xcolor: \def\up#1{{\textcolor{{red}}{{#1}}}}.
\def\up#1{{#1}}\def\loc#1{{#1}}\def\down#1{{#1}}\def\val#1{{#1}}
\allowdisplaybreaks
"""
_OPENS, _CLOSES = re.compile(r"\\left(?![a-z])"), re.compile(r"\\right(?![a-z])")
_LONG = 72
"""Characters of a line without its commands; a longer one has its numbers on a line of their own."""
_WIDE = 70
"""The same with the rule of the local gradient beside it; beyond, that goes below."""


def derivation(run: Run) -> str:
    """Write the derivation of *run*: two ``align*`` environments, to be put into any document."""
    told = steps(run)
    forward = [
        _forward(run, step) for step in told if step["phase"] == "forward" and not _is_number(run, step)
    ]
    backward = [_backward(step) for step in told if step["phase"] != "forward"]
    parts = [_HEAD.format(title=comment_tex(title_of(run.graph))), "% Forward\n" + _aligned(forward)]
    if backward:
        parts.append("% Backward\n" + _aligned(backward))
    return ascii_tex("".join(parts)) + "\\endgroup\n"


def _is_number(run: Run, step: dict[str, Any]) -> bool:
    """Whether the step tells a nameless constant, which stands in the lines as its number anyway."""
    name = step["node"]
    return run.graph.kinds[run.graph.slot[name]] == "constant" and step["latex"] == step["numbers"]


def _aligned(rows: Sequence[str]) -> str:
    body = " \\\\\n".join(f"  {row}" for row in rows)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def _forward(run: Run, step: dict[str, Any]) -> str:
    """``q = x + y = -2 + 5 = 3``; a leaf has its value at once, a nameless node its expression for a name."""
    symbols, numbers = step["latex"], step["numbers"]
    name, rule = cut(symbols)
    value, filled = cut(numbers)
    if run.graph.ops[run.graph.slot[step["node"]]] is None:  # a leaf
        return f"{symbols} &= {numbers}"
    sides = [rule, filled, value] if rule else [filled, value]
    return _row(name, sides)


def _backward(step: dict[str, Any]) -> str:
    """``df/dx = df/dq . dq/dx = -4 . 1 = -4``, and beside it what the local gradient is."""
    symbols, _, ruled = step["latex"].partition(RULE)
    numbers = step["numbers"].partition(RULE)[0]
    name, rule = cut(symbols)
    value, filled = cut(numbers)
    row = _row(name, [side for side in (rule, filled, value) if side])
    if not ruled:
        return row
    if "\n" in row or _length(row + ruled) > _WIDE:
        return f"{row} \\\\\n    &\\quad \\text{{where }} {ruled}"
    return rf"{row}, \quad {ruled}"


def _row(name: str, sides: Sequence[str]) -> str:
    """The sides of a chain of equations, broken before the numbers where it is long."""
    if not sides:
        return f"{name} &"
    if sum(map(_length, [name, *sides])) <= _LONG or len(sides) < 2:
        return f"{name} &= {' = '.join(sides)}"
    return f"{name} &= {sides[0]} \\\\\n    &= {' = '.join(sides[1:])}"


def _length(tex: str) -> int:
    """About how wide LaTeX is, in characters: commands and braces do not count, matrices do."""
    width, command = 0, False
    for mark in tex:
        if mark == "\\":
            command = True
            width += 1
        elif command and not mark.isalpha():
            command = False
        if not command and mark not in "{}_^ ":
            width += 1
    return width + 12 * tex.count(r"\begin{bmatrix}")


def cut(tex: str) -> tuple[str, str]:
    """Cut LaTeX at its first equals sign outside of braces and ``\\left`` ... ``\\right``; the second may be empty."""
    depth = 0
    for at, mark in enumerate(tex):
        if mark == "{" or _OPENS.match(tex, at):
            depth += 1
        elif mark == "}" or _CLOSES.match(tex, at):
            depth -= 1
        elif depth == 0 and tex.startswith(" = ", at):
            return tex[:at], tex[at + 3 :]
    return tex, ""
