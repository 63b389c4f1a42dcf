"""
What the page really asks for, heard from a browser: a lesson is opened, stepped, dragged at and left for the next one,
and a network is trained. What is heard is played again by as many students as one likes (`classroom.py`).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from scripts.browser import FLAGS, MISSING, find_browser

from .figure import DidNotRun

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

FIRST, SECOND = "chain-rule", "fan-out"
READY = "() => document.body?.dataset.ready && !document.querySelector('[data-coming]')"
TRAINS = "() => Number(document.querySelector('.track').getAttribute('aria-valuenow')) > 5"
WIDTH, HEIGHT = 1280, 800
DRAGS = 20


@dataclass
class Visit:
    """
    Requests as [method, path, body], in the order in which the browser sent them.

    Attributes:
        opening: The first lesson, by a browser that has never been here.
        drag: Those while a number is dragged.
        rest: Those after the hand has let go.
        following: The next lesson; what the browser keeps for ever is not asked for again.
        bench: The network bench, likewise.
        training: What the bench says over the WebSocket to begin a training.
    """

    opening: list[list[str]] = field(default_factory=list)
    drag: list[list[str]] = field(default_factory=list)
    rest: list[list[str]] = field(default_factory=list)
    following: list[list[str]] = field(default_factory=list)
    bench: list[list[str]] = field(default_factory=list)
    training: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """For the process that plays it."""
        return json.dumps(asdict(self))


def visit(url: str) -> Visit:
    """Play a student's visit in a browser and listen."""
    binary = find_browser()
    if binary is None:
        raise DidNotRun(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=list(FLAGS))
        try:
            page = browser.new_page(base_url=url, viewport={"width": WIDTH, "height": HEIGHT})
            return _heard(page, url)
        finally:
            browser.close()


def _heard(page: Page, url: str) -> Visit:
    found, kept = Visit(), set[str]()
    into = [found.opening]

    def hear(request: Request) -> None:
        path = request.url.removeprefix(url)
        if path in kept or not path.startswith("/"):
            return
        if path.startswith("/static/"):
            kept.add(path)
        into[0].append([request.method, path, request.post_data or ""])

    page.on("request", hear)
    page.on(
        "websocket", lambda socket: socket.on("framesent", lambda said: found.training.append(_text(said)))
    )
    _open(page, f"/?lesson={FIRST}")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    into[0] = found.drag
    _drag(page)
    into[0] = found.rest
    with page.expect_response("**/api/v1/check"):
        page.mouse.up()
    into[0] = found.following
    _open(page, f"/?lesson={SECOND}")
    into[0] = found.bench
    _open(page, "/train")
    page.keyboard.press("Space")
    page.wait_for_function(TRAINS)
    if not (found.drag and found.rest and found.training):
        raise RuntimeError("The page was not heard to ask for what a drag and a training take.")
    return found


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_function(READY)
    page.wait_for_load_state("networkidle")


def _drag(page: Page) -> None:
    """Take a leaf's number and move it, a little a frame."""
    box = page.locator("[data-leaf=y]").bounding_box()
    assert box is not None
    x, y = box["x"] + 0.55 * box["width"], box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, DRAGS):
        page.mouse.move(x, y - 4 * step)
    with page.expect_response("**/api/v1/evaluate"):
        page.mouse.move(x, y - 4 * DRAGS - 40)


def _text(said: Any) -> str:
    return said if isinstance(said, str) else said.decode()
