"""Taking along: the picture as a file that looks like the screen, and what the server writes."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from .conftest import Workbench, ask

pytestmark = pytest.mark.browser

HOSTILE = "</script><script>alert(1)</script>\"'&]]><img src=x onerror=alert(2)>"
WORDS = """() => [...document.querySelectorAll("svg.canvas text")].map((text) => text.textContent.trim())
  .filter(Boolean).sort()"""
# How unlike two pictures are, drawn at one size: the mean difference of a channel, of 255.
DIFFERENCE = """async ([one, other]) => {
  const images = await Promise.all([one, other].map(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    return image;
  }));
  const [width, height] = [images[0].width, images[0].height];
  const [a, b] = images.map((image) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  });
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs(a[at] - b[at]);
  return {mean: sum / a.length, sizes: images.map((image) => [image.width, image.height])};
}"""


# Where a box of the board lies on the screen.
PLACE = """([x, y, width, height]) => {
  const matrix = document.querySelector("svg.canvas").getScreenCTM();
  const [a, b] = [[x, y], [x + width, y + height]].map((point) => (
    new DOMPoint(...point).matrixTransform(matrix)));
  return {x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y};
}"""


def take(workbench: Workbench, name: str, tmp_path: Path) -> Path:
    """Open the dialog, take one form along, close it."""
    page = workbench.page
    page.keyboard.press("Control+e")
    button = page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^{re.escape(name)}"))
    button.wait_for()
    with page.expect_download() as coming:
        button.click()
    target = tmp_path / coming.value.suggested_filename
    coming.value.save_as(target)
    page.keyboard.press("Escape")
    page.locator(".take-along").wait_for(state="detached")
    return target


def test_the_svg_is_whole_in_itself_and_says_what_the_screen_says(
    workbench: Workbench, tmp_path: Path
) -> None:
    """Every number and name of the board, fonts in it, nothing outside it, no script, no class."""
    workbench.open("/?lesson=sigmoid-neuron#at=edge._add1.z.0")
    file = take(workbench, "SVG", tmp_path)
    assert file.name == "sigmoid-neuron.svg"
    text = file.read_text()
    shown = workbench.page.evaluate(WORDS)
    texts = ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314  our own file
    assert sorted(filter(None, ("".join(one.itertext()).strip() for one in texts))) == shown
    assert text.count("@font-face") >= 3
    assert not re.search(r"url\((?!data:)|https?://(?!www\.w3\.org/2000/svg)|<script|class=|var\(", text)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_looks_like_the_board(
    workbench: Workbench, window: Any, tmp_path: Path, theme: str
) -> None:
    """Against a screenshot of the board with its grid off, pixel by pixel within a small tolerance."""
    window(1280, 800, dark=theme == "dark")
    page = workbench.open("/?lesson=sigmoid-neuron").page
    file = take(workbench, "PNG, 2×", tmp_path)
    svg = take(workbench, "SVG", tmp_path).read_text()
    box = [float(part) for part in re.findall(r'viewBox="([^"]+)"', svg)[0].split()]
    place = page.evaluate(
        PLACE,
        box,
    )
    seen = page.screenshot(clip=place)
    as_data = [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in (seen, file.read_bytes())]
    found = page.evaluate(DIFFERENCE, as_data)
    assert found["mean"] < 5, found
    assert found["sizes"][1] == [2 * round(box[2]), 2 * round(box[3])]


def test_what_the_server_writes_is_downloaded(workbench: Workbench, tmp_path: Path) -> None:
    """Each form under its own ending, with the values on the board."""
    workbench.open("/?lesson=chain-rule")
    for name, ending in (("TikZ", "tex"), ("LaTeX", "tex"), ("Markdown", "md"), ("NumPy", "py")):
        format_name = {"TikZ": "tikz"}.get(name, name.lower())
        file = take(workbench, name, tmp_path)
        assert file.suffix == f".{ending}" and "Chain rule" in file.read_text()
        graph = ask(workbench.url, "/parse", {"expression": "x = -2\ny = 5\nz = -4\nq = x + y\nf = q*z"})[
            "graph"
        ]
        assert (
            file.read_text().splitlines()[-3:]
            == ask(workbench.url, "/export", {"graph": graph, "format": format_name})["content"].splitlines()[
                -3:
            ]
        )


def test_a_hostile_title_is_but_a_name(workbench: Workbench, tmp_path: Path) -> None:
    """Neither the file's name nor the file holds anything that runs."""
    packed = workbench.open().page.evaluate(
        """async (program) => {
          const stream = new Blob([JSON.stringify(program)]).stream().pipeThrough(new CompressionStream("deflate-raw"));
          const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
          return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        }""",
        {"title": HOSTILE, "text": "x = 2\nf = x*x"},
    )
    workbench.open(f"/#p={packed}")
    file = take(workbench, "SVG", tmp_path)
    assert re.fullmatch(r"[\w-]+\.svg", file.name)
    assert "script" not in file.read_text().replace(json.dumps(HOSTILE), "")


def frames_of(gif: bytes) -> int:
    """How many pictures a GIF holds, by walking its blocks (GIF89a, section 19 and following)."""
    at, count = 13 + (3 * 2 ** ((gif[10] & 7) + 1) if gif[10] & 128 else 0), 0
    while gif[at] != 0x3B:
        if gif[at] == 0x2C:
            count += 1
            at += 10 + (3 * 2 ** ((gif[at + 9] & 7) + 1) if gif[at + 9] & 128 else 0) + 1
        else:
            at += 2
        while gif[at]:
            at += gif[at] + 1
        at += 1
    return count


def test_the_film_has_a_picture_for_every_stop(workbench: Workbench, tmp_path: Path) -> None:
    """As many as the player has, all of the board's size."""
    workbench.open("/?lesson=local-gradients")
    gif = take(workbench, "GIF", tmp_path).read_bytes()
    assert gif[:6] == b"GIF89a"
    assert frames_of(gif) == workbench.place[1]
