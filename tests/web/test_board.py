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
DRAWN = "document.querySelector('.sheet').style.transform === ''"
SCALE = """() => {
  const canvas = document.querySelector("svg.canvas");
  return canvas.getBoundingClientRect().width / canvas.viewBox.baseVal.width;
}"""
# Its view, how far it is carried, and where a mark of it is on the screen.
STANDS = """() => {
  const {x, y} = document.querySelector("[data-node=x0] .tag").getBoundingClientRect();
  const {e, f} = new DOMMatrix(document.querySelector(".sheet").style.transform);
  return [document.querySelector("svg.canvas").getAttribute("viewBox"), [Math.round(e), Math.round(f)], [x, y]];
}"""


def test_what_moves_is_carried_and_drawn_sharp_when_it_rests(workbench: Workbench) -> None:
    """Picture and handles stay together on the way, and no transform is left when the board has come to rest."""
    page = workbench.open(link("Tangle", tangle(50, 1))).page
    before = page.evaluate(SCALE)

    page.mouse.move(480, 500)
    page.keyboard.down("Control")
    for _ in range(5):
        page.mouse.wheel(0, 60)
        assert page.evaluate(APART) < 4
    page.keyboard.up("Control")
    workbench.wait(DRAWN)

    assert page.evaluate(SCALE) < 0.9 * before
    assert page.evaluate(APART) < 4


def test_what_is_only_moved_aside_is_not_drawn_again(workbench: Workbench) -> None:
    """At the same size the picture is as it would be drawn: it stays carried, and a click finds its handles."""
    page = workbench.open(link("Tangle", tangle(50, 1))).page
    view, _, [x, y] = page.evaluate(STANDS)

    page.mouse.move(480, 500)
    page.mouse.wheel(-40, -30)
    workbench.wait("document.querySelector('.sheet').style.transform !== ''")
    page.keyboard.press("Tab")  # whatever is drawn at rest is drawn by now

    assert page.evaluate(STANDS) == [view, [40, 30], [x + 40, y + 30]]
    assert page.evaluate(APART) < 4


def test_the_number_under_the_pointer_is_told_to_its_last_digit(workbench: Workbench) -> None:
    """As a tooltip, and nothing is where no number is."""
    page = workbench.open("/?lesson=sigmoid-neuron").page
    number = page.locator("[data-label=gradient] .number").first
    box, full = number.bounding_box(), number.locator("title").text_content()
    assert box is not None

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    workbench.wait(f"document.querySelector('.hold').title === {full!r}")
    page.mouse.move(20, 600)
    workbench.wait("document.querySelector('.hold').title === ''")


def test_the_minimap_shows_the_window_and_moves_it(workbench: Workbench) -> None:
    """A graph that does not fit has one; pressing it brings that part of the graph into the window."""
    page = workbench.open(link("Tangle", tangle(50, 1))).page
    page.wait_for_selector(".minimap .window[style]", state="attached")
    box = page.locator(".minimap").bounding_box()
    assert box is not None
    left = "() => document.querySelector('.minimap .window').getBoundingClientRect().x"

    page.mouse.click(box["x"] + 0.85 * box["width"], box["y"] + box["height"] / 2)
    far = page.evaluate(left)
    page.mouse.click(box["x"] + 0.15 * box["width"], box["y"] + box["height"] / 2)

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


def test_a_long_table_comes_in_pieces(workbench: Workbench) -> None:
    """Eighty rows at first, since every row costs every frame; the rest when it is scrolled to."""
    page = workbench.open(link("Tangle", tangle(150, 1))).page
    rows = page.locator("table.numbers tbody tr")
    assert rows.count() == 80
    page.locator(".rest").scroll_into_view_if_needed()
    workbench.wait("document.querySelectorAll('table.numbers tbody tr').length >= 150")
    assert page.locator(".rest").count() == 0
