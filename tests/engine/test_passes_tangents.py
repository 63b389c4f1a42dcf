"""Forward mode: that it is the transpose of the reverse mode, and what it costs."""
# ruff: noqa: E501  (a case a line reads better than a case over three)

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.errors import EngineError
from app.engine.passes import evaluate, tangents

from .graphs import chain_rule, document, leaf, op, random_document


@pytest.mark.parametrize("seed", range(60))
def test_forward_and_reverse_mode_agree(seed: int) -> None:
    """The derivative of the output along a leaf is the same, carried either way."""
    graph = read_document(random_document(seed, size=30, calm=True))
    run = evaluate(graph)

    for name, gradient in run.leaf_gradients().items():
        found = tangents(graph, name)
        assert found.tangents[run.output] == pytest.approx(gradient, rel=1e-10, abs=1e-12)
        assert found.values == run.values


def test_forward_and_reverse_mode_agree_on_tensors() -> None:
    """Along any direction the tangent is the gradient's dot product with it."""
    graph = read_document(document(
        leaf("W", [[1, 2], [3, -4]]), leaf("x", [0.5, -1]), leaf("b", 0.3), op("z", "matmul", "W", "x"), op("y", "add", "z", "b"),
        op("a", "softmax", "y"), op("t", "tanh", "a"), op("L", "sum", "t"),
    ))  # fmt: skip
    run = evaluate(graph)
    direction = np.array([[0.1, -0.2], [0.7, 1.0]])

    found = tangents(graph, "W", direction.tolist())

    assert found.tangents[run.output] == pytest.approx(np.sum(direction * run.gradient_of("W")))
    assert tangents(graph, "b").tangents[run.output] == pytest.approx(run.gradient_of("b"))
    assert found.tangents[graph.slot["z"]].shape == (2,)


def test_every_node_has_a_tangent_and_multiplications_are_counted() -> None:
    """One pass from x crosses two edges; the reverse pass crosses four and has every gradient."""
    graph = read_document(chain_rule())

    found = tangents(graph, "x")

    assert dict(zip(graph.ids, found.tangents, strict=True)) == {
        "x": 1.0,
        "y": 0.0,
        "z": 0.0,
        "q": 1.0,
        "f": -4.0,
    }
    assert found.multiplications == {"forward": 2, "reverse": 4}
    assert tangents(graph, "x", -2).tangents == [-2.0, 0.0, 0.0, -2.0, 8.0]
    assert tangents(graph, "q").tangents == [0.0, 0.0, 0.0, 1.0, -4.0]


@pytest.mark.parametrize(("wrt", "direction", "code"), [
    (None, None, "wrt-required"), ("w", None, "unknown-node"), ("x", None, "direction-required"),
    ("x", [1], "direction-shape"), ("x", [1, True], "not-a-number"),
])  # fmt: skip
def test_what_a_forward_mode_pass_needs(wrt: Any, direction: Any, code: str) -> None:
    """A node, and a direction of its shape where that is no scalar."""
    graph = read_document(document(leaf("x", [1, 2]), op("L", "sum", "x")))

    with pytest.raises(EngineError) as caught:
        tangents(graph, wrt, direction)

    assert caught.value.code == code
