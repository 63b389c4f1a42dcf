"""
The page's style sheets as one, with the faces in it.

A face of KaTeX comes along where the maths asks for it: all twenty would be a third of the file.
"""

from __future__ import annotations

import base64
import posixpath
import re
from functools import cache

from ...page.files import folder

SHEETS = (
    "vendor/katex/katex.min.css",
    "css/fonts.css",
    "css/tokens.css",
    "css/base.css",
    "css/marks.css",
    "css/bar.css",
    "css/head.css",
    "css/board.css",
    "css/panel.css",
    "css/tape.css",
    "css/help.css",
    "css/one-file.css",
)

PRINT = "css/print.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLANK = re.compile(r"\s*\n\s*")
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_WOFF2 = re.compile(r"url\([\"']?([^)\"']+\.woff2)[\"']?\)")
_SOURCE = re.compile(r"src:[^;}]*")
# In every formula, and what else a command of LaTeX sets.
_ALWAYS = frozenset(
    {"Main-Regular", "Math-Italic", "Size1-Regular", "Size2-Regular", "Size3-Regular", "Size4-Regular"}
)
_BY_COMMAND = {
    "mathit": "Main-Italic",
    "textit": "Main-Italic",
    "mathbf": "Main-Bold",
    "textbf": "Main-Bold",
    "boldsymbol": "Math-BoldItalic",
    "mathbb": "AMS-Regular",
    "mathcal": "Caligraphic-Regular",
    "mathfrak": "Fraktur-Regular",
    "mathscr": "Script-Regular",
    "mathsf": "SansSerif-Regular",
    "texttt": "Typewriter-Regular",
    "mathtt": "Typewriter-Regular",
}


def styles(told: str) -> str:
    """
    The one sheet for a page that shows the LaTeX in *told*.

    Nothing in it refers outside: a face is there as ``data:``, or its rule is not.
    """
    return _with_faces(_ALWAYS | {face for command, face in _BY_COMMAND.items() if f"\\{command}" in told})


@cache
def _with_faces(wanted: frozenset[str]) -> str:
    parts: list[str] = []
    for sheet in SHEETS:
        text = _COMMENT.sub("", (folder("static") / sheet).read_text(encoding="utf-8"))
        parts.append(_FACE.sub(lambda found, sheet=sheet: _face(found[0], sheet, wanted), text))  # type: ignore[misc]  # bound at once
    parts.append(
        f"@media print {{ {_COMMENT.sub('', (folder('static') / PRINT).read_text(encoding='utf-8'))} }}"
    )
    return _BLANK.sub("\n", "\n".join(parts)).strip()


def _face(rule: str, sheet: str, wanted: frozenset[str]) -> str:
    """A rule with its font inside, or nothing where the font stays behind or is there under another sheet's rule."""
    found = _WOFF2.search(rule)
    if found is None:
        return ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), found[1]))
    name = posixpath.basename(path).removesuffix(".woff2")
    if name.startswith("KaTeX_") and (name.removeprefix("KaTeX_") not in wanted or sheet == "css/fonts.css"):
        return ""
    data = base64.b64encode((folder("static") / path).read_bytes()).decode()
    return _SOURCE.sub(f'src:url(data:font/woff2;base64,{data}) format("woff2")', rule)
