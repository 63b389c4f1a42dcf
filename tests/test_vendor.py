"""Third-party files are the ones recorded, each with its licence, and nothing else lies beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
PACKAGES: list[dict[str, Any]] = json.loads((VENDOR / "MANIFEST.json").read_text())["packages"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["folder"])
def test_each_vendored_file_is_unmodified(package: dict[str, Any]) -> None:
    """The bytes on disk hash to what the manifest says."""
    measured = {
        name: hashlib.sha256((VENDOR / package["folder"] / name).read_bytes()).hexdigest()
        for name in package["files"]
    }

    assert measured == package["files"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["folder"])
def test_each_vendored_package_brings_its_licence(package: dict[str, Any]) -> None:
    """The licence text lies beside the files, and the manifest names the licence and the source."""
    assert (VENDOR / package["folder"] / "LICENSE").stat().st_size > 500
    assert package["licence"]
    assert package["source"].startswith("https://")


def test_nothing_unrecorded_is_vendored() -> None:
    """Every file under static/vendor is in the manifest."""
    listed = {f"{package['folder']}/{name}" for package in PACKAGES for name in package["files"]}

    found = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert found == listed | {"MANIFEST.json"}


def test_the_notices_name_every_vendored_package() -> None:
    """THIRD_PARTY.md says name, version and licence of each."""
    notices = (VENDOR.parent.parent / "THIRD_PARTY.md").read_text()

    missing = [
        package["name"]
        for package in PACKAGES
        if f"| {package['name']} | {package['version']} | {package['licence']} |" not in notices
    ]

    assert missing == []
