"""
What can be asked: one method a route, the same for both clients.

A method describes a call and hands it on; whether the answer comes at once or has to be awaited is the client's
business (`sending`). Keyword arguments of the computing calls are the keys of the request, unchanged.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from .numbers import to_wire

Json = dict[str, Any]
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Call:
    """A request: *tagged* where the answer's ETag belongs to what is returned."""

    method: str
    path: str
    body: Json | None = None
    headers: dict[str, str] = field(default_factory=dict)
    tagged: bool = False


class Calls(ABC, Generic[Given]):
    """Every route of the API."""

    @abstractmethod
    def send(self, call: Call) -> Given:
        """Make *call* and return the answer's JSON object."""

    def _post(self, path: str, body: Json) -> Given:
        return self.send(Call("POST", path, to_wire(body)))

    # Graphs

    def evaluate(self, **request: Any) -> Given:
        """Forward and backward: ``expression`` or ``graph``, ``inputs``, ``detail``, ``mode``, …"""
        return self._post("/evaluate", request)

    def evaluate_batch(self, **request: Any) -> Given:
        """One graph at many values of its leaves: ``batch``."""
        return self._post("/evaluate/batch", request)

    def check(self, **request: Any) -> Given:
        """Gradients beside central differences."""
        return self._post("/check", request)

    def parse(self, expression: str, **request: Any) -> Given:
        """The graph of a program."""
        return self._post("/parse", {"expression": expression, **request})

    def print(self, graph: Json, **request: Any) -> Given:
        """The program of a graph."""
        return self._post("/print", {"graph": graph, **request})

    def expand(self, **request: Any) -> Given:
        """A composite taken apart into its primitives."""
        return self._post("/expand", request)

    def collapse(self, **request: Any) -> Given:
        """A composite put together again."""
        return self._post("/collapse", request)

    def descend(self, **request: Any) -> Given:
        """A scalar graph run downhill."""
        return self._post("/descend", request)

    def grade(self, questions: list[Json], **request: Any) -> Given:
        """Answers marked, with the mistake where one is recognised."""
        return self._post("/grade", {"questions": questions, **request})

    def export(self, format: str, **request: Any) -> Given:
        """A run in another form: ``{"media_type", "content"}``."""
        return self._post("/export", {"format": format, **request})

    # Networks

    def init_mlp(self, **request: Any) -> Given:
        """Where training would start."""
        return self._post("/mlps/init", request)

    def evaluate_mlp(self, **request: Any) -> Given:
        """A batch through a network and back."""
        return self._post("/mlps/evaluate", request)

    def graph_of_mlp(self, **request: Any) -> Given:
        """The network as a graph."""
        return self._post("/mlps/graph", request)

    def train_mlp(self, **request: Any) -> Given:
        """A training: history, parameters, and a ``state`` to go on from."""
        return self._post("/mlps/train", request)

    def export_mlp(self, format: str, **request: Any) -> Given:
        """A network, or a training, as a program: ``{"media_type", "content"}``."""
        return self._post("/mlps/export", {"format": format, **request})

    def datasets(self) -> Given:
        """What data there is."""
        return self.send(Call("GET", "/datasets"))

    def dataset(self, name: str, **request: Any) -> Given:
        """Examples drawn from one of them."""
        return self._post(f"/datasets/{quote(name, safe='')}", request)

    # What there is to learn from

    def ops(self) -> Given:
        """Every op."""
        return self.send(Call("GET", "/ops"))

    def lessons(self) -> Given:
        """Every lesson, in short."""
        return self.send(Call("GET", "/lessons"))

    def lesson(self, slug: str, *, variant: str | int | None = None, answers: bool = False) -> Given:
        """One lesson whole; with other numbers for a *variant*, and their answers if they are wanted."""
        asked = [f"variant={quote(str(variant), safe='')}"] if variant is not None else []
        asked += ["answers=1"] if answers else []
        return self.send(
            Call("GET", f"/lessons/{quote(slug, safe='')}" + ("?" + "&".join(asked) if asked else ""))
        )

    def playlists(self) -> Given:
        """Lessons in the order of a lecture."""
        return self.send(Call("GET", "/playlists"))

    # What is kept

    def save_graph(self, graph: Json) -> Given:
        """Keep a graph: ``{"id", "edit_token", "etag", "url", …}``. Sent twice, it is kept once."""
        key = {"Idempotency-Key": secrets.token_urlsafe(16)}
        return self.send(Call("POST", "/graphs", to_wire(graph), key))

    def saved_graph(self, graph_id: str) -> Given:
        """``{"document", "etag"}`` of a saved graph."""
        return self.send(Call("GET", f"/graphs/{quote(graph_id, safe='')}", tagged=True))

    def replace_graph(self, graph_id: str, graph: Json, *, edit_token: str, etag: str) -> Given:
        """Put *graph* in place of the version *etag*; raises with status 412 where somebody was faster."""
        headers = {"Authorization": f"Bearer {edit_token}", "If-Match": etag}
        return self.send(Call("PUT", f"/graphs/{quote(graph_id, safe='')}", to_wire(graph), headers))

    def delete_graph(self, graph_id: str, *, edit_token: str, etag: str | None = None) -> Given:
        """Forget a graph; with an *etag* only that version, and status 412 where there is another."""
        headers = {"Authorization": f"Bearer {edit_token}"} | ({} if etag is None else {"If-Match": etag})
        return self.send(Call("DELETE", f"/graphs/{quote(graph_id, safe='')}", headers=headers))

    def store_run(self, graph_id: str, **request: Any) -> Given:
        """Run a saved graph forward and keep every node's value."""
        return self._post(f"/graphs/{quote(graph_id, safe='')}/runs", request)

    def stored_run(self, run_id: str) -> Given:
        """The stored values, and gradients once there are any."""
        return self.send(Call("GET", f"/runs/{quote(run_id, safe='')}"))

    def node_of_run(self, run_id: str, node: str) -> Given:
        """One node of a stored run."""
        return self.send(Call("GET", f"/runs/{quote(run_id, safe='')}/nodes/{quote(node, safe='')}"))

    def backward(self, run_id: str, **request: Any) -> Given:
        """The backward pass from the stored values."""
        return self._post(f"/runs/{quote(run_id, safe='')}/backward", request)
