"""``GET /ops``, ``/lessons`` and ``/playlists``: the whole answers."""

from __future__ import annotations

from typing import Any

import pytest

from app.api.lessons import describe
from app.engine.op import REQUIRED
from app.engine.ops import REGISTRY
from app.lessons import LESSONS, LISTED, PLAYLISTS, Lesson
from app.settings import Settings

from .conftest import BASE, Api
from .test_http import the_problem

KEYS = """
name title display summary category signature operands variadic settings infix elementwise latex local_gradients kink
domain decomposition insight examples
"""


def test_the_catalogue_has_every_op_in_palette_order(api: Api) -> None:
    """Each with the same keys."""
    found = api.get(f"{BASE}/ops").json()
    assert found.keys() == {"ops"}
    assert [entry["name"] for entry in found["ops"]] == list(REGISTRY)
    assert {tuple(sorted(entry)) for entry in found["ops"]} == {tuple(sorted(KEYS.split()))}


@pytest.mark.parametrize("name", REGISTRY)
def test_an_entry_says_what_its_declaration_says(api: Api, name: str) -> None:
    """LaTeX for the value and for every operand's local gradient; settings with their defaults."""
    (entry,) = [entry for entry in api.get(f"{BASE}/ops").json()["ops"] if entry["name"] == name]
    op = REGISTRY[name]
    assert (entry["signature"], entry["category"], entry["summary"]) == (
        op.signature,
        op.category,
        op.summary,
    )
    assert (entry["title"], entry["display"], entry["insight"]) == (op.title, op.display, op.insight)
    assert entry["infix"] == (op.infix[0] if op.infix else None)
    assert entry["kink"] == (None if op.kink is None else {"where": op.kink_words, "taken": op.kink[1]})
    assert entry["domain"] == op.domain_words
    assert entry["latex"] and all(entry["local_gradients"].values())
    assert list(entry["local_gradients"]) == (["x1", "x2"] if op.variadic else list(op.operands))
    for said, setting in zip(entry["settings"], op.settings, strict=True):
        assert (said["name"], said["kind"], said["keyword_only"]) == (
            setting.name,
            setting.kind,
            setting.keyword_only,
        )
        assert said.get("default", REQUIRED) == setting.default or setting.default is None
        assert tuple(said.get("choices", ())) == tuple(setting.choices)


@pytest.mark.parametrize("name", [name for name, op in REGISTRY.items() if op.primitives is not None])
def test_a_decomposition_is_text_that_is_read(api: Api, name: str) -> None:
    """Settings without a value of their own aside, it parses."""
    (entry,) = [entry for entry in api.get(f"{BASE}/ops").json()["ops"] if entry["name"] == name]
    assert api.post("/parse", {"expression": entry["decomposition"]}).status_code == 200


def test_the_library_has_every_lesson(api: Api) -> None:
    """A line each, in the order of the playlists."""
    found = api.get(f"{BASE}/lessons").json()
    assert found == {
        "lessons": [
            {
                "slug": each.slug, "title": each.title, "topic": each.topic, "summary": each.summary,
                "kind": "graph" if slug in LESSONS else "network", "trains": each.bench is not None,
                "descend": api.get(f"{BASE}/lessons/{slug}").json().get("descend"),
            }
            for slug, each in LISTED.items()
        ]
    }  # fmt: skip


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_is_whole_and_can_be_evaluated(api: Api, slug: str) -> None:
    """Its program runs as it stands, and the numbers it asks for are nodes and edges of it."""
    lesson = LESSONS[slug]
    found = api.get(f"{BASE}/lessons/{slug}").json()
    assert found.keys() == {
        "slug", "title", "topic", "summary", "expression", "variant", "graph", "pictures", "apart", "modes", "look",
        "questions", "notation", "notes", "sources", "more", "also", "comparisons", "varies",
        "numbers", "kind", "trains", "bench", "descend",
    }  # fmt: skip
    assert (found["expression"], found["variant"], found["apart"]) == (
        lesson.expression,
        None,
        list(lesson.apart),
    )
    assert (found["modes"], found["sources"], found["varies"]) == (
        list(lesson.modes), list(lesson.sources), list(lesson.vary),
    )  # fmt: skip
    trace = api.post("/evaluate", {"expression": found["expression"], "detail": "nodes"})
    assert trace.status_code == 200
    for number in found["numbers"]:
        assert number.keys() in ({"quantity", "node", "printed"}, {"quantity", "edge", "printed"})
        assert (
            number.get("node", "") in trace.json()["values"]
            or number["edge"]["target"] in trace.json()["values"]
        )


def test_a_variant_has_other_numbers_and_the_answers_to_them(api: Api) -> None:
    """The same for the same seed; no printed digits, for the deck has none."""
    address = f"{BASE}/lessons/chain-rule?variant=7&answers=1"
    found = api.get(address).json()
    plain = api.get(f"{BASE}/lessons/chain-rule").json()
    assert found == api.get(address).json() and found["variant"] == "7"
    assert found["expression"] != plain["expression"]
    assert [number.keys() for number in found["numbers"]] == [{"quantity", "node"}] * len(plain["numbers"])
    trace = api.post("/evaluate", {"expression": found["expression"]}).json()
    for asked, answered in zip(found["numbers"], found["answers"], strict=True):
        assert answered == asked | {"value": answered["value"]}
        row = next(row for row in trace["nodes"] if row["id"] == asked["node"])
        assert answered["value"] == row[asked["quantity"]]


def test_a_variant_is_drawn_in_turn_and_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds the loop up for milliseconds, so whoever asks for many waits as with any other work."""
    turns = api.app.state.desk.turns
    seen: list[str] = []

    class Noted:
        async def __aenter__(self) -> None:
            seen.append("in")

        async def __aexit__(self, *_: object) -> None:
            seen.append("out")

    def noted(found: Lesson, seed: str | None, *, with_answers: bool) -> Any:
        seen.append(f"{found.slug} {seed} {with_answers}")
        return describe(found, seed, with_answers=with_answers)

    monkeypatch.setattr(turns, "of", lambda client: Noted())
    monkeypatch.setattr("app.api.lessons.describe", noted)
    first, again = [api.get(f"{BASE}/lessons/chain-rule?variant=in-turn&answers=1") for _ in range(2)]

    assert first.status_code == 200 and first.content == again.content
    assert seen == ["in", "chain-rule in-turn True", "out", "in", "out"]


def test_a_lesson_that_is_not_there(api: Api) -> None:
    """404, did you mean."""
    error = the_problem(api.get(f"{BASE}/lessons/chain-rul"), 404, "not-found")
    assert (error["message"], error["hint"]) == ("There is no lesson chain-rul.", "Did you mean chain-rule?")


def test_playlists_name_lessons_that_exist(api: Api) -> None:
    """In the order of each lecture."""
    found = api.get(f"{BASE}/playlists").json()
    assert found == {
        "playlists": [
            {"slug": each.slug, "title": each.title, "lessons": list(each.lessons), "notes": dict(each.notes)}
            for each in PLAYLISTS.values()
        ]
    }
    assert {slug for each in found["playlists"] for slug in each["lessons"]} <= LISTED.keys()


STEADY = ["ops", "lessons", "lessons/chain-rule?variant=7&answers=1", "lessons/xor", "playlists", "datasets"]


@pytest.mark.parametrize("name", [*STEADY, "openapi.json", "docs"])
def test_what_one_has_is_not_sent_again(api: Api, name: str) -> None:
    """304 to who names its tag, also among others and weakened on the way; another tag is sent the whole."""
    whole = api.get(f"{BASE}/{name}")
    tag = whole.headers["etag"]

    again = api.get(f"{BASE}/{name}", headers={"if-none-match": f'"old", W/{tag}'})

    assert (whole.status_code, again.status_code, again.content, again.headers["etag"]) == (
        200,
        304,
        b"",
        tag,
    )
    assert again.headers["cache-control"] == whole.headers["cache-control"] == "no-cache"
    other = api.get(f"{BASE}/{name}", headers={"if-none-match": '"old"'})
    assert (other.status_code, other.content) == (200, whole.content)


FIXED = [f"{BASE}/{name}" for name in [*STEADY, "openapi.json", "docs", "lessons/chain-rule?answers=1"]]
FIXED += ["/", "/train", "/lessons", "/errors/cycle"]


@pytest.mark.parametrize("address", [address for address in FIXED if "variant" not in address])
def test_what_stays_the_same_is_sent_compressed_to_who_takes_it(api: Api, address: str) -> None:
    """The same bytes once unpacked, under the same tag; caches are told what it depends on, also by a 304."""
    zipped = api.get(address, headers={"accept-encoding": "br, gzip"})
    plain = api.get(address, headers={"accept-encoding": "gzip;q=0"})
    had = api.get(address, headers={"if-none-match": zipped.headers["etag"]})

    assert (zipped.headers["content-encoding"], zipped.content) == ("gzip", plain.content)
    assert "content-encoding" not in plain.headers
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"]) == len(plain.content)
    assert [answer.headers["vary"] for answer in (zipped, plain, had)] == ["Accept-Encoding"] * 3
    assert zipped.headers["etag"] == plain.headers["etag"] == had.headers["etag"]
    assert had.status_code == 304


def test_other_numbers_are_sent_as_they_are(api: Api) -> None:
    """There are as many as anybody asks for, and what was compressed is kept."""
    answer = api.get(f"{BASE}/lessons/chain-rule?variant=7", headers={"accept-encoding": "gzip"})

    assert "content-encoding" not in answer.headers and "vary" not in answer.headers


def test_what_depends_on_the_origin_and_on_the_coding_says_both() -> None:
    """A cache keeps neither for the other."""
    listed = Api(Settings(cors_origins="https://a.example"))
    asked = {"origin": "https://a.example", "accept-encoding": "gzip"}
    told = {
        listed.get(f"{BASE}/ops", headers=asked | more).headers["vary"]
        for more in ({}, {"if-none-match": "*"})
    }
    listed.close()

    assert told == {"Accept-Encoding, origin"}


def test_other_numbers_have_another_tag(api: Api) -> None:
    """A variant is no version of the lesson."""
    tags = {
        api.get(f"{BASE}/lessons/chain-rule{query}").headers["etag"]
        for query in ("", "?variant=7", "?variant=8")
    }
    assert len(tags) == 3
