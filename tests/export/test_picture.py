"""
The picture for TeX: it holds what the page shows, in the same places and inks, and nothing stands on anything else.

That it compiles is for ``make figures``.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.engine.document import read_document, write_document
from app.engine.passes import Run, evaluate
from app.engine.program import parse
from app.export.picture import measures
from app.export.picture.curves import bowed, flowing, line
from app.export.picture.room import touch
from app.export.picture.scene import Scene
from app.export.picture.tikz import tikz
from app.lessons import LESSONS
from app.lessons.graphs import graph_of
from tests.engine.graphs import random_document

STATIC = Path(__file__).resolve().parents[2] / "static"
CHAIN_RULE = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z"


def lessons() -> list[Any]:
    """Every picture of every lesson."""
    return [
        pytest.param(lesson, layout, id=f"{lesson.slug}-{number}")
        for lesson in LESSONS.values()
        for number, layout in enumerate(lesson.layouts)
    ]


def lesson_run(lesson: Any, layout: Any = None) -> Run:
    return evaluate(read_document(graph_of(lesson, lesson.expression, layout)))


def said(scene: Scene, kind: str) -> dict[str, str]:
    """What the labels of one kind say, by owner."""
    return {label.owner: label.tex for label in scene.labels if label.kind == kind}


def test_numbers_stand_where_they_belong() -> None:
    """Values on wires, gradients under leaves and wires, local gradients on chips, the seed at the output."""
    scene = Scene(evaluate(parse(CHAIN_RULE).graph))

    assert said(scene, "value") == {"q>f:0": "3", "f>$out:0": "--12"}
    assert said(scene, "gradient") == {"q>f:0": "--4", "f>$out:0": "1"}
    assert said(scene, "sum") == {"x": "--4", "y": "--4", "z": "3"}
    times = r"$\times$"
    assert said(scene, "chip") == {
        "x>q:0": f"{times}1", "y>q:1": f"{times}1", "q>f:0": f"{times}--4", "z>f:1": f"{times}3",
    }  # fmt: skip
    assert said(scene, "seed") == {"$out": "1"} and said(scene, "name") == {"q": "$q$"}


def test_a_stored_layout_is_kept() -> None:
    """Nodes stand where the lesson's picture has them: a leaf by its tip, an op by its middle."""
    scene = Scene(lesson_run(LESSONS["chain-rule"]))

    stored = LESSONS["chain-rule"].layouts[0].nodes
    assert {name: scene.geometry.bodies[name].point for name in stored} == {
        name: tuple(map(float, point)) for name, point in stored.items()
    }


def test_a_graph_without_a_layout_runs_from_left_to_right() -> None:
    """Operands stand left of what they feed, and no two nodes touch."""
    for seed in range(12):
        scene = Scene(evaluate(read_document(random_document(seed, 20))))
        bodies = scene.geometry.bodies

        assert all(bodies[e.source].box.x1 < bodies[e.target].box.x0 for e in scene.geometry.shown.edges)
        assert not [(a, b) for a, b in combinations(bodies.values(), 2) if touch(a.box, b.box)]


def test_a_layout_with_a_node_missing_is_not_used() -> None:
    """A picture with holes is no picture."""
    document = write_document(parse(CHAIN_RULE).graph) | {"layout": {"nodes": {"x": [0, 0]}, "edges": {}}}

    scene = Scene(evaluate(read_document(document)))

    assert len({body.point for body in scene.geometry.bodies.values()}) == 6


@pytest.mark.parametrize(("lesson", "layout"), lessons())
def test_nothing_stands_on_anything_else(lesson: Any, layout: Any) -> None:
    """No label on another, nor on a node or a wire; every label there is to say has its place."""
    scene = Scene(lesson_run(lesson, layout))
    boxes = {(label.kind, label.owner): label.box for label in scene.labels}

    assert [pair for pair in combinations(boxes, 2) if touch(boxes[pair[0]], boxes[pair[1]])] == []
    tight = {key: box.grown(-4.6) for key, box in boxes.items() if key[0] != "chip"}
    discs = [body.box for body in scene.geometry.bodies.values() if body.node.form != "leaf"]
    assert [key for key, box in tight.items() if any(touch(box, disc.grown(-6)) for disc in discs)] == []
    points = [point for wire in scene.geometry.wires for point in wire.curve.points]
    inside = [
        key
        for key, box in boxes.items()
        if any(box.x0 < x < box.x1 and box.y0 < y < box.y1 for x, y in points)
    ]
    assert inside == []
    chips = [e for e in scene.geometry.shown.edges if scene.numbers.chip(e) is not None]
    assert set(said(scene, "chip")) == {edge.key for edge in chips}


def test_constants_stand_inside_their_op_and_groups_in_frames() -> None:
    """Sigmoid taken apart: four ops in a frame, its numbers -1, 1 and -1 inside three of them."""
    scene = Scene(lesson_run(LESSONS["sigmoid-apart"]))

    forms = [body.node.form for body in scene.geometry.bodies.values()]
    glyphs = {body.node.glyph.tex for body in scene.geometry.bodies.values()}
    assert forms.count("pill") + forms.count("disc") == 4 and len(scene.geometry.frames) == 1
    assert {r"${\times}(-1)$", "${+}1$", r"$(\;\,)^{-1}$"} <= glyphs


def test_a_closed_group_is_one_node() -> None:
    """Its parts are not drawn, and wires go to its border."""
    graph = {
        "nodes": [
            {"id": "x", "value": 2},
            {"id": "a", "op": "square", "inputs": ["x"]},
            {"id": "b", "op": "neg", "inputs": ["a"]},
            {"id": "f", "op": "exp", "inputs": ["b"]},
        ],
        "groups": [{"id": "g", "label": "inner", "nodes": ["a", "b"], "open": False}],
    }

    scene = Scene(evaluate(read_document(graph)))

    assert list(scene.geometry.bodies) == ["x", "group:g", "f", "$out"]
    assert [edge.key for edge in scene.geometry.shown.edges] == ["x>a:0", "b>f:0", "f>$out:0"]
    assert "--4" in said(scene, "value").values()


def test_a_wild_layout_gives_a_picture_all_the_same() -> None:
    """Far places shrink the unit, places beyond all paper are not used, nodes on one spot are drawn on one spot."""
    document = write_document(parse(CHAIN_RULE).graph)
    everywhere = {name: [0, 0] for name in "xyzqf"}
    for nodes, edges in (
        (everywhere, {}),
        ({**everywhere, "f": [9e5, -9e5]}, {"q>f:0": [[1e300, 0]]}),
        ({**everywhere, "f": [1e300, 0]}, {"nobody>f:0": [[1, 2]]}),
        (everywhere, {"q>f:0": [[0, 0], [0, 0]]}),
    ):
        run = evaluate(read_document(document | {"layout": {"nodes": nodes, "edges": edges}}))
        written = tikz(run)

        assert max(Scene(run).size_pt) < 16000 and not re.search(r"nan|inf\b|e\+", written)


def test_groups_nest_as_deep_as_a_document_lets_them() -> None:
    """Three hundred groups, each inside the last."""
    document = write_document(parse("x = 1\nf = sin(x)").graph)
    groups = [
        {"id": f"g{i}", "nodes": ["f"], "open": True, "parent": f"g{i - 1}" if i else None}
        for i in range(300)
    ]

    scene = Scene(evaluate(read_document(document | {"groups": groups})))

    assert len(scene.geometry.frames) > 0


def test_the_document_is_whole() -> None:
    """Its colours are defined once, it opens and closes what it opens, and it names no package but three."""
    written = tikz(evaluate(parse(CHAIN_RULE).graph))

    assert re.findall(r"\\usepackage(?:\[[^]]*\])?\{(\w+)\}", written) == ["amsmath", "tikz", "geometry"]
    assert written.count(r"\definecolor{forward}") == 1 and "1449A6" in written.split(r"\begin{document}")[0]
    assert "#" not in written.split(r"\begin{document}")[1]
    assert written.count("{") == written.count("}") and written.isascii()
    assert written.endswith("\\end{tikzpicture}\n\\end{document}\n")


def test_not_a_number_is_hatched() -> None:
    """A lane that carries no number says so."""
    written = tikz(evaluate(parse("x = -1\nf = log(x)").graph))

    assert r"\draw[hazard lane]" in written and r"\draw[hazard ring]" in written and "NaN" in written


def test_a_large_picture_is_one_that_tex_can_hold() -> None:
    """A chain of four hundred nodes: shorter units, no length beyond what TeX knows, no search for places."""
    text = "x = 1\n" + "\n".join(f"n{i} = sin({f'n{i - 1}' if i else 'x'})" for i in range(400))

    scene = Scene(evaluate(parse(text).graph))

    assert max(scene.size_pt) < 16000 and scene.unit < measures.UNIT_PT
    assert len(said(scene, "chip")) == 400


def test_the_inks_are_the_pages() -> None:
    """Colours come from the page's tokens; only the paper is white here."""
    tokens = dict(
        re.findall(
            r"--([a-z-]+): #([0-9A-F]{6});", (STATIC / "css" / "tokens.css").read_text().split("\n.full")[0]
        )
    )

    assert {name: ink for name, ink in measures.INKS.items() if name != "paper"} == {
        name: tokens[name] for name in measures.INKS if name != "paper"
    }


def test_the_lengths_are_the_pages() -> None:
    """Discs, lanes, tags, chips and frames measure what they measure there."""
    source = (STATIC / "js" / "draw" / "metrics.js").read_text()
    found = {
        name: float(value)
        for name, value in re.findall(r"^export const (\w+) = ([\d.]+);", source, re.MULTILINE)
    }
    frozen = r"^export const (\w+) = Object\.freeze\(\{(.*?)\}\);"
    groups = {
        f"{group}_{key}": float(value)
        for group, body in re.findall(frozen, source, re.MULTILINE | re.DOTALL)
        for key, value in re.findall(r"(\w+): (-?[\d.]+)", body)
    }
    mine = ["DISC", "LANE", "UNDERLAY", "RIM_GAP", "HALO", "RING", "GAP", "PORT_ANGLE"]
    assert {name: getattr(measures, name) for name in mine} == {name: found[name] for name in mine}
    pairs = {
        "LEAF_HEIGHT": "LEAF_height", "LEAF_POINT": "LEAF_point", "LEAF_BAR": "LEAF_bar", "LEAF_NAME": "LEAF_nameRoom",
        "LEAF_FIELD": "LEAF_field", "FIELD_HEIGHT": "LEAF_fieldHeight", "LEAF_STANDING": "LEAF_standing",
        "TERMINAL_INNER": "TERMINAL_inner", "TERMINAL_OUTER": "TERMINAL_outer", "TERMINAL_CAPTION": "TERMINAL_caption",
        "CHIP_HEIGHT": "CHIP_height", "CHIP_PAD": "CHIP_pad", "CHIP_TUCK": "CHIP_tuck", "FRAME_ABOVE": "FRAME_above",
        "FRAME_BELOW": "FRAME_below", "FRAME_NAME": "FRAME_name", "FRAME_INSIDE": "FRAME_inside",
        "HARPOON_ALONG": "HARPOON_along", "HARPOON_ACROSS": "HARPOON_across", "ROW_HEIGHT": "BRACKET_row",
        "COLUMN_GAP": "BRACKET_gap",
    }  # fmt: skip
    assert {name: getattr(measures, name) for name in pairs} == {
        name: groups[key] for name, key in pairs.items()
    }


@pytest.mark.parametrize(
    "curve", [line((0, 0), (100, 0)), flowing([(0, 0), (120, 80)]), bowed((0, 0), (90, 0), 25)]
)
def test_lanes_keep_their_distance(curve: Any) -> None:
    """A lane is the wire moved sideways: nowhere more than a unit nearer or further than it should be."""
    side = type(curve)(curve.lane(3.6))
    wire = np.array(curve.points)

    apart = [float(np.min(np.hypot(*(wire - point).T))) for point in side.points]

    assert min(apart) > 2.4 and max(apart) < 4.4
