"""Every lesson measured on the page itself, in every kind of window: overlaps, cut words, small type, pale numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from app.lessons import LESSONS
from scripts import geometry
from scripts.contact_sheet import SIZES, go, settle, steps, stops

from .conftest import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.sweep]


def faults(page: Page, url: str, view: str) -> list[str]:
    """What the measure says at the last, a middle and the first step."""
    go(page, url, view)
    return [
        f"step {stop}: {fault}"
        for stop in stops(page, steps(page), every=False)
        for fault in geometry.hits(page)
        + (geometry.small_when_presenting(page) if view == "present" else [])
        + geometry.small_type(page)
    ]


@pytest.mark.parametrize("size", ["1280x800", "present", "390x844"])
def test_nothing_overlaps_is_cut_or_small_in_any_lesson(
    workbench: Workbench, window: Callable[..., None], size: str
) -> None:
    """No text on a node, a wire or another text; nothing cut; 14 px on the canvas; a hall's sizes when presenting."""
    page, there = workbench.page, SIZES[size]
    geometry.install(page)
    window(there.width, there.height)
    url = f"{workbench.url}/?lesson="
    every = {slug: faults(page, f"{url}{slug}#", there.view) for slug in sorted(LESSONS)}
    found = {slug: hits for slug, hits in every.items() if hits}
    assert found == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_lit_hall_leaves_every_number_its_contrast(
    workbench: Workbench, window: Callable[..., None], dark: bool
) -> None:
    """With black lifted to a tenth of white, every number that is presented keeps 3:1."""
    page = workbench.page
    helper = page.context.browser.new_page()  # type: ignore[union-attr]  # a page of a test has a browser
    geometry.install(page)
    window(1920, 1080, dark=dark)
    found = {}
    for slug in ("chain-rule", "sigmoid-neuron", "fan-out"):
        go(page, f"{workbench.url}/?lesson={slug}#", "present", "dark" if dark else "light")
        for back in range(0, 8, 3):
            page.keyboard.press("End")
            for _ in range(back):
                page.keyboard.press("ArrowLeft")
            settle(page)
            if pale := geometry.pale_numbers(page, helper, page.screenshot(animations="disabled")):
                found[slug, back] = pale
    helper.close()
    assert found == {}


def test_the_measure_finds_what_is_wrong(workbench: Workbench) -> None:
    """Numbers moved onto a node, a wire and each other, cut, shrunk and bleached are all told."""
    page = workbench.page
    geometry.install(page)
    helper = page.context.browser.new_page()  # type: ignore[union-attr]  # a page of a test has a browser
    workbench.open()
    assert geometry.hits(page) + geometry.small_type(page) == []
    page.evaluate(SPOIL)
    rules = {fault.split(":")[0] for fault in geometry.hits(page) + geometry.small_type(page)}
    assert {"text on text", "text on node", "text on wire", "text cut", "words cut", "small type"} <= rules
    assert any(fault.startswith("pale") for fault in geometry.pale_numbers(page, helper, page.screenshot()))
    helper.close()


# Puts four numbers of the canvas where they must not be, and spoils two more. Styles are set through CSSOM.
SPOIL = """() => {
  const numbers = [...document.querySelectorAll("svg.canvas .number")];
  const disc = document.querySelector("svg.canvas [data-node=q] .disc").getBBox();
  const lane = document.querySelector("svg.canvas .lane");
  const {x, y} = lane.getPointAtLength(lane.getTotalLength() / 2);
  const put = (text, left, base) => { text.setAttribute("x", left); text.setAttribute("y", base); };
  const [first, second, third, fourth, fifth] = numbers.filter((text) => text.closest("[data-node]") === null);
  put(first, disc.x + 10, disc.y + 20);
  put(second, x - 4, y + 4);
  put(third, fourth.getBBox().x + 2, Number(fourth.getAttribute("y")));
  put(fifth, document.querySelector("svg.canvas").viewBox.baseVal.x - 6, 200);
  numbers[0].setAttribute("font-size", 9);
  numbers[1].style.fill = "rgb(220, 225, 215)";
  document.querySelector(".bar").style.cssText = "overflow: hidden; height: 20px";
}"""
