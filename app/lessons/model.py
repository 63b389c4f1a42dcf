"""
What a lesson is made of, typed and frozen.

Words and pictures are data like the numbers: a sentence names the marks it speaks of, a layout names where each node
stands. Nothing here is computed and nothing is read; see `library` and `graphs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .bench import Bench


@dataclass(frozen=True, slots=True)
class LessonNumber:
    """
    One number that a lesson promises.

    Attributes:
        quantity: ``"value"``, ``"gradient"`` or ``"local"``.
        node: The node it belongs to, or None for an edge's.
        edge: ``{"source", "target", "index"}``, or None for a node's.
        printed: The digits of the deck, correctly rounded; a tuple for a vector.
    """

    quantity: str
    node: str | None
    edge: Mapping[str, Any] | None
    printed: str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers a variant may give to one leaf: ``start`` to ``stop`` by ``step``, without ``avoid``."""

    start: float
    stop: float
    step: float
    avoid: tuple[float, ...] = ()

    def choices(self) -> list[float]:
        """Every number of the span, in order; each is exact in a short decimal."""
        count = round((self.stop - self.start) / self.step)
        numbers = [
            round(self.start + self.step * k, 9) for k in range(count + 1)
        ]  # 0.3, not 0.30000000000000004
        return [number for number in numbers if number not in self.avoid]


@dataclass(frozen=True, slots=True)
class Layout:
    """
    One hand-made picture of a lesson.

    Attributes:
        apart: The composites that are open in it.
        nodes: Board units by node: the middle of an op's disc, the tip of a leaf's tag.
        edges: Bend points strictly between the two ports, by ``source>target:index``.
    """

    apart: tuple[str, ...]
    nodes: Mapping[str, tuple[float, float]]
    edges: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that stand once in a sentence, and the node or the edge they speak of; exactly one of the two."""

    words: str
    node: str | None
    edge: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Look:
    """
    One thing to look at: a sentence, and its words linked to marks.

    Attributes:
        at: The stop of the player to stand at, "start" before the first, "end" after the last; None for anywhere.
    """

    text: str
    at: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A number to predict before it is shown; its answer is computed, never stored."""

    quantity: str
    node: str | None
    edge: Mapping[str, Any] | None
    ask: str


@dataclass(frozen=True, slots=True)
class Notation:
    """One thing that the decks write differently: what it means, how it is written here, and how elsewhere."""

    means: str
    here: str
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Further:
    """A program that goes on from the lesson's: what its button says, what it is called, and its whole text."""

    label: str
    title: str
    expression: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a comparison: its cells in words, the first of which points at a node or an edge, or at nothing."""

    cells: tuple[str, ...]
    node: str | None
    edge: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    Things beside each other, in words: no number of the graph stands here, for those change.

    Attributes:
        at: "start", beside what the lesson is about, or "end", beside what to mind.
        heads: One for each column.
    """

    title: str
    at: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """
    A claim about a walk downhill, as `Descent` has it but for what is said here.

    Attributes:
        test: ``"below"``, ``"above"`` or ``"printed"``, of the output after so many updates.
        program: Title of one of the lesson's other programs that it walks on; None for its own.
    """

    rule: str
    rate: float
    after: int
    test: str
    than: float | str
    program: str | None = None


@dataclass(frozen=True, slots=True)
class Descent:
    """How a lesson runs downhill: rates side by side, a rule, updates, what to look at, and what comes of it."""

    rates: tuple[float, ...]
    rule: str
    updates: int
    look: tuple[str, ...]
    reached: tuple[Reached, ...]
    moving: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NetworkLesson:
    """A lesson for the network bench alone: the words that every lesson has, and what is trained."""

    slug: str
    title: str
    topic: str
    summary: str
    bench: Bench
    notation: tuple[Notation, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """
    One example of the decks.

    Attributes:
        slug: Its address, lower-case words joined by hyphens.
        expression: The whole program, values included, in the expression language.
        layouts: Its pictures; the first is the one it opens with.
        look: What to look at, in order.
        questions: What to predict, in order.
        notation: Where the decks differ, formulas in LaTeX.
        notes: Where a formula goes wrong easily, or the printed one is not right.
        modes: What it compares in a table: passes ("forward", "reverse") or ways to write a gradient down ("assign",
            "add", "twice"); empty for a plain lesson.
        numbers: What it promises; a test holds each against the engine.
        vary: What a variant may change, by leaf.
        more: Programs that go on from it: each keeps every statement of the lesson's.
        also: Other programs to put beside it, each a whole one of its own.
        comparisons: Things beside each other, in words.
        bench: The same as a network that is trained; None for a graph alone.
        descend: How it runs downhill from where it opens; None where it opens at its last step.
    """

    slug: str
    title: str
    topic: str
    summary: str
    expression: str
    layouts: tuple[Layout, ...]
    look: tuple[Look, ...]
    questions: tuple[Question, ...]
    notation: tuple[Notation, ...]
    notes: tuple[str, ...]
    numbers: tuple[LessonNumber, ...]
    sources: tuple[str, ...]
    modes: tuple[str, ...] = ()
    vary: Mapping[str, Span] = field(default_factory=dict)
    more: tuple[Further, ...] = ()
    also: tuple[Further, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    bench: Bench | None = None
    descend: Descent | None = None

    @property
    def apart(self) -> tuple[str, ...]:
        """Composite nodes that the lesson opens into their primitives from the start."""
        return self.layouts[0].apart


@dataclass(frozen=True, slots=True)
class Playlist:
    """Lessons in the order of one lecture, by slug, with what to tell the teacher about each."""

    slug: str
    title: str
    lessons: tuple[str, ...]
    notes: Mapping[str, str]
