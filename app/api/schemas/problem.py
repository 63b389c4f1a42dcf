"""
Problem documents, as models.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .document import Model


class Span(Model):
    """A stretch of the expression; from 1, in code points, the end inclusive."""

    line: int = Field(ge=1)
    column: int = Field(ge=1)
    end_line: int = Field(ge=1)
    end_column: int = Field(ge=1)


class Fix(Model):
    """One edit that mends the expression."""

    span: Span
    text: str


class SingleError(Model):
    """One thing that is wrong."""

    loc: list[str | int] = Field(description="Path into the request body.")
    code: str
    message: str
    hint: str | None
    node: str | None
    span: Span | None
    snippet: str | None
    fix: Fix | None = None


class Problem(Model):
    """A problem document (RFC 9457). `type` is a page of this server that explains the error."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: Annotated[list[SingleError], Field(max_length=20)]
