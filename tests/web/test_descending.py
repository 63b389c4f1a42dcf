"""Going downhill in a real browser: every number is the API's, the values land in the graph, a link opens it again."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from .barriers import barriers
from .conftest import Workbench, ask, number, rounded

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

FULL = """(selector) => [...document.querySelectorAll(selector)]
  .map((place) => [...place.querySelectorAll("[data-full]")].map((mark) => mark.dataset.full))"""
# The drawn curve and its points in the data's units, by way of the ticks' numbers and places.
CURVE = """() => {
  const svg = document.querySelector(".plot-pane .plot svg");
  const places = (path) => path.getAttribute("d").match(/-?[\\d.]+/g).map(Number);
  const [left, base] = places(svg.querySelector("path.axis"));
  const ticks = [...svg.querySelectorAll("text.ink-s")].map((text) => {
    const [box, y] = [text.getBBox(), Number(text.getAttribute("y"))];
    return {value: Number(text.textContent.replace("\\u2212", "-")), x: box.x + box.width / 2, y};
  });
  const rows = ticks.filter(({y}) => y < base + 8).map(({value, y}) => [value, y - 5]);
  const columns = ticks.filter(({y}) => y > base + 8).map(({value, x}) => [value, x]);
  const line = (known) => {
    const [[v0, p0], [v1, p1]] = [known[0], known.at(-1)];
    return (p) => v0 + ((p - p0) * (v1 - v0)) / (p1 - p0);
  };
  const [x, y] = [line(columns), line(rows)];
  const flat = places(svg.querySelector("path.curve"));
  const curve = flat.flatMap((px, at) => (at % 2 ? [] : [[x(px), y(flat[at + 1])]]));
  const circles = (selector) => [...svg.querySelectorAll(selector)].map((mark) => (
    [x(Number(mark.getAttribute("cx"))), y(Number(mark.getAttribute("cy")))]));
  return {curve, start: circles(".start"), bead: circles(".descent-bead")};
}"""
# Texts of a plot that lie on each other, are small, or leave their pane; and parts of a pane that overlap.
OVERLAPS = """() => {
  const found = [];
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  for (const svg of document.querySelectorAll(".plot svg")) {
    const frame = svg.closest(".plot-pane").getBoundingClientRect();
    const unit = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].map((text) => {
      const [box, size, y] = [text.getBBox(), Number(text.getAttribute("font-size")), Number(text.getAttribute("y"))];
      const ink = {left: box.x, right: box.x + box.width, top: y - 0.7 * size, bottom: y + 1};
      return {words: text.textContent, ink, size: size * unit, screen: text.getBoundingClientRect()};
    });
    texts.forEach((a, i) => texts.slice(i + 1).forEach((b) => {
      if (over(a.ink, b.ink)) found.push(`${a.words} on ${b.words}`);
    }));
    for (const {words, size, screen} of texts) {
      if (size < 13.9) found.push(`${words} is ${size} px`);
      if (screen.left < frame.left - 1 || screen.right > frame.right + 1) found.push(`${words} leaves its pane`);
    }
  }
  for (const pane of document.querySelectorAll(".plot-pane")) {
    const note = pane.querySelector(".note");
    if (note && note.scrollWidth > note.clientWidth + 1) found.push(`cut: ${note.textContent}`);
    const parts = [...pane.children].map((part) => part.getBoundingClientRect());
    parts.forEach((a, i) => parts.slice(i + 1).forEach((b) => {
      if (over(a, b)) found.push("parts of a pane overlap");
    }));
  }
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) found.push("the page is wider than its window");
  return found;
}"""


def link(program: str, fragment: str = "") -> str:
    """A link to a program of one's own."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(json.dumps({"title": "Downhill", "text": program}).encode()) + packer.flush()
    return "/#p=" + base64.urlsafe_b64encode(packed).decode().rstrip("=") + fragment


def descend(
    workbench: Workbench, program: str, rate: float = 0.1, steps: int = 12, **more: Any
) -> dict[str, Any]:
    """The API's own path."""
    optimizer = {"kind": more.pop("kind", "sgd"), "learning_rate": rate} | more.pop("settings", {})
    body = {"expression": program, "optimizer": optimizer, "steps": steps} | more
    answer: dict[str, Any] = ask(workbench.url, "/descend", body)
    return answer


def walked(workbench: Workbench) -> None:
    """Wait for the plots, at the size they have."""
    workbench.page.wait_for_selector(".plot-pane .plot svg path", state="attached")
    workbench.wait(
        "!document.querySelector('.panes .busy')"
        " && [...document.querySelectorAll('.plot svg')].every((svg) => Math.abs(svg.clientWidth"
        " / svg.viewBox.baseVal.width"
        " - parseFloat(getComputedStyle(document.documentElement).fontSize) / 15) < 0.02)"
    )


def figures(workbench: Workbench, selector: str) -> list[list[float]]:
    """The numbers in full within each place."""
    return [[number(text) for text in texts] for texts in workbench.page.evaluate(FULL, selector)]


def made(workbench: Workbench) -> int:
    """Updates made, as the track says."""
    return int(workbench.page.get_by_role("slider", name="Updates").get_attribute("aria-valuenow") or "")


def program_of(workbench: Workbench, slug: str) -> str:
    text: str = ask(workbench.url, f"/lessons/{slug}")["expression"]
    return text


def test_a_lesson_goes_downhill_by_keyboard_alone_and_every_number_is_the_apis(workbench: Workbench) -> None:
    """D opens it after the last stop; at each update the equation and the table are those of POST /descend."""
    workbench.lesson("fan-out")
    path = descend(workbench, program_of(workbench, "fan-out"))["path"]
    workbench.press("d")
    walked(workbench)
    table = [[e["leaves"]["x"], e["value"], e["gradients"]["x"]] for e in path]
    assert figures(workbench, ".descent-panel .roll tbody tr") == table
    for at in range(len(path)):
        assert made(workbench) == at
        first = min(at, len(path) - 2)
        here, there = path[first], path[first + 1]
        assert figures(workbench, ".descent-panel .put-in") == [
            [here["leaves"]["x"], here["learning_rate"], here["gradients"]["x"]],
            [there["leaves"]["x"]],
        ]
        workbench.press("ArrowRight")
    workbench.press("Home")
    assert made(workbench) == 0
    workbench.press("End", "PageUp")
    assert made(workbench) == 11
    workbench.press("Escape")
    workbench.page.get_by_role("slider", name="Track").wait_for()
    assert workbench.place == (9, 9)


def test_the_curve_is_that_of_the_api_and_the_bead_stands_on_it(workbench: Workbench) -> None:
    """Points of the drawn curve lie where POST /evaluate puts them; so do the start and the bead."""
    program = "w = -2.6\nJ = 0.5*w**2 + 0.45*sin(3*w)"
    workbench.open(link(program, "&view=descend&rate=0.26&to=3"))
    walked(workbench)
    path = descend(workbench, program, 0.26)["path"]
    drawn = workbench.page.evaluate(CURVE)
    xs = [x for x, _ in drawn["curve"][5:-5:10]]
    asked = ask(workbench.url, "/evaluate/batch", {"expression": program, "columns": {"w": xs}})
    for (x, y), value in zip(drawn["curve"][5:-5:10], asked["values"]["J"], strict=True):
        assert y == pytest.approx(value, abs=0.03), x
    [[x0, y0]], [[x3, y3]] = drawn["start"], drawn["bead"]
    assert (x0, y0) == pytest.approx((path[0]["leaves"]["w"], path[0]["value"]), abs=0.03)
    assert (x3, y3) == pytest.approx((path[3]["leaves"]["w"], path[3]["value"]), abs=0.03)


def test_two_leaves_are_drawn_over_contours_and_the_values_land_in_the_graph(workbench: Workbench) -> None:
    """Enter puts the values one stands at into all leaves at once, and plays the passes with them."""
    workbench.lesson("three-kinds-of-node")
    path = descend(workbench, program_of(workbench, "three-kinds-of-node"))["path"]
    workbench.press("d")
    walked(workbench)
    assert workbench.page.locator(".plot .contour").count() > 5
    workbench.press("ArrowRight", "ArrowRight")
    rows = figures(workbench, ".descent-panel .roll tbody tr")
    assert rows == [[e["leaves"]["w0"], e["leaves"]["w1"], e["value"]] for e in path]
    workbench.press("Enter")
    for leaf in ("w0", "w1"):
        value = path[2]["leaves"][leaf]
        title = f'.leaf-handle[data-leaf="{leaf}"][aria-valuenow="{value}"]'
        workbench.page.wait_for_selector(title)
    workbench.press("End")
    assert workbench.page.locator(".head .output .num").inner_text() == rounded(path[2]["value"])
    workbench.press("d")
    walked(workbench)
    assert figures(workbench, ".descent-panel .roll tbody tr")[0][:2] == [*path[2]["leaves"].values()]


def test_a_link_opens_the_same_walk(workbench: Workbench) -> None:
    """Rates, rule, updates, leaves and the step one stands at are in the address."""
    workbench.open("/?lesson=sigmoid-neuron")
    workbench.press("d")
    walked(workbench)
    workbench.page.get_by_label("Update rule", exact=True).select_option("adam")
    workbench.page.get_by_role("spinbutton", name="updates").fill("7")
    workbench.page.get_by_role("button", name="Three rates").click()
    workbench.page.get_by_role("button", name="w2 moves").click()
    workbench.wait("document.querySelectorAll('.plot-pane').length === 4")
    workbench.page.get_by_role("slider", name="Updates").focus()
    workbench.press("ArrowRight", "ArrowRight")
    workbench.wait("/to=2/.test(location.hash)")
    for field in ("view=descend", "rate=", "rule=adam", "updates=7"):
        assert field in workbench.page.url
    shown = figures(workbench, ".descent-panel .put-in")
    address = workbench.page.url
    workbench.page.goto("about:blank")
    workbench.open(address)
    walked(workbench)
    workbench.wait("document.querySelectorAll('.plot-pane').length === 4")
    assert made(workbench) == 2
    assert figures(workbench, ".descent-panel .put-in") == shown
    assert workbench.page.get_by_label("Update rule", exact=True).input_value() == "adam"


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("momentum", {"momentum": 0.9}),
        ("rmsprop", {"alpha": 0.99}),
        ("adam", {"beta1": 0.9, "beta2": 0.999}),
    ],
)
def test_every_rule_shows_what_it_remembers(
    workbench: Workbench, kind: str, settings: dict[str, float]
) -> None:
    """The state in the equations is the path's own."""
    program = "w = 2\nJ = w**2"
    path = descend(workbench, program, kind=kind, settings=settings)["path"]
    workbench.open(link(program, f"&view=descend&rule={kind}&to=3"))
    walked(workbench)
    shown = {value for line in figures(workbench, ".descent-panel .put-in") for value in line}
    told = {slot["w"] for at in (3, 4) for slot in path[at]["state"].values()}
    assert told <= shown
    assert path[4]["leaves"]["w"] in shown


def test_three_rates_are_named_by_what_they_come_to(workbench: Workbench) -> None:
    """Too low, right and too high: the table has the ends, and the far-off point is said with its number."""
    program = "w = -2.6\nJ = 0.5*w**2 + 0.45*sin(3*w)"
    rates = (0.03, 0.26, 2.5)
    workbench.open(link(program, "&view=descend&rate=0.03,0.26,2.5"))
    walked(workbench)
    titles = workbench.page.locator(".plot-pane:not(.costs) h2").all_inner_texts()
    assert titles == ["Too low", "Right", "Too high"]
    paths = [descend(workbench, program, rate)["path"] for rate in rates]
    assert figures(workbench, ".runs tbody tr") == [
        [rate, path[-1]["leaves"]["w"], path[-1]["value"]] for rate, path in zip(rates, paths, strict=True)
    ]
    assert figures(workbench, ".plot-pane .note") == [
        [paths[0][-1]["value"]],
        [paths[1][-1]["value"]],
        [paths[2][4]["leaves"]["w"]],
    ]
    assert workbench.page.evaluate(OVERLAPS) == []


def test_a_path_that_leaves_the_numbers_ends_there_and_says_so(workbench: Workbench) -> None:
    """log of a negative number: the track is as long as the path, and a sentence says why."""
    workbench.open(link("x = 0.2\nf = log(x) + x*x", "&view=descend"))
    walked(workbench)
    workbench.press("End")
    assert made(workbench) == 1
    assert "no finite number" in workbench.page.locator(".descent-panel .update").inner_text()


def test_the_rate_is_typed_stepped_and_dragged(workbench: Workbench) -> None:
    """What stands in the field is what the API was asked with."""
    program = "w = 2\nJ = w**2"
    workbench.open(link(program, "&view=descend"))
    walked(workbench)
    field = workbench.page.get_by_label("Learning rate, Path")
    rate = '.descent-panel .put-in:nth-child(2) [data-full="{}"]'
    field.fill("0.3")
    workbench.page.wait_for_selector(rate.format("0.3"))
    field.press("ArrowUp")
    workbench.page.wait_for_selector(rate.format("0.32"))
    field.fill("nonsense")
    assert field.get_attribute("aria-invalid") == "true"
    field.press("Enter")
    assert field.input_value() == "0.32"
    box = field.bounding_box()
    assert box
    workbench.page.mouse.move(box["x"] + 10, box["y"] + 10)
    workbench.page.mouse.down()
    workbench.page.mouse.move(box["x"] + 10, box["y"] + 10 + 30)
    workbench.page.mouse.up()
    workbench.page.wait_for_selector(rate.format("0.16"))


def test_a_graph_that_cannot_go_downhill_says_why(workbench: Workbench) -> None:
    """Where it cannot, the button says why and D does nothing; a tensor that moves has its cost and plain words."""
    workbench.open(link("c: constant = 3\nf = c * c"))
    button = workbench.page.locator(".tools .descend")
    assert button.get_attribute("aria-disabled") == "true"
    assert "Nothing here can move" in (button.get_attribute("title") or "")
    workbench.press("d")
    assert workbench.page.locator(".descent").count() == 0
    workbench.open(link("x = [1, 2]\nf = sum(x * x)", "&view=descend"))
    workbench.page.wait_for_selector(".plot-pane.costs .plot svg path", state="attached")
    assert "A curve needs a leaf that is a number" in workbench.page.locator(".plot-pane").first.inner_text()


@pytest.mark.parametrize(
    ("width", "height", "dark"), [(1280, 800, False), (1920, 1080, True), (390, 844, False)]
)
@pytest.mark.parametrize("slug", ["fan-out", "three-kinds-of-node", "sigmoid-neuron", "vectors-and-matrices"])
def test_nothing_overlaps_and_axe_finds_nothing(
    workbench: Workbench, window: Callable[..., None], slug: str, width: int, height: int, dark: bool
) -> None:
    """At three sizes, in both themes, with three rates and with one."""
    window(width, height, dark=dark)
    workbench.open(f"/?lesson={slug}#view=descend&to=4&rate=0.02,0.2,2")
    walked(workbench)
    assert workbench.page.evaluate(OVERLAPS) == []
    workbench.open(f"/?lesson={slug}#view=descend&to=2")
    walked(workbench)
    assert workbench.page.evaluate(OVERLAPS) == []
    assert barriers(workbench.page) == []


def test_playing_goes_to_the_end_and_the_track_scrubs(workbench: Workbench) -> None:
    """Space plays the updates; a press on the track goes there."""
    workbench.open(link("w = 2\nJ = w**2", "&view=descend&updates=4&speed=8"))
    walked(workbench)
    workbench.press(" ")
    workbench.wait("document.querySelector('.track').getAttribute('aria-valuenow') === '4'")
    box = workbench.page.locator(".track").bounding_box()
    assert box
    workbench.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert made(workbench) == 2
    text = workbench.page.get_by_role("slider", name="Updates").get_attribute("aria-valuetext") or ""
    assert re.match(r"update 2 of 4\. w is .*\. J is .*\.", text)


CUT = """() => [...document.querySelectorAll(".descent-panel :is(.runs td, .put-in .term)")].filter((place) => {
  const [box, frame] = [place.getBoundingClientRect(), place.closest(".roll, section").getBoundingClientRect()];
  return place.scrollWidth > place.clientWidth + 1 || box.left < frame.left - 1 || box.right > frame.right + 1;
}).map((place) => place.textContent)"""


@pytest.mark.parametrize(
    "path",
    [
        "/?lesson=fan-out#view=descend&rate=1e9",
        "/?lesson=fan-out#view=descend&rate=1e8,1e9,1e10&of=1",
        "/?lesson=second-look#view=descend",
        "/?lesson=vectors-and-matrices#view=descend",
    ],
)
def test_no_digit_of_the_panel_is_cut(workbench: Workbench, path: str) -> None:
    """Wide numbers take fewer columns or smaller type; a term of an update is never broken inside."""
    workbench.open(path)
    walked(workbench)
    assert workbench.page.locator(".descent-panel .runs td").count() > 5
    assert workbench.page.evaluate(CUT) == []


def test_a_large_tensors_update_is_drawn_as_cells_with_its_shape(workbench: Workbench) -> None:
    """Larger than three by three no brackets fit the panel; the board's own glyph stands there, in full on hover."""
    workbench.open(link("W: parameter = [[1, 2, 3, 4], [5, 6, 7, 8]]\nJ = sum(W * W)", "&view=descend"))
    walked(workbench)
    cells = workbench.page.locator(".descent-panel .cells-of")
    assert cells.all_inner_texts()[0].strip().endswith("2×4")
    assert cells.first.locator("title").first.text_content() == "[[1, 2, 3, 4], [5, 6, 7, 8]]"
    assert cells.count() == 3
