"""
The ops and the server's health, as models.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .document import Model


class Setting(Model):
    """What is written after an op's operands. Without a default it must be given."""

    name: str
    kind: str
    keyword_only: bool
    default: Any = None
    choices: list[str] | None = None


class Kink(Model):
    """Where no derivative exists, and what is taken there."""

    where: str
    taken: str


class Op(Model):
    """One operation."""

    name: str
    title: str
    display: str = Field(description="The glyph on a node's disc.")
    summary: str
    category: str
    signature: str
    operands: list[str]
    variadic: bool
    settings: list[Setting]
    infix: str | None
    elementwise: bool
    latex: str
    local_gradients: dict[str, str] = Field(description="LaTeX by operand; an operator where it is a matrix.")
    kink: Kink | None
    domain: str | None = Field(description="Where it is defined; null for everywhere.")
    decomposition: str | None = Field(description="The same in simpler ops; null for a primitive.")
    insight: str
    examples: list[list[Any]] = Field(description="Operands worth trying, settings last.")


class OpsAnswer(Model):
    """The catalogue."""

    ops: list[Op]


class Health(Model):
    """How the server is."""

    status: Literal["live", "ready"]
