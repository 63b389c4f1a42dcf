"""What is installed is exactly what was checked: versions and hashes, from wherever the reader's pip looks."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename
from packaging.version import Version

from scripts import audit, sbom
from scripts.locked import locked

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
LOCKS = ("runtime.txt", "dev.txt", "build.txt", "supply.txt")
VENDORED: dict[str, str] = {
    entry["name"]: entry["version"]
    for entry in json.loads((ROOT / "static/vendor/MANIFEST.json").read_text())["packages"]
}
NPM: dict[str, Any] = json.loads((ROOT / "static/js/package-lock.json").read_text())["packages"]

# First releases without a known hole that this server could be reached through.
FLOORS = {"fastapi": "0.109.1", "h11": "0.16.0", "jinja2": "3.1.6", "orjson": "3.9.15", "starlette": "1.3.1"}
FLOORS_OF_THE_PAGE = {"katex": "0.16.21"}
# What would read uploads, run text, or unpack anything: each has had holes of its own, and nothing here needs it.
ABSENT = ("python-multipart", "multipart", "simpleeval", "numexpr", "sympy", "dill", "cloudpickle", "slowapi")


def entries(name: str) -> dict[str, str]:
    """Each entry of a lock by package: the whole entry, continuation lines joined."""
    text = (ROOT / "requirements" / name).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {re.split(r"[=<>~ ]", line)[0]: line for line in lines}


def versions(name: str) -> dict[str, str]:
    """The version of each package of a lock."""
    return {package: re.findall(r"==(\S+)", line)[0] for package, line in entries(name).items()}


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_exact_and_hashed(name: str) -> None:
    """One version each, and at least one hash."""
    loose = [
        package
        for package, line in entries(name).items()
        if not re.match(r"[a-z0-9-]+==\S+ ", line) or "--hash=sha256:" not in line
    ]

    assert entries(name)
    assert loose == []


@pytest.mark.parametrize("name", [*LOCKS, "peers.txt"])
def test_no_lock_names_an_address(name: str) -> None:
    """Neither an index nor a file of one machine."""
    text = (ROOT / "requirements" / name).read_text()

    assert re.findall(r"://|--(?:index|extra-index|find-links|trusted)\S*|@ ", text) == []


def test_the_locks_agree() -> None:
    """What is tested is what runs: the larger lock holds the smaller one's versions."""
    assert versions("runtime.txt").items() <= versions("dev.txt").items()
    assert versions("build.txt").items() <= versions("dev.txt").items()
    both = versions("supply.txt").keys() & versions("dev.txt").keys()
    assert {name: versions("supply.txt")[name] for name in both} == {
        name: versions("dev.txt")[name] for name in both
    }


def test_what_is_installed_is_what_is_locked() -> None:
    """These tests run with the versions that the lock says, and so prove something of them."""
    found = {name: version_of(name) for name in locked("dev.txt")}

    assert found == locked("dev.txt")


def test_the_lock_satisfies_the_project() -> None:
    """Every dependency of pyproject.toml is locked at a version that it allows."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(text) for text in project["dependencies"] + project["optional-dependencies"]["dev"]]
    locked = versions("dev.txt")

    assert [str(r) for r in wanted if not r.specifier.contains(locked.get(r.name, "0"))] == []


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_no_known_hole_is_locked(package: str, floor: str) -> None:
    """The locked version is at or past the release that mended it."""
    assert Version(versions("runtime.txt")[package]) >= Version(floor)


@pytest.mark.parametrize(("processor", "machine"), [("amd64", "x86_64"), ("arm64", "aarch64")])
def test_the_image_can_be_built_for_each_processor(processor: str, machine: str) -> None:
    """Every locked package has a wheel for it, of the image's own Python and by a hash of the lock."""
    lines = (ROOT / "requirements" / "wheels.txt").read_text().splitlines()
    found = [line.split(" ")[1:] for line in lines if line.startswith(f"{processor} ")]
    locked = {**entries("build.txt"), **entries("runtime.txt")}
    (python,) = re.findall(r"^ARG PYTHON_IMAGE=python:(\d+)\.(\d+)-slim", DOCKERFILE, re.MULTILINE)
    named = {}
    for wheel, digest in found:
        name, version, _, tags = parse_wheel_filename(wheel)
        named[name] = f"=={version} " in locked[name] and f"--hash={digest}" in locked[name]
        assert all(
            tag.platform == "any"
            or (tag.platform.endswith(machine) and tag.interpreter == "".join(("cp", *python)))
            for tag in tags
        )

    assert named == dict.fromkeys(locked, True), "Run python -m scripts.wheels"


def test_the_image_asks_for_no_processor_of_its_own() -> None:
    """What is not a wheel comes from the base, or is text."""
    assert re.findall(r"amd64|x86_64|arm64|aarch64|--platform", DOCKERFILE) == []


@pytest.mark.parametrize(("package", "floor"), FLOORS_OF_THE_PAGE.items())
def test_no_known_hole_is_vendored(package: str, floor: str) -> None:
    """What the page brings along is past the release that mended it, too."""
    assert Version(VENDORED[package]) >= Version(floor)


def test_what_nothing_needs_is_not_there() -> None:
    """Nothing is uploaded, so the parser of uploads, and its history of holes, is not there; nor what runs text."""
    assert [name for name in ABSENT if name in versions("runtime.txt") | versions("dev.txt")] == []


def test_the_npm_lock_has_checksums_and_no_addresses() -> None:
    """npm takes each package from where the reader's npm looks, and knows it by its checksum."""
    packages = {name: entry for name, entry in NPM.items() if name}

    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


def test_types_are_those_of_the_vendored_files() -> None:
    """The type checker reads the same versions that the page runs."""
    installed = {name.removeprefix("node_modules/"): entry["version"] for name, entry in NPM.items() if name}
    both = set(VENDORED) & set(installed)

    assert both >= {"preact", "@preact/signals", "@preact/signals-core", "htm"}
    assert {name: installed[name] for name in both} == {name: VENDORED[name] for name in both}


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        ([{"name": "a", "vulns": []}, {"name": "b", "vulns": []}], 0, "none with a known hole"),
        ([{"name": "a", "vulns": []}, {"name": "b", "skip_reason": "not found"}], 3, "DID NOT RUN: 1 of 2"),
        ([{"name": "a", "vulns": []}], 3, "DID NOT RUN: 1 of 2"),
        ([], 3, "DID NOT RUN: 2 of 2"),
        ([{"name": "a", "vulns": [{"id": "CVE-1"}]}], 1, "a: CVE-1"),
    ],
)
def test_an_audit_that_skipped_is_no_audit(told: list[Any], status: int, words: str) -> None:
    """A package that nobody looked up counts as one that may have holes."""
    line, code = audit.said("x.txt", audit.judged(["a", "b"], told))

    assert (code, words in line) == (status, True)


def test_the_bill_of_materials_has_what_the_page_brings_along() -> None:
    """Each vendored package and table with a licence, a checksum, and an address where it has one."""
    found = {each["name"]: each for each in sbom.vendored() + sbom.tables()}

    assert found.keys() == {*VENDORED, "digits.csv.gz", "iris.csv"}
    assert all(each["licenses"] and len(each["hashes"][0]["content"]) in (64, 128) for each in found.values())
    assert found["@preact/signals"]["purl"] == f"pkg:npm/%40preact/signals@{VENDORED['@preact/signals']}"


def test_the_bill_of_materials_is_of_what_is_locked() -> None:
    """What only checks is left out, and another version than the lock's is no release."""
    listed = {
        "components": [{"name": name, "version": "1", "bom-ref": name} for name in ("A_b", "pytest")],
        "metadata": {"component": {"bom-ref": "root"}},
        "dependencies": [{"ref": "root", "dependsOn": ["A_b", "pytest"]}, {"ref": "A_b"}, {"ref": "pytest"}],
    }
    found = sbom.only(listed, {"a-b": "1"})

    assert [each["name"] for each in found["components"]] == ["A_b"]
    assert found["dependencies"] == [{"ref": "root", "dependsOn": ["A_b"]}, {"ref": "A_b"}]
    with pytest.raises(SystemExit, match="not what is locked"):
        sbom.only(listed, {"a-b": "2"})
