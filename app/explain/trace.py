"""
The trace: the steps of one forward and one backward pass, in the order in which a teacher would tell them.

Forward, every node in forward order. Then the seed at the output. Then backward: for the output and each op it depends
on, in reverse, one step per edge, last input first; and where an edge brings a node the last of several contributions,
their sum right after it. The sum is over the edges that leave the node, never over paths, so a trace is no longer than
its graph, however many paths there are.

Each step has its factors, the line in symbols, the same line with numbers put in, and one plain sentence. Nothing is
computed here: every number comes from the run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..engine.op import Op
from ..engine.passes import Jacobian, Local, Operator, Run
from . import tensors
from .figures import Figure
from .latex import value_line
from .naming import operand_words
from .notation import Notation
from .products import MATRIX_PRODUCT, Products
from .sentences import MAX_OPERANDS_READ, phrase

Step = dict[str, Any]
MAX_ADDENDS = 12
"""Terms of a sum that are written out; a longer one shows its first and last. The factors always name every edge."""
_ADDENDS_KEPT = 4
_KINDS = {"input": "an input", "parameter": "a parameter", "constant": "a constant"}


def steps(run: Run) -> list[Step]:
    """
    Tell the trace of *run*.

    Returns:
        Steps as the API sends them: ``phase``; ``node``, or ``source``, ``target`` and ``index``; ``factors``,
        ``latex``, ``numbers``, ``text``. Values are floats and arrays. Nodes that could not be evaluated have no
        step, no step goes to a constant, and where the output depends on constants only there is no seed.
    """
    return _Teller(run).tell()


def local_on_wire(local: Local | None, names: list[str]) -> Any:
    """Return a local gradient as the API sends it, with *names* (LaTeX) for the operands of an operator."""
    if isinstance(local, Jacobian):
        return {"kind": "jacobian", "value": local.value}
    if isinstance(local, Operator):
        return {"kind": "operator", "formula": local.formula_with(names)}
    return local


class _Share(NamedTuple):
    """One of several contributions to a node's gradient, as it arrived."""

    edge: dict[str, Any]
    value: Any
    latex: str
    figure: str
    words: str


class _Teller:
    """One telling: the columns that every step reads, and what has arrived where."""

    def __init__(self, run: Run) -> None:
        self.run, self.graph = run, run.graph
        self.notation = Notation(run)
        self.called, self.figures = self.notation.called, self.notation.figures
        self.values: list[Figure | None] = [None if v is None else self.figures.of(v) for v in run.values]
        self.products = Products(run, self.notation, self.values)
        self.expected = _expected(run)
        self.arrived: dict[int, list[_Share]] = {}

    def tell(self) -> list[Step]:
        told = [self._forward(slot) for slot, value in enumerate(self.run.values) if value is not None]
        run = self.run
        if run.gradients[run.output] is None:
            return told
        told.append(self._seed())
        for slot in range(run.output, -1, -1):
            if run.on_path[slot] and self.graph.ops[slot] is not None and not self.graph.fixed[slot]:
                self._backward(slot, told)
        return told

    def _forward(self, slot: int) -> Step:
        op = self.graph.ops[slot]
        return self._leaf(slot) if op is None else self._computed(slot, op)

    def _leaf(self, slot: int) -> Step:
        called, shown, kind = self.called[slot], self.values[slot], self.graph.kinds[slot]
        assert shown is not None  # only nodes with values are told
        if called.nameless:
            text = f"The constant {shown.words}."
        elif shown.words.startswith("a "):
            text = f"{called.words} is {_KINDS[kind]}, {shown.words}."
        else:
            text = f"{called.words} is {_KINDS[kind]} with the value {shown.words}."
        factors = [{"role": "value", "node": self.graph.ids[slot], "value": self.run.values[slot]}]
        products = self.products
        return self._node_step("forward", slot, factors, products.symbols[slot], products.numbers[slot], text)

    def _computed(self, slot: int, op: Op) -> Step:
        graph, called, products = self.graph, self.called[slot], self.products
        sources, attrs, ids, values = graph.inputs[slot], graph.attrs[slot], graph.ids, self.run.values
        shown = [figure for i in (*sources, slot) if (figure := self.values[i])]
        line = value_line(op, attrs, tuple([self.called[i].form for i in sources]))
        latex = line.fill([products.symbols[i] for i in sources])
        line = value_line(op, attrs, tuple([figure.form for figure in shown[:-1]]))
        pieces = [products.numbers[i] for i in (*sources, slot)]
        if (
            op.infix is not None
            and op.infix[0] == MATRIX_PRODUCT
            and len(tensors.shape_of(values[sources[0]])) == 1
        ):
            pieces[0], pieces[-1] = (rf"\val{{{tensors.row_tex(values[i])}}}" for i in (sources[0], slot))
        if not called.nameless:
            latex = f"{products.symbols[slot]} = {latex}"
        factors = [{"role": "value", "node": ids[i], "value": values[i]} for i in (*sources, slot)]
        numbers = f"{pieces[-1]} = {line.fill(pieces)}"
        return self._node_step("forward", slot, factors, latex, numbers, self._computed_text(slot, op, shown))

    def _computed_text(self, slot: int, op: Op, shown: list[Figure]) -> str:
        called, sources = self.called[slot], self.graph.inputs[slot]
        what = (
            called.words
            if called.nameless
            else f"{called.words} is {_said(op, operand_words(op, self.notation.operands(slot)))}"
        )
        if all(type(self.run.values[i]) is float for i in (*sources, slot)):
            return f"{what}: {_said(op, [figure.words for figure in shown[:-1]])} is {shown[-1].words}."
        return f"{what}{' is' if called.nameless else ':'} {shown[-1].words}."

    def _seed(self) -> Step:
        run, slot = self.run, self.run.output
        seed, words = run.seed, self.called[slot].words
        assert seed is not None  # the output has a gradient
        shown, total = self.figures.of(seed), self.notation.total(slot)
        if type(seed) is float and seed == 1.0:
            text = f"The backward pass starts at {words}: its gradient with respect to itself is 1."
        else:
            text = f"The backward pass starts at {words} with the seed {shown.words}."
        factors = [{"role": "upstream", "node": self.graph.ids[slot], "value": seed}]
        name = self.notation.seed_name
        latex = rf"\up{{{total}}}" + (rf" = \up{{{name}}}" if name else "")
        numbers = rf"\up{{{shown.tex}}}"
        return self._node_step(
            "seed", slot, factors, latex, numbers if not name else f"{numbers} = {numbers}", text
        )

    def _node_step(
        self, phase: str, slot: int, factors: list[dict[str, Any]], latex: str, numbers: str, text: str
    ) -> Step:
        node = self.graph.ids[slot]
        return {
            "phase": phase, "node": node, "factors": factors, "latex": latex, "numbers": numbers, "text": text,
        }  # fmt: skip

    def _backward(self, target: int, told: list[Step]) -> None:
        sources, fixed, start = self.graph.inputs[target], self.graph.fixed, self.graph.edge_start[target]
        for index in range(len(sources) - 1, -1, -1):
            source = sources[index]
            if not fixed[source]:
                told.append(self._edge(start + index, source, target, index))
                if len(self.arrived.get(source, ())) == self.expected[source]:
                    told.append(self._accumulate(source, self.arrived.pop(source)))

    def _edge(self, edge: int, source: int, target: int, index: int) -> Step:
        run, ids, called, notation = self.run, self.graph.ids, self.called, self.notation
        twice = self.graph.inputs[target].count(source) > 1
        product = self.products.tell(edge, target, index, notation.partial(source, target, index, twice))
        place = {"source": ids[source], "target": ids[target], "index": index}
        shares, downstream = self.expected[source], run.downstream[edge]
        if shares == 1:
            down, how = notation.total(source), ""
        else:
            down = notation.contribution(source, target, index, twice)
            how = f"{f' through operand {index + 1}' if twice else ''}, one of {shares} contributions"
            share = _Share(place, downstream, down, product.down, product.words)
            self.arrived.setdefault(source, []).append(share)
        return {
            "phase": "edge",
            **place,
            "factors": [
                {"role": "upstream", "node": ids[target], "value": run.upstream[edge]},
                {"role": "local", "edge": place, "value": self._local(edge, target)},
                {"role": "downstream", "edge": place, "value": downstream},
            ],
            "latex": rf"\down{{{down}}} = {product.latex}",
            "numbers": rf"\down{{{product.down}}} = {product.numbers}",
            "text": (
                f"{called[target].subject} passes {product.words} back to {called[source].words}{how}: "
                f"{product.manner}."
            ),
        }

    def _local(self, edge: int, target: int) -> Any:
        local = self.run.local[edge]
        if type(local) is float:
            return local
        return local_on_wire(local, [called.tex for called in self.notation.operands(target)])

    def _accumulate(self, slot: int, shares: list[_Share]) -> Step:
        called, gradient = self.called[slot], self.run.gradients[slot]
        assert gradient is not None  # something arrived
        shown = self.figures.of(gradient)
        factors: list[dict[str, Any]] = [
            {"role": "downstream", "edge": share.edge, "value": share.value} for share in shares
        ]
        factors.append({"role": "downstream", "node": self.graph.ids[slot], "value": gradient})
        symbols = _sum([rf"\down{{{share.latex}}}" for share in shares])
        numbers = _sum([_addend(share.figure, first=i == 0) for i, share in enumerate(shares)])
        text = f"The gradient of {called.words} is the sum over the {len(shares)} edges that leave it: "
        if type(gradient) is float and len(shares) <= MAX_ADDENDS:
            text += f"{' plus '.join([share.words for share in shares])} is {shown.words}."
        else:
            text += f"{shown.words}."
        total = rf"\down{{{self.notation.total(slot)}}} = {symbols}"
        return self._node_step("accumulate", slot, factors, total, rf"\down{{{shown.tex}}} = {numbers}", text)


def _expected(run: Run) -> list[int]:
    """By slot, how many edges leave it towards the path and carry gradient."""
    graph = run.graph
    counts = [0] * len(graph)
    for slot in range(run.output + 1):
        if run.on_path[slot] and not graph.fixed[slot]:
            for source in graph.inputs[slot]:
                if source >= 0:
                    counts[source] += 1
    return counts


def _said(op: Op, words: Sequence[str]) -> str:
    """Say an op of some operands; of many, the first few."""
    if len(words) <= MAX_OPERANDS_READ:
        return phrase(op, words)
    return f"{phrase(op, words[: MAX_OPERANDS_READ - 1])} and {len(words) - MAX_OPERANDS_READ + 1} more"


def _addend(figure: str, first: bool) -> str:
    marked = rf"\down{{{figure}}}"
    return f"({marked})" if figure[0] == "-" and not first else marked


def _sum(addends: list[str]) -> str:
    if len(addends) > MAX_ADDENDS:
        addends = [*addends[:_ADDENDS_KEPT], r"\cdots", *addends[-_ADDENDS_KEPT:]]
    return " + ".join(addends)
