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
overflows or is not a number is no error: it is a result. Statuses of HTTP are unknown here; `CODES` is what the
error reference and the pages under ``/errors/`` are made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

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


class Explanation(NamedTuple):
    """An entry of the error reference."""

    title: str
    sentence: str


CODES: dict[str, Explanation] = {
    # the text
    "syntax": Explanation("Syntax error", "The text does not follow the grammar at the place shown."),
    "unknown-op": Explanation("Unknown op", "No op has this name; the list of ops is in the op reference."),
    "not-supported": Explanation("Not supported", "This is Python, but not part of the expression language."),
    "not-a-literal": Explanation(
        "Not a literal",
        "The value of a declared input, parameter or constant must be a number or nested lists of numbers.",
    ),
    "name-assigned-twice": Explanation(
        "Name assigned twice", "A name stands for one node, so it is assigned once."
    ),
    "used-before-definition": Explanation(
        "Used before definition", "A name is assigned before the line that uses it."
    ),
    "unknown-setting": Explanation("Unknown setting", "The op has no setting with this name."),
    "bad-setting": Explanation("Bad setting", "The setting's value is of the wrong kind or out of range."),
    "wrong-operand-count": Explanation(
        "Wrong number of operands", "The op takes another number of operands."
    ),
    "empty-program": Explanation("Nothing to evaluate", "The text or the graph holds no node."),
    # the document
    "wrong-type": Explanation("Wrong type", "A value of another JSON type is expected at this place."),
    "missing-key": Explanation("Missing key", "A key that this object must have is not there."),
    "unknown-key": Explanation(
        "Unknown key", "This object has no such key; unknown keys are refused so that slips are seen."
    ),
    "not-a-number": Explanation(
        "Not a number",
        'A number is a JSON number within float64, or one of the strings "NaN", "Infinity" and "-Infinity".',
    ),
    "ragged-array": Explanation(
        "Ragged array", "Nested arrays are rectangular: rows at one level have one length."
    ),
    "bad-id": Explanation(
        "Bad id", "An id is letters, digits and underscores and does not start with a digit."
    ),
    "duplicate-id": Explanation("Duplicate id", "Two nodes, or two groups, have the same id."),
    "bad-kind": Explanation("Bad kind", "A node is an input, a parameter, a constant or an op."),
    "unknown-node": Explanation("Unknown node", "No node of the graph has this id."),
    "unknown-edge": Explanation(
        "Unknown edge", "No edge of the graph runs from this source to this target at this index."
    ),
    "cycle": Explanation("Cycle", "A node depends on itself, so that no order of evaluation exists."),
    "open-port": Explanation(
        "Open port", "An input of an op is not connected; only a partial evaluation can go on without it."
    ),
    "bad-group": Explanation("Bad group", "A group's nodes or parent do not fit the graph."),
    "bad-layout": Explanation(
        "Bad layout", "A position is two finite numbers, a route is a list of positions."
    ),
    "unknown-group": Explanation("Unknown group", "No group of the graph has this id."),
    "group-changed": Explanation(
        "Group changed",
        "The group's inside is no longer what its op expands to, so it cannot be folded back.",
    ),
    "group-has-no-op": Explanation(
        "Group has no op", "The group stands for no op, so there is nothing to fold it into."
    ),
    "not-a-composite": Explanation(
        "Not a composite", "The node is a leaf or a primitive op and has no parts to expand into."
    ),
    # what is handed to a pass
    "missing-value": Explanation(
        "Missing value", "An input or parameter has no value, in the graph or among the inputs."
    ),
    "not-a-leaf": Explanation("Not a leaf", "Only inputs, parameters and constants can be given a value."),
    "output-ambiguous": Explanation(
        "Output ambiguous", "Several nodes could be meant; say which one to differentiate."
    ),
    "no-value": Explanation(
        "No value", "The node cannot be evaluated, because something it depends on is missing."
    ),
    "seed-required": Explanation(
        "Seed required", "An output that is no scalar needs a seed: the gradient entering there."
    ),
    "seed-shape": Explanation("Seed of the wrong shape", "The seed has exactly the output's shape."),
    "wrt-required": Explanation(
        "wrt required", "Forward mode differentiates with respect to one node; name it."
    ),
    "direction-required": Explanation(
        "Direction required", "Forward mode with respect to a node that is no scalar needs a direction."
    ),
    "direction-shape": Explanation(
        "Direction of the wrong shape", "The direction has exactly the shape of wrt."
    ),
    "output-not-scalar": Explanation(
        "Output not scalar", "This needs one number to differentiate, per row where there are rows."
    ),
    "bad-column": Explanation(
        "Bad column", "Columns have one row per example, the same number of rows each."
    ),
    "shape-mismatch": Explanation("Shape mismatch", "The operands' shapes do not go together for this op."),
    # limits
    "body-limit": Explanation("Body too large", "The request body passes its limit."),
    "expression-limit": Explanation("Expression too long", "The text passes its limit of bytes."),
    "token-limit": Explanation("Too many tokens", "The text passes its limit of tokens."),
    "nesting-limit": Explanation("Nested too deeply", "Brackets and operators nest past their limit."),
    "node-limit": Explanation("Too many nodes", "The graph passes its limit of nodes."),
    "edge-limit": Explanation("Too many edges", "The graph passes its limit of edges."),
    "entry-limit": Explanation(
        "Too many tensor entries", "The tensors of the graph, summed, pass their limit of entries."
    ),
    "dimension-limit": Explanation("Too many dimensions", "A tensor passes the limit of dimensions."),
    "row-limit": Explanation("Too many rows", "Rows times nodes pass their limit."),
    "step-limit": Explanation("Too many steps", "More steps are asked for than the limit allows."),
    "compute-limit": Explanation("Too slow", "The work passes its limit of seconds."),
}

LIMIT_SENTENCES: dict[str, str] = {
    "body-limit": "The body has {seen} bytes; the limit is {allowed}.",
    "expression-limit": "The expression has {seen} bytes; the limit is {allowed}.",
    "token-limit": "The expression has {seen} tokens; the limit is {allowed}.",
    "nesting-limit": "The input nests {seen} deep; the limit is {allowed}.",
    "node-limit": "The graph has {seen} nodes; the limit is {allowed}.",
    "edge-limit": "The graph has {seen} edges; the limit is {allowed}.",
    "entry-limit": "The graph needs {seen} tensor entries; the limit is {allowed}.",
    "dimension-limit": "A tensor has {seen} dimensions; the limit is {allowed}.",
    "row-limit": "Rows times nodes come to {seen}; the limit is {allowed}.",
    "step-limit": "{seen} steps are asked for; the limit is {allowed}.",
    "compute-limit": "The work takes more than {seen} s; the limit is {allowed} s.",
}


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
