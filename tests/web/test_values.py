"""Changing a number on the page: live at any step, nothing moves, text and values stay one document."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Workbench, ask

pytestmark = pytest.mark.browser

PLACES = """() => [...document.querySelectorAll("svg.canvas .disc")].map((mark) => {
  const {x, y} = mark.getBoundingClientRect();
  return [Math.round(x), Math.round(y)];
})"""


def leaf(workbench: Workbench, name: str) -> Any:
    """The handle over a leaf."""
    return workbench.page.get_by_role("spinbutton", name=f"Value of {name}", exact=True)


def shown(workbench: Workbench, value: str) -> None:
    """Wait until the output is *value*."""
    workbench.wait(f"document.querySelector('.head .output .num').textContent === '{value}'")


def test_the_arrows_nudge_a_leaf_and_the_numbers_follow(workbench: Workbench) -> None:
    """Up is one in the number's last digit, with shift ten."""
    workbench.open()
    leaf(workbench, "x").focus()
    workbench.press("ArrowUp")
    shown(workbench, "−16")
    workbench.press("Shift+ArrowDown")
    shown(workbench, "24")
    assert leaf(workbench, "x").get_attribute("aria-valuenow") == "-11"


def test_a_number_typed_on_a_leaf_is_its_value(workbench: Workbench) -> None:
    """Without Enter first: the minus is no key for the zoom there, the point no key for the blank screen."""
    workbench.open()
    for typed, output in (("-3", "−8"), (".5", "−22")):
        leaf(workbench, "x").focus()
        workbench.page.keyboard.type(typed)
        shown(workbench, output)
        workbench.press("Enter")
    assert workbench.page.locator(".blank-screen").count() == 0
    assert workbench.page.locator(".tools .num").inner_text() == "100 %"


def test_a_typed_number_is_live_and_escape_takes_it_back(workbench: Workbench) -> None:
    """A click opens the field on the tag; every number follows while one types."""
    workbench.open()
    leaf(workbench, "y").click(position={"x": 45, "y": 20})
    field = workbench.page.get_by_role("textbox", name="Value of y")
    field.fill("0.5")
    shown(workbench, "6")
    field.press("Escape")
    shown(workbench, "−12")
    assert field.count() == 0


def test_an_edit_is_live_at_any_step_and_moves_nothing(workbench: Workbench) -> None:
    """In the middle of the backward pass the step stays, the numbers change, every node stands where it stood."""
    workbench.lesson("sigmoid-neuron")
    workbench.press(*["ArrowLeft"] * 4)
    step, before = workbench.place, workbench.page.evaluate(PLACES)

    leaf(workbench, "x0").focus()
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Value of x0").fill("-0.25")
    workbench.press("Enter")
    trace = ask(
        workbench.url,
        "/evaluate",
        {"expression": ask(workbench.url, "/lessons/sigmoid-neuron")["expression"], "inputs": {"x0": -0.25}},
    )
    workbench.wait(f"document.querySelector('.head .output .num').title === '{trace['value']}'")

    assert workbench.place == step
    moved = [pair for pair in zip(before, workbench.page.evaluate(PLACES), strict=True) if pair[0] != pair[1]]
    assert moved == []


def test_the_program_keeps_its_comments_when_a_value_changes(workbench: Workbench) -> None:
    """Text and values are one document: the digit changes in its line, the rest of the text stays."""
    workbench.open()
    workbench.press("Enter")
    text = workbench.page.get_by_role("textbox", name="Program text")
    text.fill("# slope and point\nw: parameter = 3  # it learns\nx = 2\nf = w*x")
    shown(workbench, "6")
    workbench.press("Escape")
    leaf(workbench, "w").focus()
    workbench.press("ArrowDown")
    shown(workbench, "4")
    leaf(workbench, "w").blur()
    workbench.press("Enter")
    workbench.wait("document.querySelector('.program textarea')?.value.includes('parameter = 2')")
    assert text.input_value() == "# slope and point\nw: parameter = 2  # it learns\nx = 2\nf = w*x"


def test_what_is_no_number_is_said_and_changes_nothing(workbench: Workbench) -> None:
    """The field says so in words; the graph keeps its last number."""
    workbench.open()
    leaf(workbench, "x").focus()
    workbench.press("Enter")
    field = workbench.page.get_by_role("textbox", name="Value of x")
    field.fill("two")
    assert field.get_attribute("aria-invalid") == "true"
    assert workbench.page.get_by_role("alert").is_visible()
    field.press("Enter")
    shown(workbench, "−12")


def test_of_many_edits_the_last_one_stands(workbench: Workbench) -> None:
    """Thirty nudges faster than any answer: the page ends where the reader ended."""
    workbench.open()
    leaf(workbench, "z").focus()
    workbench.press(*["ArrowUp"] * 30)
    shown(workbench, "78")
    assert leaf(workbench, "z").get_attribute("aria-valuenow") == "26"


def test_a_tensor_too_large_for_a_grid_is_edited_as_a_list(workbench: Workbench) -> None:
    """Brackets as in the program; another shape that does not fit is refused with the API's own words."""
    workbench.open()
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Program text").fill(
        "x = [1, 2, 3, 4, 5, 6, 7, 8, 9]\ny = [1, 1, 1, 1, 1, 1, 1, 1, 1]\nf = sum(x * y)"
    )
    shown(workbench, "45")
    workbench.press("Escape")
    workbench.page.get_by_role("button", name="Value of x").click()
    field = workbench.page.get_by_role("textbox", name="Value of x")
    field.fill("[1, 2, 3, 4, 5, 6, 7, 8, 19]")
    shown(workbench, "55")
    field.fill("[1, 2]")
    workbench.page.locator(".hint").wait_for()
    workbench.expect_refusals()
    field.fill("[1, 2, 3, 4, 5, 6, 7, 8, 0]")
    shown(workbench, "36")


def middle(workbench: Workbench, name: str) -> tuple[float, float]:
    """The number of a leaf, on the screen."""
    box = leaf(workbench, name).bounding_box()
    assert box
    return box["x"] + 0.55 * box["width"], box["y"] + box["height"] / 2


def test_a_number_is_dragged_live_at_any_step(workbench: Workbench) -> None:
    """Up is more, with shift by tenths; step and nodes stay, and letting go does not open the field."""
    workbench.open()
    workbench.press(*["ArrowLeft"] * 2)
    step, before = workbench.place, workbench.page.evaluate(PLACES)
    x, y = middle(workbench, "y")
    mouse = workbench.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 2, y - 6)
    shown(workbench, "−16")
    mouse.move(x, y - 20, steps=4)
    shown(workbench, "−32")
    workbench.page.keyboard.down("Shift")
    mouse.move(x, y - 21)
    mouse.move(x, y - 13)
    shown(workbench, "−31.20")
    workbench.page.keyboard.up("Shift")
    mouse.up()
    assert workbench.page.get_by_role("textbox").count() == 0
    assert workbench.place == step
    assert workbench.page.evaluate(PLACES) == before
    mouse.click(x, y)
    assert workbench.page.get_by_role("textbox", name="Value of y").input_value() == "9.8"


def test_a_finger_pans_where_a_mouse_drags(workbench: Workbench) -> None:
    """On a phone's whole graph the number stays, the board moves; a tap on the stepper is what changes it."""
    workbench.page.set_viewport_size({"width": 390, "height": 844})
    workbench.open()
    workbench.press("m")
    leaf(workbench, "y").wait_for()
    touch = workbench.page.context.new_cdp_session(workbench.page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def send(kind: str, dx: float = 0, dy: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x + dx, "y": y + dy}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    box = leaf(workbench, "y").bounding_box()
    assert box
    x, y = box["x"] + box["width"] - 28, box["y"] + 10
    send("touchStart")
    send("touchEnd")
    workbench.wait("document.querySelector('[data-leaf=y]').getAttribute('aria-valuenow') === '6'")

    x, y = middle(workbench, "y")
    send("touchStart")
    for at in range(1, 6):
        send("touchMove", 2 * at, -8 * at)
    send("touchEnd")
    assert leaf(workbench, "y").get_attribute("aria-valuenow") == "6"
    assert middle(workbench, "y")[1] == pytest.approx(y - 40, abs=8)
    assert workbench.page.get_by_role("textbox").count() == 0
