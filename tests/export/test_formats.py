"""Every format writes every graph: nothing in a run is unexpected to any of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.passes import Run, evaluate
from app.engine.program import parse
from app.export.formats import FORMATS
from tests.engine.random_graphs import random_document

from .programs import EDGES, applied, examples
from .telling import write


def text_of(run: Run, name: str) -> str:
    """What a format writes, held to what all texts promise."""
    written = write(name, run)
    assert written.endswith("\n") and "\r" not in written
    if FORMATS[name].media_type == "application/x-tex":
        assert written.isascii() and written.count("{") == written.count("}")
    return written


@pytest.mark.parametrize("name", FORMATS)
def test_every_op_is_written(name: str) -> None:
    """The examples of every op: scalars, tensors, settings, kinks."""
    for _, op, operands, attrs in examples():
        assert text_of(applied(op, operands, attrs, np.random.default_rng(0)), name)


@pytest.mark.parametrize("name", FORMATS)
def test_random_graphs_are_written(name: str) -> None:
    """Scalars and tensors of every shape, mixed."""
    for seed in range(8):
        rng = np.random.default_rng(seed)
        document: dict[str, Any] = random_document(rng, int(rng.integers(3, 16)), scalar_output=True)
        assert text_of(evaluate(read_document(document)), name)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", EDGES.values(), ids=EDGES.keys())
def test_edges_are_written(text: str, name: str) -> None:
    """What is easily forgotten, NaN and infinities among it."""
    assert text_of(evaluate(parse(text).graph), name)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_run_is_the_same_text(name: str) -> None:
    """No chance, no clock: a figure under version control changes only where the graph does."""
    document = random_document(np.random.default_rng(5), 12, scalar_output=True)

    first, second = (text_of(evaluate(read_document(document)), name) for _ in range(2))

    assert first == second
