"""
``POST /grade``: many answers about one graph, each marked on its own.

What the asker got wrong (a node that is not there, an edge without a gradient) refuses the request, with its place.
What a student got wrong is that answer's result, and costs nobody else theirs.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..engine.errors import EngineError, GraphError, InputError, raise_all
from ..engine.graph import Graph
from ..engine.limits import Limits
from ..engine.refusals import clip, listing
from ..explain.grading import ANY, Asked, Marker, Quantity
from . import cost, wire
from .evaluate import number_or_none
from .reading import Fields, wrong_type
from .source import SOURCE_KEYS, read_source, unused_inputs
from .work import Task

KEYS = (*SOURCE_KEYS, "output", "seed", "questions", "answers")
OF_A_NODE: tuple[Quantity, ...] = ("value", "gradient")
OF_AN_EDGE: tuple[Quantity, ...] = ("local", "upstream", "downstream")
# Seconds that reading one answer takes, each of its characters, and comparing it with one node's slips; and passes that
# slips and formulas may need for one question, beside one for each node on the way.
ANSWER_S, CHARACTER_S, NODE_S = 30e-6, 3e-6, 2e-6
PASSES = 20


class Question(NamedTuple):
    """One question and its answer, as they were posted; the place is a node's id, or an edge's ends and operand."""

    quantity: Quantity
    node: str | None
    edge: tuple[str, str, int] | None
    answer: str
    loc: tuple[str | int, ...]


def prepare(document: Any, limits: Limits) -> Task:
    """Read the request; every answer costs its reading, every number asked for a few passes."""
    given = Fields(document, KEYS)
    output = given.text("output", None)
    seed = number_or_none(given, "seed", limits)
    told = given.boolean("answers", False)
    questions = [_read_question(each, ("questions", i)) for i, each in enumerate(given.array("questions"))]
    source = read_source(given, limits)
    graph = source.graph
    places = _places(graph, questions)
    seedless = {each.quantity for each in questions} <= {"value", "local"}
    entering = ANY if seed is None and seedless else seed

    def run() -> bytes:
        with source.placed():
            marker = Marker(graph, output, entering, limits)
        return wire.encode(
            {"results": _marked(marker, places, questions, told), "warnings": unused_inputs(graph)}
        )

    with source.placed():
        once = cost.evaluation(graph, "gradients", limits)
    passes = 1 + len(set(places)) * (PASSES + min(len(graph), 256))
    answers = sum(ANSWER_S + CHARACTER_S * len(each.answer) + NODE_S * len(graph) for each in questions)
    return Task(passes * once + answers, run)


def _read_question(given: Any, loc: tuple[str | int, ...]) -> Question:
    fields = Fields(given, ("node", "edge", "quantity", "answer"), loc)
    quantity = fields.choice("quantity", (*OF_A_NODE, *OF_AN_EDGE))
    place, other = ("node", "edge") if quantity in OF_A_NODE else ("edge", "node")
    if other in fields.found:
        message = f"A question about a {quantity} names no {other}."
        raise InputError("unknown-key", message, hint=f'Give "{place}" in its place.', loc=(*loc, other))
    if place == "node":
        return Question(quantity, fields.text("node"), None, _read_answer(fields), loc)
    return Question(quantity, None, _read_edge(fields.mapping("edge"), loc), _read_answer(fields), loc)


def _read_edge(given: dict[str, Any], loc: tuple[str | int, ...]) -> tuple[str, str, int]:
    edge = Fields(given, ("source", "target", "index"), (*loc, "edge"))
    return edge.text("source"), edge.text("target"), edge.integer("index", 0)


def _read_answer(fields: Fields) -> str:
    """The answer as text; a JSON number is what it looks like."""
    answer = fields.value("answer")
    if isinstance(answer, bool) or not isinstance(answer, str | int | float):
        wrong_type(answer, "a string or a number", (*fields.loc, "answer"))
    return answer if isinstance(answer, str) else repr(answer)


def _places(graph: Graph, questions: list[Question]) -> list[Asked]:
    """
    Find what each question is about.

    Raises:
        EngineError: ``unknown-node`` or ``unknown-edge``, with the question's place; all of them, at most 20.
    """
    found: list[Asked] = []
    errors: list[EngineError] = []
    for question in questions:
        try:
            found.append(_place(graph, question))
        except EngineError as error:
            errors.append(error)
            if len(errors) == 20:
                break
    raise_all(errors)
    return found


def _place(graph: Graph, question: Question) -> Asked:
    if question.edge is None:
        assert question.node is not None  # one of the two is there
        return Asked(question.quantity, graph.slot_of(question.node, (*question.loc, "node")))
    source, target, index = question.edge
    loc = (*question.loc, "edge")
    start, end = graph.slot_of(source, (*loc, "source")), graph.slot_of(target, (*loc, "target"))
    operands = graph.inputs[end]
    if not (index < len(operands) and operands[index] == start):
        read = [graph.ids[one] for one in operands if one >= 0]
        raise GraphError(
            "unknown-edge",
            f"{clip(source)} is not the operand of {clip(target)} at this index.",
            hint=f"Its operands are {listing(read)}." if read else "It is a leaf: no edge leads to it.",
            loc=(*loc, "index"),
        )
    return Asked(question.quantity, end, index)


def _marked(
    marker: Marker, places: list[Asked], questions: list[Question], told: bool
) -> list[dict[str, Any]]:
    _check_numbers(marker, places, questions)
    results = []
    for asked, question in zip(places, questions, strict=True):
        verdict = marker.mark(asked, question.answer)
        result: dict[str, Any] = {"correct": verdict.correct}
        if not verdict.correct:
            result |= {"mistake": verdict.mistake, "hint": verdict.hint}
        results.append(result | {"value": marker.truth(asked)} if told else result)
    return results


def _check_numbers(marker: Marker, places: list[Asked], questions: list[Question]) -> None:
    """
    Hold every question to have a number.

    Raises:
        EngineError: ``nothing-to-grade``, with the question's place; all of them, at most 20.
    """
    numberless = [
        question for asked, question in zip(places, questions, strict=True) if marker.truth(asked) is None
    ]
    raise_all(
        [
            InputError(
                "nothing-to-grade",
                f"There is no {question.quantity} here to hold the answer against.",
                hint="No gradient flows to a constant, and a local gradient past the limit is not written out.",
                loc=question.loc,
            )
            for question in numberless[:20]
        ]
    )
