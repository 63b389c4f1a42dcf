"""Paper: a PDF with a page a step, and the page itself on one sheet."""

from __future__ import annotations

import re

import pytest

from .conftest import Workbench

pytestmark = pytest.mark.browser

# The dialog is the browser's own; here it is only noted that it was asked for.
ASKED = "window.print = () => { document.body.dataset.printed = 'true'; }"
MARKS = "([selector]) => document.querySelector(selector).innerHTML"


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has, by its page objects (ISO 32000-1, 7.7.3.3)."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def fonts_of(pdf: bytes) -> set[str]:
    """The fonts it is set in; a subset that is inside has six letters and a plus in front of its name."""
    return {name.decode() for name in re.findall(rb"/BaseFont\s*/([\w+-]+)", pdf)}


def print_steps(workbench: Workbench) -> None:
    """Take the PDF in the dialog, up to where the browser's own dialog comes."""
    page = workbench.page
    page.keyboard.press("Control+e")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^PDF")).click()
    page.wait_for_selector("body[data-printed]", state="attached")


def test_a_pdf_has_a_page_for_every_stop(workbench: Workbench) -> None:
    """Each with the board's own marks, words and maths, every font inside; afterwards the page is as it was."""
    page = workbench.page
    page.add_init_script(ASKED)
    workbench.open("/?lesson=local-gradients#at=last&theme=dark")
    at, stops = workbench.place
    board = page.evaluate(MARKS, ["svg.canvas"])
    print_steps(workbench)

    pages = page.locator(".print-pages > section")
    assert pages.count() == stops
    assert page.evaluate(MARKS, [f".print-pages > section:nth-child({at}) .pad svg"]) == board
    assert [text.split() for text in pages.locator(".bar .soft").all_inner_texts()] == [
        ["step", str(number + 1), "of", str(stops)] for number in range(stops)
    ]
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert page_count(pdf) == stops and set(re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)) == {b"0 0 960 540"}
    fonts = fonts_of(pdf)
    assert all(re.match(r"[A-Z]{6}\+", name) for name in fonts) and pdf.count(b"/FontFile") >= len(fonts)
    assert {"IBMPlexSans-Regular", "KaTeX_Math-Italic", "KaTeX_Main-Regular"} <= {name[7:] for name in fonts}
    page.locator(".print-pages").wait_for(state="detached")
    page.locator("html[data-theme=dark]").wait_for()


def test_pages_go_by_the_readers_step(workbench: Workbench) -> None:
    """By whole passes there are two, and the player stands at the same."""
    page = workbench.page
    page.add_init_script(ASKED)
    workbench.open("/?lesson=chain-rule#by=pass")
    print_steps(workbench)

    found = page.locator(".print-pages > section .bar .soft").all_inner_texts()
    assert [int(text.split()[1]) for text in found] == [5, 10]
    page.keyboard.press("Escape")
    page.locator(".take-along").wait_for(state="detached")
    page.keyboard.press("Home")
    for step in ("step 5 of 10", "step 10 of 10"):
        page.keyboard.press("ArrowRight")
        page.locator(".bar .count", has_text=step).wait_for()


def test_the_page_itself_is_one_sheet_of_paper(workbench: Workbench) -> None:
    """Board, panel and track on one slide, light on paper whatever the screen is; nothing that a hand would press."""
    page = workbench.page
    workbench.open("/?lesson=sigmoid-neuron#at=edge._add1.z.0&theme=dark")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert page_count(pdf) == 1 and all(re.match(r"[A-Z]{6}\+", name) for name in fonts_of(pdf))
    page.locator("html[data-theme=dark]").wait_for()
    page.emulate_media(media="print")
    for gone in (".tools", ".controls", ".bar nav", ".bar .acts", ".head .edit"):
        assert not page.locator(gone).first.is_visible(), gone
    for seen in (".pad svg.canvas", ".panel h2", ".key", ".track", ".head .output"):
        assert page.locator(seen).first.is_visible(), seen
