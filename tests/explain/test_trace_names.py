"""How nodes without a name are called in a trace: no two alike, nothing tall, and products as on paper."""

from collections import OrderedDict

import pytest

from app.engine.document import read_document, write_document
from app.engine.passes import evaluate
from app.engine.program import parse
from app.explain import naming
from app.explain.naming import name_nodes
from app.explain.notation import styles_of
from app.explain.trace import steps


def called(text):
    """What each node of the program *text* is called, by id: LaTeX and words."""
    run = evaluate(parse(text).graph, partial=True, seed=None)
    names = name_nodes(run.graph, styles_of(run))
    return {name: (one.tex, one.words) for name, one in zip(run.graph.ids, names, strict=True)}


def test_two_nodes_are_never_written_alike():
    """Their gradients differ, so (-x)**2 + 2**-x cannot call both -x."""
    names = called("x = 3\nf = (-x)**2 + 2**-x")
    assert (names["_neg1"], names["_neg2"]) == (("v_{1}", "v1"), ("v_{2}", "v2"))
    assert names["_pow1"][0] == "v_{1}^{2}" and names["_pow2"][0] == "2^{v_{2}}"
    latex = steps(evaluate(parse("x = 3\nf = (-x)**2 + 2**-x").graph))[-1]["latex"]
    assert latex == (
        r"\down{\frac{df}{dx}} = \down{\left.\frac{df}{dx}\right|_{v_{2}}} + \down{\left.\frac{df}{dx}\right|_{v_{1}}}"
    )


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("x = [[1, 2], [3, 4]]\nf = sum(sum(x, axis=0)) + norm(sum(x, axis=1))", "_sum1", "_sum3"),
        ("x = [1, 2]\nf = x[0] * x[1]", "_index1", "_index2"),
        ("x = 3\nf = square(x) + x**2", "_square1", "_pow1"),
        ("x = 3\nf = sin(cos(x)) + tan(sin(cos(x)))", "_sin1", "_sin2"),
    ],
)
def test_what_differs_or_is_elsewhere_is_written_apart(text, first, second):
    """Settings count, and so do ops that look alike on paper."""
    names = called(text)
    assert names[first][0] != names[second][0]


def test_constants_and_what_is_made_of_them_may_repeat():
    """No gradient goes there, so nothing can be mistaken."""
    names = called("x = 3\nf = (2*3)*x + (2*3)")
    assert names["_mul1"][0] == names["_mul3"][0] == r"2 \cdot 3"


def test_ids_that_are_set_alike_are_spelt_out():
    """w0 and w_0 would both be w with a subscript; long ones with one beginning keep their end."""
    names = called("w0 = 1\nw_0 = 2\nf = w0*w_0")
    assert (names["w0"][0], names["w_0"][0]) == (r"\mathrm{w0}", r"\mathrm{w\_0}")
    one, two = (f"activation_of_the_hidden_unit_{n}" for n in "12")
    names = called(f"{one} = 1\n{two} = 2\nf = {one}*{two}")
    assert names[one] == (r"\mathrm{activation\_\ldots{}dden\_unit\_1}", "activation_…dden_unit_1")
    assert names[one][0] != names[two][0]


def test_labels_alike_give_way_to_ids():
    """A label is anybody's text, an id is unique."""
    document = write_document(parse("x = 2\ny = 3\nf = x*y").graph)
    document["nodes"][0]["label"] = document["nodes"][1]["label"] = "h"
    names = name_nodes(read_document(document))
    assert [one.words for one in names] == ["x", "y", "f"]


@pytest.mark.parametrize(
    ("label", "made_up"), [("x times y", "v1"), ("X", "x times y"), ("v 1", "x times y")]
)
def test_a_label_is_never_said_of_another_node(label, made_up):
    """A label may be worded as an expression is read out; then the expression is numbered."""
    document = write_document(parse("x = 2\ny = 3\na = x + y\nf = a * (x*y)").graph)
    document["nodes"][2]["label"] = label
    names = dict(zip(("x", "y", "a", "_mul1", "f"), name_nodes(read_document(document)), strict=True))
    assert (names["a"].words, names["_mul1"].words) == (label, made_up)


def test_a_number_is_none_that_a_label_says():
    """Numbered nodes pass over what is taken, as text or as a symbol."""
    document = write_document(parse("x = 3\nf = (-x)**2 + 2**-x").graph)
    document["nodes"][0]["label"] = "v1"
    words = [one.words for one in name_nodes(read_document(document))]
    assert words.count("v1") == 1 and {"v2", "v3"} <= set(words)


def test_an_input_with_the_id_of_a_constant_has_its_name():
    """It has a gradient, which is not taken with respect to a number."""
    document = {"nodes": [{"id": "_c1", "value": 2}, {"id": "f", "op": "exp", "inputs": ["_c1"]}]}
    assert name_nodes(read_document(document))[0].tex == r"\mathrm{\_c1}"


@pytest.mark.parametrize(
    "text", ["x = 3\ny = 2\nf = where(x > y, x, y)*2", "x = [1, 2]\nf = sum((x + [1, 1])*x)"]
)
def test_nothing_tall_stands_in_a_fraction(text):
    """Cases and matrices get a number instead of standing in every derivative."""
    for step in steps(evaluate(parse(text).graph)):
        if step["phase"] != "forward":
            assert r"\partial \left(\begin" not in step["latex"] and r"|_{\begin" not in step["latex"]


PRODUCTS = {
    "x*x*y": r"x \cdot x \cdot y",
    "2*x*y": "2 x y",
    "x*y*y": r"x y \cdot y",
    "x*(x*y)": r"x \cdot x y",
}


@pytest.mark.parametrize(("text", "product"), PRODUCTS.items())
def test_factors_stand_together_unless_they_are_the_same(text, product):
    """x y, but x times x with a dot."""
    names = called(f"x = 2\ny = 3\nf = exp({text})")
    assert product in [tex for tex, _ in names.values()]


def test_exp_of_e_is_spelt():
    """Where something is called e, e to a power would be that."""
    names = called("e = 2\nf = exp(e) + exp(2*e)")
    assert names["_exp1"][0] == r"\exp\left(e\right)"
    assert called("x = 2\nf = exp(x) + 1")["_exp1"][0] == "e^{x}"


def test_names_that_are_remembered_are_those_of_the_graph_itself():
    """A graph is told again for every drag: other values keep its names, another number in a name does not."""

    def names(text):
        return [each.tex for each in name_nodes(parse(text).graph)]

    first = names("x = 1\nf = (x * 2) + x")
    assert names("x = 7\nf = (x * 2) + x") == first
    assert names("x = 1\nf = (x * 3) + x") != first
    assert names("x = 1\nf = (x * -2) + x") != first
    assert names("x = 1\nf = (x + 2) + x") != first
    assert names("x = 1\ny: constant = 2\nf = (x * y) + x") != first
    assert names("x = 1\nf = (x * 2) + x") == first


def test_a_name_that_another_thread_throws_away_is_made_again(monkeypatch):
    """Names are remembered for all threads, and what one has found another may take away."""

    class Shared(OrderedDict):
        def __contains__(self, key):
            found = super().__contains__(key)
            self.clear()
            return found

    monkeypatch.setattr(naming, "_NAMED", Shared())
    graph = parse("y = a * b + 1").graph

    assert name_nodes(graph) == name_nodes(graph)
