"""
Addresses, commands and settings, both ways: what is documented is there, and what is there is documented.

`tests/test_promises.py` holds the same for errors, warnings, ops and the routes of the API.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import parser as serving_parser
from app.command import COMMANDS
from app.command.admin import parser as admin_parser
from app.command.programs import PARSERS
from app.main import create_app
from app.settings import Settings

from .test_promises import README, ROOT, blocks

ADDRESSES = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
API = "/api/v1/"


@pytest.fixture(scope="module")
def routes() -> set[str]:
    """Every address of a server that has all there is, as its patterns are written for readers."""
    found = {str(getattr(route, "path", "")) for route in create_app(Settings(metrics=True)).router.routes}
    return {re.sub(r":\w+}", "}", path) for path in found}


def test_every_address_outside_the_api_is_listed_and_there(routes: set[str]) -> None:
    """Pages, files, errors, health and metrics."""
    listed = re.findall(r"^\| `(/[^`]*)` \|", ADDRESSES, re.MULTILINE)

    assert sorted(listed) == sorted(path for path in routes if not path.startswith(API))


def test_the_live_training_has_its_page(routes: set[str]) -> None:
    """A WebSocket is in no OpenAPI document."""
    assert f"{API}mlps/train/stream" in routes
    assert all(
        f"{API}mlps/train/stream" in text for text in (ADDRESSES, (ROOT / "docs" / "stream.md").read_text())
    )


def test_every_address_of_the_api_that_is_named_is_there(routes: set[str]) -> None:
    """In any document; with a name in place of a pattern's."""
    patterns = [re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))) for path in routes]
    text = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    named = {path.rstrip("/.") for path in re.findall(r"/api/v1/[\w{}./-]+", text)}

    assert named
    assert [path for path in sorted(named) if not any(each.fullmatch(path) for each in patterns)] == []


def verbs() -> dict[str, argparse.ArgumentParser]:
    """What ``admin`` can do."""
    (found,) = (
        each for each in admin_parser("admin")._actions if isinstance(each, argparse._SubParsersAction)
    )
    return dict(found.choices)


def test_every_command_is_documented_and_there() -> None:
    """And each verb of ``admin``, in the table and wherever it is named."""
    text = "".join((ROOT / name).read_text() for name in ("README.md", "SECURITY.md", "PRIVACY.md"))
    named = set(re.findall(r"(?:backprop-visualizer|python -m app) ([a-z]+)\b", text))

    assert named == set(COMMANDS)
    assert set(re.findall(r"^\| `admin ([a-z]+)", README, re.MULTILINE)) == set(verbs())
    assert set(re.findall(r"\badmin ([a-z]+)\b(?=[^|\n]*`)", text)) <= set(verbs())


def test_every_option_that_is_named_is_there() -> None:
    """Of the server, its commands and their verbs; what comes before is another program's."""
    parsers = [
        serving_parser(),
        *(make(name) for name, make in PARSERS.items()),
        admin_parser("admin"),
        *verbs().values(),
    ]
    there = {option for each in parsers for action in each._actions for option in action.option_strings}
    lines = re.findall(r"(?:backprop-visualizer|python -m app|`admin) ?[a-z]*([^|`\n]*)", README)
    named = {
        option for line in lines for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", line.split("docker")[0])
    }

    assert {"--set", "--format", "-o", "--yes", "--unchanged-days"} <= named
    assert named - there == set()


def test_every_setting_does_something() -> None:
    """A variable that nothing reads would be a promise that nobody keeps."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))

    assert [
        name for name in Settings.model_fields if not re.search(rf"(?:settings|self)\.{name}\b", text)
    ] == []


def test_nothing_is_installed_by_a_name_that_no_index_has() -> None:
    """From the folder only: under this name a stranger may publish something else."""
    texts = [*DOCUMENTS, *(ROOT / "app" / "client").glob("*.py")]

    assert [path.name for path in texts if "pip install 'backprop" in path.read_text(encoding="utf-8")] == []


# The README's lines, as they stand there


def test_the_readmes_shell_lines_run(tmp_path: Path) -> None:
    """With a graph, a program and answers by the names they have there."""
    graph = {
        "nodes": [{"id": "w", "value": 3}, {"id": "f", "op": "square", "inputs": ["w"]}],
        "outputs": ["f"],
    }
    (tmp_path / "graph.json").write_text(json.dumps(graph))
    (tmp_path / "program.txt").write_text("x = 2\nf = x * x\n")
    questions = [{"node": "x", "quantity": "gradient", "answer": 4}]
    (tmp_path / "answers.json").write_text(json.dumps(questions))
    (block,) = (each for each in blocks("sh") if "backprop-visualizer grade" in each)
    script = block.replace("backprop-visualizer", f"{sys.executable} -m app")
    done = subprocess.run(
        ["sh", "-ec", script], cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    first, last = done.stdout.strip().splitlines()
    gradients = {node["id"]: node["gradient"] for node in json.loads(first)["nodes"]}
    assert (gradients["x"], gradients["y"], gradients["z"]) == (-4, -4, 3)
    assert json.loads(last)["results"] == [{"correct": True}]
    assert "tikzpicture" in (tmp_path / "graph.tex").read_text()


def test_the_readmes_python_runs(server_url: str) -> None:
    """Against a server; the package has another name where it is installed."""
    (block,) = (each for each in blocks("python") if "Client(" in each)
    program = block.replace("backprop_visualizer.client", "app.client").replace(
        "http://127.0.0.1:8000", server_url
    )
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(program, "README.md", "exec"), {})  # noqa: S102  our own document

    found = dict(re.findall(r"'(\w)': (-?\d+)", said.getvalue()))
    assert found == {"x": "-4", "y": "-4", "z": "3", "f": "1"}
