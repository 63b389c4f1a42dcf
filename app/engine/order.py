"""
The forward order: Kahn's algorithm, smallest position first, on integers and without recursion.

A queue of ready nodes would need the number of open inputs of every node and a list of consumers. Here the
positions are scanned once; a node that is not ready waits at *one* input that is still to come and is looked at
again when that one is placed. A document already in order never waits, so trying the given order first is the
same scan. The order is the one a heap of all ready nodes would give: whatever becomes ready behind the scan has
a smaller position than all that is ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

Inputs = Sequence[Sequence[int]]


def forward_order(inputs: Inputs) -> tuple[list[int], list[int]]:
    """
    Return the forward order, and where each node stands in it.

    Args:
        inputs: For each position the positions it reads from; negative ones are open ports and wait for nothing.

    Returns:
        ``(order, place)``: ``order[k]`` is the position of the k-th node, ``place[order[k]] == k``. Nodes on or
        behind a cycle are missing from *order* and have place -1.
    """
    place = [-1] * len(inputs)
    order: list[int] = []
    waiting: dict[int, list[int]] = {}
    late: list[int] = []
    for position in range(len(inputs)):
        current = position
        while True:
            for source in inputs[current]:
                if source >= 0 and place[source] < 0:
                    waiting.setdefault(source, []).append(current)
                    break
            else:
                place[current] = len(order)
                order.append(current)
                if current in waiting:
                    for follower in waiting.pop(current):
                        heappush(late, follower)
            if not late:
                break
            current = heappop(late)
    return order, place


def find_cycle(inputs: Inputs, place: Sequence[int]) -> list[int]:
    """
    Return one cycle among the nodes without a place, in the direction values would flow.

    Args:
        inputs: As for `forward_order`.
        place: Its second result, with at least one -1.

    Returns:
        Positions; each feeds the next and the last feeds the first. It starts at the cycle's smallest position.
    """
    current = place.index(-1)
    seen: dict[int, int] = {}
    path: list[int] = []
    while current not in seen:
        seen[current] = len(path)
        path.append(current)
        current = next(source for source in inputs[current] if source >= 0 and place[source] < 0)
    cycle = path[seen[current] :][::-1]
    start = cycle.index(min(cycle))
    return cycle[start:] + cycle[:start]
