"""
Compile every figure that a lesson exports: TikZ, Beamer and the derivation, with pdflatex.

A test can count braces; whether TeX takes a file only TeX can say. Every picture of every lesson is compiled, and some
graphs that are no lesson: without a layout, with numbers that are none, with labels that would like to be commands.
The PDFs stay in the folder, to be looked at. Without pdflatex nothing is compiled, and that is said as a failure.

Usage: ``python -m scripts.figures FOLDER [--only chain-rule,hostile]``
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from app.engine.document import read_document
from app.engine.passes import Run, evaluate
from app.engine.program import parse
from app.export.formats import FORMATS
from app.lessons import LESSONS
from app.lessons.graphs import graph_of
from scripts.odd_graphs import LONG_NAMES, TENSORS, TROUBLE, WIDE

MISSING = """\
pdflatex is not installed, so no figure was compiled and nothing is known about any of them.
Debian: apt-get install texlive-latex-base texlive-latex-recommended texlive-pictures"""
TIMEOUT_S = 300
SAFELY = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
DERIVATION = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n%s\\end{document}\n"

HOSTILE = [
    "</script><script>alert(1)</script>",
    "\\input{/etc/passwd} \\write18{ls} ^^5cinput",
    "100% $x$ #1 &amp; ~_{}^",
    "line\nbreak\r\n\ttab \u2028 paragraph\n\nbreak",
    "\u202eright to left\u202c \u200f\u200e",
    "\"quotes\" 'and' `ticks` \"\"\" ''' \\",
    "| a | pipe | \\| <img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](http://host.invalid/c)",
    "日本語 Ünïcödé œuvre αβΓ ∑ 🎓",
    "%\\end{document}",
    "x" * 300,
    "{unbalanced",
    "}\\csname",
]
"""Labels that would like to be something else, one for each thing that some format reads."""


def hostile() -> dict[str, Any]:
    """A graph whose every label, role and name is hostile."""
    nodes: list[dict[str, Any]] = [{"id": "x0", "value": 0.5, "label": HOSTILE[0], "role": HOSTILE[1]}]
    for number, label in enumerate(HOSTILE[1:], 1):
        nodes.append({"id": f"x{number}", "op": "sin", "inputs": [f"x{number - 1}"], "label": label})
    last = f"x{len(HOSTILE) - 1}"
    nodes.append({"id": "f", "op": "add", "inputs": [last, "x0"], "label": HOSTILE[1]})
    groups = [{"id": "g", "label": HOSTILE[1], "nodes": ["x2", "x3"], "open": True}]
    return {"name": HOSTILE[0] + HOSTILE[1] + HOSTILE[3], "nodes": nodes, "groups": groups, "outputs": ["f"]}


def runs() -> Iterator[tuple[str, Run]]:
    """Every run to be drawn, by a name for its files."""
    for lesson in LESSONS.values():
        for number, layout in enumerate(lesson.layouts):
            name = lesson.slug if number == 0 else f"{lesson.slug}-{number + 1}"
            yield name, evaluate(read_document(graph_of(lesson, lesson.expression, layout)))
    for name, text in (
        ("tensors", TENSORS),
        ("long-names", LONG_NAMES),
        ("trouble", TROUBLE),
        ("wide", WIDE),
    ):
        yield name, evaluate(parse(text).graph)
    yield "hostile", evaluate(read_document(hostile()))


def documents(wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Every document to be compiled, by the name of its file."""
    for name, run in runs():
        if not wanted or name in wanted:
            yield f"{name}-tikz", FORMATS["tikz"].write(run)
            yield f"{name}-beamer", FORMATS["beamer"].write(run)
            yield f"{name}-latex", DERIVATION % FORMATS["latex"].write(run)


def compiled(folder: Path, name: str, text: str) -> str:
    """Compile one document; return what TeX complained of, or nothing."""
    (folder / f"{name}.tex").write_text(text, encoding="ascii")
    careful = os.environ | {"openin_any": "p", "openout_any": "p", "TEXMFVAR": str(folder / ".texmf")}
    try:
        done = subprocess.run(
            ["pdflatex", *SAFELY, f"{name}.tex"], cwd=folder, env=careful, capture_output=True, timeout=TIMEOUT_S,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"TeX did not finish in {TIMEOUT_S} s"
    lines = done.stdout.decode(errors="replace").splitlines()
    bad = [line for line in lines if line.startswith(("!", "l."))]
    return "" if done.returncode == 0 and not bad else " ".join(bad) or "TeX failed without a word"


def main() -> int:
    """Compile all of them; 0 only if TeX took every one."""
    command = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    command.add_argument("folder", type=Path)
    command.add_argument("--only", default="", help="lessons and graphs, with commas")
    wanted = command.parse_args()
    if shutil.which("pdflatex") is None:
        print(MISSING)
        return 2
    folder = wanted.folder.resolve()  # TeX runs inside it, and keeps the fonts it makes there
    folder.mkdir(parents=True, exist_ok=True)
    made = dict(documents(set(filter(None, wanted.only.split(",")))))
    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(made, pool.map(lambda name: compiled(folder, name, made[name]), made), strict=True))
    for name, trouble in said.items():
        print(f"{name:<32}{trouble or 'ok'}")
    failed = sum(map(bool, said.values()))
    print(f"{len(said) - failed} of {len(said)} documents compile; they are in {wanted.folder}")
    return 1 if failed or not said else 0


if __name__ == "__main__":
    sys.exit(main())
