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

from typing import Any, NamedTuple

from ..engine.op import Op
from ..engine.passes import Jacobian, Local, Operator, Run
from . import tensors
from .figures import Figure
from .latex import LAST_FACTOR, Form, lines_of, same_operands
from .naming import operand_words, repeated_words
from .notation import RULE, Notation
from .orientation import Rows
from .products import Products
from .sentences import computed, phrase, seed_words, sentence

Step = dict[str, Any]
MAX_ADDENDS = 12
"""Terms of a sum that are written out; a longer one shows its first and last. The factors always name every edge."""
_ADDENDS_KEPT = 4
KINDS = {"input": "an input", "parameter": "a parameter", "constant": "a constant"}
_NO_VALUE = Figure("", Form.WORD, "no value")


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
        self.inputs, self.ids, self.values = run.graph.inputs, run.graph.ids, run.values
        self.notation = Notation(run)
        self.called, self.figures = self.notation.called, self.notation.figures
        self.shown: list[Figure] = [_NO_VALUE if v is None else self.figures.of(v) for v in run.values]
        self.rows = Rows(run)
        self.products = Products(run, self.notation, self.rows)
        self.expected = expected_shares(run)
        self.arrived: dict[int, list[_Share]] = {}

    def tell(self) -> list[Step]:
        run, graph = self.run, self.graph
        told: list[Step] = []
        for slot, value in enumerate(run.values):
            if value is not None:
                op = graph.ops[slot]
                told.append(self._leaf(slot) if op is None else self._computed(slot, op))
        if run.gradients[run.output] is None:
            return told
        told.append(self._seed())
        starts = graph.edge_start
        for slot in range(run.output, -1, -1):
            op = graph.ops[slot]
            if op is not None and run.on_path[slot] and not graph.fixed[slot]:
                self._backward(slot, op, starts[slot], told)
        return told

    def _leaf(self, slot: int) -> Step:
        called, shown, kind = self.called[slot], self.shown[slot], self.graph.kinds[slot]
        turned = tensors.row_tex(self.run.values[slot]) if self.rows.is_row(slot) else shown.tex
        if called.nameless:
            text = f"The constant {shown.words}."
        elif shown.words.startswith("a "):
            text = f"{called.words} is {KINDS[kind]}, {shown.words}."
        else:
            text = f"{called.words} is {KINDS[kind]} with the value {shown.words}."
        factors = [{"role": "value", "node": self.graph.ids[slot], "value": self.run.values[slot]}]
        return self._node_step("forward", slot, factors, rf"\val{{{called.tex}}}", rf"\val{{{turned}}}", text)

    def _computed(self, slot: int, op: Op) -> Step:
        ids, values, sources, attrs = self.ids, self.values, self.inputs[slot], self.graph.attrs[slot]
        called, result = self.called[slot], self.shown[slot]
        names, shown = [self.called[i] for i in sources], [self.shown[i] for i in sources]
        style, same = self.notation.style(slot), same_operands(sources)
        lines = lines_of(op, attrs, (*[name.form for name in names], called.form), style, same)
        latex = (lines.right if called.nameless else lines.value).fill(
            [*[name.tex for name in names], called.tex]
        )
        pieces = [figure.tex for figure in (*shown, result)]
        if not self.run.scalar:
            rows = self.rows.at(slot)
            pieces = [
                tensors.turned_tex(values[i], is_row) if is_row else piece
                for i, is_row, piece in zip((*sources, slot), rows, pieces, strict=True)
            ]
        lines = lines_of(op, attrs, (*[figure.form for figure in shown], result.form), style)
        factors = [{"role": "value", "node": ids[i], "value": values[i]} for i in sources]
        factors.append({"role": "value", "node": ids[slot], "value": values[slot]})
        shape = style.shapes[0] if style.shapes else None
        words = phrase(op, operand_words(op, names), attrs, shape)
        what = sentence(words) if called.nameless else f"{called.words} is {words}"
        if style.shapes is None and not tensors.shape_of(values[slot]):
            text = computed(what, phrase(op, [figure.words for figure in shown], attrs), result.words)
        else:
            shapes = [tensors.shape_of(values[i]) for i in (*sources, slot)]
            told = f"{what}{repeated_words(op, names, shapes)}"
            joint = (", is" if told != what else " is") if called.nameless else ":"
            text = f"{told}{joint} {result.words}."
        return self._node_step("forward", slot, factors, latex, lines.value.fill(pieces), text)

    def _seed(self) -> Step:
        run, slot = self.run, self.run.output
        seed, words = run.seed, self.called[slot].words
        assert seed is not None  # the output has a gradient
        shown, total = self.figures.of(seed), self.notation.total(slot)
        if type(seed) is float and seed == 1.0:
            text = f"The backward pass starts at {words}: its gradient with respect to itself is 1."
        else:
            text = f"The backward pass starts at {words} with {seed_words(shown.words)}."
        factors = [{"role": "upstream", "node": self.graph.ids[slot], "value": seed}]
        name = self.notation.seed_name
        latex = rf"\up{{{total}}}" + (rf" = \up{{{name}}}" if name else "")
        numbers = rf"\up{{{shown.tex}}}"
        return self._node_step(
            "seed", slot, factors, latex, f"{numbers} = {numbers}" if name else numbers, text
        )

    def _node_step(
        self, phase: str, slot: int, factors: list[dict[str, Any]], latex: str, numbers: str, text: str
    ) -> Step:
        node = self.graph.ids[slot]
        return {
            "phase": phase, "node": node, "factors": factors, "latex": latex, "numbers": numbers, "text": text,
        }  # fmt: skip

    def _backward(self, target: int, op: Op, start: int, told: list[Step]) -> None:
        """
        Tell the edges into *target*, last input first, and the sums they complete.

        One long function on purpose: it is run for every edge, and calls would cost more than what they do.
        """
        run, called, figures, ids = self.run, self.called, self.figures, self.ids
        total, fixed, expected = self.notation.total, self.graph.fixed, self.expected
        sources, name = self.inputs[target], called[target]
        doubled = len(set(sources)) < len(sources)
        up, up_tex, over = run.gradients[target], total(target), name.over
        entering = figures.of(up)  # type: ignore[arg-type]  # the target is on the path
        forms = (*[called[i].form for i in sources], name.form)
        same = same_operands(sources) if doubled else ()
        lines = lines_of(op, self.graph.attrs[target], forms, self.notation.style(target), same)
        pieces = [*[called[i].tex for i in sources], name.tex]
        for index in range(len(sources) - 1, -1, -1):
            source, edge = sources[index], start + index
            if fixed[source]:
                continue
            local, sent = run.local[edge], run.downstream[edge]
            twice = doubled and sources.count(source) > 1
            partial = rf"\frac{{\partial {over}}}{{\partial {called[source].over}}}"
            if twice:
                partial = rf"\left.{partial}\right|_{{{index + 1}}}"
            shown = figures.of(sent)  # type: ignore[arg-type]  # the edge is on the path
            down = shown.tex
            wire: Any = local
            if type(local) is float:
                factor, line = figures[local], lines.partial(index)
                latex = (
                    rf"\up{{{up_tex}}} \cdot \loc{{{partial}}}{RULE}\loc{{{partial}}} = {line.fill(pieces)}"
                )
                if factor.form > LAST_FACTOR:
                    numbers = rf"\up{{{entering.tex}}} \cdot (\loc{{{factor.tex}}})"
                else:
                    numbers = rf"\up{{{entering.tex}}} \cdot \loc{{{factor.tex}}}"
                if not line.is_plain:
                    numbers += rf"{RULE}\loc{{{factor.tex}}} = {self._filled(target, op, index)}"
                manner = f"its upstream gradient {entering.words} times the local gradient {factor.words}"
            else:
                latex, numbers, down, manner = self.products.tell(edge, target, index, partial)
                wire = local_on_wire(local, [operand.tex for operand in self.notation.operands(target)])
            place = {"source": ids[source], "target": ids[target], "index": index}
            shares = expected[source]
            if shares == 1:
                sent_tex, how = total(source), ""
            else:
                through = rf"{name.tex},\,{index + 1}" if twice else name.tex
                sent_tex = rf"\left.{total(source)}\right|_{{{through}}}"
                how = f"{f' through operand {index + 1}' if twice else ''}, one of {shares} contributions"
                self.arrived.setdefault(source, []).append(_Share(place, sent, sent_tex, down, shown.words))
            told.append(
                {
                    "phase": "edge",
                    "source": ids[source],
                    "target": ids[target],
                    "index": index,
                    "factors": [
                        {"role": "upstream", "node": ids[target], "value": up},
                        {"role": "local", "edge": place, "value": wire},
                        {"role": "downstream", "edge": place, "value": sent},
                    ],
                    "latex": rf"\down{{{sent_tex}}} = {latex}",
                    "numbers": rf"\down{{{down}}} = {numbers}",
                    "text": f"{name.subject} passes {shown.words} back to {called[source].words}{how}: {manner}.",
                }
            )
            if shares > 1 and len(self.arrived[source]) == shares:
                told.append(self._accumulate(source, self.arrived.pop(source)))

    def _filled(self, target: int, op: Op, index: int) -> str:
        """The rule of a local gradient with numbers put in."""
        shown = [self.shown[i] for i in (*self.inputs[target], target)]
        forms = tuple([figure.form for figure in shown])
        lines = lines_of(op, self.graph.attrs[target], forms, self.notation.style(target))
        return lines.partial(index).fill([figure.tex for figure in shown])

    def _accumulate(self, slot: int, shares: list[_Share]) -> Step:
        called, gradient = self.called[slot], self.run.gradients[slot]
        assert gradient is not None  # something arrived
        shown = self.figures.of(gradient)
        total_tex = shown.tex
        if type(gradient) is not float:
            is_row = self.rows.is_row(slot)
            total_tex = tensors.turned_tex(gradient, is_row)
            shares = [share._replace(figure=tensors.turned_tex(share.value, is_row)) for share in shares]
        factors: list[dict[str, Any]] = [
            {"role": "downstream", "edge": share.edge, "value": share.value} for share in shares
        ]
        factors.append({"role": "downstream", "node": self.graph.ids[slot], "value": gradient})
        symbols = add_up([rf"\down{{{share.latex}}}" for share in shares])
        numbers = add_up([_addend(share.figure, first=i == 0) for i, share in enumerate(shares)])
        spoken = shown.words
        if type(gradient) is float:
            spoken = sum_words([share.words for share in shares], spoken)
        text = (
            f"The gradient of {called.words} is the sum over the {len(shares)} edges that leave it: {spoken}."
        )
        total = rf"\down{{{self.notation.total(slot)}}} = {symbols}"
        return self._node_step("accumulate", slot, factors, total, rf"\down{{{total_tex}}} = {numbers}", text)


def expected_shares(run: Run) -> list[int]:
    """By slot, how many edges leave it towards the path and carry gradient."""
    graph = run.graph
    counts = [0] * len(graph)
    for slot in range(run.output + 1):
        if run.on_path[slot] and not graph.fixed[slot]:
            for source in graph.inputs[slot]:
                if source >= 0:
                    counts[source] += 1
    return counts


def sum_words(addends: list[str], total: str) -> str:
    """Say a sum; a long one by its result."""
    return f"{' plus '.join(addends)} is {total}" if len(addends) <= MAX_ADDENDS else total


def _addend(figure: str, first: bool) -> str:
    marked = rf"\down{{{figure}}}"
    return f"({marked})" if figure[0] == "-" and not first else marked


def add_up(addends: list[str], dots: str = r"\cdots") -> str:
    """Write a sum; a long one by its first and last terms, *dots* between."""
    if len(addends) > MAX_ADDENDS:
        addends = [*addends[:_ADDENDS_KEPT], dots, *addends[-_ADDENDS_KEPT:]]
    return " + ".join(addends)
