"""Frames for other pages, and links that leave parts of the page away."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .barriers import barriers
from .conftest import Workbench

pytestmark = pytest.mark.browser

FITS = """() => {
  const {scrollHeight, scrollWidth} = document.documentElement;
  return scrollHeight <= innerHeight && scrollWidth <= innerWidth;
}"""


@pytest.fixture
def course(workbench: Workbench) -> Iterator[Callable[..., None]]:
    """Go to a page of another origin that has these pages of ours in frames; asking for that page is expected."""
    body = bytearray()

    class Course(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Course)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"

    def go(*paths: str) -> None:
        frames = (f'<iframe src="{workbench.url}{path}" width=960 height=600></iframe>' for path in paths)
        body[:] = f'<link rel="icon" href="data:,"><title>A course</title>{"".join(frames)}'.encode()
        workbench.page.goto(home)

    yield go
    server.shutdown()
    server.server_close()
    foreign = workbench.watched.foreign_requests
    foreign[:] = [url for url in foreign if not url.startswith(home)]


def test_another_sites_page_shows_a_lesson_in_a_frame(
    workbench: Workbench, course: Callable[..., None]
) -> None:
    """From another origin, played by its own buttons; that page's history is left alone, and it opens in full."""
    page = workbench.page
    course("/embed?lesson=two-neurons#at=start&hide=panel.edit")
    inside = page.frame_locator("iframe")
    inside.locator("body[data-ready]").wait_for(state="attached")
    before = page.evaluate("() => history.length")

    inside.get_by_role("button", name="Next").click()
    inside.locator(".count", has_text="1 of 22").wait_for()

    assert page.evaluate("() => history.length") == before
    assert inside.locator(".panel, .leaf-handle").count() == 0
    whole = inside.get_by_role("link", name="Open in full")
    assert whole.get_attribute("target") == "_blank"
    address = whole.get_attribute("href") or ""
    assert address.startswith(f"{workbench.url}/?lesson=two-neurons#")
    assert "hide" not in address


def test_a_page_that_is_not_for_frames_stays_out_of_them(
    workbench: Workbench, course: Callable[..., None]
) -> None:
    """The browser itself refuses it to another origin."""
    page = workbench.page
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        course("/", "/embed")
    page.frame_locator("iframe >> nth=1").locator("body[data-ready]").wait_for(state="attached")
    assert page.frame_locator("iframe >> nth=0").locator(".bar").count() == 0
    said = workbench.watched.console_errors
    said[:] = [text for text in said if "frame-ancestors" not in text]  # the refusal is what was wanted


@pytest.mark.parametrize(
    ("part", "gone"),
    [
        ("bar", "header.bar"), ("head", ".head"), ("panel", ".panel"), ("track", ".tape"),
        ("words", ".panel .lesson"), ("edit", ".leaf-handle, .head .edit, .tools .descend"),
    ],
)  # fmt: skip
def test_a_link_leaves_a_part_away(workbench: Workbench, part: str, gone: str) -> None:
    """Only that; and the address goes on saying so."""
    workbench.open("/?lesson=fan-out#at=start")
    assert workbench.page.locator(gone).count() > 0
    workbench.page.goto("about:blank")
    workbench.open(f"/?lesson=fan-out#at=start&hide={part}")
    workbench.page.locator("svg.canvas [data-node=x]").first.wait_for(state="attached")
    assert workbench.page.locator(gone).count() == 0
    if part != "track":
        workbench.page.get_by_role("button", name="Next").click()
    else:
        workbench.press("ArrowRight")
    workbench.page.wait_for_url(f"**/?lesson=fan-out#at=forward.x&hide={part}")
    assert workbench.page.evaluate(FITS)


def test_what_is_not_to_be_edited_is_not(workbench: Workbench) -> None:
    """Neither by keys nor by the pointer; playing goes on."""
    workbench.open("/?lesson=fan-out#hide=edit")
    board = workbench.page.locator("svg.canvas").first
    workbench.press("Enter", "/", "Delete", "d", "z")
    board.dblclick(position={"x": 40, "y": 40}, force=True)
    workbench.press("Home")
    workbench.page.wait_for_url("**/?lesson=fan-out#at=start&hide=edit")
    assert workbench.page.locator("#program, dialog[open], .palette").count() == 0


def test_one_dialog_makes_the_link_and_the_frame(workbench: Workbench, window: Callable[..., None]) -> None:
    """By keyboard: what is unticked is hidden by the link and by the frame, and the link shows it so."""
    window(1280, 800)
    workbench.open("/?lesson=chain-rule#at=start")
    workbench.press("s")
    dialog = workbench.page.locator("dialog.share")
    dialog.get_by_role("button", name="Embed or hide controls").press("Enter")
    workbench.wait("document.activeElement.type === 'checkbox'")
    dialog.get_by_label("The player and its track").press("Space")
    dialog.get_by_label("dark", exact=True).check()
    link = dialog.locator("#plain-link")
    assert (
        link.input_value()
        == f"{workbench.url}/?lesson=chain-rule#at=start&theme=dark&hide=edit.panel.words.track"
    )
    code = html.unescape(dialog.locator("#frame-code").input_value())
    assert code.startswith(
        f'<iframe src="{workbench.url}/embed?lesson=chain-rule#at=start&theme=dark&hide=edit.panel.words.track"'
    )
    assert barriers(workbench.page, "dialog") == []

    address = link.input_value()
    workbench.page.goto("about:blank")
    workbench.open(address)
    assert workbench.page.locator(".panel, .tape").count() == 0
    assert workbench.page.evaluate("() => document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("size", [(400, 560), (640, 400), (960, 600)])
def test_a_frame_of_any_size_holds_board_and_player(
    workbench: Workbench, window: Callable[..., None], size: tuple[int, int]
) -> None:
    """Nothing reaches out of it, and the board keeps at least a third of it."""
    window(*size)
    workbench.open("/embed?lesson=chain-rule#hide=panel.edit.words")
    workbench.page.get_by_role("button", name="Back").wait_for()
    height = workbench.page.evaluate(
        "() => document.querySelector('.pad, .phone-picture').getBoundingClientRect().height"
    )
    assert height > size[1] / 3
    assert workbench.page.evaluate(FITS)
