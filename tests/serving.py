"""Starting a real server on a free port, for tests that need one."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest


def free_port() -> int:
    """A port nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_live(url: str, process: subprocess.Popen[bytes], log: Path, patience_s: float = 30) -> None:
    """Ask *url*'s live probe until it answers; fail with the server's own words if it never does."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/health/live", timeout=2) as answer:  # noqa: S310  our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)  # Polling a process that is starting is the one wait there is no event for.
    process.kill()
    process.wait()
    pytest.fail(f"The server did not start:\n{log.read_text(errors='replace')}")
