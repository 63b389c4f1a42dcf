"""
A scalar graph lowered to lists of small integers, ready for the loop in ``kernels.py``.

Values live in cells; a node's cell is its position in the document, so that nothing has to be renumbered when a
document is sorted. A local gradient is a place in one long row: all values, the two columns of computed local
gradients, the constants. By these places a whole column is gathered in C (`operator.itemgetter`), several times faster
than by a loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from .graph import Graph
from .kernels import FIRST, KERNELS, OUT, PACKED, PLACES, SECOND

Gather = Callable[[Sequence[Any]], Sequence[Any]]
Row = tuple[int, int, Any, Any]

_NONE = -1  # the place of None, last in every row that is gathered from


class _Whole:
    """The usual branch of an op: every computed local gradient wanted."""

    __slots__ = ("computed", "constant", "k", "masks", "packed", "places", "swapped")

    def __init__(self, name: str) -> None:
        self.masks = KERNELS[name]
        self.computed = max(self.masks)
        self.k = self.masks[self.computed]
        self.places = PLACES[self.k]
        self.packed = name in PACKED
        self.constant = max(self.places) < 0
        self.swapped = self.places == (1, 0)


_WHOLE = {name: _Whole(name) for name in KERNELS}


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
        ops: How many of them are ops.
        rows: One per op in forward order, for `kernels.forward`.
        by_cell, by_slot: Gather a column by slot into one by cell, and back; None where both are the same.
        sources_back, targets_back: Cells by edge, last edge first, of the edges along which gradient flows.
        places_back: Where their local gradients are found; `flowing_back` gathers them.
        sources, targets: Cells by edge, of all edges.
        local, upstream: Gather these columns by edge.
        downstream: The same out of a column written last edge first; None where gradient flows along all edges.
        gradients: Gathers gradients by slot, fixed nodes' as None; None where `by_slot` does.
        only_sink: The cell that every other one leads to, or -1.
    """

    __slots__ = (
        "_reach", "_reach_of", "by_cell", "by_slot", "downstream", "flowing_back", "gradients", "local", "only_sink",
        "ops", "places_back", "rows", "size", "sources", "sources_back", "targets", "targets_back", "upstream",
    )  # fmt: skip

    def __init__(self, graph: Graph, rows: list[Row], targets: list[int], places: list[int]) -> None:
        order = graph.position
        self.size, self.ops = len(order), len(rows)
        self.rows, self.targets = rows, targets
        self.by_cell: Gather | None = None
        self.by_slot: Gather | None = None
        inputs = graph.inputs_by_position
        if type(order) is not range:
            self.by_cell, self.by_slot = gather(_inverse(order)), gather(order)
            self.sources = list(chain.from_iterable(self.by_slot(inputs)))
        else:
            self.sources = list(chain.from_iterable(inputs))
        self.gradients: Gather | None = None
        self.downstream: Gather | None = None
        if True in graph.fixed:
            self._stop_at_fixed(graph, places)
        else:
            self.local, self.upstream = gather(places), gather(targets)
            self.sources_back, self.targets_back = self.sources[::-1], targets[::-1]
            self.places_back: Sequence[int] = places[::-1]
        self.flowing_back = gather(self.places_back)
        used = set(self.sources)
        self.only_sink = -1
        if len(used) == self.size - 1:
            self.only_sink = self.size * (self.size - 1) // 2 - sum(used)
        self._reach_of, self._reach = -1, bytearray()

    def _stop_at_fixed(self, graph: Graph, places: list[int]) -> None:
        """No gradient flows to a fixed node, and none arrives at a fixed op: None stands there."""
        fixed = {cell for cell, is_fixed in zip(graph.position, graph.fixed, strict=True) if is_fixed}
        flows = [source not in fixed for source in self.sources]
        self.local = gather([place if flow else _NONE for place, flow in zip(places, flows, strict=True)])
        self.upstream = gather([_NONE if target in fixed else target for target in self.targets])
        self.gradients = gather([_NONE if cell in fixed else cell for cell in graph.position])
        back = [edge for edge, flow in enumerate(flows) if flow][::-1]
        pick = gather(back)
        self.sources_back, self.targets_back = list(pick(self.sources)), list(pick(self.targets))
        self.places_back = pick(places)
        written = dict(zip(back, range(len(back)), strict=True))
        self.downstream = gather([written.get(edge, _NONE) for edge in range(len(flows))])

    def flowing(self, output: int) -> list[tuple[int, int, int]]:
        """Return the edges on a path to the cell *output*, last edge first: source, target, place of the local."""
        edges = list(zip(self.sources_back, self.targets_back, self.places_back, strict=True))
        if output == self.only_sink:
            return edges
        reach = self.reach(output)
        return [edge for edge in edges if reach[edge[1]]]

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


def _inverse(order: Sequence[int]) -> list[int]:
    place = [0] * len(order)
    for slot, position in enumerate(order):
        place[position] = slot
    return place


def lower(graph: Graph) -> Program | None:
    """Return *graph* lowered, or None where an op is not elementwise or a port is open: that takes arrays."""
    size = len(graph)
    rows: list[Row] = []
    targets: list[int] = []
    places: list[int] = []
    inputs = graph.inputs_by_position
    fixed = True in graph.fixed
    for slot, (op, at) in enumerate(zip(graph.ops, graph.position, strict=True)):
        if op is None:
            continue
        whole = _WHOLE.get(op.name)
        operands = inputs[at]
        if whole is None or -1 in operands:
            return None
        k, found = whole.k, whole.places
        if fixed and len(whole.masks) > 1:
            k = whole.masks[_wanted(graph, slot, whole.computed)]
            found = PLACES[k]
        if whole.packed:
            rows.append((k, at, operands, _settings(graph, slot)))
        elif op.settings:
            rows.append((k, at, operands[0], _settings(graph, slot)))
        else:
            rows.append((k, at, operands[0], operands[-1]))
        if len(operands) == 2:
            targets += (at, at)
        else:
            targets += [at] * len(operands)
        if whole.constant:
            places += found
        elif whole.swapped:
            left, right = operands
            places += (right, left)
        else:
            for place in found:
                if place == FIRST:
                    places.append(size + at)
                elif place == OUT:
                    places.append(at)
                elif place == SECOND:
                    places.append(size + size + at)
                else:
                    places.append(place if place < 0 else operands[place])
    return Program(graph, rows, targets, places)


def _settings(graph: Graph, slot: int) -> tuple[float, ...]:
    op = graph.ops[slot]
    assert op is not None
    return tuple(op.setting_numbers(graph.attrs[slot]).values())


def _wanted(graph: Graph, slot: int, computed: int) -> int:
    """The mask of computed local gradients that are not towards a fixed node; all, where none would be left."""
    mask = computed
    for index, source in enumerate(graph.inputs[slot]):
        if graph.fixed[source]:
            mask &= ~(1 << index)
    return mask or computed
