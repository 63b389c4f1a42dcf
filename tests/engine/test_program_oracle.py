"""What the language accepts means the same in Python: Python itself is the oracle, on texts made here."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.errors import EngineError
from app.engine.graph import Graph
from app.engine.printer import print_program
from app.engine.program import parse

NAMES = {"x": np.float64(1.5), "y": np.float64(-0.75), "z": np.float64(3.0)}
SIGNS = ["+", "-", "*", "/", "**"]


def random_text(rng: np.random.Generator, depth: int) -> str:
    """An expression with signs, powers, brackets and comparisons in every mixture."""
    chance = rng.random()
    if depth == 0 or chance < 0.15:
        return ["x", "y", "z", "2", "0.5", "3", "-2", "-0.5"][rng.integers(8)]
    if chance < 0.3:
        return f"({random_text(rng, depth - 1)})"
    if chance < 0.42:
        return f"{'+-'[rng.integers(2)]}{random_text(rng, depth - 1)}"
    if chance < 0.47:
        sign = ["<", "<=", ">", ">=", "==", "!="][rng.integers(6)]
        return f"C({random_text(rng, depth - 1)} {sign} {random_text(rng, depth - 1)})"
    sign = SIGNS[rng.integers(len(SIGNS))]
    return f"{random_text(rng, depth - 1)}{sign}{random_text(rng, depth - 1)}"


def value_of(graph: Graph) -> float:
    """Evaluate by the ops' own forward functions, slot by slot."""
    values: list[np.ndarray] = []
    for slot, op in enumerate(graph.ops):
        if op is None:
            name, value = graph.ids[slot], graph.values[slot]
            values.append(np.asarray(NAMES.get(name, value), dtype=np.float64))
        else:
            values.append(
                np.asarray(op.forward([values[i] for i in graph.inputs[slot]], dict(graph.attrs[slot])))
            )
    return float(values[graph.slot[graph.outputs[0]]])


@pytest.mark.parametrize("block", range(10))
def test_an_expression_means_what_it_means_in_python(block: int) -> None:
    """1,000 random texts have the value that Python with numpy gives them, and so have their printed forms."""
    for seed in range(block * 100, block * 100 + 100):
        text = random_text(np.random.default_rng(seed), 4)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            # numpy scalars on both sides, so that 1/0 is inf there as here, and a comparison is the number 1 or 0
            theirs = (
                text.replace("0.5", "H").replace("2", "F(2.0)").replace("3", "F(3.0)").replace("H", "F(0.5)")
            )
            theirs = theirs.replace("C(", "F(")
            expected = eval(theirs, {"__builtins__": {}, "F": np.float64}, dict(NAMES))  # noqa: S307 - made above
            graph = parse(text.replace("C(", "(")).graph
            found = value_of(graph)
            printed = value_of(parse(print_program(graph)).graph)
        assert found == pytest.approx(float(expected), rel=1e-12, nan_ok=True), text
        assert printed == found or (np.isnan(printed) and np.isnan(found)), text


PIECES = (
    "x y zz f 1 2.5 .5 1e9 1e999 = == := : ; , . .T ( ) [ ] { } + - * / @ ** ^ // % < <= != ! ~ & | \n \r\n # \t "
    "input parameter constant and if lambda None True pi tanh sum clip concat reshape index _add1 _c1 slope axis low "
    "'s' \" × − ² α σ √ ŷ Ａ \u00a0 \u202e \x00 \ud800 x[0] [1,2] tahn( np.exp( tanh( clip(x,0,1)"
).split(" ")
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=24).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=24).map("".join),
    st.text(st.characters(codec=None), max_size=60),
)


@given(TEXTS)
@settings(max_examples=1500)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Only engine errors come out, each with a place inside the text; what is read can be printed and read again."""
    try:
        program = parse(text)
    except EngineError as error:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for single in error.errors:
            assert single.span is not None
            assert single.snippet is not None
            assert single.message.endswith((".", "?"))
            single.snippet.encode()
            single.message.encode()
            span = single.span
            assert 1 <= span.line <= span.end_line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        return
    assert set(program.spans) == set(program.graph.ids)
    assert print_program(program.graph, text) == text
    assert parse(print_program(program.graph)).graph.ids == program.graph.ids
