"""
A scalar graph lowered to lists of small integers, ready for the loop in ``kernels.py``.

Values live in cells: the leaves first, then the ops in forward order, so that the loop only appends. A local gradient is
a place in the row of constants, then all cells, then all computed partials; by these places a whole column is gathered
in C (`operator.itemgetter`), which is several times faster than appending to it in the loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from .graph import Graph
from .kernels import CONSTANTS, EXTRA, FIRST_OPERAND, KERNELS, OUT, PACKED, PLACES

Gather = Callable[[Sequence[Any]], Sequence[Any]]
Row = tuple[int, Any, Any]

_WHOLE = {name: max(masks) for name, masks in KERNELS.items()}  # every computed local gradient wanted
_CELLS = len(CONSTANTS)


def gather(places: Sequence[int]) -> Gather:
    """Return a function that picks *places* out of a sequence, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    if not places:
        return lambda column: ()
    only = places[0]
    return lambda column: (column[only],)


class Program:
    """
    What the float path needs to know of a graph; made once, good for any values.

    Attributes:
        size: Number of cells, which is the number of nodes.
        rows: One per op, for `kernels.forward`.
        leaf_slots: Slots of the leaves, in the order of their cells.
        cell: By slot.
        in_order: Whether cells and slots are the same numbers.
        back: The edges along which gradient flows, last one first: cells of source and target, place of the local.
        sources, targets: Cells by edge.
        fixed: Cells without a gradient.
        by_slot: Gathers a column by cell into a column by slot, None included (place -1).
        gradients_by_slot: The same for gradients, where fixed nodes get None.
        local, upstream, downstream: Gather the edges' columns; *downstream* is None where gradient flows on all edges.
        only_sink: The cell that every other one leads to, or -1.
    """

    __slots__ = (
        "_reach", "_reach_of", "back", "cell", "downstream", "fixed", "gradients_by_slot", "in_order", "leaf_slots",
        "local", "only_sink", "rows", "size", "sources", "targets", "upstream", "by_slot",
    )  # fmt: skip

    def __init__(
        self, graph: Graph, rows: list[Row], cell: Sequence[int], sources: list[int], places: list[int]
    ) -> None:
        self.size = size = len(graph)
        self.rows = rows
        self.cell = cell
        self.leaf_slots = [slot for slot, op in enumerate(graph.ops) if op is None]
        self.in_order = isinstance(cell, range)
        self.sources = sources
        self.targets = [c for c, sources in zip(cell, graph.inputs, strict=True) for _ in sources]
        self.fixed = frozenset([c for c, fixed in zip(cell, graph.fixed, strict=True) if fixed])
        self.local = gather(places)
        self.by_slot = gather(cell)
        self.back = list(zip(sources, self.targets, places, strict=True))
        self.back.reverse()
        if self.fixed:
            self._stop_at_fixed()
        else:
            self.gradients_by_slot = self.by_slot
            self.upstream = gather(self.targets)
            self.downstream: Gather | None = None
        sinks = size - len(set(sources))
        self.only_sink = next(iter(set(range(size)) - set(sources))) if sinks == 1 else -1
        self._reach_of, self._reach = -1, bytearray()

    def _stop_at_fixed(self) -> None:
        """No gradient flows to a fixed node, and none arrives at a fixed op: place -1, where None stands."""
        fixed = self.fixed
        self.gradients_by_slot = gather([-1 if c in fixed else c for c in self.cell])
        self.upstream = gather([-1 if target in fixed else target for target in self.targets])
        self.back = [edge for edge in self.back if edge[0] not in fixed]
        flowing = len(self.back)
        places = []
        for source in self.sources:
            if source in fixed:
                places.append(-1)
            else:
                flowing -= 1  # the column is written last edge first
                places.append(flowing)
        self.downstream = gather(places)

    def reach(self, output: int) -> bytearray:
        """Return by cell whether the cell *output* depends on it; the last answer is kept."""
        if self._reach_of != output:
            reach = bytearray(self.size)
            reach[output] = 1
            for source, target in zip(reversed(self.sources), reversed(self.targets), strict=True):
                if reach[target]:
                    reach[source] = 1
            self._reach, self._reach_of = reach, output
        return self._reach


def lower(graph: Graph) -> Program | None:
    """Return *graph* lowered, or None where an op is not elementwise or a port is open: that takes arrays."""
    cell = _cells(graph)
    rows: list[Row] = []
    sources: list[int] = []
    places: list[int] = []
    extra = _CELLS + len(graph)
    for slot, op in enumerate(graph.ops):
        if op is None:
            continue
        inputs = graph.inputs[slot]
        masks = KERNELS.get(op.name)
        if masks is None or -1 in inputs:
            return None
        k = masks[_WHOLE[op.name]] if len(masks) == 1 else masks[_wanted(graph, slot, _WHOLE[op.name])]
        operands = inputs if isinstance(cell, range) else tuple([cell[source] for source in inputs])
        sources += operands
        for place in PLACES[k]:
            if place >= 0:
                places.append(place)
            elif place == EXTRA:
                places.append(extra)
                extra += 1
            elif place == OUT:
                places.append(_CELLS + cell[slot])
            else:
                places.append(_CELLS + operands[FIRST_OPERAND - place])
        if PACKED[k] or op.settings:
            settings = tuple(op.setting_numbers(graph.attrs[slot]).values())
            rows.append((k, operands if PACKED[k] else operands[0], settings))
        else:
            rows.append((k, operands[0], operands[-1]))
    if True in graph.fixed:
        _hide_fixed(graph, places)
    return Program(graph, rows, cell, sources, places)


def _cells(graph: Graph) -> Sequence[int]:
    """Number the leaves first, then the ops; a range where that is the forward order."""
    leaves = graph.ops.count(None)
    if not any(graph.ops[:leaves]):
        return range(len(graph))
    cell = [0] * len(graph)
    next_leaf, next_op = 0, leaves
    for slot, op in enumerate(graph.ops):
        if op is None:
            cell[slot] = next_leaf
            next_leaf += 1
        else:
            cell[slot] = next_op
            next_op += 1
    return cell


def _wanted(graph: Graph, slot: int, whole: int) -> int:
    """The mask of computed local gradients that are not towards a fixed node; all, where none would be left."""
    mask = whole
    for index, source in enumerate(graph.inputs[slot]):
        if graph.fixed[source]:
            mask &= ~(1 << index)
    return mask or whole


def _hide_fixed(graph: Graph, places: list[int]) -> None:
    """Local gradients towards fixed nodes are None, which stands at place 0."""
    edge = 0
    for inputs in graph.inputs:
        for source in inputs:
            if graph.fixed[source]:
                places[edge] = 0
            edge += 1
