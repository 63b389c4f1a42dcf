"""
The graph document: its rules, read and written.

This reader looks at everything, collects up to 20 errors and says where each stands. Documents that
have nothing unusual are read by `quick.py`, which gives up at the first thing it does not expect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import numpy as np

from .errors import MAX_ERRORS, EngineError, ErrorList, GraphError, LimitError, did_you_mean, raise_all
from .extras import read_groups, read_layout, read_outputs
from .graph import KINDS, Attrs, Graph, Value
from .limits import DEFAULT_LIMITS, MAX_ID_LENGTH, Limits
from .op import Op
from .quick import quick_read
from .refusals import (
    Loc,
    bad_id,
    check_arity,
    check_keys,
    clip,
    duplicates,
    find_op,
    listing,
    missing_key,
    wrong_type,
)  # fmt: skip
from .syntax import VALUE_WORDS
from .values import read_value

DOCUMENT_KEYS = ("name", "nodes", "outputs", "groups", "layout", "meta")
NODE_KEYS = ("id", "kind", "op", "inputs", "value", "attrs", "label", "role")
NOTHING: dict[str, Any] = {"op": None, "inputs": [], "attrs": {}}  # what a leaf may say of the keys of ops
ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def read_document(
    document: Any, parameters: Iterable[str] = (), limits: Limits = DEFAULT_LIMITS, loc: Loc = ()
) -> Graph:
    """
    Check a decoded JSON document and lower it.

    Args:
        document: What a JSON reader made of it; anything is survived.
        parameters: Ids of leaves that count as parameters, whatever kind they declare.
        limits: Checked before the work.
        loc: Path of the document in the request, put before the path of every error.

    Raises:
        EngineError: What is wrong; an `ErrorList` where it is several things, at most 20.
    """
    graph = quick_read(document, limits) or read_carefully(document, limits, loc)
    wanted = tuple(parameters)
    return graph.with_parameters(wanted) if wanted else graph


def read_carefully(document: Any, limits: Limits, loc: Loc = ()) -> Graph:
    """Read *document* node by node, collecting what is wrong."""
    return _Reader(limits, loc).read(document)


class _Reader:
    """One reading of one document; `errors` fills up, and 20 are enough."""

    def __init__(self, limits: Limits, loc: Loc) -> None:
        self.limits = limits
        self.loc = loc
        self.errors: list[EngineError] = []
        self.ids: list[str] = []
        self.kinds: list[str] = []
        self.ops: list[Op | None] = []
        self.attrs: list[Attrs] = []
        self.values: list[Value | None] = []
        self.labels: list[str | None] = []
        self.roles: list[str | None] = []
        self.sources: list[list[Any]] = []
        self.edges = 0

    def read(self, document: Any) -> Graph:
        self.check_frame(document)
        nodes = document["nodes"]
        for i, node in enumerate(nodes):
            self.read_node(node, (*self.loc, "nodes", i))
            if len(self.errors) >= MAX_ERRORS:
                break
        raise_all(self.errors)
        inputs = self.connect()
        ids = set(self.ids)
        outputs = read_outputs(document.get("outputs"), ids, self.errors, (*self.loc, "outputs"))
        groups = read_groups(document.get("groups"), ids, self.errors, (*self.loc, "groups"))
        layout = read_layout(document.get("layout"), self.errors, (*self.loc, "layout"))
        raise_all(self.errors)
        try:
            return Graph.assemble(
                self.ids, self.kinds, self.ops, self.attrs, inputs, self.values,
                labels=self.labels, roles=self.roles, outputs=outputs, groups=groups,
                layout=layout, meta=document.get("meta"), name=document.get("name"),
            )  # fmt: skip
        except GraphError as error:
            error.loc = (*self.loc, "nodes", self.ids.index(error.node or ""))
            raise

    def check_frame(self, document: Any) -> None:
        """The document itself, before any node is looked at."""
        if type(document) is not dict:
            raise wrong_type("A graph document", document, "an object", self.loc)
        check_keys(document, DOCUMENT_KEYS, "A graph document", self.errors, self.loc)
        if "nodes" not in document:
            self.errors.append(missing_key("A graph document", "nodes", self.loc))
            raise_all(self.errors)
        for key, kind, words in (
            ("nodes", list, "a list"),
            ("meta", dict, "an object"),
            ("name", str, "a string"),
        ):
            given = document.get(key)
            if type(given) is not kind and (given is not None or key == "nodes"):
                self.errors.append(wrong_type(f"{key} of a graph document", given, words, (*self.loc, key)))
        if any(error.loc == (*self.loc, "nodes") for error in self.errors):
            raise_all(self.errors)
        if len(document["nodes"]) > self.limits.max_nodes:
            raise LimitError(
                "node-limit", len(document["nodes"]), self.limits.max_nodes, loc=(*self.loc, "nodes")
            )

    def read_node(self, node: Any, loc: Loc) -> None:
        if type(node) is not dict:
            self.errors.append(wrong_type("A node", node, "an object", loc))
            return
        check_keys(node, NODE_KEYS, "A node", self.errors, loc)
        name = self.read_id(node, loc)
        if name is None:
            return
        for key in ("label", "role"):
            if type(node.get(key)) is not str and node.get(key) is not None:
                self.errors.append(
                    wrong_type(f"{key} of {clip(name)}", node[key], "a string", (*loc, key), name)
                )
        kind = self.read_kind(node, name, loc)
        try:
            op, attrs, value, sources = (self.read_op if kind == "op" else self.read_leaf)(node, name, loc)
        except LimitError:
            raise
        except EngineError as error:
            self.errors.append(error)
            op, attrs, value, sources = None, {}, None, []
        self.ids.append(name)
        self.kinds.append(kind)
        self.ops.append(op)
        self.attrs.append(attrs)
        self.values.append(value)
        self.sources.append(sources)
        self.labels.append(node.get("label"))
        self.roles.append(node.get("role"))

    def read_id(self, node: dict[str, Any], loc: Loc) -> str | None:
        if "id" not in node:
            self.errors.append(missing_key("A node", "id", loc))
            return None
        name = node["id"]
        if type(name) is not str:
            self.errors.append(wrong_type("A node's id", name, "a string", (*loc, "id")))
            return None
        if not ID.fullmatch(name) or len(name) > MAX_ID_LENGTH or name in VALUE_WORDS:
            self.errors.append(bad_id(name, (*loc, "id")))
            return None
        return name

    def read_kind(self, node: dict[str, Any], name: str, loc: Loc) -> str:
        kind = node.get("kind")
        if kind is None:
            return "input" if node.get("op") is None else "op"
        if type(kind) is not str:
            self.errors.append(
                wrong_type(f"The kind of {clip(name)}", kind, "a string", (*loc, "kind"), name)
            )
        elif kind not in KINDS:
            hint = did_you_mean(kind, KINDS) or f"Kinds are {listing(KINDS)}."
            message = f"{clip(kind)} is not a kind of node."
            self.errors.append(GraphError("bad-kind", message, hint=hint, node=name, loc=(*loc, "kind")))
        else:
            return kind
        return "input" if node.get("op") is None else "op"

    def read_leaf(
        self, node: dict[str, Any], name: str, loc: Loc
    ) -> tuple[None, Attrs, Value | None, list[Any]]:
        for key in ("op", "inputs", "attrs"):
            if node.get(key) not in (None, NOTHING[key]):
                kind = node.get("kind") or "input"
                article = "an" if kind == "input" else "a"
                raise GraphError(
                    "unknown-key",
                    f"{clip(name)} is {article} {kind}, and only ops have {key}.",
                    hint=f'Leave {key} out, or make the node an op: "kind": "op".',
                    node=name,
                    loc=(*loc, key),
                )
        given = node.get("value")
        return None, {}, None if given is None else read_value(given, name, self.limits, (*loc, "value")), []

    def read_op(self, node: dict[str, Any], name: str, loc: Loc) -> tuple[Op, Attrs, None, list[Any]]:
        op = self.find_op(node, name, loc)
        if node.get("value") is not None:
            raise GraphError(
                "not-a-leaf",
                f"{clip(name)} is an op, and only inputs, parameters and constants have a value of their own.",
                hint="Leave value out; it is computed.",
                node=name,
                loc=(*loc, "value"),
            )
        if "inputs" not in node:
            raise missing_key(f"The op {clip(name)}", "inputs", loc, name)
        sources = node["inputs"]
        if type(sources) is not list:
            raise wrong_type(f"inputs of {clip(name)}", sources, "a list of ids", (*loc, "inputs"), name)
        check_arity(op, len(sources), name, (*loc, "inputs"))
        given = node.get("attrs")
        if given is not None and type(given) is not dict:
            raise wrong_type(f"attrs of {clip(name)}", given, "an object", (*loc, "attrs"), name)
        try:
            return op, op.check_attrs(given or {}), None, sources
        except EngineError as error:
            error.node, error.loc = name, (*loc, "attrs", *error.loc)
            raise

    def find_op(self, node: dict[str, Any], name: str, loc: Loc) -> Op:
        given = node.get("op")
        if given is None:
            raise missing_key(f"The op {clip(name)}", "op", loc, name)
        if type(given) is not str:
            raise wrong_type(f"The op of {clip(name)}", given, "a string", (*loc, "op"), name)
        return find_op(given, name, (*loc, "op"))

    def connect(self) -> list[tuple[int, ...]]:
        """Turn ids into positions."""
        position = dict(zip(self.ids, range(len(self.ids)), strict=True))
        if len(position) < len(self.ids):
            self.errors += duplicates(self.ids, "node", (*self.loc, "nodes"))
            raise_all(self.errors)
        inputs: list[tuple[int, ...]] = []
        for i, sources in enumerate(self.sources):
            self.edges += len(sources)
            inputs.append(tuple([self.find(source, position, i, k) for k, source in enumerate(sources)]))
        if self.edges > self.limits.max_edges:
            raise LimitError("edge-limit", self.edges, self.limits.max_edges, loc=(*self.loc, "nodes"))
        return inputs

    def find(self, source: Any, position: dict[str, int], i: int, index: int) -> int:
        if source is None:
            return -1
        found = position.get(source) if type(source) is str else None
        if found is not None:
            return found
        name, loc = self.ids[i], (*self.loc, "nodes", i, "inputs", index)
        if type(source) is not str:
            self.errors.append(
                wrong_type(f"An input of {clip(name)}", source, "the id of a node, or null", loc, name)
            )
        else:
            message = f"{clip(name)} reads from {clip(source)}, which is no node of the graph."
            hint = did_you_mean(source, position) or "Add the node, or connect the input to another one."
            self.errors.append(GraphError("unknown-node", message, hint=hint, node=name, loc=loc))
        if len(self.errors) >= MAX_ERRORS:
            raise ErrorList(self.errors)
        return -1


def write_document(graph: Graph) -> dict[str, Any]:
    """Return the document of *graph*, nodes in their first order; arrays as lists, non-finite numbers as floats."""
    nodes: list[dict[str, Any]] = [{}] * len(graph)
    for slot, position in enumerate(graph.position):
        nodes[position] = _write_node(graph, slot)
    return {
        **({} if graph.name is None else {"name": graph.name}),
        "nodes": nodes,
        "outputs": list(graph.outputs),
        "groups": [dict(group) for group in graph.groups],
        "layout": graph.layout,
        "meta": graph.meta,
    }


def _write_node(graph: Graph, slot: int) -> dict[str, Any]:
    node: dict[str, Any] = {"id": graph.ids[slot], "kind": graph.kinds[slot]}
    op, value = graph.ops[slot], graph.values[slot]
    if op is not None:
        node["op"] = op.name
        node["inputs"] = [graph.ids[i] if i >= 0 else None for i in graph.inputs[slot]]
        if graph.attrs[slot]:
            node["attrs"] = dict(graph.attrs[slot])
    elif value is not None:
        node["value"] = value.tolist() if isinstance(value, np.ndarray) else value
    if graph.labels[slot] is not None:
        node["label"] = graph.labels[slot]
    if graph.roles[slot] is not None:
        node["role"] = graph.roles[slot]
    return node
