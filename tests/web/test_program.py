"""Writing a program on the page: it redraws, a slip is shown where it is and mended at a click, nothing is lost."""

from __future__ import annotations

import pytest

from scripts.odd_graphs import ODD, link

from .conftest import Workbench

pytestmark = pytest.mark.browser

SLIP = "x = -2\ny = 5\nz = -4\nq = x + y\nf = q z"


def write(workbench: Workbench, text: str) -> None:
    """Open the editor and replace what is in it."""
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Program text").fill(text)


def test_a_program_redraws_as_it_is_typed(workbench: Workbench) -> None:
    """Graph, numbers and maths follow the text."""
    workbench.open()
    write(workbench, "a = 3\nb = 4\nc = a*a + b*b\nd = sqrt(c)")
    workbench.wait("document.querySelector('.head .output .num').textContent === '5'")
    assert set(workbench.numbers()["value"]) == {3, 4, 9, 16, 25, 5}


def test_a_slip_is_marked_where_it_is_and_mended_at_a_click(workbench: Workbench) -> None:
    """The place, what to do, a wavy line under it, and a button that writes the mend."""
    workbench.open()
    write(workbench, SLIP)
    hint = workbench.page.locator(".hint")
    hint.wait_for()
    assert "Line 5, column 5." in hint.inner_text()
    assert workbench.page.locator(".program mark").inner_text().strip() == "q z"
    assert workbench.page.locator(".program li.wrong").count() == 1

    workbench.page.get_by_role("button", name="Write").click()
    hint.wait_for(state="detached")
    assert "q*z" in workbench.page.get_by_role("textbox", name="Program text").input_value().replace(" ", "")
    workbench.wait("document.querySelector('.head .output .num').textContent === '−12'")
    workbench.expect_refusals()


def test_the_last_good_graph_stays_while_the_text_is_broken(workbench: Workbench) -> None:
    """And the page says so; leaving the editor does not hide that something is wrong."""
    workbench.open()
    before = workbench.numbers()
    write(workbench, SLIP)
    workbench.page.locator(".hint").wait_for()
    assert workbench.numbers() == before
    assert workbench.page.get_by_text("kept: the last program that ran").is_visible()
    workbench.press("Escape")
    assert workbench.page.locator(".hint").is_visible()
    assert workbench.page.locator("textarea").count() == 0
    workbench.expect_refusals()


def test_an_error_of_the_numbers_is_told_at_its_place_too(workbench: Workbench) -> None:
    """A name without a value is no slip of syntax, and still has a line."""
    workbench.open()
    write(workbench, "f = tanh(u)")
    workbench.page.locator(".hint").wait_for()
    hint = workbench.page.locator(".hint")
    assert "Line 1" in hint.inner_text()
    assert "in inputs" not in hint.inner_text()
    workbench.page.get_by_role("button", name="Write").click()
    hint.wait_for(state="detached")
    assert workbench.page.get_by_role("textbox", name="Program text").input_value() == "u = 1\nf = tanh(u)"
    workbench.expect_refusals()


def test_a_key_alone_goes_into_the_program_and_back_to_its_button(workbench: Workbench) -> None:
    """Who came by the Edit button leaves to it, and goes on from there."""
    workbench.open()
    workbench.page.get_by_role("button", name="Edit").focus()
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Program text").wait_for()
    workbench.press("Escape")
    workbench.wait("document.activeElement.matches('.edit')")


def test_a_graph_without_gradients_has_none_in_its_key(workbench: Workbench) -> None:
    """The key does not show the mark of a tensor for what is not there."""
    workbench.open()
    write(workbench, "3")
    workbench.wait("document.querySelector('.head .output .num').textContent === '3'")
    assert "gradient" not in workbench.page.get_by_role("group", name="Key to the marks").inner_text()


def test_a_program_of_ones_own_is_in_the_link(workbench: Workbench) -> None:
    """Copied elsewhere, the link opens the same program; going back undoes the edit."""
    workbench.open()
    write(workbench, "u = 2\nv = u**3")
    workbench.wait("location.hash.startsWith('#p=')")
    link = workbench.page.url
    workbench.page.go_back()
    workbench.wait("document.querySelector('.head .output .num').textContent === '−12'")
    workbench.page.goto("about:blank")
    workbench.open(link)
    assert workbench.page.locator(".head .output .num").inner_text() == "8"


def test_keys_typed_into_the_program_are_text(workbench: Workbench) -> None:
    """T, L, B, space and the arrows belong to the writer there."""
    workbench.open()
    write(workbench, "")
    workbench.page.keyboard.type("t l b . = 1")
    assert workbench.page.get_by_role("textbox", name="Program text").input_value() == "t l b . = 1"
    assert workbench.place == (10, 10)
    workbench.page.locator(".hint").wait_for()
    workbench.expect_refusals()


def test_a_lesson_is_opened_from_the_bar(workbench: Workbench) -> None:
    """The chooser lists what the API has; the address then names the lesson."""
    workbench.open()
    workbench.page.get_by_role("button", name="Open a lesson").click()
    workbench.page.locator(".lesson-list").get_by_role("button", name="Two neurons").click()
    workbench.wait("document.querySelector('.head .output .num').textContent === '−10'")
    workbench.wait("location.search === '?lesson=two-neurons'")


def test_a_lesson_that_is_not_there_is_said_and_the_example_opens(workbench: Workbench) -> None:
    """A wrong address leaves nobody in front of an empty board, and does not pretend either."""
    workbench.open("/?lesson=no-such-lesson")
    workbench.wait("document.querySelector('.head .output .num')?.textContent === '−12'")
    assert "no-such-lesson" in workbench.page.locator(".hint").inner_text()
    workbench.watched.console_errors.clear()


def test_a_link_that_was_cut_off_says_so(workbench: Workbench) -> None:
    """The lesson it began with opens, with a word about why."""
    workbench.open("/#p=q1YqySzJ")
    workbench.wait("document.querySelector('.head .output .num')?.textContent === '−12'")
    assert "cut off" in workbench.page.locator(".hint").inner_text()


WIDE = """weights_of_the_layer: parameter = [0.1, 0.2, 0.3]
x = [[1, -2, 3], [5, 6, -7], [1, 2, 3]]
hidden = tanh(x @ weights_of_the_layer + 0.5)
loss = mean((hidden - [1, 0, 1])**2)"""


def test_the_numbers_of_tensors_with_long_names_fit_the_panel(workbench: Workbench) -> None:
    """Names give way, digits do not: nothing of the table is cut at the window's edge."""
    workbench.open()
    write(workbench, WIDE)
    workbench.wait("location.hash.startsWith('#p=')")
    workbench.press("Escape")
    beyond = workbench.page.evaluate(
        """() => [...document.querySelectorAll(".numbers td")]
          .filter((cell) => cell.getBoundingClientRect().right > innerWidth).map((cell) => cell.textContent)"""
    )
    assert workbench.page.locator(".numbers td").count() > 10
    assert beyond == []


def test_the_graph_fits_below_the_open_program(workbench: Workbench) -> None:
    """Nine lines of program, and still no leaf under a button or beyond the board's edge."""
    workbench.open("/?lesson=two-neurons")
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Program text").wait_for()
    workbench.wait("document.querySelector('.pad').clientHeight < 420")
    hidden = """[...document.querySelectorAll(".leaf-handle, .op-handle")].filter((handle) => {
      const box = handle.getBoundingClientRect();
      return [[box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]].some(([x, y]) => (
        !document.querySelector(".pad").contains(document.elementFromPoint(x, y))));
    }).length"""
    assert workbench.page.locator(".leaf-handle").count() == 5
    workbench.wait(f"{hidden} === 0")


# Letters that run under the dots of a line, or over its end: [the line, the letter].
CUT_LETTERS = """(selector) => [...document.querySelectorAll(selector)].flatMap((line) => {
  const [box, more] = [line.getBoundingClientRect(), (end) => line.classList.contains(`more-${end}`)];
  const dots = (end) => (more(end) ? parseFloat(getComputedStyle(line, `::${end}`).width) : 0);
  const [from, to] = [box.left + dots("before"), box.right - dots("after")];
  const letters = [...line.querySelectorAll(".katex-html span")].filter((span) => span.childElementCount === 0);
  return letters.filter((span) => {
    const {left, right, width} = span.getBoundingClientRect();
    return width > 0 && [from, to].some((edge) => left < edge - 1 && right > edge + 1);
  }).map((span) => [line.className, span.textContent]);
})"""


@pytest.mark.parametrize(
    "program", [ODD["long-names"], ODD["random-30-a"], "x = 3\ny = 2\nz = y*1e-9 + 1e-9*x"]
)
def test_no_name_is_cut_inside_a_letter(workbench: Workbench, program: str) -> None:
    """Strip and table end a long formula at a whole letter, with dots, and have it in full on hover."""
    workbench.open(link("Names", program))
    for _ in range(6):
        assert workbench.page.evaluate(CUT_LETTERS, ".head .formula") == []
        assert workbench.page.evaluate(CUT_LETTERS, ".numbers tbody th > span:not(.long-name)") == []
        workbench.press("ArrowLeft", "ArrowLeft")
    workbench.press("End")
    cut = workbench.page.locator(".numbers th:has(.more-after)")
    titles = [cut.nth(at).get_attribute("title") for at in range(cut.count())]
    assert all(titles)
    if "1e-9" in program:
        assert titles == ["y · 1.000 × 10^-9", "1.000 × 10^-9 · x"]
