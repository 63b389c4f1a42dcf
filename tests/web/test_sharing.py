"""Handing out: the link, its code, and what is said about both."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from tests import qr

from .conftest import Workbench

pytestmark = pytest.mark.browser

QUIET = 4


def drawn(workbench: Workbench) -> str:
    """The text of the code on the screen, read from its path; the ground around it must be bare."""
    workbench.page.locator(".share .code path").wait_for()
    side, path = workbench.page.evaluate("""() => {
      const code = document.querySelector(".share .code");
      return [code.viewBox.baseVal.width, code.querySelector("path").getAttribute("d")];
    }""")
    modules = [[False] * int(side) for _ in range(int(side))]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        modules[int(y)][int(x) : int(x) + int(length)] = [True] * int(length)
    inner = [row[QUIET:-QUIET] for row in modules[QUIET:-QUIET]]
    assert sum(map(sum, inner)) == sum(map(sum, modules))
    return qr.read(inner)


def link(workbench: Workbench) -> str:
    """The link in its field."""
    field = workbench.page.get_by_role("textbox", name="Link to this very picture")
    field.wait_for()
    return field.input_value()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_code_is_the_link(workbench: Workbench, window: Callable[..., None], dark: bool) -> None:
    """Dark on light in both themes, as large as the window lets it be, and it copies."""
    window(1280, 800, dark=dark)
    workbench.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    workbench.open("/?lesson=sigmoid-neuron#at=edge.z.f.0")
    workbench.page.get_by_role("button", name="Share", exact=True).click()

    theme = "dark" if dark else "light"
    assert link(workbench) == f"{workbench.url}/?lesson=sigmoid-neuron#at=edge.z.f.0&theme={theme}"
    assert drawn(workbench) == link(workbench)
    box = workbench.page.locator(".share .code").bounding_box()
    assert box and min(box["width"], box["height"]) >= 0.75 * 800
    luminance = workbench.page.evaluate("""() => [".code path", ".code .ground"].map((selector) => {
      const {fill} = getComputedStyle(document.querySelector(`.share ${selector}`));
      return fill.match(/\\d+/g).reduce((sum, x) => sum + Number(x), 0);
    })""")
    assert luminance[0] < 100 and luminance[1] > 700
    workbench.page.get_by_role("button", name="Copy link").click()
    workbench.page.get_by_text("Copied.").wait_for()
    assert workbench.page.evaluate("navigator.clipboard.readText()") == link(workbench)
    workbench.press("Escape")
    workbench.page.locator(".share").wait_for(state="detached")
    assert workbench.place[0] == 12, "keys of the page are asleep while the dialog is open"


def test_an_address_of_this_machine_is_called_that(workbench: Workbench) -> None:
    """With what to do about it."""
    workbench.open()
    workbench.press("s")
    warning = workbench.page.locator(".share .reach").inner_text()
    assert "this machine only" in warning and "BACKPROP_PUBLIC_URL" in warning and "--host 0.0.0.0" in warning


def test_the_public_address_is_handed_out(workbench: Workbench) -> None:
    """It stands in the link and in the code, and nothing is left to warn of."""

    def published(route: object) -> None:
        page = route.fetch()  # type: ignore[attr-defined]  # Playwright's route
        text = page.text().replace('"public_url": ""', '"public_url": "https://example.org/backprop"')
        route.fulfill(response=page, body=text)  # type: ignore[attr-defined]  # the same

    workbench.page.route(re.compile(r"/\?lesson=fan-out$"), published)
    workbench.open("/?lesson=fan-out")
    workbench.press("s")
    assert link(workbench) == "https://example.org/backprop/?lesson=fan-out#theme=light"
    assert drawn(workbench) == link(workbench)
    assert workbench.page.locator(".share .reach").count() == 0


def test_before_a_room_the_class_gets_the_workbench_unless_it_is_to_see_the_lecture(
    workbench: Workbench,
) -> None:
    """A telephone that reads the code off the wall has the graph in its hands."""
    workbench.open("/?lesson=chain-rule")
    workbench.press("p", "ArrowLeft")
    workbench.page.locator(".present").wait_for()
    workbench.press("s")
    assert link(workbench) == f"{workbench.url}/?lesson=chain-rule#at=edge.y.q.1&theme=light"
    workbench.page.get_by_label("Open it as it is presented here").check()
    workbench.wait("document.querySelector('.share textarea').value.includes('view=present')")
    assert drawn(workbench) == link(workbench)


def test_a_program_is_in_the_code_and_one_too_long_is_called_that(workbench: Workbench) -> None:
    """The program stands behind the #; beyond what a hall can read there is a sentence, and the link still copies."""
    draw = random.Random(7)  # digits that do not compress
    workbench.open()
    workbench.press("Enter")
    field = workbench.page.get_by_role("textbox", name="Program text")

    def program(lines: int) -> str:
        digits = [f"x{k} = {draw.random()}" for k in range(lines)]
        return "\n".join([*digits, "f = " + " + ".join(f"x{k}" for k in range(lines))])

    for lines, short in ((12, True), (120, False)):
        before = workbench.page.evaluate("location.hash")
        field.fill(program(lines))
        workbench.page.wait_for_function(
            "(before) => location.hash !== before && location.hash.includes('p=')", arg=before
        )
        workbench.press("Escape", "s")
        url = link(workbench)
        assert url.startswith(f"{workbench.url}/#p=")
        assert "never reaches a server" in workbench.page.locator(".share .words").inner_text()
        if short:
            assert drawn(workbench) == url
        else:
            said = workbench.page.locator(".share .too-long").inner_text()
            assert f"{len(url):d} bytes" in said and "Copied as text it works" in said
        workbench.press("Escape")
        workbench.page.locator(".share").wait_for(state="detached")
        workbench.press("Enter")


def test_on_a_phone_it_fits(workbench: Workbench, window: Callable[..., None]) -> None:
    """The code as wide as the screen, nothing beside it."""
    window(390, 844)
    workbench.open()
    workbench.page.get_by_role("button", name="Share").click()
    assert drawn(workbench) == link(workbench)
    box = workbench.page.locator(".share .code").bounding_box()
    assert box and box["x"] >= 0 and 330 <= box["width"] <= 390 - box["x"]
    assert workbench.page.evaluate("document.documentElement.scrollWidth") == 390
