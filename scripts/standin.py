"""
Stand-ins for python:X.Y-slim-bookworm, made of Debian's own packages, so that no image is pulled.

On this machine's processor they hold an installed CPython. It runs nowhere else, so for another processor they hold
Debian's, called ``python`` and ``pip`` in /usr/local/bin as in the real base.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from scripts.platforms import Platform
from scripts.shell import STORAGE, sh

SUITE = "bookworm"
# The version of its python3.
DEBIANS = "3.11"
PACKAGES = (
    "ca-certificates libssl3 libsqlite3-0 libffi8 zlib1g libbz2-1.0 liblzma5 libreadline8 libuuid1 libncursesw6 "
    "libexpat1 libgdbm6 netbase tzdata"
).split()
DEBIANS_PYTHON = "python3 python3-venv python3-pip".split()
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def stand_in(python: Path, platform: Platform) -> str:
    """The name of a base image made here, once for each CPython and processor."""
    if platform.emulated:
        return _made(
            _name(DEBIANS, platform), f"Debian's packages for {platform.debian} and its CPython {DEBIANS}",
            lambda root: _debians(root, platform), platform,
        )  # fmt: skip
    executable = next((python / "bin").glob("python3.[0-9]*[0-9]")).name
    return _made(
        _name(executable.removeprefix("python"), platform), f"Debian's packages and {python}",
        lambda root: _installed(root, python, executable, platform), platform,
    )  # fmt: skip


def _name(version: str, platform: Platform) -> str:
    return f"localhost/python:{version}-slim-{SUITE}{platform.suffix}"


def _made(name: str, what: str, fill: Callable[[Path], None], platform: Platform) -> str:
    """*name*, of the folder that *fill* fills unless it is there already."""
    if subprocess.run(["podman", *STORAGE, "image", "exists", name], check=False).returncode == 0:
        return name
    print(f"making {name} of {what}", flush=True)
    with tempfile.TemporaryDirectory() as made:
        root, archive = Path(made) / "root", Path(made) / "root.tar"
        fill(root)
        _trust(root)
        for left in ("var/cache/apt", "var/lib/apt/lists"):
            shutil.rmtree(root / left, ignore_errors=True)
        sh("tar", "-C", root, "-cf", archive, ".")
        sh("podman", *STORAGE, "import", "--os", "linux", "--arch", platform.debian,
           "--change", "ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
           "--change", 'CMD ["python3"]', archive, name)  # fmt: skip
    return name


def _installed(root: Path, python: Path, executable: str, platform: Platform) -> None:
    """Debian, and a copy of *python*."""
    _debian(root, PACKAGES, platform)
    _copy_python(python, executable, root / "usr" / "local")
    sh("chroot", root, "ldconfig")
    sh("chroot", root, "/usr/local/bin/python3", "-m", "ensurepip", "--default-pip")


def _debians(root: Path, platform: Platform) -> None:
    """Debian with its own CPython."""
    _debian(root, [*PACKAGES, *DEBIANS_PYTHON], platform)
    for link, program in (("python", "python3"), ("python3", "python3"), ("pip", "pip3")):
        (root / "usr" / "local" / "bin" / link).symlink_to(f"/usr/bin/{program}")


def _debian(root: Path, packages: list[str], platform: Platform) -> None:
    """A small Debian, configured by its own programs."""
    sh("debootstrap", f"--arch={platform.debian}", "--variant=minbase", f"--include={','.join(packages)}", SUITE,
       root, _mirror())  # fmt: skip


def _mirror() -> str:
    """Where this machine's own packages come from."""
    return sh("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages").splitlines()[0]


def _copy_python(python: Path, executable: str, to: Path) -> None:
    """An installed CPython, without its tests and caches."""
    shutil.copytree(
        python / "lib", to / "lib", symlinks=True, dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("site-packages", "__pycache__", "test", "*.a", "idlelib", "tkinter"),
    )  # fmt: skip
    (to / "bin").mkdir(exist_ok=True)
    shutil.copy2((python / "bin" / executable).resolve(), to / "bin" / executable)
    for link in ("python3", "python"):
        (to / "bin" / link).symlink_to(executable)
    (to / "lib" / executable / "site-packages").mkdir()


def _trust(root: Path) -> None:
    """Certificates and package index of this machine, for the build."""
    if CERTIFICATES.is_file():
        shutil.copy(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
    (root / "etc" / "pip.conf").write_text(f"[global]\ncert = {CERTIFICATES}\n")
