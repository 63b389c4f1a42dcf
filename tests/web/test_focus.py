"""Where the keyboard stands: what takes it away gives it back, and no way out of a view leaves it nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Workbench

pytestmark = pytest.mark.browser

DOWNHILL, HALL, DESK = ".descent .panes", ".present", ".pad"
LEAVES: dict[str, Callable[[Workbench], object]] = {
    "by its key": lambda bench: bench.press("d"),
    "by Escape": lambda bench: bench.press("Escape"),
    "by the browser's Back": lambda bench: bench.page.go_back(),
}


@pytest.mark.parametrize("way", LEAVES)
def test_leaving_the_walk_gives_the_keyboard_back_to_what_had_it(workbench: Workbench, way: str) -> None:
    """A leaf had it before; the walk's own track in between."""
    workbench.open("/?lesson=fan-out")
    workbench.page.get_by_role("spinbutton", name="x").focus()
    workbench.press("d")
    workbench.page.wait_for_selector(DOWNHILL)
    # Back leads to the page before it, once the address has one.
    workbench.wait("location.hash.includes('view=descend')")
    LEAVES[way](workbench)
    workbench.page.wait_for_selector(DESK)
    workbench.wait("document.activeElement.dataset.leaf === 'x'")


@pytest.mark.parametrize("key", ["p", "Escape"])
def test_leaving_the_hall_gives_the_keyboard_back_to_the_button_that_led_there(
    workbench: Workbench, key: str
) -> None:
    """Present was pressed with Enter."""
    workbench.open()
    workbench.press("Tab")
    workbench.page.get_by_role("button", name="Present").focus()
    workbench.press("Enter")
    workbench.page.wait_for_selector(HALL)
    workbench.press(key)
    workbench.page.wait_for_selector(DESK)
    workbench.wait("document.activeElement.textContent === 'Present'")


def test_who_came_from_nowhere_goes_on_at_the_track(workbench: Workbench) -> None:
    """Nothing had the keyboard: the track, which takes no key away from the player, has it now."""
    workbench.open()
    workbench.press("d")
    workbench.page.wait_for_selector(DOWNHILL)
    workbench.press("d")
    workbench.page.wait_for_selector(DESK)
    workbench.wait("document.activeElement.matches('.track')")


def test_a_button_that_a_pointer_pressed_keeps_no_space(workbench: Workbench) -> None:
    """Space then plays, and does not press the button once more."""
    workbench.open()
    workbench.page.get_by_role("button", name="Descend").click()
    workbench.page.wait_for_selector(DOWNHILL)
    workbench.page.get_by_role("button", name="Back to the graph").click()
    workbench.page.wait_for_selector(DESK)
    workbench.wait("document.activeElement.matches('.track')")


def test_the_list_of_keys_is_fetched_when_it_is_asked_for(workbench: Workbench) -> None:
    """It is dressed when it is shown, and gives the keyboard back."""
    workbench.open()
    workbench.page.get_by_role("button", name="Keys").focus()
    workbench.press("?")
    dialog = workbench.page.get_by_role("dialog", name="Keys")
    dialog.wait_for()
    assert dialog.evaluate("(place) => getComputedStyle(place).position") == "fixed"
    workbench.press("Escape")
    dialog.wait_for(state="detached")
    workbench.wait("document.activeElement.getAttribute('aria-label')?.startsWith('Keys')")


@pytest.mark.parametrize("view", ["present", "descend"])
def test_a_link_that_opens_another_view_leads_out_of_it_to_the_track(workbench: Workbench, view: str) -> None:
    """Nothing on the desk had the keyboard before: there was no desk."""
    workbench.open(f"/?lesson=fan-out#view={view}")
    workbench.page.wait_for_selector(HALL if view == "present" else DOWNHILL)
    workbench.press("Escape")
    workbench.page.wait_for_selector(DESK)
    workbench.wait("document.activeElement.classList.contains('track')")
