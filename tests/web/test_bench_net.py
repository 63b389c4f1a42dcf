"""
The network on the bench under a hand: weights typed into it, its units walked, its layers removed, and the same network
opened on the workbench.

Numbers are read off the page in full and compared with the API's own answer, asked for past the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import Workbench, ask, number
from .test_bench import OPENING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

pytestmark = pytest.mark.browser

TITLES = "[...document.querySelectorAll('.net text.number > title')].map((title) => title.textContent)"
ROW = ".focus-table tr[data-input='{}']"


def told(place: Locator) -> float:
    """A number of the panel, in full."""
    return number(place.locator("[data-full]").last.get_attribute("data-full") or "")


def cost(workbench: Workbench) -> float:
    """The loss over its terminal, in full."""
    return number(workbench.page.evaluate(f"() => {TITLES}[1]"))


def answer(workbench: Workbench, change: tuple[str, int, int, float]) -> Any:
    """What the API says of the opening network and its first example, with one weight changed."""
    parameters = ask(workbench.url, "/mlps/init", {"spec": OPENING["spec"]})["parameters"]
    name, row, column, value = change
    parameters[name][row][column] = value
    data = {key: value for key, value in OPENING["data"].items() if key != "dataset"}
    rows = ask(workbench.url, "/datasets/moons", data)
    body = {"spec": OPENING["spec"], "parameters": parameters, "x": rows["x"][:1], "y": rows["y"][:1]}
    return ask(workbench.url, "/mlps/evaluate", body)


def test_a_weight_is_typed_and_the_network_follows(workbench: Workbench) -> None:
    """Loss, delta and the weight's gradient are the API's for the number in the field, typed and nudged."""
    workbench.open("/train")
    page = workbench.page
    field = page.locator(f"{ROW.format(3)} input")
    for typed in ("0.5", "0.6"):
        if typed == "0.5":
            field.fill(typed)
        else:
            field.press("ArrowUp")
        expected = answer(workbench, ("W2", 4, 2, float(typed)))
        total = expected["loss"]["total"]
        workbench.wait(f"{TITLES}.includes('{total}')")

        assert field.input_value() == typed
        assert cost(workbench) == total
        assert told(page.locator(ROW.format(3))) == expected["layers"][1]["dW"][4][2]
        assert told(page.locator(".focus-product")) == expected["layers"][1]["delta"][0][4]


def test_units_are_walked_and_pointed_at(workbench: Workbench) -> None:
    """Arrows go from unit to unit, a press chooses one, and the row under the pointer is cornered on the board."""
    workbench.open("/train")
    page = workbench.page
    page.locator("[data-unit='2:5']").focus()
    for key, unit, heading in (
        ("ArrowDown", "2:6", "Unit 6 of layer 2"),
        ("ArrowLeft", "1:6", "Unit 6 of layer 1"),
        ("ArrowUp", "1:5", "Unit 5 of layer 1"),
    ):
        workbench.press(key)
        page.locator(f"[data-unit='{unit}']:focus").wait_for()
        assert page.locator(".focus h2").inner_text() == heading

    page.locator("[data-unit='3:1']").click()
    page.locator(".focus h2", has_text="Output 1").wait_for()
    box = "document.querySelector('.net svg > g:nth-child(2) > .corners')"
    page.locator(ROW.format(2)).hover()
    workbench.wait(f"{box} !== null")
    upper = page.evaluate(f"() => {box}.getBoundingClientRect().top")
    page.locator(ROW.format(7)).hover()
    workbench.wait(f"{box}.getBoundingClientRect().top > {upper} + 200")


def test_the_same_network_reads_the_same_on_the_workbench(workbench: Workbench) -> None:
    """A layer is removed; by scalars and by layers the loss is that of the bench, and so is a weight's gradient."""
    workbench.open("/train")
    page = workbench.page
    page.get_by_role("button", name="Remove layer 1").click()
    page.locator("[data-unit='3:1']").wait_for(state="detached")
    page.locator("[data-unit='1:3']").click()
    page.locator(".focus h2", has_text="Unit 3 of layer 1").wait_for()
    loss, gradient = cost(workbench), told(page.locator(ROW.format(2)))
    for depth in ("by layers", "by scalars"):
        with page.expect_navigation():
            page.get_by_role("button", name=depth).click()
        workbench.ready()
        assert told(page.locator(".head .output")) == pytest.approx(loss, rel=1e-12)
        if depth == "by layers":
            page.go_back()
            workbench.ready()
    row = page.locator("table tr", has=page.locator("[title=w1_3_2]"))
    assert told(row) == pytest.approx(gradient, rel=1e-12)
