"""Texts made at random, ten thousand of the million that the soak reads: a graph, or errors of the reference."""

from __future__ import annotations

import pytest

from tests.engine.random_texts import complaint, random_text


@pytest.mark.parametrize("block", range(10))
def test_a_text_gives_a_graph_or_errors_and_nothing_else(block: int) -> None:
    """Whatever it is; and a mend that is offered can be put in, a graph is printed and read again."""
    for seed in range(block * 1_000, block * 1_000 + 1_000):
        text = random_text(seed)
        assert complaint(text, thorough=seed % 8 == 0) is None, f"{seed}: {text!r}"


@pytest.mark.parametrize(
    "error", [RecursionError("too deep"), MemoryError(), UnicodeEncodeError("utf-8", "x", 0, 1, "")]
)
def test_what_is_no_error_of_the_language_is_told(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Or the million would prove nothing."""

    def fail(text: str) -> None:
        raise error

    monkeypatch.setattr("tests.engine.random_texts.parse", fail)

    assert (complaint("f = x") or "").startswith(type(error).__name__)
