"""The panel: every number beside the API's own, what it gives away and what not, and what can be done in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scripts.odd_graphs import ODD, link

from .barriers import barriers
from .conftest import Workbench, ask, number

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

EXP = "/?lesson=sigmoid-neuron#open=f&at=edge.f__mul1.f__exp1.0"
SOFTMAX = "/?lesson=vectors-and-matrices#at=edge._mul1.y.0"
# Where the curve's point and the two ends of its tangent are drawn.
TANGENT = """() => {
  const [a, b, c, d] = document.querySelector(".curve .tangent").getAttribute("d").match(/-?[\\d.]+/g).map(Number);
  const {cx, cy} = document.querySelector(".curve .curve-point").attributes;
  return {a: [a, b], b: [c, d], point: [Number(cx.value), Number(cy.value)]};
}"""


def apart(workbench: Workbench, **inputs: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sigmoid neuron in its parts: its graph, and its trace as the API tells it."""
    expression = ask(workbench.url, "/lessons/sigmoid-neuron")["expression"]
    graph = ask(workbench.url, "/parse", {"expression": expression})["graph"]
    graph = ask(workbench.url, "/expand", {"graph": graph, "node": "f"})["graph"]
    return graph, ask(workbench.url, "/evaluate", {"graph": graph, "inputs": inputs})


def edge_of(trace: dict[str, Any], source: str, target: str) -> dict[str, Any]:
    """An edge of a trace."""
    return next(edge for edge in trace["edges"] if (edge["source"], edge["target"]) == (source, target))


def full(workbench: Workbench, selector: str) -> list[float]:
    """Numbers in the panel, with all their digits."""
    found = workbench.page.locator(f".panel {selector}")
    found.first.wait_for()
    return [number(text) for text in found.evaluate_all("(all) => all.map((one) => one.dataset.full)")]


def test_the_tangent_has_the_local_gradient_of_the_trace(workbench: Workbench) -> None:
    """It goes through the point, and its slope is written in full; a nudged leaf moves both."""
    workbench.open(EXP)
    workbench.page.locator(".curve .tangent").wait_for()
    local = edge_of(apart(workbench)[1], "f__mul1", "f__exp1")["local"]
    assert workbench.page.locator(".curve text > title").all_text_contents().count(str(local)) == 1
    drawn = workbench.page.evaluate(TANGENT)
    (ax, ay), (bx, by), (px, py) = drawn["a"], drawn["b"], drawn["point"]
    assert abs(ay + (by - ay) * (px - ax) / (bx - ax) - py) < 0.1

    workbench.page.get_by_role("spinbutton", name="Value of w2").focus()
    workbench.press("ArrowUp")
    moved = edge_of(apart(workbench, w2=-2)[1], "f__mul1", "f__exp1")["local"]
    workbench.wait(
        f"[...document.querySelectorAll('.curve text > title')].some((one) => one.textContent === '{moved}')"
    )


def test_the_curve_is_asked_for_once_and_kept(workbench: Workbench) -> None:
    """Dragging within the window asks nothing: the point runs along the curve that is there."""
    batches: list[str] = []
    workbench.page.on("request", lambda one: batches.append(one.url) if one.url.endswith("/batch") else None)
    workbench.open("/?lesson=sigmoid-neuron#at=edge.z.f.0")
    workbench.page.locator(".curve .tangent").wait_for()
    before = workbench.page.evaluate(TANGENT)["point"]
    workbench.page.get_by_role("spinbutton", name="Value of w2").focus()
    workbench.press("ArrowUp", "ArrowUp")
    workbench.wait("document.querySelector('.head .output .num').textContent === '0.9526'")
    workbench.wait(
        f"Number(document.querySelector('.curve .curve-point').getAttribute('cx')) > {before[0] + 20}"
    )
    assert len(batches) == 1


def test_the_nudge_says_what_the_api_measures(workbench: Workbench) -> None:
    """One wire is moved; the slider goes by keys, and both numbers of a step land together."""
    graph, trace = apart(workbench)
    workbench.open(EXP)
    slider = workbench.page.get_by_role("slider", name="Nudge f__mul1")
    slider.wait_for()
    for keys, step in (([], 0.01), (["ArrowRight"] * 3, 0.1), (["Home"], -1)):
        slider.focus()
        workbench.press(*keys)
        assert slider.get_attribute("aria-valuenow") == str(step)
        wire = {"source": "f__mul1", "target": "f__exp1", "index": 0, "step": step}
        said = ask(workbench.url, "/check", {"graph": graph, "nudge": wire})["nudge"]
        text = str(step).replace("-", "−")
        workbench.page.locator(".nudge dt").filter(has_text=f"× {text}").wait_for()
        workbench.wait("document.querySelectorAll('.nudge dd b').length === 2")
        moves, expected = full(workbench, ".nudge dd b")
        assert moves == pytest.approx(said["after"] - said["before"], rel=1e-12)
        assert expected == pytest.approx(edge_of(trace, "f__mul1", "f__exp1")["downstream"] * step, rel=1e-12)
    assert workbench.place == (17, 26)


def test_the_slider_follows_the_pointer(workbench: Workbench) -> None:
    """Pressed at its end it is at its end, dragged back it comes back."""
    workbench.open(EXP)
    slider = workbench.page.get_by_role("slider", name="Nudge f__mul1")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    workbench.page.mouse.move(box["x"] + box["width"] - 1, middle)
    workbench.page.mouse.down()
    assert slider.get_attribute("aria-valuetext") == "+1"
    workbench.page.mouse.move(box["x"] + 0.3 * box["width"], middle)
    assert slider.get_attribute("aria-valuetext") == "−0.01"
    workbench.page.mouse.up()


def test_a_leaf_is_measured_at_its_step(workbench: Workbench) -> None:
    """The finite difference stands beside the gradient, with a word for how they agree."""
    workbench.open("/#at=edge.z.f.1")
    workbench.page.locator(".measured").get_by_text("agrees").wait_for()
    (measured,) = full(workbench, ".measured b.num")
    assert measured == pytest.approx(3, rel=1e-9)


def test_a_kink_is_called_one(workbench: Workbench) -> None:
    """Where there is no one slope the check says so, and does not call it wrong."""
    workbench.open()
    workbench.press("Enter")
    workbench.page.get_by_role("textbox", name="Program text").fill("x = 0\nf = relu(x)")
    workbench.press("Escape")
    workbench.page.locator(".panel").get_by_text("a kink: no one slope").wait_for()


def test_what_a_stop_asks_stands_nowhere_in_the_panel(workbench: Workbench) -> None:
    """Not as text, not on hover, not in the table: a ruled blank with a name stands in its place."""
    workbench.open(EXP)
    workbench.page.locator(".nudge").wait_for()
    workbench.press("q")
    blank = workbench.page.locator(".panel").get_by_role("img", name="to be predicted")
    blank.wait_for()
    panel = workbench.page.locator(".panel")
    assert "0.1966" not in panel.inner_html()
    assert panel.get_by_text("0.5344").count() > 0
    workbench.press("a")
    blank.wait_for()
    assert "0.1966" not in panel.inner_html()
    workbench.press("a", "Alt+ArrowRight")
    panel.get_by_text("selected").wait_for()
    panel.get_by_text("not told yet").wait_for()
    assert "0.1966" not in panel.inner_html()
    workbench.press("Escape", "ArrowRight")
    panel.get_by_text("−0.1966").first.wait_for()
    assert blank.count() == 0


def test_a_node_is_looked_into(workbench: Workbench) -> None:
    """A click on an op shows its numbers as far as they are told; Escape and the next step go back."""
    workbench.open(EXP)
    place = workbench.page.evaluate(
        "() => { const all = [...document.querySelectorAll('svg.canvas text')].find((one) => one.textContent === '+1');"
        "const {x, y, width, height} = all.getBoundingClientRect(); return [x + width / 2, y + height / 2]; }"
    )
    workbench.page.mouse.click(*place)
    panel = workbench.page.locator(".panel")
    panel.get_by_text("selected").wait_for()
    assert full(workbench, ".facts dd [data-full]") == pytest.approx([1.3678794411714423, -0.534446645388523])
    assert full(workbench, ".wires .product b") == pytest.approx(
        [1, -0.534446645388523, -0.534446645388523, -0.534446645388523, 1, -0.534446645388523]
    )
    workbench.press("Escape")
    panel.get_by_role("heading", name="Exponential").wait_for()
    workbench.press("Alt+ArrowLeft", "Alt+ArrowLeft")
    panel.get_by_text("selected").wait_for()
    assert panel.get_by_text("not told yet").count() > 0
    workbench.press("a")
    panel.get_by_role("heading", name="All numbers").wait_for()
    workbench.press("a", "Alt+ArrowLeft")
    panel.get_by_text("selected").wait_for()
    workbench.press("ArrowRight")
    assert panel.get_by_text("selected").count() == 0


def test_a_cell_tells_how_it_was_made(workbench: Workbench) -> None:
    """Its products are the trace's factors, and add up to the number that arrives."""
    trace = workbench.lesson("vectors-and-matrices")
    workbench.open(SOFTMAX)
    grid = workbench.page.get_by_role("grid", name="Gradient of _mul1")
    grid.get_by_role("gridcell").nth(1).click()
    edge = edge_of(trace, "_mul1", "y")
    workbench.page.locator(".addends .mark-down").wait_for()
    ups, locals_ = full(workbench, ".addends .mark-up"), full(workbench, ".addends .mark-loc")
    assert ups == edge["upstream"]
    assert locals_ == [row[1] for row in edge["local"]["value"]]
    (arrives,) = full(workbench, ".addends .mark-down")
    assert arrives == edge["downstream"][1]
    assert sum(up * loc for up, loc in zip(ups, locals_, strict=True)) == pytest.approx(arrives, rel=1e-12)


def test_a_cell_is_picked_by_keyboard_and_measured(workbench: Workbench) -> None:
    """One tab stop, arrows from cell to cell, Enter picks; the central difference of that cell stands below."""
    trace = workbench.lesson("vectors-and-matrices")
    grid = workbench.page.get_by_role("grid", name="Gradient of W")
    grid.get_by_role("gridcell").first.focus()
    workbench.press("ArrowDown", "Enter")
    assert grid.get_by_role("gridcell", selected=True).count() == 1
    workbench.page.locator(".cell dd b").wait_for()
    (measured,) = full(workbench, ".cell dd b")
    assert measured == pytest.approx(trace["gradients"]["W"][1][0], rel=1e-6)
    assert full(workbench, ".cell .mark-down") == [trace["gradients"]["W"][1][0]]


def test_a_tensor_is_typed_in_a_grid(workbench: Workbench) -> None:
    """Arrows go from field to field, what is typed is live, Enter keeps it and Escape takes it back."""
    expression = ask(workbench.url, "/lessons/vectors-and-matrices")["expression"]
    output = "document.querySelector('.head .output .num').title"
    workbench.open("/?lesson=vectors-and-matrices")
    before = workbench.page.evaluate(f"() => {output}")
    workbench.page.get_by_role("button", name="Value of x").focus()
    workbench.press("Enter")
    grid = workbench.page.get_by_role("grid", name="Value of x", exact=True)
    grid.wait_for()
    workbench.press("ArrowDown")
    workbench.page.keyboard.type("-3")
    value = ask(workbench.url, "/evaluate", {"expression": expression, "inputs": {"x": [2, -3]}})["value"]
    workbench.wait(f"{output} === '{value}'")
    workbench.press("Enter")
    assert grid.count() == 0
    assert workbench.page.evaluate("() => document.activeElement.dataset.leaf") == "x"

    workbench.press("Enter")
    grid.wait_for()
    workbench.page.keyboard.type("7")
    workbench.wait(f"{output} !== '{value}'")
    workbench.press("Escape")
    workbench.wait(f"{output} === '{value}'")
    workbench.press("r")
    workbench.wait(f"{output} === '{before}'")


def test_a_step_back_in_the_browser_undoes_an_edit(workbench: Workbench) -> None:
    """And the example's own numbers come back by a button that is there only when they were changed."""
    workbench.open()
    own = workbench.page.get_by_role("button", name="The example's own numbers")
    assert own.count() == 0
    workbench.page.get_by_role("spinbutton", name="Value of x").focus()
    workbench.press("ArrowUp")
    workbench.wait("location.hash.includes('p=')")
    own.click()
    workbench.wait("document.querySelector('.head .output .num').textContent === '−12'")
    workbench.wait("!location.hash.includes('p=')")
    workbench.page.get_by_role("spinbutton", name="Value of y").focus()
    workbench.press("ArrowUp")
    workbench.wait("location.hash.includes('p=')")
    workbench.page.go_back()
    workbench.wait("document.querySelector('.head .output .num').textContent === '−12'")


def test_a_step_is_copied_as_text(workbench: Workbench) -> None:
    """The product with all digits, then the sentence."""
    workbench.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    workbench.open("/#at=edge.q.f.0")
    workbench.page.get_by_role("button", name="Copy text").click()
    workbench.page.get_by_role("status").filter(has_text="Copied.").wait_for()
    lines = workbench.page.evaluate("() => navigator.clipboard.readText()").splitlines()
    assert lines[0] == "1 × −4 = −4"
    assert lines[1].startswith("f passes minus 4 back to q")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", [EXP, SOFTMAX, "/?lesson=vectors-and-matrices"])
def test_axe_finds_nothing_in_the_panel(
    workbench: Workbench, window: Callable[..., None], path: str, *, dark: bool
) -> None:
    """Curve, slider, Jacobian, a picked cell: names, roles and contrast, as far as axe can tell."""
    window(1280, 800, dark=dark)
    workbench.open(path)
    cells = workbench.page.locator(".panel [role=gridcell]")
    if path != EXP:
        cells.first.click()
        workbench.page.locator(".addends, .cell").first.wait_for()
    assert barriers(workbench.page, ".panel") == []


# Marks of the panel that reach beyond it.
MARKS = ".panel :is(b, td, .num, dd, .tensor, button, h2, h3, p)"
BEYOND = (
    f"() => [...document.querySelectorAll('{MARKS}')]"
    """.filter((mark) => {
  const box = mark.getBoundingClientRect();
  const panel = mark.closest(".panel").getBoundingClientRect();
  return box.width > 0 && !mark.closest(".unseen") && (box.right > panel.right + 1.5 || box.left < panel.left - 1.5);
}).map((mark) => mark.textContent)"""
)


def test_nothing_of_the_panel_is_cut_at_the_last_steps(workbench: Workbench) -> None:
    """All lessons, and graphs with wide numbers, long names and tensors."""
    known = ask(workbench.url, "/lessons")["lessons"]
    graphs = [one["slug"] for one in known if one["kind"] == "graph" and not one["descend"]]  # on the board
    lessons = [f"/?lesson={slug}" for slug in graphs]
    odd = [link(name, program) for name, program in ODD.items() if name != "random-300"]
    for path in [*lessons, *odd]:
        workbench.page.goto("about:blank")
        workbench.open(path)
        workbench.page.wait_for_selector(".panel .numbers")
        assert workbench.page.evaluate(BEYOND) == [], path
        workbench.press("ArrowLeft")
        workbench.page.wait_for_selector(".panel .numbers", state="detached")
        assert workbench.page.evaluate(BEYOND) == [], path
