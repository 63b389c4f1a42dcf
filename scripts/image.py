"""
Build the container image and run it for real, without a container engine's daemon.

The base is a stand-in for python:X.Y-slim-bookworm (`scripts/standin.py`), so nothing is pulled; give --base to build
on a real one. Needs root, and Debian's buildah, podman, crun and debootstrap; for another processor than this
machine's (--platform), qemu as well (`scripts/platforms.py`).

What is seen to hold: it builds; it adds at most 160 MB to its base; it starts with a read-only root, no network, no
capabilities and 512 MB, as its own user and as any other, and is leaned on a little; its health check passes; what is
saved outlives it; where /data cannot be written it says so and answers all the rest; SIGTERM ends it within 10 s.
What emulation cannot show is said in a line of its own.

Usage: ``python -m scripts.image [--platform linux/arm64] [--base python:3.12-slim-bookworm] [--python /usr/local]``
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.platforms import PATIENCE, Platform, platform_of
from scripts.shell import STORAGE, DidNotRun, Failed, sh
from scripts.standin import stand_in
from scripts.wheels import PROCESSORS

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("buildah", "podman", "crun", "debootstrap", "unshare")
DID_NOT_RUN = 3
MOST_MB = 160
STOP_S = 10

IMAGE = "localhost/backprop-visualizer:check"
# What a careful host gives it. Health is asked by hand: there is no systemd to keep the time.
CAREFUL = (
    "--cgroup-manager cgroupfs run -d --network none -m 512m --memory-swap 512m --cpus 2 --pids-limit 256 "
    "--ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --health-interval=disable --read-only --tmpfs /tmp "
    "--cap-drop ALL --security-opt no-new-privileges"
).split()

# Inside the container: what it may do, and a graph saved or found again.
ASKING = """
import concurrent.futures, importlib, json, os, subprocess, sys, time, urllib.error, urllib.request
def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request("http://127.0.0.1:8000" + path, data, {"content-type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=30 * PATIENCE))
def status(path, body=None):
    try:
        ask(path, body)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error).get("code")
    return 200, None
def patient(path, body):
    for _ in range(30 * PATIENCE):
        said = status(path, body)
        if said != (503, "server-busy"):
            break
        time.sleep(1)
    return said
graph = {"nodes": [{"id": "x", "kind": "input", "value": 1}]}
"""
PROBE = """
found = {"uid": os.getuid(), "read_only": not os.access("/", os.W_OK)}
found["machine"] = os.uname().machine
found["gives_back"] = importlib.import_module("backprop_visualizer.allocator").give_back()
bound = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**28,) * 2); bytearray(2**29)"
found["bounded"] = b"MemoryError" in subprocess.run([sys.executable, "-c", bound], stderr=subprocess.PIPE).stderr
found["capabilities"] = [l.split()[1] for l in open("/proc/1/status") if l.startswith("CapEff")][0]
answer = ask("/api/v1/evaluate", {"expression": "f = (x + y) * z", "inputs": {"x": -2, "y": 5, "z": -4}})
found["gradients"] = [node["gradient"] for node in answer["nodes"]]
found["page"] = b"Backprop" in urllib.request.urlopen("http://127.0.0.1:8000/", timeout=10 * PATIENCE).read()
found["saved"] = SAVED or ask("/api/v1/graphs", graph)["id"]
found["kept"] = ask("/api/v1/graphs/" + found["saved"]) == graph
layers = [{"units": units, "activation": "tanh"} for units in (8, 8, 1)]
training = {"spec": {"inputs": 2, "layers": layers, "loss": "half_mse"}, "data": {"dataset": "moons", "n": 500},
            "optimizer": {"kind": "sgd", "learning_rate": 0.03}, "batch_size": 10, "epochs": 100 // PATIENCE}
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


@dataclass(frozen=True, slots=True)
class Trial:
    """One image on one kind of processor, and a folder for what its containers leave."""

    platform: Platform
    folder: Path

    @property
    def image(self) -> str:
        """The name of the image."""
        return IMAGE + self.platform.suffix


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and look; the exit status."""
    wanted = _parser().parse_args(arguments)
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    try:
        if missing or os.geteuid() != 0:
            raise DidNotRun(f"The image was not built: this needs root and {', '.join(missing or PROGRAMS)}.")
        platform = platform_of(wanted.platform)
        base = wanted.base or stand_in(wanted.python, platform)
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(platform, Path(folder))
            build(trial, base, pull=wanted.base is not None)
            print(f"size: {added_mb(trial, base):.0f} MB over its base, at most {MOST_MB}", flush=True)
            look(trial)
    except (DidNotRun, Failed) as why:
        print(why, file=sys.stderr)
        return DID_NOT_RUN if isinstance(why, DidNotRun) else 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--base", help="a base image there is already, or one that can be pulled")
    parser.add_argument("--python", type=Path, default=Path(sys.base_prefix), help="CPython for the stand-in")
    parser.add_argument(
        "--platform", choices=[f"linux/{name}" for name in PROCESSORS],
        help="the processor, this machine's unless said; another is emulated, on a stand-in with Debian's CPython",
    )  # fmt: skip
    return parser


# The image


def build(trial: Trial, base: str, *, pull: bool) -> None:
    """The project's Dockerfile on *base*."""
    began = time.monotonic()
    before = named(trial)
    policy = [] if pull else ["--pull-never"]
    sh("buildah", *STORAGE, "bud", "--isolation", "chroot", "--format", "docker", *policy,
       "--platform", trial.platform.name, "--build-arg", f"PYTHON_IMAGE={base}", "-t", trial.image, ROOT)  # fmt: skip
    if before and before != named(trial):  # 366 MB without a name; kept where a container runs on it
        subprocess.run(["podman", *STORAGE, "rmi", before], capture_output=True, check=False)
    print(f"built on {base} for {trial.platform.name} in {time.monotonic() - began:.0f} s", flush=True)


def named(trial: Trial) -> str:
    """The image that has the name now, by its id; empty where none has."""
    return sh("podman", *STORAGE, "images", "-q", "--no-trunc", trial.image).strip()


def added_mb(trial: Trial, base: str) -> float:
    """Megabytes over the base."""
    whole, below = (
        json.loads(sh("podman", *STORAGE, "image", "inspect", name))[0]["Size"] / 1e6
        for name in (trial.image, base)
    )
    if whole - below > MOST_MB:
        raise Failed(f"The image adds {whole - below:.0f} MB to its base; it may add {MOST_MB}.")
    return float(whole - below)


# Running it


def look(trial: Trial) -> None:
    """Every promise on a running container."""
    volume = trial.folder / "data"
    volume.mkdir()
    os.chown(volume, 10001, 10001)
    first = watched(trial, "own user", ["-v", f"{volume}:/data"], "")
    again = watched(trial, "own user, started again", ["-v", f"{volume}:/data"], first["saved"])
    for found in (first, again):
        hold(found["uid"] == 10001, f"It runs as {found['uid']}.")
    os.chown(volume, 12345, 12345)
    for file in volume.iterdir():
        os.chown(file, 12345, 12345)
    other = watched(trial, "any user", ["-v", f"{volume}:/data", "--user", "12345:12345"], first["saved"])
    hold(other["uid"] == 12345, f"It runs as {other['uid']}.")
    unwritable(trial, volume)
    unseen(trial, first)


def unseen(trial: Trial, found: dict[str, Any]) -> None:
    """What emulation cannot show, a line each; on this machine's own processor it has to hold."""
    hold(found["bounded"] or trial.platform.emulated, "A process took more memory than RLIMIT_AS allows.")
    if not found["bounded"]:
        print("not seen under emulation: a worker's own memory limit (qemu holds nobody to RLIMIT_AS)")
    if trial.platform.emulated:
        print(
            f"not seen under emulation: how fast it is; the load's trainings took 1/{PATIENCE} of the epochs"
        )


def watched(trial: Trial, name: str, options: list[str], saved: str) -> dict[str, Any]:
    """One container from start to SIGTERM; what its probe found."""
    found, stop_ms, _ = lived(trial, options, f"SAVED = {saved!r}\n{PROBE}")
    hold(
        found["read_only"] and int(found["capabilities"], 16) == 0,
        f"It may write or do too much: {found}",
    )
    hold(
        found["page"] and found["kept"] and found["gradients"] == [-4, -4, -4, 3, 1],
        f"It does not answer: {found}",
    )
    hold(
        found["machine"] == trial.platform.machine and found["gives_back"],
        f"It is not for this processor: {found}",
    )
    hold(found["load"] == ["(200, None)"], f"A small load is too much for it: {found['load']}")
    print(
        f"{name}: uid {found['uid']}, {found['machine']}, read-only, no capabilities, no network, 512 MB, healthy, "
        f"answers a small load, keeps; stopped in {stop_ms} ms",
        flush=True,
    )
    return found


def unwritable(trial: Trial, volume: Path) -> None:
    """A volume that it may read and not write: said in the log at once, and only saving is refused."""
    found, _, log = lived(trial, ["-v", f"{volume}:/data:ro"], UNWRITABLE)
    hold(found == REFUSED, f"With /data read-only: {found}")
    [line] = [json.loads(each) for each in log.splitlines() if "Nothing can be saved" in each][:1] or [None]
    hold(line, f"Nothing in the log says that /data cannot be written:\n{log[-1000:]}")
    print(f"/data read-only: {line['message']}")


def lived(trial: Trial, options: list[str], asking: str) -> tuple[dict[str, Any], int, str]:
    """One container from start to SIGTERM: what was found in it, the milliseconds it took to stop, its log."""
    patience = trial.platform.patience
    probe = trial.folder / "probe.py"
    probe.write_text(f"PATIENCE = {patience}\n{ASKING}{asking}")
    log = trial.folder / "log"
    careful = [*STORAGE, *CAREFUL, "--pull", "never", "--platform", trial.platform.name, "--name", "check"]
    script = f"""
set -e
cd {trial.folder}  # podman's monitor leaves a file where it stands
umount /sys/fs/cgroup/unified 2>/dev/null || true
podman() {{ command podman {" ".join(STORAGE)} --cgroup-manager cgroupfs "$@"; }}
podman rm -f check >/dev/null 2>&1 || true
command podman {" ".join([*careful, *options])} {trial.image} >/dev/null
for turn in $(seq {100 * patience}); do podman healthcheck run check >/dev/null 2>&1 && break; sleep 0.2; done
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
