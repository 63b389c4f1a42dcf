"""
A lesson's part on the bench, as its file has it: one request, and for each run what it changes of that.

A change is a merge patch (RFC 7396): objects are merged, null takes a key away, all else replaces.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .bench import Bench, BenchLook, BenchMark, BenchQuestion, BenchRun, Opens, Outcome
from .reading import LessonError, Types, apart, check

SCREENS = ("bench", "example")
UNITS = ("example", "batch", "epoch")
CHARTS = ("loss", "accuracy", "gradients", "weights", "confusion", "path", "slots", "rate", "surface")
TARGETS = ("focus", "chart", "epoch", "example", "run", "screen", "walk")
FOCUS = {"layer": int, "unit": int}
# What a claim may be about, and what it needs to say besides.
COLUMNS = ("train_loss", "validation_loss", "accuracy", "validation_accuracy", "learning_rate", "errors")
QUANTITIES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(COLUMNS, ()),
    "test_accuracy": (),
    "stopped": (),
    "updates": (),
    "turn": (),
    "size": (),
    "parameter": ("name", "index"),
    "gradient": ("name", "index"),
    "graph_gradient": ("name", "index", "depth"),
    "signal": ("of", "layer", "example", "unit"),
    "fading": ("layers",),
    "dead": ("layer",),
    "spread": ("layer",),
    "prediction": ("x", "unit"),
}
TESTS = ("below", "above", "is", "printed")
PLACES = ("start", "end", "best", "always")


def read_bench(raw: Any, where: str) -> Bench:
    """
    The part of a lesson's file under ``bench``.

    Raises:
        LessonError: A key is missing, unknown or of the wrong type, or names what is not there.
    """
    check(
        raw,
        where,
        {"request": dict, "look": list, "questions": list, "outcomes": list},
        {"runs": list, "opens": dict},
    )
    runs = _runs(raw, where)
    names = [run.name for run in runs]
    return Bench(
        runs=runs,
        opens=_opens(raw.get("opens", {}), f"{where}.opens", names),
        look=tuple(_look(each, f"{where}.look[{k}]", names) for k, each in enumerate(raw["look"])),
        questions=tuple(
            _question(each, f"{where}.questions[{k}]", names) for k, each in enumerate(raw["questions"])
        ),
        outcomes=_outcomes(raw["outcomes"], f"{where}.outcomes", names),
    )


def patched(whole: Any, change: Any) -> Any:
    """*whole* with the merge patch *change* applied."""
    if not isinstance(change, dict):
        return change
    found = dict(whole) if isinstance(whole, dict) else {}
    for key, value in change.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = patched(found.get(key), value)
    return found


def _runs(raw: Mapping[str, Any], where: str) -> tuple[BenchRun, ...]:
    found = []
    for k, each in enumerate(raw.get("runs", [{"name": "", "change": {}}])):
        check(each, f"{where}.runs[{k}]", {"name": str, "change": dict})
        found.append(BenchRun(each["name"], patched(raw["request"], each["change"])))
    if not found or len({run.name for run in found}) < len(found):
        raise LessonError(f"{where}.runs: there is at least one, and each has a name of its own.")
    return tuple(found)


def _opens(raw: Any, where: str, names: list[str]) -> Opens:
    check(
        raw,
        where,
        {},
        {
            "run": str,
            "screen": str,
            "epoch": int,
            "unit": str,
            "example": int,
            "focus": dict,
            "chart": str,
            "walk": str,
        },
    )
    found = Opens(
        run=names.index(_one_of(raw.get("run", names[0]), f"{where}.run", names)),
        screen=_one_of(raw.get("screen", "bench"), f"{where}.screen", SCREENS),
        epoch=raw.get("epoch", 0),
        unit=_one_of(raw.get("unit", "epoch"), f"{where}.unit", UNITS),
        example=raw.get("example", 0),
        focus=_focus(raw["focus"], f"{where}.focus") if "focus" in raw else None,
        chart=_one_of(raw["chart"], f"{where}.chart", CHARTS) if "chart" in raw else None,
        walk=raw.get("walk", ""),
    )
    return found


def _focus(raw: Any, where: str) -> Mapping[str, Any]:
    check(raw, where, FOCUS, {"input": int})
    return {"layer": raw["layer"], "unit": raw["unit"], "input": raw.get("input")}


def _look(raw: Any, where: str, names: list[str]) -> BenchLook:
    check(raw, where, {"text": str, "marks": list}, {"run": str})
    marks = tuple(_mark(each, f"{where}.marks[{k}]", names) for k, each in enumerate(raw["marks"]))
    apart([mark.words for mark in marks], raw["text"], where)
    run = _one_of(raw["run"], f"{where}.run", names) if "run" in raw else None
    return BenchLook(raw["text"], run, marks)


def _mark(raw: Any, where: str, names: list[str]) -> BenchMark:
    kinds = {
        "focus": dict,
        "chart": str,
        "epoch": int,
        "example": int,
        "run": str,
        "screen": str,
        "walk": str,
    }
    check(raw, where, {"words": str}, kinds)
    [*found] = raw.keys() & kinds.keys()
    if len(found) != 1:
        raise LessonError(f"{where} points at one of {', '.join(TARGETS)}.")
    [target] = found
    to = raw[target]
    if target == "focus":
        to = _focus(to, f"{where}.focus")
    elif target in ("chart", "run", "screen"):
        _one_of(to, f"{where}.{target}", {"chart": CHARTS, "run": names, "screen": SCREENS}[target])
    return BenchMark(raw["words"], target, to)


def _question(raw: Any, where: str, names: list[str]) -> BenchQuestion:
    places: Types = {"run": str, "epoch": int, "focus": dict, "walk": str}
    check(raw, where, {"ask": str, "answer": str, "outcomes": list}, places)
    if not raw["outcomes"]:
        raise LessonError(f"{where}.outcomes is empty; an answer is held by at least one claim.")
    return BenchQuestion(
        raw["ask"],
        raw["answer"],
        _outcomes(raw["outcomes"], f"{where}.outcomes", names),
        run=_one_of(raw["run"], f"{where}.run", names) if "run" in raw else None,
        epoch=raw.get("epoch"),
        focus=_focus(raw["focus"], f"{where}.focus") if "focus" in raw else None,
        walk=raw.get("walk"),
    )


def _outcomes(raw: list[Any], where: str, names: list[str]) -> tuple[Outcome, ...]:
    return tuple(_outcome(each, f"{where}[{k}]", names) for k, each in enumerate(raw))


def _outcome(raw: Any, where: str, names: list[str]) -> Outcome:
    anything = (int, float, str, list, bool)
    what = raw.get("what") if isinstance(raw, dict) else None
    needs = QUANTITIES.get(_one_of(what, f"{where}.what", tuple(QUANTITIES)), ())
    optional: Types = {"run": str, "at": (str, int), "label": str, **dict.fromkeys(TESTS, anything)}
    check(raw, where, {"what": str, **dict.fromkeys(needs, (int, str, list))}, optional)
    tests = [test for test in TESTS if test in raw]
    if len(tests) != 1:
        raise LessonError(f"{where} says one of {', '.join(TESTS)}.")
    [test] = tests
    than, at = raw[test], raw.get("at", "end")
    if isinstance(at, str):
        _one_of(at, f"{where}.at", PLACES)
    if test in ("below", "above") and isinstance(than, str):
        _one_of(than, f"{where}.{test}", names)
    run = _one_of(raw.get("run", names[0]), f"{where}.run", names)
    return Outcome(run, raw["what"], at, test, than, {key: raw[key] for key in needs}, raw.get("label"))


def _one_of(found: Any, where: str, known: Sequence[str]) -> str:
    if found not in known:
        raise LessonError(f"{where} is {found!r}; it is one of {', '.join(known)}.")
    assert isinstance(found, str)  # it is among the known ones
    return found
