"""
A client of the API for Python programs: `Client`, and `AsyncClient` with the same methods to be awaited.

    from backprop_visualizer.client import Client

    with Client("http://127.0.0.1:8000") as backprop:
        found = backprop.evaluate(expression="f = (x + y) * z", inputs={"x": -2, "y": 5, "z": -4})
        print({node["id"]: node["gradient"] for node in found["nodes"]})

Answers are the API's, as they come: its reference is the reference of this module. `from_wire` makes numbers of the
words that stand where a value is not finite. Needs httpx, which the extra ``client`` of the package brings along.
"""

from __future__ import annotations

from .display import Figure
from .numbers import from_wire
from .problems import ProblemError
from .sending import AsyncClient, Client

__all__ = ["AsyncClient", "Client", "Figure", "ProblemError", "from_wire"]
