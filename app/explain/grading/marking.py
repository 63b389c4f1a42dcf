"""
Marking: an answer against the true number, and then against what well-known slips give.

An answer is right within 1 %, or where it is the true number rounded to the answer's digits, two significant ones at
least. A wrong one is explained by the first of these that fits:

1. a slip whose number it is exactly, or to all of three digits or more, in the order of precedence: `sign`,
   `missing-path`, `missing-upstream`, `wrong-input` at the same op, `value-instead-of-derivative` of the node and the
   output, `wrong-input` of any leaf, the values of the neighbours, `wrong-input` of any op;
2. `rounding`: within 5 % of the true number;
3. a slip whose number it is as an answer is right: the nearest in the list only, or chance would find one;
4. `other`.

Where gradients with and without the upstream are the same because 1 arrives, a sum that lacks an arrival is the better
explanation, so `missing-path` comes first. In a product an operand's own value is the other operand's gradient: that
is `wrong-input`, since who mixes up factors does differentiate. The sign comes before all, as it is the one slip that
needs no other number.

A formula that names nodes is tried at random points (`points.TRIALS`). A slip of a formula is recognised where both
give the same at all of them; where none does, its number here is looked at as any number is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ...engine.graph import Graph, Value
from ...engine.limits import Limits
from ...engine.shapes import shape_of
from .answers import Formula, Unreadable, Written, answer_limits, read_answer
from .closeness import NEARLY, RIGHT, agree, entries_right, is_nearly, is_right, is_same
from .hints import Hints
from .mistakes import Mistake, Slip, slips
from .points import TRIALS, Around, Asked, Point, points_around

FIRST_SLIPS = 48
"""Slips that an answer may be near to; later ones must be met exactly."""


class Verdict(NamedTuple):
    """
    How an answer was marked.

    Attributes:
        correct: Whether it is right.
        mistake: What slip explains it; None for a right one.
        hint: A sentence for whoever answered; None for a right one.
    """

    correct: bool
    mistake: Mistake | None = None
    hint: str | None = None


RIGHT_ANSWER = Verdict(True)


class Marker:
    """
    Marks answers about one graph; what it computes for one answer serves the next.

    Args:
        graph: A complete graph.
        output: Id of the node to differentiate; None as in `choose_output`.
        seed: The gradient entering there; None for 1, `ANY` where no question is about a gradient.
        limits: For the passes; an answer has narrower ones of its own.

    Raises:
        EngineError: As `evaluate` does.
    """

    def __init__(self, graph: Graph, output: str | None, seed: Any, limits: Limits) -> None:
        self._graph, self._output, self._seed, self._limits = graph, output, seed, limits
        self.here = Point(graph, output, seed, limits)
        self._of_answers = answer_limits(limits)
        self._names = set(graph.ids)
        self._hints = Hints(graph, self.here.run.output)
        self._points: dict[Around, list[Point]] = {}
        self._slips: dict[Asked, list[Slip]] = {}
        self._made_from: dict[int, frozenset[str]] = {}

    def truth(self, asked: Asked) -> Value | None:
        """The number asked for; None where there is none to compare with."""
        return self.here.truth(asked)

    def mark(self, asked: Asked, text: str) -> Verdict:
        """Mark one answer; anything is survived, and what cannot be read is a wrong answer with a hint."""
        truth = self.here.truth(asked)
        assert truth is not None  # the caller has seen to it
        try:
            with np.errstate(all="ignore"):
                answer = read_answer(text, self._names, self._of_answers)
                if isinstance(answer, Formula):
                    return self._mark_formula(asked, answer, truth)
                return self._mark_number(asked, answer, truth)
        except Unreadable as unreadable:
            return Verdict(False, "other", str(unreadable))

    def _mark_number(self, asked: Asked, answer: Written, truth: Value) -> Verdict:
        if is_right(answer, truth, self.here.noise):
            return RIGHT_ANSWER
        if shape_of(answer.value) != shape_of(truth):
            return Verdict(False, "other", self._hints.shape(asked, truth, answer.value))
        return self._explained(asked, answer, truth)

    def _explained(self, asked: Asked, answer: Written, truth: Value) -> Verdict:
        """Which slip gives the number of a wrong answer."""
        found = self._slips_towards(asked)
        for slip in found:
            if slip.value is not None and is_same(answer, slip.value):
                return self._slipped(asked, slip)
        if is_nearly(answer, truth):
            return Verdict(False, "rounding", self._hints.rounding(asked))
        for slip in found[:FIRST_SLIPS]:
            near = is_nearly if slip.mistake == "sign" else is_right
            if slip.value is not None and near(answer, slip.value):
                return self._slipped(asked, slip)
        right, count = entries_right(answer, truth)
        if 0 < right < count:
            return Verdict(False, "other", self._hints.entries(asked, right, count))
        return Verdict(False, "other", self._hints.other(asked))

    def _mark_formula(self, asked: Asked, formula: Formula, truth: Value) -> Verdict:
        if asked.quantity == "value" and not self._comes_before(asked.slot).issuperset(formula.names):
            return Verdict(False, "other", self._hints.begs(asked))
        here = formula.value_at(self.here.named(formula.names), self._of_answers)
        fits_here = agree(here, truth, RIGHT, self.here.noise)
        if fits_here and self._holds(asked, formula):
            return RIGHT_ANSWER
        if shape_of(here) != shape_of(truth):
            return Verdict(False, "other", self._hints.shape(asked, truth, here))
        slip = self._slip_of_formula(asked, formula)
        if slip is not None:
            return self._slipped(asked, slip)
        if self._holds_at(asked, formula, TRIALS[-1], NEARLY):
            return Verdict(False, "rounding", self._hints.rounding(asked))
        if fits_here:
            return Verdict(False, "other", self._hints.only_here(asked))
        return self._explained(asked, Written(here), truth)

    def _holds(self, asked: Asked, formula: Formula) -> bool:
        """Whether *formula* agrees around here: by one of the trials; by its number here, where none means anything."""
        tried = False
        for around in TRIALS:
            holds = self._holds_at(asked, formula, around, around.tolerance)
            if holds:
                return True
            tried = tried or holds is not None
        return not tried

    def _holds_at(self, asked: Asked, formula: Formula, around: Around, tolerance: float) -> bool | None:
        """Whether *formula* agrees at every point that has a true number; None where too few have."""
        count = 0
        for point in self._around(around):
            truth = point.truth(asked)
            if truth is None or not np.all(np.isfinite(truth)):
                continue
            count += 1
            found = formula.value_at(point.named(formula.names), self._of_answers)
            if not agree(found, truth, tolerance, point.noise):
                return False
        return True if count >= around.few else None

    def _slip_of_formula(self, asked: Asked, formula: Formula) -> Slip | None:
        """The first slip that gives what *formula* gives, here and at all points near by."""
        points = [self.here, *self._around(TRIALS[0])]
        answers = [formula.value_at(point.named(formula.names), self._of_answers) for point in points]
        columns = zip(*(self._slips_at(point, asked) for point in points), strict=True)
        for column in columns:
            if _all_agree(answers, [slip.value for slip in column]):
                first: Slip = column[0]
                return first
        return None

    def _slipped(self, asked: Asked, slip: Slip) -> Verdict:
        return Verdict(False, slip.mistake, self._hints.slip(asked, slip))

    def _slips_towards(self, asked: Asked) -> list[Slip]:
        if asked not in self._slips:
            self._slips[asked] = slips(self.here, asked)
        return self._slips[asked]

    def _slips_at(self, point: Point, asked: Asked) -> list[Slip]:
        return self._slips_towards(asked) if point is self.here else slips(point, asked)

    def _around(self, around: Around) -> list[Point]:
        if around not in self._points:
            self._points[around] = points_around(self._graph, self._output, self._seed, self._limits, around)
        return self._points[around]

    def _comes_before(self, slot: int) -> frozenset[str]:
        """Ids that a formula for the value of the node at *slot* may name: all but itself and what is made from it."""
        if slot not in self._made_from:
            made = {slot}
            for node in range(slot + 1, len(self._graph)):
                if not made.isdisjoint(self._graph.inputs[node]):
                    made.add(node)
            self._made_from[slot] = frozenset(self._names - {self._graph.ids[node] for node in made})
        return self._made_from[slot]


def _all_agree(answers: Sequence[Value], wanted: Sequence[Value | None]) -> bool:
    return all(
        number is not None and agree(answer, number, TRIALS[0].tolerance)
        for answer, number in zip(answers, wanted, strict=True)
    )
