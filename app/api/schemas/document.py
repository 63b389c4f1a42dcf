"""
Numbers and the graph document, as models.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.types import StringConstraints
from typing_extensions import TypeAliasType

from ...engine.limits import MAX_ID_LENGTH

NonFinite = Literal["NaN", "Infinity", "-Infinity"]
Number = TypeAliasType("Number", float | NonFinite)
Value = TypeAliasType("Value", "float | NonFinite | list[Value]")
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=MAX_ID_LENGTH)]
Shape = list[int]
Kind = Literal["input", "parameter", "constant", "op"]


class Model(BaseModel):
    """Strict: no coercion, no keys that are not declared."""

    model_config = ConfigDict(strict=True, extra="forbid", defer_build=True)


class GraphNode(Model):
    """A node. Without `kind`, one with an `op` is an op and one without is an input."""

    id: Id
    kind: Kind | None = None
    value: Value | None = Field(None, description="Leaves only. Left out: to be given in `inputs`.")
    op: str | None = Field(None, description="Ops only: a name from `/ops`.")
    inputs: list[str | None] | None = Field(None, description="Ops only: ids, null for an open port.")
    attrs: dict[str, Any] | None = Field(None, description="Ops only: settings, defaults left out.")
    label: str | None = None
    role: str | None = Field(None, description='A caption: "weight", "bias", "target".')


class Group(Model):
    """Nodes shown as one. `op` is null for a group of the user's own."""

    id: str
    op: str | None = None
    attrs: dict[str, Any] | None = None
    label: str | None = None
    nodes: list[str] = []
    parent: str | None = None
    open: bool | None = None


Point = Annotated[list[float], Field(min_length=2, max_length=2)]


class Layout(Model):
    """Where things are drawn; changes no number."""

    nodes: dict[str, Point] = {}
    edges: dict[str, list[Point]] = Field({}, description="Bend points by `source>target:index`.")


class Graph(Model):
    """A graph document. Nodes come in any order; ids are unique."""

    name: str | None = None
    nodes: list[GraphNode]
    outputs: list[str] | None = None
    groups: list[Group] | None = None
    layout: Layout | None = None
    meta: dict[str, Any] | None = Field(None, description="The client's own; kept.")
