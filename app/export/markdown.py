"""
The trace as Markdown tables: every value on the way forward, every edge on the way back, every leaf's gradient.

Tables are GitHub's; maths stands between dollars. Numbers are rounded as on the page, so that the table, the picture
and the prose agree about every digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from ..engine.passes import Jacobian, Operator, Run
from ..explain import number
from ..explain.notation import Notation
from ..explain.trace import steps
from .words import edge_of, plain, title_of

MAX_ENTRIES = 16
"""Entries of a tensor that are written out in a cell; beyond, its shape stands there."""
_MARKS = frozenset("\\`*_{}[]()#+-.!|~$^=:@/\"'")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_BAR = r"\vert "
_SHARED = "sum of {} edges"


def markdown(run: Run) -> str:
    """Write the trace of *run* as Markdown."""
    told = steps(run)
    parts = [f"# {escape(title_of(run.graph))}", _forward(run, told)]
    if run.gradients[run.output] is not None:
        parts.append(_backward(run, told))
    parts.append(_gradients(run))
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Make *text* mean itself in a cell: one line, no mark-up, no markup of HTML."""
    return "".join(_ENTITIES.get(mark) or ("\\" + mark if mark in _MARKS else mark) for mark in plain(text))


def _forward(run: Run, told: Sequence[dict[str, Any]]) -> str:
    graph = run.graph
    rows = []
    for step in told:
        if step["phase"] == "forward":
            slot = graph.slot[step["node"]]
            op = graph.ops[slot]
            what = graph.kinds[slot] if op is None else op.title.lower()
            read = ", ".join(_name(run, source) for source in graph.inputs[slot])
            rows.append((_name(run, slot), what, read, shown(run.values[slot])))
    return "## Forward\n\n" + table(("node", "what", "of", "value"), rows, right=(3,))


def _backward(run: Run, told: Sequence[dict[str, Any]]) -> str:
    graph, notation, rows = run.graph, Notation(run), []
    for step in told:
        match step["phase"]:
            case "seed":
                rows.append((_name(run, run.output), "", "", shown(run.seed), "seed"))
            case "edge":
                edge = edge_of(graph, step)
                up, local, down = run.upstream[edge], run.local[edge], run.downstream[edge]
                arrow = f"{_name(run, graph.slot[step['target']])} → {_name(run, graph.slot[step['source']])}"
                names = [operand.tex for operand in notation.operands(graph.slot[step["target"]])]
                rows.append((arrow, shown(up), _local(local, names), shown(down), ""))
            case "accumulate":
                slot = graph.slot[step["node"]]
                shares = _SHARED.format(len(step["factors"]) - 1)
                rows.append((_name(run, slot), "", "", shown(run.gradients[slot]), shares))
    columns = ("edge", "upstream", "local", "downstream", "")
    return "## Backward\n\n" + table(columns, rows, right=(1, 2, 3))


def _gradients(run: Run) -> str:
    output = _name(run, run.output)
    slots = [run.graph.slot[name] for name in run.leaf_gradients()]
    rows = [(_name(run, slot), shown(run.values[slot]), shown(run.gradients[slot])) for slot in slots]
    told = table(("leaf", "value", f"gradient of {output}"), rows, right=(1, 2))
    return f"## Gradients\n\n{told}" if rows else "## Gradients\n\nThere is no leaf to differentiate by."


def _name(run: Run, slot: int) -> str:
    return escape(run.graph.labels[slot] or run.graph.ids[slot])


def _local(local: Any, names: Sequence[str]) -> str:
    if isinstance(local, Jacobian):
        return shown(local.value)
    if isinstance(local, Operator):
        formula = local.formula_with(list(names)).replace("|", _BAR)  # a bar would end the cell
        return f"${formula}$"
    return shown(local)


def shown(value: Any) -> str:
    """Write a float or an array for a cell: rounded as on the page, a large array by its shape."""
    if isinstance(value, float):
        return number.text(value)
    array = np.asarray(value)
    if array.size > MAX_ENTRIES:
        return " × ".join(map(str, array.shape))
    return _nested(array.tolist())


def _nested(found: Any) -> str:
    if isinstance(found, list):
        return rf"\[{', '.join(map(_nested, found))}\]"
    return number.text(float(found))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Write a table whose columns line up in a plain editor too; cells are escaped already."""
    lines = [columns, *rows]
    widths = [max(3, *(len(line[i]) for line in lines)) for i in range(len(columns))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    rule = ["-" * (width - 1) + ":" if i in right else "-" * width for i, width in enumerate(widths)]
    return "\n".join([line(columns), line(rule), *map(line, lines[1:])])
