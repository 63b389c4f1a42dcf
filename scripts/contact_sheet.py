"""
Draw contact sheets of the workbench: every lesson and some odd graphs, at the first, middle and last step.

They are for looking at, where a test cannot say whether a picture is good: run it before and after a change to the
drawing and compare. A sheet is one graph in one window, light on the left and dark on the right; nothing of it is
committed. What a measure can say is measured on every shot as well, and printed: overlaps, cut words, small type, and
numbers that a lit hall would swallow.

Usage: ``python -m scripts.contact_sheet FOLDER [--only chain-rule,tensors] [--sizes 1280x800,present] [--every]``
"""

from __future__ import annotations

import argparse
import base64
import html
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.lessons import LESSONS
from scripts import geometry
from scripts.browser import FLAGS, MISSING, find_browser
from scripts.odd_graphs import ODD, link

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Size:
    """A window, what the link says in it, and how wide a shot of it stands on the sheet."""

    width: int
    height: int
    view: str
    shown: int


SIZES = {
    "1280x800": Size(1280, 800, "", 960),
    "1920x1080": Size(1920, 1080, "", 960),
    "present": Size(1920, 1080, "present", 960),
    "390x844": Size(390, 844, "", 390),
}

# So many steps back from where the player stands, without a round trip for each.
BACK = """(count) => {
  for (let at = 0; at < count; at += 1) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowLeft", bubbles: true}));
  }
}"""


PAINTED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def addresses() -> dict[str, str]:
    """The page's address for every lesson and odd graph, by its name; a fragment is always begun."""
    lessons = {slug: f"/?lesson={quote(slug)}#" for slug in LESSONS}
    lessons["sigmoid-neuron-apart"] = "/?lesson=sigmoid-neuron#open=f"
    return lessons | {name: link(name, text) for name, text in ODD.items()}


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that runs as long as the block does."""
    command = [sys.executable, "-m", "app", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None  # PIPE was asked for
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise SystemExit("The server did not start.")
        yield found.group()
    finally:
        process.terminate()
        process.wait(timeout=20)


def open_page(browser: Browser, size: Size, theme: str) -> Page:
    """A page of that window and theme that measures itself."""
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        reduced_motion="reduce",
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    geometry.install(page)
    return page


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


def settle(page: Page) -> None:
    """Wait until the page has painted what it was told, fonts included."""
    page.evaluate(PAINTED)


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


def sheet(helper: Page, title: str, size: Size, columns: list[list[tuple[str, bytes]]], target: Path) -> None:
    """Lay the shots of each theme out as a column of its own, and save them as one picture."""
    across = len(columns[0]) * 2 if size.width < 600 else 2
    pairs = [shot for pair in zip(*columns, strict=True) for shot in pair]
    shots = columns[0] + columns[1] if size.width < 600 else pairs
    cells = "".join(
        f'<figure><figcaption>{html.escape(label)}</figcaption><img width="{size.shown}" src="data:image/png;base64,'
        f'{base64.b64encode(picture).decode()}"></figure>'
        for label, picture in shots
    )
    wide = across * (size.shown + 8)
    style = (
        f"body{{font:16px sans-serif;margin:8px;width:{wide}px;background:#888}}"
        "main{display:flex;flex-wrap:wrap;gap:8px}figure{margin:0}h1{font-size:20px;margin:0 0 6px}"
    )
    helper.set_viewport_size({"width": wide + 16, "height": 400})
    helper.set_content(f"<style>{style}</style><h1>{html.escape(title)}</h1><main>{cells}</main>")
    helper.screenshot(path=str(target), full_page=True)
    helper.set_content("")


def draw(browser: Browser, address: str, graph: str, names: list[str], every: bool, folder: Path) -> int:
    """All sheets of one graph; how many faults the measure found."""
    helper = browser.new_page()
    total = 0
    for name in names:
        size = SIZES[name]
        columns: list[list[tuple[str, bytes]]] = []
        for theme in THEMES:
            page = open_page(browser, size, theme)
            go(page, address, size.view, theme)
            count = steps(page)
            column = []
            for stop in stops(page, count, every):
                picture = page.screenshot(animations="disabled")
                label = f"{theme}, step {stop} of {count}"
                found = faults(page, helper, picture, size)
                for fault, times in Counter(found).items():
                    print(
                        f"  {graph}, {name}, {label}: {fault}{f' ({times} times)' * (times > 1)}", flush=True
                    )
                total += len(found)
                column.append((f"{label}, {len(found)} faults" if found else label, picture))
            columns.append(column)
            page.context.close()
        target = folder / f"{graph}-{name}.png"
        sheet(helper, f"{graph}, {name}", size, columns, target)
        print(f"Wrote {target}", flush=True)
    helper.close()
    return total


def main() -> None:
    """Read the command line, start a server and a browser, and draw."""
    parser = argparse.ArgumentParser(description="Draw contact sheets of the workbench.")
    parser.add_argument("folder", type=Path, help="where the sheets go; made if it is not there")
    parser.add_argument("--only", default="", help="names of lessons and odd graphs, with commas between")
    parser.add_argument("--sizes", default=",".join(SIZES), help="windows, with commas between")
    parser.add_argument("--every", action="store_true", help="every step, not three")
    options = parser.parse_args()
    binary = find_browser()
    if binary is None:
        raise SystemExit(MISSING)
    from playwright.sync_api import sync_playwright

    names = set(options.only.split(",")) - {""}
    wanted = {name: path for name, path in addresses().items() if not names or name in names}
    options.folder.mkdir(parents=True, exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        sizes = options.sizes.split(",")
        total = sum(
            draw(browser, address + path, graph, sizes, options.every, options.folder)
            for graph, path in wanted.items()
        )
        browser.close()
    print(f"{total} faults")


if __name__ == "__main__":
    main()
