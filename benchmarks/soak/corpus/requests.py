"""Requests of the other routes: answers to be graded, columns, descents, nudges, groups, texts to be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .case import Case, Kept, chain, node, posted

TEXT = "q = x + y\nf = q * z"
VALUES = {"x": -2, "y": 5, "z": -4}
ASKED: dict[str, Any] = {"expression": TEXT, "inputs": VALUES}

# Of a student's answer anything is an answer: it is wrong, and nobody else's result is touched by it.
ANSWERS = {
    "nothing": "", "a blank": " ", "a sign": "-", "a dot": ".", "a slash": "/", "over nothing": "1/0", "thrice": "1/2/3", "words": "minus four",
    "code": "__import__('os').system('id')", "dunders": "x.__class__", "a tower": "9**9**9**9", "a tower of names": "x**y**z**x**y**z",
    "a number past all": "1e999", "a number of a kilobyte": "9" * 1000, "NaN": "NaN", "infinity": "Infinity", "-infinity": "-Infinity", "hexadecimal": "0x10",
    "a half": "½", "a typographic minus": "−4", "full-width digits": "−４", "ten thousand brackets": "(" * 10_000, "a hundred and one": "(" * 101 + "x" + ")" * 101,
    "100,000 letters": "x" * 100_000, "a sum of 3,000": "+".join("x" * 3000), "a list": "[1, 2]", "a ragged list": "[[1], [1, 2]]", "an open list": "[1, 2",
    "names nobody has": "a*b*c*d", "a comparison": "x < y", "an assignment": "x = 4", "lines": "x\n\ny", "a comment": "# -4", "a NUL": "-4\0", "turned": "\u202e4-",
    "an op over nothing": "log(x - x)", "an op of nothing": "exp()", "a wrong op": "system(x)", "a tag": "<script>alert(1)</script>", "TeX": "\\input{x}", "a percent": "-400%",
    "a comma": "-4,0", "a fraction of words": "y/zero", "one of itself": "f", "a hundred products": "*".join(["x"] * 100), "a matrix": "x @ y",
}  # fmt: skip
QUESTIONS: dict[str, tuple[Any, str]] = {
    "none": ([], "200"), "a word": ("x", "422"), "numbers": ([1], "422 wrong-type"), "without a quantity": ([{"node": "x", "answer": "1"}], "422 missing-key"),
    "a quantity nobody knows": ([{"node": "x", "quantity": "slope", "answer": "1"}], "422"), "a node that is nobody": ([{"node": "u", "quantity": "value", "answer": "1"}], "422 unknown-node"),
    "a node and an edge": ([{"node": "x", "edge": {"source": "x", "target": "q"}, "quantity": "value", "answer": "1"}], "422 unknown-key"),
    "an edge that is none": ([{"edge": {"source": "x", "target": "f", "index": 0}, "quantity": "local", "answer": "1"}], "422 unknown-edge"),
    "an index below zero": ([{"edge": {"source": "x", "target": "q", "index": -1}, "quantity": "local", "answer": "1"}], "422"),
    "an index past all": ([{"edge": {"source": "x", "target": "q", "index": 2**52}, "quantity": "local", "answer": "1"}], "422 unknown-edge"),
    "an edge of words": ([{"edge": "x>q:0", "quantity": "local", "answer": "1"}], "422"), "an answer of true": ([{"node": "x", "quantity": "value", "answer": True}], "422"),
    "an answer of null": ([{"node": "x", "quantity": "value", "answer": None}], "422"), "an answer that is a list": ([{"node": "x", "quantity": "value", "answer": [1]}], "422"),
    "5,000 nobodies": ([{"node": f"u{k}", "quantity": "value", "answer": "1"} for k in range(5000)], "422 unknown-node"),
    "2,000 formulas": ([{"node": "x", "quantity": "gradient", "answer": f"z*{k}"} for k in range(2000)], "200"),
    "a number past all as JSON": ([{"node": "x", "quantity": "value", "answer": 1e308}], "200"),
}  # fmt: skip
COLUMNS: dict[str, tuple[Any, str]] = {
    "none": ({}, "422"), "empty": ({"x": []}, "422|200"), "two lengths": ({"x": [1, 2], "y": [1]}, "422 bad-column|shape-mismatch"), "of an op": ({"q": [1, 2]}, "422 not-a-leaf"),
    "of nobody": ({"u": [1, 2]}, "422|200"), "a number": ({"x": 1}, "422"), "words": ({"x": ["1", "2"]}, "422"), "ragged": ({"x": [[1], [1, 2]]}, "422"),
    "NaN": ({"x": ["NaN", "Infinity", 1]}, "200"), "matrices": ({"x": [[[1, 2]], [[3, 4]]]}, "200|422"), "600,000 rows": ({"x": [1] * 600_000}, "200"),
    "a null": ({"x": [None]}, "422"), "a list of dicts": ({"x": [{}]}, "422"), "nine deep": ({"x": [[[[[[[[[[1]]]]]]]]]]}, "413 dimension-limit"), "null": (None, "422"),
}  # fmt: skip
SGD = {"kind": "sgd", "learning_rate": 0.1}
DESCENTS: dict[str, tuple[Any, str]] = {
    "10^9 steps": ({"steps": 10**9}, "413 step-limit"), "steps below zero": ({"steps": -1}, "422"), "half a step": ({"steps": 0.5}, "422"), "steps past 2^53": ({"steps": 2**60}, "422"),
    "no steps": ({"steps": 0}, "200"), "a rate of 1e308": ({"optimizer": SGD | {"learning_rate": 1e308}}, "200"), "a rate of NaN": ({"optimizer": SGD | {"learning_rate": "NaN"}}, "422"),
    "an optimizer for networks": ({"optimizer": {"kind": "perceptron", "learning_rate": 1}}, "422"), "no kind": ({"optimizer": {}}, "422"), "a kind of list": ({"optimizer": {"kind": []}}, "422"),
    "an op that is to move": ({"trainable": ["q"]}, "422"), "nobody that is to move": ({"trainable": ["u"]}, "422"), "none that moves": ({"trainable": []}, "200|422"),
    "one leaf twice": ({"trainable": ["x", "x"]}, "200|422"), "a leaf that is null": ({"trainable": [None]}, "422"), "a schedule below zero": ({"schedule": {"kind": "inverse", "c1": 1, "c2": -5}}, "422"),
    "a schedule with strangers": ({"schedule": {"kind": "constant", "c1": 1}}, "422"), "an output that is nobody": ({"output": "u"}, "422 unknown-node"), "from NaN": ({"inputs": VALUES | {"x": "NaN"}}, "200"),
    "from a tensor": ({"inputs": VALUES | {"x": [1, 2]}}, "422 output-not-scalar"),
}  # fmt: skip
EDGE = {"source": "x", "target": "q", "index": 0}
NUDGES: dict[str, tuple[Any, str]] = {
    "by nothing": (EDGE | {"step": 0}, "200|422"), "by NaN": (EDGE | {"step": "NaN"}, "422"), "by infinity": (EDGE | {"step": "Infinity"}, "422"), "by all": (EDGE | {"step": 1.7e308}, "200|422"),
    "by next to nothing": (EDGE | {"step": 5e-324}, "200|422"), "by a word": (EDGE | {"step": "1"}, "422"), "by true": (EDGE | {"step": True}, "422"), "by a list": (EDGE | {"step": [1]}, "200|422"),
    "along no edge": ({"source": "x", "target": "f", "index": 0, "step": 1}, "422 unknown-edge"), "along nobody's": ({"source": "u", "target": "v", "index": 0, "step": 1}, "422"),
    "at an index past all": (EDGE | {"index": 2**52, "step": 1}, "422 unknown-edge"), "without a step": (EDGE, "422 missing-key"), "null": (None, "200"), "a list": ([], "422"),
}  # fmt: skip
SIGMOID: dict[str, Any] = {"nodes": [node("x"), node("s", "sigmoid", "x")], "outputs": ["s"]}
PARTS = [
    node("x"),
    node("s__c", value=-1, kind="constant"),
    node("s__mul", "mul", "x", "s__c"),
    node("s", "exp", "s__mul"),
]
EXPANDED: dict[str, tuple[Any, str]] = {
    "a leaf": ({"graph": SIGMOID, "node": "x"}, "422 not-a-composite"), "nobody": ({"graph": SIGMOID, "node": "u"}, "422 unknown-node"), "nothing": ({"graph": SIGMOID, "node": ""}, "422 unknown-node"),
    "dunders": ({"graph": SIGMOID, "node": "__class__"}, "422 unknown-node"), "a list": ({"graph": SIGMOID, "node": []}, "422"), "in a ring": ({"graph": {"nodes": [node("s", "sigmoid", "s")]}, "node": "s"}, "422 cycle"),
    "where its parts' names are taken": ({"graph": {"nodes": [*SIGMOID["nodes"], *[node(f"s__{name}{k}") for name in ("exp", "add", "mul", "pow", "neg") for k in range(9)]]}, "node": "s"}, "200"),
    "with a name of 200 letters": ({"graph": {"nodes": [node("x"), node("s" * 200, "sigmoid", "x")]}, "node": "s" * 200}, "200|422"),
    "a softmax of 100,000": ({"graph": {"nodes": [node("x", value=[0] * 100_000), node("s", "softmax", "x")]}, "node": "s"}, "200|413"),
    "the last of 10,000": ({"graph": {"nodes": [*chain(9_999)["nodes"], node("s", "sigmoid", "n9998")]}, "node": "s"}, "413 node-limit|200"),
}  # fmt: skip
COLLAPSED: dict[str, tuple[Any, str]] = {
    "nobody": ({"graph": SIGMOID, "group": "u"}, "422 unknown-group"), "a number": ({"graph": SIGMOID, "group": 1}, "422 wrong-type"), "an object of nothing": ({"graph": SIGMOID, "group": {}}, "422 missing-key"),
    "one that was changed within": ({"graph": {"nodes": PARTS, "groups": [{"id": "s", "op": "sigmoid", "nodes": ["s__c", "s__mul", "s"]}]}, "group": "s"}, "422 group-changed"),
    "one without an op": ({"graph": {"nodes": PARTS, "groups": [{"id": "s", "nodes": ["s"]}]}, "group": "s"}, "422 group-has-no-op"),
    "one of nothing": ({"graph": {"nodes": PARTS, "groups": [{"id": "s", "op": "sigmoid", "nodes": []}]}, "group": "s"}, "422"),
    "one of leaves": ({"graph": {"nodes": PARTS, "groups": [{"id": "s", "op": "sigmoid", "nodes": ["x"]}]}, "group": "s"}, "422"),
    "one of everything": ({"graph": chain(9000) | {"groups": [{"id": "s", "op": "softmax", "nodes": [f"n{k}" for k in range(9000)]}]}, "group": "s"}, "422"),
    "a group that is not the graph's": ({"graph": SIGMOID, "group": {"id": "s", "op": "sigmoid", "nodes": ["s"]}}, "422 unknown-group"),
}  # fmt: skip
SOURCES = {
    "no program": ("(((", "422|200"), "another program": ("a = 1\nb = a", "200|422"), "a ring": ("s = s + 1", "200|422"), "comments only": ("# x\n" * 1000, "200|422"), "60,000 statements": ("\n".join(f"a{k} = {k}" for k in range(12_000)), "413|422"),
    "a quarter of a megabyte and one": ("#" * (256 * 1024 + 1), "413 expression-limit"), "NUL": ("s = sigmoid(x)\0", "422|200"), "lines of all kinds": ("x = 1\r\n\r\u2028\x85s = sigmoid(x)", "422|200"),
    "a tag in a comment": ("x = 1\ns = sigmoid(x) # <script>", "200"), "one name twice": ("s = 1\ns = 2", "422|200"),
}  # fmt: skip


def cases(kept: Kept) -> Iterator[Case]:
    """All of them."""
    answers = {
        name: [
            {"node": "x", "quantity": "gradient", "answer": text},
            {"node": "f", "quantity": "value", "answer": "-12"},
        ]
        for name, text in ANSWERS.items()
    }
    yield from posted(
        "answers", "/grade", {name: (ASKED | {"questions": asked}, "200") for name, asked in answers.items()}
    )
    yield from posted(
        "questions",
        "/grade",
        {name: (ASKED | {"questions": asked}, want) for name, (asked, want) in QUESTIONS.items()},
    )
    yield from posted(
        "columns",
        "/evaluate/batch",
        {name: (ASKED | {"columns": found}, want) for name, (found, want) in COLUMNS.items()},
    )
    yield from posted(
        "descents",
        "/descend",
        {
            name: (ASKED | {"optimizer": SGD, "steps": 3} | found, want)
            for name, (found, want) in DESCENTS.items()
        },
    )
    yield from posted(
        "nudges", "/check", {name: (ASKED | {"nudge": found}, want) for name, (found, want) in NUDGES.items()}
    )
    yield from posted("nodes to be opened", "/expand", EXPANDED)
    yield from posted("groups to be closed", "/collapse", COLLAPSED)
    yield from posted(
        "texts to be kept",
        "/print",
        {name: ({"graph": SIGMOID, "source": text}, want) for name, (text, want) in SOURCES.items()},
    )
