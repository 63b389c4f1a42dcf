"""
The formats there are, one row each.

A writer takes a finished run (and the title) and returns text. Whatever a reader typed is escaped for the format it
lands in: that is each writer's duty, and one test pours the same hostile labels through all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ..engine.passes import Run
from .code.autograd_programs import jax_program, pytorch_program
from .code.numpy_program import numpy_program
from .derivation import derivation
from .markdown import markdown
from .picture.beamer import beamer
from .picture.tikz import tikz


class Format(NamedTuple):
    """
    One way to take a run along.

    Attributes:
        media_type: What the text is.
        write: From a run to the text.
        summary: A phrase for the reference.
        node_s: About how many seconds it takes for each node.
    """

    media_type: str
    write: Callable[[Run], str]
    summary: str
    node_s: float


FORMATS: dict[str, Format] = {
    "tikz": Format("application/x-tex", tikz, "the picture as a TikZ document", 0.02),
    "beamer": Format("application/x-tex", beamer, "the same as a slide with one overlay a step", 0.02),
    "latex": Format(
        "application/x-tex", derivation, "the derivation as `align*`, for any document with amsmath", 4e-4
    ),
    "markdown": Format("text/markdown", markdown, "the trace as tables", 3e-4),
    "numpy": Format("text/x-python", numpy_program, "a NumPy program, the chain rule by hand", 1e-4),
    "pytorch": Format("text/x-python", pytorch_program, "the same graph in PyTorch", 1e-4),
    "jax": Format("text/x-python", jax_program, "the same graph in JAX", 1e-4),
}
