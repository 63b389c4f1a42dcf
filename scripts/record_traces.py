"""
Record what the API answers for the lessons, as fixtures for the drawing.

The drawing is a pure function of a graph and a trace, so its tests need traces and no server. They are recorded
through the real application, and ``tests/api/test_recorded_traces.py`` records them again and compares: page and
engine cannot drift apart unseen.

Usage: ``python -m scripts.record_traces``
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx

from app.lessons import LESSONS
from app.main import create_app
from app.settings import Settings
from scripts.odd_graphs import ODD

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "traces"

TROUBLE = """x = -1
u = 0
big = 1e300
tiny = 1e-9
a = log(x)
b = relu(u)
c = big * big
d = tanh(tiny)
f = a + b + c + d"""


def pictures() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every picture of every lesson: the first by the lesson's name, another by whether something is open in it."""
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for slug, lesson in LESSONS.items():
        for layout in lesson.layouts:
            name = slug if layout is lesson.layouts[0] else f"{slug}-{'apart' if layout.apart else 'closed'}"
            found[name] = (lesson.expression, layout.apart)
    return found


# Graphs that are hard to set around one op: many operands, many consumers, wide numbers, tensors.
MANY = """a = 1
b = 2
c = 3
d = -4
e = 5
g = 0.5
s = stack(a, b, c, d, e, g)
f = sum(s * s)"""
SPREAD = """x = 0.7
a = exp(x)
f = a*2 + sin(a) + a*a + log(a) + tanh(a)"""
# Two operands and six consumers, all with wide numbers: more than a stage can show at once.
CROWDED = """x = -1234.5
y = 4.321e-6
a = x * y
b = a * x
c = a * y
d = a * b
f = b*c + c*d + a*1e-7 + (a - x) + tanh(a)"""
HARD = {name: ODD[name] for name in ("tensors", "long-names", "wide-numbers", "diamond", "random-30-a")} | {
    "many-operands": MANY,
    "many-consumers": SPREAD,
    "crowded": CROWDED,
    "very-wide": ODD["trouble"],
}

# Name: program, and the composites to open in it. The hard ones are in a folder of their own.
RECORDED: dict[str, tuple[str, tuple[str, ...]]] = {
    **pictures(),
    "trouble": (TROUBLE, ()),
    **{f"hard/{name}": (text, ()) for name, text in HARD.items()},
}


async def record(client: httpx.AsyncClient, expression: str, opened: tuple[str, ...]) -> dict[str, Any]:
    """Return ``{"graph", "trace"}`` as the API gives them."""

    async def post(path: str, document: dict[str, Any]) -> dict[str, Any]:
        answer = await client.post(f"/api/v1{path}", json=document)
        answer.raise_for_status()
        return dict(answer.json())

    graph = (await post("/parse", {"expression": expression}))["graph"]
    for node in opened:
        graph = (await post("/expand", {"graph": graph, "node": node}))["graph"]
    return {"graph": graph, "trace": await post("/evaluate", {"graph": graph})}


async def record_all() -> dict[str, dict[str, Any]]:
    """Return every recording by name."""
    app = create_app(Settings())
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://recording") as client,
    ):
        return {name: await record(client, *what) for name, what in RECORDED.items()}


def main() -> None:
    """Write the fixtures."""
    for name, recording in asyncio.run(record_all()).items():
        text = json.dumps(recording, indent=1, ensure_ascii=False)
        target = FOLDER / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
