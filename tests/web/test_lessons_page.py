"""The lessons to choose from, and what a lesson says on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from .barriers import barriers
from .conftest import Workbench, ask, number

pytestmark = pytest.mark.browser


def chooser(workbench: Workbench) -> None:
    """Open the list of lessons."""
    workbench.page.get_by_role("button", name="Open a lesson").click()
    workbench.page.get_by_role("group", name="Lessons").wait_for()


def test_the_lessons_stand_in_the_lectures_order(workbench: Workbench) -> None:
    """Those of its playlist with their numbers, then the others by topic; the one on the board has the keyboard."""
    workbench.open("/?lesson=fan-out")
    chooser(workbench)
    lessons = {lesson["slug"]: lesson for lesson in ask(workbench.url, "/lessons")["lessons"]}
    playlist = ask(workbench.url, "/playlists")["playlists"][0]
    others = [lesson for slug, lesson in lessons.items() if slug not in playlist["lessons"]]
    rows = workbench.page.locator(".lesson-list ol button").evaluate_all(
        "(rows) => rows.map((row) => [...row.children].map((part) => part.textContent))"
    )
    expected = [
        [str(at), lessons[slug]["title"], lessons[slug]["summary"]]
        for at, slug in enumerate(playlist["lessons"], start=1)
    ]
    assert rows == expected + [["", lesson["title"], lesson["summary"]] for lesson in others]
    heads = [playlist["title"], *dict.fromkeys(lesson["topic"] for lesson in others)]
    assert workbench.page.locator(".lesson-list h2").all_inner_texts() == heads
    assert workbench.page.locator('[aria-current="true"] b').inner_text() == "Fan-out adds"
    workbench.wait("document.activeElement.textContent.includes('Fan-out adds')")


def test_the_list_is_walked_by_keys(workbench: Workbench) -> None:
    """Up and down, Home and End; Enter opens; Escape closes and gives the focus back."""
    workbench.open()
    workbench.page.get_by_role("button", name="Open a lesson").wait_for()
    workbench.press("g")
    here = "document.activeElement"
    focused = (
        f"String({here}.matches('.lesson-list :is(button, a)') && {here}.querySelector('b').textContent)"
    )
    workbench.wait(f"{focused} === 'Chain rule'")
    workbench.press("ArrowDown", "ArrowDown")
    workbench.wait(f"{focused} === 'Local gradients'")
    workbench.press("End", "ArrowDown")
    last = ask(workbench.url, "/lessons")["lessons"][-1]["title"]
    workbench.wait(f"{focused} === {json.dumps(last)}")
    workbench.press("Home", "ArrowUp")
    workbench.wait(f"{focused} === 'New, empty board'")
    workbench.press("Escape")
    workbench.page.locator(".lesson-list").wait_for(state="detached")
    workbench.wait("document.activeElement.classList.contains('chooser')")
    workbench.press("Enter")
    workbench.page.locator(".lesson-list").wait_for()
    workbench.wait(f"{focused} === 'Chain rule'")
    workbench.press("ArrowDown", "Enter")
    workbench.page.locator("h1", has_text="Two neurons").wait_for()


def test_a_lesson_begins_with_what_it_is_about(workbench: Workbench) -> None:
    """Summary, what to look at, how things are written; the teacher's note is folded away."""
    workbench.open("/?lesson=chain-rule#at=start")
    panel = workbench.page.locator(".panel")
    panel.locator(".about-line").wait_for()
    lesson = ask(workbench.url, "/lessons/chain-rule")
    text = panel.inner_text()
    assert lesson["summary"] in text
    assert all(entry["means"] in text for entry in lesson["notation"])
    note = ask(workbench.url, "/playlists")["playlists"][0]["notes"]["chain-rule"]
    assert note not in text
    panel.get_by_text("For the teacher").click()
    panel.get_by_text(note).wait_for()


def test_words_point_at_the_board(workbench: Workbench) -> None:
    """A node gets its corners and a wire its rails: under the pointer, with the keyboard, and for good when pressed."""
    page = workbench.open("/?lesson=sigmoid-neuron#at=edge.x1._mul2.1").page
    marks = "document.querySelectorAll('svg.canvas {}').length"
    rails, corners = marks.format(".rails"), marks.format(".corners")
    weight, receives = (
        page.get_by_role("button", name="its weight"),
        page.get_by_role("button", name="receives"),
    )
    weight.hover()
    workbench.wait(f"{rails} === 1")
    page.mouse.move(5, 5)
    workbench.wait(f"{rails} === 0")
    receives.focus()
    workbench.wait(f"{corners} > 0 && {rails} === 0")
    weight.click()
    page.mouse.move(5, 5)
    page.locator(".track").focus()
    workbench.wait(f"{rails} === 1")
    assert weight.get_attribute("aria-pressed") == "true"
    workbench.press("ArrowRight")
    workbench.wait(f"{rails} === 0")


def test_a_lesson_ends_with_where_to_go_on(workbench: Workbench) -> None:
    """What to mind, the questions asked from the start on, the neighbours in the lecture, the sources."""
    page = workbench.open("/?lesson=sigmoid-apart").page
    page.locator(".panel .onward").wait_for()
    lesson = ask(workbench.url, "/lessons/sigmoid-apart")
    assert page.locator(".panel h3", has_text="To keep in mind").is_visible()
    page.get_by_text("Sources").click()
    page.get_by_text(lesson["sources"][0]).wait_for()
    assert page.get_by_role("button", name="Before Local gradients").is_visible()
    page.get_by_role("button", name="Play it again and ask me three numbers").click()
    assert workbench.place[0] == 0
    workbench.wait("location.hash === '#at=start&ask=lesson'")
    for _ in range(30):
        workbench.press("PageDown")
        if page.locator(".panel .asks").count():
            break
    page.locator(".panel .asks", has_text=lesson["questions"][0]["ask"]).wait_for()
    assert page.locator(".panel .looks").count() == 0, "the lesson's words would give the answer away"


def test_forward_mode_is_counted_beside_reverse_mode(workbench: Workbench) -> None:
    """Every number of the table is the API's own: a pass for each input, one for all of them."""
    page = workbench.open("/?lesson=second-look").page
    graph = {"graph": ask(workbench.url, "/lessons/second-look")["graph"], "mode": "forward"}
    found = {leaf: ask(workbench.url, "/evaluate", {**graph, "wrt": leaf}) for leaf in ("x1", "x2", "x3")}
    page.locator(".compared").wait_for()
    shown = page.locator(".compared b").evaluate_all("(all) => all.map((one) => one.dataset.full)")
    expected = [
        x for trace in found.values() for x in (trace["tangents"]["f"], trace["multiplications"]["forward"])
    ]
    assert [number(text) for text in shown] == [*expected, found["x1"]["multiplications"]["reverse"]]


def test_what_a_wrong_program_would_hold_is_shown(workbench: Workbench) -> None:
    """With = only the last arrival, with += the sum, without zeroing twice that; at x = 5 too."""
    page = workbench.open("/?lesson=fan-out").page
    cells = ".compared td b"
    page.locator(cells).first.wait_for()
    assert page.locator(cells).all_inner_texts() == ["3", "7", "14"]
    page.get_by_role("spinbutton", name="Value of x", exact=True).focus()
    workbench.press("ArrowUp", "ArrowUp")
    workbench.wait(
        f"[...document.querySelectorAll('{cells}')].map((one) => one.textContent).join() === '5,11,22'"
    )


def test_a_graph_of_ones_own_has_no_lesson(workbench: Workbench) -> None:
    """Other numbers keep the words, another graph does not."""
    page = workbench.open().page
    page.locator(".panel .lesson").first.wait_for()
    workbench.press("Enter")
    field = page.get_by_role("textbox", name="Program text")
    field.fill("x = 1\ny = 5\nz = -4\nq = x + y\nf = q * z")
    workbench.wait("document.querySelector('.head .output .num').textContent === '−24'")
    workbench.press("Escape")
    page.locator(".panel .onward").wait_for()
    workbench.press("Enter")
    field.fill("x = 1\nf = x * x")
    page.locator("h1", has_text="Your program").wait_for()
    workbench.press("Escape")
    page.locator(".panel .lesson").first.wait_for(state="detached")


def test_the_phones_menu(workbench: Workbench, window: Callable[..., None]) -> None:
    """Two buttons in the bar; the rest is in a menu, and the lesson's words are there too."""
    window(390, 844)
    page = workbench.open("/?lesson=two-neurons").page
    page.get_by_role("button", name="Open a lesson").wait_for()
    acts = page.locator(".bar .acts")
    assert [button.get_attribute("aria-label") for button in acts.locator("button").all()] == [
        "Share",
        "Menu",
    ]
    acts.get_by_role("button", name="Menu").click()
    words = [button.inner_text() for button in acts.locator(".menu button").all()]
    assert words[:7] == [
        "Add a node",
        "Lessons",
        "About this lesson",
        "The whole graph",
        "Descend",
        "Light or dark",
        "Keys",
    ]
    assert words[7:] == ["Speed 1×", "Step by edge", "Ask the lesson's questions"]
    for button in acts.locator(".menu button").all():
        box = button.bounding_box()
        assert box and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    acts.locator(".menu").wait_for(state="detached")
    acts.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="About this lesson").click()
    dialog = page.get_by_role("dialog", name="Two neurons")
    dialog.get_by_role("button", name="Next Local gradients").click()
    dialog.wait_for(state="detached")
    page.locator("h1", has_text="Local gradients").wait_for()
    assert workbench.place[0] == 0


def test_the_lessons_words_have_no_known_barrier(workbench: Workbench, window: Callable[..., None]) -> None:
    """Start, stop, end, the list, sharing; on a phone the menu and what the lesson says; in both themes."""
    found = {}
    for width, states in {
        1280: {
            "#at=start": (".about-line", ()), "#at=edge.z.f.0": (".looks", ()), "": (".onward", ()),
            "#at=seed.f": (".share .code", ("s",)), "#at=forward.z": (".lesson-list", ("g",)),
        },
        390: {"": (".menu", ("menu",)), "#at=start": (".about", ("i",)), "#at=seed.f": (".share .code", ("s",))},
    }.items():  # fmt: skip
        window(width, 800)
        for fragment, (there, keys) in states.items():
            workbench.page.goto("about:blank")
            workbench.open(f"/?lesson=sigmoid-neuron{fragment}")
            workbench.page.get_by_role("button", name=re.compile("Open a lesson")).wait_for()
            for key in keys:
                if key == "menu":
                    workbench.page.get_by_role("button", name="Menu").click()
                else:
                    workbench.press(key)
            workbench.page.locator(there).first.wait_for()
            found[width, fragment] = barriers(workbench.page, both_themes=True)
    assert len(found) == 8 and not any(found.values()), found
