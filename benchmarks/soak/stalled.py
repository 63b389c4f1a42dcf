"""
A store that cannot: locked by another program, in nobody's reach from the start, and on a disk that is full.

Eight save meanwhile, and others read, evaluate and ask how the server is. Everybody is answered in time, evaluating
goes on as if nothing were, and once the trouble is gone the server finds back by itself. The full disk is a small one
that only the server sees; it takes root, and without it that part does not run.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from .clients import API, Onlooker, Seen, light, ms, p99
from .figure import DidNotRun, Options, Outcome
from .service import Service, service

TROUBLE_S = 20.0
ANSWERED_S, BACK_S, EVALUATED_S = 3.0, 5.0, 0.1
SAVERS = 8
DOCUMENT = {"nodes": [{"id": "x", "value": 3}, {"id": "f", "op": "square", "inputs": ["x"]}]}
WIDE = {"inputs": {"x": [1.5] * 10_000}}
NOTHING = {"id": "A" * 22}
FILE = "backprop.sqlite3"
PAUSE_S = 0.05
SMALL_DISK = ("unshare", "-m", "sh", "-c", 'mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@"')


class Stalled(NamedTuple):
    """A server whose store cannot, what was saved before, and what takes the trouble away."""

    asked: Service
    kept: dict[str, Any]
    mend: Callable[[], object]


class Trouble(NamedTuple):
    """
    One way in which the store cannot.

    Attributes:
        name: As it is printed.
        begun: A server with it, for as long as the block lasts.
        saving: What saves are answered.
        reading: What reading a saved graph is answered.
        ready: What the ready probe says.
    """

    name: str
    begun: Callable[[Path], AbstractContextManager[Stalled]]
    saving: int
    reading: int
    ready: int


@dataclass(slots=True)
class Meanwhile:
    """What was answered while the trouble lasted, by what was asked for."""

    seen: dict[str, list[Seen]] = field(default_factory=dict)
    silent: int = 0

    def told(self, what: str) -> str:
        """The statuses, as they are printed."""
        found = Counter(each.status for each in self.seen[what])
        return " ".join(f"{status}:{count}" for status, count in sorted(found.items()))

    def only(self, what: str, status: int) -> bool:
        """Whether that was the answer to each, and there was one."""
        return {each.status for each in self.seen[what]} == {status}


def run(options: Options) -> Iterator[Outcome]:
    """One trouble after the other."""
    for trouble in TROUBLES:
        if trouble.begun is _full and not _can_have_a_small_disk():
            raise DidNotRun("a small disk that can be filled takes root and `unshare` (util-linux)")
        with tempfile.TemporaryDirectory(prefix="soak-stalled-") as made:
            yield from _one(trouble, Path(made) / "data", options.seconds(TROUBLE_S))


def _one(trouble: Trouble, data: Path, seconds: float) -> Iterator[Outcome]:
    with trouble.begun(data) as (asked, kept, mend):
        found = _meanwhile(asked, kept, seconds)
        mend()
        back_s = _back_after(asked)
        there = httpx.get(f"{asked.url}{API}/graphs/{kept['id']}", timeout=60).status_code
    name, slowest = trouble.name, max(each.seconds for seen in found.seen.values() for each in seen)
    for what, status in (
        ("saving", trouble.saving), ("reading", trouble.reading), ("evaluating", 200), ("live", 200),
        ("ready", trouble.ready),
    ):  # fmt: skip
        yield Outcome(f"{name}: {what}", found.told(what), f"{status} only", found.only(what, status))
    yield Outcome(f"{name}: 503 without Retry-After", f"{found.silent}", "none", not found.silent)
    yield Outcome(f"{name}: slowest answer of all", ms(slowest), f"< {ANSWERED_S:g} s", slowest < ANSWERED_S)
    evaluated = p99(found.seen["evaluating"])
    yield Outcome(f"{name}: evaluating, p99", ms(evaluated), f"< {ms(EVALUATED_S)}", evaluated < EVALUATED_S)
    yield Outcome(f"{name}: saving and ready again after", ms(back_s), f"< {BACK_S:g} s", back_s < BACK_S)
    if kept is not NOTHING:
        yield Outcome(f"{name}: what was saved before", f"{there}", "200", there == 200)


# -- who asks -----------------------------------------------------------------------------------------------------


def _meanwhile(asked: Service, kept: dict[str, Any], seconds: float) -> Meanwhile:
    """Everybody asks for *seconds*; what they were answered."""
    found, end = Meanwhile(), time.monotonic() + seconds
    lookers = {
        "reading": Onlooker(asked.port, f"{API}/graphs/{kept['id']}"),
        "evaluating": Onlooker(asked.port, f"{API}/evaluate", light()),
        "live": Onlooker(asked.port),
        "ready": Onlooker(asked.port, "/health/ready"),
    }
    found.seen = {what: [] for what in (*lookers, "saving")}

    def look(what: str, looker: Onlooker) -> None:
        found.seen[what] += looker.watch(seconds)

    asking = [threading.Thread(target=look, args=each) for each in lookers.items()]
    asking += [threading.Thread(target=_save, args=(asked, kept, k, end, found)) for k in range(SAVERS)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    return found


def _save(asked: Service, kept: dict[str, Any], number: int, end: float, found: Meanwhile) -> None:
    """New graphs, replacements and runs, one kind after the other."""
    headers = {"authorization": f"Bearer {kept.get('edit_token', 'none')}", "if-match": "*"}
    mine = f"/graphs/{kept['id']}"
    large = DOCUMENT | {"name": "x" * 100_000}  # a full disk may still have a page or two
    kinds: list[tuple[str, str, dict[str, Any]]] = [("POST", "/graphs", {"json": large})]
    if "edit_token" in kept:
        kinds += [
            ("PUT", mine, {"json": large, "headers": headers}),
            ("POST", f"{mine}/runs", {"json": WIDE}),
        ]
    with httpx.Client(base_url=asked.url + API, timeout=60) as client:
        while time.monotonic() < end:
            number += 1
            method, path, rest = kinds[number % len(kinds)]
            began = time.perf_counter()
            answer = client.request(method, path, **rest)
            found.seen["saving"].append(Seen(answer.status_code, time.perf_counter() - began))
            found.silent += answer.status_code == 503 and "retry-after" not in answer.headers
            time.sleep(PAUSE_S)


def _back_after(asked: Service) -> float:
    """Seconds until a graph is saved and the ready probe says so."""
    began = time.monotonic()
    while time.monotonic() < began + 60:
        saved = httpx.post(f"{asked.url}{API}/graphs", json=DOCUMENT, timeout=60).status_code == 201
        if saved and httpx.get(f"{asked.url}/health/ready", timeout=60).status_code == 200:
            return time.monotonic() - began
        time.sleep(PAUSE_S)
    return 60.0


# -- the troubles -------------------------------------------------------------------------------------------------


def _saved(asked: Service) -> dict[str, Any]:
    """A graph that is saved while all is well."""
    answer = httpx.post(f"{asked.url}{API}/graphs", json=DOCUMENT, timeout=60).raise_for_status()
    told: dict[str, Any] = answer.json()
    return told


@contextmanager
def _locked(data: Path) -> Iterator[Stalled]:
    """Another program begins to write, and does not end."""
    with service(data) as asked:
        kept = _saved(asked)
        with closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield Stalled(asked, kept, lambda: other.execute("ROLLBACK"))


@contextmanager
def _held(data: Path) -> Iterator[Stalled]:
    """The server is started while another program has the whole file to itself."""
    with service(data) as before:
        kept = _saved(before)
    with closing(sqlite3.connect(data / FILE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with service(data) as asked:
            yield Stalled(asked, kept, other.close)


@contextmanager
def _in_the_way(data: Path) -> Iterator[Stalled]:
    """The server is started where a folder of this name stands in place of the file."""
    (data / FILE).mkdir(parents=True)
    with service(data) as asked:
        yield Stalled(asked, NOTHING, (data / FILE).rmdir)


@contextmanager
def _full(data: Path) -> Iterator[Stalled]:
    """Something else takes all the room there is on a small disk that only the server sees."""
    data.mkdir()
    with service(data, within=(*SMALL_DISK, str(data))) as asked:
        kept = _saved(asked)
        filler = Path(f"/proc/{asked.process.pid}/root{data}/filler")
        with suppress(OSError), filler.open("wb", buffering=0) as sink:
            while True:
                sink.write(bytes(4096))
        yield Stalled(asked, kept, filler.unlink)


def _can_have_a_small_disk() -> bool:
    if shutil.which("unshare") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        tried = subprocess.run([*SMALL_DISK, folder, "true"], capture_output=True, check=False)
    return tried.returncode == 0


TROUBLES = (
    Trouble("locked by another program", _locked, 503, 200, 503),
    Trouble("held by another from the start", _held, 503, 503, 503),
    Trouble("a folder in the file's place", _in_the_way, 503, 503, 503),
    Trouble("a full disk", _full, 507, 200, 200),
)
