"""
Source text -> tokens, with limits checked before anything is built.

One regular expression finds the tokens. A character outside the language is handed to `slips`, which names it, offers a
mend, and says how to go on as if it had been mended, so that one `×` does not hide the next error. `brackets.py` pairs
brackets and cuts the tokens into statements.

Tokens live in parallel lists, as Python's own `tokenize` objects cost more than all the parsing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from . import slips
from .errors import MAX_ERRORS, Fix, LimitError, SourceError, Span
from .limits import Limits
from .syntax import NAME, NEWLINE, NUMBER, STRING, SYMBOL

_TOKEN = re.compile(
    r"""[ \t]*(?:
      ([A-Za-z_]\w*)
    | ((?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?)
    | (\*\*=?|//=?|[<>=!]=|->|:=|[-+*/@%]=|<<|>>|[-+*/@<>=()\[\],:;.{}^%&|~!?$\\`])
    | ("[^"\r\n]*"|'[^'\r\n]*')
    | (\r\n|[\r\n])
    | \#[^\r\n]*
    | ([^ \t])
    )""",
    re.VERBOSE,
)
_FOREIGN = 6
LONGEST_FIX = 80  # a longer one would echo more of the input than the snippet does
_LINE_END = re.compile(r"\r\n|\r|\n")
# Invisible or unprintable anywhere, comments included: they make a text show other than it is, or cannot be sent.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Source:
    """
    A text and its tokens.

    Attributes:
        text: The text as given.
        kinds: Kind of each token; the last one is always a `NEWLINE`.
        texts: Characters of each token.
        statements: First token and the token past the last, for each that is not empty; `brackets.cut` finds them.
        errors: What was wrong so far; the tokens read as if it had been mended.
    """

    __slots__ = (
        "_ends",
        "_line_starts",
        "_matches",
        "_starts",
        "errors",
        "kinds",
        "statements",
        "text",
        "texts",
    )

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.kinds: list[int] = []
        self.texts: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._matches: list[re.Match[str]] = []  # what places are made from, once somebody asks for one
        self.errors: list[SourceError] = []
        self.statements: list[tuple[int, int]] = []
        self._line_starts: list[int] | None = None
        _check_size(text, limits)
        self._scan()
        if len(self.kinds) > limits.max_tokens:
            seen = len(self.kinds) - self.kinds.count(NEWLINE)
            if seen > limits.max_tokens:
                raise LimitError("token-limit", seen, limits.max_tokens)
        self.kinds.append(NEWLINE)  # ends the last statement
        self.texts.append("\n")

    # -- places ---------------------------------------------------------------------------------------------------

    @property
    def starts(self) -> list[int]:
        """Offset of each token's first character, counted from 0."""
        self._find_places()
        return self._starts

    @property
    def ends(self) -> list[int]:
        """Offset past each token's last character."""
        self._find_places()
        return self._ends

    def _find_places(self) -> None:
        """Make the offsets; a text without errors is parsed without them."""
        if len(self._starts) == len(self.kinds):
            return
        if self._matches:
            self._ends = [match.end() for match in self._matches]
            self._starts = [match.start(match.lastindex or 0) for match in self._matches]
        if len(self._starts) < len(self.kinds):
            self._starts.append(len(self.text))
            self._ends.append(len(self.text))

    def span(self, first: int, last: int) -> Span:
        """Return the place of tokens *first* to *last*, both included."""
        return self.span_at(self.starts[first], max(self.ends[last], self.starts[first] + 1))

    def span_at(self, start: int, end: int) -> Span:
        """Return the place of the characters from offset *start* up to *end*, at least one."""
        if self._line_starts is None:
            self._line_starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        lines = self._line_starts
        line = bisect_right(lines, start) - 1
        end_line = bisect_right(lines, end - 1) - 1
        return Span(line + 1, start - lines[line] + 1, end_line + 1, end - lines[end_line])

    def error(
        self,
        code: str,
        message: str,
        start: int,
        end: int,
        *,
        hint: str | None = None,
        fix: tuple[int, int, str] | None = None,
        node: str | None = None,
    ) -> SourceError:
        """Make an error about the characters from *start* to *end*; *fix* is offsets and the text to put there."""
        end = max(end - self.text.endswith("\r\n", start, end), start + 1)  # a line's end is one column
        span = self.span_at(start, end)
        mend = None
        if fix is not None and len(fix[2]) <= LONGEST_FIX:
            mend = Fix(self.span_at(fix[0], max(fix[1], fix[0] + 1)), fix[2])
        line_start = start - span.column + 1
        line_end = _LINE_END.search(self.text, start)
        snippet = slips.snippet(
            self.text, line_start, line_end.start() if line_end else len(self.text), start, end
        )
        return SourceError(code, message, hint=hint, span=span, fix=mend, snippet=snippet, node=node)

    def error_at(
        self,
        code: str,
        message: str,
        first: int,
        last: int,
        *,
        hint: str | None = None,
        fix: str | None = None,
    ) -> SourceError:
        """Make an error about tokens *first* to *last*; *fix* replaces exactly them."""
        start, end = self.starts[first], self.ends[last]
        return self.error(
            code, message, start, end, hint=hint, fix=None if fix is None else (start, end, fix)
        )

    def report(
        self, code: str, message: str, first: int, hint: str | None = None, fix: str | None = None
    ) -> None:
        """Note an error about the one token *first* and go on; past 20 nobody reads them."""
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(self.error_at(code, message, first, first, hint=hint, fix=fix))

    def drop(self, dropped: set[int]) -> None:
        """Take out tokens, and renumber the statements."""
        self._find_places()
        kept = [i for i in range(len(self.kinds)) if i not in dropped]
        renumbered = {old: new for new, old in enumerate(kept)}
        self.kinds = [self.kinds[i] for i in kept]
        self.texts = [self.texts[i] for i in kept]
        self._starts = [self._starts[i] for i in kept]
        self._ends = [self._ends[i] for i in kept]
        ranges = []
        for first, end in self.statements:
            while first in dropped:
                first += 1
            if first < end:
                ranges.append((renumbered[first], renumbered[end]))
        self.statements = ranges

    # -- tokens ---------------------------------------------------------------------------------------------------

    def _scan(self) -> None:
        for match in _FORBIDDEN.finditer(self.text):
            self._report_foreign(slips.foreign(self.text, match.start()), match.start())
        matches = [match for match in _matches(self.text) if match.lastindex]
        kinds = [match.lastindex or 0 for match in matches]
        if self.text.isascii() and _FOREIGN not in kinds:
            self.kinds = kinds
            self.texts = [match[kind] for match, kind in zip(matches, kinds, strict=True)]
            self._matches = matches
        else:
            self._scan_slowly(matches)

    def _scan_slowly(self, matches: list[re.Match[str]]) -> None:
        """Keep *matches*, with what is foreign among them read as if it had been mended."""
        resume = 0
        for match in matches:
            kind = match.lastindex or 0
            start, end = match.span(kind)
            if start < resume:  # inside a stretch that a slip has swallowed
                continue
            word = match[kind]
            if kind == _FOREIGN or (kind == NAME and not word.isascii()):
                resume = self._scan_foreign(start, end)
                continue
            self.kinds.append(kind)
            self.texts.append(word)
            self._starts.append(start)
            self._ends.append(end)

    def _scan_foreign(self, start: int, end: int) -> int:
        """Read what the text from *start* to at least *end* would be once mended; return the offset to go on from."""
        while start < end:
            word = slips.WORD.match(self.text, start)
            if word is not None and word[0].isascii():
                self._read(word[0], start, word.end())
                start = word.end()
                continue
            slip = slips.foreign(self.text, start)
            if not _FORBIDDEN.match(self.text, start):
                self._report_foreign(slip, start)
            self._read(slip.reads_as, start, start + slip.length)
            start += slip.length
        return start

    def _read(self, text: str, start: int, end: int) -> None:
        """Append the tokens of *text*, all of them standing where *start* to *end* is in the source."""
        for match in _TOKEN.finditer(text):
            kind = match.lastindex
            if kind in (NAME, NUMBER, SYMBOL):
                self.kinds.append(kind)
                self.texts.append(match[kind])
                self._starts.append(start)
                self._ends.append(end)

    def _report_foreign(self, slip: slips.Slip, start: int) -> None:
        if len(self.errors) < MAX_ERRORS:
            end = start + slip.length
            fix = None if slip.mend is None else (start, end, slip.mend)
            self.errors.append(self.error(slip.code, slip.message, start, end, hint=slip.hint, fix=fix))


def _matches(text: str) -> Iterator[re.Match[str]]:
    # Blanks at the very end lead to no token, and the expression would try them all again from each of them.
    return _TOKEN.finditer(text, 0, len(text.rstrip(" \t")))


def _check_size(text: str, limits: Limits) -> None:
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > limits.max_expression_bytes:
        raise LimitError("expression-limit", size, limits.max_expression_bytes)
    if len(text) > limits.max_tokens:  # a token has at least one letter: shorter texts need no count
        seen = sum(match.lastindex not in (None, NEWLINE) for match in _matches(text))
        if seen > limits.max_tokens:
            raise LimitError("token-limit", seen, limits.max_tokens)


assert (NAME, NUMBER, SYMBOL, STRING, NEWLINE) == (1, 2, 3, 4, 5)  # the groups of _TOKEN, in order
