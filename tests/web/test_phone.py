"""In the hand: the step's neighbourhood, strokes and taps, values by stepper, and every size of small window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ..conftest import REPORT_VIOLATIONS, Watched, note_foreign, watching
from ..tabs import Tab
from .barriers import barriers
from .conftest import Workbench, number, rounded

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

# Everything that can be pressed and is smaller than a fingertip.
SMALL = """() => [...document.querySelectorAll("button, a, input, [role=slider]")].flatMap((one) => {
  if (!one.checkVisibility() || one.closest(".unseen")) return [];
  const {width, height} = one.getBoundingClientRect();
  return width < 44 || height < 44 ? [`${one.className} ${one.textContent.trim()} ${width} x ${height}`] : [];
})"""

# What lies outside the window, or under something else: the middle of each control must be the control's own.
COVERED = """() => [...document.querySelectorAll("button, input, [role=slider]")].flatMap((one) => {
  if (!one.checkVisibility() || one.closest(".panel")) return []; // the panel rolls
  const {left, right, top, bottom} = one.getBoundingClientRect();
  const on = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return on && (one === on || one.contains(on)) ? [] : [`${one.className} ${one.textContent.trim()}`];
})"""

WIDER = "() => document.documentElement.scrollWidth - innerWidth"


class Phone(Workbench):
    """A small window under fingers."""

    def stroke(self, dx: int) -> None:
        """A finger across the picture: to the left is on."""
        box = self.page.locator(".stage").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2 - dx / 2, box["y"] + box["height"] / 2
        session = self.page.context.new_cdp_session(self.page)
        for kind, at in (("touchStart", 0.0), ("touchMove", 0.5), ("touchMove", 1.0)):
            points = [{"x": x + dx * at, "y": y}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        session.detach()

    def tap(self, name: str) -> None:
        """Press the button of that name with a finger."""
        self.page.get_by_role("button", name=name, exact=True).tap()


def hold(browser: Browser, url: str, width: int, height: int) -> Iterator[Phone]:
    """A phone of that size, clean at the end."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.add_init_script(REPORT_VIOLATIONS)
    page = context.new_page()
    watch = Watched(page)
    page.on("console", lambda said: watch.console_errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: watch.console_errors.append(str(error)))
    page.on("request", lambda asked: note_foreign(watch, asked.url, url))
    yield Phone(watch, url)
    context.close()
    assert watch.complaints() == []


@pytest.fixture(scope="module")
def handset(browser: Browser, server_url: str) -> Iterator[Tab]:
    """A usual phone, upright, that the tests here use one after the other."""
    kept = Tab(browser, server_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield kept
    kept.give_away()


@pytest.fixture
def phone(handset: Tab, request: pytest.FixtureRequest) -> Iterator[Phone]:
    """It, as if just taken out of its box."""
    for watch in watching(handset, request):
        yield Phone(watch, handset.url)


def begin(phone: Phone, path: str = "/") -> None:
    """Open a lesson; the picture and the line below it stand."""
    phone.open(path)
    phone.page.wait_for_selector(".phone-stage svg.canvas text")


def test_a_lesson_is_played_through_by_touch_alone(phone: Phone) -> None:
    """Strokes to the left and the large button go on, to the right and its neighbour back."""
    begin(phone, "/?lesson=chain-rule#at=start")
    of = phone.place[1]
    for step in range(1, of + 1):
        phone.stroke(-160) if step % 2 else phone.tap("Next")
        phone.wait(f"document.querySelector('.bar .count').textContent.startsWith('{step} of')")
    phone.stroke(160)
    phone.wait(f"document.querySelector('.bar .count').textContent.startsWith('{of - 1} of')")
    phone.tap("Back")
    phone.wait(f"document.querySelector('.bar .count').textContent.startsWith('{of - 2} of')")


def test_the_step_stands_in_one_line(phone: Phone) -> None:
    """The product in boxes 34 high, one sentence below, the track thin."""
    begin(phone, "/?lesson=sigmoid-apart#at=edge.z__mul1.z__exp1.0")
    boxes = [
        phone.page.locator(f".oneline .{mark}").bounding_box()
        for mark in ("mark-up", "mark-loc", "mark-down")
    ]
    assert all(boxes)
    assert len({round(box["y"]) for box in boxes if box}) == 1
    assert {round(box["height"]) for box in boxes if box} == {34}
    assert phone.page.locator(".oneline .told").inner_text()
    assert phone.page.evaluate(WIDER) <= 0


def test_the_numbers_are_readable_in_the_hand(phone: Phone) -> None:
    """The acting op and every number of its step at 14 px or more, at every step."""
    begin(phone, "/?lesson=sigmoid-neuron#at=start")
    for step in range(1, phone.place[1] + 1):
        phone.tap("Next")
        phone.wait(f"document.querySelector('.bar .count').textContent.startsWith('{step} of')")
        least = phone.page.evaluate(
            """() => {
            const svg = document.querySelector(".phone-stage svg.canvas");
            const texts = [...svg.querySelectorAll("[data-label] text")];
            const sizes = texts.map((text) => Number(text.getAttribute("font-size")));
            return Math.min(...sizes) * svg.getScreenCTM().a;
        }"""
        )
        assert least >= 14, step


def test_a_tap_on_a_number_tells_all_its_digits(phone: Phone) -> None:
    """Rounded on the picture, in full when asked; the next step takes it away, and tells its own."""
    begin(phone, "/?lesson=sigmoid-apart#at=edge.z__mul1.z__exp1.0")
    values = phone.page.locator(".phone-stage [data-label=value]")
    label = values.nth(1)
    full = label.locator("title").text_content()
    label.tap()  # waits until it stands still and nothing lies over it
    told = phone.page.locator(".digits")
    told.wait_for()
    assert full is not None and told.inner_text() == full
    assert len(full) > 8
    phone.tap("Next")
    told.wait_for(state="detached")
    values.first.tap()
    told.wait_for()


def test_a_value_is_changed_by_the_stepper_and_never_by_a_drag(phone: Phone) -> None:
    """A tap on a leaf opens its bar: less, more, the other sign, a number typed."""
    begin(phone, "/?lesson=chain-rule#at=forward.q")
    page = phone.page
    tag = page.locator(".phone-stage .tag").first.bounding_box()
    assert tag
    page.touchscreen.tap(tag["x"] + tag["width"] / 2, tag["y"] + tag["height"] / 2)
    field = page.locator(".value-bar input")
    field.wait_for()
    before = number(field.input_value())
    phone.tap("More")
    phone.wait(f"document.querySelector('.value-bar input').value === '{int(before) + 1}'")
    phone.tap("The other sign")
    phone.wait(f"document.querySelector('.value-bar input').value === '{-int(before) - 1}'")
    field.fill("0.25")
    phone.wait("document.querySelector('.phone-stage').textContent.includes('0.25')")
    phone.tap("Done")
    phone.wait("document.querySelector('.oneline')")
    text = page.locator(".oneline").inner_text()
    phone.stroke(10)
    page.mouse.move(tag["x"] + 20, tag["y"] + 10)
    assert page.locator(".oneline").inner_text() == text


def test_the_map_shows_the_whole_graph_and_the_way_back(phone: Phone) -> None:
    """A tap on it, and a tap on the words that take its place; the graph is then panned with the finger."""
    begin(phone, "/?lesson=sigmoid-neuron#at=seed.f")
    box = phone.page.locator(".phone-map").bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (128, 87)
    phone.tap("The whole graph")
    phone.page.wait_for_selector(".pad svg.canvas text")
    phone.tap("This step")
    phone.page.wait_for_selector(".phone-stage svg.canvas text")
    phone.press("m")
    phone.page.wait_for_selector(".pad svg.canvas text")


def test_speed_step_size_and_questions_are_in_reach(phone: Phone) -> None:
    """In the menu stand the same three words as beside the track of a wide window; it stays while they are pressed."""
    begin(phone, "/?lesson=chain-rule#at=start")
    phone.tap("Menu")
    phone.tap("Step by edge")
    phone.page.get_by_role("button", name="Step by node").wait_for()
    phone.tap("Speed 1×")
    phone.page.get_by_role("button", name="Speed 2×").wait_for()
    phone.tap("Ask the lesson's questions")
    for _ in range(12):
        phone.tap("Next")
        if phone.page.locator(".oneline .asks").count():
            break
    assert phone.page.locator(".oneline .asks").inner_text().endswith("?")
    at = phone.place
    phone.tap("Next")
    phone.page.locator(".oneline .asks").wait_for(state="detached")
    assert phone.place == at


def test_the_program_field_leaves_formulas_alone(phone: Phone) -> None:
    """No corrections, no capitals; what a phone's keyboard hides stands in a row of keys that write at the caret."""
    begin(phone)
    phone.tap("Edit")
    field = phone.page.get_by_role("textbox", name="Program text")
    for name, value in {"autocorrect": "off", "autocapitalize": "off", "spellcheck": "false"}.items():
        assert field.get_attribute(name) == value
    field.fill("x = 3\nf = x")
    for sign in ("**", "(", ")", "*", "=", "_"):
        button = phone.page.get_by_role("button", name=f"Write {sign}", exact=True)
        button.tap()
    assert field.input_value() == "x = 3\nf = x**()*=_"
    phone.wait("document.querySelector('.program .hint')")
    field.fill("x = 3\nf = x")
    phone.tap("Write **")
    phone.page.keyboard.type("2")
    phone.wait("document.querySelector('.head .formula').textContent.includes('2')")
    assert phone.page.evaluate("() => document.activeElement.tagName") == "TEXTAREA"
    phone.expect_refusals()


def test_a_mistake_leaves_the_board_its_room(phone: Phone) -> None:
    """The map makes way for the program and for what is wrong with it; the mend is written with a finger."""
    begin(phone)
    phone.page.locator(".phone-map").wait_for()
    phone.page.get_by_role("button", name="Edit").tap()
    phone.page.get_by_role("textbox", name="Program text").fill("x = 3\nf = x x")
    phone.page.locator(".hint").wait_for()
    assert phone.page.locator(".phone-map").count() == 0
    phone.page.get_by_role("button", name="Close").tap()
    picture = phone.page.locator(".phone-picture").bounding_box()
    assert picture
    assert picture["height"] > 340
    phone.expect_refusals()
    phone.page.locator(".hint button").tap()
    phone.page.locator(".hint").wait_for(state="detached")
    phone.page.locator(".phone-map").wait_for()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 640), (844, 390), (412, 732), (820, 1180)])
def test_every_small_window_is_usable(browser: Browser, server_url: str, width: int, height: int) -> None:
    """Nothing wider than the window, nothing under something else, and a fingertip hits what it aims at."""
    for phone in hold(browser, server_url, width, height):
        phone.open("/?lesson=sigmoid-neuron#at=edge.w0.z.0")
        phone.page.get_by_role("button", name="Back", exact=True).wait_for()
        assert phone.page.evaluate(WIDER) <= 0
        assert phone.page.evaluate(COVERED) == []
        if width != 820:
            assert phone.page.evaluate(SMALL) == []
        for name in ("Back", "Play", "Next"):
            box = phone.page.get_by_role("button", name=name, exact=True).bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
            assert box["y"] + box["height"] <= height


def test_the_sum_of_the_numbers_is_the_apis(phone: Phone) -> None:
    """What the one line says is what the API says, rounded."""
    trace = phone.lesson("fan-out")
    phone.page.wait_for_selector(".oneline .figures b")
    shown = phone.page.locator(".oneline .figures b").all_inner_texts()
    assert shown == [rounded(factor["value"]) for factor in trace["steps"][-1]["factors"]]


def test_the_phone_has_no_known_barrier(phone: Phone) -> None:
    """A step, a value being changed, the map, the program; in both themes."""
    phone.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    begin(phone, "/?lesson=chain-rule#at=edge.q.f.0")
    found: dict[str, list[str]] = {}

    def look(state: str) -> None:
        found[state] = barriers(phone.page, both_themes=True)

    look("step")
    tag = phone.page.locator(".phone-stage .tag").first.bounding_box()
    assert tag
    phone.page.touchscreen.tap(tag["x"] + tag["width"] / 2, tag["y"] + tag["height"] / 2)
    phone.page.wait_for_selector(".value-bar")
    look("value")
    phone.press("m")
    phone.page.wait_for_selector(".pad svg.canvas text")
    look("map")
    phone.tap("Edit")
    phone.page.wait_for_selector(".signs")
    look("program")
    assert found == {"step": [], "value": [], "map": [], "program": []}
