"""Ten random sequences of edits with the page's own keys: text, canvas and history stay of one mind."""

from __future__ import annotations

import random
from typing import Any

import pytest

from .conftest import Workbench, ask
from .test_building import text_of

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

STEPS = 7
LEAVES = "() => [...document.querySelectorAll('[data-leaf]')].map(({dataset}) => dataset.leaf).sort()"


def settled(workbench: Workbench, act: Any) -> None:
    """Do something that edits, and wait until its numbers are there."""
    with workbench.page.expect_response("**/api/v1/evaluate"):
        act()
    workbench.page.wait_for_function("() => !document.querySelector('.busy')")


def add(workbench: Workbench, typed: str) -> None:
    """Take the first offer of the palette."""
    workbench.press("/")
    workbench.page.get_by_role("combobox", name="Name of an op").fill(typed)
    workbench.page.locator(".palette [role=option]").first.wait_for()
    workbench.press("Enter")


def edit(workbench: Workbench, dice: random.Random) -> None:
    """One edit of a kind that always changes something."""
    page = workbench.page
    leaves: list[str] = page.evaluate(LEAVES)
    page.locator(f"[data-leaf={dice.choice(leaves)}]").focus()
    kind = dice.choice(["op", "op", "leaf", "nudge", "double", "delete", "tidy"])
    if kind == "delete" and len(leaves) < 3:
        kind = "double"
    act = {
        "op": lambda: add(workbench, dice.choice(["sigmoid", "tanh", "square", "negate"])),
        "leaf": lambda: add(workbench, str(dice.randint(2, 9))),
        "nudge": lambda: workbench.press("ArrowUp"),
        "double": lambda: workbench.press("Control+d"),
        "delete": lambda: workbench.press("Delete"),
        "tidy": lambda: workbench.press("z"),
    }[kind]
    if kind != "nudge":
        settled(workbench, act)
        return
    with page.expect_response("**/api/v1/print"):  # the text follows the numbers
        settled(workbench, act)


@pytest.mark.parametrize("seed", range(10))
def test_a_random_sequence_keeps_text_canvas_and_history_together(workbench: Workbench, seed: int) -> None:
    """What the text says and what stands on the board agree; undoing leads to the start, redoing to the end."""
    dice = random.Random(seed)
    workbench.open()
    page = workbench.page
    start = (text_of(workbench), page.evaluate(LEAVES))
    for _ in range(STEPS):
        edit(workbench, dice)
    text, leaves = text_of(workbench), page.evaluate(LEAVES)
    graph = ask(workbench.url, "/parse", {"expression": text})["graph"]
    assert {node["id"] for node in graph["nodes"] if not node.get("op")} == set(leaves)

    for _ in range(3 * STEPS):
        workbench.press("Control+z")
    assert (text_of(workbench), page.evaluate(LEAVES)) == start
    for _ in range(3 * STEPS):
        workbench.press("Control+Shift+z")
    assert (text_of(workbench), page.evaluate(LEAVES)) == (text, leaves)
