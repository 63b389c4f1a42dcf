"""
``GET /datasets``, ``POST /datasets/{name}``, and the ``data`` of a training: examples to learn from.
"""

from __future__ import annotations

from typing import Any

from ...engine.errors import InputError, LimitError, did_you_mean
from ...engine.limits import Limits
from ...nets.datasets import DATASETS, Dataset, Rows, sample, split
from .. import wire
from ..problems import HttpError
from ..reading import Fields, shorten
from ..work import Task

SAMPLE_KEYS = ("n", "noise", "seed", "split")
ROW_S = 4e-7


def catalogue() -> list[dict[str, Any]]:
    """Every dataset in a line, in the order of the table."""
    return [
        {
            "name": row.name,
            "title": row.title,
            "summary": row.summary,
            "task": row.task,
            "inputs": row.inputs,
            "classes": list(row.classes),
            "n": row.n,
            "noise": row.noise,
            "most": row.most,
        }
        for row in DATASETS.values()
    ]


def known(name: str) -> Dataset:
    """
    The dataset *name*.

    Raises:
        HttpError: 404, with what was probably meant.
    """
    if name not in DATASETS:
        hint = did_you_mean(name, DATASETS) or f"There are {', '.join(DATASETS)}."
        raise HttpError("not-found", f"There is no dataset {shorten(name)}.", hint=hint)
    return DATASETS[name]


def prepare(name: str, document: Any, limits: Limits) -> Task:
    """Read what is asked of the dataset *name*; what is left is drawing it."""
    found = known(name)
    fields = Fields(document, SAMPLE_KEYS)
    rows = Sampling(fields, found, limits)
    return Task(rows.n * (found.inputs + 1) * ROW_S, lambda: wire.encode(_describe(found, rows.draw())))


def _describe(found: Dataset, rows: Rows) -> dict[str, Any]:
    counts = {"train": rows.train, "validation": rows.validation, "test": rows.test}
    return {
        "name": found.name,
        "task": found.task,
        "inputs": found.inputs,
        "classes": list(found.classes),
        "x": rows.x,
        "y": rows.y,
        "rows": counts,
    }


class Sampling:
    """What a request asks of a dataset, read and checked; `draw` then draws it."""

    def __init__(self, fields: Fields, found: Dataset, limits: Limits) -> None:
        self._found = found
        n = fields.integer("n", None, least=1)
        self.n: int = found.n if n is None else n
        self._noise = _noise(fields, found)
        self._seed: int = fields.integer("seed", 0)
        self._shares = read_split(fields)
        if found.most is not None and self.n > found.most:
            raise InputError(
                "bad-setting",
                f"{found.name} has {found.most} examples, not {self.n}.",
                hint=f"Ask for at most {found.most}.",
                loc=(*fields.loc, "n"),
            )
        if self.n * (found.inputs + 1) > limits.max_entries:
            raise LimitError(
                "entry-limit",
                self.n * (found.inputs + 1),
                limits.max_entries,
                hint="Ask for fewer examples.",
                loc=(*fields.loc, "n"),
            )

    def draw(self) -> Rows:
        """The examples, dealt out."""
        x, y = sample(self._found, self.n, self._noise, self._seed)
        return split(x, y, *self._shares, seed=self._seed)


def _noise(fields: Fields, found: Dataset) -> float:
    given = fields.value("noise", None)
    if given is None:
        return found.noise
    return _share(given, "noise", (*fields.loc, "noise"), most=10.0)


def read_split(fields: Fields) -> tuple[float, float]:
    """Shares to train on and to validate with; everything trains unless the request says otherwise."""
    found = fields.mapping("split", None)
    if found is None:
        return 1.0, 0.0
    given = Fields(found, ("train", "validation"), (*fields.loc, "split"))
    train = _share(given.value("train"), "train", (*given.loc, "train"))
    validation = _share(given.value("validation", 0.0), "validation", (*given.loc, "validation"))
    if train == 0 or train + validation > 1 + 1e-9:
        raise InputError(
            "bad-setting",
            f"The shares train {train:g} and validation {validation:g} do not fit.",
            hint="train is more than 0, and both together are at most 1; what is left is for a test.",
            loc=given.loc,
        )
    return train, validation


def _share(given: Any, name: str, loc: tuple[str | int, ...], most: float = 1.0) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= most:
        raise InputError("bad-setting", f"{name} is a number from 0 to {most:g}.", loc=loc)
    return float(given)
