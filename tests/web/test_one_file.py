"""One HTML file that plays the trace: opened from the disk, with no server and no network."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.client.display import framed

from .barriers import barriers
from .conftest import CANVAS_NUMBERS, Workbench, ask, number
from .test_take_along import DIFFERENCE, take

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

VIOLATIONS = (
    "document.addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
)


@contextmanager
def from_disk(workbench: Workbench, file: Path, **context: Any) -> Iterator[tuple[Page, list[str]]]:
    """The file in a browser without a network, and all that went wrong or was asked for."""
    browser = workbench.page.context.browser
    assert browser
    offline = browser.new_context(
        offline=True, viewport={"width": 1280, "height": 800}, reduced_motion="reduce", **context
    )
    page, wrong = offline.new_page(), []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: wrong.append(request.url) if not request.url.startswith(("data:", "file:")) else None,
    )
    page.add_init_script(VIOLATIONS)
    page.goto(file.as_uri())
    page.wait_for_selector("body[data-ready]", state="attached")
    yield page, wrong
    offline.close()


def stands(page: Page, step: str) -> None:
    """Wait until the bar says so."""
    page.locator(".bar .count", has_text=step).wait_for()


def test_it_plays_from_the_disk_to_the_end_and_back(workbench: Workbench, tmp_path: Path) -> None:
    """It opens where it was taken; keys walk it; at the end every number is the API's; nothing is asked for."""
    trace = workbench.lesson("sigmoid-neuron")
    workbench.open("/?lesson=sigmoid-neuron#at=edge._add1.z.0")
    place = workbench.page.locator(".bar .count").inner_text()
    file = take(workbench, "HTML", tmp_path)
    assert file.name == "sigmoid-neuron.html" and file.stat().st_size <= 1_000_000

    with from_disk(workbench, file) as (page, wrong):
        assert page.title() == page.locator(".bar h1").inner_text() == "Sigmoid neuron"
        stands(page, place)
        page.keyboard.press("End")
        stands(page, "step 20 of 20")
        found = page.evaluate(CANVAS_NUMBERS)
        told = {node["id"]: node for node in trace["nodes"]}
        leaves = [node for node in told.values() if node["kind"] != "op"]
        for ink, key in (("value", "value"), ("gradient", "gradient")):
            shown = [number(text) for text in found[ink]]
            assert all(any(one == pytest.approx(leaf[key]) for one in shown) for leaf in leaves)
        page.keyboard.press("PageUp")
        stands(page, "step 19 of 20")
        page.keyboard.press("n")
        page.keyboard.press("ArrowLeft")
        stands(page, "step 18 of 20")
        page.keyboard.press("Home")
        stands(page, "step 0 of 20")
        page.keyboard.press("w")
        page.keyboard.press(" ")
        stands(page, "step 20 of 20")
        page.mouse.click(*middle_of(page, "z"))
        page.locator(".panel h2", has_text="Sum").wait_for()
        page.keyboard.press("Escape")
        page.locator(".panel h2", has_text="All numbers").wait_for()
        page.keyboard.press("t")
        page.locator("html[data-theme=dark]").wait_for()
        assert barriers(page) == []
        assert wrong == []


def middle_of(page: Page, node: str) -> tuple[float, float]:
    """Where a node stands on the screen."""
    box = page.locator(f'svg.canvas [data-node="{node}"]').first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_it_looks_like_the_page(workbench: Workbench, window: Callable[..., None], tmp_path: Path) -> None:
    """The board, the panel and the tape, in light and dark, at another stop; tools that are not there left out."""
    window(1280, 800)
    page = workbench.open("/?lesson=vectors-and-matrices#at=last").page
    file = take(workbench, "HTML", tmp_path)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        if page.locator("html").get_attribute("data-theme") != theme:
            page.keyboard.press("t")
        page.locator(f"html[data-theme={theme}]").wait_for()
        with from_disk(workbench, file, color_scheme=theme) as (alone, wrong):
            seen = [
                one.screenshot(clip={"x": 0, "y": 150, "width": 960, "height": 510}) for one in (page, alone)
            ]
            as_data = [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in seen]
            assert page.evaluate(DIFFERENCE, as_data)["mean"] < 1.5
            assert wrong == []


def test_a_notebook_shows_it(workbench: Workbench, tmp_path: Path) -> None:
    """In a frame without an origin it plays the same, and its frame is all it can reach."""
    document = ask(workbench.url, "/lessons/fan-out")["graph"]
    content = ask(workbench.url, "/export", {"graph": document, "format": "html"})["content"]
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><body data-ready=true>{framed(content)}")

    with from_disk(workbench, file) as (page, wrong):
        inside = page.frame_locator("iframe")
        inside.locator(".track").focus()
        page.keyboard.press("End")
        inside.locator(".panel h2", has_text="All numbers").wait_for()
        assert inside.locator(".numbers .backward").first.is_visible()
        assert wrong == []
