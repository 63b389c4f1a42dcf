"""Building with fingers: on a tablet as with the mouse, on a phone on its map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from .conftest import Workbench, ask
from .test_building import text_of
from .test_phone import hold
from .test_values import shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

Point = tuple[float, float]


class Fingers:
    """Fingers over the board."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.page = workbench.page
        self.session = workbench.page.context.new_cdp_session(workbench.page)

    def board(self, across: float, down: float) -> Point:
        """A point of the board, as parts of its width and height."""
        box = self.page.locator(".pad").bounding_box()
        assert box
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def tap(self, at: Point) -> None:
        """A finger there, for a moment."""
        self.page.touchscreen.tap(*at)

    def drag(self, start: Point, end: Point) -> None:
        """A finger from there to there."""
        self.touch("touchStart", start)
        for part in (0.1, 0.4, 0.7, 1.0):
            at = start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
            self.touch("touchMove", at)
        self.touch("touchEnd", None)

    def touch(self, kind: str, at: Point | None) -> None:
        """One event of a finger."""
        points = [] if at is None else [{"x": at[0], "y": at[1]}]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def take(self, typed: str) -> None:
        """Take what the palette offers first."""
        self.page.get_by_role("combobox", name="Name of an op").fill(typed)
        self.page.wait_for_function(
            "(typed) => document.querySelector('[role=option] b')?.textContent.toLowerCase().startsWith(typed)",
            arg=typed.lower(),
        )
        self.page.get_by_role("option").first.tap()
        self.page.locator(".palette").wait_for(state="detached")

    def body(self, node: str):  # type: ignore[no-untyped-def]  # Playwright may be absent where types are checked
        """What is drawn of a node."""
        return self.page.locator(f"svg.canvas [data-node='{node}']")

    def middle(self, node: str) -> Point:
        """The middle of a node's body; of a leaf its name."""
        tag = self.page.locator(f"[data-leaf={node}]")
        if tag.count():
            box = tag.bounding_box()
            assert box
            return box["x"] + 16, box["y"] + box["height"] / 2
        box = self.body(node).locator(".disc").last.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def plug(self, node: str) -> Point:
        """Choose a node; where a wire is pulled from it, large enough for a finger."""
        self.tap(self.middle(node))
        plug = self.page.locator(f"[data-plug='{node}']")
        plug.wait_for()
        box = plug.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def joined(self, source: str, target: str) -> None:
        """Wait for the wire."""
        self.page.locator(f"svg.canvas [data-edge^='{source}>{target}:']").first.wait_for()


@pytest.fixture
def tablet(browser: Browser, server_url: str) -> Iterator[Fingers]:
    """A tablet held sideways."""
    for phone in hold(browser, server_url, 1180, 820):
        phone.open()
        yield Fingers(phone)


@pytest.fixture
def phone(browser: Browser, server_url: str) -> Iterator[Fingers]:
    """A usual phone, upright."""
    for phone in hold(browser, server_url, 390, 844):
        phone.open()
        yield Fingers(phone)


def add(fingers: Fingers, typed: str, node: str, to: Point) -> None:
    """Add a node by its button, and drag it by its body to where it is to stand."""
    fingers.page.locator(".tools").get_by_role("button", name="Add").tap()
    fingers.take(typed)
    fingers.body(node).wait_for()
    fingers.tap(fingers.middle(node))
    fingers.page.locator(f"[data-plug='{node}']").wait_for()
    fingers.drag(fingers.middle(node), to)
    fingers.page.wait_for_function(
        """([node, x, y]) => {
          const body = document.querySelector(`[data-leaf="${node}"]`)
            ?? document.querySelector(`svg.canvas [data-node="${node}"] .disc`);
          const box = body.getBoundingClientRect();
          return Math.hypot(Math.max(box.left - x, x - box.right, 0), Math.max(box.top - y, y - box.bottom, 0)) < 12;
        }""",
        arg=[node, *to],
    )


def test_a_neuron_is_built_by_touch(tablet: Fingers) -> None:
    """Tapped, dragged, wired by dragging and by two taps; its numbers are those of the API."""
    workbench = tablet.workbench
    tablet.page.locator(".chooser").tap()
    tablet.page.get_by_role("button", name="New, empty board").tap()
    tablet.page.locator(".invitation").wait_for()
    add(tablet, "parameter", "w", tablet.board(0.15, 0.3))
    tablet.tap(tablet.board(0.9, 0.9))
    add(tablet, "input", "x", tablet.board(0.15, 0.55))
    tablet.tap(tablet.board(0.9, 0.9))
    add(tablet, "multiply", "_mul1", tablet.board(0.45, 0.4))
    tablet.drag(tablet.plug("w"), tablet.middle("_mul1"))
    tablet.joined("w", "_mul1")
    tablet.tap(tablet.plug("x"))
    tablet.tap(tablet.middle("_mul1"))
    tablet.joined("x", "_mul1")
    tablet.drag(tablet.plug("_mul1"), tablet.board(0.7, 0.4))
    tablet.take("sigmoid")
    tablet.joined("_mul1", "_sigmoid1")
    shown(workbench, "0.7311")
    text = text_of(workbench)
    assert "sigmoid(w*x)" in text
    assert ask(workbench.url, "/evaluate", {"expression": text})["value"] == pytest.approx(0.7310585786)


def test_a_finger_pans_unless_it_holds_a_chosen_node(tablet: Fingers) -> None:
    """Over a node that is not chosen the board goes along, and no node changes its place on it."""
    before = {node: tablet.middle(node) for node in ("q", "f")}
    tablet.drag(before["q"], (before["q"][0] + 60, before["q"][1] + 30))
    tablet.page.wait_for_function(
        "(x) => document.querySelector('svg.canvas [data-node=f] .disc').getBoundingClientRect().x > x + 20",
        arg=before["f"][0],
    )
    after = {node: tablet.middle(node) for node in ("q", "f")}
    gone = {
        (round(after[node][0] - before[node][0]), round(after[node][1] - before[node][1])) for node in after
    }
    assert len(gone) == 1


def test_a_phone_adds_and_wires_on_its_map(phone: Fingers) -> None:
    """From its menu; the whole graph is shown, a node is tapped, and its plug fits a finger."""
    page = phone.page
    page.wait_for_selector(".phone-stage svg.canvas text")
    page.get_by_role("button", name="Menu", exact=True).tap()
    page.get_by_role("button", name="Add a node", exact=True).tap()
    phone.take("sigmoid")
    phone.body("_sigmoid1").wait_for()
    phone.plug("f")
    phone.drag(phone.plug("f"), phone.middle("_sigmoid1"))
    phone.joined("f", "_sigmoid1")
    page.get_by_role("button", name="Menu", exact=True).tap()
    page.get_by_role("button", name="Undo", exact=True).tap()
    page.locator("svg.canvas [data-edge='f>_sigmoid1:0']").wait_for(state="detached")


def test_two_taps_put_a_node_on_an_empty_board(phone: Fingers) -> None:
    """It says so itself, and speaks of no step."""
    page = phone.page
    page.wait_for_selector(".phone-stage svg.canvas text")
    page.get_by_role("button", name="Open a lesson").tap()
    page.get_by_role("button", name="New, empty board").tap()
    page.locator(".invitation").get_by_text("Tap twice").wait_for()
    page.locator(".pad[data-builds]").wait_for()
    assert "right arrow" not in page.locator(".phone").inner_text()
    phone.tap(phone.board(0.4, 0.6))
    phone.tap(phone.board(0.4, 0.6))
    phone.take("sigmoid")
    phone.body("_sigmoid1").wait_for()
