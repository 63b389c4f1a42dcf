"""Connections of a real server: a head that does not arrive, and as many of them as the system allows."""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect

from app.__main__ import serving
from app.settings import Settings

from .circles import circles

ROOT = Path(__file__).resolve().parent.parent
LIVE = b"GET /health/live HTTP/1.1\r\nHost: here\r\n\r\n"
WORK = b"POST /api/v1/parse HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 23\r\n\r\n"
PLAIN = {b"content-type: text/plain; charset=utf-8", b"x-content-type-options: nosniff"}
BODY = b'{"expression": "f = x"}'
Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class Server(uvicorn.Server):
    """One that says when it listens, and where."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.port.set_result(self.servers[0].sockets[0].getsockname()[1])


def with_server(
    test: Callable[[int, Connect], Awaitable[None]],
    app: Callable[..., Any] | None = None,
    head_timeout_s: float = 0.05,
) -> None:
    """Run *test* beside a server, of *app* if one is given, whose heads have 8 KiB and a twentieth of a second."""

    async def both() -> None:
        config = serving("127.0.0.1", 0, Settings(head_timeout_s=head_timeout_s, head_bytes=8192))
        if app is not None:
            config.app, config.factory, config.lifespan = app, False, "off"
        server = Server(config)
        serve = asyncio.create_task(server.serve())
        port = await server.port
        try:
            async with asyncio.timeout(30):
                await test(port, lambda: asyncio.open_connection("127.0.0.1", port))
        finally:
            server.should_exit = True
            await serve

    asyncio.run(both())


@pytest.mark.parametrize("said", [b"", b"\r\n", b"G", LIVE[:-4], LIVE[:-1]])
def test_a_head_that_does_not_arrive_ends_the_connection(said: bytes) -> None:
    """Also one that never begins: a connection that says nothing is a file all the same."""

    async def test(port: int, connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(said)
        assert await reader.read() == b""
        writer.close()

    with_server(test)


@pytest.mark.parametrize("said", [b"\r\n", b"G", LIVE[:-4]])
def test_nor_may_a_second_one_take_for_ever(said: bytes) -> None:
    """The first request was answered; what follows has a time of its own."""

    async def test(port: int, connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(LIVE)
        assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 ")
        writer.write(said)
        assert await reader.read() == b""
        writer.close()

    with_server(test)


MANY = b"X-A: b\r\n" * 1024 + b"X"  # one byte more than a head may have after its first part
CHUNKED = b"POST /api/v1/parse HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n"
CHUNKED += b"Content-Type: application/json\r\n\r\n5\r\n"
TOO_LONG = b"The head of a request has at most 8192 bytes."
LONG = {
    "line": (b"GET /", b"a" * 8193, TOO_LONG),
    "one header": (LIVE[:-2] + b"X-A: ", b"a" * 8193, TOO_LONG),
    "many headers": (LIVE[:-2], MANY, TOO_LONG),
    "blank lines": (b"\r\n", b"\r\n" * 4096, TOO_LONG),
    "second head": (LIVE + LIVE[:-2], MANY, TOO_LONG),
    "words after a body": (CHUNKED + b"{    \r\n0\r\n", MANY, b""),
    "size of a part of a body": (CHUNKED + b"{    \r\n5;", b"a" * 8193, b""),
}


@pytest.mark.parametrize(("first", "then", "words"), LONG.values(), ids=LONG)
def test_a_head_that_is_too_long_ends_the_connection(first: bytes, then: bytes, words: bytes) -> None:
    """
    Also within its time: on a fast line it could fill the memory. So could what stands between parts of a body.

    Nothing is said into a connection on which a request is in work: it might end up in the middle of an answer.
    """

    async def test(_: int, connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(first)
        live, other = await connect()  # once this has its answer, the first part has been read
        other.write(LIVE)
        await live.readuntil(b"}")
        answered = await reader.readuntil(b"}") if first.startswith(LIVE) else b""
        writer.write(then)
        refused = await reader.read()
        assert (refused.startswith(b"HTTP/1.1 431 "), refused.endswith(words)) == (bool(words), True)
        assert not words or set(refused.lower().split(b"\r\n")) >= PLAIN
        assert answered.startswith(b"HTTP/1.1 200 ") or not answered
        writer.close()
        other.close()

    with_server(test, head_timeout_s=60)


def test_what_has_a_head_goes_on() -> None:
    """A body that arrives later is answered, and a WebSocket stays open."""

    async def test(port: int, plain: Connect) -> None:
        async with connect(f"ws://127.0.0.1:{port}/api/v1/mlps/train/stream", proxy=None) as live:
            working, writer = await plain()
            writer.write(WORK)
            for _ in range(2):  # this long, twice
                late, half = await plain()
                half.write(b"G")
                assert await late.read() == b""
                half.close()
            writer.write(BODY)
            assert (await working.readuntil(b"\r\n")) == b"HTTP/1.1 200 OK\r\n"
            writer.close()
            await (await live.ping())

    with_server(test)


def greeting(*headers: bytes, path: bytes = b"/api/v1/mlps/train/stream") -> bytes:
    """The head of a request for a WebSocket."""
    lines = [b"GET " + path + b" HTTP/1.1", b"Host: here", b"Connection: Upgrade", b"Upgrade: websocket"]
    key = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    return b"\r\n".join([*lines, b"Sec-WebSocket-Version: 13", key, *headers, b"", b""])


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (greeting(b"Content-Length: 5"), b""),
        (greeting(b"Content-Length: 5") + b"hello", b"HTTP/1.1 400 "),
        (greeting(b"Transfer-Encoding: chunked"), b""),
        (greeting(b"Transfer-Encoding: chunked") + b"0\r\n\r\n", b"HTTP/1.1 400 "),
        (greeting(*[b"X-A: b"] * 130), b"HTTP/1.1 431 "),
        (greeting(b"X-A: " + b"b" * 9_000), b"HTTP/1.1 431 "),
        (greeting(path=b"/" + b"x" * 9_000), b"HTTP/1.1 414 "),
        (LIVE + greeting(), b"HTTP/1.1 400 "),
        (greeting().replace(b"Version: 13", b"Version: 12"), b"HTTP/1.1 400 "),
        (greeting(path=b"/nowhere"), b"HTTP/1.1 403 "),
        (b"FOO / HTTP/1.1\r\nHost: here\r\n\r\n", b"HTTP/1.1 400 "),
        (b"hello\r\n\r\n", b"HTTP/1.1 400 "),
    ],
    ids=[
        "late body",
        "body",
        "late chunks",
        "chunks",
        "many headers",
        "long header",
        "long path",
        "in work",
        "old version",
        "nowhere",
        "strange method",
        "no HTTP",
    ],
)
def test_a_socket_that_is_not_opened_ends_the_connection(said: bytes, answer: bytes) -> None:
    """
    The library for them takes no such head, and would keep the connection without a word.

    What is said is plain text, and nobody may take it for anything else.
    """

    async def test(port: int, connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(said)
        found = await reader.read()
        assert found.startswith(answer)
        assert not answer or set(found.lower().split(b"\r\n")) >= PLAIN
        writer.close()

    with_server(test)


def test_long_cookies_keep_nobody_from_a_socket() -> None:
    """Another program of the same host may have left them; a line of a head may have 8 KiB, and nobody reads them."""

    async def test(port: int, _: Connect) -> None:
        cookies = {"Cookie": "; ".join(f"c{number}={'x' * 4_000}" for number in range(4))}
        url = f"ws://127.0.0.1:{port}/api/v1/mlps/train/stream"
        async with connect(url, additional_headers=cookies, proxy=None) as live:
            await (await live.ping())

    with_server(test)


def test_each_request_that_came_is_told_that_its_client_has_left() -> None:
    """Of those that come together the library tells the newest alone; the one in work would write to nobody."""
    began: list[str] = []

    async def test(_: int, plain: Connect) -> None:
        said: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        told.append(said)
        _, writer = await plain()
        writer.write(b"".join(b"GET /%d HTTP/1.1\r\nHost: here\r\n\r\n" % number for number in range(40)))
        await in_work.wait()
        writer.transport.abort()
        assert await said == "http.disconnect"

    told: list[asyncio.Future[str]] = []
    in_work = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        began.append(scope["path"])
        await receive()
        in_work.set()
        told[0].set_result((await receive())["type"])

    with_server(test, app)
    assert began == ["/0"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limits of a process are in /proc on Linux")
def test_a_server_takes_as_many_files_as_it_may() -> None:
    """Started with few, as systems do, it would refuse the thousandth socket."""
    command = f"ulimit -Sn 256; exec {sys.executable} -m app --port 0"
    with subprocess.Popen(["/bin/sh", "-c", command], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "http://" in process.stdout.readline()
        said = Path(f"/proc/{process.pid}/limits").read_text()
        process.kill()

    found = re.search(r"Max open files +(\d+) +(\d+)", said)
    assert found is not None
    assert int(found[1]) == min(int(found[2]), 65_536) > 256


UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)


@pytest.mark.parametrize("said", [LIVE, UPGRADE, b"FOO /\r\n\r\n"])
def test_a_connection_that_is_over_is_gone(said: bytes) -> None:
    """With its parser, and the other protocol that took it over; none of it waits for the collector."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            while (await receive())["type"] != "websocket.disconnect":
                pass
        else:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
            await send({"type": "http.response.body", "body": b"{}"})

    async def once(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(said)
        await reader.readuntil(b"\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    left = Counter[str]()

    async def test(port: int, connect: Connect) -> None:
        await once(connect)
        with circles() as found:
            await once(connect)
            while len(asyncio.all_tasks()) > 2:  # the server's own and this one
                await asyncio.sleep(0)
        left.update(found)

    with_server(test, app)
    assert [name for name in left if name.startswith(("app.", "uvicorn.", "websockets.", "httptools."))] == []
