"""Building on the canvas: nodes from the palette, one document with the text, every edit undone and redone."""

from __future__ import annotations

import pytest

from .conftest import Workbench
from .test_program import write
from .test_values import leaf, shown

pytestmark = pytest.mark.browser


def text_of(workbench: Workbench) -> str:
    """The program as the editor holds it; afterwards nothing has the keyboard."""
    workbench.page.locator(".head .edit").click()  # whatever has the keyboard might have an Enter of its own
    editor = workbench.page.get_by_role("textbox", name="Program text")
    text = editor.input_value()
    editor.press("Escape")
    editor.wait_for(state="detached")
    return text


def add(workbench: Workbench, typed: str) -> None:
    """Open the palette and take what is offered first."""
    workbench.press("/")
    workbench.page.get_by_role("combobox", name="Name of an op").fill(typed)
    workbench.page.locator(".palette [role=option]").first.wait_for()
    workbench.press("Enter")
    workbench.page.locator(".palette").wait_for(state="detached")


def test_an_op_is_added_after_what_has_the_keyboard(workbench: Workbench) -> None:
    """Its first port is fed, its number is there, the text has it, and nothing that stood moves."""
    workbench.open()
    write(workbench, "# two of them\nx = 3\nf = x*x")
    shown(workbench, "9")
    workbench.press("Escape")
    leaf(workbench, "x").focus()
    place = leaf(workbench, "x").bounding_box()
    add(workbench, "square root")
    workbench.page.locator("[data-op=_sqrt1]").wait_for()
    assert text_of(workbench).splitlines()[:2] == ["# two of them", "x = 3"]
    assert "sqrt(x)" in text_of(workbench)
    assert leaf(workbench, "x").bounding_box() == place


def test_an_edit_is_undone_and_redone_with_its_text(workbench: Workbench) -> None:
    """The palette's node goes and comes back; so do its words."""
    workbench.open()
    leaf(workbench, "x").focus()
    add(workbench, "sigmoid")
    workbench.page.locator("[data-op=_sigmoid1]").wait_for()
    workbench.press("Control+z")
    workbench.page.locator("[data-op=_sigmoid1]").wait_for(state="detached")
    assert "sigmoid" not in text_of(workbench)
    workbench.press("Control+Shift+z")
    workbench.page.locator("[data-op=_sigmoid1]").wait_for()
    assert "sigmoid(x)" in text_of(workbench)


def test_a_half_built_graph_survives_a_reload(workbench: Workbench) -> None:
    """A node with an open port is in no text; the address carries it."""
    workbench.open()
    leaf(workbench, "x").focus()
    add(workbench, "multiply")
    workbench.page.locator("[data-op=_mul1]").wait_for()
    workbench.page.wait_for_function("() => location.hash.includes('p=')")
    before = workbench.page.locator("svg.canvas .disc").count()
    workbench.reload()
    assert "mul" not in text_of(workbench)
    assert workbench.page.locator("svg.canvas .disc").count() == before


def test_a_canvas_edit_may_leave_a_tensor_at_the_end(workbench: Workbench) -> None:
    """Its values are told, with a word on what going back needs; one undo brings number and gradients back."""
    workbench.expect_refusals()  # the whole run, before the way there alone is asked for
    workbench.open()
    write(workbench, "w = 2.5\nx = [1, 3]\ny = w*x\nf = sum(y)")
    shown(workbench, "10")
    workbench.press("Escape")
    leaf(workbench, "w").focus()
    for op in ("y", "f"):
        workbench.press("Alt+ArrowRight")
        workbench.page.locator(f"[data-op={op}]:focus").wait_for()
    workbench.press("Delete")
    panel = workbench.page.locator(".panel")
    panel.get_by_text("Going back needs a single number").wait_for()
    assert "7.500" in panel.inner_text()
    assert text_of(workbench).splitlines() == ["w = 2.5", "x = [1, 3]", "y = w*x"]
    workbench.press("Control+z")
    panel.get_by_text("every gradient is in").wait_for()
    assert text_of(workbench).splitlines()[-1] == "f = sum(y)"
