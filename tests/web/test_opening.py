"""Composites open into their parts in place, and close again: the border's numbers and the reader's place stay."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Workbench

pytestmark = pytest.mark.browser

# Middles of the discs and pills by node, from the handles; the tags by their own.
MIDDLE = """(id) => {
  const box = document.querySelector(`[data-op="${id}"]`).getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}"""
LAST_PART = """() => {
  const pills = [...document.querySelectorAll("svg.canvas .disc")].map((mark) => mark.getBoundingClientRect());
  return pills.map(({x, y, width, height}) => [x + width / 2, y + height / 2]);
}"""


def handle(workbench: Workbench, name: str) -> Any:
    """The handle that opens a composite or closes a frame."""
    return workbench.page.get_by_role("button", name=name, exact=True)


def count(workbench: Workbench, stops: int) -> None:
    """Wait until the track has so many stops."""
    workbench.wait(f"document.querySelector('.count').textContent.endsWith('of {stops}')")


def test_enter_opens_a_composite_in_place_and_closes_it_again(workbench: Workbench) -> None:
    """Its last part stands where it stood; step, output and text stay, and so does the keyboard."""
    workbench.lesson("sigmoid-neuron")
    step, stops = workbench.place
    before = workbench.page.evaluate(MIDDLE, "f")
    output = workbench.page.locator(".head .output .num").inner_text()

    handle(workbench, "Open Sigmoid f").focus()
    workbench.press("Enter")
    count(workbench, 26)
    assert workbench.place == (26, 26)
    assert step == stops
    assert any(
        abs(x - before[0]) < 2 and abs(y - before[1]) < 2 for x, y in workbench.page.evaluate(LAST_PART)
    )
    assert workbench.page.locator(".head .output .num").inner_text() == output
    workbench.wait("location.hash === '#open=f'")

    focused = "document.activeElement.getAttribute('aria-label') === 'Close Sigmoid f'"
    workbench.wait(focused)
    workbench.press("Enter")
    count(workbench, stops)
    after = workbench.page.evaluate(MIDDLE, "f")
    assert after == pytest.approx(before, abs=2)
    workbench.wait("document.activeElement.getAttribute('aria-label') === 'Open Sigmoid f'")
    assert workbench.page.locator(".head .output .num").inner_text() == output


def test_the_stop_is_kept_by_its_address(workbench: Workbench) -> None:
    """A stop elsewhere keeps its place in the story; one inside a frame that closes goes to its composite."""
    workbench.open("/?lesson=sigmoid-neuron#at=edge.w1._mul2.0")
    _, closed = workbench.place
    handle(workbench, "Open Sigmoid f").dblclick()
    count(workbench, 26)
    workbench.wait("location.hash === '#open=f&at=edge.w1._mul2.0'")

    workbench.open("/?lesson=sigmoid-neuron&again#open=f&at=forward.f__exp1")
    count(workbench, 26)
    workbench.page.get_by_role("button", name="Close Sigmoid f", exact=True).click()
    count(workbench, closed)
    workbench.wait("location.hash === '#at=forward.f'")


def test_a_link_opens_what_was_open(workbench: Workbench) -> None:
    """A lesson's own frame closed, and a program's composite opened, are both in the link."""
    workbench.open("/?lesson=sigmoid-apart#open=")
    assert handle(workbench, "Open Sigmoid z").count() == 1
    handle(workbench, "Open Sigmoid z").focus()
    workbench.press("Enter")
    workbench.wait("document.querySelectorAll('.group-frame').length === 1")
    workbench.wait("location.hash === ''")
    workbench.page.go_back()
    workbench.wait("document.querySelectorAll('.group-frame').length === 0")


def test_values_are_printed_into_the_text_while_a_composite_is_open(workbench: Workbench) -> None:
    """The text keeps the composite; the opened parts follow the new number."""
    workbench.open("/?lesson=sigmoid-neuron#open=f")
    count(workbench, 26)
    workbench.page.get_by_role("spinbutton", name="Value of x0", exact=True).focus()
    workbench.press("ArrowUp")
    workbench.wait("document.querySelector('.head .output .num').textContent === '0.9526'")
    workbench.wait("location.hash.includes('p=')")
    assert workbench.place == (26, 26)
    workbench.page.get_by_role("button", name="Edit").click()
    text = workbench.page.get_by_role("textbox", name="Program text").input_value()
    assert "sigmoid" in text
    assert "x0 = 0" in text


def test_on_a_phone_two_taps_on_what_acts_open_it(workbench: Workbench) -> None:
    """Its parts come after it on the track; the menu's words, or its key, close them again."""
    workbench.page.set_viewport_size({"width": 390, "height": 844})
    workbench.open("/?lesson=sigmoid-apart#open=-")
    before = workbench.place
    acts = workbench.page.locator(".phone-stage [data-node=z] .ink-on-now").bounding_box()
    assert acts is not None
    touch = workbench.page.context.new_cdp_session(workbench.page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind in ("touchStart", "touchEnd") * 2:
        at = {"x": acts["x"] + acts["width"] / 2, "y": acts["y"] + acts["height"] / 2}
        touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at] if kind == "touchStart" else []}
        )
    count(workbench, before[1] + 6)

    workbench.page.get_by_role("button", name="Menu").click()
    workbench.page.get_by_role("button", name="Open or close this composite").click()
    count(workbench, before[1])
    workbench.press("u")
    count(workbench, before[1] + 6)
