"""A run written in a format, with what the format asks for besides the run."""

from __future__ import annotations

from app.api import wire
from app.api.evaluate import describe
from app.engine.passes import Run
from app.export.formats import FORMATS


def told_of(run: Run) -> str:
    """The answer of ``POST /evaluate`` about *run*."""
    return wire.encode(describe(run, "trace", columns=False)).decode()


def write(name: str, run: Run) -> str:
    """What the format *name* makes of *run*."""
    form = FORMATS[name]
    return form.write(run, told_of(run), None) if form.told else form.write(run)
