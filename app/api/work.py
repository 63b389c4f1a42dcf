"""
A piece of work: from a request's bytes to an answer's, the same in the server and in a worker process.

Each resource declares its work as a function from the decoded body to a `Task`: what is left to compute, and an
estimate of how long that takes. Making the task validates and lowers, so mistakes are found before anything is
computed. `answer` runs a task to the end whatever it costs; `try_inline` gives up, before the work, on whatever would
hold up the event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..engine.errors import EngineError, LimitError
from ..engine.limits import Limits
from . import problems, wire
from .problems import Problem


class Task(NamedTuple):
    """
    Work that has been validated.

    Attributes:
        cost_s: Roughly how long `run` takes, in seconds.
        run: Computes the answer, as bytes of JSON.
    """

    cost_s: float
    run: Callable[[], bytes]


class Context(NamedTuple):
    """What every piece of work is told: limits of the engine, and how deep a body may nest."""

    limits: Limits
    json_depth: int


Prepare = Callable[[Any, Limits], Task]

# Past these sizes even reading the body is left to a worker. Reading costs about 1 us a byte of expression and 0.03 us
# a byte of graph, lowering included; measured on one core of 2024.
INLINE_BODY_BYTES = 128 * 1024
INLINE_EXPRESSION_CHARACTERS = 2_000
INLINE_QUESTIONS = 250  # to be graded, which are read one by one: 40 us each


def answer(prepare: Prepare, body: bytes, context: Context) -> Problem:
    """Do the whole work and say how it ended: 200 and the answer, or a problem document."""
    return finished(lambda: prepare(wire.decode(body, context.json_depth), context.limits))


def finished(make: Callable[[], Task]) -> Problem:
    """What becomes of a task, its making included."""
    try:
        return Problem(200, make().run())
    except EngineError as error:
        return problems.problem(error)
    except MemoryError:
        return problems.problem(out_of_memory())


def try_inline(prepare: Prepare, body: bytes, context: Context, budget_s: float) -> bytes | None:
    """
    The answer, where all of the work is small; else None, before it is begun.

    Raises:
        EngineError: The request does not fit.
    """
    if len(body) > INLINE_BODY_BYTES:
        return None
    document = wire.decode(body, context.json_depth)
    if isinstance(document, dict) and (_long(document.get("expression")) or _many(document.get("questions"))):
        return None
    task = prepare(document, context.limits)
    return None if task.cost_s > budget_s else task.run()


def out_of_memory() -> EngineError:
    """What to say when an allocation was refused."""
    return EngineError(
        "memory-limit", "The work needs more memory than a computation may take.", hint="Use smaller tensors."
    )


def too_slow(allowed_s: float) -> LimitError:
    """What to say when the deadline has passed."""
    return LimitError(
        "compute-limit", allowed_s, allowed_s, hint="Use a smaller graph, fewer rows or fewer steps."
    )


def _long(text: object) -> bool:
    return isinstance(text, str) and len(text) > INLINE_EXPRESSION_CHARACTERS


def _many(questions: object) -> bool:
    return isinstance(questions, list) and len(questions) > INLINE_QUESTIONS
