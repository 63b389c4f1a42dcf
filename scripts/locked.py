"""What the files of requirements/ lock, read as they stand."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("runtime.txt", "dev.txt", "build.txt", "supply.txt")


def entries(lock: str) -> list[str]:
    """Each entry of *lock* in one line, its hashes included."""
    text = (ROOT / "requirements" / lock).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def locked(lock: str) -> dict[str, str]:
    """Version by package, of those that belong on this machine; some are for other systems only."""
    wanted = [Requirement(re.split(r" --hash", entry)[0]) for entry in entries(lock)]
    here = [each for each in wanted if each.marker is None or each.marker.evaluate()]
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in here}
