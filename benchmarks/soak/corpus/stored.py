"""Texts that would be something else: saved, read back, opened as a page, and exported in every form."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from app.export.formats import FORMATS

from .case import V1, Answer, Case, Kept, node, said

TEXTS = {
    "a script": "</script><script>alert(1)</script>", "a picture": "<img src=x onerror=alert(1)>", "SVG": "<svg onload=alert(1)><foreignObject>",
    "a comment's end": "--> <b> <!--", "CDATA's end": "]]><x>", "a quote and a handler": '" onmouseover="alert(1)', "a single quote": "' autofocus onfocus='alert(1)",
    "entities": "&lt;script&gt; &#x3c;b&#x3e; &amp;", "a link of script": "[a](javascript:alert(1))", "a picture elsewhere": "![b](http://host.invalid/c)",
    "a template": "{{7*7}} {% raw %} ${7*7} #{7*7}", "a style": "</style><style>*{background:url(//host.invalid)}</style>", "a base": '<base href="//host.invalid/">',
    "a frame": "<iframe srcdoc='<script>alert(1)</script>'>", "a refresh": '<meta http-equiv=refresh content="0;//host.invalid">', "a title's end": "</title><script>alert(1)</script>",
    "JSON's end": '"}]};alert(1);//', "a line of JSON": "\u2028alert(1)\u2029", "TeX that reads": r"\input{/etc/passwd}", "TeX that runs": r"\immediate\write18{id}",
    "TeX in disguise": "^^5cinput{x} ^^M", "TeX's end": r"%\end{document}", "TeX that defines": r"\catcode`\%=0 \def\x{\x}\x", "signs of TeX": "100% $x_1$ & #2 ~ {un}bal{anced",
    "a program's lines": "x\nimport os\nos.system('id')", "carriage returns": "x\rimport os\r", "three quotes": '"""\nimport os\n"""', "three single quotes": "'''\nimport os\n'''",
    "a backslash last": "x\\", "an escape": r"\N{NULL}\x00\u0000", "a spreadsheet's formula": "=cmd|' /C calc'!A0", "a spreadsheet's sum": "+1+1", "another's": "@SUM(1)", "a minus": "-2+3",
    "a table's end": "| a | b |\n|---|---|", "emphasis": "**x** _y_ ~~z~~ `w`", "a heading": "# x\n## y", "turned": "\u202egpj.exe\u202c", "NUL": "a\0b", "a bell": "a\x07\x1b[31mred\x1b[0m",
    "a thousand accents": "x" + "\u0301" * 1000, "an emoji of many": "\U0001f468\u200d\U0001f469\u200d\U0001f467", "20,000 letters": "W" * 20_000, "a path": "../../../../etc/passwd", "SQL": "'; DROP TABLE graphs; --",
    "a log line": 'x"}\n{"level":"info","message":"forged"}',
}  # fmt: skip
COMMAND = re.compile(r"\\(?:input|include|write|read|openin|openout|csname|catcode|immediate)(?![a-z])")


def document(text: str) -> dict[str, Any]:
    """A graph that says *text* wherever a text may stand."""
    return {
        "name": text,
        "nodes": [node("x", label=text, role=text), node("s", "sigmoid", "x", label=text), node("f", "mul", "s", "x", label=text)],
        "outputs": ["f"], "groups": [{"id": "g", "label": text, "nodes": ["s"], "open": True}],
        "meta": {"note": text, text[:50] or "x": [text]},
    }  # fmt: skip


def _written(answer: Answer) -> str:
    return str(said(answer)["content"])


def _plain(answer: Answer) -> str:
    return "markup came through" if re.search(r"(?<!\\)<\s*/?\s*\w|(?<!\\)\]\(", _written(answer)) else ""


def _tex(answer: Answer) -> str:
    written = _written(answer)
    code = re.sub(r"(?<!\\)%.*", "", written)
    found = COMMAND.search(code) or re.search(r"\^\^", written) or (None if written.isascii() else "letters")
    return f"TeX came through: {found}" if found else ""


def _program(answer: Answer) -> str:
    tree = ast.parse(_written(answer))
    imported = {name.name for each in ast.walk(tree) if isinstance(each, ast.Import) for name in each.names}
    return f"imports {imported}" if "os" in imported else ""


def _page(answer: Answer) -> str:
    """Of the page, which is a script itself, only its own scripts may stand there, and nothing from elsewhere."""
    written = _written(answer)
    opened, closed = (
        len(re.findall(mark, written, re.IGNORECASE)) for mark in (r"<script[\s>]", r"</script")
    )
    strange = re.search(
        r"<(?:img|iframe|base|svg|b)\b[^>]*(?:alert|invalid|srcdoc)",
        re.sub(r"<script.*?</script>", "", written, flags=re.S),
    )
    return f"{opened} scripts begin, {closed} end" if opened != closed else f"{strange}" if strange else ""


LOOKS: dict[str, Callable[[Answer], str]] = {
    "markdown": _plain, "tikz": _tex, "beamer": _tex, "latex": _tex, "numpy": _program, "pytorch": _program, "jax": _program, "html": _page,
}  # fmt: skip


def cases(kept: Kept) -> Iterator[Case]:
    """Each text in each form."""
    assert set(LOOKS) == set(FORMATS)
    for name, text in TEXTS.items():
        graph = document(text)
        body = json.dumps(graph).encode()
        yield Case("texts saved", name, f"{V1}/graphs", "201", body)
        yield Case("texts explained", name, f"{V1}/evaluate", "200", json.dumps({"graph": graph}).encode())
        yield Case("texts printed", name, f"{V1}/print", "200", json.dumps({"graph": graph}).encode())
        for form, look in LOOKS.items():
            wanted = json.dumps({"graph": graph, "format": form}).encode()
            yield Case(f"texts as {form}", name, f"{V1}/export", "200", wanted, look=look)
