"""The graph by keyboard alone: from node to node along the wires, and into what one finds there."""

from __future__ import annotations

import pytest

from .conftest import Workbench

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const {dataset, parentElement} = document.activeElement;
  return parentElement.closest(".pad") ? (dataset.op ?? dataset.leaf) : null;
}"""
# Registration corners lie around the focused node's own box.
CORNERS = """() => {
  const style = getComputedStyle(document.activeElement, "::after");
  return style.backgroundImage.split("linear-gradient").length - 1;
}"""


def test_alt_and_the_arrows_walk_the_graph(workbench: Workbench) -> None:
    """Focus moves along wires and among nodes beside each other; corners show where it is."""
    workbench.open()
    way_by_way = "Right Right Left Down Up Left Down".split()
    nodes = ["q", "f", "q", "z", "q", "x", "y"]  # first to the op of the step one stands at
    for way, node in zip(way_by_way, nodes, strict=True):
        workbench.press(f"Alt+Arrow{way}")
        assert workbench.page.evaluate(FOCUSED) == node
        assert workbench.page.evaluate(CORNERS) == 8
    assert workbench.place == (10, 10)


def test_enter_edits_the_leaf_one_walked_to(workbench: Workbench) -> None:
    """And Escape there gives the keyboard back to the leaf."""
    workbench.open()
    workbench.press("Alt+ArrowRight", "Alt+ArrowLeft", "Enter")
    field = workbench.page.get_by_role("textbox", name="Value of x")
    field.fill("7")
    workbench.press("Enter")
    assert workbench.page.evaluate(FOCUSED) == "x"
    workbench.wait("document.querySelector('.head .output .num').textContent === '−48'")


def test_one_walks_into_a_composite_and_opens_it(workbench: Workbench) -> None:
    """Without a pointer: to the sigmoid, and apart it goes."""
    workbench.open("/?lesson=sigmoid-neuron")
    workbench.press("Alt+ArrowRight", *["Alt+ArrowRight"] * 4)
    assert workbench.page.evaluate(FOCUSED) == "f"
    workbench.press("Enter")
    workbench.wait("document.querySelectorAll('.group-frame').length === 1")
    workbench.wait("document.activeElement.getAttribute('aria-label') === 'Close Sigmoid f'")
    workbench.press("Alt+ArrowLeft")
    assert workbench.page.evaluate(FOCUSED) == "f__add1"
