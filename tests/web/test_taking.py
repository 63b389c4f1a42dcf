"""What can be taken from the panel: this step or all the numbers, as LaTeX or as text."""

from __future__ import annotations

import pytest

from .conftest import Workbench

pytestmark = pytest.mark.browser

CELLS = "() => [...document.querySelectorAll('.numbers tbody td')].map((cell) => cell.textContent)"


def clipboard(workbench: Workbench) -> str:
    """What was copied."""
    workbench.page.get_by_role("status").filter(has_text="Copied.").wait_for()
    return str(workbench.page.evaluate("() => navigator.clipboard.readText()"))


@pytest.fixture(autouse=True)
def allowed(workbench: Workbench) -> None:
    """The reader lets the page use the clipboard."""
    workbench.page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def test_the_table_can_be_seen_at_any_step_and_gives_nothing_away(workbench: Workbench) -> None:
    """The button and its key show all numbers, as far as they are told, and the step again."""
    workbench.open()
    workbench.press("Home", *["ArrowRight"] * 4)
    workbench.page.get_by_role("button", name="Table", exact=True).click()
    assert workbench.page.evaluate(CELLS) == ["−2", "–", "5", "–", "−4", "–", "3", "–", "–", "–"]
    workbench.press("ArrowRight", "ArrowRight")
    assert workbench.page.evaluate(CELLS)[-2:] == ["−12", "1"]
    workbench.press("a")
    assert workbench.page.locator(".numbers").count() == 0
    assert workbench.page.get_by_role("heading", name="Seed").is_visible()


def test_a_step_is_copied_as_latex(workbench: Workbench) -> None:
    """Symbols over numbers, in plain LaTeX."""
    workbench.open("/#at=edge.q.f.0")
    workbench.page.get_by_role("button", name="Copy LaTeX").click()
    text = clipboard(workbench)
    assert text.startswith("\\begin{aligned}")
    assert "-4 &= 1 \\cdot (-4)" in text
    assert "\\up" not in text


def test_all_numbers_are_copied_in_full(workbench: Workbench) -> None:
    """Tabs between columns, every digit; rounded only as LaTeX."""
    workbench.open("/?lesson=sigmoid-neuron")
    workbench.page.get_by_role("button", name="Copy table").click()
    lines = [line.split("\t") for line in clipboard(workbench).splitlines()]
    assert lines[0] == ["node", "value", "gradient"]
    assert ["f", "0.7310585786300049", "1"] in lines
    workbench.press("c")
    workbench.wait("document.querySelector('.take [role=status]').textContent !== ''")
    workbench.page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).includes('f & 0.7311 & 1')"
    )
