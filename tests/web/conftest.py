"""Helpers of the browser tests: the workbench as a reader finds it, and the API's own answer beside it."""

from __future__ import annotations

import json
import math
import re
import urllib.request
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from ..conftest import Watched

# Every number written on the canvas, by its ink: v is a value, g a gradient, and what stands in chips is local.
CANVAS_NUMBERS = """() => {
  const titles = (selector) => [...document.querySelectorAll(`svg.canvas text${selector} > title`)]
    .map((title) => title.textContent);
  return {value: titles(".number.ink-v"), gradient: titles(".number.ink-g"), local: titles(".chip-text")};
}"""


def ask(url: str, path: str, body: dict[str, Any] | None = None) -> Any:
    """The API's answer, asked for past the page."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310  our own address
        f"{url}/api/v1{path}", data=data, headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  our own address
        return json.load(answer)


def number(text: str) -> float:
    """A number as the page writes it in full: a true minus, a sign for infinity, × in front where it multiplies."""
    text = text.removeprefix("×")
    return {"∞": math.inf, "−∞": -math.inf}.get(text) or float(text.replace("−", "-"))


def rounded(x: float) -> str:
    """A number as rule 4 of the picture writes it: bare integers, four digits, powers of ten outside."""
    sign, size = ("−" if x < 0 else ""), abs(x)
    if size == int(size) and size < 1e5:
        return f"{sign}{int(size)}"
    if 1e-3 <= size < 99999.5:
        digits = max(4, len(str(round(size))))
        exact = Decimal(repr(size)).quantize(
            Decimal(1).scaleb(math.floor(math.log10(size)) + 1 - digits), ROUND_HALF_UP
        )
        text = f"{exact:f}"
        return sign + (text[:-1] if len(text.replace(".", "").lstrip("0")) > digits else text)
    mantissa, exponent = f"{size:.3e}".split("e")
    return f"{sign}{mantissa}×10{str(int(exponent)).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


READY = """() => document.body?.dataset.ready && !document.querySelector("[data-coming]")
  && document.fonts.status === "loaded"
  && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
HERE = "() => !document.querySelector('[data-coming]')"


def ready(page: Page) -> None:
    """Wait until all stands that was asked for, in its type, and has been painted."""
    page.wait_for_function(READY)


def here(page: Page) -> None:
    """Wait until every view that was asked for has come, so that the next key finds it."""
    if not page.evaluate(HERE):
        page.wait_for_function(HERE)


class Workbench:
    """The page with the few things that tests do to it."""

    def __init__(self, watched: Watched, url: str) -> None:
        self.watched = watched
        self.page: Page = watched.page  # type: ignore[assignment]  # typed loosely where Playwright may be absent
        self.url = url

    def open(self, path: str = "/") -> Workbench:
        """Go there and wait until the picture stands."""
        self.page.goto(path)
        return self.ready()

    def reload(self) -> Workbench:
        """As the browser's button does; wait until the picture stands again."""
        self.page.reload()
        return self.ready()

    def ready(self) -> Workbench:
        """Wait until all stands that was asked for, in its type, and has been painted."""
        ready(self.page)
        return self

    def lesson(self, slug: str) -> dict[str, Any]:
        """Open a lesson; its trace as the API tells it."""
        self.open(f"/?lesson={slug}")
        lesson = ask(self.url, f"/lessons/{slug}")
        body = {"graph": lesson["graph"]} if lesson.get("apart") else {"expression": lesson["expression"]}
        trace: dict[str, Any] = ask(self.url, "/evaluate", body)
        return trace

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each when what the one before asked for is there."""
        for key in keys:
            here(self.page)
            self.page.keyboard.press(key)

    @property
    def place(self) -> tuple[int, int]:
        """The step the bar says, and of how many."""
        found = re.search(r"(\d+) of (\d+)", self.page.locator(".bar .count").inner_text())
        assert found
        return int(found.group(1)), int(found.group(2))

    def numbers(self) -> dict[str, list[float]]:
        """Every number on the canvas, in full, by ink."""
        found = self.page.evaluate(CANVAS_NUMBERS)
        return {ink: [number(text) for text in texts] for ink, texts in found.items()}

    def expect_refusals(self) -> None:
        """Let the browser report answers of 422: they are provoked, and the last may come when the test is over."""
        self.watched.refusals_expected = True

    def wait(self, condition: str) -> None:
        """Wait until a JavaScript expression is true; as a function, since the policy forbids evaluating text."""
        self.page.wait_for_function(f"() => {condition}")


@pytest.fixture
def workbench(watched: Watched, server_url: str) -> Workbench:
    """The workbench, not opened yet."""
    return Workbench(watched, server_url)


@pytest.fixture
def window(workbench: Workbench) -> Callable[..., None]:
    """Give the window another size or theme before the page is opened."""

    def resize(width: int, height: int, *, dark: bool = False) -> None:
        workbench.page.set_viewport_size({"width": width, "height": height})
        workbench.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")

    return resize
