"""Graph documents that are none: every key of every wrong type, rings, ids that would be something else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .case import V1, Case, Kept, chain, node, posted

TYPES: dict[str, Any] = {"null": None, "true": True, "a number": 7, "a fraction": 1.5, "a word": "zzz", "nothing": "", "an array": [],
         "an object": {}, "arrays in arrays": [[[]]], "a million letters": "a" * 1_000_000}  # fmt: skip
TEXT = {"null", "a word", "nothing", "a million letters"}
# Which of the types above each key takes; all others are 422. Where a long text is taken it is cut in answers only.
FRAME = {"name": TEXT, "nodes": set(), "outputs": {"null", "an array"}, "groups": {"null", "an array"},
         "layout": {"null", "an object"}, "meta": {"null", "an object"}}  # fmt: skip
OF_A_LEAF = {"id": {"a word"}, "kind": {"null"}, "value": {"a number", "a fraction", "an array", "arrays in arrays"}, "op": {"null"},
             "inputs": {"null", "an array"}, "attrs": {"null", "an object"}, "label": TEXT, "role": TEXT}  # fmt: skip
OF_AN_OP = {"kind": {"null"}, "op": set(), "inputs": set(), "attrs": {"null", "an object"}, "value": {"null"}}
OF_A_GROUP = {"id": TEXT - {"null"}, "op": {"null"}, "attrs": {"null", "an object"}, "label": TEXT, "nodes": {"an array"},
              "parent": {"null"}, "open": {"null", "true"}}  # fmt: skip
OF_A_LAYOUT = {"nodes": {"an object"}, "edges": {"an object"}}

IDS = {
    "a blank": " ", "with a blank": "a b", "a line's end": "a\n", "a dot": "a.b", "a dash": "a-b", "a digit first": "1a",
    "accented": "ä", "True": "True", "None": "None", "a path": "../x", "a tag": "<b>", "a NUL": "a\0", "an emoji": "\U0001f600",
    "a full-width letter": "ａ", "a zero-width joiner": "a\u200db", "201 letters": "a" * 201, "a mark of an edge": "a>b:0",
    "a combining mark": "a\u0301", "digits of Arabic": "a٣", "a Greek letter": "α", "a number": 1, "a list": ["a"],
}  # fmt: skip
FINE_IDS = {
    "__proto__": "__proto__", "constructor": "constructor", "__class__": "__class__", "hasOwnProperty": "hasOwnProperty",
    "an op's name": "exp", "a keyword": "lambda", "a name like a nameless one's": "_add1", "200 letters": "a" * 200,
    "one underscore": "_", "a constant of the language": "pi", "in capitals": "NAN",
}  # fmt: skip
VALUES = {
    "true": True, "a word": "1", "an empty word": "", "nan in small letters": "nan", "+Infinity": "+Infinity", "None": {},
    "ragged": [[1, 2], [3]], "null within": [1, None], "true within": [1, True], "a word within": [1, "2"],
    "numbers and rows": [1, [2]], "ragged far down": [[[1, 2], [3, 4]], [[5, 6], [7]]], "an object within": [{}],
}  # fmt: skip


def wrong_types() -> Iterator[Case]:
    """Every key of a document with every type."""
    frame = {"nodes": [node("x"), node("f", "neg", "x")], "outputs": ["f"]}
    for where, keys in (
        ("document", FRAME),
        ("leaf", OF_A_LEAF),
        ("op", OF_AN_OP),
        ("group", OF_A_GROUP),
        ("layout", OF_A_LAYOUT),
    ):
        for key, fits in keys.items():
            for name, value in TYPES.items():
                graph = json.loads(json.dumps(frame))
                _put(graph, where, key, value)
                wanted = "200" if name in fits else "422"
                body = json.dumps({"graph": graph, "output": "f"}).encode()
                yield Case("wrong types", f"{name} as {key} of a {where}", f"{V1}/evaluate", wanted, body)


def _put(graph: dict[str, Any], where: str, key: str, value: Any) -> None:
    if where == "document":
        graph[key] = value
    elif where in ("leaf", "op"):
        # A leaf of its own, so that what reads the others stays right.
        graph["nodes"].append(node("y") if where == "leaf" else node("g", "exp", "x"))
        graph["nodes"][-1][key] = value
    elif where == "group":
        graph["groups"] = [{"id": "box", "op": None, "nodes": ["f"]} | {key: value}]
    else:
        graph["layout"] = {key: value}


RINGS: dict[str, tuple[list[dict[str, Any]], str]] = {
    "of one": ([node("f", "neg", "f")], "422 cycle"),
    "of one, twice": ([node("f", "add", "f", "f")], "422 cycle"),
    "of 9,999": ([node(f"n{k}", "neg", f"n{(k + 1) % 9999}") for k in range(9999)], "422 cycle"),
    "two rings": ([node("a", "neg", "b"), node("b", "neg", "a"), node("c", "neg", "d"), node("d", "neg", "c")], "422 cycle"),
    "a ring off the way": ([node("x"), node("f", "neg", "x"), node("a", "neg", "a")], "422 cycle"),
    "a ring behind a leaf": ([node("x"), node("a", "add", "x", "b"), node("b", "neg", "a")], "422 cycle"),
    "all of 100 read all": ([node(f"n{k}", "stack", *[f"n{j}" for j in range(100)]) for k in range(100)], "422 cycle"),
    "a ring among 9,000 in a chain": (
        [*chain(9000)["nodes"], node("a", "neg", "b"), node("b", "neg", "a")], "422 cycle"),
}  # fmt: skip
ODD: dict[str, tuple[list[Any], str]] = {
    "no nodes": ([], "422 empty-program"),
    "10,001 nodes": (chain(10_001)["nodes"], "413 node-limit"),
    "10,000 nodes backwards": (chain(10_000)["nodes"][::-1], "200"),
    "one id 10,000 times": ([node("a")] * 10_000, "422 duplicate-id"),
    "9,999 inputs that are nobody": ([node(f"n{k}", "neg", f"m{k}") for k in range(9999)], "422 unknown-node"),
    "ids that are nearly each other": (
        [node("a" * 199 + letter) for letter in "bcdefgh"] + [node("f", "neg", "a" * 200)], "422 unknown-node"),
    "an edge too many": ([node("x"), *[node(f"s{k}", "stack", *["x"] * 1000) for k in range(101)]], "413 edge-limit"),
    "an open port": ([node("x"), node("f", "add", "x", None)], "422 open-port"),  # type: ignore[arg-type]
    "nothing but open ports": ([node("f", "add", None, None)], "422 open-port"),  # type: ignore[arg-type]
    "an op of dunders": ([node("x"), node("f", "__class__", "x")], "422 unknown-op"),
    "an op of JavaScript's": ([node("x"), node("f", "constructor", "x")], "422 unknown-op"),
    "an op of a megabyte": ([node("x"), node("f", "a" * 1_000_000, "x")], "422 unknown-op"),
    "an op in capitals": ([node("x"), node("f", "NEG", "x")], "422 unknown-op"),
    "a setting of dunders": ([node("x"), node("f", "neg", "x", attrs={"__class__": 1})], "422 unknown-setting"),
    "10,000 settings": ([node("x"), node("f", "neg", "x", attrs={f"s{k}": k for k in range(10_000)})], "422"),
    "a setting ninety deep": ([node("x"), node("f", "sum", "x", attrs={"axis": json.loads("[" * 90 + "]" * 90)})], "422 bad-setting"),
    "an axis past all": ([node("x"), node("f", "sum", "x", attrs={"axis": 2**70})], "422|400"),
    "a reshape past all": ([node("x"), node("f", "reshape", "x", attrs={"shape": [2**31, 2**31, 2**31]})], "422|413"),
    "a reshape of 33 ones": ([node("x"), node("f", "reshape", "x", attrs={"shape": [1] * 33})], "413 dimension-limit"),
    "a reshape of two unknowns": ([node("x"), node("f", "reshape", "x", attrs={"shape": [-1, -1]})], "422"),
    "an index by a fraction": ([node("x", value=[1, 2]), node("f", "index", "x", attrs={"at": [0.5]})], "422 bad-setting"),
    "an index by a word": ([node("x", value=[1, 2]), node("f", "index", "x", attrs={"at": ["__class__"]})], "422 bad-setting"),
    "an index past the end": ([node("x", value=[1, 2]), node("f", "index", "x", attrs={"at": [10**15]})], "422"),
    "axes said twice": ([node("x", value=[[1]]), node("f", "transpose", "x", attrs={"axes": [0, 0]})], "422"),
    "a clip of words": ([node("x"), node("f", "clip", "x", attrs={"low": "a", "high": "b"})], "422 bad-setting"),
    "a slope of NaN": ([node("x"), node("f", "leaky_relu", "x", attrs={"slope": "NaN"})], "200|422"),
}  # fmt: skip
GROUPS: dict[str, tuple[list[Any], str]] = {
    "its own parent": ([{"id": "a", "nodes": ["f"], "parent": "a"}], "422 bad-group"),
    "parents in a ring": (
        [{"id": f"g{k}", "nodes": [], "parent": f"g{(k + 1) % 1000}"} for k in range(1000)], "422 bad-group"),
    "5,000 within each other": (
        [{"id": f"g{k}", "nodes": ["f"] if k == 0 else [], "parent": f"g{k + 1}" if k < 4999 else None} for k in range(5000)], "200|422"),
    "a parent that is nobody": ([{"id": "a", "nodes": ["f"], "parent": "b"}], "422 unknown-group"),
    "a node that is nobody": ([{"id": "a", "nodes": ["zzz"]}], "422 unknown-node|bad-group"),
    "one node in two": ([{"id": "a", "nodes": ["f"]}, {"id": "b", "nodes": ["f"]}], "200"),
    "one id twice": ([{"id": "a", "nodes": []}, {"id": "a", "nodes": []}], "422 duplicate-id"),
    "a node 100,000 times": ([{"id": "a", "nodes": ["f"] * 100_000}], "200"),
    "100,000 groups": ([{"id": f"g{k}"} for k in range(50_000)], "200|422|413"),
    "an op that is none": ([{"id": "a", "op": "system", "nodes": ["f"]}], "422 unknown-op|bad-group"),
    "attrs that are none": ([{"id": "a", "op": "sigmoid", "attrs": {"__class__": 1}, "nodes": ["f"]}], "200|422"),
}  # fmt: skip
LAYOUTS: dict[str, tuple[Any, str]] = {
    "a place that is NaN": ({"nodes": {"f": ["NaN", 0]}}, "422 bad-layout|wrong-type"),
    "a place far out": ({"nodes": {"f": [1.7e308, -1.7e308]}}, "200"),
    "a place with one number": ({"nodes": {"f": [1]}}, "422 bad-layout"),
    "a place with a word": ({"nodes": {"f": ["1", "2"]}}, "422 bad-layout"),
    "a place of nobody": ({"nodes": {"zzz": [1, 2]}}, "200|422"),
    "a place of __proto__": ({"nodes": {"__proto__": [1, 2]}}, "200|422"),
    "an edge that is none": ({"edges": {"f": [[1, 2]]}}, "422 bad-layout"),
    "an edge of script": ({"edges": {"<script>:0": [[1, 2]]}}, "422 bad-layout"),
    "an edge with a giant index": ({"edges": {"x>f:" + "9" * 5000: [[1, 2]]}}, "200|422"),
    "100,000 bends": ({"edges": {"x>f:0": [[k, k] for k in range(100_000)]}}, "200"),
    "100,000 places": ({"nodes": {f"p{k}": [k, k] for k in range(60_000)}}, "200|422"),
}  # fmt: skip


def cases(kept: Kept) -> Iterator[Case]:
    """All of them."""
    yield from wrong_types()
    pair = [node("x"), node("f", "neg", "x")]
    ids = {name: ({"graph": {"nodes": [node(one)]}}, "422") for name, one in IDS.items()}  # type: ignore[arg-type]
    fine = {
        name: ({"graph": {"nodes": [node(one), node("f", "neg", one)]}}, "200")
        for name, one in FINE_IDS.items()
    }
    values = {name: ({"graph": {"nodes": [node("f", value=one)]}}, "422") for name, one in VALUES.items()}
    yield from posted("ids", "/evaluate", ids)
    yield from posted("ids that only look bad", "/evaluate", fine)
    yield from posted("values", "/evaluate", values)
    yield from posted(
        "rings",
        "/evaluate",
        {name: ({"graph": {"nodes": nodes}}, want) for name, (nodes, want) in RINGS.items()},
    )
    yield from posted(
        "rings, printed",
        "/print",
        {name: ({"graph": {"nodes": nodes}}, want) for name, (nodes, want) in RINGS.items()},
    )
    odd = {
        name: ({"graph": {"nodes": nodes}, "detail": "nodes"}, want) for name, (nodes, want) in ODD.items()
    }
    yield from posted("odd nodes", "/evaluate", odd)
    groups = {
        name: ({"graph": {"nodes": pair, "groups": found}}, want) for name, (found, want) in GROUPS.items()
    }
    yield from posted("groups", "/evaluate", groups)
    layouts = {
        name: ({"graph": {"nodes": pair, "layout": found}}, want) for name, (found, want) in LAYOUTS.items()
    }
    yield from posted("layouts", "/evaluate", layouts)
