"""The trace stays as long as the graph: what is large is elided, numbered or told once."""

from .test_trace import node_step, told


def test_large_tensors_are_elided():
    """At most four rows and columns are written, and three axes only by their shape."""
    found = told("x = [1, 2, 3, 4, 5, 6]\nf = sum(x)")
    assert found[0]["numbers"] == r"\val{\begin{bmatrix} 1 \\ 2 \\ \vdots \\ 6 \end{bmatrix}}"
    assert found[0]["text"] == "x is an input, a vector of 6 numbers."
    cube = told("x = [[[1, 2]], [[3, 4]]]\nf = sum(x)")
    assert cube[0]["numbers"] == r"\val{[2 \times 1 \times 2]}"


def test_a_long_expression_becomes_a_numbered_node():
    """Twenty-four characters are shown, the rest is v_1, v_2, ..., never a name that is taken."""
    found = told("v1 = 1\nbb = 2\nccc = 3\nf = exp(v1*bb*ccc + v1*ccc + ccc*bb + 1)")
    assert r"v_{2}" in node_step(found, "forward", "f")["latex"]


def test_a_long_sum_is_elided_and_its_factors_are_not():
    """Every edge is in the factors; the line shows the first and the last terms."""
    found = told("x = 1\nf = " + " + ".join(["x*2"] * 20))[-1]
    assert len(found["factors"]) == 21
    assert found["numbers"].count(r"\down{2}") == 8 and r" + \cdots + " in found["numbers"]
    assert found["text"] == "The gradient of x is the sum over the 20 edges that leave it: 40."


def test_sixty_doublings_are_told_in_proportion_to_the_graph():
    """2^60 paths, 120 edges: one step each, and every line as long as the next."""
    text = "a0 = 1\n" + "\n".join(f"a{i + 1} = a{i} + a{i}" for i in range(60))
    found = told(text)
    assert len(found) == 61 + 1 + 120 + 60
    assert max(len(step["latex"]) for step in found) < 300
    assert found[-1]["factors"][-1]["value"] == 2.0**60


def test_nested_calls_do_not_grow_the_lines():
    """Nameless nodes deep inside are numbered, so a chain costs what its length is."""
    text = "x = 0.5\nf = " + "sin(" * 90 + "x" + ")" * 90
    assert max(len(step["latex"]) for step in told(text)) < 800
