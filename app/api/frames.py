"""
What goes over the pipe between the server and a worker: frames, each its length in four bytes and then its bytes.

A question is ``name LF body``; a reply is the status in three digits and then the answer. Bytes only, and no pickle, so
that a worker gone wrong cannot make the server run anything.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from .problems import Problem

LENGTH = struct.Struct(">I")


def question(name: str, body: bytes) -> bytes:
    """A frame that asks for work *name* on *body*."""
    return _frame(name.encode() + b"\n" + body)


def parse_question(content: bytes) -> tuple[str, bytes]:
    """Name and body of a question."""
    name, _, body = content.partition(b"\n")
    return name.decode(), body


def reply(found: Problem) -> bytes:
    """A frame that brings back an answer."""
    return _frame(b"%03d" % found.status + found.body)


def parse_reply(content: bytes) -> Problem:
    """Status and answer of a reply."""
    return Problem(int(content[:3]), content[3:])


def read(stream: BinaryIO) -> bytes | None:
    """The next frame's content; None at the end of the stream. Blocks."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None


def join(parts: list[bytes]) -> bytes:
    """Several pieces as one body, each behind its length."""
    return b"".join(LENGTH.pack(len(part)) + part for part in parts)


def split(body: bytes) -> list[bytes]:
    """The pieces that `join` has joined."""
    parts: list[bytes] = []
    place = 0
    while place < len(body):
        (length,) = LENGTH.unpack_from(body, place)
        place += LENGTH.size + length
        parts.append(body[place - length : place])
    return parts


def _frame(content: bytes) -> bytes:
    return LENGTH.pack(len(content)) + content
