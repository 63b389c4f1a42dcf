"""
Slips of the pen: characters that are not in the language, with what they mean and how to mend them.

Pasted mathematics brings typographic signs, Greek letters and invisible characters. Each gets one plain sentence, a
hint where it helps, and where one edit mends it the text to put there. Names stay ASCII by our own rule, not by the
Python version's: `xp` written with a double-struck p is not silently `xp`, the reader is asked.

`snippet` draws the place under a line; it never shows a character that could not be sent or would reorder the line.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

WORD: Final = re.compile("[^\\W⁰¹²³⁴⁵⁶⁷⁸⁹ⁿᵀ]+")
_SUPERSCRIPT = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|ⁿ")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n")

_SIGNS: Final = {
    "−": ("-", "minus sign"),
    "–": ("-", "dash"),
    "—": ("-", "dash"),
    "‐": ("-", "hyphen"),
    "‑": ("-", "hyphen"),
    "‒": ("-", "dash"),
    "×": ("*", "times sign"),
    "✕": ("*", "times sign"),
    "⨯": ("*", "times sign"),
    "·": ("*", "dot"),
    "⋅": ("*", "dot"),
    "∙": ("*", "dot"),
    "•": ("*", "dot"),
    "∗": ("*", "star"),
    "⊙": ("*", "product sign"),
    "÷": ("/", "division sign"),
    "∕": ("/", "slash"),
    "⁄": ("/", "slash"),
    "≤": ("<=", "comparison sign"),
    "≥": (">=", "comparison sign"),
    "≠": ("!=", "comparison sign"),
    "⊤": (".T", "transpose sign"),
    "ᵀ": (".T", "transpose sign"),
    "“": ('"', "quotation mark"),
    "”": ('"', "quotation mark"),
    "‘": ("'", "quotation mark"),
    "’": ("'", "quotation mark"),
    "←": ("=", "arrow"),
    "≔": ("=", "assignment sign"),
    "√": ("sqrt", "root sign"),
    "∑": ("sum", "sum sign"),
}

_GREEK: Final = dict(
    zip(
        "αβγδεζηθικλμνξοπρςστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩϵϑϕµ∂∇ℓ",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lam mu nu xi omicron pi rho sigma sigma tau upsilon "
        "phi chi psi omega Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lam Mu Nu Xi Omicron Pi Rho Sigma "
        "Tau Upsilon Phi Chi Psi Omega epsilon theta phi mu d nabla l".split(),
        strict=True,
    )
)
_LOOKALIKE: Final = dict(zip("асеорхуіјѕԁɡАВСЕНІКМОРТХ", "aceopxyijsdgABCEHIKMOPTX", strict=True))
_ACCENTS: Final = {"\u0302": "_hat", "\u0304": "_bar", "\u0303": "_tilde", "\u0307": "_dot"}
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Slip:
    """
    A stretch of text outside the language.

    Attributes:
        length: Characters it takes.
        code: Key of the error reference.
        message: What is wrong.
        hint: What to do, or None.
        mend: The text to put in its place, or None where no one edit mends it.
        reads_as: What parsing goes on with, so that later errors are found too.
    """

    length: int
    code: str
    message: str
    hint: str | None
    mend: str | None
    reads_as: str


def foreign(text: str, at: int) -> Slip:
    """Say what stands at offset *at* of *text*, a character or word that the language does not have."""
    letter = text[at]
    power = _SUPERSCRIPT.match(text, at)
    if power is not None:
        return _superscript(power[0])
    if letter in _SIGNS:
        return _sign(text, at)
    if letter in "\"'":
        return Slip(
            1, "syntax", "This string is not closed on its line.", f"Close it with {letter}.", None, ""
        )
    category = unicodedata.category(letter)
    if category[0] == "C":
        return _invisible(letter, category)
    if category[0] == "Z":
        message = f"U+{ord(letter):04X} is a blank that is not a space."
        return Slip(1, "syntax", message, "Replace it with a space.", " ", " ")
    if category[0] == "M":
        mend = _ACCENTS.get(letter, "")
        hint = f"Write {mend} after the name." if mend else "Remove it."
        return Slip(1, "syntax", f"U+{ord(letter):04X} is an accent, and names are ASCII.", hint, mend, "")
    word = WORD.match(text, at)
    if word is not None:
        return _word(word[0], text[word.end() : word.end() + 1])
    plain = unicodedata.normalize("NFKC", letter)
    if plain.isascii() and plain.isprintable() and plain.strip():
        message = f"{letter} is the wide or styled form of {plain}."
        return Slip(1, "syntax", message, f"Write {plain}.", plain, plain)
    if letter == "∞":
        hint = "Numbers in a text are finite; write a large one, such as 1e300."
        return Slip(1, "not-supported", "∞ is not a number of this language.", hint, None, "1")
    return Slip(1, "syntax", f"{letter} (U+{ord(letter):04X}) is not part of the language.", None, None, "")


def _superscript(power: str) -> Slip:
    plain = "**" + power.translate(_FROM_SUPERSCRIPT)
    plain = plain.replace("+", "")
    message = f"{_clipped(power)} is a raised {'letter' if power == 'ⁿ' else 'number'}."
    return Slip(len(power), "syntax", message, f"Write the power as {_clipped(plain)}.", plain, plain)


def _sign(text: str, at: int) -> Slip:
    letter = text[at]
    plain, name = _SIGNS[letter]
    article = "an" if name[0] == "a" else "a"
    if letter == "√":
        operand = re.compile(r"\s*([A-Za-z0-9_.]+)").match(text, at + 1)
        if operand is not None:
            mend = f"sqrt({operand[1]})"
            return Slip(
                operand.end() - at, "syntax", "√ is a typographic root sign.", f"Write {mend}.", mend, mend
            )
    message = f"{letter} is {article} typographic {name}."
    return Slip(1, "syntax", message, f"Write {plain} instead.", plain, plain)


def _invisible(letter: str, category: str) -> Slip:
    place = f"U+{ord(letter):04X}"
    if category == "Cs":
        return Slip(1, "syntax", f"{place} is half a character.", "Remove it.", "", "")
    kind = "a control character" if category == "Cc" else "an invisible character"
    return Slip(1, "syntax", f"{place} is {kind}.", "Remove it.", "", "")


def _word(word: str, after: str) -> Slip:
    """A word with a letter that is not ASCII: Greek, wide, styled, or a look-alike of a Latin one."""
    plain = "".join(map(_latin, word))
    if word == "σ" and after == "(":
        plain = "sigmoid"
    if not re.fullmatch("[A-Za-z0-9_]+", plain):
        message = f"{_clipped(word)} has letters that are not ASCII; names are ASCII."
        return Slip(len(word), "syntax", message, "Use the letters a to z, digits and _.", None, "_")
    message = f"{_clipped(word)} has letters that are not ASCII; names are ASCII."
    return Slip(len(word), "syntax", message, f"Write {_clipped(plain)}.", plain, plain)


def _latin(letter: str) -> str:
    if letter.isascii():
        return letter
    plain = _GREEK.get(letter) or _LOOKALIKE.get(letter)
    if plain is None:
        decomposed = unicodedata.normalize("NFKD", letter)
        parts = [
            _GREEK.get(p, p) if not unicodedata.combining(p) else _ACCENTS.get(p, "") for p in decomposed
        ]
        plain = "".join(parts)
    return plain


def _clipped(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"


def snippet(text: str, line_start: int, line_end: int, start: int, end: int, width: int = 100) -> str:
    """
    Draw the line with carets under *start* to *end*.

    Args:
        text: The whole source.
        line_start: Offset of the line's first character.
        line_end: Offset past its last.
        start: Offset of the first character marked.
        end: Offset past the last; what lies on later lines is not drawn.
        width: The most characters of the line shown; a longer one is cut around the place, with an ellipsis.
    """
    first, last = line_start, line_end
    if last - first > width:
        first = max(line_start, min(start - width // 2, line_end - width))
        last = min(line_end, first + width)
    head = "…" if first > line_start else ""
    tail = "…" if last < line_end else ""
    shown = "".join(_drawable(letter) for letter in text[first:last])
    carets = max(1, min(end, last) - start)
    return f"{head}{shown}{tail}\n{' ' * (len(head) + start - first)}{'^' * carets}"


def _drawable(letter: str) -> str:
    if letter == "\t":
        return " "
    return _REPLACEMENT if unicodedata.category(letter)[0] == "C" else letter
