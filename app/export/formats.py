"""
The formats there are, one row each.

A writer takes a finished run (and the title) and returns text. Whatever a reader typed is escaped for the format it
lands in: that is each writer's duty, and one test pours the same hostile labels through all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from ..engine.passes import Run


class Format(NamedTuple):
    """
    One way to take a run along.

    Attributes:
        media_type: What the text is.
        writer: ``module:function`` of this package, from a run to the text; imported when it is first asked for, as
            drawing and writing programs are a tenth of what a server would import to start.
        summary: A phrase for the reference.
        node_s: About how many seconds it takes for each node.
        told: Whether the writer reads the answer of ``POST /evaluate`` about the run, too, and the stop to open at.
    """

    media_type: str
    writer: str
    summary: str
    node_s: float
    told: bool = False

    def write(self, run: Run, *told: str | None) -> str:
        """The text of *run* in this form; *told* for a format that asks for it."""
        module, _, name = self.writer.partition(":")
        return str(getattr(import_module(f".{module}", __package__), name)(run, *told))


def import_writers() -> None:
    """Import every writer, which is else done when its form is first asked for."""
    for form in FORMATS.values():
        import_module(f".{form.writer.partition(':')[0]}", __package__)


FORMATS: dict[str, Format] = {
    "tikz": Format("application/x-tex", "picture.tikz:tikz", "the picture as a TikZ document", 0.02),
    "beamer": Format(
        "application/x-tex", "picture.beamer:beamer", "the same as a slide with one overlay a step", 0.02
    ),
    "latex": Format(
        "application/x-tex",
        "derivation:derivation",
        "the derivation as `align*`, for any document with amsmath",
        4e-4,
    ),
    "markdown": Format("text/markdown", "markdown:markdown", "the trace as tables", 3e-4),
    "numpy": Format(
        "text/x-python", "code.numpy_program:numpy_program", "a NumPy program, the chain rule by hand", 1e-4
    ),
    "pytorch": Format(
        "text/x-python", "code.autograd_programs:pytorch_program", "the same graph in PyTorch", 1e-4
    ),
    "jax": Format("text/x-python", "code.autograd_programs:jax_program", "the same graph in JAX", 1e-4),
    "html": Format(
        "text/html",
        "html.page:page",
        "one page that plays the steps with no server and no network",
        3e-4,
        told=True,
    ),
}
