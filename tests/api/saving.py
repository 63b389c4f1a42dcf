"""Several who save, replace and delete as fast as they are answered, and remember what was acknowledged."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import httpx

HANDS = 8
DELETED = None
"""What is kept of a graph that is gone."""


class Saving:
    """
    Those who save; *enough* answers set `reached`.

    Args:
        url: The server's, with what stands before ``/graphs``.
        enough: Answers after which somebody will do something to the server.
    """

    def __init__(self, url: str, enough: int) -> None:
        self.url = url
        self.enough = enough
        self.answered = 0
        self.reached = threading.Event()
        self.lock = threading.Lock()
        self.kept: dict[str, list[Any]] = {}  # by id: the last acknowledged, and one that may have arrived
        self.hands = [threading.Thread(target=self.hand, args=(number,)) for number in range(HANDS)]

    def begin(self) -> None:
        """Everybody begins."""
        for hand in self.hands:
            hand.start()

    def end(self) -> None:
        """Wait until nobody is left: the server has gone."""
        for hand in self.hands:
            hand.join(60)

    def hand(self, number: int) -> None:
        """Save a graph, replace it twice, and so on until nobody answers any more."""
        count = 0
        with httpx.Client(base_url=self.url, timeout=30) as client:
            while True:
                count += 1
                try:
                    self.save(client, f"{number}.{count}", deleted=count % 5 == 0)
                except httpx.TransportError:
                    return

    def save(self, client: httpx.Client, name: str, deleted: bool) -> None:
        """One graph from its making to its second replacement, or its end."""
        document = {"name": name, "nodes": [{"id": "x", "value": 1, "label": name * 200}]}
        saved = client.post("/graphs", json=document).raise_for_status().json()
        self.acknowledge(saved["id"], document)
        token = {"authorization": f"Bearer {saved['edit_token']}"}
        for again in range(2):
            other = document | {"name": f"{name} again {again}"}
            self.kept[saved["id"]].append(other)
            headers = token | {"if-match": saved["etag"]}
            answer = client.put(f"/graphs/{saved['id']}", json=other, headers=headers)
            saved["etag"] = answer.raise_for_status().json()["etag"]
            self.acknowledge(saved["id"], other)
        if deleted:
            self.kept[saved["id"]].append(DELETED)
            client.delete(f"/graphs/{saved['id']}", headers=token).raise_for_status()
            self.acknowledge(saved["id"], DELETED)

    def acknowledge(self, graph_id: str, document: Any) -> None:
        """What the server has said is so."""
        with self.lock:
            self.kept[graph_id] = [document]
            self.answered += 1
            if self.answered >= self.enough:
                self.reached.set()


def lost(url: str, kept: Mapping[str, list[Any]]) -> dict[str, Any]:
    """What of *kept* is not as it was acknowledged, and what there is instead."""
    with httpx.Client(base_url=url, timeout=30) as client:
        found = {graph_id: client.get(f"/graphs/{graph_id}") for graph_id in kept}
    there = {name: DELETED if answer.status_code == 404 else answer.json() for name, answer in found.items()}
    return {name: document for name, document in there.items() if document not in kept[name]}
