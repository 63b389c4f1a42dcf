"""Undoing and redoing on the page: every edit is one step back, whatever made it, and nothing is lost on the way."""

from __future__ import annotations

import re

import pytest

from .conftest import Workbench
from .test_program import write
from .test_values import leaf, shown

pytestmark = pytest.mark.browser


def head(workbench: Workbench, words: str) -> None:
    """Wait until the document's title is *words*."""
    workbench.wait(f"document.title.startsWith('{words} ·')")


def test_edits_of_every_kind_are_undone_to_the_start_and_redone(workbench: Workbench) -> None:
    """Two values, a text, a composite opened, another lesson: five steps back, five forward, the numbers with them."""
    workbench.open()
    leaf(workbench, "x").focus()
    workbench.press("ArrowUp")
    shown(workbench, "−16")
    leaf(workbench, "y").focus()
    workbench.press("ArrowUp")
    shown(workbench, "−20")
    leaf(workbench, "y").blur()
    write(workbench, "a = 0\nf = sigmoid(a)")
    shown(workbench, "0.5000")
    workbench.press("Escape", "u")
    workbench.page.locator(".frame-handle").wait_for()
    workbench.page.get_by_role("button", name=re.compile("Open a lesson")).click()
    workbench.page.get_by_role("button", name=re.compile("Two neurons")).first.click()
    head(workbench, "Two neurons")

    workbench.press("Control+z")
    workbench.page.locator(".frame-handle").wait_for()
    workbench.press("Control+z")
    workbench.page.locator(".frame-handle").wait_for(state="detached")
    shown(workbench, "0.5000")
    for value in ("−20", "−16", "−12"):
        workbench.press("Control+z")
        shown(workbench, value)
    workbench.press("Control+z")
    shown(workbench, "−12")

    for value in ("−16", "−20", "0.5000"):
        workbench.press("Control+Shift+z")
        shown(workbench, value)
    workbench.press("Control+y")
    workbench.page.locator(".frame-handle").wait_for()
    workbench.press("Control+y")
    head(workbench, "Two neurons")


def test_an_undone_edit_is_in_the_address(workbench: Workbench) -> None:
    """A link handed out after undoing is the undone graph; a reload shows it again."""
    workbench.open()
    before = workbench.page.url
    leaf(workbench, "x").focus()
    workbench.press("ArrowUp")
    shown(workbench, "−16")
    workbench.page.wait_for_function("() => location.hash.includes('p=')")
    workbench.press("Control+z")
    shown(workbench, "−12")
    workbench.page.wait_for_function("() => !location.hash.includes('p=')")
    workbench.page.reload()
    shown(workbench, "−12")
    assert workbench.page.url == before


def test_undo_in_the_editor_is_the_editors_own(workbench: Workbench) -> None:
    """While a text has the keyboard, its letters are undone, not the graph."""
    workbench.open()
    workbench.press("Enter")
    editor = workbench.page.get_by_role("textbox", name="Program text")
    before = editor.input_value()
    editor.focus()
    workbench.press("End")
    editor.press_sequentially(" # note")
    workbench.press("Control+z")
    assert editor.input_value() != f"{before} # note"
    shown(workbench, "−12")
