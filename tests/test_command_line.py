"""What the command says where it was asked for something that it cannot do, or was set up wrongly."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import main
from app.settings import Settings, strangers

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("command", [[], ["admin", "list"], ["evaluate", "LICENSE"]])
def test_a_wrong_setting_is_a_line_and_no_traceback(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each by its own name, with what was given and what is wanted."""
    monkeypatch.setenv("BACKPROP_STORE_MIB", "0")
    monkeypatch.setenv("BACKPROP_TRUSTED_PROXIES", "*")

    with pytest.raises(SystemExit) as ended:
        main(command)

    second, first = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert first.startswith("BACKPROP_STORE_MIB=0: ") and "greater than or equal to 1" in first
    assert second.startswith("BACKPROP_TRUSTED_PROXIES=*: ") and "Write an address" in second


def test_a_setting_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the one that was meant, where one is near."""
    monkeypatch.setenv("BACKPROP_WORKERS", "2")
    monkeypatch.setenv("BACKPROP_WORKER", "2")

    assert strangers() == ["BACKPROP_WORKER is no setting, and has no effect. Did you mean BACKPROP_WORKERS?"]
    monkeypatch.delenv("BACKPROP_WORKER")
    monkeypatch.setenv("BACKPROP_SERVICE_HOST", "10.0.0.1")  # a cluster's word on a service of that name
    monkeypatch.setenv("BACKPROP_PORT", "tcp://10.0.0.1:8000")
    monkeypatch.setenv("BACKPROP_PORT_8000_TCP_ADDR", "10.0.0.1")
    for name in Settings.model_fields:
        monkeypatch.setenv(f"BACKPROP_{name.upper()}", "")
    assert strangers() == []


def test_a_command_tells_of_a_setting_that_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Before it looks after another store than was meant."""
    monkeypatch.setenv("BACKPROP_DAT", str(tmp_path))

    with pytest.raises(SystemExit):
        main(["admin", "--data", str(tmp_path), "list"])

    first = capsys.readouterr().err.splitlines()[0]
    assert first == "BACKPROP_DAT is no setting, and has no effect. Did you mean BACKPROP_DATA?"


@pytest.mark.parametrize("option", ["port", "host"])
def test_what_the_command_line_says_is_no_setting(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither does a cluster say it so, nor is it passed over."""
    name = f"BACKPROP_{option.upper()}"
    monkeypatch.setenv(name, "9")

    assert strangers() == [f"{name} is no setting, and has no effect. Did you mean --{option}?"]


@pytest.mark.parametrize(
    ("word", "meant"), [("evalute", "Did you mean evaluate?"), ("frobnicate", "There are evaluate, export,")]
)
def test_a_command_that_is_none_is_told(word: str, meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Not as an argument that was not recognised."""
    with pytest.raises(SystemExit) as ended:
        main([word])

    assert ended.value.code == 2
    assert f"{word} is no command. {meant}" in capsys.readouterr().err


def test_a_reader_that_has_enough_is_no_trouble() -> None:
    """As `head` closes its end: no traceback, not even while Python ends."""
    asking, answering = os.pipe()
    os.close(asking)
    with os.fdopen(answering, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "app", "evaluate", "-"],
            cwd=ROOT, input=b"x = 2\nf = x * x", stdout=closed, stderr=subprocess.PIPE, check=False, timeout=60,
        )  # fmt: skip

    assert (done.returncode, done.stderr) == (1, b"")


ARROW = json.dumps({
    "graph": {
        "nodes": [{"id": "x", "value": 2, "label": "a \u2192 b"}, {"id": "f", "op": "square", "inputs": ["x"]}],
        "outputs": ["f"],
    },
})  # fmt: skip


@pytest.mark.parametrize("command", ["evaluate -", "export - --format html", "export - --format markdown"])
def test_what_is_printed_is_utf_8_whatever_the_locale(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a file that output is sent to has a code page of the system's, which has no arrow."""
    file = io.BytesIO()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ARROW.encode()), encoding="cp1252"))
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(file, encoding="cp1252", newline="\r\n"))

    with pytest.raises(SystemExit) as ended:
        main(command.split())

    assert ended.value.code == 0
    assert "\u2192" in file.getvalue().decode("utf-8") and b"\r" not in file.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="closes files as a shell of Unix does")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("evaluate - >&-", "Standard output is closed."),
        ("evaluate - <&-", "Standard input is closed."),
        ("evaluate - --detail gradients > {full}", "Standard output cannot be written: File too large."),
        ("export - --format html > {full}", "Standard output cannot be written: File too large."),
        ("export - --format html -o {full}", "{full} cannot be written: File too large."),
    ],
)
def test_what_cannot_be_printed_or_read_is_said_in_a_line(line: str, said: str, tmp_path: Path) -> None:
    """No traceback, not even while Python ends, and never status 0; no file may grow here, as on a full disk."""
    full = str(tmp_path / "full")
    shell = f"ulimit -f 0; exec {sys.executable} -m app {line.format(full=full)}"

    done = subprocess.run(
        ["/bin/sh", "-c", shell],
        cwd=ROOT, input="x = 2\nf = x * x", capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (1, "", said.format(full=full) + "\n")
