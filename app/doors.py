"""
The sockets a server listens on: as the event loop's own would be, but several to an address, and nobody's else.

A worker process that had one of them would keep the port after the server's end, and take in clients that nobody
answers.
"""

from __future__ import annotations

import errno
import socket
import sys
from contextlib import suppress
from typing import Any

# Host and port, and of IPv6 two numbers more.
Address = tuple[Any, ...]
DOORS = 1 if sys.platform == "win32" else 8
# How long a client may take in nothing of what was sent to it. The library waits for ever, also after it has closed.
UNREAD_S = 60.0


def doors(host: str, port: int) -> list[socket.socket]:
    """
    The listening sockets of every address of *host*, each several times over; no process that is started has them.

    uvloop takes in one connection a turn of its loop from each (libuv/libuv#3696), and a browser comes with six:
    through one door, a class that opens the page at once waited for seconds to be let in.

    Args:
        host: A name or an address; of a name's addresses, all that this machine has.
        port: 0 for a free one, the same at every address.

    Raises:
        OSError: None of the addresses is this machine's, or one of them is taken.
    """
    opened: list[socket.socket] = []
    away: OSError | None = None
    try:
        for family, address in addresses(host, port):
            try:
                opened.append(bound(family, at(address, opened)))
            except OSError as error:
                if error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
                    raise
                away = error  # a name may have an IPv6 address where the system has none
        if away is not None and not opened:
            raise away
    except OSError:
        for door in opened:
            door.close()
        raise
    return [door for first in opened for door in (first, *(first.dup() for _ in range(DOORS - 1)))]


def addresses(host: str, port: int) -> dict[tuple[socket.AddressFamily, Address], None]:
    """Families and addresses of *host*, each once, in the system's order."""
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return dict.fromkeys((family, address) for family, _, _, _, address in found)


def at(address: Address, opened: list[socket.socket]) -> Address:
    """*address* with the port that those already *opened* have."""
    return (address[0], opened[0].getsockname()[1], *address[2:]) if opened else address


def bound(family: socket.AddressFamily, address: Address) -> socket.socket:
    """
    A socket at *address*, which a server that has just ended may have had.

    One for IPv6 takes IPv6 alone: clients of IPv4 would come under addresses that are written otherwise.
    """
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # where this means that others may take the port, too
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            with suppress(AttributeError):  # a system that has no such choice
                door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if sys.platform == "linux":  # every connection that comes in has it from here
            with suppress(OSError):  # a sandbox may not know it
                door.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, round(UNREAD_S * 1000))
        door.bind(address)
    except OSError:
        door.close()
        raise
    return door
