"""
Both passes on plain Python floats: graphs of scalars and elementwise ops.

Local gradients are computed along with the values, so that the backward pass is one loop without any dispatch. Python
raises where numpy answers inf or nan; then this path gives up and the caller runs the graph on arrays.
"""

from __future__ import annotations

from .graph import Graph, Value
from .kernels import CONSTANTS
from .kernels import forward as run_rows
from .lowering import Program
from .run import Forward, Run

_CONSTANTS = list(CONSTANTS)
_FLOAT = {float}


def forward_floats(graph: Graph, program: Program) -> Forward | None:
    """Compute every value, or None where a leaf is no float or a float raises."""
    leaves = [graph.values[slot] for slot in program.leaf_slots]
    if set(map(type, leaves)) != _FLOAT:
        return None
    cells: list[float] = leaves  # type: ignore[assignment]  # all are floats: just asked
    extras: list[float] = []
    try:
        run_rows(program.rows, cells, extras)
    except (ArithmeticError, ValueError):
        return None
    values = cells if program.in_order else list(program.by_slot(cells))
    return Forward(graph, values, local=[*_CONSTANTS, *cells, *extras])  # type: ignore[arg-type]  # floats are values


def backward_floats(forward: Forward, program: Program, output: int, seed: float) -> Run:
    """Pull *seed* back from the slot *output*, along the stored local gradients."""
    local = forward.local
    assert local is not None
    start = program.cell[output]
    gradients: list[float | None] = [0.0] * program.size
    gradients[start] = seed
    down: list[float | None] = []
    on_path: list[bool]
    if start == program.only_sink:
        on_path = [True] * program.size
        _pull(program, local, gradients, down)
    else:
        reach = program.reach(start)
        on_path = [bool(reached) for reached in program.by_slot(reach)]
        _pull_within(program, local, gradients, down, reach)
    if program.downstream is None:
        down.reverse()
        downstream: list[Value | None] = down  # type: ignore[assignment]  # floats are values
    else:
        gradients.append(None)
        down.append(None)
        downstream = list(program.downstream(down))
    upstream = list(program.upstream(gradients))
    by_slot = (
        gradients if program.in_order and not program.fixed else list(program.gradients_by_slot(gradients))
    )
    return Run(
        forward.graph, output, seed, forward.values, by_slot, upstream, list(program.local(local)), downstream,  # type: ignore[arg-type]
        on_path, scalar=True,
    )  # fmt: skip


def _pull(program: Program, local: list[float], gradients: list, down: list) -> None:  # type: ignore[type-arg]
    """The backward pass where every node leads to the output."""
    push = down.append
    for source, target, place in program.back:
        passed = gradients[target] * local[place]
        gradients[source] += passed
        push(passed)


def _pull_within(
    program: Program,
    local: list[float],
    gradients: list,  # type: ignore[type-arg]
    down: list,  # type: ignore[type-arg]
    reach: bytearray,
) -> None:
    """The same where some do not: 0 times an infinite local gradient must stay 0 off the path."""
    push = down.append
    for source, target, place in program.back:
        if reach[target]:
            passed = gradients[target] * local[place]
            gradients[source] += passed
            push(passed)
        else:
            push(0.0)
