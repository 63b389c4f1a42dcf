"""Saving on the server: short links, edit links, two who save at once, stored runs, and what is said when it fails."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import Workbench, ask
from .test_sharing import drawn

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.sweep]

TEXT = "# what the class knows\nx = 3\ny: parameter = -2\nf = x * y  # a product"
HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


@pytest.fixture
def visitor(browser: Any, workbench: Workbench) -> Iterator[Callable[[str], Page]]:
    """Opens an address in a browser that has never been here; what it complains of counts."""
    contexts = []

    def visit(url: str) -> Page:
        size = {"width": 1280, "height": 800}
        contexts.append(browser.new_context(base_url=workbench.url, viewport=size, reduced_motion="reduce"))
        page: Page = contexts[-1].new_page()
        complaints = workbench.watched.console_errors
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        page.wait_for_selector("body[data-ready]", state="attached")
        return page

    yield visit
    for context in contexts:
        context.close()


def write(page: Page, text: str) -> None:
    """Put a program into the editor, and wait until the address has it."""
    before = page.evaluate("location.hash")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Program text").fill(text)
    page.wait_for_function("(before) => location.hash !== before && location.hash.includes('p=')", arg=before)
    page.keyboard.press("Escape")


def save(page: Page, title: str, button: str = "Save for a short link") -> str:
    """Save from the dialog; the short link."""
    page.keyboard.press("s")
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_role("button", name=button).click()
    page.locator(".keeping").get_by_text("Saved.").wait_for()
    field = page.get_by_role("textbox", name="Link to this very picture")
    page.wait_for_function("() => document.querySelector('.share textarea').value.includes('/g/')")
    return field.input_value()


def text_of(page: Page) -> str:
    """The program as the editor has it."""
    page.keyboard.press("Enter")
    text = page.get_by_role("textbox", name="Program text").input_value()
    page.keyboard.press("Escape")
    return text


def reads(page: Page, part: str) -> None:
    """Wait until the program holds *part*."""
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Program text").wait_for()
    page.wait_for_function(
        "(part) => document.querySelector('.program textarea').value.includes(part)", arg=part
    )
    page.keyboard.press("Escape")


def saved(workbench: Workbench, document: dict[str, Any]) -> dict[str, Any]:
    """Save a document past the page."""
    found: dict[str, Any] = ask(workbench.url, "/graphs", document)
    return found


def test_a_short_link_opens_what_was_saved(workbench: Workbench, visitor: Callable[[str], Page]) -> None:
    """The program with its comments, under its title, at the step; the right to change it is in no code."""
    workbench.open()
    write(workbench.page, TEXT)
    short = save(workbench.page, "A product")
    assert re.fullmatch(rf"{workbench.url}/g/[\w-]{{22}}#theme=light", short)
    assert drawn(workbench) == short
    edit = workbench.page.get_by_label("Edit link, for the office and the hall").input_value()
    token = re.fullmatch(rf"{workbench.url}/g/[\w-]{{22}}#edit=([\w-]{{43}})&theme=light", edit)
    assert token, edit
    workbench.page.wait_for_function("(hash) => location.hash === hash", arg=f"#edit={token.group(1)}")

    page = visitor(short)
    assert page.title().startswith("A product")
    assert text_of(page) == TEXT
    assert token.group(1) not in page.content() + page.url


def test_who_has_the_edit_link_changes_it_and_others_save_a_copy(
    workbench: Workbench, visitor: Callable[[str], Page]
) -> None:
    """A change is put in its place; without the token there is a copy of one's own."""
    workbench.open()
    write(workbench.page, TEXT)
    short = save(workbench.page, "Mine")
    edit = workbench.page.get_by_label("Edit link, for the office and the hall").input_value()

    office = visitor(edit)
    write(office, TEXT.replace("3", "7"))
    office.keyboard.press("Control+s")
    office.locator(".keeping").get_by_text("Saved.").wait_for()
    office.wait_for_function("() => !location.hash.includes('p=')")
    guest = visitor(short)
    assert "x = 7" in text_of(guest)
    write(guest, TEXT.replace("3", "8"))
    assert save(guest, "Theirs", "Save as a copy") != short
    assert "x = 7" in text_of(visitor(short))


def test_two_who_save_at_once_overwrite_nothing(workbench: Workbench, visitor: Callable[[str], Page]) -> None:
    """The second is told, and chooses: the other's, or a copy of the own; Back leads to the own again."""
    workbench.open()
    write(workbench.page, TEXT)
    short = save(workbench.page, "Shared")
    edit = workbench.page.get_by_label("Edit link, for the office and the hall").input_value()
    workbench.page.get_by_role("button", name="Close sharing").click()

    hall, office = visitor(edit), visitor(edit)
    write(hall, TEXT.replace("3", "11"))
    write(office, TEXT.replace("3", "12"))
    hall.reload()  # which version it began with is not forgotten
    hall.wait_for_selector("body[data-ready]", state="attached")
    save(office, "Shared", "Save the changes")
    hall.on("console", lambda said: workbench.watched.console_errors.clear() if "412" in said.text else None)
    hall.keyboard.press("s")
    hall.get_by_role("button", name="Save the changes").click()
    hall.get_by_role("alert").get_by_text("yours has overwritten nothing").wait_for()
    hall.get_by_role("button", name="Open theirs").click()
    hall.wait_for_function("() => !location.hash.includes('p=')")
    reads(hall, "x = 12")
    hall.go_back()
    hall.wait_for_function("() => location.hash.includes('p=')")
    reads(hall, "x = 11")
    hall.keyboard.press("s")
    hall.get_by_role("button", name="Save the changes").click()
    hall.get_by_role("button", name="Keep mine as a copy").click()
    hall.locator(".keeping").get_by_text("Saved.").wait_for()
    copy = hall.get_by_role("textbox", name="Link to this very picture").input_value()
    assert copy != short
    assert "x = 12" in text_of(visitor(short))
    assert "x = 11" in text_of(visitor(copy))
    workbench.watched.console_errors.clear()


def test_an_address_of_nothing_says_so(workbench: Workbench) -> None:
    """A page that works, with one plain sentence; so does a run that has expired."""
    for path, said in (
        (f"/g/{'x' * 22}", "no saved graph"),
        ("/g/short", "no saved graph"),
        ("/?run=gone", "no stored run"),
    ):
        workbench.open(path)
        assert said in workbench.page.get_by_role("status").filter(has_text="at this address").inner_text()
        workbench.press("ArrowLeft")
    workbench.watched.console_errors.clear()


def test_the_whole_document_is_kept(workbench: Workbench, visitor: Callable[[str], Page]) -> None:
    """Places by hand, a group, a node that lacks an operand and the lesson it came from are as they were."""
    nodes = [
        {"id": "x", "value": 3},
        {"id": "w", "kind": "parameter", "value": 2, "role": "weight"},
        {"id": "z", "op": "mul", "inputs": ["x", "w"]},
        {"id": "half", "op": "add", "inputs": ["z", None]},
    ]
    group = {
        "id": "group1",
        "op": None,
        "label": "mine",
        "nodes": ["z", "half"],
        "parent": None,
        "open": True,
    }
    places = {"x": [100, 100], "w": [100, 300], "z": [300, 260], "half": [520, 140]}
    made = saved(workbench, {"name": "Half", "nodes": nodes, "groups": [group], "layout": {"nodes": places}})
    workbench.open(made["url"])
    places_on_board = """() => Object.fromEntries(
      [...document.querySelectorAll("[data-node], [data-op]")].map((one) => {
      const {x, y} = one.getBoundingClientRect();
      return [one.dataset.node ?? one.dataset.op, [Math.round(x), Math.round(y)]];
    }))"""
    before = workbench.page.evaluate(places_on_board)
    assert before
    assert "z = x*w" in text_of(workbench.page)
    short = save(workbench.page, "Half, mine", "Save as a copy")
    page = visitor(short)
    assert page.evaluate(places_on_board) == before
    kept = ask(workbench.url, "/graphs/" + short.split("/g/")[1].split("#")[0])
    assert {node["id"]: node.get("inputs") for node in kept["nodes"]}["half"] == ["z", None]
    assert kept["layout"]["nodes"] == places
    assert [one["label"] for one in kept["groups"]] == ["mine"]
    assert [node.get("role") for node in kept["nodes"]] == [None, "weight", None, None]


def test_a_lesson_is_saved_with_its_words(workbench: Workbench, visitor: Callable[[str], Page]) -> None:
    """Another number in it, its own picture and its questions beside it."""
    workbench.open("/?lesson=chain-rule")
    write(workbench.page, text_of(workbench.page).replace("-2", "-3"))
    short = save(workbench.page, "With other numbers")
    page = visitor(short)
    assert page.title().startswith("With other numbers")
    page.keyboard.press("ArrowLeft")
    assert page.locator(".panel").inner_text().strip()
    assert "x = -3" in text_of(page)
    assert (
        page.get_by_text("Ask", exact=False).count()
        >= workbench.page.get_by_text("Ask", exact=False).count() - 4
    )


def test_a_hostile_graph_is_only_text(workbench: Workbench, visitor: Callable[[str], Page]) -> None:
    """Neither its title nor its program runs, in the page or in the dialog."""
    made = saved(
        workbench,
        {
            "name": HOSTILE,
            "nodes": [{"id": "x", "value": 1, "label": HOSTILE}, {"id": "f", "op": "exp", "inputs": ["x"]}],
            "meta": {
                "program": {
                    "title": HOSTILE,
                    "text": f"# {HOSTILE}\nx = 1\nf = exp(x)",
                    "lesson": HOSTILE[:9],
                }
            },
        },
    )
    page = visitor(made["url"])
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.wait_for_function(
        "() => document.title.startsWith('<img') && document.querySelector('svg.canvas .disc, svg.canvas .pill')"
    )
    page.keyboard.press("s")
    page.get_by_label("Title", exact=True).wait_for()
    assert page.get_by_label("Title", exact=True).input_value() == HOSTILE[:80]
    assert page.locator("img").count() == 0


@pytest.mark.parametrize(
    ("status", "code", "detail"),
    [
        (507, "store-full", "The store is full."),
        (503, "store-unavailable", "Busy."),
        (403, "saving-off", "This server does not keep graphs."),
    ],
)
def test_where_nothing_can_be_saved_there_is_another_way(
    workbench: Workbench, status: int, code: str, detail: str
) -> None:
    """The reason, the link that holds everything, and a file that holds the graph."""
    problem = {
        "type": "about:blank",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": [],
    }
    workbench.page.route(
        "**/api/v1/graphs",
        lambda route: route.fulfill(
            status=status, body=json.dumps(problem), content_type="application/problem+json"
        ),
    )
    workbench.open()
    write(workbench.page, TEXT)
    workbench.press("s")
    workbench.page.get_by_role("button", name="Save for a short link").click()
    said = workbench.page.get_by_role("alert")
    said.get_by_text("The link that holds everything needs no saving").wait_for()
    assert detail in said.inner_text()
    with workbench.page.expect_download() as coming:
        workbench.page.get_by_role("button", name="Download as a file").click()
    assert coming.value.suggested_filename == "your-program.graph.json"
    document = json.loads(coming.value.path().read_text(encoding="utf-8"))
    assert document["meta"]["program"]["text"] == TEXT
    workbench.watched.console_errors.clear()


def test_a_stored_run_opens_with_its_numbers(workbench: Workbench) -> None:
    """The values it stored, and the gradients of its own output and seed."""
    nodes = [
        {"id": "x", "value": 3},
        {"id": "q", "op": "exp", "inputs": ["x"]},
        {"id": "f", "op": "mul", "inputs": ["q", "x"]},
    ]
    made = saved(workbench, {"name": "A run", "nodes": nodes, "outputs": ["f"]})
    run = ask(workbench.url, f"/graphs/{made['id']}/runs", {"inputs": {"x": 0.5}})
    trace = ask(workbench.url, f"/runs/{run['id']}/backward", {"output": "f", "seed": 2, "detail": "trace"})
    workbench.open(f"/?run={run['id']}")
    assert workbench.page.title().startswith("A run")
    numbers = workbench.numbers()
    for node in trace["nodes"]:
        assert any(abs(node["value"] - one) < 1e-12 for one in numbers["value"])
        assert any(abs(node["gradient"] - one) < 1e-12 for one in numbers["gradient"])
    assert "x = 0.5" in text_of(workbench.page)
    assert workbench.page.evaluate("location.search") == f"?run={run['id']}"


def test_the_dialog_fits_a_telephone(workbench: Workbench, window: Callable[..., None]) -> None:
    """Saving by hand on 390 pixels, nothing beside the screen."""
    window(390, 844)
    workbench.open()
    workbench.page.get_by_role("button", name="Share").click()
    workbench.page.get_by_role("button", name="Save for a short link").click()
    workbench.page.locator(".keeping").get_by_text("Saved.").wait_for()
    assert workbench.page.evaluate("document.documentElement.scrollWidth") == 390
    for box in workbench.page.locator(".share button, .share input").all():
        place = box.bounding_box()
        assert place and place["x"] >= 0 and place["x"] + place["width"] <= 390
