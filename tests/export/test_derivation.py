"""The derivation as LaTeX: the trace's own lines, aligned. That it compiles is for ``make figures``."""

from __future__ import annotations

import pytest

from app.engine.document import read_document
from app.engine.passes import evaluate
from app.engine.program import parse
from app.export.derivation import cut, derivation
from app.lessons import LESSONS
from app.lessons.graphs import graph_of

CHAIN_RULE = r"""% Backpropagation: the forward and the backward pass.
% Needs amsmath: \usepackage{amsmath}. Put this into the document as it is.
\begingroup
% What a piece is: upstream, local and downstream gradient, value. With xcolor: \def\up#1{\textcolor{red}{#1}}.
\def\up#1{#1}\def\loc#1{#1}\def\down#1{#1}\def\val#1{#1}
\allowdisplaybreaks
% Forward
\begin{align*}
  \val{x} &= \val{-2} \\
  \val{y} &= \val{5} \\
  \val{z} &= \val{-4} \\
  \val{q} &= \val{x} + \val{y} = \val{-2} + \val{5} = \val{3} \\
  \val{f} &= \val{q} \val{z} = \val{3} \cdot (\val{-4}) = \val{-12}
\end{align*}
% Backward
\begin{align*}
  \up{\frac{df}{df}} &= \up{1} \\
"""


def test_forward_and_backward_in_symbols_and_numbers() -> None:
    """Each line says what it is, how it comes about, and what that is in numbers."""
    run = evaluate(parse("x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z").graph)

    written = derivation(run)

    assert written.startswith(CHAIN_RULE)
    product = r"\down{\frac{df}{dz}} &= \up{\frac{df}{df}} \cdot \loc{\frac{\partial f}{\partial z}}"
    rule = r"\loc{\frac{\partial f}{\partial z}} = \val{q}"
    assert rf"  {product} = \up{{1}} \cdot \loc{{3}} = \down{{3}}, \quad {rule} \\" in written.splitlines()
    assert written.endswith("\\end{align*}\n\\endgroup\n")


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson_is_balanced(slug: str) -> None:
    """Braces, environments and delimiters close, and every row has one place to align at."""
    lesson = LESSONS[slug]

    written = derivation(evaluate(read_document(graph_of(lesson, lesson.expression))))

    body = written.split(r"\allowdisplaybreaks")[1]
    assert body.count("{") == body.count("}") and body.count(r"\left") == body.count(r"\right")
    assert body.count(r"\begin") == body.count(r"\end") - 1  # and the \endgroup
    assert written.isascii()
    rows = [row for row in body.splitlines() if row.startswith("  ")]
    assert rows and all(row.replace(" & ", " ").count("&") == 1 for row in rows)


def test_a_nameless_number_has_no_row() -> None:
    """It stands in the lines as itself."""
    assert r"\val{2} &=" not in derivation(evaluate(parse("x = 3\nf = 2*x").graph))


def test_an_output_of_constants_only_has_no_backward_part() -> None:
    assert "Backward" not in derivation(evaluate(parse("c: constant = 2\nf = c*c").graph))


@pytest.mark.parametrize(
    ("tex", "parts"),
    [
        ("a = b = c", ("a", "b = c")),
        (r"\text{a = b} = c", (r"\text{a = b}", "c")),
        (r"\left(a = b\right) = c", (r"\left(a = b\right)", "c")),
        ("a", ("a", "")),
    ],
)
def test_lines_are_cut_at_their_own_equals_sign(tex: str, parts: tuple[str, str]) -> None:
    """Not at one inside a label or brackets."""
    assert cut(tex) == parts
