"""Tokens, statements, brackets and the limits that are checked before anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.engine.brackets import cut
from app.engine.errors import LimitError
from app.engine.limits import DEFAULT_LIMITS, Limits


def statements(text: str) -> list[list[str]]:
    source = cut(text, DEFAULT_LIMITS)
    return [source.texts[first:end] for first, end in source.statements]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("q = x + y", ["q", "=", "x", "+", "y"]),
        ("a**b*c", ["a", "**", "b", "*", "c"]),
        ("x<=y>=z==w!=v<u>t", ["x", "<=", "y", ">=", "z", "==", "w", "!=", "v", "<", "u", ">", "t"]),
        ("1 2. .5 3.25 1e3 1E-3 2.5e+10 1_000", ["1", "2.", ".5", "3.25", "1e3", "1E-3", "2.5e+10", "1_000"]),
        ("2*-3", ["2", "*", "-", "3"]),
        ("x[1:3].T", ["x", "[", "1", ":", "3", "]", ".", "T"]),
        ('gelu(x, approximate="tanh")', ["gelu", "(", "x", ",", "approximate", "=", '"tanh"', ")"]),
        ("f = '#' # comment", ["f", "=", "'#'"]),
        ("\t x\t", ["x"]),
    ],
)
def test_tokens_are_those_of_python(text: str, tokens: list[str]) -> None:
    """Blanks and comments fall away."""
    assert statements(text) == [tokens]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ";", " ; ", "\n\n;\n", "  # note\n"])
def test_statements_end_at_a_newline_or_semicolon(end: str) -> None:
    """Empty ones do not count."""
    assert statements(f"a = 1{end}b = 2") == [["a", "=", "1"], ["b", "=", "2"]]


def test_newlines_are_free_inside_brackets() -> None:
    """An expression in brackets may run over lines, comments and all."""
    assert statements("f = (x  # first\n  + y\n)\ng = [1,\n2]") == [
        ["f", "=", "(", "x", "+", "y", ")"],
        ["g", "=", "[", "1", ",", "2", "]"],
    ]


def test_an_unclosed_bracket_ends_where_a_statement_begins() -> None:
    """The statements after it are read as if it had been closed."""
    assert statements("f = tanh(x\ng = 2\nh = 3") == [
        ["f", "=", "tanh", "(", "x"],
        ["g", "=", "2"],
        ["h", "=", "3"],
    ]


def test_a_setting_on_its_own_line_does_not_end_a_call() -> None:
    """`low =` is a statement only where the bracket is never closed."""
    assert len(statements("f = clip(x,\nlow = 0,\nhigh = 1)\ng = f")) == 2


def test_places_count_lines_and_code_points_from_one() -> None:
    """However lines end, and whatever plane a character is from."""
    source = cut("a = 1\r\nb = '𝐱' + c\rd = 2\n\ne", DEFAULT_LIMITS)
    places = {word: source.span(i, i) for i, word in enumerate(source.texts)}
    assert [(places[name].line, places[name].column) for name in "abcde"] == [
        (1, 1),
        (2, 1),
        (2, 11),
        (3, 1),
        (5, 1),
    ]


LIMITS = Limits(max_expression_bytes=30, max_tokens=6, max_nesting=3)


@pytest.mark.parametrize(
    ("at", "past", "limit", "seen"),
    [
        ("x" * 30, "x" * 31, "expression-limit", 31),
        ("#" + "é" * 14, "#" + "é" * 15, "expression-limit", 31),
        ("a+b+c;", "a+b+c+d", "token-limit", 7),
        ("a\n\n\n\n\n\n\n\n+b", "((a+b))", "token-limit", 7),
        ("(((", "((((", "nesting-limit", 4),
        ("[[[", "[({[", "nesting-limit", 4),
    ],
)
def test_limits_hold_at_their_value_and_not_one_past(at: str, past: str, limit: str, seen: int) -> None:
    """Bytes of UTF-8; tokens without newlines and comments; open brackets."""
    cut(at, LIMITS)
    with pytest.raises(LimitError) as caught:
        cut(past, LIMITS)
    assert (caught.value.code, caught.value.seen) == (limit, seen)


def test_default_limits_are_those_of_the_reference() -> None:
    """256 KiB, 50,000 tokens, nesting 100."""
    cut("x" * 262_144, DEFAULT_LIMITS)
    cut("+" * 50_000, DEFAULT_LIMITS)
    cut("(" * 100 + "x" + ")" * 100, DEFAULT_LIMITS)
    for text, sentence in [
        ("x" * 262_145, "The expression has 262,145 bytes; the limit is 262,144."),
        ("+" * 50_001, "The expression has 50,001 tokens; the limit is 50,000."),
        ("(" * 101 + "x" + ")" * 101, "The input nests 101 deep; the limit is 100."),
    ]:
        with pytest.raises(LimitError) as caught:
            cut(text, DEFAULT_LIMITS)
        assert str(caught.value) == sentence


@pytest.mark.parametrize("text", ["x" + " " * 262_143, " " * 262_144, "\t" * 262_144, "x\n" + " " * 262_142])
def test_blanks_at_the_end_cost_no_more_than_other_characters(text: str) -> None:
    """Hours, were they tried again from each of them."""
    assert statements(text) == ([["x"]] if text[0] == "x" else [])


def test_a_limit_can_be_raised() -> None:
    """Limits are the caller's."""
    cut("(" * 101 + "x" + ")" * 101, replace(DEFAULT_LIMITS, max_nesting=101))
