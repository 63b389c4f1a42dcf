"""Dragging a number while the server is slow: nothing flickers, nothing greys, nothing moves, the last value wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import Workbench, number

pytestmark = pytest.mark.browser

# Every answer about values comes 300 ms later.
SLOW = """(() => {
  const ask = window.fetch;
  window.fetch = async (...wish) => {
    const answer = await ask(...wish);
    if (String(wish[0]).includes("/evaluate")) await new Promise((done) => setTimeout(done, 300));
    return answer;
  };
})()"""

# What stands on the canvas at every frame, each state once: the leaves' numbers, all values, where the nodes are, how
# much of it is greyed, and whether anything says that it waits.
WATCH = """() => {
  window.states = new Map();
  const canvas = document.querySelector("svg.canvas");
  const titles = (selector) => [...canvas.querySelectorAll(`${selector} > title`)].map(({textContent}) => textContent);
  const full = (part) => [...document.querySelectorAll(`${part} [data-full]`)].map(({dataset}) => dataset.full);
  const watch = () => {
    const state = {
      leaves: ["x", "y", "z"].map((name) => titles(`[data-node=${name}] .number`)[0]),
      values: titles(".number.ink-v"),
      head: document.querySelector(".head .output .num").dataset.full,
      table: full(".panel .numbers"),
      product: full(".panel .equation"),
      sentence: [...document.querySelectorAll(".panel .sentence .num")].map(({textContent}) => textContent),
      places: [...canvas.querySelectorAll(".disc, .tag")].map((mark) => {
        const {x, y} = mark.getBoundingClientRect();
        return `${x.toFixed(1)} ${y.toFixed(1)}`;
      }),
      greyed: [canvas, ...canvas.querySelectorAll("text, .disc, .tag")]
        .filter((one) => getComputedStyle(one).opacity !== "1").length,
      waits: [...document.querySelectorAll(".busy")].some((one) => one.checkVisibility({visibilityProperty: true})),
    };
    window.states.set(JSON.stringify(state), state);
    requestAnimationFrame(watch);
  };
  watch();
}"""


def start_of(workbench: Workbench, leaf: str) -> tuple[float, float]:
    """Where the number of a leaf is taken."""
    box = workbench.page.locator(f"[data-leaf={leaf}]").bounding_box()
    assert box
    return box["x"] + 0.55 * box["width"], box["y"] + box["height"] / 2


def land(workbench: Workbench, value: str) -> None:
    """Wait until the leaf y stands on the canvas as *value*."""
    workbench.wait(
        f"document.querySelector('svg.canvas [data-node=y] .number > title').textContent === '{value}'"
    )


def test_with_a_slow_server_a_drag_never_flickers_and_the_last_value_wins(workbench: Workbench) -> None:
    """In every frame all numbers belong to one evaluation, in their order; the hand's last value is what stays."""
    workbench.page.add_init_script(SLOW)
    workbench.open("/?lesson=chain-rule")
    x, y = start_of(workbench, "y")
    workbench.page.mouse.move(x, y)
    workbench.page.evaluate(WATCH)
    workbench.page.mouse.down()
    for height in range(8, 44, 4):
        workbench.page.mouse.move(x, y - height)
    workbench.wait("window.states.size > 2")
    for height in range(44, 84, 4):
        workbench.page.mouse.move(x, y - height)
    workbench.page.mouse.up()
    last = workbench.page.locator("[data-leaf=y]")
    workbench.wait("window.states.size > 3")
    land(workbench, "25")
    states: list[dict[str, Any]] = workbench.page.evaluate("() => [...window.states.values()]")

    assert len(states) < 10  # of twenty moves: answers are not queued up
    dragged = []
    for state in states:
        shown_x, shown_y, shown_z = (number(text) for text in state["leaves"])
        total = shown_x + shown_y
        assert sorted(map(number, state["values"])) == sorted(
            [shown_x, shown_y, shown_z, total, total * shown_z]
        )
        assert number(state["head"]) == total * shown_z
        table = [
            (shown_x, shown_z),
            (shown_y, shown_z),
            (shown_z, total),
            (total, shown_z),
            (total * shown_z, 1),
        ]
        assert [number(text) for text in state["table"]] == [told for row in table for told in row]
        dragged.append(shown_y)
    assert dragged == sorted(dragged)
    assert {str(state["places"]) for state in states} == {str(states[0]["places"])}
    assert not any(state["greyed"] or state["waits"] for state in states)
    assert last.get_attribute("aria-valuenow") == "25"


def test_a_step_tells_the_dragged_number_in_the_same_frame_everywhere(workbench: Workbench) -> None:
    """At df/dz the local gradient is q: on the board, in the panel's product, in its sentence; never two at once."""
    workbench.page.add_init_script(SLOW)
    workbench.open("/?lesson=chain-rule#at=edge.z.f.1")
    x, y = start_of(workbench, "y")
    workbench.page.mouse.move(x, y)
    workbench.page.evaluate(WATCH)
    workbench.page.mouse.down()
    for height in range(8, 84, 4):
        workbench.page.mouse.move(x, y - height)
    workbench.page.mouse.up()
    land(workbench, "25")
    states: list[dict[str, Any]] = workbench.page.evaluate("() => [...window.states.values()]")

    assert len(states) > 1
    for state in states:
        q = number(state["leaves"][0]) + number(state["leaves"][1])
        assert [number(text) for text in state["product"]] == [1, q, q]
        assert [number(text) for text in state["sentence"]] == [q]
        assert number(state["head"]) == q * number(state["leaves"][2])


def test_a_hand_that_drags_past_a_node_looks_at_none(workbench: Workbench) -> None:
    """Wires stand out for what a hand looks at; one that holds a number looks at that, whatever it passes over."""
    workbench.open("/?lesson=chain-rule")
    page = workbench.page
    hovered = (
        "[...document.querySelectorAll('svg.canvas .edge.hovered')].map((wire) => wire.dataset.edge).join()"
    )
    (x, y), elsewhere = start_of(workbench, "y"), start_of(workbench, "z")
    page.mouse.move(x, y)
    workbench.wait(f"{hovered} === 'y>q:1'")
    page.mouse.down()
    page.mouse.move(x, y - 20)
    page.mouse.move(*elsewhere)
    assert page.evaluate(f"() => {hovered}") == "y>q:1"
    page.mouse.up()
    page.mouse.move(elsewhere[0], elsewhere[1] + 1)
    workbench.wait(f"{hovered} === 'z>f:1'")


@pytest.mark.parametrize(("view", "room"), [("", ".pad"), ("#view=present", ".stage")])
def test_the_picture_is_as_large_as_its_room_in_pixels(
    workbench: Workbench, window: Callable[..., None], view: str, room: str
) -> None:
    """In per cent the browser sets all its text anew for any other change of the page, and a drag stutters."""
    workbench.open(f"/?lesson=chain-rule{view}")
    for width, height in ((1280, 800), (1024, 640)):
        window(width, height)
        workbench.wait(
            f"""((room, picture) => picture !== null && ["width", "height"].every((side) =>
              picture.getAttribute(side) === `${{side === "width" ? room.clientWidth : room.clientHeight}}`
            ))(document.querySelector("{room}"), document.querySelector("{room} svg.canvas"))"""
        )
