"""Slips: each has one sentence, a hint, and where one edit mends it a fix that does."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.errors import EngineError, Fix
from app.engine.graph import Graph
from app.engine.program import parse


def first_error(text: str) -> EngineError:
    with pytest.raises(EngineError) as caught:
        parse(text)
    return caught.value.errors[0]


def apply(text: str, fix: Fix) -> str:
    """Put a fix into a text, as the page does: by lines and columns in code points, the end included."""
    lines = text.split("\n")
    span = fix.span
    before = [*lines[: span.line - 1], lines[span.line - 1][: span.column - 1]]
    after = [lines[span.end_line - 1][span.end_column :], *lines[span.end_line :]]
    return "\n".join(before) + fix.text + "\n".join(after)


def structure(graph: Graph) -> list[tuple[Any, ...]]:
    return [(node.id, node.kind, node.op, node.inputs) for node in graph.nodes]


STAR = "Two values side by side. To multiply, put a star between them."

# text, code, message, hint, and the text once mended
MENDED = [
    ("f = x^2", "syntax", "^ is not an op.", "For a power, write two stars.", "f = x**2"),
    ("f = 2x", "syntax", STAR, "Write 2*x.", "f = 2*x"),
    ("f = (x+y)z", "syntax", STAR, "Write )*z.", "f = (x+y)*z"),
    (
        "f = (x)(y)", "syntax", STAR,
        "Write a star before the bracket.", "f = (x)*(y)",
    ),
    ("f = q z", "syntax", "Two names side by side. To multiply, put a star between them.", "Write q*z.", "f = q*z"),
    ("f = 2(x+1)", "syntax", STAR,
     "Write a star before the bracket.", "f = 2*(x+1)"),
    ("f = x − y", "syntax", "− is a typographic minus sign.", "Write - instead.", "f = x - y"),
    ("f = x – y", "syntax", "– is a typographic dash.", "Write - instead.", "f = x - y"),
    ("f = x × y", "syntax", "× is a typographic times sign.", "Write * instead.", "f = x * y"),
    ("f = x·y", "syntax", "· is a typographic dot.", "Write * instead.", "f = x*y"),
    ("f = x⋅y", "syntax", "⋅ is a typographic dot.", "Write * instead.", "f = x*y"),
    ("f = x ÷ y", "syntax", "÷ is a typographic division sign.", "Write / instead.", "f = x / y"),
    ("f = x²", "syntax", "² is a raised number.", "Write the power as **2.", "f = x**2"),
    ("f = (x+y)³", "syntax", "³ is a raised number.", "Write the power as **3.", "f = (x+y)**3"),
    ("f = x⁻¹", "syntax", "⁻¹ is a raised number.", "Write the power as **-1.", "f = x**-1"),
    ("f = x ≤ y", "syntax", "≤ is a typographic comparison sign.", "Write <= instead.", "f = x <= y"),
    ("f = Wᵀ", "syntax", "ᵀ is a typographic transpose sign.", "Write .T instead.", "f = W.T"),
    ("f = √x", "syntax", "√ is a typographic root sign.", "Write sqrt(x).", "f = sqrt(x)"),
    ("f = √(x+1)", "syntax", "√ is a typographic root sign.", "Write sqrt instead.", "f = sqrt(x+1)"),
    ("f = α*x", "syntax", "α has letters that are not ASCII; names are ASCII.", "Write alpha.", "f = alpha*x"),
    ("f = θ_1 + 1", "syntax", "θ_1 has letters that are not ASCII; names are ASCII.", "Write theta_1.",
     "f = theta_1 + 1"),
    ("f = dλ", "syntax", "dλ has letters that are not ASCII; names are ASCII.", "Write dlam.", "f = dlam"),
    ("f = σ(x)", "syntax", "σ has letters that are not ASCII; names are ASCII.", "Write sigmoid.", "f = sigmoid(x)"),
    ("f = 2*π", "syntax", "π has letters that are not ASCII; names are ASCII.", "Write pi.", "f = 2*pi"),
    ("f = x₁", "syntax", "x₁ has letters that are not ASCII; names are ASCII.", "Write x1.", "f = x1"),
    ("f = ŷ", "syntax", "ŷ has letters that are not ASCII; names are ASCII.", "Write y_hat.", "f = y_hat"),
    ("f = ｘ + 1", "syntax", "ｘ has letters that are not ASCII; names are ASCII.", "Write x.", "f = x + 1"),
    ("f = 𝐞𝐱𝐩(x)", "syntax", "𝐞𝐱𝐩 has letters that are not ASCII; names are ASCII.", "Write exp.", "f = exp(x)"),
    ("f = х + 1", "syntax", "х has letters that are not ASCII; names are ASCII.", "Write x.", "f = x + 1"),
    ("f = x ＋ y", "syntax", "＋ is the wide or styled form of +.", "Write +.", "f = x + y"),
    ("f = exp（y + 1)", "syntax", "（ is the wide or styled form of (.", "Write (.", "f = exp(y + 1)"),
    ("f = x\u00a0+ y", "syntax", "U+00A0 is a blank that is not a space.", "Replace it with a space.", "f = x + y"),
    ("\ufefff = x", "syntax", "U+FEFF is an invisible character.", "Remove it.", "f = x"),
    ("f = x\u200b + y", "syntax", "U+200B is an invisible character.", "Remove it.", "f = x + y"),
    ("f = x\u202e + y", "syntax", "U+202E is an invisible character.", "Remove it.", "f = x + y"),
    ("f = x # \u202e", "syntax", "U+202E is an invisible character.", "Remove it.", "f = x # "),
    ("f = x\x00 + y", "syntax", "U+0000 is a control character.", "Remove it.", "f = x + y"),
    ("f = x\ud800 + y", "syntax", "U+D800 is half a character.", "Remove it.", "f = x + y"),
    ("f = np.exp(x)", "not-supported", "np.exp: names are written without a module.", "Write exp.", "f = exp(x)"),
    ("f = math.exp(x)", "not-supported", "math.exp: names are written without a module.", "Write exp.", "f = exp(x)"),
    ("f = torch.relu(x)", "not-supported", "torch.relu: names are written without a module.", "Write relu.",
     "f = relu(x)"),
    (
        "f = torch.nn.functional.softplus(x)", "not-supported",
        "torch.nn.functional.softplus: names are written without a module.", "Write softplus.", "f = softplus(x)",
    ),
    ("f = np.concatenate(x)", "not-supported", "np.concatenate: names are written without a module.", "Write concat.",
     "f = concat(x)"),
    ("f = np.pi*x", "not-supported", "np.pi: names are written without a module.", "Write pi.", "f = pi*x"),
    ("f = tahn(q)", "unknown-op", "tahn is not an op. Did you mean tanh?", "Write tanh.", "f = tanh(q)"),
    ("f = ReLU(q)", "unknown-op", "ReLU is not an op. Did you mean relu?", "Write relu.", "f = relu(q)"),
    ("f = ln(q)", "unknown-op", "ln is not an op. Did you mean log?", "Write log.", "f = log(q)"),
    ("w = 2\nf = w(x+1)", "unknown-op", "w is a name, not an op.", "To multiply, put a star before the bracket.",
     "w = 2\nf = w*(x+1)"),
    ("f = x(y+1)", "unknown-op", "x is not an op.", "To multiply, put a star before the bracket.", "f = x*(y+1)"),
    ("f = max(x, y)", "not-a-literal", "max reduces one tensor; of two operands, take maximum.", "Write maximum.",
     "f = maximum(x, y)"),
    ("q == x + y\nf = q", "syntax", "== compares, and the result has no name.", "To name a value, write one =.",
     "q = x + y\nf = q"),
    ("f = (x = y)", "syntax", "= names a value at the beginning of a statement only.", "To compare, write ==.",
     "f = (x == y)"),
    ("f := x", "not-supported", ":= is not part of the language.", "Name a value with =.", "f = x"),
    ("f = (x + y", "syntax", "This ( is never closed.", "Close it with ).", "f = (x + y)"),
    ("f = tanh(x\ng = 2*f", "syntax", "This ( is never closed.", "Close it with ).", "f = tanh(x)\ng = 2*f"),
    ("f = [1, [2, 3]", "syntax", "This [ is never closed.", "Close it with ].", None),
    ("f = x + y)", "syntax", "This ) closes nothing.", "Remove it, or open a bracket before.", "f = x + y"),
    ("f = (x + y]", "syntax", "A ( is closed by ] here.", "Close it with ).", "f = (x + y)"),
    ("f = x.sum()", "not-supported", ".sum() is not part of the language.", "Write sum(x).", "f = sum(x)"),
    ("f = x.T()", "not-supported", ".T is an attribute, and is written without brackets.", "Leave the brackets out.",
     "f = x.T"),
    ("f = x\n  + y", "syntax", "A statement begins with +.", "Put brackets around what runs over several lines.",
     "f = x + y"),
    ("q = x\nf = q\n\n\t- y\n", "syntax", "A statement begins with -.",
     "Put brackets around what runs over several lines.", "q = x\nf = q - y\n"),
    ("f = x\n* y", "syntax", "A statement begins with *.", "Put brackets around what runs over several lines.",
     "f = x * y"),
    ("f = 2.T", "syntax", "2.T reads as a number and a name.", "Write (2).T.", "f = (2).T"),
    ("f = 0x1f", "not-a-number", "0x1f is not a decimal number.", "Write 31.", "f = 31"),
    ("f = sin x", "syntax", "sin is an op, and its operands stand in brackets.", "Write sin(x).", "f = sin(x)"),
    ("x = 1,5", "syntax", "A number has a decimal point, not a comma.", "Write 1.5.", "x = 1.5"),
    ("x = 1, y = 2", "syntax", "A comma does not end a statement.", "Put a semicolon or a new line there.",
     "x = 1; y = 2"),
    ("f(x) = x*2", "not-supported", "A statement names a value; it does not define a function.",
     "Name the value alone: f = ...", "f = x*2"),
    ("f = 007", "not-a-number", "007 begins with a zero, and Python refuses such a number.", "Write 7.", "f = 7"),
    ("x: inpt = 3", "bad-kind", "inpt is not a kind. Did you mean input?", "A kind is input, parameter or constant.",
     "x: input = 3"),
    ("f = leaky_relu(x, slop=3)", "unknown-setting", "leaky_relu has no setting slop. Did you mean slope?",
     "The settings of leaky_relu: slope.", "f = leaky_relu(x, slope=3)"),
    ("c: constant = 2*3", "not-a-literal", "The value of c must be a literal: a number, or nested lists of numbers.",
     "Leave out : constant to name an expression.", "c = 2*3"),
    ("x = 1\nx = 2", "name-assigned-twice", "x is assigned twice.",
     "A name stands for one node: give this one a name of its own.", "x = 1\nx2 = 2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "message", "hint", "mended"), MENDED, ids=[repr(row[0]) for row in MENDED]
)
def test_a_slip_is_named_and_one_edit_mends_it(
    text: str, code: str, message: str, hint: str, mended: str | None
) -> None:
    """The sentence and the hint are exact, and the fix gives a text that reads as was meant."""
    error = first_error(text)
    assert (error.code, error.message, error.hint) == (code, message, hint)
    assert error.fix is not None
    if mended is not None:
        assert apply(text, error.fix) == mended
        parse(mended)


def test_a_tab_is_a_blank() -> None:
    """Tabs separate as spaces do, and the carets stay under their place."""
    assert structure(parse("f\t=\tx\t+ y").graph) == structure(parse("f = x + y").graph)
    assert first_error("f\t= tahn(x)").snippet == "f = tahn(x)\n    ^^^^"


def test_the_snippet_draws_the_place() -> None:
    """The line, and carets under the characters meant."""
    error = first_error("q = x + y\nf = tahn(q)")
    assert error.snippet == "f = tahn(q)\n    ^^^^"
    assert error.span is not None
    span = error.span
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 5, 2, 8)


def test_columns_count_code_points() -> None:
    """A character outside the basic plane is one column."""
    error = first_error('f = "𝐱" + tahn(q)')
    assert error.span is not None
    assert error.span.column == 5


def test_a_long_line_is_cut_around_the_place() -> None:
    """No answer grows with its question."""
    text = "f = " + "x + " * 5000 + "tahn(q)" + " + x" * 5000
    error = first_error(text)
    assert error.snippet is not None
    line, carets = error.snippet.split("\n")
    assert len(line) <= 102
    assert line[carets.index("^") : carets.rindex("^") + 1] == "tahn"


def test_a_long_name_is_cut_in_the_message() -> None:
    """Nor does the sentence."""
    error = first_error("f = " + "q" * 10_000 + "(x)")
    assert len(error.message) < 80
    assert error.fix is None


def test_several_statements_show_several_slips() -> None:
    """One wrong line does not hide the next, and a name whose line failed makes no further errors."""
    with pytest.raises(EngineError) as caught:
        parse("a = tahn(x)\nb = a + 2x\nc = np.exp(b) × α\nd = a + c")
    assert [error.message for error in caught.value.errors] == [
        "tahn is not an op. Did you mean tanh?",
        STAR,
        "np.exp: names are written without a module.",
        "× is a typographic times sign.",
        "α has letters that are not ASCII; names are ASCII.",
    ]


def test_at_most_twenty_errors_are_kept() -> None:
    """The rest is cut off, however much is wrong."""
    with pytest.raises(EngineError) as caught:
        parse("\n".join(f"a{i} = tahn(x) × 2y" for i in range(100)))
    assert len(caught.value.errors) == 20
