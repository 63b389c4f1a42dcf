"""
The declarations of all ops; importing this fills the registry, in palette order.

A new op is one declaration in one of these files.
"""

from ..op import CATEGORIES, REGISTRY
from . import (
    activations,
    arithmetic,
    class_losses,
    comparison,
    elementary,
    linear,
    losses,
    reductions,
    selection,
    shapes,
    softmax,
)

__all__ = [
    "REGISTRY", "activations", "arithmetic", "class_losses", "comparison", "elementary", "linear", "losses",
    "reductions", "selection", "shapes", "softmax",
]  # fmt: skip

# The palette goes by category, and within one by the order of declaration; imports are sorted by another rule.
_PALETTE = sorted(REGISTRY.items(), key=lambda item: CATEGORIES.index(item[1].category))
REGISTRY.clear()
REGISTRY.update(_PALETTE)
