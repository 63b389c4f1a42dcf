"""
The image that `scripts.image` builds, run as a careful host runs it, for as long as somebody leans on it.

It needs root, podman and the image; the machine needs no systemd and no network bridge (`--network host`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.http import free_port, wait
from scripts.image import CAREFUL, IMAGE, PROGRAMS
from scripts.shell import STORAGE

from .figure import DidNotRun

NAME = "backprop-soak"
# The mount namespace is what podman's storage and cgroups live in: start, end and all between happen in one.
SCRIPT = """
set -e
cd {folder}  # podman's monitor leaves a file where it stands
umount /sys/fs/cgroup/unified 2>/dev/null || true
podman() {{ command podman {storage} --cgroup-manager cgroupfs "$@"; }}
podman rm -f {name} >/dev/null 2>&1 || true
command podman {storage} {careful} --name {name} -v {volume}:/data {image} --port {port} >/dev/null
podman inspect {name} --format '{{{{.State.Pid}}}}'
read -r _ || true
podman stop -t 15 {name} >/dev/null
podman rm {name} >/dev/null
"""


@contextmanager
def container() -> Iterator[tuple[int, int]]:
    """A running container: its first process, and the port it answers on."""
    _check()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        volume = Path(made) / "data"
        volume.mkdir()
        os.chown(volume, 10001, 10001)
        careful = " ".join(CAREFUL).replace("--network none", "--network host")
        script = SCRIPT.format(
            folder=made,
            storage=" ".join(STORAGE),
            careful=careful,
            name=NAME,
            volume=volume,
            image=IMAGE,
            port=port,
        )
        shell = subprocess.Popen(
            ["unshare", "-m", "bash", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            assert shell.stdout is not None  # it is a pipe
            pid = shell.stdout.readline().decode().strip()
            if not pid.isdecimal() or pid == "0":
                raise DidNotRun("The container did not start.")
            wait(shell, port)
            yield int(pid), port
        finally:
            shell.communicate(b"\n", timeout=60)


def _check() -> None:
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        raise DidNotRun(
            f"This needs root and {', '.join(missing or PROGRAMS)}; --set where=process runs without."
        )
    there = subprocess.run(["podman", *STORAGE, "image", "exists", IMAGE], check=False, capture_output=True)
    if there.returncode:
        raise DidNotRun("There is no image yet: make image; --set where=process runs without.")
