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
from pathlib import Path
from typing import NamedTuple

CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "401", "403", "404", "412", "413", "422"]
"""
STEPS = 1000
"""For the server's `BACKPROP_STEPS`: a made-up training ends there, and not at its limit of seconds every time."""


class Found(NamedTuple):
    """How many requests were made, whether every check of each one passed, and all that was printed."""

    cases: int
    passed: bool
    said: str


def generated_requests(url: str, folder: Path, *arguments: str, timeout_s: float) -> Found:
    """Ask the server at *url*; what schemathesis is given besides, and remembers in *folder*, is the caller's."""
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG)
    program = Path(sys.executable).parent / ("schemathesis.exe" if os.name == "nt" else "schemathesis")
    document = f"{url}/api/v1/openapi.json"
    done = subprocess.run(
        [program, "--config-file", config, "run", document, "--checks", "all", "--workers", "1",
         "--continue-on-failure", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=timeout_s, check=False,
    )  # fmt: skip
    counted = re.search(r"([\d,]+) generated", done.stdout)
    cases = int(counted[1].replace(",", "")) if counted else 0
    return Found(cases, done.returncode == 0, done.stdout + done.stderr)
