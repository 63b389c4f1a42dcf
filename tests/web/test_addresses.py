"""Every state of the page has an address, and the address is all that a stranger needs to see the same."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from ..conftest import FAILED
from ..tabs import Tab
from .conftest import Workbench, ready

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# What a reader sees, as far as a link is to bring it about.
SEEN = """() => {
  const text = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());
  const numbers = (selector) => [...document.querySelectorAll(`svg ${selector} > title`)]
    .map((title) => title.textContent).sort();
  return JSON.stringify({
    title: document.title, theme: document.documentElement.dataset.theme,
    place: text(".count, .present-count, .head .fact"), pace: text(".pace button"),
    values: numbers("text.number.ink-v"), gradients: numbers("text.number.ink-g"), chips: numbers("text.chip-text"),
    panel: text(".panel h2, .panel .sentence, .present-sentence, .present-formula annotation"),
    asking: [...document.querySelectorAll(".pace .asking")].map((button) => button.ariaPressed),
    frames: document.querySelectorAll("svg [data-group]").length, descent: text(".descent h2, .descent output"),
  });
}"""
LESSON = "/?lesson=sigmoid-neuron"
PROGRAM = "a = 2\nb: parameter = 0.5\ny = tanh(a*b)\nf = (y - 1)**2"


def go_to(workbench: Workbench, address: str) -> None:
    """Wait until the page's address, written a moment after its state changes, is this one."""
    workbench.page.wait_for_function(
        "(wanted) => location.pathname + location.search + location.hash === wanted", arg=address
    )


def reads(page: Page, condition: str) -> None:
    """Wait until the picture is there and a JavaScript expression is true."""
    page.wait_for_selector("body[data-ready]", state="attached")
    page.wait_for_function(f"() => {condition}")


@pytest.fixture(scope="module")
def elsewhere(browser: Any, server_url: str) -> Iterator[Tab]:
    """The strangers' tab."""
    kept = Tab(browser, server_url)
    yield kept
    kept.give_away()


@pytest.fixture
def stranger(
    browser: Any, elsewhere: Tab, workbench: Workbench, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens a link in a browser that has never been here."""
    contexts: list[Any] = []
    complaints = workbench.watched.console_errors
    heard: dict[str, Callable[[Any], None]] = {
        "console": lambda said: complaints.append(said.text) if said.type == "error" else None,
        "pageerror": lambda error: complaints.append(str(error)),
    }
    taken = []

    def visit(url: str, **how: Any) -> Page:
        page: Page = another(**how) if how or taken else elsewhere.take("", heard)
        taken.append(page)
        page.goto(url)
        ready(page)
        return page

    def another(**how: Any) -> Page:
        size = {"width": 1280, "height": 800}
        context = browser.new_context(base_url=workbench.url, viewport=size, reduced_motion="reduce", **how)
        contexts.append(context)
        page: Page = context.new_page()
        for event, hear in heard.items():
            page.on(event, hear)  # type: ignore[call-overload]  # two of its many events
        return page

    yield visit
    for context in contexts:
        context.close()
    if elsewhere.page in taken:
        elsewhere.leave(failed=request.node.stash.get(FAILED, False))


def agree(workbench: Workbench, page: Page) -> None:
    """Wait until *page* shows what the workbench does, and say what differs if it never does."""
    here = workbench.page.evaluate(SEEN)
    try:
        page.wait_for_function(f"(here) => ({SEEN})() === here", arg=here, timeout=8000)
    except Exception:
        assert json.loads(page.evaluate(SEEN)) == json.loads(here)
        raise


# What is done on the page, and what its address says then.
STATES = {
    "a step": (["ArrowLeft", "ArrowLeft"], "#at=edge.w1._mul2.0"),
    "before the first step": (["Home"], "#at=start"),
    "no chips": (["l"], "#chips=off"),
    "one sign for every derivative": (["y"], "#sign=one"),
    "by node, fast": (["n", ">", ">"], "#by=node&speed=4"),
    "dark": (["t"], "#theme=dark"),
    "presenting": (["ArrowLeft", "p"], "#at=edge.x0._mul1.1&view=present"),
    "presenting in the dark": (["p", "t"], "#view=present&theme=dark"),
    "the lesson's questions": (["k", "Home"], "#at=start&ask=lesson"),
    "a question that has not been answered": (["Home", "ArrowRight", "q"], "#at=forward.w0&ask=forward.w0&asked=yes"),
}  # fmt: skip


@pytest.mark.parametrize(("keys", "fragment"), STATES.values(), ids=STATES)
def test_a_stranger_with_the_link_sees_the_same(
    workbench: Workbench, stranger: Callable[..., Page], keys: list[str], fragment: str
) -> None:
    """The same graph, numbers, step, theme and way of looking, in a browser that knows nothing."""
    workbench.open(LESSON)
    workbench.press(*keys)
    go_to(workbench, LESSON + fragment)

    agree(workbench, stranger(LESSON + fragment))


def test_a_program_of_ones_own_is_in_the_link(workbench: Workbench, stranger: Callable[..., Page]) -> None:
    """Text, numbers and title, and nothing of it goes to the server with the page."""
    workbench.open()
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Program text").fill(PROGRAM)
    workbench.page.locator("h1", has_text="Your program").wait_for()
    workbench.press("Escape", "Home", "ArrowRight", "ArrowRight", "ArrowRight")
    reads(workbench.page, "/^#p=[\\w-]+&at=forward\\._mul1$/.test(location.hash)")

    page = stranger(workbench.page.url)

    agree(workbench, page)
    page.keyboard.press("Enter")
    assert page.get_by_role("textbox", name="Program text").input_value() == PROGRAM
    assert page.locator(".lesson").count() == 0, "a lesson's words beside a graph that is none of its"


def test_a_lesson_with_other_numbers_keeps_its_words(
    workbench: Workbench, stranger: Callable[..., Page]
) -> None:
    """An edited value travels as a program, and the lesson is named beside it."""
    workbench.open()
    page = workbench.page
    page.get_by_role("spinbutton", name="Value of x", exact=True).focus()
    page.keyboard.press("ArrowUp")
    reads(page, "location.search === '?lesson=chain-rule' && location.hash.startsWith('#p=')")

    other = stranger(page.url)

    agree(workbench, other)
    other.keyboard.press("Home")
    other.locator(".lesson .about-line").wait_for()


def test_a_composite_is_open_in_the_link(workbench: Workbench, stranger: Callable[..., Page]) -> None:
    """Those that the lesson does not open are named, and closing what it opens is said too."""
    workbench.open("/?lesson=sigmoid-apart")
    workbench.page.get_by_role("button", name="Close Sigmoid z", exact=True).click()
    go_to(workbench, "/?lesson=sigmoid-apart#open=-")
    agree(workbench, stranger("/?lesson=sigmoid-apart#open=-"))
    opened = stranger(f"{LESSON}#open=f&at=edge.f__mul1.f__exp1.0")
    reads(opened, "document.querySelectorAll('svg [data-group]').length > 0")
    assert "of 26" in opened.locator(".count").inner_text()


def test_the_way_downhill_is_in_the_link(workbench: Workbench, stranger: Callable[..., Page]) -> None:
    """The view and the update one stands at."""
    workbench.open(LESSON)
    workbench.press("d")
    workbench.page.locator(".head .fact", has_text="of 12").wait_for()
    workbench.press("ArrowRight", "ArrowRight")
    go_to(workbench, f"{LESSON}#view=descend&to=2")

    agree(workbench, stranger(f"{LESSON}#view=descend&to=2"))


def test_the_theme_is_said_where_it_is_not_what_a_page_has_by_itself(
    workbench: Workbench, stranger: Callable[..., Page]
) -> None:
    """A dark system needs no word for dark; a light choice there does, and a link's theme is nobody's choice."""
    page = stranger(LESSON, color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.keyboard.press("Home")
    reads(page, "location.hash === '#at=start'")
    page.keyboard.press("t")
    reads(page, "location.hash === '#at=start&theme=light'")

    other = stranger(f"{LESSON}#theme=dark")
    assert other.evaluate("document.documentElement.dataset.theme") == "dark"
    other.goto("/?lesson=fan-out")
    reads(other, "document.documentElement.dataset.theme === 'light'")


DAMAGED = [
    "#at=edge.gone.f.0", "#at=%E0%A4%A", "#view=sideways", "#theme=pink", "#chips=", "#speed=1e9", "#by=mood",
    "#open=x,,gone",
    "#ask=,,,", "#asked=yes", "#pick=W.9.9", "#view=descend&rate=-1&of=9&rule=x&to=-3", "#&&==&at", "#" + "a" * 5000,
    "#at=start&at=start&__proto__=1",
]  # fmt: skip


@pytest.mark.parametrize("fragment", DAMAGED)
def test_what_makes_no_sense_in_a_link_is_left_out(workbench: Workbench, fragment: str) -> None:
    """The lesson opens, and nothing is broken: the fixture watches the console."""
    workbench.open("/?lesson=chain-rule" + fragment)
    workbench.wait("document.querySelector('.count, .present-count, .head .fact') !== null")
    assert workbench.page.locator("[role=status], [role=alert]").filter(has_text="cannot").count() == 0


@pytest.mark.parametrize("packed", ["%%%", "AAAA", "qmTK"])
def test_a_program_that_was_cut_off_is_said_to_be(workbench: Workbench, packed: str) -> None:
    """In a sentence, beside the lesson the page begins with."""
    workbench.open(f"/#p={packed}&at=start")
    workbench.page.get_by_text("The program in this link cannot be read").wait_for()
    assert workbench.place == (0, 10)


def test_a_program_that_does_not_run_stands_in_the_editor(workbench: Workbench) -> None:
    """With its mark, over the lesson that the page begins with; no empty page."""
    packed = workbench.open().page.evaluate("""async () => {
      const bytes = new TextEncoder().encode(JSON.stringify({title: "Broken", text: "x = 2\\nf = tahn(x)"}));
      const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
      const packed = new Uint8Array(await new Response(stream).arrayBuffer());
      return btoa(String.fromCharCode(...packed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    }""")
    workbench.page.goto("about:blank")
    workbench.open(f"/#p={packed}")
    workbench.page.get_by_text("tahn is not an op.").wait_for()
    workbench.press("Enter")
    assert "tahn" in workbench.page.get_by_role("textbox", name="Program text").input_value()
    workbench.page.get_by_role("button", name="Write").click()
    workbench.page.locator("h1", has_text="Your program").wait_for()
    assert workbench.page.locator(".head .output .num").inner_text() == "0.9640"
    workbench.expect_refusals()


def test_back_and_forward_go_by_lessons_and_ways_of_looking(workbench: Workbench) -> None:
    """A step is no page of the history; a lesson, presenting and going downhill are."""
    page = workbench.open().page
    workbench.press("Home", "ArrowRight")
    go_to(workbench, "/#at=forward.x")
    page.get_by_role("button", name=re.compile("Open a lesson")).click()
    page.get_by_role("button", name=re.compile("Fan-out adds")).click()
    go_to(workbench, "/?lesson=fan-out")
    workbench.press("ArrowLeft")
    go_to(workbench, "/?lesson=fan-out#at=edge.x._mul1.0")
    workbench.press("p")
    go_to(workbench, "/?lesson=fan-out#at=edge.x._mul1.0&view=present")
    workbench.press("ArrowLeft")
    go_to(workbench, "/?lesson=fan-out#at=edge.x._mul1.1&view=present")

    page.go_back()
    reads(
        page,
        "location.hash === '#at=edge.x._mul1.0' && document.querySelector('.count')?.textContent === 'step 8 of 9'",
    )
    page.go_back()
    reads(
        page,
        "location.hash === '#at=forward.x' && document.querySelector('.count')?.textContent === 'step 1 of 10'",
    )
    page.go_forward()
    reads(
        page,
        "document.querySelector('.count')?.textContent === 'step 8 of 9' && document.title.startsWith('Fan-out')",
    )
    page.go_forward()
    reads(page, "document.querySelector('.present-count')?.textContent === 'step 7 of 9'")
    page.go_back()
    reads(page, "document.querySelector('.count')?.textContent === 'step 8 of 9'")
    page.go_back()
    reads(page, "document.querySelector('.count')?.textContent === 'step 1 of 10'")
    assert page.evaluate("location.pathname + location.search + location.hash") == "/#at=forward.x"


def test_back_undoes_an_edit_and_forward_does_it_again(workbench: Workbench) -> None:
    """Programs are pages of the history, and going back to one asks for no confirmation and loses nothing."""
    page = workbench.open().page
    workbench.press("Enter")
    field = page.get_by_role("textbox", name="Program text")
    field.fill("x = 2\nf = x*x")
    output = page.locator(".head .output .num")
    page.wait_for_function("() => document.querySelector('.head .output .num').textContent === '4'")
    reads(page, "location.hash.startsWith('#p=')")
    page.go_back()
    reads(page, "document.querySelector('.head .output .num').textContent === '−12'")
    assert page.evaluate("location.pathname + location.hash") == "/"
    assert field.input_value().startswith("x = -2")
    page.go_forward()
    reads(page, "document.querySelector('.head .output .num').textContent === '4'")
    assert (field.input_value(), output.inner_text()) == ("x = 2\nf = x*x", "4")


def test_going_on_from_a_lesson_is_a_page_of_its_own(workbench: Workbench) -> None:
    """The next lesson and what can be added to this one; back leads back."""
    page = workbench.open("/?lesson=two-neurons").page
    page.get_by_role("button", name="Add a loss").click()
    page.locator("h1", has_text="Two neurons and a loss").wait_for()
    reads(page, "location.hash.startsWith('#p=') && location.search === ''")
    assert page.locator(".head .output .num").inner_text() == "4"
    page.go_back()
    page.get_by_role("button", name="Next Local gradients").click()
    go_to(workbench, "/?lesson=local-gradients#at=start")
    page.go_back()
    page.locator("h1", has_text=re.compile("^Two neurons$")).wait_for()
    assert workbench.place == (22, 22)
