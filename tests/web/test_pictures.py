"""Pictures of graphs nobody laid out by hand: nothing on them may overlap, and no number may be left out."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
from pathlib import Path
from typing import Any

import httpx

from app.main import create_app

ONE_INPUT = ("exp", "tanh", "sigmoid", "relu", "sin", "softplus")
GRAPHS = 30


def random_program(seed: int) -> str:
    """A program of 4 to 19 nodes with fan-outs, constants inside ops, and numbers of many sizes."""
    rng = random.Random(seed)
    lines: list[str] = []
    names: list[str] = []
    for name in "xyzwu"[: rng.randint(2, 5)]:
        value = rng.choice([rng.randint(-5, 5), round(rng.uniform(-3, 3), 3)])
        lines.append(f"{name}{rng.choice(['', ': parameter'])} = {value}")
        names.append(name)
    unused = set(names)

    def operand() -> str:
        """A node, one that nothing reads yet more often than not."""
        name = rng.choice(sorted(unused)) if unused and rng.random() < 0.6 else rng.choice(names)
        unused.discard(name)
        return name

    for number in range(rng.randint(2, 14)):
        kind = rng.random()
        if kind < 0.6:
            text = f"{operand()} {rng.choice('+-**+/')} {operand()}"
        elif kind < 0.85:
            text = f"{rng.choice(ONE_INPUT)}({operand()})"
        else:
            text = rng.choice([f"{operand()}*{rng.randint(2, 9)}", f"{operand()} + 1", f"{operand()}**2"])
        lines.append(f"h{number} = {text}")
        names.append(f"h{number}")
        unused.add(f"h{number}")
    return "\n".join([*lines, "f = " + " + ".join(sorted(unused))])


async def traces(programs: dict[str, str]) -> list[dict[str, Any]]:
    """Graph and trace of every program, from the API."""
    transport = httpx.ASGITransport(app=create_app())
    found = []
    async with httpx.AsyncClient(transport=transport, base_url="http://page") as client:
        for name, program in programs.items():
            parsed = await client.post("/api/v1/parse", json={"expression": program})
            evaluated = await client.post("/api/v1/evaluate", json={"expression": program})
            assert evaluated.status_code == 200, (program, evaluated.text)
            found.append({"name": name, "graph": parsed.json()["graph"], "trace": evaluated.json()})
    return found


def test_nothing_overlaps_on_random_graphs(node: str, root: Path, tmp_path: Path) -> None:
    """The layout engine's places and the label rules leave every number readable, whatever the graph."""
    programs = {f"seed {seed}": random_program(seed) for seed in range(GRAPHS)}
    file = tmp_path / "graphs.json"
    file.write_text(json.dumps(asyncio.run(traces(programs))), encoding="utf-8")
    run = subprocess.run(
        [node, "tests/js/check_pictures.mjs", str(file)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {}
