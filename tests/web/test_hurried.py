"""A reader who is faster than the network: no key is lost while what it asked for is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import Workbench
from .test_values import leaf

if TYPE_CHECKING:
    from playwright.sync_api import Route

pytestmark = pytest.mark.browser


def hold(workbench: Workbench, file: str, key: str) -> Route:
    """Press a key, and hold back the file that it asks for."""
    held: list[Route] = []
    workbench.page.route(f"**/{file}", lambda route: held.append(route))
    with workbench.page.expect_request(f"**/{file}"):
        workbench.page.keyboard.press(key)
    while not held:
        workbench.page.evaluate("() => 0")  # what the browser says of the request comes before its answer
    return held[0]


def test_escape_gives_up_what_is_on_its_way(workbench: Workbench) -> None:
    """The sheet that comes after all is not shown, and the next key does what it always does."""
    page = workbench.open().page
    theme = "() => document.documentElement.dataset.theme"
    route = hold(workbench, "view/help.js", "?")
    page.keyboard.press("t")
    assert page.evaluate(theme) == "light", "a key went past the sheet that was asked for"
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.evaluate(theme) == "dark"
    with page.expect_response("**/view/help.js"):
        route.continue_()
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Keys").wait_for(state="detached")


def test_what_is_typed_for_the_palette_before_it_is_there_is_taken(workbench: Workbench) -> None:
    """A name and Enter, typed blind, put the node on the board that the palette would have offered first."""
    page = workbench.open().page
    leaf(workbench, "x").focus()
    route = hold(workbench, "view/palette.js", "/")
    page.keyboard.type("sigmm")
    for key in ("Backspace", "Enter"):
        page.keyboard.press(key)
    route.continue_()
    page.locator("[data-op=_sigmoid1]").wait_for()
    assert page.locator(".palette").count() == 0
