"""
The graph: an immutable directed acyclic graph of inputs, parameters, constants and ops.

It is kept in columns, not in node objects: a slot is a small integer, slots are numbered in forward order, and every
column is read by slot. Passes run over integers and never look anything up by name. `Node` and `Edge` are views
made when somebody asks. A graph holds the values of its leaves and nothing that a pass computes, so running
twice is harmless; `with_values` gives another graph that shares every other column.

Reading and writing documents is `document.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Any, TypeVar, cast

from .errors import InputError, did_you_mean
from .limits import DEFAULT_LIMITS, Limits
from .op import Op
from .order import find_cycle, forward_order
from .refusals import clip as clip
from .refusals import cycle_error, listing, not_a_leaf
from .views import Attrs as Attrs
from .views import Edge as Edge
from .views import Node as Node
from .views import Value as Value

KINDS = ("input", "parameter", "constant", "op")
Found = TypeVar("Found")


class Graph:
    """
    An immutable computation graph; make one with `document.read_document` or `assemble`.

    Attributes:
        ids, kinds, ops, attrs, values, labels, roles: Columns by slot. *ops* holds `Op` or None for a
            leaf; *values* a float, a read-only array, or None for "no value" and for ops.
        position: By slot, the place in the document.
        inputs_by_position: In document order, the positions each node reads from; `inputs` is the same by slot.
        fixed: By slot, True for constants and for ops that depend on constants only: no gradient flows there.
        edge_start: By slot, and one more at the end: edge number ``e = edge_start[target] + index``.
        outputs: Ids named as outputs, possibly none.
        groups, layout, meta, name: As in the document; none changes a number.
        unused_inputs: Names given to `with_values` that are no node of this graph.
    """

    __slots__ = (
        "_cache", "attrs", "fixed", "groups", "ids", "inputs_by_position", "kinds", "labels", "layout", "meta",
        "name", "ops", "outputs", "position", "roles", "unused_inputs", "values",
    )  # fmt: skip

    ids: tuple[str, ...]
    kinds: tuple[str, ...]
    ops: tuple[Op | None, ...]
    attrs: tuple[Attrs, ...]
    inputs_by_position: Sequence[tuple[int, ...]]
    values: tuple[Value | None, ...]
    labels: tuple[str | None, ...]
    roles: tuple[str | None, ...]
    position: Sequence[int]
    fixed: tuple[bool, ...]
    outputs: tuple[str, ...]
    groups: tuple[dict[str, Any], ...]
    layout: dict[str, Any]
    meta: dict[str, Any]
    name: str | None
    unused_inputs: tuple[str, ...]
    _cache: dict[Any, Any]  # what follows from the structure alone; shared by the copies of `with_values`

    @classmethod
    def assemble(
        cls,
        ids: Sequence[str],
        kinds: Sequence[str],
        ops: Sequence[Op | None],
        attrs: Sequence[Attrs],
        inputs: Sequence[tuple[int, ...]],
        values: Sequence[Value | None],
        *,
        labels: Sequence[str | None] | None = None,
        roles: Sequence[str | None] | None = None,
        outputs: Iterable[str] = (),
        groups: Iterable[dict[str, Any]] = (),
        layout: dict[str, Any] | None = None,
        meta: dict[str, Any] | None = None,
        name: str | None = None,
    ) -> Graph:
        """
        Put together a graph from columns in document order, sorting it.

        The columns are trusted: ids are unique and well formed, arities fit, settings are checked, values are
            floats or
        float64 arrays. *inputs* holds positions in the same columns, -1 for an open port.

        Raises:
            GraphError: ``cycle``, naming a few of its nodes.
        """
        order = forward_order(inputs)
        if len(order) < len(ids):
            raise cycle_error(ids, find_cycle(inputs, order))
        self = cls.__new__(cls)
        self.position = order
        self.inputs_by_position = inputs
        pick = (
            tuple if isinstance(order, range) else itemgetter(*order)
        )  # only two nodes or more can be out of order
        self.ids = pick(ids)
        self.kinds = pick(kinds)
        self.ops = pick(ops)
        self.attrs = pick(attrs)
        self.values = pick(values)
        nothing: tuple[None, ...] = (None,) * len(ids)
        self.labels = nothing if labels is None else pick(labels)
        self.roles = nothing if roles is None else pick(roles)
        self._cache = {}
        self.fixed = self._find_fixed()
        self.outputs = tuple(outputs)
        self.groups = tuple(groups)
        self.layout = layout or {}
        self.meta = meta or {}
        self.name = name
        self.unused_inputs = ()
        return self

    def with_values(self, inputs: Mapping[str, Any], limits: Limits = DEFAULT_LIMITS) -> Graph:
        """
        Return the same graph with other leaf values; shapes are free to change.

        Args:
            inputs: Values by id: numbers, nested lists, or arrays. Names that are no node are kept in
                `unused_inputs`.
            limits: For the sizes of values.

        Raises:
            InputError: ``not-a-leaf`` for an op; GraphError for something that is no value.
        """
        from .values import read_value  # the reader of values knows this module's `Value`

        values = list(self.values)
        unused: list[str] = []
        for name, given in inputs.items():
            slot = self.slot.get(name)
            if slot is None:
                unused.append(name)
            elif self.ops[slot] is not None:
                raise not_a_leaf(name, ("inputs", name))
            else:
                values[slot] = read_value(given, name, limits, ("inputs", name))
        return self._copy(values=tuple(values), unused_inputs=tuple(unused))

    def with_parameters(self, names: Iterable[str]) -> Graph:
        """
        Return the same graph with the leaves *names* as parameters.

        Raises:
            InputError: ``unknown-node``, or ``not-a-leaf`` for an op.
        """
        kinds = list(self.kinds)
        for i, name in enumerate(names):
            slot = self.slot_of(name, ("parameters", i))
            if self.ops[slot] is not None:
                raise not_a_leaf(name, ("parameters", i), "can be parameters")
            kinds[slot] = "parameter"
        other = self._copy(kinds=tuple(kinds), _cache={})
        other.fixed = other._find_fixed()
        return other

    def _copy(self, **changes: Any) -> Graph:
        other = Graph.__new__(Graph)
        for column in Graph.__slots__:
            setattr(other, column, changes[column] if column in changes else getattr(self, column))
        return other

    def __len__(self) -> int:
        return len(self.ids)

    def _find_fixed(self) -> tuple[bool, ...]:
        """Constants, and ops whose inputs are all fixed. An open port may yet bring anything, so it is not fixed."""
        if "constant" not in self.kinds:
            return (False,) * len(self.kinds)
        fixed: list[bool] = []
        for kind, sources in zip(self.kinds, self.inputs, strict=True):
            if kind == "op":
                fixed.append(all(source >= 0 and fixed[source] for source in sources))
            else:
                fixed.append(kind == "constant")
        return tuple(fixed)

    @property
    def inputs(self) -> Sequence[tuple[int, ...]]:
        """By slot, the slots it reads from; -1 for an open port."""
        if isinstance(self.position, range):
            return self.inputs_by_position
        found: Sequence[tuple[int, ...]] | None = self._cache.get("inputs")
        if found is None:
            place = [0] * len(self.position)
            for slot, position in enumerate(self.position):
                place[position] = slot
            place.append(-1)  # an open port stays one
            by_position = self.inputs_by_position
            found = self._cache["inputs"] = [tuple([place[i] for i in by_position[p]]) for p in self.position]
        return found

    @property
    def slot(self) -> dict[str, int]:
        """Slot by id."""
        found: dict[str, int] | None = self._cache.get("slot")
        if found is None:
            found = self._cache["slot"] = dict(zip(self.ids, range(len(self.ids)), strict=True))
        return found

    @property
    def edge_start(self) -> list[int]:
        """By slot, the number of its first edge; at the end, how many edges there are."""
        found: list[int] | None = self._cache.get("edge_start")
        if found is None:
            found = self._cache["edge_start"] = list(accumulate(map(len, self.inputs), initial=0))
        return found

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge whose source is connected, by target in forward order, then index."""
        return tuple(
            Edge(source, target, index)
            for target, sources in enumerate(self.inputs)
            for index, source in enumerate(sources)
            if source >= 0
        )

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, in forward order."""
        return tuple(self.node(slot) for slot in range(len(self.ids)))

    def node(self, slot: int) -> Node:
        """Return the node at *slot*."""
        op = self.ops[slot]
        return Node(
            self.ids[slot],
            self.kinds[slot],
            None if op is None else op.name,
            self.attrs[slot],
            tuple(self.ids[i] if i >= 0 else None for i in self.inputs[slot]),
            self.values[slot],
            self.labels[slot],
            self.roles[slot],
        )

    def slot_of(self, name: str, loc: tuple[str | int, ...] = ()) -> int:
        """
        Return the slot of the node *name*.

        Raises:
            InputError: ``unknown-node``, with a near name where there is one.
        """
        slot = self.slot.get(name) if isinstance(name, str) else None
        if slot is None:
            shown = clip(name) if isinstance(name, str) else "This"
            one = "The only node is" if len(self.ids) == 1 else "The nodes are"
            nodes = f"{one} {listing(self.ids)}." if self.ids else "The graph has no nodes."
            raise InputError(
                "unknown-node",
                f"{shown} is no node of the graph.",
                hint=did_you_mean(str(name), self.ids) or nodes,
                loc=loc,
            )
        return slot

    def once(self, make: Callable[[Graph], Found]) -> Found:
        """What *make* finds in the structure alone: asked once for this graph and its copies with other values."""
        if make not in self._cache:
            self._cache[make] = make(self)
        return cast(Found, self._cache[make])

    @property
    def known_shapes(self) -> dict[Any, Any]:
        """A place for `shapes.shapes_of` to keep its last answer in."""
        found: dict[Any, Any] = self._cache.setdefault("shapes", {})
        return found

    @property
    def sinks(self) -> tuple[int, ...]:
        """Slots that feed nothing: ops, or leaves where the graph has no ops."""
        found: tuple[int, ...] | None = self._cache.get("sinks")
        if found is None:
            used = set().union(*self.inputs)
            free = [slot for slot in range(len(self.ids)) if slot not in used]
            found = self._cache["sinks"] = tuple(
                [slot for slot in free if self.ops[slot] is not None] or free
            )
        return found
