"""The programs there are, one row each."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .numpy_script import numpy_script
from .pytorch_module import pytorch_module
from .script import Script


class Format(NamedTuple):
    """
    One library to write for.

    Attributes:
        write: From what is to be written to the program.
        summary: A phrase for the reference.
    """

    write: Callable[[Script], str]
    summary: str


FORMATS: dict[str, Format] = {
    "numpy": Format(numpy_script, "a NumPy script with forward, backward and update by hand"),
    "pytorch": Format(pytorch_module, "a PyTorch module that torch.optim trains"),
}
