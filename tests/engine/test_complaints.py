"""What the grammar refuses: each has one sentence and a hint, and no fix that would change what was meant."""

from __future__ import annotations

import pytest

from app.engine.errors import EngineError
from app.engine.program import parse

from .test_slips import first_error

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
    ("f = x.T(0)", "not-supported", ".T is an attribute, and is written without brackets."),
    ("True = 3", "not-supported", "True is a value of its own and cannot be a name."),
    ("x = 1\nNone: input = 3", "not-supported", "None is a value of its own and cannot be a name."),
    ("f = x + \n  y", "syntax", "An operand is missing after +."),
    ("f = x # so far\n  + y", "syntax", "A statement begins with +."),
    ("f = " + "x" * 201, "bad-id", "A name has at most 200 characters, and this one 201."),
    ("x" * 201 + " = 1", "bad-id", "A name has at most 200 characters, and this one 201."),
    ("f = log10(x)", "unknown-op", "log10 is not an op."),
    ("f = asin(x)", "unknown-op", "asin is not an op."),
    ("f = [[1], 2]", "ragged-array",
     "Numbers and lists stand side by side in this list; rows of one level must have one length."),
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
    ("f = x[99999999999999999999]", "bad-setting", "99999999999999999999 is too large for a position."),
    ("f = reshape(x, [-5])", "bad-setting",
     "The setting shape of reshape must be a list of sizes, of which one may be -1, not [-5]."),
    ("f = reshape(x, [" + "2, " * 99 + "2])", "bad-setting",
     "The setting shape of reshape must be a list of sizes, of which one may be -1, not a list of 100 entries."),
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


@pytest.mark.parametrize(
    "text",
    [
        "f = a = b",
        "a = b == c = d",
        "f = log10(x)",
        "f = log2(x)",
        "f = np.log1p(x)",
        "f = sinh(x)",
        "f = acos(x)",
    ],
)
def test_no_fix_changes_what_was_meant(text: str) -> None:
    """== is not =, and a logarithm to another base is another function: these get a hint alone."""
    error = first_error(text)
    assert error.fix is None
    assert error.hint


@pytest.mark.parametrize(
    "text", ["x = [1, 2", "x = [1,", "x = [[1, 2], [3", "f = x[0", "f = x[1:", "f = sum(x, axis=[0"]
)
def test_an_unclosed_bracket_is_one_error(text: str) -> None:
    """Nothing is said of what the bracket has swallowed."""
    with pytest.raises(EngineError) as caught:
        parse(text)
    assert [error.message for error in caught.value.errors] == [
        f"This {'[' if '[' in text else '('} is never closed."
    ]


@pytest.mark.parametrize(
    "text",
    ["-x**2", "  -x**2", "x = 3\n-x**2", "  x = 3\n  -x**2", "    x = 3\n  -x**2", "x = 3;  -x**2", "f = (x\n  + y)",
     "x = 3\n    f = x + 1", "  x = 3\nf = x + 1"],
)  # fmt: skip
def test_blanks_before_a_statement_mean_nothing(text: str) -> None:
    """Text copied from the middle of a page is read, and so is a signed expression that stands by itself."""
    parse(text)
