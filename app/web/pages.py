"""
The pages and their static files.

Context in, template out: nothing is computed here, every number on a page comes from the API. The policy below is the
whole of what a page may load; it is strict enough that one forgotten inline script or style shows up in the tests.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ..api.etags import steady
from ..api.lessons import describe, summary
from ..lessons import HISTORY, LESSONS, LISTED, PLAYLISTS, TOPICS
from ..page.files import IMPORTS, folder
from .assets import FOREVER, REVALIDATE, Assets, register_media_types
from .sent import Sent

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ..settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self' '{script}'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}; object-src 'none'"
)

# The worked example the workbench opens on.
OPENING = "chain-rule"


# What the page needs of a lesson: all its words, and its places, but not the graph, which the API makes of the text.
KEPT = (
    "slug title topic summary expression apart pictures modes look questions notation notes sources more varies"
).split()


def opening() -> dict[str, Any]:
    """
    The opening lesson as the page needs it to begin: text, words and places.

    Its numbers come from the API like everybody's; only the question which lesson to ask for is spared.
    """
    told = describe(LESSONS[OPENING], None, with_answers=False)
    return {key: told[key] for key in KEPT}


def shelf() -> dict[str, Any]:
    """What the library begins with: lessons and playlists as the API lists them, topics in order, and the history."""
    return {
        "lessons": [summary(lesson) for lesson in LISTED.values()],
        "topics": TOPICS,
        "playlists": [asdict(playlist) for playlist in PLAYLISTS.values()],
        "history": [asdict(stop) for stop in HISTORY],
    }


def import_map(assets: Assets) -> str:
    """The import map's exact text: what a page holds and what the policy's hash is taken of."""
    return json.dumps({"imports": {name: assets.url(path) for name, path in IMPORTS.items()}}, indent=1)


def script_hash(text: str) -> str:
    """The source expression that lets a policy pass the inline script *text* and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def page_state(state: dict[str, Any]) -> str:
    """*state* as JSON that is safe inside a script element, whatever it holds."""
    return json.dumps(state, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")


class Pages:
    """Templates, static files and the headers that go with them."""

    def __init__(self, assets: Assets, settings: Settings) -> None:
        self.assets = assets
        self.public_url = settings.public_url
        self.host = {"host": settings.host_pages}
        self.imports = import_map(assets)
        self.headers = self.headers_within("'self'")
        self.embed_headers = self.headers_within(settings.frame_ancestors)
        self.rendered: dict[str, bytes] = {}
        self.templates = Environment(
            loader=FileSystemLoader(folder("templates")), autoescape=True, undefined=StrictUndefined
        )

    def headers_within(self, ancestors: str) -> dict[str, str]:
        """A page's headers; *ancestors* says whose pages may show it in a frame, as ``frame-ancestors`` does."""
        return {
            "Content-Security-Policy": POLICY.format(script=script_hash(self.imports), ancestors=ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
        }

    def page(
        self, request: Request, template: str, entry: str, state: Callable[[], dict[str, Any]] = dict
    ) -> Response:
        """
        The page of *template*, or 304 for who has it: it is the same for everybody, what differs is in its address.

        Args:
            request: Whose If-None-Match counts.
            template: File name under templates.
            entry: Path of the page's first module, whose imports are all announced up front.
            state: Makes what the page begins with; asked once.
        """
        if template not in self.rendered:
            self.rendered[template] = self._render(template, entry, state())
        return steady(request, self.rendered[template], "text/html", self.headers)

    def _render(self, template: str, entry: str, state: dict[str, Any]) -> bytes:
        """A page's text."""
        text = self.templates.get_template(template).render(
            url=self.assets.url,
            imports=self.imports,
            modules=[self.assets.url(module) for module in self.assets.modules(entry)],
            state=page_state(state),
        )
        return text.encode()

    async def workbench(self, request: Request) -> Response:
        """The workbench, with its opening example and the address to hand out."""
        return self.page(
            request,
            "workbench.html",
            "js/main.js",
            lambda: {"lesson": opening(), "public_url": self.public_url} | self.host,
        )

    async def embedded(self, request: Request) -> Response:
        """The same workbench for the frames of other pages; what it shows there is in its address."""
        page = await self.workbench(request)
        page.headers.update(self.embed_headers)
        return page

    async def library(self, request: Request) -> Response:
        """The lessons, their history and their answer sheets; which of these, the address says."""
        return self.page(request, "library.html", "js/library.js", lambda: shelf() | self.host)

    async def train(self, request: Request) -> Response:
        """The network bench; what is trained there is in its address."""
        state = {"public_url": self.public_url} | self.host
        return self.page(request, "bench.html", "js/bench.js", lambda: state)

    async def states(self, request: Request) -> Response:
        """Every mark in every state, for looking at."""
        return self.page(request, "states.html", "js/states.js")

    async def static(self, request: Request) -> Response:
        """A static file; under an old version's address today's file, but not for keeping."""
        asset = self.assets.files.get(request.path_params["path"])
        if asset is None:
            raise HTTPException(404)
        current = request.path_params["version"] == self.assets.version
        return Sent(asset, FOREVER if current else REVALIDATE).answer(request.scope)


def mount(app: FastAPI, settings: Settings) -> dict[str, Sent]:
    """Add the pages and the static files to *app*; what answers the files' lasting addresses, by path."""
    register_media_types()
    pages = Pages(Assets.read(folder("static"), settings.path_prefix), settings)
    # A saved graph, or a lesson's answers, is opened by the page, which also has a word for one that is not there.
    for path, endpoint in {
        "/": pages.workbench,
        "/g/{id}": pages.workbench,
        "/embed": pages.embedded,
        "/embed/g/{id}": pages.embedded,
        "/train": pages.train,
        "/lessons": pages.library,
        "/lessons/history": pages.library,
        "/lessons/{slug}/answers": pages.library,
        "/states": pages.states,
    }.items():
        app.add_route(path, endpoint, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_route(
        "/static/{version}/{path:path}", pages.static, methods=["GET", "HEAD"], include_in_schema=False
    )
    under = f"/static/{pages.assets.version}"
    return {f"{under}/{path}": Sent(asset, FOREVER) for path, asset in pages.assets.files.items()}
