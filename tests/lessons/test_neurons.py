"""What the lessons on neurons say beyond their own numbers: whole truth tables, and the programs beside them."""

from itertools import pairwise

import numpy as np
import pytest

from app.lessons import LESSONS

BITS = [0, 1]


def beside(slug, title):
    """The program of that title beside a lesson."""
    return next(each.expression for each in LESSONS[slug].also if each.title == title)


def test_the_gates_of_mcculloch_and_pitts_answer_every_row(api):
    """AND of a and b, NOT of c, and the OR of the two."""
    rows = [(a, b, c) for a in BITS for b in BITS for c in BITS]
    columns = {name: [row[at] for row in rows] for at, name in enumerate("abc")}

    found = api.post(
        "/evaluate/batch",
        {"expression": LESSONS["mcculloch-pitts"].expression, "columns": columns, "nodes": ["AND", "NOT"]},
    ).json()

    assert found["values"]["AND"] == [a & b for a, b, _ in rows]
    assert found["values"]["NOT"] == [1 - c for _, _, c in rows]
    assert found["values"]["OR"] == [(a & b) | (1 - c) for a, b, c in rows]
    table = api.post(
        "/evaluate", {"expression": beside("mcculloch-pitts", "McCulloch and Pitts, the whole table")}
    ).json()
    assert [table["values"][name] for name in "abc"] == list(columns.values())
    assert table["values"]["OR"] == found["values"]["OR"]


def test_one_unit_cannot_do_xor_and_three_can(api):
    """Neither program with one unit meets the target; hand-set units make no error, at any of their thresholds."""
    assert api.post("/evaluate", {"expression": LESSONS["xor"].expression}).json()["values"]["J"] == 0
    for program in LESSONS["xor"].also:
        assert api.post("/evaluate", {"expression": program.expression}).json()["value"] > 0


def test_softmax_of_two_scores_is_the_sigmoid(api):
    """softmax([1, 0]) is sigmoid(1), to the last digits."""
    found = api.post("/evaluate", {"expression": beside("softmax", "Softmax of two scores")}).json()["values"]

    assert found["y"] == pytest.approx([0.7310585786300049, 0.2689414213699951], rel=1e-14)
    assert found["p"] == pytest.approx(found["s"], rel=1e-14)


def test_the_softmax_jacobian_is_whole(api):
    """Nine local gradients: diag(y) less the product of every two shares."""
    answer = api.post("/evaluate", {"expression": LESSONS["softmax"].expression}).json()

    [edge] = [edge for edge in answer["edges"] if edge["target"] == "y"]
    y = np.array(answer["values"]["y"])
    assert edge["local"]["kind"] == "jacobian"
    assert np.allclose(edge["local"]["value"], np.diag(y) - np.outer(y, y), rtol=1e-12, atol=0)


def test_a_relu_between_linear_layers_keeps_them_apart(api):
    """The lesson's difference is 0, with biases as well; with a ReLU between the layers it is not."""
    for title, apart in (("Two layers that bend", True), ("Linear layers with biases", False)):
        answer = api.post("/evaluate", {"expression": beside("linear-collapse", title)}).json()
        assert (answer["value"] != 0) is apart


def test_a_dead_relu_lets_nothing_back_and_leaky_ones_do(api):
    """Ten in a row each, fed with the same negative number."""
    found = {
        title: api.post("/evaluate", {"expression": beside("vanishing-gradient", title)}).json()
        for title in ("A dead ReLU", "Ten leaky ReLUs")
    }

    assert found["A dead ReLU"]["gradients"] == {"v": 0}
    assert found["Ten leaky ReLUs"]["gradients"]["v"] == pytest.approx(0.1**10, rel=1e-12)


def test_every_sigmoid_takes_three_quarters_and_every_relu_nothing(api):
    """The gradient grows by a factor of four or more from each sigmoid to the next, and stays 1 along the ReLUs."""
    answer = api.post("/evaluate", {"expression": LESSONS["vanishing-gradient"].expression}).json()
    gradient = {node["id"]: node["gradient"] for node in answer["nodes"]}

    sigmoids = [gradient[name] for name in ("x", *(f"s{k}" for k in range(1, 11)))]
    assert all(after >= 4 * before for before, after in pairwise(sigmoids))
    assert gradient["x"] < 1e-6
    assert {gradient[name] for name in ("v", *(f"r{k}" for k in range(1, 11)))} == {1}


def test_positive_inputs_give_their_weights_gradients_of_one_sign(api):
    """Wherever all errors have one sign, as at the start of the descent that zigzags."""
    zigzag = api.post("/evaluate", {"expression": beside("activation-gallery", "Positive inputs")}).json()

    assert zigzag["gradients"]["w1"] * zigzag["gradients"]["w2"] > 0


def test_the_gallerys_ranges_are_those_of_the_ops(api):
    """Far out on both sides every activation keeps to the range that the table gives it."""
    ends = {
        "sigmoid": (0, 1),
        "tanh": (-1, 1),
        "relu": (0, np.inf),
        "elu": (-1, np.inf),
        "softplus": (0, np.inf),
    }
    for name, (low, high) in ends.items():
        found = api.post(
            "/evaluate/batch", {"expression": f"f = {name}(x)", "columns": {"x": [-30, -3, 0, 3, 30]}}
        ).json()["values"]["f"]
        assert low <= min(found) and max(found) <= high
        assert min(found) == pytest.approx(low, abs=1e-12)
