"""
Build the container image and run it for real, without a container engine's daemon.

The base is a stand-in for python:X.Y-slim-bookworm made of Debian's own packages and an installed CPython, so nothing
is pulled; give --base to build on a real one. Needs root, and Debian's buildah, podman, crun and debootstrap.

What is seen to hold: it builds; it adds at most 160 MB to its base; it starts with a read-only root, no network, no
capabilities and 512 MB, as its own user and as any other, and is leaned on a little; its health check passes; what is
saved outlives it; where /data cannot be written it says so and answers all the rest; SIGTERM ends it within 10 s.

Usage: ``python -m scripts.image [--base python:3.12-slim-bookworm] [--python /usr/local]``
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("buildah", "podman", "crun", "debootstrap", "unshare")
DID_NOT_RUN = 3
MOST_MB = 160
STOP_S = 10

PACKAGES = (
    "ca-certificates libssl3 libsqlite3-0 libffi8 zlib1g libbz2-1.0 liblzma5 libreadline8 libuuid1 libncursesw6 "
    "libexpat1 libgdbm6 netbase tzdata"
).split()
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
STORAGE = ("--storage-driver", "vfs")
IMAGE = "localhost/backprop-visualizer:check"
# What a careful host gives it. Health is asked by hand: there is no systemd to keep the time.
CAREFUL = (
    "--cgroup-manager cgroupfs run -d --network none -m 512m --memory-swap 512m --cpus 2 --pids-limit 256 "
    "--ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --health-interval=disable --read-only --tmpfs /tmp "
    "--cap-drop ALL --security-opt no-new-privileges"
).split()

# Inside the container: what it may do, and a graph saved or found again.
ASKING = """
import concurrent.futures, json, os, time, urllib.error, urllib.request
def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request("http://127.0.0.1:8000" + path, data, {"content-type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=30))
def status(path, body=None):
    try:
        ask(path, body)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error).get("code")
    return 200, None
def patient(path, body):
    for _ in range(30):
        said = status(path, body)
        if said != (503, "server-busy"):
            break
        time.sleep(1)
    return said
graph = {"nodes": [{"id": "x", "kind": "input", "value": 1}]}
"""
PROBE = """
found = {"uid": os.getuid(), "read_only": not os.access("/", os.W_OK)}
found["capabilities"] = [l.split()[1] for l in open("/proc/1/status") if l.startswith("CapEff")][0]
answer = ask("/api/v1/evaluate", {"expression": "f = (x + y) * z", "inputs": {"x": -2, "y": 5, "z": -4}})
found["gradients"] = [node["gradient"] for node in answer["nodes"]]
found["page"] = b"Backprop" in urllib.request.urlopen("http://127.0.0.1:8000/", timeout=10).read()
found["saved"] = SAVED or ask("/api/v1/graphs", graph)["id"]
found["kept"] = ask("/api/v1/graphs/" + found["saved"]) == graph
layers = [{"units": units, "activation": "tanh"} for units in (8, 8, 1)]
training = {"spec": {"inputs": 2, "layers": layers, "loss": "half_mse"}, "data": {"dataset": "moons", "n": 500},
            "optimizer": {"kind": "sgd", "learning_rate": 0.03}, "batch_size": 10, "epochs": 100}
with concurrent.futures.ThreadPoolExecutor(8) as crowd:
    load = [crowd.submit(patient, "/api/v1/mlps/train", training) for _ in range(24)]
    matrix = [[k * j for k in range(40)] for j in range(40)]
    wide = {"expression": f"x = {matrix}\\nf = sum(x * x)"}
    load += [crowd.submit(patient, "/api/v1/evaluate", wide) for _ in range(200)]
found["load"] = sorted({str(each.result()) for each in load})
print(json.dumps(found))
"""
# Where the volume is another's: what needs no store is answered, saving is refused, and the ready probe says so.
UNWRITABLE = """
found = {"live": status("/health/live"), "ready": status("/health/ready")}
found["evaluated"] = status("/api/v1/evaluate", {"expression": "x = 1\\nf = x * x"})
found["saving"] = status("/api/v1/graphs", graph)
print(json.dumps(found))
"""
REFUSED = {"live": [200, None], "ready": [503, "store-unavailable"], "evaluated": [200, None],
           "saving": [503, "store-unavailable"]}  # fmt: skip


class Failed(Exception):
    """Something that was promised does not hold."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and look; the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", help="a base image there is already, or one that can be pulled")
    parser.add_argument("--python", type=Path, default=Path(sys.base_prefix), help="CPython for the stand-in")
    wanted = parser.parse_args(arguments)
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        print(
            f"The image was not built: this needs root and {', '.join(missing or PROGRAMS)}.", file=sys.stderr
        )
        return DID_NOT_RUN
    try:
        base = wanted.base or stand_in(wanted.python)
        build(base, pull=wanted.base is not None)
        print(f"size: {added_mb(base):.0f} MB over its base, at most {MOST_MB}")
        with tempfile.TemporaryDirectory() as folder:
            look(Path(folder))
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def sh(*command: str | Path) -> str:
    """What *command* prints; `Failed` with its last words where it fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(
            f"{' '.join(map(str, command[:4]))} … ended with {done.returncode}\n{(done.stderr or '')[-2000:]}"
        )
    return done.stdout or ""


# The base


def stand_in(python: Path) -> str:
    """The name of a base image made here, once for each CPython."""
    executable = next((python / "bin").glob("python3.[0-9]*[0-9]"))
    name = f"localhost/python:{executable.name.removeprefix('python')}-slim-bookworm"
    if subprocess.run(["podman", *STORAGE, "image", "exists", name], check=False).returncode == 0:
        return name
    print(f"making {name} of Debian's packages and {python}")
    with tempfile.TemporaryDirectory() as made:
        root = Path(made) / "root"
        sh("debootstrap", "--variant=minbase", f"--include={','.join(PACKAGES)}", "bookworm", root, mirror())
        copy_python(python, executable.name, root / "usr" / "local")
        shutil.rmtree(root / "var" / "cache" / "apt", ignore_errors=True)
        shutil.rmtree(root / "var" / "lib" / "apt" / "lists", ignore_errors=True)
        sh("chroot", root, "ldconfig")
        sh("chroot", root, "/usr/local/bin/python3", "-m", "ensurepip", "--default-pip")
        trust(root)
        archive = Path(made) / "root.tar"
        sh("tar", "-C", root, "-cf", archive, ".")
        sh("podman", *STORAGE, "import", "--change", "ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
           "--change", 'CMD ["python3"]', archive, name)  # fmt: skip
    return name


def mirror() -> str:
    """Where this machine's own packages come from."""
    return sh("apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages").splitlines()[0]


def copy_python(python: Path, executable: str, to: Path) -> None:
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


def trust(root: Path) -> None:
    """Certificates and package index of this machine, for the build."""
    if CERTIFICATES.is_file():
        shutil.copy(CERTIFICATES, root / CERTIFICATES.relative_to("/"))
    (root / "etc" / "pip.conf").write_text(f"[global]\ncert = {CERTIFICATES}\n")


# The image


def build(base: str, *, pull: bool) -> None:
    """The project's Dockerfile on *base*."""
    began = time.monotonic()
    policy = [] if pull else ["--pull-never"]
    sh("buildah", *STORAGE, "bud", "--isolation", "chroot", "--format", "docker", *policy,
       "--build-arg", f"PYTHON_IMAGE={base}", "-t", IMAGE, ROOT)  # fmt: skip
    print(f"built on {base} in {time.monotonic() - began:.0f} s")


def added_mb(base: str) -> float:
    """Megabytes over the base."""
    whole, below = (
        json.loads(sh("podman", *STORAGE, "image", "inspect", name))[0]["Size"] / 1e6
        for name in (IMAGE, base)
    )
    if whole - below > MOST_MB:
        raise Failed(f"The image adds {whole - below:.0f} MB to its base; it may add {MOST_MB}.")
    return float(whole - below)


# Running it


def look(folder: Path) -> None:
    """Every promise on a running container."""
    volume = folder / "data"
    volume.mkdir()
    os.chown(volume, 10001, 10001)
    first = watched(folder, "own user", ["-v", f"{volume}:/data"], "")
    again = watched(folder, "own user, started again", ["-v", f"{volume}:/data"], first["saved"])
    for found in (first, again):
        hold(found["uid"] == 10001, f"It runs as {found['uid']}.")
    os.chown(volume, 12345, 12345)
    for file in volume.iterdir():
        os.chown(file, 12345, 12345)
    other = watched(folder, "any user", ["-v", f"{volume}:/data", "--user", "12345:12345"], first["saved"])
    hold(other["uid"] == 12345, f"It runs as {other['uid']}.")
    unwritable(folder, volume)


def watched(folder: Path, name: str, options: list[str], saved: str) -> dict[str, Any]:
    """One container from start to SIGTERM; what its probe found."""
    found, stop_ms, _ = lived(folder, options, f"SAVED = {saved!r}\n{PROBE}")
    hold(
        found["read_only"] and int(found["capabilities"], 16) == 0,
        f"It may write or do too much: {found}",
    )
    hold(
        found["page"] and found["kept"] and found["gradients"] == [-4, -4, -4, 3, 1],
        f"It does not answer: {found}",
    )
    hold(found["load"] == ["(200, None)"], f"A small load is too much for it: {found['load']}")
    print(
        f"{name}: uid {found['uid']}, read-only, no capabilities, no network, 512 MB, healthy, answers a small load, "
        f"keeps; stopped in {stop_ms} ms"
    )
    return found


def unwritable(folder: Path, volume: Path) -> None:
    """A volume that it may read and not write: said in the log at once, and only saving is refused."""
    found, _, log = lived(folder, ["-v", f"{volume}:/data:ro"], UNWRITABLE)
    hold(found == REFUSED, f"With /data read-only: {found}")
    [line] = [json.loads(each) for each in log.splitlines() if "Nothing can be saved" in each][:1] or [None]
    hold(line, f"Nothing in the log says that /data cannot be written:\n{log[-1000:]}")
    print(f"/data read-only: {line['message']}")


def lived(folder: Path, options: list[str], asking: str) -> tuple[dict[str, Any], int, str]:
    """One container from start to SIGTERM: what was found in it, the milliseconds it took to stop, its log."""
    probe = folder / "probe.py"
    probe.write_text(ASKING + asking)
    log = folder / "log"
    script = f"""
set -e
umount /sys/fs/cgroup/unified 2>/dev/null || true
podman() {{ command podman {" ".join(STORAGE)} --cgroup-manager cgroupfs "$@"; }}
podman rm -f check >/dev/null 2>&1 || true
command podman {" ".join(STORAGE)} {" ".join(CAREFUL)} --name check {" ".join(options)} {IMAGE} >/dev/null
for turn in $(seq 100); do podman healthcheck run check >/dev/null 2>&1 && break; sleep 0.2; done
podman healthcheck run check >/dev/null
podman exec -i check python - < {probe}
began=$(date +%s%N)
podman stop -t {STOP_S + 5} check >/dev/null
echo "$(( ($(date +%s%N) - began) / 1000000 )) $(podman inspect check --format '{{{{.State.ExitCode}}}}')"
podman logs check > {log} 2>&1
podman rm check >/dev/null
"""
    probed, stopped = sh("unshare", "-m", "bash", "-c", script).strip().splitlines()[-2:]
    stop_ms, code = map(int, stopped.split())
    hold(code == 0 and stop_ms < STOP_S * 1000, f"SIGTERM: status {code} after {stop_ms} ms.")
    return json.loads(probed), stop_ms, log.read_text()


def hold(promise: object, otherwise: str) -> None:
    """Raise `Failed` unless *promise* holds."""
    if not promise:
        raise Failed(otherwise)


if __name__ == "__main__":
    raise SystemExit(main())
