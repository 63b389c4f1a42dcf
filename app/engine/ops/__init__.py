"""
The declarations of all ops; importing this fills the registry, in palette order.

A new op is one declaration in one of these files. The order of the imports is the palette's.
"""

from . import (
    arithmetic,
    comparison,
    elementary,
    activations,
    selection,
    linear,
    shapes,
    reductions,
    softmax,
    losses,
)  # noqa: I001  the order is the palette's
from ..op import REGISTRY

__all__ = [
    "REGISTRY", "activations", "arithmetic", "comparison", "elementary", "linear", "losses", "reductions", "selection",
    "shapes", "softmax",
]  # fmt: skip
