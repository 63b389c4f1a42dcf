"""``GET /lessons/{slug}``: the whole answer, and pictures that hold for other numbers too."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from app.lessons import LESSONS, graph_of, places, variant

DATA = Path(__file__).resolve().parents[2] / "app" / "lessons" / "data"
SEEDS = range(6)

OPENED = [
    {"id": "x", "kind": "input", "value": 1},
    {"id": "z__c1", "kind": "constant", "value": -1},
    {"id": "z__mul1", "kind": "op", "op": "mul", "inputs": ["x", "z__c1"]},
    {"id": "z__exp1", "kind": "op", "op": "exp", "inputs": ["z__mul1"]},
    {"id": "z__c2", "kind": "constant", "value": 1},
    {"id": "z__add1", "kind": "op", "op": "add", "inputs": ["z__exp1", "z__c2"]},
    {"id": "z__c3", "kind": "constant", "value": -1},
    {"id": "z", "kind": "op", "op": "pow", "inputs": ["z__add1", "z__c3"]},
]


def test_a_lesson_comes_whole(api):
    """Program, graph taken apart with its layout, every picture, words, and what is asked."""
    told = json.loads((DATA / "sigmoid-apart.json").read_text(encoding="utf-8"))
    opened, closed = told["layouts"]

    found = api.get("/api/v1/lessons/sigmoid-apart").json()

    assert found == {
        **{key: told[key] for key in ("slug", "title", "topic", "summary", "expression", "sources", "numbers")},
        **{key: told[key] for key in ("questions", "notation", "notes")},
        "look": [{"text": each["text"], "at": each.get("at"), "marks": each["marks"]} for each in told["look"]],
        "variant": None,
        "apart": ["z"],
        "modes": [],
        "more": [],
        "also": [],
        "comparisons": [],
        "kind": "graph",
        "trains": False,
        "bench": None,
        "descend": None,
        "varies": ["x"],
        "graph": {
            "name": "Sigmoid taken apart",
            "nodes": OPENED,
            "outputs": ["z"],
            "groups": [
                {"id": "z", "op": "sigmoid", "attrs": {}, "label": None, "parent": None, "open": True,
                 "nodes": [node["id"] for node in OPENED[1:]]},
            ],
            "layout": {"nodes": opened["nodes"], "edges": {}},
            "meta": {},
        },
        "pictures": [
            {"apart": ["z"], "layout": {"nodes": opened["nodes"], "edges": {}}},
            {"apart": [], "layout": {"nodes": closed["nodes"], "edges": {}}},
        ],
    }  # fmt: skip


def test_a_variants_graph_has_its_numbers_in_the_same_places(api):
    """The picture of a lesson is a picture of all its variants."""
    plain = api.get("/api/v1/lessons/chain-rule").json()
    other = api.get("/api/v1/lessons/chain-rule?variant=7").json()

    assert other["graph"]["layout"] == plain["graph"]["layout"]
    assert other["graph"]["nodes"] != plain["graph"]["nodes"]
    assert other["graph"] == graph_of(LESSONS["chain-rule"], other["expression"])


@pytest.mark.parametrize("slug", LESSONS)
def test_the_graph_of_a_lesson_is_a_graph(api, slug):
    """Sent back as it came it evaluates, to the numbers of the program."""
    lesson = api.get(f"/api/v1/lessons/{slug}").json()

    drawn = api.post("/evaluate", {"graph": lesson["graph"]}).json()
    typed = api.post("/evaluate", {"expression": lesson["expression"]}).json()

    for node, value in typed["values"].items():
        assert np.ravel(drawn["values"][node]) == pytest.approx(np.ravel(value), rel=1e-14)
    assert drawn["output"] == typed["output"]


def test_answers_are_told_when_asked_for_only(api):
    """The questions stay questions in a lecture; the sheet has what the engine computes."""
    asked = api.get("/api/v1/lessons/chain-rule").json()["questions"]
    answered = api.get("/api/v1/lessons/chain-rule?answers=1").json()["questions"]

    assert [question.keys() & {"answer"} for question in asked] == [set()] * len(asked)
    assert [question["answer"] for question in answered] == [3, -4, 1, -4]


def test_the_playlist_has_a_note_for_each_lesson(api):
    """Slugs in the order of the lecture, and what to tell the teacher."""
    told = json.loads((DATA / "playlists.json").read_text(encoding="utf-8"))

    assert api.get("/api/v1/playlists").json() == {"playlists": told}


def test_no_variants_numbers_overlap(api, node, root, tmp_path):
    """Other numbers are wider or narrower; the hand-made places leave room for all of them."""
    drawings = []
    for slug, lesson in LESSONS.items():
        for layout in lesson.layouts:
            for seed in SEEDS:
                graph = graph_of(lesson, variant(lesson, str(seed)), layout)
                assert graph["layout"] == places(layout)
                trace = api.post("/evaluate", {"graph": graph}).json()
                drawings.append({"name": f"{slug} {layout.apart} {seed}", "graph": graph, "trace": trace})
    file = tmp_path / "variants.json"
    file.write_text(json.dumps(drawings), encoding="utf-8")

    run = subprocess.run(
        [node, "tests/js/check_pictures.mjs", str(file)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {}
