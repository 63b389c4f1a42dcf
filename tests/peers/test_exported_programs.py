"""
Exported PyTorch and JAX programs print what the engine computes (``make peers``).

The graphs are those that ``tests/export`` gives to the NumPy programs: every op's examples, kinks included, every op at
random shapes, every lesson, random graphs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.op import Op
from app.engine.ops import REGISTRY
from app.engine.passes import Run, evaluate
from app.engine.program import parse
from app.export.code.autograd_programs import jax_program, pytorch_program
from app.lessons import LESSONS
from app.lessons.graphs import graph_of
from tests.engine.drawing import draw
from tests.engine.random_graphs import random_document
from tests.export.programs import EDGES, agree, applied, examples

pytest.importorskip("torch")
pytest.importorskip("jax")

Write = Callable[[Run], str]
both = pytest.mark.parametrize("write", [pytorch_program, jax_program])


@both
@pytest.mark.parametrize(
    ("op", "operands", "attrs"), [pytest.param(*rest, id=name) for name, *rest in examples()]
)
def test_every_example_of_every_op(write: Write, op: Op, operands: list[Any], attrs: dict[str, Any]) -> None:
    """The values worth trying, kinks and edges among them."""
    run = applied(op, operands, attrs, np.random.default_rng(0))

    agree(write(run), run)


@both
@pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)
def test_every_op_at_random_shapes(write: Write, op: Op) -> None:
    """Broadcasting, axes and settings as they come."""
    rng = np.random.default_rng(list(op.name.encode()))
    for _ in range(6):
        operands, attrs = draw(op, rng)
        run = applied(op, operands, attrs, rng)

        agree(write(run), run)


@both
@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson(write: Write, slug: str) -> None:
    """As it opens, composites taken apart and all."""
    lesson = LESSONS[slug]
    run = evaluate(read_document(graph_of(lesson, lesson.expression)))

    agree(write(run), run)


@both
@pytest.mark.parametrize("seed", range(20))
def test_random_graphs(write: Write, seed: int) -> None:
    """Up to forty nodes of every op, scalars and tensors mixed."""
    rng = np.random.default_rng(seed)
    run = evaluate(read_document(random_document(rng, int(rng.integers(3, 40)), scalar_output=True)))

    agree(write(run), run)


@both
@pytest.mark.parametrize("text", EDGES.values(), ids=EDGES.keys())
def test_edges(write: Write, text: str) -> None:
    """What is easily forgotten."""
    run = evaluate(parse(text).graph)

    agree(write(run), run)
