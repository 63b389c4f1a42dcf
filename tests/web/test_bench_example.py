"""
One example taken through the network on the page: the worked network of the lesson to its printed digits, by keys
alone; and whatever the window, nothing leaves its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .barriers import barriers
from .conftest import Workbench, ask, number

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

WORKED = "/train?lesson=worked-2-2-2#screen=example"
PLACE = ".example .where"
# Elements of the head, the forms and the tape that reach beyond their row or are cut.
ROWS = ".example .head > *, .example-forms > section, .which-weight, footer.tape > *"
OVER = """(rows) => [...document.querySelectorAll(rows)]
  .filter((part) => {
    const [box, outer] = [part.getBoundingClientRect(), part.parentElement.getBoundingClientRect()];
    return box.right > outer.right + 1 || box.left < outer.left - 1 || box.right > innerWidth + 1;
  }).map((part) => part.className)"""


def digits(workbench: Workbench, place: str) -> str:
    """A number of the page, as it is printed."""
    return str(workbench.page.locator(place).inner_text())


def stand(workbench: Workbench, words: str) -> None:
    """Wait until the head says that one stands there."""
    workbench.page.locator(PLACE, has_text=words).wait_for()


def test_the_worked_network_plays_to_its_printed_digits(workbench: Workbench) -> None:
    """E 0.298371109; then w1 0.149780716, w5 0.358916480, and E 0.291027774: by keys, on the page."""
    page = workbench.open(WORKED).page
    for words in ("1 of 2, going forward", "2 of 2, going forward", "the loss"):
        workbench.press("ArrowRight")
        stand(workbench, words)
    assert digits(workbench, ".one-weight .line-of-one .piece:last-child b") == "0.298371109"

    for words in ("2 of 2, going back", "1 of 2, going back", "the update"):
        workbench.press("ArrowRight")
        stand(workbench, words)
    page.locator(".fact.loss b:nth-of-type(2)").wait_for()
    assert [page.locator(".fact.loss b").nth(at).inner_text() for at in (0, 1)] == [
        "0.298371109",
        "0.291027774",
    ]
    assert digits(workbench, ".one-weight .line-of-one:first-child .piece:last-child b") == "0.358916480"

    page.locator(".which-weight select").nth(1).select_option("1")
    page.locator(".which-weight .symbol annotation", has_text="w_{11}^{1}").wait_for(state="attached")
    assert digits(workbench, ".one-weight .line-of-one:first-child .piece:last-child b") == "0.149780716"
    workbench.wait("location.hash.includes('walk=update') && location.hash.includes('focus=1.1.1')")


def test_a_weight_told_of_is_measured_and_chosen_by_keys(workbench: Workbench, server_url: str) -> None:
    """The central difference beside it is the API's; Alt and an arrow go to its neighbour, at any size of step."""
    page = workbench.open(f"{WORKED}&walk=backward.1").page
    measured = page.locator(".line-of-one.noted b")
    measured.wait_for()
    request = ask(server_url, "/lessons/worked-2-2-2")["bench"]["runs"][0]["request"]
    data = {"spec": request["spec"], "parameters": request["parameters"], **request["data"]}
    told = ask(server_url, "/mlps/evaluate", data)["layers"][0]["dW"]
    assert number(measured.get_attribute("title") or "") == pytest.approx(told[0][0], rel=1e-6)

    workbench.press("e")
    page.wait_for_function("() => location.hash.includes('walk=backward.1.2.2')")
    workbench.press("Alt+ArrowUp")
    page.wait_for_function("() => location.hash.includes('walk=backward.1.1.2')")
    page.locator(".telling", has_text="unit 1 of layer 1 from input 2").wait_for(state="attached")
    shown = page.locator(".one-weight .line-of-one", has=page.locator(".symbols")).last.locator("b").last
    assert number(shown.get_attribute("title") or "") == told[0][1]


@pytest.mark.parametrize(
    ("width", "height", "dark"),
    [
        (1280, 720, True),
        pytest.param(1280, 800, False, marks=pytest.mark.sweep),
        pytest.param(390, 844, False, marks=pytest.mark.sweep),
    ],
)
def test_the_example_fits_and_is_accessible(
    workbench: Workbench,
    window: Callable[..., None],
    width: int,
    height: int,
    dark: bool,
) -> None:
    """Nothing leaves its row, going forward and back, and axe finds nothing."""
    window(width, height, dark=dark)
    for walk in ("forward.2", "backward.2"):
        workbench.open(f"/train#screen=example&walk={walk}")
        workbench.page.locator(".example-net svg .unit").first.wait_for(state="attached")
        assert workbench.page.evaluate(OVER, ROWS) == []
        workbench.page.goto("about:blank")
    workbench.open("/train#screen=example&walk=backward.2")
    workbench.page.locator(".line-of-one.noted b").wait_for(state="attached")
    assert barriers(workbench.page) == []


def test_a_finger_strokes_from_step_to_step(workbench: Workbench, window: Callable[..., None]) -> None:
    """On a phone a stroke to the left goes on, one to the right goes back."""
    window(390, 844)
    page = workbench.open("/train#screen=example&walk=forward.1").page
    picture = page.locator(".example-net .picture")
    box = picture.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2

    def stroke(start: float, end: float) -> None:
        touch = {"pointerType": "touch", "isPrimary": True, "button": 0, "bubbles": True, "clientY": middle}
        picture.dispatch_event("pointerdown", touch | {"clientX": start})
        picture.dispatch_event("pointerup", touch | {"clientX": end})

    stroke(300, 150)
    workbench.wait("location.hash.includes('walk=forward.2')")
    stroke(100, 250)
    workbench.wait("location.hash.includes('walk=forward.1')")
