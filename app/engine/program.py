"""
Source text -> graph, with the place of every node.

This module reads statements: kinds, names, what is assigned when, and which ids the unnamed nodes get. Expressions are
`expressions.py`, tokens `lexer.py`. Errors are collected statement by statement, so that a reader sees all of them; a
name whose statement failed counts as defined, which keeps one slip from making ten.

Blanks before a statement mean nothing, where Python would refuse them: what was copied from the middle of a page begins
anywhere. The exception is an indented line that begins with a sign, which goes on with the line before in the mind of
whoever wrote it.

An alternative was Python's own `ast` with an allow-list; its failures on hostile text differ by version and some of
them kill the process, and its messages speak of Python, not of graphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from . import complaints
from .brackets import cut
from .early import too_early
from .errors import MAX_ERRORS, ErrorList, LimitError, SourceError, Span
from .expressions import Expressions
from .graph import Graph
from .lexer import Source
from .limits import DEFAULT_LIMITS, MAX_ID_LENGTH, Limits
from .literals import AlreadySaid
from .ops import REGISTRY
from .syntax import KINDS, NAME, VALUE_WORDS, clip

_IDENTITY = REGISTRY["identity"]


class Statement(NamedTuple):
    """
    One statement of a text.

    Attributes:
        tokens: First and last token.
        name: The name it gives, or None for a bare expression.
        root: Slot of its value.
        first: Slot of the first node that it completes; they go up to *stop*.
        stop: Slot past the last.
    """

    tokens: tuple[int, int]
    name: str | None
    root: int
    first: int
    stop: int


@dataclass(frozen=True)
class Program:
    """
    A text that was read.

    Attributes:
        graph: Its graph, nodes in the order of the text.
        statements: What stands where; slots are those of the graph.
    """

    graph: Graph
    statements: tuple[Statement, ...]
    _source: Source
    _tokens: list[tuple[int, int]]

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Offsets of each statement's first character and past its last."""
        starts, ends = self._source.starts, self._source.ends
        return [(starts[first], ends[last]) for first, last in (s.tokens for s in self.statements)]

    @cached_property
    def spans(self) -> dict[str, Span]:
        """Place of each node by id: the whole statement of a named one, the first mention of a free name."""
        places = [self._source.span(first, last) for first, last in self._tokens]
        return dict(zip(self.graph.ids, places, strict=True))


def parse(
    text: str,
    inputs: Mapping[str, Any] | None = None,
    parameters: Iterable[str] = (),
    limits: Limits = DEFAULT_LIMITS,
) -> Program:
    """
    Read a text of the expression language.

    Args:
        text: Statements.
        inputs: Values of leaves by id; they replace those of the text.
        parameters: Names of leaves that count as parameters.
        limits: Checked before the work: bytes, tokens, nesting, then nodes and entries.

    Raises:
        SourceError: What is wrong and where; an `ErrorList` where it is several things, at most 20.
        LimitError: A limit is passed.
    """
    program = _Reader(cut(text, limits), limits).read()
    graph = program.graph
    if parameters:
        graph = graph.with_parameters(parameters)
    if inputs:
        graph = graph.with_values(inputs, limits)
    return (
        program
        if graph is program.graph
        else Program(graph, program.statements, program._source, program._tokens)
    )


class _Reader:
    """One reading of one source."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.statements: list[Statement] = []
        self.statement_of: dict[str, int] = {}  # by name, the number of the statement that assigns it
        for number, (first, end) in enumerate(source.statements):
            if end > first + 1 and source.kinds[first] == NAME and source.texts[first + 1] in ("=", ":"):
                self.statement_of.setdefault(source.texts[first], number)
        self.nodes = Expressions(source, self.statement_of, limits)
        self.errors = source.errors
        self.early: dict[tuple[int, str], int] = {}  # statement and name used too early: the token

    def read(self) -> Program:
        last = len(self.source.statements) - 1
        for number, (first, end) in enumerate(self.source.statements):
            try:
                self.read_statement(first, end, number == last)
            except SourceError as error:
                self.fail(error, first)
            except AlreadySaid:
                self.define(first)
            for name, token in self.nodes.early:
                self.early.setdefault((number, name), token)
            self.nodes.early.clear()
            if len(self.errors) >= MAX_ERRORS:
                break
        if self.early:
            self.errors += too_early(self.source, self.statement_of, self.early)[
                : MAX_ERRORS - len(self.errors)
            ]
        if self.errors:
            self.errors.sort(key=lambda error: (error.span.line, error.span.column) if error.span else (0, 0))
            raise self.errors[0] if len(self.errors) == 1 else ErrorList(self.errors)
        return self.finish()

    def fail(self, error: SourceError, first: int) -> None:
        """Note *error* and count the statement's name as defined."""
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(error)
        self.define(first)

    def define(self, first: int) -> None:
        """Count the name of a statement that failed as defined, so that later uses of it are no errors."""
        name = self.source.texts[first]
        if name in self.statement_of and name not in self.nodes.slot_by_name:
            self.nodes.slot_by_name[name] = self.nodes.add("input", name, None, first, first)

    # -- statements -----------------------------------------------------------------------------------------------

    def read_statement(self, first: int, end: int, is_last: bool) -> None:
        source, nodes = self.source, self.nodes
        named = end > first + 1 and source.kinds[first] == NAME
        sign = source.texts[first + 1] if named else ""
        before = len(nodes.names)
        name = source.texts[first] if sign in ("=", ":") else None
        if name is not None:
            self.check_new(name, first)
            slot = self.declaration(first, end) if sign == ":" else self.assignment(first, end)
            nodes.names[slot] = name
            nodes.spans[slot] = (first, end - 1)
            nodes.slot_by_name[name] = slot
        else:
            slot = self.bare(first, end, is_last)
        self.statements.append(Statement((first, end - 1), name, slot, before, len(nodes.names)))

    def check_new(self, name: str, first: int) -> None:
        if name in VALUE_WORDS:
            raise complaints.value_word(self.source, first)
        if len(name) > MAX_ID_LENGTH:
            raise complaints.long_name(self.source, first)
        if name in self.nodes.slot_by_name and self.nodes.names[self.nodes.slot_by_name[name]] == name:
            taken = {*self.statement_of, *self.nodes.slot_by_name}
            other = next(f"{name}{n}" for n in range(2, len(taken) + 3) if f"{name}{n}" not in taken)
            message = f"{clip(name)} is assigned twice."
            hint = "A name stands for one node: give this one a name of its own."
            fix = other if len(name) <= 40 else None
            raise self.source.error_at("name-assigned-twice", message, first, first, hint=hint, fix=fix)

    def assignment(self, first: int, end: int) -> int:
        """Read ``name = expression``; return the slot that gets the name."""
        nodes = self.nodes
        before = len(nodes.names)
        slot = nodes.read(first + 2, first)
        if slot >= before and nodes.is_literal(slot):
            nodes.kinds[slot] = "input"
        elif nodes.names[slot] is not None or slot < before:  # another name for a value there is
            slot = nodes.add("op", None, None, first, end - 1, _IDENTITY, (slot,))
        return slot

    def declaration(self, first: int, end: int) -> int:
        """Read ``name: kind`` or ``name: kind = literal``; return the slot that gets the name."""
        source, nodes = self.source, self.nodes
        kind = source.texts[first + 2]
        if kind not in KINDS:
            raise complaints.bad_kind(source, first + 2)
        if end == first + 3:
            return nodes.add(kind, None, None, first, end - 1)
        if source.texts[first + 3] != "=":
            hint = "Write = and a value after the kind, or nothing."
            raise source.error_at(
                "syntax",
                f"{clip(source.texts[first + 3])} does not follow a kind.",
                first + 3,
                first + 3,
                hint=hint,
            )
        before = len(nodes.names)
        slot = nodes.read(first + 4, first)
        if not (slot == before == len(nodes.names) - 1 and nodes.is_literal(slot)):
            raise self.not_a_literal(first, end)
        nodes.kinds[slot] = kind
        return slot

    def not_a_literal(self, first: int, end: int) -> SourceError:
        source = self.source
        name, kind = source.texts[first], source.texts[first + 2]
        message = f"The value of {clip(name)} must be a literal: a number, or nested lists of numbers."
        hint = f"Leave out : {kind} to name an expression."
        fix = (source.starts[first], source.ends[first + 2], name) if len(name) <= 40 else None
        return source.error(
            "not-a-literal", message, source.starts[first + 4], source.ends[end - 1], hint=hint, fix=fix
        )

    def bare(self, first: int, end: int, is_last: bool) -> int:
        """Read an expression without a name, which only the last statement may be."""
        source = self.source
        wrong = complaints.function_defined(source, first, end) or complaints.continued(source, first)
        if wrong is not None:
            raise wrong
        if is_last:
            return self.nodes.read(first, first)
        word = source.texts[first]
        if source.kinds[first] == NAME and source.texts[first + 1] == "==":
            hint = "To name a value, write one =."
            raise source.error_at(
                "syntax", "== compares, and the result has no name.", first + 1, first + 1, hint=hint, fix="="
            )
        self.nodes.read(first, first)  # it may be no expression at all, which is the better thing to say
        message = "Only the last statement may go without a name."
        raise source.error_at(
            "syntax",
            message,
            first,
            end - 1,
            hint=f"Give it one: a = {clip(word)}{'...' * (end > first + 1)}.",
        )

    # -- the graph ------------------------------------------------------------------------------------------------

    def finish(self) -> Program:
        nodes = self.nodes
        if len(nodes.names) > self.limits.max_nodes:
            raise LimitError("node-limit", len(nodes.names), self.limits.max_nodes)
        ids = nodes.numbered()
        outputs = [ids[self.statements[-1].root]] if self.statements else []
        graph = Graph.assemble(
            ids, nodes.kinds, nodes.ops, nodes.attrs, nodes.inputs, nodes.values, outputs=outputs
        )
        return Program(graph, tuple(self.statements), self.source, nodes.spans)
