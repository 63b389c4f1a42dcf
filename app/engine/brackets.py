"""
Brackets are paired, and the text is cut into statements: newlines between brackets vanish, the others end a statement.

An unclosed bracket must not swallow the rest of the text, so it ends where a new statement clearly begins.
"""

from __future__ import annotations

from typing import Final

from .errors import MAX_ERRORS, LimitError
from .lexer import Source
from .limits import Limits
from .syntax import NAME, NEWLINE, PARTNER

_CLOSING: Final = {closing: opening for opening, closing in PARTNER.items()}
_STRUCTURE: Final = frozenset((*PARTNER, *_CLOSING, ";", "\n", "\r", "\r\n"))


def cut(text: str, limits: Limits) -> Source:
    """
    The tokens of *text*, cut into statements.

    Raises:
        LimitError: *text* is too long or too deep.
    """
    source = Source(text, limits)
    walk = _Brackets(source)
    walk.pair()
    if walk.deepest > limits.max_nesting:
        raise LimitError("nesting-limit", walk.deepest, limits.max_nesting)
    return source


class _Brackets:
    """
    One walk over the tokens of a source.

    Attributes:
        source: Whose statements are filled in.
        open_at: Tokens of the brackets that are open.
        dropped: Tokens that mean nothing: newlines between brackets, brackets that close nothing.
        deepest: How many brackets were open at once.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.open_at: list[int] = []
        self.dropped: set[int] = set()
        self.deepest = 0
        self._unclosed: set[int] | None = None

    def pair(self) -> None:
        """Pair the brackets and find the statements; what is wrong goes to the source's errors."""
        kinds, open_at = self.source.kinds, self.open_at
        first = 0
        for i, word in enumerate(self.source.texts):
            if word not in _STRUCTURE:
                continue
            if word in PARTNER:
                open_at.append(i)
                self.deepest = max(self.deepest, len(open_at))
            elif word in _CLOSING:
                self._close(i)
            elif open_at and not self._ends_unclosed(i, open_at[-1]):
                if kinds[i] == NEWLINE:
                    self.dropped.add(i)
            else:
                if open_at:
                    self._report_unclosed(i)
                kinds[i] = NEWLINE
                if i > first:
                    self.source.statements.append((first, i))
                first = i + 1
        if self.dropped:
            self.source.drop(self.dropped)

    def _close(self, i: int) -> None:
        source = self.source
        word = source.texts[i]
        if not self.open_at:
            hint = "Remove it, or open a bracket before."
            source.report("syntax", f"This {word} closes nothing.", i, hint, "")
            self.dropped.add(i)
            return
        opening = source.texts[self.open_at.pop()]
        if opening != _CLOSING[word]:
            partner = PARTNER[opening]
            source.report(
                "syntax", f"A {opening} is closed by {word} here.", i, f"Close it with {partner}.", partner
            )
            source.texts[i] = partner

    def _ends_unclosed(self, i: int, opening: int) -> bool:
        """
        Whether the statement ends at token *i* although the bracket *opening* is still open.

        ``name =`` on a new line may be a setting, so it ends a statement only where the bracket is never closed.
        """
        source = self.source
        if i + 1 == len(source.texts):
            return True
        if opening not in self._never_closed():
            return False
        starts = source.kinds[i + 1] == NAME and source.texts[i + 2] in ("=", ":")
        return starts or source.texts[i] == ";"

    def _never_closed(self) -> set[int]:
        if self._unclosed is None:
            open_at = []
            for i, word in enumerate(self.source.texts):
                if word in PARTNER:
                    open_at.append(i)
                elif word in _CLOSING and open_at:
                    open_at.pop()
            self._unclosed = set(open_at)
        return self._unclosed

    def _report_unclosed(self, end: int) -> None:
        """Report the innermost open bracket, and close all of them before token *end*."""
        source = self.source
        at = self.open_at[-1]
        word = source.texts[at]
        close = "".join(PARTNER[source.texts[i]] for i in reversed(self.open_at))
        last = max(end - 1, 0)
        while last > at and source.kinds[last] == NEWLINE:
            last -= 1
        start, stop = source.starts[last], source.ends[last]
        fix = (start, stop, source.text[start:stop] + close)
        hint = f"Close it with {PARTNER[word]}."
        if len(source.errors) < MAX_ERRORS:
            message = f"This {word} is never closed."
            source.errors.append(
                source.error("syntax", message, source.starts[at], source.ends[at], hint=hint, fix=fix)
            )
        self.open_at.clear()
