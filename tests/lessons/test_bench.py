"""Lessons for the network bench: each request is one that the API takes, and each claim about it is true."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.api.mlps.training import KEYS, Training
from app.api.reading import Fields
from app.engine.limits import DEFAULT_LIMITS
from app.lessons import LISTED, NETWORKS, Bench, LessonError, read_network
from app.lessons.bench_reading import patched
from tests.api.conftest import Api

from .outcomes import Runs, holds

LONGEST = 30
BENCHES: dict[str, Bench] = {slug: each.bench for slug, each in LISTED.items() if each.bench is not None}
CLAIMS = [
    pytest.param(slug, k, id=f"{slug}: {claim.run} {claim.what} {claim.at} {claim.test} {claim.than}")
    for slug, bench in BENCHES.items()
    for k, claim in enumerate(bench.claims)
]
each_bench = pytest.mark.parametrize("slug", BENCHES)

SMALL: dict[str, Any] = {
    "slug": "small", "title": "Small", "topic": "Topic", "summary": "One unit.",
    "bench": {
        "request": {
            "spec": {"inputs": 2, "layers": [{"units": 1}], "loss": "mse"}, "data": {"dataset": "xor"},
            "optimizer": {"kind": "sgd", "learning_rate": 1}, "epochs": 1,
        },
        "runs": [{"name": "slow", "change": {"optimizer": {"learning_rate": 0.1}}}, {"name": "fast", "change": {}}],
        "opens": {"run": "fast", "focus": {"layer": 1, "unit": 1}},
        "look": [{"text": "The unit is in focus.", "marks": [{"words": "unit", "focus": {"layer": 1, "unit": 1}}]}],
        "questions": [{"ask": "How?", "answer": "So.", "outcomes": [{"what": "stopped", "is": "epochs"}]}],
        "outcomes": [{"what": "train_loss", "run": "slow", "below": "fast"}],
    },
    "notation": [], "notes": [], "sources": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def runs(api: Api) -> Callable[[str], Runs]:
    """The runs of each lesson, trained once for all claims about them."""
    kept: dict[str, Runs] = {}
    return lambda slug: kept.setdefault(slug, Runs(api, BENCHES[slug]))


@each_bench
def test_the_api_takes_every_run_of_a_lesson(slug: str) -> None:
    """As it is sent by the page, network and examples together."""
    for run in BENCHES[slug].runs:
        request = json.loads(json.dumps(run.request))
        Training(Fields(request, KEYS), DEFAULT_LIMITS).trainer()


@pytest.mark.parametrize(("slug", "k"), CLAIMS)
def test_what_a_lesson_says_of_its_runs_is_true(slug: str, k: int, runs: Callable[[str], Runs]) -> None:
    """Exact numbers to the digits printed, outcomes as they are stated."""
    claim = BENCHES[slug].claims[k]
    true, found = holds(runs(slug), claim)
    assert true, found
    if claim.label is not None:  # the page shows four digits of what is printed
        assert f"{found:.4g}" == f"{float(claim.than):.4g}"


@each_bench
def test_a_lesson_has_runs_words_and_claims(slug: str) -> None:
    """Every lesson shows something, asks something and states something."""
    bench = BENCHES[slug]
    assert bench.look and bench.questions and bench.claims
    assert all(look.marks for look in bench.look)
    assert len(bench.runs) == 1 or all(run.name for run in bench.runs)


def targets(bench: Bench) -> Iterator[tuple[str, Any, Any]]:
    """Every place that a lesson points at, with the request of the run that it is said of."""
    requests = {run.name: run.request for run in bench.runs}
    first = bench.runs[bench.opens.run]
    if bench.opens.focus is not None:
        yield "focus", bench.opens.focus, first.request
    yield from (("epoch", bench.opens.epoch, first.request), ("example", bench.opens.example, first.request))
    for look in bench.look:
        for mark in look.marks:
            yield mark.target, mark.to, requests[look.run or first.name]
    for question in bench.questions:
        over = requests[question.run or first.name]
        found = {"epoch": question.epoch, "focus": question.focus, "walk": question.walk}
        yield from ((target, to, over) for target, to in found.items() if to is not None)


@each_bench
def test_a_question_is_asked_over_a_run_that_it_is_about(slug: str) -> None:
    """Where all that its answer claims is of the run's beginning, it is asked there."""
    bench = BENCHES[slug]
    for question in bench.questions:
        run = question.run or bench.runs[bench.opens.run].name
        assert run in {claim.run for claim in question.outcomes}, question.ask
        if all(claim.at == "start" for claim in question.outcomes):
            assert question.epoch == 0, question.ask


@each_bench
def test_what_a_lesson_points_at_is_there(slug: str) -> None:
    """A unit of the network, one of its inputs, an epoch of the run, a stop of the example's way."""
    for target, to, request in targets(BENCHES[slug]):
        units = [request["spec"]["inputs"], *(layer["units"] for layer in request["spec"]["layers"])]
        if target == "focus":
            assert to["layer"] >= 1 and 1 <= to["unit"] <= units[to["layer"]]
            assert to["input"] is None or 0 <= to["input"] <= units[to["layer"] - 1]
        elif target == "epoch":
            assert 0 <= to <= request["epochs"]
        elif target == "walk":
            assert re.fullmatch(r"inputs|loss|update|(forward|backward):[1-9](:[1-9])?(:[0-9])?", to)
            place = re.findall(r"\d+", to)
            assert not place or int(place[0]) < len(units)


def sentences(slug: str) -> Iterator[str]:
    """All that a lesson says about its bench."""
    bench, lesson = BENCHES[slug], LISTED[slug]
    yield from (lesson.summary, *lesson.notes)
    yield from (look.text for look in bench.look)
    for question in bench.questions:
        yield from (question.ask, question.answer)


@each_bench
def test_its_words_are_plain(slug: str) -> None:
    """Full sentences of at most thirty words, without shouting, with a true minus."""
    for text in sentences(slug):
        for sentence in re.split(r"(?<=[.?:]) (?=[A-Z])", text):
            assert len(sentence.split()) <= LONGEST, sentence
        assert "!" not in text and "  " not in text
        assert text.endswith((".", "?")), text
        assert not re.search(r"(?<![\w*)])-\d", text), text
        assert text[0].isupper() or text[0].isdigit() or text[0] == "−", text


def put(path: tuple[Any, ...], value: Any) -> Any:
    """SMALL with *value* at *path* below its bench."""
    changed = copy.deepcopy(SMALL)
    inner = changed["bench"]
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


def test_a_run_changes_a_part_of_the_request() -> None:
    """Objects are merged, null takes a key away, all else replaces."""
    lesson = read_network(SMALL)

    assert [run.request["optimizer"]["learning_rate"] for run in lesson.bench.runs] == [0.1, 1]
    assert lesson.bench.opens.run == 1
    assert patched({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": None, "e": 3}, "d": [2]}) == {
        "a": {"c": 2, "e": 3},
        "d": [2],
    }


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("oulook",), [], "lesson.bench has no key 'oulook'"),
        (("runs",), [], "lesson.bench.runs: there is at least one"),
        (("runs", 1, "name"), "slow", "each has a name of its own"),
        (("opens", "run"), "middling", "lesson.bench.opens.run is 'middling'; it is one of slow, fast"),
        (("opens", "screen"), "table", "it is one of bench, example"),
        (("look", 0, "run"), "middling", "lesson.bench.look[0].run is 'middling'"),
        (("look", 0, "marks", 0, "words"), "units", "the words 'units' stand 0 times"),
        (("look", 0, "marks", 0, "epoch"), 3, "lesson.bench.look[0].marks[0] points at one of"),
        (("look", 0, "marks", 0), {"words": "unit", "chart": "bars"}, "chart is 'bars'"),
        (("questions", 0, "outcomes"), [], "an answer is held by at least one claim"),
        (("outcomes", 0, "what"), "beauty", "lesson.bench.outcomes[0].what is 'beauty'"),
        (("outcomes", 0, "above"), 3, "lesson.bench.outcomes[0] says one of below, above, is, printed"),
        (("outcomes", 0, "at"), "noon", "it is one of start, end, best, always"),
        (("outcomes", 0, "below"), "middling", "it is one of slow, fast"),
        (("outcomes", 0), {"what": "fading", "below": 1}, "needs the key 'layers'"),
    ],
)
def test_a_slip_in_a_bench_is_refused_with_its_place(path: tuple[Any, ...], value: Any, message: str) -> None:
    """Unknown keys, runs and charts never reach a page."""
    with pytest.raises(LessonError, match=re.escape(message)):
        read_network(put(path, value))


def test_a_network_has_no_variants(api: Api) -> None:
    """Asked for one, or for an answer sheet, it says so; without, it is whole."""
    for query in ("variant=7", "answers=1"):
        answer = api.get(f"/api/v1/lessons/perceptron?{query}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["loc"] == ["query", query.partition("=")[0]]

    told = api.get("/api/v1/lessons/perceptron").json()
    assert (told["kind"], told["trains"], told["descend"]) == ("network", True, None)
    assert "expression" not in told
    first = NETWORKS["perceptron"].bench.runs[0]
    assert told["bench"]["runs"][0] == {"name": first.name, "request": first.request}
    assert told["bench"]["numbers"] == [{"label": "w1", "printed": "2"}, {"label": "w2", "printed": "1"}]
