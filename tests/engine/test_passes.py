"""The passes: values, gradients, and every column of a run."""
# ruff: noqa: E501  (a case a line reads better than a case over three)

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document, write_document
from app.engine.errors import EngineError, InputError
from app.engine.limits import UNLIMITED, Limits
from app.engine.passes import backward, evaluate, forward, stored
from app.engine.run import Jacobian, Operator, Run

from .graphs import chain_rule, document, leaf, op, random_document, shuffled


def run_of(*nodes: dict[str, Any], **keywords: Any) -> Run:
    return evaluate(read_document(document(*nodes)), **keywords)


def edge(run: Run, source: str, target: str, index: int = 0) -> tuple[Any, Any, Any]:
    """Upstream, local and downstream of one edge."""
    graph = run.graph
    number = graph.edge_start[graph.slot[target]] + index
    assert graph.inputs[graph.slot[target]][index] == graph.slot[source]
    return run.upstream[number], run.local[number], run.downstream[number]


def failed(given: Any, *arguments: Any, **keywords: Any) -> EngineError:
    with pytest.raises(EngineError) as caught:
        evaluate(read_document(given), *arguments, **keywords)
    return caught.value


def test_the_chain_rule_graph_has_the_numbers_of_the_course() -> None:
    """f = (x + y) z at -2, 5, -4: every value, gradient and edge."""
    run = evaluate(read_document(chain_rule()))

    assert run.values == [-2.0, 5.0, -4.0, 3.0, -12.0]
    assert run.gradients == [-4.0, -4.0, 3.0, -4.0, 1.0]
    assert run.leaf_gradients() == {"x": -4.0, "y": -4.0, "z": 3.0}
    assert (run.value_of("q"), run.gradient_of("q")) == (3.0, -4.0)
    assert edge(run, "q", "f") == (1.0, -4.0, -4.0)
    assert edge(run, "z", "f", 1) == (1.0, 3.0, 3.0)
    assert edge(run, "x", "q") == (-4.0, 1.0, -4.0)
    assert edge(run, "y", "q", 1) == (-4.0, 1.0, -4.0)
    assert (run.output, run.seed, run.scalar, list(run.on_path)) == (4, 1.0, True, [True] * 5)


def test_a_scalar_is_a_plain_float_everywhere() -> None:
    """No numpy scalar leaks out of a run, whichever path ran."""
    for run in (
        evaluate(read_document(chain_rule())),
        run_of(leaf("x", [1, 2]), op("s", "sum", "x"), op("f", "exp", "s")),
        run_of(leaf("x", -1), op("f", "log", "x")),
    ):
        for column in (run.values, run.gradients, run.upstream, run.local, run.downstream):
            assert all(
                type(entry) is float
                for entry in column
                if np.shape(entry) == () and not isinstance(entry, Jacobian)
            )


def test_two_edges_of_one_pair_are_told_apart() -> None:
    """x*x sends two contributions of x each; the gradient is their sum."""
    run = run_of(leaf("x", 3), op("f", "mul", "x", "x"))

    assert edge(run, "x", "f", 0) == edge(run, "x", "f", 1) == (1.0, 3.0, 3.0)
    assert run.gradient_of("x") == 6.0


def test_fan_out_adds() -> None:
    """A node's gradient is the sum of downstream over the edges that leave it."""
    for seed in range(20):
        run = evaluate(read_document(random_document(seed)))
        arrived = [0.0] * len(run.graph)
        arrived[run.output] = 1.0
        number = 0
        for sources in run.graph.inputs:
            for source in sources:
                down = run.downstream[number]
                arrived[source] += 0.0 if down is None else down
                number += 1
        for slot, gradient in enumerate(run.gradients):
            assert gradient is None or gradient == pytest.approx(arrived[slot], nan_ok=True)


@pytest.mark.parametrize("output", ["x", "q", "f"])
def test_any_node_may_be_the_output(output: str) -> None:
    """Also a leaf; what the output does not depend on has zeros, and its edges upstream and downstream zero."""
    run = evaluate(read_document(chain_rule()), output)

    expected = {
        "x": ([1, 0, 0, 0, 0], [0, 0, 0, 0], [True, False, False, False, False]),
        "q": ([1, 1, 0, 1, 0], [1, 1, 0, 0], [True, True, False, True, False]),
        "f": ([-4, -4, 3, -4, 1], [-4, -4, -4, 3], [True] * 5),
    }[output]
    assert run.gradients == expected[0]
    assert run.downstream == expected[1]
    assert list(run.on_path) == expected[2]
    assert run.local == [1.0, 1.0, -4.0, 3.0]


def test_off_the_path_zero_stays_zero_beside_an_infinite_local_gradient() -> None:
    """Zero times infinity is no number; off the path nothing is multiplied."""
    run = run_of(leaf("x", 0), op("r", "sqrt", "x"), op("f", "exp", "x"), output="f")

    assert edge(run, "x", "r") == (0.0, math.inf, 0.0)
    assert run.gradient_of("x") == 1.0


def test_no_gradient_flows_to_a_constant() -> None:
    """Towards fixed nodes local and downstream are None, and so is the gradient; an op of constants counts as one."""
    run = run_of(leaf("x", 3), leaf("c", 2, "constant"), op("cc", "mul", "c", "c"), op("f", "mul", "cc", "x"))

    assert edge(run, "c", "cc", 0) == edge(run, "c", "cc", 1) == (None, None, None)
    assert edge(run, "cc", "f") == (1.0, None, None)
    assert edge(run, "x", "f", 1) == (1.0, 4.0, 4.0)
    assert run.gradients == [4.0, None, None, 1.0]
    assert list(run.on_path) == [True, True, True, True]
    assert run.leaf_gradients() == {"x": 4.0}


def test_a_square_written_with_a_constant_exponent_stays_on_floats() -> None:
    """(-3)**2: the logarithm of a negative base belongs to an edge nobody asks for."""
    run = run_of(leaf("x", -3), leaf("two", 2, "constant"), op("f", "pow", "x", "two"))

    assert run.scalar
    assert edge(run, "x", "f") == (1.0, -6.0, -6.0)
    assert edge(run, "two", "f", 1) == (1.0, None, None)


@pytest.mark.parametrize(("applied", "value", "result", "local"), [
    ("exp", 1000, math.inf, math.inf), ("log", -1, math.nan, -1.0), ("log", 0, -math.inf, math.inf),
    ("sqrt", -1, math.nan, math.nan), ("sqrt", 0, 0.0, math.inf), ("reciprocal", 0, math.inf, -math.inf),
    ("square", 1e200, math.inf, 2e200), ("sin", math.inf, math.nan, math.nan),
])  # fmt: skip
def test_where_a_float_raises_the_answer_is_numpys(
    applied: str, value: float, result: float, local: float
) -> None:
    """Overflow and NaN are results, not errors."""
    run = evaluate(
        read_document(document(leaf("x", 1.0), op("f", applied, "x"))).with_values({"x": float(value)})
    )

    assert np.array_equal([run.values[1], run.local[0]], [result, local], equal_nan=True)


def test_a_power_never_becomes_complex() -> None:
    """(-1) ** 0.5 is no number here."""
    run = run_of(leaf("x", -1), leaf("y", 0.5), op("f", "pow", "x", "y"))

    assert math.isnan(run.values[2])


def test_gradients_are_linear_in_the_seed() -> None:
    """Seeding a and b and adding is seeding a + b."""
    graph = read_document(document(leaf("W", [[1, 2], [3, 4]]), leaf("x", [1, -1]), op("y", "matmul", "W", "x"),
                                         op("f", "tanh", "y")))  # fmt: skip
    a, b = np.array([0.3, -2.0]), np.array([1.5, 0.25])

    both, first, second = (evaluate(graph, seed=seed) for seed in (2 * a + b, a, b))

    for slot in range(4):
        np.testing.assert_allclose(both.gradients[slot], 2 * first.gradients[slot] + second.gradients[slot])


def test_a_seed_scales_a_scalar_run() -> None:
    """The seed is the gradient entering at the output."""
    run = evaluate(read_document(chain_rule()), seed=-2)

    assert run.seed == -2.0
    assert run.gradients == [8.0, 8.0, -6.0, 8.0, -2.0]


def test_broadcasting_is_summed_back_and_its_axes_are_named() -> None:
    """A bias added to every row collects the gradient of every row; local keeps the output's shape."""
    run = run_of(
        leaf("X", [[1, 2], [3, 4], [5, 6]]),
        leaf("b", [10, 20]),
        op("z", "add", "X", "b"),
        op("L", "sum", "z"),
    )

    upstream, local, downstream = edge(run, "b", "z", 1)
    assert upstream.shape == local.shape == (3, 2)
    assert downstream.tolist() == run.gradient_of("b").tolist() == [3.0, 3.0]
    number = run.graph.edge_start[run.graph.slot["z"]]
    assert run.summed_axes == {number + 1: (0,)}
    assert not run.scalar


def test_a_scalar_beside_a_tensor_stays_a_number() -> None:
    """Its gradient is a float; its local gradient has the output's shape."""
    run = run_of(leaf("a", 2), leaf("x", [1, 2, 3]), op("y", "mul", "a", "x"), op("L", "sum", "y"))

    assert run.gradient_of("a") == 6.0
    assert edge(run, "a", "y")[1].tolist() == [1.0, 2.0, 3.0]
    assert run.summed_axes[0] == (0,)


def test_structural_ops_have_jacobians_up_to_a_size() -> None:
    """output.shape + input.shape while that is small, an operator beyond, a plain number between scalars."""
    nodes = (
        leaf("W", [[1, 2], [3, 4]]),
        leaf("x", [1, -1]),
        op("y", "matmul", "W", "x"),
        op("L", "sum", "y"),
    )

    run = run_of(*nodes)
    local = edge(run, "W", "y")[1]
    assert isinstance(local, Jacobian)
    assert local.value.shape == (2, 2, 2)
    np.testing.assert_array_equal(np.tensordot([1.0, 1.0], local.value, 1), run.gradient_of("W"))

    run = run_of(*nodes, limits=Limits(jacobian_entries=7))
    local = edge(run, "W", "y")[1]
    assert isinstance(local, Operator)
    assert local.formula_with(["W", "x"]) == r"x^{\top}"

    run = run_of(leaf("x", 3), op("L", "sum", "x"))
    assert edge(run, "x", "L") == (1.0, 1.0, 1.0)


def test_shapes_that_do_not_fit_name_the_node() -> None:
    """Found before anything is computed; several at once where there are several."""
    error = failed(document(leaf("A", [[1, 2, 3]]), leaf("B", [[1, 2, 3]]), op("C", "matmul", "A", "B"),
                            op("D", "add", "C", "A"), op("E", "matmul", "B", "A"), op("F", "add", "D", "E")))  # fmt: skip

    assert [(single.code, single.node) for single in error.errors] == [
        ("shape-mismatch", "C"),
        ("shape-mismatch", "E"),
    ]


def test_entries_are_counted_before_anything_is_allocated() -> None:
    """Two vectors of a million would broadcast to 10^12 entries; Jacobians count too."""
    vector = [[0.0]] * 60_000
    error = failed(document(leaf("a", vector), leaf("b", [[0.0] * 60_000]), op("f", "add", "a", "b")), seed=1)
    assert error.code == "entry-limit"
    assert "3,600,120,000" in error.message

    given = document(leaf("x", [1.0] * 10), op("y", "outer", "x", "x"), op("L", "sum", "y"))
    limits = Limits(max_entries=10 + 100 + 2 * 1000 + 1 + 100)
    evaluate(read_document(given), limits=limits)
    error = failed(given, limits=Limits(max_entries=limits.max_entries - 1))
    assert error.code == "entry-limit"


def test_dimensions_are_counted_on_every_node() -> None:
    """stack adds a dimension each time."""
    nodes = [leaf("x", [[[[[[[1.0]]]]]]]), op("a", "stack", "x"), op("b", "stack", "a")]

    evaluate(read_document(document(*nodes[:2])), seed=[[[[[[[[1.0]]]]]]]])
    assert failed(document(*nodes)).code == "dimension-limit"


def test_backward_works_from_the_stored_values() -> None:
    """What was stored counts: the leaves' values are not looked at again."""
    graph = read_document(chain_rule())
    first = forward(graph)
    values = dict(zip(graph.ids, first.values, strict=True))
    values["q"] = 100.0

    assert backward(first, "f").gradients == evaluate(graph).gradients
    assert backward(first, "q").gradients == [1.0, 1.0, 0.0, 1.0, 0.0]
    again = backward(stored(graph, values), "f")
    assert (again.gradient_of("z"), again.gradient_of("x")) == (100.0, -4.0)


def test_no_pass_touches_the_graph() -> None:
    """Running twice gives the same, and the graph is as it was."""
    given = document(
        leaf("x", [1.0, 2.0]), leaf("c", 3, "constant"), op("y", "mul", "x", "c"), op("L", "sum", "y")
    )
    graph = read_document(given)
    before = copy.deepcopy(write_document(graph))

    first, second = evaluate(graph), evaluate(graph)
    first.gradients[0][:] = 99.0

    assert second.gradient_of("x").tolist() == [3.0, 3.0]
    assert write_document(graph) == before


@pytest.mark.parametrize("seed", range(15))
def test_the_same_graph_gives_the_same_bits_in_any_order_of_declaration(seed: int) -> None:
    """Two runs are identical; shuffling the document changes sums by rounding at most."""
    given = random_document(seed, size=40)
    graph = read_document(given)
    first, second = evaluate(graph), evaluate(read_document(given))
    assert repr((first.values, first.gradients, first.local)) == repr(
        (second.values, second.gradients, second.local)
    )

    other = evaluate(read_document(shuffled(given, seed)))
    for name in graph.ids:
        assert other.value_of(name) == pytest.approx(first.value_of(name), rel=1e-12, nan_ok=True)
        expected = first.gradient_of(name)
        assert other.gradient_of(name) == (
            None if expected is None else pytest.approx(expected, rel=1e-9, nan_ok=True)
        )


def test_five_hundred_diamonds_take_linear_time() -> None:
    """2^500 paths, two thousand edges: sums are over edges, never over paths."""
    nodes = [leaf("v0", 1.0)]
    for i in range(500):
        last = nodes[-1]["id"]
        nodes += [
            op(f"a{i}", "identity", last),
            op(f"b{i}", "identity", last),
            op(f"v{i + 1}", "add", f"a{i}", f"b{i}"),
        ]

    run = run_of(*nodes)

    assert run.gradient_of("v0") == run.value_of("v500") == 2.0**500


@pytest.mark.parametrize("shape", [(), (2,)])
def test_a_chain_of_a_hundred_thousand_never_fails(shape: tuple[int, ...]) -> None:
    """Depth costs no stack on either path (a tenth of it on arrays)."""
    depth = 10_000 if shape else 100_000
    nodes = [
        leaf("v0", 0.5 if shape == () else [0.5, 0.25]),
        *(op(f"v{i}", "neg", f"v{i - 1}") for i in range(1, depth + 1)),
    ]

    run = evaluate(
        read_document({"nodes": nodes}, limits=UNLIMITED),
        seed=np.ones(shape) if shape else None,
        limits=UNLIMITED,
    )

    assert np.array_equal(run.gradients[0], np.ones(shape))
    assert np.array_equal(run.values[-1], run.values[0])


def test_a_seed_at_a_constant_goes_nowhere() -> None:
    """No gradient belongs to a constant, even where it is the output."""
    run = run_of(leaf("x", 1), leaf("c", 2, "constant"), op("f", "neg", "x"), output="c")

    assert run.gradients == [0.0, None, 0.0]
    assert run.leaf_gradients() == {"x": 0.0}


def test_unknown_names_are_refused() -> None:
    """slot_of names the nearest id."""
    with pytest.raises(InputError) as caught:
        evaluate(read_document(chain_rule())).value_of("qq")

    assert caught.value.message == "qq is no node of the graph."


def test_a_host_may_allow_fewer_entries_than_nodes() -> None:
    """A scalar is one entry, whichever path would run."""
    graph = read_document(chain_rule())

    assert evaluate(graph, limits=Limits(max_entries=5)).scalar
    with pytest.raises(EngineError) as caught:
        evaluate(graph, limits=Limits(max_entries=4))
    assert caught.value.message == "The graph needs 5 tensor entries; the limit is 4."
