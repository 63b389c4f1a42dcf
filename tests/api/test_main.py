"""How servers find the application."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fastapi import FastAPI

from app import main

ROOT = Path(__file__).resolve().parents[2]


def test_a_server_that_wants_a_name_finds_one() -> None:
    """``app.main:app``, always the same one; any other name is none."""
    assert isinstance(main.app, FastAPI) and main.app is main.app
    with pytest.raises(AttributeError, match="nothing"):
        _ = main.nothing


def test_importing_makes_no_application() -> None:
    """The command makes its own; another would cost every start a twentieth."""
    program = "import app.main; print('app' in vars(app.main))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stderr
