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
    """

    def __init__(self, status: int, problem: dict[str, Any], words: str = "") -> None:
        code = problem.get("code")
        self.status = status
        self.problem = problem
        self.words = words
        self.code: str = code if isinstance(code, str) else NO_PROBLEM
        super().__init__(self._line())

    def __reduce__(self) -> tuple[Any, ...]:
        """As it was made, so that it leaves a worker process whole."""
        return type(self), (self.status, self.problem, self.words), self.__dict__

    def _line(self) -> str:
        detail = self.words or self.problem.get("detail") or "no answer of this API"
        lines = [f"{self.status} {self.code}: {detail}"]
        errors = self.problem.get("errors")
        for error in errors if isinstance(errors, list) else ():
            if isinstance(error, dict):
                lines += [str(text) for text in (error.get("snippet"), error.get("hint")) if text]
        return "\n".join(lines)
