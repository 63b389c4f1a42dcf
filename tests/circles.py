"""What is left for the collector: circles of objects, which nothing else frees."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def circles() -> Iterator[Counter[str]]:
    """
    Count what the block leaves, by its module and type; empty until the block is over.

    What was there before is set aside, and the collector stays out of it meanwhile.
    """
    left = Counter[str]()
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield left
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        left.update(f"{type(each).__module__}.{type(each).__name__}" for each in gc.garbage)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
        gc.unfreeze()
