"""
Draw contact sheets of the workbench: every lesson and some odd graphs, at the first, middle and last step.

They are for looking at, where a test cannot say whether a picture is good: run it before and after a change to the
drawing and compare. A sheet is one graph in one window, light on the left and dark on the right; nothing of it is
committed. What a measure can say is measured on every shot as well, and printed: overlaps, cut words, small type, and
numbers that a lit hall would swallow.

Usage: ``python -m scripts.contact_sheet FOLDER [--only chain-rule,tensors] [--sizes 1280x800,present] [--every]``
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.lessons import LESSONS
from scripts import geometry
from scripts.odd_graphs import ODD, link
from scripts.sheets import SIZES, Shot, Size, draw_all, parser_for, settle

if TYPE_CHECKING:
    from playwright.sync_api import Page

# So many steps back from where the player stands, without a round trip for each.
BACK = """(count) => {
  for (let at = 0; at < count; at += 1) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowLeft", bubbles: true}));
  }
}"""


def addresses() -> dict[str, str]:
    """The page's address for every lesson and odd graph, by its name; a fragment is always begun."""
    lessons = {slug: f"/?lesson={quote(slug)}#" for slug in LESSONS}
    lessons["sigmoid-neuron-apart"] = "/?lesson=sigmoid-neuron#open=f"
    return lessons | {name: link(name, text) for name, text in ODD.items()}


def go(page: Page, address: str, view: str = "", theme: str = "") -> None:
    """Open *address* at its last step, in *view* if one is named."""
    fields = [f"view={view}"] * bool(view) + [f"theme={theme}"] * bool(theme)
    page.goto("about:blank")  # another fragment alone would not load the page anew
    page.goto("&".join([address, *fields]))
    page.wait_for_selector("body[data-ready]", state="attached")
    page.wait_for_selector(".count, .present-count")  # a view that is fetched on first use has come
    page.keyboard.press("End")
    settle(page)


def steps(page: Page) -> int:
    """How many steps the trace has, as the page says it in every view: "7 of 20"."""
    said = page.locator(".count, .present-count").first.inner_text()
    return int(said.split()[-1])


def stops(page: Page, count: int, every: bool) -> Iterator[int]:
    """Stand at the last step, then at the middle of the way back, then at the first; or at every one, from the last."""
    wanted = range(count, -1, -1) if every else [count, (3 * count) // 4, 1]
    at = count
    for stop in wanted:
        page.evaluate(BACK, at - stop)
        at = stop
        settle(page)
        yield stop


def faults(page: Page, helper: Page, picture: bytes, size: Size) -> list[str]:
    """Everything the measure has to say about a shot."""
    found = geometry.hits(page) + geometry.small_type(page)
    if size.view != "present":
        return found
    return found + geometry.pale_numbers(page, helper, picture) + geometry.small_when_presenting(page)


def shots(page: Page, address: str, size: Size, theme: str, helper: Page, *, every: bool) -> Iterator[Shot]:
    """The graph at *address* at its last, middle and first step, or at every one."""
    geometry.install(page)
    go(page, address, size.view, theme)
    count = steps(page)
    for stop in stops(page, count, every):
        picture = page.screenshot(animations="disabled")
        yield Shot(f"{theme}, step {stop} of {count}", picture, faults(page, helper, picture, size))


def main() -> None:
    """Read the command line and draw."""
    parser = parser_for("Draw contact sheets of the workbench.", ",".join(SIZES))
    parser.add_argument("--every", action="store_true", help="every step, not three")
    options = parser.parse_args()
    draw_all(options, addresses(), partial(shots, every=options.every))


if __name__ == "__main__":
    main()
