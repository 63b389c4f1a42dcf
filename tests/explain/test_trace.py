"""The trace: which steps, in which order, with which numbers and lines."""

import numpy as np
import pytest

from app.engine.document import read_document, write_document
from app.engine.passes import evaluate
from app.engine.program import parse
from app.explain.trace import steps

CHAIN_RULE = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z"
SIGMOID_NEURON = (
    "w0: parameter = 2\nx0 = -1\nw1: parameter = -3\nx1 = -2\nw2: parameter = -3\n"
    "f = sigmoid(w0*x0 + w1*x1 + w2)"
)
TWO_NEURONS = (
    "x = -2\nw1: parameter = 3\nwb1: parameter = -1\nw2: parameter = 2\nwb2: parameter = 4\n"
    "z1 = x*w1\nh = z1 + wb1\nz2 = h*w2\nf = z2 + wb2"
)
FAN_OUT = "x = 3\nf = x*x + x"
LAYER = (
    "W: parameter = [[0.5, -0.3], [0.4, 0.1], [0.2, -0.1]]\nx = [2, -1]\nb: parameter = 0.5\n"
    "z = W @ x + b\ns = sigmoid(z)\nL = sum(s)"
)


def told(text, **options):
    """Steps of the program *text*."""
    return steps(evaluate(parse(text).graph, **options))


def order(told_steps):
    """What each step is about, in order: node ids, and edges as ``source>target:index``."""
    return [
        f"{step['source']}>{step['target']}:{step['index']}"
        if step["phase"] == "edge"
        else f"{step['phase']} {step['node']}"
        for step in told_steps
    ]


def edge_step(told_steps, source, target, index=0):
    """The step of one edge."""
    place = (source, target, index)
    return next(s for s in told_steps if (s.get("source"), s.get("target"), s.get("index")) == place)


def node_step(told_steps, phase, node):
    """The step of one phase at one node."""
    return next(s for s in told_steps if s["phase"] == phase and s.get("node") == node)


def leaf(name, number, spoken):
    """The forward step of a scalar input."""
    return {
        "phase": "forward",
        "node": name,
        "factors": [{"role": "value", "node": name, "value": number}],
        "latex": rf"\val{{{name}}}",
        "numbers": rf"\val{{{number:g}}}",
        "text": f"{name} is an input with the value {spoken}.",
    }


def edge(place, upstream, local, downstream, latex, numbers, text):
    """An edge step of a scalar graph."""
    source, target, index = place
    named = {"source": source, "target": target, "index": index}
    return {
        "phase": "edge",
        **named,
        "factors": [
            {"role": "upstream", "node": target, "value": upstream},
            {"role": "local", "edge": named, "value": local},
            {"role": "downstream", "edge": named, "value": downstream},
        ],
        "latex": latex,
        "numbers": numbers,
        "text": text,
    }


def test_the_chain_rule_is_told_step_by_step():
    """The whole answer: five values, the seed, then df/dz, df/dq, df/dy, df/dx, each as upstream times local."""
    assert told(CHAIN_RULE) == [
        leaf("x", -2.0, "minus 2"),
        leaf("y", 5.0, "5"),
        leaf("z", -4.0, "minus 4"),
        {
            "phase": "forward",
            "node": "q",
            "factors": [
                {"role": "value", "node": "x", "value": -2.0},
                {"role": "value", "node": "y", "value": 5.0},
                {"role": "value", "node": "q", "value": 3.0},
            ],
            "latex": r"\val{q} = \val{x} + \val{y}",
            "numbers": r"\val{3} = \val{-2} + \val{5}",
            "text": "q is x plus y: minus 2 plus 5 is 3.",
        },
        {
            "phase": "forward",
            "node": "f",
            "factors": [
                {"role": "value", "node": "q", "value": 3.0},
                {"role": "value", "node": "z", "value": -4.0},
                {"role": "value", "node": "f", "value": -12.0},
            ],
            "latex": r"\val{f} = \val{q} \val{z}",
            "numbers": r"\val{-12} = \val{3} \cdot (\val{-4})",
            "text": "f is q times z: 3 times minus 4 is minus 12.",
        },
        {
            "phase": "seed",
            "node": "f",
            "factors": [{"role": "upstream", "node": "f", "value": 1.0}],
            "latex": r"\up{\frac{df}{df}}",
            "numbers": r"\up{1}",
            "text": "The backward pass starts at f: its gradient with respect to itself is 1.",
        },
        edge(
            ("z", "f", 1),
            1.0,
            3.0,
            3.0,
            r"\down{\frac{df}{dz}} = \up{\frac{df}{df}} \cdot \loc{\frac{\partial f}{\partial z}}"
            r", \quad \loc{\frac{\partial f}{\partial z}} = \val{q}",
            r"\down{3} = \up{1} \cdot \loc{3}",
            "f passes 3 back to z: its upstream gradient 1 times the local gradient 3.",
        ),
        edge(
            ("q", "f", 0),
            1.0,
            -4.0,
            -4.0,
            r"\down{\frac{df}{dq}} = \up{\frac{df}{df}} \cdot \loc{\frac{\partial f}{\partial q}}"
            r", \quad \loc{\frac{\partial f}{\partial q}} = \val{z}",
            r"\down{-4} = \up{1} \cdot (\loc{-4})",
            "f passes minus 4 back to q: its upstream gradient 1 times the local gradient minus 4.",
        ),
        edge(
            ("y", "q", 1),
            -4.0,
            1.0,
            -4.0,
            r"\down{\frac{df}{dy}} = \up{\frac{df}{dq}} \cdot \loc{\frac{\partial q}{\partial y}}"
            r", \quad \loc{\frac{\partial q}{\partial y}} = 1",
            r"\down{-4} = \up{-4} \cdot \loc{1}",
            "q passes minus 4 back to y: its upstream gradient minus 4 times the local gradient 1.",
        ),
        edge(
            ("x", "q", 0),
            -4.0,
            1.0,
            -4.0,
            r"\down{\frac{df}{dx}} = \up{\frac{df}{dq}} \cdot \loc{\frac{\partial q}{\partial x}}"
            r", \quad \loc{\frac{\partial q}{\partial x}} = 1",
            r"\down{-4} = \up{-4} \cdot \loc{1}",
            "q passes minus 4 back to x: its upstream gradient minus 4 times the local gradient 1.",
        ),
    ]


def test_the_sigmoid_neuron_goes_back_in_the_deck_order():
    """Forward in topological order, then each op's edges, last input first; unnamed nodes show as expressions."""
    found = told(SIGMOID_NEURON)
    assert order(found) == [
        *[f"forward {n}" for n in ("w0", "x0", "w1", "x1", "w2", "_mul1", "_mul2", "_add1", "_add2", "f")],
        "seed f",
        "_add2>f:0", "w2>_add2:1", "_add1>_add2:0", "_mul2>_add1:1", "_mul1>_add1:0",
        "x1>_mul2:1", "w1>_mul2:0", "x0>_mul1:1", "w0>_mul1:0",
    ]  # fmt: skip
    step = edge_step(found, "_add2", "f")
    latex = (
        r"\down{\frac{df}{dZ}} = \up{\frac{df}{df}} \cdot \loc{\frac{\partial f}{\partial Z}}, \quad "
        r"\loc{\frac{\partial f}{\partial Z}} = \val{f} \cdot (1 - \val{f})"
    )
    assert step["latex"] == latex.replace("Z", "(w_{0} x_{0} + w_{1} x_{1} + w_{2})")
    assert step["numbers"] == (
        r"\down{0.1966} = \up{1} \cdot \loc{0.1966}, \quad \loc{0.1966} = \val{0.7311} \cdot (1 - \val{0.7311})"
    )
    assert edge_step(found, "x1", "_mul2", 1)["factors"][2]["value"] == pytest.approx(
        -0.5898357997, abs=1e-10
    )
    assert node_step(found, "forward", "f")["text"] == (
        "f is sigmoid of (w0 times x0 plus w1 times x1 plus w2): sigmoid of 1 is 0.7311."
    )


def test_two_neurons_have_the_deck_factors():
    """The four-factor chain, one product per edge."""
    lines = [step["numbers"] for step in told(TWO_NEURONS) if step["phase"] == "edge"]
    assert lines == [
        r"\down{1} = \up{1} \cdot \loc{1}",
        r"\down{1} = \up{1} \cdot \loc{1}",
        r"\down{-7} = \up{1} \cdot (\loc{-7})",
        r"\down{2} = \up{1} \cdot \loc{2}",
        r"\down{2} = \up{2} \cdot \loc{1}",
        r"\down{2} = \up{2} \cdot \loc{1}",
        r"\down{-4} = \up{2} \cdot (\loc{-2})",
        r"\down{6} = \up{2} \cdot \loc{3}",
    ]


def test_a_fan_out_is_summed_over_the_edges_that_leave_the_node():
    """x*x + x: three edges, the two of x*x told apart, and the sum right after the last of them."""
    found = told(FAN_OUT)
    assert order(found)[4:] == ["x>f:1", "_mul1>f:0", "x>_mul1:1", "x>_mul1:0", "accumulate x"]
    first, second = edge_step(found, "x", "_mul1", 0), edge_step(found, "x", "_mul1", 1)
    assert first["latex"].startswith(r"\down{\left.\frac{df}{dx}\right|_{x \cdot x,\,1}} = ")
    assert second["latex"].startswith(r"\down{\left.\frac{df}{dx}\right|_{x \cdot x,\,2}} = ")
    assert r"\loc{\left.\frac{\partial (x \cdot x)}{\partial x}\right|_{2}}" in second["latex"]
    assert second["text"] == (
        "The node x times x passes 3 back to x through operand 2, one of 3 contributions: "
        "its upstream gradient 1 times the local gradient 3."
    )
    assert found[-1] == {
        "phase": "accumulate",
        "node": "x",
        "factors": [
            {"role": "downstream", "edge": {"source": "x", "target": "f", "index": 1}, "value": 1.0},
            {"role": "downstream", "edge": {"source": "x", "target": "_mul1", "index": 1}, "value": 3.0},
            {"role": "downstream", "edge": {"source": "x", "target": "_mul1", "index": 0}, "value": 3.0},
            {"role": "downstream", "node": "x", "value": 7.0},
        ],
        "latex": (
            r"\down{\frac{df}{dx}} = \down{\left.\frac{df}{dx}\right|_{f}} + "
            r"\down{\left.\frac{df}{dx}\right|_{x \cdot x,\,2}} + \down{\left.\frac{df}{dx}\right|_{x \cdot x,\,1}}"
        ),
        "numbers": r"\down{7} = \down{1} + \down{3} + \down{3}",
        "text": "The gradient of x is the sum over the 3 edges that leave it: 1 plus 3 plus 3 is 7.",
    }


def test_negative_addends_stand_in_brackets():
    """3 + (-1), not 3 + -1."""
    assert told("x = 3\nf = x*1 - x*2")[-1]["numbers"] == r"\down{-1} = \down{-2} + \down{1}"
    assert told("x = 3\nf = x*2 - x*1 ")[-1]["numbers"] == r"\down{1} = \down{-1} + \down{2}"
    assert told("x = 3\nf = x - x*2 + x")[-1]["numbers"] == r"\down{0} = \down{1} + \down{1} + (\down{-2})"


def test_a_layer_of_tensors_is_told_as_vector_jacobian_products():
    """Entry by entry through the sigmoid, summed where the bias was broadcast, transposed through the product."""
    found = told(LAYER)
    ones = r"\begin{bmatrix} 1 \\ 1 \\ 1 \end{bmatrix}"
    down = edge_step(found, "s", "L")
    assert down["latex"] == (
        r"\down{\frac{dL}{ds}} = \loc{\left(\frac{\partial L}{\partial s}\right)}^{\top} \, \up{\frac{dL}{dL}}"
        r", \quad \loc{\frac{\partial L}{\partial s}} = \mathbf{1}^{\top}"
    )
    row = r"\begin{bmatrix} 1 & 1 & 1 \end{bmatrix}"
    assert down["numbers"] == rf"\down{{{ones}}} = \loc{{{row}}}^{{\top}} \, \up{{1}}"
    assert down["factors"][1]["value"]["kind"] == "jacobian"
    assert np.array_equal(down["factors"][1]["value"]["value"], np.ones(3))

    bias = edge_step(found, "b", "z", 1)
    assert bias["latex"].startswith(
        r"\down{\frac{dL}{db}} = \sum \up{\frac{dL}{dz}} \odot \loc{\frac{\partial z}{\partial b}}"
    )
    assert bias["text"] == (
        "z passes 0.4962 back to b: its upstream gradient times the local gradient, entry by entry, all summed."
    )

    weights, inputs = edge_step(found, "W", "_matmul1", 0), edge_step(found, "x", "_matmul1", 1)
    assert weights["latex"] == r"\down{\frac{dL}{dW}} = \up{\frac{dL}{d(W x)}} \, \loc{x^{\top}}"
    assert weights["numbers"].endswith(r" \, \loc{\begin{bmatrix} 2 & -1 \end{bmatrix}}")
    assert inputs["latex"] == r"\down{\frac{dL}{dx}} = \loc{W^{\top}} \, \up{\frac{dL}{d(W x)}}"
    assert (
        r"\loc{\begin{bmatrix} 0.5000 & 0.4000 & 0.2000 \\ -0.3000 & 0.1000 & -0.1000 \end{bmatrix}}"
        in inputs["numbers"]
    )
    assert weights["text"].endswith("its upstream gradient times x transposed.")


def test_a_loss_of_tensors_shows_what_it_divides_by():
    """For one example the slope of half_mse is y - t; for m examples there is a 1/m that the rule must not lack."""
    one = edge_step(told("y = 3\nt = 1\nJ = half_mse(y, t)"), "y", "J")
    assert one["latex"].endswith(r"\loc{\frac{\partial J}{\partial y}} = \val{y} - \val{t}")
    three = edge_step(told("y = [3, 4, 6]\nt = [1, 2, 3]\nJ = half_mse(y, t)"), "y", "J")
    assert three["latex"].endswith(
        r"\loc{\frac{\partial J}{\partial y}} = \frac{1}{3} (\val{y} - \val{t})^{\top}"
    )
    assert three["numbers"].startswith(r"\down{\begin{bmatrix} 0.6667 \\ 0.6667 \\ 1 \end{bmatrix}} = ")


def test_a_vector_output_names_its_seed():
    """What is differentiated is the seed times the output, and the line says so."""
    found = told("z = [1, 0]\np = softmax(z)", seed=[1.0, 0.0])
    assert found[2]["latex"] == r"\up{\frac{d(g \cdot p)}{dp}} = \up{g}"
    assert found[2]["text"] == "The backward pass starts at p with the seed (1, 0)."
    step = found[3]
    assert step["latex"].startswith(
        r"\down{\frac{d(g \cdot p)}{dz}} = \loc{\left(\frac{\partial p}{\partial z}\right)}^{\top} \, \up{"
    )
    assert step["numbers"] == (
        r"\down{\begin{bmatrix} 0.1966 \\ -0.1966 \end{bmatrix}} = "
        r"\loc{\begin{bmatrix} 0.1966 & -0.1966 \\ -0.1966 & 0.1966 \end{bmatrix}}^{\top} \, "
        r"\up{\begin{bmatrix} 1 \\ 0 \end{bmatrix}}"
    )


def test_a_scalar_seed_stands_in_what_is_differentiated():
    """With seed 3 the numbers are those of 3 f."""
    found = told("x = 2\nf = x*x", seed=3.0)
    assert node_step(found, "seed", "f")["latex"] == r"\up{\frac{d(3 \cdot f)}{df}}"
    assert found[-1]["numbers"] == r"\down{12} = \down{6} + \down{6}"


def test_constants_get_a_value_and_no_gradient():
    """Ops of constants count as constants; there is no edge step to them and no sum for them."""
    found = told("c: constant = 4\nx = 1\nk = c*2\nf = x*k + c")
    assert order(found) == [
        *[f"forward {n}" for n in ("c", "x", "_c1", "k", "_mul1", "f")],
        "seed f", "_mul1>f:0", "x>_mul1:0",
    ]  # fmt: skip
    assert node_step(found, "forward", "_c1")["text"] == "The constant 2."
    assert node_step(found, "forward", "c")["text"] == "c is a constant with the value 4."


def test_an_output_of_constants_has_no_backward_pass():
    """Nothing is differentiated, so nothing is told after the values."""
    assert order(told("c: constant = 4\nf = c*2")) == ["forward c", "forward _c1", "forward f"]


def test_a_leaf_may_be_the_output():
    """Its values and its seed, and no edge."""
    assert order(told("x = 1\ny = 2\nf = x + y", output="x")) == [
        "forward x",
        "forward y",
        "forward f",
        "seed x",
    ]


def test_only_edges_on_the_path_are_told():
    """What the output does not depend on, and what depends on the output, stays silent; sums count the path only."""
    found = told("x = 2\nq = x*3\ng = x + q\nh = q*q", output="q")
    assert order(found)[5:] == ["seed q", "x>q:0"]
    assert edge_step(found, "x", "q")["latex"].startswith(r"\down{\frac{dq}{dx}} = ")


def test_a_partial_graph_tells_what_has_a_value():
    """Nodes without a value have no step; without a value at the output there is no backward pass."""
    found = told("x = 2\nq = x*3\nf = q*y", partial=True)
    assert order(found) == ["forward x", "forward _c1", "forward q"]


def test_a_vector_left_of_a_product_is_a_row():
    """As numpy takes it, so that the shapes in the line fit."""
    found = told("a = [1, 2]\nB = [[1, 2, 3], [4, 5, 6]]\nf = sum(a @ B)")
    assert edge_step(found, "B", "_matmul1", 1)["numbers"] == (
        r"\down{\begin{bmatrix} 1 & 1 & 1 \\ 2 & 2 & 2 \end{bmatrix}} = "
        r"\loc{\begin{bmatrix} 1 \\ 2 \end{bmatrix}} \, \up{\begin{bmatrix} 1 & 1 & 1 \end{bmatrix}}"
    )


def test_labels_are_text():
    """A label replaces the id, and nothing in it is read as LaTeX."""
    graph = parse("x = 2\nf = x*x").graph
    document = write_document(graph)
    document["nodes"][1]["label"] = r"50% \up{f}"
    found = steps(evaluate(read_document(document)))
    assert r"\text{50\% \textbackslash{}up\{f\}}" in node_step(found, "forward", "f")["latex"]


@pytest.mark.parametrize(("program", "text"), [
    ("x = 3\nf = x**2", "f is x squared: 3 squared is 9."),
    ("x = -3\nf = x**3", "f is x cubed: the cube of minus 3 is minus 27."),
    ("x = -3\nf = square(x)", "f is x squared: the square of minus 3 is 9."),
    ("x = 3\nf = x**-1", "f is x to the power minus 1: 3 to the power minus 1 is 0.3333."),
    ("x = 3\nf = x >= 2", "f is whether x is at least 2: whether 3 is at least 2 is 1."),
])  # fmt: skip
def test_powers_and_comparisons_are_said_as_one_would(program, text):
    """As a voice reads them, with no doubt about what is squared."""
    assert node_step(told(program), "forward", "f")["text"] == text
