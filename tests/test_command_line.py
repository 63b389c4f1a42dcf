"""What the command says where it was asked for something that it cannot do, or was set up wrongly."""

from __future__ import annotations

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
    for name in Settings.model_fields:
        monkeypatch.setenv(f"BACKPROP_{name.upper()}", "")
    assert strangers() == []


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
