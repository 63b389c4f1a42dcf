"""The library's pages and those for frames: their addresses, what they are given along, whose frames they allow."""

from __future__ import annotations

import re

import pytest
from pydantic import ValidationError

from app.lessons import HISTORY, TOPICS
from app.settings import Settings

from .test_pages import Client, state_of

LIBRARY = ["/lessons", "/lessons/history", "/lessons/chain-rule/answers"]
FRAMED = ["/embed", "/embed/g/AAAAAAAAAAAAAAAAAAAAAA"]


@pytest.fixture(scope="module")
def client() -> Client:
    """A client of the application."""
    return Client()


def ancestors(client: Client, path: str) -> str:
    """Whose pages may show this one in a frame."""
    [found] = re.findall(r"frame-ancestors ([^;]+);", client.get(path).headers["content-security-policy"])
    return str(found)


def test_the_library_is_given_what_the_api_lists(client: Client) -> None:
    """Lessons and playlists word for word, so that the sheet stands before a question is asked."""
    given = state_of(client.get("/lessons"))

    assert given["lessons"] == client.get("/api/v1/lessons").json()["lessons"]
    assert given["playlists"] == client.get("/api/v1/playlists").json()["playlists"]
    assert given["topics"] == list(TOPICS)
    assert [stop["what"] for stop in given["history"]] == [stop.what for stop in HISTORY]


@pytest.mark.parametrize("path", LIBRARY)
def test_each_of_its_addresses_is_a_page(client: Client, path: str) -> None:
    """With the policy of every page, and nothing inline."""
    page = client.get(path)

    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == client.get("/").headers["content-security-policy"]
    assert "style=" not in page.text


@pytest.mark.parametrize("path", ["/", "/g/AAAAAAAAAAAAAAAAAAAAAA", "/states", *LIBRARY])
def test_no_other_site_may_frame_a_page_that_is_not_for_frames(client: Client, path: str) -> None:
    """A page in a strange frame can be clicked by deceit."""
    assert ancestors(client, path) == "'self'"


@pytest.mark.parametrize("path", FRAMED)
def test_any_site_may_frame_what_is_for_frames(client: Client, path: str) -> None:
    """The same workbench, under the same policy but for that one word, and no older header that forbids it."""
    page = client.get(path)

    assert ancestors(client, path) == "'self' *"
    assert page.text == client.get("/").text
    assert "x-frame-options" not in page.headers
    rest = client.get("/").headers["content-security-policy"].replace("frame-ancestors 'self'", "")
    assert page.headers["content-security-policy"].replace("frame-ancestors 'self' *", "") == rest


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("", "'self'"),
        ("https://course.example.org", "'self' https://course.example.org"),
        ("https://*.example.org, http://localhost:*", "'self' https://*.example.org http://localhost:*"),
    ],
)
def test_a_host_says_who_may_embed(written: str, allowed: str) -> None:
    """Several sites with commas; empty for nobody else."""
    client = Client(Settings(embed_origins=written))

    assert ancestors(client, "/embed") == allowed
    assert ancestors(client, "/") == "'self'"


@pytest.mark.parametrize(
    "written",
    ["example.org", "https://a.org; script-src *", "https://a.org 'self'", "https://a.org/path", "'none'"],
)
def test_a_site_that_is_none_stops_the_server(written: str) -> None:
    """It would go into a header as it stands."""
    with pytest.raises(ValidationError, match="embed_origins"):
        Settings(embed_origins=written)
