"""What the server says when it does not do what was asked."""

from __future__ import annotations

from typing import Any

NO_PROBLEM = "no-problem"


class ProblemError(Exception):
    """
    The API answered with a problem document, or something else answered in its place.

    Attributes:
        status: Of the answer.
        code: What kind of problem it is; the reference lists them all. ``"no-problem"`` where somebody else answered,
            as a proxy does; the message says then what was got, and from where.
        problem: The whole document: ``errors`` has a place, a message and a hint for each.
        words: What to say where the document says nothing.
        retry_after_s: Seconds until it may be asked again, where the server says so; it is later than the client's
            own patience lets it wait.
    """

    def __init__(
        self, status: int, problem: dict[str, Any], words: str = "", retry_after_s: float | None = None
    ) -> None:
        code = problem.get("code")
        self.status = status
        self.problem = problem
        self.words = words
        self.retry_after_s = retry_after_s
        self.code: str = code if isinstance(code, str) else NO_PROBLEM
        super().__init__(self._line())

    def __reduce__(self) -> tuple[Any, ...]:
        """As it was made, so that it leaves a worker process whole."""
        return type(self), (self.status, self.problem, self.words, self.retry_after_s), self.__dict__

    def _line(self) -> str:
        detail = str(self.words or self.problem.get("detail") or "no answer of this API")
        lines = [f"{self.status} {self.code}: {detail}"]
        errors = self.problem.get("errors")
        for error in errors if isinstance(errors, list) else ():
            if isinstance(error, dict):
                lines += _told(error, detail)
        return "\n".join(lines)


def _told(error: dict[str, Any], already: str) -> list[str]:
    """Lines for one of several errors: its place and what it says, unless that was said *already*."""
    message, hint, snippet = (str(error.get(key) or "") for key in ("message", "hint", "snippet"))
    place = "" if message.startswith(_place(error)) else _place(error)
    if not already.startswith(message):
        place = f"{place}: {message}" if place else message
    elif place and not snippet:
        place = f"at {place}"
    return [text for text in (place, snippet, "" if hint in message else hint) if text]


def _place(error: dict[str, Any]) -> str:
    """Where *error* is: in the program by line and column, else in the request, as ``graph.nodes[2].op``."""
    span, loc = error.get("span"), error.get("loc")
    if isinstance(span, dict):
        return f"line {span.get('line')}, column {span.get('column')}"
    parts = loc if isinstance(loc, list) else []
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")
