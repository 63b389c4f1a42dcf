"""
Draw contact sheets of the network bench: the opening network and every lesson that trains, on both of its screens.

Four shots a sheet: as it opens, ten epochs on, an example half-way forward, and half-way back. As for the workbench,
what a measure can say is said beside it (`text_boxes.js`): words that are cut, small, or over one another.

Usage: ``python -m scripts.bench_sheet FOLDER [--only moons,digits] [--sizes 1280x800,390x844]``
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.api.lessons import summary
from app.lessons import LISTED
from scripts.browser import FLAGS, MISSING, find_browser
from scripts.contact_sheet import SIZES, THEMES, open_page, server, settle, sheet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MEASURE = (Path(__file__).resolve().parent / "text_boxes.js").read_text(encoding="utf-8")
EPOCHS = 10


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
    track = page.locator('.tape [role=slider]:not([aria-valuemax="0"])')
    last = min(EPOCHS, int(track.get_attribute("aria-valuemax") or EPOCHS))
    for _ in range(last):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(f'.tape [role=slider][aria-valuenow="{last}"]')
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


def draw(browser: Browser, address: str, name: str, sizes: list[str], folder: Path) -> int:
    """All sheets of one network; how many faults were found."""
    helper = browser.new_page()
    total = 0
    for label in sizes:
        size = SIZES[label]
        columns: list[list[tuple[str, bytes]]] = []
        for theme in THEMES:
            page = open_page(browser, size, theme)
            page.add_init_script(MEASURE)
            page.goto(address)
            column = []
            for state, reach in STATES.items():
                reach(page)
                found = Counter(page.evaluate("textFaults()"))
                for fault, times in found.items():
                    print(f"  {name}, {label}, {theme}, {state}: {fault} ({times})", flush=True)
                total += found.total()
                column.append(
                    (f"{theme}, {state}, {found.total()} faults", page.screenshot(animations="disabled"))
                )
            columns.append(column)
            page.context.close()
        sheet(helper, f"{name}, {label}", size, columns, folder / f"bench-{name}-{label}.png")
        print(f"Wrote {folder / f'bench-{name}-{label}.png'}", flush=True)
    helper.close()
    return total


def main() -> None:
    """Read the command line, start a server and a browser, and draw."""
    parser = argparse.ArgumentParser(description="Draw contact sheets of the network bench.")
    parser.add_argument("folder", type=Path, help="where the sheets go; made if it is not there")
    parser.add_argument("--only", default="", help="names, with commas between")
    parser.add_argument("--sizes", default="1280x800,1920x1080,390x844", help="windows, with commas between")
    options = parser.parse_args()
    binary = find_browser()
    if binary is None:
        raise SystemExit(MISSING)
    from playwright.sync_api import sync_playwright

    names = set(options.only.split(",")) - {""}
    options.folder.mkdir(parents=True, exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        total = sum(
            draw(browser, address + path, name, options.sizes.split(","), options.folder)
            for name, path in addresses().items()
            if not names or name in names
        )
        browser.close()
    print(f"{total} faults")


if __name__ == "__main__":
    main()
