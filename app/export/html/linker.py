"""
The page's modules as one script.

A file that is opened from a disk cannot import from another, so every module becomes a function that returns what it
exports, each after those it imports. Only the forms that our modules and the vendored ones use are known, and any
other is refused: the result is tested against the syntax tree of the whole. A bundler from the npm registry was
refused, since the page has no build and a server no node; so was an import map with a ``data:`` address a module, since
its policy would have to let any such address run.

What a module imports on use comes along only where it is asked for. The rest stays behind: whatever is wanted of it is
a function that does nothing, which as a view shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from ...page.files import resolved

Read = Callable[[str], str]

_NAMES = r"\{([^}]*)\}"
_FROM = r"\s*from\s*[\"']([^\"']+)[\"'];?"
# A statement stands at the start of a line, or in a minified file behind the one before.
_AT = r"(?:^|(?<=[;}\n]))"
_IMPORT = re.compile(rf"{_AT}import\s*(?:([\w$]+)|{_NAMES}){_FROM}|{_AT}import\s*[\"']([^\"']+)[\"'];?", re.M)
_PASSED_ON = re.compile(rf"{_AT}export\s*{_NAMES}{_FROM}", re.M)
_LISTED = re.compile(rf"{_AT}export\s*{_NAMES};?", re.M)
_DECLARED = re.compile(rf"{_AT}export\s+(?=(?:const|class|(?:async\s+)?function)\s+([\w$]+))", re.M)
_DEFAULT = re.compile(rf"{_AT}export default ", re.M)
_ON_USE = re.compile(r"\bimport\(\s*[\"']([^\"']+)[\"']\s*\)")
# In a template the blanks at a line's beginning are no part of what is shown.
_INDENT = re.compile(r"\n\s+")
_LEFT = re.compile(rf"{_AT}(?:import|export)\b(?!\.meta)|\bimport\(", re.M)

_HEAD = """\
const linked = {};
const behind = new Proxy({}, {get: (_, name) => (name === "then" ? undefined : () => null)});
const onUse = (path) => Promise.resolve(linked[path] ?? behind);"""


def link(entry: str, read: Read, on_use: Collection[str] = ()) -> str:
    """
    Put *entry* and all it imports into one script.

    Args:
        entry: Path of the first module.
        read: The text of a module, without its comments.
        on_use: Paths of modules that come along for those who import them on use.

    Raises:
        ValueError: Modules import each other in a circle, or one is written in a form that is not known.
    """
    order: list[str] = []
    for root in (*on_use, entry):
        _visit(root, read, order, [])
    # What is imported on use is asked for later than its module runs, so that its place in the order is no matter.
    bodies = [f"linked[{path!r}] = (() => {{\n{_wrapped(path, read(path))}\n}})();" for path in order]
    return "\n".join([_HEAD, *bodies]) + "\n"


def _visit(path: str, read: Read, order: list[str], above: list[str]) -> None:
    if path in above:
        raise ValueError(
            f"{' imports '.join([*above[above.index(path) :], path])}: a circle cannot be linked"
        )
    if path in order:
        return
    for wanted in _wanted(path, read(path)):
        _visit(wanted, read, order, [*above, path])
    order.append(path)


def _wanted(path: str, text: str) -> Iterator[str]:
    for found in _IMPORT.finditer(text):
        yield resolved(found[3] or found[4], path)
    for found in _PASSED_ON.finditer(text):
        yield resolved(found[2], path)


def _wrapped(path: str, text: str) -> str:
    """The body of the function that stands for a module."""
    exports: list[str] = []

    def passed_on(found: re.Match[str]) -> str:
        source = f"linked[{resolved(found[2], path)!r}]"
        exports.extend(f"{there}: {source}.{here}" for here, there in _pairs(found[1]))
        return ""

    def listed(found: re.Match[str]) -> str:
        exports.extend(f"{there}: {here}" for here, there in _pairs(found[1]))
        return ""

    def declared(found: re.Match[str]) -> str:
        exports.append(found[1])
        return ""

    def default(_: re.Match[str]) -> str:
        exports.append("default: theDefault")
        return "const theDefault = "

    text = _IMPORT.sub(lambda found: _destructured(found, path), text)
    for form, rewrite in (
        (_PASSED_ON, passed_on),
        (_LISTED, listed),
        (_DECLARED, declared),
        (_DEFAULT, default),
    ):
        text = form.sub(rewrite, text)
    text = _ON_USE.sub(lambda found: f"onUse({resolved(found[1], path)!r})", text)
    text = _INDENT.sub("\n", text)
    left = _LEFT.search(text)
    if left:
        raise ValueError(f"{path}: cannot link {text[left.start() : left.start() + 60]!r}")
    return f"{text.strip()}\nreturn {{{', '.join(exports)}}};"


def _destructured(found: re.Match[str], path: str) -> str:
    if found[4]:
        return ""
    source = f"linked[{resolved(found[3], path)!r}]"
    if found[1]:
        return f"const {found[1]} = {source}.default;"
    names = ", ".join(here if here == there else f"{here}: {there}" for here, there in _pairs(found[2]))
    return f"const {{{names}}} = {source};"


def _pairs(names: str) -> list[tuple[str, str]]:
    """``a, b as c`` as pairs of a name and what it is called beyond."""
    pairs = []
    for name in filter(None, (part.strip() for part in names.split(","))):
        here, _, there = name.partition(" as ")
        pairs.append((here.strip(), (there or here).strip()))
    return pairs
