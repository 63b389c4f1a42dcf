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


# Python (or mathematics) that is not in the language: text, the word in question, and the hint.
REFUSED = [
    ("f = x and y", "and", "Multiply the comparisons: (a > 0) * (b > 0)."),
    ("f = x or y", "or", "Use maximum(a, b) of the comparisons."),
    ("f = not x", "not", "Write 1 - a for a comparison a."),
    ("f = not(x)", "not", "Write 1 - a for a comparison a."),
    ("f = x % y", "%", "Use a - b*k with the whole number k you need."),
    ("f = x // y", "//", "Use / for division."),
    ("f = x if c else y", "if", "Use where(condition, a, b)."),
    ("f = lambda x: x", "lambda", "Write the expression itself and give it a name."),
    ("f = x is y", "is", "Compare with ==."),
    ("f = x in y", "in", "Compare with ==."),
    ("f = None", "None", "None is a setting's value only, as in sum(x, axis=None)."),
    ("f = True", "True", "Write 1; True is a setting's value only."),
    ("f = False", "False", "Write 0; False is a setting's value only."),
    ("f = x & y", "&", "Multiply the comparisons: (a > 0) * (b > 0)."),
    ("f = x | y", "|", "Use maximum(a, b) of the comparisons."),
    ("f = |x|", "|", "For an absolute value, write abs(x)."),
    ("f = ~x", "~", "Write 1 - a for a comparison a."),
    ("f = x!", "!", "There is no factorial; for not equal, write !=."),
    ("f = x << 2", "<<", "The language has statements of the form name = expression."),
    ("import numpy", "import", "Leave the import out: ops need no module."),
    ("def f(x): return x", "def", "Write the expressions themselves, one name each."),
    ("for i in x", "for", "Write the terms out, or use sum over a tensor."),
    ("return x", "return", "Leave return out: the last statement is the output."),
    ("f = {x}", "{", "Use round brackets."),
    ("f = x + \\\n y", "\\", "Put brackets around what runs over several lines."),
]


@pytest.mark.parametrize(("text", "word", "hint"), REFUSED, ids=[row[0] for row in REFUSED])
def test_the_rest_of_python_is_refused_with_a_hint(text: str, word: str, hint: str) -> None:
    """`not-supported`, with carets under the word and another way to write it."""
    error = first_error(text)
    assert (error.code, error.message, error.hint) == (
        "not-supported",
        f"{word} is not part of the language.",
        hint,
    )
    assert error.span is not None
    assert text[error.span.column - 1 : error.span.end_column] == word


OTHERS = [
    ("f = 'tanh'", "not-supported", "A string is not a value of a graph."),
    ("w += 1", "not-supported", "+= changes a value, and values do not change."),
    ("f = x.shape", "not-supported", ".shape is not part of the language."),
    ("f = x.T.mean()", "not-supported", ".mean is not part of the language."),
    ("f = a < b < c", "not-supported", "Comparisons do not chain."),
    ("f = (a < b) == c < d", "not-supported", "Comparisons do not chain."),
    ("f = x[::2]", "not-supported", "A slice has no step in this language."),
    ("f = exp(*xs)", "not-supported", "Operands are not unpacked with a star."),
    ("a, b = 1, 2", "not-supported", "A comma makes a tuple, and there are none."),
    ("f = (a, b)", "not-supported", "A comma makes a tuple, and there are none."),
    ("f = a = b", "syntax", "A statement gives one name with one =."),
    ("2 = x", "syntax", "Only a name can stand before =."),
    ("x[0] = 2", "syntax", "= names a value at the beginning of a statement only."),
    ("= x", "syntax", "A name is missing before =."),
    ("f =", "syntax", "An expression is missing after =."),
    ("f = x +", "syntax", "An operand is missing after +."),
    ("f = x + * y", "syntax", "An operand is missing between + and *."),
    ("f = ()", "syntax", "The brackets are empty."),
    ("f = x[]", "syntax", "The square brackets are empty."),
    ("f = (x; y)", "syntax", "A statement ends inside brackets."),
    ("x: 3", "bad-kind", "A kind is missing after the colon."),
    ("x: input 3", "syntax", "3 does not follow a kind."),
    ("f = 1 2", "syntax", "Two numbers side by side."),
    ("f = 1__0", "not-a-number", "1__0 is not a number."),
    ("x = 1e400", "not-a-number", "1e400 is too large: the largest number of float64 is about 1.8e308."),
    ("x = -1e400", "not-a-number", "1e400 is too large: the largest number of float64 is about 1.8e308."),
    ("x = [1, 1e999]", "not-a-number", "1e999 is too large: the largest number of float64 is about 1.8e308."),
    ("x = 'NaN", "syntax", "This string is not closed on its line."),
    ("f = ∞", "not-supported", "∞ is not a number of this language."),
    ("f = x § y", "syntax", "§ (U+00A7) is not part of the language."),
    ("x*y\nf = 2", "syntax", "Only the last statement may go without a name."),
    ("f = add(x)", "wrong-operand-count", "add takes 2 operands (x, y); y is missing."),
    ("f = exp()", "wrong-operand-count", "exp takes 1 operand; x is missing."),
    ("f = concat(axis=0)", "wrong-operand-count", "concat takes at least 1 operand, and here is none."),
    ("f = exp(x, y)", "wrong-operand-count", "exp takes 1 operand (x), and here is another."),
    ("f = add(x, x=y)", "wrong-operand-count", "The operand x of add is given twice."),
    ("f = add(x=a, b)", "syntax", "An argument by position follows one by name."),
    ("f = exp(x, slope=2)", "unknown-setting", "exp has no setting slope."),
    ("f = leaky_relu(x, 1, slope=2)", "bad-setting", "The setting slope is given twice."),
    ("f = leaky_relu(x, slope=a)", "not-a-literal", "A setting's value must be a literal, not the name a."),
    ("f = leaky_relu(x, slope=2*3)", "not-a-literal", "The value of slope must be a literal, not an expression."),
    ("f = sum(x, axis='a')", "bad-setting",
     "The setting axis of sum must be an axis number, a list of axis numbers, or None, not 'a'."),
    ("f = [1, a]", "not-a-literal", "A list holds numbers and lists of numbers, not the name a."),
    ("f = [1, 2; 3, 4]", "syntax", "Rows are not separated by a semicolon."),
    ("f = [1 2]", "syntax", "A comma is missing between two entries."),
    ("f = x[i]", "not-a-literal", "A position is a whole number or start:stop, not the name i."),
    ("f = x[1.5]", "bad-setting", "1.5 is not a position: positions are whole numbers, counted from 0."),
    ("foo(x)", "unknown-op", "foo is not an op."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "message"), OTHERS, ids=[row[0] for row in OTHERS])
def test_what_is_wrong_is_said_in_one_sentence(text: str, code: str, message: str) -> None:
    """Code and sentence are exact, and there is a place."""
    error = first_error(text)
    assert (error.code, error.message) == (code, message)
    assert error.span is not None
    assert error.snippet is not None
    assert "^" in error.snippet


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
