"""
What the bench's pictures say and what can be done in them: numbers beside the API's own, by pointer and by keyboard.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from .barriers import barriers
from .conftest import Workbench, ask, rounded
from .test_bench import OPENING, STANDS, at, request, weights

pytestmark = pytest.mark.browser

ROWS = ".plane"
DRAWING = ".draw-points"
# Text that leaves its cell, or is smaller than the least size.
SPILLS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll(".charts svg[role=img]")) {
    const cell = svg.closest(".chart").getBoundingClientRect();
    const unit = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      const inside = box.left >= cell.left - 1 && box.right <= cell.right + 1 && box.bottom <= cell.bottom + 2;
      if (!inside) found.push(`${text.textContent} leaves its cell`);
      if (Number(text.getAttribute("font-size")) * unit < 13.9) found.push(`${text.textContent} is small`);
    }
  }
  return found;
}"""


def rows(workbench: Workbench) -> dict[str, Any]:
    """The examples that the bench opens on."""
    data = {key: value for key, value in OPENING["data"].items() if key != "dataset"}
    found: dict[str, Any] = ask(workbench.url, "/datasets/moons", data)
    return found


def said(workbench: Workbench, index: int) -> str:
    """The words that an example begins with."""
    return f"Example {index + 1} of"


def test_a_point_becomes_the_example_by_click_and_by_key(workbench: Workbench) -> None:
    """The nearest example to a click, and the nearest one that way for an arrow."""
    workbench.open("/train")
    found = rows(workbench)["x"]
    low = [min(row[axis] for row in found) for axis in (0, 1)]
    high = [max(row[axis] for row in found) for axis in (0, 1)]
    room = [max(0.25, 0.12 * (high[axis] - low[axis])) for axis in (0, 1)]
    box = workbench.page.locator(ROWS).bounding_box()
    leftmost = min(range(len(found)), key=lambda index: found[index][0])
    x, y = found[leftmost]
    assert box
    across = box["width"] * (x - low[0] + room[0]) / (high[0] - low[0] + 2 * room[0])
    up = box["height"] * (high[1] + room[1] - y) / (high[1] - low[1] + 2 * room[1])

    workbench.page.mouse.click(box["x"] + across + 2, box["y"] + up - 2)

    workbench.wait(
        f"document.querySelector('{ROWS}').ariaValueText.startsWith('{said(workbench, leftmost)}')"
    )
    workbench.wait(f"location.hash.includes('example={leftmost}')")
    workbench.page.locator(ROWS).focus()
    workbench.press("ArrowRight")
    workbench.wait(
        f"!document.querySelector('{ROWS}').ariaValueText.startsWith('{said(workbench, leftmost)}')"
    )
    index = int(workbench.page.locator(ROWS).get_attribute("aria-valuenow")) - 1
    assert found[index][0] > x


@pytest.mark.sweep
def test_every_picture_says_the_apis_numbers_and_stays_in_its_cell(workbench: Workbench) -> None:
    """The loss along a weight stands where the network's own loss is; axe finds nothing in any picture."""
    workbench.open("/train")
    workbench.press("ArrowRight")
    at(workbench, 1)
    parameters = weights(workbench, 1)
    told = rows(workbench)
    train = told["rows"]["train"]
    body = {"spec": OPENING["spec"], "parameters": parameters, "x": told["x"][:train], "y": told["y"][:train]}
    loss = ask(workbench.url, "/mlps/evaluate", body)["loss"]["total"]
    menu = workbench.page.locator(".picture select").first

    for name in ("gradient", "weights", "units", "confusion", "rate", "path"):
        menu.select_option(name)
        workbench.page.wait_for_selector(f".picture select >> option[value={name}]:checked", state="attached")
        workbench.wait("!document.querySelector('.picture [data-coming], .picture .waiting')")
        assert workbench.page.evaluate(SPILLS) == [], name
        assert barriers(workbench.page, ".charts") == [], name

    label = workbench.page.locator(".slice svg[role=img]").first.get_attribute("aria-label")
    assert f"It stands at {rounded(parameters['W2'][4][2])} with loss {rounded(loss)}." in label
    assert workbench.page.locator(".slice svg[role=img]").count() == 2


def test_examples_are_drawn_and_trained_on(workbench: Workbench) -> None:
    """A click puts an example, keys put, move and take one; the request is what is drawn, and the browser goes back."""
    workbench.open("/train")
    count = len(rows(workbench)["x"])
    workbench.page.click(".pencil")
    workbench.page.click(".kinds button:nth-child(2)")
    box = workbench.page.locator(DRAWING).bounding_box()
    assert box

    workbench.page.mouse.click(box["x"] + 20, box["y"] + 20)

    workbench.wait(
        f"document.querySelector('{DRAWING}').ariaLabel.includes('{said(workbench, count)} {count + 1}')"
    )
    workbench.wait("location.hash.includes('run=')")
    data = request(workbench)["data"]
    assert (len(data["x"]), data["y"][-1]) == (count + 1, [1])
    workbench.page.locator(DRAWING).focus()
    workbench.press("Enter")
    workbench.wait(
        f"document.querySelector('{DRAWING}').ariaLabel.includes('{said(workbench, count + 1)} {count + 2}')"
    )
    before = workbench.page.locator(DRAWING).get_attribute("aria-label")
    workbench.press("Shift+ArrowDown")
    workbench.wait(f"document.querySelector('{DRAWING}').ariaLabel !== {json.dumps(before)}")
    workbench.press("Delete")
    workbench.wait(f"document.querySelector('{DRAWING}').ariaLabel.includes('of {count + 1},')")
    workbench.press("Space")
    workbench.wait("document.querySelector('.controls .play').ariaLabel === 'Pause'")
    workbench.press("Space")
    workbench.wait(STANDS)


def test_a_digit_is_drawn_and_judged_at_once(workbench: Workbench) -> None:
    """What the network says of the painted squares, and its loss, are the API's."""
    workbench.open("/train")
    workbench.page.select_option(".strip select[aria-label=data]", "digits")
    workbench.wait("location.hash.includes('run=')")
    workbench.press("ArrowRight")
    at(workbench, 1)
    asked = request(workbench)
    parameters = ask(workbench.url, "/mlps/train", {**asked, "epochs": 1})["parameters"]
    workbench.page.click(".pencil")
    pad = workbench.page.locator(".pad")
    pad.focus()

    workbench.press("Space", "ArrowRight", "Space", "Space")
    workbench.page.select_option(".pad-side select", "3")

    squares = [0.0] * 64
    squares[27], squares[28] = 0.5, 1.0
    body = {"spec": asked["spec"], "parameters": parameters, "x": [squares], "y": [[3]]}
    answer = ask(workbench.url, "/mlps/evaluate", body)
    loss = rounded(answer["loss"]["total"])
    workbench.wait(f"document.querySelector('.pad-side .num')?.textContent === {json.dumps(loss)}")
    titles = workbench.page.eval_on_selector_all(
        ".output-bars title", "all => all.map((one) => one.textContent)"
    )
    assert [float(text.replace("\u2212", "-")) for text in titles] == answer["output"][0]
