"""Seeded variants: the same numbers for ever, good to work with by hand, and an answer sheet that marking shares."""

import json
import os
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest

from app.lessons import LESSONS, answer_sheet, read_lesson, variant

SEEDS = [str(seed) for seed in range(20)]

# The first sixteen digits of SHA-256 over the twenty variants, joined by newlines. A lesson that is edited gets others;
# anything else that changes these breaks what teachers have handed out.
FOR_EVER = {
    "chain-rule": "6cc7e3c01b856958",
    "two-neurons": "2048d9aec4e23cfa",
    "local-gradients": "0801c45a082cc816",
    "sigmoid-apart": "98f202fd6c7034e0",
    "sigmoid-neuron": "9d92660256ae48ff",
    "fan-out": "b3d36b1c4742f8c9",
    "three-kinds-of-node": "d9989940f7072cc0",
    "vectors-and-matrices": "16f107534a3af66d",
    "second-look": "9ab8a20e531bd502",
    "artificial-neuron": "b650c04bfbf491e4",
    "mcculloch-pitts": "be9cbc94409aa2ef",
    "threshold-layer": "dfb3d67d81b6b560",
    "xor": "efe0622b59b1f1c5",
    "linear-collapse": "2fc7ecc57ca72703",
    "activation-gallery": "1c1f209601bcd755",
    "vanishing-gradient": "ca5c2ff1c4462620",
    "softmax": "10a69fc90114cafd",
}

each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.slug)


def made(expression, vary, numbers):
    """A lesson with nothing but a program, what may vary, and nodes whose gradients it asks for."""
    return read_lesson(
        {
            "slug": "made", "title": "Made", "topic": "T", "summary": "S.", "expression": expression,
            "layouts": [{"apart": [], "nodes": {}}], "look": [], "questions": [], "notation": [], "notes": [],
            "numbers": [{"quantity": "gradient", "node": node, "printed": "0"} for node in numbers],
            "vary": vary, "sources": [],
        }
    )  # fmt: skip


def span(low, high, step=1, avoid=()):
    return {"from": low, "to": high, "step": step, "except": list(avoid)}


def leaves(expression):
    """What each literal of a program is."""
    pairs = (line.split(" = ") for line in expression.splitlines())
    return {
        name.partition(":")[0]: json.loads(text)
        for name, text in pairs
        if not text.strip("-0123456789.[], e")
    }


@pytest.mark.parametrize("slug", FOR_EVER)
def test_a_seed_names_a_variant_for_ever(slug):
    """On every machine, with every version: sheets that were handed out are marked later."""
    variants = "\n".join(variant(LESSONS[slug], seed) for seed in SEEDS)
    assert sha256(variants.encode()).hexdigest()[:16] == FOR_EVER[slug]


def test_any_text_is_a_seed():
    """A name, a number, nothing at all."""
    numbers = [
        variant(LESSONS["chain-rule"], seed).splitlines()[:3] for seed in ("1", "42", "Ada Lovelace", "", "٣")
    ]
    assert numbers[:3] == [
        ["x = 5", "y = -6", "z = 4"],
        ["x = -4", "y = -6", "z = -6"],
        ["x = -3", "y = -6", "z = -4"],
    ]
    assert len(set(map(tuple, numbers))) == 5


def test_another_process_draws_the_same(root):
    """Whatever its hashes are seeded with."""
    code = "from app.lessons import LESSONS, variant; print(variant(LESSONS['sigmoid-neuron'], '7'))"
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=root,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert said == [variant(LESSONS["sigmoid-neuron"], "7") + "\n"] * 2


@each_lesson
def test_numbers_stay_inside_their_spans(lesson):
    """Each is one of its span's, as short a decimal as the span's step."""
    for seed in SEEDS:
        for leaf, number in leaves(variant(lesson, seed)).items():
            if leaf in lesson.vary:
                for entry in np.ravel(number).tolist():
                    assert entry in lesson.vary[leaf].choices()
                    assert len(repr(entry)) <= 5


def test_a_class_gets_different_numbers():
    """Two hundred students, hardly any two of them alike."""
    for slug in ("chain-rule", "two-neurons", "sigmoid-neuron"):
        assert len({variant(LESSONS[slug], f"student {k}") for k in range(200)}) > 180


@each_lesson
def test_answers_can_be_written_down_and_told_apart(lesson):
    """No answer is 0 or beyond all digits, unless the lesson's own is."""
    own = [entry["value"] for entry in answer_sheet(lesson, lesson.expression)]
    for seed in SEEDS:
        for entry, usual in zip(answer_sheet(lesson, variant(lesson, seed)), own, strict=True):
            if isinstance(usual, float) and abs(usual) >= 0.01:
                assert 0.0098 < abs(entry["value"]) < 10_200, (seed, entry)


def test_a_step_is_a_short_decimal():
    """Three steps of 0.1 are 0.3, not 0.30000000000000004."""
    lesson = made("x = 0.5\nf = x * x", {"x": span(0.1, 0.9, 0.1)}, ["x"])
    assert {variant(lesson, seed).splitlines()[0] for seed in SEEDS} <= {f"x = 0.{k}" for k in range(1, 10)}


def test_a_kink_is_avoided():
    """What has no derivative is no exercise, unless the lesson is about it."""
    plain = made("x = 2\nw = 3\nf = relu(x) * w", {"x": span(0, 1)}, ["f"])
    about = made("x = 0\nw = 3\nf = relu(x) * w", {"x": span(-1, 1)}, ["f"])
    assert {leaves(variant(plain, seed))["x"] for seed in SEEDS} == {1}
    assert {leaves(variant(about, seed))["x"] for seed in SEEDS} == {-1, 1}


def test_answers_that_are_0_or_cannot_be_written_down_are_avoided():
    """A gradient of nothing, or of a thousand thousands."""
    lesson = made("x = 2\nf = x**7", {"x": span(-20, 20)}, ["x"])
    assert {abs(leaves(variant(lesson, seed))["x"]) for seed in SEEDS} <= {1, 2, 3}


def test_answers_that_are_the_same_by_chance_are_avoided():
    """df/dx = y and df/dy = x: with x = y nobody sees which one a student took."""
    lesson = made("x = 2\ny = 3\nf = x * y", {"x": span(1, 3), "y": span(1, 3)}, ["x", "y"])
    for seed in SEEDS:
        assert leaves(variant(lesson, seed))["x"] != leaves(variant(lesson, seed))["y"]


def test_where_no_draw_is_good_the_best_is_taken():
    """A span that leaves no choice ends all the same; a lesson without spans is itself."""
    lesson = made("x = 2\ny = 3\nf = x * y", {"x": span(1, 1), "y": span(1, 1)}, ["x", "y"])
    assert variant(lesson, "1").splitlines()[:2] == ["x = 1", "y = 1"]
    for vary in ({}, {"x": span(2, 2)}):
        fixed = made("x = 2\nf = x * x", vary, ["x"])
        assert variant(fixed, "1") == fixed.expression


@each_lesson
def test_marking_agrees_with_the_answer_sheet(lesson, api):
    """Every number of the sheet, as a teacher reads it off, and every prediction is right by /grade."""
    for seed in (None, "1", "2", "3"):
        query = "?answers=1" if seed is None else f"?variant={seed}&answers=1"
        sheet = api.get(f"/api/v1/lessons/{lesson.slug}{query}").json()
        for graph, asked in (
            ({"expression": sheet["expression"]}, [(each, each["value"]) for each in sheet["answers"]]),
            ({"graph": sheet["graph"]}, [(each, each["answer"]) for each in sheet["questions"]]),
        ):
            questions = [
                {key: each[key] for key in ("node", "edge", "quantity") if key in each}
                | {"answer": json.dumps(value)}
                for each, value in asked
            ]
            answer = api.post("/grade", graph | {"questions": questions})
            assert answer.status_code == 200, answer.text
            assert [result["correct"] for result in answer.json()["results"]] == [True] * len(questions)
