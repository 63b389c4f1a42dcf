"""
A copy made while others save, put back elsewhere; and volumes of earlier and of later versions.

Twenty clients save, change and delete graphs all the while that an operator's `admin backup` runs. A copy is whole
where it holds, letter for letter, everything that was acknowledged before it began, and nothing that was never sent.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from app.client import Client
from app.settings import Settings
from benchmarks.http import ROOT

from .figure import Options, Outcome
from .service import service

CLIENTS, SECONDS, COPIES = 20, 60.0, 5
API = "/api/v1"
JSON = {"content-type": "application/json"}
FILE = Settings().store_file.name
VOLUMES = ROOT / "tests" / "fixtures" / "store"
QUOTAS: dict[str, Any] = {"address_mib": 0, "store_mib": 8192}


@dataclass
class Kept:
    """One graph as its client knows it: every version sent, how many of them were acknowledged, its end."""

    token: str
    versions: list[bytes]
    acknowledged: int = 1
    leaving: bool = False
    gone: bool = False


@dataclass
class Savers:
    """Clients that save until they are told to stop; *refused* is what was not answered as it should be."""

    url: str
    kept: dict[str, Kept] = field(default_factory=dict)
    sent: set[bytes] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Save in the background while the block runs; ends with the last answer."""
        thread = threading.Thread(target=lambda: asyncio.run(self._all()))
        thread.start()
        try:
            yield
        finally:
            self.enough.set()
            thread.join()

    def acknowledged(self) -> dict[str, tuple[int, bool]]:
        """By id, the newest version that was acknowledged, and whether its deletion was."""
        return {name: (each.acknowledged, each.gone) for name, each in list(self.kept.items())}

    async def _all(self) -> None:
        async with httpx.AsyncClient(base_url=self.url + API, timeout=60) as client:
            await asyncio.gather(*(self._one(client, random.Random(k)) for k in range(CLIENTS)))

    async def _one(self, client: httpx.AsyncClient, chance: random.Random) -> None:
        mine: list[str] = []
        while not self.enough.is_set():
            draw = chance.random()
            try:
                if mine and draw < 0.05:
                    await self._delete(client, mine.pop(chance.randrange(len(mine))))
                elif mine and draw < 0.35:
                    await self._change(client, chance.choice(mine), self._document(chance))
                else:
                    mine.append(await self._save(client, self._document(chance)))
            except (httpx.HTTPError, KeyError) as error:
                self.refused.append(repr(error))

    def _document(self, chance: random.Random) -> bytes:
        """A graph that is like no other, of 100 bytes to 100 kB."""
        name = f"{chance.getrandbits(64):x}" * round(6 * 10 ** chance.uniform(0, 3))
        graph = {"name": name, "nodes": [{"id": "x", "kind": "input", "value": chance.random()}]}
        document = json.dumps(graph, indent=chance.randrange(3)).encode()
        self.sent.add(document)
        return document

    async def _save(self, client: httpx.AsyncClient, document: bytes) -> str:
        told = (await client.post("/graphs", content=document, headers=JSON)).raise_for_status().json()
        self.kept[told["id"]] = Kept(told["edit_token"], [document])
        return str(told["id"])

    async def _change(self, client: httpx.AsyncClient, name: str, document: bytes) -> None:
        graph = self.kept[name]
        graph.versions.append(document)
        headers = JSON | {"authorization": f"Bearer {graph.token}", "if-match": "*"}
        (await client.put(f"/graphs/{name}", content=document, headers=headers)).raise_for_status()
        graph.acknowledged = len(graph.versions)

    async def _delete(self, client: httpx.AsyncClient, name: str) -> None:
        graph = self.kept[name]
        graph.leaving = True
        headers = {"authorization": f"Bearer {graph.token}"}
        (await client.delete(f"/graphs/{name}", headers=headers)).raise_for_status()
        graph.gone = True


def run(options: Options) -> Iterator[Outcome]:
    """Copies under load, one of them put back, and the volumes of other versions."""
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        folder = Path(made)
        with service(**QUOTAS) as server:
            savers = Savers(server.url)
            yield from copies(savers, server.data, folder, options)
            yield under_a_running_server(server.url, server.data, folder / "copy-0", savers)
        yield from restored(savers, folder)
    for volume in sorted(path.parent for path in VOLUMES.glob("*/expected.json")):
        yield opened(volume)
    yield newer()


def copies(savers: Savers, data: Path, folder: Path, options: Options) -> Iterator[Outcome]:
    """Copies, one after the other, while everybody saves."""
    wrong: list[str] = []
    counted = 0
    pause = options.seconds(SECONDS) / COPIES
    with savers.at_work():
        while len(savers.kept) < CLIENTS:
            time.sleep(0.05)
        for turn in range(COPIES):
            time.sleep(pause)
            before, copy = savers.acknowledged(), folder / f"copy-{turn}"
            wrong += admin(data, "backup", copy)
            wrong += faults(copy, before, savers)
            counted += len(before)
    what = f"{COPIES} copies while {CLIENTS} clients save: graphs missing or wrong"
    yield Outcome(what, f"{len(wrong)} of {counted:,}", "0", not wrong and counted > COPIES * CLIENTS)
    said = savers.refused
    total = sum(each.acknowledged for each in savers.kept.values())
    yield Outcome("saves that failed meanwhile", f"{len(said)} of {total:,}", "0", not said)


def admin(data: Path, *arguments: str | Path) -> list[str]:
    """Run the operator's command on *data*; what it complained of."""
    command = [sys.executable, "-m", "app", "admin", "--data", data, *arguments]
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return [done.stderr] if done.returncode else []


def faults(copy: Path, before: dict[str, tuple[int, bool]], savers: Savers) -> list[str]:
    """What is wrong with *copy*, given what was acknowledged *before* it began."""
    if not copy.is_file():
        return ["no copy was made"]
    try:
        rows, sound = contents(copy)
    except sqlite3.Error as error:
        return [f"{copy} cannot be read: {error}"]
    wrong = [] if sound == "ok" else [sound]
    for name, (version, gone) in before.items():
        held, graph = rows.get(name), savers.kept[name]
        if held is None:
            wrong += [] if graph.leaving else [f"{name} is missing"]
        elif gone or held[0] < version or graph.versions[held[0] - 1] != held[1]:
            wrong.append(f"{name} is not as it was acknowledged")
    return wrong + [f"{name} was never sent" for name, (_, text) in rows.items() if text not in savers.sent]


def contents(file: Path) -> tuple[dict[str, tuple[int, bytes]], str]:
    """Version and document by id, and what SQLite says of the file."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as opened_file:
        (sound,) = opened_file.execute("PRAGMA integrity_check(1)").fetchone()
        rows = opened_file.execute("SELECT id, version, document FROM graphs")
        return {name: (version, bytes(text)) for name, version, text in rows}, str(sound)


def under_a_running_server(url: str, data: Path, copy: Path, savers: Savers) -> Outcome:
    """A copy put in place of the store that a server serves: it goes on, and has the copy's graphs and no others."""
    complaints = admin(data, "restore", copy, "--replace")
    rows, _ = contents(copy)
    with httpx.Client(base_url=url + API, timeout=60) as client:
        other = [name for name in savers.kept if name not in rows][:50]
        wrong = [name for name in list(rows)[:200] if client.get(f"/graphs/{name}").content != rows[name][1]]
        wrong += [name for name in other if client.get(f"/graphs/{name}").status_code != 404]
        saved = client.post("/graphs", content=b'{"nodes":[]}', headers=JSON).status_code
    what = "put back under a running server: graphs that are not the copy's"
    held = not (complaints or wrong) and saved == 201 and bool(other)
    return Outcome(what, f"{len(wrong) + len(complaints)} of {min(200, len(rows)) + len(other)}", "0", held)


def restored(savers: Savers, folder: Path) -> Iterator[Outcome]:
    """The last copy in an empty folder, and a server on that: every graph, and every token."""
    copy, data = folder / f"copy-{COPIES - 1}", folder / "restored"
    complaints = admin(data, "restore", copy)
    rows, _ = contents(copy)
    with service(data, **QUOTAS) as server, httpx.Client(base_url=server.url + API, timeout=60) as client:
        same = [name for name in rows if client.get(f"/graphs/{name}").content == rows[name][1]]
        mine = [name for name in rows if name in savers.kept]
        changed = [name for name in mine if change(client, name, savers.kept[name].token)]
    what = "restored into an empty folder: graphs read back letter for letter"
    yield Outcome(
        what, f"{len(same):,} of {len(rows):,}", "all", not complaints and len(same) == len(rows) > 0
    )
    yield Outcome(
        "... and changed with their edit tokens", f"{len(changed):,} of {len(mine):,}", "all", changed == mine
    )


def change(client: httpx.Client, name: str, token: str) -> bool:
    """Whether *token* changes the graph, and one that is not its own does not."""
    document = b'{"nodes":[]}'
    said = [
        client.put(
            f"/graphs/{name}",
            content=document,
            headers=JSON | {"authorization": f"Bearer {each}", "if-match": "*"},
        ).status_code
        for each in (token[::-1], token)
    ]
    return said == [403, 200]


def opened(volume: Path) -> Outcome:
    """A volume of an earlier version, in today's server: every graph, run and token of it."""
    told = json.loads((volume / "expected.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        data = Path(shutil.copytree(volume, Path(made) / "data"))
        with (
            service(data) as server,
            Client(server.url) as client,
            httpx.Client(base_url=server.url + API) as http,
        ):
            lost = [
                one["id"]
                for one in told["graphs"]
                if http.get(f"/graphs/{one['id']}").text != one["document"]
            ]
            runs = [json.loads(run) for run in told["runs"]]
            lost += [run["id"] for run in runs if client.stored_run(run["id"]) != run]
            lost += [one["id"] for one in told["graphs"] if not change(http, one["id"], one["edit_token"])]
    count = 2 * len(told["graphs"]) + len(told["runs"])
    what = f"the volume of version {told['version']}: graphs, runs and tokens lost"
    return Outcome(what, f"{len(lost)} of {count}", "0", not lost)


def newer() -> Outcome:
    """A volume of a version that does not exist yet: said at start, refused by the command, and left as it is."""
    with tempfile.TemporaryDirectory(prefix="soak-") as made:
        data = Path(made)
        shutil.copy(sorted(VOLUMES.glob("*/expected.json"))[-1].parent / FILE, data / FILE)
        with closing(sqlite3.connect(data / FILE)) as file:
            file.execute("UPDATE alembic_version SET version_num = '9999'")
            file.commit()
        before = contents(data / FILE)
        with service(data) as server:
            ready = httpx.get(f"{server.url}/health/ready")
            said = server.log.read_text()
        refused = admin(data, "list")
        after = contents(data / FILE)
    clear = "made by a newer version" in said and ready.status_code == 503 and bool(refused)
    what = "a newer version's volume: told at start, refused, left as it is"
    return Outcome(what, _first(said, "newer"), "a clear line", clear and before == after)


def _first(text: str, word: str) -> str:
    """The end of the first line of the log that has *word* in it."""
    said = [json.loads(line)["message"] for line in text.splitlines() if word in line]
    return str(said[0]).split(" was ")[-1][:22] if said else "nothing"
