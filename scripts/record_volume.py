"""
Record a volume as this version's server leaves it, and what is in it, for every later version to open.

A server is started on an empty folder, graphs and runs are saved over HTTP, some are changed and one is deleted. It is
started again and killed after some saves more: the newest are in the log beside the database, as after a crash. Run it
before a release and with each migration; `tests/store/test_volumes.py` opens every volume that was ever recorded.

Usage: ``python -m scripts.record_volume``, which writes ``tests/fixtures/store/VERSION/``
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from app import __version__
from app.settings import Settings
from app.store.tables import HEAD
from tests.serving import free_port, wait_until_live

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "fixtures" / "store"
LESSONS = ("chain-rule", "fan-out", "sigmoid-neuron", "vectors-and-matrices")
# Runs are kept for a day; those of a fixture have to be there whenever it is opened.
FOR_EVER = {"BACKPROP_RUN_HOURS": str(24 * 365 * 100)}
JSON = {"content-type": "application/json"}
Found = dict[str, Any]


def documents(client: httpx.Client) -> list[bytes]:
    """Graphs as they are sent: those of lessons, and some whose very letters have to be kept."""
    found = [client.get(f"/lessons/{slug}").raise_for_status().json()["graph"] for slug in LESSONS]
    sent = [json.dumps(graph).encode() for graph in found]
    odd = {
        "nodes": [{"id": "alpha", "kind": "input", "value": 1e-300, "label": "α 🐌 </script>"}],
        "name": "ü",
    }
    sent.append(json.dumps(odd, ensure_ascii=False, indent=3).encode())
    sent.append(b'{ "nodes" : [ {"value":1.50, "kind":"parameter", "id":"w"} ] }')
    return sent


def save(client: httpx.Client, document: bytes, **headers: str) -> Found:
    """A graph that is kept: its id, its token, its tag, and the letters it was sent in."""
    answer = client.post("/graphs", content=document, headers=JSON | headers).raise_for_status().json()
    kept = {key: answer[key] for key in ("id", "edit_token", "etag")}
    return kept | {"document": document.decode()}


def change(client: httpx.Client, graph: Found, document: bytes) -> Found:
    """The same graph in its next version."""
    headers = JSON | {"authorization": f"Bearer {graph['edit_token']}", "if-match": graph["etag"]}
    answer = client.put(f"/graphs/{graph['id']}", content=document, headers=headers).raise_for_status()
    return graph | {"etag": answer.json()["etag"], "document": document.decode()}


def runs(client: httpx.Client, graph: Found) -> list[str]:
    """Of one graph, a run forward and one that went back as well, as they are told."""
    made = [client.post(f"/graphs/{graph['id']}/runs", json={}).raise_for_status().json()["id"] for _ in "ab"]
    client.post(f"/runs/{made[1]}/backward", json={}).raise_for_status()
    return [client.get(f"/runs/{run}").raise_for_status().text for run in made]


def fill(client: httpx.Client) -> Found:
    """Save, change and delete; what has to be there afterwards."""
    graphs = [save(client, document) for document in documents(client)]
    graphs.append(save(client, graphs[0]["document"].encode(), **{"idempotency-key": "volume-key-0001"}))
    for _ in range(3):
        graphs[1] = change(client, graphs[1], graphs[2]["document"].encode())
    gone = save(client, b'{"nodes":[]}')
    token = {"authorization": f"Bearer {gone['edit_token']}"}
    client.delete(f"/graphs/{gone['id']}", headers=token).raise_for_status()
    return {
        "version": __version__,
        "schema": HEAD,
        "graphs": graphs,
        "gone": [gone["id"]],
        "runs": [told for graph in graphs[:3] for told in runs(client, graph)],
    }


def later(client: httpx.Client, found: Found) -> Found:
    """After another start: one graph more, and a change of one that was there."""
    graphs = [*found["graphs"], save(client, b'{"nodes":[{"id":"late","kind":"input","value":2}]}')]
    graphs[3] = change(client, graphs[3], graphs[0]["document"].encode())
    return found | {"graphs": graphs}


@contextmanager
def served(data: Path, log: Path, end: signal.Signals) -> Iterator[httpx.Client]:
    """A client of a server on *data* that is ended by *end*."""
    environment = os.environ | {"BACKPROP_DATA": str(data)} | FOR_EVER
    port = free_port()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=sink, stderr=sink,
        )  # fmt: skip
    try:
        wait_until_live(f"http://127.0.0.1:{port}", process, log)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", timeout=20) as client:
            yield client
    finally:
        process.send_signal(end)
        process.wait()


def record(data: Path, log: Path) -> Found:
    """Let one server save and stop, and another save and be killed; what they said."""
    with served(data, log, signal.SIGTERM) as client:
        found = fill(client)
    with served(data, log, signal.SIGKILL) as client:
        return later(client, found)


def main() -> None:
    """Write this version's volume, where there is none yet: what was released stays as it was."""
    target = FOLDER / __version__
    if target.exists():
        raise SystemExit(f"{target} is there. A volume that was released is never written again.")
    with tempfile.TemporaryDirectory() as made:
        data = Path(made) / "data"
        expected = record(data, Path(made) / "log")
        target.mkdir(parents=True)
        name = Settings().store_file.name
        for part in (name, f"{name}-wal"):  # the third part, -shm, is made anew by whoever opens it
            shutil.copy(data / part, target / part)
    written = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    (target / "expected.json").write_text(written, encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
