"""
A network and a batch as a graph document, at three depths.

``layer`` has a tensor per node, ``z1 = x @ W1.T + b1``. ``scalar`` writes every product and sum out; ``neuron`` is the
same graph with each neuron a closed group. All three give the loss and the gradients that the network gives. What a
node is called says where it stands: ``w1_2_3`` is the weight of layer 1 to unit 2 from unit 3, ``a1_2_e4`` the
activation of unit 2 for example 4; one example has no suffix.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.array import Array
from ..engine.errors import LimitError
from ..engine.limits import Limits
from . import columns
from .spec import Layer, Spec

GRANULARITIES = ("layer", "neuron", "scalar")
Node = dict[str, Any]


def network_graph(
    spec: Spec,
    parameters: Mapping[str, Array],
    x: Array,
    y: Array | None,
    granularity: str,
    limits: Limits,
) -> dict[str, Any]:
    """
    The graph document.

    Args:
        spec: The network.
        parameters: By name.
        x: Examples, shape (m, inputs).
        y: Targets, shape (m, outputs), or None: the graph then ends in the predictions.
        granularity: One of `GRANULARITIES`.
        limits: ``max_nodes``, checked before anything is built.

    Raises:
        LimitError: ``node-limit``.
    """
    if granularity == "layer":
        return _by_layer(spec, parameters, x, y)
    seen = scalar_nodes(spec, len(x))
    if seen > limits.max_nodes:
        hint = "Give one example." if len(x) > 1 else 'Use "granularity": "layer".'
        raise LimitError("node-limit", seen, limits.max_nodes, hint=hint, loc=("granularity",))
    return _Scalars(spec, parameters, x, y, granularity == "neuron").document()


def scalar_nodes(spec: Spec, rows: int) -> int:
    """At most how many nodes the graph of single numbers has."""
    each = sum(layer.units * (2 * layer.inputs + 5) for layer in spec.layers)
    return spec.size + rows * (spec.inputs + each + 8 * spec.outputs)


def _by_layer(spec: Spec, parameters: Mapping[str, Array], x: Array, y: Array | None) -> dict[str, Any]:
    nodes: list[Node] = [{"id": "x", "kind": "input", "value": x}]
    for name, value in parameters.items():
        role = {"W": "weight", "b": "bias", "a": "slope"}[name[0]]
        given = f"slope{name[1:]}" if name[0] == "a" else name  # a1 is the layer's activation
        nodes.append({"id": given, "kind": "parameter", "value": value, "role": role})
    before = "x"
    for k, layer in enumerate(spec.layers, 1):
        product = f"p{k}" if layer.bias else f"z{k}"
        nodes.append(_op(f"W{k}_T", "transpose", [f"W{k}"]))
        nodes.append(_op(product, "matmul", [before, f"W{k}_T"]))
        if layer.bias:
            nodes.append(_op(f"z{k}", "add", [product, f"b{k}"]))
        operands = [f"z{k}", f"slope{k}"] if layer.learned else [f"z{k}"]
        nodes.append(_op(f"a{k}", layer.op.name, operands, layer.attrs))
        before = f"a{k}"
    if y is not None:
        nodes.append({"id": "y", "kind": "input", "value": y, "role": "target"})
        attrs = {"reduction": "sum"} if spec.reduction == "sum" and spec.loss != "sse" else {}
        nodes.append(_op("loss", spec.loss, [before, "y"], attrs))
        before = "loss"
    return {"nodes": nodes, "outputs": [before], "groups": [], "layout": columns.of_layers(spec), "meta": {}}


def _op(name: str, op: str, inputs: list[str], attrs: Mapping[str, Any] | None = None) -> Node:
    return {"id": name, "kind": "op", "op": op, "inputs": inputs} | ({"attrs": dict(attrs)} if attrs else {})


class _Scalars:
    """The graph of single numbers, grown from the inputs to the loss."""

    def __init__(
        self, spec: Spec, parameters: Mapping[str, Array], x: Array, y: Array | None, grouped: bool
    ) -> None:
        self.spec, self.parameters, self.x, self.y = spec, parameters, x, y
        self.grouped = grouped
        self.nodes: list[Node] = []
        self.groups: list[dict[str, Any]] = []

    def document(self) -> dict[str, Any]:
        rows = len(self.x)
        first = self._parameters() if rows > 1 else 0  # with one example a neuron owns its weights
        terms: list[str] = []
        outputs: list[str] = []
        for row in range(rows):
            end = "" if rows == 1 else f"_e{row + 1}"
            outputs = self._example(row, end)
            if self.y is not None:
                terms += self._losses(row, end, outputs)
        if self.y is not None:
            outputs = [self._total(terms)]
        place = columns.of_neurons if self.grouped else columns.of_scalars
        layout = place(self.spec, self.nodes, self.groups) if first == 0 else {}
        return {"nodes": self.nodes, "outputs": outputs, "groups": self.groups, "layout": layout, "meta": {}}

    def _parameters(self) -> int:
        for k, layer in enumerate(self.spec.layers, 1):
            for j in range(layer.units):
                self._neurons_own(k, j, layer)
        return len(self.nodes)

    def _neurons_own(self, k: int, j: int, layer: Layer) -> None:
        for i in range(layer.inputs):
            self._leaf(f"w{k}_{j + 1}_{i + 1}", "parameter", self.parameters[f"W{k}"][j, i], role="weight")
        if layer.bias:
            self._leaf(f"b{k}_{j + 1}", "parameter", self.parameters[f"b{k}"][j], role="bias")
        if layer.learned:
            self._leaf(f"slope{k}_{j + 1}", "parameter", self.parameters[f"a{k}"][j], role="slope")

    def _example(self, row: int, end: str) -> list[str]:
        """Grow the network for one example; returns the names of its outputs."""
        before = [f"x{i + 1}{end}" for i in range(self.spec.inputs)]
        for name, value in zip(before, self.x[row], strict=True):
            self._leaf(name, "input", value)
        for k, layer in enumerate(self.spec.layers, 1):
            units = [self._neuron(k, j, layer, before, end) for j in range(layer.units)]
            before = self._softmax(k, units, end) if layer.op.name == "softmax" else units
        return before

    def _neuron(self, k: int, j: int, layer: Layer, before: list[str], end: str) -> str:
        """Grow one neuron; returns the name of its activation, or of its z under softmax."""
        begin = len(self.nodes)
        if not end:
            self._neurons_own(k, j, layer)
        name = f"{k}_{j + 1}"
        products = [f"p{name}_{i + 1}{end}" for i in range(layer.inputs)]
        if layer.inputs == 1 and not layer.bias:
            products = [f"z{name}{end}"]
        for i, product in enumerate(products):
            self.nodes.append(_op(product, "mul", [f"w{name}_{i + 1}", before[i]]))
        terms = products + ([f"b{name}"] if layer.bias else [])
        self._sum(terms, f"s{name}", f"z{name}", end)
        last = f"z{name}{end}"
        if layer.op.name != "softmax":
            operands = [last, f"slope{name}"] if layer.learned else [last]
            last = f"a{name}{end}"
            self.nodes.append(_op(last, layer.op.name, operands, layer.attrs))
        self._group(f"n{name}{end}", f"n{name}{end}", begin)
        return last

    def _softmax(self, k: int, units: list[str], end: str) -> list[str]:
        begin = len(self.nodes)
        powers = [f"e{k}_{j + 1}{end}" for j in range(len(units))]
        for power, unit in zip(powers, units, strict=True):
            self.nodes.append(_op(power, "exp", [unit]))
        whole = self._sum(powers, f"t{k}", f"sum{k}", end)
        shares = [f"a{k}_{j + 1}{end}" for j in range(len(units))]
        for share, power in zip(shares, powers, strict=True):
            self.nodes.append(_op(share, "div", [power, whole]))
        self._group(f"softmax{k}{end}", "softmax", begin)
        return shares

    def _losses(self, row: int, end: str, outputs: list[str]) -> list[str]:
        """Grow the loss of each output of one example; returns the names of what is to be added up."""
        assert self.y is not None  # asked where there are targets
        if self.spec.rule.target == "class":
            return self._class_losses(self.y[row], end, outputs)
        terms = []
        for j, output in enumerate(outputs):
            self._leaf(f"y{j + 1}{end}", "input", self.y[row, j], role="target")
            terms.append(f"loss{j + 1}{end}")
            self.nodes.append(_op(terms[-1], self.spec.loss, [output, f"y{j + 1}{end}"]))
        return terms

    def _class_losses(self, shares: Array, end: str, outputs: list[str]) -> list[str]:
        """Cross-entropy, for the classes that have a share: the others add 0 whatever is predicted."""
        whole = ""
        if self.spec.loss == "cce_with_logits":
            for j, output in enumerate(outputs):
                self.nodes.append(_op(f"exp{j + 1}{end}", "exp", [output]))
            powers = [f"exp{j + 1}{end}" for j in range(len(outputs))]
            whole = f"ln{end}"
            self.nodes.append(_op(whole, "log", [self._sum(powers, "u", "whole", end)]))
        terms = []
        for j, output in enumerate(outputs):
            if shares[j] == 0:
                continue
            name = f"loss{j + 1}{end}"
            parts = [f"ln{j + 1}{end}", f"minus{j + 1}{end}"]
            if whole:
                self.nodes.append(_op(parts[1], "sub", [whole, output]))
            else:
                self.nodes += [_op(parts[0], "log", [output]), _op(parts[1], "neg", [parts[0]])]
            self._leaf(f"y{j + 1}{end}", "constant", shares[j], role="target")
            self.nodes.append(_op(name, "mul", [f"y{j + 1}{end}", parts[1]]))
            terms.append(name)
        return terms

    def _total(self, terms: list[str]) -> str:
        """Add the losses up and divide as the reduction says."""
        shape = (len(self.x), self.spec.outputs)
        divisor = round(1 / self.spec.rule.scale(shape, self.spec.reduction))
        if not terms:
            self._leaf("loss", "constant", 0.0)
        elif divisor == 1:
            self._sum(terms, "sum", "loss", "") if len(terms) > 1 else self.nodes.append(
                _op("loss", "identity", terms)
            )
        else:
            whole = self._sum(terms, "sum", "total", "")
            self._leaf("n", "constant", float(divisor))
            self.nodes.append(_op("loss", "div", [whole, "n"]))
        return "loss"

    def _sum(self, terms: list[str], partial: str, whole: str, end: str) -> str:
        """Add *terms* up from the left; the last sum is called *whole*. One term stands for itself."""
        last = terms[0]
        for i, term in enumerate(terms[1:], 2):
            name = f"{whole}{end}" if i == len(terms) else f"{partial}_{i}{end}"
            self.nodes.append(_op(name, "add", [last, term]))
            last = name
        return last

    def _leaf(self, name: str, kind: str, value: float, role: str | None = None) -> None:
        node = {"id": name, "kind": kind, "value": float(value)}
        self.nodes.append(node if role is None else node | {"role": role})

    def _group(self, name: str, label: str, begin: int) -> None:
        if self.grouped:
            nodes = [node["id"] for node in self.nodes[begin:]]
            self.groups.append(
                {"id": name, "op": None, "label": label, "nodes": nodes, "parent": None, "open": False}
            )
