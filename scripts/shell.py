"""What the scripts about the container share: a command that has to work, and how it says otherwise."""

from __future__ import annotations

import subprocess
from pathlib import Path

# Of podman and buildah both; the driver that needs nothing of the machine.
STORAGE = ("--storage-driver", "vfs")


class Failed(Exception):
    """Something that was promised does not hold."""


class DidNotRun(Exception):
    """This machine lacks what it takes; the message says what."""


def sh(*command: str | Path) -> str:
    """What *command* prints; `Failed` with its last words where it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(
            f"{' '.join(map(str, command[:4]))} … ended with {done.returncode}\n{(done.stderr or '')[-2000:]}"
        )
    return done.stdout or ""
