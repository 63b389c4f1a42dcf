"""
Write ``build/sbom.json``: what a release is made of, as CycloneDX 1.6 (``make sbom``).

The packages that run, as installed in .venv, which is held against the lock; the third-party files of the page,
from their manifest; and the tables of data. Each has its licence. What only checks is not shipped and not listed.
Runs in .venv-supply, where the tools are.

Source: https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from packaging.utils import canonicalize_name

from .locked import locked

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/bin/python"
DATA = ROOT / "app/nets/data"
Component = dict[str, Any]


def installed() -> dict[str, Any]:
    """What is installed in .venv, as the tool lists it."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--pyproject"]
    done = subprocess.run(
        [*command, "pyproject.toml", "-o", "-", PYTHON], cwd=ROOT, capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def only(found: dict[str, Any], wanted: dict[str, str]) -> dict[str, Any]:
    """
    *found* without what is not *wanted*.

    Raises:
        SystemExit: A package is not installed, or in another version.
    """
    kept = [each for each in found["components"] if canonicalize_name(each["name"]) in wanted]
    versions = {canonicalize_name(each["name"]): each["version"] for each in kept}
    if versions != wanted:
        raise SystemExit(f".venv is not what is locked: {dict(wanted.items() ^ versions.items())}. Run make.")
    refs = {each["bom-ref"] for each in kept} | {found["metadata"]["component"]["bom-ref"]}
    needs = [
        each
        | ({"dependsOn": [one for one in each["dependsOn"] if one in refs]} if "dependsOn" in each else {})
        for each in found["dependencies"]
        if each["ref"] in refs
    ]
    return found | {"components": kept, "dependencies": needs}


def vendored() -> list[Component]:
    """The page's third-party files: a component a package, with the checksum of what was fetched."""
    packages = json.loads((ROOT / "static/vendor/MANIFEST.json").read_text())["packages"]
    return [
        {
            "type": "library",
            "bom-ref": f"static/vendor/{each['folder']}",
            "name": each["name"],
            "version": each["version"],
            "purl": f"pkg:npm/{quote(each['name'], safe='/')}@{each['version']}",
            "licenses": [licence(each["licence"])],
            "hashes": [{"alg": "SHA-512", "content": _hex(each["integrity"])}],
            "externalReferences": [{"type": "vcs", "url": each["source"]}],
        }
        for each in packages
    ]


def tables() -> list[Component]:
    """The tables of data that come with it, as THIRD_PARTY.md names them."""
    rows = re.findall(r"^\| `(\S+)` \| CC BY 4\.0 \|", (ROOT / "THIRD_PARTY.md").read_text(), re.MULTILINE)
    return [
        {
            "type": "data",
            "bom-ref": f"app/nets/data/{name}",
            "name": name,
            "licenses": [licence("CC-BY-4.0")],
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256((DATA / name).read_bytes()).hexdigest()}],
        }
        for name in rows
    ]


def licence(text: str) -> dict[str, Any]:
    """A licence by its SPDX name, or several of which one is chosen."""
    return {"expression": text} if " " in text else {"license": {"id": text}}


def _hex(integrity: str) -> str:
    return base64.b64decode(integrity.removeprefix("sha512-")).hex()


def bill() -> dict[str, Any]:
    """
    The whole list.

    Raises:
        SystemExit: It is not valid, or something has no licence.
    """
    from cyclonedx.schema import SchemaVersion  # in .venv-supply only
    from cyclonedx.validation.json import JsonStrictValidator

    found = only(installed(), locked("runtime.txt"))
    version = re.findall(r'"(.+)"', (ROOT / "app/__init__.py").read_text().splitlines()[2])[0]
    found["metadata"]["component"]["version"] = version
    found["components"] += vendored() + tables()
    free = [each["name"] for each in found["components"] if not each.get("licenses")]
    trouble = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(found))
    if free or trouble:
        raise SystemExit(f"without a licence: {free}; {trouble or 'otherwise valid'}")
    return found


def main() -> int:
    """Write it, and say how much there is in it."""
    command = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    command.add_argument("file", type=Path, nargs="?", default=ROOT / "build/sbom.json")
    target = command.parse_args().file
    found = bill()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    print(f"{len(found['components'])} components, each with its licence, in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
