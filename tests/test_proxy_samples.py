"""
The samples of proxies, before a real server: each runs as it is written, but for names, ports and certificates.

They take nginx and Caddy as Debian has them (``apt-get install nginx-light caddy``); `make soak` runs them, and says so
where one is not installed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from .serving import free_port, wait_until_live

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "docs" / "proxy"
PREFIX = "/backprop"
HOST = "course.example.org"
# Nobody here has signed it, and nobody is asked who signed it: whether the proxy speaks TLS at all is the question.
UNSIGNED = ssl.create_default_context()
UNSIGNED.check_hostname = False
UNSIGNED.verify_mode = ssl.CERT_NONE


@dataclass(frozen=True)
class Front:
    """A proxy that runs: its port, and the log of the server behind it."""

    port: int
    log: Path

    @property
    def site(self) -> str:
        return f"https://localhost:{self.port}"

    def visitors(self) -> list[str]:
        """Who asked, as the server's log has it: a code for each address."""
        httpx.get(
            f"{self.site}{PREFIX}/health/live", verify=UNSIGNED
        )  # what was asked before is logged by then
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [line["visitor"] for line in lines if line.get("route") == "/api/v1/ops"]


def nginx(folder: Path, port: int, behind: int) -> list[str]:
    """The sample with a certificate made for the occasion, and how it is started."""
    made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    where = ["-keyout", folder / f"{HOST}.key", "-out", folder / f"{HOST}.pem"]
    subprocess.run(["openssl", "req", *made, *map(str, where)], check=True, capture_output=True)
    text = (SAMPLES / "nginx.conf").read_text()
    text = text.replace("/etc/ssl", str(folder)).replace("worker_processes auto;", "worker_processes 1;")
    text = text.replace("listen 80;", f"listen unix:{folder}/plain;").replace(
        "listen 443 ", f"listen {port} "
    )
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = text.replace("http {", "http {\naccess_log off;" + temporary, 1)
    (folder / "nginx.conf").write_text(text)
    alone = f"daemon off; pid {folder}/pid;" + (" user root;" if os.geteuid() == 0 else "")
    return ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf"), "-g", alone]


def caddy(folder: Path, port: int, behind: int) -> list[str]:
    """The sample with its own authority's certificate, and how it is started."""
    text = (SAMPLES / "Caddyfile").read_text()
    text = text.replace(f"\n{HOST} {{", f"\nhttps://localhost:{port} {{").replace(
        "# tls internal", "tls internal"
    )
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    local = "\n{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n"
    (folder / "Caddyfile").write_text(text.replace("\n{\n", local, 1))
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=lambda sample: sample.__name__)
def front(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The proxy before a server that is set up as the sample says."""
    name = request.param.__name__
    if shutil.which(name) is None:
        pytest.fail(f"{name} is not installed: apt-get install nginx-light caddy")
    folder, behind, port = tmp_path_factory.mktemp(name), free_port(), free_port()
    log = folder / "server.log"
    settings = {
        "BACKPROP_PATH_PREFIX": PREFIX, "BACKPROP_TRUSTED_PROXIES": "127.0.0.1", "BACKPROP_LOG": "json",
        "BACKPROP_DATA": str(folder / "data"), "BACKPROP_METRICS": "1",
        "BACKPROP_CORS_ORIGINS": "https://school.example",
        "BACKPROP_PUBLIC_URL": f"https://localhost:{port}{PREFIX}",
    }  # fmt: skip
    command = request.param(folder, port, behind)
    with log.open("wb") as sink, (folder / "proxy.log").open("wb") as proxy_sink:
        server = subprocess.Popen(
            [sys.executable, "-m", "app", "--port", str(behind)],
            cwd=ROOT, env=os.environ | settings, stdout=sink, stderr=sink,
        )  # fmt: skip
        home = os.environ | {
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        }
        proxy = subprocess.Popen(command, cwd=folder, env=home, stdout=proxy_sink, stderr=proxy_sink)
        try:
            wait_until_live(f"http://127.0.0.1:{behind}", server, log)
            wait_until_open(port, proxy, folder / "proxy.log")
            yield Front(port, log)
        finally:
            for process in (proxy, server):
                process.terminate()
                process.wait(timeout=20)


def wait_until_open(port: int, proxy: subprocess.Popen[bytes], log: Path) -> None:
    """Until TLS is spoken, or the proxy has ended, or has had half a minute."""
    deadline = time.monotonic() + 30
    while proxy.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(f"https://localhost:{port}/", verify=UNSIGNED)
            return
        except httpx.TransportError:
            time.sleep(0.05)  # as in `wait_until_live`: there is no event for another program's start
    pytest.fail(f"The proxy did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture
def asking(front: Front) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=front.site, verify=UNSIGNED, timeout=20) as client:
        yield client


@pytest.mark.proxies
def test_the_page_is_below_the_prefix_and_nothing_else_is(asking: httpx.Client) -> None:
    """With its files; without the last slash one is sent on; the rest of the host is somebody else's."""
    page = asking.get(f"{PREFIX}/")
    found = set(re.findall(r'(?:href|src)="(/[^"#]*)', page.text))

    assert page.status_code == 200 and found
    assert [asking.get(address).status_code for address in sorted(found)[-2:]] == [200, 200]
    sent = asking.get(PREFIX)
    assert (sent.status_code, httpx.URL(sent.headers["location"]).path) == (301, f"{PREFIX}/")
    assert asking.get("/api/v1/ops").status_code == 404
    assert asking.get(f"{PREFIX}/health/live").json() == {"status": "live"}


@pytest.mark.proxies
def test_what_is_for_the_host_is_not_for_the_world(asking: httpx.Client) -> None:
    """The server has metrics, and the proxy keeps them back."""
    assert asking.get(f"{PREFIX}/metrics").status_code == 404


@pytest.mark.proxies
def test_a_program_is_evaluated_and_a_graph_saved(asking: httpx.Client, front: Front) -> None:
    """And its address is the public one; a body past the limit is 413."""
    graph = {"nodes": [{"id": "x", "kind": "input", "value": 1}]}
    saved = asking.post(f"{PREFIX}/api/v1/graphs", json=graph)
    large = asking.post(f"{PREFIX}/api/v1/evaluate", json={"expression": "x" * (2 * 1024 * 1024)})

    assert saved.json()["url"] == f"{front.site}{PREFIX}/g/{saved.json()['id']}"
    assert asking.get(saved.headers["location"]).json() == graph
    assert large.status_code == 413


@pytest.mark.proxies
def test_the_client_is_who_the_proxy_saw(front: Front) -> None:
    """Two addresses are two visitors, and what a client says of itself makes no third."""
    for address, said in (("127.0.0.1", "1.2.3.4"), ("127.0.0.1", "5.6.7.8"), ("127.0.0.2", "1.2.3.4")):
        transport = httpx.HTTPTransport(verify=UNSIGNED, local_address=address)
        with httpx.Client(transport=transport) as client:
            site = f"https://127.0.0.1:{front.port}"
            headers = {"x-forwarded-for": said, "forwarded": f"for={said}", "host": f"localhost:{front.port}"}
            extensions = {"sni_hostname": "localhost"}
            told = client.get(f"{site}{PREFIX}/api/v1/ops", headers=headers, extensions=extensions)
            assert told.status_code == 200
    first, second, third = front.visitors()[-3:]

    assert first == second != third


@pytest.mark.proxies
def test_a_live_training_goes_through(front: Front) -> None:
    """From a page of this host; one of another host is turned away, as without a proxy."""
    address = front.site.replace("https", "wss") + f"{PREFIX}/api/v1/mlps/train/stream"
    with connect(address, ssl=UNSIGNED, origin=Origin(front.site)) as stream:
        stream.send(json.dumps({"type": "nonsense"}))
        assert json.loads(stream.recv(timeout=20))["type"] == "error"
    with pytest.raises(InvalidStatus, match="403"):
        connect(address, ssl=UNSIGNED, origin=Origin("https://elsewhere.example"))


def test_the_samples_agree() -> None:
    """Both put the same server under the same host and path, with the same limits."""
    texts = [(SAMPLES / name).read_text() for name in ("nginx.conf", "Caddyfile")]

    assert len({tuple(re.findall(r"BACKPROP_\w+=\S+", text)) for text in texts}) == 1
    for wanted in (HOST, "/backprop/metrics", "127.0.0.1:8000", "BACKPROP_BODY_BYTES", "10s", "30s"):
        assert [wanted in text for text in texts] == [True, True], wanted
