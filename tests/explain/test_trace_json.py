"""The quick telling of scalar graphs: the same bytes as the encoder makes of the steps."""

import numpy as np
import orjson
import pytest

from app.api import wire
from app.engine.document import read_document, write_document
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate
from app.engine.program import parse
from app.explain.trace import steps
from app.explain.trace_json import steps_json
from tests.engine.random_graphs import random_document

SCALAR_OPS = [op for op in REGISTRY.values() if op.elementwise]

PROGRAMS = [
    "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z",
    "w0: parameter = 2\nx0 = -1\nw1: parameter = -3\nx1 = -2\nf = sigmoid(w0*x0 + w1*x1 - 3)",
    "x = 3\nf = x*x + x",
    "x = 1\nf = " + " + ".join(["x*-2"] * 20),
    "x = 1e200\nf = x*x - x*x",
    "x = -1\nf = log(x) + leaky_relu(x, 0.1) + clip(x, -2, 3) + gelu(x, approximate=\"tanh\")",
    "x = 2",
    "c: constant = 4\nf = c*2",
    "sigma = 1e-9\ny_hat = 2e7\na_name_that_goes_on_and_on = 3\nf = sigma*y_hat*a_name_that_goes_on_and_on",
]  # fmt: skip


def same(run):
    """Hold both tellings against each other, step by step for a readable difference, then byte for byte."""
    assert run.scalar or any(value != value or abs(value) == np.inf for value in run.values)
    quick, slow = steps_json(run), wire.encode(steps(run))
    for one, other in zip(orjson.loads(quick), orjson.loads(slow), strict=True):
        assert one == other
    assert quick == slow


@pytest.mark.parametrize("text", PROGRAMS)
def test_both_tellings_are_the_same_bytes(text):
    """Names, powers of ten, numbers that are not finite, settings, constants, long sums."""
    same(evaluate(parse(text).graph))


@pytest.mark.parametrize("seed", [3.0, -0.5, 1e-7, float("inf")])
def test_a_seed_is_told_the_same(seed):
    """In the numerator as well as in the numbers."""
    same(evaluate(parse("x = 2\nf = x*x").graph, seed=seed))


@pytest.mark.parametrize("seed", range(20))
def test_random_scalar_graphs_are_told_the_same(seed):
    """Over every elementwise op."""
    document = random_document(np.random.default_rng(seed), 40, tensors=False, ops=SCALAR_OPS)
    same(evaluate(read_document(document)))


def test_labels_are_escaped():
    """Quotes, backslashes, control characters and letters of other alphabets."""
    document = write_document(parse("x = 2\ny = 3\nf = x*y + x").graph)
    document["nodes"][0]["label"] = 'a "quoted" \\name'
    document["nodes"][1]["label"] = "Größe\n\t"
    same(evaluate(read_document(document)))
