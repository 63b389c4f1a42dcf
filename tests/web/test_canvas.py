"""The view that writes marks into the page: it changes only what changed, and ends where a fresh drawing would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Watched

pytestmark = pytest.mark.browser

TRACES = ["chain-rule", "sigmoid-neuron-apart", "fan-out", "trouble", "vectors-and-matrices"]

# Steps through a graph in one <svg>, forwards and back, and draws each stop afresh in another.
PLAY = """async ([base, {graph, trace}]) => {
  const [{scene}, {stopsOf}, {createLayout}, {render}] = await Promise.all(
    ["draw/scene.js", "graph/stops.js", "layout/elk.js", "view/canvas.js"].map((path) => import(base + "js/" + path)));
  const layout = await createLayout(base + "vendor/elk/elk-worker.min.js").layout(graph, trace);
  const last = stopsOf(graph, trace).length - 1;
  const canvas = () => document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  const kept = canvas();
  const stops = [...Array(last + 2).keys()].map((index) => index - 1);
  const different = [];
  let moved = 0;
  for (const stop of [...stops, ...stops.toReversed()]) {
    const {marks} = scene({graph, trace, layout, stop});
    const before = new Map([...kept.querySelectorAll("[data-node]")].map((node) => [node.dataset.node, node]));
    render(kept, marks);
    for (const node of kept.querySelectorAll("[data-node]")) {
      if (before.size && before.get(node.dataset.node) !== node) moved += 1;
    }
    const fresh = canvas();
    render(fresh, marks);
    if (fresh.innerHTML !== kept.innerHTML) different.push(stop);
    fresh.remove();
  }
  const count = (selector) => kept.querySelectorAll(selector).length;
  return {different, moved, styled: count("[style]"), texts: count("text")};
}"""


@pytest.fixture
def page(watched: Watched) -> Any:
    """A page whose modules can be asked for."""
    page: Any = watched.page
    page.goto("/states")
    page.wait_for_selector("body[data-ready]", state="attached")
    return page


@pytest.mark.parametrize("name", TRACES)
def test_stepping_ends_where_a_fresh_drawing_would(name: str, page: Any, root: Path) -> None:
    """Whatever the way to a stop, its picture is the same; nodes are kept, and no style attribute is written."""
    trace = json.loads((root / "tests" / "fixtures" / "traces" / f"{name}.json").read_text(encoding="utf-8"))
    base = page.eval_on_selector(
        "script[src*='states.js']", "script => script.src.replace('js/states.js', '')"
    )

    found = page.evaluate(PLAY, [base, trace])

    assert found["texts"] > 0
    assert {key: found[key] for key in ("different", "moved", "styled")} == {
        "different": [],
        "moved": 0,
        "styled": 0,
    }
