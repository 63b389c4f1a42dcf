"""
The lesson library on the wire, as models: the part of the contract that `schemas` leaves to this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from ..lessons.bench_reading import CHARTS
from .schemas import EdgeName, Graph, Layout, Model, Value
from .schemas.training import TrainRequest

Quantity = Literal["value", "gradient", "local"]
if TYPE_CHECKING:
    Chart = str
else:
    Chart = Literal[CHARTS]


class Descend(Model):
    """How a lesson runs downhill: settings of `/descend`, and what to look at."""

    rates: list[float] = Field(description="Side by side, from the same start.")
    rule: Literal["sgd", "momentum", "rmsprop", "adam"]
    updates: int
    moving: list[str] | None = Field(description="Leaves that move; null for the usual ones.")
    look: list[str]


class LessonSummary(Model):
    """A lesson in a line."""

    slug: str
    title: str
    topic: str
    summary: str
    kind: Literal["graph", "network"] = Field(
        description="What it is about: a graph, for the workbench, or a network that is trained."
    )
    trains: bool = Field(
        description="Whether it opens on the network bench; every network does, and some graphs."
    )
    descend: Descend | None = Field(description="How it runs downhill; null where it is not about that.")


class LessonsAnswer(Model):
    """The library."""

    lessons: list[LessonSummary]


class Asked(Model):
    """A number that a lesson asks for; `printed` as in the deck, `value` as the engine has it."""

    quantity: Quantity
    node: str | None = None
    edge: EdgeName | None = None
    printed: str | list[str] | None = None
    value: Value | None = None


class Picture(Model):
    """A hand-made layout, for the graph with these composites open."""

    apart: list[str] = Field(description="Composites that are open in it.")
    layout: Layout


class Mark(Model):
    """Words of a sentence and the node or the edge they speak of."""

    words: str = Field(description="They stand in the sentence, as whole words, once.")
    node: str | None = None
    edge: EdgeName | None = None


class Look(Model):
    """One thing to look at."""

    text: str
    at: str | None = Field(
        description="The stop to stand at: `edge:q>f:0`, `start` before the first, `end` after the last; null for any."
    )
    marks: list[Mark]


class Question(Model):
    """A number to predict; `answer` is computed, and told with `answers` only."""

    quantity: Quantity
    node: str | None = None
    edge: EdgeName | None = None
    ask: str
    answer: Value | None = None


class Notation(Model):
    """One thing that the decks write differently."""

    means: str
    here: str = Field(description="LaTeX.")
    elsewhere: list[str] = Field(description="LaTeX, one deck's way each.")


class Further(Model):
    """A program that goes on from a lesson's."""

    label: str = Field(description="What its button says.")
    title: str
    expression: str


class ComparisonRow(Model):
    """A row of a comparison; the first cell points at a node or an edge, or at nothing."""

    cells: list[str]
    node: str | None
    edge: EdgeName | None


class Comparison(Model):
    """Things beside each other, in words."""

    title: str
    at: Literal["start", "end"]
    heads: list[str] = Field(description="One for each column.")
    rows: list[ComparisonRow]


class BenchFocus(Model):
    """A unit of a network, counted from 1; layer 0 are the inputs, and the one behind the last is the loss."""

    layer: int
    unit: int
    input: int | None = Field(description="One of what comes in, from 1; 0 is the bias.")


class BenchRun(Model):
    """Something to train."""

    name: str = Field(description="What it is called beside the others.")
    request: TrainRequest = Field(description="As `/mlps/train` takes it, whole.")


class BenchOpens(Model):
    """How the bench stands when the lesson is opened."""

    run: int = Field(description="Index of the run.")
    screen: Literal["bench", "example"]
    epoch: int = Field(description="Where to stand; past 0, it is trained until there.")
    unit: Literal["example", "batch", "epoch"]
    example: int
    focus: BenchFocus | None
    chart: Chart | None
    walk: str = Field(description="A stop of the example's way, `forward:2`; empty for its beginning.")


class BenchMark(Model):
    """Words of a sentence, and the one thing of the bench that they point at."""

    words: str
    focus: BenchFocus | None = None
    chart: Chart | None = None
    epoch: int | None = None
    example: int | None = None
    run: str | None = None
    screen: Literal["bench", "example"] | None = None
    walk: str | None = None


class BenchLook(Model):
    """One thing to look at; `run` names the run that it is about, null for any."""

    text: str
    run: str | None
    marks: list[BenchMark]


class BenchQuestion(Model):
    """Something to predict, and what comes of it; it is asked where the lesson opens, but for what it says itself."""

    ask: str
    answer: str
    run: str | None = Field(None, description="Name of the run that it is asked over.")
    epoch: int | None = Field(None, description="Where that run stands; null for as far as it was trained.")
    focus: BenchFocus | None = None
    walk: str | None = Field(None, description="A stop of the example's way, `forward:2`.")


class BenchNumber(Model):
    """A number that the lesson is known by."""

    label: str
    printed: str


class Bench(Model):
    """A lesson's part on the network bench."""

    runs: list[BenchRun]
    opens: BenchOpens
    look: list[BenchLook]
    questions: list[BenchQuestion]
    numbers: list[BenchNumber]


class Lesson(LessonSummary):
    """One lesson. One whose kind is `network` has no program, and so nothing that belongs to a graph."""

    bench: Bench | None = Field(description="Null for a graph alone.")
    notation: list[Notation] = Field(description="Where the decks differ.")
    notes: list[str] = Field(description="Where a formula goes wrong easily, or is printed wrong.")
    sources: list[str]
    expression: str | None = None
    variant: str | None = None
    graph: Graph | None = Field(
        None, description="The program, composites opened, with the lesson's own layout."
    )
    pictures: list[Picture] | None = Field(
        None, description="Every layout there is; the first is that of `graph`."
    )
    apart: list[str] | None = Field(None, description="Composites that it opens.")
    modes: list[str] | None = Field(
        None, description="What it compares: passes, or ways to write a gradient down."
    )
    look: list[Look] | None = Field(None, description="What to look at, in order.")
    questions: list[Question] | None = Field(None, description="What to predict, in order.")
    more: list[Further] | None = Field(None, description="Programs that go on from it.")
    also: list[Further] | None = Field(None, description="Programs to put beside it.")
    comparisons: list[Comparison] | None = None
    varies: list[str] | None = Field(None, description="Leaves that a variant may change.")
    numbers: list[Asked] | None = None
    answers: list[Asked] | None = None


class Playlist(Model):
    """Lessons in the order of one lecture."""

    slug: str
    title: str
    lessons: list[str]
    notes: dict[str, str] = Field(description="For the teacher, by lesson.")


class PlaylistsAnswer(Model):
    """All playlists."""

    playlists: list[Playlist]
