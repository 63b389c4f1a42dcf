"""
The quick reader of graph documents: the rules of `document.py`, without a word of explanation.

Turning a document into columns costs more than evaluating it, so the usual case gets a loop of its own: every test
here is one that a sound document passes, and at the first that fails the answer is None and the careful reader takes
over, to say what is wrong and where (or to read what is merely unusual). A document read here and there gives the same
graph; a test holds that.
"""

from __future__ import annotations

from typing import Any

from .errors import EngineError
from .extras import read_groups, read_layout, read_outputs
from .graph import Attrs, Graph, Value
from .limits import MAX_ID_LENGTH, Limits
from .op import Op
from .ops import REGISTRY
from .syntax import VALUE_WORDS
from .values import read_value

_DOCUMENT_KEYS = frozenset(("name", "nodes", "outputs", "groups", "layout", "meta"))
_LEAF_KINDS = frozenset(("input", "parameter", "constant"))
_NO_ATTRS: Attrs = {}
_TABLE: dict[str, tuple[Op, int, bool]] = {}  # op, number of operands or -1, whether settings need a look


def quick_read(document: Any, limits: Limits) -> Graph | None:
    """Return the graph of *document*, or None where the careful reader has to look."""
    if type(document) is not dict or not document.keys() <= _DOCUMENT_KEYS:
        return None
    nodes = document.get("nodes")
    if type(nodes) is not list or not 0 < len(nodes) <= limits.max_nodes:
        return None
    try:
        return _read(document, nodes, limits)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, EngineError):
        return None  # ids that are no strings, inputs that are no nodes, numbers beyond float64, cycles, ...


def _read(document: dict[str, Any], nodes: list[Any], limits: Limits) -> Graph | None:
    ids: list[str] = [node["id"] for node in nodes]
    position = dict(zip(ids, range(len(ids)), strict=True))
    if len(position) < len(ids) or not all(map(str.isidentifier, ids)) or not "".join(ids).isascii():
        return None
    if max(map(len, ids)) > MAX_ID_LENGTH or any(word in position for word in VALUE_WORDS):
        return None
    columns = _Columns(len(ids))
    if not columns.read(nodes, position, limits):
        return None
    errors: list[EngineError] = []
    outputs = read_outputs(document.get("outputs"), position.keys(), errors, ())
    groups = read_groups(document.get("groups"), position.keys(), errors, ())
    layout = read_layout(document.get("layout"), errors, ())
    name, meta = document.get("name"), document.get("meta")
    if errors or not isinstance(name, str | None) or not isinstance(meta, dict | None):
        return None
    return Graph.assemble(
        ids, columns.kinds, columns.ops, columns.attrs, columns.inputs, columns.values, labels=columns.labels,
        roles=columns.roles, outputs=outputs, groups=groups, layout=layout, meta=meta, name=name,
    )  # fmt: skip


class _Columns:
    """Columns in document order, filled with what most nodes have; `read` writes the rest."""

    def __init__(self, count: int) -> None:
        self.kinds = ["op"] * count
        self.ops: list[Op | None] = [None] * count
        self.attrs: list[Attrs] = [_NO_ATTRS] * count
        self.inputs: list[tuple[int, ...]] = [()] * count
        self.values: list[Value | None] = [None] * count
        self.labels: list[str | None] | None = None
        self.roles: list[str | None] | None = None

    def read(self, nodes: list[dict[str, Any]], position: dict[str, int], limits: Limits) -> bool:
        """Read all nodes; False where one is not as usual. A long function: a call per node would double its time."""
        table = _TABLE or _fill_table()
        ops, inputs = self.ops, self.inputs
        edges = 0
        for i, node in enumerate(nodes):
            if "op" not in node:
                if not self.read_leaf(i, node, limits):
                    return False
                continue
            op, arity, settings = table[node["op"]]
            sources = node["inputs"]
            if type(sources) is not list:
                return False
            if arity == 2:
                first, second = sources
                inputs[i] = (position[first], position[second])
            elif arity == 1:
                (first,) = sources
                inputs[i] = (position[first],)
            elif len(sources) == arity or (arity < 0 and sources):
                inputs[i] = tuple([position[source] for source in sources])
                edges += len(sources)
            else:
                return False
            ops[i] = op
            known = 3
            if "kind" in node:
                if node["kind"] != "op":
                    return False
                known = 4
            if (settings or len(node) != known) and not self.read_rest(i, node, known):
                return False
        return edges <= limits.max_edges - 2 * len(nodes)

    def read_rest(self, i: int, node: dict[str, Any], known: int) -> bool:
        """What an op may have beside kind, op and inputs."""
        op = self.ops[i]
        assert op is not None
        attrs = node.get("attrs", _NO_ATTRS)
        if type(attrs) is not dict:
            return False
        self.attrs[i] = op.check_attrs(attrs)
        return len(node) == known + ("attrs" in node) + self.read_captions(i, node)

    def read_captions(self, i: int, node: dict[str, Any]) -> int:
        """Read label and role; return how many keys that were."""
        found = 0
        if "label" in node:
            found += 1
            if self.labels is None:
                self.labels = [None] * len(self.kinds)
            self.labels[i] = _caption(node["label"])
        if "role" in node:
            found += 1
            if self.roles is None:
                self.roles = [None] * len(self.kinds)
            self.roles[i] = _caption(node["role"])
        return found

    def read_leaf(self, i: int, node: dict[str, Any], limits: Limits) -> bool:
        known = 1
        kind = "input"
        if "kind" in node:
            kind = node["kind"]
            if kind not in _LEAF_KINDS:
                return False
            known = 2
        self.kinds[i] = kind
        if "value" in node:
            value = node["value"]
            known += 1
            if value is not None:
                self.values[i] = value if type(value) is float else read_value(value, "", limits)
        return len(node) == known or len(node) == known + self.read_captions(i, node)


def _caption(given: Any) -> str | None:
    if given is not None and type(given) is not str:
        raise TypeError
    return given


def _fill_table() -> dict[str, tuple[Op, int, bool]]:
    for name, op in REGISTRY.items():
        _TABLE[name] = op, -1 if op.variadic else len(op.operands), bool(op.settings)
    return _TABLE
