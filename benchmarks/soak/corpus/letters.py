"""Letters that are not what they seem: unseen ones, turned ones, lookalikes, halves of pairs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .case import SOON_S, V1, Case, Kept, typed

UNSEEN = {
    "NUL": "\0", "bell": "\x07", "backspace": "\x08", "escape": "\x1b", "delete": "\x7f", "next line": "\x85",
    "file separator": "\x1c", "no-break space": "\xa0", "soft hyphen": "\xad", "combining grapheme joiner": "\u034f",
    "Arabic letter mark": "\u061c", "Hangul filler": "\u3164", "Ogham space": "\u1680", "Mongolian vowel separator": "\u180e",
    "en quad": "\u2000", "thin space": "\u2009", "zero-width space": "\u200b", "zero-width non-joiner": "\u200c",
    "zero-width joiner": "\u200d", "left-to-right mark": "\u200e", "line separator": "\u2028",
    "paragraph separator": "\u2029", "right-to-left override": "\u202e", "left-to-right isolate": "\u2066",
    "invisible times": "\u2062", "ideographic space": "\u3000", "byte order mark": "\ufeff", "object replacement": "\ufffc",
    "replacement": "\ufffd", "noncharacter": "\ufffe", "private use": "\ue000", "tag": "\U000e0041",
    "variation selector": "\ufe0f", "combining acute": "\u0301", "last of all": "\U0010ffff", "emoji": "\U0001f600",
}  # fmt: skip
LOOKALIKES = {
    "script e": "\u212fxp(x)", "bold": "\U0001d41e\U0001d431\U0001d429(x)", "full width": "ｅｘｐ(x)", "Cyrillic": "ехр(x)",
    "ligature": "ﬁ", "Cyrillic x": "х + 1", "Greek omicron": "ο + 1", "long s": "ſin(x)", "dotless i": "sın(x)",
    "micro": "\u00b5 + 1", "Kelvin": "\u212a + 1", "Angstrom": "\u212b + 1", "German": "größe", "Chinese": "变量",
    "Arabic digits": "٣ + 1", "full-width digits": "１ + 1", "a superscript": "x\u00b3", "a fraction": "½ * x",
    "a Roman numeral": "Ⅷ + 1", "a circled digit": "① + 1", "an infinity": "∞ * x", "a root": "√x", "minus": "x − 1",
    "a long dash": "x — 1", "times": "x × y", "a middle dot": "x · y", "a division sign": "x ÷ y", "full-width plus": "x ＋ y",
    "a fraction slash": "x ⁄ y", "an arrow": "x → y", "not equal": "x ≠ y", "at most": "x ≤ y", "a curly quote": "‘x’",
    "full-width brackets": "（x）", "a thousand accents": "x" + "\u0301" * 1000, "a flag": "\U0001f1e9\U0001f1ea + 1",
}  # fmt: skip
# Written by hand: Python's own writer would not.
ESCAPES = {
    "the first half of a pair": rb"f = x \ud800",
    "the second half of a pair": rb"f = x \udc00",
    "a pair the wrong way round": rb"f = x \udc00\ud800",
    "half a pair in a comment": rb"f = x # \ud83d",
    "sixty thousand halves": rb"\ud800" * 60_000,
}


def cases(kept: Kept) -> Iterator[Case]:
    """Each between two signs, within a name, at the start, and in a comment, where it is nobody's business."""
    within = {name: (f"f = x {letter} + y", "422") for name, letter in UNSEEN.items()}
    yield from typed("unseen, between signs", within)
    named = {name: (f"f = x{letter}y", "422") for name, letter in UNSEEN.items()}
    yield from typed("unseen, in a name", named)
    commented = {name: (f"f = x # {letter * 9}\n", "200|422") for name, letter in UNSEEN.items()}
    yield from typed("unseen, in a comment", commented)
    yield from typed("lookalikes", {name: (f"f = {text}", "422") for name, text in LOOKALIKES.items()})
    for name, text in ESCAPES.items():
        body = b'{"expression": "' + text + b'"}'
        yield Case("halves of pairs", name, f"{V1}/evaluate", "400 not-json", body, within_s=SOON_S)
    for where in ("name", "label", "role"):
        found = {"id": "x", "value": 1} | ({} if where == "name" else {where: "@"})
        graph = {"nodes": [found]} | ({"name": "@"} if where == "name" else {})
        body = json.dumps({"graph": graph}).encode().replace(b"@", rb"\ud800")
        yield Case("halves of pairs", f"in a {where}", f"{V1}/evaluate", "400 not-json", body)
