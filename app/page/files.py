"""
Where the page's files are, how a module of it travels, and what a module imports.

Our own modules travel without their comments, which are a third of their compressed size. All else stays as it is
written, line by line, so there is no build and an error's line number is the checkout's. A minifier (rjsmin) was
tried: 12 kB less, but it took blanks out of templates in templates. Vendored files are sent as they came.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

# Bare module names and the vendored files they stand for. The import map of every page is made from this alone.
IMPORTS = {
    "@preact/signals": "vendor/signals/signals.mjs",
    "@preact/signals-core": "vendor/signals-core/signals-core.mjs",
    "gifenc": "vendor/gifenc/gifenc.mjs",
    "htm": "vendor/htm/htm.mjs",
    "lean-qr/nano": "vendor/lean-qr/nano.mjs",
    "preact": "vendor/preact/preact.mjs",
    "preact/hooks": "vendor/preact/hooks.mjs",
}

# Comments that have lines of their own, and the casts inside a line; a test compares the syntax trees.
COMMENT = re.compile(
    r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*$|/\*\* @type \{[^\n]*?\} \*/ ?", re.MULTILINE | re.DOTALL
)
# `import x from "y"`, `import "y"` and `export … from "y"`, minified too; not `import("y")`, which is loaded on use.
IMPORTED = re.compile(r"""\b(?:import|export)\b(?:[^'"();]*?\bfrom\b)?\s*['"]([^'"\n]+)['"]""")


def folder(name: str) -> Path:
    """
    The folder *name* of static files or templates.

    In a repository it stands beside the package; in an installed wheel, inside it.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def as_sent(path: str, content: bytes) -> bytes:
    """*content* as it travels: a module of our own without its comments, anything else as it is."""
    if path.startswith("vendor/") or not path.endswith(".js"):
        return content
    return COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content.decode()).encode()


def resolved(name: str, importer: str) -> str:
    """The path of the module that *importer* calls *name*."""
    return IMPORTS.get(name) or posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
