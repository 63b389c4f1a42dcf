"""The finished picture as a TikZ document: every value, every gradient, as at the last stop on the page."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.passes import Run
from ..tex import comment_tex
from ..words import title_of
from . import marks
from .geometry import Body
from .scene import Scene

_HEAD = r"""%% %(title)s, drawn by Backprop Visualizer.
%% Compile with pdflatex. To use it elsewhere, take the colours, \tikzset and the tikzpicture along.
\documentclass{article}
\usepackage{amsmath}
\usepackage{tikz}
\usepackage[paperwidth=%(width).1fpt, paperheight=%(height).1fpt, margin=0pt]{geometry}
\pagestyle{empty}
\setlength{\parindent}{0pt}
\setlength{\topskip}{0pt}
"""


def tikz(run: Run) -> str:
    """Write the picture of *run* as a document of its own, as large as the picture."""
    scene = Scene(run)
    width, height = scene.size_pt
    head = _HEAD % {"title": comment_tex(title_of(run.graph)), "width": width, "height": height + 1}
    body = "\n".join(picture(scene))
    whole = f"\\begin{{tikzpicture}}\n{body}\n\\end{{tikzpicture}}"
    return f"{head}{scene.styles}\\begin{{document}}\n{whole}\n\\end{{document}}\n"


def picture(scene: Scene) -> Iterator[str]:
    """Every mark, from the ground up: frames, wires, nodes, labels."""
    yield scene.bounds
    yield from (marks.frame(frame) for frame in scene.geometry.frames)
    yield "% Wires: the upper lane runs forward, the lower one back"
    yield from (marks.under(wire) for wire in scene.geometry.wires)
    for wire in scene.geometry.wires:
        value, gradient = scene.numbers.value(wire.edge), scene.numbers.gradient(wire.edge)
        forward, backward = scene.widths(wire)
        yield from marks.lane(wire, "forward", marks.half_of(value, hollow=False), forward)
        yield from marks.lane(wire, "backward", marks.half_of(gradient, hollow=True), backward)
    yield "% Nodes"
    for body in scene.geometry.bodies.values():
        yield from _node(scene, body)
    yield "% Numbers: values above, gradients below, local gradients in their chips"
    for label in scene.labels:
        yield from marks.label(label)


def _node(scene: Scene, body: Body) -> Iterator[str]:
    node, run = body.node, scene.run
    if node.form == "terminal":
        yield from marks.terminal(body)
        return
    if node.form == "leaf":
        yield from marks.leaf(body, run.values[node.slot])
    else:
        gradient = scene.numbers.sum(node.id)
        yield from marks.op(
            body, marks.half_of(run.values[node.slot], hollow=False), marks.half_of(gradient, hollow=True)
        )
    if scene.numbers.fans(node.id):
        yield marks.bead(body)
