"""The generated float code: that it is what the declarations say, and that it agrees with numpy."""
# ruff: noqa: E501  (a case a line reads better than a case over three)

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import generate, kernels
from app.engine.array_passes import backward_arrays, forward_arrays
from app.engine.document import read_document
from app.engine.float_passes import forward_floats
from app.engine.graph import Graph
from app.engine.limits import Limits
from app.engine.lowering import program_of
from app.engine.ops import REGISTRY
from app.engine.passes import backward, choose_output, evaluate, forward

from .graphs import document, leaf, op, random_document

ELEMENTWISE = [declared for declared in REGISTRY.values() if declared.elementwise]
EDGES = (
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    -3.0,
    1e-300,
    -1e-300,
    700.0,
    -1000.0,
    1e200,
    math.inf,
    -math.inf,
    math.nan,
)
SETTINGS: dict[str, dict[str, Any]] = {"clip": {"low": -0.5, "high": 1.5}}


def on_arrays(graph: Graph) -> Any:
    """The run of the numpy path, whatever the float path would say."""
    with np.errstate(all="ignore"):
        return backward_arrays(forward_arrays(graph), choose_output(graph), 1.0, Limits())


def assert_same(floats: Any, arrays: Any) -> None:
    """Every column agrees: numpy and math round some functions differently in the last place or two."""
    for column in ("values", "local", "upstream", "downstream", "gradients"):
        ours, theirs = getattr(floats, column), getattr(arrays, column)
        assert [entry is None for entry in ours] == [entry is None for entry in theirs], column
        np.testing.assert_allclose(
            [math.nan if entry is None else entry for entry in ours],
            [math.nan if entry is None else entry for entry in theirs],
            rtol=1e-9, atol=1e-300, err_msg=column,
        )  # fmt: skip
    assert list(floats.on_path) == list(arrays.on_path)


def test_the_file_is_what_the_declarations_give() -> None:
    """Whoever changes a declaration runs `python -m app.engine.generate`."""
    assert generate.TARGET.read_text(encoding="utf-8") == generate.source()


def test_every_elementwise_op_has_a_branch() -> None:
    """No scalar graph of elementwise ops has to leave the float path for want of code."""
    assert kernels.KERNELS.keys() == {declared.name for declared in ELEMENTWISE}


@pytest.mark.parametrize("declared", ELEMENTWISE, ids=lambda declared: declared.name)
def test_floats_agree_with_numpy_for_every_op_at_its_edges(declared: Any) -> None:
    """All pairs of edge cases, and triples for three operands; where a float raises, the engine answers as numpy does."""
    names = [f"x{i}" for i in range(len(declared.operands))]
    attrs = SETTINGS.get(declared.name, {})
    graph = read_document(
        document(*(leaf(name, 0.0) for name in names), op("f", declared.name, *names, **attrs))
    )
    choices = np.array(np.meshgrid(*[EDGES] * len(names))).reshape(len(names), -1).T
    ran = 0
    for values in choices[:: max(1, len(choices) // 400)].tolist():
        here = graph.with_values(dict(zip(names, values, strict=True)))
        program = program_of(here)
        assert program is not None
        done = forward_floats(here, program)
        ran += done is not None
        assert_same(evaluate(here), on_arrays(here))
    assert ran > 0


@pytest.mark.parametrize("wanted", ["x", "y"])
@pytest.mark.parametrize(
    "declared", [o for o in ELEMENTWISE if len(o.operands) == 2], ids=lambda declared: declared.name
)
def test_a_constant_operand_changes_no_number(declared: Any, wanted: str) -> None:
    """Branches that spare the local gradient of a constant compute the other one just the same."""
    kinds = {"x": "constant", "y": "constant", wanted: "input"}
    graph = read_document(
        document(leaf("x", 1.75, kinds["x"]), leaf("y", 0.5, kinds["y"]), op("f", declared.name, "x", "y"))
    )

    run = evaluate(graph)

    assert run.scalar
    assert_same(run, on_arrays(graph))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.integers(5, 60), st.booleans())
def test_floats_agree_with_numpy_on_random_graphs(seed: int, size: int, calm: bool) -> None:
    """Values, gradients and all three numbers of every edge, also where the float path gives up."""
    graph = read_document(random_document(seed, size, calm))

    run, arrays = evaluate(graph), on_arrays(graph)

    if calm:
        assert run.scalar
        assert_same(run, arrays)
    elif run.scalar:
        finite = np.abs([v for v in arrays.gradients if v is not None])
        if np.all(finite < 1e12):  # beyond, one rounding of a steep function is amplified to anything
            assert_same(run, arrays)
    else:
        assert repr(run.values) == repr(arrays.values)


@pytest.mark.parametrize("seed", range(40))
def test_every_node_as_output_agrees(seed: int) -> None:
    """Paths, zeros off them and constants, for each output in turn and in any document order."""
    from .graphs import shuffled

    given_document = random_document(seed, size=20, calm=True)
    if seed % 2:
        given_document = shuffled(given_document, seed)
    graph = read_document(given_document)
    done = forward(graph)
    with np.errstate(all="ignore"):
        arrays = forward_arrays(graph)
        for slot, name in enumerate(graph.ids):
            assert_same(backward(done, name, 0.5), backward_arrays(arrays, slot, 0.5, Limits()))


def test_a_graph_of_leaves_alone_runs() -> None:
    """No op, one op, one node: the gathers have no special cases left."""
    assert evaluate(read_document(document(leaf("x", 2.0)))).gradients == [1.0]
    assert evaluate(read_document(document(leaf("x", 2.0), op("f", "neg", "x")))).gradients == [
        -1.0,
        1.0,
    ]
    assert evaluate(read_document(document(op("f", "neg", "x"), leaf("x", 2.0)))).gradients == [
        -1.0,
        1.0,
    ]
