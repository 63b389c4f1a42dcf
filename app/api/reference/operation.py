"""
What the OpenAPI document says of one operation, and short ways of writing it down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .. import schemas


@dataclass(frozen=True, slots=True)
class Query:
    """A parameter in the address, or in a header."""

    name: str
    where: str
    description: str
    schema: dict[str, Any]
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """
    One operation.

    Attributes:
        path: Below the server's root.
        method: In lower case.
        id: operationId.
        tag: Heading of the reference it stands under.
        summary: A few words.
        description: A paragraph.
        answer: Model of the answer.
        request: Model of the body, for a POST.
        examples: Bodies by title; the answers are computed.
        queries: Parameters in the address or in headers.
        mistakes: Bodies by title that are refused; the problem documents are computed.
        show: For a GET, computes an answer to show.
    """

    path: str
    method: str
    id: str
    tag: str
    summary: str
    description: str
    answer: type[schemas.Model]
    request: type[schemas.Model] | None = None
    examples: dict[str, Any] = field(default_factory=dict)
    queries: tuple[Query, ...] = ()
    mistakes: dict[str, Any] = field(default_factory=dict)
    show: Callable[[], Any] | None = None

    @property
    def steady(self) -> bool:
        """Whether it answers the same until the server is another one."""
        return self.request is None and self.tag != "Health"

    @property
    def work(self) -> str:
        """For a POST, the key of its work."""
        return self.address.removeprefix("/api/v1/")

    @property
    def address(self) -> str:
        """The path with examples put in for what stands in braces."""
        return self.path.format(**{query.name: query.example for query in self.queries})


def post(name: str, tag: str, summary: str, description: str, **rest: Any) -> Operation:
    """An operation that is asked with a body."""
    slug = name.replace("/", "-").translate({ord("{"): None, ord("}"): None})
    return Operation(f"/api/v1/{name}", "post", slug, tag, summary, description, **rest)


def get(path: str, name: str, tag: str, summary: str, description: str, **rest: Any) -> Operation:
    """An operation that is only read."""
    return Operation(path, "get", name, tag, summary, description, **rest)
