"""The command line answers what the API answers, from files and from standard input."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main

PROGRAM = "q = x + y\nf = q * z\n"
SET = ["--set", "x=-2", "--set", "y=5", "--set", "z=-4"]
GRAPH = {
    "nodes": [{"id": "w", "kind": "parameter", "value": 3}, {"id": "f", "op": "square", "inputs": ["w"]}],
    "outputs": ["f"],
}

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command with something on standard input: status, what it printed, what it complained of."""

    def run(*arguments: str | Path, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


def gradients(found: str) -> dict[str, Any]:
    return {node["id"]: node["gradient"] for node in json.loads(found)["nodes"]}


def test_a_program_file_is_evaluated(command: Command, tmp_path: Path) -> None:
    """The first lesson's numbers, with values from the command line."""
    file = tmp_path / "f.txt"
    file.write_text(PROGRAM)

    status, found, said = command("evaluate", file, *SET)

    assert (status, said) == (0, "")
    assert gradients(found) == {"x": -4, "y": -4, "z": 3, "q": -4, "f": 1}


def test_standard_input_may_be_a_program_a_graph_or_a_request(command: Command) -> None:
    """The same digits whichever way it is written."""
    program = command("evaluate", "-", stdin="w = 3\nf = square(w)")[1]
    graph = command("evaluate", "-", stdin=json.dumps(GRAPH))[1]
    request = command(
        "evaluate", "-", "--set", "w=3", stdin=json.dumps({"graph": GRAPH, "inputs": {"w": 100}})
    )[1]

    assert [gradients(found)["w"] for found in (program, graph, request)] == [6, 6, 6]


@pytest.mark.parametrize(
    ("written", "value"),
    [(".5", 0.5), ("+5", 5), ("-2.", -2), (" 1e3 ", 1000), ("NaN", "NaN"), ("-inf", "-Infinity"), ("[1, 2]", [1, 2])],
)  # fmt: skip
def test_a_value_is_written_as_a_shell_has_it(command: Command, written: str, value: Any) -> None:
    """JSON is stricter about numbers than anybody who types one."""
    status, found, said = command("evaluate", "-", f"--set=x={written}", stdin="f = sum(x)")

    assert (status, said) == (0, "")
    assert json.loads(found)["values"]["x"] == value


def test_an_export_is_written_to_a_file(command: Command, tmp_path: Path) -> None:
    """NumPy that runs and prints the same gradients; without a file, it is printed."""
    to = tmp_path / "f.py"

    assert command("export", "-", "--format", "numpy", "-o", to, *SET, stdin=PROGRAM) == (0, "", "")

    assert to.read_text() == command("export", "-", "--format", "numpy", *SET, stdin=PROGRAM)[1]
    assert "import numpy" in to.read_text()


def test_an_output_that_is_no_scalar_has_its_seed_from_an_option(command: Command, tmp_path: Path) -> None:
    """As the refusal asks for; marks go by it and by the output, too."""
    program = tmp_path / "f.txt"
    program.write_text("x = 3\nf = [1, 2] * x\ng = x")
    asked = json.dumps([{"node": "x", "quantity": "gradient", "answer": "21"}])
    options = ["--output", "f", "--seed=[1, 10]"]

    assert gradients(command("evaluate", program, *options)[1])["x"] == 21
    assert json.loads(command("grade", program, "-", *options, stdin=asked)[1])["results"] == [
        {"correct": True}
    ]
    assert "21" in command("export", program, "--format", "markdown", *options)[1]


def test_answers_are_marked(command: Command, tmp_path: Path) -> None:
    """From a file of questions, and from a whole request."""
    questions = [
        {"node": "x", "quantity": "gradient", "answer": "z"},
        {"node": "z", "quantity": "gradient", "answer": "-3"},
    ]
    file = tmp_path / "f.txt"
    file.write_text(PROGRAM)
    request = {"expression": PROGRAM, "inputs": {"x": -2, "y": 5, "z": -4}, "questions": questions}

    marked = json.loads(command("grade", file, "-", *SET, stdin=json.dumps(questions))[1])["results"]

    assert [(one["correct"], one.get("mistake")) for one in marked] == [(True, None), (False, "sign")]
    assert json.loads(command("grade", "-", stdin=json.dumps(request))[1])["results"] == marked


def test_a_folder_of_answers_is_marked_file_by_file(command: Command, tmp_path: Path) -> None:
    """A wrong one is a mark, status 0; one that cannot be marked is status 1, with the question it is about."""
    (tmp_path / "f.txt").write_text(PROGRAM)
    asked = {"edge": {"source": "q", "target": "f", "index": 0}, "quantity": "local"}
    for name, answer in (("ann", "-4"), ("bob", ""), ("eve", None)):
        (tmp_path / f"{name}.json").write_text(json.dumps([asked | {"answer": answer}]))

    ann, bob, eve = (
        command("grade", tmp_path / "f.txt", tmp_path / f"{name}.json", *SET)
        for name in ("ann", "bob", "eve")
    )

    assert (ann[0], json.loads(ann[1])["results"]) == (0, [{"correct": True}])
    assert (bob[0], json.loads(bob[1])["results"][0]["correct"]) == (0, False)
    assert (eve[0], eve[1]) == (1, "") and eve[2].startswith("questions[0].answer: ")
    assert "status is 0 whatever the marks" in " ".join(command("grade", "--help")[1].split())


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["evaluate", "-"], "f = tahn(1)", "tahn is not an op. Did you mean tanh?\nf = tahn(1)\n    ^^^^"),
        (["evaluate", "-"], "{", "not JSON"),
        (["evaluate", "nowhere.txt"], "", "nowhere.txt cannot be read"),
        (["evaluate", "-", "--set", "x"], PROGRAM, "NAME=VALUE"),
        (["evaluate", "-", "--set", "x=one"], PROGRAM, "--set x=one: give a number or a JSON array"),
        (["evaluate", "-", "--set", "x=[1,"], PROGRAM, "--set x=[1,: give a number or a JSON array"),
        (["evaluate", "-", "--set", "x=1e400"], PROGRAM, "--set x=1e400: the largest number"),
        (["evaluate", "-", "--set", 'x="1"'], PROGRAM, "without quotes"),
        (["evaluate", "-", "--seed", "one"], PROGRAM, "--seed one: give a number or a JSON array"),
        (["evaluate", "-"], "x = 1\nf = [1, 2] * x", "seed of shape (2,)"),
        (["evaluate", "-", "--set", "x=1"], '{"expression": "f = x", "inputs": [1]}', "no object"),
        (["evaluate", "-"], '{"nodes": [{"id": "x", "op": "ad"}]}', "graph.nodes[0].op: ad is not an op."),
        (["grade", "-", "-"], PROGRAM, "standard input"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_with_its_place(
    command: Command, arguments: list[str], stdin: str, said: str
) -> None:
    """On standard error, status 1, nothing on standard output."""
    status, found, complaint = command(*arguments, stdin=stdin)

    assert (status, found) == (1, "")
    assert said in complaint


def test_what_is_missing_is_told_as_the_command_line_has_it(command: Command, tmp_path: Path) -> None:
    """A value by its option, questions by their file, and what is no JSON by its name."""
    file = tmp_path / "f.txt"
    file.write_text(PROGRAM)
    status, _, said = command("evaluate", file)
    assert status == 1 and "Add --set x=NUMBER." in said
    said = command("evaluate", file, "--set", "X=1", *SET[2:])[2]
    assert "inputs has X. Did you mean x? Add --set x=NUMBER." in said

    status, _, said = command("grade", file, *SET)
    assert status == 1 and said.startswith(f"{file} asks nothing. After it, name a JSON file")

    status, _, said = command("grade", file, file, *SET)
    assert status == 1 and said.startswith(f"{file}, line 1, column 1: this is not JSON")


@pytest.mark.parametrize("name", ["evaluate", "export", "grade"])
def test_the_help_shows_how_it_is_used(name: str, command: Command) -> None:
    """With a line to copy."""
    status, said, _ = command(name, "--help")

    assert status == 0 and f"    backprop-visualizer {name} " in said
