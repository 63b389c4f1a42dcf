"""
Text for TeX: whatever a reader typed, as characters that pdflatex can set and that do nothing.

The names that the trace writes are LaTeX already, escaped where they hold a label; what remains are characters beyond
ASCII, of which pdflatex sets few. Those with a letter under their accent keep it, Greek letters become letters of
maths, the rest a question mark: a figure that compiles is worth more than one exact sign in a label.
"""

from __future__ import annotations

import re
import unicodedata

from ..explain import number
from ..explain.names import escape
from .words import comment, plain

_SIGNS = {
    "…": r"\ldots{}", "−": r"\ensuremath{-}", "×": r"\ensuremath{\times}", "·": r"\ensuremath{\cdot}", "½": "1/2",
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "∞": r"\ensuremath{\infty}",
    "∂": r"\ensuremath{\partial}", "→": r"\ensuremath{\to}", "ß": r"\ss{}", "ø": r"\o{}", "Ø": r"\O{}", "ł": r"\l{}",
}  # fmt: skip
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0327": "c", "\u0328": "k",
}  # fmt: skip


_TEXT = re.compile(r"\\text\{(?:[^{}\\]|\\.|\{\})*\}", re.DOTALL)
_IN_TEXT = {
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}  # signs of maths only in TeX's own fonts


def ascii_tex(tex: str) -> str:
    """Write LaTeX with every character beyond ASCII as a command, or as a question mark, and labels as TeX's text."""
    text = _TEXT.sub(lambda label: "".join(_IN_TEXT.get(mark, mark) for mark in label.group()), tex)
    return "".join(mark if mark.isascii() else _command(mark) for mark in text)


def text_tex(text: str) -> str:
    """Write plain text as LaTeX that means itself."""
    return ascii_tex("".join(_IN_TEXT.get(mark, mark) for mark in escape(plain(text))))


def comment_tex(text: str) -> str:
    """Write plain text behind a percent sign."""
    return "".join(mark if mark.isascii() else "?" for mark in comment(text))


def number_tex(value: float) -> str:
    """Write a number as text for a label, rounded as on the page; the minus is as wide as a digit."""
    digits, exponent = number.split(value)
    digits = digits.replace("inf", r"$\infty$").replace("nan", "NaN").replace("-", "--")
    if exponent is None:
        return digits
    return rf"{digits}$\times$10\textsuperscript{{{str(exponent).replace('-', '--')}}}"


def _command(mark: str) -> str:
    if mark in _SIGNS:
        return _SIGNS[mark]
    if "GREEK" in (name := unicodedata.name(mark, "")):
        return _greek(name)
    base, *over = list(unicodedata.normalize("NFKD", mark))
    if base.isascii() and base.isalnum() and len(over) <= 1 and all(accent in _ACCENTS for accent in over):
        return rf"\{_ACCENTS[over[0]]}{{{base}}}" if over else base
    return "?"


def _greek(name: str) -> str:
    """A letter without accents, by its name in Unicode; capitals that look Latin are Latin."""
    words = name.split()
    letter = words[-1].lower().replace("lamda", "lambda")
    if len(words) != 4 or words[2] != "LETTER" or letter not in _GREEK:
        return "?"
    if words[1] == "SMALL":
        return rf"\ensuremath{{{'o' if letter == 'omicron' else chr(92) + letter}}}"
    capital = letter.capitalize()
    return rf"\ensuremath{{\{capital}}}" if capital in _CAPITALS else _LOOKS_LATIN[letter]


_GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi "
    "chi psi omega".split()
)
_CAPITALS = frozenset("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split())
_LOOKS_LATIN = {
    "alpha": "A", "beta": "B", "epsilon": "E", "zeta": "Z", "eta": "H", "iota": "I", "kappa": "K", "mu": "M", "nu": "N",
    "omicron": "O", "rho": "P", "tau": "T", "chi": "X",
}  # fmt: skip
