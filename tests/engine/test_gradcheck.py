"""The check that readers can run themselves: gradients against measurement, and a nudge along one edge."""

import dataclasses

import numpy as np
import pytest

from app.engine import gradcheck
from app.engine.document import read_document
from app.engine.errors import EngineError
from app.engine.gradcheck import TOLERANCE, check
from app.engine.ops import REGISTRY
from app.engine.passes import evaluate, forward
from app.engine.program import parse

from .random_graphs import random_document


def checked(text, **options):
    """The check of the program *text*."""
    return check(parse(text).graph, **options)


def statuses(text, **options):
    """Status by leaf."""
    return {name: leaf.status for name, leaf in checked(text, **options).leaves.items()}


def test_the_chain_rule_agrees():
    """Both gradients, the step and the error of every leaf."""
    found = checked("x = -2\ny = 5\nz = -4\nq = x + y\nf = q*z")
    assert found.ok and found.tolerance == TOLERANCE and found.nudge is None
    assert {name: leaf.backward for name, leaf in found.leaves.items()} == {"x": -4.0, "y": -4.0, "z": 3.0}
    x = found.leaves["x"]
    assert x.measured == pytest.approx(-4.0, rel=1e-9)
    assert x.step == pytest.approx(1.211e-5, rel=1e-3)
    assert x.relative_error < 1e-9
    assert x.status == "ok"


@pytest.mark.parametrize("seed", range(12))
def test_random_graphs_agree(seed):
    """Every leaf of graphs over all ops, tensors included, drawn clear of kinks."""
    document = random_document(np.random.default_rng(seed), 12, scalar_output=True)
    found = check(read_document(document))
    assert found.ok
    assert {leaf.status for leaf in found.leaves.values()} <= {"ok"}


def test_tensors_are_measured_entry_by_entry():
    """The measured gradient has the leaf's shape; a seed weighs a vector output."""
    found = checked(
        "W: parameter = [[0.5, -0.3], [0.4, 0.1]]\nx = [2, -1]\ny = tanh(W @ x)", seed=[1.0, -2.0]
    )
    assert found.ok
    assert found.leaves["W"].measured.shape == (2, 2)
    assert found.leaves["W"].measured == pytest.approx(found.leaves["W"].backward, rel=1e-6)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("x = 0\nf = relu(x)", "kink"),
        ("x = 0\nf = abs(x)", "kink"),
        ("x = 0\nf = relu(x) + 1e6", "kink"),
        ("x = 0\nf = relu(x) + 1e10", "kink"),
        ("x = 0\nf = step(x)", "kink"),
        ("x = 1\ny: constant = 1\nf = maximum(x, y)", "kink"),
        ("x = [0, 1]\nf = sum(relu(x))", "kink"),
        ("x = 1e-7\nf = abs(x)", "ok"),
        ("x = 1e-9\nf = step(x)", "ok"),
        ("x = 1\nf = sin(x*1e6)", "ok"),
        ("x = 0\nf = sin(x*1e6)", "ok"),
        ("x = 1\nf = (x + 1e10) - 1e10", "ok"),
        ("x = 1\nf = (x**2 + 1e10) - 1e10", "ok"),
        ("x = [30, 0]\nf = softmax(x)[0]", "ok"),
        ("x = 1e-20\nf = log(x)", "ok"),
        ("x = 1.5707963\nf = tan(x)", "ok"),
        ("x = 1e-20\nf = 1/x", "ok"),
        ("x = 0\nf = relu(x)**2", "ok"),
        ("x = 1e10\nf = sin(x)", "ok"),
        ("x = 1e20\nf = sin(x)", "kink"),
        ("x = 1\nf = sin(x*1e14)", "kink"),
        ("x = 2\nf = sin(x*1e13)", "kink"),
        ("x = 5\nf = sin(x*1e11)", "ok"),
        ("x = 0\nf = x**2", "ok"),
        ("x = 0\nf = x**3", "ok"),
        ("x = 3\nf = x*0", "ok"),
        ("x = 30\nf = sigmoid(x)", "ok"),
        ("x = 0.001\nf = 1/x", "ok"),
        ("x = 1e-6\nf = log(x)", "ok"),
        ("x = 0\nf = elu(x)", "ok"),
        ("x = [1000, 1001, 1002]\nf = logsumexp(x)", "ok"),
        ("x = -1\nf = log(x)", "not-finite"),
        ("x = 0\nf = sqrt(x)", "not-finite"),
    ],
)
def test_a_leaf_has_the_status_of_its_function(text, status):
    """A kink is where both sides go on differing; steep, fast and flat functions have none, however rounded."""
    found = checked(text)
    assert found.leaves["x"].status == status
    assert found.ok
    assert status != "ok" or found.leaves["x"].relative_error <= TOLERANCE


@pytest.mark.parametrize(
    "function", ["sin(x*w)", "cos(x*w) + x", "exp(sin(x*w))", "sin(x*w)*x", "tanh(3*sin(x*w))"]
)
def test_what_turns_faster_than_numbers_lie_is_no_mismatch(function):
    """Each step sees the output somewhere else; what a gradient says about it can be neither shown nor refuted."""
    for power in range(12, 21):
        for x in (0.37, -1.9, 7.1, 260.3):
            assert statuses(f"x = {x}\nw: constant = 1e{power}\nf = {function}")["x"] in ("kink", "ok")


def test_a_fast_function_is_measured_with_a_narrower_step():
    """sin(x*1e6) at 1: the usual step is wider than a period."""
    x = checked("x = 1\nf = sin(x*1e6)").leaves["x"]
    assert x.measured == pytest.approx(1e6 * np.cos(1e6), rel=1e-6)
    assert x.step < 1e-7


def test_what_rounding_hides_is_measured_with_a_wider_step():
    """(x + 1e10) - 1e10 at 1: the usual step shows only the last places of 1e10."""
    x = checked("x = 1\nf = (x + 1e10) - 1e10").leaves["x"]
    assert x.measured == pytest.approx(1.0, rel=1e-5)
    assert x.step > 1.0


@pytest.mark.parametrize("x", [1e-20, 1e-24, -1e-30, 1e-300])
@pytest.mark.parametrize("function", ["x**2", "x*x", "square(x)", "x**4", "tanh(x)**2", "x*sin(x)", "cos(x)"])
def test_the_bottom_of_an_even_function_is_no_mismatch(function, x):
    """Beside its bottom both sides rise alike and the difference is 0: a slope too small to see is not wrong."""
    assert statuses(f"x = {x}\nf = {function}") == {"x": "ok"}


def test_a_bend_that_rounding_hides_is_no_kink():
    """At the bottom of a loss over three numbers the usual step sees both sides rise, and narrower ones nothing."""
    text = (
        "x = [1, 2, 3]\nt = [2, 3, 5]\nw0: parameter = 0.5\nw1: parameter = 1.5\nJ = half_mse(w0 + w1*x, t)"
    )
    assert statuses(text) == {"x": "ok", "t": "ok", "w0": "ok", "w1": "ok"}


@pytest.mark.parametrize("factor", [0.0, 1 - 1e-5, 1 + 3e-6, -1.0, 2.0])
@pytest.mark.parametrize(
    "text",
    [
        "x = 2\nf = x*3",
        "x = 1\nf = sin(x*1e6)",
        "x = 0\nf = sin(x*1e6)",
        "x = 0.001\nf = 1/x",
        "x = 1e-6\nf = log(x)",
        "x = -10\nf = gelu(x)",
        "x = [0.5, -1]\nf = sum(exp(x))",
        "x = 1e150\nf = x**2",
    ],
)
def test_a_gradient_that_is_off_is_a_mismatch(monkeypatch, text, factor):
    """However the slope was measured, a gradient off by three millionths or more is seen, and the error says so."""

    def wrong(*arguments, **options):
        run = evaluate(*arguments, **options)
        slot = run.graph.slot["x"]
        gradients = [g * factor if i == slot else g for i, g in enumerate(run.gradients)]
        return dataclasses.replace(run, gradients=gradients)

    monkeypatch.setattr(gradcheck, "evaluate", wrong)
    found = checked(text)
    assert found.leaves["x"].status == "mismatch" and not found.ok
    assert found.leaves["x"].relative_error > TOLERANCE


@pytest.mark.parametrize("op", REGISTRY.values(), ids=lambda op: op.name)
def test_no_right_rule_is_called_wrong(op):
    """Every op, on every example of its own, poles and plateaus included."""
    for example in op.examples:
        attrs = example[-1] if isinstance(example[-1], dict) else {}
        values = [value for value in example if not isinstance(value, dict)]
        names = [f"x{i}" for i in range(len(values))]
        nodes = [
            {"id": name, "kind": "input", "value": value} for name, value in zip(names, values, strict=True)
        ]
        nodes.append({"id": "f", "kind": "op", "op": op.name, "inputs": names, "attrs": attrs})
        graph = read_document({"nodes": nodes, "outputs": ["f"]})
        value = forward(graph).values[-1]
        found = check(graph, seed=None if isinstance(value, float) else np.ones_like(value))
        assert found.ok, (example, found.leaves)


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1.7e308, 5e-324, [np.inf, 1.0], []])
@pytest.mark.parametrize("op", ["tanh", "square", "exp", "sigmoid", "sum"])
def test_no_number_stops_the_check(op, value):
    """Infinities, what is no number, the largest and the smallest: a status, and no exception."""
    found = check(parse(f"f = sum({op}(x))", inputs={"x": value}).graph)
    assert found.leaves["x"].status in ("ok", "not-finite")


def test_a_wrong_rule_is_caught(monkeypatch):
    """The checker is checked: with one gradient off by a millionth part and a bit, it says which leaf."""

    def wrong(graph, *arguments, **options):
        run = evaluate(graph, *arguments, **options)
        gradients = [
            None if g is None else g * (1 + 1e-5) if i == 0 else g for i, g in enumerate(run.gradients)
        ]
        return dataclasses.replace(run, gradients=gradients)

    monkeypatch.setattr(gradcheck, "evaluate", wrong)
    found = checked("x = 2\ny = 3\nf = x*y")
    assert not found.ok
    assert {name: leaf.status for name, leaf in found.leaves.items()} == {"x": "mismatch", "y": "ok"}
    assert found.leaves["x"].relative_error == pytest.approx(1e-5, rel=1e-3)


def test_constants_and_leaves_off_the_path():
    """Constants are not checked; a leaf that does not matter measures 0."""
    found = checked("c: constant = 2\nx = 1\nu = 5\nf = x*c", output="f")
    assert set(found.leaves) == {"x", "u"}
    assert found.leaves["u"].measured == 0.0 and found.leaves["u"].status == "ok"


def test_a_nudge_moves_one_edge_only():
    """x*x + x at 3: along the first of three edges the slope is 3, not 7."""
    graph = parse("x = 3\nq = x*x\nf = q + x").graph
    nudge = check(graph, nudge={"source": "x", "target": "q", "index": 0, "step": 0.01}).nudge
    assert (nudge.before, nudge.downstream) == (12.0, 3.0)
    assert nudge.after == pytest.approx(12.03)
    assert nudge.quotient == pytest.approx(3.0)


def test_a_nudge_of_a_tensor_moves_all_its_entries():
    """The slope is then the sum of what is sent back along the edge."""
    graph = parse("x = [1, 2]\nf = sum(x*3)").graph
    nudge = check(graph, nudge={"source": "x", "target": "_mul1", "index": 0, "step": 0.5}).nudge
    assert nudge.quotient == pytest.approx(6.0)
    assert np.array_equal(nudge.downstream, [3.0, 3.0])


@pytest.mark.parametrize(
    ("nudge", "code", "loc"),
    [
        ({"source": "x", "target": "f", "index": 1, "step": 0.1}, "unknown-edge", ("nudge", "index")),
        ({"source": "x", "target": "f", "index": -1, "step": 0.1}, "unknown-edge", ("nudge", "index")),
        ({"source": "f", "target": "x", "index": 0, "step": 0.1}, "unknown-edge", ("nudge", "index")),
        ({"source": "v", "target": "f", "index": 0, "step": 0.1}, "unknown-node", ("nudge", "source")),
        ({"source": "x", "target": None, "index": 0, "step": 0.1}, "unknown-node", ("nudge", "target")),
        ({"source": "x", "target": "f", "index": 0, "step": 0}, "bad-setting", ("nudge", "step")),
        ({"source": "x", "target": "f", "index": 0, "step": float("nan")}, "bad-setting", ("nudge", "step")),
        ({"source": "x", "target": "f", "index": 0}, "bad-setting", ("nudge", "step")),
    ],
)
def test_a_nudge_that_does_not_fit_says_where(nudge, code, loc):
    """Edges that do not exist, and steps that measure nothing."""
    with pytest.raises(EngineError) as caught:
        checked("x = 1\ny = 2\nf = x*y", nudge=nudge)
    assert (caught.value.code, caught.value.loc) == (code, loc)
