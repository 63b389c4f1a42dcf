"""
NumPy, and the chain rule by hand: the forward pass, then one line per edge in the order of the trace.

Each backward line is upstream times local. Where several edges leave a node its gradient starts at 0 and collects
them with ``+=``, as the accumulate steps of the trace do.
"""

from __future__ import annotations

import re

from ...engine.passes import Run
from ...explain.tensors import shape_of
from ...explain.trace import expected_shares
from .helpers import helpers_for
from .lines import Lines
from .row import pull_code, value_code
from .table import CODE

_MAY_WARN = re.compile(r"/|\*\*|\b(exp|log|tan|where)\b")
_QUIET = ['np.seterr(all="ignore")  # NaN and infinity are answers here', ""]


def numpy_program(run: Run) -> str:
    """Write *run* as a NumPy program that prints its value and the gradient of every leaf."""
    lines = Lines(run, "numpy")
    body = [*_leaves(lines), "# Forward: every value is kept, the way back needs it", *lines.forward(), ""]
    body += _backward(lines)
    helpers = helpers_for(body, "numpy")
    imports = ["import math", ""] if any("math." in helper for helper in helpers) else []
    top = [*lines.head("the chain rule written out by hand."), *imports, "import numpy as np", ""]
    if any(map(_MAY_WARN.search, [*body, *helpers])):
        top += _QUIET
    if helpers:
        top += ["", "\n\n".join(helpers), ""]
    return "\n".join([*top, *body, *_printed(lines)]) + "\n"


def _leaves(lines: Lines) -> list[str]:
    made = []
    for slot in [*lines.leaves(), *lines.constants()]:
        note = "  # a constant" if lines.graph.kinds[slot] == "constant" else ""
        made.append(f"{lines.names.value[slot]} = {lines.made(lines.run.values[slot])}{note}")
    return ["# Leaves", *made, ""] if made else []


def _backward(lines: Lines) -> list[str]:
    run, graph, names = lines.run, lines.graph, lines.names
    expected = expected_shares(run)
    begun: set[int] = set()
    written: list[str] = []
    if run.gradients[run.output] is not None:
        written += ["# Backward: downstream = upstream * local, the last operation first", _seed(lines), ""]
        begun.add(run.output)
        for slot in range(run.output, -1, -1):
            op = graph.ops[slot]
            if op is not None and run.on_path[slot] and not graph.fixed[slot]:
                written += [*_edges(lines, slot, expected, begun), ""]
    for slot in lines.leaves():
        if slot not in begun:
            zero = _zero(lines, slot)
            note = f"{names.value[run.output]} does not depend on {names.value[slot]}"
            written.append(f"{names.gradient[slot]} = {zero}  # {note}")
    return [*written, ""] if written and written[-1] else written


def _seed(lines: Lines) -> str:
    return f"{lines.names.gradient[lines.run.output]} = {lines.made(lines.run.seed)}  # the seed"


def _edges(lines: Lines, slot: int, expected: list[int], begun: set[int]) -> list[str]:
    """The edges into one op, last input first, under the line that computed it."""
    graph, names, site = lines.graph, lines.names, lines.site(slot)
    row = CODE[site.op.name]
    written = [f"# {site.out} = {value_code(row, site, 'numpy')}"]
    for index in range(len(site.operands) - 1, -1, -1):
        source = graph.inputs[slot][index]
        if graph.fixed[source]:
            continue
        gradient = names.gradient[source]
        code = pull_code(row, site, index, names.gradient[slot])
        if expected[source] == 1:
            written.append(f"{gradient} = {code}")
        else:
            if source not in begun:
                zero = _zero(lines, source)
                shares = f"{expected[source]} edges leave {names.value[source]}: their shares are added"
                written.append(f"{gradient} = {zero}  # {shares}")
            written.append(f"{gradient} += {code}")
        begun.add(source)
    return written


def _zero(lines: Lines, slot: int) -> str:
    """Nothing yet, in the shape of a node."""
    return f"np.zeros_like({lines.names.value[slot]})" if shape_of(lines.run.values[slot]) else "0.0"


def _printed(lines: Lines) -> list[str]:
    run, names = lines.run, lines.names
    said = [lines.print_value(_plain(names.value[run.output], run.values[run.output]))]
    return said + [
        lines.print_gradient(slot, _plain(names.gradient[slot], run.values[slot])) for slot in lines.leaves()
    ]


def _plain(name: str, value: object) -> str:
    """A variable as Python's own numbers, which print every digit."""
    return f"{name}.tolist()" if shape_of(value) else f"float({name})"
