"""By keyboard alone: a neuron from an empty board to its gradients, and all the way back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from .conftest import Workbench, ask
from .test_building import add, text_of
from .test_program import write
from .test_values import shown

pytestmark = pytest.mark.browser


def choose(workbench: Workbench, label: str, value: str) -> None:
    """One of the panel's lists."""
    field = workbench.page.get_by_label(label, exact=True)
    field.wait_for()
    field.select_option(value)


@contextmanager
def moved_on(workbench: Workbench) -> Iterator[None]:
    """An edit: wait until the address, which is written when it is on the board, is another."""
    before = workbench.page.evaluate("location.hash")
    yield
    workbench.page.wait_for_function("(before) => location.hash !== before", arg=before)


def change(workbench: Workbench, *, name: str) -> None:
    """Open the fields for the node that has the keyboard, and call it *name*."""
    workbench.press("f")
    field = workbench.page.get_by_label("Name", exact=True)
    field.wait_for()
    field.fill(name)
    field.press("Enter")
    workbench.page.locator(f"[data-op='{name}']").wait_for()
    workbench.page.wait_for_function(
        "(name) => document.activeElement.matches('.change input') && document.activeElement.value === name",
        arg=name,
    )


def test_a_neuron_is_built_played_taken_apart_undone_and_redone(workbench: Workbench) -> None:
    """`f = sigmoid(w*x + b)`; its numbers are those of the API for the same text."""
    workbench.open()
    workbench.press("Control+Alt+n")
    workbench.page.wait_for_function("() => document.querySelectorAll('[data-leaf]').length === 0")
    for count, number in enumerate(("2", "-3", "1"), start=1):
        add(workbench, number)
        workbench.page.wait_for_function(
            "(n) => document.querySelectorAll('[data-leaf]').length === n", arg=count
        )
    assert sorted(text_of(workbench).splitlines()) == ["x = 2", "y = -3", "z = 1"]

    workbench.page.locator("[data-leaf=x]").focus()
    add(workbench, "multiply")
    workbench.page.locator("[data-op=_mul1]").wait_for()
    workbench.press("f")
    choose(workbench, "y comes from", "y")
    workbench.press("Escape")
    add(workbench, "add")
    workbench.page.locator("[data-op=_add1]").wait_for()
    workbench.press("f")
    choose(workbench, "y comes from", "z")
    workbench.press("Escape")
    add(workbench, "sigmoid")
    workbench.page.locator("[data-op=_sigmoid1]").wait_for()
    change(workbench, name="f")
    shown(workbench, "0.006693")
    text = text_of(workbench)
    assert "f = sigmoid(x*y + z)" in text
    answer = ask(workbench.url, "/evaluate", {"expression": text})
    assert answer["value"] == pytest.approx(1 / (1 + math.exp(5)), rel=1e-12)
    told = workbench.numbers()
    for name in ("x", "y", "z"):
        assert any(
            math.isclose(answer["gradients"][name], number, rel_tol=1e-3) for number in told["gradient"]
        ), name

    workbench.page.locator("[data-op=f]").focus()
    workbench.press("Enter")
    workbench.page.locator(".frame-handle").wait_for()
    steps = 0
    while workbench.page.locator("[data-leaf]").count() and steps < 40:
        workbench.press("Control+z")
        steps += 1
    assert workbench.page.locator("[data-leaf]").count() == 0
    for _ in range(steps):
        workbench.press("Control+Shift+z")
    workbench.page.locator(".frame-handle").wait_for()
    assert re.search(r"f = sigmoid\(x\*y \+ z\)", text_of(workbench))


def test_a_name_that_cannot_be_is_refused_in_words(workbench: Workbench) -> None:
    """And nothing changes."""
    workbench.open()
    workbench.page.locator("[data-leaf=x]").focus()
    workbench.press("f")
    field = workbench.page.get_by_label("Name", exact=True)
    for name, word in (("y", "Another node has this name."), ("2x", "no digit first"), ("", "needs a name")):
        field.fill(name)
        assert word in workbench.page.locator(".change [role=alert]").inner_text()
        field.press("Enter")
    assert workbench.page.locator("[data-leaf=x]").count() == 1


def test_nodes_are_doubled_grouped_aligned_and_deleted(workbench: Workbench) -> None:
    """All of it in the text or beside it, and back in one step each."""
    workbench.open()
    workbench.press("Control+a", "Control+d")
    workbench.page.locator("[data-leaf=x2]").wait_for()
    text = text_of(workbench)
    assert "q2 = x2 + y2" in text
    workbench.press("Control+g")
    workbench.page.wait_for_function(
        "() => [...document.querySelectorAll('svg.canvas text')].some((text) => text.textContent === 'group')"
    )
    workbench.press("Control+g")
    workbench.page.wait_for_function(
        "() => [...document.querySelectorAll('svg.canvas text')].every((text) => text.textContent !== 'group')"
    )
    workbench.press("Delete")
    workbench.page.locator("[data-leaf=x2]").wait_for(state="detached")
    assert "x2" not in text_of(workbench)
    workbench.press("Control+z")
    workbench.page.locator("[data-leaf=x2]").wait_for()


def test_a_leaf_takes_another_shape_and_an_op_another_setting(workbench: Workbench) -> None:
    """Typed into the panel; the text says the same."""
    workbench.open()
    write(workbench, "x = 2\nf = sum(leaky_relu(x))")
    shown(workbench, "2")
    workbench.press("Escape")
    workbench.page.locator("[data-leaf=x]").focus()
    workbench.press("f")
    shape = workbench.page.get_by_label("Shape", exact=True)
    shape.fill("2x2")
    shape.press("Enter")
    shown(workbench, "5")
    with moved_on(workbench):
        choose(workbench, "Kind", "parameter")
    workbench.press("Escape", "Alt+ArrowRight", "f")
    slope = workbench.page.get_by_label("slope", exact=True)
    slope.fill("0.5")
    with moved_on(workbench):
        slope.press("Enter")
    choose(workbench, "Op", "exp")
    shown(workbench, "15.54")
    assert text_of(workbench).splitlines() == ["x: parameter = [[2, 1], [1, 1]]", "f = sum(exp(x))"]
