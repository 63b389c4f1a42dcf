"""
How nodes are called: names set as mathematics, and nameless nodes as the expression they stand for.

``w0`` becomes w with a subscript, ``sigma`` the letter, ``loss_1`` an upright word with a subscript; the page has the
same rule in static/js/format/names.js, and tests/fixtures/names.json holds what both must say. A node that the program
gave no name appears as its expression while that is short, else as v_k, the k-th of its kind; a Wengert list would
number every node, but a reader knows "x + y" at sight.
"""

from __future__ import annotations

import re

MAX_NAME = 24
"""Characters of a name or an expression that are still read at a glance; the longest that is not cut."""

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi "
    "chi psi omega lamda Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split()
)
_ACCENTS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
_PARTS = re.compile(r"([A-Za-z]+)([0-9]*)")
_INDEX = re.compile(r"[0-9]+|[A-Za-z][0-9]*")
"""What may stand below a word too: a number, or a letter that may have one (the e4 of a fourth example)."""
_TEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: "\\" + mark for mark in "#$%&_{}"},
}


def name_tex(name: str) -> str:
    """
    Set an identifier as mathematics.

    Args:
        name: Letters, digits and underscores, as node ids are.

    Returns:
        LaTeX for math mode: one symbol, with a subscript where the name has a tail.
    """
    if len(name) > MAX_NAME:
        return rf"\mathrm{{{escape(name[: MAX_NAME - 1])}\ldots}}"
    head, *tails = name.split("_")
    match = _PARTS.fullmatch(head)
    if match is None or not all(tails):
        return rf"\mathrm{{{escape(name)}}}"
    letters, digits = match.groups()
    symbol = _word(letters)
    if tails and tails[0] in _ACCENTS:
        symbol = f"{_ACCENTS[tails.pop(0)]}{{{symbol}}}"
    elif symbol.startswith(r"\mathrm") and not _may_follow_a_word(tails):
        return rf"\mathrm{{{escape(name)}}}"
    if len(tails) > 3 or (len(tails) == 3 and not (tails[0] + tails[1]).isdigit()):
        return rf"\mathrm{{{escape(name)}}}"
    subscript = ",".join(filter(None, [digits, *map(_subscript, tails)]))
    return f"{symbol}_{{{subscript}}}" if subscript else symbol


def label_tex(label: str) -> str:
    """Set a label, any text at all, as mathematics where it reads like a name, else as words."""
    if label.isascii() and label.isidentifier():
        return name_tex(label)
    cut = label if len(label) <= MAX_NAME else label[: MAX_NAME - 1] + "…"
    return rf"\text{{{escape(cut)}}}"


def escape(text: str) -> str:
    """Make *text* mean itself inside ``\\text`` or ``\\mathrm``; control characters become spaces."""
    return "".join(_TEX_SPECIAL.get(mark, mark if mark.isprintable() else " ") for mark in text)


def _word(letters: str) -> str:
    if len(letters) == 1:
        return letters
    if letters not in GREEK:
        return rf"\mathrm{{{letters}}}"
    return "\\" + letters.replace("lamda", "lambda")  # Python keeps lambda for itself


def _may_follow_a_word(tails: list[str]) -> bool:
    """A word keeps its underscores, learning_rate, unless a number comes first or all are indices."""
    return not tails or tails[0].isdigit() or all(map(_INDEX.fullmatch, tails))


def _subscript(tail: str) -> str:
    """Numbers, a letter with its number and two letters are indices, as in w_ij; a longer tail is a word."""
    if tail in GREEK:
        return _word(tail)
    return tail if len(tail) <= 2 or _INDEX.fullmatch(tail) else rf"\mathrm{{{tail}}}"
