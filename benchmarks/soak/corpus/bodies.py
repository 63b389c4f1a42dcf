"""Bodies that are no JSON, or JSON that means more work than it looks."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .case import V1, Case, Kept

GOOD = b'{"expression": "f = x", "inputs": {"x": 1}}'
MOST = 2 * 1024 * 1024
BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "400 not-json"),
    "blanks": (b" \n\t ", "400 not-json"),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "400 not-json"),
    "UTF-16": (GOOD.decode().encode("utf-16"), "400 not-utf-8"),
    "UTF-32": (GOOD.decode().encode("utf-32-le"), "400 not-json"),
    "Latin-1": ('{"expression": "f = x # ä"}'.encode("latin-1"), "400 not-utf-8"),
    "an overlong slash": (b'{"expression": "f = \xc0\xaf"}', "400 not-utf-8"),
    "a surrogate in bytes": (b'{"expression": "f = \xed\xa0\x80"}', "400 not-utf-8"),
    "past the last letter": (b'{"expression": "f = \xf4\x90\x80\x80"}', "400 not-utf-8"),
    "zeros": (b"\0" * 1000, "400 not-json"),
    "two documents": (GOOD + GOOD, "400 not-json"),
    "a document and a brace": (GOOD + b"}", "400 not-json"),
    "a comment": (b"{} // x", "400 not-json"),
    "a comma too many": (b'{"expression": "f = 1",}', "400 not-json"),
    "single quotes": (b"{'expression': 'f = 1'}", "400 not-json"),
    "no quotes": (b'{expression: "f = 1"}', "400 not-json"),
    "a line's end in a string": (b'{"expression": "f = 1\n"}', "400 not-json"),
    "a control letter in a string": (b'{"expression": "f = 1\x01"}', "400 not-json"),
    "an escape that is none": (rb'{"expression": "f = \x41"}', "400 not-json"),
    "half an escape": (rb'{"expression": "f = \u12"}', "400 not-json"),
    "a number with a plus": (b'{"expression": "f = x", "inputs": {"x": +1}}', "400 not-json"),
    "a number with a zero before": (b'{"expression": "f = x", "inputs": {"x": 01}}', "400 not-json"),
    "a number with a dot first": (b'{"expression": "f = x", "inputs": {"x": .5}}', "400 not-json"),
    "a number with a dot last": (b'{"expression": "f = x", "inputs": {"x": 5.}}', "400 not-json"),
    "a number in hexadecimal": (b'{"expression": "f = x", "inputs": {"x": 0x10}}', "400 not-json"),
    "a number cut short": (b'{"expression": "f = x", "inputs": {"x": 1e}}', "400 not-json"),
    "null": (b"null", "422 wrong-type"),
    "true": (b"true", "422 wrong-type"),
    "a number": (b"7", "422 wrong-type"),
    "a string": (b'"f = 1"', "422 wrong-type"),
    "an array": (b"[]", "422 wrong-type"),
    "an empty object": (b"{}", "422 missing-key"),
    "a key twice": (b'{"expression": "f = 1", "expression": "f = 2"}', "400 not-json"),
    "a key twice, once escaped": (rb'{"expression": "f = 1", "\u0065xpression": "f = 2"}', "400 not-json"),
    "a key twice, far in": (b'{"expression": "f = x", "inputs": {"x": 1, "x": 2}}', "400 not-json"),
    "keys twice and colons in them": (rb'{"a\u003ab": 1, "a:b": 2}', "400 not-json"),
    "half a pair in a key": (rb'{"\ud800": 1}', "400 not-json"),
    "a key of nothing": (b'{"": 1, "expression": "f = 1"}', "422 unknown-key"),
    "a key of NUL": (rb'{"\u0000": 1, "expression": "f = 1"}', "422 unknown-key"),
    "keys of JavaScript": (b'{"__proto__": {"expression": "f = 1"}, "constructor": 1}', "422 unknown-key"),
    "99 deep": (b'{"expression": "f = x", "inputs": {"x": ' + b"[" * 97 + b"1" + b"]" * 97 + b"}}", "413 dimension-limit"),
    "101 deep": (b'{"expression": "f = x", "inputs": {"x": ' + b"[" * 99 + b"1" + b"]" * 99 + b"}}", "400 too-deep"),
    "as deep as it is long": (b"[" * MOST, "400 too-deep"),
    "objects as deep": (b'{"a":' * (MOST // 5), "400 too-deep|not-json"),
    "deep, and closed": (b"[" * (MOST // 2) + b"]" * (MOST // 2), "400 too-deep"),
    "brackets within a string": (json.dumps({"expression": "f = 1 # " + "[{" * 60_000}).encode(), "200"),
    "quotes within a string": (json.dumps({"expression": 'f = 1 # ' + '\\"[' * 60_000}).encode(), "200"),
    "a million empty arrays": (b"[" + b"[]," * 690_000 + b"[]]", "422 wrong-type"),
    "a number of two million digits": (b'{"expression": "f = x", "inputs": {"x": ' + b"9" * (MOST - 100) + b"}}", "422 not-a-number"),
    "a fraction of two million digits": (b'{"expression": "f = x", "inputs": {"x": 0.' + b"3" * (MOST - 100) + b"}}", "200"),
    "an exponent of two million digits": (b'{"expression": "f = x", "inputs": {"x": 1e' + b"9" * (MOST - 100) + b"}}", "422 not-a-number|400"),
    "an exponent far below": (b'{"expression": "f = x", "inputs": {"x": 1e-999999999999}}', "200"),
    "a zero below zero": (b'{"expression": "f = 1/x", "inputs": {"x": -0.0}}', "200"),
    "two megabytes of escapes": (b'{"expression": "' + rb"\u0041" * (MOST // 7) + b'"}', "413 expression-limit"),
    "two megabytes of blanks": (GOOD + b" " * (MOST - len(GOOD)), "200"),
    "a byte past two megabytes": (GOOD + b" " * (MOST - len(GOOD) + 1), "413 body-limit"),
    "nine megabytes": (b" " * 9_000_000, "413 body-limit"),
    "two megabytes in one word": (json.dumps({"expression": "f = 1", "detail": "x" * (MOST - 50)}).encode(), "422 wrong-type"),
    "a key of two megabytes": (json.dumps({"k" * (MOST - 50): 1}).encode(), "422 unknown-key"),
    "150,000 unknown keys": (json.dumps({f"k{k}": 1 for k in range(120_000)}).encode(), "422 unknown-key"),
    "100,000 wrong cells": (json.dumps({"expression": "f = x", "inputs": {"x": ["a"] * 100_000}}).encode(), "422 not-a-number|wrong-type"),
    "60,000 inputs of no use": (json.dumps({"expression": "f = 1", "inputs": {f"k{k}": 1 for k in range(60_000)}}).encode(), "200"),
    "a number too large among a million": (
        b'{"expression": "f = sum(x)", "inputs": {"x": [' + b"1," * 900_000 + b"1e400]}}", "422 not-a-number"),
    "a NaN among a million": (b'{"expression": "f = sum(x)", "inputs": {"x": [' + b"1," * 900_000 + b"NaN]}}", "400 not-json"),
}  # fmt: skip
# Cut within a brace, a key, between key and value, a string, an escape, a number, a word, and before the end.
CUTS = {
    1: "brace",
    6: "key",
    14: "colon",
    19: "string",
    24: "comma",
    34: "key of an object",
    41: "number",
    42: "end",
}

# Every place of a request that takes a number, a text or a list: what no reader should let through there.
PLACES: dict[str, dict[str, str]] = {
    "/evaluate": {"inputs": "{}", "parameters": "[]", "output": '"f"', "seed": "1", "mode": '"reverse"', "wrt": '"x"',
                  "direction": "1", "detail": '"nodes"', "steps": "[0]", "format": '"objects"', "partial": "true"},
    "/evaluate/batch": {"inputs": "{}", "columns": "{}", "nodes": "[]", "output": '"f"'},
    "/check": {"inputs": "{}", "output": '"f"', "seed": "1", "nudge": "{}"},
    "/descend": {"optimizer": "{}", "schedule": "{}", "steps": "1", "trainable": "[]", "output": '"f"'},
    "/grade": {"questions": "[]", "answers": "true", "output": '"f"', "seed": "1"},
    "/export": {"format": '"tikz"', "at": '"seed:f"', "output": '"f"', "seed": "1"},
    "/parse": {"inputs": "{}", "parameters": "[]"},
}  # fmt: skip
NASTY: dict[str, tuple[bytes, str]] = {
    "1e400": (b"1e400", "422 not-a-number"),
    "NaN": (b"NaN", "400 not-json"),
    "ninety brackets": (b"[" * 90 + b"]" * 90, "422|413"),
    "an object of dunders": (b'{"__class__": {"__init__": {"__globals__": 1}}}', "422"),
}  # fmt: skip


def cases(kept: Kept) -> Iterator[Case]:
    """All of them."""
    for name, (body, wanted) in BODIES.items():
        yield Case("bodies", name, f"{V1}/evaluate", wanted, body)
    for at, what in CUTS.items():
        yield Case("bodies cut short", f"in a {what}", f"{V1}/evaluate", "400 not-json", GOOD[:at])
    for path, keys in PLACES.items():
        for key in keys:
            for name, (value, wanted) in NASTY.items():
                body = b'{"expression": "x = 1\\nf = x + 1", "' + key.encode() + b'": ' + value + b"}"
                harmless = key in ("inputs", "columns") and name.endswith("dunders")
                yield Case(
                    f"in place of {path}",
                    f"{name} as {key}",
                    V1 + path,
                    "422|200" if harmless else wanted,
                    body,
                )
