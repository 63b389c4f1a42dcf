"""A server that is killed while it saves: what it has answered is there when it is back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serving import free_port, wait_until_live

from .conftest import BASE

ROOT = Path(__file__).resolve().parents[2]
HANDS = 8
# After how many answers the server is killed, each time anew; two hundred in all.
KILLED_AFTER = (3, 27, 70, 100)


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A real server on the store in *folder*."""
    port, log = free_port(), folder / "log"
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | {"BACKPROP_DATA": str(folder)},
            stdout=sink,
            stderr=sink,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_live(url, process, log)
        yield url + BASE, process
    finally:
        process.kill()
        process.wait(timeout=20)


class Saving:
    """Several who save and replace as fast as they are answered, and remember what was acknowledged."""

    def __init__(self, url: str, enough: int) -> None:
        self.url = url
        self.enough = enough
        self.answered = 0
        self.reached = threading.Event()
        self.lock = threading.Lock()
        self.kept: dict[str, list[Any]] = {}  # by id: the last acknowledged, and one that may have arrived

    def hand(self, number: int) -> None:
        """Save a graph, replace it twice, and so on until nobody answers any more."""
        count = 0
        with httpx.Client(base_url=self.url, timeout=30) as client:
            while True:
                count += 1
                try:
                    self.save(client, f"{number}.{count}")
                except httpx.TransportError:
                    return

    def save(self, client: httpx.Client, name: str) -> None:
        document = {"name": name, "nodes": [{"id": "x", "value": 1, "label": name * 200}]}
        saved = client.post("/graphs", json=document).raise_for_status().json()
        self.acknowledge(saved["id"], document)
        for again in range(2):
            other = document | {"name": f"{name} again {again}"}
            self.kept[saved["id"]].append(other)
            headers = {"authorization": f"Bearer {saved['edit_token']}", "if-match": saved["etag"]}
            answer = client.put(f"/graphs/{saved['id']}", json=other, headers=headers)
            saved["etag"] = answer.raise_for_status().json()["etag"]
            self.acknowledge(saved["id"], other)

    def acknowledge(self, graph_id: str, document: Any) -> None:
        with self.lock:
            self.kept[graph_id] = [document]
            self.answered += 1
            if self.answered >= self.enough:
                self.reached.set()


def save_until_killed(folder: Path, enough: int) -> Saving:
    """Kill the server, without a word of warning, when it has answered *enough* saves."""
    with server(folder) as (url, process):
        saving = Saving(url, enough)
        hands = [threading.Thread(target=saving.hand, args=(number,)) for number in range(HANDS)]
        for hand in hands:
            hand.start()
        assert saving.reached.wait(120), f"only {saving.answered} saves were answered"
        process.kill()
        for hand in hands:
            hand.join(60)
    return saving


@pytest.mark.slow
def test_no_acknowledged_save_is_lost(tmp_path: Path) -> None:
    """Killed four times while eight save at once: two hundred answers and more, every one of them true."""
    kept: dict[str, list[Any]] = {}
    answered = 0
    for enough in KILLED_AFTER:
        saving = save_until_killed(tmp_path, enough)
        kept |= saving.kept
        answered += saving.answered
    assert answered >= sum(KILLED_AFTER) == 200
    with server(tmp_path) as (url, _), httpx.Client(base_url=url) as client:
        lost = {
            graph_id: documents
            for graph_id, documents in kept.items()
            if client.get(f"/graphs/{graph_id}").json() not in documents
        }
        assert lost == {}
    plain = sqlite3.connect(tmp_path / "backprop.sqlite3")
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
