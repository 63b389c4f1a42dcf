"""Bytes that are no HTTP, or HTTP that two readers would read in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from .asking import WAITS
from .case import CLOSED, V1, Case, Kept

PATH = f"{V1}/parse"
BODY = b'{"expression": "f = 1"}'
HEAD = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n".encode()
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNK = b"%x\r\n%s\r\n" % (len(BODY), BODY)
NO, NO_OR_CLOSED, WAITING = "400", f"400|{CLOSED}", str(WAITS)


def get(path: str = "/health/live", *headers: bytes, version: str = "HTTP/1.1") -> bytes:
    """A request that reads."""
    return (
        f"GET {path} {version}\r\n".encode("latin-1")
        + b"".join(b"%s\r\n" % each for each in (b"Host: x", *headers))
        + b"\r\n"
    )


LINES: dict[str, tuple[bytes, str]] = {
    "blanks only": (b"\r\n" * 1000, WAITING),
    "a TLS greeting": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), NO_OR_CLOSED),
    "the preface of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", NO_OR_CLOSED),
    "SSH": (b"SSH-2.0-OpenSSH_9.0\r\n", NO_OR_CLOSED),
    "Redis": (b"*1\r\n$4\r\nPING\r\n", NO_OR_CLOSED),
    "mail": (b"EHLO x\r\n", NO_OR_CLOSED),
    "zeros": (b"\0" * 5000, NO_OR_CLOSED),
    "all bytes": (bytes(range(256)) * 10, NO_OR_CLOSED),
    "a method of a megabyte": (b"A" * 1_000_000 + b" / HTTP/1.1\r\n\r\n", NO_OR_CLOSED),
    "no version": (b"GET /\r\n\r\n", f"200|{NO_OR_CLOSED}"),
    "version 0.9": (get(version="HTTP/0.9"), f"200|{NO_OR_CLOSED}"),
    "version 2": (get(version="HTTP/2.0"), f"200|{NO_OR_CLOSED}"),
    "version 9.9": (get(version="HTTP/9.9"), f"200|{NO_OR_CLOSED}"),
    "version of letters": (get(version="HTTP/a.b"), NO_OR_CLOSED),
    "version in small letters": (get(version="http/1.1"), f"200|{NO_OR_CLOSED}"),
    "another protocol": (get(version="ICY/1.1"), NO_OR_CLOSED),
    "two blanks": (b"GET  /health/live  HTTP/1.1\r\nHost: x\r\n\r\n", f"200|{NO_OR_CLOSED}"),
    "a blank before": (b" GET / HTTP/1.1\r\nHost: x\r\n\r\n", NO_OR_CLOSED),
    "lines' ends without a return": (b"GET /health/live HTTP/1.1\nHost: x\n\n", f"200|{NO_OR_CLOSED}"),
    "returns without a line's end": (b"GET /health/live HTTP/1.1\rHost: x\r\r", f"{WAITING}|{NO_OR_CLOSED}"),
    "a whole address": (get("http://host.invalid/health/live"), "200|404|400"),
    "a host as path": (b"CONNECT host.invalid:443 HTTP/1.1\r\nHost: host.invalid\r\n\r\n", f"404|405|{NO_OR_CLOSED}"),
    "a star as path": (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", f"404|405|{NO_OR_CLOSED}"),
    "no path": (b"GET HTTP/1.1\r\nHost: x\r\n\r\n", NO_OR_CLOSED),
    "a path without a slash": (get("health"), f"404|{NO_OR_CLOSED}"),
    "a path of bytes past ASCII": (get("/\xe4\xff"), f"404|{NO_OR_CLOSED}"),
    "a path with a NUL": (get("/\0"), f"404|{NO_OR_CLOSED}"),
    "a path with a fragment": (get("/health/live#x"), f"200|404|{NO_OR_CLOSED}"),
    "a path of 60,000 letters": (get("/" + "x" * 60_000), f"404|414|{NO_OR_CLOSED}"),
    "a path of a megabyte": (get("/" + "x" * 1_000_000), f"404|414|431|{NO_OR_CLOSED}"),
    "a path out of it all": (get("/../../../../etc/passwd"), f"404|{NO_OR_CLOSED}"),
    "a percent alone": (get("/%"), "404|400"),
    "half a line": (b"GET /health/li", WAITING),
    "no end of headers": (b"GET /health/live HTTP/1.1\r\nHost: x\r\n", WAITING),
}  # fmt: skip
FIELDS: dict[str, tuple[bytes, str]] = {
    "no host": (b"GET /health/live HTTP/1.1\r\n\r\n", "200|400"), "two hosts": (get("/health/live", b"Host: y"), "200|400"), "a host of bytes": (b"GET /health/live HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n", "200|400"),
    "no colon": (get("/health/live", b"what"), NO_OR_CLOSED), "no name": (get("/health/live", b": x"), NO_OR_CLOSED), "a blank before the colon": (get("/health/live", b"X : y"), NO_OR_CLOSED), "a blank in the name": (get("/health/live", b"X y: z"), NO_OR_CLOSED),
    "a name past ASCII": (get("/health/live", b"\xe4: x"), NO_OR_CLOSED), "a NUL in a value": (get("/health/live", b"X: a\0b"), f"200|{NO_OR_CLOSED}"), "a return in a value": (get("/health/live", b"X: a\rY: b"), f"200|{NO_OR_CLOSED}"), "a folded line": (get("/health/live", b"X: a", b" b"), f"200|{NO_OR_CLOSED}"),
    "five million fields": (get("/health/live", *[b"X: y"] * 5_000_000), f"431|{NO_OR_CLOSED}"), "a field of 30 megabytes": (get("/health/live", b"X: " + b"y" * 30_000_000), f"431|{NO_OR_CLOSED}"),
    "bytes past ASCII": (get("/health/live", b"X: " + bytes(range(128, 256))), "200|400"), "a control letter": (get("/health/live", b"X: \x01\x02"), f"200|{NO_OR_CLOSED}"), "200 fields": (get("/health/live", *[b"X%d: y" % k for k in range(200)]), "200|400|431"),
    "20,000 fields": (get("/health/live", *[b"X%d: y" % k for k in range(20_000)]), f"200|431|{NO_OR_CLOSED}"), "a field of 60,000 letters": (get("/health/live", b"X: " + b"y" * 60_000), f"200|431|{NO_OR_CLOSED}"), "a field of a megabyte": (get("/health/live", b"X: " + b"y" * 1_000_000), f"200|431|{NO_OR_CLOSED}"),
    "a name of 60,000 letters": (get("/health/live", b"X" * 60_000 + b": y"), f"200|431|{NO_OR_CLOSED}"), "an end of the connection that is none": (get("/health/live", b"Connection: " + b"x," * 5000), "200|400"), "an upgrade to nothing": (get("/health/live", b"Connection: Upgrade", b"Upgrade: x"), "200|400|426"),
    "a body of a request that reads": (get("/health/live", b"Content-Length: 5") + b"hello", "200"), "an expectation": (HEAD + LENGTH + b"Expect: 100-continue\r\n\r\n" + BODY, "100|200"),
}  # fmt: skip
LENGTHS: dict[str, tuple[bytes, str]] = {
    "two that agree": (HEAD + LENGTH + LENGTH + b"\r\n" + BODY, f"200|{NO_OR_CLOSED}"), "two that do not": (HEAD + LENGTH + b"Content-Length: 5\r\n\r\n" + BODY, NO_OR_CLOSED), "a list": (HEAD + b"Content-Length: 23, 23\r\n\r\n" + BODY, f"200|{NO_OR_CLOSED}"),
    "below zero": (HEAD + b"Content-Length: -1\r\n\r\n" + BODY, NO_OR_CLOSED), "a plus": (HEAD + b"Content-Length: +23\r\n\r\n" + BODY, NO_OR_CLOSED), "hexadecimal": (HEAD + b"Content-Length: 0x17\r\n\r\n" + BODY, NO_OR_CLOSED), "empty": (HEAD + b"Content-Length: \r\n\r\n" + BODY, f"400|415|{NO_OR_CLOSED}"),
    "words": (HEAD + b"Content-Length: many\r\n\r\n" + BODY, NO_OR_CLOSED), "past 2^64": (HEAD + b"Content-Length: 99999999999999999999\r\n\r\n" + BODY, f"413|{NO_OR_CLOSED}"), "5,000 digits": (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", f"413|{NO_OR_CLOSED}"),
    "2^62": (HEAD + b"Content-Length: 4611686018427387904\r\n\r\n" + BODY, "413 body-limit"), "three megabytes that never come": (HEAD + b"Content-Length: 3000000\r\n\r\n", "413 body-limit"), "a byte more than is sent": (HEAD + b"Content-Length: 24\r\n\r\n" + BODY, WAITING),
    "a byte less than is sent": (HEAD + b"Content-Length: 22\r\n\r\n" + BODY, "400 not-json"), "none at all": (HEAD + b"\r\n", "400 not-json"), "both ways of telling": (HEAD + LENGTH + CHUNKED + b"\r\n" + CHUNK + b"0\r\n\r\n", f"200|{NO_OR_CLOSED}"),
    "both, and a request within": (HEAD + b"Content-Length: 4\r\n" + CHUNKED + b"\r\n0\r\n\r\nGET /static/x HTTP/1.1\r\nHost: x\r\n\r\n", "400 not-json|bad-request"), "Arabic digits": (HEAD + "Content-Length: ٢٣\r\n\r\n".encode() + BODY, NO_OR_CLOSED),
}  # fmt: skip
CHUNKS: dict[str, tuple[bytes, str]] = {
    "well": (CHUNKED + b"\r\n" + CHUNK + b"0\r\n\r\n", "200"), "a byte at a time": (CHUNKED + b"\r\n" + b"".join(b"1\r\n%c\r\n" % each for each in BODY) + b"0\r\n\r\n", "200"), "a size below zero": (CHUNKED + b"\r\n-1\r\nx\r\n0\r\n\r\n", NO_OR_CLOSED),
    "a size of words": (CHUNKED + b"\r\nzz\r\nx\r\n0\r\n\r\n", NO_OR_CLOSED), "a size past 2^64": (CHUNKED + b"\r\n" + b"f" * 17 + b"\r\nx\r\n", NO_OR_CLOSED), "a size of 10,000 digits": (CHUNKED + b"\r\n" + b"0" * 10_000 + b"1\r\nx\r\n0\r\n\r\n", f"400|{NO_OR_CLOSED}"),
    "a size with 0x": (CHUNKED + b"\r\n0x17\r\n" + BODY + b"\r\n0\r\n\r\n", NO_OR_CLOSED), "no end of a chunk": (CHUNKED + b"\r\n17\r\n" + BODY + b"0\r\n\r\n", NO_OR_CLOSED), "more than its size": (CHUNKED + b"\r\n5\r\n" + BODY + b"\r\n0\r\n\r\n", NO_OR_CLOSED),
    "three million trailers": (CHUNKED + b"\r\n" + CHUNK + b"0\r\n" + b"X: y\r\n" * 3_000_000 + b"\r\n", f"200|431|{NO_OR_CLOSED}"),
    "an extension": (CHUNKED + b"\r\n17;x=y\r\n" + BODY + b"\r\n0\r\n\r\n", f"200|{NO_OR_CLOSED}"), "an extension of a megabyte": (CHUNKED + b"\r\n17;" + b"x" * 1_000_000 + b"\r\n" + BODY + b"\r\n0\r\n\r\n", f"200|{NO_OR_CLOSED}"),
    "trailers": (CHUNKED + b"\r\n" + CHUNK + b"0\r\nContent-Length: 5\r\nX: y\r\n\r\n", f"200|{NO_OR_CLOSED}"), "three megabytes": (CHUNKED + b"\r\n" + (b"10000\r\n" + b" " * 65536 + b"\r\n") * 48 + b"0\r\n\r\n", "413 body-limit"), "100,000 of a byte": (CHUNKED + b"\r\n" + b"1\r\n \r\n" * 100_000 + CHUNK + b"0\r\n\r\n", "200"),
    "never the last": (CHUNKED + b"\r\n" + CHUNK, WAITING), "another coding": (b"Transfer-Encoding: gzip\r\n\r\n" + BODY, f"415|{NO_OR_CLOSED}"), "chunked and another": (b"Transfer-Encoding: chunked, gzip\r\n\r\n" + CHUNK, f"415|{WAITING}|{NO_OR_CLOSED}"), "chunked twice": (CHUNKED + CHUNKED + b"\r\n" + CHUNK + b"0\r\n\r\n", f"200|{NO_OR_CLOSED}"),
    "chunked in disguise": (b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNK, f"{WAITING}|415|{NO_OR_CLOSED}"), "chunked with a tab": (b"Transfer-Encoding:\tchunked\r\n\r\n" + CHUNK + b"0\r\n\r\n", f"200|{NO_OR_CLOSED}"), "chunked of HTTP/1.0": (b"", f"200|{NO_OR_CLOSED}"),
}  # fmt: skip


def cases(kept: Kept) -> Iterator[Case]:
    """All of them; what no HTTP is may be refused by the library that reads it."""
    for family, table in (
        ("lines that are no request", LINES),
        ("header fields", FIELDS),
        ("lengths that lie", LENGTHS),
    ):
        for name, (sent, wanted) in table.items():
            yield Case(family, name, PATH, wanted, sent, raw=True, plain=True)
    for name, (sent, wanted) in CHUNKS.items():
        head = (
            HEAD
            if sent
            else HEAD.replace(b"HTTP/1.1", b"HTTP/1.0") + CHUNKED + b"\r\n" + CHUNK + b"0\r\n\r\n"
        )
        yield Case("chunks", name, PATH, wanted, head + sent, raw=True, plain=True)
