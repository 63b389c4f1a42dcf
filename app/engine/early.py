"""
Names used before the statement that assigns them: a cycle, or statements in the wrong order.

The two need different answers. Where a name needs, through any number of statements, the very statement that uses it,
no order helps; otherwise moving a line does.
"""

from __future__ import annotations

from collections.abc import Mapping

from .errors import MAX_ERRORS, SourceError
from .lexer import Source
from .syntax import clip

SHOWN = 6


def too_early(
    source: Source, statement_of: Mapping[str, int], uses: Mapping[tuple[int, str], int]
) -> list[SourceError]:
    """
    Say what is wrong with each early use, at most 20.

    Args:
        source: The text.
        statement_of: By name, the number of the statement that assigns it.
        uses: By number of the statement and name used, the token.
    """
    needs = _needs(source, statement_of)
    errors = []
    for (number, name), token in list(uses.items())[:MAX_ERRORS]:
        path = _path(needs, statement_of[name], number)
        errors.append(
            _cycle(source, path, token) if path else _wrong_order(source, statement_of[name], token)
        )
    return errors


def _needs(source: Source, statement_of: Mapping[str, int]) -> list[list[int]]:
    """By statement, the statements whose names it mentions."""
    mentioned: list[list[int]] = []
    for first, end in source.statements:
        begin = first + 2 if source.texts[first + 1] in ("=", ":") else first
        words = dict.fromkeys(source.texts[begin:end])
        mentioned.append([statement_of[word] for word in words if word in statement_of])
    return mentioned


def _path(needs: list[list[int]], start: int, goal: int) -> list[int]:
    """Return statements from *goal* through *start* back to *goal*, each using the next, or nothing."""
    if start == goal:
        return [goal]
    came_from = {start: start}
    waiting = [start]
    for statement in waiting:
        for other in needs[statement]:
            if other in came_from:
                continue
            came_from[other] = statement
            if other == goal:
                back = [statement]
                while back[-1] != start:
                    back.append(came_from[back[-1]])
                return [goal, *reversed(back)]
            waiting.append(other)
    return []


def _cycle(source: Source, path: list[int], token: int) -> SourceError:
    names = [clip(source.texts[source.statements[number][0]]) for number in path]
    if len(names) == 1:
        message = f"{names[0]} needs itself."
        hint = "A computation graph has no cycles: give the new value a name of its own."
    else:
        shown = names if len(names) <= SHOWN else [*names[: SHOWN - 1], "..."]
        message = f"These names need each other: {' -> '.join([*shown, names[0]])}."
        hint = "A computation graph has no cycles: let one of them depend on other names."
    return source.error_at("cycle", message, token, token, hint=hint)


def _wrong_order(source: Source, statement: int, token: int) -> SourceError:
    first = source.statements[statement][0]
    line = source.span(first, first).line
    message = f"{clip(source.texts[token])} is used before it is defined on line {line:,}."
    return source.error_at("used-before-definition", message, token, token, hint="Move its statement up.")
