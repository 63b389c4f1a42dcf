"""
One op in three libraries: what a row of the table says, and how its templates are filled.

A template names the operands and settings as the op's own declaration does; ``{out}`` is the op's value, ``{g}`` the
gradient that arrived there, ``{np}`` the library. Where an op's code depends on shapes or settings, a function returns
the template. Only names made by `variables.py` and literals made by `literals.py` are ever put in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...engine.array import Shape, summed_axes
from ...engine.op import Op

MODULES = {"numpy": "np", "pytorch": "torch", "jax": "jnp"}


@dataclass(frozen=True, slots=True)
class Site:
    """
    One op of one graph.

    Attributes:
        op, attrs: What it is.
        operands: Code of each operand: a variable, or a number.
        numbers: By operand, the number where the code is one, else None.
        shapes: Of the operands.
        out, shape: The variable of its value, and its shape.
    """

    op: Op
    attrs: dict[str, Any]
    operands: tuple[str, ...]
    numbers: tuple[float | None, ...]
    shapes: tuple[Shape, ...]
    out: str
    shape: Shape


Text = str | Callable[[Site], str]
Pulls = tuple[Text, ...] | Callable[[Site, int], str]


def never(site: Site, index: int) -> bool:
    """Every operand carries gradient."""
    return False


@dataclass(frozen=True, slots=True)
class Row:
    """
    How one op is written.

    Attributes:
        value: Its value, in every library that has no template of its own below.
        pulls: For NumPy, what is sent back along each edge: upstream times local, in the operand's shape (in the
            output's, for an elementwise op: what broadcasting copied is summed by the program's writer).
        torch, jax: The value there, where it is written otherwise.
        flat: Whether the value does not move with an operand at all, so that autograd leaves it out.
    """

    value: Text
    pulls: Pulls
    torch: Text | None = None
    jax: Text | None = None
    flat: Callable[[Site, int], bool] = never


def value_code(row: Row, site: Site, library: str) -> str:
    """Return the code of the value of *site* in *library*, one of `MODULES`."""
    text = {"pytorch": row.torch, "jax": row.jax}.get(library) or row.value
    return _filled(text(site) if callable(text) else text, site, np=MODULES[library])


def pull_code(row: Row, site: Site, index: int, upstream: str) -> str:
    """Return the NumPy code of what goes back to operand *index*, in that operand's shape."""
    if callable(row.pulls):
        template = row.pulls(site, index)
    else:
        text = row.pulls[index]
        template = text(site) if callable(text) else text
    code = _filled(template, site, np="np", g=upstream)
    return summed(code, site.shapes[index], site.shape) if site.op.elementwise else code


def summed(code: str, shape: Shape, out: Shape) -> str:
    """Sum *code*, of shape *out*, over what broadcasting an operand of *shape* added or stretched."""
    axes = summed_axes(shape, out)
    if not axes:
        return code
    code = code if code.isidentifier() else f"({code})"
    if not shape:
        return f"{code}.sum()"
    added = len(out) - len(shape)
    if all(axis >= added for axis in axes):
        return f"{code}.sum(axis={axis_code(axes)}, keepdims=True)"
    whole = f"{code}.sum(axis={axis_code(axes)})"
    return whole if all(axis < added for axis in axes) else f"{whole}.reshape({shape})"


def axis_code(axes: tuple[int, ...]) -> str:
    """Write axes as an argument: one number, or a tuple."""
    return str(axes[0]) if len(axes) == 1 else str(axes)


def _filled(template: str, site: Site, **more: str) -> str:
    names = dict(zip(site.op.operands, site.operands, strict=not site.op.variadic))
    settings = {
        setting.name: repr(site.attrs.get(setting.name, setting.default)) for setting in site.op.settings
    }
    return template.format_map({**names, **settings, "out": site.out, **more})
