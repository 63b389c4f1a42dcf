"""
Data to learn from: one row of the table each, drawn by numpy's PCG64, the same for the same seed everywhere.

A dataset makes `n` examples; `noise` is the standard deviation of what is added, to the place of a point where a class
is to be told, to the height of the curve where one is to be fitted. Classes are numbers from 0.

Iris and the digits are measurements, in the files of ``data/`` as scikit-learn ships them: Fisher 1936, and the test
set of the Optical Recognition of Handwritten Digits (Alpaydin and Kaynak 1998). Both are CC BY 4.0 at UCI.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ..engine.array import Array

Random = np.random.Generator
Sample = tuple[Array, Array]  # x (n, inputs) and y (n, 1)
Make = Callable[[Random, int, float], Sample]
TASKS = ("two-classes", "classes", "regression")
_FILES = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Dataset:
    """
    One dataset.

    Attributes:
        name: As in a request.
        title: In words.
        summary: One sentence.
        task: One of `TASKS`.
        inputs: Numbers of an example.
        classes: Names of the classes, none for a curve.
        n: How many examples, unless asked otherwise.
        noise: How much noise, unless asked otherwise.
        make: Draws examples.
        most: How many there are, where they were measured.
    """

    name: str
    title: str
    summary: str
    task: str
    inputs: int
    classes: tuple[str, ...]
    n: int
    noise: float
    make: Make
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Examples, those to train on first, then those to validate with, then those to test on."""

    x: Array
    y: Array
    train: int
    validation: int

    @property
    def test(self) -> int:
        """How many are left for a test."""
        return len(self.x) - self.train - self.validation


def sample(found: Dataset, n: int | None = None, noise: float | None = None, seed: int = 0) -> Sample:
    """*n* examples of a dataset; all of them, or as many as the table says, by default."""
    random = np.random.Generator(np.random.PCG64(seed))
    return found.make(random, found.n if n is None else n, found.noise if noise is None else noise)


def split(x: Array, y: Array, train: float, validation: float, seed: int = 0) -> Rows:
    """
    Deal examples out in random order; with nothing to deal out, they keep theirs.

    Args:
        train, validation: Shares of the whole, from 0; what is left of 1 is for a test. At least one example trains.
    """
    n = len(x)
    first = max(1, round(train * n))
    second = min(round(validation * n), n - first)
    if first < n:
        order = np.random.Generator(np.random.PCG64(seed)).permutation(n)
        x, y = x[order], y[order]
    return Rows(x, y, first, second)


def _gate(corners: list[list[float]], answers: list[float]) -> Make:
    """Corners in turn, each as often as *n* allows."""

    def make(random: Random, n: int, noise: float) -> Sample:
        turn = np.arange(n) % len(corners)
        x = np.array(corners)[turn]
        return x + noise * random.standard_normal(x.shape), np.array(answers)[turn, None]

    return make


SQUARE = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]


def _blobs(classes: int) -> Make:
    """Round clouds, their middles evenly on a circle of radius 2."""

    def make(random: Random, n: int, noise: float) -> Sample:
        of = np.arange(n) % classes
        angle = 2 * np.pi * of / classes + np.pi / 4
        middle = 2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return middle + noise * random.standard_normal((n, 2)), of[:, None].astype(np.float64)

    return make


def _circles(random: Random, n: int, noise: float) -> Sample:
    of = np.arange(n) % 2
    angle = random.uniform(0, 2 * np.pi, n)
    radius = np.where(of == 1, 0.5, 1.0)
    x = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return x + noise * random.standard_normal(x.shape), of[:, None].astype(np.float64)


def _moons(random: Random, n: int, noise: float) -> Sample:
    of = np.arange(n) % 2
    angle = random.uniform(0, np.pi, n)
    x = np.where(
        (of == 0)[:, None],
        np.stack([np.cos(angle), np.sin(angle)], axis=1),
        np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1),
    )
    return x - [0.5, 0.25] + noise * random.standard_normal(x.shape), of[:, None].astype(np.float64)


def _spirals(random: Random, n: int, noise: float) -> Sample:
    """Two arms of one and a half turns; evenly spread along the way."""
    of = np.arange(n) % 2
    along = np.sqrt(random.uniform(0.02, 1, n))
    angle = 3 * np.pi * along + np.pi * of
    x = along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x + noise * random.standard_normal(x.shape), of[:, None].astype(np.float64)


def _curve(low: float, high: float, height: Callable[[Array], Array]) -> Make:
    """Points about a curve, evenly spread."""

    def make(random: Random, n: int, noise: float) -> Sample:
        x = np.linspace(low, high, n)[:, None]
        return x, height(x) + noise * random.standard_normal(x.shape)

    return make


@cache
def _measured(name: str) -> Sample:
    """A table of measurements, x and class."""
    text = (
        gzip.decompress((_FILES / "digits.csv.gz").read_bytes()).decode()
        if name == "digits"
        else (_FILES / "iris.csv").read_text("utf-8").split("\n", 1)[1]
    )
    table = np.array([line.split(",") for line in text.split()], dtype=np.float64)
    x, y = table[:, :-1], table[:, -1:]
    return (x / 16, y) if name == "digits" else ((x - x.mean(axis=0)) / x.std(axis=0), y)


def _rows_of(name: str) -> Make:
    """Any *n* rows of a table of measurements, in random order."""

    def make(random: Random, n: int, noise: float) -> Sample:
        x, y = _measured(name)
        chosen = random.permutation(len(x))[:n]
        return x[chosen] + noise * random.standard_normal((len(chosen), x.shape[1])), y[chosen]

    return make


NO_YES = ("no", "yes")
INNER = ("outer", "inner")

_ROWS = (
    Dataset(
        "and", "AND gate", "1 where both inputs are.", "two-classes", 2, NO_YES, 4, 0.0, _gate(SQUARE, [0, 0, 0, 1])
    ),
    Dataset(
        "or", "OR gate", "1 where an input is.", "two-classes", 2, NO_YES, 4, 0.0, _gate(SQUARE, [0, 1, 1, 1])
    ),
    Dataset(
        "not", "NOT gate", "1 where the input is 0.", "two-classes", 1, NO_YES, 2, 0.0, _gate([[0.0], [1.0]], [1, 0])
    ),
    Dataset(
        "xor",
        "XOR",
        "1 where the inputs differ: no straight line tells them apart.",
        "two-classes",
        2,
        NO_YES,
        4,
        0.0,
        _gate(SQUARE, [0, 1, 1, 0]),
    ),
    Dataset(
        "two_blobs", "Two blobs", "Two round clouds.", "two-classes", 2, ("first", "second"), 200, 0.8, _blobs(2)
    ),
    Dataset(
        "blobs",
        "Four blobs",
        "Four round clouds, a class each.",
        "classes",
        2,
        ("first", "second", "third", "fourth"),
        200,
        0.5,
        _blobs(4),
    ),
    Dataset("circles", "Circles", "A ring inside a ring.", "two-classes", 2, INNER, 200, 0.08, _circles),
    Dataset(
        "moons", "Two moons", "Two half circles that reach into each other.", "two-classes", 2, ("upper", "lower"), 200,
        0.1, _moons,
    ),
    Dataset(
        "spirals", "Spirals", "Two arms that wind about each other.", "two-classes", 2, ("first", "second"), 200, 0.02,
        _spirals,
    ),
    Dataset(
        "lines", "Line", "Points about y = 2 x + 1.", "regression", 1, (), 50, 0.2, _curve(-1, 1, lambda x: 2 * x + 1)
    ),
    Dataset("sine", "Sine", "One wave.", "regression", 1, (), 60, 0.05, _curve(-np.pi, np.pi, np.sin)),
    Dataset("quadratic", "Parabola", "Points about y = x^2.", "regression", 1, (), 50, 0.03, _curve(-1, 1, np.square)),
    Dataset(
        "step", "Step", "0 left of 0, 1 from there on.", "regression", 1, (), 50, 0.0,
        _curve(-1, 1, lambda x: np.where(x >= 0, 1.0, 0.0)),
    ),
    Dataset(
        "iris", "Iris", "Three kinds of iris by length and width of sepal and petal, each measure with mean 0 and "
        "deviation 1.", "classes", 4, ("setosa", "versicolor", "virginica"), 150, 0.0, _rows_of("iris"), most=150,
    ),
    Dataset(
        "digits", "Digits", "Handwritten digits of 8 by 8 pixels, 0 to 1.", "classes", 64, tuple("0123456789"), 1797,
        0.0, _rows_of("digits"), most=1797,
    ),
)  # fmt: skip

DATASETS: dict[str, Dataset] = {row.name: row for row in _ROWS}
