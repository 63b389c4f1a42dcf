"""A lesson on the network bench as a reader meets it: sentences lead somewhere, runs are switched, and it goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .barriers import barriers
from .conftest import Workbench, ask

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser


def test_a_lessons_words_lead_through_its_runs(workbench: Workbench) -> None:
    """Sentence by sentence; a word stands one at an epoch, opens a run, or one example's way at its stop."""
    page = workbench.open("/train?lesson=early-stopping").page
    words = page.locator(".bench-words")
    assert page.locator("h1").inner_text() == "When to stop"
    words.get_by_text("1 of 7").wait_for()
    for _ in range(2):
        words.get_by_role("button", name="The next sentence").click()
    words.get_by_role("button", name="the validation loss turns").click()
    workbench.wait("document.querySelector('.track').getAttribute('aria-valuenow') === '73'")

    for _ in range(3):
        words.get_by_role("button", name="The next sentence").click()
    words.get_by_role("button", name="Open “2 units”").click()
    page.get_by_text("2-2-2-1, tanh, sigmoid, cross-entropy").wait_for()
    assert words.locator("select").input_value() == "2 units"
    words.locator("select").select_option("1 unit")
    page.get_by_text("2-1-1-1, tanh, sigmoid, cross-entropy").wait_for()
    words.get_by_text("With one in a layer both losses stay high").wait_for()

    workbench.open("/train?lesson=training-cycle")
    for _ in range(5):
        words.get_by_role("button", name="The next sentence").click()
    words.get_by_role("button", name="Update").click()
    page.locator(".bench-words + *").get_by_text("The whole bench").wait_for()
    workbench.wait("location.hash.includes('walk=update')")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_whole_lesson_asks_and_goes_on(
    workbench: Workbench, window: Callable[..., None], dark: bool
) -> None:
    """Questions tell their answer when asked; the next lesson of the playlist is on its own page; axe finds nothing."""
    window(1280, 800, dark=dark)
    page = workbench.open("/train?lesson=regression-explainer&list=history-to-depth").page
    page.locator(".bench-words .whole").click()
    whole = page.get_by_role("dialog", name="Fitting a curve")
    lesson = ask(workbench.url, "/lessons/regression-explainer")
    whole.locator(".katex").first.wait_for()
    assert whole.get_by_text(lesson["bench"]["questions"][0]["answer"]).count() == 0
    whole.get_by_role("button", name="Show what comes of it").first.click()
    whole.get_by_text(lesson["bench"]["questions"][0]["answer"]).wait_for()
    note = ask(workbench.url, "/playlists")["playlists"][2]["notes"]["regression-explainer"]
    whole.get_by_text("For the teacher").click()
    whole.get_by_text(note).wait_for()
    assert barriers(workbench.page, "dialog") == []
    whole.get_by_role("link", name=re.compile("Next Where to begin")).click()
    page.wait_for_url("**/train?lesson=initialisation&list=history-to-depth")
    page.get_by_role("heading", name="Where to begin", level=1).wait_for()
    assert barriers(workbench.page, ".bench-words") == []


def test_a_graph_is_trained_and_a_walk_is_a_walk(workbench: Workbench) -> None:
    """From the library: the same lesson on the bench, and a lesson that opens downhill with its own rates."""
    page = workbench.page
    page.goto(workbench.url + "/lessons")
    page.locator("#xor .trains").click()
    page.wait_for_url("**/train?lesson=xor")
    page.locator(".bench-words select").wait_for()
    assert page.locator(".bench-words option").all_inner_texts() == [
        run["name"] for run in ask(workbench.url, "/lessons/xor")["bench"]["runs"]
    ]

    page.goto(workbench.url + "/lessons")
    page.locator("#gradient-descent-1d a").first.click()
    page.locator(".descent-panel .lesson").wait_for()
    assert "rate=0.02,0.3,1.05" in page.url
    page.get_by_text("further out each time").wait_for()


def test_a_network_asked_of_the_workbench_opens_on_the_bench(workbench: Workbench) -> None:
    """By an address typed by hand, and from the workbench's own list of lessons."""
    page = workbench.page
    page.goto(workbench.url + "/?lesson=zoom")
    page.wait_for_url("**/train?lesson=zoom*")
    page.get_by_role("heading", name="One network, three depths", level=1).wait_for()

    workbench.open("/")
    page.get_by_role("button", name=re.compile("Open a lesson")).click()
    page.locator(".lesson-list button", has_text="Batch sizes").click()
    page.wait_for_url("**/train?lesson=batch-sizes*")


def test_a_clicker_alone_runs_through_a_lesson_before_a_room(
    workbench: Workbench, window: Callable[..., None]
) -> None:
    """Two keys: sentence by sentence to where each leads, questions, the next lesson's title, that lesson, and back."""
    window(1280, 720, dark=False)
    lesson = ask(workbench.url, "/lessons/early-stopping")
    looks, questions = lesson["bench"]["look"], lesson["bench"]["questions"]
    page = workbench.open("/train?lesson=early-stopping&list=history-to-depth#turn=2&view=present").page
    words, line = page.locator(".bench-words"), page.locator(".hall-line")
    words.get_by_text(looks[1]["text"]).wait_for()
    assert not page.locator("header.bar").is_visible()
    workbench.press("PageDown")
    words.get_by_text(looks[2]["text"]).wait_for()
    line.get_by_text("epoch 73,").wait_for()

    for look in looks[3:]:
        workbench.press("PageDown")
        words.get_by_text(look["text"]).wait_for()
        if look["run"] in ("2 units", "1 unit"):
            line.get_by_text("epoch 0,").wait_for()
            workbench.press("PageDown")  # it trains
            workbench.wait("/epoch ([2-9]|[1-9][0-9])/.test(document.querySelector('.hall-line').innerText)")
    for number, question in enumerate(questions, 1):
        workbench.press("PageDown")
        words.get_by_text(f"question {number} of {len(questions)}").wait_for()
        assert words.get_by_text(question["answer"]).count() == 0
        workbench.press("PageDown")
        words.get_by_text(question["answer"]).wait_for()
    workbench.press("PageDown")
    title = ask(workbench.url, "/lessons/losses")["title"]
    page.locator(".next-lesson").get_by_role("heading", name=title).wait_for()
    assert barriers(workbench.page, "body") == []
    workbench.press("t")  # a dark room stays dark on the page that comes
    workbench.press("PageDown")
    page.wait_for_url("**/?lesson=losses#at=start&view=present&theme=dark&list=history-to-depth")
    page.locator(".present-card h1").get_by_text(title).wait_for()
    page.locator("html[data-theme=dark]").wait_for()
    workbench.press("PageUp")
    page.wait_for_url("**/train?lesson=early-stopping&list=history-to-depth*")
    words.get_by_text(questions[-1]["answer"]).wait_for()
    page.locator("html[data-theme=dark]").wait_for()
    workbench.press("p")
    page.locator("header.bar").wait_for()
    page.locator(".track").focus()
    for there in ("visible", "detached"):
        workbench.press("b")
        page.locator(".blank-screen").wait_for(state=there)
    assert page.locator(".track").evaluate("(one) => one === document.activeElement")


# The driver's own questions count as presses for the browser; for the page only keys do.
ONLY_KEYS = """Object.defineProperty(navigator, "userActivation", {value: {isActive: false}});
  addEventListener("keydown", () => (navigator.userActivation.isActive = true), {capture: true});"""


def test_the_screen_is_filled_again_where_a_clicker_leads(workbench: Workbench) -> None:
    """A browser leaves full screen at every page; the first press there asks for it again, from page to page."""
    page = workbench.page
    page.add_init_script(ONLY_KEYS)
    filled = "document.fullscreenElement !== null"
    workbench.open("/train?lesson=early-stopping&list=history-to-depth#turn=last")
    workbench.press("p")
    workbench.wait(filled)
    workbench.press("PageDown")
    page.locator(".next-lesson").wait_for()
    workbench.press("PageDown")
    page.wait_for_url("**/?lesson=losses#at=start&view=present&list=history-to-depth")
    workbench.ready()
    assert not page.evaluate(filled)
    workbench.press("PageDown")
    workbench.wait(filled)
    page.locator(".present-stage").wait_for()
    workbench.press("PageUp")
    page.locator(".present-card").wait_for()
    workbench.press("PageUp")
    page.wait_for_url("**/train?lesson=early-stopping&list=history-to-depth*")
    workbench.ready()
    workbench.press("PageUp")
    workbench.wait(filled)
    workbench.press("p")
    workbench.wait("document.fullscreenElement === null")
    page.locator("header.bar").wait_for()
