"""
Warnings over a batch of rows: which of them, in how many rows, and the first.

Values are looked at for all rows at once; the words are those of one run of the first row concerned, so that they say
numbers a reader can check. What only the gradients show (infinity or NaN born going back) is found by looking at the
gradients of the leaves and tracing the first row where one is broken. Gradients that fade or blow up over a long path
are a matter of one row's trace and not looked for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.array import Array, as_array
from ..engine.graph import Graph
from ..engine.op import Op
from ..engine.passes import evaluate
from ..engine.rows import Rows
from .diagnose import Found, warnings
from .slopes import held
from .trouble import kink_entries

Mask = NDArray[np.bool_]


def row_warnings(rows: Rows, columns: Mapping[str, Array]) -> list[Found]:
    """
    Look through a batch.

    Args:
        rows: Evaluated with all ops among its nodes; ops whose values it lacks are not looked at.
        columns: The columns it was evaluated with.

    Returns:
        Warnings as the API sends them, each with ``rows``, how many rows it concerns, and ``first_row``.
    """
    with np.errstate(all="ignore"):
        marks = _Marks(rows, columns)
        found: dict[tuple[str, str, str], Mask] = {}
        for slot in range(len(rows.graph)):
            for code, phase, mask in marks.of(slot):
                if mask.any():
                    found[code, rows.graph.ids[slot], phase] = mask
    return _told(rows, columns, found) + _backward(rows, columns)


def _told(
    rows: Rows, columns: Mapping[str, Array], found: Mapping[tuple[str, str, str], Mask]
) -> list[Found]:
    """One warning for each of *found*, in the words of its first row."""
    firsts = {key: int(np.argmax(mask)) for key, mask in found.items()}
    runs = {row: _one_row(rows, columns, row) for row in sorted(set(firsts.values()))}
    told: list[Found] = []
    for key, mask in found.items():
        words = next((w for w in runs[firsts[key]] if (w["code"], w["node"], w["phase"]) == key), None)
        if words is not None:
            told.append(words | {"rows": int(np.count_nonzero(mask)), "first_row": firsts[key]})
    return told


def _one_row(rows: Rows, columns: Mapping[str, Array], row: int) -> list[Found]:
    return warnings(evaluate(rows.at(row, columns), rows.graph.ids[rows.output]))


def _backward(rows: Rows, columns: Mapping[str, Array]) -> list[Found]:
    """Infinity and NaN born in the backward pass, seen at the leaves: rows whose values are all in order."""
    broken = np.zeros(rows.rows, dtype=bool)
    for gradient in rows.gradients.values():
        broken |= _any(~np.isfinite(gradient))
    for value in (*rows.values.values(), *columns.values()):
        broken &= ~_any(~np.isfinite(value))
    if not broken.any():
        return []
    first = int(np.argmax(broken))
    count = {"rows": int(np.count_nonzero(broken)), "first_row": first}
    told = _one_row(rows, columns, first)
    return [w | count for w in told if w["phase"] == "backward" and w["code"] in ("nan", "overflow")]


class _Marks:
    """For one node at a time, the rows in which something is the matter with it."""

    def __init__(self, rows: Rows, columns: Mapping[str, Array]) -> None:
        self.rows, self.graph, self.columns = rows, rows.graph, columns
        self.on_path = _on_path(rows.graph, rows.output)

    def value(self, slot: int) -> Array | None:
        """The values of a node, rows first; one row where all are the same."""
        name = self.graph.ids[slot]
        if name in self.rows.values:
            return self.rows.values[name]
        if name in self.columns:
            return self.columns[name]
        value = self.graph.values[slot]
        return None if value is None else as_array(value)[None]

    def of(self, slot: int) -> Iterator[tuple[str, str, Mask]]:
        """Yield code, phase and rows."""
        op, out = self.graph.ops[slot], self.value(slot)
        if out is None:
            return
        if op is None:
            yield "nan", "forward", self._all(_any(np.isnan(out)))
            return
        operands = [value for i in self.graph.inputs[slot] if (value := self.value(i)) is not None]
        if len(operands) < len(self.graph.inputs[slot]):
            return
        if not np.isfinite(out).all():
            yield from self._forward(out, operands)
        if self.on_path[slot] and not self.graph.fixed[slot]:
            yield from self._backward(slot, op, out, operands)

    def _forward(self, out: Array, operands: list[Array]) -> Iterator[tuple[str, str, Mask]]:
        had_nan, had_trouble = (self._of_any(operands, bad) for bad in (np.isnan, _not_finite))
        is_nan = _any(np.isnan(out))
        yield "nan", "forward", self._all(is_nan & ~had_nan)
        yield "overflow", "forward", self._all(_any(np.isinf(out)) & ~is_nan & ~had_trouble)

    def _of_any(self, operands: list[Array], bad: Callable[[Array], Any]) -> Mask:
        mask = np.zeros(1, dtype=bool)
        for operand in operands:
            mask = mask | _any(bad(operand))
        return mask

    def _backward(
        self, slot: int, op: Op, out: Array, operands: list[Array]
    ) -> Iterator[tuple[str, str, Mask]]:
        attrs = self.graph.attrs[slot]
        aligned = [_aligned(operand, out.ndim) for operand in operands]
        if op.kink is not None:
            yield (
                "kink",
                "backward",
                self._all(self._kinks(op, attrs, aligned if op.elementwise else operands, out)),
            )
        if op.category == "activation" and op.elementwise:
            slope = op.partials(aligned, out, attrs, 0)
            dead = np.zeros(1, dtype=bool)
            for code, entries in held(op, attrs, aligned[0], slope):
                # As for one run: an op that is dead somewhere is not called saturated as well.
                mask = _any(entries) & ~dead
                dead = dead | mask
                yield code, "backward", self._all(mask)

    def _kinks(self, op: Op, attrs: Mapping[str, Any], operands: list[Array], out: Array) -> Mask:
        assert op.kink is not None  # it was asked for
        if not op.elementwise:
            rows = range(len(out))
            return np.array(
                [op.is_kink([_row(o, i) for o in operands], as_array(out[i]), attrs) for i in rows]
            )
        return _any(kink_entries(op, attrs, operands, out))

    def _all(self, mask: Mask) -> Mask:
        """A mask of one row stands for all rows."""
        return np.broadcast_to(mask, (self.rows.rows,))


def _any(mask: Any) -> Mask:
    """Whether any entry of each row is marked."""
    found: Mask = np.any(np.asarray(mask).reshape(len(mask), -1), axis=1)
    return found


def _not_finite(value: Array) -> Any:
    return ~np.isfinite(value)


def _row(value: Array, row: int) -> Array:
    return as_array(value[row if len(value) > 1 else 0])


def _aligned(value: Array, rank: int) -> Array:
    """Axes of size one between the rows and a row's own axes, so that broadcasting stays within the row."""
    return value.reshape(len(value), *(1,) * (rank - value.ndim), *value.shape[1:])


def _on_path(graph: Graph, output: int) -> list[bool]:
    reached = [False] * len(graph)
    reached[output] = True
    for slot in range(output, -1, -1):
        if reached[slot]:
            for source in graph.inputs[slot]:
                reached[source] = True
    return reached
