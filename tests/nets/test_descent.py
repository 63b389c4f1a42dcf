"""Descent on any scalar graph: the update w <- w - rate x gradient, repeated, and where it ends."""

import math

import pytest

from app.engine.errors import InputError, LimitError
from app.engine.limits import Limits
from app.engine.program import parse
from app.nets.descent import Entry, descend

SGD = {"kind": "sgd", "learning_rate": 0.1}


def graph(text):
    return parse(text).graph


def test_the_path_on_a_parabola_is_the_closed_form():
    """On w**2 each step multiplies w by 1 - 2 x rate: 3, 2.4, 1.92."""
    descent = descend(graph("w: parameter = 3\nf = w**2"), SGD, None, 2)

    assert descent.stopped == "steps"
    assert descent.path[0] == Entry(0, {"w": 3.0}, 9.0, {"w": 6.0}, 0.1, {})
    assert [entry.leaves["w"] for entry in descent.path] == pytest.approx([3, 2.4, 1.92])
    assert [entry.value for entry in descent.path] == pytest.approx([9, 5.76, 3.6864])
    assert [entry.step for entry in descent.path] == [0, 1, 2]


def test_no_steps_is_the_start():
    """Entry 0 stands before any update."""
    assert len(descend(graph("w: parameter = 3\nf = w**2"), SGD, None, 0).path) == 1


def test_parameters_move_and_inputs_stay():
    """Where there are parameters, only they move; where there are none, the inputs do."""
    both = descend(graph("x = 2\nw: parameter = 3\nf = (w*x - 1)**2"), SGD, None, 1)
    inputs = descend(graph("x = 2\ny = 3\nc: constant = 1\nf = (x*y - c)**2"), SGD, None, 1)

    assert set(both.path[1].leaves) == {"w"}
    assert set(inputs.path[1].leaves) == {"x", "y"}


def test_trainable_chooses_the_leaves_that_move():
    """An input can move and a parameter can stay."""
    descent = descend(graph("x = 2\nw: parameter = 3\nf = (w*x - 1)**2"), SGD, None, 1, trainable=["x"])

    assert set(descent.path[1].leaves) == {"x"}


def test_tensor_leaves_keep_their_shape_and_state_is_by_leaf():
    """Momentum has one slot per leaf, in the leaf's shape."""
    rule = {"kind": "momentum", "learning_rate": 0.5, "momentum": 0.5}
    descent = descend(
        graph("W: parameter = [[1, 2], [3, 4]]\nb: parameter = 1\nf = sum(W) * b"), rule, None, 1
    )

    last = descent.path[1]
    assert last.leaves["W"].tolist() == [[0.5, 1.5], [2.5, 3.5]]
    assert last.leaves["b"] == -4.0
    assert last.state["velocity"]["W"].tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert last.state["velocity"]["b"] == 10.0


def test_the_schedules_rate_is_the_one_the_next_update_uses():
    """With 1/(k+1) the rates told are 1, 1/2, 1/3 and each makes the update that follows."""
    schedule = {"kind": "inverse", "c1": 1, "c2": 1}
    path = descend(graph("w: parameter = 3\nf = w"), {"kind": "sgd"}, schedule, 2).path

    assert [entry.learning_rate for entry in path] == pytest.approx([1, 1 / 2, 1 / 3])
    assert [entry.leaves["w"] for entry in path] == pytest.approx([3, 2, 1.5])


def test_a_path_that_leaves_the_numbers_ends_there():
    """Rate 1.5 on w**4 explodes; the entry that shows it is the last one."""
    descent = descend(graph("w: parameter = 10\nf = w**4"), {"kind": "sgd", "learning_rate": 1.5}, None, 50)

    assert descent.stopped == "diverged"
    assert len(descent.path) < 51
    assert not math.isfinite(descent.path[-1].value)
    assert all(math.isfinite(entry.value) for entry in descent.path[:-1])


def test_a_saddle_holds_what_starts_on_its_ridge():
    """At (0, 0) the gradient of x1**2 - x2**2 is zero, so nothing moves, though it is no minimum."""
    path = descend(graph("x1 = 0\nx2 = 0\nf = x1**2 - x2**2"), SGD, None, 5).path

    assert {tuple(entry.leaves.values()) for entry in path} == {(0.0, 0.0)}


def test_the_path_agrees_with_mazurs_worked_network():
    """One update of the 2-2-2 network with frozen biases: the published w1, w5 and both errors."""
    text = """
    i1 = 0.05; i2 = 0.10; t1 = 0.01; t2 = 0.99; b1: constant = 0.35; b2: constant = 0.60
    w1: parameter = 0.15; w2: parameter = 0.20; w3: parameter = 0.25; w4: parameter = 0.30
    w5: parameter = 0.40; w6: parameter = 0.45; w7: parameter = 0.50; w8: parameter = 0.55
    h1 = sigmoid(w1*i1 + w2*i2 + b1); h2 = sigmoid(w3*i1 + w4*i2 + b1)
    o1 = sigmoid(w5*h1 + w6*h2 + b2); o2 = sigmoid(w7*h1 + w8*h2 + b2)
    E = (t1 - o1)**2 / 2 + (t2 - o2)**2 / 2
    """.replace("\n    ", "\n")
    path = descend(graph(text), {"kind": "sgd", "learning_rate": 0.5}, None, 1).path

    assert path[0].value == pytest.approx(0.298371109, abs=5e-10)
    assert path[1].leaves["w1"] == pytest.approx(0.149780716, abs=5e-10)
    assert path[1].leaves["w5"] == pytest.approx(0.358916480, abs=5e-10)
    assert path[1].value == pytest.approx(0.291027774, abs=5e-10)


@pytest.mark.parametrize(
    ("text", "changes", "code", "message"),
    [
        (
            "w: parameter = [1, 2]\nf = w*2",
            {},
            "output-not-scalar",
            "f is no scalar, so it cannot go downhill.",
        ),
        (
            "w: parameter = 1\nf = w*2",
            {"steps": -1},
            "wrong-type",
            "steps is -1; it must be a whole number from 0.",
        ),
        ("w: parameter = 1\nf = w*2", {"steps": True}, "wrong-type", "steps must be a whole number from 0."),
        ("w: parameter = 1\nf = w*2", {"trainable": ["f"]}, "not-a-leaf", "f is no input or parameter."),
        ("w: parameter = 1\nf = w*2", {"trainable": ["v"]}, "unknown-node", "v is no node of the graph."),
        ("w: parameter = 1\nf = w*2", {"trainable": []}, "not-a-leaf", "No leaf can move."),
        ("w: constant = 1\nf = w*2", {}, "not-a-leaf", "No leaf can move."),
    ],
)
def test_what_cannot_descend_says_why(text, changes, code, message):
    """The code and the sentence name what is wrong, before the first step."""
    with pytest.raises(InputError) as caught:
        descend(graph(text), SGD, None, changes.get("steps", 3), changes.get("trainable"))

    assert (caught.value.code, caught.value.message) == (code, message)


@pytest.mark.parametrize(
    ("limit", "at"), [("step-limit", {"max_steps": 5}), ("entry-limit", {"max_entries": 24})]
)
def test_a_limit_passes_at_its_value_and_refuses_one_past_it(limit, at):
    """Five steps are six entries of four numbers each: 24."""
    program, limits = graph("w: parameter = 1\nf = w*2"), Limits(**at)

    assert len(descend(program, SGD, None, 5, limits=limits).path) == 6
    with pytest.raises(LimitError) as caught:
        descend(program, SGD, None, 6, limits=limits)
    assert caught.value.limit == limit
