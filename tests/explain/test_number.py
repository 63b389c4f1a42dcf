"""The rule for numbers: product.md's, shared with the page's own formatter."""

import pytest

from app.explain import number

# As text, as LaTeX, as words.
CASES = [
    (0.0, "0", "0", "0"),
    (-0.0, "0", "0", "0"),
    (-12, "−12", "-12", "minus 12"),
    (99999.0, "99999", "99999", "99999"),
    (0.6, "0.6000", "0.6000", "0.6000"),
    (0.7310585786, "0.7311", "0.7311", "0.7311"),
    (-0.5344, "−0.5344", "-0.5344", "minus 0.5344"),
    (12345.6, "12346", "12346", "12346"),
    (99999.4, "99999", "99999", "99999"),
    (99999.6, "1.000×10⁵", r"1.000 \times 10^{5}", "1.000 times 10 to the 5"),
    (999.96, "1000", "1000", "1000"),
    (9.9996, "10.00", "10.00", "10.00"),
    (0.001, "0.001000", "0.001000", "0.001000"),
    (1e5, "1.000×10⁵", r"1.000 \times 10^{5}", "1.000 times 10 to the 5"),
    (-5e-4, "−5.000×10⁻⁴", r"-5.000 \times 10^{-4}", "minus 5.000 times 10 to the minus 4"),
    (999960000.0, "1.000×10⁹", r"1.000 \times 10^{9}", "1.000 times 10 to the 9"),
    (5e-324, "4.941×10⁻³²⁴", r"4.941 \times 10^{-324}", "4.941 times 10 to the minus 324"),
    (float("nan"), "NaN", r"\mathrm{NaN}", "not a number"),
    (float("inf"), "∞", r"\infty", "infinity"),
    (float("-inf"), "−∞", r"-\infty", "minus infinity"),
]


@pytest.mark.parametrize(("value", "text", "tex", "words"), CASES)
def test_a_number_is_written_by_one_rule_as_text_tex_and_words(value, text, tex, words):
    """Exact integers bare, four significant digits, powers of ten beyond, and a true minus in text."""
    assert (number.text(value), number.tex(value), number.words(value)) == (text, tex, words)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1235"),
        (12344.5, "12345"),
        (-1234.5, "−1235"),
        (0.0078125, "0.007813"),
        (123450.0, "1.235×10⁵"),
    ],
)
def test_a_tie_moves_away_from_zero(value, text):
    """JavaScript's toPrecision rounds so; Python's half-even would show the page another digit."""
    assert number.text(value) == text


@pytest.mark.parametrize("value", [9.99951171875, 99.99609375])
def test_a_tie_that_carries_keeps_four_digits(value):
    """10.00, not 10.000."""
    assert sum(mark.isdigit() for mark in number.text(value)) == 4
