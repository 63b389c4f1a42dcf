"""
The trace of a scalar graph as JSON text, written in one go.

`trace.steps` makes a dozen dicts and lists for every step, which the garbage collector counts and the encoder takes
apart again; for a graph of a thousand ops that is most of an answer's time. This writes the same bytes without them.
It is a second telling of the same thing, and a test holds the two equal byte for byte; tensors are told by
`trace.steps` alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson

from ..engine.op import Op
from ..engine.passes import Run
from .figures import Figure, figure
from .latex import LAST_FACTOR, lines_of
from .naming import operand_words
from .notation import RULE, Notation
from .sentences import phrase
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
    return f"[{','.join(_Teller(run).tell())}]".encode()


class _Figures(dict[float, Figure]):
    """Figures by number, their LaTeX escaped."""

    def __missing__(self, value: float) -> Figure:
        made = figure(value)
        if "\\" in made.tex:
            made = made._replace(tex=made.tex.replace("\\", r"\\"))
        self[value] = made
        return made


class _Teller:
    """The same steps as in `trace.py`, each a string."""

    def __init__(self, run: Run) -> None:
        self.run, self.graph, self.inputs, self.ids = run, run.graph, run.graph.inputs, run.graph.ids
        self.notation = Notation(run)
        self.called = self.notation.called
        self.tex = [escaped(called.tex) for called in self.called]
        self.over = [escaped(called.over) for called in self.called]
        self.words = [escaped(called.words) for called in self.called]
        head = escaped(self.notation.head)
        self.totals = [f"{head}{over}}}" for over in self.over]
        self.figures = _Figures()
        figures = self.figures
        self.shown = [figures[value] for value in run.values]  # type: ignore[index]  # floats, all of them
        self.value, self.gradient = _texts(run.values), _texts(run.gradients)
        self.local, self.sent = _texts(run.local), _texts(run.downstream)
        self.expected = expected_shares(run)
        self.arrived: dict[int, list[_Share]] = {}

    def tell(self) -> list[str]:
        run, graph = self.run, self.graph
        told = [
            self._leaf(slot) if op is None else self._computed(slot, op) for slot, op in enumerate(graph.ops)
        ]
        if run.gradients[run.output] is None:
            return told
        told.append(self._seed())
        starts = graph.edge_start
        for slot in range(run.output, -1, -1):
            op = graph.ops[slot]
            if op is not None and run.on_path[slot] and not graph.fixed[slot]:
                self._backward(slot, op, starts[slot], told)
        return told

    def _leaf(self, slot: int) -> str:
        shown, name = self.shown[slot], self.ids[slot]
        if self.called[slot].nameless:
            text = f"The constant {shown.words}."
        else:
            text = f"{self.words[slot]} is {KINDS[self.graph.kinds[slot]]} with the value {shown.words}."
        return (
            f'{{"phase":"forward","node":"{name}","factors":[{{"role":"value","node":"{name}","value":{self.value[slot]}}}],'
            rf'"latex":"\\val{{{self.tex[slot]}}}","numbers":"\\val{{{shown.tex}}}","text":"{text}"}}'
        )

    def _computed(self, slot: int, op: Op) -> str:
        sources, attrs, called, ids = self.inputs[slot], self.graph.attrs[slot], self.called[slot], self.ids
        names, shown, result = (
            [self.called[i] for i in sources],
            [self.shown[i] for i in sources],
            self.shown[slot],
        )
        lines = lines_of(op, attrs, (*[name.form for name in names], called.form))
        line = lines.right if called.nameless else lines.value
        latex = line.fill_escaped([*[self.tex[i] for i in sources], self.tex[slot]])
        lines = lines_of(op, attrs, (*[one.form for one in shown], result.form))
        numbers = lines.value.fill_escaped([*[one.tex for one in shown], result.tex])
        words = escaped(phrase(op, operand_words(op, names)))
        what = words if called.nameless else f"{self.words[slot]} is {words}"
        factors = "".join([f'{{"role":"value","node":"{ids[i]}","value":{self.value[i]}}},' for i in sources])
        return (
            f'{{"phase":"forward","node":"{ids[slot]}","factors":[{factors}'
            f'{{"role":"value","node":"{ids[slot]}","value":{self.value[slot]}}}],"latex":"{latex}",'
            f'"numbers":"{numbers}","text":"{what}: {phrase(op, [one.words for one in shown])} is {result.words}."}}'
        )

    def _seed(self) -> str:
        slot = self.run.output
        shown = self.shown_gradient(slot)
        if self.run.seed == 1.0:
            text = (
                f"The backward pass starts at {self.words[slot]}: its gradient with respect to itself is 1."
            )
        else:
            text = f"The backward pass starts at {self.words[slot]} with the seed {shown.words}."
        name = self.ids[slot]
        return (
            f'{{"phase":"seed","node":"{name}",'
            f'"factors":[{{"role":"upstream","node":"{name}","value":{self.gradient[slot]}}}],'
            rf'"latex":"\\up{{{self.totals[slot]}}}","numbers":"\\up{{{shown.tex}}}","text":"{text}"}}'
        )

    def shown_gradient(self, slot: int) -> Figure:
        """The figure of a node's gradient."""
        return self.figures[self.run.gradients[slot]]  # type: ignore[index]  # asked only where gradient arrives

    def _backward(self, target: int, op: Op, start: int, told: list[str]) -> None:
        run, figures, ids, totals, fixed = self.run, self.figures, self.ids, self.totals, self.graph.fixed
        sources, called, tex, over = self.inputs[target], self.called, self.tex, self.over
        doubled = len(set(sources)) < len(sources)
        up_tex, entering, name = totals[target], self.shown_gradient(target), ids[target]
        upstream = f'{{"role":"upstream","node":"{name}","value":{self.gradient[target]}}}'
        subject = escaped(called[target].subject)
        lines = lines_of(
            op, self.graph.attrs[target], (*[called[i].form for i in sources], called[target].form)
        )
        pieces = [*[tex[i] for i in sources], tex[target]]
        for index in range(len(sources) - 1, -1, -1):
            source, edge = sources[index], start + index
            if fixed[source]:
                continue
            twice = doubled and sources.count(source) > 1
            partial = rf"\\frac{{\\partial {over[target]}}}{{\\partial {over[source]}}}"
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
        shown = [self.shown[i] for i in (*self.inputs[target], target)]
        lines = lines_of(op, self.graph.attrs[target], tuple([one.form for one in shown]))
        return lines.partial(index).fill_escaped([one.tex for one in shown])

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
    texts = orjson.dumps(list(numbers)).decode()[1:-1].split(",")
    return [
        text if text != "null" or value is None or math.isfinite(value) else _NOT_FINITE[str(value)]
        for text, value in zip(texts, numbers, strict=True)
    ]
