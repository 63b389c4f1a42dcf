"""Messages to a live training that are none, and connections that are no WebSocket's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .asking import STREAM, WAITS
from .case import CLOSED, Case, Kept
from .networks import SPEC

RUN: dict[str, Any] = {
    "type": "start",
    "spec": SPEC,
    "data": {"dataset": "xor"},
    "optimizer": {"kind": "sgd", "learning_rate": 0.1},
    "epochs": 10**9,
    "paused": True,
}


def start(**changed: Any) -> str:
    """A start with something else in it."""
    return json.dumps(RUN | changed)


def after(**message: Any) -> tuple[str, ...]:
    """A run that has begun, and then this."""
    return (start(), json.dumps(message))


BINARY: dict[str, Any] = {"frames": "binary"}
MESSAGES: dict[str, tuple[tuple[str | bytes, ...], str]] = {
    "no JSON": (("x",), "400"), "nothing": (("",), "400"), "NaN": (('{"type": NaN}',), "400"), "too deep": (("[" * 100_000,), "400"), "a key twice": (('{"type": "start", "type": "stop"}',), "400"), "half a pair": ((r'{"type": "\ud800"}',), "400"),
    "null": (("null",), "422"), "a list": (("[]",), "422"), "a number": (("7",), "422"), "an object of nothing": (("{}",), "422"), "a type of number": (('{"type": 1}',), "422"), "a type nobody knows": (('{"type": "begin"}',), "422"), "a type of dunders": (('{"type": "__class__"}',), "422"),
    "a type of a megabyte": ((json.dumps({"type": "x" * 1_000_000}),), "422"), "a step of no run": (('{"type": "step"}',), "422|409"), "a pause of no run": (('{"type": "pause"}',), "422|409"), "a start of nothing": (('{"type": "start"}',), "422"), "a start with strangers": ((start(evil=1),), "422"),
    "a pace of nothing": ((start(frames_per_second=0),), "422"), "a pace past all": ((start(frames_per_second=1e308),), "422"), "a pace of NaN": ((start(frames_per_second="NaN"),), "422"), "a pace of true": ((start(frames_per_second=True),), "422"), "frames nobody knows": ((start(frames="xml"),), "422"),
    "a grid past all": ((start(grid={"x": [0, 1], "y": [0, 1], "size": 10**9}, **BINARY),), "422|413"), "a grid of NaN": ((start(grid={"x": ["NaN", 1], "y": [0, 1], "size": 5}, **BINARY),), "422"), "a grid in words": ((start(grid={"x": "a", "y": "b", "size": "c"}, **BINARY),), "422"),
    "a grid below zero": ((start(grid={"x": [0, 1], "y": [0, 1], "size": -1}, **BINARY),), "422"), "a grid of JSON": ((start(grid={"x": [0, 1], "y": [0, 1], "size": 5}),), "422"), "a grid the wrong way round": ((start(grid={"x": [1, 0], "y": [1, 0], "size": 5}, **BINARY),), "422|101"), "a grid from end to end": ((start(grid={"x": [-1.7e308, 1.7e308], "y": [0, 1], "size": 5}, **BINARY),), "422|101"),
    "paused in words": ((start(paused="yes"),), "422"), "slots of null": ((start(slots=None),), "422|101"), "a network of 2^40 units": ((start(spec=SPEC | {"layers": [{"units": 2**40}]}),), "413"), "a dataset nobody knows": ((start(data={"dataset": "mnist"}),), "404|422"), "10^9 examples": ((start(data={"dataset": "moons", "n": 10**9}),), "413"),
    "a step of no unit": (after(type="step", unit="mile"), "422"), "a step of none": (after(type="step", count=0), "422"), "steps below zero": (after(type="step", count=-5), "422"), "10,001 steps": (after(type="step", count=10_001), "422"), "2^60 steps": (after(type="step", count=2**60), "422"), "half a step": (after(type="step", count=0.5), "422"), "true steps": (after(type="step", count=True), "422"),
    "a set of nothing known": (after(type="set", spec=SPEC), "422"), "a set of a seed": (after(type="set", seed=1), "422"), "a rate of NaN": (after(type="set", optimizer={"kind": "sgd", "learning_rate": "NaN"}), "422"), "an optimizer nobody knows": (after(type="set", optimizer={"kind": "magic"}), "422"), "a schedule of nothing": (after(type="set", schedule={"kind": "inverse", "c1": 1, "c2": 0}), "422"),
    "a batch of nothing": (after(type="set", batch_size=0), "422"), "epochs below zero": (after(type="set", epochs=-1), "422"), "frozen nobodies": (after(type="set", freeze=["W9"]), "422"), "a pause with strangers": (after(type="pause", until=5), "422"), "a second start that is none": ((start(), start(spec=None)), "422"), "a megabyte of blanks": ((" " * 1_000_000 + "x",), "400"),
}  # fmt: skip
FINE: dict[str, tuple[str | bytes, ...]] = {
    "a grid of nothing": (start(grid={}, **BINARY),),
    "a start, as bytes": (start(),), "a rate of 1e308": (start(optimizer={"kind": "sgd", "learning_rate": 1e308}, epochs=5),), "a run of no epochs": (start(epochs=0),), "two starts": (start(), start()), "NaN parameters": (start(parameters={"W1": [["NaN", 0], [0, 0]], "b1": [0, 0], "W2": [[0, 0]], "b2": [0]}),),
}  # fmt: skip
CLOSES: dict[str, tuple[tuple[str | bytes, ...], str]] = {
    "bytes in place of text": ((b"\x00\x01\x02",), "1003|1007|1008|400|422"), "past the largest": (("x" * (2 * 1024 * 1024 + 1),), "1009"), "a flood": (('{"type": "pause"}',) * 500, "1008|422|409"),
}  # fmt: skip


def frame(first: int, payload: bytes, *, masked: bool = True, length: int | None = None) -> bytes:
    """A WebSocket frame by hand; the mask is of zeros."""
    size = len(payload) if length is None else length
    bit = 0x80 if masked else 0
    head = bytes([first, bit | size]) if size < 126 else bytes([first, bit | 127]) + size.to_bytes(8, "big")
    return head + (b"\0\0\0\0" if masked else b"") + payload


def greeting(*headers: bytes, path: str = STREAM, key: bytes = b"dGhlIHNhbXBsZSBub25jZQ==") -> bytes:
    """What opens a WebSocket."""
    lines = [b"GET %s HTTP/1.1" % path.encode(), b"Host: x", b"Sec-WebSocket-Key: " + key, *headers, b"", b""]
    return b"\r\n".join(lines)


OPEN = (b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13")
DOORS: dict[str, tuple[bytes, str]] = {
    "no version": (greeting(*OPEN[:2]), "400|426"), "version 7": (greeting(*OPEN[:2], b"Sec-WebSocket-Version: 7"), "400|426"), "a key that is none": (greeting(*OPEN, key=b"x"), "400"), "an empty key": (greeting(*OPEN, key=b""), "400"), "two keys": (greeting(*OPEN, b"Sec-WebSocket-Key: eA=="), "400"),
    "no upgrade": (greeting(b"Sec-WebSocket-Version: 13"), "404|405|426|400"), "another path": (greeting(*OPEN, path="/api/v1/evaluate"), "403|404|400|405"), "a page's path": (greeting(*OPEN, path="/"), "403|404|400"), "an extension that is none": (greeting(*OPEN, b"Sec-WebSocket-Extensions: " + b"x;" * 1000), "101|400"),
    "a protocol that is none": (greeting(*OPEN, b"Sec-WebSocket-Protocol: evil"), "101|400"), "an origin of script": (greeting(*OPEN, b"Origin: javascript:x"), "101|403"), "a body": (greeting(*OPEN, b"Content-Length: 5") + b"hello", f"101|400|{CLOSED}"),
    "a frame without a mask": (greeting(*OPEN) + frame(0x81, b"{}", masked=False), "101"), "a frame of 2^63 bytes": (greeting(*OPEN) + frame(0x81, b"", length=2**63 - 1), "101"), "an operation that is none": (greeting(*OPEN) + frame(0x83, b"x"), "101"), "reserved bits": (greeting(*OPEN) + frame(0xF1, b"{}"), "101"),
    "a going on of nothing": (greeting(*OPEN) + frame(0x80, b"{}"), "101"), "a ping of 200 bytes": (greeting(*OPEN) + frame(0x89, b"x" * 200), "101"), "a ping in pieces": (greeting(*OPEN) + frame(0x09, b"x"), "101"), "a close of one byte": (greeting(*OPEN) + frame(0x88, b"x"), "101"), "a close with code 5": (greeting(*OPEN) + frame(0x88, b"\0\5"), "101"),
    "text that is no UTF-8": (greeting(*OPEN) + frame(0x81, b"\xff\xfe"), "101"), "10,000 pings": (greeting(*OPEN) + frame(0x89, b"x") * 10_000, "101"), "100,000 empty pieces": (greeting(*OPEN) + frame(0x01, b"{") + frame(0x00, b"") * 100_000, "101"), "half a frame": (greeting(*OPEN) + frame(0x81, b"{}")[:3], "101"), "HTTP after all": (greeting(*OPEN) + b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "101"),
}  # fmt: skip


def cases(kept: Kept) -> Iterator[Case]:
    """All of them; a problem comes as a message, with its status, and ends nothing."""
    for name, (messages, wanted) in MESSAGES.items():
        yield Case("messages", name, STREAM, wanted, headers={}, messages=messages)
    for name, fine in FINE.items():
        yield Case("messages that only look bad", name, STREAM, "101", headers={}, messages=fine)
    for name, (messages, wanted) in CLOSES.items():
        yield Case("messages that end it", name, STREAM, wanted, headers={}, messages=messages)
    for name, (sent, wanted) in DOORS.items():
        yield Case(
            "doors",
            name,
            STREAM,
            f"{wanted}|{WAITS}" if "101" in wanted else wanted,
            sent,
            method="GET",
            raw=True,
            plain=True,
        )
