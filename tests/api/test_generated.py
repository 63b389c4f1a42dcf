"""
Requests generated from the OpenAPI document, with every check there is: schemathesis from outside, on a real server.

A request that fits its schema may still mean nothing (a graph without nodes, a group that is not there, an id or a
token that was made up, a version the client has already): 304, 401, 403, 404, 412, 413 and 422 are answers to it too.
Everything else is as schemathesis has it: no 5xx, no undocumented status, media type or header, no answer that its
schema does not fit, no request accepted that its schema refuses. One worker: with two, Python 3.11 now and then trips
over its own parser while Hypothesis prints a strategy (gh-106905).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import free_port, wait_until_live

ROOT = Path(__file__).resolve().parents[2]
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "401", "403", "404", "412", "413", "422"]
"""
NETWORKS = "/mlps/|/datasets"
COMMAND = """
--checks all --phases examples,coverage,fuzzing --max-examples 25 --generation-deterministic --continue-on-failure
"""


@pytest.fixture
def hasty_url(tmp_path: Path) -> Iterator[str]:
    """A server that ends a training after some steps: a made-up one would run into the limit of seconds, every time."""
    log, port = tmp_path / "server.log", free_port()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"BACKPROP_STEPS": "1000"},
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
    """Some five thousand of them, the same ones every time: those about networks, and all others."""
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    program = Path(sys.executable).parent / ("schemathesis.exe" if os.name == "nt" else "schemathesis")
    address = f"{hasty_url}/api/v1/openapi.json"
    done = subprocess.run(
        [program, "--config-file", config, "run", address, *COMMAND.split(), part, NETWORKS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    found = re.search(r"(\d+) generated", done.stdout)
    assert found is not None and int(found[1]) > 1000
