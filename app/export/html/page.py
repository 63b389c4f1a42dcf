"""
A run as one HTML file that plays it, with no server and no network.

The file holds the workbench's own modules, linked, its style sheets with their fonts, and the answer of
``POST /evaluate`` as data. Its policy names the two scripts and the sheet by their hashes and lets nothing else load or
run, so that whatever a reader has typed stays text: in the data no ``<`` is left, and the title is escaped.

What typesets is a third of the file as it came; here it is packed, and the page unpacks it into a script whose hash the
policy knows. Our own modules stay as they can be read.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from ...engine.document import write_document
from ...engine.passes import Run
from ...page.files import as_sent, folder
from ..picture.layered import layered
from ..picture.shown import TERMINAL, shown
from ..words import title_of
from .linker import link
from .styles import styles

ENTRY = "js/one-file.js"
ON_USE = ("js/view/node.js", "js/view/told-number.js")
_MATHS = "vendor/katex/katex.min.js"

_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src {style}; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Backprop Visualizer">
<title>{title}</title>
<style>{style}</style>
</head>
<body class="workbench">
<div id="page" class="page"><noscript><p class="notice">This page draws with JavaScript.</p></noscript></div>
<script type="application/json" id="state">{state}</script>
<script type="text/plain" id="maths">{packed}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def page(run: Run, told: str, at: str | None = None) -> str:
    """
    Write *run* as a page that plays it.

    Args:
        run: A finished run.
        told: The answer of ``POST /evaluate`` about it, as JSON.
        at: Address of the stop to open at, such as ``edge:q>f:0``; None for the start.
    """
    title = title_of(run.graph)
    said = {"title": title, "graph": _document(run), "trace": orjson.Fragment(told), "at": at}
    state = orjson.dumps(_spelled(said)).decode()
    style, maths, script = styles(told), _text(_MATHS), _script()
    policy = _POLICY.format(scripts=f"{_hash(maths)} {_hash(script)}", style=_hash(style))
    return _PAGE.format(
        policy=policy,
        title=html.escape(title),
        style=style,
        state=state.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"),
        packed=_packed(maths),
        script=script,
    )


def _document(run: Run) -> dict[str, Any]:
    """The graph's document with a place for every node: its own, or, where one lacks, those of a picture in TikZ."""
    document, drawn = write_document(run.graph), shown(run)
    stored = run.graph.layout.get("nodes", {})
    if all(name in stored or node.kind in ("group", "terminal") for name, node in drawn.nodes.items()):
        return document
    places, bends = layered(drawn)
    nodes = {
        name: places[owner] for name, owner in zip(run.graph.ids, drawn.owner, strict=True) if owner in places
    }
    return document | {
        "layout": {"nodes": nodes, "edges": {key: bend for key, bend in bends.items() if TERMINAL not in key}}
    }


def _spelled(found: Any) -> Any:
    """*found* with numbers that are not finite as the words that the page reads."""
    if isinstance(found, float) and not abs(found) < float("inf"):
        return "NaN" if found != found else "Infinity" if found > 0 else "-Infinity"
    if isinstance(found, Mapping):
        return {key: _spelled(value) for key, value in found.items()}
    return [_spelled(value) for value in found] if isinstance(found, (list, tuple)) else found


@cache
def _script() -> str:
    """Everything that runs but the typesetting, once for all files."""
    return _harmless(link(ENTRY, _text, ON_USE))


@cache
def _text(path: str) -> str:
    text = as_sent(path, (folder("static") / path).read_bytes()).decode()
    return _harmless(text.strip())


def _harmless(script: str) -> str:
    """*script*, which must hold nothing that would end its element."""
    for end in ("</script", "<!--"):
        if end in script:
            raise ValueError(f"a script holds {end!r}")
    return script


@cache
def _packed(text: str) -> str:
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=9, mtime=0)).decode()


@cache
def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
