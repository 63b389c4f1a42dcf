"""
What is installed is whole: one package, one command, pages included, and nobody's own ``app`` in the way.

The wheel is built from the tree, installed beside the locked packages in an empty environment, and started there
as a reader starts it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import free_port, wait_until_live

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
BIN = "Scripts" if os.name == "nt" else "bin"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from this tree with the locked build backend."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the locked packages and the wheel, and nothing of this tree."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(place, with_pip=False)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(place / BIN / "python"),
        "install",
        "--quiet",
        "--no-input",
        "--no-compile",
    ]
    locked = ["--require-hashes", "--only-binary=:all:", "-r", str(ROOT / "requirements" / "runtime.txt")]
    for wanted in (locked, ["--no-deps", "--no-index", str(wheel)]):
        done = subprocess.run([*pip, *wanted], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    return place / BIN


@pytest.fixture(scope="module")
def address(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the installed command, started in an empty folder."""
    folder = tmp_path_factory.mktemp("elsewhere")
    log = folder / "server.log"
    port = free_port()
    with log.open("wb") as sink:
        command = [str(installed / "backprop-visualizer"), "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, stdout=sink, stderr=sink)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_live(url, process, log)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def get(url: str) -> tuple[int, str, bytes]:
    """Status, media type and body of an answer."""
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  our own address
        return answer.status, answer.headers.get_content_type(), answer.read()


def test_the_wheel_holds_one_package(wheel: Path) -> None:
    """Everything lies under backprop_visualizer: no top-level app, static or templates; no tools, no tests."""
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"backprop_visualizer"}
    assert [n for n in names if "node_modules" in n or "__pycache__" in n or "/tests/" in n] == []


def test_the_wheel_holds_every_file_of_the_tree(wheel: Path) -> None:
    """What git knows under app, static and templates is in the wheel."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "app", "static", "templates"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    wanted = {
        "backprop_visualizer/" + name.removeprefix("app/") for name in listed if (ROOT / name).is_file()
    }

    assert wanted - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_brings_licence_and_notices(wheel: Path) -> None:
    """The licence and the third-party notices travel with the package."""
    names = zipfile.ZipFile(wheel).namelist()

    assert [n.rsplit("/")[-1] for n in names if "/licenses/" in n] == ["LICENSE", "THIRD_PARTY.md"]


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    """Without this file a program's type checker takes every answer of the client for anything at all."""
    assert "backprop_visualizer/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_the_installed_command_says_what_it_takes(installed: Path) -> None:
    """--help names the three options of the README, --version the version."""
    said = subprocess.run(
        [installed / "backprop-visualizer", "--help"], capture_output=True, text=True, check=True
    )
    version = subprocess.run(
        [installed / "backprop-visualizer", "--version"], capture_output=True, text=True, check=True
    )

    assert [option for option in ("--host", "--port", "--open") if option not in said.stdout] == []
    assert re.fullmatch(r"backprop-visualizer \d+\.\d+\.\d+\n", version.stdout)


def test_nobodys_own_app_is_shadowed(installed: Path, tmp_path: Path) -> None:
    """In the environment, `import app` finds nothing of ours."""
    done = subprocess.run(
        [installed / "python", "-c", "import app"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert "No module named 'app'" in done.stderr


def test_the_installed_page_is_whole(address: str) -> None:
    """The page answers, and so does every file that it names."""
    status, kind, body = get(f"{address}/")
    named = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', body.decode())))

    assert (status, kind) == (200, "text/html")
    assert len(named) > 5
    assert [name for name in named if get(address + name)[0] != 200] == []


def test_the_installed_api_answers(address: str) -> None:
    """The catalogue of ops comes out of the wheel."""
    status, kind, body = get(f"{address}/api/v1/ops")

    assert (status, kind) == (200, "application/json")
    assert "sigmoid" in json.dumps(json.loads(body))


def test_the_installed_server_saves(address: str) -> None:
    """The store and its migrations came along, whatever the package is called."""
    body = json.dumps({"nodes": [{"id": "x", "value": 1}]}).encode()
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(f"{address}/api/v1/graphs", body, headers)  # noqa: S310  our own address
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  our own address
        where = answer.headers["location"]

    assert get(address + where) == (200, "application/json", body)


def test_the_dockerfile_keeps_its_rules() -> None:
    """Two stages from a replaceable base, hash-locked, a fixed user that is not root, a probe, no shell form."""
    text = (ROOT / "Dockerfile").read_text()
    instructions = [line for line in text.splitlines() if not line.startswith("#")]

    assert instructions[0].startswith("ARG PYTHON_IMAGE=python:")
    assert [line for line in instructions if line.startswith("FROM ")] == [
        "FROM ${PYTHON_IMAGE} AS build",
        "FROM ${PYTHON_IMAGE}",
    ]
    assert text.count("--require-hashes") == 2
    for wanted in (
        "USER 10001:10001",
        "STOPSIGNAL SIGTERM",
        'VOLUME ["/data"]',
        "/health/live",
        'ENTRYPOINT ["',
    ):
        assert wanted in text


def test_the_dockerfile_is_clean() -> None:
    """hadolint finds nothing."""
    tool = Path(sys.executable).parent / "hadolint"
    if not tool.exists():
        pytest.skip("hadolint has no build for this platform")
    done = subprocess.run([tool, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")
