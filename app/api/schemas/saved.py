"""
Saved graphs and stored runs, as models.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .answers import NodeRow, Warning
from .document import Graph, Model, Value


class SavedAnswer(Model):
    """A graph was saved. The token is told only here."""

    id: str
    edit_token: str = Field(
        description="Whoever has it may replace and delete the graph; it cannot be asked for again."
    )
    etag: str = Field(description="The version, quotation marks included, as `If-Match` takes it.")
    url: str = Field(
        description="Where a browser opens it; begins with `BACKPROP_PUBLIC_URL` where that is set."
    )
    created_at: str


class ReplacedAnswer(Model):
    """A graph was replaced."""

    id: str
    etag: str
    url: str
    created_at: str
    updated_at: str


class RunRequest(Model):
    """What to run the graph with."""

    inputs: dict[str, Value] = Field(
        {}, description="Values of leaves by id; they win over those in the graph."
    )


class RunAnswer(Model):
    """A stored forward pass, and what the last backward pass has added."""

    id: str
    graph_id: str = Field(description="The saved graph that was run; it may have changed since.")
    graph: Graph = Field(description="The graph as it was run, `inputs` put in.")
    created_at: str
    expires_at: str
    output: str | None = Field(description="Whose gradients stand in `nodes`; null before any backward pass.")
    seed: Value | None = Field(description="The gradient that entered there.")
    nodes: list[NodeRow] = Field(description="In forward order; `gradient` is null before any backward pass.")
    warnings: list[Warning] | None = Field(None, description="When the run is made: names that are no node.")


class BackwardRequest(Model):
    """Where to begin, and how much to tell."""

    output: str | None = Field(
        None, description="The node to differentiate; default the graph's only output or only sink."
    )
    seed: Value | None = Field(None, description="Gradient entering at the output, of its shape; default 1.")
    detail: Literal["gradients", "nodes", "trace"] = "trace"
