"""
Draw contact sheets of the workbench: every lesson and some odd graphs, at four stops, in three windows and two themes.

They are for looking at, where a test cannot say whether a picture is good: run it before and after a change to the
drawing and compare. Each sheet is one graph in one window; nothing of it is committed.

Usage: ``python -m scripts.contact_sheet FOLDER [--only chain-rule,tensors] [--sizes 1280x800] [--themes light]``
"""

from __future__ import annotations

import argparse
import base64
import html
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.lessons import LESSONS
from scripts.browser import FLAGS, MISSING, find_browser
from scripts.odd_graphs import ODD, link

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
SIZES = ("1280x800", "1920x1080", "390x844")
THEMES = ("light", "dark")
# What a shot is scaled to on its sheet, by the window's width: large enough to read the numbers.
SHOWN = {1280: 1000, 1920: 1000, 390: 390}


def addresses() -> dict[str, str]:
    """The page's address for every lesson and odd graph, by its name."""
    lessons = {slug: f"/?lesson={quote(slug)}" for slug in LESSONS}
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


def place(page: Page) -> tuple[int, int]:
    """The step the page says it stands at, and of how many."""
    found = re.search(r"(\d+) of (\d+)", page.locator(".bar .count").inner_text())
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)


def shots(page: Page) -> Iterator[tuple[str, bytes]]:
    """The page at the start, soon after the seed, halfway back, and at the end."""
    page.keyboard.press("Home")
    yield "start", shot(page)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    seed, count = place(page)
    page.keyboard.press("End")
    last = shot(page)
    at = count
    for name, step in (("middle", (seed + count) // 2), ("early back", min(seed + 2, count))):
        for _ in range(max(0, at - step)):
            page.keyboard.press("ArrowLeft")
        at = min(at, step)
        yield f"{name}: step {at} of {count}", shot(page)
    yield "end", last


def shot(page: Page) -> bytes:
    """What the page looks like once it has painted."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.screenshot(animations="disabled")


def sheet(browser: Browser, title: str, width: int, pictures: list[tuple[str, bytes]], target: Path) -> None:
    """Lay *pictures* out with their labels, and save them as one."""
    columns = 4 if width < 600 else 2
    shown = SHOWN.get(width, width)
    cells = "".join(
        f'<figure><figcaption>{html.escape(label)}</figcaption><img width="{shown}" src="data:image/png;base64,'
        f'{base64.b64encode(picture).decode()}"></figure>'
        for label, picture in pictures
    )
    style = (
        f"body{{font:16px sans-serif;margin:8px;width:{columns * (shown + 8)}px;background:#888}}"
        "main{display:flex;flex-wrap:wrap;gap:8px}figure{margin:0}h1{font-size:20px;margin:0 0 6px}"
    )
    page = browser.new_page(viewport={"width": columns * (shown + 8) + 16, "height": 400})
    page.set_content(f"<style>{style}</style><h1>{html.escape(title)}</h1><main>{cells}</main>")
    page.screenshot(path=str(target), full_page=True)
    page.close()


def draw(browser: Browser, address: str, size: str, theme: str, wanted: dict[str, str], folder: Path) -> None:
    """All sheets of one window and theme."""
    width, height = (int(side) for side in size.split("x"))
    context = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        color_scheme="dark" if theme == "dark" else "light",
    )
    for name, path in wanted.items():
        page = context.new_page()
        page.goto(address + path)
        page.wait_for_selector("body[data-ready]", state="attached")
        target = folder / f"{name}-{size}-{theme}.png"
        sheet(browser, f"{name}, {size}, {theme}", width, list(shots(page)), target)
        page.close()
        print(f"Wrote {target}", flush=True)
    context.close()


def main() -> None:
    """Read the command line, start a server and a browser, and draw."""
    parser = argparse.ArgumentParser(description="Draw contact sheets of the workbench.")
    parser.add_argument("folder", type=Path, help="where the sheets go; made if it is not there")
    parser.add_argument("--only", default="", help="names of lessons and odd graphs, with commas between")
    parser.add_argument("--sizes", default=",".join(SIZES), help="windows, with commas between")
    parser.add_argument("--themes", default=",".join(THEMES), help="light, dark or both")
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
        for size in options.sizes.split(","):
            for theme in options.themes.split(","):
                draw(browser, address, size, theme, wanted, options.folder)
        browser.close()


if __name__ == "__main__":
    main()
