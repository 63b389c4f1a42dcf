"""The picture told by overlays: each mark from its step on. That it compiles is for ``make figures``."""

from __future__ import annotations

import re

import pytest

from app.engine.document import read_document
from app.engine.passes import Run, evaluate
from app.engine.program import parse
from app.explain.trace import steps
from app.export.picture.beamer import Times, beamer
from app.export.picture.scene import Scene
from app.lessons import LESSONS
from app.lessons.graphs import graph_of


def lesson_run(slug: str) -> Run:
    lesson = LESSONS[slug]
    return evaluate(read_document(graph_of(lesson, lesson.expression)))


def test_everything_happens_at_its_step() -> None:
    """The chain rule's ten steps: values at their nodes, the seed, four edges."""
    run = evaluate(parse("x = -2\ny = 5\nz = -4\nq = x + y\nf = q * z").graph)
    times, slot = Times(Scene(run), steps(run)), run.graph.slot

    assert {name: times.value[slot[name]] for name in "xyqzf"} == {"x": 1, "y": 2, "z": 3, "q": 4, "f": 5}
    assert times.back == {None: 6, 3: 7, 2: 8, 1: 9, 0: 10} and times.last == 10
    assert times.now["f"] == [5, 7, 8] and times.now["$out"] == [6]
    assert times.roles["gradient", "q>f:0"] == [(8, "washed"), (9, "outlined"), (10, "outlined")]


def test_a_sum_is_complete_at_its_own_step() -> None:
    """x feeds three edges of f = x*x + x: their shares come one by one, the sum after the last."""
    run = evaluate(parse("x = 3\nf = x*x + x").graph)
    times = Times(Scene(run), steps(run))

    assert times.whole[run.graph.slot["x"]] == times.last > max(times.back.values())
    assert ("sum", "x") in times.roles


@pytest.mark.parametrize("slug", LESSONS)
def test_one_overlay_a_step(slug: str) -> None:
    """A line for each step that the page has a stop for, none beyond, and every command closes."""
    run = lesson_run(slug)

    written = beamer(run)

    count = int(re.search(r"one overlay for each of (\d+) steps", written).group(1))  # type: ignore[union-attr]
    lines = [int(number) for number in re.findall(r"^\\step\{(\d+)\}", written, re.MULTILINE)]
    overlays = [
        int(n) for span in re.findall(r"\\only<([\d,-]+)>", written) for n in re.findall(r"\d+", span)
    ]
    drawn = Scene(run).geometry.shown.owner
    inside = sum(name not in drawn for name in run.graph.ids)
    assert lines == list(range(1, count + 1)) and max(overlays) <= count
    assert count == len(steps(run)) - inside
    assert written.count("{") == written.count("}") and written.isascii()


def test_a_graph_without_gradients_is_told_forward_only() -> None:
    """Constants alone: no seed, no way back, and no mark that waits for one."""
    written = beamer(evaluate(parse("c: constant = 2\nf = exp(c)").graph))

    assert r"\node[gradient]" not in written and r"\draw[pending]" in written
