"""A proxy as a host puts before the server: it sends on what begins with a prefix, without that, and says for whom."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

ELSEWHERE = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
PIECE = 64 * 1024


@contextmanager
def proxied(port: int, prefix: str, client: str) -> Iterator[str]:
    """
    The address of a proxy to *port* of this machine, with *prefix* behind it.

    What comes asks for *client*, whatever it says itself. Sockets of the web go through, too.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        here: int = listening.getsockname()[1]
        threading.Thread(target=_accept, args=(listening, port, prefix, client), daemon=True).start()
        yield f"http://127.0.0.1:{here}{prefix}"


def _accept(listening: socket.socket, port: int, prefix: str, client: str) -> None:
    with suppress(OSError):  # closed: the test is over
        while True:
            asking, _ = listening.accept()
            threading.Thread(target=_hand_on, args=(asking, port, prefix, client), daemon=True).start()


def _hand_on(asking: socket.socket, port: int, prefix: str, client: str) -> None:
    """One request a connection, so that only its head has to be read."""
    with asking, suppress(OSError):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = asking.recv(PIECE)
            if not piece:
                return
            head += piece
        head, _, rest = head.partition(b"\r\n\r\n")
        said = _rewritten(head, prefix, client)
        if said is None:
            asking.sendall(ELSEWHERE)
            return
        with socket.create_connection(("127.0.0.1", port)) as server:
            server.sendall(said + rest)
            threading.Thread(target=_pour, args=(asking, server), daemon=True).start()
            _pour(server, asking)


def _rewritten(head: bytes, prefix: str, client: str) -> bytes | None:
    """The head as the server gets it; None for what is not below the prefix."""
    first, *lines = head.decode("latin1").split("\r\n")
    method, path, version = first.split(" ")
    if not path.startswith(f"{prefix}/"):
        return None
    kept = [line for line in lines if not line.lower().startswith(("x-forwarded-for:", "x-forwarded-proto:"))]
    if not any(line.lower().startswith("upgrade:") for line in lines):
        kept = [line for line in kept if not line.lower().startswith("connection:")] + ["connection: close"]
    kept += [f"x-forwarded-for: {client}", "x-forwarded-proto: https"]
    return "\r\n".join([f"{method} {path[len(prefix) :]} {version}", *kept, "", ""]).encode("latin1")


def _pour(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
