"""
Lay shots of the page out as contact sheets: a sheet is one thing in one window, both themes, at several moments.

What is shown, and what a measure has to say about a shot, comes from the callers (`contact_sheet`, `bench_sheet`).
"""

from __future__ import annotations

import argparse
import base64
import html
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.browser import FLAGS, MISSING, find_browser

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


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the page, where it stood, and what the measure found wrong."""

    label: str
    picture: bytes
    faults: list[str]

    @property
    def caption(self) -> str:
        """What stands over it on the sheet."""
        return f"{self.label}, {len(self.faults)} faults" if self.faults else self.label


# The shots of one address in one window and theme: a page to go there with, the address, the window, the theme, and a
# second page that nobody looks at, for measuring pictures.
Shots = Callable[["Page", str, Size, str, "Page"], Iterator[Shot]]

PAINTED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def settle(page: Page) -> None:
    """Wait until the page has painted what it was told, fonts included."""
    page.evaluate(PAINTED)


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
    """A page of that window and theme, without movement."""
    context = browser.new_context(
        viewport={"width": size.width, "height": size.height},
        reduced_motion="reduce",
        color_scheme="dark" if theme == "dark" else "light",
    )
    return context.new_page()


def lay_out(helper: Page, title: str, size: Size, columns: list[list[Shot]], target: Path) -> None:
    """Lay the shots of each theme out as a column of its own, and save them as one picture."""
    narrow = size.width < 600
    across = len(columns[0]) * 2 if narrow else 2
    pairs = [shot for pair in zip(*columns, strict=True) for shot in pair]
    cells = "".join(
        f"<figure><figcaption>{html.escape(shot.caption)}</figcaption>"
        f'<img width="{size.shown}" src="data:image/png;base64,{base64.b64encode(shot.picture).decode()}"></figure>'
        for shot in (columns[0] + columns[1] if narrow else pairs)
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


def tell(name: str, label: str, shot: Shot) -> None:
    """Print what was found on a shot, each fault once."""
    for fault, times in Counter(shot.faults).items():
        often = f" ({times} times)" if times > 1 else ""
        print(f"  {name}, {label}, {shot.label}: {fault}{often}", flush=True)


def draw(browser: Browser, name: str, address: str, sizes: list[str], shots: Shots, folder: Path) -> int:
    """All sheets of one address; how many faults the measure found."""
    helper = browser.new_page()
    total = 0
    for label in sizes:
        size = SIZES[label]
        columns: list[list[Shot]] = []
        for theme in THEMES:
            page = open_page(browser, size, theme)
            columns.append([])
            for shot in shots(page, address, size, theme, helper):
                tell(name, label, shot)
                columns[-1].append(shot)
                total += len(shot.faults)
            page.context.close()
        target = folder / f"{name}-{label}.png"
        lay_out(helper, f"{name}, {label}", size, columns, target)
        print(f"Wrote {target}", flush=True)
    helper.close()
    return total


def parser_for(description: str, sizes: str) -> argparse.ArgumentParser:
    """The command line every kind of sheet has; *sizes* are drawn where none are named."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path, help="where the sheets go; made if it is not there")
    parser.add_argument("--only", default="", help="names, with commas between")
    parser.add_argument("--sizes", default=sizes, help="windows, with commas between")
    return parser


def draw_all(options: argparse.Namespace, paths: Mapping[str, str], shots: Shots, prefix: str = "") -> None:
    """Start a server and a browser, and draw every path asked for by its name; *prefix* begins the files' names."""
    binary = find_browser()
    if binary is None:
        raise SystemExit(MISSING)
    from playwright.sync_api import sync_playwright

    names = set(options.only.split(",")) - {""}
    wanted = {name: path for name, path in paths.items() if not names or name in names}
    options.folder.mkdir(parents=True, exist_ok=True)
    with server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        sizes = options.sizes.split(",")
        total = sum(
            draw(browser, prefix + name, address + path, sizes, shots, options.folder)
            for name, path in wanted.items()
        )
        browser.close()
    print(f"{total} faults")
