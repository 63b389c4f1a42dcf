"""Where everything comes from: locked by hash, installed as locked, listed with licences, looked up for known holes."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

from benchmarks.http import ROOT
from scripts.locked import LOCKS, entries, locked

from .figure import DidNotRun, Options, Outcome

TOOLS = {"pip", "setuptools", "wheel", "uv"}  # what makes an environment, and what `make lock` brings
NOT_ASKED = 3


def run(options: Options) -> Iterator[Outcome]:
    """A line for each lock, then for what is installed, what is listed, and the audit; *options* do not matter."""
    for lock in LOCKS:
        found = entries(lock)
        loose = [one for one in found if not re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:", one)]
        right = f"{len(found) - len(loose)} of {len(found)}"
        yield Outcome(f"requirements/{lock}: exact, with hashes", right, "all", bool(found) and not loose)
    yield from _installed()
    yield from _listed()
    yield from _audited()


def _installed() -> Iterator[Outcome]:
    """What is in the environment that this runs in, and so in the one that was tested."""
    here = {str(canonicalize_name(each.metadata["Name"])): each.version for each in distributions()}
    wanted = locked("dev.txt")
    other = [name for name, version in wanted.items() if here.get(name) != version]
    more = sorted(here.keys() - wanted.keys() - TOOLS)
    right = f"{len(wanted) - len(other)} of {len(wanted)}"
    yield Outcome("installed in the version that is locked", right, "all", not other)
    yield Outcome("installed and not locked", ", ".join(more)[:22] or "none", "none", not more)


def _listed() -> Iterator[Outcome]:
    """The bill of materials, made anew."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sbom.json"
        done = _make("sbom", f"ARGS={target}")
        if done.returncode or not target.exists():
            raise DidNotRun(f"make sbom: {(done.stderr or done.stdout).strip()[-300:]}")
        found = json.loads(target.read_text())
    names = {canonicalize_name(each["name"]) for each in found["components"]}
    free = [each["name"] for each in found["components"] if not each.get("licenses")]
    missing = locked("runtime.txt").keys() - names
    kind = f"{found['bomFormat']} {found['specVersion']}"
    yield Outcome(
        "bill of materials: components, each with its licence", f"{len(names)}, {kind}", "every one", not free
    )
    packages = json.loads((ROOT / "static/vendor/MANIFEST.json").read_text())["packages"]
    missing |= {each["name"] for each in packages} - {each["name"] for each in found["components"]}
    yield Outcome(
        "of what runs and what the page brings along, missing", str(len(missing)), "none", not missing
    )


def _audited() -> Iterator[Outcome]:
    """
    The audit; what it could not look up was not audited.

    Raises:
        DidNotRun: Some package was not looked up.
    """
    done = _make("audit")
    lines = [line for line in done.stdout.splitlines() if line.split(":")[0] in LOCKS]
    for line in lines:
        lock, _, words = line.partition(": ")
        if not words.startswith("DID NOT RUN"):
            yield Outcome(f"{lock}: {words}"[:64], "looked up", "no known hole", "KNOWN HOLES" not in words)
    skipped = [line for line in lines if "DID NOT RUN" in line]
    if skipped or len(lines) < len(LOCKS):
        raise DidNotRun(
            f"make audit needs to reach the list of known holes. {(skipped or [done.stderr.strip()[-200:]])[0]}"
        )


def _make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
