"""
What a store of graphs and runs can do, whatever it is made of.

A store keeps bytes: documents and tables of nodes are JSON that it never reads. Times are milliseconds since 1970 in
UTC, from the clock the store was given. Whoever stores has checked; the store only sees that nothing is lost.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

NOT_WRITABLE = "The folder of the store cannot be written."
"""What a `StoreBroken` says of it; the log says where that is, and what to do."""


class StoreError(Exception):
    """The store could not do what was asked; nothing has changed in it."""


class StoreFull(StoreError):
    """The disk is full, or the store has reached the size it may have. Reading goes on."""


class StoreUnavailable(StoreError):
    """The store is locked by somebody else, or cannot be reached at all."""


class StoreBroken(StoreUnavailable):
    """It stays out of reach until whoever runs the server mends it: not writable, damaged, of a newer version."""


class StoreGone(StoreUnavailable):
    """Its file was taken away, or another was put in its place: what was done reached nobody. To be opened anew."""


class StoreLocked(StoreUnavailable):
    """Another program holds the store, and has held it for as long as is waited."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """
    What lets a request be sent twice and done once.

    Attributes:
        key_hash: SHA-256 of the client's key.
        salt: Random; with the key, it gives the edit token again, which is itself kept nowhere.
        digest: SHA-256 of the document that came with the key first.
    """

    key_hash: bytes
    salt: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class SavedGraph:
    """
    A graph document as it was sent.

    Attributes:
        id: 128 random bits as 22 letters.
        document: JSON, byte for byte.
        digest: SHA-256 of *document*.
        version: 1, and one more for every replacement.
        token_hash: SHA-256 of the edit token.
        created_ms: When it was first saved.
        changed_ms: When it was last replaced.
        repeat: Where the client gave a key.
    """

    id: str
    document: bytes
    digest: bytes
    version: int
    token_hash: bytes
    created_ms: int
    changed_ms: int
    repeat: Repeat | None = None


@dataclass(frozen=True, slots=True)
class StoredRun:
    """
    A forward pass that was kept, and the last backward pass from it.

    Attributes:
        id: 128 random bits as 22 letters.
        graph_id: The saved graph it was made from.
        graph: The graph document as it was run, JSON; later changes of the saved one do not reach it.
        nodes: Every node with its value, and with its gradient once there is one; a JSON array.
        output: Id of the node that was differentiated; None before any backward pass.
        seed: The gradient that entered there, JSON; None before any backward pass.
        created_ms: When it was stored.
        expires_ms: From when on it is gone.
    """

    id: str
    graph_id: str
    graph: bytes
    nodes: bytes
    output: str | None
    seed: bytes | None
    created_ms: int
    expires_ms: int


class Store(Protocol):
    """
    Keeps graphs and runs.

    Every method may raise `StoreFull` (if it writes) or `StoreUnavailable`. What a method that writes has returned
    from is on the disk.

    Attributes:
        gone: Its file is no longer the one that was opened, and every method raises `StoreGone`.
    """

    gone: bool

    async def add_graph(self, document: bytes, token_hash: bytes, repeat: Repeat | None = None) -> SavedGraph:
        """Keep a new graph; where a graph was made with the same key within a day, return that one instead."""
        ...

    async def graph(self, graph_id: str) -> SavedGraph | None:
        """The graph of this id."""
        ...

    async def replace_graph(self, graph_id: str, version: int, document: bytes) -> SavedGraph | None:
        """Put *document* in place of *version*; None where that is not the version there is."""
        ...

    async def remove_graph(self, graph_id: str, version: int | None = None) -> bool:
        """Forget a graph, at *version* only where one is given; its runs go when they expire."""
        ...

    async def add_run(self, graph_id: str, graph: bytes, nodes: bytes) -> StoredRun:
        """Keep a forward pass until it expires."""
        ...

    async def run(self, run_id: str) -> StoredRun | None:
        """The run of this id, unless it has expired."""
        ...

    async def set_gradients(self, run_id: str, nodes: bytes, output: str, seed: bytes) -> bool:
        """Put a backward pass in place of the last one; False where the run is gone."""
        ...

    async def forget_expired(self) -> None:
        """Take away every run and graph whose time is over."""
        ...

    async def check(self) -> None:
        """Raise what saving would raise now; nothing is written."""
        ...

    async def close(self) -> None:
        """Let go of everything; the store is not asked again."""
        ...


def digest_of(data: bytes) -> bytes:
    """SHA-256 of *data*: 32 bytes."""
    return hashlib.sha256(data).digest()
