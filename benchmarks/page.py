"""
The page's rows: from a hand's move to the numbers painted, frames a second, and what the first view weighs.

A real Chromium against a real server on this machine. The drag is measured twice: with the browser's frame rate
unlimited, so that a figure is work and not the wait for a display, and at 60 frames a second, as a reader has it. The
hand waits for the acknowledgement: it moves on when the numbers of the move before have been painted, so that moves
neither queue up nor fall together, and every one of them is measured from the pointer's event to its own paint.
"""

from __future__ import annotations

import itertools
import math
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scripts.browser import FLAGS, MISSING, find_browser
from scripts.odd_graphs import link, neurons, tangle

from .http import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Headless Chromium draws 60 frames a second as if a display asked for them; these take the display away.
UNLIMITED = ("--disable-frame-rate-limit", "--disable-gpu-vsync")
# A drag goes on for a while; its first moves are those of code that has not run before.
WARM, MOVES = 10, 150
PLAY_S = 6
SWING_S = 4
FIRST_VIEW_LIMIT = 300_000

# The layout engine comes a second after all else.
AFTERWARDS = ("/elk", "/layout/layout.js", "/layout/tree.js")

A_MARK = "svg.canvas .disc"

# Where a number stands that a hand can take: a leaf's that is in sight.
A_LEAF = """() => {
  for (const leaf of document.querySelectorAll("[data-leaf]")) {
    const {x, y, width, height} = leaf.getBoundingClientRect();
    const point = [x + 0.55 * width, y + height / 2];
    if (document.elementFromPoint(...point) === leaf) return point;
  }
  throw new Error("no leaf is in sight");
}"""

# Notes, for every move of the hand, how long after it the frame with its numbers had been painted: the first change of
# the canvas's words after it, the frame that follows, and the task after that frame. Whoever waits for it is told. What
# stood there before is read before the hand moves, for reading it is no work of the page. The hand is drawn, as a
# pointer is on a screen: a browser without a display begins a frame for every move, and holds one in which nothing
# looks different for a sixtieth of a second, so that the next, which has the numbers, would wait for it.
WATCH_DRAG = """() => {
  const canvas = document.querySelector("svg.canvas");
  const words = () => canvas.textContent;
  let [since, before, told] = [null, "", () => undefined];
  window.painted = () => {
    [since, before] = [null, words()];
    return new Promise((done) => (told = done));
  };
  const after = new MessageChannel();
  after.port1.onmessage = () => told(performance.now() - since);
  for (const kind of ["pointerrawupdate", "pointermove"]) {
    addEventListener(kind, (event) => (since ??= event.timeStamp), true);
  }
  const hand = document.body.appendChild(document.createElement("div"));
  Object.assign(hand.style, {position: "fixed", inset: "0 auto auto 0", width: "4px", height: "4px",
    background: "gray", pointerEvents: "none", willChange: "transform"});
  addEventListener("pointermove", ({clientX, clientY}) => {
    hand.style.transform = `translate(${clientX}px, ${clientY}px)`;
  }, true);
  new MutationObserver(() => {
    if (before === null || words() === before) return;
    before = null;
    requestAnimationFrame(() => after.port2.postMessage(0));
  }).observe(canvas, {subtree: true, childList: true, characterData: true});
}"""
# Begins to wait before the hand moves; a machine too busy to answer at all gives the move up.
AWAIT_PAINT = """() => {
  window.last = Promise.race([window.painted(), new Promise((done) => setTimeout(done, 5000, null))]);
}"""

# Counts frames, and those in which the named element stood elsewhere than in the one before.
WATCH_FRAMES = """(selector) => {
  const seen = {from: performance.now(), frames: [], moved: 0, place: "", on: true};
  window.seen = seen;
  const tick = (now) => {
    if (!seen.on) return;
    const {x, y, width} = document.querySelector(selector)?.getBoundingClientRect() ?? {};
    const place = `${x} ${y} ${width}`;
    if (place !== seen.place) seen.moved += 1;
    seen.place = place;
    seen.frames.push(now);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""
STOP_FRAMES = (
    "() => { window.seen.on = false; return {frames: window.seen.frames, moved: window.seen.moved}; }"
)

ENTRIES = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map(({name, encodedBodySize, initiatorType}) => ({name, size: encodedBodySize, kind: initiatorType}))"""


def report(rounds: int) -> None:
    """Measure and print every row of the page."""
    binary = find_browser()
    if binary is None:
        print(f"page: not run. {MISSING}")
        return
    print(
        "one browser and one server on this machine; times in milliseconds from a pointer's event to the paint"
    )
    print(f"{'what':58}{'median':>9}{'p95':>9}{'goal':>16}")
    with running("app", "--port", "{port}") as server:
        address = f"http://127.0.0.1:{server.connection.port}"
        _weight(binary, address)
        _drags(binary, address)
        _frames(binary, address)


@contextmanager
def chromium(binary: str, *flags: str) -> Iterator[Browser]:
    """A browser as the tests have it, with more *flags*."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary, args=[*FLAGS, *flags])
        yield browser
        browser.close()


def opened(browser: Browser, address: str, nodes: str, width: int = 1280, height: int = 800) -> Page:
    """A page on which the program *nodes* stands drawn."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(30_000)
    page.goto(address + link("Measured", nodes))
    page.wait_for_selector("body[data-ready]", state="attached")
    return page


def _weight(binary: str, address: str) -> None:
    """Bytes as sent: script and style of the first view, without the layout worker and fonts."""
    with chromium(binary) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script("performance.setResourceTimingBufferSize(1000)")
        page.goto(address)
        page.wait_for_selector("body[data-ready]", state="attached")
        page.wait_for_load_state("networkidle")  # a file still on its way has no size yet
        entries: list[dict[str, Any]] = page.evaluate(ENTRIES)
        page.close()
    ends = {
        kind: [one for one in entries if one["name"].split("?")[0].endswith(names)]
        for kind, names in ((".js", (".js", ".mjs")), (".css", (".css",)))
    }
    ends[".js"] = [one for one in ends[".js"] if not any(name in one["name"] for name in AFTERWARDS)]
    script, style = (sum(one["size"] for one in ends[kind]) for kind in (".js", ".css"))
    document = next(one["size"] for one in entries if one["kind"] == "navigation")
    total = script + style
    verdict = "" if total < FIRST_VIEW_LIMIT else "  short of it"
    print(f"{'first view, script and style as sent':58}{total / 1000:15,.1f} kB{'< 300 kB':>16}{verdict}")
    print(
        f"{'':4}{len(ends['.js'])} scripts {script / 1000:,.1f} kB, {len(ends['.css'])} sheets {style / 1000:,.1f} kB,"
        f" document {document / 1000:,.1f} kB; {len(entries)} requests in all",
        flush=True,
    )


def _drags(binary: str, address: str) -> None:
    """A leaf's number dragged in the middle of the backward pass of 50 nodes."""
    for what, flags, goal in (
        ("drag on 50 nodes at a step, frames as fast as they come", UNLIMITED, (16.0, 33.0)),
        ("the same at 60 frames a second", (), None),
    ):
        with chromium(binary, *flags) as browser:
            page = opened(browser, address, neurons(7))
            page.keyboard.press("ArrowLeft")
            for _ in range(12):
                page.keyboard.press("ArrowLeft")
            times = drag(page)
            _line(what, times, goal)


def drag(page: Page) -> list[float]:
    """Milliseconds of every move of a drag, each made when the one before had been painted."""
    page.wait_for_timeout(800)  # the camera glides to the stop, and takes the leaves along
    x, y = page.evaluate(A_LEAF)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 6)
    page.wait_for_timeout(300)
    page.evaluate(WATCH_DRAG)
    times: list[float | None] = []
    for at in range(WARM + MOVES):
        page.evaluate(AWAIT_PAINT)
        page.mouse.move(x, y - (16 if at % 2 else 24))
        times.append(page.evaluate("() => window.last"))
    page.mouse.up()
    return [time for time in times[WARM:] if time is not None]


def _line(what: str, times: list[float], goal: tuple[float, float] | None) -> None:
    middle, late = statistics.median(times), statistics.quantiles(times, n=20)[18]
    aim = f"< {goal[0]:.0f}, < {goal[1]:.0f} ms" if goal else "-"
    verdict = "  short of it" if goal and (middle >= goal[0] or late >= goal[1]) else ""
    print(f"{what:58}{middle:9.1f}{late:9.1f}{aim:>16}{verdict}", flush=True)


def _frames(binary: str, address: str) -> None:
    """Playing on 300 nodes; panning and zooming on 1,000."""
    with chromium(binary) as browser:
        page = opened(browser, address, tangle(300, 2, reach=20))
        for key in (
            "Home",
            "Shift+ArrowRight",
            "Shift+ArrowRight",
        ):  # to the seed: from there every step has a way
            page.keyboard.press(key)
        page.wait_for_timeout(600)
        page.evaluate(WATCH_FRAMES, "svg.canvas .bead")
        page.keyboard.press("Space")
        page.wait_for_timeout(PLAY_S * 1000)
        _rate("step animation on 300 nodes", page.evaluate(STOP_FRAMES))
        page.close()
        page = opened(browser, address, neurons(143))
        _rate("pan on 1,000 nodes", pan(page))
        _rate("zoom on 1,000 nodes", zoom(page))


def pan(page: Page) -> dict[str, Any]:
    """Take the board by a bare spot and swing it."""
    page.mouse.move(500, 560)
    page.mouse.down()
    page.evaluate(WATCH_FRAMES, A_MARK)
    for x, y in _waves():
        page.mouse.move(500 + 300 * x, 500 + 60 * y)
    page.mouse.up()
    found: dict[str, Any] = page.evaluate(STOP_FRAMES)
    return found


def zoom(page: Page) -> dict[str, Any]:
    """In and out with the wheel."""
    page.mouse.move(500, 400)
    page.keyboard.down("Control")
    page.evaluate(WATCH_FRAMES, A_MARK)
    for x, _ in _waves():
        page.mouse.wheel(0, 20 if x > 0 else -20)
    page.keyboard.up("Control")
    found: dict[str, Any] = page.evaluate(STOP_FRAMES)
    return found


def _waves() -> Iterator[tuple[float, float]]:
    """Where a hand is that swings to and fro once a second, as often as it is asked, for a while."""
    begin = now = time.monotonic()
    while now < begin + SWING_S:
        angle = 2 * math.pi * (now - begin)
        yield math.sin(angle), math.cos(angle)
        now = time.monotonic()


def _rate(what: str, seen: dict[str, Any]) -> None:
    frames = seen["frames"]
    seconds = (frames[-1] - frames[0]) / 1000
    gaps = sorted(b - a for a, b in itertools.pairwise(frames))
    rate = (len(frames) - 1) / seconds
    verdict = "" if rate >= 55 else "  short of it"
    words = f"{rate:.1f} a second"
    print(f"{what:58}{words:>18}{'>= 55':>16}{verdict}")
    print(
        f"{'':4}{seconds:.1f} s; moved in {seen['moved'] / len(frames):.0%} of the frames;"
        f" a frame in twenty took over {gaps[int(0.95 * len(gaps))]:.0f} ms, the longest {gaps[-1]:.0f}",
        flush=True,
    )
