"""The player in a real browser: every stop tells what the trace tells."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scripts.odd_graphs import link, neurons, tangle

from .conftest import Workbench, number, rounded

pytestmark = pytest.mark.browser

EQUATION = """() => {
  const all = (selector) => [...document.querySelectorAll(`.panel ${selector}`)];
  const full = (selector) => all(selector).map((mark) => mark.dataset.full);
  return {
    up: full(".equation .mark-up"), loc: full(".equation .mark-loc"), down: full(".equation .mark-down"),
    sum: full(".sum [data-full]"), tex: all(".lines annotation").map((note) => note.textContent).join(" "),
  };
}"""


def known_at(trace: dict[str, Any], steps: list[dict[str, Any]]) -> dict[str, set[float]]:
    """What the canvas must show once *steps* are told: leaves always, values and gradients as they come."""
    leaves = {node["id"] for node in trace["nodes"] if node["op"] is None}
    told = {step["node"] for step in steps if step["phase"] == "forward"}
    values = {node["value"] for node in trace["nodes"] if node["id"] in leaves | told}
    gradients = {
        factor["value"]
        for step in steps
        for factor in step["factors"][-1:]
        if step["phase"] in ("seed", "edge", "accumulate")
    }
    return {"value": values, "gradient": gradients}


def check_stop(workbench: Workbench, trace: dict[str, Any], told: int) -> None:
    """The canvas and the equation after *told* steps."""
    steps = trace["steps"][:told]
    known = known_at(trace, steps)
    shown = workbench.numbers()
    assert set(shown["value"]) == known["value"]
    assert set(shown["gradient"]) == known["gradient"]
    if not steps:
        return
    step = steps[-1]
    equation = workbench.page.evaluate(EQUATION)
    if step["phase"] == "edge":
        by_role = {factor["role"]: factor["value"] for factor in step["factors"]}
        for mark, role in {"up": "upstream", "loc": "local", "down": "downstream"}.items():
            assert [number(text) for text in equation[mark]] == [by_role[role]], step["text"]
    elif step["phase"] == "accumulate":
        assert [number(text) for text in equation["sum"]] == [factor["value"] for factor in step["factors"]]
    else:
        for figure in re.findall(r"\\(?:val|up)\{([^{}]*)\}", step["numbers"]):
            assert figure in equation["tex"], step["text"]


@pytest.mark.parametrize("slug", ["sigmoid-neuron", "fan-out"])
def test_every_stop_forth_and_back_by_keyboard_agrees_with_the_trace(workbench: Workbench, slug: str) -> None:
    """From before the first step to the last and back, the numbers and the equation are the API's."""
    trace = workbench.lesson(slug)
    count = len(trace["steps"])
    assert workbench.place == (count, count)

    workbench.press("Home")
    for told in range(count + 1):
        assert workbench.place == (told, count)
        check_stop(workbench, trace, told)
        workbench.press("ArrowRight")
    for told in range(count - 1, -1, -1):
        workbench.press("ArrowLeft")
        assert workbench.place == (told, count)
        check_stop(workbench, trace, told)


def test_the_track_is_a_slider_that_says_each_step(workbench: Workbench) -> None:
    """A screen reader hears the step's sentence, on the track and from the live region."""
    trace = workbench.lesson("chain-rule")
    track = workbench.page.get_by_role("slider", name="Track")
    workbench.press("Home")
    for at, step in enumerate(trace["steps"], start=1):
        workbench.press("ArrowRight")
        assert track.get_attribute("aria-valuenow") == str(at)
        assert track.get_attribute("aria-valuetext") == f"step {at} of {len(trace['steps'])}. {step['text']}"
        workbench.wait(f"document.querySelector('[aria-live=polite]').textContent.startsWith('step {at} of')")


def test_the_clicker_and_the_other_keys_move_too(workbench: Workbench) -> None:
    """A presenter's remote sends Page Up and Page Down; Shift goes by whole passes."""
    workbench.open()
    moves = [
        ("Home", 0),
        ("PageDown", 1),
        ("PageDown", 2),
        ("PageUp", 1),
        ("Shift+ArrowRight", 6),
        ("End", 10),
    ]
    for key, place in moves:
        workbench.press(key)
        assert workbench.place == (place, 10), key


def test_dragging_along_the_track_scrubs(workbench: Workbench) -> None:
    """Press, move and let go: the upper lane is forward, the lower one backward."""
    workbench.open()
    box = workbench.page.locator(".track").bounding_box()
    assert box
    mouse = workbench.page.mouse
    mouse.move(box["x"] + 5, box["y"] + 30)
    mouse.down()
    assert workbench.place[0] == 0
    mouse.move(box["x"] + box["width"] - 10, box["y"] + box["height"] / 2)
    assert workbench.place[0] == 6
    mouse.move(box["x"] + 120, box["y"] + box["height"] - 30)
    mouse.up()
    assert workbench.place[0] == 10


def test_play_goes_from_the_start_to_the_end_and_can_be_paused(workbench: Workbench) -> None:
    """Space plays; from the last stop it begins anew."""
    workbench.open()
    workbench.press(" ")
    assert workbench.page.get_by_role("button", name="Pause").is_visible()
    workbench.wait("document.querySelector('.count').textContent.startsWith('step 3')")
    workbench.press(" ")
    assert workbench.page.get_by_role("button", name="Play").is_visible()
    assert workbench.place[0] == 3


def test_a_link_opens_the_same_step(workbench: Workbench) -> None:
    """The address names phase and edge, so a class that follows a link sees what the teacher saw."""
    workbench.open()
    workbench.press("ArrowLeft", "ArrowLeft")
    workbench.wait("location.hash === '#at=edge.q.f.0'")
    link = workbench.page.url
    workbench.page.goto("about:blank")
    workbench.open(link)
    assert workbench.place == (8, 10)


def test_the_output_stands_in_the_head_rounded_and_in_full(workbench: Workbench) -> None:
    """Four digits to read, all of them on hover."""
    trace = workbench.lesson("sigmoid-neuron")
    output = workbench.page.locator(".head .output .num")
    assert output.inner_text() == rounded(trace["value"])
    assert number(output.get_attribute("title") or "") == trace["value"]


@pytest.mark.parametrize("slug", ["chain-rule", "sigmoid-neuron"])
def test_the_head_keeps_the_output_to_itself_until_its_step(workbench: Workbench, slug: str) -> None:
    """A class that is to work the output out must not read it above the board first."""
    trace = workbench.lesson(slug)
    output = workbench.page.locator(".head .output .num")
    steps = trace["steps"]
    told = next(
        i for i, step in enumerate(steps, 1) if step["phase"] == "forward" and step["node"] == trace["output"]
    )
    workbench.press("Home")
    for place in range(told + 2):
        assert workbench.place[0] == place
        expected = rounded(trace["value"]) if place >= told else ""
        assert output.inner_text() == expected
        workbench.press("ArrowRight")


def test_steps_go_by_node_or_by_whole_pass(workbench: Workbench) -> None:
    """N, E and W choose, and so does a press on the words beside the track."""
    workbench.open()
    workbench.press("Home", "n")
    places = []
    while not places or places[-1] < 10:
        workbench.press("ArrowRight")
        places.append(workbench.place[0])
    assert places == [1, 2, 3, 4, 5, 6, 8, 10]
    workbench.page.get_by_role("button", name="Step by node").click()
    workbench.page.get_by_role("button", name="Step whole pass").wait_for()
    workbench.press("ArrowLeft")
    assert workbench.place[0] == 5
    workbench.press("e", "ArrowLeft")
    assert workbench.place[0] == 4


def test_the_speed_goes_from_a_quarter_to_eight(workbench: Workbench) -> None:
    """By keys it stops at both ends, by the button it comes round; the list of keys names both."""
    workbench.open()
    speed = workbench.page.locator(".pace .speed")
    assert speed.inner_text() == "1×"
    workbench.press(*["<"] * 4)
    assert speed.inner_text() == "¼×"
    workbench.press(*[">"] * 7)
    assert speed.inner_text() == "8×"
    workbench.press("Home", " ")
    workbench.wait("document.querySelector('.count').textContent.startsWith('step 10')")
    speed.click()
    assert speed.inner_text() == "¼×"
    workbench.press("?")
    words = workbench.page.get_by_role("dialog", name="Keys").inner_text()
    assert all(label in words for label in ("Slower", "Faster", "Step by node", "Step by edge"))


def test_two_hundred_lines_still_have_stations_one_can_read(workbench: Workbench) -> None:
    """They are grouped by neighbours, each group with its names, and the track still scrubs to every lane."""
    workbench.open(link("Long", tangle(200, 3)))
    track = workbench.page.get_by_role("slider", name="Track")
    stations = workbench.page.locator(".track rect.station")
    workbench.wait("document.querySelectorAll('.track rect.station').length > 8")
    assert stations.count() < 40
    names = track.locator(".marks text").all_text_contents()
    assert sum("…" in name for name in names) >= 8
    box = track.bounding_box()
    assert box
    track.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.3})
    forward = workbench.place[0]
    track.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.7})
    assert 20 < forward < workbench.place[0]


def test_a_constant_has_a_value_and_no_way_back(workbench: Workbench) -> None:
    """Nothing is differentiated, and no lane, caption or seed pretends otherwise."""
    workbench.open(link("Constant", "3"))
    assert workbench.place == (1, 1)
    assert "nothing to differentiate" in workbench.page.locator(".panel").inner_text()
    assert (
        workbench.page.locator(".lane-back, .track .ink-g, .lane.backward, .canvas .lane.pending").count()
        == 0
    )
    assert "seed" not in (workbench.page.locator(".track").text_content() or "")
    assert workbench.page.locator(".head .formula .katex-html").inner_text() == "3"


# How many marks are off the board, and how many of those would be in sight.
AWAY = """() => {
  const pad = document.querySelector(".pad").getBoundingClientRect();
  const away = [...document.querySelectorAll("svg.canvas [display=none]")];
  for (const mark of away) mark.removeAttribute("display");
  const seen = away.filter((mark) => {
    const {left, right, top, bottom} = mark.getBoundingClientRect();
    return right > left && right > pad.left && left < pad.right && bottom > pad.top && top < pad.bottom;
  });
  for (const mark of away) mark.setAttribute("display", "none");
  return [away.length, seen.length];
}"""


def test_marks_far_out_of_sight_are_off_the_board_while_it_plays(workbench: Workbench) -> None:
    """Never one in sight, wherever the camera goes; and all are back when it is over."""
    workbench.open(link("Large", tangle(120, 2, reach=20)))
    away = "document.querySelectorAll('svg.canvas [display=none]').length"
    workbench.press("Home", "Space")
    workbench.wait(f"{away} > 100")
    for _ in range(3):
        before = workbench.place[0]
        workbench.wait(f"Number(document.querySelector('.track').ariaValueNow) > {before}")
        count, seen = workbench.page.evaluate(AWAY)
        assert (count > 100, seen) == (True, 0)
    workbench.press("Space")
    workbench.wait(f"{away} === 0")


# Notes the most marks that were ever off the board, and the most of them that would have been in sight.
WATCH_AWAY = """(away) => {
  window.most = [0, 0];
  const canvas = document.querySelector("svg.canvas");
  const watch = new MutationObserver(() => {
    window.most = away().map((count, at) => Math.max(count, window.most[at]));
    watch.takeRecords();
  });
  watch.observe(canvas, {subtree: true, attributeFilter: ["display"]});
}"""


def test_marks_out_of_sight_are_off_the_board_while_a_number_is_dragged(workbench: Workbench) -> None:
    """Never one in sight; and all are back when the hand rests."""
    page = workbench.page
    workbench.open(link("Large", neurons(14)))
    page.evaluate(f"() => ({WATCH_AWAY})({AWAY})")
    box = page.locator("[data-leaf]").first.bounding_box()
    assert box
    x, y = box["x"] + 0.55 * box["width"], box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for height in range(8, 40, 8):
        page.mouse.move(x, y - height)
    workbench.wait("window.most[0] > 100")
    page.mouse.up()
    workbench.wait("document.querySelectorAll('svg.canvas [display=none]').length === 0")
    assert page.evaluate("() => window.most[1]") == 0
