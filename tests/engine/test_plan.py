"""Plans and batches: the same numbers as one evaluation at a time."""
# ruff: noqa: E501  (a case a line reads better than a case over three)

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from app.engine import generate
from app.engine.document import read_document
from app.engine.errors import EngineError
from app.engine.graph import Graph
from app.engine.limits import Limits
from app.engine.passes import evaluate
from app.engine.plan import Plan
from app.engine.rows import evaluate_rows, read_columns

from .graphs import chain_rule, document, leaf, op, random_document, shuffled

LAYER = document(
    leaf("W", [[1, 2], [3, -4], [0.5, 0.1]], "parameter"), leaf("b", [0.1, 0.2, 0.3], "parameter"), leaf("x", [0.5, -1]), leaf("k", 2, "constant"),
    op("z", "matmul", "W", "x"), op("s", "add", "z", "b"), op("a", "tanh", "s"), op("m", "mul", "a", "k"), op("p", "softmax", "m"),
    op("t", "mul", "p", "a"), op("L", "sum", "t"),
)  # fmt: skip


def approx(value: Any) -> Any:
    return pytest.approx(value, rel=1e-9, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_gives_what_evaluate_gives(seed: int) -> None:
    """For any values, in any document order, again and again."""
    graph = read_document(shuffled(random_document(seed, size=25, calm=True), seed))
    plan = Plan(graph)
    rng = np.random.default_rng(seed)

    for _ in range(3):
        values = rng.uniform(-2, 2, len(plan.leaves)).tolist()
        value, gradients = plan.run(values)
        run = evaluate(graph.with_values(dict(zip(plan.leaves, values, strict=True))))
        assert value == run.values[run.output]
        assert list(gradients) == approx(list(run.leaf_gradients().values()))


def test_a_plan_answers_as_numpy_where_a_float_raises_and_where_arrays_are_given() -> None:
    """It falls back on evaluate."""
    plan = Plan(read_document(document(leaf("x"), op("f", "log", "x"))))
    assert plan.run([0.0]) == (-math.inf, (math.inf,))

    plan = Plan(read_document(LAYER))
    value, gradients = plan.run([np.eye(3, 2), np.zeros(3), np.array([1.0, 0.0])])
    assert isinstance(value, float)
    assert [np.shape(gradient) for gradient in gradients] == [(3, 2), (3,), (2,)]


def test_a_plan_keeps_to_its_output() -> None:
    """What the output does not depend on has gradient zero, also beside an infinite local gradient."""
    plan = Plan(read_document(document(leaf("x"), op("r", "square", "x"), op("f", "exp", "x"))), "f")

    assert plan.run([0.0]) == (1.0, (1.0,))


def compare_rows(graph: Graph, columns: dict[str, Any], output: str | None = None) -> None:
    read = read_columns(graph, columns)
    batch = evaluate_rows(graph, read, output, nodes=graph.ids, inner=True)
    for row in range(batch.rows):
        run = evaluate(batch.at(row, read), output)
        for slot, name in enumerate(graph.ids):
            np.testing.assert_allclose(batch.values[name][row], run.values[slot], rtol=1e-9, atol=1e-12)
            if run.gradients[slot] is not None:
                np.testing.assert_allclose(
                    batch.gradients[name][row], run.gradients[slot], rtol=1e-9, atol=1e-12
                )


@pytest.mark.parametrize("seed", range(20))
def test_rows_of_a_scalar_graph_are_so_many_evaluations(seed: int) -> None:
    """Every value and gradient of every row, constants in columns included."""
    graph = read_document(shuffled(random_document(seed, size=25, calm=bool(seed % 3)), seed))
    leaves = [name for name, kind in zip(graph.ids, graph.kinds, strict=True) if kind != "op"]
    rng = np.random.default_rng(seed)

    compare_rows(graph, {name: rng.uniform(0.5, 2, 5).tolist() for name in leaves[: 1 + seed % 3]})


def test_rows_of_a_tensor_graph_are_so_many_evaluations() -> None:
    """Elementwise ops take all rows at once, the others row by row; what does not vary is broadcast."""
    graph = read_document(LAYER)
    rng = np.random.default_rng(0)

    compare_rows(graph, {"x": rng.normal(size=(4, 2))})
    compare_rows(graph, {"W": rng.normal(size=(3, 3, 2)), "b": rng.normal(size=(3, 3))})
    compare_rows(graph, {"k": rng.normal(size=3)})


def test_a_row_is_never_mixed_with_another() -> None:
    """Rows whose number equals a tensor's size do not broadcast against it."""
    given = document(
        leaf("a", 1),
        leaf("v", [1, 2, 3]),
        op("y", "mul", "a", "v"),
        op("q", "add", "y", "a"),
        op("L", "sum", "q"),
    )

    compare_rows(read_document(given), {"a": [1, 2, 3]})


def test_many_blocks_are_one_batch() -> None:
    """Rows past one block are computed like the first ones."""
    graph = read_document(chain_rule())
    x = np.linspace(-3, 3, 100_000)

    batch = evaluate_rows(graph, read_columns(graph, {"x": x}), nodes=["q"])

    np.testing.assert_array_equal(batch.values["f"], (x + 5) * -4)
    np.testing.assert_array_equal(batch.values["q"], x + 5)
    np.testing.assert_array_equal(batch.gradients["z"], x + 5)
    np.testing.assert_array_equal(batch.gradients["x"], np.full(100_000, -4.0))
    assert list(batch.gradients) == ["x", "y", "z"]


def test_numbers_that_overflow_stay_in_their_row() -> None:
    """log of a negative number is nan in that row alone."""
    graph = read_document(document(leaf("x"), op("f", "log", "x")))

    batch = evaluate_rows(graph, read_columns(graph, {"x": [1, -1, 0]}))

    np.testing.assert_array_equal(batch.values["f"], [0.0, math.nan, -math.inf])
    np.testing.assert_array_equal(batch.gradients["x"], [1.0, -1.0, math.inf])


@pytest.mark.parametrize(("columns", "code"), [
    ({}, "bad-column"), ({"x": []}, "bad-column"), ({"x": 3}, "bad-column"), ({"x": [1, 2], "y": [1]}, "bad-column"),
    ({"q": [1]}, "not-a-leaf"), ({"xx": [1]}, "unknown-node"), ({"x": [1, True]}, "not-a-number"), ({"x": [[1], [2, 3]]}, "ragged-array"),
    ({"x": [1.0] * 21}, "row-limit"),
])  # fmt: skip
def test_columns_that_do_not_fit(columns: Any, code: str) -> None:
    """One entry per row, the same number in all columns, for leaves."""
    graph = read_document(chain_rule())
    limits = Limits(max_rows_times_nodes=100)
    read_columns(graph, {"x": [1.0] * 20}, limits)

    with pytest.raises(EngineError) as caught:
        read_columns(graph, columns, limits)

    assert caught.value.code == code


def test_what_a_batch_needs() -> None:
    """One number per row to differentiate, and values for everything else."""
    graph = read_document(document(leaf("x"), leaf("w"), op("f", "mul", "w", "x")))
    with pytest.raises(EngineError) as caught:
        evaluate_rows(graph, read_columns(graph, {"x": [1, 2]}))
    assert (caught.value.code, caught.value.node) == ("missing-value", "w")

    with pytest.raises(EngineError) as caught:
        evaluate_rows(graph.with_values({"w": [1, 2]}), read_columns(graph, {"x": [1, 2]}))
    assert caught.value.message == "f has shape (2,) in a row; a batch needs one number per row."


def test_the_row_kernels_are_what_the_declarations_give() -> None:
    """Whoever changes a declaration runs `python -m app.engine.generate`."""
    assert generate.ROW_TARGET.read_text(encoding="utf-8") == generate.row_source()


def test_every_op_agrees_in_rows() -> None:
    """All elementwise ops, operands over a grid without edges: columns and arrays give the same."""
    from app.engine.ops import REGISTRY

    grid = [0.3, 0.9, 1.7, 2.5]
    settings = {"clip": {"low": 0.5, "high": 2.0}}
    for declared in REGISTRY.values():
        if declared.elementwise:
            names = [f"x{i}" for i in range(len(declared.operands))]
            graph = read_document(
                document(
                    *(leaf(n, 0.6) for n in names),
                    op("f", declared.name, *names, **settings.get(declared.name, {})),
                )
            )
            compare_rows(graph, {names[0]: grid})
            compare_rows(graph, dict.fromkeys(names, grid))
