"""
The computing that saved graphs and stored runs need: from bytes to bytes, in the server or in a worker.

Unlike the work of `registry.WORK` it has no address of its own: what goes in comes partly from a request and partly
from the store, and what comes out goes partly to the client and partly into the store. Parts that come from the store
were checked when they went in.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import orjson

from ..engine.document import read_document
from ..engine.errors import did_you_mean
from ..engine.graph import Graph
from ..engine.limits import Limits
from ..engine.passes import Forward, Run, backward, choose_output, forward, stored
from ..engine.values import read_value
from . import cost, frames, tables, wire
from .evaluate import DETAILS, describe, number_or_none
from .problems import HttpError
from .reading import Fields, shorten
from .source import check_unused, unused_inputs
from .work import Context, Task

Inner = Callable[[list[bytes], Context], Task]


def check_graph(parts: list[bytes], context: Context) -> Task:
    """A document that is to be saved: nothing comes back but complaints."""
    (body,) = parts
    read_document(wire.decode(body, context.json_depth), (), context.limits)
    return Task(0.0, lambda: b"")


def run_forward(parts: list[bytes], context: Context) -> Task:
    """A saved document and a request with ``inputs``; back come the document as run, its nodes, and warnings."""
    saved, request = parts
    limits = context.limits
    fields = Fields(wire.decode(request, context.json_depth), ("inputs",))
    inputs: dict[str, Any] = fields.mapping("inputs", {})
    document = orjson.loads(saved)
    graph = read_document(document, (), limits).with_values(inputs, limits)
    check_unused(graph, inputs, limits)
    seconds = cost.evaluation(graph, "nodes", limits) + cost.document(graph)

    def run() -> bytes:
        nodes = tables.node_objects(_told(forward(graph, limits=limits)))
        return frames.join(
            [
                orjson.dumps(_with_values(document, inputs)),
                wire.encode(nodes),
                wire.encode(unused_inputs(graph)),
            ]
        )

    return Task(seconds, run)


def run_backward(parts: list[bytes], context: Context) -> Task:
    """
    A run's document, its nodes and a request; back come the answer, the nodes with gradients, the output, the seed.
    """
    document, nodes, request = parts
    limits = context.limits
    fields = Fields(wire.decode(request, context.json_depth), ("output", "seed", "detail"))
    detail = fields.choice("detail", DETAILS, "trace")
    output = fields.text("output", None)
    seed = number_or_none(fields, "seed", limits)
    graph = read_document(orjson.loads(document), (), limits)
    choose_output(graph, output)
    seconds = cost.evaluation(graph, detail, limits)

    def run() -> bytes:
        done = backward(_stored(graph, nodes, limits), output, seed, limits)
        answer = wire.encode(
            describe(done, detail, columns=False),
            finite=tables.all_finite(done, edges=detail != "gradients"),
        )
        told = [wire.encode(tables.node_objects(done)), done.graph.ids[done.output].encode()]
        return frames.join([answer, *told, wire.encode(done.seed)])

    return Task(seconds, run)


def one_node(parts: list[bytes], context: Context) -> Task:
    """The nodes of a run and the id of one of them; that one comes back."""
    nodes, name = parts[0], parts[1].decode()

    def run() -> bytes:
        rows = {row["id"]: row for row in orjson.loads(nodes)}
        if name not in rows:
            raise HttpError(
                "not-found",
                f"The run has no node {shorten(name)}.",
                hint=did_you_mean(name, rows) or "The run lists its nodes.",
            )
        return orjson.dumps(rows[name])

    return Task(0.0, run)


INNER: dict[str, Inner] = {
    "keeping/check": check_graph,
    "keeping/forward": run_forward,
    "keeping/backward": run_backward,
    "keeping/node": one_node,
}
SLICE, MESSAGE = "mlps/slice", "mlps/message"


def inner_of(name: str) -> Inner | None:
    """The inner work *name*, None where it is none; that of live trainings is imported when it is first asked for."""
    found: Inner | None = INNER.get(name)
    if name == SLICE:
        found = import_module(".mlps.slices", __package__).run_slice
    if name == MESSAGE:
        found = import_module(".mlps.heard", __package__).run_hearing
    return found


def _told(done: Forward) -> Run:
    """A forward pass as tables take it: values, and no gradient anywhere yet."""
    nothing: list[None] = [None] * len(done.graph)
    return Run(
        done.graph, -1, None, done.values, list(nothing), [], [], [], [], scalar=done.floats is not None
    )


def _stored(graph: Graph, nodes: bytes, limits: Limits) -> Forward:
    """The forward pass that was stored: its numbers, not computed again."""
    rows = orjson.loads(nodes)
    return stored(graph, {row["id"]: read_value(row["value"], row["id"], limits) for row in rows})


def _with_values(document: dict[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
    """*document* with *inputs* as its leaves' values, so that it says by itself what was run."""
    nodes = [
        node | {"value": inputs[node["id"]]} if node["id"] in inputs else node for node in document["nodes"]
    ]
    return document | {"nodes": nodes}
