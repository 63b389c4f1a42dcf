"""
Some steps of a trace, by their places in the whole telling.

Whoever drags a number looks at one step of hundreds, sixty times a second: the others need not be put into words.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..engine.errors import InputError
from ..engine.passes import Run
from .trace import Step, steps
from .trace_json import Teller


def some_steps(run: Run, places: Iterable[int]) -> list[Step]:
    """
    The steps of `trace.steps` at *places*, each once, in the order of the trace.

    Raises:
        InputError: ``wrong-type`` for a place past the end.
    """
    told = steps(run)
    return [told[place] for place in _within(places, len(told))]


def some_steps_json(run: Run, places: Iterable[int]) -> bytes:
    """The same of a scalar run as JSON; only what is asked for is told."""
    teller = Teller(run)
    order = _Order(teller)
    wanted = _within(places, order.count)
    found = {place: teller.forward(place) for place in wanted if place < len(teller.graph)}
    if len(teller.graph) in wanted:
        found[len(teller.graph)] = teller.seed()
    for target in order.needed(wanted):
        told: list[str] = []
        teller.backward(target, told)
        found.update(zip(order.places(target, told), told, strict=True))
    return f"[{','.join([found[place] for place in wanted])}]".encode()


class _Order:
    """Where every step stands in the whole telling of a scalar run, found without telling any."""

    def __init__(self, teller: Teller) -> None:
        graph, run = teller.graph, teller.run
        self._inputs = graph.inputs
        # By place: the op whose edge it is, or the node whose sum it is.
        self._edges: dict[int, int] = {}
        self._sums: dict[int, int] = {}
        self._targets: list[int] = []
        self.count = len(graph)
        if run.gradients[run.output] is None:
            return
        self.count += 1
        arrived: dict[int, int] = {}
        for target in teller.targets():
            self._targets.append(target)
            for source in reversed(graph.inputs[target]):
                if graph.fixed[source]:
                    continue
                self._edges[self.count] = target
                self.count += 1
                arrived[source] = arrived.get(source, 0) + 1
                if 1 < teller.expected[source] == arrived[source]:
                    self._sums[self.count] = source
                    self.count += 1

    def needed(self, wanted: Iterable[int]) -> list[int]:
        """The ops to be told for the steps *wanted*: of a sum, all that it adds up."""
        edges = {self._edges[place] for place in wanted if place in self._edges}
        sums = {self._sums[place] for place in wanted if place in self._sums}
        return [
            target
            for target in self._targets
            if target in edges or (sums and not sums.isdisjoint(self._inputs[target]))
        ]

    def places(self, target: int, told: list[str]) -> list[int]:
        """The places of what has been *told* of an op: a sum follows the edge that completes it."""
        edges = iter([place for place, op in self._edges.items() if op == target])
        found: list[int] = []
        for step in told:
            found.append(next(edges) if step.startswith('{"phase":"edge"') else found[-1] + 1)
        return found


def _within(places: Iterable[int], count: int) -> list[int]:
    wanted = sorted(set(places))
    if wanted and wanted[-1] >= count:
        raise InputError(
            "wrong-type",
            f"steps names step {wanted[-1]}, and the trace has {count}.",
            hint=f"The last one is {count - 1}; they are counted from 0.",
            loc=("steps",),
        )
    return wanted
