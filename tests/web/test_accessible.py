"""The page without eyes and without a mouse: what a screen reader is told, what axe finds, where the keyboard goes."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Workbench

pytestmark = pytest.mark.browser

LIVE = "() => document.querySelector('[aria-live=polite]').textContent"
TOLD = "() => document.querySelector('[aria-live=polite]').textContent.match(/^step (\\d+)/)?.[1]"


def texts_in(workbench: Workbench, region: str) -> list[str]:
    """The texts of a region of the accessibility tree, in reading order."""
    session = workbench.page.context.new_cdp_session(workbench.page)
    found: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in found}

    def walk(node: dict[str, Any]) -> Iterator[str]:
        if node["role"]["value"] == "StaticText":
            yield name_of(node)
        for child in node["childIds"]:
            yield from walk(by_id[child])

    (root,) = (node for node in found if name_of(node) == region and node["role"]["value"] == "region")
    return list(walk(root))


def name_of(node: dict[str, Any]) -> str:
    """What a screen reader calls a node."""
    return str(node.get("name", {}).get("value", ""))


def sentences(trace: dict[str, Any]) -> list[str]:
    """What there is to tell, in order: a constant with one consumer is part of its op, and no step of its own."""
    consumers = [source for node in trace["nodes"] for source in node["inputs"]]
    inside = {
        node["id"]
        for node in trace["nodes"]
        if node["kind"] == "constant" and consumers.count(node["id"]) == 1
    }
    return [
        step["text"]
        for step in trace["steps"]
        if step.get("node") not in inside and step.get("source") not in inside
    ]


@pytest.mark.parametrize("slug", ["sigmoid-apart", "fan-out"])
def test_the_accessibility_tree_tells_the_whole_trace_in_order(workbench: Workbench, slug: str) -> None:
    """Stop by stop the live region and the track say the step's sentence; at the end all of them stand in a list."""
    answers: list[Any] = []
    workbench.page.on("response", lambda one: answers.append(one) if one.url.endswith("/evaluate") else None)
    workbench.open(f"/?lesson={slug}")
    told = sentences([trace for trace in (one.json() for one in answers) if "steps" in trace][-1])
    workbench.press("Home")
    count = workbench.place[1]
    heard = []
    for stop in range(1, count + 1):
        workbench.press("ArrowRight")
        workbench.page.wait_for_function(f"(stop) => ({TOLD})() === stop", arg=str(stop))
        heard.append(workbench.page.evaluate(LIVE))
        assert workbench.page.get_by_role("slider", name="Track").get_attribute("aria-valuetext") == heard[-1]

    assert heard == [f"step {at} of {count}. {text}" for at, text in enumerate(told, 1)]
    assert texts_in(workbench, "The steps so far") == heard


def test_a_screen_reader_is_not_told_what_a_stop_asks(workbench: Workbench) -> None:
    """The list of steps ends before the step that is being asked."""
    workbench.lesson("chain-rule")
    workbench.press("Home", *["ArrowRight"] * 3)
    items = workbench.page.get_by_role("region", name="The steps so far").get_by_role("listitem")
    assert items.count() == workbench.place[0] == 3
