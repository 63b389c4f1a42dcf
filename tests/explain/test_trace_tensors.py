"""How traces write and say what is done to vectors and matrices."""

import pytest

from app.engine.passes import evaluate
from app.engine.program import parse
from app.explain.trace import steps


def told(text, **options):
    """Steps of the program *text* by what they are about: a node's id, or ``source>target``."""
    found = steps(evaluate(parse(text).graph, **options))
    return {step.get("node") or f"{step['source']}>{step['target']}": step for step in reversed(found)}


def test_products_entry_by_entry_have_their_own_sign():
    """A column times a column is no product; the number in front of a vector is an ordinary factor."""
    found = told("x = [1, -2]\nk = 3\nf = sum(k*x*x)")
    column = r"\val{\begin{bmatrix} 3 \\ -6 \end{bmatrix}} \odot \val{\begin{bmatrix} 1 \\ -2 \end{bmatrix}}"
    assert found["_mul2"]["numbers"].endswith(column)
    assert found["_mul1"]["latex"] == r"\val{k} \val{x}"


def test_quotients_and_powers_entry_by_entry_have_their_own_signs():
    """In values and in local gradients."""
    found = told("x = [1, 2]\nf = sum(1/x + x**2)")
    assert found["_div1"]["latex"] == r"\val{1} \oslash \val{x}"
    assert found["_pow1"]["latex"] == r"\val{x}^{\circ \val{2}}"
    assert found["x>_pow1"]["latex"].endswith(r"= \val{2} \cdot \val{x}^{\circ (\val{2} - 1)}")


def test_a_vector_in_every_row_of_a_matrix_is_a_row():
    """As a column the sum would be false; so it is everywhere: its value, the sum, its gradient."""
    found = told("x = [[1, 2], [3, 4]]\nb = [10, 20]\nz = x + b\nf = sum(z)")
    row = r"\begin{bmatrix} 10 & 20 \end{bmatrix}"
    assert found["b"]["numbers"] == rf"\val{{{row}}}"
    assert found["z"]["numbers"].endswith(rf" + \val{{{row}}}")
    assert found["z"]["text"] == "z is x plus b, with b in every row: a 2 by 2 matrix."
    assert found["b>z"]["numbers"].startswith(
        r"\down{\begin{bmatrix} 2 & 2 \end{bmatrix}} = \sum_{\text{axis 0}}"
    )


def test_a_vector_beside_a_matrix_product_is_a_column():
    """W x + b, as on paper; a W + b has rows throughout."""
    columns = told("W = [[1, 2], [3, 4]]\nx = [1, 1]\nb = [5, 6]\nz = W @ x + b\nf = sum(z)")
    assert "&" not in columns["z"]["numbers"] and "&" not in columns["b"]["numbers"]
    rows = told("W = [[1, 2], [3, 4]]\nx = [1, 1]\nb = [5, 6]\nz = x @ W + b\nf = sum(z)")
    assert (
        rows["z"]["numbers"].count("&") == 3 and "&" in rows["b"]["numbers"] and "&" in rows["x"]["numbers"]
    )


def test_a_sum_of_gradients_has_one_shape():
    """A vector that is a row in one place and a column in another is a column when its gradients are added."""
    found = steps(
        evaluate(parse("x = [[1, 2], [3, 4]]\nb = [1, 2]\nf = sum(x + b) + sum(x @ b) + sum(b)").graph)
    )
    numbers = next(s for s in found if s["phase"] == "accumulate" and s["node"] == "b")["numbers"]
    assert numbers.count(r"\begin{bmatrix}") == 4 and "&" not in numbers


SENTENCES = {
    "f = sum(x, axis=0)": "f is the sum of x over axis 0: (4, 6).",
    "f = mean(x, axis=-1)": "f is the mean of x over axis 1: (1.500, 3.500).",
    "f = sum(x)": "f is the sum of x: 10.",
    "f = max(x, axis=1)": "f is the largest entry of x over axis 1: (2, 4).",
    "f = x[0]": "f is row 0 of x: (1, 2).",
    "f = x[:, -1]": "f is column 1 of x: (2, 4).",
    "f = x[-1, 0]": "f is entry (1, 0) of x: 3.",
    "f = x[0][0:2]": "f is the part from 0 to 1 of row 0 of x: (1, 2).",
    "f = softmax(x[0])[1]": "f is entry 1 of softmax of row 0 of x: 0.7311.",
    "f = x.T": "f is x transposed: a 2 by 2 matrix.",
    "f = reshape(x, [4])": "f is x in the shape 4: (1, 2, 3, 4).",
    "f = concat(x, x, axis=1)": "f is x and x joined along axis 1: a 2 by 4 matrix.",
    "f = mse(x, x)": "f is the mean squared error of x and x: 0.",
    "f = softmax(x, axis=0)": "f is softmax of x along axis 0: a 2 by 2 matrix.",
    "f = dot(x[0], x[1])*2": "f is (the dot product of row 0 of x and row 1 of x) times 2: 11 times 2 is 22.",
}


@pytest.mark.parametrize(("text", "sentence"), SENTENCES.items())
def test_an_op_is_said_in_english(text, sentence):
    """What it takes, and along which axis."""
    found = steps(_run(text))
    assert next(s for s in found if s.get("node") == "f")["text"] == sentence


def _run(text):
    graph = parse(f"x = [[1, 2], [3, 4]]\n{text}").graph
    value = evaluate(graph, output="x", seed=[[1, 1], [1, 1]]).value_of("f")
    return evaluate(graph, seed=None if isinstance(value, float) else (value * 0 + 1).tolist())


def test_a_matrix_as_seed_is_said_in_english():
    """With a matrix as its seed, not the seed a matrix."""
    run = evaluate(parse("A = [[1, 2], [3, 4]]\nf = 2*A").graph, seed=[[1, 1], [1, 1]])
    texts = [step["text"] for step in steps(run)]
    assert "The backward pass starts at f with a 2 by 2 matrix as its seed." in texts


MANNERS = {
    "f = sum(x)": "every entry that was summed gets a copy of the upstream gradient.",
    "f = x[0, 1]": "what was taken gets the upstream gradient, the rest gets 0.",
    "f = max(x)": "the entry that was taken gets the upstream gradient, the others get nothing.",
}


@pytest.mark.parametrize(("text", "manner"), MANNERS.items())
def test_what_only_moves_entries_says_where_gradient_goes(text, manner):
    """Not that it is multiplied by a Jacobian of zeros and ones."""
    assert told(f"x = [[1, 2], [3, 4]]\n{text}")["x>f"]["text"].endswith(f": {manner}")


def test_a_transpose_is_transposed_back():
    """The gradient towards X of X @ W.T takes W, not W transposed twice."""
    step = told("X = [[1, 2], [3, 4]]\nW = [[1, 0], [2, 1]]\nf = sum(X @ W.T)")["X>_matmul1"]
    assert step["latex"].endswith(r" \, \loc{W}") and step["text"].endswith("its upstream gradient times W.")


@pytest.mark.parametrize("op", ["sum", "mean", "max", "min", "norm", "logsumexp"])
def test_along_no_axis_is_said(op):
    """axis=[] asks for nothing to be reduced; that is said, not stumbled over."""
    found = told(f"x = [[1, 2], [3, 5]]\ny = {op}(x, axis=[])\nf = sum(y)")
    assert " no axis" in found["y"]["text"]
    assert r"_{\text{no axis}}" in found["y"]["latex"]


@pytest.mark.parametrize(("text", "sentence"), [
    ("x = [1, 2]\ny = transpose(x, axes=0)", "y is x transposed to the order of axis 0"),
    ("x = [1, 2]\ny = transpose(x, axes=-1)", "y is x transposed to the order of axis -1"),
    ("x = 3\ny = transpose(x, axes=[])", "y is x transposed"),
    ("x = [[1, 2]]\ny = transpose(x, axes=[1, 0])", "y is x transposed to the order of axes 1 and 0"),
])  # fmt: skip
def test_a_transpose_names_its_axes_however_they_are_given(text, sentence):
    """One number, a list, an empty list."""
    assert told(f"{text}\nf = sum(y)")["y"]["text"].startswith(sentence)
