"""
Write ``requirements/`` from pyproject.toml: exact versions with hashes, for Python 3.11 and newer, everywhere.

uv resolves, because one file then serves every platform (its "universal" mode); it is installed for the
occasion only. Versions in use stay unless ``--upgrade`` is given.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("requirements")
# numpy is kept at one version for all Pythons ("fewest"), so that all print the same last digits.
OPTIONS = "--universal --python-version 3.11 --generate-hashes --fork-strategy fewest --quiet".split()


def compile_lock(source: str, name: str, *options: str) -> None:
    """Resolve *source* into ``requirements/name``."""
    environment = os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", source, *OPTIONS, *options, "-o", str(FOLDER / name)],
        cwd=ROOT,
        env=environment,
        check=True,
    )


def main() -> None:
    """Lock what runs, then what checks, then what builds and audits; each agrees with the one before."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    compile_lock("pyproject.toml", "runtime.txt", *upgrade)
    compile_lock("pyproject.toml", "dev.txt", "--extra", "dev", "-c", str(FOLDER / "runtime.txt"), *upgrade)
    for name in ("build", "supply"):
        compile_lock(str(FOLDER / f"{name}.in"), f"{name}.txt", "-c", str(FOLDER / "dev.txt"), *upgrade)


if __name__ == "__main__":
    main()
