"""
The lesson library on the wire, as models: the part of the contract that `schemas` leaves to this module.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .schemas import EdgeName, Graph, Layout, Model, Value

Quantity = Literal["value", "gradient", "local"]


class LessonSummary(Model):
    """A lesson in a line."""

    slug: str
    title: str
    topic: str
    summary: str


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


class Lesson(LessonSummary):
    """One lesson."""

    expression: str
    variant: str | None
    graph: Graph = Field(description="The program, composites opened, with the lesson's own layout.")
    pictures: list[Picture] = Field(description="Every layout there is; the first is that of `graph`.")
    apart: list[str] = Field(description="Composites that it opens.")
    modes: list[str] = Field(description="What it compares: passes, or ways to write a gradient down.")
    look: list[Look] = Field(description="What to look at, in order.")
    questions: list[Question] = Field(description="What to predict, in order.")
    notation: list[Notation] = Field(description="Where the decks differ.")
    notes: list[str] = Field(description="Where a formula goes wrong easily, or is printed wrong.")
    sources: list[str]
    more: list[Further] = Field(description="Programs that go on from it.")
    also: list[Further] = Field(description="Programs to put beside it.")
    comparisons: list[Comparison]
    varies: list[str] = Field(description="Leaves that a variant may change.")
    numbers: list[Asked]
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
