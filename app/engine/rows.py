"""
A graph over a batch of rows: per-row values and per-row gradients, never summed.

A scalar graph runs its lowered program on columns instead of floats, in blocks of rows small enough to stay in the
processor's cache. Any other graph runs node by node with the rows as a leading axis: elementwise ops take all rows at
once, the others row by row. What is the same in all rows is computed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .array import Array, shape_text, size_of
from .errors import InputError, LimitError
from .graph import Graph
from .kernels import CONSTANTS
from .limits import DEFAULT_LIMITS, Limits
from .lowering import Program, program_of
from .passes import check_complete, choose_output
from .refusals import clip
from .row_kernels import forward as run_rows
from .row_passes import run_lifted
from .shapes import shapes_of
from .values import read_value

BLOCK_ENTRIES = 400_000  # cells times rows of one block; measured best between the caches and the overhead
_CONSTANTS = list(CONSTANTS)
_ONE = CONSTANTS.index(1.0) - len(CONSTANTS)  # the place of 1, by which nothing needs to be multiplied


@dataclass(slots=True)
class Rows:
    """
    The result of a batch.

    Attributes:
        graph: The graph.
        rows: How many rows.
        output: Slot of the output.
        values: By id of the nodes asked for: arrays of shape ``(rows, *shape)``.
        gradients: By id of every input and parameter (and of the nodes asked for, with *inner*), the same way.
    """

    graph: Graph
    rows: int
    output: int
    values: dict[str, Array]
    gradients: dict[str, Array]

    def at(self, row: int, columns: Mapping[str, Array]) -> Graph:
        """Return the graph with the values of one row, to trace that row."""
        return self.graph.with_values({name: column[row] for name, column in columns.items()})


def read_columns(graph: Graph, given: Mapping[str, Any], limits: Limits = DEFAULT_LIMITS) -> dict[str, Array]:
    """
    Check the columns of a batch.

    Args:
        graph: The graph whose leaves they are for.
        given: By id, nested lists or arrays with one entry per row.
        limits: For rows times nodes, and entries.

    Raises:
        InputError: ``bad-column``, ``unknown-node``, ``not-a-leaf``; GraphError for something that is no number.
        LimitError: ``row-limit`` or ``entry-limit``.
    """
    columns: dict[str, Array] = {}
    rows: int | None = None
    wide = Limits(
        max_entries=max(limits.max_entries, limits.max_rows_times_nodes), max_dims=limits.max_dims + 1
    )
    for name, column in given.items():
        loc = ("columns", name)
        slot = graph.slot_of(name, loc)
        if graph.ops[slot] is not None:
            message = f"{clip(name)} is an op, and only inputs, parameters and constants have columns."
            raise InputError("not-a-leaf", message, node=name, loc=loc)
        read = read_value(column, f"the column {clip(name)}", wide, loc, name)
        if isinstance(read, float):
            message = f"The column {clip(name)} is one number; it needs a list with one entry per row."
            raise InputError(
                "bad-column", message, hint="Values for all rows go in inputs.", node=name, loc=loc
            )
        if rows is not None and len(read) != rows:
            message = (
                f"The column {clip(name)} has {len(read):,} rows, and {next(iter(columns))} has {rows:,}."
            )
            hint = "Give all columns the same number of rows."
            raise InputError("bad-column", message, hint=hint, node=name, loc=loc)
        rows = len(read)
        columns[name] = read
    if not rows:
        message = "A batch needs at least one column with at least one row."
        raise InputError(
            "bad-column", message, hint='For instance "columns": {"x": [1, 2]}.', loc=("columns",)
        )
    if rows * len(graph) > limits.max_rows_times_nodes:
        raise LimitError("row-limit", rows * len(graph), limits.max_rows_times_nodes, loc=("columns",))
    return columns


def evaluate_rows(
    graph: Graph,
    columns: Mapping[str, Array],
    output: str | None = None,
    nodes: Iterable[str] = (),
    inner: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Rows:
    """
    Evaluate and differentiate every row.

    Args:
        graph: Leaves without a column have one value for all rows.
        columns: As `read_columns` returns them.
        output: Id of the node to differentiate, a scalar in each row.
        nodes: Ids whose values are wanted beside the output's.
        inner: Whether gradients of *nodes* are wanted too.
        limits: For the entries of one row, and of all.

    Raises:
        EngineError: As `evaluate`; ``output-not-scalar``.
    """
    slot = choose_output(graph, output)
    rows = len(next(iter(columns.values())))
    names = list(nodes)
    wanted = dict.fromkeys([slot, *(graph.slot_of(name, ("nodes", i)) for i, name in enumerate(names))])
    leaves = [s for s, kind in enumerate(graph.kinds) if kind == "input" or kind == "parameter"]
    moved = dict.fromkeys([*leaves, *(s for s in wanted if inner and not graph.fixed[s])])
    program = program_of(graph)
    with np.errstate(all="ignore"):
        if program is not None and _is_scalar(graph, columns):
            values, gradients = _run_blocks(graph, program, columns, rows, slot, list(wanted), list(moved))
        else:
            one = graph.with_values({name: column[0] for name, column in columns.items()}, limits)
            shapes = _checked_shapes(one, slot, rows, limits)
            values, gradients = run_lifted(one, shapes, columns, rows, slot, list(wanted), list(moved))
    ids = graph.ids
    return Rows(graph, rows, slot, {ids[s]: values[s] for s in wanted}, {ids[s]: gradients[s] for s in moved})


def _is_scalar(graph: Graph, columns: Mapping[str, Array]) -> bool:
    """Whether every leaf is one number per row."""
    if any(column.ndim != 1 for column in columns.values()):
        return False
    return all(
        op is not None or type(value) is float or name in columns
        for name, op, value in zip(graph.ids, graph.ops, graph.values, strict=True)
    )


def _checked_shapes(one: Graph, output: int, rows: int, limits: Limits) -> list[Any]:
    """Shapes by slot in one row, after every check that has to come before the work."""
    check_complete(one)
    shapes = shapes_of(one, limits)
    if shapes[output] != ():
        raise _not_scalar(one.ids[output], shape_text(shapes[output] or ()))
    entries = rows * sum(size_of(shape) for shape in shapes if shape is not None)
    allowed = max(limits.max_entries, limits.max_rows_times_nodes)
    if entries > allowed:
        raise LimitError("row-limit", entries, allowed, loc=("columns",))
    return shapes


def _not_scalar(name: str, shape: str) -> InputError:
    return InputError(
        "output-not-scalar",
        f"{clip(name)} has shape {shape} in a row; a batch needs one number per row.",
        hint="Choose a scalar output, or sum it to one number.",
        node=name,
        loc=("output",),
    )


def _run_blocks(
    graph: Graph,
    program: Program,
    columns: Mapping[str, Array],
    rows: int,
    output: int,
    wanted: list[int],
    moved: list[int],
) -> tuple[dict[int, Array], dict[int, Array]]:
    """Run the program on one block of rows after the other."""
    position = graph.position
    start: list[Any] = [value if value is None else np.float64(value) for value in graph.values]
    if program.by_cell is not None:
        start = list(program.by_cell(start))
    by_cell = {position[graph.slot[name]]: column for name, column in columns.items()}
    back = program.flowing(position[output])
    values = {slot: np.empty(rows) for slot in wanted}
    gradients = {slot: np.zeros(rows) for slot in moved}
    block = min(rows, max(64, BLOCK_ENTRIES // max(1, program.size)))
    work = _Block(program, back, position[output], block if rows > block else 0)
    for first_row in range(0, rows, block):
        part = slice(first_row, first_row + block)
        cells = start[:]
        for cell, column in by_cell.items():
            cells[cell] = column[part]
        arrived = work.run(cells, min(block, rows - first_row))
        for slot, target in values.items():
            target[part] = cells[position[slot]]
        for slot, target in gradients.items():
            if arrived[position[slot]] is not None:
                target[part] = arrived[position[slot]]
    return values, gradients


class _Block:
    """
    The memory of one block, written again by the next one: fresh memory for every block costs as much as the sums.

    Args:
        program: The lowered graph.
        back: Its edges on the output's path, last one first.
        output: Cell of the output.
        rows: Rows of a block; 0 for a single small one, which allocates as it goes.
    """

    def __init__(self, program: Program, back: list[tuple[int, int, int]], output: int, rows: int) -> None:
        self.program, self.back, self.output, self.rows = program, back, output, rows
        self.nothing: list[Any] = [None] * program.size
        self.into = self.into_first = self.into_gradient = self.nothing
        self.scratch: Any = None
        if rows:
            self._take(rows)

    def _take(self, rows: int) -> None:
        size = self.program.size
        memory = np.empty((3 * size + 1, rows))
        self.into, self.into_first = list(memory[:size]), list(memory[size : 2 * size])
        self.into_gradient, self.scratch = list(memory[2 * size : -1]), memory[-1]

    def run(self, cells: list[Any], rows: int) -> list[Any]:
        """Fill *cells* with columns; return gradients by cell, None where none arrives."""
        if self.rows and rows != self.rows:  # the last block is shorter
            self.rows = rows
            self._take(rows)
        first, second = self.nothing[:], self.nothing[:]
        run_rows(self.program.rows, cells, first, second, self.into, self.into_first, self.nothing)
        local = [*cells, *first, *second, *_CONSTANTS]
        into, scratch = self.into_gradient, self.scratch
        arrived: list[Any] = self.nothing[:]
        arrived[self.output] = np.float64(1.0)
        add, multiply = np.add, np.multiply
        for source, target, place in self.back:
            passed, before = arrived[target], arrived[source]
            if before is None:
                arrived[source] = passed if place == _ONE else multiply(passed, local[place], into[source])
            else:
                if place != _ONE:
                    passed = multiply(passed, local[place], scratch)
                arrived[source] = add(before, passed, into[source])
        return arrived
