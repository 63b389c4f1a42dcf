"""The board in a browser: carried while it moves, mapped where it does not fit, its cells picked by a press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.odd_graphs import link, tangle

if TYPE_CHECKING:
    from .conftest import Workbench

pytestmark = pytest.mark.browser

# Where a leaf is drawn and where its handle lies: they must agree however the camera stands.
APART = """() => {
  const place = (selector) => document.querySelector(selector).getBoundingClientRect();
  const [drawn, handle] = [place("[data-node=x0] .tag"), place("[data-leaf=x0]")];
  return Math.max(Math.abs(drawn.x - handle.x), Math.abs(drawn.y - handle.y), Math.abs(drawn.width - handle.width));
}"""
STILL = "!document.querySelector('svg.canvas').classList.contains('moving')"
SCALE = """() => {
  const canvas = document.querySelector("svg.canvas");
  return [canvas.style.transform, canvas.getBoundingClientRect().width / canvas.viewBox.baseVal.width];
}"""


def test_what_moves_is_carried_and_drawn_sharp_when_it_rests(workbench: Workbench) -> None:
    """Picture and handles stay together on the way, and no transform is left when the board has come to rest."""
    page = workbench.open(link("Tangle", tangle(50, 1))).page
    before = page.evaluate(SCALE)[1]

    page.mouse.move(480, 500)
    page.keyboard.down("Control")
    for _ in range(5):
        page.mouse.wheel(0, 60)
        assert page.evaluate(APART) < 4
    page.keyboard.up("Control")
    workbench.wait(STILL)

    transform, after = page.evaluate(SCALE)
    assert transform == ""
    assert after < 0.9 * before
    assert page.evaluate(APART) < 4


def test_the_minimap_shows_the_window_and_moves_it(workbench: Workbench) -> None:
    """A graph that does not fit has one; pressing it brings that part of the graph into the window."""
    page = workbench.open(link("Tangle", tangle(50, 1))).page
    page.wait_for_selector(".minimap .window[width]", state="attached")
    box = page.locator(".minimap").bounding_box()
    assert box is not None
    left = "() => Number(document.querySelector('.minimap .window').getAttribute('x'))"

    page.mouse.click(box["x"] + 0.85 * box["width"], box["y"] + box["height"] / 2)
    workbench.wait(STILL)
    far = page.evaluate(left)
    page.mouse.click(box["x"] + 0.15 * box["width"], box["y"] + box["height"] / 2)
    workbench.wait(STILL)

    assert page.evaluate(left) < far - 10


def test_a_graph_that_fits_has_no_minimap(workbench: Workbench) -> None:
    """Where all is in the window there is nothing to map."""
    assert workbench.open("/?lesson=chain-rule").page.locator(".minimap").count() == 0


def test_a_press_on_a_number_of_a_tensor_picks_its_cell(workbench: Workbench) -> None:
    """It is cornered in the leaf and in its gradient; a second press lets it go."""
    page = workbench.open("/?lesson=vectors-and-matrices").page
    number = page.locator("[data-label=value][data-owner=W] text").first
    box = number.bounding_box()
    assert box is not None
    corners = page.locator("[data-owner=W] .corners")

    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    workbench.wait("document.querySelectorAll('[data-owner=W] .corners').length === 2")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    workbench.wait("document.querySelectorAll('[data-owner=W] .corners').length === 0")

    assert corners.count() == 0
