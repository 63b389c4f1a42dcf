"""Whose word is taken on who asks: that of the proxies a setting names, and nobody else's."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import ValidationError

import app.main
from app.__main__ import serving
from app.settings import Settings


async def told(scope: Any, receive: Any, send: Any) -> None:
    """An application that answers with what it was told of its client."""
    said = f"{scope['scheme']} {scope['client'][0]}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": said})


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ("", "127.0.0.1", "203.0.113.9", "http 127.0.0.1"),
        ("10.0.0.7", "127.0.0.1", "203.0.113.9", "http 127.0.0.1"),
        ("10.0.0.7", "10.0.0.7", "203.0.113.9", "https 203.0.113.9"),
        ("10.0.0.7", "10.0.0.7", "1.2.3.4, 203.0.113.9", "https 203.0.113.9"),
        ("10.0.0.0/8, 127.0.0.1", "127.0.0.1", "1.2.3.4, 203.0.113.9, 10.1.1.1", "https 203.0.113.9"),
        ("10.0.0.7", "10.0.0.7", "", "https 10.0.0.7"),
    ],
)
async def test_the_client_is_who_a_trusted_proxy_says(
    monkeypatch: pytest.MonkeyPatch, trusted: str, peer: str, forwarded: str, client: str
) -> None:
    """The last address that no trusted proxy wrote: what stands before it the client may have made up."""
    monkeypatch.setattr(app.main, "create_app", lambda: told)
    config = serving("127.0.0.1", 0, Settings(trusted_proxies=trusted))
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=(peer, 1))
    headers = {"x-forwarded-for": forwarded, "x-forwarded-proto": "https"}

    async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
        assert (await asking.get("/", headers=headers)).text == client


@pytest.mark.parametrize("text", ["*", "0.0.0.0/0", "::/0", "proxy.example", "10.0.0.300", "10.0.0.7/8"])
def test_everybody_is_no_proxy(text: str) -> None:
    """A star would take the word of whoever comes; a name could change its address."""
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings(trusted_proxies=text)


@pytest.mark.parametrize(
    ("text", "prefix"), [("", ""), ("/", ""), ("/backprop", "/backprop"), ("/a/b-1/", "/a/b-1")]
)
def test_a_prefix_has_a_slash_in_front_and_none_behind(text: str, prefix: str) -> None:
    """However it is written."""
    assert Settings(path_prefix=text).path_prefix == prefix


@pytest.mark.parametrize(
    "text",
    ["backprop", "/a b", "/a//b", "//host", "/a?b", "/a/../b", "/api", "/static/x", "/g", '/"><script>'],
)
def test_a_prefix_is_not_taken_for_anything_else(text: str) -> None:
    """Nor for an address of the server's own."""
    with pytest.raises(ValidationError, match="path_prefix"):
        Settings(path_prefix=text)
