"""What a run needs: an output, a seed of its shape, and values; and how far one goes that lacks some (partial)."""
# ruff: noqa: E501  (a case a line reads better than a case over three)

from __future__ import annotations

from typing import Any

import pytest

from app.engine.document import read_document
from app.engine.errors import EngineError
from app.engine.passes import evaluate

from .graphs import chain_rule, document, leaf, op
from .test_passes import edge, failed, run_of


def test_an_output_that_is_no_scalar_needs_a_seed_of_its_shape() -> None:
    """The message names both shapes."""
    given = document(leaf("x", [1, 2]), op("f", "exp", "x"))

    error = failed(given)
    assert (error.code, error.node, error.loc) == ("seed-required", "f", ("seed",))
    assert error.message == "f has shape (2,), and only a scalar has a gradient without a seed."
    error = failed(given, seed=[1, 2, 3])
    assert (error.code, error.message) == (
        "seed-shape",
        "The seed has shape (3,), and the output f has (2,).",
    )
    error = failed(given, seed=1)
    assert error.code == "seed-shape"
    error = failed(given, seed=[1, "a"])
    assert (error.code, error.loc, error.node) == ("not-a-number", ("seed",), "f")


@pytest.mark.parametrize(("rest", "chosen"), [
    ({}, "f"), ({"outputs": ["q"]}, "q"),
])  # fmt: skip
def test_the_output_is_the_only_one_named_or_the_only_sink(rest: Any, chosen: str) -> None:
    """A document that names one output means it; otherwise what feeds nothing is the output."""
    run = evaluate(read_document({**chain_rule(), **rest}))

    assert run.graph.ids[run.output] == chosen


def test_an_unused_leaf_is_no_candidate_for_the_output() -> None:
    """A leaf that nobody reads does not make the output ambiguous, unless there are no ops."""
    run = run_of(leaf("x", 1), leaf("unused", 1), op("f", "neg", "x"))
    assert run.graph.ids[run.output] == "f"
    assert run.gradients == [-1.0, 0.0, 1.0]

    assert run_of(leaf("x", 7)).gradients == [1.0]


def test_several_candidates_are_listed() -> None:
    """The message lists what could be meant; naming one settles it."""
    given = document(leaf("x", 1), op("a", "neg", "x"), op("b", "exp", "x"))

    error = failed(given)
    assert (error.code, error.loc) == ("output-ambiguous", ("output",))
    assert error.message == "Several nodes could be the output: a and b."
    assert failed({**given, "outputs": ["a", "b"]}).code == "output-ambiguous"
    assert evaluate(read_document(given), "a").gradients[0] == -1.0
    error = failed(given, "bb")
    assert (error.code, error.hint) == ("unknown-node", "Did you mean b?")
    assert failed({"nodes": []}).code == "empty-program"


def test_a_missing_value_is_named_with_what_was_probably_meant() -> None:
    """Did you mean looks at the names that were given in vain."""
    graph = read_document(document(leaf("weight"), leaf("x"), op("f", "mul", "weight", "x")))

    with pytest.raises(EngineError) as caught:
        evaluate(graph.with_values({"wieght": 2}))

    first, second = caught.value.errors
    assert (first.code, first.node, first.loc) == ("missing-value", "weight", ("inputs", "weight"))
    assert first.message == "The input weight has no value."
    assert first.hint == "inputs has wieght. Did you mean weight?"
    assert second.hint == "Give x a value in inputs."


def test_a_missing_e_may_mean_the_number() -> None:
    """e is an ordinary name here; who meant Euler's number learns how to write it."""
    error = failed(document(leaf("e"), leaf("x", 1.0), op("f", "pow", "e", "x")))
    assert error.message == "The input e has no value."
    assert error.hint == "Give e a value in inputs. For a power of Euler's number, write exp(x)."


def test_an_open_port_is_an_error_unless_partial() -> None:
    """The message names the operand."""
    error = failed(document(leaf("x", 1), op("f", "sub", "x", None)))

    assert (error.code, error.node, error.message) == ("open-port", "f", "The input y of f is not connected.")


def test_a_partial_graph_is_evaluated_as_far_as_it_goes() -> None:
    """Nodes without a value say what is missing; the rest has values and gradients."""
    graph = read_document(document(
        leaf("x", 2), leaf("y"), op("a", "square", "x"), op("b", "add", "a", "y"), op("c", "mul", "b", None), op("d", "neg", "a")
    ))  # fmt: skip

    run = evaluate(graph, "d", partial=True)
    assert run.values == [2.0, None, 4.0, None, None, -4.0]
    assert run.gradients == [-4.0, None, -1.0, None, None, 1.0]
    assert run.missing == {1: [(1, None)], 3: [(1, None)], 4: [(1, None), (4, 1)]}
    assert edge(run, "a", "b") == (None, None, None)
    assert run.leaf_gradients() == {"x": -4.0}

    run = evaluate(graph, "c", partial=True)
    assert (run.seed, run.leaf_gradients()) == (None, {})
    assert run.values == [2.0, None, 4.0, None, None, -4.0]
    assert set(run.gradients) == set(run.upstream) == set(run.local) == set(run.downstream) == {None}
    assert list(run.on_path) == [True, True, True, True, True, False]


def test_a_partial_graph_names_few_places_per_node() -> None:
    """A long chain of incomplete nodes stays linear."""
    nodes = [leaf("x", 1)]
    for i in range(3000):
        nodes.append(op(f"v{i}", "add", nodes[-1]["id"], None))

    run = evaluate(read_document(document(*nodes)), partial=True)

    assert max(map(len, run.missing.values())) == 8
