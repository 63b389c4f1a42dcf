"""
``/graphs/{id}/runs`` and ``/runs``: forward passes that are kept, and backward passes from their stored values.
"""

from __future__ import annotations

from typing import Any

import orjson
from orjson import Fragment
from starlette.requests import Request
from starlette.responses import Response

from ..store.base import Store, StoredRun
from . import frames
from .addresses import client_of
from .endpoint import Desk
from .problems import HttpError
from .reading import refuse_query
from .saved import Graphs, Handler, is_id, moment
from .shelf import Shelf

PATH = "/api/v1/runs"
_HEADERS = {"Cache-Control": "no-store"}


class Runs:
    """The handlers of stored runs."""

    def __init__(self, desk: Desk, shelf: Shelf, graphs: Graphs) -> None:
        self._desk = desk
        self._shelf = shelf
        self._graphs = graphs

    async def create(self, request: Request) -> Response:
        """Run a saved graph forward and keep every node's value; 201."""
        refuse_query(request)
        store = await self._shelf.store_for_saving()
        _, saved = await self._graphs.find(request)
        body = await self._desk.bodies.read(request)
        found = await self._desk.inner(request, "keeping/forward", [saved.document, body])
        graph, nodes, warnings = frames.split(found)
        with self._shelf.quota.saving(client_of(request), len(graph) + len(nodes)):
            run = await store.add_run(saved.id, graph, nodes)
        told = _told(run) | {"warnings": Fragment(warnings)}
        return _json(told, 201, {"Location": f"{PATH}/{run.id}"})

    async def read(self, request: Request) -> Response:
        """A run with all its nodes."""
        refuse_query(request)
        _, run = await self._find(request)
        return _json(_told(run))

    async def node(self, request: Request) -> Response:
        """One node of a run."""
        refuse_query(request)
        _, run = await self._find(request)
        parts = [run.nodes, request.path_params["node"].encode()]
        return _json(Fragment(await self._desk.inner(request, "keeping/node", parts)))

    async def backward(self, request: Request) -> Response:
        """Work backwards from the stored values; what was there of an earlier pass is replaced."""
        refuse_query(request)
        store, run = await self._find(request)
        body = await self._desk.bodies.read(request)
        found = await self._desk.inner(request, "keeping/backward", [run.graph, run.nodes, body])
        answer, nodes, output, seed = frames.split(found)
        if not await store.set_gradients(run.id, nodes, output.decode(), seed):
            raise _gone()
        return _json(Fragment(answer))

    async def _find(self, request: Request) -> tuple[Store, StoredRun]:
        run_id = request.path_params["id"]
        store = await self._shelf.store() if is_id(run_id) else None
        run = None if store is None else await store.run(run_id)
        if store is None or run is None:
            raise _gone()
        return store, run


def _gone() -> HttpError:
    hint = "Runs are kept for a time; run the graph again."
    return HttpError("not-found", "There is no stored run of this id, or it has expired.", hint=hint)


def _told(run: StoredRun) -> dict[str, Any]:
    return {
        "id": run.id,
        "graph_id": run.graph_id,
        "graph": Fragment(run.graph),
        "created_at": moment(run.created_ms),
        "expires_at": moment(run.expires_ms),
        "output": run.output,
        "seed": None if run.seed is None else Fragment(run.seed),
        "nodes": Fragment(run.nodes),
    }


def _json(found: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    headers = _HEADERS | (headers or {})
    return Response(orjson.dumps(found), status, headers, media_type="application/json")


def addresses(runs: Runs) -> dict[str, tuple[tuple[str, ...], Handler]]:
    """Every address of stored runs, with its methods."""
    return {
        "/api/v1/graphs/{id}/runs": (("POST",), runs.create),
        f"{PATH}/{{id}}": (("GET",), runs.read),
        f"{PATH}/{{id}}/nodes/{{node}}": (("GET",), runs.node),
        f"{PATH}/{{id}}/backward": (("POST",), runs.backward),
    }
