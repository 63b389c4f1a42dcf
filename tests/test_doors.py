"""What a server listens on: every address that was asked for, and nobody else has it."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app import doors as module
from app.doors import DOORS, doors

ANY = "::"


@contextmanager
def opened(host: str, port: int = 0) -> Iterator[list[socket.socket]]:
    """The doors of *host*, closed again."""
    found = doors(host, port)
    try:
        yield found
    finally:
        for door in found:
            door.close()


def has_ipv6() -> bool:
    """Whether this machine has IPv6 at all."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")


def test_no_process_that_is_started_has_them() -> None:
    """Whoever had the socket would keep the port after the server's end, and let in clients nobody answers."""
    with opened("127.0.0.1") as found:
        assert not any(door.get_inheritable() for door in found)


def test_there_are_several_to_one_address() -> None:
    """One connection a turn comes through each."""
    with opened("127.0.0.1") as found:
        assert len({door.getsockname() for door in found}) == 1
        assert len({door.fileno() for door in found}) == DOORS


@ipv6
def test_any_address_of_ipv6_is_not_one_of_ipv4() -> None:
    """A client of IPv4 would be ::ffff:a.b.c.d, which no quota and no list of trusted proxies expects."""
    with opened(ANY) as found:
        assert all(door.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) for door in found)
        with opened("0.0.0.0", found[0].getsockname()[1]) as others:  # noqa: S104  side by side
            assert len(others) == DOORS


def name_of_two(monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    """Let every name have an address of IPv4 and, of IPv6, *second*."""
    real = socket.getaddrinfo

    def both(_: str, port: int, **hints: int) -> list[object]:
        return [answer for host in ("127.0.0.1", second) for answer in real(host, port, **hints)]

    monkeypatch.setattr(module.socket, "getaddrinfo", both)


@ipv6
def test_a_name_is_listened_to_in_both_families(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser tries the one first or the other, and the address that is shown has one port."""
    name_of_two(monkeypatch, "::1")

    with opened("localhost") as found:
        assert {door.family for door in found} == {socket.AF_INET, socket.AF_INET6}
        assert len({door.getsockname()[1] for door in found}) == 1


@ipv6
def test_of_a_name_the_addresses_that_there_are_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may have an address of IPv6 on a machine that has none."""
    name_of_two(monkeypatch, "2001:db8::1")

    with opened("localhost") as found:
        assert {door.getsockname()[0] for door in found} == {"127.0.0.1"}


def test_an_address_of_another_machine_is_refused() -> None:
    """Nothing would ever come in."""
    with pytest.raises(OSError, match="assign"):
        doors("192.0.2.1", 0)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone counts how long nothing is taken in")
def test_a_client_that_reads_nothing_loses_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written for it, and its file, would be kept for as long as it likes."""
    monkeypatch.setattr(module, "UNREAD_S", 0.2)
    with opened("127.0.0.1") as found, socket.socket() as client:
        found[0].listen()
        client.connect(found[0].getsockname())
        served, _ = found[0].accept()
        with served:
            served.settimeout(30)
            with pytest.raises(TimeoutError) as ended:
                while True:
                    served.send(b"x" * 2**20)

    assert ended.value.errno == errno.ETIMEDOUT  # of the connection; one of the call has no number
