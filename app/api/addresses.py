"""
Who is one client: what turns, shares of the queue and quotas are counted by.
"""

from __future__ import annotations

from ipaddress import IPv6Address

from starlette.requests import HTTPConnection

_HOST_BITS = 64


def client_of(connection: HTTPConnection) -> str:
    """Whose turn a request or a socket is counted as; empty where nobody knows."""
    client = connection.scope.get("client")
    return network_of(client[0]) if client else ""


def network_of(address: str) -> str:
    """
    *address*, or the /64 that one household or machine has of IPv6; IPv4 written as IPv6 is IPv4.

    What comes back is to be compared and never shown. Nothing is kept to be faster the next time: an address is told to
    nobody, not even to a cache.
    """
    if ":" not in address:
        return address
    try:
        found = IPv6Address(address)
    except ValueError:
        return address
    return str(found.ipv4_mapped or f"{int(found) >> _HOST_BITS:016x}")
