"""One hostile input and what must come back: a status, or a few, and the code of the problem where it matters."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

V1 = "/api/v1"
JSON = {"Content-Type": "application/json"}
# Seconds: of an expression, of anything else, and of what is meant to run until a limit of five seconds ends it.
SOON_S, LATEST_S, TO_ITS_LIMIT_S = 1.0, 3.0, 6.0
CLOSED = 0  # in place of a status: the connection ended without an answer


class Answer(NamedTuple):
    """What came back. Of a WebSocket the status is a close code, or that of the problem which it told."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Kept(NamedTuple):
    """What was saved before anything hostile was sent, for what speaks of saved graphs."""

    graph: str
    token: str
    tag: str
    run: str


@dataclass(frozen=True, slots=True)
class Case:
    """
    What is sent and what is wanted.

    Attributes:
        family: What the inputs of a group have in common.
        name: Which of them.
        path: Where it goes.
        wanted: Statuses, and behind a blank codes, each with strokes between: ``"422 syntax|not-supported"``.
        body: What is posted; of a raw one all bytes of the connection; of a WebSocket the messages.
        within_s: How soon it must be answered.
        raw: Sent as it is, over a socket of its own.
        plain: May be refused by the server library, which says so in plain text.
        look: Says what is wrong with an answer, or nothing.
    """

    family: str
    name: str
    path: str
    wanted: str
    body: bytes | None = None
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    within_s: float = LATEST_S
    raw: bool = False
    plain: bool = False
    messages: tuple[str | bytes, ...] = ()
    look: Callable[[Answer], str] | None = None

    @property
    def statuses(self) -> list[int]:
        """Those that are right."""
        return [int(each) for each in self.wanted.split(" ")[0].split("|")]

    @property
    def codes(self) -> list[str]:
        """Codes of a problem that are right; none where any is."""
        return [code for code in self.wanted.partition(" ")[2].split("|") if code]


Table = Mapping[str, tuple[Any, str]]


def posted(family: str, path: str, table: Table, within_s: float = LATEST_S) -> Iterator[Case]:
    """Cases of requests as JSON, each with what is wanted, by name."""
    for name, (request, wanted) in table.items():
        yield Case(family, name, V1 + path, wanted, json.dumps(request).encode(), within_s=within_s)


def typed(
    family: str, table: Mapping[str, tuple[str, str]], path: str = "/evaluate", **more: Any
) -> Iterator[Case]:
    """Cases of expressions, each with what is wanted, by name."""
    for name, (text, wanted) in table.items():
        request = {"expression": text, "inputs": {"x": 2, "y": 3}} | more
        if path == "/evaluate":
            request |= {"detail": "gradients"} | more
        yield Case(family, name, V1 + path, wanted, json.dumps(request).encode(), within_s=SOON_S)


def node(name: str, op: str | None = None, *inputs: str, **more: Any) -> dict[str, Any]:
    """A node of a graph document: an op of *inputs*, or a leaf that is 1."""
    return {"id": name} | ({"op": op, "inputs": list(inputs)} if op else {"value": 1}) | more


def chain(length: int, **more: Any) -> dict[str, Any]:
    """A document of *length* nodes, each the negative of the one before."""
    rest = [node(f"n{k}", "neg", f"n{k - 1}") for k in range(1, length)]
    return {"nodes": [node("n0"), *rest]} | more


def said(answer: Answer) -> Any:
    """An answer's JSON."""
    return json.loads(answer.body)


def value_is(value: Any) -> Callable[[Answer], str]:
    """What an evaluation must find, to the last bit; non-finite numbers as their strings."""
    return lambda answer: "" if answer.status != 200 or said(answer)["value"] == value else f"not {value}"
