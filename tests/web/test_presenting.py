"""Before a room: sizes, inks, one hand on a clicker, questions that wait, and the way back to the desk."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.lessons import LESSONS

from .barriers import barriers
from .conftest import Workbench, ask

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

# Font sizes on the screen, in px: the numbers of the stage, and those of the equation, boxed or as maths.
SIZES = """() => {
  const stage = document.querySelector(".present-stage svg.canvas");
  const scale = stage ? stage.getScreenCTM().a : 0;
  const size = (text) => Number(text.getAttribute("font-size")) * scale;
  const numbers = [...(stage?.querySelectorAll("[data-label=value], [data-label=gradient], [data-label=chip]") ?? [])]
    .flatMap((label) => [...label.querySelectorAll("text")]).map((text) => [text.textContent, size(text)]);
  const product = [...document.querySelectorAll(
      ".figures b, .figures .numbers-line .katex, .figures.lines-large .katex")]
    .map((one) => [one.textContent.slice(0, 30), parseFloat(getComputedStyle(one).fontSize)]);
  return {numbers, product};
}"""

# Boxes of all numbers on the screen, and what they say.
BOXES = """() => [...document.querySelectorAll(
    ".present-stage [data-label] text, .figures b, .present-count b, .present-sentence b")].map((one) => {
  const {left, right, top, bottom} = one.getBoundingClientRect();
  return {words: one.textContent, x0: left, x1: right, y0: top, y1: bottom};
}).filter(({x0, x1, y0, y1}) => x0 >= 0 && y0 >= 0 && x1 <= innerWidth && y1 <= innerHeight && x1 > x0)"""

# Words and maths that stick out of the place they are given.
CUT = """() => [...document.querySelectorAll(".present .fitted")].flatMap((fitted) => {
  const [inner, room] = [fitted.firstElementChild, fitted.parentElement].map((one) => one.getBoundingClientRect());
  const rolls = fitted.closest(".present-formula") !== null;
  const wide = !rolls && (inner.left < room.left - 1 || inner.right > room.right + 1);
  const out = wide || inner.top < room.top - 2 || inner.bottom > room.bottom + 2;
  return out ? [`${fitted.textContent.slice(0, 60)}: ${JSON.stringify([inner, room])}`] : [];
})"""

THEME = "() => document.documentElement.dataset.theme"


def present(workbench: Workbench, path: str = "/") -> None:
    """Open a page and present it, from before its first step."""
    workbench.open(path)
    workbench.press("p", "Home")
    workbench.page.wait_for_selector(".present-card h1")


def count(workbench: Workbench) -> tuple[int, int]:
    """The step that the room reads, and of how many."""
    at, of = workbench.page.locator(".present-count b").all_inner_texts()
    return int(at), int(of)


def test_one_key_presents_and_one_leaves(workbench: Workbench) -> None:
    """Chrome goes, the step stays, and leaving brings the desk back as it was."""
    workbench.open()
    workbench.press("ArrowLeft", "ArrowLeft", "p")
    workbench.page.wait_for_selector(".present")
    assert count(workbench) == (8, 10)
    assert workbench.page.locator(".bar, .tape, .panel").count() == 0
    workbench.press("Escape")
    workbench.page.wait_for_selector(".bar")
    assert workbench.page.locator(".present").count() == 0
    assert workbench.place == (8, 10)


def test_a_room_is_light_and_the_desk_keeps_its_theme(
    workbench: Workbench, window: Callable[..., None]
) -> None:
    """A projector wants light; T still works there, and only there."""
    window(1280, 800, dark=True)
    workbench.open()
    workbench.press("p")
    workbench.page.wait_for_selector(".present")
    assert workbench.page.evaluate(THEME) == "light"
    workbench.press("t")
    assert workbench.page.evaluate(THEME) == "dark"
    workbench.press("t", "Escape")
    workbench.page.wait_for_selector(".bar")
    assert workbench.page.evaluate(THEME) == "dark"


def test_a_link_opens_before_a_room(workbench: Workbench) -> None:
    """The teacher's link for the hall: presenting, at its step, light."""
    workbench.page.emulate_media(color_scheme="dark")
    workbench.open("/?lesson=fan-out#at=accumulate.x&view=present")
    workbench.page.wait_for_selector(".present")
    assert count(workbench) == (9, 9)
    assert workbench.page.evaluate(THEME) == "light"


@pytest.mark.parametrize("slug", sorted(LESSONS))
def test_the_last_row_can_read_every_number(
    workbench: Workbench, window: Callable[..., None], slug: str
) -> None:
    """At 1080 lines: numbers of the stage at least 40 px, of the equation at least 45; and nothing is cut off."""
    window(1920, 1080)
    present(workbench, f"/?lesson={slug}")
    small = {}
    for step in range(1, count(workbench)[1] + 1):
        workbench.press("PageDown")
        workbench.page.wait_for_selector(".present-stage svg.canvas text")
        assert count(workbench)[0] == step
        sizes = workbench.page.evaluate(SIZES)
        assert sizes["product"], step
        wrong = [each for each in sizes["numbers"] if each[1] < 39.95]
        wrong += [each for each in sizes["product"] if each[1] < 44.95]
        wrong += workbench.page.evaluate(CUT)
        if wrong:
            small[step] = wrong
    assert small == {}


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768), (2560, 1440)])
def test_other_projectors_show_the_same_page(
    workbench: Workbench, window: Callable[..., None], width: int, height: int
) -> None:
    """Sizes follow the window, and nothing scrolls or is cut."""
    window(width, height)
    present(workbench, "/?lesson=sigmoid-neuron")
    unit = min(width / 1920, height / 1080)
    for _ in range(count(workbench)[1] // 4):
        workbench.press(*["PageDown"] * 4)
        workbench.page.wait_for_selector(".present-stage svg.canvas text")
        sizes = workbench.page.evaluate(SIZES)
        assert min(size for _, size in sizes["product"]) >= 44.9 * unit
        assert min([size for _, size in sizes["numbers"]] or [99]) >= 39.9 * unit
        assert workbench.page.evaluate(CUT) == []
        assert workbench.page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_numbers_keep_three_to_one_where_black_is_grey(
    workbench: Workbench, window: Callable[..., None], browser: Browser, root: Path, dark: bool
) -> None:
    """Measured on the picture itself, with black lifted to a tenth of white, faded numbers included."""
    window(1920, 1080)
    present(workbench, "/?lesson=sigmoid-neuron")
    if dark:
        workbench.press("t")
    contrast = (root / "scripts" / "contrast.js").read_text(encoding="utf-8")
    judge = browser.new_page()
    weak = []
    for _ in range(count(workbench)[1] // 4):
        workbench.press(*["PageDown"] * 4)
        workbench.page.wait_for_selector(".present-stage svg.canvas text")
        boxes = workbench.page.evaluate(BOXES)
        picture = base64.b64encode(workbench.page.screenshot(animations="disabled")).decode()
        ratios = judge.evaluate(
            f"(given) => ({contrast.strip().rstrip(';')})(given)",
            {"picture": picture, "boxes": boxes, "lift": 0.1},
        )
        assert len(ratios) == len(boxes) > 0
        weak += [
            (count(workbench)[0], box["words"], ratio)
            for box, ratio in zip(boxes, ratios, strict=True)
            if ratio < 3
        ]
    judge.close()
    assert weak == []


def test_a_clicker_alone_runs_through_a_lecture(workbench: Workbench) -> None:
    """Two keys: through a lesson, past the next one's title, into it, and back."""
    playlist = ask(workbench.url, "/playlists")["playlists"][0]
    first, second = playlist["lessons"][:2]
    title = ask(workbench.url, f"/lessons/{second}")["title"]
    present(workbench, f"/?lesson={first}")
    of = count(workbench)[1]
    for step in range(1, of + 1):
        workbench.press("PageDown")
        assert count(workbench)[0] == step
    workbench.press("PageDown")
    card = workbench.page.locator(".present-card")
    assert card.locator("h1").inner_text() == title
    assert card.locator(".caption").inner_text() == "Next"
    workbench.press("PageUp")
    assert count(workbench) == (of, of)
    workbench.press("t", "PageDown", "PageDown")
    workbench.wait(f"location.search === '?lesson={second}'")
    assert count(workbench)[0] == 0
    assert workbench.page.evaluate(THEME) == "dark"  # as the room was made
    assert workbench.page.locator(".present-card h1").inner_text() == title
    workbench.press("PageUp")
    workbench.page.wait_for_selector(".present-stage")
    assert count(workbench) == (of, of)
    assert workbench.page.evaluate(THEME) == "dark"
    assert workbench.page.locator(".present").count() == 1


def test_the_screen_goes_blank_before_a_room_too(workbench: Workbench) -> None:
    """A point from the clicker's third key."""
    present(workbench)
    workbench.press("PageDown", ".")
    blank = workbench.page.locator(".blank-screen:focus")
    blank.wait_for()
    workbench.press("PageDown")
    blank.wait_for(state="detached")
    assert count(workbench)[0] == 1


def test_a_ring_goes_with_the_pointer(workbench: Workbench) -> None:
    """O lights it, and it stands where the mouse is."""
    present(workbench)
    workbench.page.mouse.move(200, 200)
    workbench.press("PageDown", "o")
    workbench.page.wait_for_selector(".spotlight")
    workbench.page.mouse.move(400, 300)
    workbench.wait("document.querySelector('.spotlight').style.transform.includes('400')")
    box = workbench.page.locator(".spotlight").bounding_box()
    assert box
    assert abs(box["x"] + box["width"] / 2 - 400) < 2
    assert abs(box["y"] + box["height"] / 2 - 300) < 2
    workbench.press("o")
    workbench.page.wait_for_selector(".spotlight", state="detached")


def test_a_mouse_finds_the_few_buttons(workbench: Workbench) -> None:
    """They show when it moves: steps, question, ring, theme, and the way out."""
    present(workbench)
    page = workbench.page
    page.mouse.move(300, 300)
    page.mouse.move(320, 310)
    workbench.wait("getComputedStyle(document.querySelector('.present-buttons')).opacity === '1'")
    page.get_by_role("button", name="Next").click()
    assert count(workbench)[0] == 1
    page.get_by_role("button", name="Leave").click()
    page.wait_for_selector(".bar")


def test_a_value_is_changed_before_the_room(workbench: Workbench) -> None:
    """What if? The leaf on the stage takes another number, and the step follows."""
    present(workbench)
    for _ in range(4):
        workbench.press("PageDown")
    assert "3" in workbench.page.locator(".figures").inner_text()
    workbench.page.get_by_role("spinbutton", name="Value of y").press("ArrowUp")
    workbench.wait("document.querySelector('.figures').textContent.includes('4')")


def test_the_room_has_no_known_barrier(workbench: Workbench) -> None:
    """At a title, a step, a question and a title card, in both themes."""
    present(workbench, "/?lesson=chain-rule")
    states: dict[str, list[str]] = {
        "title": [],
        "forward": ["PageDown"] * 4,
        "edge": ["PageDown"] * 3,
        "question": ["q"],
        "next": ["End", "PageDown"],
    }
    found: dict[str, list[str]] = {}
    for state, keys in states.items():
        workbench.press(*keys)
        found[state] = barriers(workbench.page, both_themes=True)
    assert found == {state: [] for state in states}
