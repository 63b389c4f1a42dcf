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
from .op import Op
from .ops import REGISTRY

Gather = Callable[[Sequence[Any]], Sequence[Any]]
Row = tuple[int, int, Any, Any]

_NONE = -1  # the place of None, last in every row that is gathered from


# How the places of an op's local gradients come about; the usual cases are told apart once, here.
_CONSTANT_PAIR, _SWAPPED, _ONE_COMPUTED, _OTHER = range(4)


def _recipe(name: str) -> tuple[int, int, tuple[int, ...]]:
    """The op's usual branch (every computed local gradient wanted), how to go about it, and where its locals are."""
    masks = KERNELS[name]
    k = masks[max(masks)]
    places = PLACES[k]
    if REGISTRY[name].settings or name in PACKED or len(masks) > 1:
        return k, _OTHER, places
    if places == (1, 0):
        return k, _SWAPPED, places
    if places == (FIRST,):
        return k, _ONE_COMPUTED, places
    return k, _CONSTANT_PAIR if len(places) == 2 and max(places) < 0 else _OTHER, places


_RECIPES = {name: _recipe(name) for name in KERNELS}


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
        "_flowing", "_reach", "by_cell", "by_slot", "downstream", "flowing_back", "gradients", "local", "only_sink",
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
        self._reach = -1, bytearray()
        self._flowing: tuple[int, list[tuple[int, int, int]]] = (-1, [])

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
        """Return the edges on a path to the cell *output*, last one first: source, target, place. Kept like `reach`."""
        kept, edges = self._flowing
        if kept != output:
            edges = list(zip(self.sources_back, self.targets_back, self.places_back, strict=True))
            if output != self.only_sink:
                reach = self.reach(output)
                edges = [edge for edge in edges if reach[edge[1]]]
            self._flowing = output, edges
        return edges

    def reach(self, output: int) -> bytearray:
        """Return by cell whether the cell *output* depends on it; the last answer is kept."""
        kept, reach = self._reach  # one pair, so that threads cannot see half of it
        if kept != output:
            reach = bytearray(self.size)
            reach[output] = 1
            for source, target in zip(reversed(self.sources), reversed(self.targets), strict=True):
                if reach[target]:
                    reach[source] = 1
            self._reach = output, reach
        return reach


def _inverse(order: Sequence[int]) -> list[int]:
    place = [0] * len(order)
    for slot, position in enumerate(order):
        place[position] = slot
    return place


def program_of(graph: Graph) -> Program | None:
    """*graph* lowered for the float path, or None where an op needs arrays or a port is open; done once."""
    return graph.once(_lower)


def _lower(graph: Graph) -> Program | None:
    lowering = _Lowering(graph)
    inputs, rows, targets, places = graph.inputs_by_position, lowering.rows, lowering.targets, lowering.places
    size = len(inputs)
    for op, at in zip(graph.ops, graph.position, strict=True):
        if op is None:
            continue
        recipe = _RECIPES.get(op.name)
        if recipe is None:
            return None
        k, case, found = recipe
        if case == _CONSTANT_PAIR:
            left, right = inputs[at]
            rows.append((k, at, left, right))
            targets += (at, at)
            places += found
        elif case == _SWAPPED:
            left, right = inputs[at]
            rows.append((k, at, left, right))
            targets += (at, at)
            places += (right, left)
        elif case == _ONE_COMPUTED:
            (left,) = inputs[at]
            rows.append((k, at, left, left))
            targets.append(at)
            places.append(size + at)
        else:
            lowering.add(op, at, k)
    if -1 in chain.from_iterable(inputs):
        return None
    return Program(graph, rows, targets, places)


class _Lowering:
    """What grows while a graph is lowered, and the ops that need a closer look."""

    def __init__(self, graph: Graph) -> None:
        self.inputs = graph.inputs_by_position
        self.rows: list[Row] = []
        self.targets: list[int] = []
        self.places: list[int] = []
        self.fixed: set[int] = set()
        if True in graph.fixed:
            self.fixed.update(
                at for at, is_fixed in zip(graph.position, graph.fixed, strict=True) if is_fixed
            )
        self.attrs = dict(zip(graph.position, graph.attrs, strict=True)) if any(graph.attrs) else {}

    def add(self, op: Op, at: int, k: int) -> None:
        """Lower one op: with settings, with operands in a tuple, or with local gradients nobody may want."""
        operands, size = self.inputs[at], len(self.inputs)
        masks = KERNELS[op.name]
        if len(masks) > 1 and self.fixed:
            k = masks[self.wanted(operands, max(masks))]
        settings = tuple(op.setting_numbers(self.attrs.get(at, {})).values()) if op.settings else ()
        if op.name in PACKED:
            self.rows.append((k, at, operands, settings))
        else:
            self.rows.append((k, at, operands[0], settings or operands[-1]))
        self.targets += [at] * len(operands)
        columns = {OUT: at, FIRST: size + at, SECOND: size + size + at}
        for place in PLACES[k]:
            self.places.append(
                place if place < 0 else columns[place] if place in columns else operands[place]
            )

    def wanted(self, operands: Sequence[int], computed: int) -> int:
        """The mask of computed local gradients that are not towards a fixed node; all, where none would be left."""
        mask = computed
        for index, source in enumerate(operands):
            if source in self.fixed:
                mask &= ~(1 << index)
        return mask or computed
