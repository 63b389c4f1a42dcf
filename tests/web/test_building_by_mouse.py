"""Building by mouse: from an empty board to a neuron and back; only names and numbers are typed."""

from __future__ import annotations

import pytest

from .conftest import Workbench, ask
from .test_building import text_of
from .test_program import write
from .test_values import leaf, shown

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

Point = tuple[float, float]

# The end of a wire at its target's port, on the screen.
WIRE_END = """(key) => {
  const lane = document.querySelector(`svg.canvas [data-edge="${key}"] .lane`);
  const end = lane.getPointAtLength(lane.getTotalLength());
  const {x, y} = end.matrixTransform(lane.getScreenCTM());
  return [x, y];
}"""


class Hand:
    """A mouse over the board."""

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.page = workbench.page
        self.mouse = workbench.page.mouse

    def fresh(self) -> None:
        """A new, empty board from the menu of lessons."""
        self.page.locator(".chooser").click()
        self.page.get_by_role("button", name="New, empty board").click()
        self.page.locator(".invitation").wait_for()
        self.reach()

    def reach(self) -> None:
        """Come to the board, and wait until it listens."""
        self.mouse.move(*self.board(0.5, 0.5))
        self.page.locator(".pad[data-builds]").wait_for()

    def board(self, across: float, down: float) -> Point:
        """A point of the board, as parts of its width and height."""
        box = self.page.locator(".pad").bounding_box()
        assert box
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def take(self, typed: str) -> None:
        """Take what the palette offers first for what is typed in it."""
        self.page.get_by_role("combobox", name="Name of an op").fill(typed)
        offer = self.page.get_by_role("option").first
        self.page.wait_for_function(
            "(typed) => document.querySelector('[role=option] b')?.textContent.toLowerCase().startsWith(typed)",
            arg=typed.lower(),
        )
        offer.click()
        self.page.locator(".palette").wait_for(state="detached")

    def add(self, typed: str, at: Point, node: str) -> None:
        """Add a node where the bare board is clicked twice."""
        self.mouse.dblclick(*at)
        self.take(typed)
        self.body(node).wait_for()

    def body(self, node: str):  # type: ignore[no-untyped-def]  # Playwright may be absent where types are checked
        """What is drawn of a node."""
        return self.page.locator(f"svg.canvas [data-node='{node}']")

    def middle(self, node: str) -> Point:
        """The middle of a node's body; of a leaf its name, where it is taken."""
        tag = self.page.locator(f"[data-leaf={node}]")
        if tag.count():
            box = tag.bounding_box()
            assert box
            return box["x"] + 16, box["y"] + box["height"] / 2
        box = self.body(node).locator(".disc").last.bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def pull(self, node: str) -> None:
        """Take a wire from a node's right edge, and keep it in the hand."""
        self.mouse.move(*self.middle(node))
        plug = self.page.locator(f"[data-plug='{node}']")
        plug.wait_for()
        box = plug.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        self.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.mouse.down()

    def carry(self, to: Point) -> None:
        """Move what is in the hand."""
        self.mouse.move(*to, steps=4)

    def wire(self, source: str, target: str) -> None:
        """A wire from one node onto another's body."""
        self.pull(source)
        self.carry(self.middle(target))
        self.mouse.up()
        self.page.locator(f"svg.canvas [data-edge^='{source}>{target}:']").first.wait_for()

    def drag(self, start: Point, end: Point) -> None:
        """Press, move, let go."""
        self.mouse.move(*start)
        self.mouse.down()
        self.carry(end)
        self.mouse.up()

    def edges(self) -> list[str]:
        """Every wire but the terminal's."""
        keys: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('svg.canvas [data-edge]')].map((wire) => wire.dataset.edge)"
        )
        return sorted(key for key in keys if "$" not in key)


@pytest.fixture
def hand(workbench: Workbench) -> Hand:
    """A mouse over the workbench, opened."""
    workbench.open()
    return Hand(workbench)


def give(hand: Hand, node: str, number: str) -> None:
    """Click a leaf's field, type a number, and click elsewhere."""
    box = hand.page.locator(f"[data-leaf={node}]").bounding_box()
    assert box
    hand.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2)
    hand.page.get_by_role("textbox", name=f"Value of {node}").fill(number)
    hand.mouse.click(*hand.board(0.9, 0.9))


def neuron(hand: Hand) -> None:
    """Build `f = sigmoid(w*x + b)` on an empty board."""
    hand.add("parameter", hand.board(0.15, 0.3), "w")
    hand.add("input", hand.board(0.15, 0.5), "x")
    hand.add("parameter", hand.board(0.15, 0.75), "b")
    hand.add("multiply", hand.board(0.4, 0.4), "_mul1")
    hand.wire("w", "_mul1")
    hand.wire("x", "_mul1")
    hand.pull("_mul1")
    hand.carry(hand.board(0.58, 0.5))
    hand.mouse.up()
    hand.take("add")
    hand.page.locator("svg.canvas [data-edge='_mul1>_add1:0']").wait_for()
    hand.wire("b", "_add1")
    hand.pull("_add1")
    hand.carry(hand.board(0.75, 0.5))
    hand.mouse.up()
    hand.take("sigmoid")
    hand.page.locator("svg.canvas [data-edge='_add1>_sigmoid1:0']").wait_for()


def call(hand: Hand, node: str, name: str) -> None:
    """Click a node, open what the panel changes, type its name, and click elsewhere."""
    hand.mouse.click(*hand.middle(node))
    hand.page.locator(".change summary").click()
    hand.page.get_by_label("Name", exact=True).fill(name)
    hand.mouse.click(*hand.board(0.9, 0.9))
    hand.body(name).wait_for()


def text_when(workbench: Workbench, line: str) -> str:
    """The program, once it has that line: the numbers of a hand are written into it when they rest."""
    edit = workbench.page.locator(".head .edit")
    edit.click()
    field = workbench.page.get_by_role("textbox", name="Program text")
    field.wait_for()
    workbench.page.wait_for_function(
        "(line) => document.querySelector('.program textarea').value.split('\\n').includes(line)", arg=line
    )
    text = field.input_value()
    edit.click()
    return text


def test_a_neuron_is_built_evaluated_taken_apart_undone_and_redone(hand: Hand) -> None:
    """`f = sigmoid(w*x + b)` from an empty board; its numbers are those of the API for the same text."""
    workbench = hand.workbench
    hand.fresh()
    neuron(hand)
    call(hand, "_sigmoid1", "f")
    for node, number in (("w", "2"), ("x", "-3"), ("b", "1")):
        give(hand, node, number)
    shown(workbench, "0.006693")
    text = text_when(workbench, "x = -3")
    assert "f = sigmoid(w*x + b)" in text
    answer = ask(workbench.url, "/evaluate", {"expression": text})
    told = workbench.numbers()
    for node, value in answer["values"].items():
        assert any(value == pytest.approx(number) for number in told["value"]), node
    for node in ("w", "x", "b"):
        assert any(answer["gradients"][node] == pytest.approx(number) for number in told["gradient"]), node

    hand.mouse.dblclick(*hand.middle("f"))
    frame = hand.page.locator(".frame-handle")
    frame.wait_for()
    frame.click()
    frame.wait_for(state="detached")
    undo, redo = (hand.page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    steps = 0
    while not hand.page.locator(".invitation").count():
        undo.click()
        steps += 1
        assert steps < 40
    while redo.is_enabled():
        redo.click()
        steps -= 1
    assert steps == 0
    assert text_of(workbench) == text
    shown(workbench, "0.006693")


def test_a_wire_is_refused_while_it_is_carried(hand: Hand) -> None:
    """With the reason beside the pointer; let go there, it is gone, and nothing has changed."""
    workbench = hand.workbench
    write(workbench, "x = 2\ny = 3\nq = x*y\nf = q + x")
    shown(workbench, "8")
    workbench.press("Escape")
    hand.reach()
    before = hand.edges()
    for source, target, reason in (("f", "q", "circle"), ("q", "x", "value of its own"), ("x", "f", "taken")):
        hand.pull(source)
        hand.carry(hand.middle(target))
        hand.page.get_by_role("alert").filter(has_text=reason).wait_for()
        hand.mouse.up()
        hand.page.get_by_role("alert").wait_for(state="detached")
    assert hand.edges() == before
    assert hand.page.locator(".palette").count() == 0


def test_the_server_says_why_shapes_do_not_fit(hand: Hand) -> None:
    """While the wire is over the op, and again it may not be dropped there."""
    workbench = hand.workbench
    write(workbench, "A = [[1, 2], [3, 4]]\nB = [1, 2, 3]\nv = [1, 1]\nf = sum(A @ v)\ng = sum(B)\nh = f + g")
    shown(workbench, "16")
    workbench.press("Escape")
    hand.reach()
    before = hand.edges()
    hand.pull("B")
    end = hand.page.evaluate(WIRE_END, "v>_matmul1:1")
    hand.carry(end)
    hand.page.get_by_role("alert").filter(has_text="3").wait_for()
    hand.mouse.up()
    hand.page.get_by_role("alert").wait_for(state="detached")
    assert hand.edges() == before
    workbench.expect_refusals()


def test_a_wire_is_pulled_off_its_port_and_onto_another(hand: Hand) -> None:
    """Let go on the bare board it is gone and its port is open; let go on a port it takes that one."""
    workbench = hand.workbench
    write(workbench, "x = 2\ny = 3\nz = 4\nq = x - y\nf = q * z")
    shown(workbench, "−4")
    workbench.press("Escape")
    hand.reach()
    hand.drag(hand.page.evaluate(WIRE_END, "z>f:1"), hand.board(0.7, 0.9))
    hand.page.locator("svg.canvas [data-edge='z>f:1']").wait_for(state="detached")
    assert hand.body("f").locator(".socket").count() == 1
    hand.drag(hand.page.evaluate(WIRE_END, "y>q:1"), hand.middle("f"))
    hand.page.locator("svg.canvas [data-edge='y>f:1']").wait_for()
    assert hand.edges() == ["q>f:0", "x>q:0", "y>f:1"]
    hand.page.get_by_role("button", name="Undo", exact=True).click()
    hand.page.locator("svg.canvas [data-edge='y>q:1']").wait_for()


def test_nodes_are_moved_together_and_nothing_is_asked_meanwhile(hand: Hand) -> None:
    """Chosen by a stroke, dragged by one of them, wires with them; Escape puts back what is in the hand."""
    workbench = hand.workbench
    hand.reach()
    boxes = {node: leaf(workbench, node).bounding_box() for node in "xyz"}
    x, y = boxes["x"], boxes["y"]
    assert x and y
    workbench.page.keyboard.down("Shift")
    hand.drag((x["x"] - 25, x["y"] - 20), (y["x"] + y["width"] - 5, y["y"] + y["height"] + 5))
    workbench.page.keyboard.up("Shift")
    asked: list[str] = []
    workbench.page.on("request", lambda request: asked.append(request.url))
    hand.mouse.move(x["x"] + 16, x["y"] + 20)
    hand.mouse.down()
    hand.carry((x["x"] + 36, x["y"] + 62))
    workbench.wait(f"document.querySelector('[data-leaf=x]').getBoundingClientRect().y > {x['y'] + 20}")
    assert not [url for url in asked if "/api/" in url]
    hand.mouse.up()
    workbench.page.wait_for_function("() => location.hash.includes('p=')")
    after = {node: leaf(workbench, node).bounding_box() for node in "xyz"}
    moved = {
        node: (round(after[node]["x"] - boxes[node]["x"]), round(after[node]["y"] - boxes[node]["y"]))
        for node in "xyz"
    }
    assert moved["x"] == moved["y"] != (0, 0)
    assert moved["z"] == (0, 0)
    shown(workbench, "−12")

    hand.mouse.move(after["x"]["x"] + 16, after["x"]["y"] + 20)
    hand.mouse.down()
    hand.carry(hand.board(0.8, 0.9))
    workbench.press("Escape")
    hand.mouse.up()
    assert leaf(workbench, "x").bounding_box() == after["x"]
    workbench.page.reload()
    workbench.page.wait_for_selector("body[data-ready]", state="attached")
    again = {node: leaf(workbench, node).bounding_box() for node in "xyz"}
    assert round(again["y"]["y"] - again["x"]["y"]) == round(after["y"]["y"] - after["x"]["y"])


def test_a_press_chooses_and_shift_adds(hand: Hand) -> None:
    """Chosen nodes carry corners; a press on the bare board clears them, and Delete takes them away."""
    workbench = hand.workbench
    hand.reach()
    corners = hand.page.locator("svg.canvas .corners")
    hand.mouse.click(*hand.middle("q"))
    workbench.page.keyboard.down("Shift")
    hand.mouse.click(*hand.middle("f"))
    workbench.page.keyboard.up("Shift")
    workbench.wait("document.querySelectorAll('svg.canvas .corners').length === 2")
    hand.mouse.click(*hand.board(0.5, 0.95))
    workbench.wait("document.querySelectorAll('svg.canvas .corners').length === 0")
    hand.mouse.click(*hand.middle("x"))
    workbench.wait("document.querySelectorAll('svg.canvas .corners').length === 1")
    assert hand.page.get_by_role("textbox", name="Value of x").count() == 0
    workbench.press("Delete")
    hand.body("x").wait_for(state="detached")
    assert corners.count() == 0
    assert "lacks" in str(hand.page.locator("[data-op=q]").get_attribute("aria-label"))


def test_an_offer_is_dragged_from_the_palette(hand: Hand) -> None:
    """It comes to stand where it is let go; let go beside the board it is not taken."""
    hand.fresh()
    for aim, count in (((1200, 400), 0), (hand.board(0.3, 0.8), 1)):
        if not hand.page.locator(".palette").count():
            hand.page.get_by_role("button", name="Add", exact=False).first.click()
        hand.page.get_by_role("combobox", name="Name of an op").fill("sigmoid")
        workbench_offer = hand.page.get_by_role("option").first
        hand.page.wait_for_function(
            "() => document.querySelector('[role=option] b')?.textContent === 'Sigmoid'"
        )
        box = workbench_offer.bounding_box()
        assert box
        hand.drag((box["x"] + 30, box["y"] + 12), aim)
        if count:
            hand.body("_sigmoid1").wait_for()
        assert hand.body("_sigmoid1").count() == count
    assert hand.middle("_sigmoid1") == pytest.approx(hand.board(0.3, 0.8), abs=2)
