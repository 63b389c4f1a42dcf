"""Warnings: each stands where the trouble began, once, and says why."""

import pytest

from app.engine.passes import evaluate
from app.engine.program import parse
from app.explain.diagnose import warnings


def found(text, **options):
    """Warnings of the program *text*."""
    return warnings(evaluate(parse(text).graph, **options))


def told(text, **options):
    """The same, shortened to code, node, phase and message."""
    return [(w["code"], w["node"], w["phase"], w["message"]) for w in found(text, **options)]


FORWARD = {
    "x = -1\nf = log(x)": ("nan", "f", "log(x) is undefined at x = −1: it needs x > 0."),
    "x = 0\nf = log(x)": ("overflow", "f", "log(x) is −∞ at x = 0: it needs x > 0."),
    "x = 0\nf = 1/x": ("overflow", "f", "1 / x is ∞ at x = 0: it needs x ≠ 0."),
    "x = 0\nf = x/x": ("nan", "f", "x / x is undefined at x = 0: it needs x ≠ 0."),
    "x = 0\nf = x*1/0": ("nan", "f", "x * 1 / 0 is undefined at x * 1 = 0: x / y needs y ≠ 0."),
    "z = -2\nf = z**0.5": (
        "nan",
        "f",
        "z ** 0.5 is undefined at z = −2: negative numbers have only whole powers.",
    ),
    "z = 0\nf = z**-1": ("overflow", "f", "z ** -1 is ∞ at z = 0: 0 has no negative powers."),
    "z = 2\nf = log(z - 3)": ("nan", "f", "log(z - 3) is undefined at z - 3 = −1: it needs z - 3 > 0."),
    "p = 0\nt = 1\nJ = bce(p, t)": ("overflow", "J", "bce(p, t) is ∞ at p = 0, t = 1: ln 0 is −∞."),
    "p = 1.5\nJ = bce(p, 0)": (
        "nan",
        "J",
        "bce(p, 0) is undefined at p = 1.500: 1.500, in p, is no probability; they lie between 0 and 1.",
    ),
    "p = [[0.5, 0.5]]\nt = [7]\nJ = cce(p, t)": (
        "nan",
        "J",
        "cce(p, t) is undefined: 7, in t, is no class; the 2 classes are 0 and 1.",
    ),
    "z = [[0.5, 0.5, 1]]\nt = [1.5]\nJ = cce_with_logits(z, t)": (
        "nan",
        "J",
        "cce_with_logits(z, t) is undefined: 1.500, in t, is no class; the 3 classes are 0 to 2.",
    ),
    "x = 800\nq = exp(x)\nf = q*2": (
        "overflow",
        "q",
        "exp(x) is ∞ at x = 800: the result is beyond 1.798×10³⁰⁸, the largest number there is here.",
    ),
    "x = [1, -1, 2]\ny = log(x)\nf = sum(y)": (
        "nan",
        "y",
        "log(x) is undefined in 1 of 3 entries: it needs x > 0.",
    ),
}


@pytest.mark.parametrize(("text", "expected"), FORWARD.items())
def test_a_number_that_goes_wrong_forward_is_reported_where_it_does(text, expected):
    """One warning at the op that made it; what it spreads to stays silent."""
    code, node, message = expected
    forward = [w for w in told(text) if w[2] == "forward"]
    assert forward == [(code, node, "forward", message)]


def test_nan_out_of_infinities_is_born_anew():
    """inf - inf has no value, and neither operand was NaN."""
    nodes = [(w["code"], w["node"]) for w in found("x = 800\na = exp(x)\nb = exp(x)\nf = a - b")]
    assert nodes[:3] == [("overflow", "a"), ("overflow", "b"), ("nan", "f")]


def test_a_leaf_given_as_nan_is_where_it_began():
    """Nothing computed it, and all that follows has it from there; an infinite leaf is no overflow."""
    assert [
        (w["code"], w["node"]) for w in warnings(evaluate(parse("f = x*2", {"x": float("nan")}).graph))
    ] == [("nan", "x")]
    assert warnings(evaluate(parse("f = x*2", {"x": float("inf")}).graph)) == []


def test_a_kink_names_the_subgradient_that_was_taken():
    """With the edge, where only one operand is differentiated."""
    assert found("x = 0\nf = relu(x)") == [
        {
            "code": "kink",
            "node": "f",
            "edge": {"source": "x", "target": "f", "index": 0},
            "phase": "backward",
            "message": (
                "relu(x) has a kink at x = 0. Any value in [0, 1] is a subgradient at 0; this takes 0."
            ),
        }
    ]
    codes = [(w["code"], w["node"], "edge" in w) for w in found("x = 1\ny = 1\nf = maximum(x, y)")]
    assert codes == [("kink", "f", False)]


KINKS = {
    "z = 0\nf = relu(2*z)": "relu(2 * z) has a kink at 2 * z = 0.",
    "z = [0, 1, 0]\nf = sum(relu(z))": "relu(z) has a kink in 2 of 3 entries.",
    "z = [0, 0]\nf = norm(z)": "norm(z) has a kink at the zero vector.",
    "z = [2, 2]\nf = max(z)": "max(z) has a kink: several entries equal the result.",
    "h = [1, 2]\nt = [1, 1]\nf = hinge(h, t)": "hinge(h, t) has a kink where t * h = 1.",
}


@pytest.mark.parametrize(("text", "message"), KINKS.items())
def test_a_kink_is_told_of_the_nodes_it_is_at(text, message):
    """In the reader's own names, and for arrays where or how often."""
    assert next(w for w in found(text) if w["code"] == "kink")["message"].startswith(message)


def test_infinity_times_0_is_told_of_the_nodes_it_is_at():
    """Not of the operands of mul, which the reader never saw."""
    run = evaluate(parse("f = 0*x", {"x": float("inf")}).graph)
    assert warnings(run)[0]["message"] == "0 * x is undefined at x = ∞."


def test_kinks_of_many_scalars_are_told_apart():
    """They are looked for together, and reported one by one."""
    assert [
        w["node"] for w in found("x = 0\ny = 1\na = relu(x)\nb = relu(y)\nc = abs(x)\nf = a + b + c")
    ] == ["c", "a"]


BLOCKED = {
    "x = 9\nf = sigmoid(x)": (
        "saturated",
        "sigmoid(x) is saturated at x = 9: it passes on 1.234×10⁻⁴ of the gradient.",
    ),
    "x = -3\nf = tanh(x)": (
        "saturated",
        "tanh(x) is saturated at x = −3: it passes on 0.009866 of the gradient.",
    ),
    "x = -1000\nf = sigmoid(x)": (
        "saturated",
        "sigmoid(x) is saturated at x = −1000: it passes on 0 of the gradient.",
    ),
    "x = -9\nf = elu(x)": (
        "saturated",
        "elu(x) is saturated at x = −9: it passes on 1.234×10⁻⁴ of the gradient.",
    ),
    "x = -1\nf = relu(x)": ("dead", "relu(x) is flat at x = −1: no gradient passes."),
    "x = 2\nf = step(x)": ("dead", "step(x) is flat at x = 2: no gradient passes."),
    "x = -1\nf = leaky_relu(x, 0)": ("dead", "leaky_relu(x, slope=0) is flat at x = −1: no gradient passes."),
}


@pytest.mark.parametrize(("text", "expected"), BLOCKED.items())
def test_an_activation_that_holds_gradient_back_says_so(text, expected):
    """Saturated where the slope has faded, dead where there is none."""
    code, message = expected
    assert told(text) == [(code, "f", "backward", message)]


@pytest.mark.parametrize(
    "text",
    [
        "x = 2\nf = sigmoid(x)",
        "x = -9\nf = leaky_relu(x)",
        "x = -1.278\nf = silu(x)",
        "x = 9\nf = elu(x)",
        "x = -3\nf = relu(-x)",
    ],
)
def test_a_passable_activation_is_no_trouble(text):
    """Small slopes that are not a tail (leaky ReLU's, the dip of silu) are as meant."""
    assert found(text) == []


def test_entries_are_counted():
    """A tensor has one warning, with how many entries it concerns."""
    assert told("x = [-9, 1, 4]\nf = sum(tanh(x))")[0][3] == (
        "tanh(x) is saturated in 2 of 3 entries: less than 0.02 of the gradient passes there."
    )
    assert told("x = [-9, 1]\nf = sum(relu(x))")[0][3] == (
        "relu(x) is flat in 1 of 2 entries: no gradient passes there."
    )


def test_gradient_that_goes_wrong_backward_is_reported_on_its_edge():
    """An infinite slope at a finite value; an infinite gradient times 0."""
    sqrt = next(w for w in found("x = 0\nq = sqrt(x)\nf = q*3") if w["code"] == "overflow")
    assert sqrt["edge"] == {"source": "x", "target": "q", "index": 0}
    assert sqrt["message"] == "The local gradient of sqrt(x) is ∞ at x = 0."
    product = next(w for w in found("x = 0\ny = x*0\nf = sqrt(y)") if w["code"] == "nan")
    assert (product["node"], product["phase"]) == ("y", "backward")
    assert product["message"] == "Upstream times local, ∞ × 0, has no value."


def test_a_sum_that_overflows_is_reported_where_contributions_meet():
    """Each of them is finite."""
    overflow = [w for w in told("x = 0\nf = x*1e308 + x*1e308") if w[2] == "backward"]
    assert overflow == [("overflow", "x", "backward", "The contributions that meet here add up to ∞.")]


def test_trouble_off_the_path_is_told_forward_only():
    """No gradient flows there, so kinks and blocked units do not matter."""
    assert told("x = -1\nq = x*2\nr = relu(x)\nl = log(x)", output="q") == [
        ("nan", "l", "forward", "log(x) is undefined at x = −1: it needs x > 0.")
    ]


def test_a_gradient_that_fades_over_a_long_path_is_reported_once():
    """Ten sigmoids: at the op where the tenth has been passed; a shallow product of small factors is none."""
    chain = "x = 1\n" + "\n".join(f"a{i + 1} = sigmoid(a{i})" for i in range(30)).replace("a0", "x")
    fading = [w for w in found(chain) if w["code"] == "vanishing"]
    assert [w["node"] for w in fading] == ["a20"]
    assert fading[0]["message"].startswith("Over 10 ops the gradient has shrunk to ")
    assert found("x = 1\nf = x*1e-9*1e-9") == []


def test_a_gradient_that_blows_up_over_a_long_path_is_reported_once():
    """Sixty doublings: where ten thousand times the seed is passed."""
    text = "a0 = 1\n" + "\n".join(f"a{i + 1} = a{i} + a{i}" for i in range(60))
    assert told(text) == [
        (
            "exploding",
            "a46",
            "backward",
            "Over 14 ops the gradient has grown to 16384 of what it started with: what lies before learns in leaps.",
        )
    ]


def test_a_worked_network_is_no_trouble():
    """The 2-2-2 network by hand has small gradients and nothing to warn of."""
    text = (
        "i1 = 0.05\ni2 = 0.10\nh1 = sigmoid(0.15*i1 + 0.20*i2 + 0.35)\nh2 = sigmoid(0.25*i1 + 0.30*i2 + 0.35)\n"
        "o1 = sigmoid(0.40*h1 + 0.45*h2 + 0.60)\no2 = sigmoid(0.50*h1 + 0.55*h2 + 0.60)\n"
        "E = 0.5*(0.01 - o1)**2 + 0.5*(0.99 - o2)**2"
    )
    assert found(text) == []


def test_a_partial_graph_is_looked_through_as_far_as_it_goes():
    """Values there are get their warnings, and nothing is said about the backward pass."""
    assert [w["code"] for w in found("x = -1\nq = log(x)\nf = relu(q*y)", partial=True)] == ["nan"]
