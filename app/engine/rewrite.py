"""
Opening a composite into its primitives, and closing it again.

An op with ``primitives`` says in the expression language how simpler ops make the same function. `expand`
writes those ops into the graph in the composite's place, inside a group that remembers the op. The last
primitive keeps the composite's id, so that every edge at the border, its value and its gradient stay what
they were. `collapse` asks which operands, expanded again, would give exactly the nodes that stand in the
group: if some do, nothing inside was edited and the one node takes their place.

Both work on the graph document: it is the form in which groups live, and a rewrite happens once per click.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from .array import Shape
from .document import read_document, write_document
from .errors import GraphError, InputError, did_you_mean
from .graph import Graph
from .limits import MAX_ID_LENGTH
from .op import Op
from .ops import REGISTRY
from .program import parse
from .refusals import clip
from .shapes import shapes_of

Document = dict[str, Any]
ShapeOf = Callable[[str], Shape]


def expand(graph: Graph, node_id: str) -> tuple[Graph, Document]:
    """
    Replace one composite node by its primitives, in a group.

    Args:
        graph: Any graph; leaves need values only where the op's parts depend on a shape.
        node_id: An op node with a decomposition.

    Returns:
        The new graph and its group, ``{"id", "op", "attrs", "label", "nodes", "parent", "open"}``.

    Raises:
        GraphError: ``unknown-node``, ``not-a-composite`` where there is nothing to open, or ``open-port``.
    """
    document = write_document(graph)
    position = _place(document, node_id)
    node = document["nodes"][position]
    op = _composite(node)
    parts = _parts(op, node, _shape_reader(graph), set(graph.slot) - {node_id})
    group = {
        "id": _fresh_group_id(document, node_id),
        "op": op.name,
        "attrs": dict(node.get("attrs") or {}),
        "label": node.get("label"),
        "nodes": [part["id"] for part in parts],
        "parent": _innermost(document, node_id),
        "open": True,
    }
    document["nodes"][position : position + 1] = parts
    document["groups"] = [*document["groups"], group]
    return read_document(document), group


def collapse(graph: Graph, group_id: str) -> Graph:
    """
    Put the one node back that a group stands for; groups inside it are closed first.

    Raises:
        GraphError: ``unknown-group``, ``group-has-no-op``, or ``group-changed`` where the inside is no longer
            what the op is made of.
    """
    document = write_document(graph)
    group = _group(document, group_id)
    for inner in [each["id"] for each in document["groups"] if each.get("parent") == group_id]:
        graph = collapse(graph, inner)
    document = write_document(graph)
    if group.get("op") is None:
        raise GraphError(
            "group-has-no-op",
            f"Group {group_id} stands for no op, so there is no node to put in its place.",
            hint="Only a group with an op, as /expand makes them, can be collapsed.",
            loc=("group",),
        )
    node = _folded(graph, document, group)
    members = set(group.get("nodes", ())) - {node["id"]}
    position = _place(document, node["id"])
    document["nodes"][position] = node
    document["nodes"] = [each for each in document["nodes"] if each["id"] not in members]
    document["groups"] = [each for each in document["groups"] if each["id"] != group_id]
    return read_document(document)


def _composite(node: Mapping[str, Any]) -> Op:
    """The op of *node*, which has a decomposition and all its inputs."""
    op = REGISTRY.get(node.get("op") or "")
    if op is None or op.primitives is None:
        what = "it is a leaf" if op is None else f"{op.name} has no parts"
        hint = "Ops with parts have a decomposition in the op reference."
        raise GraphError(
            "not-a-composite", f"{node['id']} cannot be opened: {what}.", hint=hint, node=node["id"]
        )
    if None in node["inputs"]:
        raise GraphError(
            "open-port",
            f"{node['id']} has an input that is not connected.",
            hint="Connect it, then open the node.",
            node=node["id"],
        )
    return op


def _parts(op: Op, node: Mapping[str, Any], shape_of: ShapeOf, taken: Collection[str]) -> list[Document]:
    """The primitives of *node* as document nodes; the last one carries the node's id and captions."""
    template = _template(op, node, shape_of)
    names: dict[str, str] = dict(zip(op.operands, node["inputs"], strict=True))
    inner = [part["id"] for part in template if part["id"] not in names]
    for name in inner[:-1]:
        names[name] = f"{node['id'][: MAX_ID_LENGTH // 2]}_{name}"
        while names[name] in taken:
            names[name] += "_"
    names[inner[-1]] = node["id"]
    parts = [_renamed(part, names) for part in template if part["id"] in inner]
    parts[-1] |= _captions(node)
    return parts


def _renamed(part: Document, names: Mapping[str, str]) -> Document:
    renamed = part | {"id": names[part["id"]]}
    if "inputs" in part:
        renamed["inputs"] = [names[source] for source in part["inputs"]]
    return renamed


def _captions(node: Mapping[str, Any]) -> Document:
    return {key: node[key] for key in ("label", "role") if node.get(key) is not None}


def _template(op: Op, node: Mapping[str, Any], shape_of: ShapeOf) -> list[Document]:
    """The decomposition of *op* as parsed: its operands are inputs, named as in the signature."""
    attrs = dict(node.get("attrs") or {})
    shapes = [shape_of(source) for source in node["inputs"]] if callable(op.primitives) else []
    text = str(op.primitive_text(shapes, attrs))
    for setting in op.settings:
        if setting.kind == "number":
            value = attrs.get(setting.name, setting.default)
            text = re.sub(rf"\b{setting.name}\b", f"({value!r})", text)
    return list(write_document(parse(text).graph)["nodes"])


def _folded(graph: Graph, document: Document, group: Mapping[str, Any]) -> Document:
    """The node that *group* stands for, once its inside has been held against the op's parts."""
    by_id = {node["id"]: node for node in document["nodes"]}
    members = [by_id[name] for name in group.get("nodes", ()) if name in by_id]
    op = REGISTRY.get(group["op"])
    if op is not None and op.primitives is not None and members and _is_closed(document, members):
        shape_of, taken = _shape_reader(graph), set(by_id) - set(group.get("nodes", ()))
        for operands in _candidates(op, members):
            node = {"id": members[-1]["id"], "kind": "op", "op": op.name, "inputs": list(operands)}
            node |= {"attrs": dict(group["attrs"])} if group.get("attrs") else {}
            node |= _captions(members[-1])
            if list(map(_essence, _parts(op, node, shape_of, taken))) == list(map(_essence, members)):
                return node
    raise GraphError(
        "group-changed",
        f"Group {group['id']} is no longer what {group['op']} is made of, so it cannot be folded back.",
        hint="Undo the edits inside, or keep it as a group without an op.",
        loc=("group",),
    )


def _is_closed(document: Document, members: list[Document]) -> bool:
    """Whether nothing outside uses a member other than the last."""
    inside = {node["id"] for node in members}
    hidden = inside - {members[-1]["id"]}
    used = {
        source for node in document["nodes"] if node["id"] not in inside for source in node.get("inputs", ())
    }
    return not hidden & (used | set(document.get("outputs") or ()))


def _candidates(op: Op, members: list[Document]) -> list[tuple[str, ...]]:
    """The ways in which the sources outside the group can stand at the op's operands; at most 27."""
    inside = {node["id"] for node in members}
    met = (source for node in members for source in node.get("inputs", ()) if source not in inside)
    sources = list(dict.fromkeys(met))
    if len(sources) > len(op.operands) or None in sources:
        return []
    return list(itertools.product(sources, repeat=len(op.operands)))


def _essence(node: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a node computes, captions aside."""
    return node["id"], node.get("op"), node.get("inputs"), node.get("attrs") or {}, node.get("value")


def _shape_reader(graph: Graph) -> ShapeOf:
    """Shapes by id, inferred at the first question: most decompositions never ask."""
    shapes: list[Shape | None] = []

    def shape_of(node_id: str) -> Shape:
        if not shapes:
            shapes.extend(shapes_of(graph))
        shape = shapes[graph.slot[node_id]]
        if shape is None:
            raise InputError(
                "missing-value",
                f"The shape of {node_id} is not known yet, and what the op is made of depends on it.",
                hint="Give every leaf before it a value, then open the node.",
                node=node_id,
            )
        return shape

    return shape_of


def _place(document: Document, node_id: str) -> int:
    for position, node in enumerate(document["nodes"]):
        if node["id"] == node_id:
            return position
    names = [node["id"] for node in document["nodes"]]
    raise GraphError(
        "unknown-node", f"There is no node {clip(node_id)}.", hint=did_you_mean(node_id, names), loc=("node",)
    )


def _group(document: Document, group_id: str) -> Document:
    groups: list[Document] = document["groups"]
    for group in groups:
        if group["id"] == group_id:
            return group
    hint = did_you_mean(group_id, [group["id"] for group in groups])
    raise GraphError("unknown-group", f"There is no group {clip(group_id)}.", hint=hint, loc=("group",))


def _innermost(document: Document, node_id: str) -> str | None:
    """The smallest group that holds the node, or None: a group opened later lies inside it."""
    holding = [group for group in document["groups"] if node_id in group.get("nodes", ())]
    return min(holding, key=lambda group: len(group.get("nodes", ())))["id"] if holding else None


def _fresh_group_id(document: Document, node_id: str) -> str:
    taken = {group["id"] for group in document["groups"]}
    name = node_id
    while name in taken:
        name += "_"
    return name
