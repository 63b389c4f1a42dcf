"""What a reader sees and reaches: sizes, themes, the phone, and the page without eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.lessons import LESSONS

from .barriers import barriers
from .conftest import Workbench

pytestmark = pytest.mark.browser

# Pairs of canvas texts whose inks touch, and texts that leave the board. Ink is 0.7 of the size above the baseline;
# the browser's own boxes are taller. Runs of one text do not count against each other.
COLLISIONS = """() => {
  const board = document.querySelector("svg.canvas").getBoundingClientRect();
  const texts = [...document.querySelectorAll("svg.canvas text")].filter((text) => text.textContent.trim());
  const boxes = texts.map((text) => {
    const box = text.getBBox();
    const size = Number(text.getAttribute("font-size"));
    const y = Number(text.getAttribute("y"));
    const words = [...text.childNodes].filter(({nodeName}) => nodeName !== "title")
      .map((part) => part.textContent).join("");
    return {words, x0: box.x, x1: box.x + box.width, y0: y - 0.7 * size, y1: y + 1,
      screen: text.getBoundingClientRect()};
  });
  const found = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
    if (a.x0 < b.x1 - 0.5 && b.x0 < a.x1 - 0.5 && a.y0 < b.y1 && b.y0 < a.y1) found.push(`${a.words} on ${b.words}`);
  }));
  for (const {words, screen} of boxes) {
    if (screen.left < board.left - 1 || screen.right > board.right + 1) found.push(`${words} leaves the board`);
  }
  return found;
}"""

SMALLEST = """() => {
  const svg = document.querySelector("svg.canvas");
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const sizes = [...svg.querySelectorAll("text")].map((text) => Number(text.getAttribute("font-size")) * scale);
  return Math.min(...sizes);
}"""

WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


# One of each kind of picture; `tests/js/lessons.test.mjs` measures every lesson's without a browser.
OFTEN = {"fan-out", "sigmoid-neuron", "softmax", "three-kinds-of-node", "two-neurons", "vectors-and-matrices"}
assert set(LESSONS) >= OFTEN


@pytest.mark.parametrize(
    "slug",
    [slug if slug in OFTEN else pytest.param(slug, marks=pytest.mark.sweep) for slug in sorted(LESSONS)],
)
def test_nothing_on_the_canvas_covers_a_number_at_any_stop(workbench: Workbench, slug: str) -> None:
    """No two texts touch and none leaves the board, from the first stop to the last."""
    workbench.lesson(slug)
    _, count = workbench.place
    found: dict[int, Any] = {}
    for stop in range(count, -1, -1):
        if collisions := workbench.page.evaluate(COLLISIONS):
            found[stop] = collisions
        workbench.press("ArrowLeft")
    assert found == {}


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080), (1440, 900)])
def test_type_on_the_canvas_is_at_least_14_px(
    workbench: Workbench, window: Callable[..., None], width: int, height: int
) -> None:
    """On a laptop and on a projector, captions included."""
    window(width, height)
    workbench.open("/?lesson=sigmoid-neuron")
    assert workbench.page.evaluate(SMALLEST) >= 13.95  # 14, but for rounding


@pytest.mark.parametrize(
    ("width", "height"), [(390, 844), (760, 1000), (820, 1180), (1024, 700), (1280, 800), (1920, 1080)]
)
def test_the_page_fits_its_window(
    workbench: Workbench, window: Callable[..., None], width: int, height: int
) -> None:
    """Nothing scrolls sideways, and the player is always in sight."""
    window(width, height)
    workbench.open("/?lesson=sigmoid-neuron")
    assert workbench.page.evaluate(WIDER) <= 0
    play = workbench.page.get_by_role("button", name="Play", exact=True).bounding_box()
    assert play
    assert play["y"] + play["height"] <= height


def test_a_large_graph_is_followed_not_shrunk(workbench: Workbench) -> None:
    """A chain of thirty ops stays readable, and the current op is in sight at every stop."""
    workbench.open()
    program = "x0 = 0.5\n" + "\n".join(f"x{i} = tanh(x{i - 1})" for i in range(1, 31))
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Program text").fill(program)
    workbench.wait("document.querySelector('.count').textContent.endsWith('of 62')")
    workbench.press("Escape", "Home")
    for _ in range(20):
        workbench.press("ArrowRight")
        assert workbench.page.evaluate(SMALLEST) >= 13.6
        now = workbench.page.locator("svg.canvas .now").first.bounding_box()
        assert now
        assert 0 < now["x"] < 960


def test_the_theme_is_remembered(workbench: Workbench) -> None:
    """The reader's choice holds after a reload, before anything is painted."""
    workbench.open()
    theme = "() => document.documentElement.dataset.theme"
    assert workbench.page.evaluate(theme) == "light"
    workbench.press("t")
    assert workbench.page.evaluate(theme) == "dark"
    workbench.page.reload(wait_until="commit")
    workbench.wait("document.documentElement.dataset.theme === 'dark'")


def test_a_dark_system_gets_the_chalkboard(workbench: Workbench, window: Callable[..., None]) -> None:
    """Until the reader says otherwise."""
    window(1280, 800, dark=True)
    workbench.open()
    assert workbench.page.evaluate("() => document.documentElement.dataset.theme") == "dark"


def test_one_key_hides_the_local_gradients(workbench: Workbench) -> None:
    """L, or the key strip's own entry."""
    workbench.open()
    assert workbench.numbers()["local"]
    workbench.press("l")
    assert not workbench.numbers()["local"]
    workbench.page.get_by_role("button", name="local").click()
    assert workbench.numbers()["local"]


def test_the_wires_of_the_node_under_the_pointer_stand_out(workbench: Workbench) -> None:
    """The rest steps back while the pointer is there, and comes forward when it leaves."""
    workbench.open()
    disc = workbench.page.locator("svg.canvas .disc").first.bounding_box()
    assert disc
    workbench.page.mouse.move(disc["x"] + disc["width"] / 2, disc["y"] + disc["height"] / 2)
    edges = workbench.page.locator("svg.canvas .hovering .edge")
    hovered = workbench.page.locator("svg.canvas .edge.hovered")
    assert 0 < hovered.count() < edges.count()
    workbench.page.mouse.move(5, 5)
    assert hovered.count() == 0


def test_the_screen_goes_blank_and_any_key_brings_it_back(workbench: Workbench) -> None:
    """While the room looks at the speaker; the key that wakes it does nothing else."""
    workbench.open()
    workbench.press("b")
    assert workbench.page.locator(".blank-screen").is_visible()
    workbench.press("ArrowLeft")
    workbench.page.locator(".blank-screen").wait_for(state="detached")
    assert workbench.place == (10, 10)


def test_a_blank_screen_gives_the_keyboard_back(workbench: Workbench) -> None:
    """Who stood on a leaf stands there again."""
    workbench.open()
    leaf = workbench.page.locator(".leaf-handle").nth(1)
    leaf.focus()
    workbench.press("b")
    workbench.press("b")
    assert leaf.evaluate("(leaf) => leaf === document.activeElement")


def test_the_list_of_keys_is_the_command_table(workbench: Workbench) -> None:
    """A question mark opens it, Escape closes it, and it names every key."""
    workbench.open()
    workbench.press("?")
    dialog = workbench.page.get_by_role("dialog")
    dialog.get_by_text("Page Down").first.wait_for()  # the list is fetched when it is first asked for
    assert dialog.locator("dt").count() == dialog.locator("dd").count() >= 15
    assert "Page Down" in dialog.inner_text()
    assert dialog.evaluate("(list) => list.scrollHeight - list.clientHeight") <= 0
    workbench.press("Escape")
    assert dialog.count() == 0


def test_a_phone_has_one_column_and_large_buttons(workbench: Workbench, window: Callable[..., None]) -> None:
    """The equation in one line, no panel, and buttons for thumbs that step."""
    window(390, 844)
    workbench.open("/?lesson=sigmoid-neuron")
    assert workbench.page.locator(".panel").count() == 0
    for name in ("Back", "Play"):
        box = workbench.page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    workbench.page.get_by_role("button", name="Back", exact=True).click()
    workbench.page.get_by_role("button", name="Back", exact=True).click()
    assert workbench.place[0] == workbench.place[1] - 2
    assert workbench.page.locator(".oneline .mark-up").is_visible()


def test_the_page_has_no_known_barrier(workbench: Workbench, window: Callable[..., None]) -> None:
    """In every state of the page, in both themes."""
    window(1280, 800)
    workbench.open("/?lesson=sigmoid-neuron")
    chooser = workbench.page.get_by_role("button", name="Open a lesson")
    chooser.wait_for()
    keys = workbench.page.get_by_role("dialog", name="Keys")
    editor = workbench.page.get_by_role("textbox", name="Program text")

    def lessons() -> None:
        workbench.press("Escape")
        keys.wait_for(state="detached")
        chooser.click()

    # A state: how it is entered, and what is there then.
    states: dict[str, tuple[Callable[[], None], Any]] = {
        "last": (lambda: None, chooser),
        "middle": (lambda: workbench.press(*["ArrowLeft"] * 5), chooser),
        "program": (lambda: workbench.press("Enter"), editor),
        "keys": (lambda: workbench.press("Escape", "?"), keys),
        "lessons": (lessons, workbench.page.locator(".lesson-list")),
    }
    found = {}
    for state, (enter, there) in states.items():
        enter()
        there.wait_for()
        found[state] = barriers(workbench.page, both_themes=True)
    assert found == {state: [] for state in states}


def test_the_keyboard_reaches_everything(workbench: Workbench) -> None:
    """Tab goes through the bar, the program, every leaf, the board's tools, the player and the track."""
    workbench.open()
    reached = set()
    for _ in range(40):
        workbench.press("Tab")
        reached.add(
            workbench.page.evaluate(
                "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText"
            )
        )
    wanted = {"Value of x", "Value of y", "Value of z", "Play", "Back", "First", "Track", "Zoom in", "Fit"}
    assert wanted <= reached
    assert any("Edit" in name for name in reached)
