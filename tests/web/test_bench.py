"""
The network bench as a reader uses it: played, gone back in, gone on from, changed, and handed out by its link.

What is compared is not what the page has drawn with itself, but the weights of its address with the API's training.
"""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .barriers import barriers
from .conftest import Workbench, ask

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

# What the page begins with.
OPENING = {
    "spec": {
        "inputs": 2,
        "layers": [
            {"units": 8, "activation": "tanh"},
            {"units": 8, "activation": "tanh"},
            {"units": 1, "activation": "sigmoid"},
        ],
        "loss": "bce",
        "initializer": {"scheme": "xavier_uniform", "seed": 0},
    },
    "data": {
        "dataset": "moons",
        "n": 144,
        "noise": 0.22,
        "seed": 0,
        "split": {"train": 0.67, "validation": 0.33},
    },
    "optimizer": {"kind": "adam", "learning_rate": 0.01},
    "batch_size": 16,
    "epochs": 150,
    "seed": 0,
}

EPOCH = "Number(document.querySelector('.track').getAttribute('aria-valuenow'))"
STANDS = f"document.querySelector('.controls .play').ariaLabel === 'Play' && {EPOCH}"
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
}"""
# The strip, the tape and the bar: words that are cut, and boxes that lie on each other or leave their row.
CROWDED = """() => {
  const found = [];
  const {clientWidth, scrollWidth} = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} px too wide`);
  for (const row of document.querySelectorAll(".strip, .bench-tape, .bar")) {
    const parts = [...row.querySelectorAll(".cell, .controls, .switch, .beside, .track, .logo, .document, nav, .acts")];
    const shown = parts.map((part) => [part, part.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
    const outer = row.getBoundingClientRect();
    shown.forEach(([part, box], at) => {
      const name = `${row.className} ${part.className || part.tagName}`;
      const leaves = box.left < outer.left - 1 || box.right > outer.right + 1 || box.bottom > outer.bottom + 1;
      if (leaves) found.push(`${name} leaves its row`);
      for (const [other, against] of shown.slice(at + 1)) {
        if (part.contains(other) || other.contains(part)) continue;
        const beside = box.right <= against.left + 1 || against.right <= box.left + 1;
        const below = box.bottom <= against.top + 1 || against.bottom <= box.top + 1;
        if (!beside && !below) found.push(`${name} on ${other.className || other.tagName}`);
      }
    });
  }
  for (const text of document.querySelectorAll(".strip .caption, .strip .value > *, .bench-tape button, .bar h1")) {
    const isBox = !text.querySelector("select") && getComputedStyle(text).display !== "inline";
    if (isBox && text.scrollWidth > text.clientWidth + 1) found.push(`cut: ${text.textContent}`);
  }
  return found;
}"""


def fields(workbench: Workbench) -> dict[str, str]:
    """What the fragment of the address says."""
    told = workbench.page.evaluate("() => location.hash")
    return dict(field.split("=", 1) for field in told.lstrip("#").split("&") if field)


def unpacked(text: str) -> Any:
    """A packed piece of a link: base64url of deflated JSON."""
    return json.loads(zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), -15))


def weights(workbench: Workbench, epoch: int) -> dict[str, Any]:
    """The parameters that the address holds, once it says that one stands at the end of *epoch*."""
    workbench.wait(f"new RegExp('[#&]at={epoch}(&|$)').test(location.hash) && location.hash.includes('now=')")
    found: dict[str, Any] = unpacked(fields(workbench)["now"])["parameters"]
    return found


def request(workbench: Workbench) -> dict[str, Any]:
    """The request of the run's last stretch, as the address tells it."""
    found: dict[str, Any] = unpacked(fields(workbench)["run"])[-1]["request"]
    return found


def at(workbench: Workbench, epoch: int) -> None:
    """Wait until one stands at *epoch*."""
    workbench.wait(f"({STANDS}) === {epoch}")


def go_to(workbench: Workbench, epoch: int, of: int = 150) -> None:
    """Press the track where *epoch* is."""
    track = workbench.page.locator(".track")
    box = track.bounding_box()
    ends = workbench.page.locator(".epochs .start"), workbench.page.locator(".epochs .end")
    first, last = (float(end.get_attribute("cx") or 0) for end in ends)
    assert box
    workbench.page.mouse.click(
        box["x"] + first + (last - first) * epoch / of, box["y"] + 0.56 * box["height"]
    )
    at(workbench, epoch)


@pytest.mark.parametrize("data", ["sine", "moons", "blobs"])
def test_a_training_is_watched_gone_back_in_and_reloaded(workbench: Workbench, data: str) -> None:
    """A regression, two classes, several: progress shown, scrubbed back, gone on with, and the same from its link."""
    workbench.open("/train")
    asked: dict[str, Any] = OPENING
    if data != "moons":
        workbench.page.select_option(".strip select[aria-label=data]", data)
        workbench.wait("location.hash.includes('run=')")
        asked = request(workbench)
    workbench.press("Space")
    workbench.wait(f"{EPOCH} > 5")
    assert workbench.page.locator(".controls .play").get_attribute("aria-label") == "Pause"
    workbench.press("Space")
    workbench.wait(STANDS)
    go_to(workbench, 3)
    assert weights(workbench, 3) == ask(workbench.url, "/mlps/train", {**asked, "epochs": 3})["parameters"]

    workbench.press(">", ">", "Space")
    at(workbench, 150)

    whole = ask(workbench.url, "/mlps/train", asked)
    assert weights(workbench, 150) == whole["parameters"]
    said = workbench.page.locator(".track").get_attribute("aria-valuetext")
    rows = workbench.page.locator(".panel").inner_text()
    workbench.page.goto("about:blank")
    workbench.page.go_back()
    workbench.ready()
    at(workbench, 150)
    assert workbench.page.locator(".track").get_attribute("aria-valuetext") == said
    workbench.wait(f"document.querySelector('.panel').innerText === {json.dumps(rows)}")
    assert weights(workbench, 150) == whole["parameters"]


def test_a_run_with_changes_on_its_way_is_trained_again_to_the_same_bits(workbench: Workbench) -> None:
    """A batch, one example, another rule in the middle of an epoch: without weights the link leads to the same ones."""
    workbench.open("/train#at=2")
    at(workbench, 2)
    workbench.press("2", "ArrowRight")
    workbench.wait("location.hash.includes('at=2.16.13')")
    workbench.press("1", "ArrowRight")
    workbench.wait("location.hash.includes('at=2.17.14')")
    workbench.page.select_option(".strip select[aria-label=optimizer]", "momentum")
    workbench.wait("document.querySelector('.strip select[aria-label=optimizer]').value === 'momentum'")
    workbench.press("3", "ArrowRight")
    at(workbench, 3)
    workbench.press("ArrowRight")
    at(workbench, 4)
    found = weights(workbench, 4)
    stretches = unpacked(fields(workbench)["run"])
    assert [each["request"]["optimizer"]["kind"] for each in stretches] == ["adam", "adam", "momentum"]
    assert [each.get("examples", 0) for each in stretches] == [0, 1, 0]

    short = "&".join(f"{name}={text}" for name, text in fields(workbench).items() if name != "now")
    workbench.page.goto("about:blank")
    workbench.open(f"/train#{short}")
    at(workbench, 4)
    workbench.press("ArrowLeft")
    at(workbench, 3)
    workbench.press("ArrowRight")
    at(workbench, 4)

    assert weights(workbench, 4) == found


def test_going_back_in_the_browser_takes_an_edit_back(workbench: Workbench) -> None:
    """Edits push history, steps replace it; a kept run is compared with and goes along in the link."""
    workbench.open("/train#at=5")
    at(workbench, 5)
    workbench.press("k")
    workbench.wait("location.hash.includes('keep=')")
    workbench.page.select_option(".strip select[aria-label=data]", "circles")
    workbench.wait("document.querySelector('.bar h1').textContent === 'Circles'")
    at(workbench, 0)
    workbench.wait("location.hash.includes('run=')")

    workbench.page.go_back()

    workbench.wait("document.querySelector('.bar h1').textContent === 'Two moons'")
    at(workbench, 5)
    assert workbench.page.locator(".keep").get_attribute("aria-pressed") == "true"


def test_a_lost_connection_costs_only_the_picture(workbench: Workbench) -> None:
    """It says so, and goes on from where it was when the connection is back."""
    held: list[Any] = []
    gone = False

    def relay(socket: Any) -> None:
        if gone:
            socket.close(code=1012)
        else:
            held.append(socket)
            socket.connect_to_server()

    workbench.page.route_web_socket("**/mlps/train/stream", relay)
    workbench.open("/train")
    workbench.press("Space")
    workbench.wait(f"{EPOCH} > 3")
    gone = True
    held[-1].close(code=1012)
    notice = workbench.page.locator(".notice-room")
    notice.get_by_text("goes on from here").wait_for()
    gone = False
    notice.get_by_text("goes on from here").wait_for(state="hidden")
    workbench.press(">", ">")
    at(workbench, 150)

    assert weights(workbench, 150) == ask(workbench.url, "/mlps/train", OPENING)["parameters"]


def test_what_does_not_fit_is_said_where_it_is_mended(workbench: Workbench) -> None:
    """A damaged link opens what one begins with; a table is refused by its line, and trained on once it fits."""
    workbench.open("/train#run=nothing")
    workbench.page.get_by_text("The link is damaged").wait_for()
    workbench.press("d")
    table = workbench.page.get_by_label("A table, one example a line")
    table.fill("x,y\n1,2\n2,three\n")
    workbench.page.get_by_role("button", name="Train on it").click()
    workbench.page.get_by_text("Line 3").wait_for()
    table.fill("x,y\n1,2\n2,3\n4,6.5\n")
    workbench.page.get_by_role("button", name="Train on it").click()

    workbench.wait("document.querySelector('.bar h1').textContent === 'Own data'")
    workbench.wait("location.hash.includes('run=') && !location.hash.includes('nothing')")
    assert request(workbench)["data"] == {"x": [[1], [2], [4]], "y": [[2], [3], [6.5]]}
    assert request(workbench)["spec"]["loss"] == "mse"


@pytest.mark.parametrize(
    ("width", "height", "dark"), [(1280, 800, False), (1920, 1080, True), (390, 844, False)]
)
def test_the_bench_fits_its_window_and_axe_finds_nothing(
    workbench: Workbench, window: Callable[..., None], width: int, height: int, dark: bool
) -> None:
    """Nothing in bar, strip and tape is cut or covered, with the longest rate too; names, roles and contrast."""
    window(width, height, dark=dark)
    workbench.open("/train#at=12")
    at(workbench, 12)

    assert workbench.page.evaluate(CROWDED) == []
    assert barriers(workbench.page) == []
    workbench.press("o")
    workbench.page.get_by_label("Schedule").select_option("cosine")
    workbench.wait("document.querySelector('.strip').innerText.includes('cos')")
    workbench.press("Escape")
    assert workbench.page.evaluate(CROWDED) == []
    if width < height:  # the same phone, lying
        window(height, width)
        assert workbench.page.evaluate(CROWDED) == []


def test_a_file_brings_a_network_back_with_its_weights_and_state(workbench: Workbench) -> None:
    """Taken along at an epoch and pasted into another page, it goes on as it would have."""
    workbench.open("/train#at=3")
    at(workbench, 3)
    workbench.press("x")
    with workbench.page.expect_download() as taken:
        workbench.page.get_by_role("button", name="JSON all of it").click()
    file = Path(taken.value.path()).read_text(encoding="utf-8")
    workbench.press("Escape")
    workbench.page.goto("about:blank")
    workbench.open("/train")
    workbench.page.evaluate(PASTE, file)
    at(workbench, 3)
    workbench.press("ArrowRight")
    at(workbench, 4)

    assert weights(workbench, 4) == ask(workbench.url, "/mlps/train", {**OPENING, "epochs": 4})["parameters"]
