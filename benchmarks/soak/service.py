"""A server to lean on: a process of its own with a folder of its own, and what the kernel says of it (Linux only)."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.http import ROOT, free_port, tree, wait

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Service:
    """A running server: its process, its port, the folder it saves to and the file it logs to."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    log: Path

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> list[int]:
        """It and its workers, by process id."""
        return list(tree(self.process.pid))

    def memory_mib(self) -> float:
        """What all its processes hold together, shared pages counted once (the kernel's Pss), in MiB."""
        return sum(_kib(pid, "Pss") for pid in self.processes()) / 1024

    def resident_mib(self) -> float:
        """What its processes have in memory (Rss), in MiB; unlike Pss it does not move with other programs."""
        return resident_mib(self.processes())

    def open_files(self) -> int:
        """Descriptors that the server's own process has open, its connections among them."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def resident_mib(processes: Iterable[int]) -> float:
    """What *processes* have in memory (Rss), in MiB."""
    return sum(_kib(pid, "Rss") for pid in processes) / 1024


def _kib(pid: int, kind: str) -> int:
    """A line of the kernel's account of a process's memory."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):  # a worker that has just ended
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith(f"{kind}:")), 0)


@contextmanager
def service(data: Path | None = None, *, within: Sequence[str] = (), **settings: object) -> Iterator[Service]:
    """
    Start one; it is ended with the block, and killed if it must be.

    Args:
        data: Where it saves; a folder of its own by default.
        within: Words before the command, of a program that becomes the server's process in the end.
        settings: BACKPROP_* by their names in small letters.
    """
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        folder, port = data or Path(made) / "data", free_port()
        environment = os.environ | {
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "BACKPROP_LOG": "json",
        }
        environment |= {"BACKPROP_DATA": str(folder)}
        environment |= {f"BACKPROP_{name.upper()}": str(value) for name, value in settings.items()}
        log = Path(made) / "server.log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [*within, sys.executable, "-m", "app", "--port", str(port)],
                cwd=ROOT, env=environment, stdout=sink, stderr=sink,
            )  # fmt: skip
            try:
                wait(process, port)
                yield Service(process, port, folder, log)
            finally:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
