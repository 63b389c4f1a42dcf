"""
``POST /mlps/init``, ``/mlps/evaluate`` and ``/mlps/graph``: first parameters, both passes over a batch, and the same
batch as a graph.
"""

from __future__ import annotations

from typing import Any

from ...engine.array import Array
from ...engine.limits import Limits
from ...nets.graphs import GRANULARITIES, network_graph, scalar_nodes
from ...nets.passes import LayerPass, NetworkPass, evaluate_network
from ...nets.spec import Parameters, Spec, entries, start
from ...nets.targets import read_targets
from ...nets.trouble import network_warnings
from .. import wire
from ..reading import Fields
from ..work import Task
from .reading import check_pass, read_examples, read_parameters, read_spec

# A layer costs some calls of numpy both ways, each number its arithmetic and its digits, each product of a matrix a
# multiplication and an addition. Measured on one core.
LAYER_S = 120e-6
DRAWN_S = 30e-6  # a layer that is only drawn
NUMBER_S = 3e-7
PRODUCT_S = 2e-9
NODE_S = 10e-6


def prepare_init(document: Any, limits: Limits) -> Task:
    """Read the spec; what is left is drawing numbers."""
    spec = read_spec(Fields(document, ("spec",)), limits)
    check_pass(spec, 0, limits)
    cost = spec.size * NUMBER_S + len(spec.layers) * DRAWN_S
    return Task(cost, lambda: wire.encode({"parameters": start(spec)}))


def prepare_evaluate(document: Any, limits: Limits) -> Task:
    """Read the request; what is left is both passes and the writing."""
    fields = Fields(document, ("spec", "parameters", "x", "y"))
    spec, parameters, x, y = _read_batch(fields, limits)

    def run() -> bytes:
        done = evaluate_network(spec, parameters, x, y)
        return wire.encode(describe(done) | {"warnings": network_warnings(spec, parameters, x, done)})

    return Task(seconds(spec, len(x)), run)


def _read_batch(fields: Fields, limits: Limits) -> tuple[Spec, Parameters, Array, Array | None]:
    """A network, its parameters, examples, and targets where there are some; limits are held against the whole."""
    spec = read_spec(fields, limits)
    given = fields.mapping("parameters", None)
    parameters = {} if given is None else read_parameters(fields, "parameters", spec, limits)
    x = read_examples(fields, "x", spec.inputs, limits)
    y = None if fields.value("y", None) is None else read_examples(fields, "y", None, limits)
    check_pass(spec, len(x), limits)
    targets = None if y is None else read_targets(spec, y, len(x))
    return spec, parameters or start(spec), x, targets


def seconds(spec: Spec, rows: int) -> float:
    """Roughly how long both passes over *rows* examples take, their writing included."""
    return len(spec.layers) * LAYER_S + entries(spec, rows) * NUMBER_S + rows * spec.size * PRODUCT_S


def describe(done: NetworkPass) -> dict[str, Any]:
    """A pass on the wire; without targets, its forward half."""
    found: dict[str, Any] = {} if done.total is None else {"loss": _loss(done)}
    return found | {"output": done.output, "layers": [_layer(layer) for layer in done.layers]}


def _loss(done: NetworkPass) -> dict[str, Any]:
    return {"total": done.total, "per_example": done.per_example}


def _layer(done: LayerPass) -> dict[str, Any]:
    gradients = {"da": done.da, "delta": done.delta, "dW": done.dW, "db": done.db, "dslopes": done.dslopes}
    told = {name: value for name, value in gradients.items() if value is not None}
    return {"z": done.z, "a": done.a, "slope": done.slope, **told}


def prepare_graph(document: Any, limits: Limits) -> Task:
    """Read the request; what is left is writing the network out."""
    fields = Fields(document, ("spec", "parameters", "x", "y", "granularity"))
    granularity = fields.choice("granularity", GRANULARITIES, "layer")
    spec, parameters, x, y = _read_batch(fields, limits)
    nodes = 8 * len(spec.layers) if granularity == "layer" else scalar_nodes(spec, len(x))

    def run() -> bytes:
        return wire.encode({"graph": network_graph(spec, parameters, x, y, granularity, limits)})

    return Task(nodes * NODE_S + entries(spec, len(x)) * NUMBER_S, run)
