"""What can be seen to be wrong on the page: overlaps, cut words, small type, and numbers too pale for a lit hall."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
MEASURE = HERE.joinpath("geometry.js").read_text(encoding="utf-8")
CONTRAST = HERE.joinpath("contrast.js").read_text(encoding="utf-8")

SMALLEST_PX = 14
# Black on a projector's screen in a lit hall, as a part of white; and the least contrast a number must keep there.
LIFTED_BLACK = 0.1
LEAST_CONTRAST = 3.0
# Presenting on 1080 lines, font sizes.
PRODUCT_PX = 45
EDGE_NUMBER_PX = 40

PRODUCT_SIZES = """() => [...document.querySelectorAll(".equation :is(.mark-up, .mark-loc, .mark-down)")]
  .filter((one) => one.checkVisibility()).map((one) => parseFloat(getComputedStyle(one).fontSize))"""


def install(page: Page) -> None:
    """Have the measure at hand on every document of *page*."""
    page.add_init_script(f"window.geometry = {MEASURE}")


def hits(page: Page) -> list[str]:
    """Everything that overlaps or is cut, in words."""
    found: list[dict[str, str]] = page.evaluate("() => window.geometry.hits()")
    return [f"{hit['rule']}: {hit['what']}" for hit in found]


def small_type(page: Page) -> list[str]:
    """Text on the canvas that is smaller on the screen than it may be."""
    sizes: list[dict[str, Any]] = page.evaluate("() => window.geometry.sizes()")
    return [
        f"small type: {one['words']} {one['size']:.1f} px"
        for one in sizes
        if one["size"] < SMALLEST_PX - 0.05
    ]


def numbers(page: Page) -> list[dict[str, Any]]:
    """Every number that is to be read, with its box and size."""
    found: list[dict[str, Any]] = page.evaluate("() => window.geometry.numbers()")
    return found


def still_picture(page: Page) -> bytes:
    """A screenshot between two readings that say the same: what is measured is what was taken."""
    for _ in range(10):
        before = numbers(page)
        picture: bytes = page.screenshot(animations="disabled")
        if numbers(page) == before:
            return picture
    raise AssertionError("the numbers never stand still")


def pale_numbers(page: Page, helper: Page, picture: bytes) -> list[str]:
    """Numbers of *picture*, a screenshot of *page*, that a lit hall swallows; *helper* is blank and reads it."""
    found = numbers(page)
    wish = {
        "picture": base64.b64encode(picture).decode(),
        "boxes": [number["box"] for number in found],
        "lift": LIFTED_BLACK,
    }
    ratios: list[float] = helper.evaluate(CONTRAST, wish)
    return [
        f"pale: {number['words']} {ratio:.2f}"
        for number, ratio in zip(found, ratios, strict=True)
        if ratio < LEAST_CONTRAST
    ]


def small_when_presenting(page: Page) -> list[str]:
    """Type that the last row of a hall could not read."""
    found = [
        f"small for a hall: {number['words']} {number['size']:.1f} px"
        for number in numbers(page)
        if number["drawn"] and number["size"] < EDGE_NUMBER_PX - 0.05
    ]
    sizes: list[float] = page.evaluate(PRODUCT_SIZES)
    return found + [f"small product: {size:.1f} px" for size in sizes if size < PRODUCT_PX - 0.05]
