"""
Exported programs print what the engine computes: every op, every lesson, random graphs.

NumPy's are run here, in this process; PyTorch's and JAX's by ``make peers``, from the same graphs.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.op import Op
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate
from app.engine.program import parse
from app.export.code.autograd_programs import jax_program, pytorch_program
from app.export.code.numpy_program import numpy_program
from app.export.code.table import CODE
from app.export.formats import FORMATS
from app.lessons import LESSONS
from app.lessons.graphs import graph_of
from tests.engine.drawing import draw
from tests.engine.random_graphs import random_document

from .programs import EDGES, agree, applied, examples, expected, printed, read

CHAIN_RULE = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z"
BY_HAND = """\
# Backpropagation: the chain rule written out by hand.
# Written by Backprop Visualizer.
import numpy as np

# Leaves
x = np.float64(-2.0)
y = np.float64(5.0)
z = np.float64(-4.0)

# Forward: every value is kept, the way back needs it
q = x + y
f = q * z

# Backward: downstream = upstream * local, the last operation first
df = np.float64(1.0)  # the seed

# f = q * z
dz = df * q
dq = df * z

# q = x + y
dy = dq
dx = dq

print("f =", float(f))
print("df/dx =", float(dx))
print("df/dy =", float(dy))
print("df/dz =", float(dz))
"""


def run_of(text: str, **inputs: Any) -> Any:
    return evaluate(parse(text, inputs).graph)


def test_the_first_program_reads_as_in_a_lecture() -> None:
    """The whole of the chain rule's: named variables, forward lines, backward lines in the order of the trace."""
    assert numpy_program(run_of(CHAIN_RULE)) == BY_HAND


def test_every_op_has_its_row() -> None:
    """A new op needs its code in three libraries; nothing else has any."""
    assert set(CODE) == set(REGISTRY)


@pytest.mark.parametrize(
    ("op", "operands", "attrs"), [pytest.param(*rest, id=name) for name, *rest in examples()]
)
def test_every_example_of_every_op(op: Op, operands: list[Any], attrs: dict[str, Any]) -> None:
    """The values worth trying, kinks and edges among them."""
    run = applied(op, operands, attrs, np.random.default_rng(0))

    agree(numpy_program(run), run)


@pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)
def test_every_op_at_random_shapes(op: Op) -> None:
    """Broadcasting, axes and settings as they come."""
    rng = np.random.default_rng(list(op.name.encode()))
    for _ in range(12):
        operands, attrs = draw(op, rng)
        run = applied(op, operands, attrs, rng)

        agree(numpy_program(run), run)


@pytest.mark.parametrize("slug", LESSONS)
def test_every_lesson(slug: str) -> None:
    """As it opens, composites taken apart and all."""
    lesson = LESSONS[slug]
    run = evaluate(read_document(graph_of(lesson, lesson.expression)))

    agree(numpy_program(run), run)


@pytest.mark.parametrize("seed", range(60))
def test_random_graphs(seed: int) -> None:
    """Up to forty nodes of every op, scalars and tensors mixed, from a random seed of the output's shape."""
    rng = np.random.default_rng(seed)
    graph = read_document(random_document(rng, int(rng.integers(3, 40)), scalar_output=True))

    run = evaluate(graph)

    agree(numpy_program(run), run)


@pytest.mark.parametrize("text", EDGES.values(), ids=EDGES.keys())
def test_edges(text: str) -> None:
    """What is easily forgotten."""
    run = evaluate(parse(text).graph)

    agree(numpy_program(run), run)


WORDS = ["lambda", "print", "np", "float", "df", "list", "__debug__", "sigmoid", "forward", "json"]


def test_names_that_python_has_taken() -> None:
    """Words of Python, builtins, modules, helpers and the gradients' own names: none is lost, none is shadowed."""
    nodes: list[dict[str, Any]] = [{"id": name, "value": k + 1.5} for k, name in enumerate(WORDS)]
    nodes.append({"id": "x", "op": "silu", "inputs": ["lambda"]})
    for k, name in enumerate(WORDS):
        nodes.append(
            {"id": f"s{k}" if k + 1 < len(WORDS) else "f", "op": "mul", "inputs": [nodes[-1]["id"], name]}
        )
    run = evaluate(read_document({"nodes": nodes}))

    program = numpy_program(run)

    agree(program, run)
    assert list(printed(program))[1:] == [f"df/d{name}" for name in WORDS]


def test_a_program_runs_by_itself(tmp_path: Path) -> None:
    """Saved to a file and given to a fresh interpreter, it prints the same and complains about nothing."""
    run = run_of("W = [[1, 2], [3, 4]]\nx = [1, -1]\nL = cce_with_logits(gelu(W @ x), 0)")
    (tmp_path / "run.py").write_text(numpy_program(run))

    done = subprocess.run(
        [sys.executable, "-W", "error", "run.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stderr == ""
    assert read(done.stdout).keys() == expected(run).keys()


@pytest.mark.parametrize("seed", range(20))
def test_the_other_libraries_programs_are_python(seed: int) -> None:
    """They compile, whatever the graph; what they print is compared by make peers."""
    graph = read_document(random_document(np.random.default_rng(seed), 30, scalar_output=True))
    run = evaluate(graph)

    for write in (pytorch_program, jax_program):
        compile(write(run), "exported.py", "exec")


def test_programs_say_what_they_are() -> None:
    """The media type of all three is Python's."""
    assert {FORMATS[name].media_type for name in ("numpy", "pytorch", "jax")} == {"text/x-python"}
