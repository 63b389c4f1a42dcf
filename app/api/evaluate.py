"""
``POST /evaluate``: forward and backward once, nothing stored.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from ..engine.array import Array
from ..engine.errors import InputError
from ..engine.limits import Limits
from ..engine.passes import Run, evaluate, tangents
from ..engine.values import read_value
from ..explain.diagnose import warnings
from ..explain.trace import steps
from ..explain.trace_json import steps_json
from ..explain.trace_some import some_steps, some_steps_json
from . import cost, tables, wire
from .reading import Fields
from .source import SOURCE_KEYS, Source, read_source, unused_inputs
from .work import Task

KEYS = (*SOURCE_KEYS, "output", "seed", "mode", "wrt", "direction", "detail", "steps", "format", "partial")
DETAILS = ("gradients", "nodes", "trace")
FORMATS = ("objects", "columns")
MODES = ("reverse", "forward")


class Question(NamedTuple):
    """A request to evaluate, read and checked."""

    source: Source
    output: str | None
    seed: float | Array | None
    wrt: str | None
    direction: float | Array | None
    detail: str
    places: tuple[int, ...] | None
    columns: bool
    partial: bool
    limits: Limits


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; what is left to do is both passes, the explanation and the writing."""
    question = _read(Fields(document, KEYS), limits)
    with question.source.placed():
        seconds = cost.evaluation(question.source.graph, question.detail, limits)
    return Task(seconds, lambda: _answer(question))


def _read(fields: Fields, limits: Limits) -> Question:
    forward = fields.choice("mode", MODES, "reverse") == "forward"
    wrt = fields.text("wrt", None)
    direction = number_or_none(fields, "direction", limits)
    for key, given in (("wrt", wrt), ("direction", direction)):
        if given is not None and not forward:
            raise InputError(
                "unknown-key", f'"{key}" belongs to forward mode.', hint='Add "mode": "forward".', loc=(key,)
            )
    if forward and wrt is None:
        raise InputError(
            "wrt-required",
            "Forward mode needs a node to differentiate by.",
            hint='Name it: "wrt": "x".',
            loc=("wrt",),
        )
    detail = fields.choice("detail", DETAILS, "trace")
    places = _places(fields, detail)
    columns = fields.choice("format", FORMATS, "objects") == "columns"
    partial = fields.boolean("partial", False)
    output = fields.text("output", None)
    seed = number_or_none(fields, "seed", limits)
    source = read_source(fields, limits)
    return Question(source, output, seed, wrt, direction, detail, places, columns, partial, limits)


def _places(fields: Fields, detail: str) -> tuple[int, ...] | None:
    """Which steps are wanted, by their places in the trace; None for all."""
    places: tuple[int, ...] | None = fields.integers("steps", None)
    if places is not None and detail != "trace":
        raise InputError(
            "unknown-key",
            f'"steps" belongs to the trace, and the detail is "{detail}".',
            hint='Leave "steps" out, or ask for "detail": "trace".',
            loc=("steps",),
        )
    return places


def number_or_none(fields: Fields, key: str, limits: Limits) -> float | Array | None:
    """A number or nested arrays of numbers under *key*; None where it is left out or null."""
    given = fields.value(key, None)
    return None if given is None else read_value(given, key, limits, (*fields.loc, key))


def _answer(question: Question) -> bytes:
    graph = question.source.graph
    with question.source.placed():
        run = evaluate(
            graph,
            output=question.output,
            seed=question.seed,
            partial=question.partial,
            limits=question.limits,
        )
        answer = describe(run, question.detail, question.columns, question.places)
        finite = tables.all_finite(run, edges=question.detail != "gradients")
        if question.wrt is not None:
            wanted = question.wrt, question.direction, question.output, question.limits, question.partial
            seen = tangents(graph, *wanted)
            answer["tangents"] = dict(zip(graph.ids, seen.tangents, strict=True))
            answer["multiplications"] = seen.multiplications
            finite = False
    return wire.encode(answer, finite=finite)


def describe(run: Run, detail: str, columns: bool, places: tuple[int, ...] | None = None) -> dict[str, Any]:
    """What a pass answers on the wire, in as much *detail* as asked; of the trace the steps at *places*, or all."""
    found: dict[str, Any] = {
        "output": run.graph.ids[run.output],
        "value": run.values[run.output],
        "values": tables.values(run),
        "gradients": tables.gradients(run),
    }
    if detail != "gradients":
        found["nodes"] = tables.node_columns(run) if columns else tables.node_objects(run)
        found["edges"] = tables.edge_columns(run) if columns else tables.edge_objects(run)
    if detail == "trace":
        found["steps"] = _told(run, places)
    found["warnings"] = warnings(run) + unused_inputs(run.graph)
    return found


def _told(run: Run, places: tuple[int, ...] | None) -> Any:
    """A scalar run's steps are written as text at once: the same bytes, at a fraction of the objects' cost."""
    if run.scalar:
        return orjson.Fragment(steps_json(run) if places is None else some_steps_json(run, places))
    return steps(run) if places is None else some_steps(run, places)
