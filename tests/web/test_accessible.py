"""The page without eyes and without a mouse: what a screen reader is told, what axe finds, where the keyboard goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .barriers import barriers
from .conftest import Workbench, ask

pytestmark = pytest.mark.browser

LIVE = "() => document.querySelector('[aria-live=polite]').textContent"
TOLD = "() => document.querySelector('[aria-live=polite]').textContent.match(/^step (\\d+)/)?.[1]"


def texts_in(workbench: Workbench, region: str) -> list[str]:
    """The texts of a region of the accessibility tree, in reading order."""
    session = workbench.page.context.new_cdp_session(workbench.page)
    found: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    by_id = {node["nodeId"]: node for node in found}

    def walk(node: dict[str, Any]) -> Iterator[str]:
        if node["role"]["value"] == "StaticText":
            yield name_of(node)
        for child in node["childIds"]:
            yield from walk(by_id[child])

    (root,) = (node for node in found if name_of(node) == region and node["role"]["value"] == "region")
    return list(walk(root))


def name_of(node: dict[str, Any]) -> str:
    """What a screen reader calls a node."""
    return str(node.get("name", {}).get("value", ""))


def sentences(trace: dict[str, Any]) -> list[str]:
    """What there is to tell, in order: a constant with one consumer is part of its op, and no step of its own."""
    consumers = [source for node in trace["nodes"] for source in node["inputs"]]
    inside = {
        node["id"]
        for node in trace["nodes"]
        if node["kind"] == "constant" and consumers.count(node["id"]) == 1
    }
    return [
        step["text"]
        for step in trace["steps"]
        if step.get("node") not in inside and step.get("source") not in inside
    ]


@pytest.mark.parametrize("slug", ["sigmoid-apart", "fan-out"])
def test_the_accessibility_tree_tells_the_whole_trace_in_order(workbench: Workbench, slug: str) -> None:
    """Stop by stop the live region and the track say the step's sentence; at the end all of them stand in a list."""
    answers: list[Any] = []
    workbench.page.on("response", lambda one: answers.append(one) if one.url.endswith("/evaluate") else None)
    workbench.open(f"/?lesson={slug}")
    told = sentences([trace for trace in (one.json() for one in answers) if "steps" in trace][-1])
    workbench.press("Home")
    count = workbench.place[1]
    heard = []
    for stop in range(1, count + 1):
        workbench.press("ArrowRight")
        workbench.page.wait_for_function(f"(stop) => ({TOLD})() === stop", arg=str(stop))
        heard.append(workbench.page.evaluate(LIVE))
        assert workbench.page.get_by_role("slider", name="Track").get_attribute("aria-valuetext") == heard[-1]

    assert heard == [f"step {at} of {count}. {text}" for at, text in enumerate(told, 1)]
    assert texts_in(workbench, "The steps so far") == heard


def test_a_screen_reader_is_not_told_what_a_stop_asks(workbench: Workbench) -> None:
    """The list of steps ends before the step that is being asked."""
    workbench.lesson("chain-rule")
    workbench.press("Home", *["ArrowRight"] * 3)
    items = workbench.page.get_by_role("region", name="The steps so far").get_by_role("listitem")
    assert items.count() == workbench.place[0] == 3


def test_the_list_of_steps_tells_another_number_when_the_hand_rests(workbench: Workbench) -> None:
    """In every sentence it changes, not only in the newest."""
    workbench.lesson("chain-rule")
    leaf = workbench.page.locator("[data-leaf=y]")
    leaf.press("ArrowUp")
    workbench.wait("document.querySelector('[data-leaf=y]').getAttribute('aria-valuenow') !== '5'")
    value = float(leaf.get_attribute("aria-valuenow") or "nan")
    body = {"expression": ask(workbench.url, "/lessons/chain-rule")["expression"], "inputs": {"y": value}}
    told = sentences(ask(workbench.url, "/evaluate", body))
    steps = [f"step {at} of {len(told)}. {text}" for at, text in enumerate(told, 1)]
    workbench.page.wait_for_function(
        "(one) => [...document.querySelectorAll('.unseen li')].some((item) => item.textContent === one)",
        arg=next(step for step in steps if " y is " in step),
    )
    assert texts_in(workbench, "The steps so far") == steps


# A state of the page: its address, the window's width and height, the keys that lead there, and what is there then.
STATES: dict[str, tuple[str, tuple[int, int], tuple[str, ...], str]] = {
    "table in the middle": ("/?lesson=sigmoid-neuron", (1280, 800), ("ArrowLeft", "a"), ".panel table"),
    "first step": ("/?lesson=fan-out#at=start", (1280, 800), ("ArrowRight",), ".panel"),
    "tensors": ("/?lesson=vectors-and-matrices", (1280, 800), ("ArrowLeft",), ".panel"),
    "share": ("/?lesson=sigmoid-neuron", (1280, 800), ("s",), "dialog.share svg"),
    "present": ("/?lesson=sigmoid-neuron#view=present", (1920, 1080), ("ArrowLeft",), ".present-strip svg"),
    "present, asked": ("/?lesson=sigmoid-neuron#view=present", (1920, 1080), ("q",), ".present-strip svg"),
    "descend": (
        "/?lesson=chain-rule",
        (1280, 800),
        ("d",),
        ".plot-pane svg",
    ),
    "phone": ("/?lesson=sigmoid-neuron", (390, 844), ("ArrowLeft",), "svg.marks"),
    "phone, map": ("/?lesson=sigmoid-neuron", (390, 844), ("m",), "svg.marks"),
    "phone, lessons": ("/?lesson=sigmoid-neuron", (390, 844), ("g",), ".lesson-list"),
}


def test_no_view_has_a_known_barrier(workbench: Workbench, window: Callable[..., None]) -> None:
    """In the views that lie beside the workbench, in both themes."""
    found = {}
    for state, (path, (width, height), keys, there) in STATES.items():
        window(width, height)
        workbench.page.goto("about:blank")
        workbench.open(path)
        workbench.wait("document.querySelector('.chooser, .present')")  # the list of lessons has come
        workbench.press(*keys)
        workbench.page.locator(there).first.wait_for()
        found[state] = barriers(workbench.page, both_themes=True)
    assert found == {state: [] for state in STATES}


def test_a_barrier_in_the_other_theme_would_be_seen(
    workbench: Workbench, window: Callable[..., None]
) -> None:
    """The check itself: grey on the dark board is found from the light one, which stands again afterwards."""
    window(1280, 800)
    page = workbench.open("/?lesson=sigmoid-neuron").page
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("[data-theme=dark] .count { color: #222 !important }");
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }""")
    (found,) = barriers(page, ".bar", both_themes=True)
    assert found.startswith('dark: color-contrast: <span class="count">')
    assert page.evaluate("() => document.documentElement.dataset.theme") == "light"


FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const {x, y, width, height} = here.getBoundingClientRect();
  const mark = (pseudo) => {
    const style = getComputedStyle(here, pseudo);
    const outlined = style.outlineStyle !== "none" && style.outlineColor !== "rgba(0, 0, 0, 0)";
    return outlined || style.backgroundImage !== "none";
  };
  return {
    name: here.getAttribute("aria-label") ?? here.innerText.trim(),
    inSight: x + width > 0 && y + height > 0 && x < innerWidth && y < innerHeight && width > 4 && height > 4,
    marked: mark(null) || mark("::after"),
  };
}"""


def walk_with_tab(workbench: Workbench, key: str = "Tab") -> list[dict[str, Any] | None]:
    """Every place of the focus until it leaves the page, or comes around."""
    stations: list[dict[str, Any] | None] = []
    for _ in range(80):
        workbench.press(key)
        here = workbench.page.evaluate(FOCUS)
        if here is None or (stations and here == stations[0]):
            break
        stations.append(here)
    return stations


@pytest.mark.parametrize(
    "path", ["/?lesson=sigmoid-neuron", "/?lesson=sigmoid-neuron#view=present"], ids=["workbench", "present"]
)
def test_the_focus_is_always_seen_and_never_caught(workbench: Workbench, path: str) -> None:
    """Tab goes all the way around, forward and back, and at each station a mark shows where it is."""
    workbench.open(path)
    workbench.page.wait_for_load_state("networkidle")
    there = walk_with_tab(workbench)
    back = walk_with_tab(workbench, "Shift+Tab")

    assert 4 <= len(there) < 80
    assert len(back) < 80
    assert [one for one in there if one and not (one["inSight"] and one["marked"])] == []


def test_a_lesson_is_opened_and_played_by_keyboard_alone(workbench: Workbench) -> None:
    """From the page as it opens: the menu, an entry, the start, every step to the last."""
    workbench.open()
    workbench.page.get_by_role("button", name="Open a lesson").wait_for()
    workbench.press("g")
    workbench.page.get_by_role("button", name="Fan-out adds").wait_for()
    for _ in range(30):
        if workbench.page.evaluate("() => document.activeElement.innerText.includes('Fan-out adds')"):
            break
        workbench.press("Tab")
    workbench.press("Enter")
    workbench.wait("document.title.startsWith('Fan-out adds')")
    workbench.press("Home")
    count = workbench.place[1]
    for stop in range(1, count + 1):
        workbench.press("ArrowRight")
        assert workbench.place == (stop, count)
