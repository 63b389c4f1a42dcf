"""
``/graphs``: documents that are kept, with a token to change them and a tag against overwriting.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ..engine.errors import LimitError
from ..store.base import SavedGraph, Store, digest_of
from . import wire
from .addresses import client_of
from .endpoint import Desk
from .problems import HttpError
from .reading import refuse_query
from .shelf import Shelf
from .tokens import bearer, check_token, idempotency_key, new_secret, token_again
from .versions import check_version, stale, tag, tag_of, unchanged

PATH = "/api/v1/graphs"
Handler = Callable[[Request], Awaitable[Response]]
_ID = re.compile(r"[A-Za-z0-9_-]{22}\Z")


class Graphs:
    """The handlers of saved graphs."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        self._desk = desk
        self._shelf = shelf

    async def create(self, request: Request) -> Response:
        """Save a new graph; 201, with the edit token that is told only here."""
        refuse_query(request)
        store = await self._shelf.store_for_saving()
        key = idempotency_key(request)
        document = await self._document(request)
        secret = new_secret(key, document)
        token = secret.token
        with self._shelf.quota.saving(client_of(request), len(document)) as nothing_new:
            saved = await store.add_graph(document, digest_of(secret.token.encode()), secret.repeat)
            if key is not None and saved.repeat != secret.repeat:
                nothing_new()
                token = token_again(key, saved, document)
        # A request that is repeated is told what it was told first, whatever has become of the graph since.
        first = tag_of(1, digest_of(document))
        told = {"id": saved.id, "edit_token": token, "etag": first, "url": self._url(saved)}
        told["created_at"] = moment(saved.created_ms)
        headers = {"Location": f"{PATH}/{saved.id}", "ETag": first, "Cache-Control": "no-store"}
        return Response(wire.encode(told), 201, headers, media_type="application/json")

    async def read(self, request: Request) -> Response:
        """The document as it was sent."""
        refuse_query(request)
        _, saved = await self.find(request)
        headers = {"ETag": tag(saved), "Cache-Control": "no-cache"}
        if unchanged(request, saved):
            return Response(status_code=304, headers=headers)
        return Response(saved.document, headers=headers, media_type="application/json")

    async def replace(self, request: Request) -> Response:
        """Put another document in its place: with the token, and the tag of what it replaces."""
        refuse_query(request)
        token = bearer(request)
        store = await self._shelf.store_for_saving()
        _, saved = await self.find(request)
        check_token(token, saved)
        check_version(request, saved, required=True)
        document = await self._document(request)
        with self._shelf.quota.saving(client_of(request), len(document)):
            now = await store.replace_graph(saved.id, saved.version, document)
            if now is None:  # somebody was faster
                raise stale((await self.find(request))[1])
        told = {"id": now.id, "etag": tag(now), "url": self._url(now)}
        told |= {"created_at": moment(now.created_ms), "updated_at": moment(now.changed_ms)}
        headers = {"ETag": tag(now), "Cache-Control": "no-store"}
        return Response(wire.encode(told), 200, headers, media_type="application/json")

    async def remove(self, request: Request) -> Response:
        """Forget a graph: with the token, and a tag if the client wants to be sure."""
        refuse_query(request)
        token = bearer(request)
        store, saved = await self.find(request)
        check_token(token, saved)
        check_version(request, saved, required=False)
        sure = saved.version if "if-match" in request.headers else None
        if not await store.remove_graph(saved.id, sure):
            raise stale((await self.find(request))[1])
        return Response(status_code=204)

    async def find(self, request: Request) -> tuple[Store, SavedGraph]:
        """
        The graph that the address names, and the store it is in.

        Raises:
            HttpError: ``not-found``.
        """
        graph_id = request.path_params["id"]
        store = await self._shelf.store() if is_id(graph_id) else None
        saved = None if store is None else await store.graph(graph_id)
        if store is None or saved is None:
            raise HttpError("not-found", "There is no saved graph of this id.", hint="Was it deleted?")
        return store, saved

    async def _document(self, request: Request) -> bytes:
        body = await self._desk.bodies.read(request)
        allowed = self._desk.settings.saved_bytes
        if len(body) > allowed:
            hint = "Save fewer nodes, or leave long meta out."
            raise LimitError("saved-limit", len(body), allowed, hint=hint)
        await self._desk.inner(request, "keeping/check", [body])
        return body

    def _url(self, saved: SavedGraph) -> str:
        """Where a browser opens it; without a host where the server was not told its own."""
        return f"{self._desk.settings.root}/g/{saved.id}"


def by_method(**handlers: Handler) -> Handler:
    """One handler for an address that takes several methods."""

    async def answer(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        return await handlers[method](request)

    return answer


def is_id(text: str) -> bool:
    """Whether *text* looks like an id; nothing else reaches the store."""
    return _ID.match(text) is not None


def moment(ms: int) -> str:
    """Milliseconds since 1970 as RFC 3339 has it."""
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def addresses(graphs: Graphs) -> dict[str, tuple[tuple[str, ...], Handler]]:
    """Every address of saved graphs, with its methods."""
    one: dict[str, Any] = {"GET": graphs.read, "PUT": graphs.replace, "DELETE": graphs.remove}
    return {PATH: (("POST",), graphs.create), f"{PATH}/{{id}}": (tuple(one), by_method(**one))}
