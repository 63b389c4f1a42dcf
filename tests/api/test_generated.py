"""Requests generated from the OpenAPI document find nothing; the soak asks for many more of them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import free_port, wait_until_live

from .generating import STEPS, generated_requests

ROOT = Path(__file__).resolve().parents[2]
NETWORKS = "/mlps/|/datasets"
AS_EVER = "--phases examples,coverage,fuzzing --max-examples 10 --generation-deterministic"


@pytest.fixture
def hasty_url(tmp_path: Path) -> Iterator[str]:
    """A server that ends a training after some steps."""
    log, port = tmp_path / "server.log", free_port()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"BACKPROP_STEPS": str(STEPS)},
            stdout=sink,
            stderr=sink,
        )
        try:
            wait_until_live(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["--include-path-regex", "--exclude-path-regex"])
def test_generated_requests_find_nothing(hasty_url: str, tmp_path: Path, part: str) -> None:
    """Some thousands of them, the same ones every time: those about networks, and all others."""
    found = generated_requests(hasty_url, tmp_path, *AS_EVER.split(), part, NETWORKS, timeout_s=300)
    assert found.passed, found.said[-10_000:]
    assert found.cases > 1000
