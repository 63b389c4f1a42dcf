"""
The picture told step by step: one Beamer frame with an overlay for every step of the trace.

What a step brings is shown from its overlay on; before that its lane is dotted, as on the page. The acting node is
yellow, the upstream gradient outlined, the downstream one washed, and the step's line stands below in symbols, in
numbers and in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from ...engine.passes import Run
from ...explain.trace import steps
from ..tex import ascii_tex, comment_tex, text_tex
from ..words import edge_of, title_of
from . import marks
from .geometry import Body, Wire
from .labels import Label
from .scene import Scene
from .shown import TERMINAL

_WIDTH_PT, _HEIGHT_PT, _HEIGHT_OVER_ARRAYS_PT = 430.0, 150.0, 128.0
"""Room for the picture on a slide of 16 by 9 cm, between the title and the step's line; less where that has arrays."""
_LARGEST_SCALE = 1.15

_HEAD = r"""%% %(title)s, step by step, drawn by Backprop Visualizer.
%% Compile with pdflatex; one overlay for each of %(count)d steps.
\documentclass[aspectratio=169]{beamer}
\usepackage{amsmath}
\usepackage{tikz}
\usefonttheme[onlymath]{serif}
\setbeamertemplate{navigation symbols}{}
\setbeamersize{text margin left=6mm, text margin right=6mm}
%(styles)s%% What a piece of a line is: upstream, local and downstream gradient, value
\def\up#1{{\color{backward}#1}}\def\down#1{{\color{backward}#1}}\def\loc#1{{\color{ink}#1}}\def\val#1{{\color{forward}#1}}
%% A line of maths, made smaller where it is too wide
\newsavebox{\stepbox}
\newcommand{\fitted}[1]{\sbox{\stepbox}{$\displaystyle #1$}%%
  \ifdim\wd\stepbox>\textwidth\resizebox{\textwidth}{!}{\usebox{\stepbox}}\else\usebox{\stepbox}\fi}
\newcommand{\step}[4]{\only<#1>{{%(size)s\fitted{#2}\par\smallskip\fitted{#3}\par}\smallskip{\footnotesize\color{soft}#4\par}}}
\setbeamercolor{frametitle}{fg=ink}
\begin{document}
\begin{frame}[t]{%(heading)s}
\centering
\scalebox{%(scale).3f}{\begin{tikzpicture}
"""
_FOOT = r"""\end{tikzpicture}}
\par\medskip
"""
Role = Literal["", "outlined", "washed"]


def beamer(run: Run) -> str:
    """Write the picture of *run* as a Beamer document with one overlay per step."""
    scene = Scene(run)
    told = [step for step in steps(run) if not _is_inside(scene, step)]
    times = Times(scene, told)
    width, height = scene.size_pt
    title, room = title_of(run.graph), _HEIGHT_PT if run.scalar else _HEIGHT_OVER_ARRAYS_PT
    head = _HEAD % {
        "title": comment_tex(title),
        "heading": text_tex(title),
        "count": len(told),
        "styles": scene.styles,
        "size": r"\normalsize" if run.scalar else r"\footnotesize",
        "scale": min(_WIDTH_PT / width, room / height, _LARGEST_SCALE),
    }
    lines = [_line(number, step) for number, step in enumerate(told, 1)]
    body = "\n".join(_picture(scene, times))
    return f"{head}{body}\n{_FOOT}{''.join(lines)}\\end{{frame}}\n\\end{{document}}\n"


def _is_inside(scene: Scene, step: dict[str, Any]) -> bool:
    """Whether the step tells a constant that is drawn inside its op."""
    graph, owner = scene.run.graph, scene.geometry.shown.owner
    if step["phase"] != "forward":
        return False
    name = step["node"]
    slot = graph.slot[name]
    return graph.kinds[slot] == "constant" and owner[slot] != name


def _line(number: int, step: dict[str, Any]) -> str:
    """The step in symbols, in numbers where these say more, and in words."""
    symbols, numbers = ascii_tex(step["latex"]), ascii_tex(step["numbers"])
    shown = "" if numbers == symbols else numbers
    return f"\\step{{{number}}}{{{symbols}}}{{{shown}}}{{{text_tex(step['text'])}}}\n"


class Times:
    """
    When everything happens, counting overlays from 1; 0 for what never does.

    Attributes:
        last: The number of overlays.
        value: By slot, when its value is in.
        back: By edge number, when gradient comes back along it; by None, when the seed enters.
        whole: By slot, when its gradient is complete.
        passed: By slot of an op, when it has sent gradient along all of its edges.
        now: Overlays at which a drawn node acts, by its id.
        roles: By overlay, marks of gradients: what a label's owner is there.
    """

    def __init__(self, scene: Scene, told: Sequence[dict[str, Any]]) -> None:
        run, graph = scene.run, scene.run.graph
        self.last = len(told)
        self.value: dict[int, int] = {}
        self.back: dict[int | None, int] = {}
        self.whole: dict[int, int] = {}
        self.passed: dict[int, int] = {}
        self.now: dict[str, list[int]] = {}
        self.roles: dict[tuple[str, str], list[tuple[int, Role]]] = {}
        self._scene, self._owner = scene, scene.geometry.shown.owner
        for number, step in enumerate(told, 1):
            match step["phase"]:
                case "forward":
                    slot = graph.slot[step["node"]]
                    self.value[slot] = number
                    self._acts(self._owner[slot], number)
                case "seed":
                    self.back[None] = self.whole[run.output] = number
                    self._acts(TERMINAL, number)
                case "accumulate":
                    slot = graph.slot[step["node"]]
                    self.whole[slot] = number
                    self._acts(self._owner[slot], number)
                    self._role(("sum", self._owner[slot]), number, "washed")
                case _:
                    self._edge(step, number)

    def _edge(self, step: dict[str, Any], number: int) -> None:
        graph = self._scene.run.graph
        edge, source, target = edge_of(graph, step), graph.slot[step["source"]], graph.slot[step["target"]]
        self.back[edge] = self.passed[target] = number
        if not self._scene.numbers.fans(self._owner[source]):
            self.whole[source] = number
        self._acts(self._owner[target], number)
        for wire in self._scene.geometry.wires:
            if wire.edge.number == edge:
                self._role(("gradient", wire.edge.key), number, "washed")
                if not self._scene.numbers.fans(wire.edge.source):
                    self._role(("sum", wire.edge.source), number, "washed")
            if wire.edge.source == self._owner[target]:
                fans = self._scene.numbers.fans(wire.edge.source)
                self._role(
                    ("sum", wire.edge.source) if fans else ("gradient", wire.edge.key), number, "outlined"
                )

    def _acts(self, name: str, number: int) -> None:
        self.now.setdefault(name, []).append(number)

    def _role(self, key: tuple[str, str], number: int, role: Role) -> None:
        found = self.roles.setdefault(key, [])
        if (number, role) not in found:
            found.append((number, role))


def _picture(scene: Scene, times: Times) -> Iterator[str]:
    yield scene.bounds
    yield from (marks.frame(frame) for frame in scene.geometry.frames)
    yield from (marks.under(wire) for wire in scene.geometry.wires)
    for wire in scene.geometry.wires:
        yield from _wire(scene, times, wire)
    for body in scene.geometry.bodies.values():
        yield from _node(scene, times, body)
    for label in scene.labels:
        yield from _label(scene, times, label)


def only(when: str, lines: Sequence[str]) -> Iterator[str]:
    """Lines that are drawn on some overlays only."""
    if lines:
        yield f"\\only<{when}>{{%"
        yield from lines
        yield "}"


def _changing(at: int, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """One look until overlay *at*, another from there on; the first for ever where *at* is 0."""
    if at > 1:
        yield from only(f"-{at - 1}", before)
    if at == 0:
        yield from before
    else:
        yield from only(f"{at}-", after)


def _wire(scene: Scene, times: Times, wire: Wire) -> Iterator[str]:
    edge, numbers = wire.edge, scene.numbers
    widths = scene.widths(wire)
    target = scene.geometry.shown.nodes[edge.target].slot
    arrives = times.value.get(edge.origin if edge.number is None else target, 0)
    value, gradient = numbers.value(edge), numbers.gradient(edge)
    waiting = marks.lane(wire, "forward", "pending", 0)
    yield from _changing(
        arrives, waiting, marks.lane(wire, "forward", marks.half_of(value, hollow=False), widths[0])
    )
    if gradient is not None:
        waiting = marks.lane(wire, "backward", "pending", 0)
        inked = marks.lane(wire, "backward", marks.half_of(gradient, hollow=True), widths[1])
        yield from _changing(times.back.get(edge.number, 0), waiting, inked)


def _node(scene: Scene, times: Times, body: Body) -> Iterator[str]:
    """A node at rest in its three looks, and its acting look on top."""
    node, run = body.node, scene.run
    now = ",".join(map(str, times.now.get(node.id, [])))
    if node.form == "terminal":
        yield from marks.terminal(body)
        yield from only(now, marks.terminal(body, now=True) if now else [])
        return
    if node.form == "leaf":
        yield from marks.leaf(body, run.values[node.slot])
        yield from only(now, marks.leaf(body, run.values[node.slot], now=True) if now else [])
    else:
        forward = marks.half_of(run.values[node.slot], hollow=False)
        backward = marks.half_of(scene.numbers.sum(node.id), hollow=True)
        computed, passed = times.value.get(node.slot, 0), times.passed.get(node.slot, 0)
        waits: marks.Half = "none" if backward == "none" else "pending"
        spans = [
            (1, computed - 1, "pending", waits),
            (computed, (passed or times.last + 1) - 1, forward, waits),
        ]
        spans += [(passed, times.last, forward, backward)] if passed else []
        for first, last, upper, lower in spans:
            if 0 < first <= last:
                acting = [str(one) for one in times.now.get(node.id, []) if first <= one <= last]
                yield from only(f"{first}-{last}", marks.op(body, upper, lower))
                yield from only(",".join(acting), marks.op(body, upper, lower, now=True) if acting else [])
    if scene.numbers.fans(node.id):
        yield from _changing(
            times.whole.get(node.slot, 0), [marks.bead(body, waiting=True)], [marks.bead(body)]
        )


def _label(scene: Scene, times: Times, label: Label) -> Iterator[str]:
    at = _shown_from(scene, times, label)
    if at == 0:
        yield from marks.label(label) if label.kind in ("name", "leaf-value") else ()
        return
    for number, role in times.roles.get((label.kind, label.owner), []):
        yield from only(str(number), marks.ground(label, role))
    yield from only(f"{at}-", marks.label(label))


def _shown_from(scene: Scene, times: Times, label: Label) -> int:
    """The overlay from which a label is shown; 0 for always, or never."""
    nodes = scene.geometry.shown.nodes
    if label.kind == "seed":
        return times.back.get(None, 0)
    if label.kind in ("sum", "name", "leaf-value"):
        return times.whole.get(scene.numbers.sum_slot(label.owner), 0) if label.kind == "sum" else 0
    edge = next(wire.edge for wire in scene.geometry.wires if wire.edge.key == label.owner)
    if label.kind == "value":
        return times.value.get(edge.origin, 0)
    if label.kind == "chip":
        return times.value.get(nodes[edge.target].slot, 0)
    return times.back.get(edge.number, 0)
