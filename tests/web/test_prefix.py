"""The whole server below ``/backprop``, behind a proxy that takes the prefix off."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from ..proxy import proxied
from ..serving import free_port, wait_until_live
from .conftest import Workbench

PREFIX = "/backprop"
IMPRINT = "https://example.org/imprint"
ROOT = Path(__file__).resolve().parents[2]
GRAPH = {
    "nodes": [{"id": "w", "kind": "parameter", "value": 3}, {"id": "f", "op": "square", "inputs": ["w"]}],
    "outputs": ["f"],
}


@contextmanager
def started(folder: Path, **settings: str) -> Iterator[int]:
    """A server with these settings; its port."""
    log, port = folder / "server.log", free_port()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(port)],
            cwd=ROOT,
            stdout=sink,
            stderr=sink,
            env={**os.environ, **settings},
        )
        try:
            wait_until_live(f"http://127.0.0.1:{port}", process, log)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a reader finds it; in place of the server that tests share."""
    folder = tmp_path_factory.mktemp("below")
    settings = {"BACKPROP_PATH_PREFIX": PREFIX, "BACKPROP_DATA": str(folder), "BACKPROP_IMPRINT_URL": IMPRINT}
    with started(folder, **settings) as port, proxied(port, PREFIX, "198.51.100.7") as url:
        yield url


@pytest.mark.parametrize("path", ["/", "/lessons", "/train", "/embed", "/api/v1/docs", "/errors/not-json"])
def test_every_address_on_a_page_is_below_the_prefix(server_url: str, path: str) -> None:
    """Links, styles, modules and the import map; and what they name is there."""
    page = httpx.get(server_url + path).text
    found = set(re.findall(r'(?:href|src)="(/[^"#]*)', page))
    for imports in re.findall(r'importmap">(.*?)</script>', page, re.DOTALL):
        found |= set(json.loads(imports)["imports"].values())

    assert found and all(address.startswith(f"{PREFIX}/") for address in found)
    last = max(found)
    assert httpx.get(server_url.removesuffix(PREFIX) + last).status_code == 200


def test_what_an_answer_says_of_its_own_addresses_is_whole(server_url: str) -> None:
    """Saved graphs, runs, problems, and the OpenAPI document's server."""
    site = server_url.removesuffix(PREFIX)
    saved = httpx.post(f"{server_url}/api/v1/graphs", json=GRAPH)
    run = httpx.post(f"{site}{saved.headers['location']}/runs", json={})

    assert httpx.get(site + saved.headers["location"]).json() == GRAPH
    assert saved.json()["url"] == f"{PREFIX}/g/{saved.json()['id']}"
    assert httpx.get(site + run.headers["location"]).status_code == 200

    refused = httpx.post(f"{server_url}/api/v1/evaluate", json={"expression": "f = tahn(1)"})
    assert refused.json()["type"] == f"{PREFIX}/errors/unknown-op"
    assert refused.json()["code"] in httpx.get(site + refused.json()["type"]).text
    assert httpx.head(f"{server_url}/nothing").status_code == 404
    assert httpx.get(f"{server_url}/api/v1/openapi.json").json()["servers"] == [{"url": PREFIX}]
    assert httpx.get(f"{site}/").status_code == 404, "the proxy's own"


def test_a_socket_is_found_below_it(server_url: str) -> None:
    """And a refusal over it names its page."""
    address = server_url.replace("http", "ws", 1) + "/api/v1/mlps/train/stream"
    with connect(address) as stream:
        stream.send(json.dumps({"type": "nonsense"}))
        said = json.loads(stream.recv(timeout=20))

    assert said["type"] == "error"
    assert said["problem"]["type"].startswith(f"{PREFIX}/errors/")


@pytest.mark.browser
def test_the_page_plays_and_asks_for_nothing_outside(workbench: Workbench) -> None:
    """Numbers, a step, its link, the library, a lesson of it, a frame: all below the prefix, or it is a complaint."""
    site, page = workbench.url.removesuffix(PREFIX), workbench.page
    workbench.open(f"{workbench.url}/?lesson=fan-out#at=start")
    workbench.press("ArrowRight")
    page.wait_for_function(f"() => location.pathname === '{PREFIX}/' && location.hash !== '#at=start'")
    assert workbench.place[0] == 1 and workbench.numbers()["value"]

    workbench.press("s")
    link = page.locator("#share-link").input_value()
    assert link.startswith(f"{workbench.url}/?lesson=fan-out#")
    workbench.press("Escape")
    assert page.get_by_text("Imprint").count() == 0, "not on the board"
    workbench.press("?")
    imprint = page.get_by_role("link", name="Imprint")
    imprint.wait_for()
    assert imprint.get_attribute("href") == IMPRINT
    workbench.press("Escape")

    page.locator(".bar nav a", has_text="Lessons").click()
    page.locator(".finder").get_by_role("link", name="Imprint").wait_for()
    page.locator(".specimens a").first.click()
    page.wait_for_url(f"{site}{PREFIX}/?lesson=*")
    workbench.ready()
    page.goto(f"{workbench.url}/embed?lesson=fan-out#at=start")
    workbench.ready()
    workbench.press("ArrowRight")
    page.wait_for_function(f"() => location.pathname === '{PREFIX}/embed' && location.hash !== '#at=start'")
