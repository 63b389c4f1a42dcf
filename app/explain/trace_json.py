"""
The trace of a scalar graph as JSON text, written in one go.

`trace.steps` makes a dozen dicts and lists for every step, which the garbage collector counts and the encoder takes
apart again; for a graph of a thousand ops that is most of an answer's time. This writes the same bytes without them.
It is a second telling of the same thing, and a test holds the two equal byte for byte; tensors are told by
`trace.steps` alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson

from ..engine.op import Op
from ..engine.passes import Run
from .figures import Figure, figure
from .latex import LAST_FACTOR, lines_of, same_operands
from .naming import operand_words
from .notation import RULE, Notation
from .sentences import computed, phrase, seed_words, sentence
from .trace import KINDS, add_up, expected_shares, sum_words

_RULE = RULE.replace("\\", r"\\")
_DOTS = r"\\cdots"
_NOT_FINITE = {"nan": '"NaN"', "inf": '"Infinity"', "-inf": '"-Infinity"'}
# What has arrived at a node from one edge: the edge, its number, how it is written, its figure.
_Share = tuple[str, str, str, Figure]


def steps_json(run: Run) -> bytes:
    """
    Tell the trace of a scalar run as JSON.

    Args:
        run: A run with `scalar` set, so that every number is a float.

    Returns:
        What an encoder makes of `trace.steps`: an array of steps, numbers that are not finite as strings.
    """
    return f"[{','.join(Teller(run).tell())}]".encode()


class _Figures(dict[float, Figure]):
    """Figures by number, their LaTeX escaped."""

    def __missing__(self, value: float) -> Figure:
        made = figure(value)
        if "\\" in made.tex:
            made = made._replace(tex=made.tex.replace("\\", r"\\"))
        self[value] = made
        return made


class Teller:
    """
    The same steps as in `trace.py`, each a string.

    Everything about nodes stands in columns by slot, and one getter per op picks an op's operands and itself out of any
    column: asking node by node for one thing after the other would take as long as all the rest.
    """

    def __init__(self, run: Run) -> None:
        self.run, self.graph, self.inputs, self.ids = run, run.graph, run.graph.inputs, run.graph.ids
        self.notation = Notation(run)
        self.called = called = self.notation.called
        self.forms = [one.form for one in called]
        self.tex = [escaped(one.tex) for one in called]
        self.over = [escaped(one.over) for one in called]
        self.words = [escaped(one.words) for one in called]
        self.loose = [one.is_loose for one in called]
        head = escaped(self.notation.head)
        self.totals = [f"{head}{over}}}" for over in self.over]
        self.figures = figures = _Figures()
        shown = [figures[value] for value in run.values]  # type: ignore[index]  # floats, all of them
        self.shown_tex, self.shown_forms, self.shown_words = map(list, zip(*shown, strict=True))
        self.factors = [
            f'{{"role":"value","node":"{name}","value":{text}}}'
            for name, text in zip(self.ids, _texts(run.values), strict=True)
        ]
        self.gradient, self.local, self.sent = (
            _texts(run.gradients),
            _texts(run.local),
            _texts(run.downstream),
        )
        self.pick = [
            None if op is None else itemgetter(*sources, slot)
            for slot, (op, sources) in enumerate(zip(self.graph.ops, self.inputs, strict=True))
        ]
        self.expected = expected_shares(run)
        self.arrived: dict[int, list[_Share]] = {}

    def tell(self) -> list[str]:
        told = [self.forward(slot) for slot in range(len(self.graph))]
        if self.run.gradients[self.run.output] is None:
            return told
        told.append(self.seed())
        for slot in self.targets():
            self.backward(slot, told)
        return told

    def forward(self, slot: int) -> str:
        """The step that computes a node."""
        op = self.graph.ops[slot]
        return self._leaf(slot) if op is None else self._computed(slot, op)

    def targets(self) -> Iterator[int]:
        """The output and its op ancestors in the order in which gradient crosses them."""
        run, graph = self.run, self.graph
        for slot in range(run.output, -1, -1):
            if graph.ops[slot] is not None and run.on_path[slot] and not graph.fixed[slot]:
                yield slot

    def _leaf(self, slot: int) -> str:
        words = self.shown_words[slot]
        if self.called[slot].nameless:
            text = f"The constant {words}."
        else:
            text = f"{self.words[slot]} is {KINDS[self.graph.kinds[slot]]} with the value {words}."
        return (
            f'{{"phase":"forward","node":"{self.ids[slot]}","factors":[{self.factors[slot]}],'
            rf'"latex":"\\val{{{self.tex[slot]}}}","numbers":"\\val{{{self.shown_tex[slot]}}}","text":"{text}"}}'
        )

    def _computed(self, slot: int, op: Op) -> str:
        pick, attrs, nameless = self.pick[slot], self.graph.attrs[slot], self.called[slot].nameless
        assert pick is not None  # it is an op
        style = self.notation.style(slot)
        lines = lines_of(op, attrs, pick(self.forms), style, same_operands(self.inputs[slot]))
        latex = (lines.right if nameless else lines.value).fill_escaped(pick(self.tex))
        numbers = lines_of(op, attrs, pick(self.shown_forms), style).value.fill_escaped(pick(self.shown_tex))
        words, spoken = pick(self.words)[:-1], pick(self.shown_words)[:-1]
        if any(pick(self.loose)[:-1]):
            words = operand_words(op, [self.called[i] for i in self.inputs[slot]])
            what = escaped(phrase(op, words, attrs))
        else:
            what = phrase(op, words, attrs)
        what = sentence(what) if nameless else f"{self.words[slot]} is {what}"
        return (
            f'{{"phase":"forward","node":"{self.ids[slot]}","factors":[{",".join(pick(self.factors))}],'
            f'"latex":"{latex}","numbers":"{numbers}",'
            f'"text":"{computed(what, phrase(op, spoken, attrs), self.shown_words[slot])}"}}'
        )

    def seed(self) -> str:
        """The step that starts the backward pass."""
        slot = self.run.output
        shown = self.shown_gradient(slot)
        if self.run.seed == 1.0:
            text = (
                f"The backward pass starts at {self.words[slot]}: its gradient with respect to itself is 1."
            )
        else:
            text = f"The backward pass starts at {self.words[slot]} with {seed_words(shown.words)}."
        name = self.ids[slot]
        return (
            f'{{"phase":"seed","node":"{name}",'
            f'"factors":[{{"role":"upstream","node":"{name}","value":{self.gradient[slot]}}}],'
            rf'"latex":"\\up{{{self.totals[slot]}}}","numbers":"\\up{{{shown.tex}}}","text":"{text}"}}'
        )

    def shown_gradient(self, slot: int) -> Figure:
        """The figure of a node's gradient."""
        return self.figures[self.run.gradients[slot]]  # type: ignore[index]  # asked only where gradient arrives

    def backward(self, target: int, told: list[str]) -> None:
        """Tell the edges into *target*, last input first, and the sums they complete."""
        op, start = self.graph.ops[target], self.graph.edge_start[target]
        assert op is not None  # gradient crosses ops
        run, figures, ids, totals, fixed = self.run, self.figures, self.ids, self.totals, self.graph.fixed
        sources, called, tex, over = self.inputs[target], self.called, self.tex, self.over
        doubled = len(set(sources)) < len(sources)
        up_tex, entering, name = totals[target], self.shown_gradient(target), ids[target]
        upstream = f'{{"role":"upstream","node":"{name}","value":{self.gradient[target]}}}'
        pick = self.pick[target]
        assert pick is not None  # it is an op
        style, same = self.notation.style(target), same_operands(sources) if doubled else ()
        lines, pieces = lines_of(op, self.graph.attrs[target], pick(self.forms), style, same), pick(tex)
        head, subject = rf"\\frac{{\\partial {over[target]}}}{{\\partial ", escaped(called[target].subject)
        for index in range(len(sources) - 1, -1, -1):
            source, edge = sources[index], start + index
            if fixed[source]:
                continue
            twice = doubled and sources.count(source) > 1
            partial = f"{head}{over[source]}}}"
            if twice:
                partial = rf"\\left.{partial}\\right|_{{{index + 1}}}"
            factor, line = figures[run.local[edge]], lines.partial(index)  # type: ignore[index]  # a float
            shown = figures[run.downstream[edge]]  # type: ignore[index]  # a float
            number = rf"\\loc{{{factor.tex}}}"
            if factor.form > LAST_FACTOR:
                number = f"({number})"
            if not line.is_plain:
                number += rf"{_RULE}\\loc{{{factor.tex}}} = {self._filled(target, op, index)}"
            place = f'"source":"{ids[source]}","target":"{name}","index":{index}'
            shares = self.expected[source]
            if shares == 1:
                down, how = totals[source], ""
            else:
                through = rf"{tex[target]},\\,{index + 1}" if twice else tex[target]
                down = rf"\\left.{totals[source]}\\right|_{{{through}}}"
                how = f"{f' through operand {index + 1}' if twice else ''}, one of {shares} contributions"
                self.arrived.setdefault(source, []).append((place, self.sent[edge], down, shown))
            told.append(
                f'{{"phase":"edge",{place},"factors":[{upstream},'
                f'{{"role":"local","edge":{{{place}}},"value":{self.local[edge]}}},'
                f'{{"role":"downstream","edge":{{{place}}},"value":{self.sent[edge]}}}],'
                rf'"latex":"\\down{{{down}}} = \\up{{{up_tex}}} \\cdot \\loc{{{partial}}}{_RULE}'
                rf'\\loc{{{partial}}} = {line.fill_escaped(pieces)}",'
                rf'"numbers":"\\down{{{shown.tex}}} = \\up{{{entering.tex}}} \\cdot {number}",'
                f'"text":"{subject} passes {shown.words} back to {self.words[source]}{how}: its upstream gradient '
                f'{entering.words} times the local gradient {factor.words}."}}'
            )
            if shares > 1 and len(self.arrived[source]) == shares:
                told.append(self._accumulate(source, self.arrived.pop(source)))

    def _filled(self, target: int, op: Op, index: int) -> str:
        pick = self.pick[target]
        assert pick is not None  # it is an op
        lines = lines_of(op, self.graph.attrs[target], pick(self.shown_forms), self.notation.style(target))
        return lines.partial(index).fill_escaped(pick(self.shown_tex))

    def _accumulate(self, slot: int, shares: list[_Share]) -> str:
        shown, name = self.shown_gradient(slot), self.ids[slot]
        factors = "".join(
            [f'{{"role":"downstream","edge":{{{place}}},"value":{sent}}},' for place, sent, _, _ in shares]
        )
        symbols = add_up([rf"\\down{{{latex}}}" for _, _, latex, _ in shares], _DOTS)
        numbers = add_up(
            [
                rf"(\\down{{{one.tex}}})" if i and one.tex[0] == "-" else rf"\\down{{{one.tex}}}"
                for i, (_, _, _, one) in enumerate(shares)
            ],
            _DOTS,
        )
        total = sum_words([one.words for _, _, _, one in shares], shown.words)
        return (
            f'{{"phase":"accumulate","node":"{name}","factors":[{factors}'
            f'{{"role":"downstream","node":"{name}","value":{self.gradient[slot]}}}],'
            rf'"latex":"\\down{{{self.totals[slot]}}} = {symbols}",'
            rf'"numbers":"\\down{{{shown.tex}}} = {numbers}",'
            f'"text":"The gradient of {self.words[slot]} is the sum over the {len(shares)} edges that leave it: '
            f'{total}."}}'
        )


@lru_cache(maxsize=16384)
def escaped(text: str) -> str:
    """Return *text* as it stands between the quotes of a JSON string."""
    return orjson.dumps(text).decode()[1:-1]


def _texts(numbers: Sequence[Any]) -> list[str]:
    """Every number as JSON; the encoder writes them all at once, faster than Python writes one."""
    if not numbers:
        return []
    texts = orjson.dumps(list(numbers)).decode()[1:-1].split(",")
    return [
        text if text != "null" or value is None or math.isfinite(value) else _NOT_FINITE[str(value)]
        for text, value in zip(texts, numbers, strict=True)
    ]
