"""
The container image: `make image` builds it and runs it as a careful host would, and hadolint reads its recipe.

``--set python=/usr/local`` says which CPython the stand-in for the base is made of, ``--set base=IMAGE`` which image to
build on instead, ``--set platform=linux/arm64`` for which processor. What each line of it means is said in
`scripts/image.py`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.http import ROOT
from scripts.image import DID_NOT_RUN, MOST_MB

from .figure import DidNotRun, Options, Outcome

SEEN = {
    "as its own user": r"^own user: uid 10001, .* stopped in \d+ ms",
    "started again, what was saved is there": r"^own user, started again: .* keeps;",
    "as any other user": r"^any user: uid 12345, .* stopped in \d+ ms",
    "where /data cannot be written it says so": r"^/data read-only: Nothing can be saved",
}


def run(options: Options) -> Iterator[Outcome]:
    """Lint first, for it needs nothing; then the image, a line for each thing seen of it."""
    yield _linted()
    given = [
        f"--{name}={options.arguments[name]}"
        for name in ("python", "base", "platform")
        if name in options.arguments
    ]
    done = subprocess.run(
        [sys.executable, "-m", "scripts.image", *given], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode == DID_NOT_RUN:
        raise DidNotRun(done.stderr.strip())
    size = re.search(r"^size: (\d+) MB", done.stdout, re.MULTILINE)
    what = "size over its base"
    yield Outcome(what, f"{size[1]} MB" if size else "not built", f"at most {MOST_MB} MB", size is not None)
    for what, line in SEEN.items():
        found = re.search(line, done.stdout, re.MULTILINE)
        yield Outcome(f"read-only, no network, no capabilities, 512 MB: {what}"[:64], "seen" if found else "not seen",
                      "seen", found is not None)  # fmt: skip
    said = (done.stdout if done.returncode == 0 else done.stderr).strip()
    print("\n".join(f"        {line[:150]}" for line in said.splitlines()))


def _linted() -> Outcome:
    """What hadolint says of the Dockerfile; it comes with the tools of the checks."""
    beside = Path(sys.executable).parent / "hadolint"
    program = str(beside) if beside.exists() else shutil.which("hadolint")
    if program is None:
        raise DidNotRun("There is no hadolint: make setup brings it.")
    done = subprocess.run([program, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    found = len(done.stdout.splitlines())
    return Outcome(
        "hadolint on the Dockerfile", f"{found} findings", "none", done.returncode == 0 and not found
    )
