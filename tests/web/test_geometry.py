"""Lessons and odd graphs measured on the page, in every kind of window: overlaps, cut words, small or pale type."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pytest

from app.lessons import LESSONS
from scripts import geometry
from scripts.contact_sheet import addresses, go, steps, stops
from scripts.odd_graphs import ODD
from scripts.sheets import SIZES

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


def found_in(workbench: Workbench, names: Iterable[str], size: str) -> dict[str, list[str]]:
    """What the measure says of each of these graphs in that window, if anything."""
    paths = addresses()
    every = {
        name: faults(workbench.page, f"{workbench.url}{paths[name]}", SIZES[size].view)
        for name in sorted(names)
    }
    return {name: hits for name, hits in every.items() if hits}


@pytest.mark.parametrize(
    ("kind", "size"),
    [*(("lessons", size) for size in SIZES), ("odd", "1280x800"), ("odd", "present"), ("odd", "390x844")],
)
def test_nothing_overlaps_is_cut_or_small(
    workbench: Workbench, window: Callable[..., None], size: str, kind: str
) -> None:
    """No text on a node, a wire or another text; nothing cut; 14 px on the canvas; a hall's sizes when presenting."""
    geometry.install(workbench.page)
    window(SIZES[size].width, SIZES[size].height)
    assert found_in(workbench, LESSONS if kind == "lessons" else ODD, size) == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_lit_hall_leaves_every_number_its_contrast(
    workbench: Workbench, window: Callable[..., None], dark: bool
) -> None:
    """With black lifted to a tenth of white every number that is presented keeps 3:1, of one lesson at every stop."""
    page = workbench.page
    helper = page.context.browser.new_page()  # type: ignore[union-attr]  # a page of a test has a browser
    geometry.install(page)
    window(1920, 1080, dark=dark)
    paths = addresses()
    found = {}
    for name in ("sigmoid-neuron", "chain-rule", "fan-out", "vectors-and-matrices", "trouble"):
        go(page, f"{workbench.url}{paths[name]}", "present", "dark" if dark else "light")
        for stop in stops(page, steps(page), every=name == "sigmoid-neuron"):
            if pale := geometry.pale_numbers(page, helper, geometry.still_picture(page)):
                found[name, stop] = pale
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
