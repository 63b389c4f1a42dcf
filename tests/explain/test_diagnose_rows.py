"""Warnings over a batch: each with how many rows it concerns and the first."""

import numpy as np
import pytest

from app.engine.passes import evaluate
from app.engine.program import parse
from app.engine.rows import evaluate_rows, read_columns
from app.explain.diagnose import warnings
from app.explain.diagnose_rows import row_warnings


def found(text, columns, inputs=None):
    """Warnings of the program *text* over *columns*."""
    graph = parse(text, inputs).graph
    read = read_columns(graph, columns)
    ops = [name for name, op in zip(graph.ids, graph.ops, strict=True) if op is not None]
    return row_warnings(evaluate_rows(graph, read, nodes=ops), read)


def short(told):
    """Code, node, rows, first row."""
    return [(w["code"], w["node"], w["rows"], w["first_row"]) for w in told]


def test_a_batch_counts_rows_and_names_the_first():
    """The whole answer, in the words of the first row concerned."""
    assert found("f = log(x)", {"x": [1.0, -1.0, 2.0, -3.0, 0.0]}) == [
        {
            "code": "nan",
            "node": "f",
            "phase": "forward",
            "message": "log(x) is undefined at x = −1: it needs x > 0.",
            "rows": 2,
            "first_row": 1,
        },
        {
            "code": "overflow",
            "node": "f",
            "phase": "forward",
            "message": "log(x) is −∞ at x = 0: it needs x > 0.",
            "rows": 1,
            "first_row": 4,
        },
    ]


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("f = relu(x)", {"x": [1, 0, -1, -2]}, [("kink", "f", 1, 1), ("dead", "f", 2, 2)]),
        ("f = sigmoid(x*2)", {"x": [0, 3, -4]}, [("saturated", "f", 2, 1)]),
        ("f = maximum(x, 1)", {"x": [0, 1, 1]}, [("kink", "f", 2, 1)]),
        ("f = sum(relu(x))", {"x": [[1, 2], [1, -1], [0, 1]]}, [("kink", "_relu1", 1, 2), ("dead", "_relu1", 1, 1)]),
        ("f = sum(x + y)", {"x": [[1, 2], [3, float("nan")]], "y": [1, 2]}, [("nan", "x", 1, 1)]),
        ("f = max(x)", {"x": [[1, 2], [2, 2]]}, [("kink", "f", 1, 1)]),
        ("a = sqrt(x)\nf = a*2", {"x": [1, 0]}, [("kink", "a", 1, 1), ("overflow", "a", 1, 1)]),
        ("c: constant = 800\nf = exp(c)*x", {"x": [1, 2]}, [("overflow", "_exp1", 2, 0)]),
    ],
)  # fmt: skip
def test_each_warning_counts_its_rows(text, columns, expected):
    """Scalars and tensors, columns and what all rows share, forward and backward."""
    assert short(found(text, columns)) == expected


@pytest.mark.parametrize("seed", range(5))
def test_a_batch_warns_of_what_its_rows_warn_of(seed):
    """Row by row, as single runs see it."""
    rng = np.random.default_rng(seed)
    text = "a = relu(x)\nb = log(y)\nc = tanh(a*b)\nd = 1/a\nf = sigmoid(c + d) + abs(y - 1)"
    columns = {"x": rng.integers(-3, 4, 30).astype(float), "y": rng.integers(-1, 4, 30).astype(float)}
    counted = {}
    for row in range(30):
        graph = parse(text, {name: float(column[row]) for name, column in columns.items()}).graph
        for w in warnings(evaluate(graph)):
            if w["phase"] == "forward" or w["code"] in ("kink", "dead", "saturated"):
                rows = counted.setdefault((w["code"], w["node"]), set())
                rows.add(row)
    told = [
        w
        for w in found(text, columns)
        if w["phase"] == "forward" or w["code"] in ("kink", "dead", "saturated")
    ]
    assert {(w["code"], w["node"]): (w["rows"], w["first_row"]) for w in told} == {
        key: (len(rows), min(rows)) for key, rows in counted.items()
    }
