"""The reader's own work: kept in the browser, gone on with after a reload, erased when asked; and what is taken in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving import free_port, wait_until_live

from ..conftest import ROOT
from .conftest import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

KEPT = """() => Object.keys(localStorage).filter((key) => key.startsWith("work:"))
    .map((key) => JSON.parse(localStorage[key])).sort((one, other) => other.when - one.when)"""


def kept(page: Page) -> list[str]:
    """The programs that the browser keeps, newest first."""
    return [entry["program"]["text"] for entry in page.evaluate(KEPT)]


def write(page: Page, text: str) -> None:
    """Type a program, and wait until the browser keeps it."""
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Program text").fill(text)
    page.wait_for_function(f"(text) => ({KEPT})().some(({{program}}) => program.text === text)", arg=text)
    page.keyboard.press("Escape")


def ready(page: Page) -> None:
    """Wait for the picture."""
    page.wait_for_selector("body[data-ready]", state="attached")


def taking_in(page: Page) -> None:
    """Wait until the page hears pastes and drops, which is a moment after the picture: it takes a file held over it."""
    page.wait_for_function("""() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([""], "any.txt"));
      return !document.body.dispatchEvent(new DragEvent("dragover", {dataTransfer, bubbles: true, cancelable: true}));
    }""")


def paste(page: Page, text: str) -> None:
    """What the browser tells the page when something is pasted on the board."""
    taking_in(page)
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def nodes(page: Page, n: int) -> None:
    """Wait until the table of all numbers has so many rows."""
    page.wait_for_function("(n) => document.querySelectorAll('.numbers tbody tr').length === n", arg=n)


def test_what_was_only_looked_at_is_not_kept(workbench: Workbench) -> None:
    """Neither a lesson nor another's link is the reader's own work, nor a step through it."""
    workbench.open()
    workbench.press("Home", "ArrowRight", "n")
    workbench.wait("location.hash.includes('by=node')")
    assert kept(workbench.page) == []
    assert workbench.page.evaluate("document.cookie") == ""


def test_own_work_is_found_again_where_the_address_is_lost(workbench: Workbench) -> None:
    """Under the lessons, with its title, its first line and when; opening it is a page of the history."""
    page = workbench.open().page
    write(page, "# mine\nx = 4\nf = x ** 2")
    page.goto("/?lesson=fan-out")
    ready(page)
    page.get_by_role("button", name="Open a lesson").click()
    mine = page.locator(".work button").first
    assert "Your program" in mine.inner_text() and "x = 4" in mine.inner_text()
    assert page.locator(".work time").first.inner_text()
    mine.click()
    workbench.wait("document.querySelector('.head .output .num')?.textContent === '16'")
    workbench.wait("location.hash.includes('p=')")
    page.go_back()
    workbench.wait("location.search === '?lesson=fan-out'")


def test_a_reload_loses_nothing_that_does_not_run_either(workbench: Workbench) -> None:
    """What stood in the editor stands there again, with what is wrong about it."""
    workbench.expect_refusals()
    page = workbench.open().page
    write(page, "x = 4\nf = x ** 2")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Program text").fill("x = 4\nf = x ** 2 +")
    page.wait_for_function(f"() => ({KEPT})()[0].draft === 'x = 4\\nf = x ** 2 +'")
    page.reload()
    ready(page)
    field = page.get_by_role("textbox", name="Program text")
    field.wait_for()
    assert field.input_value() == "x = 4\nf = x ** 2 +"
    page.locator("#hint").wait_for()
    assert len(kept(page)) == 1


def test_two_tabs_do_not_overwrite_each_other(workbench: Workbench) -> None:
    """Each keeps its own."""
    one = workbench.open().page
    other = one.context.new_page()
    other.goto("/")
    ready(other)
    write(one, "x = 1\nf = exp(x)")
    write(other, "x = 2\nf = exp(x)")
    write(one, "x = 3\nf = exp(x)")
    assert sorted(kept(one)) == ["x = 2\nf = exp(x)", "x = 3\nf = exp(x)"]


def test_clearing_asks_once_and_erases_all(workbench: Workbench) -> None:
    """Nothing of it is left in the browser, and that is said; a choice of theme is not work."""
    page = workbench.open().page
    page.keyboard.press("t")
    write(page, "x = 1\nf = exp(x)")
    page.keyboard.press("g")
    page.get_by_role("button", name="Clear my work").click()
    page.get_by_role("button", name="Erase", exact=True).click()
    page.get_by_text("Erased: nothing of your work").wait_for()
    assert kept(page) == []
    assert page.evaluate("[Object.keys(localStorage).join(), sessionStorage.length]") == ["theme", 0]
    page.reload()
    ready(page)
    assert kept(page) == []


def test_without_storage_the_page_works_and_says_nothing_untrue(workbench: Workbench) -> None:
    """A browser that keeps nothing is told of no work."""
    page = workbench.page
    page.add_init_script("""for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(window, name, {get() { throw new DOMException("denied", "SecurityError"); }});
    }""")
    workbench.open()
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Program text").fill("x = 3\nf = x ** 2")
    workbench.wait("location.hash.includes('p=')")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.get_by_role("button", name="New, empty board").wait_for()
    assert page.get_by_text("My work").count() == 0


def test_a_server_that_starts_again_loses_no_edit(browser: object, tmp_path: Path) -> None:
    """What is done while it is away is told to be kept, and is on the board when it is back."""
    port = free_port()
    url, log = f"http://127.0.0.1:{port}", tmp_path / "server.log"

    def serve() -> subprocess.Popen[bytes]:
        environment = os.environ | {"BACKPROP_DATA": str(tmp_path)}
        with log.open("ab") as sink:
            server = subprocess.Popen(
                [sys.executable, "-m", "app", "--port", str(port)],
                cwd=ROOT,
                stdout=sink,
                stderr=sink,
                env=environment,
            )
        wait_until_live(url, server, log)
        return server

    server = serve()
    context = browser.new_context(base_url=url, reduced_motion="reduce")  # type: ignore[attr-defined]  # Playwright's
    try:
        page = context.new_page()
        page.goto("/")
        ready(page)
        page.keyboard.press("Enter")
        page.get_by_role("textbox", name="Program text").wait_for()
        server.kill()
        server.wait()
        page.get_by_role("textbox", name="Program text").fill("x = 3\nf = x ** 5")
        page.get_by_text("It is asked again until it does").wait_for()
        server = serve()
        page.wait_for_function(
            "() => document.querySelector('.head .output .num')?.textContent.includes('243')"
        )
        assert page.get_by_text("It is asked again").count() == 0
    finally:
        context.close()
        server.kill()
        server.wait()


def test_a_piece_goes_from_window_to_window(workbench: Workbench) -> None:
    """Copied as text, pasted as nodes of their own; cut takes them away, and undo brings them back."""
    page = workbench.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    workbench.open("/?lesson=chain-rule")
    taking_in(page)
    page.evaluate("document.activeElement.blur()")
    workbench.press("Control+a", "Control+c")
    piece = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert {node["id"] for node in piece["nodes"]} >= {"x", "y", "z", "q", "f"}
    other = page.context.new_page()
    other.goto("/")
    ready(other)
    other.keyboard.press("g")
    other.get_by_role("button", name="New, empty board").click()
    other.get_by_text("Nothing on the board yet").wait_for()
    paste(other, json.dumps(piece))
    nodes(other, len(piece["nodes"]))
    assert "-12" in other.locator(".head .output .num").inner_text().replace("−", "-")
    paste(other, json.dumps(piece))
    nodes(other, 2 * len(piece["nodes"]))
    other.close()
    page.bring_to_front()
    workbench.press("Control+x")
    page.get_by_text("Nothing on the board yet").wait_for()
    workbench.press("Control+z")
    nodes(page, len(piece["nodes"]))


def test_programs_graphs_and_links_are_taken_in(workbench: Workbench) -> None:
    """Pasted, dropped or chosen; anything else is left alone with a plain word."""
    workbench.expect_refusals()
    page = workbench.open().page
    paste(page, "# pasted\na = 3\nb = a * 2")
    workbench.wait("document.querySelector('.head .output .num')?.textContent === '6'")
    workbench.wait("location.hash.includes('p=')")
    link = page.evaluate("location.href")
    paste(
        page,
        json.dumps(
            {
                "name": "From a file",
                "nodes": [{"id": "x", "value": 2}, {"id": "f", "op": "exp", "inputs": ["x"]}],
            }
        ),
    )
    workbench.wait("document.title.startsWith('From a file')")
    page.wait_for_function("(link) => location.href !== link", arg=link)
    paste(page, link)
    workbench.wait("document.querySelector('.head .output .num')?.textContent === '6'")
    page.go_back()
    workbench.wait("document.title.startsWith('From a file')")
    for other in (
        "Dear students, please hand in by Friday.",
        '{"nodes": ',
        '{"no": "graph"}',
        '{"kind": "backprop-visualizer/piece", "nodes": [{"id": 3}]}',
    ):
        paste(page, other)
        page.locator("#hint").get_by_text("left alone").wait_for()
        assert page.title().startswith("From a file")
        before = page.evaluate("location.hash")
        paste(page, "a = 3\nb = a * 2")
        workbench.wait("document.querySelector('.head .output .num')?.textContent === '6'")
        page.wait_for_function("(before) => location.hash !== before", arg=before)
        page.go_back()
        workbench.wait("document.title.startsWith('From a file')")


def test_a_file_is_chosen_and_a_file_is_dropped(workbench: Workbench, tmp_path: Path) -> None:
    """What was downloaded opens as it was."""
    page = workbench.open().page
    write(page, "# mine\nx = 4\nf = x ** 2")
    with page.expect_download() as coming:
        page.keyboard.press("Control+Shift+S")
    file = tmp_path / "mine.graph.json"
    coming.value.save_as(file)
    page.goto("/?lesson=fan-out")
    ready(page)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Control+o")
    chooser.value.set_files(file)
    workbench.wait("document.querySelector('.head .output .num')?.textContent === '16'")
    page.keyboard.press("Enter")
    assert page.get_by_role("textbox", name="Program text").input_value() == "# mine\nx = 4\nf = x ** 2"
    page.keyboard.press("Escape")
    taking_in(page)
    page.evaluate("""() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["u = 5\\nv = u + 2"], "program.txt", {type: "text/plain"}));
      document.body.dispatchEvent(new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true}));
    }""")
    workbench.wait("document.querySelector('.head .output .num')?.textContent === '7'")
