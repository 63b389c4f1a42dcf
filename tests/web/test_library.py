"""The library as a reader meets it: each lesson by its picture, what finds one, a playlist's run, a class's answers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from .barriers import barriers
from .conftest import Workbench, ask, rounded

pytestmark = pytest.mark.browser

# Where every title stands, and whether what is inside a specimen lies on what is inside another.
PLACES = """() => [...document.querySelectorAll('.specimen h3')]
  .map((head) => Math.round(head.getBoundingClientRect().top))"""
DRAWN = """() => [...document.querySelectorAll('.specimens > li')].map((item) => ({
  slug: item.id, nodes: [...item.querySelectorAll('svg [data-node]')].map((node) => node.dataset.node),
}))"""
OUTSIDE = """() => [...document.querySelectorAll('.specimen')].flatMap((place) => {
  const room = place.getBoundingClientRect();
  return [...place.querySelectorAll('h3, .own > span, svg .node')].filter((part) => {
    const {left, right, top, bottom} = part.getBoundingClientRect();
    return left < room.left - 1 || right > room.right + 1 || top < room.top - 1 || bottom > room.bottom + 1;
  }).map((part) => `${place.parentElement.id}: ${part.textContent}`);
})"""


def shelf(workbench: Workbench, path: str = "/lessons") -> None:
    """Open a page of the library."""
    workbench.page.goto(path if path.startswith("http") else workbench.url + path)
    workbench.page.wait_for_selector("body[data-ready]", state="attached")


def bring_all(workbench: Workbench) -> None:
    """Bring every specimen into view, which is when its picture is asked for."""
    items = workbench.page.locator(".specimens > li")
    for at in range(items.count()):
        items.nth(at).scroll_into_view_if_needed()
        items.nth(at).locator("svg [data-node], svg .map-dot").first.wait_for(state="attached")


def test_every_lesson_has_its_own_picture_and_numbers(
    workbench: Workbench, window: Callable[..., None]
) -> None:
    """Its whole graph in its stored places, asked for when it comes into view; and nothing moves when it arrives."""
    window(1280, 800)
    shelf(workbench)
    before = workbench.page.evaluate(PLACES)
    workbench.page.locator("#chain-rule svg [data-node=f]").wait_for(state="attached")
    assert workbench.page.evaluate(PLACES) == before

    bring_all(workbench)

    lessons = {one["slug"]: one for one in ask(workbench.url, "/lessons")["lessons"]}
    drawn = {one["slug"]: one["nodes"] for one in workbench.page.evaluate(DRAWN)}
    assert list(drawn) == list(lessons)
    assert {"x", "y", "z", "q", "f"} <= set(drawn["chain-rule"])
    assert workbench.page.locator(".specimen h3").all_inner_texts() == [
        one["title"] for one in lessons.values()
    ]
    assert workbench.page.evaluate(OUTSIDE) == []
    trace = ask(workbench.url, "/evaluate", {"graph": ask(workbench.url, "/lessons/sigmoid-neuron")["graph"]})
    own = workbench.page.locator("#sigmoid-neuron .own .num").all_inner_texts()
    assert own == [rounded(trace["value"]), rounded(trace["gradients"]["w0"])]


@pytest.mark.parametrize(
    ("size", "both_themes"), [((1280, 800), False), ((1920, 1080), False), ((390, 844), True)]
)
def test_axe_finds_nothing_in_the_library(
    workbench: Workbench, window: Callable[..., None], size: tuple[int, int], both_themes: bool
) -> None:
    """On a laptop, a projector that is dark and a phone, there in both themes; and nothing is wider than the window."""
    window(*size, dark=size[0] == 1920)
    shelf(workbench)
    workbench.page.locator("#chain-rule svg [data-node=f]").wait_for(state="attached")
    assert barriers(workbench.page, both_themes=both_themes) == []
    assert workbench.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_lesson_is_found_and_opened_by_keyboard(workbench: Workbench) -> None:
    """Typed words narrow the sheet; the lesson that is left is the next stop of the Tab key but the lists'."""
    shelf(workbench)
    workbench.page.get_by_role("searchbox").focus()
    workbench.page.keyboard.type("fan")
    workbench.page.locator("#chain-rule").wait_for(state="detached")
    assert workbench.page.locator(".specimens h3").first.inner_text() == "Fan-out adds"

    workbench.page.locator("#fan-out a").focus()
    workbench.press("Enter")
    workbench.page.wait_for_url("**/?lesson=fan-out")
    workbench.page.get_by_role("heading", name="Fan-out adds").wait_for()
    workbench.page.get_by_role("link", name="Lessons", exact=True).click()
    workbench.page.wait_for_url("**/lessons#fan-out")
    here = workbench.page.locator(".stations li.here")
    here.wait_for()
    assert "Fan-out adds" in here.inner_text()


def test_a_run_stays_in_its_playlist(workbench: Workbench) -> None:
    """The track's stations are the playlist's; from one of them on, the next lesson is the next station."""
    playlists = ask(workbench.url, "/playlists")["playlists"]
    titles = {one["slug"]: one["title"] for one in ask(workbench.url, "/lessons")["lessons"]}
    chosen = playlists[-1]
    first, second = chosen["lessons"][:2]
    shelf(workbench)
    workbench.page.get_by_role("button", name=chosen["title"]).click()
    stations = workbench.page.locator(".stations a")
    stations.nth(len(chosen["lessons"]) - 1).wait_for()
    assert [text.split("\n")[0] for text in stations.all_inner_texts()] == [
        str(at) for at in range(1, len(chosen["lessons"]) + 1)
    ]

    stations.first.click()
    workbench.page.wait_for_url(f"**/?lesson={first}#at=start&list={chosen['slug']}")
    workbench.page.wait_for_selector("body[data-ready]", state="attached")
    workbench.press("End")
    workbench.page.locator(".beside .after").click()
    workbench.page.get_by_role("heading", name=titles[second]).wait_for()
    workbench.page.wait_for_url(
        re.compile(
            rf"\?lesson={second}[#&].*list={chosen['slug']}|train\?lesson={second}&list={chosen['slug']}"
        )
    )


def test_the_history_opens_its_lessons(workbench: Workbench) -> None:
    """A stop a discovery, in order, each with the lessons there are."""
    shelf(workbench, "/lessons/history")
    workbench.page.locator(".way .year").first.wait_for()
    years = [int(text) for text in workbench.page.locator(".way .year").all_inner_texts()]
    assert years == sorted(years) and years[0] == 1943
    assert workbench.page.title().startswith("A history of networks")
    assert barriers(workbench.page) == []
    workbench.page.locator(".shows a", has_text="Chain rule").first.click()
    workbench.page.wait_for_url("**/?lesson=chain-rule")


def test_a_classs_answers_are_those_of_the_api(workbench: Workbench) -> None:
    """A row a seed, each opening the variant it answers; a page a seed on demand."""
    shelf(workbench, "/lessons/chain-rule/answers?seeds=1-3,ann")
    rows = workbench.page.locator(".answers tbody tr")
    rows.nth(3).wait_for()
    told = rows.evaluate_all("(rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent))")
    expected = []
    for seed in ("1", "2", "3", "ann"):
        lesson = ask(workbench.url, f"/lessons/chain-rule?variant={seed}&answers=1")
        leaves = {node["id"]: node.get("value") for node in lesson["graph"]["nodes"]}
        given = [leaves[name] for name in lesson["varies"]]
        answers = [answer["value"] for answer in lesson["answers"]]
        expected.append([seed, *map(rounded, [*given, *answers])])
    assert told == expected
    assert barriers(workbench.page) == []

    workbench.page.get_by_label("one page each").check()
    workbench.page.locator(".answers article").nth(3).wait_for()
    workbench.page.wait_for_url("**/answers?seeds=1-3%2Cann&layout=pages")
    assert workbench.page.locator(".answers article li").count() == 4 * len(
        ask(workbench.url, "/lessons/chain-rule")["questions"]
    )


def test_other_numbers_are_handed_out_from_a_lesson(workbench: Workbench) -> None:
    """A seed gives a link, the link the API's variant; a reload keeps it; the lesson's own numbers come back."""
    workbench.open("/?lesson=chain-rule")
    workbench.page.locator(".panel").get_by_role("button", name="Other numbers").click()
    dialog = workbench.page.locator("dialog.share")
    dialog.get_by_label("Seed", exact=True).fill("7")
    link = dialog.locator("#variant-link")
    assert link.input_value() == f"{workbench.url}/?lesson=chain-rule&variant=7#at=start"
    assert barriers(workbench.page, "dialog") == []
    dialog.get_by_role("button", name="Open it here").click()
    workbench.page.wait_for_url("**/?lesson=chain-rule&variant=7#at=start")
    workbench.page.get_by_role("heading", name="Chain rule, numbers 7").wait_for()

    workbench.page.reload()
    workbench.page.wait_for_selector("body[data-ready]", state="attached")
    workbench.press("End")
    lesson = ask(workbench.url, "/lessons/chain-rule?variant=7")
    trace = ask(workbench.url, "/evaluate", {"expression": lesson["expression"]})
    workbench.wait(
        f"document.querySelector('.head .output .num').textContent === '{rounded(trace['value'])}'"
    )

    workbench.page.locator(".panel").get_by_role("button", name="Other numbers").click()
    dialog.get_by_role("button", name="The lesson’s own numbers").click()
    workbench.page.get_by_role("heading", name=re.compile(r"^Chain rule\. ")).wait_for()
    workbench.page.wait_for_url(re.compile(r"/(\?lesson=chain-rule)?#at=start$"))
