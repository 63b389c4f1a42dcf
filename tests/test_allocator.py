"""What was large is given back to the system, so that a server holds what it needs and not what it once needed."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Large pieces, freed, teach the C library to hold on to the like; one that comes after them shows whether it did.
HOLDS = """
import sys
from pathlib import Path
from app.allocator import give_back
assert give_back()
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20
for size in (1, 2, 4, 8, 16, 30):
    del (piece := bytearray(size << 20))[:]
before = held()
pieces = [bytearray(1 << 20) for _ in range(24)]
after = bytearray(1000)
for piece in pieces:
    piece[::4096] = b"x" * len(piece[::4096])
del pieces, piece
print(held() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_what_was_large_is_given_back() -> None:
    """24 MiB that were used once are not held; without being told, glibc holds all of them."""
    done = subprocess.run(
        [sys.executable, "-c", HOLDS], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 4
