"""The command starts a server, says where it is, and explains itself when it cannot."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.__main__ import SHUTDOWN_S, Announcer, browsable, parser, serving
from app.api.compute import Pool, Worker
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def started() -> Iterator[subprocess.Popen[str]]:
    """The command on any free port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        yield process
        process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    """What the command says first, once it answers."""
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),  # noqa: S104  shown, not bound
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("box.example", "box.example"),
    ],
)
def test_the_address_shown_is_one_a_browser_can_open(host: str, shown: str) -> None:
    """ "Any" becomes this machine, and IPv6 gets its brackets."""
    assert browsable(host) == shown


def test_the_defaults_are_the_readmes() -> None:
    """Without options: this machine only, port 8000, no browser opened."""
    wanted = parser().parse_args([])

    assert (wanted.host, wanted.port, wanted.open) == ("127.0.0.1", 8000, False)


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong port ends with a usage line, not with a traceback."""
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([f"--port={port}"])

    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_the_first_line_is_the_address_and_it_answers(started: subprocess.Popen[str]) -> None:
    """The printed address is ready to be opened the moment it is printed."""
    said = re.fullmatch(
        r"Backprop Visualizer is on (http://127\.0\.0\.1:\d+)  \(Ctrl\+C stops it\)\n", first_line(started)
    )

    assert said is not None
    with urllib.request.urlopen(f"{said[1]}/health/ready", timeout=10) as answer:  # noqa: S310  our own address
        assert answer.status == 200


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_sigterm_ends_it_cleanly(started: subprocess.Popen[str]) -> None:
    """A polite stop leaves no complaint behind."""
    first_line(started)
    started.send_signal(signal.SIGTERM)

    _, complaints = started.communicate(timeout=20)

    assert complaints == ""
    assert started.returncode == 0


def test_what_waits_is_told_when_the_server_begins_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool hears of it, through the application's lifespan, before connections are waited for."""
    left: list[float] = []
    monkeypatch.setattr(Pool, "leave", lambda _, seconds: left.append(seconds))
    server = Announcer(serving("127.0.0.1", 0, Settings()), open_page=False)
    server.should_exit = True  # as after SIGTERM: it starts, and stops at once

    asyncio.run(server.serve())

    assert left == [SHUTDOWN_S]


def test_a_class_is_let_in_together() -> None:
    """Connections that wait at the door are taken in several a turn of the loop, uvloop's included."""
    uvloop = pytest.importorskip("uvloop")
    waiting = 64

    async def turns_to_let_in() -> int:
        server = Announcer(serving("127.0.0.1", 0, Settings()), open_page=False)
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup()
        port = server.servers[0].sockets[0].getsockname()[1]
        clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(waiting)]
        turns = 0
        while len(server.server_state.connections) < waiting:
            turns += 1
            await asyncio.sleep(0)
        for client in clients:
            client.close()
        await server.shutdown()
        return turns

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(turns_to_let_in()) < waiting / 2


@pytest.mark.skipif(sys.platform != "linux", reason="the files of a process are in /proc on Linux")
def test_a_worker_does_not_listen() -> None:
    """It outlives a server that is killed by a moment, and would keep the port and take in whoever comes."""
    uvloop = pytest.importorskip("uvloop")  # the loop that hands on what may be inherited

    async def files() -> tuple[set[str], set[str]]:
        server = Announcer(serving("127.0.0.1", 0, Settings()), open_page=False)
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup()
        worker = await Worker.start(Settings())
        its = {os.readlink(name) for name in Path(f"/proc/{worker.process.pid}/fd").iterdir()}
        doors = [door.fileno() for listening in server.servers for door in listening.sockets]
        listened = {os.readlink(f"/proc/self/fd/{number}") for number in doors}
        await worker.kill()
        await server.shutdown()
        return its, listened

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        its, listened = runner.run(files())
    assert len(listened) == 1
    assert its
    assert its.isdisjoint(listened)


def test_a_taken_port_gets_a_remedy() -> None:
    """Where another program listens already, the last line says what to try."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        command = [sys.executable, "-m", "app", "--port", str(other.getsockname()[1])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode != 0
    assert "Try another: --port 8001" in done.stderr
    assert "Traceback" not in done.stderr
