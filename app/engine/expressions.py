"""
One expression -> nodes, by operator precedence on explicit stacks.

No tree is built: an op is appended to the columns as soon as its last operand is complete, which is the very order in
which the language numbers and lists nodes. Nothing recurses, so neither 100 brackets nor 10,000 minus signs nor a
tower of powers can exhaust a stack; `ast.parse` fails on each of them, differently by version.

Names are resolved here too, because a free name becomes an input at the moment it is met.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from . import call_complaints, complaints
from .calls import Bracket, close_call, next_argument
from .columns import Columns
from .errors import MAX_ERRORS, EngineError, SourceError
from .lexer import Source
from .limits import MAX_ID_LENGTH, Limits
from .literals import read_array, read_number, read_positions, read_signed
from .op import Op
from .ops import REGISTRY
from .syntax import (
    BINDING,
    COMPARISON,
    INFIX_OPS,
    NAME,
    NEWLINE,
    NUMBER,
    POWER,
    PRODUCT,
    PYTHON_WORDS,
    UNARY,
)
from .vocabulary import MODULES

_INFIX = {sign: (BINDING[sign], REGISTRY[name]) for sign, name in INFIX_OPS.items()}
_MUL, _POW, _NEG = REGISTRY["mul"], REGISTRY["pow"], REGISTRY["neg"]


class Expressions(Columns):
    """
    Reads expressions of one source into the columns of a graph.

    Attributes:
        source: What is read.
        limits: For literals.
        assigned: Names that the text assigns anywhere; the others are free.
        early: Names used before the statement that assigns them, with the token.
        errors: What was wrong so far, slips that could be read on as if mended included.
    """

    def __init__(self, source: Source, assigned: Mapping[str, int], limits: Limits) -> None:
        super().__init__()
        self.source = source
        self.limits = limits
        self.assigned = assigned
        self.early: list[tuple[str, int]] = []
        self.errors = source.errors
        self._first = 0
        self._done: list[int] = []  # slots of operands that wait for their op
        self._begins: list[int] = []  # for each, the token at which it begins
        self._pending: list[
            tuple[int, Op | None, Bracket | None]
        ] = []  # binding power, op; bracket at power 0

    def read(self, first: int, statement: int) -> int:
        """
        Read the expression from token *first* to the end of its statement, which begins at token *statement*.

        Returns:
            Slot of its value.

        Raises:
            SourceError: It does not follow the grammar.
        """
        self._first = statement
        self._done.clear()
        self._begins.clear()
        self._pending.clear()
        i = first
        while i >= 0:
            i = self._after_operand(self._operand(i))
        return self._done[0]

    def _push(self, slot: int, begin: int) -> None:
        self._done.append(slot)
        self._begins.append(begin)

    def note(self, error: SourceError) -> None:
        """Keep *error* and go on, as if it had been mended; where there are enough, raise it."""
        if len(self.errors) >= MAX_ERRORS:
            raise error
        self.errors.append(error)

    def _name(self, i: int) -> int:
        """Return the slot of the name at token *i*; a free name becomes an input here."""
        word = self.source.texts[i]
        slot = self.slot_by_name.get(word)
        if slot is not None:
            return slot
        if word in self.assigned:
            if len(self.early) < MAX_ERRORS:
                self.early.append((word, i))
            return self.add("input", word, None, i, i)
        if word in PYTHON_WORDS:
            raise complaints.not_supported(self.source, i)
        if len(word) > MAX_ID_LENGTH:
            raise complaints.long_name(self.source, i)
        if word == "pi":
            slot = self.add("constant", word, math.pi, i, i)
        else:
            slot = self.add("input", word, None, i, i)
        self.slot_by_name[word] = slot
        return slot

    # -- an operand is expected -----------------------------------------------------------------------------------

    def _operand(self, i: int) -> int:
        """Read the signs and open brackets before an operand, and the operand; return the token past it."""
        texts, kinds = self.source.texts, self.source.kinds
        while True:
            word, kind = texts[i], kinds[i]
            if kind == NAME:
                if texts[i + 1] == ".":
                    i = self._without_module(i)
                    word = texts[i]
                if texts[i + 1] != "(":
                    self._push(self._name(i), i)
                    return i + 1
                i, closing = self._open_call(i)
                if closing:
                    return i
            elif kind == NUMBER:
                self._push(self.add("constant", None, read_number(self.source, i), i, i), i)
                return i + 1
            elif word == "(":
                self._pending.append((0, None, Bracket(None, i)))
                i += 1
            elif word in ("-", "+"):
                if self._is_signed_literal(i):
                    value, end = read_signed(self.source, i)
                    self._push(self.add("constant", None, value, i, i + 1), i)
                    return end
                if word == "-":
                    self._pending.append((UNARY, _NEG, Bracket(None, i)))
                i += 1
            elif word == "[":
                array, end = read_array(self.source, i, self.limits)
                self._push(self.add("constant", None, array, i, end - 1), i)
                return end
            else:
                raise complaints.operand_missing(self.source, i, self._first)

    def _is_signed_literal(self, i: int) -> bool:
        """
        Whether the sign at token *i* belongs to a number.

        Not before ``**``, nor before an index or ``.T``: those bind more tightly than a sign, as in Python.
        """
        source = self.source
        return source.kinds[i + 1] == NUMBER and source.texts[i + 2] not in ("**", "[", ".", "^")

    def _without_module(self, i: int) -> int:
        """Step over the modules of ``np.exp`` at token *i*, noting the slip; return the token of the name itself."""
        source = self.source
        if source.texts[i] not in MODULES or source.texts[i] in self.assigned:
            return i
        last = i
        while (
            source.texts[last + 1] == "." and source.kinds[last + 2] == NAME and source.texts[last + 2] != "T"
        ):
            last += 2
        if last == i:
            return i
        error = call_complaints.module_prefix(source, i, last)
        if error.fix is None or error.fix.text not in (*REGISTRY, "pi"):
            raise error
        self.note(error)
        source.texts[last] = error.fix.text
        return last

    def _open_call(self, i: int) -> tuple[int, bool]:
        """Open the call of the op at token *i*; return the token to go on from, and whether it closes the call."""
        op = REGISTRY.get(self.source.texts[i])
        if op is None:
            raise call_complaints.unknown_op(self.source, i, self.assigned)
        bracket = Bracket(op, i)
        self._pending.append((0, op, bracket))
        return next_argument(self.source, bracket, op, i + 2)

    # -- an operator or the end is expected -----------------------------------------------------------------------

    def _after_operand(self, i: int) -> int:
        """Read on from token *i* after an operand; return the token of the next operand, or -1 at the end."""
        texts, kinds = self.source.texts, self.source.kinds
        while True:
            word = texts[i]
            infix = _INFIX.get(word)
            if infix is not None:
                self._infix(infix, i)
                return i + 1
            if kinds[i] == NEWLINE:
                if self._pending:
                    self._reduce(1, i)
                return -1
            if word == ")":
                self._close(i)
                i += 1
            elif word == ",":
                i, closing = self._comma(i)
                if not closing:
                    return i
            elif word == "[":
                i = self._index(i)
            elif word == ".":
                if texts[i + 1] != "T" or texts[i + 2] == "(":
                    raise call_complaints.attribute(self.source, i)
                begin = self._begins[-1]
                self._done[-1] = self.add(
                    "op", None, None, begin, i + 1, REGISTRY["transpose"], (self._done[-1],)
                )
                i += 2
            elif word == "^":
                hint = "For a power, write two stars."
                self.note(self.source.error_at("syntax", "^ is not an op.", i, i, hint=hint, fix="**"))
                self._infix((POWER, _POW), i)
                return i + 1
            elif kinds[i] in (NAME, NUMBER) or word in ("(", '"', "'") or word[0] in "\"'":
                self._side_by_side(i)
                self._infix((PRODUCT, _MUL), i)
                return i
            else:
                raise complaints.unexpected(self.source, i, self._first)

    def _side_by_side(self, i: int) -> None:
        """Note that a star is missing before token *i*; a foreign sign in the gap has been noted already."""
        gap = self.source.text[self.source.ends[i - 1] : self.source.starts[i]].strip()
        if gap and gap[0] not in "#\r\n":
            return
        error = complaints.side_by_side(self.source, i)
        if error.fix is None or error.code != "syntax":
            raise error
        self.note(error)

    def _infix(self, infix: tuple[int, Op], i: int) -> None:
        """Make what binds at least as tightly as the operator at token *i*, then let it wait for its right operand."""
        binding, op = infix
        if not self._pending:
            self._pending.append((binding, op, None))
            return
        self._reduce(binding + 1 if binding in (POWER, COMPARISON) else binding, i)
        if binding == COMPARISON and self._pending and self._pending[-1][0] == COMPARISON:
            raise complaints.chained(self.source, i)
        self._pending.append((binding, op, None))

    def _reduce(self, binding: int, i: int) -> None:
        """Make the pending ops that bind at least as tightly as *binding*; the last operand ends before token *i*."""
        pending, done, begins = self._pending, self._done, self._begins
        while pending and pending[-1][0] >= binding:
            power, op, sign = pending.pop()
            right = done.pop()
            begin = begins.pop()
            if power == UNARY and sign is not None:
                begin = sign.at
                inputs: tuple[int, ...] = (right,)
            else:
                inputs = (done.pop(), right)
                begin = begins.pop()
            done.append(self.add("op", None, None, begin, i - 1, op, inputs))
            begins.append(begin)

    def _close(self, i: int) -> None:
        """Close the bracket at token *i*."""
        self._reduce(1, i)
        if not self._pending:  # cannot be: brackets are paired before
            raise complaints.unexpected(self.source, i, self._first)
        _, op, bracket = self._pending.pop()
        assert bracket is not None  # only brackets have power 0
        if op is None:
            self._begins[-1] = bracket.at
            return
        if bracket.target is not None:
            bracket.given[bracket.target] = self._done.pop()
            self._begins.pop()
        inputs, attrs = close_call(self.source, bracket, op, i)
        self._push(self.add("op", None, None, bracket.at, i, op, inputs, attrs), bracket.at)

    def _comma(self, i: int) -> tuple[int, bool]:
        """End an argument at the comma at token *i* and begin the next."""
        self._reduce(1, i)
        bracket = self._pending[-1][2] if self._pending else None
        if bracket is None or bracket.op is None or bracket.target is None:
            raise complaints.unexpected(self.source, i, self._first)
        bracket.given[bracket.target] = self._done.pop()
        self._begins.pop()
        return next_argument(self.source, bracket, bracket.op, i + 1)

    def _index(self, i: int) -> int:
        """Read ``[...]`` after an operand at token *i*; return the token past it."""
        op = REGISTRY["index"]
        at, end = read_positions(self.source, i)
        try:
            attrs = op.check_attrs({"at": at})
        except EngineError as error:
            raise self.source.error_at(error.code, error.message, i, end - 1, hint=error.hint) from None
        self._done[-1] = self.add("op", None, None, self._begins[-1], end - 1, op, (self._done[-1],), attrs)
        return end
