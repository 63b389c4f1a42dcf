"""
Everything the engine says when it cannot go on, and the list of codes.

::

    EngineError                 code, message, hint, node, span, fix, snippet, loc
    ├── SourceError             the text: grammar, names, slips              (has a span)
    ├── GraphError              the document: keys, ids, edges, cycles, groups (has a loc)
    ├── ShapeError              operands that do not fit together             (has a node)
    ├── InputError              values, outputs, seeds and settings handed to a pass
    ├── LimitError              a size that passes a limit: limit, seen, allowed
    └── ErrorList               several of the above found at once, at most 20

A message says what is wrong with the value shown and what was expected; the hint says what to do. A number that
overflows or is not a number is no error: it is a result. Statuses of HTTP are unknown here; `CODES`
(`error_codes.py`) is what the error reference is made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from .error_codes import CODES as CODES
from .error_codes import LIMIT_SENTENCES as LIMIT_SENTENCES
from .error_codes import Explanation as Explanation

MAX_ERRORS = 20
MAX_CANDIDATES = 500  # names looked at for "did you mean": twenty errors over a large graph must stay cheap


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of source text: lines and columns from 1 in code points, the end inclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Fix:
    """One edit that mends the source: put *text* where *span* is."""

    span: Span
    text: str


class EngineError(Exception):
    """
    What is wrong, where, and what to do.

    Args:
        code: A key of `CODES`.
        message: A full sentence about the value shown.
        hint: A full sentence about what to do, or None.
        node: Id of the node it is about, or None.
        span: Place in the source text, or None.
        fix: The one edit that mends it, or None.
        snippet: The source line with carets under the place, or None.
        loc: Path into the document, as in ``("graph", "nodes", 3, "inputs", 0)``.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str | None = None,
        node: str | None = None,
        span: Span | None = None,
        fix: Fix | None = None,
        snippet: str | None = None,
        loc: tuple[str | int, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.node = node
        self.span = span
        self.fix = fix
        self.snippet = snippet
        self.loc = loc

    @property
    def errors(self) -> list[EngineError]:
        """The single errors, so that callers need not ask whether there are several."""
        return [self]

    def stand_under(self, loc: tuple[str | int, ...]) -> None:
        """Give each single error that has no place in the document the place *loc*."""
        for each in (self, *self.errors):
            each.loc = each.loc or loc

    def forget_frames(self) -> None:
        """
        Let go of the frames it came through, once it is answered.

        They hold the whole request, and where one of them kept errors to tell them together it holds the error, too: a
        circle, which would stay until the collector comes by.
        """
        for each in (self, *self.errors):
            raised: BaseException | None = each
            while raised is not None:
                raised.__traceback__ = None
                raised = raised.__context__


class SourceError(EngineError):
    """The source text does not fit the language."""


class GraphError(EngineError):
    """The graph document, or one of its groups, does not fit."""


class ShapeError(EngineError):
    """Shapes that do not go together; the message names operands and shapes."""


class InputError(EngineError):
    """A value, output, seed, direction or setting that does not fit the graph."""


class LimitError(EngineError):
    """
    A size past its limit, found before the work was done.

    Args:
        limit: Code of the limit, a key of `LIMIT_SENTENCES`.
        seen: The size that was seen (or the first size known to be too large).
        allowed: The largest size that passes.
    """

    def __init__(
        self,
        limit: str,
        seen: float,
        allowed: float,
        *,
        hint: str | None = None,
        node: str | None = None,
        loc: tuple[str | int, ...] = (),
    ) -> None:
        message = LIMIT_SENTENCES[limit].format(seen=f"{seen:,}", allowed=f"{allowed:,}")
        super().__init__(limit, message, hint=hint, node=node, loc=loc)
        self.limit = limit
        self.seen = seen
        self.allowed = allowed

    def __reduce__(self) -> tuple[object, ...]:  # limits are found in worker processes too
        return _rebuild_limit, (self.limit, self.seen, self.allowed, self.hint, self.node, self.loc)


def _rebuild_limit(
    limit: str, seen: float, allowed: float, hint: str | None, node: str | None, loc: tuple[str | int, ...]
) -> LimitError:
    return LimitError(limit, seen, allowed, hint=hint, node=node, loc=loc)


class ErrorList(EngineError):
    """Several errors found at once; speaks with the voice of the first. At most 20 are kept."""

    def __init__(self, errors: Iterable[EngineError]) -> None:
        found = [single for error in errors for single in error.errors][:MAX_ERRORS]
        first = found[0]
        super().__init__(
            first.code, first.message, hint=first.hint, node=first.node, span=first.span, loc=first.loc
        )
        self.fix, self.snippet = first.fix, first.snippet
        self._errors = found

    @property
    def errors(self) -> list[EngineError]:
        """The single errors, in the order they were found."""
        return list(self._errors)


def raise_all(errors: list[EngineError]) -> None:
    """Raise what was collected: nothing, the one error itself, or an `ErrorList`."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ErrorList(errors)


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """Return ``Did you mean X?`` for the candidate nearest to *word*, or None where none is near."""
    near = nearest(word, candidates)
    return None if near is None else f"Did you mean {near}?"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate nearest to *word* by edit distance (a swap counts one), or None where none is near."""
    if len(word) > 64:  # nobody mistypes this much; keeps the cost of a hostile word small
        return None
    allowed = 1 if len(word) < 4 else 2
    best: tuple[int, int, str] | None = None
    for candidate in islice(candidates, MAX_CANDIDATES):
        if abs(len(candidate) - len(word)) > allowed:
            continue
        distance = _distance(word.lower(), candidate.lower())
        if distance > allowed or distance >= max(len(word), len(candidate)):
            continue
        rank = (
            distance,
            abs(len(candidate) - len(word)),
        )  # tahn is tanh with letters swapped rather than tan
        if best is None or rank < best[:2]:
            best = (*rank, candidate)
    return None if best is None else best[2]


def _distance(a: str, b: str) -> int:
    """Optimal string alignment distance: insert, delete, replace, swap neighbours."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        after = [i]
        for j, other in enumerate(b, 1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            after.append(cost)
        before, row = row, after
    return row[-1]
