"""
Labels that would like to be something else, in every format: no script, no command, no outside reference.

Node ids are letters, digits and underscores; names, labels and roles are anything. Each format lets them be text, or
leaves them out. A page is a script itself: tests/export/test_html.py has its own rules.
"""

from __future__ import annotations

import ast
import re

import pytest

from app.engine.document import read_document
from app.engine.passes import Run, evaluate
from app.export.formats import FORMATS
from app.export.markdown import escape
from app.export.tex import ascii_tex, comment_tex, text_tex
from app.export.words import plain
from scripts.figures import HOSTILE, hostile

from .programs import agree

TEX = ["tikz", "beamer", "latex"]
PROGRAMS = ["numpy", "pytorch", "jax"]


@pytest.fixture(scope="module")
def run() -> Run:
    """A graph whose every label is hostile."""
    return evaluate(read_document(hostile()))


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_no_format_holds_a_script_or_an_address(run: Run, name: str) -> None:
    """Nor a mark that turns the direction of writing, or ends a line unseen."""
    written = FORMATS[name].write(run)

    assert not re.search(r"<\s*/?\s*(?:script|img)|https?://", written)
    assert all(mark == "\n" or mark.isprintable() for mark in written)


@pytest.mark.parametrize("name", TEX)
def test_no_label_is_a_command_of_tex(run: Run, name: str) -> None:
    """No file is read, none is written, nothing is defined, and no percent sign hides the rest of a line."""
    written = FORMATS[name].write(run)

    code = "\n".join(re.sub(r"(?<!\\)%.*", "", line) for line in written.splitlines())
    assert not re.search(
        r"\\(?:input|include|write|read|openin|openout|csname|catcode|immediate|usepackage\{(?!amsmath|tikz))",
        code,
    )
    assert "^^" not in written and written.isascii()
    assert code.count(r"\end{document}") == (0 if name == "latex" else 1)
    open_braces, close_braces = (len(re.findall(rf"(?<!\\)\{mark}", code)) for mark in "{}")
    assert open_braces == close_braces
    comments = [line for line in written.splitlines() if re.search(r"(?<!\\)%", line)]
    own = ("% ", "%")
    assert all(line.startswith(own) or line.endswith("%") for line in comments)


def test_tables_keep_their_shape(run: Run) -> None:
    """Every row has as many cells as its head, whatever stands in them; no HTML, no link, no emphasis."""
    written = FORMATS["markdown"].write(run)

    for block in re.findall(r"(?:^\|.*\n)+", written, re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(cells) == 1
    assert not re.search(r"(?<!\\)[<`]|(?<!\\)\]\(", written)
    assert len([line for line in written.splitlines() if line.startswith("#")]) == 4


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_say_what_the_graph_says_and_no_more(run: Run, name: str) -> None:
    """No label is in a program; the title is one line of comment, and behind it the code is what it should be."""
    written = FORMATS[name].write(run)

    tree = ast.parse(written)
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not called & {"alert", "eval", "exec", "open", "__import__"}
    assert written.splitlines()[1] == "# Written by Backprop Visualizer."
    assert not re.search("alert|etc/passwd", "\n".join(written.splitlines()[1:]))


def test_the_numbers_are_still_right(run: Run) -> None:
    """Hostile words change no value."""
    agree(FORMATS["numpy"].write(run), run)


@pytest.mark.parametrize("label", HOSTILE)
def test_text_is_one_line(label: str) -> None:
    """What a reader typed never ends a line, for TeX, for Markdown and in comments."""
    for text in (plain(label), escape(label), text_tex(label), comment_tex(label)):
        assert "\n" not in text and "\r" not in text and text.isprintable()


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("Ünïcödé", r"\"{U}n\"{i}c\"{o}d\'{e}"),
        ("αΒΩ", r"\ensuremath{\alpha}B\ensuremath{\Omega}"),
        ("日本", "??"),
        ("a < b | c", r"a \textless{} b \textbar{} c"),
        ("50 % of $x_1$ & #2", r"50 \% of \$x\_1\$ \& \#2"),
        ("\\input{x}^^5c", r"\textbackslash{}input\{x\}\textasciicircum{}\textasciicircum{}5c"),
    ],
)
def test_text_for_tex(text: str, tex: str) -> None:
    """Letters keep their accents, Greek becomes maths, signs mean themselves, the rest is a question mark."""
    assert text_tex(text) == tex


def test_signs_of_maths_stay_signs_in_maths() -> None:
    """Only labels are text; the bar of an evaluated derivative is not."""
    assert ascii_tex(r"x < \text{a|b} \left.y\right|") == r"x < \text{a\textbar{}b} \left.y\right|"
