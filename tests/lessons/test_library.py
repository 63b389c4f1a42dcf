"""What a lesson's file may say: its form, its words, and that everything they name exists."""

import copy
import re

import numpy as np
import pytest

from app.engine.passes import evaluate, tangents
from app.engine.program import parse
from app.lessons import LESSONS, PLAYLISTS, LessonError, graph_of, predictions, read_lesson, variant

SMALL = {
    "slug": "small",
    "title": "Small",
    "topic": "Topic",
    "summary": "One sum.",
    "expression": "x = 1\nf = x + 2",
    "layouts": [{"apart": [], "nodes": {"x": [100, 50], "f": [200, 50]}}],
    "look": [{"text": "The sum f is 3.", "at": "forward:f", "marks": [{"words": "sum", "node": "f"}]}],
    "questions": [{"quantity": "gradient", "node": "x", "ask": "What does x receive?"}],
    "notation": [{"means": "A rate", "here": r"\gamma", "elsewhere": [r"\eta"]}],
    "notes": ["A note."],
    "numbers": [{"quantity": "value", "node": "f", "printed": "3"}],
    "vary": {"x": {"from": -2, "to": 2, "step": 1, "except": [0]}},
    "sources": ["A deck"],
    "comparisons": [
        {
            "title": "Both",
            "at": "end",
            "heads": ["one", "other"],
            "rows": [{"cells": ["a", "b"], "node": "f"}],
        }
    ],
}
SUM = {"words": "sum", "node": "f"}
EDGE = {"source": "x", "target": "f", "index": 0}
LONGEST = 30

each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.slug)


def put(path, value):
    """SMALL with *value* at *path*."""
    changed = copy.deepcopy(SMALL)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


def sentences(lesson):
    """Everything a lesson says in words, by where it says it."""
    yield "summary", lesson.summary
    yield from (("look", each.text) for each in lesson.look)
    yield from (("ask", each.ask) for each in lesson.questions)
    yield from (("note", each) for each in lesson.notes)


def test_a_small_lesson_is_read():
    """The form that the next test breaks in every way is a good one."""
    lesson = read_lesson(SMALL)

    assert lesson.layouts[0].nodes == {"x": (100, 50), "f": (200, 50)}
    assert lesson.look[0].marks[0].words == "sum"
    assert predictions(lesson, lesson.expression) == [1.0]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("autor",), "me", "has no key 'autor'"),
        (("title",), 3, "lesson.title is 3"),
        (("layouts",), [], "lesson.layouts is empty"),
        (("layouts", 0, "node"), {}, "lesson.layouts[0] has no key 'node'"),
        (("layouts", 0, "nodes", "x"), [1], "lesson.layouts[0].nodes.x is [1]; two numbers"),
        (("layouts", 0, "nodes", "x"), [True, 1], "two numbers are expected"),
        (("look", 0, "marks", 0, "words"), "product", "the words 'product' stand 0 times in its text"),
        (("look", 0, "marks", 0, "words"), "su", "the words 'su' stand 0 times in its text"),
        (("look", 0, "text"), "The sum f is a sum.", "the words 'sum' stand 2 times in its text"),
        (("look", 0, "marks"), [SUM, SUM | {"words": "sum f"}], "the words of two marks overlap"),
        (("look", 0, "marks", 0, "edge"), EDGE, "exactly one of the two"),
        (("questions", 0), {"quantity": "value", "ask": "What?"}, "exactly one of the two"),
        (("questions", 0, "quantity"), "slope", "one of value, gradient, local"),
        (("questions", 0, "quantity"), "local", "a local gradient belongs to an edge"),
        (("numbers", 0, "printed"), 3, "lesson.numbers[0].printed is 3"),
        (("notation", 0, "elsewhere"), [3], "a list of texts"),
        (("vary", "x", "step"), "1", "lesson.vary.x.step is '1'"),
        (("notes",), "A note.", "lesson.notes is 'A note.'"),
        (("more",), [{"label": "Add a loss", "title": "Lossy"}], "lesson.more[0] needs the key 'expression'"),
        (("also",), [{"label": "Another", "title": "Other"}], "lesson.also[0] needs the key 'expression'"),
        (("comparisons", 0, "at"), "seed:f", "lesson.comparisons[0].at is 'seed:f'; it is start or end"),
        (("comparisons", 0, "heads"), ["one"], "lesson.comparisons[0].rows[0] has 2 cells under 1 heads"),
        (("comparisons", 0, "rows", 0, "edge"), EDGE, "exactly one of the two"),
    ],
)
def test_a_slip_in_a_file_is_refused_with_its_place(path, value, message):
    """Unknown keys, wrong types and marks without words never reach a page."""
    with pytest.raises(LessonError, match=re.escape(message)):
        read_lesson(put(path, value))


@pytest.mark.parametrize("key", sorted(SMALL.keys() - {"vary", "comparisons"}))
def test_every_part_of_a_lesson_is_needed(key):
    """A lesson without words or picture is not finished."""
    with pytest.raises(LessonError, match=f"needs the key '{key}'"):
        read_lesson({name: part for name, part in SMALL.items() if name != key})


@each_lesson
def test_a_picture_places_every_node_and_no_other(lesson):
    """Constants stand inside their op; all else has a place, in each of the lesson's pictures."""
    for layout in lesson.layouts:
        graph = graph_of(lesson, lesson.expression, layout)
        edges = {
            f"{source}>{node['id']}:{index}"
            for node in graph["nodes"]
            for index, source in enumerate(node.get("inputs", ()))
        }

        assert set(layout.nodes) == {node["id"] for node in graph["nodes"] if node["kind"] != "constant"}
        assert set(layout.edges) <= edges
        assert graph["layout"]["nodes"].keys() == layout.nodes.keys()


@each_lesson
def test_every_mark_and_question_names_what_exists(lesson):
    """In the graph as the lesson opens it; an edge by source, target and index."""
    nodes = {node["id"]: node for node in graph_of(lesson, lesson.expression)["nodes"]}
    named = [*lesson.questions, *(mark for look in lesson.look for mark in look.marks)]
    rows = [row for comparison in lesson.comparisons for row in comparison.rows]

    for each in [*named, *(row for row in rows if row.node or row.edge)]:
        if each.edge is None:
            assert each.node in nodes
        else:
            assert nodes[each.edge["target"]]["inputs"][each.edge["index"]] == each.edge["source"]
    assert set(lesson.vary) <= set(nodes)


@each_lesson
def test_a_lesson_has_something_to_look_at_to_predict_and_to_mind(lesson):
    """Words for every lesson, each sentence linked to the picture."""
    assert lesson.look and lesson.questions and lesson.notation and lesson.notes
    assert all(look.marks for look in lesson.look)


@each_lesson
def test_words_are_plain(lesson):
    """Full sentences of at most thirty words, without shouting, with a true minus."""
    for where, text in sentences(lesson):
        for sentence in re.split(r"(?<=[.?]) (?=[A-Z])", text):
            assert len(sentence.split()) <= LONGEST, sentence
        assert "!" not in text and "  " not in text
        assert text.endswith("?" if where == "ask" and not text.endswith(".") else "."), text
        assert not re.search(r"(?<![\w*)])-\d", text), text
        assert text[0].isupper()


def test_a_teachers_note_is_plain_and_there_for_every_lesson():
    """A playlist says for each of its lessons how to give it."""
    for playlist in PLAYLISTS.values():
        assert list(playlist.notes) == list(playlist.lessons)
        for text in playlist.notes.values():
            assert text.endswith(".") and "!" not in text
            assert all(len(sentence.split()) <= LONGEST for sentence in text.split(". "))


@each_lesson
@pytest.mark.parametrize("seed", [None, "1", "2", "3"])
def test_every_question_has_an_answer(lesson, seed):
    """The engine computes it for the lesson's own numbers and for a variant's."""
    expression = lesson.expression if seed is None else variant(lesson, seed)

    for answer in predictions(lesson, expression):
        assert isinstance(answer, float | np.ndarray)
        assert np.all(np.isfinite(answer))


@each_lesson
def test_words_hold_for_every_variant(lesson):
    """Numbers are in the picture; a sentence has only those that no edit changes, and they are small and whole."""
    for where, text in sentences(lesson):
        if where != "note":
            assert not re.search(r"\d\.\d|\d\d|−[2-9]", text), text


@each_lesson
def test_what_goes_on_from_a_lesson_runs(lesson):
    """Its program keeps every statement of the lesson's, adds to it, and has a gradient for every parameter."""
    for each in lesson.more:
        added = evaluate(parse(each.expression).graph)

        assert set(lesson.expression.splitlines()) < set(each.expression.splitlines())
        learn = [slot for slot, kind in enumerate(added.graph.kinds) if kind == "parameter"]
        assert learn and all(np.all(added.gradients[slot] != 0) for slot in learn)


@each_lesson
def test_what_stands_beside_a_lesson_runs(lesson):
    """It is another program, with a value and a finite gradient for every leaf."""
    for each in lesson.also:
        run = evaluate(parse(each.expression).graph)

        assert each.expression != lesson.expression
        assert all(np.all(np.isfinite(run.values[slot])) for slot in range(len(run.graph.ids)))
        leaves = [slot for slot, op in enumerate(run.graph.ops) if op is None]
        assert all(run.gradients[slot] is None or np.all(np.isfinite(run.gradients[slot])) for slot in leaves)


@each_lesson
def test_a_comparison_is_in_words(lesson):
    """It has two columns or more, and no decimal that an edit of the graph would make wrong."""
    for comparison in lesson.comparisons:
        assert len(comparison.heads) >= 2 and comparison.rows
        for cell in (cell for row in comparison.rows for cell in row.cells):
            assert cell and not re.search(r"\d\.\d|\d\d", cell), cell


def test_forward_mode_needs_the_passes_that_the_second_look_counts():
    """Three passes of 5, 3 and 1 multiplications, or one backward pass of 7."""
    graph = parse(LESSONS["second-look"].expression).graph
    counted = [tangents(graph, leaf, None)[2] for leaf in ("x1", "x2", "x3")]

    assert [each["forward"] for each in counted] == [5, 3, 1]
    assert {each["reverse"] for each in counted} == {7}
    assert "5 times for x1, 3 times for x2 and once for x3" in LESSONS["second-look"].look[4].text


def test_taken_apart_the_sigmoid_keeps_its_border():
    """Open or closed: the same value leaves, the same gradient arrives at x."""
    lesson = LESSONS["sigmoid-apart"]
    opened = evaluate(parse(lesson.expression).graph)
    assert predictions(lesson, lesson.expression)[0::2] == pytest.approx(
        [opened.values[opened.graph.slot["z"]], opened.gradients[opened.graph.slot["x"]]], rel=1e-14
    )
