"""Pages, static files and the headers that go with them, through the ASGI app."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from app.main import create_app
from app.page.files import IMPORTED, IMPORTS, folder
from app.settings import Settings
from app.web.assets import Asset, Assets
from app.web.pages import page_state, script_hash

POLICY = (
    "default-src 'none'; script-src 'self' '{}'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "object-src 'none'"
)


class Client:
    """Asks the application itself, without a server; synchronous, since pages need no more."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.transport = httpx.ASGITransport(app=create_app(settings))

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        """One answer."""

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.transport, base_url="http://page") as client:
                return await client.get(path, headers=headers)

        return asyncio.run(ask())


@pytest.fixture(scope="module")
def client() -> Client:
    """A client of the application."""
    return Client()


@pytest.fixture(scope="module")
def workbench(client: Client) -> httpx.Response:
    """The workbench as it is sent."""
    return client.get("/")


def test_the_policy_is_exactly_the_documented_one(workbench: httpx.Response) -> None:
    """No inline style, no inline script but the import map, whose very bytes are hashed."""
    [imports] = re.findall(r'<script type="importmap">(.*?)</script>', workbench.text, re.DOTALL)

    assert workbench.headers["content-security-policy"] == POLICY.format(script_hash(imports))


def test_the_page_needs_nothing_inline(workbench: httpx.Response) -> None:
    """Style attributes, handlers and script text would be refused by the policy, so there are none to refuse."""
    assert "style=" not in workbench.text
    assert not re.search(r"\son\w+=", workbench.text)
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", workbench.text)
    assert [re.search(r'type="([^"]+)"', tag).group(1) for tag in inline] == ["importmap", "application/json"]  # type: ignore[union-attr]  # each has a type


def test_the_import_map_precedes_whatever_loads_a_module(workbench: httpx.Response) -> None:
    """A module that is announced earlier makes browsers ignore the map."""
    first = min(workbench.text.index(mark) for mark in ("modulepreload", 'type="module"'))
    assert workbench.text.index('type="importmap"') < first


def test_every_address_on_the_page_answers(client: Client, workbench: httpx.Response) -> None:
    """Scripts, styles, fonts and the import map's targets exist, and may be kept for ever."""
    addresses = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', workbench.text))
    addresses |= set(
        json.loads(re.findall(r'importmap">(.*?)</script>', workbench.text, re.DOTALL)[0])["imports"].values()
    )
    assert len(addresses) > 20
    for address in sorted(addresses):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (
            200,
            "public, max-age=31536000, immutable",
        ), address


def test_all_modules_are_announced(workbench: httpx.Response) -> None:
    """What main.js imports, however deep, is fetched at once instead of one level at a time."""
    announced = re.findall(r'rel="modulepreload" href="/static/[^/]+/([^"]+)"', workbench.text)
    assets = Assets.read(folder("static"))

    assert announced == assets.modules("js/main.js")
    for path in announced:
        for name in IMPORTED.findall(assets.files[path].content.decode()):
            resolved = IMPORTS.get(name) or str((Path("/") / path).parent.joinpath(name).resolve()).lstrip(
                "/"
            )
            assert resolved in announced, f"{path} imports {name}"


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("js/main.js", "text/javascript"),
        ("vendor/preact/preact.mjs", "text/javascript"),
        ("css/base.css", "text/css"),
    ],
)
def test_modules_and_styles_have_the_types_browsers_insist_on(
    client: Client, path: str, media_type: str
) -> None:
    """Under nosniff a module of another type is not run."""
    answer = client.get(Assets.read(folder("static")).url(path))
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_text_is_sent_compressed_to_those_who_take_it(client: Client) -> None:
    """Scripts shrink to about a third; fonts are compressed already."""
    url = Assets.read(folder("static")).url("js/main.js")
    zipped = client.get(url, {"accept-encoding": "gzip"})
    plain = client.get(url, {"accept-encoding": "gzip;q=0, xgzipx"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"])
    assert "content-encoding" not in plain.headers
    assert zipped.content == plain.content
    assert Asset("x.woff2", b"0" * 1000).zipped is None


def test_an_old_version_gets_todays_file_but_not_for_keeping(client: Client) -> None:
    """A page that was open during an upgrade still finds its fonts."""
    answer = client.get("/static/000000000000/css/base.css")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "js/package.json",
        "js/node_modules/typescript/package.json",
        "../app/main.py",
        "..%2fapp/main.py",
        "nothing.js",
        "",
    ],
)
def test_nothing_else_is_served(client: Client, path: str) -> None:
    """Only the page's own files, and no way out of their folder."""
    assert client.get(f"/static/x/{path}").status_code == 404


def test_one_changed_byte_changes_the_version(tmp_path: Path) -> None:
    """So a browser that keeps files for ever never mixes two releases."""
    (tmp_path / "a.js").write_text("1")
    before = Assets.read(tmp_path).version
    (tmp_path / "a.js").write_text("2")
    assert Assets.read(tmp_path).version != before


def test_a_misspelt_file_fails_at_once(tmp_path: Path) -> None:
    """A template that names a file that is not there does not render a dead link."""
    with pytest.raises(KeyError):
        Assets.read(tmp_path).url("css/bsae.css")


def test_state_on_the_page_cannot_close_its_element() -> None:
    """Whatever a lesson is called, it stays data."""
    text = page_state({"title": "</script><script>alert(1)</script>"})
    assert "<" not in text
    assert json.loads(text)["title"].startswith("</script>")


def test_pages_are_asked_for_anew_each_time(workbench: httpx.Response) -> None:
    """A page names the files of its release, so it must not outlive it."""
    assert workbench.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/", "/embed", "/train", "/lessons"])
def test_a_page_one_has_is_not_sent_again(client: Client, path: str) -> None:
    """304, with the policy of the page, to who names its tag; a page of another release has another."""
    page = client.get(path)
    again = client.get(path, {"if-none-match": f'"old", W/{page.headers["etag"]}'})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == page.headers["etag"]
    assert again.headers["content-security-policy"] == page.headers["content-security-policy"]
    assert client.get(path, {"if-none-match": '"old"'}).status_code == 200


def test_a_file_is_the_same_by_the_short_way_and_by_the_route() -> None:
    """A GET of its lasting address passes the router by; behind a prefix that the proxy leaves on, it does not."""
    url = Assets.read(folder("static")).url("css/base.css")
    for accepted in ("gzip", "identity"):
        short = Client().get(url, {"accept-encoding": accepted})
        routed = Client(Settings(path_prefix="/under")).get(f"/under{url}", {"accept-encoding": accepted})

        assert (short.status_code, short.content) == (200, routed.content)
        assert dict(short.headers) == dict(routed.headers)


def state_of(page: httpx.Response) -> dict[str, Any]:
    """What the page is given along."""
    [state] = re.findall(r'id="state">(.*?)</script>', page.text, re.DOTALL)
    found: dict[str, Any] = json.loads(state)
    return found


def test_the_page_is_given_its_opening_lesson_as_the_api_tells_it(
    client: Client, workbench: httpx.Response
) -> None:
    """All its words and places, so that the first screen asks for numbers only."""
    told = client.get("/api/v1/lessons/chain-rule").json()
    given = state_of(workbench)
    assert given["lesson"].items() <= told.items()
    assert {"expression", "pictures", "look", "questions", "notes"} <= given["lesson"].keys()
    assert given["public_url"] == ""


@pytest.mark.parametrize("path", ["/", "/embed", "/lessons", "/train"])
def test_the_hosts_own_pages_reach_every_page(path: str) -> None:
    """Those that are set, and none where none is."""
    imprint, said = "https://example.org/imprint?lang=en#top", "http://example.org/accessible"
    told = Client(Settings(imprint_url=imprint, accessibility_url=said)).get(path)
    assert state_of(told)["host"] == [["imprint", imprint], ["accessibility", said]]
    assert state_of(Client(Settings()).get(path))["host"] == []


@pytest.mark.parametrize("name", ["imprint_url", "privacy_url", "accessibility_url"])
@pytest.mark.parametrize(
    "written", ["javascript:alert(1)", "/imprint", "https://me:secret@example.org", "https://a b"]
)
def test_a_page_of_the_hosts_is_on_the_web(name: str, written: str) -> None:
    """It becomes a link that everybody may press."""
    with pytest.raises(ValidationError, match=name):
        Settings(**{name: written})


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("https://backprop.example.org", "https://backprop.example.org"),
        ("https://example.org/backprop/", "https://example.org/backprop"),
        ("http://192.168.1.7:8000", "http://192.168.1.7:8000"),
        ("", ""),
    ],
)
def test_the_public_address_reaches_the_page(written: str, given: str) -> None:
    """As it is set, without a last slash; a path prefix is kept."""
    assert state_of(Client(Settings(public_url=written)).get("/"))["public_url"] == given


@pytest.mark.parametrize(
    "written",
    [
        "backprop.example.org", "ftp://example.org", "javascript:alert(1)", "https://", "https:///path",
        "https://example.org/?a=1", "https://example.org/#a", "https://me:secret@example.org", "https://exa mple.org",
        "https://[::1", "https://example.org:port",
    ],
)  # fmt: skip
def test_an_address_that_is_none_stops_the_server(written: str) -> None:
    """At start-up and in a sentence, not as a dead link in a lecture."""
    with pytest.raises(ValidationError, match="public_url"):
        Settings(public_url=written)
