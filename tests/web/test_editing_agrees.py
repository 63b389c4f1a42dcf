"""Text and canvas are one document: what random edits lead to is printed, and read back it is the same."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from app.engine.document import read_document
from app.engine.graph import Graph
from app.engine.limits import DEFAULT_LIMITS
from app.engine.printer import print_program
from app.engine.program import parse
from tests.engine.test_printer import content

ROOT = Path(__file__).resolve().parents[2]


def documents(count: int, steps: int) -> list[list[dict[str, Any]]]:
    """Documents on the way of *count* random sequences of edits, by the page's own modules."""
    done = subprocess.run(
        [shutil.which("node") or "node", str(ROOT / "tests/js/random_edits.mjs"), str(count), str(steps)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return found


def by_name(graph: Graph) -> list[tuple[Any, ...]]:
    """All that a text can say, whatever the order of lines that do not need each other."""
    return sorted(content(graph), key=lambda node: str(node[0]))


def test_300_sequences_of_edits_keep_text_and_canvas_one_document() -> None:
    """Each text is written into the one before it, as on the page, and says what the canvas shows; notes stay."""
    for at, sequence in enumerate(documents(300, 40)):
        text = f"# sequence {at}\n"
        for document in sequence:
            graph = read_document(document, (), DEFAULT_LIMITS)
            text = print_program(graph, text)
            assert by_name(parse(text).graph) == by_name(graph), text
            assert text.startswith(f"# sequence {at}\n")
