"""
Lengths and inks of the picture, and how wide text will be.

Lengths are the page's board units (``static/js/draw/metrics.js``), inks its tokens (``static/css/tokens.css``); a test
compares both. One unit is 0.7 pt, which makes the page's type sizes TeX's own: numbers 10 pt, names 12 pt.
"""

from __future__ import annotations

import re

UNIT_PT = 0.7

DISC = 20.0
LANE = 3.6
UNDERLAY = 14.0
RIM_GAP = 4.0
HALO = 5.0
RING = 3.4
PORT_ANGLE = 0.62
GAP = 66.0
HARPOON_ALONG, HARPOON_ACROSS = 8.5, 5.6
TERMINAL_INNER, TERMINAL_OUTER, TERMINAL_CAPTION = 17.0, 22.0, 39.0
LEAF_HEIGHT, LEAF_POINT, LEAF_BAR, LEAF_NAME, LEAF_FIELD, FIELD_HEIGHT = 42.0, 12.0, 5.0, 33.0, 49.0, 25.0
LEAF_STANDING = 10.0
CHIP_HEIGHT, CHIP_PAD, CHIP_TUCK = 19.0, 9.0, 9.0
FRAME_ABOVE, FRAME_BELOW, FRAME_NAME, FRAME_INSIDE = 64.0, 68.0, 41.0, 10.0
ROW_HEIGHT, COLUMN_GAP, BRACKET_PAD = 17.0, 14.0, 7.0

INKS = {
    "paper": "FFFFFF", "sheet": "FBFCF8", "ink": "1C2622", "soft": "56635C", "pend": "7A887E", "forward": "1449A6",
    "backward": "B83200", "forward-wash": "DCE6F6", "backward-wash": "FBE3D6", "hazard": "8A1C7C", "now": "FFD84A",
}  # fmt: skip
"""The page's inks by name; the paper is white, since a figure stands on somebody else's page."""

# Sizes of type: TeX's command, and the em in board units.
SIZES = {
    r"\small": 9 / UNIT_PT, r"\normalsize": 10 / UNIT_PT, r"\large": 12 / UNIT_PT, r"\Large": 14.4 / UNIT_PT,
}  # fmt: skip
NUMBER, CHIP, NAME, LEAF_TYPE = r"\normalsize", r"\small", r"\large", r"\large"
FIGURE_HEIGHT = 0.7  # of digits, in em

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[_^]|[{}]|.", re.DOTALL)
_WIDE = {"m": 0.88, "w": 0.74, "M": 0.95, "W": 1.0, "+": 0.8, "=": 0.8, "<": 0.8, ">": 0.8, "@": 0.8}
_NARROW = {
    "i": 0.33,
    "j": 0.38,
    "l": 0.31,
    "f": 0.42,
    "t": 0.39,
    "r": 0.45,
    "I": 0.4,
    ".": 0.31,
    ",": 0.31,
    " ": 0.3,
}
_COMMANDS = {
    r"\times": 0.8, r"\cdot": 0.4, r"\to": 1.0, r"\infty": 1.0, r"\ldots": 1.0, r"\div": 0.8, r"\leq": 0.8,
    r"\geq": 0.8, r"\neq": 0.8, r"\Sigma": 0.75, r"\otimes": 0.8, r"\odot": 0.8, r"\surd": 0.85, r"\top": 0.7,
    r"\,": 0.17, r"\;": 0.28, r"\ ": 0.3, r"\_": 0.5,
}  # fmt: skip
_SILENT = {
    r"\mathrm",
    r"\text",
    r"\textrm",
    r"\textsuperscript",
    r"\ensuremath",
    r"\hat",
    r"\bar",
    r"\tilde",
    "{",
    "}",
    "$",
}
_RAISED = 0.72


def width_em(tex: str) -> float:
    """
    Return about how wide LaTeX comes out, in em; a little generous, so that nothing touches.

    It knows what names, numbers and glyphs are made of, no more.
    """
    total, scale, depth, raised_at = 0.0, 1.0, 0, -1
    for piece in _TOKEN.findall(tex):
        if piece in ("_", "^") or piece == r"\textsuperscript":
            scale, raised_at = _RAISED, depth
        elif piece in _SILENT:
            depth += (piece == "{") - (piece == "}")
            if piece == "}" and depth == raised_at:
                scale, raised_at = 1.0, -1
        else:
            total += scale * _piece_em(piece)
            if depth == raised_at:  # a single mark was raised
                scale, raised_at = 1.0, -1
    return total


def _piece_em(piece: str) -> float:
    if piece in _COMMANDS:
        return _COMMANDS[piece]
    if piece[0] == "\\":
        return 0.62  # a Greek letter
    if piece in ("(", ")", "[", "]"):
        return 0.4
    return _WIDE.get(piece) or _NARROW.get(piece) or (0.75 if piece.isupper() else 0.55)


def width(tex: str, size: str = NUMBER) -> float:
    """Return about how wide *tex* is at *size*, in board units."""
    return width_em(tex) * SIZES[size]
