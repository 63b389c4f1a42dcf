"""Marking on random graphs: the truth is right however it is written, and a slip is found wherever it is made."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from app.engine.document import read_document
from app.engine.graph import Graph, Value
from app.engine.limits import DEFAULT_LIMITS
from app.engine.passes import choose_output, evaluate, forward
from app.engine.program import parse
from app.explain.grading import Asked, Marker
from app.explain.grading.answers import Written, read_answer
from app.explain.grading.closeness import is_nearly, is_right, is_same
from app.explain.grading.mistakes import slips
from app.explain.grading.points import Point
from tests.engine.random_graphs import random_document

GRAPHS = 60


def graphs() -> Iterator[tuple[Graph, list | float]]:
    """Random graphs of every op, most of them with tensors, and a seed for each."""
    for number in range(GRAPHS):
        rng = np.random.default_rng([number, 7])
        graph = read_document(random_document(rng, int(rng.integers(3, 25)), tensors=number % 3 > 0))
        shape = np.shape(forward(graph).values[choose_output(graph)])
        yield graph, np.full(shape, 1.5).tolist()


def written(value: Value) -> str:
    """All digits of *value*."""
    return repr(value) if isinstance(value, float) else repr(np.asarray(value).tolist())


def places(graph: Graph) -> Iterator[Asked]:
    """Every question there is about a graph."""
    for slot in range(len(graph)):
        yield Asked("value", slot)
        yield Asked("gradient", slot)
        for operand in range(len(graph.inputs[slot])):
            yield from (Asked(quantity, slot, operand) for quantity in ("local", "upstream", "downstream"))


def test_the_truth_is_right_on_every_graph() -> None:
    """Every value and gradient of every node and edge, with all its digits."""
    count = 0
    for graph, seed in graphs():
        marker = Marker(graph, None, seed, DEFAULT_LIMITS)
        for asked in places(graph):
            truth = marker.truth(asked)
            if truth is not None:
                assert marker.mark(asked, written(truth)).correct, (graph.ids, asked)
                count += 1
    assert count > 3_000


def test_anything_is_marked_on_every_graph() -> None:
    """A verdict for whatever is written: a mistake and a sentence for each wrong one."""
    for graph, seed in graphs():
        marker = Marker(graph, None, seed, DEFAULT_LIMITS)
        for asked in places(graph):
            for text in ("17.123", "[1, 2]", graph.ids[0], f"{graph.ids[-1]} * 2"):
                if marker.truth(asked) is not None:
                    verdict = marker.mark(asked, text)
                    assert verdict.correct or (verdict.mistake and verdict.hint)


def woven(number: int) -> Graph:
    """A program in which every node leads to the output and most are used more than once."""
    rng = np.random.default_rng([number, 11])
    lines = [f"x{i} = {rng.uniform(0.5, 1.5):.3f}" for i in range(3)]
    names = ["x0", "x1", "x2"]
    for i in range(8):
        latest, other = names[-1], names[int(rng.integers(len(names)))]
        pattern = ("{0} * {1}", "{0} + sin({1})", "tanh({0} - {1})", "{0} / (2 + {1}*{1})")[
            int(rng.integers(4))
        ]
        lines.append(f"n{i} = {pattern.format(latest, other)}")
        names.append(f"n{i}")
    return parse("\n".join(lines)).graph


def test_an_arrival_left_out_is_a_missing_path_on_every_graph() -> None:
    """Each of the gradients that meet at a node, alone: unless it is the whole sum, or that with the other sign."""
    count = 0
    for graph in map(woven, range(GRAPHS)):
        run = evaluate(graph)
        marker = Marker(graph, None, None, DEFAULT_LIMITS)
        for slot in range(len(graph)):
            arrivals = [
                run.downstream[number] for number, target in leaving(graph, slot) if run.on_path[target]
            ]
            if len(arrivals) < 2 or graph.fixed[slot]:
                continue
            for arrival in arrivals:
                verdict = marker.mark(Asked("gradient", slot), written(arrival))
                if not verdict.correct and arrival != pytest.approx(-run.gradients[slot]):
                    assert verdict.mistake == "missing-path", (graph.ids[slot], arrival, verdict)
                    count += 1
    assert count > 300


def test_an_upstream_left_out_is_found_on_every_graph() -> None:
    """A local gradient alone for what the edge passes back; what explains it earlier in the list may do so."""
    count = 0
    for graph in map(woven, range(GRAPHS)):
        run = evaluate(graph)
        marker = Marker(graph, None, None, DEFAULT_LIMITS)
        for slot in range(len(graph)):
            for operand in range(len(graph.inputs[slot])):
                number = graph.edge_start[slot] + operand
                if run.local[number] is None:
                    continue
                verdict = marker.mark(Asked("downstream", slot, operand), written(run.local[number]))
                if not verdict.correct and verdict.mistake != "sign":
                    assert verdict.mistake in ("missing-upstream", "missing-path"), (graph.ids[slot], verdict)
                    count += verdict.mistake == "missing-upstream"
    assert count > 300


def leaving(graph: Graph, slot: int) -> list[tuple[int, int]]:
    """The edges that leave the node at *slot*: their numbers and targets."""
    return [
        (graph.edge_start[target] + operand, target)
        for target, sources in enumerate(graph.inputs)
        for operand, source in enumerate(sources)
        if source == slot
    ]


@pytest.mark.parametrize(
    ("text", "value", "half", "digits"),
    [
        ("0.20", 0.2, 0.005, 2),
        ("0.2", 0.2, 0.0, 1),
        ("-12", -12.0, 0.5, 2),
        ("5.000e-4", 5e-4, 5e-8, 4),
        ("5.000×10⁻⁴", 5e-4, 5e-8, 4),
        ("5.000 × 10^-4", 5e-4, 5e-8, 4),
        ("5.000*10**(-4)", 5e-4, 5e-8, 4),
        ("5.000·10^{-4}", 5e-4, 5e-8, 4),
        ("007.10", 7.1, 0.005, 3),
        (".50", 0.5, 0.005, 2),
        ("1/3", 1 / 3, 0.0, 0),
        ("−1 / 3", -1 / 3, 0.0, 0),
        ("2*3 + 1", 7.0, 0.0, 0),
        ("∞", np.inf, 0.0, 0),
        ("-Infinity", -np.inf, 0.0, 0),
    ],
)
def test_a_number_is_read_with_its_digits(text: str, value: float, half: float, digits: int) -> None:
    """As typed, as the page prints it, or as a fraction; how far it may be rounded follows from its last digit."""
    found = read_answer(text, set(), DEFAULT_LIMITS)
    assert isinstance(found, Written)
    assert found.value == pytest.approx(value, rel=1e-15)
    assert found.half == pytest.approx(half, rel=1e-12)
    assert found.digits == digits


@pytest.mark.parametrize(
    ("text", "truth", "right", "nearly"),
    [
        ("1.01", 1.0, True, True),
        ("1.0101", 1.0, False, True),
        ("0.73", 0.7349, True, True),
        ("0.73", 0.7351, True, True),  # within 1 % all the same
        ("0.20", 0.1951, True, True),
        ("0.20", 0.1949, False, True),
        ("0.2", 0.1951, False, True),
        ("10", 10.49, True, True),
        ("10", 10.51, False, True),
        ("1.05", 1.0, False, True),
        ("1.06", 1.0, False, False),
        ("0", 0.0, True, True),
        ("-0", 0.0, True, True),
        ("0.01", 0.0, False, False),
        ("0", 0.001, False, False),
        ("inf", np.inf, True, True),
        ("1e308", np.inf, False, False),
        ("-inf", np.inf, False, False),
        ("nan", np.nan, True, True),
        ("0", np.nan, False, False),
        ("inf", 1.0, False, False),
    ],
)
def test_where_right_ends(text: str, truth: float, right: bool, nearly: bool) -> None:
    """1 %, or half a unit of the last of at least two significant digits; 5 % is nearly."""
    answer = read_answer(text, set(), DEFAULT_LIMITS)
    assert isinstance(answer, Written)
    with np.errstate(all="ignore"):
        assert (is_right(answer, truth), is_nearly(answer, truth)) == (right, nearly)


def test_a_number_of_three_digits_is_no_coincidence() -> None:
    """A slip's number is met by all of its digits, or exactly."""
    for text, same in (("0.197", True), ("0.20", False), ("98", False)):
        answer = read_answer(text, set(), DEFAULT_LIMITS)
        assert isinstance(answer, Written)
        assert is_same(answer, 0.1966119 if text != "98" else 98.2) is same


def test_a_node_of_a_thousand_uses_has_bounded_slips() -> None:
    """Every use is not tried with every other; that one was forgotten is seen all the same."""
    terms = " + ".join(f"{k} * x" for k in range(1, 1001))
    graph = parse(f"x = 2\nf = {terms}").graph
    point = Point(graph, None, None, DEFAULT_LIMITS)
    assert len(slips(point, Asked("gradient", graph.slot["x"]))) < 5_000

    marker = Marker(graph, None, None, DEFAULT_LIMITS)
    verdict = marker.mark(Asked("gradient", graph.slot["x"]), str(500_500 - 7))
    assert verdict.correct  # within 1 %
    small = parse("x = 2\nf = " + " + ".join(f"{k} * x" for k in range(1, 31))).graph
    marker = Marker(small, None, None, DEFAULT_LIMITS)
    assert marker.mark(Asked("gradient", small.slot["x"]), str(465 - 23)).mistake == "missing-path"


def test_a_large_array_has_few_slips() -> None:
    """What they hold in all is bounded, too."""
    graph = parse("f = sum(W*x*W + x)", inputs={"W": np.ones((300, 300)), "x": np.ones((300, 300))}).graph
    point = Point(graph, None, None, DEFAULT_LIMITS)
    found = slips(point, Asked("gradient", graph.slot["W"]))
    assert len(found) > 5 and sum(np.size(slip.value) for slip in found) <= 2_500_000
