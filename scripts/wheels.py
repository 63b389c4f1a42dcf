"""
Find out that the image can be built for each processor: which wheels pip takes for it, out of the locked hashes.

Run it after `make lock`. It downloads every wheel of ``runtime.txt`` and ``build.txt`` for Linux on amd64 and on arm64
with pip's own rules, refuses whatever a hash does not name, and writes what it found to ``requirements/wheels.txt``;
``tests/test_locks.py`` compares that with the locks.

Usage: ``python -m scripts.wheels``
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
LOCKS = ("runtime.txt", "build.txt")
PROCESSORS = {"amd64": "x86_64", "arm64": "aarch64"}
# What Debian 12, the image's base, can load.
MANYLINUX = ("manylinux_2_17", "manylinux2014", "manylinux_2_28")
HEAD = "# What pip takes for the image, by processor; written by scripts/wheels.py from the locks.\n"


def python_of_the_image() -> str:
    """Major and minor version of the CPython that the Dockerfile builds on."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    return re.findall(r"^ARG PYTHON_IMAGE=python:(\d+\.\d+)-slim", text, re.MULTILINE)[0]


def wheels(machine: str, folder: Path) -> list[Path]:
    """The wheels that pip takes for *machine*, downloaded to *folder*."""
    platforms = [word for tag in MANYLINUX for word in ("--platform", f"{tag}_{machine}")]
    subprocess.run(
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--only-binary=:all:", "--no-deps",
            "--implementation", "cp", "--python-version", python_of_the_image(), *platforms,
            *(word for lock in LOCKS for word in ("-r", str(FOLDER / lock))), "-d", str(folder),
        ],
        check=True,
    )  # fmt: skip
    return sorted(folder.iterdir())


def main() -> None:
    """Write ``requirements/wheels.txt``."""
    lines = []
    for processor, machine in PROCESSORS.items():
        with tempfile.TemporaryDirectory() as folder:
            for wheel in wheels(machine, Path(folder)):
                digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
                lines.append(f"{processor} {wheel.name} sha256:{digest}")
    (FOLDER / "wheels.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
