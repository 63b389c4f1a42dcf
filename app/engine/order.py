"""
The forward order: Kahn's algorithm, smallest position first, on integers and without recursion.

The order the document gives is tried first. Otherwise the positions are scanned once, and only nodes that become ready
*behind* the scan go through a heap; what becomes ready ahead of it is found when the scan gets there. That is the order
a heap of all ready nodes would give, at half its price.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush, heappushpop

Inputs = Sequence[Sequence[int]]


def forward_order(inputs: Inputs) -> Sequence[int]:
    """
    Return the positions in forward order; shorter than *inputs* where there is a cycle.

    Args:
        inputs: For each position the positions it reads from; -1 is an open port and waits for nothing.

    Returns:
        A range where the given order is one already. Nodes on or behind a cycle are missing.
    """
    for position, sources in enumerate(inputs):
        if sources and max(sources) >= position:
            return _kahn(inputs)
    return range(len(inputs))


def _kahn(inputs: Inputs) -> list[int]:
    waits_for = list(map(len, inputs))
    consumers: list[list[int]] = [[] for _ in inputs]
    consumers.append([])  # place -1: the consumers of open ports
    for position, sources in enumerate(inputs):
        for source in sources:
            consumers[source].append(position)
    for position in consumers[-1]:
        waits_for[position] -= 1
    order: list[int] = []
    late: list[int] = []  # a heap of what became ready behind the scan
    for scanned in range(len(inputs)):
        if waits_for[scanned]:
            continue
        current = scanned
        while True:
            order.append(current)
            ready = (
                -1
            )  # the first that *current* made ready: usually the only one, and then no heap is needed
            for consumer in consumers[current]:
                left = waits_for[consumer] - 1
                waits_for[consumer] = left
                if not left and consumer < scanned:
                    if ready < 0:
                        ready = consumer
                    else:
                        heappush(late, consumer)
            if ready >= 0:
                current = heappushpop(late, ready) if late else ready
            elif late:
                current = heappop(late)
            else:
                break
    return order


def find_cycle(inputs: Inputs, order: Sequence[int]) -> list[int]:
    """
    Return one cycle among the nodes that are missing from *order*, in the direction values would flow.

    Args:
        inputs: As for `forward_order`.
        order: Its result, shorter than *inputs*.

    Returns:
        Positions; each feeds the next and the last feeds the first. It starts at the cycle's smallest position.
    """
    missing = set(range(len(inputs))).difference(order)
    current = min(missing)
    seen: dict[int, int] = {}
    path: list[int] = []
    while current not in seen:
        seen[current] = len(path)
        path.append(current)
        current = next(source for source in inputs[current] if source in missing)
    cycle = path[seen[current] :][::-1]
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]
