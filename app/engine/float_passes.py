"""
Both passes on plain Python floats: graphs of scalars and elementwise ops.

Local gradients are computed along with the values, so that the backward pass is one loop without any dispatch. Python
raises where numpy answers inf or nan; then this path gives up and the caller runs the graph on arrays.
"""

from __future__ import annotations

from typing import Any

from .graph import Graph
from .kernels import CONSTANTS
from .kernels import forward as run_rows
from .lowering import Program
from .run import Forward, Run

_CONSTANTS = list(CONSTANTS)
_KINDS = {float, type(None)}


def forward_floats(graph: Graph, program: Program) -> Forward | None:
    """Compute every value, or None where a leaf is no float or a float raises."""
    cells: list[Any] = list(graph.values)
    if not _KINDS.issuperset(map(type, cells)) or cells.count(None) != program.ops:
        return None
    if program.by_cell is not None:
        cells = list(program.by_cell(cells))
    first = [0.0] * program.size
    second = first[:]
    try:
        run_rows(program.rows, cells, first, second)
    except (ArithmeticError, ValueError):
        return None
    row = [*cells, *first, *second, *_CONSTANTS]
    values = cells if program.by_slot is None else list(program.by_slot(cells))
    return Forward(graph, values, floats=row)


def backward_floats(forward: Forward, program: Program, output: int, seed: float) -> Run:
    """Pull *seed* back from the slot *output*, along the stored local gradients."""
    graph, row = forward.graph, forward.floats
    assert row is not None
    start = graph.position[output]
    gradients: list[Any] = [0.0] * program.size
    gradients[start] = seed
    local: list[Any] = list(program.local(row))
    if start == program.only_sink:
        on_path = [True] * program.size
        down = _pull(program, gradients, row)
    else:
        reach = program.reach(start)
        on_path = list(map(bool, reach if program.by_slot is None else program.by_slot(reach)))
        down = _pull_within(program, gradients, row, reach)
    gradients.append(None)
    if program.downstream is None:
        down.reverse()
    else:
        down.append(None)
        down = list(program.downstream(down))
    upstream = list(program.upstream(gradients))
    by_slot = program.gradients or program.by_slot
    column = gradients[:-1] if by_slot is None else list(by_slot(gradients))
    return Run(graph, output, seed, forward.values, column, upstream, local, down, on_path, scalar=True)


def _pull(program: Program, gradients: list[Any], row: list[Any]) -> list[Any]:
    """Go along every edge, last one first; return what passes. (Op by op was tried, and is slower: more bytecode.)"""
    down: list[Any] = []
    push = down.append
    edges = zip(program.sources_back, program.targets_back, program.flowing_back(row), strict=True)
    for source, target, local in edges:
        passed = gradients[target] * local
        gradients[source] += passed
        push(passed)
    return down


def _pull_within(program: Program, gradients: list[Any], row: list[Any], reach: bytearray) -> list[Any]:
    """The same where not every node leads to the output: zero times an infinite local must stay zero off the path."""
    down: list[Any] = []
    push = down.append
    edges = zip(program.sources_back, program.targets_back, program.flowing_back(row), strict=True)
    for source, target, local in edges:
        if reach[target]:
            passed = gradients[target] * local
            gradients[source] += passed
            push(passed)
        else:
            push(0.0)
    return down
