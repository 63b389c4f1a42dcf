"""
``POST /export``: a run taken along in another form.
"""

from __future__ import annotations

from typing import Any

from ..engine.errors import InputError
from ..engine.limits import Limits
from ..engine.passes import evaluate
from ..export.formats import FORMATS
from . import cost, wire
from .evaluate import describe, number_or_none
from .reading import Fields
from .source import SOURCE_KEYS, read_source
from .work import Task

KEYS = (*SOURCE_KEYS, "output", "seed", "format", "at")


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; telling the trace is most of the work, and writing it the rest."""
    fields = Fields(document, KEYS)
    name = fields.choice("format", tuple(FORMATS))
    at = fields.text("at", None)
    if at is not None and not FORMATS[name].told:
        told = ", ".join(each for each, form in FORMATS.items() if form.told)
        raise InputError(
            "unknown-key", f'"at" belongs to the format {told}.', hint="Leave it out.", loc=("at",)
        )
    output = fields.text("output", None)
    seed = number_or_none(fields, "seed", limits)
    source = read_source(fields, limits)
    with source.placed():
        seconds = cost.evaluation(source.graph, "trace", limits)
        seconds += cost.exporting(source.graph, FORMATS[name].node_s)

    def run() -> bytes:
        with source.placed():
            done = evaluate(source.graph, output=output, seed=seed, limits=limits)
        chosen = FORMATS[name]
        told = (wire.encode(describe(done, "trace", columns=False)).decode(), at) if chosen.told else ()
        return wire.encode(
            {"media_type": chosen.media_type, "content": chosen.write(done, *told)}, finite=True
        )

    return Task(seconds, run)
