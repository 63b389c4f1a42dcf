"""What the server says when it does not do what was asked."""

from __future__ import annotations

from typing import Any


class ProblemError(Exception):
    """
    The API answered with a problem document.

    Attributes:
        status: Of the answer.
        code: What kind of problem it is; the reference lists them all. ``"no-problem"`` where somebody else answered,
            as a proxy does.
        problem: The whole document: ``errors`` has a place, a message and a hint for each.
    """

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(_line(status, problem))
        self.status = status
        self.problem = problem
        self.code: str = problem.get("code", "no-problem")


def _line(status: int, problem: dict[str, Any]) -> str:
    lines = [f"{status} {problem.get('code', '')}: {problem.get('detail', 'no answer of this API')}"]
    for error in problem.get("errors", []):
        lines += [text for text in (error.get("snippet"), error.get("hint")) if text]
    return "\n".join(lines)
