"""
Draw contact sheets of the network bench: the opening network and every lesson that trains, on both of its screens.

Four shots a sheet: as it opens, ten epochs on, an example half-way forward, and half-way back. As for the workbench,
what a measure can say is said beside it (`text_boxes.js`): words that are cut, small, or over one another.

Usage: ``python -m scripts.bench_sheet FOLDER [--only moons,digits] [--sizes 1280x800,390x844]``
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.api.lessons import summary
from app.lessons import LISTED
from scripts.sheets import Shot, Size, draw_all, parser_for, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

MEASURE = (Path(__file__).resolve().parent / "text_boxes.js").read_text(encoding="utf-8")
EPOCHS = 10
SHEETS = "1280x800,1920x1080,390x844"


def addresses() -> dict[str, str]:
    """The bench's address for its own network and for every lesson that trains, by name."""
    trained = [slug for slug, lesson in LISTED.items() if summary(lesson)["trains"]]
    return {"moons": "/train"} | {slug: f"/train?lesson={slug}" for slug in trained}


def opened(page: Page) -> None:
    """As it opens, on the bench itself."""
    page.wait_for_selector("body[data-ready]", state="attached")
    page.wait_for_selector(".net svg.marks, main.example")
    if page.locator("main.example").count():
        page.keyboard.press("Escape")
    page.wait_for_selector(".net svg.marks")
    quiet(page)


def trained(page: Page) -> None:
    """Ten epochs on, or as many as it has."""
    page.keyboard.press("3")  # a step is an epoch
    track = page.locator(".tape [role=slider]")
    for _ in range(EPOCHS):
        if page.locator(".tape .next").is_disabled():
            break
        before = track.get_attribute("aria-valuenow")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f'.tape [role=slider]:not([aria-valuenow="{before}"])')
    quiet(page)


def forward(page: Page) -> None:
    """One example, half-way forward."""
    page.keyboard.press("Enter")
    page.wait_for_selector("main.example .picture svg")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    quiet(page)


def backward(page: Page) -> None:
    """The same, half-way back."""
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    quiet(page)


STATES: dict[str, Callable[[Page], None]] = {
    "opened": opened, "ten epochs on": trained, "forward": forward, "backward": backward,
}  # fmt: skip


def quiet(page: Page) -> None:
    """Wait until nothing has been asked for half a second, and it is painted."""
    page.wait_for_load_state("networkidle")
    settle(page)


def shots(page: Page, address: str, size: Size, theme: str, helper: Page) -> Iterator[Shot]:
    """The network at *address* in each of the four states."""
    page.add_init_script(MEASURE)
    page.goto(address)
    for state, reach in STATES.items():
        reach(page)
        yield Shot(f"{theme}, {state}", page.screenshot(animations="disabled"), page.evaluate("textFaults()"))


def main() -> None:
    """Read the command line and draw."""
    options = parser_for("Draw contact sheets of the network bench.", SHEETS).parse_args()
    draw_all(options, addresses(), shots, "bench-")


if __name__ == "__main__":
    main()
